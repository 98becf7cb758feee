"""The names beside the bars of a chart, short enough to be read there."""

from __future__ import annotations

from collections.abc import Sequence

from lexcurric.formats.rubric.work import Work
from lexcurric.workbook import styles
from lexcurric.workbook.sheet import Sheet
from lexcurric.workbook.xml_text import cut

_LONGEST = 28


def bar_names(work: Work, sheet: Sheet, columns: tuple[str, str], first: int, names: Sequence[str]) -> str:
    """
    The cells that name the bars, such as `$A$14:$A$17`, from row `first` on: those of the first column.

    Where a name is too long, they are in the second column, which is hidden, and cut.
    """
    column = columns[0]
    if max(map(len, names)) > _LONGEST:
        column = columns[1]
        for row, name in enumerate(names, start=first):
            work.book.put(sheet, f"{column}{row}", cut(name, _LONGEST), styles.CELL_SMALL)
    return f"${column}${first}:${column}${first + len(names) - 1}"
