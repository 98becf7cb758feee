"""
How high a row must be for its wrapped text.

LibreOffice does not size wrapped rows by itself, so heights are computed from the widths of Arial (the AFM file of the
metric-compatible Helvetica, in 1/1000 of the font size).
"""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache

LINE = 1.28
"""Height of a line over the font size: 12.8 points for 10-point Arial."""
MOST = 409.0
"""The highest row that Excel knows, in points."""
_SAFETY = 1.03
_INDENT = 9
"""What an indent of one takes, in pixels; cells with left-aligned text have it."""
_ASCII = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 "
    "584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 "
    "278 556 500 722 500 500 500 334 260 334 584"
)
_WIDTHS = {chr(code): int(width) for code, width in enumerate(_ASCII.split(), start=32)} | {"—": 1000, "…": 1000}


@lru_cache(maxsize=65_536)
def text_width(text: str, size: float = 10, bold: bool = False) -> float:
    """The width of one line of text in points."""
    units = sum(_WIDTHS.get(char) or _other_width(char) for char in text)
    return units * size / 1000 * (1.07 if bold else 1) * _SAFETY


def _other_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 1000 if unicodedata.east_asian_width(char) in "WF" or ord(char) > 0xFFFF else 650


def column_points(width: float) -> float:
    """The room for text in a column that is `width` characters wide, in points (7 pixels a character, 96 a inch)."""
    return max(10.0, (7 * width - 5 - _INDENT) * 0.75)


@lru_cache(maxsize=8_192)
def line_count(text: str, width: float, size: float = 10, bold: bool = False) -> int:
    """How many lines a text takes in a column that is `width` characters wide."""
    room = column_points(width)
    return sum(_lines_of(line, room, size, bold) for line in text.split("\n"))


def _lines_of(line: str, room: float, size: float, bold: bool) -> int:
    lines, used, space = 1, 0.0, text_width(" ", size, bold)
    for word in line.split(" "):
        needed = text_width(word, size, bold)
        if used and used + space + needed > room:
            lines, used = lines + 1, 0.0
        if needed > room:
            # A word wider than its column is cut wherever the line ends.
            more = math.ceil(needed / room) - 1
            lines, used = lines + more, needed - more * room
        else:
            used += needed + (space if used else 0)
    return lines


def row_height(cells: list[tuple[str, float]], size: float = 10, padding: float = 6, bold: bool = False) -> float:
    """The height in points of a row with these texts in columns of these widths."""
    lines = max((line_count(text, width, size, bold) for text, width in cells), default=1)
    return min(MOST, round(lines * size * LINE + padding, 1))
