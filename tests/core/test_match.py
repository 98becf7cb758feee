from __future__ import annotations

import random

from lexcurric.core.match import match
from tests.samples import known_changes, sample_pair


def wordings(side: str) -> list[tuple[str, str]]:
    old, new = sample_pair()
    return [(each.level, each.text) for each in (old if side == "old" else new).content.active]


def test_the_sample_is_matched_as_its_authors_know_it() -> None:
    old, new = wordings("old"), wordings("new")
    matching = match(old, new)
    found = {(old[a][1], new[b][1], kind) for a, b, _, kind in matching.pairs if kind != "same"}
    expected = set()
    for change in known_changes()["changes"]:
        kind = {"moved": "reworded"}.get(change["kind"], change["kind"])
        if kind not in ("reworded", "split", "joined"):
            continue
        for before in change["old"]:
            for after in change["new"]:
                if before["text"] != after["text"]:
                    expected.add((before["text"], after["text"], kind))
    assert found == expected


def test_what_was_removed_and_added_in_the_sample_stays_without_a_partner() -> None:
    old, new = wordings("old"), wordings("new")
    matching = match(old, new)
    changes = known_changes()["changes"]
    assert {old[n][1] for n in matching.removed} == {c["old"][0]["text"] for c in changes if c["kind"] == "removed"}
    assert {new[n][1] for n in matching.added} == {c["new"][0]["text"] for c in changes if c["kind"] == "added"}


def test_every_index_is_paired_or_left_over_and_never_both() -> None:
    old, new = wordings("old"), wordings("new")
    matching = match(old, new)
    assert {a for a, *_ in matching.pairs} | set(matching.removed) == set(range(len(old)))
    assert {b for _, b, *_ in matching.pairs} | set(matching.added) == set(range(len(new)))
    assert not {a for a, *_ in matching.pairs} & set(matching.removed)


def test_equal_lists_match_one_to_one_in_any_order() -> None:
    old = wordings("old")
    new = old[:]
    random.Random(7).shuffle(new)
    matching = match(old, new)
    assert all(old[a] == new[b] and score == 1.0 and kind == "same" for a, b, score, kind in matching.pairs)
    assert len(matching.pairs) == len(old)


def test_spaces_and_invisible_characters_are_no_rewording() -> None:
    (pair,) = match(["Caf\u00e9 menus — plan."], [" Cafe\u0301\u00a0menus —  plan.\u200b"]).pairs
    assert pair == (0, 0, 1.0, "same")


def test_equal_statements_are_paired_within_their_level_first() -> None:
    old = [("a", "Ovens — clean."), ("b", "Ovens — clean.")]
    new = [("b", "Ovens — clean."), ("a", "Ovens — clean.")]
    assert [(a, b) for a, b, *_ in match(old, new).pairs] == [(0, 1), (1, 0)]


def test_lists_of_plain_texts_and_empty_lists_are_fine() -> None:
    assert match([], []).pairs == []
    assert match(["A — do."], []).removed == (0,)
    assert match([], ["A — do."]).added == (0,)
    assert match(["", "!"], ["!", ""]).pairs == [(0, 1, 1.0, "same"), (1, 0, 1.0, "same")]


def test_unrelated_statements_are_not_paired() -> None:
    matching = match(["Bread — bake in a deck oven."], ["Invoices — file by client and date."])
    assert matching.pairs == []
