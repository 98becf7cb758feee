"""Opening a workbook with openpyxl so that texts arrive as they stand in the file, codes such as `_x000D_` included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

_ITEM = f"{{{SHEET_MAIN_NS}}}si"


def open_raw(path: Path) -> Any:
    """The workbook, read-only, with its formulas; whoever opens it closes it."""
    reader = _Reader(path, read_only=True, keep_links=False)
    reader.read()
    return reader.wb


class _Reader(ExcelReader):
    """openpyxl drops `x005F_` from every shared text, so that `_x005F_` comes back as `_`; this one does not."""

    def read_strings(self) -> None:
        package: Any = self.package
        part = package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _, node in iterparse(source):
                if node.tag == _ITEM:
                    text: Any = Text.from_tree(node)
                    self.shared_strings.append(text.content)
                    node.clear()
