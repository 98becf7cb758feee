"""The writer of workbooks: what each call puts into the file, as other programs read it, and what it refuses."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile
import zlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import ironcalc
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from lexcurric.core.errors import FileError
from lexcurric.core.rubric import Paper, Theme
from lexcurric.core.sheet_cells import cell_text
from lexcurric.core.words import Mark
from lexcurric.workbook import looks, page, styles
from lexcurric.workbook.book import MOST_TEXT, Book
from lexcurric.workbook.chart import Bars, Radar, Series
from lexcurric.workbook.looks import Look, look_of
from lexcurric.workbook.read import read_grids
from lexcurric.workbook.sheet import Format, Sheet, Validation
from tests.formats.office import through_libreoffice

TIME = "2026-05-15T09:00:00.000Z"
CHART = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress((b"\0" + b"\x30\x60\x90" * width) * height))
    return b"\x89PNG\r\n\x1a\n" + head + rows + chunk(b"IEND", b"")


def filled(path: Path, look: Look | None = None) -> Book:
    """A book that uses everything that there is."""
    book = Book(path, look)
    sheet = book.sheet("Start", [20, 30, 10, 0, 5])
    book.put(sheet, "A1", "=Title\r\n_x000D_ & <x>\x01", styles.TITLE, size=14)
    book.put(sheet, "B1", " spaced ", styles.IN_TURNED)
    book.put(sheet, "C1", 3.5, styles.CELL_AVERAGE, fill=styles.level_fill(1, 3, book.look))
    book.put(sheet, "A2", True, styles.CELL)
    book.put(sheet, "B2", date(2026, 5, 15), styles.IN_DATE)
    book.put(sheet, "C2", datetime(2026, 5, 15, 12, tzinfo=UTC), styles.IN_DATE)
    book.put(sheet, "A3", None, styles.IN)
    book.put(sheet, "B3", "", styles.IN_SHARE)
    went = ((Mark.EQUAL, "a "), (Mark.DELETE, "old"), (Mark.INSERT, "new"), (Mark.EQUAL, " d\nz"))
    book.put_marked(sheet, "A4", went, styles.TOP)
    book.formula(sheet, "B4", '=IF(A2,"<yes>","no")', "<yes>", styles.CELL)
    book.formula(sheet, "C4", "=1<2", True, styles.CELL, fill="FFEECC", size=12)
    book.formula(sheet, "E4", "=1/4", 0.25, styles.CELL_SHARE)
    book.link(sheet, "A5", "Go", "'Action plan'!A1")
    sheet.hide("D", "K")
    sheet.add(Validation("A3", "list", formula1="Groups", prompt_title="t" * 50, prompt="p" * 300, error="one\nline"))
    sheet.add(Validation("B3 B5:B7", "date", formula1="36526", formula2="73415"))
    sheet.add(Validation("C3", "textLength", "lessThanOrEqual", "2000"))
    book.picture(sheet, png(40, 20), "E1", (40, 20), "The logo")
    plan(book)
    book.sheet("_facts", very_hidden=True, right_to_left=True)
    book.name("Groups", "'Action plan'!$A$2:$A$4")
    book.property("lexcurric.kind", "test & more")
    book.describe("T", subject="s", keywords="k", category="c", description="d" * 300)
    return book


def plan(book: Book) -> Sheet:
    sheet = book.sheet("Action plan", [20] * 6)
    for row, cells in enumerate((("Group", "Share", "Other\nline"), ("a", 0.2, 1), ("b", 0.5, 2), ("c&d", 0.9, 3)), 1):
        for letter, value in zip("ABC", cells, strict=True):
            book.put(sheet, f"{letter}{row}", value, styles.CELL)  # type: ignore[arg-type]
    book.table(sheet, "Plan", "A1:C4", "What to do", filters=True)
    sheet.freeze, sheet.title_rows = "B2", (1, 1)
    page.set_page(sheet, "A1:F40", landscape=True, paper=Paper.LETTER)
    page.protect(sheet, filters=True)
    page.break_pages(sheet, [10, 20])
    sheet.height(2, 30.5)
    sheet.height(3, 500)
    two = (Series("Me", "B2:B4"), Series("All\x01 & ours", "'Action plan'!$C$2:$C$4"))
    bars = Bars("'Action plan'!$A$2:$A$4", (Series("", "B2:B4"),), "A6:F20", percent=True, labels=True)
    book.chart(sheet, bars, "Bars", "The share of each group")
    book.chart(sheet, Radar("A2:A4", two, "A22:C38", 4, 1), "Radar", "Each group's numbers")
    book.chart(sheet, Bars("A2:A4", two, "D22:F38", columns=True, stacked=True), "Columns", "The same")
    book.picture(sheet, png(40, 20), "E1", (80, 40), "The logo again")
    styles.colour_status(sheet, "A2:A4", {'Cumple "x"': "Met"})
    styles.colour_when(sheet, "A2:C4", "=$B2>1", "Check")
    sheet.add(Format("B2:B4", "cellIs", "0", "lessThan", ground="FFD6D6"))
    return sheet


def written(tmp_path: Path, look: Look | None = None) -> Path:
    book = filled(tmp_path / "book.xlsx", look)
    book.write(TIME)
    return book.path


def part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


@pytest.mark.parametrize("look", [None, look_of(Theme(name="plum", header="FFD54F"))])
def test_a_book_with_everything_is_as_the_schemas_say(look: Look | None, tmp_path: Path) -> None:
    path = written(tmp_path, look)
    assert [str(error) for error in OpenXmlValidator(security_validation=True).validate(path).errors] == []
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert len([name for name in archive.namelist() if name.startswith("xl/media/")]) == 1


def test_cells_hold_what_was_put(tmp_path: Path) -> None:
    path = written(tmp_path)
    sheet: Any = load_workbook(path)["Start"]
    kept: Any = load_workbook(path, data_only=True)["Start"]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=Title\n_x000D_ & <x> ", "s")
    assert [sheet[place].value for place in ("B1", "C1", "A2", "A3", "B3")] == [" spaced ", 3.5, True, None, None]
    assert (sheet["B2"].value, sheet["C2"].value) == (datetime(2026, 5, 15), datetime(2026, 5, 15, 12))  # noqa: DTZ001
    assert sheet["A4"].value == "a old new d\nz"
    assert [sheet[place].value for place in ("B4", "C4", "E4")] == ['=IF(A2,"<yes>","no")', "=1<2", "=1/4"]
    assert [kept[place].value for place in ("B4", "C4", "E4")] == ["<yes>", True, 0.25]
    assert (sheet["A5"].value, sheet["A5"].hyperlink.location) == ("Go", "'Action plan'!A1")


def test_cells_look_as_their_styles_and_changes_say(tmp_path: Path) -> None:
    sheet: Any = load_workbook(written(tmp_path, Look(header="4A1F4F")))["Start"]
    assert (sheet["A1"].style, sheet["A1"].font.sz, sheet["A1"].font.color.rgb) == ("Heading 1", 14, "FF4A1F4F")
    assert (sheet["C1"].fill.fgColor.rgb, sheet["C1"].number_format) == ("FFC2DAF0", "0.0")
    assert (sheet["C4"].style, sheet["C4"].fill.fgColor.rgb, sheet["C4"].font.sz) == ("lx_cell", "FFFFEECC", 12)
    assert (sheet["B1"].alignment.textRotation, sheet["B1"].protection.locked) == (90, False)
    assert (sheet["B2"].number_format, sheet["A2"].protection.locked) == ("yyyy-mm-dd", True)
    runs = load_workbook(written(tmp_path), rich_text=True)["Start"]["A4"].value
    assert [(run.text, bool(run.font.strike), run.font.u) for run in runs] == [
        *(("a ", False, None), ("old", True, None), (" ", False, None), ("new", False, "single")),
        (" d\nz", False, None),
    ]


def test_what_is_said_about_sheets_stands_in_them(tmp_path: Path) -> None:
    book: Any = load_workbook(written(tmp_path))
    start, sheet = book["Start"], book["Action plan"]
    assert [each.sheet_state for each in book] == ["visible", "visible", "veryHidden"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_area) == (
        *("B2", "$1:$1", "'Action plan'!$A$1:$F$40"),
    )
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        *(1, "landscape", 0),
    )
    assert [brk.id for brk in sheet.row_breaks.brk] == [10, 20]
    assert (sheet.row_dimensions[2].height, sheet.row_dimensions[3].height) == (30.5, 409)
    assert (sheet.protection.sheet, sheet.protection.sort, sheet.protection.autoFilter) == (True, False, False)
    assert [start.column_dimensions[letter].hidden for letter in "CDK"] == [False, True, True]
    assert start.column_dimensions["K"].width == pytest.approx(12.7143, abs=1e-3)
    table = sheet.tables["Plan"]
    assert (table.ref, table.autoFilter.ref, table.comment) == ("A1:C4", "A1:C4", "What to do")
    assert [column.name for column in table.tableColumns] == ["Group", "Share", "Other\nline"]
    assert b'name="Other_x000a_line"' in part(tmp_path / "book.xlsx", "xl/tables/table1.xml")
    assert book["_facts"].sheet_view.rightToLeft
    assert book.defined_names["Groups"].attr_text == "'Action plan'!$A$2:$A$4"
    assert (book.security.lockStructure, book.calculation.fullCalcOnLoad) == (True, True)
    assert {each.name: each.value for each in book.custom_doc_props.props} == {"lexcurric.kind": "test & more"}
    said = book.properties
    assert (said.title, said.subject, said.keywords, said.category, said.language) == ("T", "s", "k", "c", "en")
    assert len(said.description) == 255


def test_validations_keep_to_what_excel_takes(tmp_path: Path) -> None:
    sheet: Any = load_workbook(written(tmp_path))["Start"]
    choice, day, length = sheet.data_validations.dataValidation
    assert (choice.type, choice.formula1, str(choice.sqref), choice.error) == ("list", "Groups", "A3", "one line")
    assert (choice.promptTitle, choice.prompt) == ("t" * 31 + "…", "p" * 254 + "…")
    assert (day.type, day.formula1, day.formula2, str(day.sqref)) == ("date", "36526", "73415", "B3 B5:B7")
    assert (length.operator, length.formula1, length.allowBlank) == ("lessThanOrEqual", "2000", True)
    book = Book(tmp_path / "long.xlsx")
    book.sheet("A").add(Validation("A1", "list", formula1='"' + "a," * 200 + '"'))
    with pytest.raises(ValueError, match="at most 255 characters"):
        book.write(TIME)


def test_conditional_formats_have_their_colours_and_order(tmp_path: Path) -> None:
    sheet: Any = load_workbook(written(tmp_path))["Action plan"]
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    assert [(rule.type, rule.operator, rule.formula, rule.priority) for rule in rules] == [
        ("cellIs", "equal", ['"Cumple ""x"""'], 1),
        ("expression", None, ["$B2>1"], 2),
        ("cellIs", "lessThan", ["0"], 3),
    ]
    assert [rule.dxf.fill.bgColor.rgb for rule in rules] == ["FFD5EBD8", "FFFFD6D6", "FFFFD6D6"]
    assert [rule.dxf.font.color.rgb if rule.dxf.font else None for rule in rules] == ["FF0B4F1D", "FF8B0000", None]


