"""A sheet in the making: its cells, and all that is said about them and about the sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from lexcurric.core.rubric import Paper
from lexcurric.workbook.chart import Bars, Radar
from lexcurric.workbook.places import cells_of, column_number, split_place

Value = str | int | float | bool | date | datetime
"""What a cell may hold."""


@dataclass(frozen=True)
class Validation:
    """
    What may be typed into an area, with the words that Excel shows; formulas stand without `=`.

    An area may be several, with spaces between them.
    """

    area: str
    kind: Literal["list", "date", "textLength", "decimal", "whole"]
    operator: str = "between"
    formula1: str = ""
    formula2: str = ""
    prompt_title: str = ""
    prompt: str = ""
    error_title: str = ""
    error: str = ""
    allow_blank: bool = True


@dataclass(frozen=True)
class Format:
    """Ink and ground, as hex digits, of the cells of an area for which a condition is true."""

    area: str
    kind: Literal["cellIs", "expression"]
    formula: str
    operator: str = "equal"
    ink: str = ""
    ground: str = ""


@dataclass(frozen=True)
class Page:
    """How a sheet is set up for printing: always one page wide, and `one_page` also one page high."""

    landscape: bool = False
    one_page: bool = False
    paper: Paper = Paper.A4


@dataclass(frozen=True)
class Protection:
    """Only unlocked cells can be changed; with `filters`, rows may also be filtered and sorted."""

    filters: bool = False


@dataclass(frozen=True)
class Table:
    """An Excel table: its number in the workbook, name, area, the texts that head its columns."""

    number: int
    name: str
    area: str
    about: str
    columns: tuple[str, ...]
    filters: bool


@dataclass(frozen=True)
class PlacedChart:
    """A chart on a sheet, with the words that a screen reader says."""

    chart: Bars | Radar
    title: str
    description: str


@dataclass(frozen=True)
class PlacedPicture:
    """A picture on a sheet: the number of its file, the cell of its corner, width and height in pixels."""

    media: int
    place: str
    size: tuple[int, int]
    alt: str


@dataclass
class Sheet:
    """
    A sheet of a workbook. `index` counts from 0; `widths` are those of the columns from A on, in characters.

    `cells` holds the finished XML of each cell by row and column number, `Book.put` fills it.
    """

    title: str
    index: int
    widths: list[float]
    very_hidden: bool = False
    right_to_left: bool = False
    freeze: str = ""
    title_rows: tuple[int, int] | None = None
    print_area: str = ""
    page: Page | None = None
    header: str = ""
    footer: str = ""
    protection: Protection | None = None
    breaks: list[int] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    held: dict[str, Value] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    validations: list[Validation] = field(default_factory=list)
    formats: list[Format] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    drawn: list[PlacedChart | PlacedPicture] = field(default_factory=list)

    def value(self, place: str) -> Value | None:
        """What a cell holds, for a formula the value beside it; None for an empty one."""
        return self.held.get(place.replace("$", ""))

    def values(self, area: str) -> list[Value | None]:
        """What the cells of an area hold, row by row."""
        return [self.held.get(place) for place in cells_of(area)]

    def height(self, row: int, points: float) -> None:
        """Set the height of a row in points."""
        self.heights[row] = points

    def height_of(self, row: int) -> float | None:
        """The height of a row in points; None where it was not set."""
        return self.heights.get(row)

    def hide(self, *letters: str) -> None:
        """Hide columns; one without a width gets one, for whoever shows it again."""
        for letter in letters:
            number = column_number(letter)
            self.hidden.add(number)
            self.widths += [0.0] * (number - len(self.widths))
            self.widths[number - 1] = self.widths[number - 1] or 12.0

    def add(self, rule: Validation | Format) -> None:
        """Add what may be typed into an area, or when its cells are coloured."""
        if isinstance(rule, Validation):
            self.validations.append(rule)
        else:
            self.formats.append(rule)

    def keep(self, place: str, xml: str, value: Value | None) -> None:
        """Take in a finished cell; what stood there before is gone."""
        row, column = split_place(place)
        cells = self.cells.get(row)
        if cells is None:
            cells = self.cells[row] = {}
        cells[column] = xml
        if value is None or value == "":
            self.held.pop(place, None)
        else:
            self.held[place] = value
