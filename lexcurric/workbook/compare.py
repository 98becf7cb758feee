"""
A workbook that came back, held against the one that was issued: every cell that is not as it was, by sheet and cell.

Results of formulas are not looked at, only the formulas: programs calculate them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from lexcurric.workbook.guard import check_workbook
from lexcurric.workbook.raw import open_raw
from lexcurric.workbook.read import MOST_COLUMNS, MOST_ROWS, damaged, sheets_of

_NOTHING = "(nothing)"


class CellKind(StrEnum):
    """What was changed: an input that is there to be filled in, a formula, another text or number, a name, a sheet."""

    INPUT = "filled in"
    FORMULA = "formula"
    TEXT = "text"
    NAME = "name"
    SHEET = "sheet"


@dataclass(frozen=True)
class CellChange:
    """One cell (`Score!E8`), name or sheet that is not as issued, as it was and as it is."""

    where: str
    kind: CellKind
    issued: str
    found: str

    def __str__(self) -> str:
        return f"{self.where} ({self.kind.value}): {_short(self.issued)} → {_short(self.found)}"


@dataclass(frozen=True)
class _Cell:
    text: str
    is_formula: bool = False
    is_open: bool = False


Cells = Mapping[tuple[int, int], _Cell]
_EMPTY = _Cell("")


def compare_workbooks(issued: Path, found: Path) -> list[CellChange]:
    """
    Every cell of `found` that is not as in `issued`, a workbook of our own, sheet by sheet.

    Raises FileError for a file that is no workbook, unsafe or damaged.
    """
    check_workbook(found)
    with damaged(found):
        before, names_before = _read(issued, ours=True)
        after, names_after = _read(found)
    pairs = _pair(before, after)
    changes = []
    for title, cells in before.items():
        if title not in pairs:
            changes.append(CellChange(title, CellKind.SHEET, title, ""))
        else:
            changes += _changes(pairs[title], cells, after[pairs[title]])
    changes += [CellChange(each, CellKind.SHEET, "", each) for each in after if each not in pairs.values()]
    for name, target in names_before.items():
        if names_after.get(name, "") != target:
            changes.append(CellChange(name, CellKind.NAME, target, names_after.get(name, "")))
    return changes


def filled_texts(path: Path) -> list[str] | None:
    """
    What stands in the unlocked cells of a workbook; None where it has lost its locks, so that nobody can tell.

    Raises FileError for a file that is no workbook, unsafe or damaged.
    """
    check_workbook(path)
    with damaged(path):
        book = load_workbook(path, keep_links=False)
        sheets = sheets_of(path, book)
        if not all(sheet.protection.sheet for sheet in sheets):
            return None
        rows = (row for sheet in sheets for row in sheet.iter_rows(**_extent(sheet)))
        cells = (cell for row in rows for cell in row)
        return [_text(cell.value) for cell in cells if cell.value is not None and not cell.protection.locked]


def _extent(sheet: Any) -> dict[str, int]:
    return {"max_row": min(MOST_ROWS, sheet.max_row), "max_col": min(MOST_COLUMNS, sheet.max_column)}


def _pair(before: Mapping[str, Cells], after: Mapping[str, Cells]) -> dict[str, str]:
    """Each issued sheet's name now; a renamed one is known by its title cell."""
    pairs = {title: title for title in before if title in after}
    free = [title for title in after if title not in pairs]
    for title, cells in before.items():
        head = cells.get((1, 1), _EMPTY).text
        renamed = next((each for each in free if head and after[each].get((1, 1), _EMPTY).text == head), None)
        if title not in pairs and renamed is not None:
            free.remove(renamed)
            pairs[title] = renamed
    return pairs


def _changes(title: str, before: Cells, after: Cells) -> Iterator[CellChange]:
    for row, column in sorted({*before, *after}):
        old, new = before.get((row, column), _EMPTY), after.get((row, column), _EMPTY)
        if _same(old, new):
            continue
        # A formula where a rating belongs is no rating.
        is_formula = old.is_formula or new.is_formula
        kind = CellKind.FORMULA if is_formula else CellKind.INPUT if old.is_open else CellKind.TEXT
        yield CellChange(f"{title}!{get_column_letter(column)}{row}", kind, old.text, new.text)


def _same(old: _Cell, new: _Cell) -> bool:
    if old.is_formula != new.is_formula:
        return False
    return _plain(old.text) == _plain(new.text) if old.is_formula else old.text == new.text


def _plain(formula: str) -> str:
    """A formula without what programs write each their own way: spaces, capitals, quotes around a sheet's name."""
    quoted = re.split(r'("[^"]*")', formula)
    return "".join(each if each.startswith('"') else re.sub(r"[\s']", "", each).casefold() for each in quoted)


def _read(path: Path, *, ours: bool = False) -> tuple[dict[str, Cells], dict[str, str]]:
    # Only the own one is read with its styles, which say what may be filled in.
    book = load_workbook(path, keep_links=False) if ours else open_raw(path)
    try:
        sheets = {sheet.title: _cells(sheet, ours=ours) for sheet in sheets_of(path, book)}
        names = {name: _plain(str(each.attr_text)) for name, each in book.defined_names.items()}
        return sheets, names
    finally:
        book.close()


def _cells(sheet: Any, *, ours: bool) -> Cells:
    found: dict[tuple[int, int], _Cell] = {}
    limit = {} if ours else {"max_row": MOST_ROWS, "max_col": MOST_COLUMNS}
    for row_number, row in enumerate(sheet.iter_rows(min_row=1, min_col=1, **limit), start=1):
        for column, cell in enumerate(row, start=1):
            is_open = ours and not cell.protection.locked
            if cell.value is not None or is_open:
                found[row_number, column] = _Cell(_text(cell.value), cell.data_type == "f", is_open)
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(round(value, 12))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(getattr(value, "text", value)).replace("_x005F_", "_").replace("\r\n", "\n")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return (line if len(line) <= 80 else line[:79] + "…") or _NOTHING
