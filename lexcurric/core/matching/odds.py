"""From evidence to a probability: texts, place and rivals weighed together, in two rounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lexcurric.core.matching.place import Place, place_evidence
from lexcurric.core.matching.weights import LEARNED, Weights

if TYPE_CHECKING:
    from lexcurric.core.matching.likeness import Pairs
    from lexcurric.core.matching.vectors import Flags, Floats, Ints

NO_RIVAL = -6.0
"""Log-odds of the best rival where there is none worth the name."""
IMPOSSIBLE = -30.0


class Where(NamedTuple):
    """
    Where the candidates come from: the levels of every statement on both sides, the indexes of the left-overs, and the
    (old, new) pairs that are certain, and those that a person said are apart.
    """

    levels: tuple[Sequence[str], Sequence[str]]
    rest: tuple[Sequence[int], Sequence[int]]
    certain: Sequence[tuple[int, int]]
    apart: Sequence[tuple[int, int]] = ()


class Odds:
    """
    The log-odds of every candidate pair: `text` by the texts alone, `final` with place and rivals; `place` is the last
    evidence of place. Two rounds: the first finds better anchors for the second.
    """

    def __init__(self, pairs: Pairs, where: Where, weights: Weights = LEARNED) -> None:
        self.pairs, self.where = pairs, where
        self.old, self.new = np.array(where.rest[0])[pairs.rows], np.array(where.rest[1])[pairs.columns]
        self.barred = _places(self.old, self.new, where.apart)
        self.text = self._weighed(pairs.evidence, weights.text)
        self.rounds: list[Floats] = []
        self.final = self.text
        for learned in (weights.first, weights.second):
            self.rounds.append(self._evidence())
            self.final = self._weighed(self.rounds[-1], learned)

    def _weighed(self, evidence: Floats, learned: Sequence[float]) -> Floats:
        odds = evidence @ np.array(learned[1:]) + learned[0]
        return np.where(self.barred, IMPOSSIBLE, odds)

    @property
    def probability(self) -> Floats:
        """How sure each pair is, from 0 to 1."""
        found: Floats = 1 / (1 + np.exp(-np.clip(self.final, IMPOSSIBLE, -IMPOSSIBLE)))
        return found

    def _evidence(self) -> Floats:
        """A row a pair: text, order, level, the best rival of the old and of the new, and how telling place is."""
        before, is_first = self.final, not self.rounds
        place = self.place = self._place(before)
        rough = self.text + 0.4 * place.order + 0.4 * place.level if is_first else before
        many, more = self.pairs.shape
        return np.column_stack(
            [
                self.text,
                place.order,
                place.level,
                rivals(rough, self.pairs.rows, many),
                rivals(rough, self.pairs.columns, more),
                np.full(len(rough), place.order_tells),
                np.full(len(rough), place.level_tells),
            ]
        )

    def _place(self, odds: Floats) -> Place:
        rows, columns = self.pairs.rows, self.pairs.columns
        first, second = _firsts(odds, rows, self.pairs.shape[0]), _firsts(odds, columns, self.pairs.shape[1])
        mutual = [at for at in first if at >= 0 and odds[at] >= 0 and second[columns[at]] == at]
        anchors = list(self.where.certain) + [(int(self.old[at]), int(self.new[at])) for at in mutual]
        return place_evidence(self.where.levels, anchors, self.old, self.new)


def _places(old: Ints, new: Ints, wanted: Sequence[tuple[int, int]]) -> Flags:
    """True at each pair that is among those wanted."""
    found = np.zeros(len(old), dtype=bool)
    for a, b in wanted:
        found |= (old == a) & (new == b)
    return found


def _firsts(odds: Floats, groups: Ints, count: int) -> Ints:
    """The place of the highest odds in each group; -1 for a group without any."""
    found = np.full(count, -1)
    order = np.lexsort((np.arange(len(odds))[::-1], odds))
    found[groups[order]] = order
    return found


def rivals(odds: Floats, groups: Ints, count: int) -> Floats:
    """For each pair, the best odds among the others of its group; NO_RIVAL at least."""
    best = np.full(count, NO_RIVAL)
    np.maximum.at(best, groups, odds)
    first = _firsts(odds, groups, count)
    others = odds.copy()
    others[first[first >= 0]] = IMPOSSIBLE
    second = np.full(count, NO_RIVAL)
    np.maximum.at(second, groups, others)
    is_first = np.zeros(len(odds), dtype=bool)
    is_first[first[first >= 0]] = True
    return np.where(is_first, second[groups], best[groups])
