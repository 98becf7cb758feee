"""The values beside the formulas, as other programs read them, in rubrics of frameworks that lexcurric has not seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from lexcurric.core.export import content_from_export
from lexcurric.core.json_text import read_json_text
from lexcurric.core.model import Snapshot
from lexcurric.core.rubric import Options, Paper, Rubric, RubricKind, Theme, make_rubric
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


@pytest.mark.parametrize("count", [1, 3, 5, 7, 9])
def test_every_program_reads_the_same_values(count: int, tmp_path: Path) -> None:
    files = []
    for rubric in rubrics(count):
        path = tmp_path / f"{rubric.kind.value}.xlsx"
        engine = Engine(rubric, path)
        assert_values(engine, path)
        assert_individual(Saved(rubric, path), Expected(rubric, {}))
        files.append(path)
    out = recalculated(files, tmp_path)
    for rubric, path in zip(rubrics(count), files, strict=True):
        assert_individual(Saved(rubric, out / path.name), Expected(rubric, {}))
        book: Any = load_workbook(path, data_only=True)
        frames = pd.read_excel(
            path, sheet_name=None, header=None, keep_default_na=False, na_values=[], engine="calamine"
        )
        # Of the hidden sheet nothing is calculated.
        for title in book.sheetnames[:-1]:
            shown = {(c.row, c.column): _plain(c.value) for row in book[title] for c in row if _plain(c.value) != ""}
            rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(title).to_python(skip_empty_area=False)
            assert _cells(rows) == shown, (path.name, title)
            assert _cells(frames[title].values.tolist()) == shown, (path.name, title)


def _cells(rows: list[list[Any]]) -> dict[tuple[int, int], Any]:
    cells = {(r, c): _plain(each) for r, row in enumerate(rows, start=1) for c, each in enumerate(row, start=1)}
    return {place: each for place, each in cells.items() if each != ""}


def _plain(value: Any) -> Any:
    return "" if value is None else float(value) if isinstance(value, int | float) else value
