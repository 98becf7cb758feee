"""
The looks of every workbook, as named styles; contrast is 4.5:1 or more for text and 3:1 or more for lines.

Borders and fills stand on the cells, because LibreOffice ignores Excel's table styles.
"""

from __future__ import annotations

from typing import Any, Literal, cast

from openpyxl import Workbook
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Color, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from lexcurric.core.words import Mark

FONT = "Arial"
INK, SOFT, WHITE = "1F2933", "5F6B76", "FFFFFF"
HEADER, LINE_COLOUR, INPUT = "1F3864", "8A94A0", "FFF9E5"
LEVEL_LOW, LEVEL_HIGH = "E8F1FA", "9CC4E6"
STATUS_LOOKS = {
    "Met": ("0B4F1D", "D5EBD8"),
    "Not yet": ("7A2E00", "FBE3D3"),
    "To rate": (SOFT, WHITE),
    "Left out": ("374151", "E5E7EB"),
    "Check": ("8B0000", "FFD6D6"),
}
"""Ink and fill of each status word."""

MARK_FONTS = {
    Mark.EQUAL: InlineFont(rFont=FONT, sz=10, color=Color(INK), family=2),
    Mark.DELETE: InlineFont(rFont=FONT, sz=10, color=Color("A11B1B"), family=2, strike=True),
    Mark.INSERT: InlineFont(rFont=FONT, sz=10, color=Color("0B4A9E"), family=2, u="single"),
}
"""How words that stayed, went and came look; line through and line under say it without colour too."""

_THIN = Side(style="thin", color=LINE_COLOUR)
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_NO_BORDER = Border()
_WRAP = Alignment(vertical="center", wrap_text=True)
_INDENT = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_TOP = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_PLAIN = Alignment(vertical="center")

TITLE, HEADING = "Heading 1", "Heading 2"
BODY, NOTE, LABEL, LINK, VALUE, SHARE = "lx_body", "lx_note", "lx_label", "lx_link", "lx_value", "lx_share"
HEAD, HEAD_CENTRE = "lx_head", "lx_head_centre"
CELL, CELL_CENTRE, CELL_SHARE, CELL_SMALL = "lx_cell", "lx_cell_centre", "lx_cell_share", "lx_cell_small"
TOP, TOP_CENTRE, IN_TOP = "lx_top", "lx_top_centre", "lx_in_top"
LABEL_IN, RESULT = "lx_label_in", "lx_result"
IN, IN_CENTRE, IN_DATE = "lx_in", "lx_in_centre", "lx_in_date"


def _style(name: str, **look: Any) -> NamedStyle:
    looks: dict[str, Any] = {"font": font(), "alignment": _PLAIN, "border": _NO_BORDER, "protection": Protection()}
    return NamedStyle(name=name, **{**looks, **look})


def font(size: float = 10, bold: bool = False, colour: str = INK, underline: Literal["single"] | None = None) -> Font:
    """The workbook's font; everything else about it is fixed."""
    return Font(name=FONT, size=size, bold=bold, color=colour, underline=underline, family=2)


def fill(colour: str) -> PatternFill:
    """A solid fill."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def add_styles(book: Workbook) -> None:
    """Give a new workbook all the named styles, and make 10-point Arial its normal font."""
    inner = cast(Any, book)
    next(style for style in inner._named_styles if style.name == "Normal").font = font()
    for style in (*_text_styles(), *_table_styles(), *_input_styles()):
        book.add_named_style(style)


def _text_styles() -> list[NamedStyle]:
    return [
        _style(TITLE, font=font(16, bold=True, colour=HEADER)),
        _style(HEADING, font=font(12, bold=True, colour=HEADER)),
        _style(BODY, alignment=_WRAP),
        _style(NOTE, font=font(10, colour=SOFT)),
        _style(LABEL, font=font(bold=True)),
        _style(LABEL_IN, font=font(bold=True), alignment=Alignment(horizontal="left", vertical="center", indent=1)),
        _style(
            RESULT, font=font(12, bold=True, colour=HEADER), alignment=Alignment(horizontal="left", vertical="center")
        ),
        _style(LINK, font=font(colour="0B5394", underline="single")),
        _style(VALUE, alignment=Alignment(horizontal="left", vertical="center")),
        _style(SHARE, alignment=Alignment(horizontal="left", vertical="center"), number_format="0%"),
    ]


def _table_styles() -> list[NamedStyle]:
    head = {"font": font(bold=True, colour=WHITE), "fill": fill(HEADER), "border": _BOX}
    return [
        _style(HEAD, alignment=_INDENT, **head),
        _style(HEAD_CENTRE, alignment=_CENTRE, **head),
        _style(CELL, alignment=_INDENT, border=_BOX),
        _style(CELL_CENTRE, alignment=_CENTRE, border=_BOX),
        _style(CELL_SHARE, alignment=_CENTRE, border=_BOX, number_format="0%"),
        _style(TOP, alignment=_TOP, border=_BOX),
        _style(TOP_CENTRE, alignment=Alignment(horizontal="center", vertical="top", wrap_text=True), border=_BOX),
        _style(CELL_SMALL, font=font(7.5, colour=SOFT), alignment=_INDENT, border=_BOX),
    ]


def _input_styles() -> list[NamedStyle]:
    open_cell = {"fill": fill(INPUT), "border": _BOX, "protection": Protection(locked=False)}
    return [
        _style(IN, alignment=_INDENT, **open_cell),
        _style(IN_CENTRE, alignment=_CENTRE, **open_cell),
        _style(IN_TOP, alignment=_TOP, **open_cell),
        _style(IN_DATE, alignment=_INDENT, number_format="yyyy-mm-dd", **open_cell),
    ]


def level_fill(step: int, steps: int) -> PatternFill:
    """The tint of a level, darker with each step up; `step` counts from 0."""
    part = step / (steps - 1) if steps > 1 else 0.0
    low, high = (tuple(int(each[at : at + 2], 16) for at in (0, 2, 4)) for each in (LEVEL_LOW, LEVEL_HIGH))
    return fill("".join(f"{round(a + (b - a) * part):02X}" for a, b in zip(low, high, strict=True)))


def colour_status(sheet: Worksheet, area: str) -> None:
    """Colour cells by the status word in them; the word itself carries the meaning."""
    for word, (ink, ground) in STATUS_LOOKS.items():
        look = DifferentialStyle(font=Font(color=ink), fill=PatternFill("solid", bgColor=ground))
        sheet.conditional_formatting.add(area, Rule(type="cellIs", operator="equal", formula=[f'"{word}"'], dxf=look))


def colour_when(sheet: Worksheet, area: str, formula: str, look: str) -> None:
    """Colour the rows of an area where a formula about them is true, in the look of a status word."""
    ink, ground = STATUS_LOOKS[look]
    dxf = DifferentialStyle(font=Font(color=ink), fill=PatternFill("solid", bgColor=ground))
    sheet.conditional_formatting.add(area, Rule(type="expression", formula=[formula], dxf=dxf))
