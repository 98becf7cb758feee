"""
Scores in plain Python; the workbook's formulas say the same, and tests hold one against the other.

Rules: a rating that counts as met meets a statement; NA leaves it out; a blank is not assessed and counts as not met. A
level is attained when every level below it is, and the share of its statements that are met (those left out aside)
reaches the share required. A level of which nothing is left to rate is passed over. Of a criterion across levels, a
level counts where the criterion has statements, and it is met by being rated at that level or above.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum

from lexcurric.core.model import Record
from lexcurric.core.rubric.options import Rating
from lexcurric.core.rubric.records import Rubric, RubricRow

Ratings = Mapping[str, str | int | float | None]
"""What was chosen, by the id of the row; None or a missing key is not assessed."""


class RowStatus(StrEnum):
    """What a rating makes of a row."""

    MET = "met"
    NOT_YET = "not yet"
    TO_RATE = "to rate"
    LEFT_OUT = "left out"


class LevelResult(Record):
    """One level's counts; `share` is met divided by statements not left out, 0 where there are none."""

    level: str
    step: int
    statements: int
    left_out: int
    rated: int
    met: int
    share: float
    still_to_meet: int
    attained: bool

    @property
    def is_passed_over(self) -> bool:
        """True where nothing counts here, since there is no statement or none that applies: it holds nobody back."""
        return self.statements == self.left_out

    @property
    def is_open(self) -> bool:
        """True where the level is still to be attained."""
        return not self.attained and not self.is_passed_over


class AreaResult(Record):
    """One criterion's counts; `average` is the mean of the points of what is rated, 0 where nothing is."""

    criterion: str
    statements: int
    rated: int
    met: int
    share: float
    average: float


class RubricResult(Record):
    """
    The scores of one trainee: `attained` is a level's label or None, `weighted_score` runs from 0 to 1.

    `next_level` is the lowest one that is still to be attained. `rateable` counts the rows that are not left out,
    `statuses` says of each row what its rating makes of it, `open` names the rows that stand between the trainee and
    the next level (for a thread: the target level). `target_attained` says whether the level that is aimed at is
    reached, with all below it.
    """

    levels: tuple[LevelResult, ...]
    attained: str | None
    next_level: str | None
    weighted_score: float
    rated: int
    rateable: int
    statuses: tuple[RowStatus, ...]
    points: tuple[int | float | None, ...]
    areas: tuple[AreaResult, ...]
    open: tuple[str, ...]
    target_attained: bool

    @property
    def is_provisional(self) -> bool:
        """True until every statement is rated or left out."""
        return self.rated < self.rateable

    @property
    def still_to_meet(self) -> int:
        """How many statements of the next level are still to be met; 0 where every level is attained."""
        return next((each.still_to_meet for each in self.levels if each.is_open), 0)


def score(rubric: Rubric, ratings: Ratings) -> RubricResult:
    """
    The results for ratings by row id: a code of the scale (or its number), or None for not assessed.

    Raises ValueError for a rating that is not on the scale, or a level above those that a thread has statements for.
    """
    chosen = [rating_of(rubric, row, ratings.get(row.id)) for row in rubric.rows]
    levels: list[LevelResult] = []
    below = True
    for step in rubric.rated_levels:
        levels.append(_level_result(rubric, step, chosen, below))
        below = below and not levels[-1].is_open
    attained = [each for each in levels if each.attained]
    open_levels = [each for each in levels if each.is_open]
    up_to_target = [each for each in levels if each.step <= rubric.target and not each.is_passed_over]
    points = sum((each.points or 0) * row.weight for row, each in _pairs(rubric, chosen))
    possible = sum(row.weight * row.top for row, each in _pairs(rubric, chosen) if each.points is not None)
    statuses = tuple(status_of(rubric, row, each) for row, each in zip(rubric.rows, chosen, strict=True))
    return RubricResult(
        levels=tuple(levels),
        attained=attained[-1].level if attained else None,
        next_level=open_levels[0].level if open_levels else None,
        weighted_score=points / possible if possible else 0.0,
        rated=sum(each in (RowStatus.MET, RowStatus.NOT_YET) for each in statuses),
        rateable=sum(each is not RowStatus.LEFT_OUT for each in statuses),
        statuses=statuses,
        points=tuple(each.points if each else None for each in chosen),
        areas=tuple(_areas(rubric, chosen, statuses)),
        open=_open(rubric, statuses, open_levels),
        target_attained=bool(up_to_target) and all(each.attained for each in up_to_target),
    )


