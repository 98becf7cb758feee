"""
The cells of a sheet by one pattern, where the sheet is written as Excel, LibreOffice and this program write sheets.

That takes half the time of looking at each element. The sheet has to be well-formed, and the pattern has to account for
every cell; where it does not, or where there is anything but plain elements (comments, CDATA, prefixes, attributes in
another order), the answer is None, and the sheet is parsed. The tests hold the one against the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lexcurric.workbook.cells_xml import FORMULA, MOST_COLUMNS, MOST_ROWS, Rows, Value, parse, plain_text
from lexcurric.workbook.places import column_number

MOST_BYTES = 2_000_000
"""Larger sheets are parsed bit by bit, which takes less memory."""
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]{1,9})")?>'
    r"(?:<v>([^<]*)</v>|<is><t(?: xml:space=\"preserve\")?>([^<]*)</t></is>|(<f[ />].*?)|)</c>",
    re.DOTALL,
)
_EMPTY = re.compile(r'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,6}")?(?: t="[A-Za-z]{1,9}")?/>')
_START = re.compile(r"<c[\s/>]")
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


def quick_rows(data: bytes, value_of: ValueOf) -> Rows | None:
    """
    The filled cells of a sheet; None where it has to be parsed to know them.

    Raises ExpatError for a sheet that is not well-formed, ValueError for one with a document type declaration.
    """
    found = _cells(data)
    if found is None:
        return None
    rows: Rows = {}
    row, cells = 0, {}
    for letters, number, style, kind, plain, inline, formula in found:
        text = plain or inline
        if not text and not formula:
            continue
        at, column = int(number), column_number(letters)
        if not 0 < at <= MOST_ROWS or column > MOST_COLUMNS:
            continue
        if formula:
            value: Value = FORMULA
        else:
            value = value_of(_unescaped(text) if "&" in text else text, kind or "n", style, False)
        if value != "":
            if at != row:
                row, cells = at, rows.setdefault(at, {})
            cells[column] = value
    return rows


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
    if len(found) != text.count("</c>") or len(found) + len(_EMPTY.findall(text)) != len(_START.findall(text)):
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
