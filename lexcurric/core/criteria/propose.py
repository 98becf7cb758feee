"""
Proposing criteria: threads of statements across levels, each member with its evidence in words.

A proposal changes nothing. What a designer has put under criteria stays there: only loose statements are placed, into a
thread of hers where one fits, else into a new one. What fits nowhere stays loose. The same content always gives the
same proposal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lexcurric.core.criteria.labels import name_thread
from lexcurric.core.criteria.likeness import Having, Likeness, compare_statements
from lexcurric.core.criteria.threads import CROWD as CROWDED
from lexcurric.core.criteria.threads import FITS, Step, group, pairs_of_levels, two_best, untold, weighed
from lexcurric.core.errors import EditError
from lexcurric.core.model import Content, Record
from lexcurric.core.terms import key_of

if TYPE_CHECKING:
    from lexcurric.core.criteria.threads import Table
    from lexcurric.core.matching.vectors import Meaning

MOST = 12
"""So many threads are proposed at most for four levels of ten; a rubric with more rows is hardly used."""
UNSURE = 0.58
"""Below this confidence a person should look: another thread is nearly as good."""
TELLING = 0.12
"""A reason is named where it tells at least this share of what the first one tells."""
LARGEST = 8_000
"""Each statement is compared with each other: for more statements than this, memory would not do (2.5 GB here)."""
WEAK = 0.3
"""Below this likeness a person should look: what is shared may be chance."""


_ORDER = {"phrase": 0, "word": 1, "family": 2}


class Member(Record):
    """
    A statement of a proposed thread, with why it is there.

    `likeness` is how alike it is to the two members most like it (0 to 1), `closest` the id of the one most like it,
    `shares` what they have in common, `next_best` the thread it would go to otherwise and `next_likeness` how alike it
    is to that. `confidence` is its likeness by the sum of both: from .5 (either would do) to 1 (no other is alike).
    """

    id: str
    likeness: float
    closest: str
    shares: tuple[str, ...]
    next_best: str = ""
    next_likeness: float = 0.0
    confidence: float = 0.0
    why: str = ""

    @property
    def needs_look(self) -> bool:
        """True where another thread is nearly as good, or little is shared at all."""
        return self.confidence < UNSURE or self.likeness < WEAK


class Thread(Record):
    """A proposed criterion: a new one, or one that is there (`criterion` is its id) with statements to add to it."""

    label: str
    members: tuple[Member, ...]
    criterion: str | None = None

    @property
    def confidence(self) -> float:
        """The mean of its members' confidence."""
        return sum(each.confidence for each in self.members) / len(self.members) if self.members else 0.0


class Loose(Record):
    """A statement that no thread is proposed for, and why."""

    id: str
    why: str


class Proposal(Record):
    """What is proposed: threads in reading order, and the statements that fit nowhere."""

    threads: tuple[Thread, ...]
    loose: tuple[Loose, ...] = ()


def propose(
    content: Content, *, count: int | None = None, meaning: Meaning | None = None, step: Step = untold
) -> Proposal:
    """
    Threads for the statements that have no criterion.

    `count` is about how many there should be in all, with those that are there; without it, as many as the statements
    make, 12 at most (or as many as the longest level has). `meaning` is a model of meaning (`semantic.load_meaning`).
    `step` is told again and again how much is done, from 0 to 1; what it raises stops it. Raises EditError for a count
    below 1, and for more statements than `LARGEST`.
    """
    if count is not None and count < 1:
        raise EditError(f"expected 1 criterion or more, found {count}")
    if len(content.active) > LARGEST:
        raise EditError(
            f"criteria are proposed for {LARGEST:,} statements at most, since each is compared with each other; this "
            f"framework has {len(content.active):,}. Add criteria by hand, or propose in a framework of a part of it"
        )
    return _Plan(content, count, meaning, step).proposal()


