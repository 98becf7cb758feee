"""The rubric workbook as a file: its sheets, tables, protection, pages, texts and bytes."""

from __future__ import annotations

import hashlib
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from lexcurric.core.errors import FileError
from lexcurric.core.model import replace
from lexcurric.core.rubric import THEMES, Rubric, Theme, make_rubric
from lexcurric.formats.xlsx_rubric import write_rubric
from lexcurric.workbook import looks
from lexcurric.workbook.looks import Look, look_of
from lexcurric.workbook.scoring import FIRST_ROW, LEVEL_HEADER_ROW
from tests.formats.rubrics import FUNCTIONS, MAIN, bakers, made_up, write

# Layer 1: the file itself.


def test_the_sheets_come_in_order_and_the_first_is_shown(sample: tuple[Rubric, Any]) -> None:
    book = sample[1]
    assert book.sheetnames == ["Start", "Score", "Summary", "Sources", "_lexcurric"]
    assert book.active.title == "Start"
    assert [sheet.sheet_state for sheet in book] == ["visible"] * 4 + ["veryHidden"]


def test_tables_name_their_columns_as_the_cells_do(sample: tuple[Rubric, Any]) -> None:
    tables = [(sheet, table) for sheet in sample[1] for table in sheet.tables.values()]
    assert [table.displayName for _, table in tables] == [
        *("RatingScale", "ScoringRules", "Scores", "LevelResults", "SourceInfo")
    ]
    for sheet, table in tables:
        cells = [cell.value for cell in sheet[table.ref][0]]
        names = [column.name for column in table.tableColumns]
        assert names == cells
        assert len({name.casefold() for name in names}) == len(names)
        assert table.autoFilter is None
        assert all(cell.value is not None for row in sheet[table.ref] for cell in row[:1])


def test_each_visible_sheet_has_a_title_and_a_purpose_and_no_merged_cells(sample: tuple[Rubric, Any]) -> None:
    for sheet in sample[1].worksheets[:4]:
        assert sheet["A1"].value
        assert sheet["A2"].value
        assert sheet["A1"].style == "Heading 1"
        assert not sheet.merged_cells.ranges


def test_every_sheet_is_protected_and_only_the_input_cells_are_open(sample: tuple[Rubric, Any]) -> None:
    rubric, book = sample
    rows = range(FIRST_ROW, FIRST_ROW + len(rubric.rows))
    inputs = {"D3", "D4", "D5", "I3"} | {f"E{row}" for row in rows} | {f"I{row}" for row in rows}
    for sheet in book:
        found = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        assert found == (inputs if sheet.title == "Score" else set())
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.formatRows
    assert book.security.lockStructure


def test_formulas_use_old_functions_only_and_no_table_references(sample: tuple[Rubric, Any]) -> None:
    names = set(sample[1].defined_names)
    for sheet in sample[1]:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            bare = re.sub(r'"[^"]*"', "", cell.value)
            assert set(re.findall(r"([A-Z][A-Z.]*)\(", bare)) <= FUNCTIONS, cell.value
            assert not re.search(r"[\[;]|_xlfn", bare)
            assert set(re.findall(r"\b[A-Z][a-z]+[A-Z]\w+", bare)) <= names


def test_what_the_framework_says_stays_text(sample: tuple[Rubric, Any]) -> None:
    rubric, book = sample
    for row, line in enumerate(rubric.rows, start=FIRST_ROW):
        cells = [book["Score"][f"{letter}{row}"] for letter in "ABCDJK"]
        assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
        wanted = (line.ref, line.level, line.criterion or None, line.text, line.id, line.text_check)
        assert tuple(cell.value for cell in cells) == wanted
        assert line.text_check == hashlib.sha256(line.text.encode()).hexdigest()[:12]
    labels = [book["Summary"][f"A{LEVEL_HEADER_ROW + step}"] for step in range(1, len(rubric.levels) + 1)]
    assert [(cell.value, cell.data_type) for cell in labels] == [(label, "s") for label in rubric.levels]