def test_charts_carry_the_values_that_they_show(tmp_path: Path) -> None:
    path = written(tmp_path)

    def found(number: int, query: str) -> list[str]:
        return [
            str(each)
            for each in etree.fromstring(part(path, f"xl/charts/chart{number}.xml")).xpath(query, namespaces=CHART)
        ]

    assert found(1, "//c:cat//c:f/text()") == ["'Action plan'!$A$2:$A$4"]
    assert found(1, "//c:cat//c:v/text()") == ["a", "b", "c&d"]
    assert found(1, "//c:val//c:v/text()") == ["0.2", "0.5", "0.9"]
    assert found(1, "//c:max/@val | //c:majorUnit/@val | //c:barDir/@val") == ["bar", "1", "0.25"]
    assert found(1, "//c:legend") == []
    assert found(2, "//c:tx/c:v/text()") == ["Me", "All  & ours"]
    assert found(2, "//c:symbol/@val") == ["circle", "square"]
    assert found(2, "//c:val//c:f/text()") == ["'Action plan'!$B$2:$B$4", "'Action plan'!$C$2:$C$4"]
    assert found(2, "//c:val[1]//c:v/text()") == ["0.2", "0.5", "0.9", "1", "2", "3"]
    assert found(3, "//c:barDir/@val | //c:grouping/@val | //c:overlap/@val") == ["col", "stacked", "100"]
    drawing = part(path, "xl/drawings/drawing2.xml").decode()
    assert 'descr="The share of each group" title="Bars"' in drawing
    assert 'descr="The logo again"' in drawing
    assert '<xdr:ext cx="762000" cy="381000"/>' in drawing


