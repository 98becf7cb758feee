"""Choosing sides in a merge: for one decision, for several, for all that are open; kept at once, signed, taken back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from lexcurric.core.errors import EditError, LexcurricError, NotAllowedError
from lexcurric.core.merge import Decision, Side
from lexcurric.core.review_notes import Note, Signed
from lexcurric.core.wording import normal, quoted
from lexcurric.widgets.decisions import name_of
from lexcurric.widgets.reviewing import Reviewing, Step
from lexcurric.workspace.merging import MergePlan
from lexcurric.workspace.review_notes import Work
from lexcurric.workspace.views import Diff

_DONE = {Side.OURS: "Kept mine", Side.THEIRS: "Took new", Side.BOTH: "Kept both", Side.EDITED: "Wrote by hand"}


class Choosing(Reviewing):
    """The part of a merge's screen that chooses sides, each choice kept in the file `kept_in`."""

    plan: MergePlan
    kept_in: Path
    result: Diff | None

    def take(self, decision: str, side: str, text: str | None = None) -> str:
        """Chooses a side for one decision, keeps that in the file, and says what was chosen."""
        if text is not None and not normal(text):
            raise EditError("Write a wording first; Escape leaves it as it was")
        before = self.plan.decisions
        chosen = self.plan.take(decision, side, text)
        return self._choose(f"{_DONE[Side(side)]} for {quoted(name_of(chosen))}", before, [chosen.id])

    def take_many(self, decisions: Iterable[str], side: str) -> str:
        """Chooses one side for all of these decisions that have it, as one step, and says for how many."""
        before, wanted = self.plan.decisions, set(self.keys_of(decisions))
        chosen = [each.id for each in before if each.id in wanted and Side(side) in each.sides and side != Side.EDITED]
        if not chosen:
            raise EditError("None of the selected decisions has that choice")
        taking = set(chosen)
        self.plan.decisions = tuple(each.taking(Side(side)) if each.id in taking else each for each in before)
        many = f"{len(chosen)} decisions" if len(chosen) > 1 else quoted(self.subject_of(chosen[0]))
        return self._choose(f"{_DONE[Side(side)]} for {many}", before, chosen)

    def take_all(self, side: str) -> str:
        """Chooses one side for every open conflict, keeps that in the file, and says how many."""
        before, waiting = self.plan.decisions, [each.id for each in self.plan.conflicts]
        self.plan.take_all(side)
        return self._choose(f"{_DONE[Side(side)]} for {len(waiting)} open", before, waiting)

    def undo(self) -> str:
        """As in `Reviewing`; once the merge is applied its choices are in the draft, and none is taken back alone."""
        if self.result is None:
            return super().undo()
        raise EditError("the merge is applied already: Undo this merge takes it back, or Undo in the editor")

    def _choose(self, label: str, before: tuple[Decision, ...], chosen: Sequence[str]) -> str:
        self._save_or(before)
        marks = {key: self.notes[key] for key in chosen if key in self.notes}
        try:
            self._sign(
                label, {key: partial(_signing, by=self.notebook.signed(), inputs=self.inputs_of(key)) for key in chosen}
            )
        except LexcurricError:
            # What is said to be not saved must not wait in the file for the next review.
            now, self.plan.decisions = self.plan.decisions, before
            self._save_or(now)
            raise

        def back() -> None:
            now, self.plan.decisions = self.plan.decisions, before
            self._save_or(now)
            empty = Note(review=self.notebook.review, change="")
            self._sign(
                f"Took back: {label}", {key: partial(_unsigning, before=marks.get(key, empty)) for key in chosen}
            )
            self.move_states(chosen)

        self.past.append(Step(label, back, lasts=False))
        self.move_states(chosen)
        self.refresh()
        return label

    def _sign(self, label: str, work: dict[str, Work]) -> None:
        """Who decided, and when, for colleagues and the sign-off; the choice itself is in its file already."""
        # Whoever may only read the workspace decides all the same, in a file of her own.
        with contextlib.suppress(NotAllowedError):
            self.notes = self.notebook.write(work, label)

    def _save_or(self, before: tuple[Decision, ...]) -> None:
        """Saves the decisions; where that fails, they are as before, so that the screen never promises too much."""
        try:
            self.plan.save(self.kept_in)
        except LexcurricError:
            self.plan.decisions = before
            raise


def _signing(note: Note, by: Signed, inputs: str) -> Note:
    return note.marked(by, inputs)


def _unsigning(note: Note, before: Note) -> Note:
    return note.marked(before.reviewed, before.inputs)
