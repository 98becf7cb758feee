"""The part `theme1.xml`: Arial throughout, and the colours that Excel offers next to a look's own."""

from __future__ import annotations

from functools import lru_cache

from lexcurric.workbook.chart import DRAWING
from lexcurric.workbook.looks import INK, LINK_INK, SOFT, WHITE, Look
from lexcurric.workbook.styles import FONT
from lexcurric.workbook.xml_text import DECLARATION

_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="{{}}" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


@lru_cache(maxsize=64)
def theme_xml(look: Look) -> bytes:
    """The part for a look."""
    bars = look.bars
    colours = {
        "dk1": INK,
        "lt1": WHITE,
        "dk2": look.header,
        "lt2": look.level_low,
        **{f"accent{number}": bars[number - 1] for number in range(1, 7)},
        "hlink": LINK_INK,
        "folHlink": SOFT,
    }
    scheme = "".join(f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in colours.items())
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    # Excel asks for three of each.
    lines = "".join(_LINE.format(width) for width in (6350, 12700, 19050))
    return (
        f'{DECLARATION}<a:theme xmlns:a="{DRAWING}" name="lexcurric"><a:themeElements>'
        f'<a:clrScheme name="lexcurric">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="lexcurric"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="lexcurric"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    ).encode()
