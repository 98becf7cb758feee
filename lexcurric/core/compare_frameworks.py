"""
Several frameworks side by side: what they share, what is similar, and what only one of them says.

Two by two, the matcher finds what is the same statement in other words (`core/match.py`); of what is left, those pairs
count as similar that are each other's best and are about the same work (`core/alignment/weigh.py`, from LIKELY on).
Then the pairs are put together, the surest first, into rows with at most one statement of each framework.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from lexcurric.core.alignment.weigh import LIKELY, content_words, weigh
from lexcurric.core.match import AUTOMATIC, PairKind, match
from lexcurric.core.model import Record, Snapshot, Statement
from lexcurric.core.statement import DASH, parse_statement
from lexcurric.core.wording import folded

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Meaning

FEWEST, MOST = 2, 6
"""So many frameworks stand side by side."""
SAME_ID = "the same statement by its history"
SAME_WORDS = "the same words"
SAME_WORK = "about the same work"


class Standing(StrEnum):
    """What a row of the comparison is: in all or some frameworks in the same words, in others, or in one only."""

    SHARED = "shared"
    SIMILAR = "similar"
    ONLY = "only here"


class Side(Record):
    """One framework of a comparison, by the name that tells it from the others."""

    name: str
    snapshot: Snapshot


class Place(Record):
    """One statement in a row: the framework's index, the statement, its level's label, its position from 1."""

    side: int
    statement: Statement
    level: str
    position: int


class Row(Record):
    """
    What is one thing in the frameworks: at most one statement of each.

    `score` is how sure that is (0 to 1; the least sure link of the row), `why` the reasons, `other_level` is true where
    it stands in levels of different names.
    """

    standing: Standing
    places: tuple[Place, ...]
    score: float | None = None
    why: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[int, ...]:
        """The frameworks that have it."""
        return tuple(each.side for each in self.places)

    @property
    def other_level(self) -> bool:
        """True where it stands in levels of different names."""
        return len({each.level.casefold() for each in self.places}) > 1


class PairCounts(Record):
    """Of two frameworks: how many rows are shared and similar, and how many statements only each of the two has."""

    shared: int
    similar: int
    only_first: int
    only_second: int


class FrameworkComparison(Record):
    """Several frameworks side by side; `rows` in the reading order of the first that has each."""

    sides: tuple[Side, ...]
    rows: tuple[Row, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The frameworks' names, in order."""
        return tuple(each.name for each in self.sides)

    def of(self, standing: Standing) -> tuple[Row, ...]:
        """The rows of one sort."""
        return tuple(each for each in self.rows if each.standing == standing)

    def only(self, side: int) -> tuple[Row, ...]:
        """The rows that only this framework has."""
        return tuple(each for each in self.of(Standing.ONLY) if each.sides == (side,))

    def counts(self, first: int, second: int) -> PairCounts:
        """What two of the frameworks have in common, and not."""
        both = [each for each in self.rows if {first, second} <= {*each.sides}]
        same = sum(_words(each, first) == _words(each, second) for each in both)
        totals = [sum(side in each.sides for each in self.rows) - len(both) for side in (first, second)]
        return PairCounts(shared=same, similar=len(both) - same, only_first=totals[0], only_second=totals[1])

    @property
    def lines(self) -> tuple[str, ...]:
        """What came out, in sentences."""
        found = [f"{len(self.of(Standing.SHARED))} shared, {len(self.of(Standing.SIMILAR))} similar."]
        found += [f"Only in {name}: {len(self.only(at))}." for at, name in enumerate(self.names)]
        moved = sum(each.other_level for each in self.rows)
        return (*found, f"In levels of other names: {moved}.") if moved else tuple(found)


def _words(row: Row, side: int) -> str:
    return next(folded(each.statement.text) for each in row.places if each.side == side)


class _Link(Record):
    """Two statements of two frameworks, each by framework and index, that are one thing."""

    first: tuple[int, int]
    second: tuple[int, int]
    score: float
    why: tuple[str, ...]


def compare(sides: Sequence[Side], meaning: Meaning | None = None) -> FrameworkComparison:
    """
    The comparison of 2 to 6 frameworks. Raises ValueError for fewer or more.

    Statements of two versions of one framework that have one id are one thing, whatever their words.
    """
    if not FEWEST <= len(sides) <= MOST:
        raise ValueError(f"{FEWEST} to {MOST} frameworks stand side by side; found {len(sides)}")
    listed = [each.snapshot.content.active for each in sides]
    links = [
        link
        for first, second in combinations(range(len(sides)), 2)
        for link in _links((first, second), sides, (listed[first], listed[second]), meaning)
    ]
    groups = _groups(links, [len(each) for each in listed])
    rows = [_row(sides, listed, members, of_group) for members, of_group in groups]
    return FrameworkComparison(sides=tuple(sides), rows=tuple(rows))


def _links(
    ends: tuple[int, int],
    sides: Sequence[Side],
    both: tuple[Sequence[Statement], Sequence[Statement]],
    meaning: Meaning | None,
) -> list[_Link]:
    contents = [sides[end].snapshot.content for end in ends]
    same = _same_ids(*both) if contents[0].soc == contents[1].soc else {}
    entries = [
        [(content.level_label(each.level), each.text) for each in listed]
        for content, listed in zip(contents, both, strict=True)
    ]
    found = [
        each
        for each in match(entries[0], entries[1], same=same.items(), meaning=meaning).found
        # Frameworks of two occupations are no two releases: there, being left over together proves nothing.
        if each.score >= AUTOMATIC or _same_thing(both[0][each.old].text, both[1][each.new].text)
    ]
    links = [
        _Link(
            first=(ends[0], each.old),
            second=(ends[1], each.new),
            score=each.score,
            why=_why(each.kind, each.why, is_same=same.get(each.old) == each.new),
        )
        for each in found
    ]
    paired = {each.old for each in found}, {each.new for each in found}
    rest = [[at for at in range(len(side)) if at not in done] for side, done in zip(both, paired, strict=True)]
    return links + _about_the_same(ends, both, rest, meaning)


