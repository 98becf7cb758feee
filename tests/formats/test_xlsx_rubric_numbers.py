"""The rubric workbook at work: its formulas against the scores in Python, over random ratings, in IronCalc."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from lexcurric.core.model import replace
from lexcurric.core.rubric import Rubric, RubricRow, Rules
from lexcurric.formats.rubric.cohort_formulas import CohortFormulas
from lexcurric.formats.rubric.places import COHORT_HEADER_ROW, RESULTS_HEADER_ROW, RESULTS_ROW
from lexcurric.formats.rubric.start import as_typed
from tests.formats.engine import Engine, Expected, Value, assert_individual, assert_values
from tests.formats.rubrics import SAMPLES, write
from tests.rubric_opinion import draw_ratings, rubrics

AWKWARD = 0.55
"""Times 20 it is 11.000000000000002, which must not ask for 12."""
NAMES = [name for name in SAMPLES if name not in ("nothing required", "one statement")]


@pytest.fixture(scope="module", params=NAMES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(SAMPLES[request.param](), tmp_path_factory.mktemp("engine") / "rubric.xlsx")


def typed_ratings(rubric: Rubric, row: RubricRow) -> list[Value]:
    """What a trainer may type for a row: each rating, and the same in other spellings."""
    codes = [rating.code for rating in rubric.scale if rating.points is None or rating.points <= row.top]
    shouted = [code.upper() for code in codes if not code[0].isdigit()]
    return [None, *(as_typed(code) for code in codes), *(f" {code.lower()} " for code in codes[:2]), *shouted[-1:]]


def too_high(rubric: Rubric, row: RubricRow, what: str) -> list[Value]:
    """The levels above those that a thread has statements for."""
    return [getattr(rating, what) for rating in rubric.scale if (rating.points or 0) > row.top]


WRONG: list[Value] = [7, 2.25, -1, "x", "3 of 4", "*", "?", "NA*", ">0", "=1"]


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_the_formulas_say_what_the_scores_in_python_say(engine: Engine, data: st.DataObject) -> None:
    rubric = engine.rubric
    often = data.draw(st.sampled_from(["high", "any"]))
    ratings = {}
    for row in rubric.rows:
        allowed = typed_ratings(rubric, row)
        if often == "high":
            allowed = [value for value in allowed if value is not None][:2] + allowed[-1:]
        ratings[row.id] = data.draw(st.sampled_from(allowed))
    for row in data.draw(st.lists(st.sampled_from(rubric.rows), max_size=2)):
        ratings[row.id] = data.draw(st.sampled_from([*too_high(rubric, row, "code"), *WRONG]))
    engine.set_rules(_rules(engine, data))
    engine.rate(ratings)
    engine.calculate()
    assert_individual(engine, Expected(engine.rubric, ratings))


@settings(max_examples=15, deadline=None)
@given(rubric=rubrics(), data=st.data())
def test_so_they_do_in_rubrics_of_any_shape(rubric: Rubric, data: st.DataObject) -> None:
    ratings = draw_ratings(rubric, data)
    with TemporaryDirectory() as folder:
        engine = Engine(rubric, Path(folder) / "rubric.xlsx")
        assert_values(engine, Path(folder) / "rubric.xlsx")
    engine.rate({key: as_typed(code) if code is not None else None for key, code in ratings.items()})
    marks = {each.code: as_typed(each.mark) for each in rubric.scale}
    engine.rate_cohort(["Ana"], [{key: marks[code] if code is not None else None for key, code in ratings.items()}])
    engine.calculate()
    expected = Expected(rubric, ratings)
    assert_individual(engine, expected)
    _assert_trainee(engine, expected, 0, "Ana")


def _assert_trainee(engine: Engine, expected: Expected, at: int, name: str) -> None:
    """The row of a trainee on Cohort summary."""
    formulas = CohortFormulas(engine.places)
    row = formulas.first_row + at
    letters = [formulas.letter("rated", n) for n in range(len(engine.places.level_rows) + 3)]
    assert [engine.get("cohortSummary", f"{letter}{row}") for letter in letters] == expected.trainee(name)
    assert engine.get("cohortSummary", f"B{row}") == name


def _rules(engine: Engine, data: st.DataObject) -> Rules:
    """Rules as the designer may have chosen them; what counts as met is fixed where the ratings are levels."""
    share = data.draw(st.sampled_from([0.0, 0.5, 2 / 3, 0.7, 0.75, 0.8, 0.9, 1.0, AWKWARD]))
    if "met" not in engine.places.rules:
        return Rules(met_rating=engine.rubric.rules.met_rating, share_required=share)
    return Rules(met_rating=data.draw(st.sampled_from([0, 1, 2, 3, 4, 2.5])), share_required=share)


@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_the_cohort_sheets_say_the_same_of_each_trainee(engine: Engine, data: st.DataObject) -> None:
    rubric, places = engine.rubric, engine.places
    size = min(places.cohort_size, 4)
    group = []
    for _ in range(size):
        allowed = {row.id: _marks(rubric, row) for row in rubric.rows}
        is_blank = data.draw(st.integers(0, 4)) == 0
        group.append({} if is_blank else {key: data.draw(st.sampled_from(values)) for key, values in allowed.items()})
    names = data.draw(st.lists(st.sampled_from(["Ana", "=Bo", ""]), min_size=size, max_size=size))
    engine.set_rules(_rules(engine, data))
    engine.rate_cohort(names, group)
    engine.calculate()
    rubric = engine.rubric
    results = []
    for at in range(size):
        codes: dict[str, Value] = {row.id: _code(rubric, row, group[at].get(row.id)) for row in rubric.rows}
        results.append(Expected(rubric, codes))
        _assert_trainee(engine, results[-1], at, names[at])
    _assert_rows(engine, results)
    _assert_level_counts(engine, results, names)


def _marks(rubric: Rubric, row: RubricRow) -> list[Value]:
    fitting = [rating for rating in rubric.scale if rating.points is None or rating.points <= row.top]
    pasted = too_high(rubric, row, "mark")
    return [
        None,
        *(as_typed(rating.mark) for rating in fitting),
        *(rating.mark.lower() for rating in fitting[-1:]),
        *pasted,
    ]


def _code(rubric: Rubric, row: RubricRow, mark: Value) -> Value:
    """The rating that a mark stands for; None where it is above what the row has statements for."""
    found = next((each for each in rubric.scale if each.mark.casefold() == str(mark).casefold()), None)
    return None if found is None or (found.points or 0) > row.top else found.code


def _assert_rows(engine: Engine, results: list[Expected]) -> None:
    for at in range(len(engine.rubric.rows)):
        statuses = [each.result.statuses[at].value for each in results]
        row = COHORT_HEADER_ROW + 1 + at
        shown = [engine.get("cohort", f"{engine.places.cohort_after(n)}{row}") for n in (0, 1)]
        assert shown == [statuses.count("met") + statuses.count("not yet"), statuses.count("met")]


def _highest(expected: Expected) -> int:
    """The number of the highest level attained, 0 for none."""
    return max((at for at, each in enumerate(expected.result.levels, start=1) if each.attained), default=0)


def _assert_level_counts(engine: Engine, results: list[Expected], names: list[str]) -> None:
    first = RESULTS_HEADER_ROW + engine.places.cohort_size + 3
    attained = [_highest(each) for each in results if each.result.rated]
    waiting = sum(bool(name) and not each.result.rated for name, each in zip(names, results, strict=True))
    shown = [engine.get("cohortSummary", f"A{first + at}") for at in range(len(engine.places.level_rows) + 2)]
    assert shown == [waiting, *(attained.count(number) for number in range(len(engine.places.level_rows) + 1))]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_values_in_the_file_are_those_of_a_trainee_who_is_not_rated(name: str, tmp_path: Path) -> None:
    rubric = SAMPLES[name]()
    engine = Engine(rubric, tmp_path / "rubric.xlsx")
    assert_values(engine, tmp_path / "rubric.xlsx")
    assert_individual(engine, Expected(rubric, {}))


def test_what_counts_as_met_follows_the_rule_on_the_sheet(tmp_path: Path) -> None:
    engine = Engine(SAMPLES["a scale of its own"](), tmp_path / "rubric.xlsx")
    engine.calculate()
    first = int(engine.places.names["RatingMet"].split("$")[2].rstrip(":"))
    assert [engine.get("start", f"C{first + at}") for at in range(5)] == ["Yes", "Yes", "Yes", "No", "–"]
    engine.set_rules(replace(engine.rubric.rules, met_rating=3))
    engine.calculate()
    assert [engine.get("start", f"C{first + at}") for at in range(5)] == ["Yes", "No", "Yes", "No", "–"]


def test_a_book_without_ratings_says_so_everywhere(tmp_path: Path) -> None:
    path = write(SAMPLES["bakers"](), tmp_path)
    book: Any = load_workbook(path, data_only=True)
    assert [book["Summary"][cell].value for cell in ("B5", "B6")] == ["Not rated yet", None]
    assert [cell.value for cell in book["Cohort summary"][5]][:9] == ["T1", *[None] * 8]
    assert book["Summary"]["B7"].value == "0 of 40 rated (provisional)"
    assert [cell.value for cell in book["Action plan"]["B"][4:14]] == [f"E{n:02d}" for n in range(1, 11)]


@pytest.mark.parametrize("name", ["bakers", "analytic"])
def test_a_formula_that_fails_in_a_rating_cell_spoils_no_result(name: str, tmp_path: Path) -> None:
    engine = Engine(SAMPLES[name](), tmp_path / "rubric.xlsx")
    row = engine.places.first_lines[1].row
    engine.type("score", f"{engine.places.letters['rating']}{row}", "=1/0")
    engine.calculate()
    assert engine.get("score", f"{engine.places.letters['status']}{row}") == "Check"
    rated = len(engine.rubric.rows)
    shown = [engine.get("summary", f"B{RESULTS_ROW + at}") for at in range(1, 6)]
    assert shown == ["Not rated yet", "", f"0 of {rated} rated (provisional)", engine.rubric.levels[0], shown[-1]]


def test_a_level_above_what_a_criterion_describes_is_to_be_checked(tmp_path: Path) -> None:
    rubric = SAMPLES["analytic with gaps"]()
    engine = Engine(rubric, tmp_path / "rubric.xlsx")
    ratings = {row.id: ([*too_high(rubric, row, "code"), typed_ratings(rubric, row)[1]])[0] for row in rubric.rows}
    engine.rate(ratings)
    engine.calculate()
    expected = Expected(rubric, ratings)
    assert 0 < len(expected.wrong) < len(rubric.rows)
    assert_individual(engine, expected)


@pytest.mark.parametrize(("share", "first", "second"), [(AWKWARD, 11, 0), (0.6666667, 14, 2)])
def test_a_share_asks_for_no_more_than_it_means(share: float, first: int, second: int, tmp_path: Path) -> None:
    rubric = replace(SAMPLES["twenty statements"](), rules=Rules(share_required=share))
    engine = Engine(rubric, tmp_path / "rubric.xlsx")
    rows = [[row.id for row in rubric.rows if row.step == step] for step in (1, 2)]
    met: dict[str, Value] = dict.fromkeys(rows[0][:first] + rows[1][:second], 3)
    engine.rate(met)
    engine.rate_cohort(["Ana"], [met])
    engine.calculate()
    expected = Expected(rubric, met)
    assert [each.still_to_meet for each in expected.result.levels] == [0, 2 if second == 0 else 0]
    assert_individual(engine, expected)
    _assert_trainee(engine, expected, 0, "Ana")


def test_summary_shows_the_name_and_the_ratings_as_they_are_typed(tmp_path: Path) -> None:
    engine = Engine(SAMPLES["analytic"](), tmp_path / "rubric.xlsx")
    engine.calculate()
    first = engine.places.area_header + 1
    assert [engine.get("summary", place) for place in (f"B{RESULTS_ROW}", f"C{first}", f"C{first + 1}")] == [""] * 3
    engine.rate({engine.rubric.rows[1].id: "Proficient"})
    engine.put("score", engine.places.inputs["InTrainee"].split("!")[1].replace("$", ""), "Zoë")
    engine.calculate()
    shown = [engine.get("summary", place) for place in (f"B{RESULTS_ROW}", f"C{first}", f"C{first + 1}")]
    assert shown == ["Zoë", "", "Proficient"]
