"""Coverage both ways, as a designer meets it: tables, counts in sentences, and what is not covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lexcurric.core.alignment.coverage import Coverage, Covered
from lexcurric.core.alignment.records import AlignedList
from lexcurric.core.alignment.report import place_of
from lexcurric.core.model import Content

if TYPE_CHECKING:
    from pandas import DataFrame


class CoverageView:
    """Coverage both ways, as tables; a cell that ends with it shows the counts, and what is not covered."""

    def __init__(self, content: Content, listed: AlignedList, record: Coverage) -> None:
        self.content, self.list, self.record = content, listed, record

    @property
    def items(self) -> DataFrame:
        """One row a thing of the list: kind, code, item, note, coverage, statements (how many), levels, places."""
        from lexcurric.formats.frames import records_frame

        columns = ("kind", "code", "item", "note", "coverage", "statements", "levels", "places")
        rows = [
            (
                *(each.item.kind.value, each.item.code, each.item.label, each.item.note, each.covered.value),
                *(len(each.statements), each.levels, tuple(place_of(self.content, one) for one in each.statements)),
            )
            for each in self.record.items
        ]
        return records_frame(rows, columns)

    @property
    def statements(self) -> DataFrame:
        """One row a statement: id, place, statement, coverage, codes."""
        from lexcurric.formats.frames import records_frame

        rows = [
            (
                *(each.statement.id, place_of(self.content, each.statement.id), each.statement.text),
                *(each.covered.value, each.codes),
            )
            for each in self.record.statements
        ]
        return records_frame(rows, ("id", "place", "statement", "coverage", "codes"))

    @property
    def not_covered(self) -> DataFrame:
        """The things of the list that no statement is about, not even by a proposal."""
        found = self.items
        return found[found["coverage"] == Covered.NO.value].reset_index(drop=True)

    @property
    def not_aligned(self) -> DataFrame:
        """The statements that are about nothing in the list, not even by a proposal."""
        found = self.statements
        return found[found["coverage"] == Covered.NO.value].reset_index(drop=True)

    def __str__(self) -> str:
        return "\n".join(self.record.lines)

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import coverage_html

        return coverage_html(self)
