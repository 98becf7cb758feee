"""
The cells of a sheet by one pattern, where the sheet is written as Excel, LibreOffice and this program write sheets.

That takes half the time of looking at each element. The sheet has to be well-formed, and the pattern has to account for
every cell; where it does not, or where there is anything but plain elements (comments, CDATA, prefixes, attributes in
another order), the answer is None, and the sheet is parsed. The tests hold the one against the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lexcurric.workbook.cells_xml import FORMULA, MOST_COLUMNS, MOST_ROWS, Rows, Value, parse, plain_text
from lexcurric.workbook.places import column_number

MOST_BYTES = 2_000_000
"""Larger sheets are parsed bit by bit, which takes less memory."""
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]{1,9})")?>'
    r"(?:<v>([^<]*)</v>|<is><t(?: xml:space=\"preserve\")?>([^<]*)</t></is>"
    r"|(<f(?: [^<>]*)?(?:/>|>[^<]*</f>)(?:<v>[^<]*</v>|<v ?/>)?)|)</c>"
)
_ENDS = ("</c>", "</c ", "</c\t", "</c\n", "</c\r")
_TEXT = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_TEXTS = re.compile(r"<si[\s/>]")
_ROOT = re.compile(r'(?:<\?xml[^?<>]*\?>\s*)?<(worksheet|sst)\s[^<>]*?xmlns="([^"<>]*)"')
_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
ValueOf = Callable[[str, str, str, bool], Value]
"""From text, type, style and whether there is a formula to a value."""


def quick_rows(data: bytes, shared: Sequence[str], value_of: ValueOf) -> Rows | None:
    """
    The filled cells of a sheet; None where it has to be parsed to know them. `shared` are the texts named by number.

    Raises ExpatError for a sheet that is not well-formed, ValueError for one with a document type declaration.
    """
    found = _cells(data)
    if found is None:
        return None
    rows: Rows = {}
    row, cells = "", {}
    value: Value
    for letters, number, style, kind, plain, inline, formula in found:
        if formula:
            value = FORMULA
        elif kind == "s":
            value = shared[int(plain)] if plain else ""
        elif plain or inline:
            text = plain or inline
            value = value_of(_unescaped(text) if "&" in text else text, kind or "n", style, False)
        else:
            continue
        if value == "":
            continue
        if number != row:
            if not 0 < int(number) <= MOST_ROWS:
                continue
            row, cells = number, rows.setdefault(int(number), {})
        column = column_number(letters)
        if column <= MOST_COLUMNS:
            cells[column] = value
    return {number: cells for number, cells in rows.items() if cells}


def quick_strings(data: bytes) -> list[str] | None:
    """
    The texts that cells name by number; None where the part has to be parsed to know them.

    Raises ExpatError and ValueError as `quick_rows` does.
    """
    text = _plain_xml(data, "sst")
    if text is None:
        return None
    found: list[str] = _TEXT.findall(text)
    if not len(found) == text.count("</si>") == len(_TEXTS.findall(text)):
        return None
    parse(data)
    return [plain_text(_unescaped(each) if "&" in each else each) for each in found]


def _cells(data: bytes) -> list[tuple[str, ...]] | None:
    text = _plain_xml(data, "worksheet")
    if text is None:
        return None
    found: list[tuple[str, ...]] = _CELL.findall(text)
    # A cell that is not closed by `</c>` closes itself, so it is empty.
    if len(found) != sum(text.count(end) for end in _ENDS):
        return None
    parse(data)
    return found


def _plain_xml(data: bytes, name: str) -> str | None:
    """A part as text, where its first element is called so and it has nothing but elements and texts."""
    if len(data) > MOST_BYTES:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    root = _ROOT.match(text)
    # Every construct that could hide an element, or show one that is none, begins with one of these.
    if root is None or root[1] != name or root[2] not in _SPACES or "<!" in text or "<?" in text[root.end() :]:
        return None
    return text


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    name, decimal, hexadecimal = found.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    # What XML does not allow is no character.
    return chr(code) if code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else "\ufffd"
