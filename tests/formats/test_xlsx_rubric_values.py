"""The values beside the formulas, as other programs read them, in rubrics of frameworks that lexcurric has not seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from lexcurric.core.export import content_from_export
from lexcurric.core.json_text import read_json_text
from lexcurric.core.model import Snapshot
from lexcurric.core.rubric import Options, Paper, Rubric, RubricKind, Theme, make_rubric
from lexcurric.formats.rubric import write_rubric
from tests.formats.engine import Engine, Expected, Saved, assert_individual, assert_values
from tests.formats.rubrics import DATA, SCALE, THREADS, with_criteria
from tests.formats.test_xlsx_rubric_office import recalculated

LABELS = ("Not yet", "NA", "=1+1", ">3", "a*", "5", "Yes", "0.5", "Level 3")
"""Labels that are ratings, words of the workbook, formulas, conditions and numbers."""
OPTIONS: list[dict[str, Any]] = [
    {"language": "es", "cohort": 2, "paper": Paper.LETTER},
    {"trainees": ("Ana", "=Bo", "0"), "theme": Theme(name="grey"), "share_required": 0.55},
    {"target": "k0", "trainee": "'Zoë", "cohort": 1, "share_required": 1},
]
COUNTS = (1, 3, 5, 7, 9)
"""How many levels."""


def variant(count: int) -> Snapshot:
    """The sample's statements dealt out to other levels; with five or more, the second stays empty."""
    node, _ = read_json_text(DATA.read_text())
    value: Any = node.plain()
    found = [each for level in value["framework"]["levels"].values() for each in level["statements"]]
    filled = [at for at in range(count) if count < 5 or at != 1]
    levels = {f"k{at}": {"label": LABELS[at], "statements": []} for at in range(count)}
    for at, each in enumerate(found):
        levels[f"k{filled[at % len(filled)]}"]["statements"].append(each)
    value["framework"]["levels"] = levels
    content = content_from_export(value)
    return with_criteria(Snapshot(content=content, ref="x", version="v.26.05"), *THREADS, loose=1)


def rubrics(count: int) -> list[Rubric]:
    snapshot = variant(count)
    found = []
    for at, kind in enumerate(RubricKind):
        options = OPTIONS[(at + count) % len(OPTIONS)]
        if kind is RubricKind.CHECKLIST:
            options = options | {"scale": SCALE, "met_rating": 2}
        if kind is not RubricKind.HOLISTIC:
            options = options | {"weights": {"Records": 1.5}}
        found.append(make_rubric(snapshot, kind, Options(**options)))
    return found


Written = list[tuple[Rubric, Path]]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("values")
    listed = [(rubric, folder / f"{count}-{rubric.kind.value}.xlsx") for count in COUNTS for rubric in rubrics(count)]
    for rubric, path in listed:
        write_rubric(rubric, path)
    return listed


def test_the_values_are_those_that_engines_calculate(written: Written, tmp_path: Path) -> None:
    out = recalculated([path for _, path in written], tmp_path)
    for rubric, path in written:
        assert_values(Engine(rubric, tmp_path / path.name), path)
        for book in (path, out / path.name):
            assert_individual(Saved(rubric, book), Expected(rubric, {}))


def test_every_program_reads_the_same_values(written: Written) -> None:
    for _, path in written:
        book: Any = load_workbook(path, data_only=True)
        frames = pd.read_excel(
            path, sheet_name=None, header=None, keep_default_na=False, na_values=[], engine="calamine"
        )
        # Of the hidden sheet nothing is calculated.
        for title in book.sheetnames[:-1]:
            shown = {(c.row, c.column): _plain(c.value) for row in book[title] for c in row if _plain(c.value) != ""}
            assert _cells(frames[title].values.tolist()) == shown, (path.name, title)


def _cells(rows: list[list[Any]]) -> dict[tuple[int, int], Any]:
    cells = {(r, c): _plain(each) for r, row in enumerate(rows, start=1) for c, each in enumerate(row, start=1)}
    return {place: each for place, each in cells.items() if each != ""}


def _plain(value: Any) -> Any:
    return "" if value is None else float(value) if isinstance(value, int | float) else value
