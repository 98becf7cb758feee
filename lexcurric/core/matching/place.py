"""
Place as evidence: order and level, each as strong as the statements that are certain prove it.

Anchors are the pairs that need no help from their place: equal wordings, and those that are each other's best match.
How close to their neighbours' partners anchors stand, compared with how close they would by chance, gives the weight of
evidence of a place (a log-likelihood ratio, after I. J. Good). Where a release was shuffled or renumbered the two are
alike, and place says nothing; no setting is needed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Floats, Ints

_EDGES = np.array([0, 1, 2, 4, 8, 16, 32, 64, 128, 1_000_000_000])
_FAR = 1_000_000
ORDER_RANGE, LEVEL_RANGE = (-1.0, 4.0), (-1.0, 3.0)
"""A place is weak evidence against a pair: statements do move."""
SHIFTS = 12


@dataclass(frozen=True)
class Place:
    """The evidence of order and of level for each pair, and how telling each is here (its mean at anchors)."""

    order: Floats
    level: Floats
    order_tells: float
    level_tells: float


def place_evidence(
    levels: tuple[Sequence[str], Sequence[str]], anchors: Sequence[tuple[int, int]], old: Ints, new: Ints
) -> Place:
    """What the places of pairs (indexes into the whole lists) say, measured on the anchors."""
    if not anchors:
        nothing = np.zeros(len(old))
        return Place(nothing, nothing, 0.0, 0.0)
    first, second = (np.array(side) for side in zip(*sorted(anchors), strict=True))
    count = len(old)
    every_old, every_new = np.concatenate([old, first]), np.concatenate([new, second])
    order = np.clip(_order(first, second, every_old, every_new), *ORDER_RANGE)
    level = np.clip(_level(levels, (first, second), every_old, every_new), *LEVEL_RANGE)
    tells = [max(0.0, float(each[count:].mean())) for each in (order, level)]
    return Place(order[:count], level[:count], tells[0], tells[1])


def _order(first: Ints, second: Ints, old: Ints, new: Ints) -> Floats:
    """Log of how much likelier a pair's distance from its neighbours' partners is for a match than by chance."""
    if len(first) < 4:
        return np.zeros(len(old))
    bins = len(_EDGES) - 1
    own = _bins(_distance(first, second, first, second))
    chance = np.zeros(bins)
    for turn in range(1, SHIFTS + 1):
        # Every anchor with another's partner, turned by parts of the golden section, so that all distances occur.
        moved = np.roll(second, max(1, int(len(second) * ((turn * 0.618034) % 1))))
        chance += np.bincount(_bins(_distance(first, second, first, moved)), minlength=bins)
    chance = (chance + 0.5) / (chance.sum() + 0.5 * bins)
    match = np.bincount(own, minlength=bins).astype(float)
    match = (match + 3 * chance) / (match.sum() + 3)
    ratio: Floats = np.log(match / chance)
    return ratio[_bins(_distance(first, second, old, new))]


def _bins(distance: Ints) -> Ints:
    return np.searchsorted(_EDGES, distance, side="right") - 1


def _distance(first: Ints, second: Ints, old: Ints, new: Ints) -> Ints:
    """How far each pair is from where the nearest anchor before it or after it would put it: the lesser."""
    at = np.searchsorted(first, old)
    is_anchor = (at < len(first)) & (first[np.minimum(at, len(first) - 1)] == old)
    before, after = at - 1, np.where(is_anchor, at + 1, at)
    left, right = np.maximum(before, 0), np.minimum(after, len(first) - 1)
    from_left = np.where(before >= 0, np.abs((new - second[left]) - (old - first[left])), _FAR)
    from_right = np.where(after < len(first), np.abs((second[right] - new) - (first[right] - old)), _FAR)
    return np.minimum(from_left, from_right)


def _level(levels: tuple[Sequence[str], Sequence[str]], anchors: tuple[Ints, Ints], old: Ints, new: Ints) -> Floats:
    """Log of how much likelier it is that a statement of one level went to another than that any statement is there."""
    before, after = levels
    if not any(before) or not any(after):
        return np.zeros(len(old))
    share = {name: count / len(after) for name, count in Counter(after).items()}
    went: dict[str, Counter[str]] = defaultdict(Counter)
    for a, b in zip(*anchors, strict=True):
        went[before[a]][after[b]] += 1
    stayed = sum(row[name] for name, row in went.items())
    stays = (stayed + 1) / (len(anchors[0]) + 2)

    def ratio(source: str, target: str) -> float:
        row, common = went[source], share[target]
        if source not in share:
            expected = common
        elif source == target:
            expected = stays
        else:
            expected = (1 - stays) * common / max(1e-9, 1 - share[source])
        likely = (row[target] + 2 * expected) / (row.total() + 2)
        return float(np.log(max(likely, 1e-3) / common))

    sources, targets = sorted(set(before)), sorted(share)
    keys, back = np.unique(
        _codes(sources, before)[old] * len(targets) + _codes(targets, after)[new], return_inverse=True
    )
    ratios = [ratio(sources[key // len(targets)], targets[key % len(targets)]) for key in keys.tolist()]
    return np.array(ratios)[back]


def _codes(names: Sequence[str], entries: Sequence[str]) -> Ints:
    place = {name: at for at, name in enumerate(names)}
    return np.array([place[each] for each in entries])
