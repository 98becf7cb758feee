"""
A table that a person reviews row by row: locked texts, a drop-down for the decision, and room for words of one's own.

Hidden columns at the end hold the ids by which a row is found again, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.provenance import Provenance
from lexcurric.core.rubric import Paper
from lexcurric.core.words import Mark, Words
from lexcurric.workbook import styles
from lexcurric.workbook.book import Book
from lexcurric.workbook.fit import row_height
from lexcurric.workbook.head import add_head
from lexcurric.workbook.page import protect, set_header, set_height, set_page
from lexcurric.workbook.places import column_letter
from lexcurric.workbook.read import MOST_ROWS
from lexcurric.workbook.sheet import Sheet, Validation

HEAD_ROW = 4
FIRST_ROW = HEAD_ROW + 1
LISTS = "Lists"
DECISION, WORDING, COMMENT, REVIEWER = "Decision", "Edited wording", "Comment", "Reviewer"
INPUTS = (DECISION, WORDING, COMMENT, REVIEWER)
_INPUT_WIDTHS = (14.0, 30.0, 20.0, 12.0)
MOST_INPUT = 4_000
MOST_REVIEWED = MOST_ROWS - HEAD_ROW
"""As many rows as are read back."""

Texts = str | int | Words | None
"""What a cell of the table may hold."""


@dataclass(frozen=True)
class Column:
    """A column: what it is called, its width in characters, its look; `hidden` ones are for programs."""

    name: str
    width: float
    style: str = styles.TOP
    hidden: bool = False
    printed: bool = True


@dataclass(frozen=True)
class ReviewTable:
    """A sheet to review: its name and head, columns, rows of cells, and for each row which choices it has."""

    name: str
    title: str
    purpose: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Texts]]
    choices: Sequence[tuple[str, ...]]
    frozen: int

    def letter(self, name: str) -> str:
        """The letter of a column."""
        return column_letter([each.name for each in self.columns].index(name) + 1)

    @property
    def last(self) -> int:
        """The last row; an empty table has one empty row."""
        return HEAD_ROW + max(1, len(self.rows))


def input_columns() -> list[Column]:
    """The columns that a reviewer fills in."""
    return [Column(name, width, styles.IN_TOP) for name, width in zip(INPUTS, _INPUT_WIDTHS, strict=True)]


def add_review(book: Book, table: ReviewTable, origin: Provenance, paper: Paper) -> Sheet:
    """Adds the sheet (its lists come with `add_lists`); FileError for more rows than would be read back."""
    if len(table.rows) > MOST_REVIEWED:
        what = f"a workbook for review holds at most {MOST_REVIEWED:,} rows, and there are {len(table.rows):,}"
        raise FileError(str(book.path), [Problem("", what)], "Take the HTML or JSON report for so many")
    sheet = book.sheet(table.name, [each.width for each in table.columns])
    printed = [each for each in table.columns if each.printed and not each.hidden]
    add_head(book, sheet, table.title, table.purpose, sum(each.width for each in printed))
    set_height(sheet, 3, 8)
    for at, column in enumerate(table.columns, start=1):
        letter = column_letter(at)
        book.put(sheet, f"{letter}{HEAD_ROW}", column.name, styles.HEAD)
        if column.hidden:
            sheet.hide(letter)
    set_height(sheet, HEAD_ROW, row_height([(each.name, each.width) for each in printed], padding=10, bold=True))
    for row, cells in enumerate(table.rows, start=FIRST_ROW):
        _add_row(book, sheet, row, table.columns, cells)
    area = f"A{HEAD_ROW}:{column_letter(len(table.columns))}{table.last}"
    book.table(sheet, table.name, area, table.purpose, filters=True)
    _add_choices(sheet, table)
    sheet.freeze = f"{column_letter(table.frozen + 1)}{FIRST_ROW}"
    set_page(sheet, f"A1:{column_letter(len(printed))}{table.last}", landscape=True, paper=paper)
    sheet.title_rows = (HEAD_ROW, HEAD_ROW)
    set_header(sheet, table.title, origin)
    protect(sheet, filters=True)
    return sheet


def _add_row(book: Book, sheet: Sheet, row: int, columns: Sequence[Column], cells: Sequence[Texts]) -> None:
    heights: list[tuple[str, float]] = []
    for at, (column, cell) in enumerate(zip(columns, cells, strict=True), start=1):
        place = f"{column_letter(at)}{row}"
        if isinstance(cell, tuple):
            book.put_marked(sheet, place, cell, column.style)
        else:
            book.put(sheet, place, cell if cell != "" else None, column.style)
        if not column.hidden:
            heights.append((plain(cell), column.width))
    set_height(sheet, row, max(30, row_height(heights)))


def plain(cell: Texts) -> str:
    """The text of a cell without its marks."""
    if isinstance(cell, tuple):
        return "".join(run for _, run in cell)
    return "" if cell is None else str(cell)


def lines(texts: Iterable[Words | str]) -> Words:
    """Several texts, one under the other in one cell."""
    found: list[tuple[Mark, str]] = []
    for text in texts:
        if found:
            found.append((Mark.EQUAL, "\n"))
        found += [(Mark.EQUAL, text)] if isinstance(text, str) else text
    return tuple((mark, run) for mark, run in found if run)


def _lists(tables: Iterable[ReviewTable]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(each for table in tables for each in table.choices))


def _add_choices(sheet: Sheet, table: ReviewTable) -> None:
    """A drop-down in each decision cell, with what this row has to choose from, and bounds for what is typed."""
    letter = table.letter(DECISION)
    for number, words in enumerate(_lists([table]), start=1):
        at = column_letter(number)
        rows = [row for row, each in enumerate(table.choices, start=FIRST_ROW) if each == words]
        sheet.add(
            Validation(
                " ".join(f"{letter}{first}:{letter}{last}" for first, last in _runs(rows)),
                "list",
                formula1=f"{LISTS}!${at}$4:${at}${3 + len(words)}",
                error_title="Not a decision",
                error="Please choose from the list, or leave the cell empty.",
            )
        )
    for name in (WORDING, COMMENT):
        sheet.add(
            Validation(
                f"{table.letter(name)}{FIRST_ROW}:{table.letter(name)}{table.last}",
                "textLength",
                "lessThanOrEqual",
                str(MOST_INPUT),
                error_title="Too long",
                error=f"At most {MOST_INPUT} characters fit here.",
            )
        )


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """The first and last of each run of rows that follow one another: Excel takes only so many areas."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found


