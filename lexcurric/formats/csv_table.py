"""A table as CSV that spreadsheet programs take for what it is: UTF-8 with a mark, no text that becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from lexcurric.files import write_whole

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a program take a text for a formula, full-width forms too."""


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """
    Writes a table; None is an empty cell, a text that would start a formula gets an apostrophe before it.

    Raises FileError where the file cannot be written.
    """
    write_whole(path, csv_bytes(columns, rows))


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The bytes of such a file."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(columns)
    writer.writerows([safe(value) for value in row] for row in rows)
    return target.getvalue().encode("utf-8-sig", errors="replace")


def safe(value: object) -> object:
    """
    The value so that no program takes it for a formula.

    >>> safe("=1+1")
    "'=1+1"
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_STARTS) else value
