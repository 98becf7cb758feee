"""
What an edited sheet asks for: a list of events to look at before anything is applied.

Planning changes nothing. A field counts as edited where the sheet differs both from what was issued and from what the
framework says now, so reading an applied sheet again asks for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from pydantic import Field

from lexcurric.core.model import Content, Record, Statement
from lexcurric.core.sheet import Issued, SheetRow, SheetStatus, criterion_labels, issue, level_names, parse_issued
from lexcurric.core.sheet_cells import cell_text, digest, join_tags, tags_digest, text_check
from lexcurric.core.wording import normal


class SheetEventKind(StrEnum):
    """What can come back in a sheet; the last five only report, and nothing is applied."""

    ADDED = "added"
    REWORDED = "reworded"
    MOVED = "moved"
    REMOVED = "removed"
    RETAGGED = "retagged"
    NOTED = "noted"
    CRITERION = "criterion"
    REORDERED = "reordered"
    DUPLICATE_ID = "duplicate id"
    UNKNOWN_ID = "unknown id"
    UNKNOWN_LEVEL = "unknown level"
    ROW_MISSING = "row missing"
    CONFLICT = "conflict"


_REPORTS = frozenset(list(SheetEventKind)[-5:])


class SheetEvent(Record):
    """
    One thing that a sheet asks for or that is odd in it; `why` says so in a sentence.

    `level` (a key) and `position` (from 1) are where an added, moved or reordered statement belongs; `row` is the row.
    """

    kind: SheetEventKind = Field(strict=False)
    statement_id: str
    where: str
    old: str
    new: str
    why: str
    level: str = ""
    position: int | None = None
    row: SheetRow | None = None

    @property
    def applies(self) -> bool:
        """False for what is only reported."""
        return self.kind not in _REPORTS


class _Field(NamedTuple):
    """One field of a row three ways: digests of what was issued, what the sheet says, what the framework says now."""

    kind: SheetEventKind
    name: str
    issued: str
    sheet: str
    draft: str
    old: str
    new: str

    @property
    def is_edited(self) -> bool:
        return self.sheet not in (self.issued, self.draft)

    @property
    def is_conflict(self) -> bool:
        return self.is_edited and self.issued not in ("", self.draft)


@dataclass(frozen=True)
class _Place:
    """Where a row wants to stand in its level; `issued` is 0 for a row that was not there before."""

    row: SheetRow
    wish: int
    tie: int
    issued: int

    @property
    def key(self) -> tuple[int, int, int]:
        return self.wish, self.tie, self.issued


LAST = 1_000_000
"""The wish of a row that names no place: after all others."""


def plan_sheet(content: Content, rows: Sequence[SheetRow], issued_sha256: str) -> tuple[SheetEvent, ...]:
    """
    What the rows of a sheet ask for, compared with the framework as it is now.

    `issued_sha256` is the content hash that the sheet was issued with. Rows are matched by id; their order in the
    file means nothing, the Position column does.
    """
    return tuple(_Planner(content, tuple(rows), issued_sha256 == content.sha256).events())


@dataclass(frozen=True)
class _Planner:
    content: Content
    rows: tuple[SheetRow, ...]
    unchanged: bool

    def events(self) -> Iterator[SheetEvent]:
        for row in self.rows:
            if not row.statement_id:
                yield from self._new_row(row)
            elif self._count[row.statement_id] > 1:
                yield self._report(SheetEventKind.DUPLICATE_ID, row, "more than one row has this id; none is applied")
            elif row.statement_id not in self.content.by_id:
                yield self._report(SheetEventKind.UNKNOWN_ID, row, "the framework has no statement with this id")
            else:
                yield from self._known_row(row, self.content.by_id[row.statement_id])
        for level in self.content.by_level:
            yield from self._reordered(level)
        yield from self._missing()

    @cached_property
    def _count(self) -> Counter[str]:
        return Counter(row.statement_id for row in self.rows)

    @cached_property
    def _keys(self) -> dict[str, str]:
        return {name.casefold(): key for key, name in level_names(self.content).items()}

    @cached_property
    def _labels(self) -> dict[str, str]:
        return criterion_labels(self.content)

    def _level(self, row: SheetRow) -> str | None:
        return self._keys.get(normal(cell_text(row.level)).casefold())

    def _new_row(self, row: SheetRow) -> Iterator[SheetEvent]:
        if row.status is SheetStatus.REMOVE or not normal(row.text):
            return
        level = self._level(row)
        if level is None:
            yield self._unknown_level(row)
        elif row.where not in self._already_there:
            why = f"A new statement for the level {self._name(level)}."
            yield self._event(SheetEventKind.ADDED, row, why, ("", row.text), level)

    @cached_property
    def _already_there(self) -> dict[str, str]:
        """New rows that the framework has by now, by cell: a sheet that is read twice adds its new rows once."""
        spare = [each for each in self.content.active if each.id not in self._count]
        found: dict[str, str] = {}
        for row in (each for each in self.rows if not each.statement_id):
            level, check = self._level(row), text_check(row.text)
            same = next((each for each in spare if each.level == level and text_check(each.text) == check), None)
            if same is not None:
                spare.remove(same)
                found[row.where] = same.id
        return found

    def _known_row(self, row: SheetRow, statement: Statement) -> Iterator[SheetEvent]:
        edited = [each for each in self._fields(row, statement) if each.is_edited]
        if not statement.is_active:
            if edited and row.status is not SheetStatus.REMOVE:
                yield self._conflict(
                    row, statement.text, row.text, "was retired in the framework after the sheet was made"
                )
        elif row.status is SheetStatus.REMOVE:
            yield self._removed(row, statement)
        else:
            if self._level(row) is None:
                yield self._unknown_level(row)
            for field in edited:
                yield self._edited(row, field)

    def _removed(self, row: SheetRow, statement: Statement) -> SheetEvent:
        if self._issued_text(row, statement) != text_check(statement.text):
            why = "was reworded in the framework after the sheet was made, and the sheet asks to remove it"
            return self._conflict(row, statement.text, "", why)
        why = "Its Status is Remove; the statement will be retired, and its history kept."
        return self._event(SheetEventKind.REMOVED, row, why, (statement.text, ""), statement.level)

    def _edited(self, row: SheetRow, field: _Field) -> SheetEvent:
        if field.is_conflict:
            why = (
                f"has a {field.name} that was changed both in the sheet and in the framework since; nothing is applied"
            )
            return self._conflict(row, field.old, field.new, why)
        why = f"The {field.name} was edited in the sheet."
        level = self._level(row) or ""
        return self._event(field.kind, row, why, (field.old, field.new), level)

    def _fields(self, row: SheetRow, statement: Statement) -> Iterator[_Field]:
        issued, now = self._issued(row, statement), issue(self.content, statement)
        kinds, label = SheetEventKind, self._labels.get(statement.criterion or "", "")
        if normal(row.text):
            base, draft = self._issued_text(row, statement), text_check(statement.text)
            yield _Field(kinds.REWORDED, "wording", base, text_check(row.text), draft, statement.text, row.text)
        level = self._level(row)
        if level is not None:
            old, new = self._name(statement.level), self._name(level)
            yield _Field(kinds.MOVED, "level", issued.level, digest(level), now.level, old, new)
        said = digest(row.criterion)
        yield _Field(kinds.CRITERION, "criterion", issued.criterion, said, now.criterion, label, row.criterion)
        old, new = join_tags(statement.tags), join_tags(row.tags)
        yield _Field(kinds.RETAGGED, "set of tags", issued.tags, tags_digest(row.tags), now.tags, old, new)
        yield _Field(kinds.NOTED, "note", issued.note, digest(row.note), now.note, statement.note, row.note)

    def _issued(self, row: SheetRow, statement: Statement) -> Issued:
        """What was issued; where the sheet lost its checks, what the framework says now, or nothing, stands in."""
        now = issue(self.content, statement)
        if self.unchanged:
            return now
        return parse_issued(row.row_check) or Issued(level="", position=now.position, criterion="", tags="", note="")

    def _issued_text(self, row: SheetRow, statement: Statement) -> str:
        return text_check(statement.text) if self.unchanged or not row.text_check else row.text_check

    def _name(self, key: str) -> str:
        return level_names(self.content).get(key, key)

    def _places(self, level: str) -> list[_Place]:
        """The rows of a level in the order that the sheet wishes: those left alone, and each other at its number."""
        every = sorted((place for row in self.rows if (place := self._place(row, level))), key=lambda each: each.key)
        order = [each for each in every if each.issued and each.wish == each.issued]
        last, again = 0, 0
        for each in every:
            if each.issued and each.wish == each.issued:
                continue
            again = again + 1 if each.wish == last else 0
            last = each.wish
            order.insert(min(each.wish - 1 + again, len(order)), each)
        return order

    def _place(self, row: SheetRow, level: str) -> _Place | None:
        statement = self.content.by_id.get(row.statement_id)
        if row.status is SheetStatus.REMOVE or (self._count[row.statement_id] > 1 and row.statement_id):
            return None
        if statement is None:
            is_new = not row.statement_id and normal(row.text) and self._level(row) == level
            return _Place(row, row.position or LAST, -1, 0) if is_new else None
        if not statement.is_active or (self._level(row) or statement.level) != level:
            return None
        issued = self._issued(row, statement)
        wish = row.position if row.position is not None else issued.position
        if statement.level != level or issued.level not in ("", digest(level)):
            return _Place(row, LAST if wish == issued.position else wish, -1, 0)
        return _Place(row, wish, (wish > issued.position) - (wish < issued.position), issued.position)

    @cached_property
    def _targets(self) -> dict[str, int]:
        """The place that each row gets in its level, by the row's cell."""
        levels = [self._places(level) for level in self.content.by_level]
        return {each.row.where: place for row in levels for place, each in enumerate(row, start=1)}

    def _reordered(self, level: str) -> Iterator[SheetEvent]:
        stay = [each for each in self._places(level) if each.issued]
        issued = {each.row.where: each.issued for each in stay}
        draft = {each.row.where: self.content.positions[each.row.statement_id] for each in stay}
        edited = _out_of_order(stay, issued) & _out_of_order(stay, draft)
        moved_since = sorted(issued, key=issued.__getitem__) != sorted(draft, key=draft.__getitem__)
        for row in (each.row for each in stay if each.row.where in edited):
            old, new = str(draft[row.where]), str(self._targets[row.where])
            if moved_since:
                why = "has a place that was changed both in the sheet and in the framework since; nothing is applied"
                yield self._conflict(row, old, new, why)
            else:
                why = f"Its place in {self._name(level)} was changed from {old} to {new}."
                yield self._event(SheetEventKind.REORDERED, row, why, (old, new), level)

    def _missing(self) -> Iterator[SheetEvent]:
        since = "" if self.unchanged else " It may have been added to the framework after the sheet was made."
        for each in self.content.active:
            if each.id not in self._count and each.id not in self._already_there.values():
                why = f"The sheet has no row for this statement; nothing is removed.{since}"
                kind = SheetEventKind.ROW_MISSING
                yield SheetEvent(kind=kind, statement_id=each.id, where="", old=each.text, new="", why=why)

    def _event(self, kind: SheetEventKind, row: SheetRow, why: str, change: tuple[str, str], level: str) -> SheetEvent:
        old, new = change
        placed = kind in (SheetEventKind.ADDED, SheetEventKind.MOVED, SheetEventKind.REORDERED)
        return SheetEvent(
            kind=kind,
            statement_id=row.statement_id,
            where=row.where,
            old=old,
            new=new,
            why=why,
            level=level,
            position=self._targets.get(row.where) if placed else None,
            row=row,
        )

    def _report(self, kind: SheetEventKind, row: SheetRow, what: str) -> SheetEvent:
        why = f"{row.where}: {what}."
        return SheetEvent(
            kind=kind, statement_id=row.statement_id, where=row.where, old="", new=row.text, why=why, row=row
        )

    def _conflict(self, row: SheetRow, old: str, new: str, what: str) -> SheetEvent:
        kind, why = SheetEventKind.CONFLICT, f"{row.where}: this statement {what}."
        return SheetEvent(kind=kind, statement_id=row.statement_id, where=row.where, old=old, new=new, why=why, row=row)

    def _unknown_level(self, row: SheetRow) -> SheetEvent:
        cell, names = row.level_where or row.where, ", ".join(level_names(self.content).values())
        why = f"{cell}: expected one of the levels {names}; found {row.level or 'nothing'!r}."
        kind = SheetEventKind.UNKNOWN_LEVEL
        return SheetEvent(kind=kind, statement_id=row.statement_id, where=cell, old="", new=row.level, why=why, row=row)


def _out_of_order(places: Sequence[_Place], order: dict[str, int]) -> set[str]:
    """
    The cells of the rows that moved, against an older order: all but the longest run that kept its order.

    Of two runs of one length, the one with fewer edited positions stays (longest increasing subsequence, weighted).
    """
    best: list[tuple[int, int | None]] = []
    for end, place in enumerate(places):
        before = [(best[i][0], i) for i in range(end) if order[places[i].row.where] < order[place.row.where]]
        weight, link = max(before, default=(0, None), key=lambda each: each[0])
        best.append((weight + 1000 - abs(place.tie), link))
    at = max(range(len(best)), key=lambda i: best[i][0], default=None)
    moved = {place.row.where for place in places}
    while at is not None:
        moved.discard(places[at].row.where)
        at = best[at][1]
    return moved
