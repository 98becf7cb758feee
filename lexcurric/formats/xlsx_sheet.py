"""
The edit sheet: a framework's statements in an Excel workbook that designers edit and hand back.

The statements stand in reading order with their ids locked; `sheet_back` reads what comes back.
"""

from __future__ import annotations

from pathlib import Path

from lexcurric.core.model import Snapshot
from lexcurric.core.provenance import provenance
from lexcurric.core.sheet import (
    COLUMNS,
    FIRST_ROW,
    KIND,
    SHEET_NAME,
    SheetRow,
    SheetStatus,
    criterion_labels,
    level_names,
    sheet_rows,
)
from lexcurric.core.sheet_cells import join_tags
from lexcurric.workbook import styles
from lexcurric.workbook.book import Book
from lexcurric.workbook.fit import row_height
from lexcurric.workbook.head import add_head
from lexcurric.workbook.origin import add_facts, add_sources, describe, facts_of
from lexcurric.workbook.page import break_pages, page_rows, paginate, protect, set_header, set_height, set_page
from lexcurric.workbook.sheet import Sheet, Validation

FREE_ROWS = 20
STEPS = (
    "Change what you like in the cream cells on the sheet Statements. The Statement IDs are locked.",
    "To move a statement, choose another Level. To change the order within a level, change the Position numbers.",
    "To remove a statement, set its Status to Remove. Deleting a row removes nothing.",
    "To add a statement, fill in a free row at the end: at least Level and Statement. Set its Status to New.",
    "Separate tags with commas, such as skill:measure, tool:oven.",
    "Save as .xlsx and hand it back. You see every change in a list before anything is applied.",
)
_WIDTHS = (19.0, 15.0, 10.0, 72.0, 18.0, 22.0, 11.0, 24.0, 14.0, 14.0)


def write_sheet(snapshot: Snapshot, path: Path) -> None:
    """
    Write a framework's statements as an edit sheet; the same snapshot gives the same bytes.

    Raises FileError, and writes nothing, for a text that no cell can hold or a path that cannot be written.
    """
    _Writer(snapshot, path).write()


