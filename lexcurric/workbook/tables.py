"""A workbook of tables: an overview, a sheet a table with filters, and where everything comes from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lexcurric.core.provenance import Provenance
from lexcurric.core.sheet_cells import cell_text
from lexcurric.core.tables import Cell, Column, ColumnKind, TableReport, TableSheet, cell_words
from lexcurric.workbook import styles
from lexcurric.workbook.book import Book
from lexcurric.workbook.fit import row_height
from lexcurric.workbook.head import add_head
from lexcurric.workbook.origin import SOURCES, add_facts, describe, facts_of
from lexcurric.workbook.page import protect, set_header, set_height, set_page
from lexcurric.workbook.places import column_letter
from lexcurric.workbook.sheet import Sheet, Validation

_HEAD_ROW = 4
_LOOKS = {
    ColumnKind.TEXT: styles.CELL,
    ColumnKind.NUMBER: styles.CELL_CENTRE,
    ColumnKind.SHARE: styles.CELL_SHARE,
}
_WIDE = 100.0


def write_tables(report: TableReport, kind: str, origin: Provenance, path: Path, words: Mapping[str, str]) -> None:
    """
    Writes the workbook; the same report gives the same bytes. `words` says which status words are coloured, and as what
    (see `styles.colour_status`). Raises FileError where a text is too long for a cell, or the file cannot be written.
    """
    book = Book(path)
    _add_overview(book, report, origin)
    for number, sheet in enumerate(report.sheets, start=1):
        _add_sheet(book, report, sheet, number, origin, words)
    _add_sources(book, report, origin)
    add_facts(book, facts_of(kind, origin) | dict(report.facts))
    describe(book, report.title, kind.capitalize(), origin)
    book.write(origin.time)


def _add_overview(book: Book, report: TableReport, origin: Provenance) -> None:
    sheet = book.sheet("Overview", [_WIDE])
    add_head(book, sheet, report.title, "What came out, and what is on the other sheets.", _WIDE)
    row = _HEAD_ROW
    for line in report.lines:
        book.put(sheet, f"A{row}", line, styles.BODY)
        set_height(sheet, row, row_height([(line, _WIDE)]))
        row += 1
    book.put(sheet, f"A{row + 1}", "The other sheets", styles.HEADING)
    row += 2
    for each in (*report.sheets, None):
        title, purpose = (SOURCES, "Where all of this comes from.") if each is None else (each.title, each.purpose)
        book.link(sheet, f"A{row}", f"{title}: {purpose}", f"'{title}'!A1")
        row += 1
    # Whoever prints this page alone has the credit, too.
    for text in dict.fromkeys(text for item, text in report.sources if item.endswith("Credit")):
        row += 1
        book.put(sheet, f"A{row}", text, styles.BODY)
        set_height(sheet, row, row_height([(text, _WIDE)]))
    set_page(sheet, f"A1:A{row}", one_page=True)
    set_header(sheet, report.title, origin)
    protect(sheet)


def _add_sheet(
    book: Book, report: TableReport, table: TableSheet, number: int, origin: Provenance, words: Mapping[str, str]
) -> None:
    widths = [each.width for each in table.columns]
    sheet = book.sheet(table.title, widths)
    add_head(book, sheet, f"{table.title}: {report.title}", table.purpose, min(sum(widths), 150))
    last_column = column_letter(len(widths))
    if not table.rows:
        book.put(sheet, f"A{_HEAD_ROW}", "None.", styles.BODY)
        _finish(sheet, report, origin, f"A1:{last_column}{_HEAD_ROW}")
        return
    for at, column in enumerate(table.columns, start=1):
        look = styles.HEAD if column.kind is ColumnKind.TEXT else styles.HEAD_CENTRE
        book.put(sheet, f"{column_letter(at)}{_HEAD_ROW}", column.name, look)
    set_height(sheet, _HEAD_ROW, 32)
    for row, values in enumerate(table.rows, start=_HEAD_ROW + 1):
        for at, (value, column) in enumerate(zip(values, table.columns, strict=True), start=1):
            look = styles.IN if column.open else _LOOKS[column.kind]
            _put(book, sheet, f"{column_letter(at)}{row}", value, look)
        texts = [(cell_words(value), width) for value, width in zip(values, widths, strict=True)]
        set_height(sheet, row, row_height(texts))
    last = _HEAD_ROW + len(table.rows)
    area = f"A{_HEAD_ROW}:{last_column}{last}"
    book.table(sheet, f"Table{number}", area, table.purpose, filters=True)
    styles.colour_status(sheet, f"A{_HEAD_ROW + 1}:{last_column}{last}", words)
    for at, column in enumerate(table.columns, start=1):
        if column.choices:
            sheet.add(_choice(f"{column_letter(at)}{_HEAD_ROW + 1}:{column_letter(at)}{last}", column))
    sheet.freeze = f"A{_HEAD_ROW + 1}"
    _finish(sheet, report, origin, f"A1:{last_column}{last}")
    sheet.title_rows = (_HEAD_ROW, _HEAD_ROW)


def _choice(area: str, column: Column) -> Validation:
    words = ",".join(column.choices)
    error = f"Please choose {' or '.join(column.choices)}, or leave the cell empty."
    return Validation(area, "list", formula1=f'"{words}"', error_title=f"Not a {column.name.lower()}", error=error)


def _put(book: Book, sheet: Sheet, place: str, value: Cell, look: str) -> None:
    if isinstance(value, tuple):
        book.put_marked(sheet, place, value, look)
    else:
        book.put(sheet, place, cell_text(value) if isinstance(value, str) else value, look)


def _add_sources(book: Book, report: TableReport, origin: Provenance) -> None:
    label, wide = 30.0, 84.0
    sheet = book.sheet(SOURCES, [label, wide])
    purpose = "Where all of this comes from. Keep this sheet when you pass the workbook on."
    add_head(book, sheet, "Sources and licence", purpose, label + wide)
    book.put(sheet, "A4", "Item", styles.HEAD)
    book.put(sheet, "B4", "What it is", styles.HEAD)
    for row, (item, text) in enumerate(report.sources, start=5):
        book.put(sheet, f"A{row}", item, styles.CELL)
        book.put(sheet, f"B{row}", text, styles.CELL)
        set_height(sheet, row, row_height([(item, label), (text, wide)]))
    last = 4 + len(report.sources)
    book.table(sheet, "SourceInfo", f"A4:B{last}", "Owner, credit and licence of everything here")
    _finish(sheet, report, origin, f"A1:B{last}")


def _finish(sheet: Sheet, report: TableReport, origin: Provenance, area: str) -> None:
    set_page(sheet, area, landscape=True)
    set_header(sheet, report.title, origin)
    # What was worked out is not to be changed by a slip.
    protect(sheet, filters=True)