def test_a_chart_of_a_sheet_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    book = Book(tmp_path / "book.xlsx")
    book.chart(book.sheet("A"), Bars("B!A1:A2", (Series("", "A!A1:A2"),)), "t", "d")
    with pytest.raises(KeyError):
        book.write(TIME)
    assert list(tmp_path.iterdir()) == []


def test_other_programs_calculate_and_save_it(tmp_path: Path) -> None:
    path = written(tmp_path)
    model: Any = ironcalc.load_from_xlsx(str(path), "en", "UTC")
    model.evaluate()
    assert [model.get_cell_value(0, 4, column) for column in (2, 3, 5)] == ["<yes>", True, 0.25]
    assert model.get_cell_value(0, 1, 1) == "=Title\n_x000D_ & <x> "
    saved: Any = load_workbook(through_libreoffice(path), data_only=True)
    assert [saved["Start"][place].value for place in ("B4", "C4", "E4", "B1")] == ["<yes>", True, 0.25, " spaced "]
    assert len(saved["Action plan"]._charts) == 3


def test_rows_may_grow_and_empty_cells_have_no_type(tmp_path: Path) -> None:
    xml = part(written(tmp_path), "xl/worksheets/sheet1.xml")
    assert b"customHeight" not in xml
    empty = [cell for cell in etree.fromstring(xml).iter("{*}c") if len(cell) == 0]
    assert [cell.get("r") for cell in empty] == ["A3", "B3"]
    assert all(set(cell.attrib) == {"r", "s"} for cell in empty)


