"""Sheets of elsewhere, and nothing by omission."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lexcurric.core.errors import FileError
from lexcurric.core.sheet_events import SheetEventKind
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import ROOT
from tests.workspace.sheet_hands import L1, Hands, texts
from tests.workspace.sheets_back.back import LEVELS, ids_of, is_untouched, problems, read

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
