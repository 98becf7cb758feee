"""The two sheets that every workbook carries: where its statements come from, and the facts that programs read."""

from __future__ import annotations

from collections.abc import Mapping

from lexcurric.core.provenance import Provenance
from lexcurric.core.report import provenance_rows
from lexcurric.core.rubric import Paper
from lexcurric.core.sheet_cells import cell_text
from lexcurric.workbook.book import Book
from lexcurric.workbook.fit import row_height
from lexcurric.workbook.head import add_head
from lexcurric.workbook.page import protect, set_header, set_height, set_page
from lexcurric.workbook.styles import CELL, HEAD

FACTS = "_lexcurric"
"""The hidden sheet: key and value, a row each."""
SOURCES = "Sources"


def add_sources(book: Book, title: str, origin: Provenance) -> None:
    """The sheet `Sources`: version, hash, owner, credit and licence."""
    label, wide = 26.0, 76.0
    sheet = book.sheet(SOURCES, [label, wide])
    purpose = "Where these statements come from. Keep this sheet when you pass the workbook on."
    add_head(book, sheet, "Sources and licence", purpose, label + wide)
    book.put(sheet, "A4", "Item", HEAD)
    book.put(sheet, "B4", "What it is", HEAD)
    set_height(sheet, 4, 20)
    for row, (item, text) in enumerate(origin.lines, start=5):
        book.put(sheet, f"A{row}", item, CELL)
        book.put(sheet, f"B{row}", text, CELL)
        set_height(sheet, row, row_height([(item, label), (text, wide)]))
    last = 4 + len(origin.lines)
    book.table(sheet, "SourceInfo", f"A4:B{last}", "Version, owner, credit and licence of the statements")
    set_page(sheet, f"A1:B{last}")
    set_header(sheet, title, origin)
    protect(sheet)


def add_both_sources(
    book: Book, title: str, names: tuple[str, str], origins: tuple[Provenance, Provenance], paper: Paper
) -> None:
    """The sheet `Sources` for a workbook about two versions, with a column for each."""
    label, wide = 24.0, 54.0
    sheet = book.sheet(SOURCES, [label, wide, wide])
    purpose = "Where both sides come from. Keep this sheet when you pass the workbook on."
    add_head(book, sheet, "Sources and licence", purpose, label + 2 * wide)
    for letter, name in zip("ABC", ("Item", *_apart(names)), strict=True):
        book.put(sheet, f"{letter}4", name, HEAD)
    set_height(sheet, 4, 20)
    rows = provenance_rows(*origins)
    for row, texts in enumerate(rows, start=5):
        for letter, text in zip("ABC", texts, strict=True):
            book.put(sheet, f"{letter}{row}", text, CELL)
        set_height(sheet, row, row_height(list(zip(texts, (label, wide, wide), strict=True))))
    last = 4 + len(rows)
    book.table(sheet, "SourceInfo", f"A4:C{last}", "Version, owner, credit and licence of the statements of both sides")
    set_page(sheet, f"A1:C{last}", landscape=True, paper=paper)
    set_header(sheet, title, origins[1])
    protect(sheet)


def _apart(names: tuple[str, str]) -> tuple[str, str]:
    """The names so that they can head two columns of one table."""
    old, new = (" ".join(cell_text(name).split())[:60] or "?" for name in names)
    is_clear = len({"item", old.casefold(), new.casefold()}) == 3
    return (old, new) if is_clear else (f"{old} (older)", f"{new} (newer)")


def add_facts(book: Book, facts: Mapping[str, str]) -> None:
    """The hidden sheet with the facts, and the same facts as properties of the file."""
    sheet = book.sheet(FACTS, [20, 80], very_hidden=True)
    for row, (key, text) in enumerate(facts.items(), start=1):
        book.put(sheet, f"A{row}", key, CELL)
        book.put(sheet, f"B{row}", text, CELL)
        book.property(f"lexcurric.{key}", text)
    protect(sheet)


def describe(book: Book, title: str, category: str, origin: Provenance) -> None:
    """What the file says about itself to search and to screen readers."""
    book.describe(
        title,
        subject=f"Framework {origin.version}",
        keywords=f"competency framework, {category.lower()}, {origin.soc}",
        category=category,
        description=origin.attribution,
    )


def facts_of(kind: str, origin: Provenance) -> dict[str, str]:
    """The facts that every workbook carries: what kind of file, of which framework and version."""
    return {
        "format": "lexcurric-workbook",
        "formatVersion": "1",
        "kind": kind,
        "soc": origin.soc,
        "version": origin.version,
        "sha256": origin.sha256,
    }
