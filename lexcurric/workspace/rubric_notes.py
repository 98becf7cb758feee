"""What a designer should know of a rubric before handing it out: what is empty, what has no place, what weighs more."""

from __future__ import annotations

from lexcurric.core.rubric import Rubric, RubricKind, RubricRow

_SHOWN = 12
_LOOSE = "other"
"""The id of the row in which statements without a criterion stand together."""


def notes_of(rubric: Rubric) -> tuple[str, ...]:
    """A line for each thing to know; none where all is as usual."""
    return (*_matrix_notes(rubric), *_level_notes(rubric), *_weight_notes(rubric))


def _matrix_notes(rubric: Rubric) -> list[str]:
    if rubric.kind is not RubricKind.ANALYTIC:
        return []
    if all(row.id == _LOOSE for row in rubric.rows):
        return [
            f"No statement has a criterion yet, so this rubric has one row with all {_count(rubric.loose)}. Put the "
            f"statements under criteria first: lexcurric criteria propose {rubric.provenance.soc} proposes them "
            f"(fw.propose_criteria()); or make them by hand, in the column Criterion of an edit sheet, or with "
            f"lexcurric criterion {rubric.provenance.soc} ID … --label NAME."
        ]
    notes = []
    if rubric.gaps:
        notes.append(f"{_cells(len(rubric.gaps))} without a statement; nothing is filled in by position:")
        by_criterion: dict[str, list[str]] = {}
        for gap in rubric.gaps:
            by_criterion.setdefault(gap.criterion, []).append(gap.level)
        notes += [f"  {criterion}: {', '.join(levels)}" for criterion, levels in by_criterion.items()]
    if rubric.loose:
        verb, they = ("has", "it stands") if rubric.loose == 1 else ("have", "they stand together")
        notes.append(f"{_count(rubric.loose)} {verb} no criterion; {they} in the last row.")
    return notes


def _level_notes(rubric: Rubric) -> list[str]:
    if rubric.kind is RubricKind.SINGLE_POINT:
        return [f"This rubric rates {_count(len(rubric.rows))}, those of {rubric.levels[rubric.target - 1]}."]
    if rubric.kind is not RubricKind.CHECKLIST:
        return []
    filled = {row.step for row in rubric.rows}
    empty = [label for step, label in enumerate(rubric.levels, start=1) if step not in filled]
    if not empty:
        return []
    return [f"No statement at {', '.join(empty)}: such a level is passed over."]


def _weight_notes(rubric: Rubric) -> list[str]:
    other = [row for row in rubric.rows if row.weight != 1]
    if not other:
        return []
    said = ", ".join(f"{_name(row)} {row.weight}" for row in other[:_SHOWN])
    more = f", and {len(other) - _SHOWN} more" if len(other) > _SHOWN else ""
    return [f"Weights other than 1: {said}{more}."]


def _name(row: RubricRow) -> str:
    return row.ref if row.level or not row.criterion else f"{row.ref} {row.criterion}"


def _cells(count: int) -> str:
    return "1 cell of the matrix is" if count == 1 else f"{count} cells of the matrix are"


def _count(count: int) -> str:
    return f"{count} statement{'' if count == 1 else 's'}"
