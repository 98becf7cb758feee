"""The rubric workbook in LibreOffice: ratings in real cells, calculated there, against the scores in Python."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from lexcurric.core.rubric import Rubric
from lexcurric.formats.rubric.cohort_formulas import CohortFormulas
from lexcurric.formats.rubric.places import COHORT_HEADER_ROW, NAMES_ROW, Places
from lexcurric.formats.rubric.start import as_typed
from tests.formats.engine import Expected, Saved, Value, assert_individual
from tests.formats.filling import filled
from tests.formats.rubrics import SAMPLES, write

ALWAYS = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
    "<value>0</value></prop></item></oor:items>"
)
"""A profile in which LibreOffice calculates every formula anew when it opens a file."""
NAMES = [
    *("bakers", "six levels", "weights", "a scale of its own", "Spanish, four criteria, weights"),
    *("analytic", "analytic with gaps", "analytic, tall", "single-point", "holistic", "holistic, odd levels"),
]


def recalculated(files: list[Path], folder: Path) -> Path:
    """The files as LibreOffice calculates and saves them, in one call; skips where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("soffice (LibreOffice) is not installed, so nothing is recalculated here")
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(ALWAYS)
    command = [program, f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), *map(str, files)], check=True, capture_output=True, timeout=300
    )
    return folder / "out"


def draw(rubric: Rubric, seed: int, what: str = "code") -> dict[str, Value]:
    rng, found = random.Random(seed), {}
    for row in rubric.rows:
        fitting = [rating for rating in rubric.scale if rating.points is None or rating.points <= row.top]
        best = fitting[:2] if seed % 2 else fitting
        found[row.id] = None if rng.random() < 0.1 * seed else as_typed(getattr(rng.choice(best), what))
    return found


def fill(rubric: Rubric, path: Path, folder: Path, seed: int) -> tuple[Path, dict[str, Value], list[dict[str, Value]]]:
    places = Places(rubric)
    own = draw(rubric, seed)
    letter = places.letters["rating"]
    score = {f"{letter}{line.row}": own[rubric.rows[line.at].id] for line in places.first_lines}
    group = [draw(rubric, seed + n, "mark") for n in range(min(places.cohort_size, 3))]
    cohort: dict[str, Value] = {f"{places.cohort_letter(0)}{NAMES_ROW}": "Ana"}
    for at, ratings in enumerate(group):
        for row, line in enumerate(rubric.rows, start=COHORT_HEADER_ROW + 1):
            cohort[f"{places.cohort_letter(at)}{row}"] = ratings[line.id]
    target = folder / f"{path.stem}-{seed}.xlsx"
    filled(path, target, {places.sheets["score"]: score, places.sheets["cohort"]: cohort})
    return target, own, group


def test_libreoffice_calculates_what_the_scores_in_python_say(tmp_path: Path) -> None:
    cases = []
    for number, name in enumerate(NAMES):
        rubric = SAMPLES[name]()
        path = write(rubric, tmp_path, f"r{number}.xlsx")
        cases.append((rubric, *fill(rubric, path, tmp_path, seed=1 + number % 2)))
    out = recalculated([path for _, path, _, _ in cases], tmp_path)
    for rubric, path, own, group in cases:
        cells = Saved(rubric, out / path.name)
        assert_individual(cells, Expected(rubric, own))
        formulas, places = CohortFormulas(cells.places), cells.places
        for at, ratings in enumerate(group):
            codes = {
                row.id: next((each.code for each in rubric.scale if str(each.mark) == str(ratings[row.id])), None)
                for row in rubric.rows
            }
            wanted = Expected(rubric, codes).trainee("Ana" if at == 0 else "")
            row = formulas.first_row + at
            columns = [formulas.letter("rated", n) for n in range(len(places.level_rows) + 3)]
            assert [cells.get("cohortSummary", f"{column}{row}") for column in columns] == wanted, (path.name, at)
        errors = [
            cell.coordinate
            for sheet in cells.book
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "e"
        ]
        assert errors == []


def test_a_trip_through_libreoffice_keeps_guards_names_and_choices(tmp_path: Path) -> None:
    kinds = ("bakers", "analytic", "single-point", "holistic")
    paths = [write(SAMPLES[kind](), tmp_path, f"{kind}.xlsx") for kind in kinds]
    out = recalculated(paths, tmp_path)
    for path in paths:
        before, after = load_workbook(path), load_workbook(out / path.name)
        assert after.sheetnames == before.sheetnames
        assert set(before.defined_names) <= set(after.defined_names)
        for sheet in before:
            came = after[sheet.title]
            assert came.protection.sheet
            for row in sheet.iter_rows():
                for cell in row:
                    assert came[cell.coordinate].protection.locked == cell.protection.locked
            kinds = [sorted(rule.type for rule in each.data_validations.dataValidation) for each in (sheet, came)]
            assert set(kinds[0]) == set(kinds[1])
