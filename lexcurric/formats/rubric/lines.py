"""The rows of Score: a thread whose statements are too tall for one row goes on in further rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lexcurric.core.rubric import Rubric, RubricKind, RubricRow
from lexcurric.workbook.fit import LINE, PADDING, row_height, wrapped

TALLEST = 250.0
"""How high a row may be, in points: well under the 409 that Excel can show; about two fill a page."""


@dataclass(frozen=True)
class Line:
    """One row of Score: the row number, which of the rubric's rows, its part from 0, and the texts of its cells."""

    row: int
    at: int
    part: int = 0
    cells: tuple[str, ...] = ()


def lines_of(rubric: Rubric, first: int, widths: Sequence[float]) -> tuple[Line, ...]:
    """The rows of Score from row `first` on; `widths` are those of the level columns, empty without them."""
    if rubric.kind is not RubricKind.ANALYTIC:
        return tuple(Line(first + at, at) for at in range(len(rubric.rows)))
    found: list[Line] = []
    for at, row in enumerate(rubric.rows):
        for part, cells in enumerate(parts_of(row, widths)):
            found.append(Line(first + len(found), at, part, cells))
    return tuple(found)


def cell_texts(row: RubricRow) -> tuple[str, ...]:
    """The statements of each level in one text, a line each, with their refs."""
    return tuple("\n".join(f"{entry.ref}  {entry.text}" for entry in cell) for cell in row.cells)


def parts_of(row: RubricRow, widths: Sequence[float], tallest: float = TALLEST) -> list[tuple[str, ...]]:
    """The texts of a thread's cells, cut into rows of up to `tallest` points; nothing is left out."""
    columns = [_pieces(text, width, tallest) for text, width in zip(cell_texts(row), widths, strict=True)]
    count = max(1, *(len(pieces) for pieces in columns))
    return [tuple(pieces[part] if part < len(pieces) else "" for pieces in columns) for part in range(count)]


def _pieces(text: str, width: float, tallest: float) -> list[str]:
    """A text cut between its lines into pieces that fit."""
    if row_height([(text, width)]) <= tallest:
        return [text] if text else []
    pieces: list[str] = []
    current: list[str] = []
    for line in text.split("\n"):
        for piece in _cut(line, width, tallest):
            if current and row_height([("\n".join([*current, piece]), width)]) > tallest:
                pieces.append("\n".join(current))
                current = []
            current.append(piece)
    return [*pieces, "\n".join(current)]


def _cut(line: str, width: float, tallest: float) -> list[str]:
    """One line, cut between its words where it is too tall by itself."""
    most = int((tallest - PADDING) / (10 * LINE))
    shown = wrapped(line, width)
    return [" ".join(shown[at : at + most]) for at in range(0, len(shown), most)] if len(shown) > most else [line]
