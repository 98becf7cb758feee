"""What stands in the cells of a sheet that comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from lexcurric.core.errors import FileError
from lexcurric.workspace.framework import Framework
from tests.workspace.sheet_hands import L1, Hands
from tests.workspace.sheets_back.back import applied_once, ids_of, is_untouched, problems, read

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
