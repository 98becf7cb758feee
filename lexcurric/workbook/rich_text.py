"""Texts with word marks, as runs of one cell."""

from __future__ import annotations

from lexcurric.core.words import Mark, Words
from lexcurric.workbook.looks import COME, GONE, INK
from lexcurric.workbook.styles import FONT
from lexcurric.workbook.xml_text import plain, text_element


def _run_font(colour: str, line: str = "") -> str:
    return f'<rPr>{line}<sz val="10"/><color rgb="FF{colour}"/><rFont val="{FONT}"/><family val="2"/></rPr>'


_RUN_FONTS = {
    Mark.EQUAL: _run_font(INK),
    Mark.DELETE: _run_font(GONE, "<strike/>"),
    Mark.INSERT: _run_font(COME, "<u/>"),
}
"""How words that stayed, went and came look; line through and line under say it without colour too."""


def is_marked(words: Words) -> bool:
    """Whether any word went or came."""
    return any(mark is not Mark.EQUAL for mark, _ in words)


def runs_xml(words: Words) -> str:
    """The runs: what went in red and struck through, what came in blue and underlined."""
    return "".join(f"<r>{_RUN_FONTS[mark]}{text_element(plain(run))}</r>" for mark, run in _apart(words) if run)


def text_of(words: Words) -> str:
    """The text of the runs, as a reader sees it."""
    return "".join(run for _, run in (_apart(words) if is_marked(words) else words))


def _apart(words: Words) -> Words:
    """The runs with a space between a word that went and the one that came for it, as a reader needs it."""
    found: list[tuple[Mark, str]] = []
    for mark, run in words:
        follows = bool(found) and mark is Mark.INSERT and found[-1][0] is Mark.DELETE
        if follows and found[-1][1][-1:].isalnum() and run[:1].isalnum():
            found.append((Mark.EQUAL, " "))
        found.append((mark, run))
    return tuple(found)
