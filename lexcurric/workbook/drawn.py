"""A printed page as plain values, ready to be drawn: its columns, rows, cells with their looks, charts and pictures."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from lexcurric.workbook.book import Book
from lexcurric.workbook.chart import Bars, Radar
from lexcurric.workbook.drawing import picture_kind
from lexcurric.workbook.page import ENDS, SIDE
from lexcurric.workbook.pages import PrintedPage, column_width, paper_of, row_points, shown_columns
from lexcurric.workbook.places import column_letter, split_area, split_place
from lexcurric.workbook.sheet import PlacedChart, PlacedPicture, Sheet, Value
from lexcurric.workbook.styles_xml import CellLook

_STYLE = re.compile(r' s="([0-9]+)"')
_PART = re.compile(r"&[LCR]")
_LOOKS = re.compile(r"&K[0-9A-F]{6}|&[0-9]+ ?")


def page_value(book: Book, sheet: Sheet, page: PrintedPage, number: tuple[int, int]) -> dict[str, Any]:
    """
    One page of a sheet; every length is in points, on the paper for the page and on the sheet for what is in `area`.

    `number` is the page's own in the workbook, and how many pages that has.
    """
    wide, high = paper_of(sheet)
    columns = shown_columns(sheet)
    widths = [column_width(sheet, column) for column in columns]
    rows = (*page.repeated, *page.rows)
    cells = _Cells(book, sheet, columns, widths)
    return {
        "width": wide,
        "height": high,
        "scale": page.scale,
        "left": round((wide - sum(widths) * page.scale) / 2, 2),
        "top": ENDS * 72,
        "side": SIDE * 72,
        "header": _ends(sheet.header, number),
        "footer": _ends(sheet.footer, number),
        "columns": widths,
        "rows": [
            {
                "row": row,
                "height": row_points(sheet, row),
                "head": row in cells.heads,
                "repeated": row in page.repeated,
                "cells": cells.of(row),
            }
            for row in rows
        ],
        "looks": cells.looks,
        "drawn": _drawn(book, sheet, page, columns, widths),
    }


class _Cells:
    """The cells of a sheet as values; `looks` fills up with the looks that they name by number."""

    def __init__(self, book: Book, sheet: Sheet, columns: Sequence[int], widths: Sequence[float]) -> None:
        self.book, self.sheet, self.columns, self.widths = book, sheet, columns, widths
        self.looks: dict[str, dict[str, Any]] = {}
        # The first row of a table heads its columns.
        self.heads = {split_area(table.area)[0] for table in sheet.tables}
        self.coloured = [rule for rule in sheet.formats if rule.kind == "cellIs" and rule.operator == "equal"]

    def of(self, row: int) -> list[dict[str, Any]]:
        """The cells of a row, from left to right; those without a look and a value are left out."""
        found = []
        there = self.sheet.cells.get(row, {})
        for at, column in enumerate(self.columns):
            xml = there.get(column)
            if xml is None:
                continue
            look, value = self._look(xml), self._value(row, column)
            shown = {"at": at, "look": look, "text": _text(value, self.looks[look]["number"])}
            colours = self._colours(row, column, value)
            found.append({**shown, **self._room(row, at, shown), **colours})
        return found

    def _value(self, row: int, column: int) -> Value | None:
        return self.sheet.value(f"{column_letter(column)}{row}")

    def _look(self, xml: str) -> str:
        named = _STYLE.search(xml)
        number = named[1] if named else "0"
        if number not in self.looks:
            self.looks[number] = _look_value(self.book.style_set.shown(int(number)))
        return number

    def _room(self, row: int, at: int, shown: Mapping[str, Any]) -> dict[str, float]:
        """How wide a text without line breaks may be: it runs on over the empty cells beside it."""
        if not shown["text"] or self.looks[shown["look"]]["wrapped"]:
            return {}
        wide, end = self.widths[at], at + 1
        while end < len(self.columns) and self._value(row, self.columns[end]) is None:
            wide += self.widths[end]
            end += 1
        return {"room": wide} if end > at + 1 else {}

    def _colours(self, row: int, column: int, value: Value | None) -> dict[str, str]:
        """The colours of a status word."""
        for rule in self.coloured if isinstance(value, str) else ():
            if rule.formula.strip('"').replace('""', '"') == value and _is_in(rule.area, row, column):
                return {"ink": rule.ink, "ground": rule.ground}
        return {}


def _is_in(areas: str, row: int, column: int) -> bool:
    for area in areas.split():
        top, left, bottom, right = split_area(area)
        if top <= row <= bottom and left <= column <= right:
            return True
    return False


def _look_value(look: CellLook) -> dict[str, Any]:
    style = look.style
    return {
        "size": look.size,
        "bold": style.bold,
        "ink": look.ink,
        "ground": look.ground,
        "underlined": style.underlined,
        "boxed": style.boxed,
        "across": style.across,
        "down": style.down,
        "wrapped": style.wrapped,
        "indent": style.indent,
        "turned": bool(style.turn),
        "number": style.number,
        "open": not style.locked,
    }


def _text(value: Value | None, number: str) -> str:
    """A value as its cell shows it."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool):
        return str(value).upper()
    return format(value, {"0%": ".0%", "0.0": ".1f"}.get(number, ".10g"))


