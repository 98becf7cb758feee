"""Copies of sheets, and ids that people change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lexcurric.workspace.framework import Framework
from tests.workspace.sheet_hands import L1, L2, L3, Hands, kinds, texts
from tests.workspace.sheets_back.back import applied_once, ids_of, is_untouched, noted, read

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
