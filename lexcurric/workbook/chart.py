"""The bar chart of a summary: shares on an axis from 0 to 100 %, in quiet colours."""

from __future__ import annotations

from typing import Any, cast

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.layout import Layout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.worksheet.worksheet import Worksheet

from lexcurric.workbook.styles import HEADER, INK, LINE_COLOUR

_GRID = "D5DBE1"


def add_bars(
    sheet: Worksheet, title: str, columns: tuple[str, str], rows: tuple[int, int], place: tuple[int, int]
) -> None:
    """
    A bar for each of the `rows`: names from the first of the `columns`, shares from the second.

    The chart stands from the first to the second row of `place`, ten columns wide.
    """
    chart = _bars(title)
    names, shares = (sheet[f"{letter}1"].column for letter in columns)
    chart.add_data(Reference(sheet, min_col=shares, min_row=rows[0], max_row=rows[1]), titles_from_data=False)
    chart.set_categories(Reference(sheet, min_col=names, min_row=rows[0], max_row=rows[1]))
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=HEADER)
    start, stop = AnchorMarker(col=0, row=place[0] - 1), AnchorMarker(col=10, row=place[1] - 1)
    chart.anchor = TwoCellAnchor(editAs="oneCell", _from=start, to=stop)
    sheet.add_chart(chart)


def _bars(title: str) -> Any:
    # The stubs of openpyxl know the parts of a chart only in part.
    chart = cast(Any, BarChart())
    chart.type, chart.gapWidth, chart.legend = "bar", 60, None
    chart.title = title
    _set_title_font(chart.title)
    # Without these two lines the axes vanish.
    chart.x_axis.delete = chart.y_axis.delete = False
    # The lowest level on top, as in the table; the axis with the shares then belongs at the other end: below.
    chart.x_axis.tickLblSkip = 1
    chart.x_axis.scaling.orientation, chart.y_axis.crosses = "maxMin", "max"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max, chart.y_axis.majorUnit = 0, 1, 0.25
    chart.y_axis.number_format, chart.y_axis.numFmt.sourceLinked = "0%", False
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GRID, w=6350))
    for axis in (chart.x_axis, chart.y_axis):
        axis.txPr = _text_look()
        axis.spPr = GraphicalProperties(ln=LineProperties(solidFill=LINE_COLOUR))
    return chart


def _set_title_font(title: Any) -> None:
    look = CharacterProperties(sz=1100, b=True, solidFill=INK)
    for paragraph in title.tx.rich.p:
        paragraph.pPr = ParagraphProperties(defRPr=look)
        for run in paragraph.r:
            run.rPr = look
    title.layout, title.overlay = Layout(), False


def _text_look() -> RichText:
    look = ParagraphProperties(defRPr=CharacterProperties(sz=900, solidFill=INK))
    return RichText(p=[Paragraph(pPr=look, endParaRPr=CharacterProperties(sz=900))])
