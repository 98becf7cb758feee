"""Places on a sheet, against what openpyxl makes of them."""

from __future__ import annotations

import pytest
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname, range_boundaries

from lexcurric.workbook.places import (
    MOST_COLUMN,
    absolute,
    cells_of,
    column_letter,
    column_number,
    quoted,
    split_area,
    split_reference,
)


def test_every_column_has_its_letters() -> None:
    letters = [column_letter(number) for number in range(1, MOST_COLUMN + 1)]
    assert letters == [get_column_letter(number) for number in range(1, MOST_COLUMN + 1)]
    assert [column_number(each) for each in letters] == list(range(1, MOST_COLUMN + 1))


@pytest.mark.parametrize("area", ["A1", "B2:C9", "A1:XFD1048576", "Z10:AA11"])
def test_areas_are_those_of_openpyxl(area: str) -> None:
    left, top, right, bottom = range_boundaries(area)
    assert split_area(area) == (top, left, bottom, right)
    assert split_area(absolute(area)) == (top, left, bottom, right)
    assert absolute(area) == absolute_coordinate(area)


@pytest.mark.parametrize("area", ["", "B2:A1", "A2:B1", "A:A", "A1:B", "XFE1", "A1048577", "A0", "a1"])
def test_what_is_no_area_is_refused(area: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        split_area(area)


@pytest.mark.parametrize("title", ["Score", "Action plan", "Cook's", "a!b", "'x", "Año 1"])
def test_titles_in_quotes_come_back(title: str) -> None:
    assert split_reference(f"={quoted(title)}!$A$1:$B$2") == (title, "$A$1:$B$2")
    assert quoted(title) == quote_sheetname(title)


def test_cells_come_row_by_row() -> None:
    assert cells_of("B2:C3") == ["B2", "C2", "B3", "C3"]
    assert split_reference("Score!$A$1") == ("Score", "$A$1")
    assert split_reference("A1:A2") == ("", "A1:A2")
