"""The edit sheet as a workbook: written, edited, and read back."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from lexcurric.core.errors import FileError
from lexcurric.core.export import content_from_export
from lexcurric.core.json_text import read_json_text
from lexcurric.core.model import Content, Criterion, Level, Snapshot, Statement, replace
from lexcurric.core.rubric import make_rubric
from lexcurric.core.sheet import FIRST_ROW, SheetReading
from lexcurric.core.sheet_plan import SheetEvent, SheetEventKind, plan_sheet
from lexcurric.core.wording import normal
from lexcurric.formats.rubric import write_rubric
from lexcurric.formats.sheet_back import read_sheet
from lexcurric.formats.xlsx_sheet import write_sheet

DATA = Path(__file__).parents[2] / "data" / "51-3011.00.v.26.05.json"
Kind = SheetEventKind


def snapshot() -> Snapshot:
    """The bundled framework, with tags, notes, a criterion, and texts that spreadsheet programs like to change."""
    node, problems = read_json_text(DATA.read_text())
    assert problems == []
    value = node.plain()
    assert isinstance(value, dict)
    content = content_from_export(value)
    odd = ("=1+1", "+2", "-3 — do.", "@x", "2026-05-15", "007", "TRUE", "#N/A", "a\tb\x01c\r\nd", "_x000D_ é e\u0301")
    statements = tuple(
        replace(
            each, text=odd[at] if at < len(odd) else each.text, criterion="c1", tags=("tool:a, b", 'x:"y"'), note="=n"
        )
        for at, each in enumerate(content.statements)
    )
    criteria = (Criterion(id="c1", label="+Dough", rank="a"),)
    return Snapshot(
        content=replace(content, statements=statements, criteria=criteria), ref="bakers", version="v.26.05+draft"
    )


@pytest.fixture
def issued(tmp_path: Path) -> tuple[Snapshot, Path]:
    path = tmp_path / "sheet.xlsx"
    made = snapshot()
    write_sheet(made, path)
    return made, path


def plan(made: Snapshot, reading: SheetReading) -> tuple[SheetEvent, ...]:
    return plan_sheet(made.content, reading.rows, reading.sha256)


def edited(path: Path, change: Callable[[Any], object]) -> Path:
    """The workbook with its Statements sheet changed, saved by another program."""
    book: Any = load_workbook(path)
    change(book["Statements"])
    target = path.with_name("edited.xlsx")
    book.save(target)
    return target


def put(**cells: object) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        for place, value in cells.items():
            sheet[place].value = value

    return change


def test_the_sheets_come_in_order_with_the_statements_first(issued: tuple[Snapshot, Path]) -> None:
    book: Any = load_workbook(issued[1])
    assert book.sheetnames == ["Statements", "How to use", "Sources", "Lists", "_lexcurric"]
    assert book["_lexcurric"].sheet_state == "veryHidden"
    for sheet in book.worksheets[:4]:
        assert sheet["A1"].style == "Heading 1"
        assert sheet["A2"].value
        assert sheet.protection.sheet
        assert not sheet.merged_cells.ranges


def test_only_what_designers_edit_is_open_and_there_are_free_rows(issued: tuple[Snapshot, Path]) -> None:
    sheet: Any = load_workbook(issued[1])["Statements"]
    last = FIRST_ROW + 40 + 20 - 1
    found = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert found == {f"{letter}{row}" for letter in "BCDEFGH" for row in range(FIRST_ROW, last + 1)}
    assert [sheet.column_dimensions[letter].hidden for letter in "AIJ"] == [False, True, True]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}
    table = sheet.tables["Statements"]
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[table.ref][0]]
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} == {
        "Lists!$A$4:$A$7",
        "1",
        "Lists!$B$4:$B$6",
    }


def test_the_same_snapshot_gives_the_same_bytes(issued: tuple[Snapshot, Path], tmp_path: Path) -> None:
    write_sheet(snapshot(), tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == issued[1].read_bytes()


def test_an_untouched_sheet_reads_back_and_asks_for_nothing(issued: tuple[Snapshot, Path]) -> None:
    made, path = issued
    reading = read_sheet(path)
    assert (reading.soc, reading.version, reading.sha256) == ("51-3011.00", "v.26.05+draft", made.content.sha256)
    assert (len(reading.rows), reading.problems) == (40, ())
    assert reading.rows[7].where == "Statements!A12"
    assert plan(made, reading) == ()


def test_a_trip_through_libreoffice_changes_nothing(issued: tuple[Snapshot, Path], tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("soffice (LibreOffice) is not installed, so no workbook takes a trip through it here")
    made, path = issued
    command = [program, f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(path)], check=True, capture_output=True, timeout=240
    )
    reading = read_sheet(tmp_path / "out" / path.name)
    assert reading.problems == ()
    assert reading.sha256 == made.content.sha256
    assert plan(made, reading) == ()
    again: Any = load_workbook(tmp_path / "out" / path.name)["Statements"]
    assert again.protection.sheet
    assert len(again.data_validations.dataValidation) == 3


def test_renamed_sheets_moved_columns_sorted_and_hidden_rows_change_nothing(issued: tuple[Snapshot, Path]) -> None:
    made, path = issued

    def change(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST_ROW, max_row=FIRST_ROW + 39)]
        header = [cell.value for cell in sheet[FIRST_ROW - 1]]
        sheet.tables.clear()
        sheet.title = "My copy"
        for at, row in enumerate([header, *reversed(rows)], start=FIRST_ROW - 1):
            for column, value in enumerate(reversed(row), start=1):
                cell = sheet.cell(at + 1, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
        for cell in sheet[FIRST_ROW - 1]:
            cell.value = None
        sheet.row_dimensions[9].hidden = True
        sheet.parent["_lexcurric"].sheet_state = "hidden"

    reading = read_sheet(edited(path, change))
    assert reading.problems == ()
    assert reading.rows[0].where.startswith("My copy!J")
    assert plan(made, reading) == ()


def test_every_kind_of_edit_is_found(issued: tuple[Snapshot, Path]) -> None:
    made, path = issued
    ids = [each.id for each in made.content.active]

    def change(sheet: Any) -> None:
        sheet["D16"].value = "Ovens — clean."
        sheet["B17"].value = "Advanced"
        sheet["G18"].value = "remove"
        sheet["F19"].value = "tool:oven, tool:oven ,x:z"
        sheet["H20"].value = 2026
        sheet["E21"].value = None
        sheet["C22"].value = 1.0
        sheet["A24"].value = None
        for letter in "ABCEFGIJ":
            sheet[f"{letter}25"].value = sheet[f"{letter}26"].value
        sheet["D25"].value = "Copied."
        sheet["B45"].value, sheet["D45"].value, sheet["G45"].value = "Emerging", "Racks — roll.", "New"

    reading = read_sheet(edited(path, change))
    assert reading.problems == ()
    events = plan(made, reading)
    assert [(event.kind, event.statement_id, event.new) for event in events] == [
        (Kind.REWORDED, ids[11], "Ovens — clean."),
        (Kind.MOVED, ids[12], "Advanced"),
        (Kind.REMOVED, ids[13], ""),
        (Kind.RETAGGED, ids[14], "tool:oven, x:z"),
        (Kind.NOTED, ids[15], "2026"),
        (Kind.CRITERION, ids[16], ""),
        (Kind.DUPLICATE_ID, ids[21], "Copied."),
        (Kind.DUPLICATE_ID, ids[21], made.content.by_id[ids[21]].text),
        (Kind.ADDED, "", "Racks — roll."),
        (Kind.REORDERED, ids[17], "1"),
        (Kind.ROW_MISSING, ids[20], ""),
    ]


def test_deleted_rows_are_reported_and_remove_nothing(issued: tuple[Snapshot, Path]) -> None:
    made, path = issued
    events = plan(made, read_sheet(edited(path, lambda sheet: sheet.delete_rows(FIRST_ROW + 30, 10))))
    assert [event.kind for event in events] == [Kind.ROW_MISSING] * 10
    assert not any(event.applies for event in events)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"D45": "New."}, "Statements!B45: a new statement needs a level and a statement; this cell is empty"),
        ({"B45": "Emerging", "H45": "x"}, "Statements!D45: a new statement needs a level and a statement"),
        ({"D9": None}, "Statements!D9: this cell is empty; to remove the statement, set its Status to Remove"),
        ({"D9": "=A1&B1"}, "Statements!D9: a formula stands here; please type the text"),
        ({"D9": "#REF!"}, "Statements!D9: the error #REF! stands here"),
        ({"C9": "first"}, "Statements!C9: expected a position such as 3, found 'first'"),
        ({"C9": 2.5}, "Statements!C9: expected a position such as 3, found '2.5'"),
        ({"G9": "Drop"}, "Statements!G9: expected Keep, Remove or New, found 'Drop'"),
    ],
)
def test_a_cell_that_was_not_understood_is_a_problem_with_its_place(
    cells: dict[str, object], words: str, issued: tuple[Snapshot, Path]
) -> None:
    reading = read_sheet(edited(issued[1], put(**cells)))
    (problem,) = reading.problems
    assert str(problem).startswith(words)


def test_a_misspelt_level_names_its_cell_and_the_levels(issued: tuple[Snapshot, Path]) -> None:
    made, path = issued
    (event,) = plan(made, read_sheet(edited(path, put(B9="Emergin"))))
    expected = "expected one of the levels Emerging, Developing, Proficient, Advanced; found 'Emergin'"
    assert event.why == f"Statements!B9: {expected}; the nearest is Emerging."


def test_a_sheet_without_its_hidden_facts_is_read_with_a_warning(issued: tuple[Snapshot, Path]) -> None:
    made, path = issued
    reading = read_sheet(edited(path, lambda sheet: sheet.parent.remove(sheet.parent["_lexcurric"])))
    assert [problem.where for problem in reading.notes] == ["_lexcurric"]
    assert plan(made, reading) == ()


def test_a_rubric_is_not_taken_for_an_edit_sheet(tmp_path: Path) -> None:
    write_rubric(make_rubric(snapshot()), tmp_path / "rubric.xlsx")
    with pytest.raises(FileError, match=r"expected an edit sheet .*; this is a rubric of the kind checklist"):
        read_sheet(tmp_path / "rubric.xlsx")


def test_a_text_too_long_for_a_cell_is_refused(tmp_path: Path) -> None:
    made = snapshot()
    statements = (replace(made.content.statements[0], text="x" * 32_768), *made.content.statements[1:])
    long = replace(made, content=replace(made.content, statements=statements))
    with pytest.raises(FileError, match="Statements!D5: the text has 32,768 characters"):
        write_sheet(long, tmp_path / "sheet.xlsx")
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip), min_size=1, max_size=8
    ),
    label=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
def test_whatever_the_framework_says_comes_back_as_no_event(texts: list[str], label: str, tmp_path: Path) -> None:
    levels = (Level(key="a", label=label, rank="a"), Level(key="b", label=label, rank="b"))
    statements = tuple(
        Statement(id=f"s{at}", level="ab"[at % 2], rank=f"{at:03d}", text=text, tags=(text,), note=text)
        for at, text in enumerate(texts)
    )
    made = Snapshot(
        content=Content(soc="1", document={}, levels=levels, statements=statements), ref="test", version="v.1"
    )
    write_sheet(made, tmp_path / "sheet.xlsx")
    reading = read_sheet(tmp_path / "sheet.xlsx")
    blank = {f"s{at}" for at, text in enumerate(texts) if not normal(text)}
    events = [event for event in plan(made, reading) if event.statement_id not in blank]
    assert events == []
