"""A report of tables as a page of its own; whatever comes from outside is escaped, and sources stand at the end."""

from __future__ import annotations

from collections.abc import Sequence

from lexcurric.core.tables import Cell, Column, ColumnKind, TableReport, TableSheet
from lexcurric.formats.report_html.marks import bdi, marked, safe
from lexcurric.formats.report_html.page import Facet, Page, item_attributes, render_page


def render_tables(report: TableReport) -> str:
    """The whole document."""
    head = f"<h1>{bdi(report.title)}</h1>\n" + "".join(
        f'<p class="lx-lead">{safe(line)}</p>\n' for line in report.lines
    )
    links = "".join(
        f'<li><a href="#t{at}">{safe(each.title)}</a></li>\n' for at, each in enumerate(report.sheets, start=1)
    )
    rows = "".join(f'<tr><th scope="row">{safe(item)}</th><td>{bdi(text)}</td></tr>\n' for item, text in report.sources)
    return render_page(
        Page(
            title=report.title,
            head=f"{head}<ul>\n{links}</ul>\n",
            main="".join(_section(at, each) for at, each in enumerate(report.sheets, start=1)),
            foot=f'<h2>Sources and licence</h2>\n<table class="lx-full lx-origin">\n<tbody>\n{rows}</tbody></table>',
            thing=("row", "rows"),
            facets=_facets(report),
            views=False,
        )
    )


def _section(number: int, sheet: TableSheet) -> str:
    title = f'<h2 id="t{number}">{safe(sheet.title)} <small>{len(sheet.rows):,}</small></h2>\n'
    note = f'<p class="lx-muted">{safe(sheet.purpose)}</p>\n'
    if not sheet.rows:
        return f"{title}{note}<p>None.</p>\n"
    top = "".join(f'<th scope="col">{safe(each.name)}</th>' for each in sheet.columns)
    body = "".join(f"<tr{_item(row, sheet)}>{_row(row, sheet)}</tr>\n" for row in sheet.rows)
    table = f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}</tbody></table>"
    return f'{title}{note}<div class="lx-wide" tabindex="0" role="region" aria-labelledby="t{number}">{table}</div>\n'


_FACETS = ("Coverage", "State", "Sureness", "Standing", "What")
"""The columns by which a reader may filter."""


def _facets(report: TableReport) -> tuple[Facet, ...]:
    found: dict[str, dict[str, str]] = {}
    for sheet in report.sheets:
        for at, name in enumerate(sheet.names):
            if name in _FACETS and sheet.columns[at].kind is ColumnKind.TEXT:
                words = [str(row[at]) for row in sheet.rows if row[at]]
                found.setdefault(name, {}).update({_token(each): each for each in words})
    return tuple(Facet(name.lower(), name, choices) for name, choices in found.items() if len(choices) > 1)


def _item(values: Sequence[Cell], sheet: TableSheet) -> str:
    said = {
        name.lower(): [_token(str(value))] if value else []
        for name, value, column in zip(sheet.names, values, sheet.columns, strict=True)
        if name in _FACETS and column.kind is ColumnKind.TEXT
    }
    return item_attributes(said) if said else ""


def _token(word: str) -> str:
    return word.casefold().replace(" ", "-")


def _row(values: Sequence[Cell], sheet: TableSheet) -> str:
    return "".join(f"<td>{_cell(value, column)}</td>" for value, column in zip(values, sheet.columns, strict=True))


def _cell(value: Cell, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return f'<span dir="auto">{marked(value)}</span>'
    if isinstance(value, float):
        return f"{value:.0%}" if column.kind is ColumnKind.SHARE else f"{value:g}"
    if isinstance(value, int):
        return str(value)
    return "<br>".join(bdi(line) for line in value.split("\n"))
