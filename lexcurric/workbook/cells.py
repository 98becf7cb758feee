"""
A fast reader of what stands in the cells of a workbook from outside, for many workbooks at once.

It parses the parts that it needs with expat, in bounds, and knows what openpyxl and calamine do not tell at this speed:
a formula from a value (the value that a program left beside a formula is never taken), a date from a number, and the
defined names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

from lexcurric.core.errors import FileError, Problem
from lexcurric.workbook.cells_quick import quick_rows, quick_strings
from lexcurric.workbook.cells_xml import Odd as Odd  # noqa: PLC0414 - known by this module's name
from lexcurric.workbook.cells_xml import Rows as Rows  # noqa: PLC0414
from lexcurric.workbook.cells_xml import (
    SheetCells,
    Target,
    WorkbookParts,
    date_styles,
    properties,
    relations,
    shared_strings,
)
from lexcurric.workbook.cells_xml import Value as Value  # noqa: PLC0414
from lexcurric.workbook.cells_xml import day_of as day_of  # noqa: PLC0414
from lexcurric.workbook.guard import MOST_UNPACKED, read_package

MOST_SHEETS = 40
FACTS = "_lexcurric"
_WANTED = re.compile(r"xl/(?:workbook|sharedStrings|styles|worksheets/[^/]+)\.xml|xl/_rels/workbook\.xml\.rels", re.I)
_PROPERTIES = "docProps/custom.xml"


@lru_cache(maxsize=2)
def _workbook_of(data: bytes) -> WorkbookParts:
    # Workbooks of one rubric have these parts in common, so they are looked at once for many of them.
    return WorkbookParts(data)


@lru_cache(maxsize=2)
def _texts_of(data: bytes) -> tuple[str, ...]:
    quick = quick_strings(data)
    return tuple(shared_strings(data) if quick is None else quick)


class CellBook:
    """
    A workbook from outside, let pass by the guard; sheets are parsed when asked for.

    Raises FileError, here and later, for a file that is not safe to read or damaged.
    """

    def __init__(self, path: Path) -> None:
        package = read_package(path, lambda name: bool(_WANTED.fullmatch(name)) or name == _PROPERTIES)
        self.path, self.sha256, self._parts = path, package.sha256, package.parts
        self._left = MOST_UNPACKED
        with self._damaged():
            workbook = _workbook_of(self._parts["xl/workbook.xml"])
            self._places = self._sheet_parts(workbook.sheets)
            self.names: Mapping[str, Target] = workbook.names
            self._is_1904 = workbook.is_1904
            self._shared = _texts_of(self._part("xl/sharedStrings.xml"))
            self._dates = date_styles(self._part("xl/styles.xml"))

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the sheets, hidden ones too, in their order."""
        return tuple(self._places)

    def rows(self, title: str) -> Rows:
        """The filled cells of a sheet; none where there is no such sheet."""
        part = self._places.get(title)
        if part is None:
            return {}
        data = self._part(part)
        self._left -= len(data)
        with self._damaged():
            if self._left < 0:
                raise ValueError("many sheets that are one part")
            reader = SheetCells(self._shared, self._dates, self._is_1904)
            found = quick_rows(data, self._shared, reader.value)
            return reader.parse(data) if found is None else found

    def facts(self) -> dict[str, str]:
        """What the workbook says of itself on its hidden sheet, or else in the properties of the file."""
        title = next((each for each in self.titles if each.casefold() == FACTS), "")
        found = {str(row[1]): str(row[2]) for row in self.rows(title).values() if 1 in row and 2 in row}
        if found or _PROPERTIES not in self._parts:
            return found
        with self._damaged():
            return properties(self._parts[_PROPERTIES])

    def _sheet_parts(self, sheets: list[tuple[str, str]]) -> dict[str, str]:
        targets = relations(self._part("xl/_rels/workbook.xml.rels"))
        found = {title: targets.get(relation, "") for title, relation in sheets[:MOST_SHEETS]}
        return {title: part for title, part in found.items() if part}

    def _part(self, name: str) -> bytes:
        return self._parts.get(name, b"")

    @contextmanager
    def _damaged(self) -> Iterator[None]:
        try:
            yield
        except (expat.ExpatError, ValueError, LookupError, OverflowError, RecursionError) as error:
            problem = Problem("", "the workbook is damaged and cannot be read")
            hint = "Open it in Excel or LibreOffice and save it again as .xlsx"
            raise FileError(str(self.path), [problem], hint) from error