class _Plan:
    """The groups of a content's statements, and what can be said of them."""

    def __init__(self, content: Content, count: int | None, meaning: Meaning | None, step: Step) -> None:
        self.content, self.step = content, step
        step(0.0)
        self.statements = content.active
        self.likeness: Likeness = compare_statements(self.statements, meaning)
        self.levels = [each.level for each in self.statements]
        known = {each.id: at for at, each in enumerate(content.criteria)}
        self.held = {at: known[each.criterion] for at, each in enumerate(self.statements) if each.criterion in known}
        longest = max((len(row) for row in content.by_level.values()), default=0)
        self.most = count or max(MOST, longest)
        step(0.1)
        paired = pairs_of_levels(self.likeness, [level.key for level in content.levels])
        self.table: Table = weighed(self.likeness, paired)
        self.groups = group(
            self.table,
            self.likeness.table,
            self.levels,
            self.most,
            self.held,
            exact=count is not None,
            step=lambda share: step(0.2 + 0.5 * share),
        )
        self.fits = np.array(
            [
                two_best(self.likeness.table, rows) if self._is_thread(rows) else np.full(len(self.levels), -1.0)
                for rows in self.groups
            ]
        )
        self.names = self._names()

    def proposal(self) -> Proposal:
        placed = [at for at, rows in enumerate(self.groups) if self._is_thread(rows)]
        threads = []
        for done, at in enumerate(placed):
            self.step(0.7 + 0.3 * done / len(placed))
            threads.append(self._thread(at))
        there = [each for each in threads if each.members]
        there.sort(key=lambda each: self.likeness.place[each.members[0].id])
        loose = [row for rows in self.groups if not self._is_thread(rows) for row in rows]
        return Proposal(threads=tuple(there), loose=tuple(self._loose(row) for row in sorted(loose)))

    def _is_thread(self, rows: list[int]) -> bool:
        return len(rows) > 1 or any(row in self.held for row in rows)

    def _owner(self, rows: list[int]) -> int | None:
        return next((self.held[row] for row in rows if row in self.held), None)

    def _names(self) -> list[str]:
        taken = [each.label for each in self.content.criteria]
        names: list[str] = []
        for rows in self.groups:
            owner = self._owner(rows)
            if owner is not None:
                names.append(self.content.criteria[owner].label)
            elif len(rows) > 1:
                names.append(name_thread([self.likeness.rows[row] for row in rows], self.likeness.rare, taken))
                taken.append(names[-1])
            else:
                names.append("")
        return names

    def _thread(self, at: int) -> Thread:
        rows, owner = self.groups[at], self._owner(self.groups[at])
        having = self.likeness.having(rows)
        return Thread(
            label=self.names[at],
            members=tuple(self._member(row, at, having) for row in rows if row not in self.held),
            criterion=None if owner is None else self.content.criteria[owner].id,
        )

    def _member(self, row: int, at: int, having: Having) -> Member:
        others = [other for other in self.groups[at] if other != row]
        own = self._alike(row, others)
        closest = max(others, key=lambda other: (self.likeness.table[row, other], -other))
        rival, place = self._nearest(row, but=at)
        shares = self._shared(row, others, having)
        confidence = own / (own + rival) if own + rival else 0.0
        next_best = self.names[place] if rival >= FITS / 2 else ""
        return Member(
            id=self.statements[row].id,
            likeness=round(own, 2),
            closest=self.statements[closest].id,
            shares=tuple(shares),
            next_best=next_best,
            next_likeness=round(rival, 2) if next_best else 0.0,
            confidence=round(confidence, 2),
            why=self._why(shares, closest, (own, rival), next_best),
        )

    def _shared(self, row: int, others: list[int], having: Having) -> list[str]:
        """What tells most of what it shares: words, and families of words with one of its words and one of theirs."""
        mine = self.likeness.rows[row].said
        found: list[str] = []
        named: set[str] = set()
        shared = self.likeness.shared(row, having)
        telling = [key for key, much in shared if much >= TELLING * shared[0][1]]
        for key in sorted(telling[:6], key=lambda each: _ORDER[each[0]]):
            keys = {key_of(word) for said in mine[key] for word in said.split()}
            own = [word for word in mine[key] if not {key_of(each) for each in word.split()} <= named]
            if not own:
                continue
            named |= keys
            if key[0] != "family":
                found.append(f"“{own[0]}”")
                continue
            theirs = (word for other in others for word in self.likeness.rows[other].said.get(key, ()))
            others_word = next((word for word in theirs if key_of(word) != key_of(own[0])), "")
            if others_word:
                found.append(f"words of {key[1].lower()} (“{own[0]}”, as “{others_word}”)")
        return found[:3]

    def _why(self, shares: list[str], closest: int, likenesses: tuple[float, float], next_best: str) -> str:
        own, rival = likenesses
        common = f"shares {_listed(shares)}" if shares else "means nearly the same"
        text = f"{common}; most like {self._place(closest)}; likeness {own:.2f}"
        if next_best:
            text += f", next best “{next_best}” {rival:.2f}"
        return text

    def _loose(self, row: int) -> Loose:
        best, place = self._nearest(row)
        if best < FITS / 2:
            return Loose(id=self.statements[row].id, why="no thread is about what it is about")
        nearest = f"the nearest is “{self.names[place]}”, with a likeness of {best:.2f}"
        here = [self.levels[each] for each in self.groups[place]].count(self.levels[row])
        if best >= FITS and here >= CROWDED:
            return Loose(id=self.statements[row].id, why=f"{nearest}, and that has {here} statements of this level")
        return Loose(id=self.statements[row].id, why=f"no thread is alike enough; {nearest}")

    def _nearest(self, row: int, but: int | None = None) -> tuple[float, int]:
        """The thread that is most like a statement, of which it is none, and how alike it is."""
        fits = self.fits[:, row].copy()
        if but is not None:
            fits[but] = -1.0
        place = int(np.argmax(fits))
        return max(0.0, float(fits[place])), place

    def _alike(self, row: int, others: list[int]) -> float:
        """How alike a statement is to the two of a group that are most like it, on the average."""
        best = np.sort(self.likeness.table[row, [each for each in others if each != row]])[::-1][:2]
        return float(best.mean()) if len(best) else 0.0

    def _place(self, row: int) -> str:
        statement = self.statements[row]
        return f"{self.content.level_label(statement.level)} {self.content.positions[statement.id]}"


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
