"""
Writing one rubric workbook: milliseconds, the best of twenty runs, and the memory at its peak.

The cells of the sample's rubric (texts, numbers, formulas with their values, styles, widths) are written by the writer
of this project, by XlsxWriter and by openpyxl. The last row is the whole rubric, with tables, charts and page set-up.
"""

from __future__ import annotations

import tempfile
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from benchmarks.bench_round_trip import best
from lexcurric.bundled import sample_file
from lexcurric.formats.lex_json import parse_export
from lexcurric.workbook.book import Book
from lexcurric.workbook.styles_xml import INDEXES
from lexcurric.workspace.rubrics import RubricFile

Cell = tuple[str, Any, Any, str]
"""Place, formula or value, the value beside a formula (else None), style."""


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, and the widths of its columns."""

    title: str
    widths: list[float]
    cells: list[Cell]


def grids_of(path: Path) -> list[Grid]:
    """What stands in a workbook."""
    book, values = load_workbook(path), load_workbook(path, data_only=True)
    grids = []
    for sheet in book.worksheets:
        cells = [
            (cell.coordinate, cell.value, values[sheet.title][cell.coordinate].value, cell.style)
            for row in sheet.iter_rows()
            for cell in row
            if cell.style in INDEXES and cell.style != "Normal"
        ]
        widths = [each.width for each in sheet.column_dimensions.values()]
        grids.append(Grid(sheet.title, widths, cells))
    return grids


def is_formula(value: object) -> bool:
    """Whether a cell's value is a formula."""
    return isinstance(value, str) and value.startswith("=")


def with_ours(grids: list[Grid], path: Path) -> None:
    """With the writer of this project."""
    book = Book(path)
    for grid in grids:
        sheet = book.sheet(grid.title, grid.widths)
        for place, value, kept, style in grid.cells:
            if is_formula(value):
                book.formula(sheet, place, value, "" if kept is None else kept, style)
            else:
                book.put(sheet, place, value, style)
    book.write("")


def with_xlsxwriter(grids: list[Grid], path: Path) -> None:
    """With XlsxWriter."""
    book = xlsxwriter.Workbook(str(path))
    look = {"font_name": "Arial", "font_size": 10, "border": 1, "text_wrap": True, "bg_color": "#FFF9E5"}
    formats = {name: book.add_format(look | {"indent": at % 9}) for name, at in INDEXES.items()}
    for grid in grids:
        sheet = book.add_worksheet(grid.title)
        for at, width in enumerate(grid.widths):
            sheet.set_column(at, at, width)
        for place, value, kept, style in grid.cells:
            if is_formula(value):
                sheet.write_formula(place, value, formats[style], "" if kept is None else kept)
            elif isinstance(value, str):
                sheet.write_string(place, value, formats[style])
            else:
                sheet.write(place, value, formats[style])
    book.close()


def with_openpyxl(grids: list[Grid], path: Path) -> None:
    """With openpyxl, which writes no values beside formulas."""
    book = Workbook()
    side = Side(style="thin")
    for at, name in enumerate(INDEXES):
        if name != "Normal":
            border, fill = Border(left=side, right=side, top=side, bottom=side), PatternFill("solid", "FFF9E5")
            look = NamedStyle(name, Font(name="Arial", size=10), fill, border, Alignment(wrap_text=True, indent=at % 9))
            book.add_named_style(look)
    for grid in grids:
        sheet = book.create_sheet(grid.title)
        for place, value, _, style in grid.cells:
            cell = sheet[place]
            cell.value, cell.style = value, style
    book.save(path)


def peak(action: Callable[[], object]) -> float:
    """The most megabytes that are in use at once while something is done."""
    tracemalloc.start()
    action()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    """The table."""
    snapshot = parse_export(sample_file().read_bytes(), "sample").snapshot()
    with tempfile.TemporaryDirectory() as name:
        rubric, path = RubricFile(snapshot, "checklist"), Path(name) / "rubric.xlsx"
        rubric.to_excel(path)
        grids = grids_of(path)
        print(f"{sum(len(grid.cells) for grid in grids):,} cells on {len(grids)} sheets\n")
        rows: dict[str, Callable[[], object]] = {
            "its cells, with this project's writer": lambda: with_ours(grids, path),
            "its cells, with XlsxWriter": lambda: with_xlsxwriter(grids, path),
            "its cells, with openpyxl": lambda: with_openpyxl(grids, path),
            "the whole rubric": lambda: rubric.to_excel(path),
        }
        print(f"{'action':<44}{'wall ms':>9}{'CPU ms':>9}{'peak MB':>9}{'file KB':>9}")
        for title, action in rows.items():
            wall, cpu = best(action, 20)
            size = path.stat().st_size / 1000
            print(f"{title:<44}{wall:>9.2f}{cpu:>9.2f}{peak(action):>9.2f}{size:>9.1f}")


if __name__ == "__main__":
    main()
