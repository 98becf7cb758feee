"""The head of a sheet: its title in A1, its purpose in A2, where screen readers look first."""

from __future__ import annotations

from lexcurric.core.sheet_cells import cell_text
from lexcurric.workbook.book import Book
from lexcurric.workbook.fit import text_width
from lexcurric.workbook.page import set_height
from lexcurric.workbook.sheet import Sheet
from lexcurric.workbook.styles import NOTE, TITLE

_SIZES = (16, 14, 12, 11)


def add_head(book: Book, sheet: Sheet, title: str, purpose: str, width: float) -> None:
    """Title and purpose, with the title as large as it fits into `width` characters of columns, and cut at worst."""
    room = width * 7 * 0.75
    line = " ".join(cell_text(title).split())
    size = next((each for each in _SIZES if text_width(line, each, bold=True) <= room), _SIZES[-1])
    book.put(sheet, "A1", _cut(line, size, room), TITLE, size=size if size != _SIZES[0] else None)
    book.put(sheet, "A2", purpose, NOTE)
    set_height(sheet, 1, 26)
    set_height(sheet, 2, 20)


def _cut(line: str, size: float, room: float) -> str:
    if text_width(line, size, bold=True) <= room:
        return line
    kept = line
    while kept and text_width(kept + "…", size, bold=True) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"