class _Writer:
    def __init__(self, snapshot: Snapshot, path: Path) -> None:
        self.content, self.rows, self.origin = snapshot.content, sheet_rows(snapshot), provenance(snapshot)
        self.levels = tuple(level_names(self.content).values())
        self.book, self.title = Book(path), f"Edit sheet: {self.origin.title}"
        self.last = FIRST_ROW + len(self.rows) + FREE_ROWS - 1

    def write(self) -> None:
        self._add_statements()
        self._add_help()
        add_sources(self.book, self.title, self.origin)
        self._add_lists()
        add_facts(self.book, facts_of(KIND, self.origin))
        describe(self.book, self.title, "Edit sheet", self.origin)
        self.book.write(self.origin.time)

    def _add_statements(self) -> None:
        sheet = self.book.sheet(SHEET_NAME, _WIDTHS)
        about = (
            f"Framework {self.origin.version}. Edit the cream cells; the sheet How to use says what each column does."
        )
        add_head(self.book, sheet, self.title, about, sum(_WIDTHS[:8]))
        for number, height in ((3, 8.0), (FIRST_ROW - 1, 32.0)):
            set_height(sheet, number, height)
        for letter, name in zip("ABCDEFGHIJ", COLUMNS, strict=True):
            self.book.put(
                sheet, f"{letter}{FIRST_ROW - 1}", name, styles.HEAD_CENTRE if letter in "CG" else styles.HEAD
            )
        for at, row in enumerate(self.rows, start=FIRST_ROW):
            self._add_row(sheet, at, row)
        for at in range(FIRST_ROW + len(self.rows), self.last + 1):
            self._add_row(sheet, at, None)
        area = f"A{FIRST_ROW - 1}:J{self.last}"
        self.book.table(sheet, SHEET_NAME, area, "One row for each statement, and free rows for new ones", filters=True)
        sheet.hide("I", "J")
        self._add_choices(sheet)
        self._set_up(sheet)

    def _add_row(self, sheet: Sheet, at: int, row: SheetRow | None) -> None:
        put = self.book.put
        put(sheet, f"A{at}", row.statement_id if row else None, styles.CELL_SMALL)
        put(sheet, f"B{at}", row.level if row else None, styles.IN)
        put(sheet, f"C{at}", row.position if row else None, styles.IN_CENTRE)
        put(sheet, f"D{at}", row.text if row else None, styles.IN)
        put(sheet, f"E{at}", row.criterion if row else None, styles.IN)
        put(sheet, f"F{at}", join_tags(row.tags) if row else None, styles.IN)
        put(sheet, f"G{at}", row.status.value if row else None, styles.IN_CENTRE)
        put(sheet, f"H{at}", row.note if row else None, styles.IN)
        put(sheet, f"I{at}", row.text_check if row else None, styles.CELL_SMALL)
        put(sheet, f"J{at}", row.row_check if row else None, styles.CELL_SMALL)
        set_height(sheet, at, self._height(row) if row else 30)

    def _height(self, row: SheetRow) -> float:
        texts = ("", row.level, "", row.text, row.criterion, join_tags(row.tags), "", row.note)
        small = row_height([(row.statement_id, _WIDTHS[0])], size=8)
        return max(30, small, row_height(list(zip(texts, _WIDTHS[:8], strict=True))))

    def _add_choices(self, sheet: Sheet) -> None:
        rows = f"{FIRST_ROW}:{{}}{self.last}"
        sheet.add(
            Validation(
                "B" + rows.format("B"),
                "list",
                formula1=f"Lists!$A$4:$A${3 + len(self.levels)}",
                error_title="Not a level",
                error="Please choose one of the framework's levels.",
            )
        )
        sheet.add(
            Validation(
                "C" + rows.format("C"),
                "whole",
                formula1="1",
                formula2="9999",
                error_title="Not a position",
                error="Please type a whole number, 1 for the first place in the level.",
            )
        )
        sheet.add(
            Validation(
                "G" + rows.format("G"),
                "list",
                formula1=f"Lists!$B$4:$B${3 + len(SheetStatus)}",
                error_title="Not a status",
                error="Please choose Keep, Remove or New.",
            )
        )
        styles.colour_when(
            sheet, f"A{FIRST_ROW}:H{self.last}", f'$G{FIRST_ROW}="{SheetStatus.REMOVE.value}"', "Left out"
        )
        styles.colour_when(sheet, f"A{FIRST_ROW}:H{self.last}", f'$G{FIRST_ROW}="{SheetStatus.NEW.value}"', "Met")

    def _set_up(self, sheet: Sheet) -> None:
        filled = FIRST_ROW + len(self.rows)
        heights = [(row, sheet.height_of(row) or 30) for row in range(FIRST_ROW, self.last + 1)]
        room = page_rows(sum(_WIDTHS[:8]), taken=32)
        groups = [heights[: filled - FIRST_ROW], heights[filled - FIRST_ROW :]]
        break_pages(sheet, paginate(groups, room, room - 52))
        sheet.freeze = f"B{FIRST_ROW}"
        set_page(sheet, f"A1:H{self.last}", landscape=True)
        sheet.title_rows = (FIRST_ROW - 1, FIRST_ROW - 1)
        set_header(sheet, self.title, self.origin)
        protect(sheet, filters=True)

    def _add_help(self) -> None:
        sheet = self.book.sheet("How to use", [10, 88])
        purpose = "Edit the statements here, then hand the workbook back to your workspace."
        add_head(self.book, sheet, "How to use this workbook", purpose, 98)
        for number, step in enumerate(STEPS, start=1):
            self.book.put(sheet, f"A{3 + number}", f"Step {number}", styles.LABEL)
            self.book.put(sheet, f"B{3 + number}", step, styles.BODY)
            set_height(sheet, 3 + number, row_height([(step, 88)], padding=8))
        self.book.link(sheet, f"A{5 + len(STEPS)}", "Go to Statements", f"{SHEET_NAME}!A1")
        set_page(sheet, f"A1:B{5 + len(STEPS)}", one_page=True)
        set_header(sheet, self.title, self.origin)
        protect(sheet)

    def _add_lists(self) -> None:
        sheet = self.book.sheet("Lists", [30, 14, 40])
        add_head(self.book, sheet, "Lists", "What the drop-downs on the sheet Statements offer.", 84)
        criteria = tuple(criterion_labels(self.content).values())
        lists = (("Levels", self.levels), ("Status", tuple(each.value for each in SheetStatus)), ("Criteria", criteria))
        for letter, (name, words) in zip("ABC", lists, strict=True):
            self.book.put(sheet, f"{letter}3", name, styles.HEAD)
            for row, word in enumerate(words, start=4):
                self.book.put(sheet, f"{letter}{row}", word, styles.CELL)
        set_page(sheet, f"A1:C{3 + max(len(words) for _, words in lists)}", one_page=True)
        set_header(sheet, self.title, self.origin)
        protect(sheet)
