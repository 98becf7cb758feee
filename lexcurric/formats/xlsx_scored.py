"""
A scored rubric that came back, read as it is: what was filled in on the sheet Score, and in each column of Cohort.

Sheets are found by what stands in them, columns by their headings, rows by their hidden id. Nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.rubric import RubricKind
from lexcurric.core.rubric.options import MOST_TRAINEES
from lexcurric.core.scored import (
    CHECK,
    COMMENT,
    ID,
    LEVEL,
    RATING,
    REF,
    TEXT,
    Comment,
    Filled,
    Given,
    Layout,
    ScoredFile,
    every_language,
    folded,
    json_object,
    roles_of,
    shared_facts,
    words,
)
from lexcurric.workbook.cells import FACTS, CellBook, Odd, Rows, Value, day_of
from lexcurric.workbook.places import column_letter

_HEADER_WITHIN = 40
_INPUTS = {"name": "InTrainee", "trainer": "InTrainer", "date": "InDate", "place": "InPlace"}
_LABELS = {"name": "trainee", "trainer": "trainer", "date": "date", "place": "place"}
_DAYS = range(36_526, 73_416)
"""The numbers that stand for days of this century."""
_MOST_TEXT = 200
_FAULTS = {"formula": "a formula", "error": "the error {said}", "date": "the date {said}"}
_HINT = "Give rubrics that `rubric` wrote, filled in and saved as .xlsx"
_COHORT = "cohort"
"""The kind of the workbooks that a collection is written to: they lie beside the others, and rate nobody."""
Known = dict[tuple[object, ...], Layout]


class _Table(NamedTuple):
    """A table that was found: its sheet, the row with the headings, and the headings by column."""

    sheet: str
    rows: Rows
    at: int
    heads: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Inputs:
    """Who was scored, by whom, when and where."""

    name: str
    trainer: str
    date: str
    place: str
    cell: str


def read_scored(path: Path, known: Known | None = None) -> ScoredFile:
    """
    What was filled in in a workbook, trainee by trainee.

    `known` keeps the layouts of the files read before, so that a thousand copies of one rubric share one. Raises
    FileError for a file that is no rubric of ours, not safe to read, or damaged.
    """
    return _Reader(path, {} if known is None else known).read()


class _Reader:
    def __init__(self, path: Path, known: Known) -> None:
        self.book, self.known = CellBook(path), known
        self.facts = self.book.facts()
        self.columns = self.facts.get("columns", "")
        self.titles: Mapping[str, object] = json_object(self.facts.get("sheets", ""))

    def read(self) -> ScoredFile:
        kind = self.facts.get("kind", "")
        if kind == _COHORT:
            return ScoredFile(str(self.book.path), self.book.sha256, ())
        if kind and kind not in set(RubricKind):
            raise self._refused(f"expected a scored rubric, found a workbook of the kind {kind}")
        score = self._find_score()
        cohort = self._find_cohort(score)
        if score is None and cohort is None:
            raise self._refused("expected a scored rubric; no sheet has a column of ratings and the statements to rate")
        filled: list[Filled] = []
        inputs = _Inputs("", "", "", "", "")
        if score is not None:
            one = self._read_score(score)
            inputs = _Inputs(one.name, one.trainer, one.date, one.place, one.owner)
            filled.append(one)
            filled += self._copies(score, one)
        if cohort is not None:
            filled += self._read_cohort(cohort, inputs)
        if not filled:
            raise self._refused("the sheet with the ratings is gone, or its headings are, and nobody stands on Cohort")
        return ScoredFile(str(self.book.path), self.book.sha256, tuple(filled))

    def _refused(self, what: str) -> FileError:
        return FileError(str(self.book.path), [Problem("", what)], _HINT)

    # Finding the tables

    def _find_score(self) -> _Table | None:
        for title in self._in_order("score"):
            table = self._table(title, self._is_score)
            if table is not None:
                return table
        return None

    def _copies(self, score: _Table, first: Filled) -> Iterator[Filled]:
        """What was filled in on copies of the sheet, as somebody makes one for a second trainee."""
        for title in self._in_order("score"):
            table = self._table(title, self._is_score) if title != score.sheet else None
            if table is not None and roles_of(tuple(table.heads.values()), self.columns).keys() & {ID, CHECK}:
                other = self._read_score(table)
                if other.given and (other.name, other.given) != (first.name, first.given):
                    yield other

    def _find_cohort(self, score: _Table | None) -> _Table | None:
        for title in self._in_order("cohort"):
            if score is None or title != score.sheet:
                table = self._table(title, self._is_cohort)
                if table is not None:
                    return table
        return None

    def _in_order(self, name: str) -> Iterator[str]:
        """The sheets, those first that are called as the sheet that is looked for."""
        stated = self.titles.get(name)
        likely = {stated, *(getattr(labels, name) for labels in every_language())}
        ordered = [each for each in self.book.titles if each in likely]
        yield from ordered
        # Renamed: every sheet that is none of the others may be it.
        others = {FACTS, *(other for labels in every_language() for other in _other_titles(labels))}
        yield from (each for each in self.book.titles if each not in likely and each not in others)

    def _table(self, title: str, fits: Callable[[Mapping[int, Value]], bool]) -> _Table | None:
        rows = self.book.rows(title)
        for number, cells in rows.items():
            if number <= _HEADER_WITHIN and len(cells) >= 2 and fits(cells):
                return _Table(title, rows, number, {column: _text(value) for column, value in cells.items()})
        return None

    def _is_score(self, cells: Mapping[int, Value]) -> bool:
        roles = roles_of(tuple(_text(each) for each in cells.values()), self.columns)
        # Levels may be called A1 and B2, as trainees are: a column of ratings that is called so decides.
        is_named = bool(self.columns) or roles.get(RATING) != roles.get(LEVEL) or not _marks(cells)
        return RATING in roles and bool(roles.keys() & {ID, CHECK, REF, TEXT}) and is_named

    def _is_cohort(self, cells: Mapping[int, Value]) -> bool:
        roles = roles_of(tuple(_text(each) for each in cells.values()), self.columns)
        return bool(roles.keys() & {ID, CHECK, REF, TEXT}) and bool(_marks(cells))

    # Score

    def _read_score(self, table: _Table) -> Filled:
        order = sorted(table.heads)
        heads = tuple(table.heads[column] for column in order)
        roles = roles_of(heads, self.columns)
        rating = order[roles[RATING][0]]
        notes = [order[at] for at in roles.get(COMMENT, ())]
        layout, numbers = self._layout(table, [each for each in order if each != rating and each not in notes])
        given = _given(table, numbers, rating)
        comments = [
            Comment(at, " / ".join(texts))
            for at, row in enumerate(numbers)
            if (texts := [text for column in notes if (text := _text(table.rows[row].get(column)).strip())])
        ]
        inputs = self._inputs(table)
        return Filled(
            table.sheet,
            inputs.cell,
            inputs.name,
            inputs.trainer,
            inputs.date,
            inputs.place,
            layout,
            given,
            tuple(comments),
        )

    def _layout(self, table: _Table, columns: list[int]) -> tuple[Layout, list[int]]:
        """What the table says apart from what is filled in, and the numbers of its rows."""
        numbers: list[int] = []
        rows: list[tuple[str, ...]] = []
        for number, cells in table.rows.items():
            if number > table.at:
                texts = tuple([_text(cells.get(column)) for column in columns])
                if any(texts):
                    numbers.append(number)
                    rows.append(texts)
        facts = shared_facts(self.facts)
        heads = tuple(table.heads[column] for column in columns)
        ids = roles_of(heads, self.columns).get(ID)
        end = _end(numbers, [row[ids[0]] for row in rows]) if ids else len(rows)
        del numbers[end:], rows[end:]
        key = (facts, heads, tuple(rows))
        found = self.known.get(key)
        if found is None:
            sheets = (self._start(), self._levels(), self._origin())
            found = self.known[key] = Layout(facts, heads, tuple(rows), *sheets)
        return found, numbers

    def _start(self) -> tuple[tuple[str, ...], ...]:
        rows = self._sheet("start")
        return tuple(tuple(_text(cells.get(at)) for at in range(1, 9)) for cells in rows.values())

    def _levels(self) -> tuple[str, ...]:
        """The labels of the table of levels, where its steps are numbered one after the other."""
        level, step = words("level"), words("level_step")
        found: list[str] = []
        following = 0
        is_below = False
        for cells in self._sheet("summary").values():
            label, number = (_text(cells.get(at)) for at in (1, 2))
            if is_below and number.isdecimal() and int(number) == (following or int(number)):
                found.append(label)
                following = int(number) + 1
            elif is_below:
                break
            is_below = is_below or (folded(label) in level and folded(number) in step)
        return tuple(found)

    def _origin(self) -> tuple[tuple[str, str], ...]:
        """The lines under the heading of the sheet that says where the statements come from."""
        item, found = words("item"), list[tuple[str, str]]()
        is_below = False
        for cells in self._sheet("sources").values():
            label, text = (_text(cells.get(at)).strip() for at in (1, 2))
            if is_below and label and text:
                found.append((label, text))
            is_below = is_below or folded(label) in item
        return tuple(found)

    def _sheet(self, name: str) -> Rows:
        wanted = {self.titles.get(name), *(getattr(labels, name) for labels in every_language())}
        title = next((each for each in self.book.titles if each in wanted), "")
        return self.book.rows(title)

    def _inputs(self, table: _Table) -> _Inputs:
        found = {field: self._input(table, field) for field in _INPUTS}
        cell = self._cell_of(table, "name")
        return _Inputs(**found, cell=f"{column_letter(cell[1])}{cell[0]}" if cell else "")

    def _input(self, table: _Table, field: str) -> str:
        cell = self._cell_of(table, field)
        value = table.rows.get(cell[0], {}).get(cell[1], "") if cell else ""
        if isinstance(value, Odd):
            return value.said if value.kind == "date" else ""
        if field == "date" and isinstance(value, int | float) and int(value) in _DAYS:
            return day_of(value)
        return " ".join(_text(value).split())[:_MOST_TEXT]

    def _cell_of(self, table: _Table, field: str) -> tuple[int, int] | None:
        """Where an input stands: where its name points to, if something stands there; or else beside its label."""
        target = self.book.names.get(_INPUTS[field])
        if target is None or target.sheet != table.sheet or target.row >= table.at:
            return _beside_label(table, field)
        value = table.rows.get(target.row, {}).get(target.column, "")
        if value != "" and not _is_label(value):
            return target.row, target.column
        # A program that inserts rows may leave the names behind.
        beside = _beside_label(table, field)
        return beside if beside and beside[1] in table.rows[beside[0]] else (target.row, target.column)

    # Cohort

    def _read_cohort(self, table: _Table, inputs: _Inputs) -> Iterator[Filled]:
        below = [cells for number, cells in table.rows.items() if number > table.at]
        marks = [column for column in _marks(table.heads) if any(column in cells for cells in below)]
        if not marks:
            return
        above = _above(table)
        taken = _marks(table.heads)
        others = [column for column in sorted(table.heads) if column not in taken]
        layout, numbers = self._layout(table, others)
        name_row = table.at - 1
        for column in marks:
            given = _given(table, numbers, column)
            if given:
                name = " ".join(_text(above.get(column)).split())[:_MOST_TEXT]
                yield Filled(
                    table.sheet,
                    f"{column_letter(column)}{name_row}",
                    name,
                    inputs.trainer,
                    inputs.date,
                    inputs.place,
                    layout,
                    given,
                    is_cohort=True,
                )


def _other_titles(labels: object) -> tuple[str, ...]:
    names = ("start", "score", "summary", "plan", "cohort", "cohort_summary", "sources")
    return tuple(getattr(labels, name) for name in names)


def _beside_label(table: _Table, field: str) -> tuple[int, int] | None:
    """The next filled cell to the right of a label, or the cell beside it where another label comes first."""
    wanted = words(_LABELS[field])
    for row, cells in table.rows.items():
        for column, value in cells.items() if row < table.at else ():
            if isinstance(value, str) and folded(value) in wanted:
                right = next((each for each in sorted(cells) if each > column), None)
                return (row, column + 1) if right is None or _is_label(cells[right]) else (row, right)
    return None


def _is_label(value: Value) -> bool:
    return isinstance(value, str) and folded(value) in _input_labels()


@lru_cache(maxsize=1)
def _input_labels() -> frozenset[str]:
    return frozenset().union(*(words(each) for each in (*_LABELS.values(), "level_attained", "weighted_score")))


def _marks(cells: Mapping[int, Value] | Mapping[int, str]) -> list[int]:
    """The columns that are headed like those of trainees, from the left."""
    heads = _trainee_heads()
    return sorted(at for at, value in cells.items() if isinstance(value, str) and folded(value) in heads)


@lru_cache(maxsize=1)
def _trainee_heads() -> frozenset[str]:
    """What heads the columns of trainees in every language, such as T1 or A12."""
    numbers = range(1, 2 * MOST_TRAINEES)
    return frozenset(folded(labels.trainee_mark.format(number=n)) for labels in every_language() for n in numbers)


def _above(table: _Table) -> Mapping[int, Value]:
    return table.rows.get(table.at - 1, {})


def _end(numbers: list[int], ids: list[str]) -> int:
    """Where a table with ids ends: after its last id and the rows right below, which continue it."""
    end = max((at for at, each in enumerate(ids, start=1) if each.strip()), default=0)
    while 0 < end < len(numbers) and numbers[end] == numbers[end - 1] + 1:
        end += 1
    return end


def _given(table: _Table, numbers: list[int], column: int) -> tuple[Given, ...]:
    letters = column_letter(column)
    found = []
    for at, row in enumerate(numbers):
        value = table.rows[row].get(column)
        if value is None:
            continue
        if isinstance(value, Odd):
            found.append(Given(at, f"{letters}{row}", value.said, _FAULTS[value.kind].format(said=value.said)))
        elif text := _text(value).strip():
            found.append(Given(at, f"{letters}{row}", text))
    return tuple(found)


def _text(value: Value | None) -> str:
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, Odd):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value)
