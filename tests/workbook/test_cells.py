"""The fast reader of cells: against openpyxl, its two ways against each other, and what it must not believe."""

from __future__ import annotations

import collections
import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName

from lexcurric.core.errors import FileError
from lexcurric.core.rubric import make_rubric
from lexcurric.workbook import cells_quick
from lexcurric.workbook.cells import CellBook, Odd, Rows
from lexcurric.workbook.cells_quick import quick_rows, quick_strings
from lexcurric.workbook.cells_xml import SheetCells, Target, day_of, shared_strings
from tests.formats.rubrics import bakers, write
from tests.workbook.test_guard import ROOT, SHEET, XXE, with_parts

NAME = "Sheet"
NOON = datetime(2026, 5, 15, 12)  # noqa: DTZ001 - a cell knows no zone


def read(tmp_path: Path, **parts: str | bytes) -> CellBook:
    path = tmp_path / "book.xlsx"
    path.write_bytes(with_parts(**parts))
    return CellBook(path)


def cells(tmp_path: Path, xml: str, **parts: str | bytes) -> Rows:
    return read(tmp_path, **{SHEET: f"{ROOT}<sheetData>{xml}</sheetData></worksheet>"}, **parts).rows(NAME)


def test_what_openpyxl_writes_is_read_as_it_was_put(tmp_path: Path) -> None:
    book: Any = Workbook()
    sheet = book.active
    values = ["text", " spaced ", "a & b < c", "“é — 字”", 3, 2.5, -1e300, True, False, "_x000D_", "line\nbreak"]
    for row, value in enumerate(values, start=1):
        sheet.cell(row, 2).value = value
    sheet["A1"], sheet["A2"], sheet["A3"], sheet["A4"] = "=1+1", date(2026, 5, 15), NOON, "#N/A"
    book.defined_names["InTrainee"] = DefinedName("InTrainee", attr_text="'Sheet'!$B$3")
    book.save(tmp_path / "book.xlsx")
    found = CellBook(tmp_path / "book.xlsx")
    rows = found.rows(found.titles[0])
    assert [rows[row][2] for row in range(1, len(values) + 1)] == values
    assert [rows[row][1] for row in range(1, 5)] == [
        Odd("formula", ""),
        Odd("date", "2026-05-15"),
        Odd("date", "2026-05-15"),
        Odd("error", "#N/A"),
    ]
    assert found.names["InTrainee"] == Target("Sheet", 3, 2)
    assert found.rows("none") == {}


def test_every_sheet_of_a_rubric_is_read_as_openpyxl_reads_it(tmp_path: Path) -> None:
    path = write(make_rubric(bakers()), tmp_path)
    found, book = CellBook(path), load_workbook(path)
    assert list(found.titles) == book.sheetnames
    for sheet in book.worksheets:
        rows = found.rows(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                value = rows.get(cell.row, {}).get(cell.column)
                if cell.data_type == "f":
                    assert isinstance(value, Odd)
                    assert value.kind == "formula"
                else:
                    assert value == cell.value, cell.coordinate
    assert found.facts()["kind"] == "checklist"


def test_the_value_beside_a_formula_is_never_taken(tmp_path: Path) -> None:
    xml = '<row r="1"><c r="A1"><f>1+1</f><v>4</v></c><c r="B1" t="str"><f>"NA"</f><v>NA</v></c>'
    xml += '<c r="C1"><f t="shared" si="0"/><v>3</v></c></row>'
    assert cells(tmp_path, xml)[1] == dict.fromkeys((1, 2, 3), Odd("formula", ""))


SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>one</t></si>'
    '<si><r><t>t</t></r><r><rPr/><t xml:space="preserve">w o</t></r><rPh sb="0" eb="1"><t>sound</t></rPh></si></sst>'
)


def test_texts_are_shared_inline_or_in_runs_without_how_they_are_read_aloud(tmp_path: Path) -> None:
    xml = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    xml += (
        '<c r="C1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c></row>'
    )
    assert cells(tmp_path, xml, xl__sharedStrings_dot_xml=SHARED)[1] == {1: "one", 2: "tw o", 3: "inline"}


def test_cells_and_rows_without_a_place_follow_the_one_before(tmp_path: Path) -> None:
    found = cells(tmp_path, '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>')
    assert found == {1: {1: 1, 4: 2, 5: 3}, 2: {1: 4}}


def test_prefixes_comments_and_cdata_are_read_as_xml_means_them(tmp_path: Path) -> None:
    space = ROOT.partition('xmlns="')[2].partition('"')[0]
    xml = (
        f'<x:worksheet xmlns:x="{space}"><x:sheetData><x:row r="2"><x:c r="A2" t="inlineStr"><x:is>'
        '<x:t><![CDATA[a<b]]></x:t></x:is></x:c><!-- <c r="B2"><v>9</v></c> --></x:row></x:sheetData></x:worksheet>'
    )
    assert read(tmp_path, **{SHEET: xml}).rows(NAME) == {2: {1: "a<b"}}


@pytest.mark.parametrize(
    ("number", "day"), [(46157, "2026-05-15"), (46157.9, "2026-05-15"), (1, "1899-12-31"), (1e9, "1e+09")]
)
def test_the_number_of_a_day(number: float, day: str) -> None:
    assert day_of(number) == day


def test_the_other_calendar_counts_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book: Any = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = date(2026, 5, 15)
    book.save(path)
    assert CellBook(path).rows(NAME)[1][1] == Odd("date", "2026-05-15")


