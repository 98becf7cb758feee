"""How a rubric workbook looks, as far as its file says: contrast, names in charts, alternative texts, head and foot."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.chart import BarChart, RadarChart

from lexcurric.core.model import replace
from lexcurric.core.rubric import THEMES, Options, Paper, Rubric, RubricKind, Theme, make_rubric
from lexcurric.formats.rubric.score import MOST_FULL, PLAN_WIDTH, full_texts
from lexcurric.workbook.fit import row_height, text_width
from lexcurric.workbook.looks import contrast
from tests.formats.rubrics import bakers, made_up, write
from tests.pages.cases import in_levels, with_criteria

DARK = Theme(header="FFE08A", level_low="404040", level_high="101010", input="7A7A7A", accent="FFFFFF")
THEMED = {name: Theme(name=name) for name in THEMES} | {"dark levels": DARK}


def opened(rubric: Rubric, folder: Path) -> Any:
    return load_workbook(write(rubric, folder))


def charts(book: Any) -> list[Any]:
    return [chart for sheet in book for chart in sheet._charts]


@pytest.mark.parametrize("theme", THEMED)
@pytest.mark.parametrize("kind", RubricKind)
def test_every_text_can_be_read_on_its_ground(kind: RubricKind, theme: str, tmp_path: Path) -> None:
    book = opened(make_rubric(with_criteria(bakers()), kind, Options(theme=THEMED[theme])), tmp_path)
    pairs = {
        (cell.font.color.rgb[2:], cell.fill.fgColor.rgb[2:] if cell.fill.fill_type else "FFFFFF")
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.has_style
    }
    assert len(pairs) > 5
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("kind", RubricKind)
def test_every_chart_and_picture_says_what_it_shows(kind: RubricKind, tmp_path: Path) -> None:
    path = write(make_rubric(with_criteria(bakers()), kind), tmp_path)
    with zipfile.ZipFile(path) as archive:
        drawings = [archive.read(name) for name in archive.namelist() if re.match(r"xl/drawings/drawing\d+\.xml", name)]
    said = [each for data in drawings for each in etree.fromstring(data).iter("{*}cNvPr")]
    assert said
    assert all(each.get("title") and len(each.get("descr", "")) > 20 for each in said)


def test_long_names_are_cut_beside_bars_and_stay_whole_in_the_table(tmp_path: Path) -> None:
    book = opened(make_rubric(made_up(3, 2, 5, 1, 1, 4)), tmp_path)
    summary = book["Summary"]
    names = [str(chart.series[0].cat.strRef.f) for chart in charts(book)]
    assert names[0] == "'Summary'!$M$14:$M$19"
    assert summary.column_dimensions["M"].hidden
    shown = [summary[f"M{row}"].value for row in range(14, 20)]
    assert [len(text) <= 28 for text in shown] == [True] * 6
    assert shown[-1].endswith("…")
    assert summary["A19"].value == made_up(3, 2, 5, 1, 1, 4).content.levels[-1].label


def test_short_names_are_those_of_the_table(tmp_path: Path) -> None:
    book = opened(make_rubric(bakers()), tmp_path)
    assert str(charts(book)[0].series[0].cat.strRef.f) == "'Summary'!$A$14:$A$17"


def test_a_radar_is_for_few_and_short_names(tmp_path: Path) -> None:
    def kinds(labels: tuple[str, ...]) -> list[type]:
        snapshot = with_criteria(bakers())
        criteria = tuple(
            replace(each, label=labels[at % len(labels)] + str(at)) for at, each in enumerate(snapshot.content.criteria)
        )
        snapshot = replace(snapshot, content=replace(snapshot.content, criteria=criteria))
        return [type(chart) for chart in opened(make_rubric(snapshot), tmp_path)["Summary"]._charts]

    assert RadarChart in kinds(("Dough", "Oven"))
    assert kinds(("Hygiene and food safety", "Oven")) == [BarChart] * 3


def test_the_action_plan_has_in_full_what_fits_and_refs_of_the_rest() -> None:
    rubric = make_rubric(with_criteria(bakers()), RubricKind.ANALYTIC)
    for row in rubric.rows:
        for text, cell in zip(full_texts(rubric, row), row.cells, strict=True):
            assert all(entry.ref in text for entry in cell)
            assert row_height([(text, PLAN_WIDTH)]) <= MOST_FULL
            if len(cell) == 1:
                assert text.endswith(cell[0].text)
    texts = [text for row in rubric.rows for text in full_texts(rubric, row)]
    assert any("\n… " in text for text in texts)


@pytest.mark.parametrize("paper", Paper)
def test_head_and_foot_leave_room_between_left_and_right(paper: Paper, tmp_path: Path) -> None:
    book = opened(make_rubric(made_up(2, 2), options=Options(paper=paper)), tmp_path)
    for sheet in book.worksheets[:-1]:
        setup = sheet.page_setup
        wide, high = (595, 842) if paper is Paper.A4 else (612, 792)
        room = (high if setup.orientation == "landscape" else wide) - 58
        for line in (sheet.oddHeader, sheet.oddFooter):
            left, right = (side.text.rpartition("5F6B76")[2].replace("&&", "&") for side in (line.left, line.right))
            assert left.endswith("…")
            assert text_width(left, 8) + text_width(right.replace("&P", "1").replace("&N", "10"), 8) + 12 < room


def test_columns_follow_long_level_names(tmp_path: Path) -> None:
    long = opened(
        make_rubric(
            in_levels(("Works under close supervision", "Works alone in routine situations, and helps others"))
        ),
        tmp_path,
    )
    short = opened(make_rubric(in_levels(("Low", "High"))), tmp_path)
    assert long["Score"].column_dimensions["B"].width > short["Score"].column_dimensions["B"].width
