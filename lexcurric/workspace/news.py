"""News: what was saved to a framework since it was last shown, and by whom, in words for a screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lexcurric.core.model import Content
from lexcurric.workspace.history import detail_of
from lexcurric.workspace.identity import DRAFT, MATCH, UPSTREAM

if TYPE_CHECKING:
    from lexcurric.store.records import Revision, VersionRow
    from lexcurric.workspace.framework import Framework

LOOKED_AT = 200
"""Of more edits than these, the newest are looked at for who changed which statement."""


@dataclass(frozen=True)
class Standing:
    """What there is of a framework at one moment: `mark` is different as soon as anything was saved."""

    content: Content
    revision: int
    upstream: int
    versions: tuple[VersionRow, ...]

    @property
    def mark(self) -> tuple[object, ...]:
        """Equal for two moments between which nothing was saved."""
        return self.revision, self.upstream, tuple((each.label, each.status) for each in self.versions)


@dataclass(frozen=True)
class News:
    """`text` says it in a few words, `more` every edit; `by` has, for each changed statement, who did it, and when."""

    text: str = ""
    more: str = ""
    by: dict[str, tuple[str, str]] = field(default_factory=dict)


def standing(framework: Framework) -> Standing:
    """How a framework stands now."""
    store, soc = framework.workspace.store, framework.soc
    revision = framework.revision
    return Standing(framework.draft.seen, revision, store.head(soc, UPSTREAM), tuple(store.versions(soc)))


def news_between(framework: Framework, before: Standing, now: Standing, *, is_own: bool) -> News:
    """
    What was saved between two moments. With `is_own`, what the name of this workspace signs was done on this very
    screen, and is left out; without it, it was done in another notebook or cell.
    """
    me = framework.workspace.author
    found = framework.workspace.store.revisions(framework.soc, DRAFT, before.revision)
    edits = [each for each in found if each.rev <= now.revision and not (is_own and each.author == me)]
    by = _changed(framework, edits[-LOOKED_AT:], before.content, now.content)
    said = _edits_said(edits, len(by), me) + _versions_said(before, now, me, is_own=is_own)
    if not said and not is_own and _is_rematched(framework, before, now):
        said = ["A match was corrected"]
    more = "; ".join(f"{_name(each.author, me)}: {detail_of(each)['what']}" for each in edits[-5:])
    return News(". ".join(said), more, {key: (_name(author, me), time) for key, (author, time) in by.items()})


def last_change(framework: Framework, statement_id: str) -> tuple[str, str]:
    """Who changed a statement of the draft last, and when (ISO 8601 in UTC); empty where nobody did."""
    found = framework.workspace.store.item_history(framework.soc, DRAFT, ("statement", statement_id))
    return (found[-1][0].author, found[-1][0].created_at) if found else ("", "")


def _is_rematched(framework: Framework, before: Standing, now: Standing) -> bool:
    # A file that was issued is a revision of this line too, and no news of the framework.
    if before.upstream == now.upstream:
        return False
    found = framework.workspace.store.revisions(framework.soc, UPSTREAM, before.upstream)
    return any(each.kind == MATCH for each in found)


def _changed(
    framework: Framework, edits: Iterable[Revision], before: Content, now: Content
) -> dict[str, tuple[str, str]]:
    """The statements that are not as they were, each with who changed it last, and when."""
    by = {}
    for edit in edits:
        for change in framework.workspace.store.changes(framework.soc, DRAFT, edit.rev):
            if change.kind == "statement" and before.by_id.get(change.uid) != now.by_id.get(change.uid):
                by[change.uid] = (edit.author, edit.created_at)
    return by


def _edits_said(edits: list[Revision], changed: int, me: str) -> list[str]:
    if not edits:
        return []
    if not changed:
        return [f"{_name(edits[-1].author, me)}: {detail_of(edits[-1])['what']}"]
    names = list(dict.fromkeys(_name(each.author, me) for each in edits))
    who = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return [f"{who} changed {changed} statement{'' if changed == 1 else 's'}"]


def _versions_said(before: Standing, now: Standing, me: str, *, is_own: bool) -> list[str]:
    known = {each.label: each.status for each in before.versions}
    said = []
    for each in now.versions:
        if each.label not in known:
            if not (is_own and each.author == me):
                verb = "imported the release" if each.line == UPSTREAM else "saved the version"
                said.append(f"{_name(each.author, me)} {verb} {each.label}")
        elif each.status != known[each.label] and not is_own:
            said.append(f"{each.label} is now {each.status}")
    return said


def _name(author: str, me: str) -> str:
    return f"{author} (you, in another place)" if author == me else author
