"""Places on a sheet as Excel writes them: `A1`, `A1:C3`, `'Action plan'!$A$1`."""

from __future__ import annotations

import re
from functools import lru_cache

MOST_ROW, MOST_COLUMN = 1_048_576, 16_384
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


@lru_cache(maxsize=1024)
def column_letter(number: int) -> str:
    """
    The letters of a column, counted from 1. Raises ValueError for a number that Excel has no column for.

    >>> column_letter(28)
    'AB'
    """
    if not 1 <= number <= MOST_COLUMN:
        raise ValueError(f"a sheet has the columns 1 to {MOST_COLUMN:,}; found {number}")
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """
    The number of a column, counted from 1.

    >>> column_number("AB")
    28
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=16_384)
def split_place(place: str) -> tuple[int, int]:
    """
    Row and column of a cell, counted from 1. Raises ValueError for what is no cell.

    >>> split_place("$C$10")
    (10, 3)
    """
    found = _PLACE.fullmatch(place)
    row, column = (int(found[2]), column_number(found[1])) if found else (0, 0)
    if not (1 <= row <= MOST_ROW and 1 <= column <= MOST_COLUMN):
        raise ValueError(f"expected a cell such as A1, found {place!r}")
    return row, column


def split_area(area: str) -> tuple[int, int, int, int]:
    """
    First row, first column, last row, last column of an area; one cell is an area too.

    >>> split_area("B2:C9")
    (2, 2, 9, 3)
    """
    first, _, last = area.partition(":")
    top, left = split_place(first)
    bottom, right = split_place(last) if last else (top, left)
    if bottom < top or right < left:
        raise ValueError(f"expected an area such as A1:C3, found {area!r}")
    return top, left, bottom, right


def cells_of(area: str) -> list[str]:
    """
    The cells of an area, row by row.

    >>> cells_of("A1:B2")
    ['A1', 'B1', 'A2', 'B2']
    """
    top, left, bottom, right = split_area(area)
    letters = [column_letter(number) for number in range(left, right + 1)]
    return [f"{letter}{row}" for row in range(top, bottom + 1) for letter in letters]


def absolute(area: str) -> str:
    """
    The area so that it stays where it is when a formula is copied.

    >>> absolute("A1:C3")
    '$A$1:$C$3'
    """
    top, left, bottom, right = split_area(area)
    first, last = f"${column_letter(left)}${top}", f"${column_letter(right)}${bottom}"
    return first if first == last and ":" not in area else f"{first}:{last}"


def quoted(title: str) -> str:
    """
    A sheet's title as it stands before the `!` of a formula, always in quotes: right for every title.

    >>> quoted("Cook's plan")
    "'Cook''s plan'"
    """
    return "'" + title.replace("'", "''") + "'"


def split_reference(reference: str) -> tuple[str, str]:
    """
    The title of the sheet (empty where none stands there) and the area that a reference names.

    >>> split_reference("'Cook''s plan'!$A$1:$A$4")
    ("Cook's plan", '$A$1:$A$4')
    """
    title, _, area = reference.removeprefix("=").rpartition("!")
    if title[:1] == "'" == title[-1:]:
        title = title[1:-1].replace("''", "'")
    return title, area
