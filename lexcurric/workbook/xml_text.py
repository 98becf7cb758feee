"""Texts as they stand in the XML of a workbook: nothing in them can be taken for markup, a code or a line end."""

from __future__ import annotations

import re

from lexcurric.core.sheet_cells import cell_text

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_QUOTED = re.compile(r'["\n\t]')
_REFERENCES = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def plain(text: str) -> str:
    """The text as a cell can hold it: line ends as LF, control characters as spaces, no broken characters."""
    # Nearly every text has nothing to mend, and `isprintable` says so ten times as fast.
    return text if text.isprintable() else cell_text(text)


def escape(text: str) -> str:
    """
    The text with `_x000D_` and the like written so that Excel shows them and does not decode them.

    >>> escape("a_x000D_b")
    'a_x005F_x000D_b'
    """
    return _CODE.sub("_x005F_", text) if "_x" in text else text


def content(text: str) -> str:
    """
    The text between two tags.

    >>> content("R&D <1>")
    'R&amp;D &lt;1&gt;'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """
    The text as the value of an attribute, between double quotes; line ends and tabs survive.

    >>> attribute('say "a"')
    'say &quot;a&quot;'
    """
    return _QUOTED.sub(lambda found: _REFERENCES[found[0]], content(text))


def text_element(text: str) -> str:
    """The element `t` of a text that is clean already; spaces at its ends are kept."""
    # Line ends are kept without the attribute too, but some programs trim them.
    kept = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() or "\n" in text else ""
    return f"<t{kept}>{content(escape(text))}</t>"


def cut(text: str, most: int) -> str:
    """
    The text on one line, cut with an ellipsis so that it takes at most this many UTF-16 units, as Excel counts.

    >>> cut("abcdef", 4)
    'abc…'
    """
    line = " ".join(plain(text).split())
    if units(line) <= most:
        return line
    while units(line) > most - 1:
        line = line[:-1]
    return line.rstrip() + "…"


def units(text: str) -> int:
    """How many UTF-16 units a text has, which is what Excel's limits count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
