"""
The parts of a workbook from outside as plain values, parsed with expat: names, texts, styles, and the cells of a sheet.

A document type declaration is refused, and rows and columns are read up to a bound.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from lexcurric.workbook.places import column_number

MOST_ROWS, MOST_COLUMNS = 5_000, 80
_AHEAD = 65_536
_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TARGET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::.*)?")
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""The numbers of the formats for dates and times that no workbook has to define."""
_NOT_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_LONGEST_FORMAT = 2_000
"""Excel takes 255 characters; looking at many brackets takes time by the square."""
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell's date has no zone
_LAST_DAY = 2_958_466
"""The number of the day after 9999-12-31."""


class Odd(NamedTuple):
    """A cell that holds no plain text or number: `kind` is formula, error or date, `said` what it shows."""

    kind: str
    said: str


FORMULA = Odd("formula", "")
"""What stands for every formula: the value that a program left beside it is not told."""
Value = str | int | float | bool | Odd
Rows = dict[int, dict[int, Value]]
"""The filled cells of a sheet: by row, then by column, both counted from 1."""


class _EnoughError(Exception):
    """Nothing more of the part is wanted."""


@dataclass(frozen=True, slots=True)
class Target:
    """The cell that a defined name stands for."""

    sheet: str
    row: int
    column: int


