"""What a framework's history has been read for once: its releases, the bodies of its statements, names for people."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lexcurric.core.items import LINEAGE, content_of
from lexcurric.core.model import Content
from lexcurric.core.wording import quoted
from lexcurric.workspace.identity import DRAFT, UPSTREAM, matched_revs, releases_of

if TYPE_CHECKING:
    from lexcurric.store.records import Revision, VersionRow
    from lexcurric.store.store import Store

Body = dict[str, Any]
Life = list[tuple["Revision", Body | None]]


class Past:
    """The history of one framework, read from the store as it is asked for, and each part once."""

    def __init__(self, store: Store, soc: str) -> None:
        self.store, self.soc = store, soc
        self._lives: dict[str, Life] = {}

    @cached_property
    def releases(self) -> list[tuple[VersionRow, Revision, dict[str, Body]]]:
        """Each imported release with the revision of its import, and its statements as they are matched now."""
        revs = matched_revs(self.store, self.soc)
        found = []
        for each in releases_of(self.store, self.soc):
            state = self.store.state(self.soc, UPSTREAM, revs.get(each.label, each.rev))
            bodies = {uid: json.loads(body) for (kind, uid), body in state.items() if kind == "statement"}
            found.append((each, self.store.revision(self.soc, UPSTREAM, each.rev), bodies))
        return found

    @cached_property
    def now(self) -> Content:
        """The draft as it is."""
        return content_of(self.store.state(self.soc, DRAFT))

    @cached_property
    def _saved(self) -> list[tuple[int, str]]:
        return sorted((each.rev, each.label) for each in self.store.versions(self.soc) if each.line == DRAFT)

    @cached_property
    def _taken_in(self) -> list[tuple[int, str]]:
        found = self.store.item_history(self.soc, DRAFT, LINEAGE)
        return [(revision.rev, str(json.loads(body)["label"])) for revision, body in found if body is not None]

    def life(self, statement_id: str) -> Life:
        """What a statement said in the draft from each revision on; None where it was taken out."""
        if statement_id not in self._lives:
            found = self.store.item_history(self.soc, DRAFT, ("statement", statement_id))
            self._lives[statement_id] = [(revision, json.loads(body) if body else None) for revision, body in found]
        return self._lives[statement_id]

    def releases_of(self, statement_id: str) -> list[tuple[VersionRow, Revision, Body | None]]:
        """The releases in which a statement is another than in the one before, and what it says there."""
        found: list[tuple[VersionRow, Revision, Body | None]] = []
        for version, revision, bodies in self.releases:
            body = bodies.get(statement_id)
            if body != (found[-1][2] if found else None):
                found.append((version, revision, body))
        return found

    def newest(self, statement_id: str) -> Body | None:
        """What a statement said last: in the draft, else in a release."""
        drafted = [body for _, body in self.life(statement_id) if body is not None]
        released = [bodies[statement_id] for _, _, bodies in self.releases if statement_id in bodies]
        listed = drafted or released
        return listed[-1] if listed else None

    def saved_in(self, rev: int) -> str:
        """The label of the first version of one's own that has an edit in it; empty where none does yet."""
        return next((label for saved, label in self._saved if saved >= rev), "")

    def release_at(self, rev: int) -> str:
        """The label of the release that the draft had taken in at an edit."""
        return [label for since, label in self._taken_in if since <= rev][-1]

    def family(self, statement_id: str) -> list[str]:
        """A statement, after those it comes from and before those it goes on as, through any splits and joins."""
        before = self._linked(statement_id, "comes_from")
        after = self._linked(statement_id, "replaced_by")
        return list(dict.fromkeys([*reversed(before), statement_id, *after]))

    def _linked(self, statement_id: str, link: str) -> list[str]:
        found: list[str] = []
        waiting = [statement_id]
        while waiting:
            body = self.newest(waiting.pop(0)) or {}
            fresh = [each for each in body.get(link, ()) if each not in (*found, statement_id)]
            found += fresh
            waiting += fresh
        return found

    def name(self, statement_id: str) -> str:
        """A statement's wording, as it was last, in quotation marks."""
        body = self.newest(statement_id)
        return quoted(body["text"]) if body else statement_id[:8]

    def level(self, key: str) -> str:
        """What people call a level."""
        return self.now.level_label(key)

    def criterion(self, criterion_id: str) -> str:
        """What people call a criterion, or did when it was there."""
        bodies = [body for _, body in self.store.item_history(self.soc, DRAFT, ("criterion", criterion_id))]
        return next((str(json.loads(body)["label"]) for body in reversed(bodies) if body), "another criterion")
