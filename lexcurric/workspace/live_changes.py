"""What changed in a draft since a version, statement by statement, kept up to date while it is edited."""

from __future__ import annotations

from dataclasses import dataclass

from lexcurric.core.carried import unlike
from lexcurric.core.diff import ChangeKind, find_groups, find_reordered
from lexcurric.core.levels import pair_levels
from lexcurric.core.model import Content, Statement
from lexcurric.core.wording import normal
from lexcurric.core.words import Words, mark_words


@dataclass(frozen=True, slots=True)
class Since:
    """
    What became of a statement since a version: the kinds of change, the words that went and came, and `origin`, where
    it stood and what it comes from, in words.
    """

    kinds: tuple[str, ...]
    words: Words = ()
    origin: str = ""


class ChangesSince:
    """The changes of a draft since `old`; `look` brings those of edited statements up to date."""

    def __init__(self, old: Content, new: Content) -> None:
        self._old, self._new = old, new
        self._levels = pair_levels(old, new)
        self._begin()

    def _begin(self) -> None:
        old, new = self._old, self._new
        self._jumped = find_reordered(old, new, self._levels)
        self._groups = {key: group for group in find_groups(old, new) for key in group[1]}
        self._by = {each.id: found for each in new.active if (found := self._of(each)) is not None}

    @property
    def gone(self) -> int:
        """How many statements of the version are retired now, without those that went on in others."""
        went_on = {key for olds, _ in self._groups.values() for key in olds}
        return sum(each not in self._new.positions and each not in went_on for each in self._old.positions)

    def of(self, statement_id: str) -> Since | None:
        """What changed in a statement; None where nothing did."""
        return self._by.get(statement_id)

    @property
    def ids(self) -> set[str]:
        """The statements in which something changed."""
        return set(self._by)

    def look(self, new: Content) -> set[str]:
        """Looks at the statements that were edited since the last time; gives those whose changes are others now."""
        before, self._new, known = self._new, new, dict(self._by)
        changed = list(unlike(before, new)[1].values())
        self._follow(before, changed)
        return {key for key in {*known, *self._by} if known.get(key) != self._by.get(key)}

    def _follow(self, before: Content, changed: list[Statement]) -> None:
        if before.levels != self._new.levels:
            self._levels = pair_levels(self._old, self._new)
            self._begin()
            return
        # What came, went or took another place says something of the others too.
        others: set[str] = set()
        if any(_is_other(before.by_id.get(each.id), each) for each in changed):
            others |= self._reordered()
        if any(_has_come_or_gone(before.by_id.get(each.id), each) for each in changed):
            others |= self._regrouped()
        for key in {each.id for each in changed} | others:
            now = self._new.by_id.get(key)
            found = self._of(now) if now is not None and now.is_active else None
            if found is None:
                self._by.pop(key, None)
            else:
                self._by[key] = found

    def _reordered(self) -> set[str]:
        """Looks again which statements jumped over others; gives those for which that is different."""
        known, self._jumped = self._jumped, find_reordered(self._old, self._new, self._levels)
        return known ^ self._jumped

    def _regrouped(self) -> set[str]:
        """Looks again what was split and joined; gives the statements for which that is different."""
        known = self._groups
        self._groups = {key: group for group in find_groups(self._old, self._new) for key in group[1]}
        return {key for key in {*known, *self._groups} if known.get(key) != self._groups.get(key)}

    def _of(self, now: Statement) -> Since | None:
        if now.id in self._groups:
            return self._of_group(now)
        before = self._old.by_id.get(now.id)
        if before is None or not before.is_active:
            return Since((ChangeKind.ADDED.value,))
        return self._from(before, now)

    def _of_group(self, now: Statement) -> Since | None:
        olds, news = self._groups[now.id]
        before = self._old.by_id[olds[0]]
        if len(olds) == len(news) == 1:
            return self._from(before, now)
        kind = ChangeKind.SPLIT if len(news) > len(olds) else ChangeKind.JOINED
        places = ", ".join(self._place(each) for each in olds)
        return Since((kind.value,), mark_words(before.text, now.text) if len(olds) == 1 else (), f"from {places}")

    def _from(self, before: Statement, now: Statement) -> Since | None:
        kinds, words, origin = [], Words(), ""
        if before.text != now.text and normal(before.text) != normal(now.text):
            kinds.append(ChangeKind.REWORDED)
            words = mark_words(before.text, now.text)
        if self._levels.get(before.level) != now.level:
            kinds.append(ChangeKind.MOVED)
            origin = f"from {self._place(before.id)}"
        elif now.id in self._jumped:
            kinds.append(ChangeKind.REORDERED)
            origin = f"from {self._place(before.id)}"
        if (before.tags, before.criterion, before.note) != (now.tags, now.criterion, now.note):
            kinds.append(ChangeKind.RETAGGED)
        return Since(tuple(each.value for each in kinds), words, origin) if kinds else None

    def _place(self, key: str) -> str:
        each = self._old.by_id[key]
        return f"{self._old.level_label(each.level)} {self._old.positions.get(key, '')}".strip()


def _is_other(before: Statement | None, now: Statement) -> bool:
    """True where a statement came, went, or took another place."""
    if before is None:
        return True
    return (before.level, before.rank, before.status) != (now.level, now.rank, now.status)


def _has_come_or_gone(before: Statement | None, now: Statement) -> bool:
    return before is None or before.status != now.status
