"""The part `styles.xml`: made once for each look and set of fills, since workbook after workbook has the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lexcurric.workbook.looks import INK, LINE_COLOUR, LINK_INK, SOFT, WHITE, Look, readable
from lexcurric.workbook.styles import FONT, STYLES, Style
from lexcurric.workbook.xml_text import DECLARATION, attribute

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
INDEXES = {style.name: number for number, style in enumerate(STYLES)}
"""The number of each named style, as cells name it."""
_BUILT_IN = {"Normal": ' builtinId="0"', "Heading 1": ' builtinId="16"', "Heading 2": ' builtinId="17"'}
_NUMBERS = {"": 0, "0%": 9}
_FIRST_NUMBER = 164
"""From here on, number formats are those of the file."""
_NONE = '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
_NO_BORDER = "<border><left/><right/><top/><bottom/><diagonal/></border>"

Change = tuple[str, str, float | None]
"""A named style with another fill (hex digits or empty) or font size (or None)."""
Colours = tuple[str, str]
"""Ink and ground of a conditional format; either may be empty."""


@dataclass(frozen=True)
class CellLook:
    """A style with the font size, ink and ground (hex digits; empty for none) that it has in a workbook."""

    style: Style
    size: float
    ink: str
    ground: str


def _inks(look: Look) -> dict[str, str]:
    return {"ink": INK, "soft": SOFT, "title": look.title, "link": LINK_INK, "header": look.on_header}


def _grounds(look: Look) -> dict[str, str]:
    return {"header": look.header, "input": look.input}


class StyleSet:
    """The styles that one workbook uses: the named ones, and the changed ones in the order of their use."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._changes: dict[Change, int] = {}
        self._colours: dict[Colours, int] = {}

    def number(self, style: str, fill: str, size: float | None) -> int:
        """The number of a cell's style. Raises KeyError for a name that there is not."""
        if not fill and size is None:
            return INDEXES[style]
        return len(STYLES) + self._changes.setdefault((style, fill, size), len(self._changes))

    def colours(self, ink: str, ground: str) -> int:
        """The number of the colours of a conditional format."""
        return self._colours.setdefault((ink, ground), len(self._colours))

    def shown(self, number: int) -> CellLook:
        """How the cells with this number look."""
        style, fill, size = (STYLES[number], "", None) if number < len(STYLES) else self._changed[number - len(STYLES)]
        grounds, inks = _grounds(self.look), _inks(self.look)
        ground = fill or grounds.get(style.ground, "")
        return CellLook(style, size or style.size, readable(inks[style.ink], ground or WHITE), ground)

    @property
    def _changed(self) -> list[tuple[Style, str, float | None]]:
        return [(STYLES[INDEXES[name]], fill, size) for name, fill, size in self._changes]

    def xml(self) -> bytes:
        """The part."""
        return _styles_xml(self.look, tuple(self._changes), tuple(self._colours))


@lru_cache(maxsize=64)
def _styles_xml(look: Look, changes: tuple[Change, ...], colours: tuple[Colours, ...]) -> bytes:
    parts = _Parts(look)
    named = [parts.format(style) for style in STYLES]
    changed = [parts.format(STYLES[INDEXES[name]], fill, size) for name, fill, size in changes]
    based = [xml.replace("<xf ", f'<xf xfId="{number}" ', 1) for number, xml in enumerate(named)]
    based += [
        xml.replace("<xf ", f'<xf xfId="{INDEXES[each[0]]}" ', 1) for each, xml in zip(changes, changed, strict=True)
    ]
    names = "".join(
        f'<cellStyle name="{attribute(style.name)}" xfId="{number}"{_BUILT_IN.get(style.name, "")}/>'
        for number, style in enumerate(STYLES)
    )
    dxfs = "".join(_differential(*each) for each in colours)
    return (
        f'{DECLARATION}<styleSheet xmlns="{MAIN}">'
        f"{_group('numFmts', list(parts.numbers.values()))}{_group('fonts', list(parts.fonts))}"
        f'<fills count="{len(parts.fills) + 2}">{_NONE}{"".join(parts.fills)}</fills>'
        f"{_group('borders', [_NO_BORDER, _box()])}"
        f"{_group('cellStyleXfs', named)}{_group('cellXfs', based)}"
        f'<cellStyles count="{len(STYLES)}">{names}</cellStyles>'
        f'<dxfs count="{len(colours)}">{dxfs}</dxfs>'
        '<tableStyles count="0" defaultTableStyle="TableStyleMedium9" defaultPivotStyle="PivotStyleLight16"/>'
        "</styleSheet>"
    ).encode()