def test_drop_downs_take_ranges_and_keep_to_excels_limits(sample: tuple[Rubric, Any]) -> None:
    rubric, book = sample
    rules = book["Score"].data_validations.dataValidation
    assert [rule.type for rule in rules] == ["list", "date", "textLength"]
    target = rules[0].formula1.removeprefix("=")
    assert target == book.defined_names["RatingCodes"].attr_text
    codes = [row[0].value for row in book["Start"][target.split("!")[1].replace("$", "")]]
    assert [str(code) for code in codes] == [rating.code for rating in rubric.scale]
    for rule in rules:
        limits = ((rule.promptTitle, 32), (rule.errorTitle, 32), (rule.prompt, 255), (rule.error, 224))
        assert all(len(text or "") <= limit for text, limit in limits)


def test_defined_names_point_at_cells_that_are_filled(sample: tuple[Rubric, Any]) -> None:
    book = sample[1]
    for name, defined in book.defined_names.items():
        title, area = defined.attr_text.split("!")
        cells = book[title][area.replace("$", "")]
        flat = [cell for row in cells for cell in row] if isinstance(cells, tuple) else [cells]
        assert flat
        assert name == "ScoreRating" or all(cell.value is not None for cell in flat), name


def test_pages_are_fitted_and_break_at_levels(sample: tuple[Rubric, Any]) -> None:
    rubric, book = sample
    for sheet in book.worksheets[:4]:
        assert (sheet.page_setup.fitToWidth, sheet.sheet_properties.pageSetUpPr.fitToPage) == (1, True)
        assert sheet.print_area
        for part in (sheet.oddHeader, sheet.oddFooter):
            text = str(part)
            assert len(text.encode("utf-16-le")) // 2 <= 255
            bare = re.sub(r"&(&|[LRPN]|8 |K[0-9A-F]{6})", "", text.replace("_x000D_", ""))
            assert "&" not in bare
    score_sheet = book["Score"]
    assert score_sheet.print_title_rows == "$7:$7"
    assert score_sheet.freeze_panes == "E8"
    edges = {
        row
        for row, (line, after) in enumerate(zip(rubric.rows, rubric.rows[1:], strict=False), start=FIRST_ROW)
        if line.level != after.level
    }
    breaks = {each.id for each in score_sheet.row_breaks.brk}
    if rubric.provenance.title == "Bakers":
        assert breaks == edges
    assert not breaks & {FIRST_ROW, FIRST_ROW + len(rubric.rows) - 1}


def test_charts_have_a_text_for_screen_readers(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(make_rubric(bakers()), tmp_path)) as archive:
        drawings = [name for name in archive.namelist() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]
        assert len(drawings) == 1
        assert 'descr="Bar chart: the share of statements met' in archive.read(drawings[0]).decode()


def test_row_heights_are_given_and_rows_may_still_grow(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(make_rubric(made_up(3)), tmp_path)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "/worksheets/sheet" in name]
    assert any('ht="' in sheet for sheet in sheets)
    assert not any("customHeight" in sheet for sheet in sheets)


def test_colours_can_be_told_apart() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(one: str, other: str) -> float:
        low, high = sorted((light(one), light(other)))
        return (high + 0.05) / (low + 0.05)

    own = Theme(header="FFD54F", level_low="FFFFFF", level_high="AED581", input="FFFFFF", accent="FFF176")
    for look in (Look(), look_of(own), *(look_of(theme) for theme in THEMES.values())):
        pairs = [*looks.STATUS_LOOKS.values(), (look.on_header, look.header), (look.title, looks.WHITE)]
        pairs += [(looks.SOFT, looks.WHITE), (looks.LINK_INK, looks.WHITE)]
        pairs += [(looks.INK, ground) for ground in (look.level_low, look.level_high, look.input)]
        assert all(contrast(ink, ground) >= 4.5 for ink, ground in pairs)
        assert all(contrast(colour, looks.WHITE) >= 3 for colour in (looks.LINE_COLOUR, *look.bars))
        assert len(set(look.bars)) == len(look.bars) >= 6


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    snapshot = bakers()
    book: Any = load_workbook(write(make_rubric(snapshot), tmp_path))
    facts = {row[0].value: row[1].value for row in book["_lexcurric"].iter_rows()}
    properties = {each.name: each.value for each in book.custom_doc_props.props}
    assert properties == {f"lexcurric.{key}": value for key, value in facts.items()}
    assert facts["sha256"] == snapshot.content.sha256
    assert (facts["kind"], facts["version"], facts["soc"]) == ("checklist", "v.26.05", "51-3011.00")
    assert book.properties.title == "Skills checklist: Bakers"
    assert book.properties.created.isoformat() == "2026-05-15T09:00:00"
    assert book.properties.created == book.properties.modified
    said = {cell.value for row in book["Sources"].iter_rows() for cell in row}
    assert "© 2026 the lexcurric authors. Sample framework, CC BY 4.0" in said
    assert any(isinstance(text, str) and "USDOL/ETA" in text for text in said)


