"""
Splits and joins: a left-over statement that says a part of what another said, beside the one that continues it.

Written for splits (one old statement, several new ones); joins are the same with the sides changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from lexcurric.core.matching.likeness import Stems, StemSets

PART_EVIDENCE = ("said", "fresh", "partner said", "covered", "text", "near", "size", "partner text", "share")
POSSIBLE = 0.05
"""A whole that nothing continues may have parts from here on."""


@dataclass(frozen=True)
class Part:
    """`part` is left over and `whole` said it, beside `partner`; `is_matched` where the partner continues the whole."""

    whole: int
    part: int
    partner: int
    probability: float
    evidence: tuple[float, ...] = ()


@dataclass(frozen=True)
class Sides:
    """
    What a search for parts looks at: the stems of wholes and parts, what they weigh, for each left-over part the wholes
    most like it, log-odds by the texts and probability of a (whole, part), the partner of each whole that has one, and
    where each part stands in its list.
    """

    wholes: StemSets
    parts: StemSets
    stems: Stems
    nearest: dict[int, list[int]]
    text: Callable[[int, int], float]
    probability: Callable[[int, int], float]
    partners: dict[int, int]
    stands: Sequence[int]


def find_parts(sides: Sides, least: float, learned: Sequence[float]) -> list[Part]:
    """The left-over parts with the whole that most likely said each, from a probability of `least` on."""
    found: list[Part] = []
    taken = dict(sides.partners)
    said_by: dict[int, list[Part]] = {}
    for tried in sorted(weigh_parts(sides, learned), key=lambda each: (-each.probability, each.part, each.whole)):
        if tried.probability < least or any(each.part == tried.part for each in found):
            continue
        if taken.get(tried.whole, tried.partner) != tried.partner or tried.part == tried.partner:
            continue
        mine = {tried.part, tried.partner}
        if tried.whole not in sides.partners and any(
            each.whole != tried.whole and {each.part, each.partner} & mine for each in found
        ):
            continue
        if not _adds(sides, tried, said_by.get(tried.whole, [])):
            continue
        taken[tried.whole] = tried.partner
        said_by.setdefault(tried.whole, []).append(tried)
        found.append(tried)
    return found


def _adds(sides: Sides, tried: Part, known: list[Part]) -> bool:
    """True where the part says something of the whole that the parts known do not say yet."""
    if not known:
        return True
    whole = sides.wholes[tried.whole]
    said = (sides.parts[tried.part] & whole).difference(*(sides.parts[each.part] for each in known))
    return sides.stems.weight(said) >= 0.1 * sides.stems.weight(whole)


def weigh_parts(sides: Sides, learned: Sequence[float]) -> list[Part]:
    """Every left-over part with each of the wholes most like it, and how likely that is."""
    found = []
    rivals: dict[int, list[int]] = defaultdict(list)
    for part, wholes in sides.nearest.items():
        for whole in wholes:
            rivals[whole].append(part)
    for part, wholes in sides.nearest.items():
        for whole in wholes:
            partner = sides.partners.get(whole)
            if partner is None:
                partner = _best_other(sides, whole, part, rivals[whole])
            if partner is not None and partner != part:
                found.append(_weighed(sides, (whole, part, partner), learned))
    return found


def _best_other(sides: Sides, whole: int, part: int, rivals: Sequence[int]) -> int | None:
    """For a whole that nothing continues: the left-over that most likely does, beside the part."""
    rated = [(sides.probability(whole, other), -other) for other in rivals if other != part]
    best = max(rated, default=(0.0, 0))
    return -best[1] if best[0] >= POSSIBLE else None


def _weighed(sides: Sides, link: tuple[int, int, int], learned: Sequence[float]) -> Part:
    whole, part, partner = link
    weight = sides.stems.weight
    said, own, other = sides.wholes[whole], sides.parts[part], sides.parts[partner]
    all_of_it = weight(said) or 1.0
    apart = abs(sides.stands[part] - sides.stands[partner])
    evidence = (
        weight(own & said) / (weight(own) or 1.0),
        weight((own & said) - other) / all_of_it,
        weight(other & said) / (weight(other) or 1.0),
        weight((own | other) & said) / all_of_it,
        float(np.clip(sides.text(whole, part), -8.0, 6.0)),
        1.0 if apart == 1 else 0.5 if apart <= 3 else 0.0,
        float(np.clip(np.log(all_of_it / (weight(other) or 1.0)), -1.5, 1.5)),
        float(np.clip(sides.text(whole, partner), -8.0, 8.0)),
        float(np.clip(np.log((weight(own) or 1.0) / all_of_it), -3.0, 1.0)),
    )
    odds = learned[0] + sum(a * b for a, b in zip(learned[1:], evidence, strict=True))
    return Part(whole, part, partner, float(1 / (1 + np.exp(-odds))), evidence)
