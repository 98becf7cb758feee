"""The heaviest chain: which elements of two rows stand for each other, so that what stays weighs most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

_NEIGHBORS = 1.0
_MANY = 20_000
_BAND = 60


def heaviest_chain(old: Sequence[str], new: Sequence[str], weight: Callable[[str], float]) -> list[tuple[int, int]]:
    """
    The pairs of indexes of equal elements, rising on both sides, with the greatest weight of all such chains.

    Each pair counts `weight` of its element, and one more where it follows its neighbors on both sides, so that whole
    phrases hold together. Equal beginnings and ends are always taken.
    Time is about that of all equal pairs times the logarithm of the length.

    >>> heaviest_chain(list("xaby"), list("aby"), lambda element: 1)
    [(1, 0), (2, 1), (3, 2)]
    """
    shortest = min(len(old), len(new))
    start = next((index for index in range(shortest) if old[index] != new[index]), shortest)
    rest = shortest - start
    end = next((index for index in range(rest) if old[-1 - index] != new[-1 - index]), rest)
    middle = _chain(old[start : len(old) - end], new[start : len(new) - end], weight, start > 0, end > 0)
    return [
        *((index, index) for index in range(start)),
        *((a + start, b + start) for a, b in middle),
        *((len(old) - index, len(new) - index) for index in range(end, 0, -1)),
    ]


Link = tuple[float, int, int, "Link | None"]


def _chain(
    old: Sequence[str], new: Sequence[str], weight: Callable[[str], float], after: bool, before: bool
) -> list[tuple[int, int]]:
    """The chain between an equal beginning and end, which count as neighbors where there are any."""
    spots = _spots(old, new)
    best = _Best(len(new))
    row: dict[int, Link] = {}
    for a, element in enumerate(old):
        here: dict[int, Link] = {}
        own = weight(element)
        for b in spots(a):
            link = best.up_to(b)
            score = (link[0] if link else 0.0) + own + (_NEIGHBORS if after and a == b == 0 else 0.0)
            beside = row.get(b - 1)
            if beside is not None and beside[0] + own + _NEIGHBORS >= score:
                link, score = beside, beside[0] + own + _NEIGHBORS
            if before and a == len(old) - 1 and b == len(new) - 1:
                score += _NEIGHBORS
            here[b] = (score, a, b, link)
        for b, made in here.items():
            best.offer(b, made)
        row = here
    found: list[tuple[int, int]] = []
    last = best.up_to(len(new))
    while last is not None:
        found.append((last[1], last[2]))
        last = last[3]
    return found[::-1]


def _spots(old: Sequence[str], new: Sequence[str]) -> Callable[[int], Sequence[int]]:
    """Where the element at a place of the old row stands in the new one; only nearby, where all would be too many."""
    places: dict[str, list[int]] = {}
    for index, element in enumerate(new):
        places.setdefault(element, []).append(index)
    often = Counter(old)
    if sum(often[element] * len(found) for element, found in places.items()) <= _MANY:
        return lambda index: places.get(old[index], ())
    slope = len(new) / max(len(old), 1)

    def nearby(index: int) -> Sequence[int]:
        found = places.get(old[index], ())
        return found if len(found) < 4 else [each for each in found if abs(each - index * slope) <= _BAND]

    return nearby


class _Best:
    """The best link that ends before a place: a Fenwick tree of maxima (P. Fenwick, 1994)."""

    def __init__(self, size: int) -> None:
        self.links: list[Link | None] = [None] * (size + 1)

    def up_to(self, place: int) -> Link | None:
        """The best link on the places before `place`."""
        found: Link | None = None
        while place > 0:
            link = self.links[place]
            if link is not None and (found is None or link[0] > found[0]):
                found = link
            place &= place - 1
        return found

    def offer(self, place: int, link: Link) -> None:
        """Takes a link into account that ends at `place`; one that weighs nothing is no use to a chain."""
        place += 1
        while link[0] > 0 and place < len(self.links):
            known = self.links[place]
            if known is None or link[0] > known[0]:
                self.links[place] = link
            place += place & -place
