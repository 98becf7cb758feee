"""How a sheet prints, and who may change what: page set-up, header and footer, protection."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

from lexcurric.core.provenance import Provenance
from lexcurric.core.rubric import Paper
from lexcurric.workbook.fit import text_width
from lexcurric.workbook.sheet import Page, Protection, Sheet
from lexcurric.workbook.xml_text import plain, units

MOST_HEADER = 255
"""What Excel takes as a header or footer in all, codes included."""
PAPER_POINTS = {Paper.A4: (595.3, 841.9), Paper.LETTER: (612.0, 792.0)}
"""Width and height of the papers, in points."""
SIDE, ENDS = 0.4, 0.65
"""The margins in inches, as `sheet_xml` writes them."""
_PAGE, _INSIDE, _LONE = 100.0, 110.0, 150.0
"""What counts against a page, against one that ends inside a group, and against one with a lone small row."""
_SIZE, _BETWEEN = 8, 24.0
"""The size of header and footer, and what lies between their left and right at least, in points."""
_LOOK = f"&{_SIZE} &K5F6B76"
"""Their size and the soft ink; the space ends the number."""


def set_page(sheet: Sheet, area: str, landscape: bool = False, one_page: bool = False, paper: Paper = Paper.A4) -> None:
    """This paper, one page wide, this area; `one_page` also fits the height."""
    sheet.page, sheet.print_area = Page(landscape, one_page, paper), area


def set_header(
    sheet: Sheet, title: str, origin: Provenance, right: str = "", page_of: str = "Page {page} of {pages}"
) -> None:
    """
    Title and version (or what is to stand at the `right` instead) above; owner and page number below.

    Comes after `set_page`: a landscape page has room for a longer title.
    """
    page = sheet.page or Page()
    room = _across(page.paper, page.landscape) - _BETWEEN
    version = _fitted(right or f"Framework {origin.version} · {origin.short_hash}", 80, room / 2)
    number = _fitted(page_of, 30, room / 2)
    left = _fitted(title, 130, room - _wide(version.replace("&&", "&")))
    credit = _fitted(origin.attribution, 190, room - _wide(number))
    sheet.header = f"&L{_LOOK}{left}&R{_LOOK}{version}"
    sheet.footer = f"&L{_LOOK}{credit}&R{_LOOK}{number.replace('{page}', '&P').replace('{pages}', '&N')}"


def _fitted(text: str, most: int, room: float) -> str:
    """The text on one line with & doubled, cut so that it takes `most` UTF-16 units, and `room` in points."""
    line = " ".join(plain(text).split())
    shown, cut = line, len(line)
    while units(shown.replace("&", "&&")) > most or _wide(shown) > room:
        cut -= 1
        shown = line[:cut].rstrip() + "…"
    return shown.replace("&", "&&")


def _wide(text: str) -> float:
    return text_width(text, _SIZE)


def _across(paper: Paper, landscape: bool) -> float:
    """The width of a page without its margins, in points."""
    return PAPER_POINTS[paper][landscape] - 2 * SIDE * 72


def protect(sheet: Sheet, filters: bool = False) -> None:
    """Only unlocked cells can be changed; rows and columns can be resized. No password: it guards against slips."""
    sheet.protection = Protection(filters)


def set_height(sheet: Sheet, row: int, height: float) -> None:
    """The height of a row in points."""
    sheet.height(row, height)


def break_pages(sheet: Sheet, rows: Sequence[int]) -> None:
    """Start a new page after each of these rows."""
    sheet.breaks += rows


def page_rows(width: float, taken: float, paper: Paper = Paper.A4, landscape: bool = True) -> float:
    """
    The height for rows on a page that is fitted to its width, in the sheet's own points.

    `width` is the sum of the column widths in characters, `taken` the height of the repeated rows. A twentieth is
    kept free, because programs differ in how they size columns.
    """
    down = PAPER_POINTS[paper][not landscape]
    scale = min(1.0, _across(paper, landscape) / (width * 7 * 0.75 * 1.06))
    return (down - 2 * ENDS * 72) / scale * 0.95 - taken


def paginate(groups: Sequence[Sequence[tuple[int, float]]], room: float, first: float) -> list[int]:
    """
    After which rows to start a new page, so that nothing is overfull; `first` is the room on the first page.

    `groups` holds rows with their heights. Pages are few, they end where a group ends if that takes no more than a page
    more, and no row stands alone on one where another way is open. Of two ways as good, the one
    that fills the first pages.
    """
    rows = [each for group in groups for each in group]
    ends = set(accumulate(len(group) for group in groups))
    # From the last row back: the least cost of what begins with a row, and the row that its first page ends before.
    ways = [(0.0, len(rows))] * (len(rows) + 1)
    for at in range(len(rows) - 1, -1, -1):
        limit, used, best = (room if at else first), 0.0, (math.inf, at + 1)
        for end in range(at + 1, len(rows) + 1):
            used += rows[end - 1][1]
            if used > limit and end > at + 1:
                break
            cost = _PAGE + ways[end][0] + (0 if end in ends else _INSIDE)
            if end == at + 1 and len(rows) > 1 and used < 0.3 * room:
                cost += _LONE
            if cost <= best[0]:
                best = (cost, end)
        ways[at] = best
    breaks, at = [], 0
    while rows and ways[at][1] < len(rows):
        at = ways[at][1]
        breaks.append(rows[at - 1][0])
    return breaks
