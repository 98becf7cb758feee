"""
Reading a workbook from outside: safely, bounded, and by names rather than places.

Sheets may have been renamed, columns moved, rows sorted or hidden; a table is found by its header cells.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from lxml.etree import XMLSyntaxError
from openpyxl.utils import get_column_letter

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.wording import normal
from lexcurric.workbook.guard import check_workbook
from lexcurric.workbook.origin import FACTS
from lexcurric.workbook.raw import open_raw

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 5_000, 60, 40
MOST_FILLED = 9_000
"""Filled rows in all sheets together."""
_HEADER_WITHIN = 40
"""The header row stands within this many rows."""


@dataclass(frozen=True)
class CellValue:
    """A cell as text; `fault` says why it holds none, and `where` is such as `Statements!D12`."""

    where: str
    text: str
    fault: str = ""


@dataclass(frozen=True)
class Grid:
    """One sheet's cells, row by row from row 1 and column A."""

    title: str
    rows: Sequence[Sequence[CellValue]]


_STUMBLES = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError),
    *(ValueError, zipfile.BadZipFile, zlib.error, ExpatError, ParseError, XMLSyntaxError),
)
"""What parsers raise where a file is damaged; an encoding that is none is a LookupError."""
Line = Mapping[str, CellValue]
"""One row of a table: its cells by column name."""


def read_grids(path: Path) -> list[Grid]:
    """
    All sheets of a workbook that `check_workbook` lets pass, hidden ones too.

    Raises FileError where it cannot be read.
    """
    check_workbook(path)
    with damaged(path):
        book = open_raw(path)
        try:
            return _grids(path, sheets_of(path, book))
        finally:
            book.close()


@contextmanager
def damaged(path: Path) -> Iterator[None]:
    """A `with` block in which whatever a parser stumbles over is said in plain words, as a FileError."""
    try:
        yield
    except _STUMBLES as error:
        problem = Problem("", "the workbook is damaged and cannot be read")
        raise FileError(str(path), [problem], "Open it in Excel or LibreOffice and save it again as .xlsx") from error


def sheets_of(path: Path, book: Any) -> list[Any]:
    """The sheets of an open workbook that are read. Raises FileError where there is none, as in the Strict form."""
    found: list[Any] = book.worksheets[:MOST_SHEETS]
    if not found:
        hint = "Save it again as Excel Workbook (.xlsx), not as Strict Open XML"
        raise FileError(str(path), [Problem("", "the workbook has no sheet that can be read")], hint)
    return found


def _grids(path: Path, sheets: Iterable[Any]) -> list[Grid]:
    grids: list[Grid] = []
    filled = 0
    for sheet in sheets:
        grids.append(_grid(sheet, MOST_FILLED - filled))
        filled += sum(1 for row in grids[-1].rows if row)
        if filled > MOST_FILLED:
            what = f"the workbook has more than {MOST_FILLED:,} filled rows"
            raise FileError(str(path), [Problem("", what)], "Give the workbook as it was issued")
    return grids


def _grid(sheet: Any, room: int) -> Grid:
    """The cells of a sheet, a blank row without any; of a sheet with more filled rows than `room`, the first."""
    found = sheet.iter_rows(min_row=1, max_row=MOST_ROWS, min_col=1, max_col=MOST_COLUMNS)
    rows: list[list[CellValue]] = []
    for number, row in enumerate(found, start=1):
        if all(cell.value is None for cell in row):
            rows.append([])
            continue
        room -= 1
        if room < -1:
            break
        rows.append([_value(cell, f"{sheet.title}!{get_column_letter(at)}{number}") for at, cell in enumerate(row, 1)])
    while rows and not any(cell.text or cell.fault for cell in rows[-1]):
        rows.pop()
    return Grid(title=sheet.title, rows=rows)


def _value(cell: Any, where: str) -> CellValue:
    value = cell.value
    if value is None:
        return CellValue(where, "")
    if cell.data_type == "f":
        return CellValue(where, "", "a formula stands here; please type the text")
    if cell.data_type == "e":
        return CellValue(where, "", f"the error {value} stands here; please type the text")
    return CellValue(where, _text(value))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return unescape(str(value))


def unescape(text: str) -> str:
    """
    The text as Excel shows it: it keeps a line end of Windows as `_x000D_` and LF, and `_x000D_` as `_x005F_x000D_`.

    LibreOffice writes `_x000D_` as it is, so without an LF behind it that is taken for what somebody wrote.

    >>> unescape("a_x005F_x000D_b_x000D_\\nc")
    'a_x000D_b\\nc'
    """
    return re.sub(r"(?<!_x005F)_x000D_\n", "\n", text).replace("_x005F_", "_")


def find_table(grids: Iterable[Grid], columns: Sequence[str]) -> list[Line] | None:
    """The rows under the first header row that names all these columns, in any order; None where there is none."""
    wanted = [name.casefold() for name in columns]
    for grid in grids:
        for at, row in enumerate(grid.rows[:_HEADER_WITHIN]):
            places = {normal(cell.text).casefold(): place for place, cell in reversed(list(enumerate(row)))}
            if all(name in places for name in wanted):
                filled = [cells for cells in grid.rows[at + 1 :] if cells]
                return [{name: cells[place] for name, place in places.items() if name} for cells in filled]
    return None


def read_facts(grids: Iterable[Grid]) -> dict[str, str]:
    """The facts on the hidden sheet, by key; empty where the sheet is gone."""
    for grid in grids:
        if grid.title.casefold() == FACTS:
            return {row[0].text: row[1].text for row in grid.rows if len(row) > 1 and row[0].text}
    return {}
