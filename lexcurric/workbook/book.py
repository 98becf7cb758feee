"""
A workbook in the making: cells that hold text as text, formulas with their values, tables, charts and pictures.

Everything that comes from outside goes through `put`, so nothing of it can become a formula. The parts of the file are
made as text directly: a rubric takes a few milliseconds, and the same calls give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.words import Words
from lexcurric.files import write_whole
from lexcurric.workbook import styles
from lexcurric.workbook.book_xml import (
    APP,
    Description,
    content_types,
    core_xml,
    custom_xml,
    relationships,
    strings_xml,
    workbook_xml,
)
from lexcurric.workbook.chart import Bars, Looked, Radar, chart_xml
from lexcurric.workbook.drawing import drawing_xml, picture_kind
from lexcurric.workbook.looks import Look
from lexcurric.workbook.package import zipped
from lexcurric.workbook.places import absolute, column_letter, quoted, split_area, split_reference
from lexcurric.workbook.rich_text import is_marked, runs_xml, text_of
from lexcurric.workbook.sheet import PlacedChart, PlacedPicture, Sheet, Table, Value
from lexcurric.workbook.sheet_xml import sheet_xml, table_xml
from lexcurric.workbook.styles_xml import StyleSet
from lexcurric.workbook.theme import theme_xml
from lexcurric.workbook.times import file_time
from lexcurric.workbook.xml_text import content, escape, plain, text_element, units

MOST_TEXT = 32_767
"""What one Excel cell can hold, in UTF-16 units."""
MOST_FORMULA = 8_192
_MOST_HEAD = 255
_TOO_LONG_HEAD = f"the text is longer than the {_MOST_HEAD} characters that head a column of an Excel table"
_DAY_ZERO = date(1899, 12, 30)
_ODD_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$|^$|^history$", re.IGNORECASE)
_NAME = re.compile(r"(?![A-Za-z]{1,3}[0-9]+$|[RrCc]$|[Rr][0-9]*[Cc][0-9]*$)[A-Za-z_\\][A-Za-z0-9_.\\]{0,254}")
"""What Excel takes as a name: nothing that looks like a cell."""

Part = tuple[str, bytes, bool]
"""Name and bytes of a part, and whether other workbooks have the same bytes."""


class Book:
    """
    A new workbook in the colours of a look; `put`, `formula` and `link` fill its cells, `write` saves it.

    >>> book = Book(Path("plan.xlsx"))
    >>> sheet = book.sheet("Plan", [20, 8])
    >>> book.put(sheet, "A1", "=not a formula", styles.CELL)
    >>> book.formula(sheet, "B1", "=LEN(A1)", 14, styles.CELL_CENTRE)
    >>> sheet.value("B1")
    14
    """

    def __init__(self, path: Path, look: Look | None = None) -> None:
        self.path, self.look = path, look or Look()
        self.sheets: list[Sheet] = []
        self.names: dict[str, str] = {}
        self._taken: set[str] = set()
        self.style_set = StyleSet(self.look)
        self._texts: dict[str, int] = {}
        self._items: list[str] = []
        self._tables = 0
        self._pictures: dict[bytes, int] = {}
        self._properties: dict[str, str] = {}
        self._said = Description()
        self._problems: list[Problem] = []

    def sheet(
        self, title: str, widths: Sequence[float] = (), *, very_hidden: bool = False, right_to_left: bool = False
    ) -> Sheet:
        """
        A new last sheet with these column widths, in characters; `very_hidden` ones no menu shows.

        Raises ValueError for a title that Excel does not take or that is there already.
        """
        if units(title) > 31 or _ODD_TITLE.search(title):
            raise ValueError(f"a sheet's title has 1 to 31 characters without [ ] : * ? / \\; found {title!r}")
        if title.casefold() in (each.title.casefold() for each in self.sheets):
            raise ValueError(f"there is a sheet {title!r} already")
        sheet = Sheet(title, len(self.sheets), list(widths), very_hidden, right_to_left)
        self.sheets.append(sheet)
        return sheet

    def put(
        self, sheet: Sheet, place: str, value: Value | None, style: str, *, fill: str = "", size: float | None = None
    ) -> None:
        """Fill a cell: a text stays a text, whatever it starts with. `fill` is a colour, `size` a font size."""
        look = self.style_set.number(style, fill, size)
        # An empty text is an empty cell, and has no type: some programs read one of type text or number as 0.
        if value is None or value == "":
            xml = f'<c r="{place}" s="{look}"/>'
        elif isinstance(value, str):
            number = self._texts.get(value)
            if number is None:
                number = self._add_text(value, f"{sheet.title}!{place}")
            xml = f'<c r="{place}" s="{look}" t="s"><v>{number}</v></c>'
        else:
            kind, text = _written(value)
            xml = f'<c r="{place}" s="{look}"{kind}><v>{text}</v></c>'
        sheet.keep(place, xml, value)

    def put_marked(self, sheet: Sheet, place: str, words: Words, style: str) -> None:
        """Fill a cell with word marks: what went in red and struck through, what came in blue and underlined."""
        text = text_of(words)
        if not is_marked(words) or not self._fits(plain(text)):
            self.put(sheet, place, text, style)
            return
        look, number = self.style_set.number(style, "", None), len(self._items)
        self._items.append(runs_xml(words))
        sheet.keep(place, f'<c r="{place}" s="{look}" t="s"><v>{number}</v></c>', text)

    def formula(  # noqa: PLR0913 - a cell and its look are that many things
        self,
        sheet: Sheet,
        place: str,
        formula: str,
        value: Value,
        style: str,
        *,
        fill: str = "",
        size: float | None = None,
    ) -> None:
        """
        Fill a cell with a formula of ours, and the value that programs show which do not calculate.

        Raises ValueError for a formula longer than Excel takes.
        """
        if len(formula) > MOST_FORMULA:
            raise ValueError(f"a formula has at most {MOST_FORMULA:,} characters; found {len(formula):,} in {place}")
        look = self.style_set.number(style, fill, size)
        inner = content(escape(plain(formula.removeprefix("="))))
        if isinstance(value, str):
            kind, text = ' t="str"', content(escape(self._safe(value, f"{sheet.title}!{place}")))
        else:
            kind, text = _written(value)
        sheet.keep(place, f'<c r="{place}" s="{look}"{kind}><f>{inner}</f><v>{text}</v></c>', value)

    def link(self, sheet: Sheet, place: str, text: str, target: str) -> None:
        """A link to a cell of this workbook, such as `'Action plan'!A1`."""
        self.put(sheet, place, text, styles.LINK)
        sheet.links.append((place, text, target))

    def table(self, sheet: Sheet, name: str, area: str, about: str, filters: bool = False) -> None:
        """
        Make an area with one header row an Excel table of this name; `about` says what is in it.

        Raises ValueError where the cells of the header do not hold a text each, or two the same, and for a name that
        Excel does not take or that is there already.
        """
        self._take(name)
        top, left, bottom, right = split_area(area)
        heads = [sheet.value(f"{column_letter(number)}{top}") for number in range(left, right + 1)]
        columns = tuple(plain(each) for each in heads if isinstance(each, str))
        if len(columns) != len(heads) or len({each.casefold() for each in columns}) != len(columns) or bottom == top:
            raise ValueError(f"a table has a row, and a header with a text of its own for each column; found {heads}")
        self._problems += [
            Problem(f"{sheet.title}!{column_letter(left + at)}{top}", _TOO_LONG_HEAD)
            for at, each in enumerate(columns)
            if units(each) > _MOST_HEAD
        ]
        self._tables += 1
        sheet.tables.append(Table(self._tables, name, area, about, columns, filters))

    def name(self, name: str, target: str) -> None:
        """
        A defined name for a cell or range, such as `Start!$C$22`.

        Raises ValueError for a name that Excel does not take or that is there already, as a table's too.
        """
        self._take(name)
        self.names[name] = target

    def chart(self, sheet: Sheet, chart: Bars | Radar, title: str, description: str) -> None:
        """A chart over the cells of its place; a screen reader says the title and the description."""
        sheet.drawn.append(PlacedChart(chart, title, description))

    def picture(self, sheet: Sheet, data: bytes, place: str, size: tuple[int, int], alt: str) -> None:
        """
        A PNG or JPEG picture with its corner at a cell, this wide and high in pixels.

        Raises FileError for a picture of another kind.
        """
        if not picture_kind(data):
            raise FileError(str(self.path), [Problem(f"{sheet.title}!{place}", "expected a PNG or JPEG picture")])
        number = self._pictures.setdefault(data, len(self._pictures) + 1)
        sheet.drawn.append(PlacedPicture(number, place, size, alt))

    @property
    def pictures(self) -> dict[int, bytes]:
        """The pictures by their numbers."""
        return {number: data for data, number in self._pictures.items()}

    def property(self, name: str, text: str) -> None:
        """A custom property of the file."""
        self._properties[name] = plain(text)

    def describe(
        self,
        title: str,
        *,
        subject: str = "",
        keywords: str = "",
        category: str = "",
        description: str = "",
        language: str = "en",
    ) -> None:
        """What the file says about itself to search and to screen readers; each is cut to 255 characters."""
        self._said = Description(title, subject, keywords, category, description, language)

    def write(self, time: str) -> None:
        """
        Save the workbook under its path; `time` is what it says about itself, and the bytes depend on nothing else.

        Raises FileError, and writes nothing, where a text is too long or the file cannot be written.
        """
        if self._problems:
            raise FileError(str(self.path), self._problems, "Shorten these texts in the framework")
        parts = list(self._parts(file_time(time)))
        types = content_types(tuple(name for name, _, _ in parts))
        write_whole(self.path, zipped([("[Content_Types].xml", types, True), *parts]))

    def _parts(self, stamp: str) -> Iterator[Part]:
        custom = (("custom-properties", "docProps/custom.xml"),) if self._properties else ()
        targets = (
            ("officeDocument", "xl/workbook.xml"),
            ("core-properties", "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
            *custom,
        )
        yield "_rels/.rels", relationships(targets), True
        yield "docProps/app.xml", APP.encode(), True
        yield "docProps/core.xml", core_xml(self._said, stamp), False
        if custom:
            yield "docProps/custom.xml", custom_xml(self._properties), False
        sheets = [("worksheet", f"worksheets/sheet{sheet.index + 1}.xml") for sheet in self.sheets]
        common = (("styles", "styles.xml"), ("theme", "theme/theme1.xml"), ("sharedStrings", "sharedStrings.xml"))
        yield "xl/workbook.xml", workbook_xml(self.sheets, self.names), False
        yield "xl/_rels/workbook.xml.rels", relationships((*sheets, *(common if self._items else common[:2]))), True
        for sheet in self.sheets:
            yield f"xl/worksheets/sheet{sheet.index + 1}.xml", sheet_xml(sheet, self.style_set), False
        yield from self._drawings()
        yield from self._related()
        # After the sheets, because they say which conditional formats there are.
        yield "xl/styles.xml", self.style_set.xml(), True
        yield "xl/theme/theme1.xml", theme_xml(self.look), True
        if self._items:
            yield "xl/sharedStrings.xml", strings_xml(self._items), False
        for data, number in self._pictures.items():
            yield f"xl/media/image{number}.{picture_kind(data)}", data, False

    def _related(self) -> Iterator[Part]:
        """The tables, and what each sheet refers to."""
        for sheet in self.sheets:
            drawing = [("drawing", f"../drawings/drawing{sheet.index + 1}.xml")] if sheet.drawn else []
            targets = (*drawing, *(("table", f"../tables/table{table.number}.xml") for table in sheet.tables))
            if targets:
                yield f"xl/worksheets/_rels/sheet{sheet.index + 1}.xml.rels", relationships(targets), True
            for table in sheet.tables:
                yield f"xl/tables/table{table.number}.xml", table_xml(table), True

    def _drawings(self) -> Iterator[Part]:
        charts = 0
        kinds = {number: picture_kind(data) for data, number in self._pictures.items()}
        for sheet in self.sheets:
            targets: list[tuple[str, str]] = []
            for each in sheet.drawn:
                if isinstance(each, PlacedPicture):
                    targets.append(("image", f"../media/image{each.media}.{kinds[each.media]}"))
                    continue
                charts += 1
                targets.append(("chart", f"../charts/chart{charts}.xml"))
                find = partial(self.found, sheet)
                xml = chart_xml(each.chart, plain(each.title), self.look, find)
                yield f"xl/charts/chart{charts}.xml", xml, False
            if targets:
                number = sheet.index + 1
                yield f"xl/drawings/drawing{number}.xml", drawing_xml(sheet.drawn), True
                yield f"xl/drawings/_rels/drawing{number}.xml.rels", relationships(tuple(targets)), True

    def found(self, home: Sheet, reference: str) -> Looked:
        """A reference of a chart with its sheet, and what its cells hold. Raises KeyError for a sheet not there."""
        title, area = split_reference(reference)
        area = area.replace("$", "")
        sheet = {each.title: each for each in self.sheets}[title] if title else home
        return f"{quoted(sheet.title)}!{absolute(area)}", sheet.values(area)

    def _take(self, name: str) -> None:
        if not _NAME.fullmatch(name) or name.casefold() in self._taken:
            raise ValueError(
                f"a name is there once, has letters, digits, _ and ., and looks like no cell; found {name!r}"
            )
        self._taken.add(name.casefold())

    def _add_text(self, text: str, where: str) -> int:
        """The number of a text among the workbook's texts, after it was made safe."""
        number = self._texts[text] = len(self._items)
        self._items.append(text_element(self._safe(text, where)))
        return number

    def _safe(self, text: str, where: str) -> str:
        clean = plain(text)
        if self._fits(clean):
            return clean
        what = f"the text has {units(escape(clean)):,} characters, and an Excel cell holds {MOST_TEXT:,}"
        self._problems.append(Problem(where, what))
        return ""

    @staticmethod
    def _fits(text: str) -> bool:
        # However a character is written, it takes two units at most.
        return len(text) * 2 <= MOST_TEXT or units(escape(text)) <= MOST_TEXT


def _written(value: float | date) -> tuple[str, str]:
    """The type attribute and the text of a number, truth value or day, as a cell holds it."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, date):
        return "", _day(value)
    text = repr(value)
    if text in ("nan", "inf", "-inf"):
        raise ValueError(f"a cell cannot hold the number {text}")
    return "", text


def _day(value: date) -> str:
    """The number of a day, with the time of day as its fraction. Raises ValueError for days before March 1900."""
    at = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    since = at.replace(tzinfo=None) - datetime(_DAY_ZERO.year, _DAY_ZERO.month, _DAY_ZERO.day)  # noqa: DTZ001
    if since.days < 61:
        raise ValueError(f"Excel counts days from March 1900 on without a gap; found {value}")
    return repr(since.days + since.seconds / 86_400) if since.seconds else str(since.days)
