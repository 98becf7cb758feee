"""
Which statement each row of a sheet is, and which of several rows of one statement counts.

Three things say it: the id, the hidden checks, and the wording. Where hands parted them (one column was sorted alone,
ids were cut or pasted over), two that agree win, and anything less is reported, never guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lexcurric.core.errors import Problem
from lexcurric.core.model import Content, Statement, replace
from lexcurric.core.sheet import SheetRow, SheetStatus, issue, level_names
from lexcurric.core.sheet_base import SheetBase
from lexcurric.core.sheet_cells import cell_text, digest, tags_digest, text_check
from lexcurric.core.sheet_events import SheetEventKind
from lexcurric.core.wording import normal, quoted

_SHORTEST = 8
"""So many characters of an id name a statement, where only one begins so."""


@dataclass
class KnownRows:
    """
    The rows to plan with, each with the id of its statement, or none where it is new.

    `aside` holds those that only are reported, each with its kind and why; `seen` the ids that the sheet has rows of.
    """

    rows: list[SheetRow] = field(default_factory=list)
    aside: list[tuple[SheetEventKind, SheetRow, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    told: list[tuple[str, str]] = field(default_factory=list)

    @property
    def notes(self) -> tuple[Problem, ...]:
        """How rows were told apart from what their ids say, each cell; where many are alike, in one note."""
        cells: dict[str, list[str]] = defaultdict(list)
        for where, what in self.told:
            cells[what].append(where)
        return tuple(Problem(_few(places), what) for what, places in cells.items())


def know_rows(rows: Sequence[SheetRow], base: SheetBase) -> KnownRows:
    """Says of each row which statement it is; nothing is lost: what does not go to `rows` goes to `aside`."""
    return _Knower(tuple(rows), base).known()


@dataclass(frozen=True)
class _Knower:
    given: tuple[SheetRow, ...]
    base: SheetBase

    def known(self) -> KnownRows:
        found = KnownRows()
        by_id: dict[str, list[SheetRow]] = defaultdict(list)
        order: list[SheetRow | str] = []
        for row in self.given:
            named = self._named(row, found)
            if named is None:
                continue
            if not named.statement_id:
                order.append(named)
            else:
                if named.statement_id not in by_id:
                    order.append(named.statement_id)
                by_id[named.statement_id].append(named)
        for each in order:
            if isinstance(each, SheetRow):
                found.rows.append(each)
            else:
                found.rows += self._one(by_id[each], found)
        found.rows = list(self._once(found))
        found.seen |= by_id.keys()
        return found

    def _named(self, row: SheetRow, found: KnownRows) -> SheetRow | None:
        """The row with the id of its statement; None where it was set aside."""
        given, checked, worded = self._given[row.where], self._checked(row), self._worded(row)
        if given and self._is_copy_for_new(row, given):
            return _as_new(row)
        if given is None:
            return self._without_id(row, checked, found)
        if checked and checked != given:
            return self._parted(row, given, checked, found)
        if self._is_astray(row):
            return self._swapped(row, given, str(worded), found)
        if given in self._strayed and not self._says(row, given):
            why = (
                f"the wording of its statement stands in {self._strayed[given]}; put the wordings back beside their ids"
            )
            found.aside.append((SheetEventKind.UNCLEAR, row, why))
            found.seen.add(given)
            return None
        if given != row.statement_id:
            found.told.append((row.cell("statement_id"), "the id is written otherwise or cut short; it was completed"))
        return replace(row, statement_id=given)

    def _without_id(self, row: SheetRow, checked: str | None, found: KnownRows) -> SheetRow | None:
        named, is_new = row.statement_id, row.status is SheetStatus.NEW
        if checked and not is_new and checked not in self._claimed:
            says = "the Statement ID does not say which statement the row is; its hidden checks do"
            found.told.append((row.cell("statement_id"), says))
            return replace(row, statement_id=checked)
        worded = None if is_new or row.row_check else self._worded(row)
        # Without a base, this may be a new row that was applied before; it is found out there, and not compared.
        is_sure = self.base.made_from is not None or named or "statement_id" in row.unsaid
        if worded and is_sure and worded not in self._claimed:
            says = "the Statement ID does not say which statement the row is; its wording does"
            found.told.append((row.cell("statement_id"), says))
            return replace(row, statement_id=worded)
        if named and not is_new:
            why = "the framework has no statement with this id; clear the id if the row is a new statement"
            found.aside.append((SheetEventKind.UNKNOWN_ID, row, why))
            found.seen.add(named)
            return None
        if named:
            found.told.append((row.cell("statement_id"), "a new statement gets an id of its own, not this one"))
        return _as_new(row)

    def _parted(self, row: SheetRow, given: str, checked: str, found: KnownRows) -> SheetRow | None:
        """A row whose id says one statement and whose hidden checks another: the wording decides."""
        if self._says(row, given):
            return replace(row, statement_id=given, text_check="", row_check="")
        if self._says(row, checked):
            said = "the id belongs to another row; the row's wording and hidden checks say which statement it is"
            found.told.append((row.cell("statement_id"), said))
            return replace(row, statement_id=checked)
        why = "its Statement ID and its hidden checks belong to two statements; put the row's own id back"
        found.aside.append((SheetEventKind.UNCLEAR, row, why))
        found.seen |= {given, checked}
        return None

    def _swapped(self, row: SheetRow, given: str, worded: str, found: KnownRows) -> SheetRow | None:
        """A row that has the id of one statement and the wording of another, which stands nowhere else."""
        if self._is_as_issued(row, worded):
            said = "the id belongs to another row; all other cells of the row say which statement it is"
            found.told.append((row.cell("statement_id"), said))
            return replace(row, statement_id=worded, text_check="", row_check="")
        other = quoted(self._statements[worded].text)
        why = (
            f"the row has the id of one statement and the wording of another, {other}, as if one column was sorted "
            "alone; put the wordings back beside their ids"
        )
        found.aside.append((SheetEventKind.UNCLEAR, row, why))
        found.seen |= {given, worded}
        return None

    def _one(self, rows: list[SheetRow], found: KnownRows) -> list[SheetRow]:
        """The one row that counts of those with one id; none where nobody can tell."""
        if len(rows) == 1:
            return rows
        apart = _apart(rows)
        if len({row.sheet for row in rows}) > 1:
            edited = [row for row in apart if not self._is_as_issued(row, row.statement_id)]
            apart = edited or apart[:1]
        if len(apart) == 1:
            others = ", ".join(row.where for row in rows if row is not apart[0])
            said = f"the id of this row stands again in {others}; this row was read"
            if len({row.sheet for row in rows}) == 1:
                found.told.append((apart[0].where, said))
            return apart
        for row in rows:
            found.aside.append((SheetEventKind.DUPLICATE_ID, row, self._which(row, rows)))
        return []

    def _which(self, row: SheetRow, rows: Iterable[SheetRow]) -> str:
        others = ", ".join(each.where for each in rows if each is not row)
        issued = self._is_as_issued(row, row.statement_id)
        says = "as it was issued" if issued else "edited"
        hint = "clear the id of the one that is a new statement, or delete the one that does not count"
        return f"more than one row has this id (also {others}), and none is applied; this one is {says}; {hint}"

    def _once(self, found: KnownRows) -> Iterable[SheetRow]:
        """The rows, each new statement once: what is said again on a copy of the sheet, or in another row, is one."""
        first: dict[tuple[str, str], SheetRow] = {}
        for row in found.rows:
            key = (normal(row.level).casefold(), text_check(row.text))
            if row.statement_id or not normal(row.text):
                yield row
            elif key not in first:
                first[key] = row
                yield row
            elif row.sheet == first[key].sheet:
                why = f"the same new statement stands in {first[key].where}, and is added once"
                found.aside.append((SheetEventKind.ALREADY_THERE, row, why))

    # What each of the three says

    @cached_property
    def _given(self) -> dict[str, str | None]:
        """The statement that each row's id names, by the row's cell."""
        return {row.where: self._find(row.statement_id) for row in self.given}

    @cached_property
    def _claimed(self) -> set[str]:
        """The ids that rows name."""
        return {each for each in self._given.values() if each}

    @cached_property
    def _at_home(self) -> set[str]:
        """The statements whose wording, as it was issued, stands in a row of their own."""
        pairs = ((row, self._given[row.where]) for row in self.given)
        return {given for row, given in pairs if given and self._says(row, given)}

    def _is_astray(self, row: SheetRow) -> bool:
        """True for a row whose id says one statement and whose wording another, which has it in no row of its own."""
        given, worded = self._given[row.where], self._worded(row)
        if not given or not worded or worded == given or self._says(row, given):
            return False
        return worded not in self._at_home

    @cached_property
    def _strayed(self) -> dict[str, str]:
        """The statements whose wording alone stands beside another id, and the cell of it."""
        found = {}
        for row in self.given:
            worded = self._worded(row)
            if worded and self._is_astray(row) and not self._is_as_issued(row, worded):
                found[worded] = row.cell("text")
        return found

    @cached_property
    def _statements(self) -> dict[str, Statement]:
        return {**self.base.now.by_id, **self.base.origin.by_id}

    @cached_property
    def _squashed(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for each in self._statements:
            found[_squash(each)].append(each)
        return found

    def _find(self, text: str) -> str | None:
        """The statement that an id names, also one in capitals, with spaces in it, or cut short."""
        if not text or text in self._statements:
            return text or None
        plain = _squash(text)
        same = self._squashed.get(plain, [])
        if not same and len(plain) >= _SHORTEST:
            same = [each for form, ids in self._squashed.items() if form.startswith(plain) for each in ids]
        return same[0] if len(same) == 1 else None

    @cached_property
    def _by_check(self) -> dict[str, str]:
        return {str(issue(self.base.origin, each)): each.id for each in self.base.origin.active}

    @cached_property
    def _by_text(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for each in self.base.origin.active:
            found[text_check(each.text)].append(each.id)
        return found

    def _checked(self, row: SheetRow) -> str | None:
        """The statement that both hidden checks name together; one alone proves it only against a known base."""
        found = self._by_check.get(row.row_check)
        if self.base.made_from is None and not row.text_check:
            return None
        if found and row.text_check in ("", text_check(self.base.origin.by_id[found].text)):
            return found
        return None

    def _worded(self, row: SheetRow) -> str | None:
        """The one statement that has this wording."""
        found = self._by_text.get(text_check(row.text), []) if "text" not in row.unsaid and normal(row.text) else []
        return found[0] if len(found) == 1 else None

    def _says(self, row: SheetRow, statement_id: str) -> bool:
        """True where the row has the wording that this statement was issued with, or has now."""
        texts = [each.by_id[statement_id].text for each in self._sides if statement_id in each.by_id]
        return "text" in row.unsaid or text_check(row.text) in map(text_check, texts)

    @cached_property
    def _sides(self) -> tuple[Content, ...]:
        return (self.base.origin, self.base.now)

    def _is_copy_for_new(self, row: SheetRow, given: str) -> bool:
        """True for a row that says New and has the id of the row that it was copied from."""
        others = (each for each in self.given if self._given[each.where] == given and each is not row)
        return row.status is SheetStatus.NEW and any(each.status is not SheetStatus.NEW for each in others)

    def _is_as_issued(self, row: SheetRow, statement_id: str) -> bool:
        """True where every cell says what this statement was issued with."""
        statement = self.base.origin.by_id.get(statement_id)
        if statement is None or row.status is SheetStatus.REMOVE:
            return False
        then, keys = issue(self.base.origin, statement), self._keys
        level = keys.get(normal(cell_text(row.level)).casefold())
        pairs = {
            "text": text_check(row.text) == text_check(statement.text),
            "level": level == statement.level,
            "position": row.position in (None, then.position),
            "criterion": digest(row.criterion) == then.criterion,
            "tags": tags_digest(row.tags) == then.tags,
            "note": digest(row.note) == then.note,
        }
        return all(same for field_name, same in pairs.items() if field_name not in row.unsaid)

    @cached_property
    def _keys(self) -> dict[str, str]:
        return {name.casefold(): key for key, name in level_names(self.base.origin).items()}


def _few(places: Sequence[str]) -> str:
    """Some cells of many, such as `Statements!A5, Statements!A6 and 13 more`."""
    more = f" and {len(places) - 3} more" if len(places) > 3 else ""
    return ", ".join(places[:3]) + more


def _as_new(row: SheetRow) -> SheetRow:
    return replace(row, statement_id="", text_check="", row_check="")


def _squash(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _said(row: SheetRow) -> tuple[object, ...]:
    texts = tuple(normal(each) for each in (row.level, row.text, row.criterion, row.note))
    return (*texts, row.position, row.tags, row.status)


def _apart(rows: Iterable[SheetRow]) -> list[SheetRow]:
    """The rows that say different things, the first of those that say the same."""
    first: dict[tuple[object, ...], SheetRow] = {}
    for row in rows:
        first.setdefault(_said(row), row)
    return list(first.values())
