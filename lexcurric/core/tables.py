"""Tables that are shown and written alike everywhere: in a cell, a terminal, a page, a workbook, a CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lexcurric.core.words import Mark, Words

Cell = str | int | float | None | Words
"""A text, a number, nothing, or a text with word marks."""


class ColumnKind(StrEnum):
    """How a column's cells are written."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column: its heading, how wide it is in a workbook (in characters), and how its cells are written. With `open`, a
    reader fills it in; with `choices`, from a list.
    """

    name: str
    width: float = 20
    kind: ColumnKind = ColumnKind.TEXT
    open: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSheet:
    """One table with a title of at most 31 characters, and what it is for in a sentence."""

    title: str
    purpose: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    @property
    def names(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(each.name for each in self.columns)


@dataclass(frozen=True, slots=True)
class TableReport:
    """
    Tables about one thing. `lines` say what came out, in sentences; `sources` (item and text) whose all of it is: every
    form in which the report leaves carries them. `facts` (key and text) are for the program that reads it back.
    """

    title: str
    lines: Sequence[str]
    sheets: Sequence[TableSheet]
    sources: Sequence[tuple[str, str]] = field(default=())
    facts: Sequence[tuple[str, str]] = field(default=())


def cell_words(cell: Cell) -> str:
    """A cell as plain text; of word marks, what went in [-…-] and what came in {+…+}."""
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        signs = {Mark.EQUAL: "{}", Mark.DELETE: "[-{}-]", Mark.INSERT: "{{+{}+}}"}
        return "".join(signs[mark].format(run) for mark, run in cell)
    return str(cell)
