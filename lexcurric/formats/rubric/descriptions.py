"""What each level looks like as a whole: the second table on Score of a holistic rubric."""

from __future__ import annotations

from lexcurric.formats.rubric.lines import parts_of
from lexcurric.formats.rubric.places import FIRST_ROW, distinct_heads
from lexcurric.formats.rubric.work import Work
from lexcurric.workbook import styles
from lexcurric.workbook.fit import row_height
from lexcurric.workbook.page import break_pages, page_rows, paginate, set_height
from lexcurric.workbook.sheet import Sheet

_TALLEST = 300.0
"""How high a row may be: two such rows fill a landscape page."""
_ABOVE = 190.0
"""What the head and the rating take on the first page, in points."""


def add_descriptions(work: Work, sheet: Sheet, top: int) -> int:
    """Adds the table with its header row at `top`, the lowest level first; gives its last row."""
    words, places, book = work.words, work.places, work.book
    heads = distinct_heads([words.level_step, words.level, words.what_it_looks_like, words.reached_mark])
    widths = [column.width for column in places.columns[:4]]
    work.heads(sheet, top, dict(zip("ABCD", heads, strict=True)), "B C", widths)
    thread, reached = work.rubric.rows[0], f"${places.letters['reached']}${FIRST_ROW}"
    row = top
    blocks: list[list[tuple[int, float]]] = []
    for step, label in enumerate(work.rubric.levels, start=1):
        only = thread.model_copy(update={"cells": (thread.cells[step - 1],)})
        block = []
        for part, (text,) in enumerate(parts_of(only, [widths[2]], _TALLEST)):
            row += 1
            fill = work.level_fill(step)
            book.put(sheet, f"A{row}", step, styles.TOP_CENTRE, fill=fill)
            name = label if not part else words.continued
            book.put(sheet, f"B{row}", name, styles.TOP, fill=fill)
            book.put(sheet, f"C{row}", text or words.no_statement, styles.TOP)
            if part:
                book.put(sheet, f"D{row}", None, styles.TOP_CENTRE)
            else:
                formula = f'=IF(ISNUMBER({reached}),IF({reached}>={step},"{words.yes}","{words.no}"),"")'
                book.formula(sheet, f"D{row}", formula, "", styles.TOP_CENTRE)
            set_height(sheet, row, max(24, row_height([(text, widths[2]), (name, widths[1])])))
            block.append((row, sheet.height_of(row) or 24.0))
        blocks.append(block)
    book.table(sheet, "Descriptions", f"A{top}:D{row}", words.descriptions_table)
    room = page_rows(places.shown_width, taken=sheet.height_of(top) or 20, paper=work.paper)
    break_pages(sheet, paginate([[each for block in blocks for each in block]], room, room - _ABOVE))
    return row
