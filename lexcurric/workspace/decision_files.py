"""Decisions that come back in files: those of a merge as JSON or a workbook, and what a reviewer said of a diff."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.json_text import canonical, pointer
from lexcurric.core.merge import Decision, DecisionField, MergeRecord, Side
from lexcurric.core.model import Snapshot, replace
from lexcurric.core.review import Review, Verdict
from lexcurric.files import read_text


def is_workbook(path: Path) -> bool:
    """True for a file name that ends as Excel's do."""
    return path.suffix.lower() == ".xlsx"


def read_decisions(
    path: Path, soc: str, sides: tuple[Snapshot, Snapshot], decisions: Iterable[Decision]
) -> list[tuple[Decision, str]]:
    """
    The decisions in a file, each with the inputs that it was made on: those of a merge as JSON or as a workbook, or a
    reviewed diff.

    `sides` are the original and the new export of the plan that takes them over, `decisions` its own. Raises FileError
    with every problem of the file.
    """
    if not is_workbook(path):
        return _from_json(path, soc)
    from lexcurric.formats import xlsx_changes, xlsx_decisions
    from lexcurric.workbook.answers import kind_of

    if kind_of(path) == xlsx_changes.KIND:
        return _from_review(path, soc, sides, decisions)
    return xlsx_decisions.read_decisions(path, soc)


def contradictions(listed: list[tuple[Decision, str]]) -> list[Problem]:
    """A problem for each decision that stands in the file twice, with two answers."""
    answers: dict[str, tuple[Side | None, str | None]] = {}
    problems = []
    for index, (saved, _) in enumerate(listed):
        answer = (saved.take, saved.value)
        if answers.setdefault(saved.id, answer) != answer:
            what = f"{saved.id} stands in the file twice, with different answers"
            problems.append(Problem(pointer("decisions", index), what))
    return problems


def was_chosen(saved: Decision) -> bool:
    """True for an answer that a person gave: to a conflict, or against what would be taken by itself."""
    return saved.conflict is not None or (saved.take is not Side.THEIRS and saved.field is not DecisionField.ORDER)


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


def _from_json(path: Path, soc: str) -> list[tuple[Decision, str]]:
    raw = _read_json(path)
    try:
        listed = raw["decisions"]
        inputs = [each.pop("inputs", "") for each in listed]
        for each in listed:
            each.pop("sides", None)
        record = MergeRecord.model_validate_json(canonical(raw))
    except ValidationError as error:
        found = [Problem(pointer(*each["loc"]), each["msg"]) for each in error.errors()]
        raise FileError(str(path), found, "Correct the file, or save the decisions again") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        problem = Problem("/decisions", "expected a list of decisions, each an object, as a merge saves them")
        raise FileError(str(path), [problem], "Save the decisions again") from None
    if record.soc != soc:
        raise FileError(str(path), [Problem("/soc", f"expected {soc}, found {record.soc}")], "Name the right file")
    return list(zip(record.decisions, inputs, strict=True))


def _read_json(path: Path) -> Any:
    text = read_text(path, "a file with merge decisions")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        problem = Problem("", f"expected the decisions of a merge, found no JSON: {error}")
        raise FileError(str(path), [problem], "Save the decisions again") from None
