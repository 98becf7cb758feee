"""Typing into a rubric in LibreOffice, key by key as its own command does it, and what the sheets then say."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lexcurric.core.rubric import Options, Rating, Rubric, RubricKind, make_rubric
from lexcurric.formats.rubric.cohort_formulas import CohortFormulas
from lexcurric.formats.rubric.places import COHORT_HEADER_ROW, NAMES_ROW, Places
from tests.formats.engine import Expected, Value, assert_individual, near
from tests.formats.rubrics import THREADS, bakers, made_up, with_criteria, write
from tests.rubric_opinion import agree

PYTHON = Path("/usr/bin/python3")
"""The system's Python, for which LibreOffice's bridge (uno) is packaged."""
DRIVER = Path(__file__).with_name("typing_driver.py")
HALVES = (
    Rating(code="2.5", meaning="Whole", points=2.5),
    Rating(code="1.25", meaning="Half", points=1.25, met=True),
    Rating(code="0", meaning="No", points=0),
    Rating(code="NA", points=None),
)
WRONG = ("perhaps", "7", "=1+8", "3 of 4", "*", "?", ">0", "12/31/2025")


class Typed:
    """The values of a workbook in LibreOffice."""

    def __init__(self, rubric: Rubric, sheets: dict[str, list[list[Any]]]) -> None:
        self.rubric, self.places, self.sheets = rubric, Places(rubric), sheets

    def get(self, sheet: str, place: str) -> Any:
        letters = place.rstrip("0123456789")
        row, column = int(place[len(letters) :]) - 1, 0
        for letter in letters:
            column = 26 * column + ord(letter) - 64
        rows = self.sheets[self.places.sheets[sheet]]
        return rows[row][column - 1] if row < len(rows) and column <= len(rows[row]) else ""


def office(jobs: list[dict[str, Any]], folder: Path, locale: str) -> list[dict[str, Any]]:
    """What LibreOffice shows after each job; skips where it, or its bridge, is not installed."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice (LibreOffice) is not installed, so nothing is typed here")
    if not Path("/usr/lib/python3/dist-packages/uno.py").is_file():
        pytest.skip("uno (LibreOffice's bridge to Python, python3-uno) is not installed, so nothing is typed here")
    done = subprocess.run(
        [PYTHON, DRIVER, folder / "profile", locale],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == len(jobs)
    return found


def job(rubric: Rubric, path: Path, ratings: dict[str, str], marks: list[dict[str, str]]) -> dict[str, Any]:
    """Ratings on Score, and the same and others as marks under names on Cohort."""
    places = Places(rubric)
    score, cohort = places.sheets["score"], places.sheets["cohort"]
    letter = places.letters["rating"]
    lines = {rubric.rows[line.at].id: line.row for line in places.first_lines}
    typed = [[score, f"{letter}{lines[key]}", text] for key, text in ratings.items()]
    rows = {row.id: at for at, row in enumerate(rubric.rows, start=COHORT_HEADER_ROW + 1)}
    for at, given in enumerate(marks):
        column = places.cohort_letter(at)
        typed.append([cohort, f"{column}{NAMES_ROW}", f"Trainee {at}"])
        typed += [[cohort, f"{column}{rows[key]}", text] for key, text in given.items()]
    return {"file": str(path), "typed": typed, "refused": []}


def draw(rubric: Rubric, start: int) -> dict[str, str]:
    """A rating for each row but every seventh, now and then another, so that all are used."""
    found = {}
    for at, row in enumerate(rubric.rows, start=start):
        fitting = [each.code for each in rubric.scale if each.points is None or each.points <= row.top]
        if at % 7 != 6:
            found[row.id] = fitting[(at * at // 3 + start) % len(fitting)]
    return found


def marked(rubric: Rubric, ratings: dict[str, str]) -> dict[str, str]:
    marks = {each.code: each.mark for each in rubric.scale}
    return {key: marks[code] for key, code in ratings.items()}


def assert_cohort(cells: Typed, rubric: Rubric, group: list[dict[str, str]]) -> None:
    formulas, results = CohortFormulas(cells.places), [Expected(rubric, dict(each)) for each in group]
    letters = [formulas.letter("rated", n) for n in range(len(cells.places.level_rows) + 3)]
    for at, expected in enumerate(results):
        row = formulas.first_row + at
        shown = [near(cells.get("cohortSummary", f"{letter}{row}")) for letter in letters]
        assert shown == expected.trainee("named")
    for at, row in enumerate(rubric.rows):
        statuses = [each.result.statuses[at].value for each in results]
        shown = [cells.get("cohort", f"{cells.places.cohort_after(n)}{COHORT_HEADER_ROW + 1 + at}") for n in (0, 1)]
        assert shown == [statuses.count("met") + statuses.count("not yet"), statuses.count("met")], row.ref


def rubrics() -> list[Rubric]:
    """Each kind in both languages: the sample, and small ones with gaps, weights and an empty level."""
    small = with_criteria(made_up(4, 2, 0, 3, text="Do {n} {m}."), *THREADS, loose=1)
    weights: dict[str, int | float] = {"s0-0": 2.5, "Records": 0.5}
    across: dict[str, int | float] = {"Records": 2.5}
    sample = with_criteria(bakers(), *THREADS)
    found = []
    for kind in RubricKind:
        weighed = {} if kind is RubricKind.HOLISTIC else across if kind.is_across_levels else weights
        target = {"target": "k0"} if kind is RubricKind.SINGLE_POINT else {}
        found.append(make_rubric(sample, kind, Options(cohort=3)))
        found.append(make_rubric(small, kind, Options(language="es", cohort=3, weights=weighed, **target)))
    return found


def test_what_a_trainer_types_becomes_the_result_that_the_docs_promise(tmp_path: Path) -> None:
    cases = []
    for at, rubric in enumerate(rubrics()):
        ratings = draw(rubric, at)
        group = [ratings, draw(rubric, at + 3), {}]
        wrong = dict(zip([row.id for row in rubric.rows[1:]], WRONG[: len(rubric.rows) // 3], strict=False))
        path = write(rubric, tmp_path, f"r{at}.xlsx")
        made = job(rubric, path, {key: code.lower() for key, code in (ratings | wrong).items()}, [])
        made["typed"] += job(rubric, path, {}, [marked(rubric, each) for each in group])["typed"]
        cases.append((rubric, ratings, wrong, group, made))
    # Into a locked cell last: once a second refusal ended LibreOffice.
    status = Places(cases[-1][0])
    locked = [status.sheets["score"], f"{status.letters['status']}8", "Met"]
    cases[-1][-1]["refused"].append(locked)
    shown = office([each[-1] for each in cases], tmp_path, "en-US")
    for (rubric, ratings, wrong, group, _), found in zip(cases, shown, strict=True):
        cells = Typed(rubric, found["sheets"])
        said: dict[str, Value] = {key: wrong.get(key, code) for key, code in ratings.items()}
        assert_individual(cells, Expected(rubric, said | wrong))
        agree(rubric, {key: code for key, code in ratings.items() if key not in wrong})
        assert_cohort(cells, rubric, group)
        assert None not in [value for rows in found["sheets"].values() for row in rows for value in row]
    before, after = shown[-1]["refused"][0]
    assert before == after != "Met"


@pytest.mark.parametrize("locale", ["de-DE", "es-ES"])
def test_decimal_commas_are_typed_where_they_are_written(locale: str, tmp_path: Path) -> None:
    rubric = make_rubric(made_up(3, 2), options=Options(scale=HALVES, met_rating=2.5, cohort=2, weights={"s0-0": 0.5}))
    ratings = {"s0-0": "2.5", "s0-1": "1.25", "s0-2": "2.5", "s1-0": "0", "s1-1": "NA"}
    comma = {key: code.replace(".", ",") for key, code in ratings.items()}
    (found,) = office([job(rubric, write(rubric, tmp_path), comma, [comma])], tmp_path, locale)
    cells = Typed(rubric, found["sheets"])
    score = cells.places.letters["rating"]
    assert [cells.get("score", f"{score}{row}") for row in (8, 9)] == [2.5, 1.25]
    assert_individual(cells, Expected(rubric, dict(ratings)))
    assert_cohort(cells, rubric, [ratings])
    assert (cells.get("summary", "B5"), cells.get("summary", "B6")) == (rubric.levels[0], near(5.0 / 8.75))
