"""
Matching: which statement of a new release continues which of the old, when neither has an id.

First what a person has settled, then what is equal in its normal form, then what is equal but for case and punctuation.
What is left is weighed: the texts, their place (as far as the certain pairs prove that places were kept), and their
rivals come to a calibrated probability for each pair, and the most likely assignment is taken. Left-overs that say a
part of what another said make splits and joins. How well it does: `docs/matching.md`, made by `make bench-match`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from lexcurric.core.matching.weights import LEARNED, Weights
from lexcurric.core.matching.weights_meaning import LEARNED as LEARNED_WITH_MEANING
from lexcurric.core.model import Record
from lexcurric.core.wording import folded, normal

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Meaning

Entry = str | tuple[str, str]
CERTAIN = 1.0
FOLDED = 0.995
"""How sure a pair is that differs in case and punctuation alone."""
MOST = 0.99
POSSIBLE, AUTOMATIC = 0.3, 0.9
"""From POSSIBLE on two statements are paired; below AUTOMATIC a person should look (see `docs/matching.md` for why)."""
PART = 0.2
"""From here on a left-over is taken for a part of a split or join; a person should look at every one."""
SIMILAR, SIMILAR_COUNT = 0.03, 3
SETTLED = ("you said that these are the same",)
ONLY_MARKS = ("the same words; only capitals or punctuation changed",)


class PairKind(StrEnum):
    """How a new statement continues an old one."""

    SAME = "same"
    REWORDED = "reworded"
    SPLIT = "split"
    JOINED = "joined"


class Pair(Record):
    """
    One continuation: indexes into the old and the new list, how sure it is (a probability, 0 to 1), and why, in words.

    It is doubtful where something speaks against it, such as another figure, however alike the rest is.
    """

    old: int
    new: int
    score: float
    kind: PairKind
    why: tuple[str, ...] = ()
    is_doubtful: bool = False


class Likeness(Record):
    """Two statements that are alike and were not paired, or not for certain: what a person may pair instead."""

    old: int
    new: int
    score: float
    why: tuple[str, ...] = ()


class Matching(Record):
    """
    Which continues which. `pairs` holds `(old index, new index, score, kind)`; `removed` and `added` what is left over
    on each side; `review` the pairs that a person should look at; `similar` up to three others for each statement that
    is left over or in review, the most alike first.
    """

    found: tuple[Pair, ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]
    similar: tuple[Likeness, ...] = ()

    @property
    def pairs(self) -> list[tuple[int, int, float, str]]:
        """Every pair, by old index, as plain values."""
        return [(each.old, each.new, each.score, each.kind.value) for each in self.found]

    @property
    def review(self) -> list[tuple[int, int, float, str]]:
        """The pairs that are not certain enough to go unseen."""
        unsure = [each for each in self.found if each.kind is not PairKind.SAME]
        return [
            (each.old, each.new, each.score, each.kind.value)
            for each in unsure
            if each.score < AUTOMATIC or each.is_doubtful or each.kind is not PairKind.REWORDED
        ]


def match(
    old: Sequence[Entry],
    new: Sequence[Entry],
    *,
    same: Iterable[tuple[int, int]] = (),
    different: Iterable[tuple[int, int]] = (),
    meaning: Meaning | None = None,
) -> Matching:
    """
    The matching of two lists of wordings, or of (level, wording) pairs, each in the order of its release.

    `same` and `different` are (old index, new index) pairs that a person has settled; they win over any evidence.
    Scores are probabilities, calibrated: of the pairs scored .8, eight in ten are right. `meaning` gives a row of
    length 1 for each text, rows of near meanings having a great product; then that is evidence too, and only then.

    >>> match(["Dough — mix to a recipe.", "Ovens — load."], ["Ovens — load.", "Dough — mix to the recipe."]).pairs
    [(0, 1, 0.99, 'reworded'), (1, 0, 1.0, 'same')]
    """
    learned = LEARNED if meaning is None else LEARNED_WITH_MEANING
    return match_with(learned, old, new, tuple(same), tuple(different), meaning)


def match_with(
    weights: Weights,
    old: Sequence[Entry],
    new: Sequence[Entry],
    same: Sequence[tuple[int, int]] = (),
    apart: Sequence[tuple[int, int]] = (),
    meaning: Meaning | None = None,
) -> Matching:
    """The matching by other numbers than those shipped: for measuring what was learned without a source on it."""
    before, after = [_entry(each) for each in old], [_entry(each) for each in new]
    found = _certain(before, after, dict(same), set(apart))
    used_old, used_new = {each.old for each in found}, {each.new for each in found}
    rest_old = [index for index in range(len(before)) if index not in used_old]
    rest_new = [index for index in range(len(after)) if index not in used_new]
    similar: tuple[Likeness, ...] = ()
    if rest_old and rest_new:
        from lexcurric.core.matching.search import Search

        certain = [(each.old, each.new) for each in found]
        search = Search((before, after), (rest_old, rest_new), certain, apart, weights, meaning)
        found += (likely := search.pairs())
        similar = search.similar(likely)
    old_done, new_done = {each.old for each in found}, {each.new for each in found}
    return Matching(
        found=tuple(sorted(found, key=lambda each: (each.old, each.new))),
        removed=tuple(index for index in range(len(before)) if index not in old_done),
        added=tuple(index for index in range(len(after)) if index not in new_done),
        similar=similar,
    )


def similarity(first: str, second: str) -> float:
    """How likely two wordings alone are one statement, from 0 to 1, whatever stands around them."""
    if normal(first) == normal(second):
        return 1.0
    from lexcurric.core.matching.search import text_probability

    return text_probability(first, second)


def _entry(entry: Entry) -> tuple[str, str]:
    if isinstance(entry, str):
        return "", entry
    if isinstance(entry, Sequence) and len(entry) == 2 and all(isinstance(each, str) for each in entry):
        return entry[0], entry[1]
    raise TypeError(f"expected a statement as text or as (level, text), found {entry!r}")


def _certain(
    old: list[tuple[str, str]], new: list[tuple[str, str]], settled: dict[int, int], apart: set[tuple[int, int]]
) -> list[Pair]:
    """What is settled; then equal wordings, those in the same level first, then in order; then equal but for marks."""
    found = [Pair(old=a, new=b, score=CERTAIN, kind=_kind(old[a], new[b]), why=SETTLED) for a, b in settled.items()]
    left_old = [index for index in range(len(old)) if index not in settled]
    left_new = [index for index in range(len(new)) if index not in set(settled.values())]
    for key, score, kind in (
        (lambda entry: (entry[0], normal(entry[1])), CERTAIN, PairKind.SAME),
        (lambda entry: ("", normal(entry[1])), CERTAIN, PairKind.SAME),
        (lambda entry: ("", folded(entry[1]) or normal(entry[1])), FOLDED, PairKind.REWORDED),
    ):
        waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index in left_new:
            waiting[key(new[index])].append(index)
        pairs: dict[int, int] = {}
        for index in left_old:
            equal = waiting.get(key(old[index]), [])
            free = next((each for each in equal if (index, each) not in apart), None)
            if free is not None:
                equal.remove(free)
                pairs[index] = free
        if kind is PairKind.SAME:
            found += [Pair(old=a, new=b, score=score, kind=kind) for a, b in pairs.items()]
        else:
            found += [_folded_pair(a, b, old[a][1], new[b][1]) for a, b in pairs.items()]
        done = set(pairs.values())
        left_old = [index for index in left_old if index not in pairs]
        left_new = [index for index in left_new if index not in done]
    return found


def _folded_pair(a: int, b: int, before: str, after: str) -> Pair:
    """Two statements of the same words; a sign that changed makes the pair doubtful."""
    from lexcurric.core.matching.reasons import sign_doubts

    doubts = sign_doubts(before, after)
    why = (*ONLY_MARKS, *doubts)
    return Pair(old=a, new=b, score=FOLDED, kind=PairKind.REWORDED, why=why, is_doubtful=bool(doubts))


def _kind(old: tuple[str, str], new: tuple[str, str]) -> PairKind:
    return PairKind.SAME if normal(old[1]) == normal(new[1]) else PairKind.REWORDED
