"""
The named styles of every workbook, and the colours by which cells say their level or status.

Borders and fills stand on the cells, because LibreOffice ignores Excel's table styles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lexcurric.workbook.looks import STATUS_LOOKS, Look, mix
from lexcurric.workbook.sheet import Format, Sheet

FONT = "Arial"

TITLE, HEADING = "Heading 1", "Heading 2"
BODY, NOTE, LABEL, LINK, VALUE, SHARE = "lx_body", "lx_note", "lx_label", "lx_link", "lx_value", "lx_share"
HEAD, HEAD_CENTRE, HEAD_TURNED = "lx_head", "lx_head_centre", "lx_head_turned"
CELL, CELL_CENTRE, CELL_SHARE, CELL_SMALL = "lx_cell", "lx_cell_centre", "lx_cell_share", "lx_cell_small"
CELL_AVERAGE = "lx_cell_average"
TOP, TOP_CENTRE, IN_TOP = "lx_top", "lx_top_centre", "lx_in_top"
LABEL_IN, RESULT = "lx_label_in", "lx_result"
IN, IN_CENTRE, IN_DATE, IN_SHARE, IN_TURNED = "lx_in", "lx_in_centre", "lx_in_date", "lx_in_share", "lx_in_turned"


@dataclass(frozen=True)
class Style:
    """
    How the cells of one named style look.

    `ink` is ink, soft, title, link or header (written on the header's colour); `ground` is header, input or none;
    `across` and `down` are Excel's words for where a text stands; `turn` is in degrees, against the clock.
    """

    name: str
    size: float = 10
    bold: bool = False
    ink: str = "ink"
    underlined: bool = False
    ground: str = ""
    boxed: bool = False
    across: str = ""
    down: str = "center"
    wrapped: bool = False
    indent: int = 0
    turn: int = 0
    number: str = ""
    locked: bool = True


def _text(name: str, **look: object) -> Style:
    return Style(name, **look)  # type: ignore[arg-type]


def _cell(name: str, **look: object) -> Style:
    return _text(name, **({"boxed": True, "wrapped": True} | look))


def _head(name: str, **look: object) -> Style:
    return _cell(name, **({"bold": True, "ink": "header", "ground": "header"} | look))


def _open(name: str, **look: object) -> Style:
    return _cell(name, **({"ground": "input", "locked": False} | look))


_LEFT: dict[str, object] = {"across": "left", "indent": 1}
_CENTRE: dict[str, object] = {"across": "center"}
STYLES = (
    _text("Normal", down=""),
    _text(TITLE, size=16, bold=True, ink="title"),
    _text(HEADING, size=12, bold=True, ink="title"),
    _text(BODY, wrapped=True),
    _text(NOTE, ink="soft"),
    _text(LABEL, bold=True),
    _text(LABEL_IN, bold=True, **_LEFT),
    _text(RESULT, size=12, bold=True, ink="title", across="left"),
    _text(LINK, ink="link", underlined=True),
    _text(VALUE, across="left"),
    _text(SHARE, across="left", number="0%"),
    _head(HEAD, **_LEFT),
    _head(HEAD_CENTRE, **_CENTRE),
    _head(HEAD_TURNED, across="center", down="bottom", turn=90),
    _cell(CELL, **_LEFT),
    _cell(CELL_CENTRE, **_CENTRE),
    _cell(CELL_SHARE, number="0%", **_CENTRE),
    _cell(CELL_AVERAGE, number="0.0", **_CENTRE),
    _cell(CELL_SMALL, size=7.5, ink="soft", **_LEFT),
    _cell(TOP, down="top", **_LEFT),
    _cell(TOP_CENTRE, down="top", **_CENTRE),
    _open(IN, **_LEFT),
    _open(IN_CENTRE, **_CENTRE),
    _open(IN_TOP, down="top", **_LEFT),
    _open(IN_DATE, number="yyyy-mm-dd", **_LEFT),
    _open(IN_SHARE, number="0%", **_CENTRE),
    _open(IN_TURNED, across="center", down="bottom", turn=90),
)
"""Every style; the first is the one of cells that have none."""


def level_fill(step: int, steps: int, look: Look | None = None) -> str:
    """The tint of a level as hex digits, darker with each step up; `step` counts from 0."""
    look = look or Look()
    return mix(look.level_low, look.level_high, step / (steps - 1) if steps > 1 else 0.0)


def colour_status(sheet: Sheet, area: str, words: Mapping[str, str] | None = None) -> None:
    """
    Colour cells by the status word in them; the word itself carries the meaning.

    `words` says which look each word has, such as `{"Cumple": "Met"}`; without it, the words are the English ones.
    """
    for word, key in (words or {each: each for each in STATUS_LOOKS}).items():
        ink, ground = STATUS_LOOKS[key]
        quoted = word.replace('"', '""')
        sheet.add(Format(area, "cellIs", f'"{quoted}"', "equal", ink, ground))


def colour_when(sheet: Sheet, area: str, formula: str, look: str) -> None:
    """Colour the rows of an area where a formula about them is true, in the look of a status word."""
    ink, ground = STATUS_LOOKS[look]
    sheet.add(Format(area, "expression", formula.removeprefix("="), ink=ink, ground=ground))