def rating_of(rubric: Rubric, row: RubricRow, value: str | int | float | None) -> Rating | None:
    """The rating that a value stands for, capitals and spaces aside; None for a blank. Raises ValueError otherwise."""
    text = _text(value)
    if not text:
        return None
    for rating in rubric.scale:
        if text.casefold() == rating.code.casefold():
            if rating.points is not None and rating.points > row.top:
                raise ValueError(
                    f"{row.ref}: there is no statement at {rating.code} here; the highest is {_top(rubric, row)}"
                )
            return rating
    raise ValueError(f"{row.ref}: expected one of {', '.join(each.code for each in rubric.scale)}, found {value!r}")


def _top(rubric: Rubric, row: RubricRow) -> str:
    return next(each.code for each in rubric.scale if each.points == row.top)


def _text(value: str | int | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _pairs(rubric: Rubric, chosen: Sequence[Rating | None]) -> list[tuple[RubricRow, Rating]]:
    return [(row, each) for row, each in zip(rubric.rows, chosen, strict=True) if each is not None]


def status_of(rubric: Rubric, row: RubricRow, rating: Rating | None) -> RowStatus:
    """What a rating makes of a row; None is not rated."""
    if rating is None:
        return RowStatus.TO_RATE
    if rating.points is None:
        return RowStatus.LEFT_OUT
    return RowStatus.MET if rubric.meets(row, rating) else RowStatus.NOT_YET


def _level_result(rubric: Rubric, step: int, chosen: Sequence[Rating | None], below: bool) -> LevelResult:
    across = rubric.kind.is_across_levels
    own = [each for row, each in zip(rubric.rows, chosen, strict=True) if rubric.asks(row, step)]
    rated = [each for each in own if each is not None and each.points is not None]
    left_out = sum(each is not None and each.points is None for each in own)
    met = sum((each.points or 0) >= step if across else rubric.counts_as_met(each) for each in rated)
    counted = len(own) - left_out
    # The inner rounding keeps 0.7 * 10 from becoming 7.000000000000001, which would ask for 8.
    needed = math.ceil(round(rubric.rules.share_required * counted, 6))
    missing = max(0, needed - met)
    return LevelResult(
        level=rubric.levels[step - 1],
        step=step,
        statements=len(own),
        left_out=left_out,
        rated=len(rated),
        met=met,
        share=met / counted if counted else 0.0,
        still_to_meet=missing,
        attained=below and counted > 0 and missing == 0,
    )


def _areas(rubric: Rubric, chosen: Sequence[Rating | None], statuses: Sequence[RowStatus]) -> list[AreaResult]:
    if rubric.kind.is_across_levels:
        return []
    found = []
    for name in areas_of(rubric):
        own = [at for at, row in enumerate(rubric.rows) if row.criterion == name]
        points = [each.points for at in own if (each := chosen[at]) is not None and each.points is not None]
        met = sum(statuses[at] is RowStatus.MET for at in own)
        counted = len(own) - sum(statuses[at] is RowStatus.LEFT_OUT for at in own)
        found.append(
            AreaResult(
                criterion=name,
                statements=len(own),
                rated=len(points),
                met=met,
                share=met / counted if counted else 0.0,
                average=sum(points) / len(points) if points else 0.0,
            )
        )
    return found


def areas_of(rubric: Rubric) -> list[str]:
    """The criteria of a rubric that rates statements, in order of their first row."""
    if rubric.kind.is_across_levels:
        return []
    return list(dict.fromkeys(row.criterion for row in rubric.rows if row.criterion))


def _open(rubric: Rubric, statuses: Sequence[RowStatus], open_levels: Sequence[LevelResult]) -> tuple[str, ...]:
    step = open_levels[0].step if open_levels else 0
    return tuple(
        row.id
        for row, status in zip(rubric.rows, statuses, strict=True)
        if status in (RowStatus.NOT_YET, RowStatus.TO_RATE) and (rubric.kind.is_across_levels or row.step == step)
    )
