"""The heaviest chain: which elements of two rows stand for each other, so that what stays weighs most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

Weight = Callable[[str], float]
Pairs = list[tuple[int, int]]
_NEIGHBORS = 1.0
_MANY = 20_000
_FEW = 3
_BAND = 20


def heaviest_chain(old: Sequence[str], new: Sequence[str], weight: Weight) -> Pairs:
    """
    The pairs of indexes of equal elements, rising on both sides, with the greatest weight of all such chains.

    Each pair counts `weight` of its element, and one more where it follows its neighbors on both sides, so that whole
    phrases hold together. Equal beginnings and ends are always taken. Of long rows the rare elements are aligned first,
    and the others between them, so that the chain found there is heavy rather than the heaviest.

    >>> heaviest_chain(list("xaby"), list("aby"), lambda element: 1)
    [(1, 0), (2, 1), (3, 2)]
    """
    shortest = min(len(old), len(new))
    start = next((index for index in range(shortest) if old[index] != new[index]), shortest)
    rest = shortest - start
    end = next((index for index in range(rest) if old[-1 - index] != new[-1 - index]), rest)
    middle = _middle(old[start : len(old) - end], new[start : len(new) - end], weight, (start > 0, end > 0))
    return [
        *((index, index) for index in range(start)),
        *((a + start, b + start) for a, b in middle),
        *((len(old) - index, len(new) - index) for index in range(end, 0, -1)),
    ]


def _middle(old: Sequence[str], new: Sequence[str], weight: Weight, beside: tuple[bool, bool]) -> Pairs:
    often = Counter(old), Counter(new)
    if sum(count * often[1][element] for element, count in often[0].items()) <= _MANY:
        return _chain(old, new, weight, beside)
    rare = {element for element in often[0] if max(often[0][element], often[1][element]) <= _FEW}
    anchors = _chain(old, new, weight, beside, lambda a, b: old[a] in rare)
    if not anchors:
        slope = len(new) / len(old)
        return _chain(old, new, weight, beside, lambda a, b: abs(b - a * slope) <= _BAND)
    found: Pairs = []
    here = there = 0
    for a, b in [*anchors, (len(old), len(new))]:
        found += [(x + here, y + there) for x, y in heaviest_chain(old[here:a], new[there:b], weight)]
        found += [(a, b)] if a < len(old) else []
        here, there = a + 1, b + 1
    return found


Link = tuple[float, int, int, "Link | None"]


def _chain(
    old: Sequence[str],
    new: Sequence[str],
    weight: Weight,
    beside: tuple[bool, bool],
    is_likely: Callable[[int, int], bool] | None = None,
) -> Pairs:
    """The chain of the likely pairs; `beside` tells whether something equal stands before and after the rows."""
    places: dict[str, list[int]] = {}
    for index, element in enumerate(new):
        places.setdefault(element, []).append(index)
    best = _Best(len(new))
    row: dict[int, Link] = {}
    for a, element in enumerate(old):
        here: dict[int, Link] = {}
        own = weight(element)
        for b in places.get(element, ()):
            if is_likely is not None and not is_likely(a, b):
                continue
            link, score = best.up_to(b), own + (_NEIGHBORS if beside[0] and a == b == 0 else 0.0)
            score += link[0] if link else 0.0
            neighbor = row.get(b - 1)
            if neighbor is not None and neighbor[0] + own + _NEIGHBORS >= score:
                link, score = neighbor, neighbor[0] + own + _NEIGHBORS
            if beside[1] and a == len(old) - 1 and b == len(new) - 1:
                score += _NEIGHBORS
            here[b] = (score, a, b, link)
        for b, made in here.items():
            best.offer(b, made)
        row = here
    found: Pairs = []
    last = best.up_to(len(new))
    while last is not None:
        found.append((last[1], last[2]))
        last = last[3]
    return found[::-1]


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
