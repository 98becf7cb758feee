"""
Charts as inline SVG, for where no screen is: a plain cell, a shared notebook, a page without scripts.

Text takes the colour of the page around it and bars one that is seen on white and on black, so that both themes can be
read; what is not met is hatched, and each bar has its value beside it in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from textwrap import wrap

from lexcurric.core.cohort_charts import Bar, Chart

_WIDE, _LABEL, _BAR, _GAP = 760, 300, 300, 12
_LINE, _PAD = 17, 8
_CHARS = 44
"""About so many characters of 13 pixels fit into the room for a label."""
_MOST_LINES = 4
_FILL = "#3f7fbf"


def charts_html(charts: Iterable[Chart]) -> str:
    """Each chart with its title and what it shows; a chart without bars says why."""
    return "".join(f"<section>{_head(each)}{chart_svg(each) if each.bars else ''}</section>" for each in charts)


def _head(chart: Chart) -> str:
    said = chart.about if chart.bars else chart.empty
    return f"<h4 style='margin:14px 0 2px'>{escape(chart.title)}</h4><p>{escape(said)}</p>"


def chart_svg(chart: Chart) -> str:
    """One chart as SVG, as wide as its place and 760 pixels at most; a reader hears each bar's label and value."""
    rows, at = [], 0
    for bar in chart.bars:
        drawn, high = _row(bar, at, chart.key)
        rows.append(drawn)
        at += high
    hatch = (
        f"<defs><pattern id='lx-hatch-{chart.key}' width='6' height='6' patternUnits='userSpaceOnUse' "
        "patternTransform='rotate(45)'><path d='M0 0V6' stroke='currentColor' stroke-opacity='0.45'/></pattern></defs>"
    )
    return (
        f"<svg viewBox='0 0 {_WIDE} {at}' role='group' aria-label='{escape(chart.title)}' "
        f"style='width:100%;max-width:{_WIDE}px;height:auto;display:block;color:inherit' font-size='13' "
        f"fill='currentColor' xmlns='http://www.w3.org/2000/svg'>{hatch}{''.join(rows)}</svg>"
    )


def _row(bar: Bar, top: int, key: str) -> tuple[str, int]:
    said = wrap(bar.label, _CHARS) or [""]
    if len(said) > _MOST_LINES:
        said = [*said[: _MOST_LINES - 1], f"{said[_MOST_LINES - 1][: _CHARS - 1]}…"]
    if bar.note:
        said.append(bar.note)
    high = _LINE * len(said) + _PAD
    text = "".join(
        f"<tspan x='0' y='{top + _LINE * (number + 1) - 3}'{_quiet(bar, number, said)}>{escape(line)}</tspan>"
        for number, line in enumerate(said)
    )
    middle = top + (high - _PAD) / 2
    met = round(_BAR * bar.share, 1)
    left = _LABEL + _GAP
    return (
        f"<g role='img' aria-label='{escape(f'{bar.label}: {bar.words}', quote=True)}'><text>{text}</text>"
        f"<rect x='{left}' y='{middle - 7}' width='{_BAR}' height='14' fill='url(#lx-hatch-{key})' "
        f"stroke='currentColor' stroke-opacity='0.55'/>"
        f"<rect x='{left}' y='{middle - 7}' width='{met}' height='14' fill='{_FILL}'/>"
        f"<text x='{left + _BAR + _GAP}' y='{middle + 4}'>{escape(bar.words)}</text></g>"
    ), high


def _quiet(bar: Bar, number: int, said: list[str]) -> str:
    return " opacity='0.8' font-size='12'" if bar.note and number == len(said) - 1 else ""
