"""
Threads: statements put together by how alike they are, so that each group can be a row of a rubric.

First each level is assigned to the next one, statement to statement, so that all pairs together are as alike as can be
(an optimal assignment, as in matching); then groups are joined, the two that are most alike on the average first. A
pair of the assignment weighs more, statements of one level weigh less: a criterion is a thread through the levels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from lexcurric.core.matching.assign import assign

Step: TypeAlias = Callable[[float], None]
"""Is told how much is done, from 0 to 1, and may raise to stop it."""

if TYPE_CHECKING:
    from lexcurric.core.criteria.likeness import Likeness
    from lexcurric.core.matching.vectors import Floats

    Table: TypeAlias = Floats

PAIRED = 0.15
"""What is added to the likeness of two statements that an assignment of adjacent levels has put together."""
LEAST_PAIR = 0.12
"""Less alike than this, no pair is assigned."""
SAME_LEVEL = 0.75
"""What the likeness of two statements of one level counts for, against that of two levels."""
ENOUGH = 0.13
"""Groups that are less alike on the average than this stay apart."""
MUCH = 0.2
"""Whole threads are joined from this on; below only to come down to a number of threads, small ones first."""
BARELY = 0.07
"""Down to this they are joined where there are more groups than asked for."""
FITS = 0.13
"""A statement that is less alike than this to the members of every thread is left loose."""
CROWD = 4
"""So many statements of one level at most make a cell that a trainer can still read; more where levels are long."""
BETTER = 1.3
"""So many times as alike to another thread, a statement is moved there."""


def untold(_share: float) -> None:
    """Hears of a step where nobody watches."""


def pairs_of_levels(likeness: Likeness, levels: Sequence[str]) -> set[tuple[int, int]]:
    """The pairs of rows that the best assignment of each level to the next puts together."""
    found: set[tuple[int, int]] = set()
    at = {level: [i for i, row in enumerate(likeness.rows) if row.level == level] for level in levels}
    filled = [level for level in levels if at[level]]
    for low, high in pairwise(filled):
        part = likeness.table[np.ix_(at[low], at[high])]
        there = part >= LEAST_PAIR
        edges = list(zip(*(each.tolist() for each in (*np.nonzero(there), part[there])), strict=True))
        found |= {(at[low][a], at[high][b]) for a, b in assign(edges)} if edges else set()
    return found


def weighed(likeness: Likeness, paired: set[tuple[int, int]]) -> Floats:
    """The likeness of all pairs as grouping counts it."""
    table = np.array(likeness.table)
    levels = np.array([row.level for row in likeness.rows])
    if len(levels):
        table[levels[:, None] == levels[None, :]] *= SAME_LEVEL
    for one, other in paired:
        table[one, other] += PAIRED
        table[other, one] += PAIRED
    return table


def group(  # noqa: PLR0913 - what is grouped, how far, and who watches
    table: Floats,
    alike: Floats,
    levels: Sequence[str],
    most: int,
    held: Mapping[int, int] | None = None,
    *,
    exact: bool = False,
    step: Step = untold,
) -> list[list[int]]:
    """
    The rows in groups, by average linkage on `table` (`alike` is the likeness itself): `most` of two or more, and rows
    that are alone.

    With `held`, rows of one number start together, and rows of two numbers never come together. With `exact`, the
    number is aimed at: groups are joined, or kept apart, for it as far as likeness allows. `step` is told how much of
    it is done, from 0 to 1.
    """
    joining = _Joining(table, levels, held or {})
    done = 0
    while (best := joining.best()) is not None:
        a, b = best
        if exact and min(len(joining.groups[a]), len(joining.groups[b])) > 1 and joining.threads() <= most:
            joining.forbid(a, b)
        else:
            joining.join(a, b)
            done += 1
            step(0.6 * done / len(levels))
    joining.place_lone(step)
    step(0.7)
    joining.move_to_better(alike, held or {}, step)
    step(0.9)
    joining.come_down_to(most, step)
    return [rows for rows in joining.groups if rows]


class _Joining:
    """
    Groups of rows, how alike any two groups are on the average, and which must not come together (0 then).

    A group that was joined to another is empty and keeps its place.
    """

    def __init__(self, table: Floats, levels: Sequence[str], held: Mapping[int, int]) -> None:
        self.table, self.levels = table, levels
        self.groups, self.owners = _start(len(levels), held)
        names = sorted(set(levels))
        self.stands = np.array([[level == name for name in names] for level in levels], dtype=float)
        self.crowd = max(CROWD, -(-max((levels.count(each) for each in names), default=0) // 3))
        self._measure(ENOUGH, MUCH)

    def _measure(self, least: float, apart: float) -> None:
        """
        Counts everything anew from the groups as they are; those that are empty go. Less alike than `least` is not at
        all alike; whole threads are not below `apart`.
        """
        self.least, self.apart = least, apart
        there = [at for at, rows in enumerate(self.groups) if rows]
        self.groups, self.owners = [self.groups[at] for at in there], [self.owners[at] for at in there]
        size = len(self.groups)
        order = [row for rows in self.groups for row in rows]
        self.sizes = np.array([len(rows) for rows in self.groups], dtype=float)
        self.owned = np.array([owner is not None for owner in self.owners], dtype=bool)
        self.means, self.most = np.zeros((size, size)), np.zeros(size)
        if not size:
            self.sums, self.counts = np.zeros((0, 0)), np.zeros((0, 0))
            return
        starts = np.cumsum([0, *map(len, self.groups[:-1])])
        self.sums = np.add.reduceat(np.add.reduceat(self.table[np.ix_(order, order)], starts, axis=0), starts, axis=1)
        self.counts = np.add.reduceat(self.stands[order], starts, axis=0)
        for at in range(size):
            self.means[at] = self._means(at)
        self.most = self.means.max(axis=1)

    def _means(self, at: int) -> Floats:
        """How alike one group is to each other one; 0 where the two cannot come together."""
        others = np.flatnonzero(self.sums[at])
        # Rounded, so that the last digit of a sum, which depends on the machine, decides nothing.
        found = np.round(self.sums[at][others] / (self.sizes[others] * self.sizes[at]), 9)
        least = np.where(self.sizes[others] > 1, self.apart, self.least) if self.sizes[at] > 1 else self.least
        free = (found >= least) & (others != at)
        others, found = others[free], found[free]
        free = (self.counts[others] + self.counts[at]).max(axis=1, initial=0) <= self.crowd
        if self.owned[at]:
            free &= ~self.owned[others]
        means = np.zeros(len(self.groups))
        means[others[free]] = found[free]
        return means

    def threads(self) -> int:
        """How many groups are threads: of two or more, or a designer's own."""
        return int(((self.sizes > 1) | (self.owned & (self.sizes > 0))).sum())

    def best(self) -> tuple[int, int] | None:
        """The two groups that are most alike, the lower place first; None where no two are alike enough."""
        if len(self.groups) < 2:
            return None
        a = int(np.argmax(self.most))
        b = int(np.argmax(self.means[a]))
        return (min(a, b), max(a, b)) if self.most[a] > 0 else None

    def forbid(self, a: int, b: int) -> None:
        """These two stay apart, until one of them grows."""
        self.means[a, b] = self.means[b, a] = 0.0
        self.most[[a, b]] = self.means[[a, b]].max(axis=1)

    def join(self, a: int, b: int) -> None:
        """The two groups become one, in the place of the first."""
        self.groups[a] = sorted([*self.groups[a], *self.groups[b]])
        self.groups[b] = []
        if self.owners[a] is None:
            self.owners[a] = self.owners[b]
        self.owners[b] = None
        self.owned[a], self.owned[b] = self.owners[a] is not None, False
        # Of a column only what is there: to walk down the whole of it would take most of the time.
        there = np.flatnonzero(self.sums[b])
        self.sums[a] += self.sums[b]
        self.sums[there, a] += self.sums[there, b]
        self.sums[b] = self.sums[there, b] = 0
        self.sizes[a] += self.sizes[b]
        self.counts[a] += self.counts[b]
        self.sizes[b] = self.counts[b] = 0
        # The greatest of a row is looked for again only where it was one of these two.
        before = self.means[[a, b]]
        lost = (self.most > 0) & (before == self.most).any(axis=0)
        self.means[np.flatnonzero(before[0]), a] = self.means[np.flatnonzero(before[1]), b] = 0
        self.means[a], self.means[b] = self._means(a), 0
        there = np.flatnonzero(self.means[a])
        self.means[there, a] = self.means[a, there]
        self.most = np.maximum(self.most, self.means[a])
        lost[[a, b]] = True
        self.most[lost] = self.means[lost].max(axis=1)

    def place_lone(self, step: Step = untold) -> None:
        """What is alone goes to the thread of which two members are alike enough to it, if there is one."""
        whole = [at for at, rows in enumerate(self.groups) if len(rows) > 1 or (rows and self.owned[at])]
        lone = [at for at, rows in enumerate(self.groups) if len(rows) == 1 and not self.owned[at]]
        if not whole or not lone:
            return
        rows = [self.groups[one][0] for one in lone]
        fits = np.array([self._fits(rows, at) for at in whole])
        gone = np.zeros(len(lone), dtype=bool)
        while True:
            found, place = divmod(int(np.argmax(fits)), len(lone))
            if fits[found, place] < FITS:
                return
            self.join(whole[found], lone[place])
            gone[place] = True
            fits[:, place] = -1
            fits[found] = np.where(gone, -1, self._fits(rows, whole[found]))
            step(0.6)

    def _fits(self, rows: list[int], at: int) -> Floats:
        """How alike each row is to a group; -1 where it cannot hold it."""
        would = np.array([self._would_hold(row, self.groups[at]) for row in rows])
        return np.where(would, two_best(self.table, self.groups[at])[rows], -1.0)

    def move_to_better(self, alike: Floats, held: Mapping[int, int], step: Step = untold) -> None:
        """A statement that is far more alike to another thread goes there; no thread is left with one for it."""
        # A row a group; -1 for one that is no thread.
        fits = np.full((len(self.groups), len(alike)), -1.0)

        def measure(at: int) -> None:
            fits[at] = two_best(alike, self.groups[at]) if len(self.groups[at]) > 1 else -1.0

        for at in range(len(self.groups)):
            measure(at)
        count = len(self.groups)
        for at, rows in enumerate(list(self.groups)):
            step(0.7 + 0.2 * at / count)
            for row in [each for each in rows if each not in held]:
                rest = [each for each in self.groups[at] if each != row]
                if len(rest) < 2 and not any(each in held for each in rest):
                    continue
                options = fits[:, row].copy()
                options[at] = -1.0
                place = int(np.argmax(options))
                if max(0.0, options[place]) <= BETTER * _two_best(alike, row, rest):
                    continue
                self.groups[at] = rest
                if self._would_hold(row, self.groups[place]):
                    self.groups[place] = sorted([*self.groups[place], row])
                    measure(place)
                else:
                    # Where it belongs the cell is full: that is for a person to settle.
                    self.groups.append([row])
                    self.owners.append(None)
                measure(at)

    def _would_hold(self, row: int, members: Sequence[int]) -> bool:
        return sum(self.levels[each] == self.levels[row] for each in members) < self.crowd

    def come_down_to(self, most: int, step: Step = untold) -> None:
        """Joins whole threads, the most alike and the smallest first, until there are so many."""
        self._measure(BARELY, BARELY)
        while self.threads() > most:
            whole = np.flatnonzero(self.sizes > 1)
            if len(whole) < 2:
                return
            gains = self.means[np.ix_(whole, whole)]
            gains /= np.sqrt(self.sizes[whole][:, None] + self.sizes[whole][None, :])
            a, b = sorted(divmod(int(np.argmax(gains)), len(whole)))
            if not gains[a, b]:
                return
            self.join(int(whole[a]), int(whole[b]))
            step(0.9)


def two_best(table: Floats, members: Sequence[int]) -> Floats:
    """How alike each row is to the two of the members that are most like it, on the average."""
    part = table[:, list(members)]
    if part.shape[1] == 1:
        return part[:, 0]
    part = np.partition(part, part.shape[1] - 2, axis=1)
    return (part[:, -1] + part[:, -2]) / 2


def _two_best(table: Floats, row: int, members: Sequence[int]) -> float:
    """How alike a row is to the two of the members that are most like it, on the average."""
    return float(np.sort(table[row, list(members)])[::-1][:2].mean())


def _start(count: int, held: Mapping[int, int]) -> tuple[list[list[int]], list[int | None]]:
    together: dict[int, list[int]] = {}
    for row in range(count):
        if row in held:
            together.setdefault(held[row], []).append(row)
    groups = [*together.values(), *([row] for row in range(count) if row not in held)]
    return groups, [*together.keys(), *([None] * (len(groups) - len(together)))]
