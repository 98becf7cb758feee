"""
The colours of a workbook, from a theme; what is written on a colour or in it is chosen so that it can be read.

Contrast is 4.5:1 or more for text and 3:1 or more for lines and bars.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lexcurric.core.rubric import Theme, full_theme

INK, SOFT, WHITE = "1F2933", "5F6B76", "FFFFFF"
LINE_COLOUR, GRID, LINK_INK = "8A94A0", "D5DBE1", "0B5394"
GONE, COME = "A11B1B", "0B4A9E"
"""The inks of words that went and of words that came."""
STATUS_LOOKS = {
    "Met": ("0B4F1D", "D5EBD8"),
    "Not yet": ("7A2E00", "FBE3D3"),
    "To rate": (SOFT, WHITE),
    "Left out": ("374151", "E5E7EB"),
    "Check": ("8B0000", "FFD6D6"),
}
"""Ink and ground of each status."""
_MORE_BARS = ("B45309", "0F766E", "7C3AED", "BE123C", "4B5563", "1D4ED8", "65730A")


@dataclass(frozen=True)
class Look:
    """The colours that a theme gives a workbook, as hex digits; without any, the blue ones."""

    header: str = "1F3864"
    level_low: str = "E8F1FA"
    level_high: str = "9CC4E6"
    input: str = "FFF9E5"
    accent: str = "1F3864"

    @property
    def on_header(self) -> str:
        """The ink of texts on the header's colour."""
        return WHITE if contrast(WHITE, self.header) >= contrast(INK, self.header) else INK

    @property
    def title(self) -> str:
        """The ink of titles on white: the header's colour where it can be read."""
        return self.header if contrast(WHITE, self.header) >= 4.5 else INK

    @property
    def bars(self) -> tuple[str, ...]:
        """The colours of a chart's series, one after the other: the accent first."""
        first = self.accent if contrast(WHITE, self.accent) >= 3 else INK
        return (first, *(colour for colour in _MORE_BARS if colour != first))


def look_of(theme: Theme) -> Look:
    """The look of a theme. Raises EditError for a name that there is not."""
    full = full_theme(theme)
    return Look(full.header, full.level_low, full.level_high, full.input, full.accent)


@cache
def contrast(one: str, other: str) -> float:
    """
    The contrast of two colours after WCAG 2, from 1 to 21.

    >>> round(contrast("FFFFFF", "000000"))
    21
    """
    low, high = sorted((_brightness(one), _brightness(other)))
    return (high + 0.05) / (low + 0.05)


def mix(low: str, high: str, part: float) -> str:
    """
    The colour that lies this part of the way from the first to the second.

    >>> mix("000000", "FFFFFF", 0.5)
    '808080'
    """
    pairs = zip(_parts(low), _parts(high), strict=True)
    return "".join(f"{round(a + (b - a) * part):02X}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)


def _brightness(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
