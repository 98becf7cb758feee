from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lexcurric.core.match import match
from lexcurric.core.matching.likeness import EVIDENCE
from lexcurric.core.matching.weights import LEARNED
from lexcurric.core.matching.weights_meaning import LEARNED as LEARNED_WITH_MEANING

TOPICS = {"oven": 0, "stove": 0, "dough": 1, "batter": 1, "floor": 2, "broom": 2}
OVEN, STOVE = "Oven — preheat before loading.", "Stove — bring up to temperature ahead of filling."
FLOOR, DOUGH = "Floor — sweep at closing time.", "Dough — mix to a recipe card."


class Topics:
    """A meaning for each first word that names a topic; all else means nothing that anything else does."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = np.zeros((len(texts), 3 + len(texts)), dtype=np.float32)
        for row, text in enumerate(texts):
            rows[row, TOPICS.get(text.split(" ", maxsplit=1)[0].lower(), 3 + row)] = 1
        return rows


def test_statements_of_one_meaning_are_paired_with_hardly_a_word_in_common_and_it_is_told_why() -> None:
    old, new = [DOUGH, OVEN, FLOOR], [FLOOR, DOUGH, STOVE]
    assert match(old, new).removed == (1,)
    found = match(old, new, meaning=Topics())
    assert [each[:2] for each in found.pairs] == [(0, 1), (1, 2), (2, 0)]
    assert "the language model finds their meanings near" in found.found[1].why


def test_meaning_is_asked_only_of_what_equal_wordings_leave_over() -> None:
    topics = Topics()
    match([DOUGH, OVEN, FLOOR], [FLOOR, DOUGH, STOVE], meaning=topics)
    assert sorted(topics.asked) == [OVEN, STOVE]
    topics = Topics()
    assert match([DOUGH, FLOOR], [FLOOR, DOUGH], meaning=topics).pairs == match([DOUGH, FLOOR], [FLOOR, DOUGH]).pairs
    assert topics.asked == []


def test_statements_of_other_meanings_stay_apart() -> None:
    found = match([DOUGH, OVEN], [DOUGH, FLOOR], meaning=Topics())
    assert (found.removed, found.added) == ((1,), (1,))


def test_what_a_person_settled_wins_over_meaning() -> None:
    found = match([DOUGH, OVEN], [DOUGH, STOVE], different=[(1, 1)], meaning=Topics())
    assert (found.removed, found.added) == ((1,), (1,))
    assert found.similar == ()


def test_long_lists_are_weighed_pair_by_pair() -> None:
    words = [f"{a}{b}" for a in "bcdfghjklm" for b in ("ar", "el", "in", "om", "ut")]
    stock = [f"{first} {second} — keep {first}{second} near {second}{first}." for first in words for second in words]
    old, new = (
        [*stock[:600], OVEN],
        [*(text.replace("keep", "hold") for text in stock[:600]), STOVE.replace("ahead", OVEN)],
    )
    found = match(old, new, meaning=Topics())
    assert (600, 600) in {each[:2] for each in found.pairs}
    assert all(a == b for a, b, *_ in found.pairs)


def test_the_numbers_with_meaning_have_one_more_for_the_texts() -> None:
    assert len(LEARNED.text) == len(EVIDENCE) + 1
    assert len(LEARNED_WITH_MEANING.text) == len(EVIDENCE) + 2
    assert LEARNED_WITH_MEANING.text[-1] > 0
    assert [len(each) for each in LEARNED_WITH_MEANING[1:]] == [len(each) for each in LEARNED[1:]]
