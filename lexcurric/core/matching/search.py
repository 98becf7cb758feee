"""What is left over once the certain pairs are made: weighed, assigned, split and joined, with reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from lexcurric.core.match import MOST, PART, POSSIBLE, SIMILAR, SIMILAR_COUNT, Likeness, Pair, PairKind
from lexcurric.core.matching.assign import assign
from lexcurric.core.matching.likeness import compare
from lexcurric.core.matching.odds import Odds, Where
from lexcurric.core.matching.parts import Part, Sides, find_parts
from lexcurric.core.matching.reasons import Known, doubts_of, part_reasons, reasons_of
from lexcurric.core.matching.weights import LEARNED, Weights

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Floats, Ints, Meaning

T = TypeVar("T")
Entries = Sequence[tuple[str, str]]
TRIED = 6
ALIKE, NEAR = 0.5, 0.6
"""Below so many shared characters, and from so near a meaning on, it is told that the meanings are near."""
CLOSE = -9.0
"""Log-odds by the texts below which a pair is no part of anything."""


class Search:
    """The search among left-overs (`rest`, indexes into both lists) beside the pairs that are `certain`."""

    def __init__(
        self,
        entries: tuple[Entries, Entries],
        rest: tuple[list[int], list[int]],
        certain: list[tuple[int, int]],
        apart: Sequence[tuple[int, int]] = (),
        weights: Weights = LEARNED,
        meaning: Meaning | None = None,
    ) -> None:
        texts = [[text for _, text in side] for side in entries]
        levels = [[level for level, _ in side] for side in entries]
        self.rest = rest
        self.compared = compare(texts[0], texts[1], *rest, meaning)
        self.weights, self.weighs_meaning = weights, meaning is not None
        self.odds = Odds(self.compared, Where((levels[0], levels[1]), rest, certain, apart), weights)
        self.probability = np.where(self.odds.barred, 0.0, self.odds.probability)
        self.known = Known((texts[0], texts[1]), (levels[0], levels[1]), self.compared.stems, self.odds.place)
        self.keys = self.compared.rows * self.compared.shape[1] + self.compared.columns
        likely = np.flatnonzero(self.probability > POSSIBLE)
        ends = self.compared.rows[likely].tolist(), self.compared.columns[likely].tolist()
        gains = (self.probability[likely] - POSSIBLE).tolist()
        self.matched = dict(assign(list(zip(*ends, gains, strict=True))))

    def _at(self, row: int, column: int) -> int | None:
        """Where a pair stands among the candidates; None where it is none."""
        key = row * self.compared.shape[1] + column
        at = int(np.searchsorted(self.keys, key))
        return at if at < len(self.keys) and self.keys[at] == key else None

    def pairs(self) -> list[Pair]:
        """The rewordings, and the splits and joins that left-overs make of them."""
        splits, joins = self._parts(PairKind.SPLIT), self._parts(PairKind.JOINED)
        # A statement is in one split or one join; the likelier is kept.
        found = {(a, b): self._pair(a, b) for a, b in self.matched.items()}
        taken: set[tuple[str, int]] = set()
        groups = [*((PairKind.SPLIT, each) for each in splits), *((PairKind.JOINED, each) for each in joins)]
        for kind, part in sorted(groups, key=lambda group: (-group[1].probability, group[0], group[1].part)):
            links = [self._link(kind, part.whole, each) for each in (part.partner, part.part)]
            old, new = {("old", a) for a, _ in links}, {("new", b) for _, b in links}
            held = {end for end in old | new if end in taken}
            whole = next(iter(old if kind is PairKind.SPLIT else new))
            if held - {whole, ("new" if kind is PairKind.SPLIT else "old", part.partner)}:
                continue
            if any(found[link].kind not in (kind, PairKind.REWORDED) for link in links if link in found):
                continue
            taken |= old | new
            for a, b in links:
                found[a, b] = self._part_pair(kind, part, a, b)
        return list(found.values())

    def _link(self, kind: PairKind, whole: int, part: int) -> tuple[int, int]:
        return (whole, part) if kind is PairKind.SPLIT else (part, whole)

    def _pair(self, row: int, column: int) -> Pair:
        at = self._at(row, column) or 0
        old, new = self.rest[0][row], self.rest[1][column]
        doubts = doubts_of(self.known, old, new, row, column)
        why = (*reasons_of(self.known, old, new, row, column, self._place(at)), *self._meaning(at), *doubts)
        return Pair(old=old, new=new, score=self._score(at), kind=PairKind.REWORDED, why=why, is_doubtful=bool(doubts))

    def _score(self, at: int) -> float:
        return round(min(MOST, float(self.probability[at])), 3)

    def _place(self, at: int) -> tuple[float, float]:
        return float(self.odds.place.order[at]), float(self.odds.place.level[at])

    def _meaning(self, at: int) -> tuple[str, ...]:
        """That the meanings are near, where they were compared and the words do not say it."""
        characters, *_, last = self.compared.evidence[at].tolist()
        is_told = self.weighs_meaning and characters < ALIKE and last >= NEAR * (1 - characters)
        return ("the language model finds their meanings near",) if is_told else ()

    def _part_pair(self, kind: PairKind, part: Part, row: int, column: int) -> Pair:
        at = self._at(row, column)
        score = round(min(MOST, part.probability, self._matched_score(kind, part)), 3)
        old, new = self.rest[0][row], self.rest[1][column]
        why = part_reasons(self.known, kind is PairKind.SPLIT, row, column)
        if at is not None:
            why += reasons_of(self.known, old, new, row, column, self._place(at))
        return Pair(old=old, new=new, score=score, kind=kind, why=tuple(dict.fromkeys(why)))

    def _matched_score(self, kind: PairKind, part: Part) -> float:
        at = self._at(*self._link(kind, part.whole, part.partner))
        matched = self._link(kind, part.whole, part.partner) in self.matched.items()
        return max(PART, float(self.probability[at])) if matched and at is not None else MOST

    def _parts(self, kind: PairKind) -> list[Part]:
        """The left-over parts of one kind, `whole` and `part` counted among the left-overs."""
        return find_parts(self.sides(kind), PART, self.weights.parts)

    def sides(self, kind: PairKind) -> Sides:
        """What a search for parts of one kind looks at."""
        is_split = kind is PairKind.SPLIT
        stems = self.compared.stems
        wholes, parts = self._turned(is_split, self.compared.rows, self.compared.columns)

        def value(of: Floats, least: float, whole: int, part: int) -> float:
            at = self._at(*self._turned(is_split, whole, part))
            return least if at is None else float(of[at])

        return Sides(
            wholes=stems.old if is_split else stems.new,
            parts=stems.new if is_split else stems.old,
            stems=stems,
            nearest=self._nearest(wholes, parts, set(self.matched.values() if is_split else self.matched)),
            text=partial(value, self.odds.text, CLOSE),
            probability=partial(value, self.probability, 0.0),
            partners=dict(self._turned(is_split, *pair) for pair in self.matched.items()),
            stands=self.rest[1 if is_split else 0],
        )

    def _nearest(self, wholes: Ints, parts: Ints, used: set[int]) -> dict[int, list[int]]:
        """For each part that is left over, the TRIED wholes that its text is most like."""
        free = np.ones(int(parts.max(initial=0)) + 1, dtype=bool)
        free[list(used)] = False
        close = np.flatnonzero(free[parts] & (self.odds.text > CLOSE))
        order = close[np.lexsort((wholes[close], -self.odds.text[close], parts[close]))]
        found: dict[int, list[int]] = defaultdict(list)
        for part, whole in zip(parts[order].tolist(), wholes[order].tolist(), strict=True):
            if len(found[part]) < TRIED:
                found[part].append(whole)
        return found

    @staticmethod
    def _turned(is_split: bool, row: T, column: T) -> tuple[T, T]:
        return (row, column) if is_split else (column, row)

    def similar(self, found: Sequence[Pair]) -> tuple[Likeness, ...]:
        """For each left-over, and each pair found, the others that it may belong to, best first."""
        paired = {(each.old, each.new) for each in found}
        # A rival may have it already: what the texts alone say counts too, or else where it stands.
        alone = 1 / (1 + np.exp(-self.odds.text))
        alike = np.where(self.odds.barred, 0.0, np.maximum(self.probability, alone))
        likely = np.flatnonzero(alike >= SIMILAR)
        order = likely[np.argsort(-alike[likely], kind="stable")].tolist()
        rows, columns = self.compared.rows, self.compared.columns
        counts: dict[tuple[str, int], int] = {}
        offered = []
        for at in order:
            row, column = int(rows[at]), int(columns[at])
            ends = (("old", row), ("new", column))
            link = self.rest[0][row], self.rest[1][column]
            if link in paired or all(counts.get(end, 0) >= SIMILAR_COUNT for end in ends):
                continue
            for end in ends:
                counts[end] = counts.get(end, 0) + 1
            offered.append(Likeness(old=link[0], new=link[1], score=round(min(MOST, float(alike[at])), 3)))
        return tuple(offered)


def text_probability(first: str, second: str) -> float:
    """How likely two wordings are one statement by what they say alone, with no list around them."""
    pairs = compare([first], [second], [0], [0])
    odds = Odds(pairs, Where(([""], [""]), ([0], [0]), []))
    return min(MOST, float(1 / (1 + np.exp(-odds.text[0]))))
