"""Levels and places, status and tags of a sheet that comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace
from tests.workspace.sheet_hands import L1, L2, L3, Hands, kinds, texts
from tests.workspace.sheets_back.back import applied_once, ids_of, is_untouched, problems, read

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
