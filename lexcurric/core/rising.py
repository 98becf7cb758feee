"""The longest run in kept order: what stays when a row is put in another order, so that the fewest are said to move."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_rising(numbers: Sequence[int]) -> set[int]:
    """
    The indexes of a longest strictly rising subsequence (patience sorting); of several, the one that keeps the first.

    >>> sorted(longest_rising([2, 1]))
    [0]
    >>> sorted(longest_rising([3, 0, 1, 2]))
    [1, 2, 3]
    """
    # Read from the back, so that `length[i]` is how long a run can be that begins at i.
    tails: list[int] = []
    length = [0] * len(numbers)
    for index in range(len(numbers) - 1, -1, -1):
        place = bisect_left(tails, -numbers[index])
        tails[place : place + 1] = [-numbers[index]]
        length[index] = place + 1
    kept: set[int] = set()
    wanted, floor = len(tails), None
    for index, number in enumerate(numbers):
        # The first that can still begin a run as long as is left is kept.
        if length[index] == wanted and (floor is None or number > floor):
            kept.add(index)
            wanted, floor = wanted - 1, number
    return kept
