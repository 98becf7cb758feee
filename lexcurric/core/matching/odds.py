"""From evidence to a probability: texts, place and rivals weighed together, in two rounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from lexcurric.core.matching.place import Place, place_evidence
from lexcurric.core.matching.weights import FIRST, SECOND

if TYPE_CHECKING:
    from lexcurric.core.matching.likeness import Pairs
    from lexcurric.core.matching.vectors import Flags, Floats, Ints

NO_RIVAL = -6.0
"""Log-odds of the best rival where there is none worth the name."""
IMPOSSIBLE = -30.0


class Odds:
    """
    The log-odds of every candidate pair: `text` by the texts alone, `final` with place and rivals; `place` is the last
    evidence of place. Two rounds: the first finds better anchors for the second.
    """

    def __init__(
        self,
        pairs: Pairs,
        levels: tuple[Sequence[str], Sequence[str]],
        rest: tuple[Ints, Ints],
        certain: Sequence[tuple[int, int]],
        apart: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.pairs, self.levels, self.certain = pairs, levels, list(certain)
        self.old, self.new = rest[0][pairs.rows], rest[1][pairs.columns]
        self.barred = _places(self.old, self.new, apart)
        self.text = np.where(self.barred, IMPOSSIBLE, pairs.text)
        self.rounds: list[Floats] = []
        found = self.text
        for turn, weights in enumerate((FIRST, SECOND)):
            evidence = self.evidence(found, turn)
            self.rounds.append(evidence)
            found = np.where(self.barred, IMPOSSIBLE, evidence @ np.array(weights[1:]) + weights[0])
        self.final = found

    @property
    def probability(self) -> Floats:
        """How sure each pair is, from 0 to 1."""
        found: Floats = 1 / (1 + np.exp(-np.clip(self.final, IMPOSSIBLE, -IMPOSSIBLE)))
        return found

    def evidence(self, before: Floats, turn: int) -> Floats:
        """A row a pair: text, order, level, the best rival of the old and of the new, and how telling place is."""
        place = self.place = self._place(before)
        rough = before if turn else self.text + 0.4 * place.order + 0.4 * place.level
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
        anchors = self.certain + [(int(self.old[at]), int(self.new[at])) for at in mutual]
        return place_evidence(self.levels, anchors, self.old, self.new)


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
