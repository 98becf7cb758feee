"""History: the log of a draft, and what can be undone and redone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lexcurric.workspace.identity import MATCH
from lexcurric.workspace.snapshots import DRAFT
from lexcurric.workspace.times import shown_time as shown_time  # noqa: PLC0414 - known by this module's name

if TYPE_CHECKING:
    from lexcurric.store.records import Revision
    from lexcurric.store.store import Store

LOG_COLUMNS = ("edit", "time", "author", "action", "what", "reason", "undone")
UNDO, REDO = "undo", "redo"
_GONE_BY = (UNDO, REDO, "restore", "merge", MATCH)


@dataclass(frozen=True)
class LogEntry:
    """One edit of the draft: `edit` counts from 1; `undone` is true for one that was taken back and not redone."""

    edit: int
    time: str
    author: str
    action: str
    what: str
    reason: str
    undone: bool


def detail_of(revision: Revision) -> dict[str, Any]:
    """What the workspace wrote beside a revision: its action, in words, and what it undoes."""
    found: dict[str, Any] = json.loads(revision.detail)
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """An edit that can be undone or redone, and who brought it to where it is: made it, undid it, or redid it."""

    revision: Revision
    by: str

    def is_of(self, author: str) -> bool:
        """True for an edit that this person made, or has undone or redone last."""
        return author in (self.revision.author, self.by)


class UndoStacks:
    """
    Which edits can be undone, and which redone, oldest first by revision: read from the log, so both outlive a closed
    notebook. A new edit leaves nothing to redo of what its author has undone; of what others have undone, it does.
    """

    def __init__(self, revisions: Iterable[Revision] = ()) -> None:
        self.rev = 0
        self.done: dict[int, Step] = {}
        self.undone: dict[int, Step] = {}
        self.read(revisions)

    def read(self, revisions: Iterable[Revision]) -> None:
        """Takes in the revisions that came after those read before."""
        for revision in revisions:
            self.rev = revision.rev
            if revision.kind == "import":
                continue
            target = int(detail_of(revision)["target"]) if revision.kind in (UNDO, REDO) else 0
            if revision.kind == UNDO and target in self.done:
                self.undone[target] = Step(self.done.pop(target).revision, revision.author)
            elif revision.kind == REDO and target in self.undone:
                self.done[target] = Step(self.undone.pop(target).revision, revision.author)
            else:
                self.done[revision.rev] = Step(revision, revision.author)
                self.undone = {rev: each for rev, each in self.undone.items() if each.by != revision.author}

    def waiting(self, direction: str, author: str, *, anyone: bool) -> list[Step]:
        """What would be undone or redone next, and after that: this person's, or with `anyone` everybody's."""
        steps = reversed((self.done if direction == UNDO else self.undone).values())
        return [each for each in steps if anyone or each.is_of(author)]


def read_log(store: Store, soc: str) -> list[LogEntry]:
    """Every edit of the draft, oldest first."""
    revisions = store.revisions(soc, DRAFT)
    in_force = UndoStacks(revisions).done
    return [
        LogEntry(
            edit=each.rev,
            time=shown_time(each.created_at),
            author=each.author,
            action=str(detail_of(each).get("action", each.kind)),
            what=str(detail_of(each).get("what", "")),
            reason=each.message,
            undone=each.kind not in ("import", UNDO, REDO) and each.rev not in in_force,
        )
        for each in revisions
    ]


def find_gone(store: Store, soc: str, wanted: str) -> str | None:
    """The id of a statement that was in the draft once, by its beginning; None where there is none, or several."""
    if store.item_history(soc, DRAFT, ("statement", wanted)):
        return wanted
    if len(wanted) < 8:
        return None
    # An edit keeps what it retires: only these take a statement out altogether.
    takes_out = [each for each in store.revisions(soc, DRAFT) if detail_of(each).get("action") in _GONE_BY]
    found = {
        change.uid
        for each in takes_out
        for change in store.changes(soc, DRAFT, each.rev)
        if change.kind == "statement" and change.after is None and change.uid.startswith(wanted)
    }
    return found.pop() if len(found) == 1 else None
