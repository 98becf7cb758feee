"""
What an edited sheet asks for: a list of events to look at before anything is applied.

Planning changes nothing. A field counts as edited where the sheet differs both from what was issued and from what the
framework says now, so reading an applied sheet again asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lexcurric.core import sheet_words
from lexcurric.core.errors import Problem
from lexcurric.core.identity import statement_id
from lexcurric.core.model import Content, Record, Statement
from lexcurric.core.sheet import SheetRow, SheetStatus, criterion_labels, issue, level_names
from lexcurric.core.sheet_base import UNKNOWN, SheetBase
from lexcurric.core.sheet_cells import cell_text, clean_tags, digest, join_tags, tags_digest, text_check
from lexcurric.core.sheet_events import PLACING, SheetEvent, SheetEventKind
from lexcurric.core.sheet_identity import KnownRows, know_rows
from lexcurric.core.sheet_order import SheetOrder
from lexcurric.core.wording import normal

__all__ = ["PlannedSheet", "SheetEvent", "SheetEventKind", "plan_rows", "plan_sheet"]

Kind = SheetEventKind


class PlannedSheet(Record):
    """What a sheet asks for, and notes on how rows were told that are not as they were issued."""

    events: tuple[SheetEvent, ...]
    notes: tuple[Problem, ...] = ()


class _Field(NamedTuple):
    """One field of a row three ways: digests of what was issued, what the sheet says, what the framework says now."""

    kind: SheetEventKind
    name: str
    field: str
    issued: str | None
    sheet: str
    draft: str
    old: str
    new: str

    @property
    def is_edited(self) -> bool:
        return self.sheet not in (self.issued, self.draft)

    @property
    def is_conflict(self) -> bool:
        return self.is_edited and self.issued != self.draft


def plan_sheet(
    content: Content, rows: Sequence[SheetRow], issued_sha256: str, made_from: Content | None = None
) -> tuple[SheetEvent, ...]:
    """
    What the rows of a sheet ask for, compared with the framework as it is now.

    `issued_sha256` is the content hash that the sheet was issued with, and `made_from` that content where it is at
    hand. Rows are matched by id; their order in the file means nothing, the Position column does.
    """
    return plan_rows(content, rows, content if issued_sha256 == content.sha256 else made_from).events


def plan_rows(
    content: Content, rows: Sequence[SheetRow], made_from: Content | None, refused: Iterable[str] = ()
) -> PlannedSheet:
    """As `plan_sheet`, and the notes with it; rows that were `refused` (their ids) are not missing."""
    base = SheetBase(content, made_from)
    known = know_rows(rows, base)
    known.seen |= set(refused)
    return PlannedSheet(events=tuple(_Planner(base, known).events()), notes=known.notes)


@dataclass(frozen=True)
class _Planner:
    base: SheetBase
    known: KnownRows

    def events(self) -> Iterator[SheetEvent]:
        found = {row.where: list(self._of_row(row)) for row in self.known.rows}
        added = {text_check(row.text) for row in self.known.rows if row.where in self._already_there}
        for kind, row, why in self.known.aside:
            if kind is Kind.ALREADY_THERE and text_check(row.text) in added:
                continue  # The first of two that were the same is there by now, so there is nothing to say.
            found.setdefault(row.where, []).append(self._report(kind, row, why))
        for where in sorted(found, key=_in_file):
            yield from found[where]
        for level in self.content.by_level:
            yield from self._reordered(level)
        yield from self._missing()

    @property
    def content(self) -> Content:
        return self.base.now

    def _of_row(self, row: SheetRow) -> Iterator[SheetEvent]:
        if not row.statement_id:
            yield from self._new_row(row)
        elif row.statement_id not in self.content.by_id:
            yield self._report(Kind.UNKNOWN_ID, row, "the framework has no statement with this id any more")
        else:
            yield from self._known_row(row, self.content.by_id[row.statement_id])

    # New rows

    def _new_row(self, row: SheetRow) -> Iterator[SheetEvent]:
        if not normal(row.text):
            return
        level = self._level(row)
        if row.status is SheetStatus.REMOVE:
            why = "its Status is Remove, and without an id nothing tells which statement is meant; give it its id again"
            yield self._report(Kind.UNCLEAR, row, why)
        elif level is None:
            yield self._unknown_level(row)
        elif row.where in self._already_there:
            yield from self._was_added(row, level, self.content.by_id[self._already_there[row.where]])
        else:
            twin = self._twin(row, level)
            if twin is not None and twin.level == level:
                yield self._report(
                    Kind.ALREADY_THERE, row, f"the level has this statement already ({twin.id}), and it is not added"
                )
                return
            also = f" The level {self._name(twin.level)} has a statement with the same wording." if twin else ""
            tags = sheet_words.new_terms(self.content.vocabularies, clean_tags(row.tags))
            why = f"A new statement for the level {self._name(level)}.{also}{tags}"
            yield self._event(Kind.ADDED, row, why, ("", row.text), level)

    def _twin(self, row: SheetRow, level: str) -> Statement | None:
        """A statement with the same wording that the sheet leaves as it is, one of this level first."""
        same = [each for each in self._worded.get(text_check(row.text), ()) if self._is_kept(each)]
        return next((each for each in same if each.level == level), same[0] if same else None)

    @cached_property
    def _worded(self) -> dict[str, list[Statement]]:
        """The statements by the check of their wording."""
        found: dict[str, list[Statement]] = {}
        for each in self.content.active:
            found.setdefault(text_check(each.text), []).append(each)
        return found

    def _is_kept(self, statement: Statement) -> bool:
        row = self._rows.get(statement.id)
        if row is None:
            return True
        same = "text" in row.unsaid or text_check(row.text) == text_check(statement.text)
        return same and row.status is not SheetStatus.REMOVE and self._level(row) in (None, statement.level)

    @cached_property
    def _rows(self) -> dict[str, SheetRow]:
        return {row.statement_id: row for row in self.known.rows if row.statement_id}

    def _was_added(self, row: SheetRow, level: str, statement: Statement) -> Iterator[SheetEvent]:
        is_there = statement.is_active and statement.level == level
        if not is_there:
            state = f"stands in {self._name(statement.level)}" if statement.is_active else "is retired since"
            why = f"this new statement was added before and {state} ({statement.id}); it is not added again"
            yield self._report(Kind.ALREADY_THERE, row, why)

    @cached_property
    def _already_there(self) -> dict[str, str]:
        """New rows that the framework has by now, by cell: a sheet that is read twice adds its new rows once."""
        found: dict[str, str] = {}
        taken: set[str] = set()
        for row in (each for each in self.known.rows if not each.statement_id and normal(each.text)):
            same = next((each for each in self._since(row.text) if each not in taken), None)
            if same is not None:
                taken.add(same)
                found[row.where] = same
        return found

    def _since(self, text: str) -> Iterator[str]:
        """The statements that began with this wording after the sheet was made: by what their ids are made of."""
        before: set[str] = set()
        while (found := statement_id(self.content.soc, text, before)) in self.content.by_id:
            before.add(found)
            if self._is_since(found):
                yield found
        for each in self._worded.get(text_check(text), ()):
            if each.id not in before and self._is_since(each.id):
                yield each.id

    def _is_since(self, found: str) -> bool:
        """True for what the sheet has no row of and, where that is known, was not there when it was made."""
        return found not in self.known.seen and (self.base.made_from is None or self.base.is_new_since(found))

    # Rows of statements

    def _known_row(self, row: SheetRow, statement: Statement) -> Iterator[SheetEvent]:
        edited = [each for each in self._fields(row, statement) if each.is_edited]
        if not statement.is_active:
            if edited and row.status is not SheetStatus.REMOVE:
                yield self._conflict(row, edited[0].old, edited[0].new, sheet_words.RETIRED_SINCE)
        elif row.status is SheetStatus.REMOVE:
            yield self._removed(row, statement)
        elif row.status is SheetStatus.NEW and any(each.kind is Kind.REWORDED for each in edited):
            yield self._report(Kind.UNCLEAR, row, sheet_words.NEW_ID)
        else:
            if self._level(row) is None:
                yield self._unknown_level(row)
            for field in edited:
                yield self._edited(row, field)
            yield from self._placed_elsewhere(row, statement)

    def _placed_elsewhere(self, row: SheetRow, statement: Statement) -> Iterator[SheetEvent]:
        """A new place in a level that the framework has taken the statement out of since."""
        issued = self.base.issued(row)
        stays = issued.level == digest(self._level(row) or "") and issued.level != digest(statement.level)
        if stays and row.position not in (None, issued.position):
            what = f"has another place in the sheet, and stands in {self._name(statement.level)} since; it stays there"
            yield self._conflict(row, str(issued.position), str(row.position), what, cell=row.cell("position"))

    def _removed(self, row: SheetRow, statement: Statement) -> SheetEvent:
        change = (statement.text, "")
        issued = self.base.text_check(row)
        if issued and issued != text_check(statement.text):
            return self._conflict(row, *change, sheet_words.REWORDED_SINCE, Kind.REMOVED)
        return self._event(Kind.REMOVED, row, sheet_words.REMOVED, change, statement.level)

    def _edited(self, row: SheetRow, field: _Field) -> SheetEvent:
        cell, change = row.cell(field.field), (field.old, field.new)
        if field.is_conflict:
            unknown = field.issued is None
            what = sheet_words.unknown_before(field.name) if unknown else sheet_words.changed_both(field.name)
            return self._conflict(row, *change, what, field.kind, cell)
        why = f"The {field.name} was edited in the sheet."
        if field.kind is Kind.REWORDED and sheet_words.is_autocorrect(field.old, field.new):
            why += " Only quotation marks or dashes differ, as programs change them while one types."
        if field.kind is Kind.CRITERION and normal(field.new) and digest(field.new) not in self._criteria:
            why += sheet_words.new_criterion(field.new, self._labels.values())
        if field.kind is Kind.RETAGGED:
            why += sheet_words.new_terms(self.content.vocabularies, clean_tags(row.tags))
        return self._event(field.kind, row, why, change, self._level(row) or "", cell)

    def _fields(self, row: SheetRow, statement: Statement) -> Iterator[_Field]:
        every = self._every_field(row, statement)
        return (each for each in every if each.field not in row.unsaid)

    def _every_field(self, row: SheetRow, statement: Statement) -> Iterator[_Field]:
        then, now = self.base.issued(row), issue(self.content, statement)
        issued: dict[str, str | None] = {} if then is UNKNOWN else then.model_dump(exclude={"position"})
        if normal(row.text):
            base, draft = self.base.text_check(row) or None, text_check(statement.text)
            said = text_check(row.text)
            yield _Field(Kind.REWORDED, "wording", "text", base, said, draft, statement.text, row.text)
        level = self._level(row)
        if level is not None:
            old, new = self._name(statement.level), self._name(level)
            base = issued.get("level")
            yield _Field(Kind.MOVED, "level", "level", base, digest(level), now.level, old, new)
        said, label = digest(row.criterion), self._labels.get(statement.criterion or "", "")
        base = issued.get("criterion")
        yield _Field(Kind.CRITERION, "criterion", "criterion", base, said, now.criterion, label, row.criterion)
        old, new = join_tags(statement.tags), join_tags(row.tags)
        base = issued.get("tags")
        said = tags_digest(row.tags)
        if said not in (base, now.tags):
            said = tags_digest(clean_tags(row.tags))
        yield _Field(Kind.RETAGGED, "set of tags", "tags", base, said, now.tags, old, new)
        base = issued.get("note")
        yield _Field(Kind.NOTED, "note", "note", base, digest(row.note), now.note, statement.note, row.note)

    # Order, and what is not there

    @cached_property
    def _order(self) -> SheetOrder:
        there = self._already_there
        rows = tuple(row for row in self.known.rows if row.where not in there)
        return SheetOrder(self.base, rows, self._level)

    def _reordered(self, level: str) -> Iterator[SheetEvent]:
        for row, is_conflict in self._order.moved(level):
            old, new = str(self.content.positions[row.statement_id]), str(self._order.place(row))
            if is_conflict or not self.base.knows(row):
                what = sheet_words.changed_both("place") if is_conflict else sheet_words.unknown_before("place")
                yield self._conflict(row, old, new, what, Kind.REORDERED, row.cell("position"))
            else:
                why = sheet_words.reordered(self._name(level), old, new)
                yield self._event(Kind.REORDERED, row, why, (old, new), level, row.cell("position"))

    def _missing(self) -> Iterator[SheetEvent]:
        unsure = self.base.made_from is None
        since = " It may have been added to the framework after the sheet was made." if unsure else ""
        there = self._already_there.values()
        for each in self.content.active:
            if each.id in self.known.seen or each.id in there or self.base.is_new_since(each.id):
                continue
            why = f"The sheet has no row for this statement; nothing is removed.{since}"
            yield SheetEvent(
                kind=Kind.ROW_MISSING, statement_id=each.id, where="", old=each.text, new="", why=why, level=each.level
            )

    # Levels and labels

    def _level(self, row: SheetRow) -> str | None:
        """The key of the level that a row names, by label or key, as they are now or were when the sheet was made."""
        known = self.content.by_id.get(row.statement_id)
        if "level" in row.unsaid:
            return known.level if known else None
        return self._keys.get(normal(cell_text(row.level)).casefold())

    @cached_property
    def _keys(self) -> dict[str, str]:
        there = {level.key for level in self.content.levels}
        found = {level.key.casefold(): level.key for level in self.content.levels}
        # Where a name has passed from one level to another since, the sheet means what it meant when it was made.
        for content in (self.content, self.base.origin):
            found |= {name.casefold(): key for key, name in level_names(content).items() if key in there}
        return found

    @cached_property
    def _labels(self) -> dict[str, str]:
        return criterion_labels(self.content)

    @cached_property
    def _criteria(self) -> set[str]:
        return {digest(label) for label in self._labels.values()}

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(level_names(self.content))

    def _name(self, key: str) -> str:
        return self._names.get(key, key)

    # Events

    def _event(
        self, kind: Kind, row: SheetRow, why: str, change: tuple[str, str], level: str, cell: str = ""
    ) -> SheetEvent:
        old, new = change
        placed = kind in PLACING
        return SheetEvent(
            kind=kind,
            statement_id=row.statement_id,
            where=row.where,
            cell=cell or row.where,
            old=old,
            new=new,
            why=why,
            level=level,
            position=self._order.place(row) if placed else None,
            after=self._order.after(row) if placed else "",
            row=row,
        )

    def _report(self, kind: Kind, row: SheetRow, what: str) -> SheetEvent:
        why, found = f"{row.where}: {what}.", row.statement_id
        return SheetEvent(
            kind=kind, statement_id=found, where=row.where, cell=row.where, old="", new=row.text, why=why, row=row
        )

    def _conflict(
        self, row: SheetRow, old: str, new: str, what: str, asks: Kind | None = None, cell: str = ""
    ) -> SheetEvent:
        placed = asks in PLACING
        return SheetEvent(
            kind=Kind.CONFLICT,
            statement_id=row.statement_id,
            where=row.where,
            cell=cell or row.where,
            old=old,
            new=new,
            why=f"{cell or row.where}: this statement {what}.",
            level=self._level(row) or "",
            position=self._order.place(row) if placed else None,
            after=self._order.after(row) if placed else "",
            asks=asks,
            row=row,
        )

    def _unknown_level(self, row: SheetRow) -> SheetEvent:
        cell, kind = row.cell("level"), Kind.UNKNOWN_LEVEL
        why = sheet_words.unknown_level(cell, row.level, self._names.values())
        found = row.statement_id
        return SheetEvent(kind=kind, statement_id=found, where=cell, cell=cell, old="", new=row.level, why=why, row=row)


def _in_file(where: str) -> tuple[str, int]:
    sheet, _, cell = where.rpartition("!")
    digits = "".join(char for char in cell if char.isdigit())
    return sheet, int(digits or 0)
