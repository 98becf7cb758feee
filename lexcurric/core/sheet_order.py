"""
The order that a sheet's Position numbers ask for: which rows moved, and what each of them follows.

A number is the place in the finished level. Rows whose number was left alone keep their order; each other row goes to
its number among them. Statements that have no row in the sheet stay where they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lexcurric.core.sheet import SheetRow, SheetStatus
from lexcurric.core.sheet_base import UNKNOWN, SheetBase
from lexcurric.core.sheet_cells import digest
from lexcurric.core.wording import normal

LAST = 1_000_000
"""The wish of a row that names no place: after all others."""


@dataclass(frozen=True)
class Place:
    """
    Where a statement wants to stand in its level; `key` is its id, or the cell of a new row.

    `issued` is 0 for one that was not there before; `tie` says whether its number was raised (1) or lowered (-1).
    """

    key: str
    wish: int
    tie: int = 0
    issued: int = 0
    row: SheetRow | None = None

    @property
    def stays(self) -> bool:
        """True where its number was left alone."""
        return bool(self.issued) and self.wish == self.issued


@dataclass(frozen=True)
class SheetOrder:
    """The places of the rows; `level_of` gives the key of the level that a row names, or None."""

    base: SheetBase
    rows: tuple[SheetRow, ...]
    level_of: Callable[[SheetRow], str | None]

    def place(self, row: SheetRow) -> int | None:
        """The place from 1 that a row gets in its level; None where it gets none."""
        found = self._targets.get(_key(row))
        return None if found is None else found[0]

    def after(self, row: SheetRow) -> str:
        """The statement (its id, or the cell of a new row) that a row follows; empty at the top of its level."""
        found = self._targets.get(_key(row))
        return "" if found is None else found[1]

    def moved(self, level: str) -> Iterator[tuple[SheetRow, bool]]:
        """The rows of a level whose place the sheet changes, each with whether the framework has changed it too."""
        stay = [each for each in self._places[level] if each.issued]
        issued = {each.key: each.issued for each in stay}
        draft = {each.key: self.base.now.positions[each.key] for each in stay}
        edited = _out_of_order(stay, issued) & _out_of_order(stay, draft)
        theirs = self._moved_since[level]
        for each in stay:
            if each.key in edited and each.row is not None:
                yield each.row, each.key in theirs

    @cached_property
    def _moved_since(self) -> Mapping[str, set[str]]:
        """The statements of each level that the framework has put elsewhere in it since the sheet was made."""
        found = {}
        for level, places in self._places.items():
            stay = sorted((each for each in places if each.issued), key=lambda each: each.issued)
            found[level] = _out_of_order(stay, {each.key: self.base.now.positions[each.key] for each in stay})
        return found

    @cached_property
    def _targets(self) -> Mapping[str, tuple[int, str]]:
        """The place that each row gets in its level, and what it follows there: nothing that itself went elsewhere."""
        found: dict[str, tuple[int, str]] = {}
        for level, places in self._places.items():
            before = ""
            for at, each in enumerate(places, start=1):
                found[each.key] = (at, before)
                if not (each.stays and each.key in self._moved_since[level]):
                    before = each.key
        return found

    @cached_property
    def _places(self) -> Mapping[str, list[Place]]:
        """The statements of each level in the order that the sheet wishes."""
        return {level: self._ordered(level) for level in self.base.now.by_level}

    def _ordered(self, level: str) -> list[Place]:
        every = [place for row in self.rows if (place := self._place(row, level))]
        every += self._without_row(level)
        every.sort(key=lambda each: (each.wish, each.tie, each.issued))
        order = [each for each in every if each.stays]
        at = -1
        for each in every:
            if not each.stays:
                # Of two that wish for one place, the second comes behind the first, and pushes the next one on.
                at = min(max(each.wish - 1, at + 1), len(order))
                order.insert(at, each)
        return order

    def _without_row(self, level: str) -> Iterator[Place]:
        """The statements that were in the level, are there still, and have no row that can be planned with."""
        have = {row.statement_id for row in self.rows}
        for each in self.base.origin.by_level.get(level, ()):
            now = self.base.now.by_id.get(each.id)
            if each.id not in have and now is not None and now.is_active and now.level == level:
                place = self.base.position(each.id)
                yield Place(each.id, place, issued=place)

    def _place(self, row: SheetRow, level: str) -> Place | None:
        if row.status is SheetStatus.REMOVE:
            return None
        statement = self.base.now.by_id.get(row.statement_id)
        if statement is None:
            is_new = not row.statement_id and normal(row.text) and self.level_of(row) == level
            return Place(_key(row), row.position or LAST, -1, row=row) if is_new else None
        if not statement.is_active or (self.level_of(row) or statement.level) != level:
            return None
        issued = self.base.issued(row)
        if statement.level != level and issued.level == digest(level):
            return None  # The framework has moved it away, and the sheet did not ask for that.
        was = issued.position or self.base.now.positions.get(row.statement_id, 0)
        wish = row.position if row.position is not None else was
        if statement.level != level or (issued is not UNKNOWN and issued.level != digest(level)):
            return Place(_key(row), LAST if wish == was else wish, -1, row=row)
        return Place(_key(row), wish, (wish > was) - (wish < was), was, row)


def _key(row: SheetRow) -> str:
    return row.statement_id or row.where


def _out_of_order(places: Sequence[Place], order: Mapping[str, int]) -> set[str]:
    """
    The keys of the places that moved, against an older order: all but the longest run that kept its order.

    Of two runs of one length, the one with fewer edited positions stays (longest increasing subsequence, weighted; the
    best run below each number is kept in a binary indexed tree, so that a level of thousands takes no time).
    """
    ranks = {number: rank for rank, number in enumerate(sorted({order[each.key] for each in places}), start=1)}
    tree: list[tuple[int, int]] = [(0, 1)] * (len(ranks) + 1)
    links: list[int] = []
    best = (0, 1)
    for at, place in enumerate(places):
        rank = ranks[order[place.key]]
        weight, link = _best_below(tree, rank)
        links.append(-link)
        # The place is kept as a negative number: of two runs of one weight, the earlier is the larger pair.
        found = (weight + 1000 - abs(place.tie), -at)
        best = max(best, found)
        while rank < len(tree):
            tree[rank] = max(tree[rank], found)
            rank += rank & -rank
    moved, at = {place.key for place in places}, -best[1]
    while at >= 0:
        moved.discard(places[at].key)
        at = links[at]
    return moved


def _best_below(tree: Sequence[tuple[int, int]], rank: int) -> tuple[int, int]:
    found, rank = (0, 1), rank - 1
    while rank:
        found = max(found, tree[rank])
        rank -= rank & -rank
    return found
