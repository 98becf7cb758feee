"""
What is remembered of a file that was handed out, and what a newer version changes in it.

What affects scoring: a statement that came, went, moved to another level, was split or joined, or whose wording asks
for something else. Spelling, order, tags and the framework's own fields do not.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field, JsonValue

from lexcurric.core.diff import Change, ChangeKind, Differences
from lexcurric.core.model import Record
from lexcurric.core.significance import Significance
from lexcurric.core.wording import quoted

EXPORT = "export"
SHEET = "edit"
"""The kinds of files that are an export and an edit sheet; every other kind is one of rubrics."""
_SEEN = {"wording", "level", "order", "criterion"}
_SCORED = {ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.MOVED, ChangeKind.SPLIT, ChangeKind.JOINED}


class Issued(Record):
    """
    One file that was handed out; `sha256` is that of its bytes, `content_sha256` that of what it was made of.

    `made_of` names that in the workspace: a version's label, or `edit:12` for a draft with unsaved changes, which
    `version` shows with `+draft`. `known` is how many versions there were then: those after them are newer.
    """

    kind: str
    form: str
    soc: str
    version: str
    made_of: str
    known: int
    content_sha256: str
    options: dict[str, JsonValue] = Field(default_factory=dict)
    path: str
    sha256: str
    time: str
    author: str

    @property
    def name(self) -> str:
        """What people call it: checklist rubric, or export."""
        return kind_name(self.kind)

    @property
    def file(self) -> str:
        """The name of the file, without its folder."""
        return self.path.replace("\\", "/").rsplit("/", 1)[-1]


def kind_name(kind: str) -> str:
    """
    What people call a kind of file.

    >>> kind_name("checklist")
    'checklist rubric'
    """
    return {EXPORT: "export", SHEET: "edit sheet"}.get(kind, f"{kind} rubric")


def touching(differences: Differences, *, is_export: bool = False) -> tuple[Change, ...]:
    """The changes that a reader of the file would see: all of an export, and of a rubric those of its rows."""
    listed = differences.statement_changes
    return listed if is_export else tuple(each for each in listed if each.kind in _SCORED or _SEEN & {*each.fields})


def affects_scoring(change: Change) -> bool:
    """True where a rating given for the old row may not hold for the new one."""
    return change.kind in _SCORED or change.significance is Significance.SUBSTANTIVE


def change_line(change: Change) -> str:
    """One change in a line: what happened to which statement, and whether ratings still hold."""
    weight = "affects scoring" if affects_scoring(change) else "does not affect scoring"
    why = f": {change.why}" if change.why else ""
    return f"{change.kind.value} ({weight}{why}) {wording_of(change)}"


def wording_of(change: Change) -> str:
    """The old and the new wording of a change, or where a statement went."""
    old, new = _texts(each.text for each in change.old), _texts(each.text for each in change.new)
    if change.kind is ChangeKind.MOVED and change.old and change.new:
        where = f"from {change.old[0].label or change.old[0].level} to {change.new[0].label or change.new[0].level}"
        return f"{new} {where}"
    return f"{old} → {new}" if old and new and old != new else new or old


def _texts(texts: Iterable[str]) -> str:
    return " + ".join(quoted(each) for each in texts)
