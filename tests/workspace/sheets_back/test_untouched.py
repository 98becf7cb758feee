"""Untouched: what programs and people do without a change gives no event."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lexcurric.core.errors import FileError
from lexcurric.core.sheet import FIELDS
from lexcurric.workspace.framework import Framework
from tests.formats.office import through_libreoffice
from tests.workspace.sheet_hands import L1, Hands, kinds
from tests.workspace.sheets_back.back import ids_of, is_untouched, noted, problems, read

# Untouched


@pytest.mark.parametrize("forms", [("xlsx",), ("ods", "xlsx"), ("csv", "xlsx"), ("xlsx", "ods", "xlsx")])
def test_a_trip_through_other_formats_is_no_edit(forms: tuple[str, ...], bakery: Framework, tmp_path: Path) -> None:
    path = bakery.sheet(tmp_path / "sheet.xlsx")
    for number, form in enumerate(forms):
        folder = tmp_path / f"trip{number}"
        folder.mkdir()
        path = through_libreoffice(Path(shutil.copy(path, folder / path.name)), form)
    plan = read(bakery, path)
    assert is_untouched(plan)
    assert plan.is_base_known


@pytest.mark.parametrize("field", ["statement_id", "level", "position", "text", "criterion", "tags", "note"])
@pytest.mark.parametrize("down", [False, True])
def test_rows_sorted_by_any_column_are_no_edit(field: str, down: bool, bakery: Framework, hands: Hands) -> None:
    at = hands.column(field) - 1
    hands.sort(lambda line: str(line[at][0]))
    if down:
        hands.write_lines(list(reversed(hands.lines())))
    assert is_untouched(read(bakery, hands))


def test_rows_that_a_filter_hides_are_there(bakery: Framework, hands: Hands) -> None:
    for row in range(hands.head + 1, hands.last + 1, 2):
        hands.sheet.row_dimensions[row].hidden = True
    hands.sheet.auto_filter.ref = f"A{hands.head}:J{hands.last}"
    hands.put(ids_of(bakery)[0], text="Hidden — edited all the same.")
    assert kinds(read(bakery, hands)) == [("reworded", L1[0])]


@pytest.mark.parametrize("field", FIELDS)
def test_a_column_that_is_gone_empties_nothing(field: str, bakery: Framework, hands: Hands) -> None:
    hands.sheet.tables.clear()
    hands.sheet.delete_cols(hands.column(field))
    plan = read(bakery, hands)
    assert is_untouched(plan)
    assert noted(plan, "not in the sheet; nothing counts as changed or emptied there")


@pytest.mark.parametrize("field", FIELDS)
def test_edits_come_back_beside_a_column_that_is_gone(field: str, bakery: Framework, hands: Hands) -> None:
    first = ids_of(bakery)[0]
    wanted = {"text": "New words.", "note": "n", "criterion": "Heat", "tags": "tool:a"}
    hands.put(first, **wanted)
    hands.sheet.tables.clear()
    hands.sheet.delete_cols(hands.column(field))
    plan = read(bakery, hands)
    of = {"text": "reworded", "note": "noted", "criterion": "criterion", "tags": "retagged"}
    assert {each.kind.value for each in plan} == {kind for name, kind in of.items() if name != field}
    assert {each.statement_id for each in plan} == {first}


def test_columns_in_another_order_with_one_between_are_no_edit(bakery: Framework, hands: Hands) -> None:
    hands.sheet.tables.clear()
    hands.sheet.move_range(f"A{hands.head}:A{hands.last}", cols=14)
    hands.sheet.move_range(f"D{hands.head}:D{hands.last}", cols=12)
    hands.sheet.insert_cols(3, 2)
    hands.sheet.cell(hands.head, 3).value = "Who asks"
    hands.sheet.cell(hands.head + 1, 3).value = "Ada"
    plan = read(bakery, hands)
    assert is_untouched(plan)
    assert noted(plan, "'Who asks' is none of the sheet's own, and was not read")


def test_headings_in_another_spelling_are_understood_and_said(bakery: Framework, hands: Hands) -> None:
    hands.sheet.tables.clear()
    renamed = {
        "statement_id": " STATEMENT-ID ",
        "text": "Statements",
        "tags": "Tags",
        "note": "Remarks",
        "level": "levels:",
    }
    for field, name in renamed.items():
        hands.cell(hands.head, field).value = name
    plan = read(bakery, hands)
    assert is_untouched(plan)
    assert noted(plan, "the column headed 'Remarks' was read as Note")


def test_own_columns_may_have_names_that_ours_could_have(bakery: Framework, hands: Hands) -> None:
    for at, name in enumerate(("Comment", "Order", "Action", "Text"), start=11):
        hands.sheet.cell(hands.head, at).value = name
        hands.sheet.cell(hands.head + 1, at).value = "mine"
    plan = read(bakery, hands)
    assert is_untouched(plan)
    assert noted(plan, "the column 'Comment' is none of the sheet's own, and was not read")


def test_a_column_that_stands_twice_and_differs_is_a_problem(bakery: Framework, hands: Hands) -> None:
    hands.sheet.tables.clear()
    hands.sheet.cell(hands.head, 12).value = "Statement"
    for row in range(hands.head + 1, hands.last + 1):
        hands.sheet.cell(row, 12).value = hands.cell(row, "text").value
    assert is_untouched(read(bakery, hands))
    hands.sheet.cell(hands.head + 2, 12).value = "Another — wording."
    (problem,) = problems(read(bakery, hands))
    assert problem.startswith(
        "Statements!L4: the column Statement stands here a second time, and Statements!L6 differs"
    )


@pytest.mark.parametrize("above", [1, 30])
def test_rows_above_the_headings_and_no_title_are_no_edit(above: int, bakery: Framework, hands: Hands) -> None:
    hands.sheet.tables.clear()
    lines, head = hands.lines(), [(cell.value, "s") for cell in hands.sheet[hands.head]]
    hands.sheet.delete_rows(1, 100)
    hands.sheet["A1"].value = "Level and Status of our Statements"
    hands.write_lines([head, *lines], at=1 + above)
    assert is_untouched(read(bakery, hands))


def test_headings_that_were_pasted_again_are_no_row(bakery: Framework, hands: Hands) -> None:
    head = [(cell.value, "s") for cell in hands.sheet[hands.head]]
    lines = hands.lines()
    hands.write_lines([*lines[:7], head, *lines[7:]])
    assert is_untouched(read(bakery, hands))


def test_a_sheet_renamed_behind_another_one_is_found(bakery: Framework, hands: Hands) -> None:
    hands.sheet.title = "Für Anna (final)"
    hands.book.create_sheet("Minutes", 0)["A1"].value = "Level"
    hands.put(ids_of(bakery)[0], note="from Anna")
    plan = read(bakery, hands)
    assert [(each.kind.value, each.cell) for each in plan] == [("noted", "Für Anna (final)!H5")]


def test_deleted_headings_say_what_to_do(bakery: Framework, hands: Hands) -> None:
    hands.sheet.tables.clear()
    hands.sheet.delete_rows(hands.head)
    with pytest.raises(FileError, match="Type the headings back if they were deleted"):
        read(bakery, hands)


def test_other_sheets_of_the_workbook_may_be_gone(bakery: Framework, hands: Hands) -> None:
    for name in ("How to use", "Sources", "Lists"):
        del hands.book[name]
    assert is_untouched(read(bakery, hands))
