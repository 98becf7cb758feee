from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core.blame import rewritten, runs, written
from lexcurric.core.wording import normal, tokens
from lexcurric.core.words import Mark, kept_words, mark_words

TEXTS = st.lists(
    st.sampled_from(
        ["flour", "salt", "the", "of", "weigh,", "score", "—", "by", "hand.", "Hand", "2.5", "kg", "evenly", "and"]
    ),
    max_size=12,
).map(" ".join)


@given(old=TEXTS, new=TEXTS)
def test_words_that_a_diff_shows_as_equal_are_kept_and_no_others(old: str, new: str) -> None:
    kept = kept_words(old, new)
    before, after = tokens(normal(old)), tokens(normal(new))
    assert len(kept) == len(after)
    assert all(before[place] == after[index] for index, place in enumerate(kept) if place is not None)
    places = [place for place in kept if place is not None]
    assert places == sorted(set(places))
    equal = "".join(run for mark, run in mark_words(old, new) if mark is Mark.EQUAL)
    assert "".join(after[index] for index, place in enumerate(kept) if place is not None) == equal


@given(texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_the_runs_of_a_wording_joined_are_the_wording_and_each_has_an_owner_who_wrote_it(texts: list[str]) -> None:
    marked = written(texts[0], 0)
    for number, text in enumerate(texts[1:], start=1):
        marked = rewritten(text, [marked], number)
    found = runs(marked)
    assert "".join(words for words, _ in found) == normal(texts[-1])
    assert all(one[1] != two[1] for one, two in pairwise(found))
    for words, owner in found:
        assert all(word in tokens(normal(texts[owner])) for word in tokens(words) if word[:1].isalnum())


def test_a_wording_joined_of_two_keeps_the_words_of_both() -> None:
    one, two = written("Tubs — tare.", "Ada"), written("Trays — grease.", "Bob")
    assert runs(rewritten("Tubs and trays — tare, then grease.", [one, two], "Cy")) == [
        ("Tubs ", "Ada"),
        ("and trays — ", "Cy"),
        ("tare, ", "Ada"),
        ("then ", "Cy"),
        ("grease.", "Bob"),
    ]