def test_the_same_calls_give_the_same_bytes_and_the_time_is_the_one_stated(tmp_path: Path) -> None:
    first = written(tmp_path).read_bytes()
    (tmp_path / "other").mkdir()
    assert written(tmp_path / "other").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
    assert part(tmp_path / "book.xlsx", "docProps/core.xml").count(b"2026-05-15T09:00:00Z") == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
@example("_x005F_")
@example("_x005F_x000D_")
@example("_x0041_x0042_")
@example("=1+1")
@example(" \u00a0\t\n ")
def test_any_text_goes_out_and_comes_back_as_a_cell_can_hold_it(tmp_path: Path, text: str) -> None:
    book = Book(tmp_path / "any.xlsx")
    sheet = book.sheet("A")
    book.put(sheet, "A1", text, styles.CELL)
    book.put(sheet, "B1", "end", styles.CELL)
    book.put_marked(sheet, "A2", ((Mark.EQUAL, text), (Mark.INSERT, "!")), styles.CELL)
    book.write(TIME)
    rows = read_grids(book.path)[0].rows
    assert (rows[0][0].text, rows[1][0].text) == (cell_text(text), cell_text(text) + "!")
    assert [str(error) for error in OpenXmlValidator().validate(book.path).errors] == []


def test_a_text_too_long_is_said_with_its_place_and_nothing_is_written(tmp_path: Path) -> None:
    book = Book(tmp_path / "long.xlsx")
    sheet = book.sheet("My plan")
    book.put(sheet, "A1", "a" * MOST_TEXT, styles.CELL)
    book.put(sheet, "A2", "b" * (MOST_TEXT + 1), styles.CELL)
    book.put_marked(sheet, "A3", ((Mark.EQUAL, "c" * MOST_TEXT), (Mark.INSERT, "d")), styles.CELL)
    book.formula(sheet, "A4", "=A1", "_x0041_" * 3000, styles.CELL)
    with pytest.raises(FileError) as raised:
        book.write(TIME)
    assert [problem.where for problem in raised.value.problems] == ["My plan!A2", "My plan!A3", "My plan!A4"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("title", ["", "a" * 32, "History", "a/b", "a:b", "[a]", "'a", "a'", "what?", "a\nb", "sTART"])
def test_titles_that_excel_does_not_take_are_refused(title: str, tmp_path: Path) -> None:
    book = Book(tmp_path / "book.xlsx")
    book.sheet("Start")
    with pytest.raises(ValueError, match="sheet"):
        book.sheet(title)


@pytest.mark.parametrize("heads", [("a", "A"), ("a", 1), ("a", None)])
def test_a_table_needs_a_text_of_its_own_in_each_head(heads: tuple[Any, Any], tmp_path: Path) -> None:
    book = Book(tmp_path / "book.xlsx")
    sheet = book.sheet("A")
    for letter, head in zip("AB", heads, strict=True):
        book.put(sheet, f"{letter}1", head, styles.HEAD)
    with pytest.raises(ValueError, match="a header with a text of its own"):
        book.table(sheet, "T", "A1:B2", "about")


def test_a_head_too_long_for_a_table_is_said_with_its_place(tmp_path: Path) -> None:
    book = Book(tmp_path / "book.xlsx")
    sheet = book.sheet("A")
    for letter, head in zip("BC", ("a" * 255, "b" * 256), strict=True):
        book.put(sheet, f"{letter}3", head, styles.HEAD)
    book.table(sheet, "T", "B3:C4", "about")
    with pytest.raises(FileError, match=r"A!C3: the text is longer than the 255 characters"):
        book.write(TIME)


@pytest.mark.parametrize("name", ["", "A1", "abc12", "R1C1", "r", "a b", "1a", "a-b", "a" * 256, "TAKEN", "tab"])
def test_names_that_excel_does_not_take_are_refused(name: str, tmp_path: Path) -> None:
    book = Book(tmp_path / "book.xlsx")
    sheet = book.sheet("A")
    book.put(sheet, "A1", "head", styles.HEAD)
    book.table(sheet, "Tab", "A1:A2", "about")
    book.name("Taken", "A!$A$1")
    with pytest.raises(ValueError, match="a name is there once"):
        book.name(name, "A!$A$1")


def test_odd_values_are_refused(tmp_path: Path) -> None:
    book = Book(tmp_path / "book.xlsx")
    sheet = book.sheet("A")
    for value in (float("nan"), float("-inf"), date(1900, 1, 1)):
        with pytest.raises(ValueError, match=r"cannot hold|March 1900"):
            book.put(sheet, "A1", value, styles.CELL)
    for place in ("A0", "1A", "XFE1", "A1048577", "a1", ""):
        with pytest.raises(ValueError, match="expected a cell"):
            book.put(sheet, place, 1, styles.CELL)
    with pytest.raises(ValueError, match="at most 8,192"):
        book.formula(sheet, "A1", "=" + "1+" * 5000 + "1", 1, styles.CELL)
    with pytest.raises(FileError, match="PNG or JPEG"):
        book.picture(sheet, b"GIF89a", "A1", (1, 1), "")
    with pytest.raises(KeyError):
        book.put(sheet, "A1", 1, "no such style")


def test_what_is_put_twice_stands_once_and_the_last_holds(tmp_path: Path) -> None:
    book = Book(tmp_path / "book.xlsx")
    sheet = book.sheet("A")
    book.put(sheet, "B1", "first", styles.CELL)
    book.put(sheet, "A1", 1, styles.CELL)
    book.formula(sheet, "B1", "=A1", 1, styles.CELL)
    book.put(sheet, "B1", None, styles.CELL)
    assert (sheet.value("B1"), sheet.value("$A$1"), sheet.values("A1:B1")) == (None, 1, [1, None])
    book.write(TIME)
    xml = part(book.path, "xl/worksheets/sheet1.xml").decode()
    assert xml.count('r="B1"') == 1
    assert xml.index('r="A1"') < xml.index('r="B1"')


def test_page_rows_know_papers_and_ways() -> None:
    wide = page.page_rows(100, taken=32)
    assert page.page_rows(100, 32, Paper.LETTER) < page.page_rows(100, 32, Paper.LETTER, landscape=False)
    assert wide < page.page_rows(100, taken=32, landscape=False)


def test_memory_stays_flat_over_many_books(tmp_path: Path) -> None:
    def write(number: int) -> None:
        book = Book(tmp_path / "book.xlsx")
        sheet = book.sheet("A")
        for row in range(1, 200):
            book.put(sheet, f"A{row}", f"text {number} {row} " * 5, styles.CELL, fill=f"{number:06X}")
        book.write(TIME)

    for number in range(150):
        write(number)
    tracemalloc.start()
    try:
        write(1000)
        before = tracemalloc.get_traced_memory()[0]
        for number in range(1001, 1041):
            write(number)
        # Forty books hold 1.2 MB of text; what is kept of them is at most the styles of the last ones.
        assert tracemalloc.get_traced_memory()[0] - before < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_theme_of_ones_own_gives_readable_titles() -> None:
    look = look_of(Theme(name="grey", header="FFF176", accent="FFFDE7"))
    assert (look.title, look.on_header, look.bars[0]) == (looks.INK, looks.INK, looks.INK)
    assert look.level_high == "C8C8C8"
