"""Charts of a few numbers in quiet colours: bars (lying or standing) and radars, with the values they show inside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lexcurric.workbook.looks import GRID, INK, LINE_COLOUR, Look
from lexcurric.workbook.xml_text import DECLARATION, content, escape, plain

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_GROUPS_AXIS, _VALUES_AXIS = 10, 100

Looked = tuple[str, Sequence[object]]
"""A reference with its sheet, and what its cells hold (None for an empty one)."""


@dataclass(frozen=True)
class Series:
    """What a legend calls these numbers, and the cells they stand in, such as `Summary!$G$13:$G$16`."""

    name: str
    ref: str


@dataclass(frozen=True)
class Bars:
    """
    A bar for each category, the first on top; standing bars with `columns`.

    It covers the cells of `place`. `percent` shows shares of 1 as percentages, up to 100 % if `most` says nothing
    else; `step` is the distance of the grid lines.
    """

    categories: str
    series: tuple[Series, ...]
    place: str = "A10:J24"
    percent: bool = False
    most: float | None = None
    step: float | None = None
    columns: bool = False
    stacked: bool = False
    labels: bool = False


@dataclass(frozen=True)
class Radar:
    """A corner for each category, a line for each series, from 0 to `most` with rings `step` apart."""

    categories: str
    series: tuple[Series, ...]
    place: str = "A10:J24"
    most: float | None = None
    step: float | None = None


def chart_xml(chart: Bars | Radar, title: str, look: Look, find: Callable[[str], Looked]) -> bytes:
    """The part of a chart; `find` gives what a reference names, so that programs can draw it without calculating."""
    plot = _radar(chart, look, find) if isinstance(chart, Radar) else _bars(chart, look, find)
    legend = f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text()}</c:legend>' if chart.series[1:] else ""
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}" xmlns:r="{RELATIONSHIPS}">'
        f'<c:roundedCorners val="0"/><c:chart>{_title(title)}<c:autoTitleDeleted val="0"/>'
        f'<c:plotArea><c:layout/>{plot}</c:plotArea>{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>'
        "</c:chart></c:chartSpace>"
    ).encode()


def _bars(chart: Bars, look: Look, find: Callable[[str], Looked]) -> str:
    most = 1.0 if chart.percent and chart.most is None else chart.most
    step = 0.25 if chart.percent and chart.step is None else chart.step
    number = "0%" if chart.percent else "General"
    series = "".join(
        f"{_series_head(at, each, _filled(look.bars[at % len(look.bars)]))}"
        f'<c:invertIfNegative val="0"/>{_labels(number) if chart.labels else ""}'
        f"{_data(chart.categories, each, find, number)}</c:ser>"
        for at, each in enumerate(chart.series)
    )
    direction, grouping = ("col" if chart.columns else "bar"), ("stacked" if chart.stacked else "clustered")
    overlap = '<c:overlap val="100"/>' if chart.stacked else ""
    # The first category on top, as in the table; the axis with the values then belongs at the other end: below.
    order, crosses = ("minMax", "autoZero") if chart.columns else ("maxMin", "max")
    sides = ("b", "l") if chart.columns else ("l", "b")
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="60"/>{overlap}{_axis_ids()}</c:barChart>'
        f"{_groups_axis(order, sides[0])}{_values_axis((most, step), number, sides[1], crosses)}"
    )


def _radar(chart: Radar, look: Look, find: Callable[[str], Looked]) -> str:
    series = "".join(
        f"{_series_head(at, each, _line(look.bars[at % len(look.bars)], 28_575))}"
        f"{_marker(look.bars[at % len(look.bars)])}{_data(chart.categories, each, find, 'General')}</c:ser>"
        for at, each in enumerate(chart.series)
    )
    return (
        f'<c:radarChart><c:radarStyle val="marker"/><c:varyColors val="0"/>{series}{_axis_ids()}</c:radarChart>'
        f"{_groups_axis('minMax', 'b')}{_values_axis((chart.most, chart.step), 'General', 'l', 'autoZero')}"
    )


def _series_head(at: int, series: Series, shape: str) -> str:
    name = f"<c:tx><c:v>{content(series.name)}</c:v></c:tx>" if series.name else ""
    return f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>{name}<c:spPr>{shape}</c:spPr>'


def _marker(colour: str) -> str:
    shape = f"<c:spPr>{_filled(colour)}{_line(colour, 9_525)}</c:spPr>"
    return f'<c:marker><c:symbol val="circle"/><c:size val="6"/>{shape}</c:marker>'


def _labels(number: str) -> str:
    shown = "".join(
        f'<c:show{what} val="{int(what == "Val")}"/>'
        for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    )
    return f'<c:dLbls><c:numFmt formatCode="{number}" sourceLinked="0"/><c:spPr/>{_text()}{shown}</c:dLbls>'


def _data(categories: str, series: Series, find: Callable[[str], Looked], number: str) -> str:
    names, name_values = find(categories)
    numbers, values = find(series.ref)
    return (
        f"<c:cat><c:strRef><c:f>{content(names)}</c:f><c:strCache>{_points(name_values)}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{content(numbers)}</c:f><c:numCache><c:formatCode>{number}</c:formatCode>"
        f"{_points([each if isinstance(each, int | float) else None for each in values])}"
        "</c:numCache></c:numRef></c:val>"
    )


def _points(values: Sequence[object]) -> str:
    points = (
        f'<c:pt idx="{at}"><c:v>{_point(each)}</c:v></c:pt>' for at, each in enumerate(values) if each is not None
    )
    return f'<c:ptCount val="{len(values)}"/>{"".join(points)}'


def _point(value: object) -> str:
    return content(escape(plain(value))) if isinstance(value, str) else repr(value)


def _axis_ids() -> str:
    return f'<c:axId val="{_GROUPS_AXIS}"/><c:axId val="{_VALUES_AXIS}"/>'


def _groups_axis(order: str, side: str) -> str:
    return (
        f'<c:catAx><c:axId val="{_GROUPS_AXIS}"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/>{_ticks()}'
        f"<c:spPr>{_line(LINE_COLOUR)}</c:spPr>{_text()}"
        f'<c:crossAx val="{_VALUES_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        # Every name is shown, however many there are.
        '<c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _values_axis(ends: tuple[float | None, float | None], number: str, side: str, crosses: str) -> str:
    most, step = ends
    highest = "" if most is None else f'<c:max val="{most:g}"/>'
    unit = "" if step is None else f'<c:majorUnit val="{step:g}"/>'
    return (
        f'<c:valAx><c:axId val="{_VALUES_AXIS}"/><c:scaling><c:orientation val="minMax"/>{highest}<c:min val="0"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="{side}"/><c:majorGridlines><c:spPr>{_line(GRID)}</c:spPr>'
        f'</c:majorGridlines><c:numFmt formatCode="{number}" sourceLinked="0"/>{_ticks()}'
        f"<c:spPr>{_line(LINE_COLOUR)}</c:spPr>{_text()}"
        f'<c:crossAx val="{_GROUPS_AXIS}"/><c:crosses val="{crosses}"/><c:crossBetween val="between"/>{unit}</c:valAx>'
    )


def _ticks() -> str:
    return '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'


def _filled(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _line(colour: str, width: int = 6_350) -> str:
    """A line this many EMU wide: 12,700 are a point."""
    return f'<a:ln w="{width}">{_filled(colour)}<a:prstDash val="solid"/></a:ln>'


def _text() -> str:
    look = f'<a:defRPr sz="900">{_filled(INK)}</a:defRPr>'
    return f'<c:txPr><a:bodyPr/><a:p><a:pPr>{look}</a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'


def _title(title: str) -> str:
    look = f'sz="1100" b="1">{_filled(INK)}'
    run = f"<a:r><a:rPr {look}</a:rPr><a:t>{content(title)}</a:t></a:r>"
    paragraph = f"<a:p><a:pPr><a:defRPr {look}</a:defRPr></a:pPr>{run}</a:p>"
    return f'<c:title><c:tx><c:rich><a:bodyPr/>{paragraph}</c:rich></c:tx><c:layout/><c:overlay val="0"/></c:title>'
