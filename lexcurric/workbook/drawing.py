"""The drawings of a sheet: charts over an area of cells, pictures at a cell, each with its alternative text."""

from __future__ import annotations

from collections.abc import Sequence

from lexcurric.workbook.chart import CHART, DRAWING, RELATIONSHIPS
from lexcurric.workbook.places import split_area, split_place
from lexcurric.workbook.sheet import PlacedChart, PlacedPicture
from lexcurric.workbook.xml_text import DECLARATION, attribute, escape, plain

SPREADSHEET = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_EMU = 9_525
"""How many of Office's units a pixel has, at 96 an inch."""
_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


def picture_kind(data: bytes) -> str:
    """
    `png` or `jpeg`, by the first bytes; empty for anything else.

    >>> picture_kind(b"GIF89a")
    ''
    """
    return next((kind for start, kind in _KINDS.items() if data.startswith(start)), "")


def drawing_xml(drawn: Sequence[PlacedChart | PlacedPicture]) -> bytes:
    """The part of a sheet's drawings; the first has the relationship `rId1`, and so on."""
    shapes = "".join(
        _chart(at, each) if isinstance(each, PlacedChart) else _picture(at, each)
        for at, each in enumerate(drawn, start=1)
    )
    spaces = f'xmlns:xdr="{SPREADSHEET}" xmlns:a="{DRAWING}"'
    return f"{DECLARATION}<xdr:wsDr {spaces}>{shapes}</xdr:wsDr>".encode()


def _chart(number: int, placed: PlacedChart) -> str:
    top, left, bottom, right = split_area(placed.chart.place)
    ends = f"<xdr:from>{_marker(left - 1, top - 1)}</xdr:from><xdr:to>{_marker(right, bottom)}</xdr:to>"
    title, description = (attribute(escape(plain(text))) for text in (placed.title, placed.description))
    head = f'<xdr:cNvPr id="{number + 1}" name="Chart {number}" descr="{description}" title="{title}"/>'
    chart = f'<c:chart xmlns:c="{CHART}" xmlns:r="{RELATIONSHIPS}" r:id="rId{number}"/>'
    return (
        f'<xdr:twoCellAnchor editAs="oneCell">{ends}<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>{head}'
        '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{CHART}">{chart}</a:graphicData></a:graphic></xdr:graphicFrame>'
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )


def _picture(number: int, placed: PlacedPicture) -> str:
    row, column = split_place(placed.place)
    width, height = (side * _EMU for side in placed.size)
    head = f'<xdr:cNvPr id="{number + 1}" name="Picture {number}" descr="{attribute(escape(plain(placed.alt)))}"/>'
    locks = '<xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr>'
    picture = f'<a:blip xmlns:r="{RELATIONSHIPS}" r:embed="rId{number}"/><a:stretch><a:fillRect/></a:stretch>'
    size = f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
    return (
        f"<xdr:oneCellAnchor><xdr:from>{_marker(column - 1, row - 1)}</xdr:from>"
        f'<xdr:ext cx="{width}" cy="{height}"/><xdr:pic><xdr:nvPicPr>{head}{locks}</xdr:nvPicPr>'
        f"<xdr:blipFill>{picture}</xdr:blipFill><xdr:spPr><a:xfrm>{size}</a:xfrm>"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>'
    )


def _marker(column: int, row: int) -> str:
    return f"<xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
