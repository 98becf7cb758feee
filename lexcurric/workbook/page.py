"""How a sheet prints, and who may change what: page set-up, header and footer, protection."""

from __future__ import annotations

from collections.abc import Sequence

from lexcurric.core.provenance import Provenance
from lexcurric.core.rubric import Paper
from lexcurric.workbook.sheet import Page, Protection, Sheet
from lexcurric.workbook.xml_text import plain, units

MOST_HEADER = 255
"""What Excel takes as a header or footer in all, codes included."""
_POINTS = {Paper.A4: (595.3, 841.9), Paper.LETTER: (612.0, 792.0)}
"""Width and height of the papers, in points."""
_SIDE, _ENDS = 0.4, 0.65
"""The margins in inches, as `sheet_xml` writes them."""
_LOOK = "&8 &K5F6B76"
"""Eight points, in the soft ink; the space ends the number."""


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
    landscape = sheet.page is not None and sheet.page.landscape
    version = right or f"Framework {origin.version} · {origin.short_hash}"
    number = _fitted(page_of, 30).replace("{page}", "&P").replace("{pages}", "&N")
    sheet.header = f"&L{_LOOK}{_fitted(title, 130 if landscape else 75)}&R{_LOOK}{_fitted(version, 80)}"
    sheet.footer = f"&L{_LOOK}{_fitted(origin.attribution, 190)}&R{_LOOK}{number}"


def _fitted(text: str, most: int) -> str:
    """The text on one line with & doubled, cut so that it takes `most` UTF-16 units."""
    line = " ".join(plain(text).split())
    shown, cut = line.replace("&", "&&"), len(line)
    while units(shown) > most:
        cut -= 1
        shown = line[:cut].replace("&", "&&") + "…"
    return shown


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
    short, long = _POINTS[paper]
    across, down = (long, short) if landscape else (short, long)
    scale = min(1.0, (across - 2 * _SIDE * 72) / (width * 7 * 0.75 * 1.06))
    return (down - 2 * _ENDS * 72) / scale * 0.95 - taken


def paginate(groups: Sequence[Sequence[tuple[int, float]]], room: float, first: float) -> list[int]:
    """
    After which rows to start a new page: after each group, and evenly within a group that needs more than one page.

    `groups` holds rows with their heights, `first` is the room on the first page. A group of one or two rows stays
    with the group before it where it fits, so that no page has a lone row.
    """
    breaks: list[int] = []
    left = first
    filled = [group for group in groups if group]
    for at, group in enumerate(filled):
        needed = sum(height for _, height in group)
        alone = len(group) < 3 or (at > 0 and len(filled[at - 1]) < 3)
        if at > 0 and not (alone and needed <= left):
            breaks.append(filled[at - 1][-1][0])
            left = room
        inner, left = _within(group, left, room)
        breaks += inner
    return breaks


def _within(group: Sequence[tuple[int, float]], left: float, room: float) -> tuple[list[int], float]:
    """The breaks inside one group, with its rows spread evenly, and the room left on its last page."""
    needed = sum(height for _, height in group)
    if needed <= left:
        return [], left - needed
    pages = 1 + int(-(-(needed - left) // room))
    breaks = _spread(group, left, room, pages)
    while len(breaks) >= pages:
        # A page ends with a gap of up to one row, so the rows may need one page more than their heights say.
        pages += 1
        breaks = _spread(group, left, room, pages)
    last = sum(height for row, height in group if not breaks or row > breaks[-1])
    return breaks, max(0.0, room - last)


def _spread(group: Sequence[tuple[int, float]], left: float, room: float, pages: int) -> list[int]:
    """The breaks that spread rows over this many pages, or over more where they do not fit."""
    rest, share, used, limit = sum(height for _, height in group), left / room, 0.0, left
    breaks: list[int] = []
    for at, (_, height) in enumerate(group):
        soft = rest * share / (pages - 1 + share) if pages > 1 else room
        if at and (used + height > limit or used + height / 2 > soft):
            breaks.append(group[at - 1][0])
            rest, pages, share, used, limit = rest - used, pages - 1, 1.0, 0.0, room
        used += height
    return breaks
