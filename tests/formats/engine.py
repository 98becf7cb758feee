"""A rubric's workbook inside a calculation engine, and what Python says should stand in its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import ironcalc
import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from lexcurric.core.model import replace
from lexcurric.core.rubric import Rubric, RubricKind, RubricResult, RubricRow, Rules, rating_of, score
from lexcurric.formats.rubric import write_rubric
from lexcurric.formats.rubric.formulas import RESULT_KEYS
from lexcurric.formats.rubric.places import COHORT_HEADER_ROW, NAMES_ROW, PLAN_HEADER_ROW, RESULTS_ROW, Places

Value = str | int | float | None


def is_rating(rubric: Rubric, row: RubricRow, value: Value) -> bool:
    """Whether a value can be chosen for a row."""
    try:
        rating_of(rubric, row, value)
    except ValueError:
        return False
    return True


class Cells(Protocol):
    """A workbook whose calculated values can be read."""

    rubric: Rubric
    places: Places

    def get(self, sheet: str, place: str) -> Any:
        """The value of a cell, an empty text for none; `sheet` is a key of `Places.sheets`."""


class Saved:
    """A workbook that a program has calculated and saved."""

    def __init__(self, rubric: Rubric, path: Path) -> None:
        self.rubric, self.places = rubric, Places(rubric)
        self.book: Any = load_workbook(path, data_only=True)

    def get(self, sheet: str, place: str) -> Any:
        value = self.book[self.places.sheets[sheet]][place].value
        return "" if value is None else value


class Engine:
    """Types values into the workbook and reads what its formulas give."""

    def __init__(self, rubric: Rubric, path: Path) -> None:
        self.rubric, self.places = rubric, Places(rubric)
        write_rubric(rubric, path)
        self.sheets = {key: at for at, key in enumerate(self.places.sheets)}
        self.model: Any = ironcalc.load_from_xlsx(str(path), "en", "UTC")

    def put(self, sheet: str, place: str, value: Value) -> None:
        column, row = _split(place)
        if value is None or value == "":
            self.model.clear_cell_contents(self.sheets[sheet], row, column)
        elif isinstance(value, str):
            self.model.update_cell_with_text(self.sheets[sheet], row, column, value)
        else:
            self.model.update_cell_with_number(self.sheets[sheet], row, column, value)

    def type(self, sheet: str, place: str, text: str) -> None:
        """Enters a text as a person does: it may be a formula."""
        column, row = _split(place)
        self.model.set_user_input(self.sheets[sheet], row, column, text)

    def get(self, sheet: str, place: str) -> Any:
        column, row = _split(place)
        value = self.model.get_cell_value(self.sheets[sheet], row, column)
        return "" if value is None else value

    def set_rules(self, rules: Rules) -> None:
        for rule, value in (("met", rules.met_rating), ("share", rules.share_required)):
            if rule in self.places.rules:
                self.put("start", self.places.rule_cell(rule).split("!")[1].replace("$", ""), value)
        self.rubric = replace(self.rubric, rules=rules)

    def rate(self, ratings: Mapping[str, Value]) -> None:
        letter = self.places.letters["rating"]
        for line in self.places.first_lines:
            self.put("score", f"{letter}{line.row}", ratings.get(self.rubric.rows[line.at].id))

    def rate_cohort(self, names: Sequence[str], ratings: Sequence[Mapping[str, Value]]) -> None:
        for at in range(self.places.cohort_size):
            letter = self.places.cohort_letter(at)
            self.put("cohort", f"{letter}{NAMES_ROW}", names[at] if at < len(names) else None)
            given = ratings[at] if at < len(ratings) else {}
            for number, row in enumerate(self.rubric.rows, start=COHORT_HEADER_ROW + 1):
                self.put("cohort", f"{letter}{number}", given.get(row.id))

    def calculate(self) -> None:
        self.model.evaluate()


def _split(place: str) -> tuple[int, int]:
    letters = place.rstrip("0123456789")
    return column_index_from_string(letters), int(place[len(letters) :])


def near(value: Any) -> Any:
    return pytest.approx(value) if isinstance(value, float) else value


@dataclass
class Expected:
    """What the cells should show for these ratings; those that are no ratings count for nothing and say `Check`."""

    rubric: Rubric
    ratings: Mapping[str, Value]

    def __post_init__(self) -> None:
        self.places = Places(self.rubric)
        self.words = self.places.labels
        self.wrong = {row.id for row in self.rubric.rows if not is_rating(self.rubric, row, self.ratings.get(row.id))}
        self.result: RubricResult = score(
            self.rubric, {key: value for key, value in self.ratings.items() if key not in self.wrong}
        )

    def status(self, at: int) -> str:
        words = self.words
        if self.rubric.rows[at].id in self.wrong:
            return words.check
        named = {"met": words.met, "not yet": words.not_yet, "to rate": words.to_rate, "left out": words.left_out}
        return named[self.result.statuses[at].value]

    def open_rows(self) -> list[RubricRow]:
        by_id = {row.id: row for row in self.rubric.rows}
        return [by_id[each] for each in self.result.open if each not in self.wrong]

    def score_row(self, at: int) -> list[Any]:
        """Status, weighted points and gap number of one row."""
        row, points = self.rubric.rows[at], self.result.points[at]
        still = [each.id for each in self.open_rows()]
        gap = still.index(row.id) + 1 if row.id in still else ""
        return [self.status(at), "" if points is None else near(float(points * row.weight)), gap]

    def results(self) -> dict[str, Any]:
        result, words = self.result, self.words
        below = words.below.format(level=self.rubric.levels[self.rubric.rated_levels[0] - 1])
        rated = words.rated_of.format(rated=result.rated, all=result.rateable)
        return {
            "attained": (result.attained or below) if result.rated else words.not_rated,
            "score": near(float(result.weighted_score)) if result.rated else "",
            "rated": rated + (words.provisional if result.is_provisional else ""),
            "next": result.next_level or (words.all_attained if result.attained else "–"),
            "still": result.still_to_meet,
            "target": words.yes if result.target_attained else words.no,
        }

    def level_rows(self) -> list[list[Any]]:
        return [
            [
                *(each.level, each.step, each.statements, each.left_out, each.rated, each.met),
                *(near(float(each.share)), self.rubric.rules.share_required, each.still_to_meet),
                "–" if each.is_passed_over else self.words.yes if each.attained else self.words.no,
            ]
            for each in self.result.levels
        ]

    def area_rows(self) -> list[list[Any]]:
        if not self.rubric.kind.is_across_levels:
            return [
                [
                    each.criterion,
                    each.statements,
                    each.rated,
                    each.met,
                    near(float(each.share)),
                    near(float(each.average)) if each.rated else "",
                ]
                for each in self.result.areas
            ]
        return [
            [row.criterion, self.status(at), "" if self.result.points[at] is None else self.result.points[at]]
            for at, row in enumerate(self.rubric.rows)
        ]

    def counts(self) -> list[int]:
        chosen = [
            rating_of(self.rubric, row, self.ratings.get(row.id))
            for row in self.rubric.rows
            if row.id not in self.wrong
        ]
        return [chosen.count(rating) for rating in self.rubric.scale]

    def trainee(self, name: str) -> list[Any]:
        """
        A trainee's row of Cohort summary: rated, the share of each level, level attained, score.

        All empty for a column that nobody uses; of somebody who is not rated it says so, and gives no share and score.
        """
        result = self.result
        if not result.rated:
            blank = [""] * len(result.levels)
            return [0 if name else "", *blank, self.words.not_rated if name else "", ""]
        shares = [near(float(each.share)) for each in result.levels]
        return [result.rated, *shares, self.results()["attained"], near(float(result.weighted_score))]


def assert_values(engine: Engine, path: Path) -> None:
    """The values that were written beside the formulas are those that the engine calculates."""
    engine.calculate()
    formulas: Any = load_workbook(path)
    values: Any = load_workbook(path, data_only=True)
    for number, sheet in enumerate(formulas.worksheets):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            calculated = engine.model.get_cell_value(number, cell.row, cell.column)
            shown = values[sheet.title][cell.coordinate].value
            assert near("" if calculated is None else calculated) == ("" if shown is None else shown), (
                sheet.title,
                cell.coordinate,
            )


def assert_individual(engine: Cells, expected: Expected) -> None:
    """Score, Summary and Action plan show what Python says."""
    places, get, rubric = engine.places, engine.get, engine.rubric
    for line in places.first_lines:
        cells = [get("score", f"{places.letters[key]}{line.row}") for key in ("status", "points", "gap")]
        assert cells == expected.score_row(line.at), (line, rubric.rows[line.at].ref)
    top = {key: get("summary", f"B{RESULTS_ROW + at}") for at, key in enumerate(RESULT_KEYS) if key != "trainee"}
    assert top == expected.results()
    shown = [[get("summary", f"{letter}{row}") for letter in "ABCDEFGHIJ"] for row in places.level_rows]
    assert shown == expected.level_rows()
    letters = "ADE" if rubric.kind.is_across_levels else "ACDEFG"
    rows = range(places.area_header + 1, places.area_header + 1 + len(places.areas))
    assert [[get("summary", f"{letter}{row}") for letter in letters] for row in rows] == (
        expected.area_rows() if places.areas else []
    )
    if places.has_counts:
        first = places.counts_header + 1
        counts = [get("summary", f"B{first + at}") for at in range(len(rubric.scale))]
        assert counts == expected.counts()
    values = [get("score", f"{places.head_letters[3]}{row}") for row in (4, 5)]
    assert values == [expected.results()["attained"], expected.results()["score"]]
    _assert_plan(engine, expected)


def _assert_plan(engine: Cells, expected: Expected) -> None:
    rows, words, rubric = expected.open_rows(), expected.words, engine.rubric
    done = words.plan_done
    if rubric.kind.is_across_levels or rubric.kind is RubricKind.SINGLE_POINT:
        done = words.plan_done_target.format(level=rubric.levels[rubric.target - 1])
    assert engine.get("plan", f"A{PLAN_HEADER_ROW - 1}") == ("" if rows else done)
    for at in range(engine.places.plan_rows):
        cells = [engine.get("plan", f"{letter}{PLAN_HEADER_ROW + 1 + at}") for letter in "BCD"]
        if at >= len(rows):
            assert cells == ["", "", ""]
            continue
        row = rows[at]
        place = engine.rubric.rows.index(row)
        if not row.cells:
            assert cells == [row.ref, row.text, expected.status(place)]
            continue
        assert cells[::2] == [row.criterion or expected.words.overall, expected.status(place)]
        step = next_step(row, expected.result.points[place], engine.rubric.target)
        if step:
            assert cells[1].startswith(f"{engine.rubric.levels[step - 1]}: {row.cells[step - 1][0].ref}")
        else:
            assert cells[1] == ""


def next_step(row: RubricRow, reached: float | None, target: int) -> int:
    """The next described level above what is reached; without a rating the target, or the nearest described below."""
    described = row.described
    if reached is None:
        return max([step for step in described if step <= target] or [min(described)])
    return min((step for step in described if step > reached), default=0)
