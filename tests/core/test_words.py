from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core.significance import Significance, propose
from lexcurric.core.wording import normal, tokens, words
from lexcurric.core.words import mark_words, merge_words

pieces = st.lists(
    st.sampled_from(["dough", "the", "mix", "oven", ",", ".", "—", "of", "bake-off", "2.5", "é"]), max_size=12
)


@given(pieces.map(" ".join), pieces.map(" ".join))
def test_marks_joined_give_both_texts(old: str, new: str) -> None:
    marked = mark_words(old, new)
    assert "".join(run for mark, run in marked if mark != "insert") == normal(old)
    assert "".join(run for mark, run in marked if mark != "delete") == normal(new)


@given(st.text(max_size=40))
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(st.text(max_size=40))
def test_the_normal_form_is_its_own_normal_form(text: str) -> None:
    assert normal(normal(text)) == normal(text)


def test_marks_do_not_jump_from_word_to_word() -> None:
    marked = mark_words("Rolls — shape by hand at the bench.", "Rolls — portion on a scale at the bench.")
    assert [mark.value for mark, _ in marked] == ["equal", "delete", "insert", "equal"]


@pytest.mark.parametrize(
    ("same", "other"),
    [
        ("a\u00a0b", "a b"),
        ("a\u200bb", "ab"),
        ("e\u0301", "é"),
        ("a\tb\n", "a b"),
        ("so\u00adft", "soft"),
        ("a\ufeff", "a"),
    ],
)
def test_what_nobody_sees_makes_no_difference(same: str, other: str) -> None:
    assert normal(same) == normal(other)


def test_words_keep_hyphens_and_apostrophes_inside() -> None:
    assert words("Don't over-mix: 2 x 5 kg.") == ("don't", "over-mix", "2", "x", "5", "kg")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Rolls — bake and cool.", "Rolls — bake, and cool.", "editorial"),
        ("Rolls — organise by size.", "Rolls — organize by size.", "editorial"),
        ("Colour charts — follow.", "Color charts — follow.", "editorial"),
        ("The rolls — bake.", "Rolls — bake.", "editorial"),
        ("Pans, trays and racks — oil.", "Trays, pans, and racks — oil.", "editorial"),
        ("Heat-proof gloves — wear.", "Heatproof gloves — wear.", "editorial"),
        ("Rolls — bake at 200 degrees.", "Rolls — bake at 220 degrees.", "substantive"),
        ("Rolls — bake with steam.", "Rolls — bake without steam.", "substantive"),
        ("Rolls — bake by eye.", "Rolls — inspect by eye.", "substantive"),
        ("Rolls — bake under supervision.", "Rolls — bake independently.", "substantive"),
        ("White rolls — bake by eye.", "Rye loaves — bake by eye.", "substantive"),
    ],
)
def test_the_significance_of_a_rewording_is_proposed_with_a_reason(old: str, new: str, expected: str) -> None:
    found, why = propose(old, new)
    assert found is Significance(expected)
    assert why


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("A b c d e f.", "A x c d e f.", "A b c d y f.", "A x c d y f."),
        ("A b c d e f.", "A x c d e f.", "A x c d e f.", "A x c d e f."),
        ("A b c d e f.", "A b c d e f.", "A b c z e f.", "A b c z e f."),
        ("A b c d e f.", "A x c d e f.", "A y c d e f.", None),
        ("A b c d e f.", "A x y d e f.", "A b z d e f.", None),
        ("A b c d e f.", "A c d e f.", "A b c d e f g.", "A c d e f g."),
    ],
)
def test_changes_of_different_words_are_merged_and_others_are_not(
    base: str, ours: str, theirs: str, merged: str
) -> None:
    assert merge_words(base, ours, theirs) == merged
    assert merge_words(base, theirs, ours) == merged


@given(pieces.map(" ".join), pieces.map(" ".join))
def test_merging_with_an_unchanged_side_takes_the_other(base: str, changed: str) -> None:
    assert merge_words(base, changed, base) == merge_words(base, base, changed) == normal(changed)