def _why(kind: PairKind, why: tuple[str, ...], *, is_same: bool) -> tuple[str, ...]:
    if is_same:
        return (SAME_ID,)
    return (SAME_WORDS,) if kind is PairKind.SAME else tuple(map(_side_by_side, why))


_SIDE_BY_SIDE = (
    ("the old statement said already", "the first says as well"),
    ("the new statement still says", "the other says as well"),
    ("but it stands in another level now", "it stands in another level"),
    ("came or went", "is only in one of them"),
    ("it stands at the same place, between the same neighbors", "it stands between the same neighbors"),
    ("only capitals or punctuation changed", "only capitals or punctuation are others"),
    (" changed", " is another"),
)
"""What the matcher says of two releases, as it is said of two frameworks, neither of which is the older."""


def _side_by_side(reason: str) -> str:
    for of_releases, of_frameworks in _SIDE_BY_SIDE:
        reason = reason.replace(of_releases, of_frameworks)
    return reason


def _same_ids(first: Sequence[Statement], second: Sequence[Statement]) -> dict[int, int]:
    known = {each.id: at for at, each in enumerate(second)}
    return {at: known[each.id] for at, each in enumerate(first) if each.id in known}


def _about_the_same(
    ends: tuple[int, int],
    both: tuple[Sequence[Statement], Sequence[Statement]],
    rest: list[list[int]],
    meaning: Meaning | None,
) -> list[_Link]:
    """Of what the matcher left: the pairs that are each other's best, and likely about the same work."""
    if not all(rest):
        return []
    texts = [[side[at].text for at in of_side] for side, of_side in zip(both, rest, strict=True)]
    weighed = weigh(texts[0], texts[1], meaning)
    found = []
    for row in range(len(rest[0])):
        column = int(np.argmax(weighed.score[row]))
        if weighed.score[row, column] < LIKELY or int(np.argmax(weighed.score[:, column])) != row:
            continue
        if not _same_thing(texts[0][row], texts[1][column]):
            continue
        pair = weighed.pair(row, column)
        link = _Link(
            first=(ends[0], rest[0][row]),
            second=(ends[1], rest[1][column]),
            score=pair.score,
            why=(SAME_WORK, *pair.why),
        )
        found.append(link)
    return found


def _same_thing(first: str, second: str) -> bool:
    """True where the objects of two statements share a word: “under supervision” and the like prove little."""
    if DASH not in first or DASH not in second:
        return True
    objects = [content_words(parse_statement(each).object) for each in (first, second)]
    return bool(objects[0] & objects[1])


def _groups(
    links: Iterable[_Link], sizes: Sequence[int]
) -> list[tuple[tuple[tuple[int, int], ...], tuple[_Link, ...]]]:
    """The statements put together by the surest links first, with at most one of each framework in a group."""
    members: dict[tuple[int, int], list[tuple[int, int]]] = {
        (side, at): [(side, at)] for side, size in enumerate(sizes) for at in range(size)
    }
    used: dict[int, list[_Link]] = {}
    for link in sorted(links, key=lambda each: (-each.score, each.first, each.second)):
        one, two = members[link.first], members[link.second]
        if one is two:
            used[id(one)].append(link)
            continue
        if {side for side, _ in one} & {side for side, _ in two}:
            continue
        used[id(one)] = [*used.pop(id(one), []), *used.pop(id(two), []), link]
        one.extend(two)
        for each in two:
            members[each] = one
    seen: set[int] = set()
    found = []
    for group in members.values():
        if id(group) not in seen:
            seen.add(id(group))
            found.append((tuple(sorted(group)), tuple(used.get(id(group), ()))))
    return sorted(found, key=lambda each: each[0][0])


def _row(
    sides: Sequence[Side],
    listed: Sequence[Sequence[Statement]],
    members: Sequence[tuple[int, int]],
    links: Sequence[_Link],
) -> Row:
    places = tuple(_place(sides, listed, *each) for each in members)
    if len(places) == 1:
        return Row(standing=Standing.ONLY, places=places)
    is_same = len({folded(each.statement.text) for each in places}) == 1
    return Row(
        standing=Standing.SHARED if is_same else Standing.SIMILAR,
        places=places,
        score=min(each.score for each in links),
        why=tuple(dict.fromkeys(why for each in links for why in each.why)),
    )


def _place(sides: Sequence[Side], listed: Sequence[Sequence[Statement]], side: int, at: int) -> Place:
    content, statement = sides[side].snapshot.content, listed[side][at]
    return Place(
        side=side,
        statement=statement,
        level=content.level_label(statement.level),
        position=content.positions[statement.id],
    )


def named_sides(snapshots: Sequence[Snapshot]) -> tuple[Side, ...]:
    """
    The frameworks by names that tell them apart: title, and where that is not enough version, code, and a number.
    """
    spellings: Sequence[Mapping[int, str]] = [
        {at: each.content.title for at, each in enumerate(snapshots)},
        {at: f"{each.content.title} {each.version}".strip() for at, each in enumerate(snapshots)},
        {at: f"{each.content.title} ({each.content.soc}) {each.version}".strip() for at, each in enumerate(snapshots)},
    ]
    names = next((each for each in spellings if len({n.casefold() for n in each.values()}) == len(each)), None)
    if names is None:
        names = {at: f"{name} ({at + 1})" for at, name in spellings[1].items()}
    return tuple(Side(name=names[at], snapshot=each) for at, each in enumerate(snapshots))
