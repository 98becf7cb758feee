"""The sheet Sources: version, hash, owner, credit and licence, in the words of the workbook's language."""

from __future__ import annotations

from lexcurric.formats.rubric.places import distinct_heads
from lexcurric.formats.rubric.work import Work
from lexcurric.workbook import styles
from lexcurric.workbook.fit import row_height
from lexcurric.workbook.page import set_height

_LABEL, _WIDE = 28.0, 76.0


def add_rubric_sources(work: Work) -> None:
    """Adds the sheet."""
    words, lines = work.words, work.origin.lines
    sheet = work.sheet("sources", [_LABEL, _WIDE], words.sources_title, words.sources_purpose)
    heads = distinct_heads([words.item, words.what_it_is])
    work.heads(sheet, 4, dict(zip("AB", heads, strict=True)), "A B", (_LABEL, _WIDE))
    for row, (item, text) in enumerate(lines, start=5):
        name, said = _named(work, item), words.not_stated.get(text, text)
        work.book.put(sheet, f"A{row}", name, styles.CELL)
        work.book.put(sheet, f"B{row}", said, styles.CELL)
        set_height(sheet, row, row_height([(name, _LABEL), (said, _WIDE)]))
    last = 4 + len(lines)
    work.book.table(sheet, "SourceInfo", f"A4:B{last}", words.sources_table)
    work.finish(sheet, f"A1:B{last}")


def _named(work: Work, item: str) -> str:
    """The name of an item; of a source, only the word for it is translated."""
    known = work.words.provenance
    if item in known:
        return known[item]
    kind, _, name = item.partition(": ")
    return f"{known[kind]}: {name}" if name and kind in known else item
