"""Where things stand in a rubric's workbook: sheets, columns, rows, and the names that formulas use for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from lexcurric.core.rubric import Labels, Rubric, RubricKind, areas_of, labels_of
from lexcurric.core.rubric.options import Rating
from lexcurric.formats.rubric.columns import Column, asked_steps, score_columns
from lexcurric.formats.rubric.lines import Line, lines_of
from lexcurric.workbook.places import column_letter

HEADER_ROW, FIRST_ROW = 7, 8
"""The header row of Score, and the first row below it."""
RESULTS_ROW = 4
LEVEL_HEADER_ROW = 13
"""The header row of the level results on Summary."""
SCALE_ROW = 14
"""The header row of the rating scale on Start."""
PLAN_HEADER_ROW, MOST_PLAN_ROWS = 4, 30
NAMES_ROW, COHORT_HEADER_ROW = 4, 5
RESULTS_HEADER_ROW = 4
"""The header row of the results on Cohort summary."""


@dataclass(frozen=True)
class Places:
    """Where things stand in the workbook of one rubric; rows and columns follow from its kind and options."""

    rubric: Rubric

    @cached_property
    def labels(self) -> Labels:
        """The words of the workbook's language."""
        return labels_of(self.rubric.options.language)

    @cached_property
    def sheets(self) -> dict[str, str]:
        """The titles of the sheets, by what they are for."""
        words = self.labels
        return {
            "start": words.start,
            "score": words.score,
            "summary": words.summary,
            "plan": words.plan,
            "cohort": words.cohort,
            "cohortSummary": words.cohort_summary,
            "sources": words.sources,
        }

    def on(self, sheet: str, cells: str) -> str:
        """Cells of a sheet as formulas name them, such as `'Action plan'!$A$1`."""
        return f"'{self.sheets[sheet]}'!{cells}"

    # Score

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of Score, from A on."""
        return score_columns(self.rubric, self.labels)

    @cached_property
    def letters(self) -> dict[str, str]:
        """The letter of each column of Score, by its key."""
        return {column.key: column_letter(at) for at, column in enumerate(self.columns, start=1)}

    @cached_property
    def asked_steps(self) -> tuple[int, ...]:
        """The levels that have a hidden column on Score and Cohort, with 1 in the rows that count there."""
        return asked_steps(self.rubric)

    def width(self, key: str) -> float:
        """The width of a column of Score, in characters."""
        return next(column.width for column in self.columns if column.key == key)

    @cached_property
    def shown_width(self) -> float:
        """The width of all columns of Score that are shown."""
        return sum(column.width for column in self.columns if not column.hidden)

    @cached_property
    def last_shown(self) -> str:
        """The letter of the last column of Score that is shown."""
        return [self.letters[column.key] for column in self.columns if not column.hidden][-1]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The rows of Score; a tall thread takes several."""
        widths = [column.width for column in self.columns if column.key.startswith("cell")]
        return lines_of(self.rubric, FIRST_ROW, widths)

    @cached_property
    def first_lines(self) -> tuple[Line, ...]:
        """The row of Score that holds the rating of each thing, in the order of the rubric's rows."""
        return tuple(line for line in self.lines if line.part == 0)

    @property
    def last_row(self) -> int:
        """The last row of the table on Score."""
        return self.lines[-1].row

    def score_cells(self, key: str) -> str:
        """A column of the table on Score, such as `$E$8:$E$47`."""
        letter = self.letters[key]
        return f"${letter}${FIRST_ROW}:${letter}${self.last_row}"

    # Start

    @cached_property
    def has_marks(self) -> bool:
        """True where cohorts write something shorter than the ratings."""
        return any(rating.mark != rating.code for rating in self.rubric.scale)

    @property
    def last_rating(self) -> int:
        """The row of the last rating on Start."""
        return SCALE_ROW + len(self.rubric.scale)

    def rating_row(self, rating: Rating) -> int:
        """The row of a rating on Start."""
        return self._rating_rows[rating.code]

    @cached_property
    def _rating_rows(self) -> dict[str, int]:
        return {rating.code: row for row, rating in enumerate(self.rubric.scale, start=SCALE_ROW + 1)}

    def ratings_of(self, top: int | float, letter: str) -> str:
        """The ratings that fit a row whose most points are `top`, as a range of a column of Start for drop-downs."""
        first = SCALE_ROW + 1
        if self.rubric.kind.is_across_levels:
            first += next(at for at, rating in enumerate(self.rubric.scale) if rating.points == top)
        return self.on("start", f"${letter}${first}:${letter}${self.last_rating}")

    @property
    def rules_row(self) -> int:
        """The header row of the scoring rules on Start."""
        return self.last_rating + 3

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """Which rules Start has: what every rating counts as is said in the scale where a rating is a level."""
        if self.rubric.kind.is_across_levels or self.rubric.kind is RubricKind.SINGLE_POINT:
            return ("share", "target")
        return ("met", "share", "top", "target")

    def rule_cell(self, rule: str) -> str:
        """The cell of a rule's value."""
        return self.on("start", f"$C${self.rules_row + 1 + self.rules.index(rule)}")

    # Summary

    @property
    def level_rows(self) -> tuple[int, ...]:
        """The row of each rated level on Summary."""
        return tuple(LEVEL_HEADER_ROW + at for at in range(1, len(self.rubric.rated_levels) + 1))

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """The criteria that have results of their own, as rows of a table on Summary."""
        if self.rubric.kind is RubricKind.ANALYTIC:
            return tuple(row.criterion for row in self.rubric.rows)
        return tuple(areas_of(self.rubric))

    @property
    def area_header(self) -> int:
        """The header row of the criteria on Summary."""
        return self.level_rows[-1] + 2

    @property
    def counts_header(self) -> int:
        """The header row of the counts of ratings on Summary."""
        return self.area_header + (len(self.areas) + 2 if self.areas else 0)

    @property
    def has_counts(self) -> bool:
        """True where it is worth counting how often each rating was given."""
        return self.rubric.kind is not RubricKind.HOLISTIC

    @property
    def summary_end(self) -> int:
        """The last row of the tables on Summary."""
        return self.counts_header + len(self.rubric.scale) if self.has_counts else self.level_rows[-1]

    def level_cells(self, letter: str) -> str:
        """A column of the level table on Summary, such as `$J$14:$J$17`."""
        return f"${letter}${self.level_rows[0]}:${letter}${self.level_rows[-1]}"

    # Action plan

    @cached_property
    def most_open(self) -> int:
        """How many rows can stand between a trainee and the next level."""
        if self.rubric.kind.is_across_levels:
            return len(self.rubric.rows)
        steps = [row.step for row in self.rubric.rows]
        return max(steps.count(step) for step in set(steps))

    @property
    def plan_rows(self) -> int:
        """The rows of the action plan."""
        return min(self.most_open, MOST_PLAN_ROWS)

    # Cohort

    @cached_property
    def cohort_size(self) -> int:
        """How many trainees the sheet Cohort has columns for."""
        return len(self.rubric.options.trainees) or self.rubric.options.cohort

    @cached_property
    def cohort_keys(self) -> tuple[str, ...]:
        """What stands in the columns of Cohort before the trainees."""
        if self.rubric.kind.is_across_levels:
            return ("ref", "criterion")
        is_single = self.rubric.kind is RubricKind.SINGLE_POINT
        has_areas = any(row.criterion for row in self.rubric.rows)
        return ("ref", *(() if is_single else ("level",)), *(("criterion",) if has_areas else ()), "statement")

    def cohort_letter(self, at: int) -> str:
        """The letter of a trainee's column; `at` counts from 0."""
        return column_letter(len(self.cohort_keys) + 1 + at)

    def cohort_after(self, at: int) -> str:
        """The letter of a column after the trainees: 0 Rated, 1 Met, then the hidden ones."""
        return column_letter(len(self.cohort_keys) + 1 + self.cohort_size + at)

    @property
    def cohort_last(self) -> int:
        """The last row of Cohort."""
        return COHORT_HEADER_ROW + len(self.rubric.rows)

    @property
    def cohort_hidden(self) -> int:
        """How many columns of Cohort are hidden, after those of `cohort_after` 0 and 1."""
        return 1 + len(_COHORT) + len(self.asked_steps)

    def cohort_asked(self, step: int) -> str:
        """The letter of the hidden column of Cohort with 1 in the rows that count at a level."""
        return self.cohort_after(3 + len(_COHORT) + self.asked_steps.index(step))

    def cohort_cells(self, letter: str) -> str:
        """A column of the table on Cohort."""
        return f"${letter}${COHORT_HEADER_ROW + 1}:${letter}${self.cohort_last}"

    # Names

    @cached_property
    def names(self) -> dict[str, str]:
        """The defined names and what they stand for."""
        names = {name: self.on("score", self.score_cells(key)) for name, key in _SCORE.items()}
        if "area" in self.letters:
            names["ScoreArea"] = self.on("score", self.score_cells("area"))
        if self.rubric.kind.is_across_levels:
            names["ScoreNext"] = self.on("score", self.score_cells("next"))
        names |= {
            name: self.on("start", f"${letter}${SCALE_ROW + 1}:${letter}${self.last_rating}")
            for name, letter in _RATINGS.items()
        }
        names |= {_RULES[rule]: self.rule_cell(rule) for rule in self.rules}
        names |= {name: self.on("summary", self.level_cells(letter)) for name, letter in _LEVELS.items()}
        names |= {"LevelsAttained": self.on("summary", "$L$4"), "NextStep": self.on("summary", "$L$5")}
        for at, name in enumerate(_COHORT, start=3):
            names[name] = self.on("cohort", self.cohort_cells(self.cohort_after(at)))
        return names | self.inputs

    @cached_property
    def inputs(self) -> dict[str, str]:
        """The names of the cells for the trainee, the date, the place and the trainer."""
        left, right = self.head_letters[1], self.head_letters[3]
        return {
            "InTrainee": self.on("score", f"${left}$3"),
            "InDate": self.on("score", f"${left}$4"),
            "InPlace": self.on("score", f"${left}$5"),
            "InTrainer": self.on("score", f"${right}$3"),
        }

    @cached_property
    def head_letters(self) -> tuple[str, str, str, str]:
        """The columns of the head of Score: left label and input, right label and value."""
        letters = self.letters
        match self.rubric.kind:
            case RubricKind.CHECKLIST:
                return ("criterion" in letters and letters["criterion"]) or "A", letters["statement"], *self._right()
            case RubricKind.SINGLE_POINT:
                return letters["comment"], letters["statement"], letters["rating"], letters["beyond"]
            case RubricKind.ANALYTIC:
                return "A", letters["cell1"], letters["rating"], letters["comment"]
            case RubricKind.HOLISTIC:
                return "A", letters["comment"], letters["rating"], letters["status"]

    def _right(self) -> tuple[str, str]:
        column = next(each for each in self.columns if each.key == "weight")
        return self.letters["rating" if column.hidden else "weight"], self.letters["comment"]


