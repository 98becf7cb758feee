"""Hands on an edit sheet: what people do to the workbook before they send it back."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from lexcurric.core.sheet import COLUMNS, FIELDS
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.sheets import SheetPlan

COLUMN = dict(zip(FIELDS, COLUMNS, strict=True))
L1 = [f"Ovens {n} — heat to {n}0 °C." for n in range(1, 6)]
L2 = [f"Doughs {n} — knead for {n} minutes." for n in range(1, 6)]
L3 = [f"Loaves {n} — score {n} times." for n in range(1, 6)]


class Hands:
    """The workbook in the hands of a person; `save` writes it and gives its path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book: Any = load_workbook(path)
        self.sheet: Any = self.book["Statements"]

    @property
    def head(self) -> int:
        return next(row[0].row for row in self.sheet.iter_rows() if any(cell.value == "Status" for cell in row))

    @property
    def last(self) -> int:
        """The last row with an id."""
        at = self.column("statement_id")
        return max(row for row in range(self.head + 1, self.sheet.max_row + 1) if self.sheet.cell(row, at).value)

    def column(self, field: str) -> int:
        return next(cell.column for cell in self.sheet[self.head] if cell.value == COLUMN[field])

    def row(self, statement_id: str) -> int:
        at = self.column("statement_id")
        return next(n for n in range(1, self.sheet.max_row + 1) if self.sheet.cell(n, at).value == statement_id)

    def cell(self, which: str | int, field: str) -> Any:
        """A cell of the row of a statement, or of a row by its number."""
        row = which if isinstance(which, int) else self.row(which)
        return self.sheet.cell(row, self.column(field))

    def put(self, which: str | int, **values: object) -> Hands:
        """Types values into a row; a text stays a text unless it begins with `=`."""
        for field, value in values.items():
            self.cell(which, field).value = value
        return self

    def add(self, **values: object) -> int:
        """Types values into the next free row, and gives its number."""
        row = next(n for n in range(self.head + 1, 999) if not any(self._values(n)))
        self.put(row, **values)
        return row

    def _values(self, row: int) -> list[object]:
        return [cell.value for cell in self.sheet[row]]

    def lines(self) -> list[list[tuple[object, str]]]:
        """The rows under the headings, each cell with its kind, so that a text stays one."""
        rows = self.sheet.iter_rows(min_row=self.head + 1, max_row=self.last)
        return [[(cell.value, cell.data_type) for cell in row] for row in rows]

    def write_lines(self, lines: Sequence[Sequence[tuple[object, str]]], at: int | None = None) -> None:
        """Writes rows from a row on, by default under the headings."""
        for row, line in enumerate(lines, start=at or self.head + 1):
            for column, (value, kind) in enumerate(line, start=1):
                cell = self.sheet.cell(row, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = kind

    def sort(self, key: Callable[[list[tuple[object, str]]], Any], columns: Sequence[int] | None = None) -> Hands:
        """Sorts the rows, or only some columns of them (counted from 0), as a careless sort does."""
        lines = self.lines()
        ordered = sorted(lines, key=key)
        if columns is not None:
            ordered = [
                [new[at] if at in columns else old[at] for at in range(len(old))]
                for old, new in zip(lines, ordered, strict=True)
            ]
        self.write_lines(ordered)
        return self

    def shuffle(self, seed: int) -> Hands:
        chance = random.Random(seed)
        return self.sort(lambda line: chance.random())

    def save(self, name: str = "") -> Path:
        target = self.path.with_name(name or f"edited-{self.path.name}")
        self.book.save(target)
        return target


def kinds(plan: SheetPlan) -> list[tuple[str, str]]:
    """Each event as its kind and its statement's first wording in the framework."""
    by_id = plan.framework.content.by_id
    return [
        (each.kind.value, by_id[each.statement_id].text if each.statement_id in by_id else each.new) for each in plan
    ]


def texts(framework: Framework) -> list[list[str]]:
    """The wordings, level by level."""
    return [[each.text for each in row] for row in framework.content.by_level.values()]
