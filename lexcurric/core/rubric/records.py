"""
What a rubric is made of: the things to rate, the scale to rate them on, and the rules of scoring.

Two ways of counting cover the four kinds. A checklist and a single-point rubric rate statements, and each statement
belongs to one level. An analytic and a holistic rubric rate threads that run across levels, and the rating is the level
that was reached.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from functools import cached_property

from lexcurric.core.model import Record
from lexcurric.core.provenance import Provenance
from lexcurric.core.rubric.options import Options, Rating, Rules

NOT_APPLICABLE = "NA"


class RubricKind(StrEnum):
    """The kinds of rubric: what stands in a row, and what a rating says."""

    CHECKLIST = "checklist"
    ANALYTIC = "analytic"
    SINGLE_POINT = "single-point"
    HOLISTIC = "holistic"

    @property
    def is_across_levels(self) -> bool:
        """True where a rating is the level that was reached, False where it says how well a statement is done."""
        return self in (RubricKind.ANALYTIC, RubricKind.HOLISTIC)


class Entry(Record):
    """One statement as it stands in a rubric; `ref` such as E01 is for people, the id is the authority."""

    ref: str
    id: str
    text: str


class RubricRow(Record):
    """
    One thing to rate: a statement of `level`, or a thread with `cells`, its statements level by level (`level` empty).

    `step` is the level's place from 1 (0 for a thread), `top` the most points that a rating of it gives, `weight`
    multiplies them.
    """

    ref: str
    id: str
    level: str = ""
    step: int = 0
    criterion: str = ""
    text: str = ""
    cells: tuple[tuple[Entry, ...], ...] = ()
    weight: int | float = 1
    top: int | float = 4

    @property
    def described(self) -> tuple[int, ...]:
        """The levels, from 1, that a thread has statements at."""
        return tuple(step for step, cell in enumerate(self.cells, start=1) if cell)

    def described_near(self, target: int) -> int:
        """The level nearest to the target that a thread has statements at: below it first, else the first above."""
        below = [step for step in self.described if step <= target]
        return below[-1] if below else self.described[0]

    @property
    def text_check(self) -> str:
        """The first 12 hex digits of the SHA-256 of the wording: tells whether a returned row is as issued."""
        texts = [entry.text for cell in self.cells for entry in cell] or [self.text]
        return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]


class Gap(Record):
    """A cell of the matrix without a statement: nothing is filled in by position."""

    criterion: str
    level: str


class Rubric(Record):
    """
    A rubric ready to be written: `levels` are the labels from the lowest up, `rows` in reading order.

    `target` is the place (from 1) of the level that is aimed at; for an analytic rubric `gaps` are the empty cells, and
    `loose` counts the statements without a criterion, which stand together in the last row.
    """

    kind: RubricKind
    provenance: Provenance
    levels: tuple[str, ...]
    rows: tuple[RubricRow, ...]
    scale: tuple[Rating, ...]
    rules: Rules
    options: Options
    target: int
    gaps: tuple[Gap, ...] = ()
    loose: int = 0

    @property
    def top_points(self) -> int | float:
        """The most points that one rating gives."""
        return max(rating.points for rating in self.scale if rating.points is not None)

    @cached_property
    def rated_levels(self) -> tuple[int, ...]:
        """The places of the levels that have results: all of them, or those that a single-point rubric has rows of."""
        if self.kind is RubricKind.SINGLE_POINT:
            return (self.target,)
        return tuple(range(1, len(self.levels) + 1))

    def asks(self, row: RubricRow, step: int) -> bool:
        """
        True where this row counts at a level: a statement at its own, a criterion where it has statements.

        The one row of a holistic rubric is about the whole, so that it counts at every level up to its highest.
        """
        match self.kind:
            case RubricKind.ANALYTIC:
                return bool(row.cells[step - 1])
            case RubricKind.HOLISTIC:
                return step <= row.top
            case _:
                return row.step == step

    def aim_of(self, row: RubricRow) -> int | float:
        """
        The level that a thread is meant to reach: the target, as far as anything is described there.

        A criterion without statements at the target is meant to reach the nearest level below that has some; one that
        begins above it, the first.
        """
        if self.kind is RubricKind.HOLISTIC:
            return min(self.target, row.top)
        return row.described_near(self.target)

    def counts_as_met(self, rating: Rating) -> bool:
        """True where this rating says that what is asked for is met; of a thread, where it reaches the target."""
        return rating.points is not None and (
            rating.points >= self.rules.met_rating if rating.met is None else rating.met
        )

    def meets(self, row: RubricRow, rating: Rating) -> bool:
        """True where this rating meets what the row asks for; a thread, where it reaches what it is meant to."""
        if self.kind.is_across_levels:
            return rating.points is not None and rating.points >= self.aim_of(row)
        return self.counts_as_met(rating)