def test_the_same_rubric_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rubric = make_rubric(made_up(2, 3))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first = write(rubric, tmp_path, "a.xlsx").read_bytes()
    assert write(rubric, tmp_path, "b.xlsx").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2023-11-14T22:13:20Z" in archive.read("docProps/core.xml")


def test_the_bytes_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_xlsx_rubric as t; from pathlib import Path;"
        "t.write(t.make_rubric(t.bakers()), Path(sys.argv[2]), sys.argv[3])"
    )
    import os
    import sys

    for seed in ("1", "2"):
        command = [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path), f"{seed}.xlsx"]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("+1 — do.", "+1 — do."),
        ("-1", "-1"),
        ("@SUM(A1)", "@SUM(A1)"),
        ("#N/A", "#N/A"),
        ('=HYPERLINK("x")', '=HYPERLINK("x")'),
        ("a\x00b\x0bc\ufffe\ud800", "a b c\ufffd\ufffd"),
        ("one\r\ntwo", "one\ntwo"),
        ("a_x000D_b", "a_x000D_b"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("  space  ", "  space  "),
    ],
)
def test_any_text_is_written_as_text(text: str, shown: str, tmp_path: Path) -> None:
    made = make_rubric(made_up(1))
    made = replace(made, rows=(replace(made.rows[0], text="x"),))
    # A lone surrogate has no hash, so the row is made without validation of its check.
    row = made.rows[0].model_copy(update={"text": text.replace("\ud800", "\ufffd")})
    cell = load_workbook(write(made.model_copy(update={"rows": (row,)}), tmp_path))["Score"]["D8"]
    assert (cell.value, cell.data_type) == (shown, "s")


def test_a_text_too_long_for_a_cell_is_refused_with_its_place_and_nothing_is_written(tmp_path: Path) -> None:
    write_rubric(make_rubric(made_up(1, text="😀" * 16_383)), tmp_path / "fits.xlsx")
    with pytest.raises(FileError, match=r"Score!D8: the text has 32,768 characters, and an Excel cell holds 32,767"):
        write_rubric(make_rubric(made_up(1, text="😀" * 16_384)), tmp_path / "long.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["fits.xlsx"]


def test_a_rubric_without_statements_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no active statement to rate"):
        write_rubric(make_rubric(made_up(0, 0)), tmp_path / "empty.xlsx")


def test_a_path_that_cannot_be_written_is_refused_and_leaves_nothing_behind(tmp_path: Path) -> None:
    rubric = make_rubric(made_up(1))
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileError, match="cannot be written"):
        write_rubric(rubric, tmp_path / "file" / "a.xlsx")
    (tmp_path / "file").unlink()
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(FileError, match="is a folder"):
        write_rubric(rubric, tmp_path / "folder.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]


def test_the_parts_hold_no_empty_typed_cells(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(make_rubric(bakers()), tmp_path)) as archive:
        root = etree.fromstring(archive.read("xl/worksheets/sheet2.xml"))
    assert not [cell for cell in root.iter(f"{MAIN}c") if len(cell) == 0 and cell.get("t")]
    assert all(cell.find(f"{MAIN}v") is not None for cell in root.iter(f"{MAIN}c") if cell.find(f"{MAIN}f") is not None)


def test_the_print_area_covers_every_input_and_every_visible_column(sample: tuple[Rubric, Any]) -> None:
    sheet = sample[1]["Score"]
    area = sheet.print_area.split("!")[1].replace("$", "")
    last_column, last_row = range_boundaries(area)[2:]
    assert (get_column_letter(last_column or 0), last_row) == ("I", sheet.max_row)
