"""Opening a workbook with openpyxl so that texts arrive as they stand in the file, codes such as `_x000D_` included."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS

from lexcurric.workbook.cells_xml import raw_strings


def open_raw(path: Path) -> Any:
    """The workbook, read-only, with its formulas; whoever opens it closes it."""
    reader = _Reader(path, read_only=True, keep_links=False)
    with warnings.catch_warnings():
        # What openpyxl finds odd (styles, names, extensions) is nothing that is read here.
        warnings.simplefilter("ignore")
        reader.read()
    return reader.wb


class _Reader(ExcelReader):
    """
    openpyxl drops `x005F_` from every shared text, so that `_x005F_` comes back as `_`; this one does not, and takes a
    tenth of the time for a hundred thousand texts.
    """

    def read_strings(self) -> None:
        package: Any = self.package
        part = package.find(SHARED_STRINGS)
        if part is not None:
            self.shared_strings += raw_strings(self.archive.read(part.PartName[1:]))
