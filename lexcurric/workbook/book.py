"""
A workbook in the making: cells that hold text as text, formulas with their values, tables, pages and protection.

Everything that comes from outside goes through `put`, so nothing of it can become a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.sheet_cells import cell_text
from lexcurric.core.words import Mark, Words
from lexcurric.files import write_whole
from lexcurric.workbook.parts import Additions, Value, finish
from lexcurric.workbook.styles import MARK_FONTS, add_styles
from lexcurric.workbook.times import file_time

MOST_TEXT = 32_767
"""What one Excel cell can hold, in UTF-16 units."""


class Book:
    """A new workbook; `put`, `formula` and `link` fill its cells, `write` saves it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.excel = Workbook()
        self.excel.remove(self.excel.worksheets[0])
        add_styles(self.excel)
        self.excel.calculation.fullCalcOnLoad = True
        self.excel.security = WorkbookProtection(lockStructure=True)
        self._added = Additions()
        self._problems: list[Problem] = []

    def sheet(self, title: str, widths: Sequence[float] = ()) -> Worksheet:
        """A new last sheet with these column widths, in characters."""
        sheet: Worksheet = self.excel.create_sheet(title)
        sheet.sheet_view.showGridLines = False
        self._added.values[len(self.excel.worksheets)] = {}
        for number, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width + 5 / 7
        return sheet

    def put(self, sheet: Worksheet, place: str, value: Value | None, style: str) -> Cell:
        """Fill a cell: a text stays a text, whatever it starts with."""
        cell: Cell = sheet[place]
        cell.style = style
        if isinstance(value, str):
            cell.value = self._safe(value, f"{sheet.title}!{place}")
            cell.data_type = "s"
        else:
            cell.value = value
        return cell

    def put_marked(self, sheet: Worksheet, place: str, words: Words, style: str) -> Cell:
        """Fill a cell with word marks: what went in red and struck through, what came in blue and underlined."""
        if all(mark is Mark.EQUAL for mark, _ in words):
            return self.put(sheet, place, "".join(run for _, run in words), style)
        cell = self.put(sheet, place, "".join(run for _, run in words), style)
        if cell.value:
            runs = [TextBlock(MARK_FONTS[mark], escape(cell_text(run))) for mark, run in _apart(words) if run]
            cell.value = cast(Any, CellRichText(*runs))
            cell.data_type = "s"
        return cell

    def formula(self, sheet: Worksheet, place: str, formula: str, value: Value, style: str) -> Cell:
        """Fill a cell with a formula of ours, and the value that programs show which do not calculate."""
        cell: Cell = sheet[place]
        cell.value = formula
        cell.style = style
        kept = self._safe(value, f"{sheet.title}!{place}") if isinstance(value, str) else value
        self._added.values[self.excel.sheetnames.index(sheet.title) + 1][place] = kept
        return cell

    def link(self, sheet: Worksheet, place: str, text: str, target: str) -> None:
        """A link to a cell of this workbook, such as `Score!A1`."""
        cell = self.put(sheet, place, text, "lx_link")
        cell.hyperlink = Hyperlink(ref=place, location=target, display=text)
        cell.style = "lx_link"

    def table(self, sheet: Worksheet, name: str, area: str, about: str, filters: bool = False) -> None:
        """Make an area with one header row an Excel table of this name; `about` says what is in it."""
        table = Table(displayName=name, ref=area, comment=about)
        header = sheet[area][0]
        table.tableColumns = [TableColumn(id=at, name=str(cell.value)) for at, cell in enumerate(header, start=1)]
        if filters:
            table.autoFilter = AutoFilter(ref=area)
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False, showColumnStripes=False)
        sheet.add_table(table)

    def name(self, name: str, target: str) -> None:
        """A defined name for a cell or range, such as `Start!$C$22`."""
        self.excel.defined_names[name] = DefinedName(name, attr_text=target)

    def alt_text(self, drawing: int, title: str, description: str) -> None:
        """What a screen reader says for the charts of a drawing, counted from 1."""
        self._added.alt_texts[drawing] = (cell_text(title), cell_text(description))

    def property(self, name: str, text: str) -> None:
        """A custom property of the file."""
        cast(Any, self.excel).custom_doc_props.append(StringProperty(name=name, value=cell_text(text)))

    def write(self, time: str) -> None:
        """
        Save the workbook under its path; `time` is what it says about itself, and the bytes depend on nothing else.

        Raises FileError, and writes nothing, where a text is too long or the file cannot be written.
        """
        if self._problems:
            raise FileError(str(self.path), self._problems, "Shorten these texts in the framework")
        stamp = file_time(time)
        properties = self.excel.properties
        properties.created = properties.modified = datetime.fromisoformat(stamp).replace(tzinfo=None)
        self._added.time = stamp
        raw = io.BytesIO()
        self.excel.save(raw)
        write_whole(self.path, finish(raw.getvalue(), self._added))

    def _safe(self, text: str, where: str) -> str:
        clean = escape(cell_text(text))
        units = len(clean.encode("utf-16-le")) // 2
        if units > MOST_TEXT:
            what = f"the text has {units:,} characters, and an Excel cell holds {MOST_TEXT:,}"
            self._problems.append(Problem(where, what))
            return ""
        return clean


def _apart(words: Words) -> Words:
    """The runs with a space between a word that went and the one that came for it, as a reader needs it."""
    found: list[tuple[Mark, str]] = []
    for mark, run in words:
        follows = bool(found) and mark is Mark.INSERT and found[-1][0] is Mark.DELETE
        if follows and found[-1][1][-1:].isalnum() and run[:1].isalnum():
            found.append((Mark.EQUAL, " "))
        found.append((mark, run))
    return tuple(found)


def escape(text: str) -> str:
    """
    The text with `_x000D_` and the like written so that Excel shows them and does not decode them.

    >>> escape("a_x000D_b")
    'a_x005F_x000D_b'
    """
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
