"""What a printed workbook must show: every text in full, no lone row, header and footer, nothing outside or on top."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl import load_workbook

from lexcurric.core.rubric import Rubric
from tests.pages.render import program

_NOMINAL = 13.01
"""How high LibreOffice's box of a word in 10 points is, unscaled."""
_CHAR, _PAD = 5.56, 4.2
"""What a column takes in LibreOffice's print, in points: for each character of its width, and beside."""
_ADDED = 5 / 7
"""What a file adds to the width of a column."""
_MARGIN, _HEAD = 28.8, 38.0
_SMALLEST = 5.0
"""The smallest print, in points."""


@dataclass(frozen=True)
class Word:
    """A word and its box, in points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def covers(self, other: Word) -> float:
        """The part of the smaller of two boxes that lies under the other."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, wide) * max(0.0, high) / max(0.1, min(self.area, other.area))

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.bottom - self.top)


class Stream:
    """Words in reading order, as one text without spaces in which each place knows its word."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = in_lines(words)
        self.text, self.owner, self.at = "", [], 0
        for number, word in enumerate(self.words):
            self.text += word.text
            self.owner += [number] * len(word.text)

    def find(self, text: str) -> list[Word]:
        """The words of the next place with this text; empty where there is none."""
        start = self.text.find(text, self.at)
        if start < 0:
            return []
        return [self.words[at] for at in sorted(set(self.owner[start : start + len(text)]))]

    def pass_by(self, text: str) -> None:
        """Go on behind the next place with this text."""
        self.at = self.text.find(text, self.at) + len(text)


class Page:
    """One page of a PDF."""

    def __init__(self, width: float, height: float, words: Sequence[Word]) -> None:
        self.width, self.height = width, height
        self.header = [word for word in words if word.middle < _HEAD]
        self.footer = [word for word in words if word.middle > height - _HEAD]
        self.body = in_lines([word for word in words if _HEAD <= word.middle <= height - _HEAD])

    @cached_property
    def scale(self) -> float:
        """How much the sheet was shrunk."""
        heights = Counter(round(each.bottom - each.top, 2) for each in self.body if each.text.isascii())
        return round(heights.most_common(1)[0][0] / _NOMINAL, 2) if heights else 1.0

    def columns(self, widths: Sequence[float]) -> list[tuple[float, float]]:
        """Where the columns of a sheet lie; a hidden one has the width 0."""
        points = [(each * _CHAR + _PAD) * self.scale if each else 0.0 for each in widths]
        left = (self.width - sum(points)) / 2
        found = []
        for each in points:
            found.append((left, left + each))
            left += each
        return found


class Printed:
    """A workbook, its pages, and which sheet each page shows."""

    def __init__(self, book: Path, pdf: Path) -> None:
        self.book: Any = load_workbook(book)
        self.sheets = [sheet for sheet in self.book if sheet.sheet_state == "visible"]
        self.pages = list(read_pages(pdf))
        self.sheet_of = self._sheet_of()
        self.counts = {sheet.title: self.sheet_of.count(sheet.title) for sheet in self.sheets}

    def _sheet_of(self) -> list[str]:
        found: list[str] = []
        at = -1
        for page in self.pages:
            text = flat("".join(word.text for word in page.body))
            following = self.sheets[at + 1 : at + 2]
            if following and text.startswith(flat(following[0]["A1"].value)):
                at += 1
            found.append(self.sheets[max(at, 0)].title)
        return found

    def pages_of(self, sheet: Any) -> list[Page]:
        return [page for page, title in zip(self.pages, self.sheet_of, strict=True) if title == sheet.title]


def read_pages(pdf: Path) -> Iterator[Page]:
    """The pages with their words."""
    command = [program("pdftotext"), "-bbox", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout
    root = etree.fromstring(text, etree.XMLParser(recover=True))
    for page in root.iter("{*}page"):
        words = [
            Word(flat(each.text), *(float(each.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")))
            for each in page.iter("{*}word")
        ]
        yield Page(float(page.get("width")), float(page.get("height")), words)


def in_lines(words: Sequence[Word]) -> list[Word]:
    """Words in reading order: line by line, though fonts of a line differ in height."""
    found: list[Word] = []
    line: list[Word] = []
    for word in sorted(words, key=lambda each: each.middle):
        if line and word.middle - line[0].middle > 2.5:
            found += sorted(line, key=lambda each: each.left)
            line = []
        line.append(word)
    return found + sorted(line, key=lambda each: each.left)


def flat(text: object) -> str:
    """A text without spaces, since lines end anywhere."""
    return "".join(str(text or "").split())


def check(rubric: Rubric, printed: Printed) -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    missing = [title for title, count in printed.counts.items() if not count]
    if missing:
        yield f"no page shows the sheet {', '.join(missing)}"
    for number, page in enumerate(printed.pages, start=1):
        where = f"page {number} ({printed.sheet_of[number - 1]})"
        yield from (f"{where}: {problem}" for problem in _page(rubric, page, number, len(printed.pages)))
    for sheet in printed.sheets:
        yield from (f"{sheet.title}: {problem}" for problem in PrintedSheet(sheet, printed.pages_of(sheet)).problems())


def _page(rubric: Rubric, page: Page, number: int, last: int) -> Iterator[str]:
    from lexcurric.core.rubric import labels_of

    origin, words = rubric.provenance, labels_of(rubric.options.language)
    header, footer = (flat("".join(each.text for each in side)) for side in (page.header, page.footer))
    if flat(origin.version) not in header or origin.short_hash not in header:
        yield f"the header says no version and hash: {header!r}"
    if flat(words.page_of.format(page=number, pages=last)) not in footer:
        yield f"the footer says no page number: {footer!r}"
    if flat(origin.attribution)[:40] not in footer:
        yield f"the footer says no attribution: {footer!r}"
    if len(page.body) < 4:
        yield "there is next to nothing on it"
    if page.scale * 10 < _SMALLEST:
        yield f"the print is too small: {page.scale * 10:.1f} points"
    everything = [*page.header, *page.body, *page.footer]
    for word in everything:
        # LibreOffice writes texts beyond the print area too, and does not show them; what begins inside is seen.
        begins_inside = word.right > _MARGIN and word.left < page.width - _MARGIN
        if begins_inside and (word.left < _MARGIN - 2 or word.right > page.width - _MARGIN + 2):
            yield f"{word.text!r} stands outside the margins"
    for at, word in enumerate(everything):
        for other in everything[at + 1 : at + 40]:
            if word.covers(other) > 0.35:
                yield f"{word.text!r} and {other.text!r} stand on top of each other"


class PrintedSheet:
    """One sheet and its pages: where each row of it is printed, and what of its texts is missing."""

    def __init__(self, sheet: Any, pages: Sequence[Page]) -> None:
        self.sheet, self.pages = sheet, pages
        area = next(iter(sheet.print_area.split(","))).rpartition("!")[2].replace("$", "")
        self.rows = list(sheet[area])
        self.widths = self._widths()
        self.spots = [page.columns(self.widths) for page in pages]
        self.streams: dict[tuple[int, int, bool], Stream] = {}
        self.page_of: dict[int, int] = {}

    def _widths(self) -> list[float]:
        """The widths of the columns without their padding, as they were set; 0 for those that are hidden."""
        found = [0.0] * len(self.rows[0])
        for each in self.sheet.column_dimensions.values():
            for column in range(each.min, min(each.max, len(found)) + 1):
                found[column - 1] = 0.0 if each.hidden else each.width - _ADDED
        return found

    def problems(self) -> Iterator[str]:
        if not self.pages:
            return
        at = 0
        for row in self.rows:
            cells = [cell for cell in row if self._is_text(cell)]
            if not cells:
                continue
            found = [self._missing(cells, page) for page in range(at, len(self.pages))]
            best = min(range(len(found)), key=lambda each: len(found[each]))
            for cell in found[best]:
                yield f"{cell.coordinate} is not printed in full: {str(cell.value)[:60]!r}"
            if len(found[best]) < len(cells):
                at += best
                self.page_of[row[0].row] = at
                yield from self._heights(cells, at)
        yield from self._lone_rows()

    def _is_text(self, cell: Any) -> bool:
        text = cell.value
        shown = self.widths[cell.column - 1] > 0 and isinstance(text, str) and cell.data_type != "f"
        # Writings that run from right to left come out of a PDF in another order.
        return shown and bool(flat(text)) and all(ord(char) < 0x590 or ord(char) > 0x8FF for char in text)

    def _stream(self, cell: Any, page: int) -> Stream:
        is_open = not cell.alignment.wrap_text
        key = (page, cell.column, is_open)
        if key not in self.streams:
            left, right = self.spots[page][cell.column - 1]
            words = [
                word
                for word in self.pages[page].body
                if left
                <= (word.left + (0.0 if is_open else word.right - word.left) / 2 + 1)
                <= (9999 if is_open else right)
            ]
            self.streams[key] = Stream(words)
        return self.streams[key]

    def _missing(self, cells: Sequence[Any], page: int) -> list[Any]:
        return [cell for cell in cells if not cell.alignment.textRotation and not self._words(cell, page)]

    def _words(self, cell: Any, page: int) -> list[Word]:
        return self._stream(cell, page).find(flat(cell.value))

    def _heights(self, cells: Sequence[Any], page: int) -> Iterator[str]:
        scale = self.pages[page].scale
        for cell in cells:
            height = self.sheet.row_dimensions[cell.row].height
            words = self._words(cell, page)
            if not words or height is None or cell.alignment.textRotation:
                continue
            size = cell.font.size or 10
            # A word's box is a little higher than the line that it needs.
            needed = max(word.bottom for word in words) - min(word.top for word in words) - 0.19 * size * scale
            if needed > height * scale + 0.5:
                yield f"{cell.coordinate} is cut: its lines take {needed / scale:.0f} points, the row has {height:.0f}"
            self._stream(cell, page).pass_by(flat(cell.value))

    def _lone_rows(self) -> Iterator[str]:
        for table in self.sheet.tables.values():
            first, last = (int("".join(filter(str.isdigit, end))) for end in table.ref.split(":"))
            rows = [row for row in range(first + 1, last + 1) if row in self.page_of]
            counts = Counter(self.page_of[row] for row in rows)
            for row in rows:
                page = self.page_of[row]
                high = (self.sheet.row_dimensions[row].height or 15) * self.pages[page].scale
                if counts[page] == 1 and len(rows) > 1 and high < 0.25 * (self.pages[page].height - 2 * _HEAD):
                    yield f"row {row} of the table {table.name} stands alone on a page"