def parse(data: bytes, start: Callable[[str, dict[str, str]], None] | None = None, **handlers: object) -> None:
    """
    Feeds a part to expat, with these handlers; without any, only whether it is well-formed is found out.

    Names come as `namespace name`. A handler may raise `_EnoughError`; a document type declaration ends in ValueError.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    for name, handler in handlers.items():
        setattr(parser, f"{name}Handler", handler)
    with contextlib.suppress(_EnoughError):
        # In pieces, so that a handler that has enough spares the rest.
        for at in range(0, len(data), _AHEAD):
            parser.Parse(data[at : at + _AHEAD], at + _AHEAD >= len(data))


def _refuse(*_: object) -> None:
    raise ValueError("a document type declaration")


def _tags(**codes: str) -> dict[str, str]:
    """What stands for the full names of these elements, in either namespace."""
    return {f"{space} {name}": code for space in _MAIN for name, code in codes.items()}


# The workbook


class WorkbookParts:
    """The sheets (title and relation) and the defined names that stand for cells."""

    _TAGS = _tags(sheet="sheet", definedName="name", workbookPr="properties")

    def __init__(self, data: bytes) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.names: dict[str, Target] = {}
        self.is_1904 = False
        self._name, self._text = "", ""
        parse(data, self._start, EndElement=self._end, CharacterData=self._read)

    def _start(self, name: str, given: dict[str, str]) -> None:
        tag = self._TAGS.get(name)
        if tag == "sheet":
            relation = next((value for key, value in given.items() if key.endswith("relationships id")), "")
            self.sheets.append((given["name"], relation))
        elif tag == "name":
            # A name of one sheet only is none of ours.
            self._name, self._text = "" if "localSheetId" in given else given["name"], ""
        elif tag == "properties":
            self.is_1904 = given.get("date1904", "0") in ("1", "true")

    def _read(self, text: str) -> None:
        self._text += text if self._name else ""

    def _end(self, name: str) -> None:
        if self._TAGS.get(name) == "name" and self._name:
            found = _TARGET.fullmatch(self._text.strip())
            if found:
                quoted, plain, column, row = found.groups()
                title = quoted.replace("''", "'") if quoted else plain
                self.names[self._name] = Target(title, int(row), column_number(column))
            self._name = ""


def relations(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(_: str, given: dict[str, str]) -> None:
        if given.get("Type", "").endswith("/worksheet") and given.get("TargetMode") != "External":
            target = given["Target"]
            found[given["Id"]] = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")

    parse(data, start)
    return found


def properties(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""

    def start(_: str, given: dict[str, str]) -> None:
        nonlocal name
        if "name" in given:
            name = given["name"].removeprefix("lexcurric.") if given["name"].startswith("lexcurric.") else ""

    def read(text: str) -> None:
        if name:
            found[name] = found.get(name, "") + text

    parse(data, start, CharacterData=read)
    return found


# Texts and styles


def shared_strings(data: bytes) -> list[str]:
    """The texts that the cells of all sheets name by their numbers."""
    return [plain_text(each) for each in raw_strings(data)]


def raw_strings(data: bytes) -> list[str]:
    """The same, with codes such as `_x000D_` as they stand in the file."""
    tags = _tags(si="si", t="t", rPh="sound")
    found: list[str] = []
    runs: list[str] = []
    is_text = is_sound = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal is_text, is_sound
        tag = tags.get(name)
        if tag == "si":
            runs.clear()
        elif tag == "t":
            is_text = not is_sound
        elif tag == "sound":
            # How a Japanese text is read aloud is no part of it.
            is_sound = True

    def read(text: str) -> None:
        if is_text:
            runs.append(text)

    def end(name: str) -> None:
        nonlocal is_text, is_sound
        tag = tags.get(name)
        if tag == "si":
            found.append("".join(runs))
        elif tag == "t":
            is_text = False
        elif tag == "sound":
            is_sound = False

    parse(data, start, CharacterData=read, EndElement=end)
    return found


def plain_text(text: str) -> str:
    """The text without the marks that Excel puts where a text looks like one of its own codes."""
    return text.replace("_x005F_", "_") if "_x" in text else text


@lru_cache(maxsize=8)
def date_styles(data: bytes) -> frozenset[str]:
    """The cell styles (by their numbers) that show a number as a date; copies of one workbook share their styles."""
    tags = _tags(numFmt="format", cellXfs="styles", xf="style")
    own: set[str] = set()
    found: list[str] = []
    count = 0
    is_inside = False

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal count, is_inside
        tag = tags.get(name)
        if tag == "format" and _is_date(given.get("formatCode", "")):
            own.add(given["numFmtId"])
        elif tag == "styles":
            is_inside = True
        elif tag == "style" and is_inside:
            number = given.get("numFmtId", "0")
            if number in own or int(number) in _DATE_FORMATS:
                found.append(str(count))
            count += 1

    def end(name: str) -> None:
        nonlocal is_inside
        if tags.get(name) == "styles":
            is_inside = False

    parse(data, start, EndElement=end)
    return frozenset(found)


def _is_date(code: str) -> bool:
    if len(code) > _LONGEST_FORMAT:
        return False
    return bool(re.search(r"[ymdhs]", _NOT_DATE.sub("", code), re.IGNORECASE)) and "general" not in code.casefold()


# Cells


@lru_cache(maxsize=16_384)
def _column_of(place: str) -> int:
    letters = place.rstrip("0123456789")
    if not (letters.isascii() and letters.isupper() and letters.isalpha()):
        raise ValueError(f"no cell: {place}")
    return column_number(letters)


_ODD = {"e": "error", "d": "date"}
_CELL, _ROW, _VALUE, _TEXT, _FORMULA, _SOUND = range(1, 7)


class SheetCells:
    """One sheet while it is parsed."""

    _CODES: Mapping[str, int] = {
        f"{space} {name}": code
        for space in _MAIN
        for name, code in {"c": _CELL, "row": _ROW, "v": _VALUE, "t": _TEXT, "f": _FORMULA, "rPh": _SOUND}.items()
    }
    """What the elements of a sheet are, by their full names."""

    def __init__(
        self,
        shared: Sequence[str],
        dates: frozenset[str],
        is_1904: bool,
    ) -> None:
        self._shared, self._dates, self._is_1904 = shared, dates, is_1904

    # One closure for each event: a method for each element would take half as long again, a thousand times over.
    def parse(self, data: bytes) -> Rows:  # noqa: C901
        """The filled cells."""
        rows: Rows = {}
        cells: dict[int, Value] = {}
        row = column = 0
        kind = style = ""
        has_formula = is_wanted = is_sound = False
        text: list[str] = []
        codes = self._CODES.get

        def start(name: str, given: dict[str, str]) -> None:
            nonlocal cells, row, column, kind, style, has_formula, is_wanted, is_sound
            code = codes(name)
            if code == _CELL:
                place = given.get("r")
                column = column + 1 if place is None else _column_of(place)
                kind, style, has_formula = given.get("t", "n"), given.get("s", ""), False
                text.clear()
            elif code == _VALUE:
                is_wanted = True
            elif code == _TEXT:
                is_wanted = not is_sound
            elif code == _FORMULA:
                has_formula = True
            elif code == _ROW:
                row = int(given["r"]) if "r" in given else row + 1
                if row > MOST_ROWS:
                    raise _EnoughError
                column, cells = 0, {}
            elif code == _SOUND:
                is_sound = True

        def end(name: str) -> None:
            nonlocal is_wanted, is_sound
            code = codes(name)
            if code in (_VALUE, _TEXT):
                is_wanted = False
            elif code == _CELL:
                if (text or has_formula) and 0 < column <= MOST_COLUMNS:
                    value = self.value("".join(text), kind, style, has_formula)
                    if value != "":
                        cells[column] = value
            elif code == _ROW:
                if cells:
                    rows[row] = cells
            elif code == _SOUND:
                is_sound = False

        def read(said: str) -> None:
            if is_wanted:
                text.append(said)

        parse(data, start, EndElement=end, CharacterData=read)
        return rows

    def value(self, said: str, kind: str, style: str, has_formula: bool) -> Value:
        """What a cell of this type and style holds."""
        if has_formula:
            return FORMULA
        if kind == "s":
            return self._shared[int(said)]
        if kind in ("inlineStr", "str"):
            return plain_text(said)
        if kind in _ODD:
            return Odd(_ODD[kind], said[:40])
        return said.strip() in ("1", "true") if kind == "b" else self._number(said, style)

    def _number(self, said: str, style: str) -> Value:
        number = float(said)
        if style in self._dates and 0 <= number < _LAST_DAY:
            return Odd("date", day_of(number, is_1904=self._is_1904))
        return int(number) if number.is_integer() and abs(number) < 1e15 else number


def day_of(number: float, *, is_1904: bool = False) -> str:
    """
    The day that the number of a date cell stands for, as 2026-05-15; the number itself where it is none.

    >>> day_of(46157)
    '2026-05-15'
    """
    if not 0 <= number < _LAST_DAY:
        return f"{number:g}"
    found: date = (_EPOCH + timedelta(days=int(number) + (1462 if is_1904 else 0))).date()
    return found.isoformat()
