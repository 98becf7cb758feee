"""Edit sheets as they come back: each test is one thing that hands or programs do to a real workbook on the way."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from lexcurric.core.errors import EditError, FileError
from lexcurric.core.sheet import FIELDS
from lexcurric.core.sheet_events import SheetEventKind
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.sheets import SheetPlan
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.formats.office import through_libreoffice
from tests.samples import ROOT, export_bytes
from tests.workspace.sheet_hands import L1, L2, L3, Hands, kinds, texts

LEVELS = [L1, L2, L3]


@pytest.fixture
def bakery(workspace: Workspace, tmp_path: Path) -> Framework:
    """Three levels of five statements, some with tags, a note and a criterion."""
    export = tmp_path / "in.json"
    export.write_bytes(export_bytes(*LEVELS))
    framework = workspace.import_export(export)
    ids = ids_of(framework)
    framework.tag([ids[1]], ["skill:practical", "tool:deck oven"])
    framework.note(ids[2], "ask the union")
    framework.set_criterion(ids[3], "Ovens, and more")
    return framework


@pytest.fixture
def hands(bakery: Framework, tmp_path: Path) -> Hands:
    return Hands(bakery.sheet(tmp_path / "sheet.xlsx"))


def ids_of(framework: Framework) -> list[str]:
    return [each.id for each in framework.content.active]


def read(framework: Framework, made: Hands | Path) -> SheetPlan:
    return framework.workspace.apply_sheet(made.save() if isinstance(made, Hands) else made, dry_run=True)


def is_untouched(plan: SheetPlan) -> bool:
    return not len(plan) and not plan.problems


def problems(plan: SheetPlan) -> list[str]:
    return [str(each) for each in plan.problems]


def noted(plan: SheetPlan, words: str) -> bool:
    return any(words in str(each) for each in plan.notes)


def applied_once(framework: Framework, path: Path) -> SheetPlan:
    """Applies the sheet, and reads it again: what was done is not asked for a second time."""
    plan = read(framework, path)
    assert plan.apply() is True
    assert read(framework, path).changes == ()
    return plan


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


# Copies


def test_a_copy_of_the_sheet_as_a_backup_does_not_count_against_the_edited_one(bakery: Framework, hands: Hands) -> None:
    ids = ids_of(bakery)
    hands.add(level="L1", text="Mixers — clean.", status="New")
    copy = hands.book.copy_worksheet(hands.sheet)
    copy.title = "Statements (2)"
    hands.put(ids[0], text="First sheet — edited.")
    hands.sheet = copy
    hands.put(ids[1], text="Second sheet — edited.")
    plan = applied_once(bakery, hands.save())
    assert [each.new for each in plan] == ["First sheet — edited.", "Mixers — clean.", "Second sheet — edited."]
    assert noted(plan, "2 sheets hold statements and were read together: Statements, Statements (2)")


def test_two_copies_that_edit_one_statement_otherwise_are_reported(bakery: Framework, hands: Hands) -> None:
    ids = ids_of(bakery)
    copy = hands.book.copy_worksheet(hands.sheet)
    hands.put(ids[0], text="First sheet — edited.")
    hands.sheet = copy
    hands.put(ids[0], text="Second sheet — edited.")
    plan = read(bakery, hands)
    assert kinds(plan) == [("duplicate id", L1[0])] * 2
    assert not plan.changes
    assert not plan.is_clear


def test_a_row_copied_with_its_id_and_reworded_is_reported_with_the_original_named(
    bakery: Framework, hands: Hands
) -> None:
    row = hands.last + 1
    hands.write_lines([hands.lines()[0]], at=row)
    hands.put(row, text="A copy — reworded.")
    first, second = read(bakery, hands)
    assert (first.kind.value, second.kind.value) == ("duplicate id", "duplicate id")
    assert "this one is as it was issued" in first.why
    assert f"(also {first.where})" in second.why
    assert "this one is edited; clear the id of the one that is a new statement" in second.why
    assert not first.applies


def test_a_copied_row_that_says_new_is_a_new_statement(bakery: Framework, hands: Hands) -> None:
    row = hands.last + 1
    hands.write_lines([hands.lines()[0]], at=row)
    hands.put(row, text="A copy — reworded.", status="new", position=None)
    applied_once(bakery, hands.save())
    assert texts(bakery) == [[*L1, "A copy — reworded."], L2, L3]


def test_a_copied_row_whose_id_was_cleared_is_a_new_statement(bakery: Framework, hands: Hands) -> None:
    row = hands.last + 1
    hands.write_lines([hands.lines()[0]], at=row)
    hands.put(row, text="A copy — reworded.", statement_id=None, position=2)
    applied_once(bakery, hands.save())
    assert texts(bakery) == [[L1[0], "A copy — reworded.", *L1[1:]], L2, L3]


def test_a_row_copied_and_left_alone_is_one_row(bakery: Framework, hands: Hands) -> None:
    hands.write_lines([hands.lines()[0]], at=hands.last + 1)
    plan = read(bakery, hands)
    assert is_untouched(plan)
    assert noted(plan, "the id of this row stands again in Statements!A20")


# Ids


@pytest.mark.parametrize(
    "mangle", [str.upper, lambda each: f" {each} ", lambda each: each[:12], lambda each: f"{each[:9]}…"]
)
def test_an_id_in_another_spelling_or_cut_short_is_completed(
    mangle: Callable[[str], str], bakery: Framework, hands: Hands
) -> None:
    hands.sheet.tables.clear()
    first = ids_of(bakery)[0]
    hands.put(first, text="Edited — beside a mangled id.", statement_id=mangle(first))
    hands.sheet.delete_cols(hands.column("text_check"), 2)
    assert kinds(read(bakery, hands)) == [("reworded", L1[0])]


@pytest.mark.parametrize("instead", [None, "bla", "#1", 17])
def test_a_row_whose_id_was_lost_is_known_by_its_hidden_checks(
    instead: object, bakery: Framework, hands: Hands
) -> None:
    first = ids_of(bakery)[0]
    hands.put(first, text="Edited — beside a lost id.", statement_id=instead)
    plan = read(bakery, hands)
    assert kinds(plan) == [("reworded", L1[0])]
    assert noted(plan, "the Statement ID does not say which statement the row is; its hidden checks do")


def test_a_row_that_lost_id_and_checks_is_known_by_its_wording(bakery: Framework, hands: Hands) -> None:
    hands.sheet.tables.clear()
    hands.put(ids_of(bakery)[0], note="n", statement_id=None)
    hands.sheet.delete_cols(hands.column("text_check"), 2)
    assert kinds(read(bakery, hands)) == [("noted", L1[0])]


def test_an_unknown_id_is_reported_and_nothing_of_the_row_applied(bakery: Framework, hands: Hands) -> None:
    row = hands.add(statement_id="51-3011-x", level="L1", text="Mixers — clean.")
    (event,) = read(bakery, hands)
    assert (event.kind.value, event.where, event.applies) == ("unknown id", f"Statements!A{row}", False)
    assert "clear the id if the row is a new statement" in event.why


def test_a_new_row_with_an_id_that_somebody_made_up_is_added(bakery: Framework, hands: Hands) -> None:
    hands.add(statement_id="new-1", level="L1", text="Mixers — clean.", status="New")
    plan = applied_once(bakery, hands.save())
    assert noted(plan, "a new statement gets an id of its own")
    assert texts(bakery)[0] == [*L1, "Mixers — clean."]


def test_two_ids_that_changed_places_are_put_back(bakery: Framework, hands: Hands) -> None:
    ids = ids_of(bakery)
    first, other = hands.cell(ids[0], "statement_id"), hands.cell(ids[7], "statement_id")
    first.value, other.value = other.value, first.value
    plan = read(bakery, hands)
    assert is_untouched(plan)
    assert noted(plan, "the id belongs to another row; the row's wording and hidden checks say which statement it is")


def test_a_swapped_id_and_a_new_wording_are_unclear(bakery: Framework, hands: Hands) -> None:
    ids = ids_of(bakery)
    first, other = hands.cell(ids[0], "statement_id"), hands.cell(ids[7], "statement_id")
    hands.put(ids[0], text="Whose — is this?")
    first.value, other.value = other.value, first.value
    plan = read(bakery, hands)
    assert [each.kind.value for each in plan] == ["unclear"]
    assert "put the row's own id back" in plan.events[0].why


def test_wordings_sorted_alone_are_reported_and_not_taken_for_forty_edits(bakery: Framework, hands: Hands) -> None:
    at = hands.column("text") - 1
    hands.sort(lambda line: str(line[at][0]), [at])
    plan = read(bakery, hands)
    assert {each.kind.value for each in plan} == {"unclear"}
    assert "as if one column was sorted alone" in plan.events[0].why
    assert plan.changes == ()


def test_wordings_that_were_pushed_down_by_an_inserted_cell_are_reported_the_first_too(
    bakery: Framework, hands: Hands
) -> None:
    rows = range(hands.head + 1, hands.last + 1)
    wordings = ["Inserted — cell.", *(hands.cell(row, "text").value for row in rows)]
    for row, text in zip(rows, wordings, strict=False):
        hands.put(row, text=text)
    plan = read(bakery, hands)
    assert [each.kind.value for each in plan] == ["unclear"] * 15
    assert "the wording of its statement stands in Statements!D6" in plan.events[0].why


@pytest.mark.parametrize("columns", [range(1, 8), range(8), [0], [8, 9], range(1, 10)])
def test_columns_sorted_without_their_ids_or_checks_are_told_by_the_rest(
    columns: list[int], bakery: Framework, hands: Hands
) -> None:
    hands.sort(lambda line: str(line[3][0]), columns)
    assert is_untouched(read(bakery, hands))


# What stands in the cells


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (42, "42"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (dt.date(2026, 5, 1), "2026-05-01"),
        (dt.datetime.fromisoformat("2026-05-01 08:30"), "2026-05-01 08:30:00"),
        ("'quoted", "'quoted"),
        ("Line one\nline two", "Line one\nline two"),
        ("Line one_x000D_\nline two", "Line one\nline two"),
        ("a_x000D_b", "a_x000D_b"),
        ("  Ends — bare. ", "Ends — bare."),
        (CellRichText("Ovens — ", TextBlock(InlineFont(b=True), "heat"), "."), "Ovens — heat."),
    ],
)
def test_what_was_typed_becomes_the_wording(value: object, said: str, bakery: Framework, hands: Hands) -> None:
    first = ids_of(bakery)[0]
    hands.put(first, text=value)
    applied_once(bakery, hands.save())
    assert bakery.statement(first).text == said


@pytest.mark.parametrize(
    "change",
    [
        lambda text: f"{text}   ",
        lambda text: f"\u00a0{text}",
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", "  ", 1),
        lambda text: f"{text}\n",
        lambda text: text.replace(" ", "\u200b \ufeff", 1),
        lambda text: CellRichText(TextBlock(InlineFont(b=True), text)),
    ],
)
def test_what_nobody_sees_is_no_edit(change: Callable[[str], object], bakery: Framework, hands: Hands) -> None:
    hands.put(ids_of(bakery)[0], text=change(L1[0]))
    assert is_untouched(read(bakery, hands))


def test_autocorrect_is_an_edit_that_says_so(bakery: Framework, hands: Hands) -> None:
    hands.put(ids_of(bakery)[0], text=L1[0].replace("—", "–"))
    (event,) = read(bakery, hands)
    assert "Only quotation marks or dashes differ" in event.why


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("text", "=A1&B1", "Statements!D5: a formula stands here; please type the text"),
        ("text", "#REF!", "Statements!D5: the error #REF! stands here; please type the text"),
        ("text", None, "Statements!D5: this cell is empty; to remove the statement, set its Status to Remove"),
        ("note", "=1+1", "Statements!H5: a formula stands here; please type the text"),
        ("level", None, "Statements!B5: this cell is empty; choose the statement's level again"),
        ("position", 0, "Statements!C5: expected a position such as 3, found '0'; type a whole number"),
        ("position", -1, "Statements!C5: expected a position such as 3, found '-1'"),
        ("position", 1.5, "Statements!C5: expected a position such as 3, found '1.5'"),
        ("position", "two", "Statements!C5: expected a position such as 3, found 'two'"),
        ("position", 10_000_000, "Statements!C5: expected a position such as 3, found '10000000'"),
        ("status", "Removed", "Statements!G5: expected Keep, Remove or New, found 'Removed'; choose one of them"),
        ("status", "Remove - old", "Statements!G5: expected Keep, Remove or New, found 'Remove - old'"),
        ("tags", "a:b:c", "Statements!F5: expected a tag such as skill:practical, found 'a:b:c'"),
    ],
)
def test_a_cell_that_cannot_be_is_one_problem_and_nothing_is_applied(
    field: str, value: object, problem: str, bakery: Framework, hands: Hands
) -> None:
    ids = ids_of(bakery)
    hands.put(ids[0], **{field: value}).put(ids[1], note="a good edit")
    plan = read(bakery, hands)
    (said,) = problems(plan)
    assert said.startswith(problem)
    assert not [each for each in plan if each.kind.value == "row missing"]
    before = bakery.revision
    with pytest.raises(FileError, match="Nothing was changed"):
        plan.apply()
    assert bakery.revision == before


def test_an_emptied_row_is_one_problem_and_removes_nothing(bakery: Framework, hands: Hands) -> None:
    hands.put(ids_of(bakery)[0], text=None, level=None, position=None, status=None)
    (said,) = problems(read(bakery, hands))
    assert said.startswith("Statements!D5: this cell and the level are empty; to remove the statement, set its Status")


def test_a_formula_in_a_hidden_or_own_column_disturbs_nobody(bakery: Framework, hands: Hands) -> None:
    hands.put(ids_of(bakery)[0], text_check="=A1", row_check="#N/A")
    hands.sheet.cell(hands.head + 1, 11).value = "=LEN(D5)"
    assert is_untouched(read(bakery, hands))


def test_a_text_too_long_for_excel_is_a_problem(bakery: Framework, hands: Hands, tmp_path: Path) -> None:
    hands.put(ids_of(bakery)[0], text="x" * 32_700)
    path = hands.save()
    import zipfile

    longer = tmp_path / "longer.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(longer, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"x" * 32_700, b"x" * 32_768))
    (said,) = problems(read(bakery, longer))
    assert said == "Statements!D5: the text has 32,768 characters, and an Excel cell holds 32,767; shorten it"


# Levels and places


@pytest.mark.parametrize("value", ["L3", "l3", " L3 ", "l3\n", "L\u200b3"])
def test_a_level_counts_by_label_or_key_in_any_case(value: str, bakery: Framework, hands: Hands) -> None:
    hands.put(ids_of(bakery)[0], level=value)
    applied_once(bakery, hands.save())
    assert texts(bakery) == [L1[1:], L2, [*L3, L1[0]]]


def test_a_level_that_was_renamed_since_counts_by_both_names(bakery: Framework, hands: Hands) -> None:
    hands.put(ids_of(bakery)[0], level="L3")
    path = hands.save()
    bakery.rename_level("l3", "Master")
    assert kinds(read(bakery, path)) == [("moved", L1[0])]


def test_a_name_that_passed_to_another_level_since_means_what_it_meant(bakery: Framework, hands: Hands) -> None:
    hands.put(ids_of(bakery)[0], level="L3")
    path = hands.save()
    bakery.rename_level("l3", "Master")
    bakery.rename_level("l2", "L3")
    plan = read(bakery, path)
    assert [(each.kind.value, each.level) for each in plan] == [("moved", "l3")]


def test_a_misspelt_level_names_the_nearest_and_the_other_edits_apply(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    hands = Hands(framework.sheet(tmp_path / "sheet.xlsx"))
    hands.put(ids_of(framework)[0], level="Develping", note="n")
    plan = read(framework, hands)
    assert [each.kind.value for each in plan] == ["unknown level", "noted"]
    assert "found 'Develping'; the nearest is Developing." in plan.events[0].why


@pytest.mark.parametrize(
    ("wishes", "order"),
    [
        ({4: 1}, [4, 0, 1, 2, 3]),
        ({0: 5}, [1, 2, 3, 4, 0]),
        ({0: 99}, [1, 2, 3, 4, 0]),
        ({0: 3}, [1, 2, 0, 3, 4]),
        ({0: 2, 1: 1}, [1, 0, 2, 3, 4]),
        ({0: 5, 4: 1}, [4, 1, 2, 3, 0]),
        ({3: 1, 4: 1}, [3, 4, 0, 1, 2]),
        ({0: 10, 1: 20, 2: 30, 3: 40, 4: 50}, [0, 1, 2, 3, 4]),
        ({0: 5, 1: 4, 2: 3, 3: 2, 4: 1}, [4, 3, 2, 1, 0]),
        ({2: None}, [0, 1, 2, 3, 4]),
    ],
)
def test_positions_give_the_order_of_the_level(
    wishes: dict[int, int | None], order: list[int], bakery: Framework, hands: Hands
) -> None:
    ids = ids_of(bakery)
    for at, position in wishes.items():
        hands.put(ids[at], position=position)
    path = hands.save()
    read(bakery, path).apply()
    assert texts(bakery) == [[L1[at] for at in order], L2, L3]
    assert is_untouched(read(bakery, path))


def test_a_statement_moves_to_a_place_in_another_level(bakery: Framework, hands: Hands) -> None:
    hands.put(ids_of(bakery)[0], level="L2", position=2)
    applied_once(bakery, hands.save())
    assert texts(bakery) == [L1[1:], [L2[0], L1[0], *L2[1:]], L3]


# Status, tags


@pytest.mark.parametrize("word", ["Remove", "REMOVE", " remove "])
def test_remove_retires_and_a_note_beside_it_changes_nothing(word: str, bakery: Framework, hands: Hands) -> None:
    first = ids_of(bakery)[0]
    hands.put(first, status=word, note="too old")
    plan = applied_once(bakery, hands.save())
    assert [each.kind.value for each in plan] == ["removed"]
    assert not bakery.statement(first).is_active


@pytest.mark.parametrize("word", [None, "keep", "KEEP ", "New"])
def test_other_status_words_change_nothing(word: str | None, bakery: Framework, hands: Hands) -> None:
    hands.put(ids_of(bakery)[0], status=word)
    assert is_untouched(read(bakery, hands))


def test_new_on_a_row_of_a_statement_that_was_reworded_is_unclear(bakery: Framework, hands: Hands) -> None:
    hands.put(ids_of(bakery)[0], status="New", text="Another — statement?")
    (event,) = read(bakery, hands)
    assert event.kind.value == "unclear"
    assert "set the Status to Keep to reword that statement" in event.why


def test_remove_without_an_id_is_unclear(bakery: Framework, hands: Hands) -> None:
    hands.add(text="Which — one?", status="Remove")
    assert kinds(read(bakery, hands)) == [("unclear", "Which — one?")]


@pytest.mark.parametrize("value", ["tool:a, tool:b", "tool:a; tool:b", "tool:b\ntool:a", "tool:a,,; tool: b ,tool:a"])
def test_tags_may_be_separated_by_what_comes_to_hand(value: str, bakery: Framework, hands: Hands) -> None:
    first = ids_of(bakery)[0]
    hands.put(first, tags=value)
    applied_once(bakery, hands.save())
    assert bakery.statement(first).tags == ("tool:a", "tool:b")


def test_a_tag_without_a_list_is_one_of_the_free_list_and_applied_once(bakery: Framework, hands: Hands) -> None:
    first = ids_of(bakery)[0]
    hands.put(first, tags="rush hour")
    applied_once(bakery, hands.save())
    assert bakery.statement(first).tags == ("tag:rush hour",)


@pytest.mark.parametrize(
    ("tags", "what"),
    [
        ("module:three", "'three' is not in the vocabulary 'module'; its terms are one, two"),
        ("module:one; module:two", "a statement has one 'module' tag at most, found module:one, module:two"),
    ],
)
def test_the_rules_of_a_vocabulary_hold(tags: str, what: str, bakery: Framework, hands: Hands, tmp_path: Path) -> None:
    rules = tmp_path / "v.json"
    rules.write_text('{"vocabularies": [{"name": "module", "scope": "one", "terms": ["one", "two"]}]}')
    bakery.add_vocabularies(rules)
    hands.put(ids_of(bakery)[0], tags=tags)
    assert problems(read(bakery, hands)) == [f"Statements!F5: {what}"]


# New rows


def test_new_rows_need_a_level_and_a_statement(bakery: Framework, hands: Hands) -> None:
    first, second, third = hands.add(text="No level."), hands.add(level="L1", note="x"), hands.add(level="L1")
    plan = read(bakery, hands)
    assert problems(plan) == [
        f"Statements!B{first}: a new statement needs a level and a statement; this cell is empty: fill it in, or empty the row",
        f"Statements!D{second}: a new statement needs a level and a statement; this cell is empty: fill it in, or empty the row",
    ]
    assert noted(plan, f"Statements!B{third}: a level and no statement stand here; the row was left out")


def test_a_new_row_comes_with_all_it_says(bakery: Framework, hands: Hands) -> None:
    wanted = {"tags": "tool:a", "note": "n", "criterion": "Ovens, and more"}
    hands.add(level="L2", text="Mixers — clean.", position=3, **wanted)
    applied_once(bakery, hands.save())
    added = bakery.content.by_level["l2"][2]
    assert (added.text, added.tags, added.note) == ("Mixers — clean.", ("tool:a",), "n")
    assert bakery.content.criteria[0].id == added.criterion
    assert len(bakery.content.criteria) == 1


def test_the_same_new_statement_twice_is_added_once(bakery: Framework, hands: Hands) -> None:
    hands.add(level="L1", text="Mixers — clean.")
    again = hands.add(level="l1 ", text="Mixers —  clean. ")
    path = hands.save()
    plan = read(bakery, path)
    assert [each.kind.value for each in plan] == ["added", "already there"]
    assert plan.events[1].where == f"Statements!A{again}"
    plan.apply()
    assert is_untouched(read(bakery, path))


def test_a_new_row_that_the_level_has_already_is_not_added_but_another_level_may_have_it(
    bakery: Framework, hands: Hands
) -> None:
    hands.add(level="L1", text=L1[0])
    hands.add(level="L2", text=L1[0])
    plan = read(bakery, hands)
    assert [each.kind.value for each in plan] == ["already there", "added"]
    assert "The level L1 has a statement with the same wording." in plan.events[1].why


def test_a_new_row_may_have_the_wording_that_another_row_gives_up(bakery: Framework, hands: Hands) -> None:
    hands.put(ids_of(bakery)[0], text="Ovens 1 — clean.")
    hands.add(level="L1", text=L1[0], position=1)
    applied_once(bakery, hands.save())
    assert texts(bakery)[0] == [L1[0], "Ovens 1 — clean.", *L1[1:]]


def test_what_a_sheet_added_is_not_added_again_after_it_was_reworded_moved_or_retired(
    bakery: Framework, hands: Hands
) -> None:
    for name in "abc":
        hands.add(level="L1", text=f"Mixers {name} — clean.", status="New")
    path = hands.save()
    read(bakery, path).apply()
    added = [each.id for each in bakery.content.by_level["l1"][5:]]
    bakery.edit(added[0], "Mixers — wipe dry.")
    bakery.move(added[1], "L3")
    bakery.retire(added[2])
    plan = read(bakery, path)
    assert plan.changes == ()
    assert [each.kind.value for each in plan] == ["already there"] * 2
    assert "was added before and stands in L3" in plan.events[0].why
    assert "was added before and is retired since" in plan.events[1].why


# An older sheet, and a newer draft


def test_what_only_one_side_changed_comes_together(bakery: Framework, hands: Hands) -> None:
    ids = ids_of(bakery)
    bakery.edit(ids[1], "Draft — reworded.")
    bakery.note(ids[2], "draft note")
    bakery.move(ids[6], "L3")
    bakery.retire(ids[10])
    bakery.add("L1", "Draft — added.", 1)
    hands.put(ids[0], text="Sheet — reworded.").put(ids[1], note="sheet note").put(ids[2], text="Sheet — too.")
    hands.put(ids[11], status="Remove").put(ids[4], position=2)
    hands.add(level="L2", text="Sheet — added.", position=2)
    plan = applied_once(bakery, hands.save())
    assert plan.reports == ()
    assert plan.is_base_known
    assert texts(bakery) == [
        ["Draft — added.", "Sheet — reworded.", L1[4], "Draft — reworded.", "Sheet — too.", L1[3]],
        [L2[0], "Sheet — added.", L2[2], L2[3], L2[4]],
        [L3[2], L3[3], L3[4], L2[1]],
    ]
    assert bakery.statement(ids[1]).note == "sheet note"
    assert bakery.statement(ids[2]).note == "draft note"


Change = Callable[[Framework, str], object]


@pytest.mark.parametrize(
    ("values", "draft", "taken"),
    [
        ({"text": "Sheet."}, lambda fw, one: fw.edit(one, "Draft."), "reworded"),
        ({"note": "sheet"}, lambda fw, one: fw.note(one, "draft"), "noted"),
        ({"tags": "tool:s"}, lambda fw, one: fw.tag([one], ["tool:d"]), "retagged"),
        ({"criterion": "Sheet"}, lambda fw, one: fw.set_criterion(one, "Draft"), "criterion"),
        ({"level": "L2"}, lambda fw, one: fw.move(one, "L3"), "moved"),
        ({"position": 1}, lambda fw, one: fw.move(one, "L1", 5), "reordered"),
        ({"status": "Remove"}, lambda fw, one: fw.edit(one, "Draft."), "removed"),
    ],
)
def test_what_both_sides_changed_is_a_conflict_until_the_sheet_is_taken(
    values: dict[str, object], draft: Change, taken: str, bakery: Framework, hands: Hands
) -> None:
    one = ids_of(bakery)[2]
    draft(bakery, one)
    before = bakery.content
    path = hands.put(one, **values).save()
    plan = read(bakery, path)
    assert [(each.kind.value, each.statement_id) for each in plan] == [("conflict", one)]
    assert not plan.is_clear
    assert plan.apply() is False
    assert bakery.content == before
    (event,) = plan.take(one[:8])
    assert event.kind.value == taken
    assert plan.is_clear
    assert plan.apply() is True
    assert read(bakery, path).conflicts == ()


def test_a_place_in_a_level_that_the_statement_has_left_is_a_conflict(bakery: Framework, hands: Hands) -> None:
    one = ids_of(bakery)[2]
    bakery.move(one, "L3")
    plan = read(bakery, hands.put(one, position=1))
    assert [(each.kind.value, each.cell) for each in plan] == [("conflict", "Statements!C7")]
    assert "stands in L3 since; it stays there" in plan.events[0].why


def test_a_statement_that_was_retired_since_is_a_conflict_that_cannot_be_taken(bakery: Framework, hands: Hands) -> None:
    one = ids_of(bakery)[2]
    bakery.retire(one)
    plan = read(bakery, hands.put(one, text="Sheet."))
    assert [each.kind.value for each in plan] == ["conflict"]
    assert "reinstate it there first" in plan.events[0].why
    with pytest.raises(EditError, match="The sheet's side cannot be taken"):
        plan.take(one)


def test_a_conflict_is_taken_by_its_cell_or_all_and_another_name_says_which_there_are(
    bakery: Framework, hands: Hands
) -> None:
    ids = ids_of(bakery)
    for one in ids[:3]:
        bakery.edit(one, f"Draft {one}.")
        hands.put(one, text=f"Sheet {one}.")
    plan = read(bakery, hands)
    with pytest.raises(EditError, match=r"no conflict of edited-sheet\.xlsx is named 'D9'; there are Statements!D5"):
        plan.take("D9")
    assert [each.statement_id for each in plan.take("statements!d6")] == [ids[1]]
    assert [each.statement_id for each in plan.take("all")] == [ids[0], ids[2]]
    assert plan.conflicts == ()


@pytest.mark.parametrize("gone", ["facts", "checks", "facts and checks"])
def test_a_sheet_that_lost_what_it_was_made_from_overwrites_no_newer_draft(
    gone: str, bakery: Framework, hands: Hands
) -> None:
    ids = ids_of(bakery)
    bakery.edit(ids[0], "Draft — reworded.")
    hands.put(ids[0], text="Sheet — reworded.").put(ids[1], text="Sheet — alone.")
    hands.sheet.tables.clear()
    if "facts" in gone:
        del hands.book["_lexcurric"]
    if "checks" in gone:
        hands.sheet.delete_cols(hands.column("text_check"), 2)
    plan = read(bakery, hands)
    alone = "conflict" if gone == "facts and checks" else "reworded"
    assert {each.statement_id: each.kind.value for each in plan} == {ids[0]: "conflict", ids[1]: alone}


def test_an_unknown_base_is_said_and_the_hidden_checks_stand_in(
    bakery: Framework, hands: Hands, tmp_path: Path
) -> None:
    """The sheet of a draft that only another workspace has."""
    with open_workspace(tmp_path / "other.db", "Bob") as other:
        theirs = other.import_export(tmp_path / "in.json")
        theirs.edit(ids_of(theirs)[0], "Bob — reworded.")
        path = theirs.sheet(tmp_path / "bob.xlsx")
        ids = ids_of(theirs)
    plan = read(bakery, Hands(path).put(ids[5], text="Sheet — reworded."))
    assert [(each.kind.value, each.statement_id) for each in plan.changes] == [("reworded", ids[5])]
    assert noted(plan, "is not in this workspace; the hidden checks of each row stand in for it")


def test_the_sheet_of_a_saved_version_is_read_against_that_version(bakery: Framework, tmp_path: Path) -> None:
    ids = ids_of(bakery)
    bakery.save("v.mine")
    path = bakery.sheet(tmp_path / "version.xlsx", "v.mine")
    bakery.edit(ids[0], "Draft — reworded.")
    hands = Hands(path).put(ids[1], text="Sheet — reworded.")
    hands.sheet.tables.clear()
    hands.sheet.delete_cols(hands.column("text_check"), 2)
    assert kinds(read(bakery, hands)) == [("reworded", L1[1])]


# Sheets of elsewhere, and nothing by omission


def test_a_sheet_of_a_framework_that_is_not_here_says_so(hands: Hands, tmp_path: Path) -> None:
    path = hands.save()
    words = r"the sheet is of 11-1111\.00 v\.1\+draft, and this workspace is empty"
    with open_workspace(tmp_path / "empty.db", "Bob") as other, pytest.raises(FileError, match=words):
        other.apply_sheet(path, dry_run=True)


def test_a_sheet_without_facts_finds_its_framework_by_its_rows(
    workspace: Workspace, framework: Framework, bakery: Framework, hands: Hands
) -> None:
    assert len(workspace.frameworks()) == 2
    del hands.book["_lexcurric"]
    plan = workspace.apply_sheet(hands.save(), dry_run=True)
    assert plan.framework.soc == bakery.soc
    assert is_untouched(plan)


def test_a_sheet_of_which_no_id_is_known_is_one_problem(bakery: Framework, hands: Hands) -> None:
    hands.sheet.tables.clear()
    hands.sheet.delete_cols(hands.column("text_check"), 2)
    for row in range(hands.head + 1, hands.last + 1):
        hands.put(row, statement_id=f"other-{row}", text=f"Other {row}.")
    (said,) = problems(read(bakery, hands))
    assert "none of the 15 statement ids is one of 11-1111.00" in said


@pytest.mark.parametrize("left", [1, 7, 14])
def test_deleted_rows_remove_nothing_and_do_not_reorder(left: int, bakery: Framework, hands: Hands) -> None:
    ids = ids_of(bakery)
    hands.sheet.tables.clear()
    hands.sheet.delete_rows(hands.head + 1, 15 - left)
    plan = read(bakery, hands)
    assert [(each.kind.value, each.statement_id) for each in plan] == [("row missing", one) for one in ids[: 15 - left]]
    assert plan.is_clear
    assert plan.apply() is False
    assert texts(bakery) == LEVELS


def test_a_position_counts_among_all_statements_of_the_level_where_rows_are_missing(
    bakery: Framework, hands: Hands
) -> None:
    ids = ids_of(bakery)
    hands.sheet.tables.clear()
    hands.put(ids[4], position=4)
    hands.sheet.delete_rows(hands.head + 1, 3)
    plan = read(bakery, hands)
    assert [(each.kind.value, each.new) for each in plan.changes] == [("reordered", "4")]
    plan.apply()
    assert texts(bakery)[0] == [*L1[:3], L1[4], L1[3]]


@pytest.mark.parametrize(("gone", "lines"), [(5, 5), (6, 1)])
def test_many_missing_rows_are_one_line_of_the_text(gone: int, lines: int, bakery: Framework, hands: Hands) -> None:
    hands.sheet.tables.clear()
    hands.sheet.delete_rows(hands.head + 1, gone)
    plan = read(bakery, hands)
    assert len(plan) == gone
    assert plan.to_text().count("row missing") == lines


def test_a_plan_says_what_is_new_among_tags_and_criteria_and_what_it_is_like(bakery: Framework, hands: Hands) -> None:
    ids = ids_of(bakery)
    hands.put(ids[0], tags="tool:deck ovens").put(ids[2], criterion="ovens, and more").put(
        ids[4], tags="tool:deck oven"
    )
    first, second, third = read(bakery, hands)
    assert first.why.endswith("New among the tags: tool:deck ovens; the nearest is tool:deck oven.")
    assert second.why.endswith("it is made; the nearest is Ovens, and more.")
    assert third.why == "The set of tags was edited in the sheet."


def test_the_page_about_sheets_names_every_kind_in_order() -> None:
    page = (ROOT / "docs" / "sheets.md").read_text(encoding="utf-8")
    table = page.partition("| kind | what it says |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| ([a-z ]+) \|", table, re.MULTILINE) == [kind.value for kind in SheetEventKind]


def test_each_problem_and_report_is_said_once_in_the_text(bakery: Framework, hands: Hands) -> None:
    ids = ids_of(bakery)
    hands.put(ids[0], position="x").put(ids[1], level="L9").put(ids[2], tags="a:b:c")
    said = read(bakery, hands).to_text()
    for words in ("Statements!C5", "Statements!B6", "expected a tag such as"):
        assert said.count(words) == 1, words
