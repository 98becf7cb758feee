"""Who last changed which words of a statement, when and why: through releases, merges, undo, splits and joins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lexcurric.core.blame import Marked, rewritten, runs
from lexcurric.core.wording import normal
from lexcurric.workspace.history import REDO, UNDO, detail_of
from lexcurric.workspace.identity import DRAFT, MATCH
from lexcurric.workspace.past import Body, Past
from lexcurric.workspace.times import shown_time

if TYPE_CHECKING:
    from lexcurric.store.records import Revision
    from lexcurric.store.store import Store

BLAME_COLUMNS = ("words", "author", "time", "what", "edit", "version", "reason")
OVERVIEW_COLUMNS = ("id", "level", "position", "text", "author", "time", "what", "edit", "version", "reason")
PUBLISHER = "the publisher"
"""The author of words that came with a release: not whoever imported it, who did not choose them."""
RELEASE = "release"
_WORDS = {"reword": "edit", "add": "added", "sheet": "edit sheet", MATCH: "match corrected"}
_GIVES_BACK = (UNDO, REDO, "restore")
_FROM_RELEASE = ("import", "merge", *_GIVES_BACK)


@dataclass(frozen=True, slots=True)
class Origin:
    """
    Where words come from: an edit with its number, or a release (then `time` is the release's own, where it has one).

    `version` is the release, or the first version of one's own that has the edit in it; empty where none does yet.
    """

    author: str
    time: str
    what: str
    edit: int | None
    version: str
    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """A wording with the origin of each word, and of its last change (which may have taken words out)."""

    marked: Marked[Origin]
    last: Origin

    @property
    def text(self) -> str:
        """The wording in its normal form."""
        return self.marked[0]


def read_blame(store: Store, soc: str, statement_id: str) -> list[dict[str, Any]]:
    """One row a run of words of a statement as it reads now; joined, they are its wording in normal form."""
    found = _Blame(Past(store, soc)).held([statement_id])[statement_id]
    return [{"words": words, **_said(origin)} for words, origin in runs(found.marked)]


def read_overview(store: Store, soc: str) -> list[dict[str, Any]]:
    """One row an active statement in reading order: the last change of its wording."""
    past = Past(store, soc)
    content = past.now
    held = _Blame(past).held([each.id for each in content.active])
    return [
        {
            "id": each.id,
            "level": each.level,
            "position": content.positions[each.id],
            "text": each.text,
            **_said(held[each.id].last),
        }
        for each in content.active
    ]


def _said(origin: Origin) -> dict[str, Any]:
    return {
        "author": origin.author,
        "time": shown_time(origin.time),
        "what": origin.what,
        "edit": origin.edit,
        "version": origin.version,
        "reason": origin.reason,
    }


class _Blame:
    def __init__(self, past: Past) -> None:
        self.past = past

    @cached_property
    def releases(self) -> dict[str, dict[str, Held]]:
        """Each release by its label: its statements, with the release in which each word came."""
        found: dict[str, dict[str, Held]] = {}
        known: dict[str, Held] = {}
        for version, revision, bodies in self.past.releases:
            time = str(detail_of(revision).get("exportedAt") or revision.created_at)
            origin = Origin(PUBLISHER, time, RELEASE, None, version.label, "")
            fresh = {each: _next(body["text"], _before(known, each, body), origin) for each, body in bodies.items()}
            known = known | fresh
            found[version.label] = fresh
        return found

    @cached_property
    def _by_text(self) -> dict[str, dict[str, Held]]:
        return {label: {each.text: each for each in held.values()} for label, held in self.releases.items()}

    def held(self, ids: Iterable[str]) -> dict[str, Held]:
        """The statements as they read now (those not in the draft, as they did last), and what they come from."""
        events: dict[int, list[tuple[str, Body]]] = defaultdict(list)
        revisions: dict[int, Revision] = {}
        wanted = self._closure(ids)
        for each in wanted:
            for revision, body in self.past.life(each):
                revisions[revision.rev] = revision
                if body is not None:
                    events[revision.rev].append((each, body))
        now: dict[str, Held] = {}
        for held in self.releases.values():
            now |= {each: held[each] for each in wanted if each in held and not self.past.life(each)}
        said: dict[tuple[str, str], Held] = {}
        for rev in sorted(events):
            fresh = {each: self._after(revisions[rev], each, body, now, said) for each, body in events[rev]}
            now |= fresh
            said |= {(each, held.text): held for each, held in fresh.items()}
        return now

    def _closure(self, ids: Iterable[str]) -> list[str]:
        """The statements, and all that their words may come from."""
        found: dict[str, None] = {}
        waiting = list(ids)
        while waiting:
            each = waiting.pop()
            if each in found:
                continue
            found[each] = None
            for revision, body in self.past.life(each):
                waiting += (body or {}).get("comes_from", ())
                if detail_of(revision).get("action") == MATCH:
                    changes = self.past.store.changes(self.past.soc, DRAFT, revision.rev)
                    waiting += [change.uid for change in changes if change.kind == "statement"]
        return list(found)

    def _after(
        self, revision: Revision, each: str, body: Body, now: dict[str, Held], said: dict[tuple[str, str], Held]
    ) -> Held:
        """What a statement's words are after a revision."""
        text, action = normal(body["text"]), str(detail_of(revision).get("action", revision.kind))
        known = said.get((each, text)) if revision.kind in _GIVES_BACK else None
        if known is not None:
            return known
        others = self._elsewhere(revision, action, each, text, now)
        same = next((held for held in others if held.text == text), None)
        if same is not None:
            return same
        version = self.past.saved_in(revision.rev)
        what = _WORDS.get(action, action)
        origin = Origin(revision.author, revision.created_at, what, revision.rev, version, revision.message)
        return _next(text, [*_before(now, each, body), *others], origin)

    def _elsewhere(self, revision: Revision, action: str, each: str, text: str, now: dict[str, Held]) -> list[Held]:
        """Wordings that a revision other than an edit may have put in: a release's, or of a statement that was this."""
        if revision.kind not in _FROM_RELEASE and action != MATCH:
            return []
        label = self.past.release_at(revision.rev)
        found = [self._by_text[label].get(text), self.releases[label].get(each)]
        if action == MATCH:
            found.insert(0, next((held for held in now.values() if held.text == text), None))
        return [held for held in found if held is not None]


def _before(known: dict[str, Held], each: str, body: Body) -> list[Held]:
    """What a statement read before; of a new one, what it comes from did."""
    if each in known:
        return [known[each]]
    return [known[source] for source in body["comes_from"] if source in known]


def _next(text: str, sources: list[Held], origin: Origin) -> Held:
    if sources and sources[0].text == normal(text):
        return sources[0]
    return Held(rewritten(text, [each.marked for each in sources], origin), origin)
