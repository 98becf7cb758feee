"""
The sheets of an OpenDocument workbook (.ods), as LibreOffice saves an edit sheet: read safely, and by texts alone.

Only `content.xml` is looked at (OpenDocument 1.3, part 3, section 9: tables); pictures, macros and links are not.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from xml.parsers import expat

from openpyxl.utils import get_column_letter

from lexcurric.core.errors import FileError, Problem
from lexcurric.files import read_bytes
from lexcurric.workbook.read import MOST_COLUMNS, MOST_FILLED, MOST_ROWS, MOST_SHEETS, CellValue, Grid

MOST_BYTES = 10_000_000
MOST_UNPACKED = 50_000_000
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_HINT = "Save it as .xlsx in LibreOffice, or give the workbook that was issued"


def read_ods(path: Path) -> list[Grid]:
    """All sheets of the workbook, hidden ones too. Raises FileError for one that is damaged, protected or too large."""
    body = read_bytes(path, "an OpenDocument workbook", _HINT)
    if len(body) > MOST_BYTES:
        what = f"the file has {len(body) / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:.0f} MB are read"
        raise FileError(str(path), [Problem("", what)], _HINT)
    reader = _Reader(path)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.said
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.buffer_text = True
    try:
        parser.Parse(_content(path), True)
    except expat.ExpatError:
        raise _damaged(path) from None
    return reader.grids


def _content(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" not in names or not archive.read("mimetype")[:100].startswith(_KIND):
                raise FileError(str(path), [Problem("", "this is no OpenDocument sheet")], _HINT)
            member = archive.getinfo("content.xml")
            if member.file_size > MOST_UNPACKED:
                what = f"the file unpacks to more than {MOST_UNPACKED / 1e6:.0f} MB"
                raise FileError(str(path), [Problem("", what)], _HINT)
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise FileError(str(path), [Problem("", "the file is protected with a password")], _HINT)
            with archive.open(member) as opened:
                return opened.read(MOST_UNPACKED)
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, RuntimeError, NotImplementedError, EOFError):
        raise _damaged(path) from None


def _damaged(path: Path) -> FileError:
    return FileError(str(path), [Problem("", "the file is damaged or was not downloaded completely")], _HINT)


class _Reader:
    """Takes the events of the parser, and makes grids of them; a row or cell that is repeated counts so often."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.grids: list[Grid] = []
        self._rows: list[list[CellValue]] = []
        self._row: list[CellValue] = []
        self._filled = 0
        self._repeats_row = self._repeats = 1
        self._cell: list[str] | None = None
        self._value = self._fault = ""
        self._depth = 0
        """How deep in a note of a cell this is: what a note says is not the cell's text."""

    def doctype(self, *_: object) -> None:
        what = "the file has a document type declaration, which can reach into other files"
        raise FileError(str(self.path), [Problem("", what)], _HINT)

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == f"{_OFFICE} annotation" or self._depth:
            self._depth += 1
        elif name == f"{_TABLE} table":
            if len(self.grids) >= MOST_SHEETS:
                raise FileError(str(self.path), [Problem("", f"there are more than {MOST_SHEETS} sheets")], _HINT)
            self._rows = []
            self._title = given.get(f"{_TABLE} name", "")
        elif name == f"{_TABLE} table-row":
            self._row, self._repeats_row = [], _number(given.get(f"{_TABLE} number-rows-repeated"))
        elif name in (f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"):
            self._repeats = _number(given.get(f"{_TABLE} number-columns-repeated"))
            self._cell, self._value = [], given.get(f"{_OFFICE} value", "")
            has_formula = f"{_TABLE} formula" in given
            self._fault = "a formula stands here; please type the text" if has_formula else ""
        elif self._cell is not None:
            self._mark(name, given)

    def _mark(self, name: str, given: Mapping[str, str]) -> None:
        cell = self._cell
        if cell is None:
            return
        if name == f"{_TEXT} p" and cell:
            cell.append("\n")
        elif name == f"{_TEXT} s":
            cell.append(" " * min(_number(given.get(f"{_TEXT} c")), 1000))
        elif name == f"{_TEXT} tab":
            cell.append("\t")
        elif name == f"{_TEXT} line-break":
            cell.append("\n")

    def said(self, text: str) -> None:
        if self._cell is not None and not self._depth:
            self._cell.append(text)

    def end(self, name: str) -> None:
        if self._depth:
            self._depth -= 1
        elif name in (f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"):
            self._end_cell()
        elif name == f"{_TABLE} table-row":
            self._end_row()
        elif name == f"{_TABLE} table":
            self.grids.append(Grid(self._title, self._rows))

    def _end_cell(self) -> None:
        text = "".join(self._cell or ())
        if self._value and text:
            # What is shown may be rounded, or in another language; a whole number has no point.
            text = self._value.removesuffix(".0")
        for _ in range(min(self._repeats, MOST_COLUMNS - len(self._row))):
            where = f"{self._title}!{get_column_letter(len(self._row) + 1)}{len(self._rows) + 1}"
            self._row.append(CellValue(where, "" if self._fault else text, self._fault))
        self._cell = None

    def _end_row(self) -> None:
        is_filled = any(each.text or each.fault for each in self._row)
        if not is_filled:
            # The last row of a sheet stands for a million empty ones.
            self._rows += [[] for _ in range(min(self._repeats_row, MOST_ROWS - len(self._rows)))]
            return
        for _ in range(min(self._repeats_row, MOST_ROWS - len(self._rows))):
            number = len(self._rows) + 1
            self._rows.append([CellValue(_in_row(each.where, number), each.text, each.fault) for each in self._row])
        self._filled += self._repeats_row
        if self._filled > MOST_FILLED:
            what = f"the workbook has more than {MOST_FILLED:,} filled rows"
            raise FileError(str(self.path), [Problem("", what)], "Give the workbook as it was issued")


def _in_row(where: str, number: int) -> str:
    return f"{where.rstrip('0123456789')}{number}"


def _number(said: str | None) -> int:
    return int(said) if said and said.isascii() and said.isdecimal() and len(said) < 10 else 1
