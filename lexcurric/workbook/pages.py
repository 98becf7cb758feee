"""
The pages that a sheet prints on: which rows stand on each, and how much it is shrunk.

Excel's rules: the print area, one page wide, never larger than it is; a page ends at a break of ours, or where the next
row has no room; rows that are repeated stand on top of every page after their own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from lexcurric.workbook.page import ENDS, PAPER_POINTS, SIDE
from lexcurric.workbook.places import split_area
from lexcurric.workbook.sheet import Page, Sheet

DEFAULT_HEIGHT = 15.0
"""The height of a row that has none of its own, in points."""
_DEFAULT_WIDTH = 8.43
_POINTS = 0.75
"""A pixel in points, at 96 an inch."""


@dataclass(frozen=True)
class PrintedPage:
    """One page: the rows repeated on top, its own rows, and how much they are shrunk (1: not at all)."""

    repeated: tuple[int, ...]
    rows: tuple[int, ...]
    scale: float


def paper_of(sheet: Sheet) -> tuple[float, float]:
    """Width and height of the paper that a sheet prints on, in points."""
    page = sheet.page or Page()
    wide, high = PAPER_POINTS[page.paper]
    return (high, wide) if page.landscape else (wide, high)


def shown_columns(sheet: Sheet) -> list[int]:
    """The columns of the print area that are shown, counted from 1."""
    _, left, _, right = split_area(sheet.print_area)
    return [column for column in range(left, right + 1) if column not in sheet.hidden]


def column_width(sheet: Sheet, column: int) -> float:
    """The width of a column in points, as Excel draws it: 7 pixels a character, and 5 beside them."""
    given = sheet.widths[column - 1] if column <= len(sheet.widths) else 0.0
    return math.floor(7 * (given or _DEFAULT_WIDTH) + 5) * _POINTS


def row_points(sheet: Sheet, row: int) -> float:
    """The height of a row in points."""
    return sheet.heights.get(row, DEFAULT_HEIGHT)


def printed_pages(sheet: Sheet) -> tuple[PrintedPage, ...]:
    """The pages of a sheet; none of one without a print area."""
    if not sheet.print_area:
        return ()
    top, _, bottom, _ = split_area(sheet.print_area)
    rows = list(range(top, bottom + 1))
    scale = _scale(sheet, rows)
    if sheet.page and sheet.page.one_page:
        return (PrintedPage((), tuple(rows), scale),)
    return tuple(_broken(sheet, rows, scale))


def _scale(sheet: Sheet, rows: list[int]) -> float:
    """How much a sheet is shrunk, in whole percent as programs do it; 10 % at least."""
    wide, high = paper_of(sheet)
    width = sum(column_width(sheet, column) for column in shown_columns(sheet))
    scale = min(1.0, (wide - 2 * SIDE * 72) / width)
    if sheet.page and sheet.page.one_page:
        scale = min(scale, (high - 2 * ENDS * 72) / sum(row_points(sheet, row) for row in rows))
    return max(10, math.floor(scale * 100)) / 100


def _broken(sheet: Sheet, rows: list[int], scale: float) -> list[PrintedPage]:
    room = (paper_of(sheet)[1] - 2 * ENDS * 72) / scale
    first, last = sheet.title_rows or (1, 0)
    breaks = set(sheet.breaks)
    pages: list[PrintedPage] = []
    repeated: tuple[int, ...] = ()
    here: list[int] = []
    used = 0.0
    for row in rows:
        high = row_points(sheet, row)
        if here and (here[-1] in breaks or used + high > room):
            pages.append(PrintedPage(repeated, tuple(here), scale))
            repeated = tuple(range(first, last + 1)) if row > last else ()
            here, used = [], sum(row_points(sheet, each) for each in repeated)
        here.append(row)
        used += high
    return [*pages, PrintedPage(repeated, tuple(here), scale)]
