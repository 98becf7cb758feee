"""What people do to a scored rubric by hand that nobody told us of: it is read as meant, or it is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from lexcurric.workspace.collecting import collect
from lexcurric.workspace.framework import Framework


@pytest.fixture
def book(framework: Framework, tmp_path: Path) -> Any:
    path = framework.rubric(trainee="Ann").to_excel(tmp_path / "ann.xlsx")
    return load_workbook(path)


def column(book: Any) -> int:
    return next(int(cell.column) for cell in book["Score"][7] if cell.value == "Rating")


def saved(book: Any, folder: Path) -> Path:
    path = folder / "came back.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("typed", "code"), [("３", "3"), ("ＮＡ", "NA"), ("N/A", "NA"), ("n.a.", "NA"), ("3\xa0", "3"), ("\u200b3", "3")]
)
def test_ratings_typed_otherwise_are_read(typed: str, code: str, book: Any, tmp_path: Path) -> None:
    book["Score"].cell(8, column(book)).value = typed
    cohort = collect(saved(book, tmp_path))
    assert cohort.problems == ()
    assert cohort.members[0].ratings[0] == code


@pytest.mark.parametrize("typed", ["3/4", "²", "3.5", "3,0", "three", "-3", True, "4 - Guides others", "/3"])
def test_what_is_no_rating_is_named_by_its_cell(typed: object, book: Any, tmp_path: Path) -> None:
    book["Score"].cell(8, column(book)).value = typed
    cohort = collect(saved(book, tmp_path))
    assert [each.where for each in cohort.problems] == ["Score!D8"]
    assert cohort.members[0].ratings[0] is None


def test_a_copy_of_the_sheet_for_a_second_trainee_is_read_too(book: Any, tmp_path: Path) -> None:
    score, at = book["Score"], column(book)
    score.cell(8, at).value = 3
    copy = book.copy_worksheet(score)
    copy.title, copy["C3"].value = "Bea", "Bea"
    copy.cell(8, at).value = 1
    cohort = collect(saved(book, tmp_path))
    assert [(each.name, each.ratings[0]) for each in cohort] == [("Ann", "3"), ("Bea", "1")]
    assert cohort.problems == ()


def test_a_copy_of_the_sheet_left_as_it_was_counts_once(book: Any, tmp_path: Path) -> None:
    book["Score"].cell(8, column(book)).value = 3
    book.copy_worksheet(book["Score"])
    cohort = collect(saved(book, tmp_path))
    assert [each.name for each in cohort] == ["Ann"]


def test_without_its_sheet_a_rubric_is_a_problem_and_no_note(book: Any, tmp_path: Path) -> None:
    del book["Score"]
    (problem,) = collect(saved(book, tmp_path)).problems
    assert "the sheet with the ratings is gone" in problem.what


def test_a_name_too_long_for_any_file_is_said(tmp_path: Path) -> None:
    (problem,) = collect(tmp_path / f"{'a' * 300}.xlsx").problems
    assert "File name too long" in problem.what