@pytest.mark.parametrize(
    "xml",
    [
        "<row",
        '<row r="x"><c><v>3</v></c></row>',
        '<row r="1"><c r="1A"><v>3</v></c></row>',
        '<row r="1"><c r="A1"><v>three</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&unknown;</t></is></c></row>',
    ],
)
def test_what_is_no_sheet_is_refused_in_words(xml: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="the workbook is damaged and cannot be read"):
        cells(tmp_path, xml)


def test_a_declaration_is_refused_by_the_parser_too() -> None:
    with pytest.raises(ValueError, match="a document type declaration"):
        SheetCells([], frozenset(), False).parse(f"{XXE}{ROOT}</worksheet>".encode())


def test_rows_and_columns_have_a_bound(tmp_path: Path) -> None:
    xml = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row><row r="9999"><c r="A9999"><v>3</v></c></row>'
    assert cells(tmp_path, xml) == {1: {1: 1}}


def test_forty_sheets_that_are_one_part_are_refused(tmp_path: Path) -> None:
    cell = '<row r="1">' + "".join(f"<c><v>{n * 7919 % 1000003}</v></c>" for n in range(120_000)) + "</row>"
    book = read(tmp_path, **{SHEET: f"{ROOT}<sheetData>{cell}</sheetData></worksheet>"})
    with pytest.raises(FileError, match="damaged"):
        collections.deque((book.rows(NAME) for _ in range(40)), maxlen=0)


def test_facts_come_from_the_properties_where_the_hidden_sheet_is_gone(tmp_path: Path) -> None:
    path = write(make_rubric(bakers()), tmp_path)
    before = CellBook(path).facts()
    book: Any = load_workbook(path)
    del book["_lexcurric"]
    book.save(path)
    assert CellBook(path).facts() == before


# The quick way against the parser

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=("Cs", "Cc")), max_size=12)
VALUE = st.one_of(TEXT, st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False), st.booleans())
GRID = st.dictionaries(st.tuples(st.integers(1, 60), st.integers(1, 90)), VALUE, max_size=25)


@settings(max_examples=60, deadline=None)
@given(grid=GRID, formulas=st.sets(st.integers(1, 60)))
def test_the_quick_way_reads_what_the_parser_reads(grid: dict[tuple[int, int], Any], formulas: set[int]) -> None:
    book, target = Workbook(), io.BytesIO()
    sheet: Any = book.active
    for (row, column), value in grid.items():
        cell = sheet.cell(row, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    for row in formulas:
        sheet.cell(row, 3).value = f'=IF(A{row}<3,"a>b",1)'
    book.save(target)
    data = zipfile.ZipFile(target).read("xl/worksheets/sheet1.xml")
    reader = SheetCells([], frozenset(), False)
    quick = quick_rows(data, (), reader.value)
    assert quick is not None
    assert quick == reader.parse(data)


@pytest.mark.parametrize(
    "xml",
    [
        '<row r="1"><c s="1" r="A1"><v>3</v></c></row>',
        '<row r="1"><c r="A1"><v>3</v><extLst/></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>x</t></r></is></c></row>',
        '<row r="1"><!-- --><c r="A1"><v>3</v></c></row>',
        '<row r="1"><c r="A1"><v>3</v></c ></row>',
        "<row><c><v>3</v></c></row>",
    ],
)
def test_what_the_pattern_does_not_account_for_is_parsed(xml: str) -> None:
    data = f"{ROOT}<sheetData>{xml}</sheetData></worksheet>".encode()
    reader = SheetCells([], frozenset(), False)
    found = quick_rows(data, (), reader.value)
    assert found is None or found == reader.parse(data)
    assert reader.parse(data)[1][1] in (3, "x")


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXT, max_size=12))
def test_texts_are_the_same_both_ways(texts: list[str]) -> None:
    space = ROOT.partition("<worksheet ")[2]
    items = "".join(f'<si><t xml:space="preserve">{escape(each)}</t></si>' for each in texts)
    data = f"<sst {space}{items}</sst>".encode()
    assert quick_strings(data) == shared_strings(data) == [each.replace("_x005F_", "_") for each in texts]


@pytest.mark.parametrize(
    "odd", ["<si><t>a</t><t>b</t></si>", "<si/>", "<si ><t>a</t></si >", "<si><r><t>a</t></r></si>"]
)
def test_texts_that_the_pattern_does_not_account_for_are_parsed(odd: str) -> None:
    space = ROOT.partition("<worksheet ")[2]
    data = f"<sst {space}<si><t>first</t></si>{odd}</sst>".encode()
    assert quick_strings(data) is None
    assert len(shared_strings(data)) == 2


def test_a_large_sheet_is_parsed_bit_by_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    data = f'{ROOT}<sheetData><row r="1"><c r="A1"><v>3</v></c></row></sheetData></worksheet>'.encode()
    reader = SheetCells([], frozenset(), False)
    assert quick_rows(data, (), reader.value) == {1: {1: 3}}
    monkeypatch.setattr(cells_quick, "MOST_BYTES", 10)
    assert quick_rows(data, (), reader.value) is None


def test_entities_are_the_characters_that_they_stand_for() -> None:
    xml = "a &amp;lt; b &lt;&gt;&quot;&apos;&#65;&#x42;"
    data = (
        f'{ROOT}<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{xml}</t></is></c></row></sheetData></worksheet>'
    )
    reader = SheetCells([], frozenset(), False)
    assert quick_rows(data.encode(), (), reader.value) == reader.parse(data.encode()) == {1: {1: "a &lt; b <>\"'AB"}}