_SCORE = {
    "ScoreRef": "ref",
    "ScoreRating": "rating",
    "ScoreStatus": "status",
    "ScoreWeight": "weight",
    "ScorePoints": "points",
    "ScoreLevel": "step",
    "ScoreTop": "top",
    "ScoreMost": "most",
    "ScoreCode": "code",
    "ScoreStep": "reached",
    "ScoreGap": "gap",
}
_RATINGS = {"RatingCodes": "A", "RatingMet": "C", "RatingPoints": "D", "RatingMarks": "E", "RatingNumbers": "F"}
_RULES = {"met": "MetRating", "share": "ShareRequired", "top": "TopRating", "target": "TargetLevel"}
_LEVELS = {"LevelLabels": "A", "LevelSteps": "B", "LevelMissing": "I", "LevelAttained": "J"}
_COHORT = ("CohortLevel", "CohortTop", "CohortWeight", "CohortMost")


def distinct_heads(heads: Sequence[str]) -> list[str]:
    """Column headings on one line and told apart, as an Excel table needs them."""
    found: list[str] = []
    taken: set[str] = set()
    for head in heads:
        line = " ".join(head.split())[:80] or "?"
        name, number = line, 2
        while name.casefold() in taken:
            name, number = f"{line} ({number})", number + 1
        taken.add(name.casefold())
        found.append(name)
    return found
