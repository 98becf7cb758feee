"""Pages and rows: where pages end, how high rows are, and what a text costs."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcurric.workbook.fit import MOST, line_count, row_height
from lexcurric.workbook.page import paginate
from lexcurric.workbook.times import file_time


def pages(sizes: list[list[float]], room: float, first: float) -> list[list[float]]:
    """The row heights on each page."""
    row, groups = 0, []
    for size in sizes:
        groups.append([(row + at + 1, height) for at, height in enumerate(size)])
        row += len(size)
    edges = [0, *paginate(groups, room, first), row]
    heights = [height for size in sizes for height in size]
    return [heights[start:end] for start, end in itertools.pairwise(edges)]


def test_each_level_begins_on_a_page_of_its_own() -> None:
    assert [len(page) for page in pages([[30.0] * 10] * 4, room=450, first=340)] == [10, 10, 10, 10]


def test_a_long_level_fills_its_pages() -> None:
    counts = [len(page) for page in pages([[30.0] * 100], room=450, first=450)]
    assert counts == [15, 15, 15, 15, 15, 15, 10]


def test_no_row_stands_alone_on_a_page() -> None:
    assert [len(page) for page in pages([[30.0] * 16], room=450, first=450)] == [14, 2]
    assert [len(page) for page in pages([[30.0] * 16, [30.0] * 15], room=450, first=450)] == [14, 2, 15]


def test_small_levels_share_a_page_and_are_not_cut() -> None:
    assert [len(page) for page in pages([[30.0] * 8, [30.0] * 5, [30.0] * 4], room=450, first=450)] == [13, 4]


def test_levels_of_one_statement_share_a_page() -> None:
    assert [len(page) for page in pages([[30.0]] * 6, room=450, first=340)] == [6]


@given(
    sizes=st.lists(st.lists(st.floats(30, 409), max_size=30), min_size=1, max_size=6),
    first=st.floats(300, 450),
)
def test_no_page_is_overfull_and_no_row_is_lost(sizes: list[list[float]], first: float) -> None:
    found = [page for page in pages(sizes, 450, first) if page]
    assert [height for page in found for height in page] == [height for size in sizes for height in size]
    assert all(sum(page) <= 450.001 or len(page) == 1 for page in found)


def test_a_row_grows_with_its_text_up_to_what_excel_knows() -> None:
    assert line_count("word " * 30, 20) > line_count("word " * 30, 60) > 1
    assert line_count("字" * 40, 20) > line_count("a" * 40, 20)
    assert line_count("one\ntwo", 20) == 2
    assert row_height([("word " * 5000, 20)]) == MOST


@pytest.mark.parametrize(
    ("stated", "epoch", "written"),
    [
        ("2026-05-15T09:00:00.000Z", "", "2026-05-15T09:00:00Z"),
        ("2026-05-15T11:00:00+02:00", "5", "2026-05-15T09:00:00Z"),
        ("", "1700000000", "2023-11-14T22:13:20Z"),
        ("yesterday", "soon", "1980-01-01T00:00:00Z"),
    ],
)
def test_a_files_time_is_the_frameworks_own_or_a_fixed_one(
    stated: str, epoch: str, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert file_time(stated) == written
