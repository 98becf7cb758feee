"""The actions of a designer on criteria, each one edit of the draft, saved at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lexcurric.core.criteria import editing
from lexcurric.core.edits import find_level
from lexcurric.core.errors import EditError
from lexcurric.core.model import Content
from lexcurric.workspace.draft import Edit
from lexcurric.workspace.editing import Editing, Ids


class EditingCriteria(Editing):
    """
    What can be done to criteria, beside `set_criterion`; a criterion is named by its label, in any case, or its id.

    Each raises EditError where the action does not fit, and ConflictError where somebody else changed the same
    criterion, or a statement of it, since it was last shown.
    """

    def add_criterion(self, label: str, reason: str = "") -> None:
        """Adds a criterion at the end, as yet without a statement."""
        self._change(f"Added the criterion {label.strip()}", reason, lambda old: editing.add_criterion(old, label)[0])

    def rename_criterion(self, criterion: str, label: str, reason: str = "") -> None:
        """Gives a criterion another name; its statements stay."""
        found = self._criterion(criterion)
        what = f"Renamed the criterion {found[1]} to {label.strip()}"
        self._change(what, reason, lambda old: editing.rename_criterion(old, found[0], label))

    def split_criterion(self, criterion: str, statement_ids: Ids, label: str, reason: str = "") -> None:
        """Takes statements of a criterion out into a new one, which stands after it."""
        found, ids = self._criterion(criterion), self._find(statement_ids)
        what = f"Split {label.strip()} off the criterion {found[1]}"
        self._change(what, reason, lambda old: editing.split_criterion(old, found[0], ids, label)[0])

    def join_criteria(self, criteria: Iterable[str], label: str = "", reason: str = "") -> None:
        """Makes one criterion of several, in the place of the first, called `label` if that is given."""
        found = [self._criterion(each) for each in criteria]
        what = f"Joined the criteria {', '.join(each[1] for each in found)}"
        self._change(what, reason, lambda old: editing.join_criteria(old, [each[0] for each in found], label))

    def put(
        self, statement_ids: Ids, criterion: str | None, level: str = "", reason: str = "", *, new: bool = False
    ) -> None:
        """
        Puts statements into a cell of the matrix: under a criterion (with `new`, one that is made; None is none) and,
        with `level`, at that level. Both are one edit.
        """
        ids = self._find(statement_ids)
        if criterion is None or new:
            wanted, label = criterion, (criterion or "").strip() or "no criterion"
        else:
            wanted, label = self._criterion(criterion)
        there = f", at {find_level(self.draft.seen, level).label}" if level else ""
        edit = Edit("criterion", f"Put {self._named(ids)} under {label}{there}", reason)
        self._act(edit, ids, lambda old: editing.put(old, ids, wanted, level, new=new))

    def move_criterion(self, criterion: str, position: int, reason: str = "") -> None:
        """Moves a criterion to a place among the rows of the rubric, counted from 1."""
        found = self._criterion(criterion)
        what = f"Moved the criterion {found[1]} to place {position}"
        self._change(what, reason, lambda old: editing.move_criterion(old, found[0], position))

    def delete_criterion(self, criterion: str, reason: str = "") -> None:
        """Takes a criterion away; its statements are under none."""
        found = self._criterion(criterion)
        what = f"Took the criterion {found[1]} away"
        self._change(what, reason, lambda old: editing.delete_criterion(old, found[0]))

    def leave_empty(self, criterion: str, level: str, reason: str = "") -> None:
        """Says that a criterion has no statement at a level on purpose, and why; it is not missing any more."""
        found, label = self._criterion(criterion), find_level(self.draft.seen, level).label
        what = f"Left {found[1]} empty at {label}"
        self._change(what, reason, lambda old: editing.leave_empty(old, found[0], level, reason))

    def fill_again(self, criterion: str, level: str, reason: str = "") -> None:
        """Takes `leave_empty` back: without a statement the cell counts as missing."""
        found, label = self._criterion(criterion), find_level(self.draft.seen, level).label
        what = f"No longer left {found[1]} empty at {label}"
        self._change(what, reason, lambda old: editing.fill_again(old, found[0], level))

    def _criterion(self, wanted: str) -> tuple[str, str]:
        """A criterion's id and name as it was last shown."""
        try:
            found = editing.find_criterion(self.draft.seen, wanted)
        except EditError:
            found = editing.find_criterion(self.draft.refresh(), wanted)
        return found.id, found.label

    def _change(self, what: str, reason: str, change: Callable[[Content], Content]) -> None:
        self.draft.act(Edit("criterion", what, reason), None, change)