def add_lists(book: Book, table: ReviewTable, origin: Provenance, paper: Paper) -> None:
    """The sheet with what the drop-downs offer."""
    found = _lists([table])
    sheet = book.sheet(LISTS, [24.0] * max(1, len(found)))
    add_head(book, sheet, "Lists", f"What the drop-downs on the sheet {table.name} offer.", 72)
    for number, words in enumerate(found, start=1):
        letter = column_letter(number)
        book.put(sheet, f"{letter}3", f"Choice {number}", styles.HEAD)
        for row, word in enumerate(words, start=4):
            book.put(sheet, f"{letter}{row}", word, styles.CELL)
    most = max((len(words) for words in found), default=1)
    set_page(sheet, f"A1:{column_letter(max(1, len(found)))}{3 + most}", one_page=True, paper=paper)
    set_header(sheet, table.title, origin)
    protect(sheet)


def add_help(book: Book, table: ReviewTable, steps: Sequence[str], origin: Provenance, paper: Paper) -> None:
    """The sheet that says how to review, step by step."""
    sheet = book.sheet("How to review", [10, 88])
    add_head(book, sheet, "How to review", "Decide row by row, then hand the workbook back.", 98)
    for row, step in enumerate(steps, start=4):
        book.put(sheet, f"A{row}", f"Step {row - 3}", styles.LABEL)
        book.put(sheet, f"B{row}", step, styles.BODY)
        set_height(sheet, row, row_height([(step, 88)], padding=8))
    last = 5 + len(steps)
    book.link(sheet, f"A{last}", f"Go to {table.name}", f"{table.name}!A1")
    set_page(sheet, f"A1:B{last}", one_page=True, paper=paper)
    set_header(sheet, table.title, origin)
    protect(sheet)


def add_counts(book: Book, sheet: Sheet, row: int, head: Sequence[str], rows: Sequence[Sequence[str | int]]) -> int:
    """A small table from a row on; gives the next free row."""
    for at, name in enumerate(head, start=1):
        book.put(sheet, f"{column_letter(at)}{row}", name, styles.HEAD if at == 1 else styles.HEAD_CENTRE)
    set_height(sheet, row, 32)
    for number, cells in enumerate(rows, start=row + 1):
        for at, cell in enumerate(cells, start=1):
            style = styles.CELL if at == 1 else styles.CELL_CENTRE
            book.put(sheet, f"{column_letter(at)}{number}", cell if cell != "" else None, style)
        set_height(sheet, number, 20)
    return row + len(rows) + 1


def add_progress(book: Book, sheet: Sheet, row: int, table: ReviewTable, decided: Mapping[str, int]) -> int:
    """How often each decision was chosen so far, counted as the reviewer goes; gives the next free row."""
    letter = table.letter(DECISION)
    area = f"'{table.name}'!${letter}${FIRST_ROW}:${letter}${table.last}"
    book.put(sheet, f"A{row}", "Decided so far", styles.HEAD)
    book.put(sheet, f"B{row}", "Rows", styles.HEAD)
    set_height(sheet, row, 20)
    for word, count in decided.items():
        row += 1
        book.put(sheet, f"A{row}", word, styles.CELL)
        book.formula(sheet, f"B{row}", f'=COUNTIF({area},"{word}")', count, styles.CELL_CENTRE)
        set_height(sheet, row, 20)
    row += 1
    total = sum(decided.values())
    book.put(sheet, f"A{row}", "Not decided", styles.CELL)
    book.formula(
        sheet,
        f"B{row}",
        f"={len(table.rows)}-SUM(B{row - len(decided)}:B{row - 1})",
        len(table.rows) - total,
        styles.CELL_CENTRE,
    )
    set_height(sheet, row, 20)
    return row + 1
