"""Decisions that come back in workbooks: those of a merge, and what a reviewer said of a diff."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.merge import Decision, DecisionField, Side
from lexcurric.core.model import Snapshot, replace
from lexcurric.core.review import Review, Verdict


def is_workbook(path: Path) -> bool:
    """True for a file name that ends as Excel's do."""
    return path.suffix.lower() == ".xlsx"


def read_workbook(
    path: Path, soc: str, sides: tuple[Snapshot, Snapshot], decisions: Iterable[Decision]
) -> list[tuple[Decision, str]]:
    """
    The decisions in a workbook, each with the inputs that it was made on: that of a merge, or a reviewed diff.

    `sides` are the original and the new export of the plan that takes them over, `decisions` its own. Raises FileError
    with every problem of the file.
    """
    from lexcurric.formats import xlsx_changes, xlsx_decisions
    from lexcurric.workbook.answers import kind_of

    if kind_of(path) == xlsx_changes.KIND:
        return _from_review(path, soc, sides, decisions)
    return xlsx_decisions.read_decisions(path, soc)


def read_review(path: str | Path) -> list[Review]:
    """
    What a reviewer decided in the workbook of a diff (`Diff.to_excel`): one record a change, as they stand in it.

    Raises FileError, with sheet and cell of every problem, for cells that were not understood.
    """
    from lexcurric.formats import xlsx_changes

    return list(xlsx_changes.read_review(Path(path)).rows)


def _from_review(
    path: Path, soc: str, sides: tuple[Snapshot, Snapshot], decisions: Iterable[Decision]
) -> list[tuple[Decision, str]]:
    """
    The decisions that a review of the very release says, for what is no conflict.

    A conflict stays open: who reviewed the release has not seen the designer's own version.
    """
    from lexcurric.formats import xlsx_changes

    reading = xlsx_changes.read_review(path)
    if (reading.soc, reading.old_sha256, reading.new_sha256) != (soc, *(each.content.sha256 for each in sides)):
        what = f"this review is not of the changes from {sides[0].version} to {sides[1].version} of {soc}"
        hint = "Compare these two, and review that workbook"
        raise FileError(str(path), [Problem("_lexcurric", what)], hint)
    waiting = [each for each in reading.rows if each.verdict is Verdict.DISCUSS]
    if waiting:
        problems = [Problem(each.where, f"this change is still {Verdict.DISCUSS.value.lower()}") for each in waiting]
        raise FileError(str(path), problems, "Decide these rows first, or empty their cells")
    found = []
    for decision in decisions:
        review = next((each for each in reading.rows if each.verdict and _is_about(each, decision)), None)
        if review is not None and decision.conflict is None:
            found.append((_reviewed(decision, review), decision.inputs))
    return found


def _is_about(review: Review, decision: Decision) -> bool:
    if decision.field is DecisionField.METADATA:
        return review.pointer == decision.subject
    ids = {*decision.old_ids, *decision.new_ids}
    return bool(ids & {*review.old_ids, *review.new_ids})


def _reviewed(decision: Decision, review: Review) -> Decision:
    """The decision with the reviewer's answer; a wording of one's own goes where the wording is decided."""
    if review.verdict is Verdict.KEEP_OLD:
        return replace(decision, take=Side.OURS, value=None)
    if review.verdict is Verdict.EDITED and Side.EDITED in decision.sides:
        return replace(decision, take=Side.EDITED, value=review.wording)
    return replace(decision, take=Side.THEIRS, value=None)
