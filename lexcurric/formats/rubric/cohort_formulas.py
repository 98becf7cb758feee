"""
The formulas of the two sheets about a group: the same rules as on Summary, one term for each rating of the scale.

A cell of Cohort holds a mark, so every count is a sum over the marks that count; `COUNTIFS` with one cell as its
condition is what every program calculates alike.
"""

from __future__ import annotations

from collections.abc import Iterable

from lexcurric.core.rubric import Rating, RubricRow
from lexcurric.formats.rubric.formulas import joined, quoted
from lexcurric.formats.rubric.places import RESULTS_HEADER_ROW, SCALE_ROW, Places
from lexcurric.workbook.places import column_letter


class CohortFormulas:
    """The formulas of Cohort and Cohort summary."""

    def __init__(self, places: Places) -> None:
        self.places, self.words, self.rubric = places, places.labels, places.rubric
        self.across = self.rubric.kind.is_across_levels
        self.steps = self.rubric.rated_levels
        self.counted = [rating for rating in self.rubric.scale if rating.points is not None]
        self.left_out = [rating for rating in self.rubric.scale if rating.points is None]
        count = len(self.steps)
        # The column of Cohort summary where each block begins: what is shown, then the hidden counts of each level.
        self._blocks = {"column": 1, "trainee": 2, "rated": 3, "share": 4, "attained": 4 + count, "score": 5 + count}
        self._blocks |= {"counted": 6 + count, "met": 6 + 2 * count, "flag": 6 + 3 * count, "levels": 6 + 4 * count}

    # A thing's row of Cohort

    def row_rated(self, cells: str, top: int | float) -> str:
        """How many trainees have a rating that counts in this row."""
        return "=" + _sum(f"COUNTIF({cells},{self._mark(rating)})" for rating in self._fitting(top))

    def row_met(self, cells: str, row: RubricRow) -> str:
        """How many trainees meet this row."""
        fitting = self._fitting(row.top)
        if self.across:
            return "=" + _sum(
                f"COUNTIF({cells},{self._mark(rating)})" for rating in fitting if self.rubric.meets(row, rating)
            )
        return "=" + _sum(f"COUNTIF({cells},{self._mark(rating)}){self._met(rating)}" for rating in fitting)

    # A trainee's row of Cohort summary

    def letter(self, block: str, at: int = 0) -> str:
        """A column of Cohort summary, the `at`-th of its block."""
        return column_letter(self._blocks[block] + at)

    def trainee(self, row: int, name: str, cells: str) -> dict[str, str]:
        """The formulas of a trainee's row by column; `name` is the cell of the name, `cells` those of the ratings."""
        found = {
            self.letter("trainee"): f'=IF(LEN({name})=0,"",{name})',
            self.letter("rated"): self._rated(name, cells),
            self.letter("levels"): self._levels(row),
            self.letter("attained"): self._attained(row),
            self.letter("score"): self._score(row, cells),
        }
        for at, step in enumerate(self.steps):
            counted, met = f"{self.letter('counted', at)}{row}", f"{self.letter('met', at)}{row}"
            among = self._among(step)
            out = "".join(f"-COUNTIFS({among},{cells},{self._mark(rating)})" for rating in self.left_out)
            found[self.letter("counted", at)] = f"=COUNTIFS({among}){out}"
            found[self.letter("met", at)] = self._met_at(step, cells)
            missing = f"MAX(0,ROUNDUP(ROUND(ShareRequired*{counted},6),0)-{met})"
            flags = f"{self.letter('flag')}{row}:{self.letter('flag', at - 1)}{row}"
            below = f"COUNTIF({flags},0)=0," if at else ""
            # A level's number where it is attained, 0 where it is open, -1 where nothing counts and it is passed over.
            found[self.letter("flag", at)] = f"=IF({counted}=0,-1,IF(AND({below}{missing}=0),{at + 1},0))"
            found[self.letter("share", at)] = f'=IF({self._nothing(row)},"",IF({counted}=0,0,{met}/{counted}))'
        return found

    def _rated(self, name: str, cells: str) -> str:
        """How many things are rated; empty, not 0, for a column that nobody uses."""
        count = _sum(self._count(cells, rating) for rating in self.counted)
        return f'=IF(AND(LEN({name})=0,({count})=0),"",{count})'

    def _nothing(self, row: int) -> str:
        """True where nothing is rated; the sum takes an empty text for 0."""
        return f"SUM({self.letter('rated')}{row})=0"

    def _levels(self, row: int) -> str:
        """The number of the highest level attained: -1 for a name without ratings, -2 for an empty column."""
        flags = f"{self.letter('flag')}{row}:{self.letter('flag', len(self.steps) - 1)}{row}"
        nobody = f"IF(LEN({self.letter('trainee')}{row})=0,-2,-1)"
        return f"=IF({self._nothing(row)},{nobody},MAX({flags}))"

    def _attained(self, row: int) -> str:
        levels = f"{self.letter('levels')}{row}"
        below = joined(self.words.below, level="INDEX(LevelLabels,1)")
        nobody = f'IF({levels}=-1,{quoted(self.words.not_rated)},"")'
        return f"=IF({levels}<0,{nobody},IF({levels}=0,{below},INDEX(LevelLabels,MAX(1,{levels}))))"

    def _score(self, row: int, cells: str) -> str:
        given = [self._sum_of("CohortWeight", cells, rating) for rating in self.counted]
        points = _sum(
            f"{term}*INDEX(RatingPoints,{self.places.rating_row(rating) - SCALE_ROW})"
            for term, rating in zip(given, self.counted, strict=True)
        )
        most = _sum(self._sum_of("CohortMost", cells, rating) for rating in self.counted)
        return f'=IF({self._nothing(row)},"",IF(({most})=0,0,({points})/({most})))'

    # How many trainees attained each level

    def level_count(self, number: int, first: int, last: int) -> str:
        """How many trainees attained this level as their highest; for -1, how many have a name and no rating yet."""
        letter = self.letter("levels")
        return f"=COUNTIF(${letter}${first}:${letter}${last},{number})"

    @property
    def first_row(self) -> int:
        """The first trainee's row on Cohort summary."""
        return RESULTS_HEADER_ROW + 1

    # Terms

    def _mark(self, rating: Rating) -> str:
        return self.places.on("start", f"$E${self.places.rating_row(rating)}")

    def _met(self, rating: Rating) -> str:
        cell = self.places.on("start", f"$C${self.places.rating_row(rating)}")
        return f"*({cell}={quoted(self.words.yes)})"

    def _among(self, step: int) -> str:
        if self.places.asked_steps:
            return f"{self.places.on('cohort', self.places.cohort_cells(self.places.cohort_asked(step)))},1"
        return f'CohortTop,">={step}"' if self.across else f"CohortLevel,{step}"

    def _fitting(self, top: int | float) -> list[Rating]:
        return [rating for rating in self.counted if not self.across or (rating.points or 0) <= top]

    def _within(self, rating: Rating) -> str:
        """Leaves out a level above those that a thread has statements for, which counts for nothing."""
        return f',CohortTop,">={rating.points}"' if self.across else ""

    def _count(self, cells: str, rating: Rating) -> str:
        return f"COUNTIFS({cells},{self._mark(rating)}{self._within(rating)})"

    def _sum_of(self, what: str, cells: str, rating: Rating) -> str:
        return f"SUMIFS({what},{cells},{self._mark(rating)}{self._within(rating)})"

    def _met_at(self, step: int, cells: str) -> str:
        if self.across:
            reached = [rating for rating in self.counted if (rating.points or 0) >= step]
            asked = f"{self._among(step)}," if self.places.asked_steps else ""
            return "=" + _sum(
                f"COUNTIFS({asked}{cells},{self._mark(rating)}{self._within(rating)})" for rating in reached
            )
        return "=" + _sum(
            f"COUNTIFS({self._among(step)},{cells},{self._mark(rating)}){self._met(rating)}" for rating in self.counted
        )


def _sum(terms: Iterable[str]) -> str:
    return "+".join(terms) or "0"
