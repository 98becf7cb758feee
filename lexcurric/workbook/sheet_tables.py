"""
Finding tables in a workbook that people have worked on: by their headings, on whatever sheet, row and column.

A heading counts in any case and spacing, and with a slip of the pen. A column that is not there is named, so that
nobody takes its absence for empty cells; so is one that was not understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from lexcurric.core.errors import Problem
from lexcurric.core.wording import normal
from lexcurric.workbook.read import CellValue, Grid

Headings = Mapping[str, Sequence[str]]
"""The headings that a column may have, by what it holds; the first is the one that we write."""
_HEADER_WITHIN = 200
"""The heading row stands within this many rows."""
_LIKENESS = 0.88
"""How like a heading must be to one of ours (0 to 1); `Statements` is, `Statement` is not like `Statement ID`."""


@dataclass(frozen=True)
class FoundTable:
    """
    A table under its heading row: `lines` are its filled rows by what each cell holds, `heads` its headings.

    `missing` are columns that are not there, by what they hold; `problems` and `notes` tell what is odd in the head.
    """

    title: str
    heads: Mapping[str, CellValue]
    lines: Sequence[Mapping[str, CellValue]]
    missing: frozenset[str]
    problems: Sequence[Problem] = ()
    notes: Sequence[Problem] = ()


@dataclass
class _Heads:
    """Where each column stands in a heading row, and the columns that stand there twice or were not understood."""

    places: dict[str, int] = field(default_factory=dict)
    again: list[tuple[str, int]] = field(default_factory=list)
    others: list[int] = field(default_factory=list)


def find_tables(grids: Iterable[Grid], headings: Headings, needed: Iterable[str], least: int) -> list[FoundTable]:
    """
    The first table of each sheet that has `least` of these columns, one of them a `needed` one.

    Rows that repeat the headings are left out.
    """
    wanted = set(needed)
    found = []
    for grid in grids:
        for at, row in enumerate(grid.rows[:_HEADER_WITHIN]):
            heads = _heads(row, headings)
            if len(heads.places) >= least and wanted & heads.places.keys():
                found.append(_table(grid, at, heads, headings))
                break
    return found


def _heads(row: Sequence[CellValue], headings: Headings) -> _Heads:
    """Our own headings first; another name for a column counts only where its own is not there."""
    ours = {_key(names[0]): what for what, names in headings.items()}
    heads = _Heads()
    for place, cell in enumerate(row):
        what = ours.get(_key(cell.text))
        if what is None:
            heads.others += [place] if normal(cell.text) else []
        elif what in heads.places:
            heads.again.append((what, place))
        else:
            heads.places[what] = place
    names = {_key(name): what for what, listed in headings.items() for name in listed}
    for is_exact in (True, False):
        for place in tuple(heads.others):
            what = _other_name(_key(row[place].text), names, heads, is_exact)
            if what is not None:
                heads.places[what] = place
                heads.others.remove(place)
    return heads


def _other_name(key: str, names: Mapping[str, str], heads: _Heads, is_exact: bool) -> str | None:
    """What a column of another name, or one like it, holds, of those that are not there yet."""
    free = {name: what for name, what in names.items() if what not in heads.places}
    if is_exact:
        return free.get(key)
    close = get_close_matches(key, free, 1, _LIKENESS) if len(heads.places) > 1 else []
    return free[close[0]] if close else None


def _key(heading: str) -> str:
    """A heading without what hands change: case, spaces, and marks around and between the words."""
    return "".join(char for char in normal(heading).casefold() if char.isalnum())


def _table(grid: Grid, at: int, heads: _Heads, headings: Headings) -> FoundTable:
    row = grid.rows[at]
    lines = [
        {what: cells[place] for what, place in heads.places.items() if place < len(cells)}
        for cells in grid.rows[at + 1 :]
        if cells and not _repeats(cells, row, heads)
    ]
    return FoundTable(
        title=grid.title,
        heads={what: row[place] for what, place in heads.places.items()},
        lines=lines,
        missing=frozenset(headings.keys() - heads.places.keys()),
        problems=tuple(_differing(grid, at, heads, headings)),
        notes=tuple(_notes(grid, at, heads, headings)),
    )


def _repeats(cells: Sequence[CellValue], row: Sequence[CellValue], heads: _Heads) -> bool:
    """True for a row that says the headings again, as a table that was pasted under another has it."""
    same = [place for place in heads.places.values() if place < len(cells) and _key(cells[place].text)]
    again = [place for place in same if _key(cells[place].text) == _key(row[place].text)]
    return len(again) > 1 and len(again) * 2 > len(same)


def _differing(grid: Grid, at: int, heads: _Heads, headings: Headings) -> Iterator[Problem]:
    """A column that stands there twice, where the two say different things: nobody can tell which one counts."""
    for what, place in heads.again:
        first = heads.places[what]
        for cells in grid.rows[at + 1 :]:
            mine, other = (cells[each] if each < len(cells) else None for each in (first, place))
            if mine and other and normal(mine.text) != normal(other.text):
                name, two = headings[what][0], grid.rows[at][place].where
                said = f"the column {name} stands here a second time, and {other.where} differs from {mine.where}"
                yield Problem(two, f"{said}; delete the column that does not count, or give it another heading")
                break


def _notes(grid: Grid, at: int, heads: _Heads, headings: Headings) -> Iterator[Problem]:
    row = grid.rows[at]
    for what, names in headings.items():
        place = heads.places.get(what)
        if place is None:
            continue
        if _key(row[place].text) != _key(names[0]):
            yield Problem(row[place].where, f"the column headed {normal(row[place].text)!r} was read as {names[0]}")
    for place in heads.others:
        if any(place < len(cells) and normal(cells[place].text) for cells in grid.rows[at + 1 :]):
            said = f"the column {normal(row[place].text)!r} is none of the sheet's own, and was not read"
            yield Problem(row[place].where, said)
