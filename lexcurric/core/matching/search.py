"""What is left over once the certain pairs are made: weighed, assigned, split and joined, with reasons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lexcurric.core.match import MOST, PART, POSSIBLE, SIMILAR, SIMILAR_COUNT, Likeness, Pair, PairKind
from lexcurric.core.matching.assign import assign
from lexcurric.core.matching.likeness import compare
from lexcurric.core.matching.odds import Odds, Where
from lexcurric.core.matching.parts import Part, Sides, find_parts
from lexcurric.core.matching.reasons import Known, doubts_of, part_reasons, reasons_of
from lexcurric.core.matching.weights import LEARNED, Weights

Entries = Sequence[tuple[str, str]]
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
    ) -> None:
        texts = [[text for _, text in side] for side in entries]
        levels = [[level for level, _ in side] for side in entries]
        self.rest = rest
        self.compared = compare(texts[0], texts[1], *rest)
        self.weights = weights
        self.odds = Odds(self.compared, Where((levels[0], levels[1]), rest, certain, apart), weights)
        self.probability = np.where(self.odds.barred, 0.0, self.odds.probability)
        self.known = Known((texts[0], texts[1]), (levels[0], levels[1]), self.compared.stems, self.odds.place)
        rows, columns = self.compared.rows.tolist(), self.compared.columns.tolist()
        self.at = {pair: at for at, pair in enumerate(zip(rows, columns, strict=True))}
        likely = np.flatnonzero(self.probability > POSSIBLE).tolist()
        edges = [(rows[at], columns[at], float(self.probability[at]) - POSSIBLE) for at in likely]
        self.matched = dict(assign(edges))

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
        at = self.at[row, column]
        old, new = self.rest[0][row], self.rest[1][column]
        doubts = doubts_of(self.known, old, new)
        why = (*reasons_of(self.known, old, new, row, column, self._place(at)), *doubts)
        return Pair(old=old, new=new, score=self._score(at), kind=PairKind.REWORDED, why=why, is_doubtful=bool(doubts))

    def _score(self, at: int) -> float:
        return round(min(MOST, float(self.probability[at])), 3)

    def _place(self, at: int) -> tuple[float, float]:
        return float(self.odds.place.order[at]), float(self.odds.place.level[at])

    def _part_pair(self, kind: PairKind, part: Part, row: int, column: int) -> Pair:
        at = self.at.get((row, column))
        score = round(min(MOST, part.probability, self._matched_score(kind, part)), 3)
        old, new = self.rest[0][row], self.rest[1][column]
        why = part_reasons(self.known, kind is PairKind.SPLIT, row, column)
        if at is not None:
            why += reasons_of(self.known, old, new, row, column, self._place(at))
        return Pair(old=old, new=new, score=score, kind=kind, why=tuple(dict.fromkeys(why)))

    def _matched_score(self, kind: PairKind, part: Part) -> float:
        at = self.at.get(self._link(kind, part.whole, part.partner))
        matched = self._link(kind, part.whole, part.partner) in self.matched.items()
        return max(PART, float(self.probability[at])) if matched and at is not None else MOST

    def _parts(self, kind: PairKind) -> list[Part]:
        """The left-over parts of one kind, `whole` and `part` counted among the left-overs."""
        is_split = kind is PairKind.SPLIT
        used = set(self.matched.values()) if is_split else set(self.matched)
        left = [each for each in range(self.compared.shape[1 if is_split else 0]) if each not in used]
        return find_parts(self.sides(kind), left, PART, self.weights.parts) if left else []

    def sides(self, kind: PairKind) -> Sides:
        """What a search for parts of one kind looks at."""
        is_split = kind is PairKind.SPLIT
        stems = self.compared.stems
        close = np.flatnonzero((self.odds.text > CLOSE) & ~self.odds.barred).tolist()
        rows, columns = self.compared.rows, self.compared.columns
        links = {at: self._turned(is_split, int(rows[at]), int(columns[at])) for at in close}
        return Sides(
            wholes=stems.old if is_split else stems.new,
            parts=stems.new if is_split else stems.old,
            stems=stems,
            text={link: float(self.odds.text[at]) for at, link in links.items()},
            probability={link: float(self.probability[at]) for at, link in links.items()},
            partners=dict(self._turned(is_split, *pair) for pair in self.matched.items()),
            stands=self.rest[1 if is_split else 0],
        )

    @staticmethod
    def _turned(is_split: bool, row: int, column: int) -> tuple[int, int]:
        return (row, column) if is_split else (column, row)

    def similar(self) -> tuple[Likeness, ...]:
        """For each left-over, and each pair that is not certain, the others that it may belong to, best first."""
        likely = np.flatnonzero(self.probability >= SIMILAR)
        order = likely[np.argsort(-self.probability[likely], kind="stable")].tolist()
        rows, columns = self.compared.rows, self.compared.columns
        counts: dict[tuple[str, int], int] = {}
        found = []
        for at in order:
            row, column = int(rows[at]), int(columns[at])
            if self.matched.get(row) == column:
                continue
            ends = (("old", row), ("new", column))
            if all(counts.get(end, 0) >= SIMILAR_COUNT for end in ends):
                continue
            for end in ends:
                counts[end] = counts.get(end, 0) + 1
            old, new = self.rest[0][row], self.rest[1][column]
            found.append(Likeness(old=old, new=new, score=self._score(at)))
        return tuple(found)


def text_probability(first: str, second: str) -> float:
    """How likely two wordings alone are one statement: as in a list where places say nothing and no rival is near."""
    pairs = compare([first], [second], [0], [0])
    odds = Odds(pairs, Where(([""], [""]), ([0], [0]), []))
    return min(MOST, float(odds.probability[0]))
