"""New rows, older sheets and newer drafts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lexcurric.core.errors import EditError
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.workspace.sheet_hands import L1, L2, L3, Hands, kinds, texts
from tests.workspace.sheets_back.back import applied_once, ids_of, is_untouched, noted, problems, read

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