def _ends(line: str, number: tuple[int, int]) -> list[str]:
    """The left and the right text of a header or footer."""
    # A doubled & is one that is shown; it is put aside while the codes are read.
    plain = line.replace("&&", "\0")
    parts = dict(zip(_PART.findall(plain), _PART.split(plain)[1:], strict=False))
    said = [_LOOKS.sub("", parts.get(side, "")) for side in ("&L", "&R")]
    filled = [each.replace("&P", str(number[0])).replace("&N", str(number[1])) for each in said]
    return [each.replace("\0", "&").strip() for each in filled]


def _drawn(
    book: Book, sheet: Sheet, page: PrintedPage, columns: Sequence[int], widths: Sequence[float]
) -> list[dict[str, Any]]:
    """The charts and pictures that begin on this page."""
    lefts = {column: sum(widths[:at]) for at, column in enumerate(columns)}
    tops, used = {}, sum(row_points(sheet, row) for row in page.repeated)
    for row in page.rows:
        tops[row] = used
        used += row_points(sheet, row)
    images = book.pictures
    found = []
    for each in sheet.drawn:
        if isinstance(each, PlacedPicture):
            row, column = split_place(each.place)
            if row in tops and column in lefts:
                size = {"width": each.size[0] * 0.75, "height": each.size[1] * 0.75}
                image = {"kind": "picture", "alt": each.alt, "source": _source(images[each.media])}
                found.append({"x": lefts[column], "y": tops[row], **size, **image})
            continue
        top, left, bottom, right = split_area(each.chart.place)
        if top in tops:
            inside = [column for column in columns if left <= column <= right]
            wide = sum(widths[columns.index(column)] for column in inside)
            high = sum(row_points(sheet, row) for row in range(top, bottom + 1))
            place = {"x": lefts[inside[0]], "y": tops[top], "width": wide, "height": high}
            found.append({**place, **_chart(book, sheet, each)})
    return found


def _source(data: bytes) -> str:
    return f"data:image/{picture_kind(data)};base64,{base64.b64encode(data).decode()}"


def _chart(book: Book, sheet: Sheet, placed: PlacedChart) -> dict[str, Any]:
    chart = placed.chart
    names = ["" if each is None else str(each) for each in book.found(sheet, chart.categories)[1]]
    bars = book.look.bars
    series = [
        {
            "name": each.name,
            "colour": bars[at % len(bars)],
            "values": [value if isinstance(value, int | float) else None for value in book.found(sheet, each.ref)[1]],
        }
        for at, each in enumerate(chart.series)
    ]
    said = {"title": placed.title, "alt": placed.description, "names": names, "series": series}
    if isinstance(chart, Radar):
        return {"kind": "radar", "most": chart.most, "step": chart.step, **said}
    return {"kind": "bars", **said, **_bars_value(chart)}


def _bars_value(chart: Bars) -> dict[str, Any]:
    return {
        "percent": chart.percent,
        "most": 1.0 if chart.percent and chart.most is None else chart.most,
        "step": 0.25 if chart.percent and chart.step is None else chart.step,
        "columns": chart.columns,
        "stacked": chart.stacked,
        "labels": chart.labels,
    }
