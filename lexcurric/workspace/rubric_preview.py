"""The pages that a rubric's workbook prints on, before it is written: made from the very book that would be written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import EditError
from lexcurric.core.rubric import Rubric
from lexcurric.workbook.drawn import page_value
from lexcurric.workbook.pages import PrintedPage, printed_pages

if TYPE_CHECKING:
    from lexcurric.workbook.book import Book
    from lexcurric.workbook.sheet import Sheet

SHEETS = ("start", "score", "summary", "plan", "cohort", "cohortSummary", "sources")
"""The sheets in the workbook's order, by what they are for."""


class RubricPages:
    """
    The printed pages of a rubric's workbook: how many each sheet has, and any one of them as plain values.

    Raises FileError where there is nothing to rate.
    """

    def __init__(self, rubric: Rubric, logo: bytes | None = None) -> None:
        from lexcurric.formats.rubric import make_book

        self._book: Book = make_book(rubric, Path("preview.xlsx"), logo)

    @cached_property
    def _sheets(self) -> dict[str, Sheet]:
        return dict(zip(SHEETS, (each for each in self._book.sheets if not each.very_hidden), strict=True))

    @cached_property
    def _pages(self) -> dict[str, tuple[PrintedPage, ...]]:
        return {key: printed_pages(sheet) for key, sheet in self._sheets.items()}

    @property
    def sheets(self) -> list[dict[str, Any]]:
        """Each sheet: key, title, number of pages."""
        return [
            {"key": key, "title": sheet.title, "pages": len(self._pages[key])} for key, sheet in self._sheets.items()
        ]

    def count(self, sheet: str) -> int:
        """How many pages a sheet has."""
        return len(self._of(sheet))

    def rows(self, sheet: str) -> list[tuple[int, int]]:
        """The first and the last row of each page of a sheet."""
        return [(page.rows[0], page.rows[-1]) for page in self._of(sheet)]

    def page(self, sheet: str, number: int) -> dict[str, Any]:
        """A page of a sheet, counted from 1, as plain values. Raises EditError for one that there is not."""
        pages = self._of(sheet)
        if not 1 <= number <= len(pages):
            raise EditError(f"the sheet {self._sheets[sheet].title} has pages 1 to {len(pages)}; there is no {number}")
        # Numbers go through the whole workbook, as they do in print.
        before = sum(len(self._pages[key]) for key in SHEETS[: SHEETS.index(sheet)])
        whole = sum(map(len, self._pages.values()))
        found = self._sheets[sheet]
        drawn = page_value(self._book, found, pages[number - 1], (before + number, whole))
        return {"sheet": sheet, "title": found.title, "number": number, "of": len(pages), **drawn}

    def _of(self, sheet: str) -> Sequence[PrintedPage]:
        if sheet not in SHEETS:
            raise EditError(f"no sheet {sheet!r}; there is {', '.join(SHEETS)}")
        return self._pages[sheet]
