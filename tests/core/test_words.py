from __future__ import annotations

from itertools import pairwise
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core.diff import diff
from lexcurric.core.wording import normal, stem, tokens, words
from lexcurric.core.words import find_moves, mark_words, merge_words
from tests.samples import sample_pair

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


def shown(old: str, new: str) -> str:
    """The marks as one line: [-gone-], {+come+}."""
    signs = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return "".join(signs[mark.value].format(run) for mark, run in mark_words(old, new))


@pytest.mark.parametrize(
    ("old", "new", "marked", "moves"),
    [
        pytest.param(
            "Rolls — shape by hand at the bench.",
            "Rolls — portion on a scale at the bench.",
            "Rolls — [-shape by hand-]{+portion on a scale+} at the bench.",
            (),
            id="whole phrases, and no small words left between",
        ),
        pytest.param(
            "Dough — mix, and rest overnight.",
            "When ready, dough — mix and rest overnight.",
            "[-Dough-]{+When ready, dough+} — mix[-,-] and rest overnight.",
            (),
            id="a capital and a comma drag nothing along",
        ),
        pytest.param(
            "Rye doughs — scale by weight, using a bench scale.",
            "Rye dough — using a bench scale, scale by weight.",
            "Rye [-doughs-]{+dough+} — [-scale by weight, -]using a bench scale{+, scale by weight+}.",
            (("scale by weight", "scale by weight"),),
            id="a phrase that changed places",
        ),
        pytest.param(
            "Allergens — identify in all recipes.",
            "In all recipes, allergens — identify.",
            "[-Allergens-]{+In all recipes, allergens+} — identify[- in all recipes-].",
            (("in all recipes", "In all recipes"),),
            id="a phrase that came to the front, with a capital",
        ),
        pytest.param(
            "Cakes, tarts and pies — decorate by hand.",
            "Tarts, pies, and cakes — decorate by hand.",
            "[-Cakes, tarts and-]{+Tarts,+} pies{+, and cakes+} — decorate by hand.",
            (("Cakes", "cakes"),),
            id="a list in another order",
        ),
        pytest.param(
            "Ovens — preheat to 220 degrees before each batch.",
            "Ovens — preheat to 240 degrees before every batch.",
            "Ovens — preheat to [-220-]{+240+} degrees before [-each-]{+every+} batch.",
            (),
            id="two words, each where it stands",
        ),
        pytest.param(
            "Baking schedules — plan for the week under supervision.",
            "Baking schedules — plan for the month without supervision.",
            "Baking schedules — plan for the [-week under-]{+month without+} supervision.",
            (),
            id="neighbors that changed are one change",
        ),
        pytest.param(
            "Food safety records — keep.",
            "Records of food safety checks — keep and file daily.",
            "[-Food-]{+Records of food+} safety [-records-]{+checks+} — keep{+ and file daily+}.",
            (("records", "Records"),),
            id="a word turned round",
        ),
        pytest.param(
            "Flour deliveries — check against the order and the invoice, and store.",
            "Deliveries of flour — check against the order, and store in a dry place.",
            "[-Flour deliveries-]{+Deliveries of flour+} — check against the order[- and the invoice-], and store"
            "{+ in a dry place+}.",
            (),
            id="no match from a small word far away",
        ),
        pytest.param(
            "Staff rotas — prepare for a small team.",
            "Work plans for the bakery's apprentices — review each quarter.",
            "[-Staff rotas-]{+Work plans for the bakery's apprentices+} — [-prepare for a small team-]"
            "{+review each quarter+}.",
            (),
            id="another statement altogether: object and performance apart",
        ),
        pytest.param(
            "Puff Pastry Sheets — laminate.",
            "Puff pastry sheets — laminate.",
            "Puff [-Pastry Sheets-]{+pastry sheets+} — laminate.",
            (),
            id="capitals side by side are one mark",
        ),
        pytest.param(
            "Steam injection — adjust, such as at the start of a bake.",
            "Steam injection — adjust, such as with the damper, at the start of a bake.",
            "Steam injection — adjust, such as {+with the damper, +}at the start of a bake.",
            (),
            id="what came is marked where it came",
        ),
        pytest.param(
            "Prices — set in the light of costs and of competitors' prices.",
            "Prices — set in the light of demand, costs and competitors.",
            "Prices — set in the light of {+demand, +}costs and [-of -]competitors[-' prices-].",
            (),
            id="small changes to a list",
        ),
        pytest.param(
            "Pans — oil, line, and oil again.", "Pans — oil, line, and oil again.", "Pans — oil, line, and oil again.", (),
            id="nothing changed",
        ),
        pytest.param("", "Pans — oil.", "{+Pans — oil.+}", (), id="from nothing"),
    ],
)  # fmt: skip
def test_marks_read_as_a_person_would_set_them(
    old: str, new: str, marked: str, moves: tuple[tuple[str, str], ...]
) -> None:
    assert shown(old, new) == marked
    assert find_moves(mark_words(old, new)) == moves


@given(pieces.map(" ".join), pieces.map(" ".join))
def test_what_moved_was_taken_out_and_put_in(old: str, new: str) -> None:
    marked = mark_words(old, new)
    for gone, come in find_moves(marked):
        assert any(gone in run for mark, run in marked if mark == "delete")
        assert any(come in run for mark, run in marked if mark == "insert")
        assert [stem(word) for word in words(gone)] == [stem(word) for word in words(come)]


def test_no_mark_stands_beside_one_of_its_own_sort() -> None:
    for change in diff(*sample_pair()).statement_changes:
        marks = [mark for mark, _ in change.words]
        assert all(one != other for one, other in pairwise(marks))


def test_long_texts_take_less_than_a_second() -> None:
    chance = Random(1)
    every = [f"word{chance.randrange(900)}" if chance.random() < 0.6 else "the" for _ in range(2000)]
    fresh = [word if chance.random() < 0.8 else f"new{chance.randrange(90)}" for word in every]
    other = [f"word{chance.randrange(900)}" if chance.random() < 0.6 else "the" for _ in range(2000)]
    for after in (fresh, [*every[900:], *every[:900]], other):
        start = process_time()
        find_moves(mark_words(" ".join(every), " ".join(after)))
        assert process_time() - start < 1


def test_a_long_text_with_a_new_beginning_keeps_its_marks_apart() -> None:
    text = " ".join(f"step {n} of the plan, then" for n in range(900))
    marked = mark_words(text, "A foreword of some length. " + text.replace("step 450 of", "step 450a of"))
    assert [(mark.value, run) for mark, run in marked if mark != "equal"] == [
        ("insert", "A foreword of some length. "),
        ("delete", "450"),
        ("insert", "450a"),
    ]


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
    ("base", "ours", "theirs", "merged"),
    [
        ("A b c d e f.", "A x c d e f.", "A b c d y f.", "A x c d y f."),
        ("A b c d e f.", "A x c d e f.", "A x c d e f.", "A x c d e f."),
        ("A b c d e f.", "A b c d e f.", "A b c z e f.", "A b c z e f."),
        ("A b c d e f.", "A x c d e f.", "A y c d e f.", None),
        ("A b c d e f.", "A x y d e f.", "A b z d e f.", None),
        ("A b c d e f.", "A c d e f.", "A b c d e f g.", "A c d e f g."),
        # Two neighboring changes that both sides made stand in nobody's way.
        ("Load trays on racks by hand.", *["Loads heavy trays on racks by hand."] * 3),
        (
            "Load trays on racks by hand.",
            "Loads heavy trays on racks by crane.",
            "Loads heavy trays on shelves by hand.",
            "Loads heavy trays on shelves by crane.",
        ),
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
