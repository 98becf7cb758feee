"""
Lists that people typed, in a spreadsheet or as text: rows of cells, each with the place it stands at.

Excel saves "CSV" with the separator and the code page of the country that it was set up for, so both are found out.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.wording import normal
from lexcurric.files import read_bytes
from lexcurric.workbook.guard import check_workbook
from lexcurric.workbook.read import MOST_ROWS, CellValue, read_grids

Row = Sequence[CellValue]
MOST_BYTES = 5_000_000
TABLES = (".csv", ".tsv", ".txt", ".xlsx")
"""The endings of the files that are read here."""
_SEPARATORS = ("\t", ";", ",")
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_MOST_LINES = 4 * MOST_ROWS
"""Some rows are blank, and a cell may have several lines; each takes memory before it is looked at."""
_NONE = "\x1f"
"""A separator that no text has: the whole line is one cell."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_rows(path: Path, what: str) -> list[Row]:
    """
    The filled rows of a CSV or text file, or of the first sheet of a workbook; of a `.txt`, a line is one cell.

    `what` says what is expected, such as `a list of trainees`. Raises FileError for a file of another kind, an unsafe
    or damaged one, or one of more than 5,000 rows.
    """
    suffix = path.suffix.casefold()
    if suffix == ".xlsx":
        rows = _workbook_rows(path)
    elif suffix in TABLES:
        rows = _text_rows(path, what, is_plain=suffix == ".txt")
    else:
        found = f"the name ends in {suffix or 'nothing'}"
        raise FileError(str(path), [Problem("", f"expected {what} as .csv, .xlsx or .txt; {found}")], "Save it as .csv")
    if len(rows) > MOST_ROWS:
        raise _too_many(path, what)
    return [row for row in rows if any(cell.text.strip() or cell.fault for cell in row)]


def _too_many(path: Path, what: str) -> FileError:
    return FileError(str(path), [Problem("", f"expected {what} of at most {MOST_ROWS:,} rows")], "Split it")


def _workbook_rows(path: Path) -> list[Row]:
    check_workbook(path)
    grids = read_grids(path)
    rows: list[Row] = list(grids[0].rows) if grids else []
    # The reader stops there; what comes below must not be lost without a word.
    if len(rows) == MOST_ROWS:
        raise FileError(str(path), [Problem(grids[0].title, f"has {MOST_ROWS:,} rows or more")], "Split it")
    return rows


def _text_rows(path: Path, what: str, *, is_plain: bool) -> list[Row]:
    body = read_bytes(path, what)
    if len(body) > MOST_BYTES:
        problem = Problem("", f"expected {what} of at most {MOST_BYTES:,} bytes, found {len(body):,}")
        raise FileError(str(path), [problem], "Give the list alone")
    text = _decoded(path, body)
    if sum(text.count(each) for each in _LINE_ENDS) > _MOST_LINES:
        raise _too_many(path, what)
    if is_plain:
        return [[CellValue(f"row {at}", line)] for at, line in enumerate(text.splitlines(), start=1)]
    lines = text.splitlines(keepends=True)
    separator, skipped = _separator(lines)
    try:
        found = list(csv.reader(lines[skipped:], delimiter=separator, skipinitialspace=True))
    except csv.Error as error:
        raise FileError(str(path), [Problem("", f"not a CSV file: {error}")], "Save it again as CSV") from None
    return [
        [CellValue(f"row {at}, column {column}", cell) for column, cell in enumerate(row, start=1)]
        for at, row in enumerate(found, start=1 + skipped)
    ]


def _decoded(path: Path, body: bytes) -> str:
    code = next((code for mark, code in _MARKS if body.startswith(mark)), _guessed(body))
    for each in (code, "cp1252"):
        try:
            return body.decode(each)
        except UnicodeDecodeError:
            continue
    problem = Problem("", "expected text in UTF-8, UTF-16 or Windows-1252, found other bytes")
    raise FileError(str(path), [problem], "Save it again as CSV UTF-8")


def _guessed(body: bytes) -> str:
    """UTF-16 without its mark has a zero in every other byte; anything else is UTF-8, or no Unicode at all."""
    head = body[:2000]
    odd, even = head[1::2].count(0), head[::2].count(0)
    if max(odd, even) * 3 > len(head) // 2:
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8"


def _separator(lines: Sequence[str]) -> tuple[str, int]:
    """What separates cells, by the first line that has any text, and how many lines come before the list."""
    if lines and lines[0].casefold().startswith("sep=") and len(lines[0].rstrip("\r\n")) == 5:
        return lines[0][4], 1
    first = next((line for line in lines if line.strip()), "")
    bare = "".join(part for at, part in enumerate(first.split('"')) if at % 2 == 0)
    best = max(_SEPARATORS, key=bare.count)
    return (best if bare.count(best) else _NONE), 0


def named_columns(row: Row, names: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """The place of each column that the row heads, by what it is called in `names` (its spellings in small letters)."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        text = normal(cell.text).casefold().strip(" :.*")
        for key, spellings in names.items():
            if text in spellings:
                found.setdefault(key, place)
    return found


def cell_at(row: Row, place: int | None) -> CellValue:
    """The cell in this place of a row, an empty one where the row is shorter or there is no such column."""
    if place is None or place >= len(row):
        return CellValue(row[0].where if row else "", "")
    return row[place]
