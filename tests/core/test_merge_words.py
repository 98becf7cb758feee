"""Wordings put together word by word: what has to hold whatever the two sides wrote."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexcurric.core.wording import normal, tokens
from lexcurric.core.words import Mark, mark_words, merge_words

BASE = "Bread doughs — mix to the recipe card every single morning before the shop opens its doors."
WORDS = BASE[:-1].split(" ")
changes = st.lists(
    st.tuples(st.integers(0, len(WORDS) - 1), st.sampled_from(["drop", "replace", "insert"]), st.integers(0, 3)),
    max_size=3,
)


def changed(steps: list[tuple[int, str, int]], mark: str) -> str:
    words: dict[int, list[str]] = {index: [word] for index, word in enumerate(WORDS)}
    for index, action, how in steps:
        fresh = f"{mark}{how}"
        words[index] = {"drop": [], "replace": [fresh], "insert": [WORDS[index], fresh]}[action]
    return " ".join(word for row in words.values() for word in row) + "."


def whole_words(text: str) -> list[str]:
    return [token for token in tokens(normal(text)) if token[0].isalnum()]


def went_and_came(new: str) -> tuple[Counter[str], Counter[str]]:
    before, after = Counter(whole_words(BASE)), Counter(whole_words(new))
    return before - after, after - before


@settings(max_examples=150, deadline=None)
@given(changes, changes)
def test_a_proposal_has_the_new_words_of_both_and_none_that_either_took_out(
    mine: list[tuple[int, str, int]], new: list[tuple[int, str, int]]
) -> None:
    ours, theirs = changed(mine, "our"), changed(new, "their")
    found = merge_words(BASE, ours, theirs)
    assert found == merge_words(BASE, theirs, ours)
    if found is None:
        return
    gone, come = went_and_came(found)
    for side in (ours, theirs):
        out, into = went_and_came(side)
        assert not out - gone, f"{side} took out {out}"
        assert not into - come, f"{side} put in {into}"
    assert not come - (went_and_came(ours)[1] + went_and_came(theirs)[1])
    assert found == normal(found)


@settings(max_examples=60, deadline=None)
@given(changes)
def test_the_same_change_on_both_sides_is_the_change_or_no_proposal(mine: list[tuple[int, str, int]]) -> None:
    text = changed(mine, "our")
    assert merge_words(BASE, text, text) in (None, normal(text))
    assert merge_words(BASE, text, BASE) == merge_words(BASE, BASE, text) == normal(text)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (
            "Bread doughs — mix to the recipe book every morning.",
            "Bread doughs — mix to the formula card every morning.",
        ),
        (
            "Bread doughs — knead to the recipe card every morning.",
            "Bread doughs — whisk to the recipe card every morning.",
        ),
        ("Bread doughs — mix to the recipe card.", "Bread doughs — mix to the recipe card each morning."),
        (
            "Soft bread doughs — mix to the recipe card every morning.",
            "Stiff bread doughs — mix to the recipe card every morning.",
        ),
    ],
)
def test_changes_of_the_same_or_of_neighbouring_words_are_not_put_together(ours: str, theirs: str) -> None:
    base = "Bread doughs — mix to the recipe card every morning."
    assert merge_words(base, ours, theirs) is None
    assert merge_words(base, theirs, ours) is None


def test_a_phrase_that_one_side_moved_and_the_other_changed_is_not_put_together_wrongly() -> None:
    base = "Bread doughs — mix to the recipe card every morning before the shop opens."
    moved = "Every morning before the shop opens, bread doughs — mix to the recipe card."
    changed_inside = "Bread doughs — mix to the recipe card every weekday before the shop opens."
    found = merge_words(base, moved, changed_inside)
    assert found is None or (found.count("morning") <= 1 and "weekday" in found)


def test_marks_of_a_proposal_show_both_changes() -> None:
    found = merge_words(BASE, BASE.replace("card", "book"), BASE.replace("Bread", "Rye"))
    assert found is not None
    come = [run.strip() for mark, run in mark_words(BASE, found) if mark is Mark.INSERT]
    assert come == ["Rye", "book"]