class _Parts:
    """The fonts, fills and number formats as formats ask for them, each once."""

    def __init__(self, look: Look) -> None:
        self.inks, self.grounds = _inks(look), _grounds(look)
        self.fonts: dict[str, int] = {}
        self.fills: dict[str, int] = {}
        self.numbers: dict[str, str] = {}

    def format(self, style: Style, fill: str = "", size: float | None = None) -> str:
        """The element `xf` of a style, with this fill and font size instead of its own."""
        ground = fill or self.grounds.get(style.ground, "")
        font = self.fonts.setdefault(self._font(style, size or style.size, ground), len(self.fonts))
        filled = self.fills.setdefault(_fill(ground), len(self.fills)) + 2 if ground else 0
        number, lock = self._number(style.number), "" if style.locked else '<protection locked="0"/>'
        inner = f"{_alignment(style)}{lock}"
        applied = "".join(
            f' apply{what}="1"'
            for what, holds in (
                ("NumberFormat", number),
                ("Font", font),
                ("Fill", filled),
                ("Border", style.boxed),
                ("Alignment", inner),
                ("Protection", lock),
            )
            if holds
        )
        head = f'<xf numFmtId="{number}" fontId="{font}" fillId="{filled}" borderId="{int(style.boxed)}"{applied}'
        return f"{head}>{inner}</xf>" if inner else f"{head}/>"

    def _font(self, style: Style, size: float, ground: str) -> str:
        bold = "<b/>" if style.bold else ""
        line = "<u/>" if style.underlined else ""
        colour = f'<color rgb="FF{readable(self.inks[style.ink], ground or WHITE)}"/>'
        return f'<font>{bold}{line}<sz val="{size:g}"/>{colour}<name val="{FONT}"/><family val="2"/></font>'

    def _number(self, code: str) -> int:
        if code in _NUMBERS:
            return _NUMBERS[code]
        at = list(self.numbers).index(code) if code in self.numbers else len(self.numbers)
        number = _FIRST_NUMBER + at
        self.numbers[code] = f'<numFmt numFmtId="{number}" formatCode="{attribute(code)}"/>'
        return number


def _group(name: str, elements: list[str]) -> str:
    return f'<{name} count="{len(elements)}">{"".join(elements)}</{name}>'


def _fill(colour: str) -> str:
    both = f'<fgColor rgb="FF{colour}"/><bgColor rgb="FF{colour}"/>'
    return f'<fill><patternFill patternType="solid">{both}</patternFill></fill>'


def _box() -> str:
    line = f'style="thin"><color rgb="FF{LINE_COLOUR}"/>'
    sides = "".join(f"<{side} {line}</{side}>" for side in ("left", "right", "top", "bottom"))
    return f"<border>{sides}<diagonal/></border>"


def _alignment(style: Style) -> str:
    said = {
        "horizontal": style.across,
        "vertical": style.down,
        "textRotation": style.turn,
        "wrapText": int(style.wrapped),
        "indent": style.indent,
    }
    attributes = "".join(f' {name}="{value}"' for name, value in said.items() if value)
    return f"<alignment{attributes}/>" if attributes else ""


def _differential(ink: str, ground: str) -> str:
    font = f'<font><color rgb="FF{ink}"/></font>' if ink else ""
    fill = f'<fill><patternFill patternType="solid"><bgColor rgb="FF{ground}"/></patternFill></fill>' if ground else ""
    return f"<dxf>{font}{fill}</dxf>"
