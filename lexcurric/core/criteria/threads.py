"""
Threads: statements put together by how alike they are, so that each group can be a row of a rubric.

First each level is assigned to the next one, statement to statement, so that all pairs together are as alike as can be
(an optimal assignment, as in matching); then groups are joined, the two that are most alike on the average first. A
pair of the assignment weighs more, statements of one level weigh less: a criterion is a thread through the levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from lexcurric.core.matching.assign import assign

if TYPE_CHECKING:
    from typing import TypeAlias

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


def pairs_of_levels(likeness: Likeness, levels: Sequence[str]) -> set[tuple[int, int]]:
    """The pairs of rows that the best assignment of each level to the next puts together."""
    found: set[tuple[int, int]] = set()
    at = {level: [i for i, row in enumerate(likeness.rows) if row.level == level] for level in levels}
    filled = [level for level in levels if at[level]]
    for low, high in pairwise(filled):
        edges = [
            (a, b, float(likeness.table[i, j]))
            for a, i in enumerate(at[low])
            for b, j in enumerate(at[high])
            if likeness.table[i, j] >= LEAST_PAIR
        ]
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


def group(
    table: Floats,
    alike: Floats,
    levels: Sequence[str],
    most: int,
    held: Mapping[int, int] | None = None,
    *,
    exact: bool = False,
) -> list[list[int]]:
    """
    The rows in groups, by average linkage on `table` (`alike` is the likeness itself): `most` of two or more, and rows
    that are alone.

    With `held`, rows of one number start together, and rows of two numbers never come together. With `exact`, the
    number is aimed at: groups are joined, or kept apart, for it as far as likeness allows.
    """
    joining = _Joining(table, levels, held or {})
    while (best := joining.best(ENOUGH)) is not None:
        value, a, b = best
        both = min(len(joining.groups[a]), len(joining.groups[b])) > 1
        if both and (value < MUCH or (exact and joining.threads() <= most)):
            joining.forbid(a, b)
        else:
            joining.join(a, b)
    joining.place_lone()
    joining.move_to_better(alike, held or {})
    joining.come_down_to(most)
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
        self._measure()

    def _measure(self) -> None:
        """Counts everything anew from the groups as they are."""
        size = len(self.groups)
        member = np.zeros((size, len(self.levels)))
        for at, rows in enumerate(self.groups):
            member[at, rows] = 1
        self.sums = member @ self.table @ member.T
        self.sizes = member.sum(axis=1)
        self.counts = member @ self.stands if size else np.zeros((0, 0))
        self.owned = np.array([owner is not None for owner in self.owners], dtype=bool)
        self.means = np.zeros((size, size))
        for at in range(size):
            self.means[at] = self._means(at)

    def _means(self, at: int) -> Floats:
        """How alike one group is to each other one; 0 where the two cannot come together."""
        sizes = self.sizes * self.sizes[at]
        free = sizes > 0
        if self.counts.size:
            free &= (self.counts + self.counts[at]).max(axis=1) <= self.crowd
        if self.owned[at]:
            free &= ~self.owned
        free[at] = False
        # Rounded, so that the last digit of a sum, which depends on the machine, decides nothing.
        return np.where(free, np.round(self.sums[at] / np.where(sizes > 0, sizes, 1), 9), 0.0)

    def threads(self) -> int:
        """How many groups are threads: of two or more, or a designer's own."""
        return int(((self.sizes > 1) | (self.owned & (self.sizes > 0))).sum())

    def best(self, least: float) -> tuple[float, int, int] | None:
        """The two groups that are most alike, the lower place first."""
        if len(self.groups) < 2:
            return None
        a, b = sorted(divmod(int(np.argmax(self.means)), len(self.groups)))
        value = float(self.means[a, b])
        return (value, a, b) if value >= least else None

    def forbid(self, a: int, b: int) -> None:
        """These two stay apart, until one of them grows."""
        self.means[a, b] = self.means[b, a] = 0.0

    def join(self, a: int, b: int) -> None:
        """The two groups become one, in the place of the first."""
        self.groups[a] = sorted([*self.groups[a], *self.groups[b]])
        self.groups[b] = []
        if self.owners[a] is None:
            self.owners[a] = self.owners[b]
        self.owners[b] = None
        self.owned[a], self.owned[b] = self.owners[a] is not None, False
        self.sums[a] += self.sums[b]
        self.sums[:, a] += self.sums[:, b]
        self.sizes[a] += self.sizes[b]
        self.counts[a] += self.counts[b]
        self.sums[b] = self.sums[:, b] = self.sizes[b] = self.counts[b] = 0
        self.means[b] = self.means[:, b] = 0
        self.means[a] = self.means[:, a] = self._means(a)

    def place_lone(self) -> None:
        """What is alone goes to the thread of which two members are alike enough to it, if there is one."""
        while True:
            whole = [at for at, rows in enumerate(self.groups) if len(rows) > 1 or (rows and self.owned[at])]
            lone = [at for at, rows in enumerate(self.groups) if len(rows) == 1 and not self.owned[at]]
            found = [
                (_two_best(self.table, self.groups[one][0], self.groups[at]), -at, -one)
                for one in lone
                for at in whole
                if self._would_hold(self.groups[one][0], self.groups[at])
            ]
            value, at, one = max(found, default=(0.0, 0, 0))
            if value < FITS:
                return
            self.join(-at, -one)

    def move_to_better(self, alike: Floats, held: Mapping[int, int]) -> None:
        """A statement that is far more alike to another thread goes there; no thread is left with one for it."""
        for at, rows in enumerate(list(self.groups)):
            for row in [each for each in rows if each not in held]:
                rest = [each for each in self.groups[at] if each != row]
                if len(rest) < 2 and not any(each in held for each in rest):
                    continue
                options = [
                    (_two_best(alike, row, other), -place)
                    for place, other in enumerate(self.groups)
                    if place != at and len(other) > 1
                ]
                value, place = max(options, default=(0.0, 0))
                if value <= BETTER * _two_best(alike, row, rest):
                    continue
                self.groups[at] = rest
                if self._would_hold(row, self.groups[-place]):
                    self.groups[-place] = sorted([*self.groups[-place], row])
                else:
                    # Where it belongs the cell is full: that is for a person to settle.
                    self.groups.append([row])
                    self.owners.append(None)

    def _would_hold(self, row: int, members: Sequence[int]) -> bool:
        return sum(self.levels[each] == self.levels[row] for each in members) < self.crowd

    def come_down_to(self, most: int) -> None:
        """Joins whole threads, the most alike and the smallest first, until there are so many."""
        self._measure()
        while self.threads() > most:
            whole = self.sizes > 1
            gains = np.where(whole[:, None] & whole[None, :] & (self.means >= BARELY), self.means, 0)
            gains /= np.sqrt(np.maximum(self.sizes[:, None] + self.sizes[None, :], 1))
            a, b = sorted(divmod(int(np.argmax(gains)), len(self.groups)))
            if not gains[a, b]:
                return
            self.join(a, b)


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
