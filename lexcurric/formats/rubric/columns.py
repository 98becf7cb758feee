"""The columns of the sheet Score, kind by kind."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lexcurric.core.rubric import Labels, Rubric, RubricKind
from lexcurric.core.scored import COUNTS
from lexcurric.workbook.fit import head_width, text_width

ID, CHECK = "Statement ID", "Text check"
"""Headings that programs look for; they are hidden, and the same in every language."""


@dataclass(frozen=True)
class Column:
    """One column: a key for the program, a heading for people, a width in characters."""

    key: str
    heading: str
    width: float
    hidden: bool = False


def score_columns(rubric: Rubric, words: Labels) -> tuple[Column, ...]:
    """The columns of Score: what is shown, then what is hidden and drives the formulas."""
    shown = {
        RubricKind.CHECKLIST: _checklist,
        RubricKind.SINGLE_POINT: _single_point,
        RubricKind.ANALYTIC: _analytic,
        RubricKind.HOLISTIC: _holistic,
    }[rubric.kind](rubric, words)
    keys = {column.key for column in shown}
    hidden = [
        ("id", ID),
        ("check", CHECK),
        ("weight", "Weight value"),
        ("points", "Points value"),
        ("step", "Level step"),
        ("top", "Most points"),
        ("most", "Most points, weighted"),
        ("code", "Rating number"),
        ("reached", "Rating points"),
        ("gap", "Gap number"),
    ]
    if _has_criteria(rubric) and not rubric.kind.is_across_levels:
        hidden.append(("area", "Criterion number"))
    if rubric.kind.is_across_levels:
        hidden.append(("next", "Next step"))
        hidden += [(f"full{step}", f"Step {step}") for step in range(1, len(rubric.levels) + 1)]
    hidden += [(f"asked{step}", f"{COUNTS} {step}") for step in asked_steps(rubric)]
    shown = [
        replace(column, width=head_width(column.heading, column.width)) if not column.key.startswith("cell") else column
        for column in shown
    ]
    return (*shown, *(Column(key, heading, 12, hidden=True) for key, heading in hidden if key not in keys))


def asked_steps(rubric: Rubric) -> tuple[int, ...]:
    """The levels that need a hidden column saying which rows count there: a criterion may have gaps."""
    return rubric.rated_levels if rubric.kind is RubricKind.ANALYTIC else ()


def _checklist(rubric: Rubric, words: Labels) -> list[Column]:
    has_criteria, has_weights = _has_criteria(rubric), _has_weights(rubric)
    return [
        Column("ref", words.ref, 7),
        Column("level", words.level, level_width(rubric)),
        *([Column("criterion", words.criterion, 19)] if has_criteria else []),
        Column("statement", words.statement, 64.0 if has_weights else 72.0),
        Column("rating", words.rating, _rating_width(rubric, 8)),
        Column("status", words.status, 11),
        Column("weight", words.weight, 8, hidden=not has_weights),
        Column("points", words.points, 8, hidden=not has_weights),
        Column("comment", words.evidence, 26 if has_weights else 34),
    ]


def _single_point(rubric: Rubric, words: Labels) -> list[Column]:
    has_criteria, has_weights = _has_criteria(rubric), _has_weights(rubric)
    return [
        Column("ref", words.ref, 7),
        *([Column("criterion", words.criterion, 17)] if has_criteria else []),
        Column("comment", words.not_yet_evidence, 34),
        Column("statement", words.statement, 66),
        Column("rating", words.rating, _rating_width(rubric, 11)),
        Column("status", words.status, 11),
        *([Column("weight", words.weight, 8), Column("points", words.points, 8)] if has_weights else []),
        Column("beyond", words.beyond_evidence, 34),
    ]


def _analytic(rubric: Rubric, words: Labels) -> list[Column]:
    weights = [Column("weight", words.weight, 8)] if _has_weights(rubric) else []
    each = max(20.0, 120 / len(rubric.levels))
    return [
        Column("ref", words.ref, 6),
        Column("criterion", words.criterion, 17),
        *weights,
        *(Column(f"cell{step}", label, each) for step, label in enumerate(rubric.levels, start=1)),
        Column("rating", words.rating, _rating_width(rubric, 13)),
        Column("status", words.status, 11),
        Column("comment", words.evidence, 26),
    ]


def _holistic(rubric: Rubric, words: Labels) -> list[Column]:
    return [
        Column("ref", words.ref, 7),
        Column("criterion", words.overall, 18),
        Column("comment", words.comment, 100),
        Column("rating", words.rating, max(16.0, _rating_width(rubric, 16))),
        Column("status", words.status, 18),
    ]


def level_width(rubric: Rubric) -> float:
    """Wide enough for the longest label of a level in three lines, within reason."""
    longest = max(text_width(label) for label in rubric.levels)
    return max(14.0, min(24.0, round(longest / 3 / 0.75 / 7 + 4, 1)))


def _rating_width(rubric: Rubric, least: float) -> float:
    """Wide enough for the longest rating, up to two lines of it."""
    longest = max(len(rating.code) for rating in rubric.scale)
    return max(least, min(20.0, longest + 3.0))


def _has_criteria(rubric: Rubric) -> bool:
    return any(row.criterion for row in rubric.rows)


def _has_weights(rubric: Rubric) -> bool:
    return any(row.weight != 1 for row in rubric.rows)
