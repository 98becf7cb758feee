"""How a sheet prints, and who may change what: page set-up, header and footer, protection."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from lexcurric.core.provenance import Provenance
from lexcurric.core.sheet_cells import cell_text

MOST_HEADER = 255
"""What Excel takes as a header or footer in all, codes included."""
_A4 = (595.3, 841.9)
_SIDE, _ENDS, _HEADER = 0.4, 0.65, 0.3


class Paper(StrEnum):
    """The paper that a workbook is set up for."""

    A4 = "a4"
    LETTER = "letter"


_PAPER_CODES = {Paper.A4: 9, Paper.LETTER: 1}


def set_page(
    sheet: Worksheet, area: str, landscape: bool = False, one_page: bool = False, paper: Paper = Paper.A4
) -> None:
    """This paper, one page wide, this area; `one_page` also fits the height."""
    sheet.page_setup.paperSize = _PAPER_CODES[paper]
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1 if one_page else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = _SIDE
    margins.top = margins.bottom = _ENDS
    margins.header = margins.footer = _HEADER
    sheet.print_options.horizontalCentered = True
    sheet.print_area = area


def set_header(sheet: Worksheet, title: str, origin: Provenance) -> None:
    """Title and version above; owner and page number below."""
    right = f"Framework {origin.version} · {origin.short_hash}"
    header, footer = HeaderFooterItem(), HeaderFooterItem()
    sheet.oddHeader, sheet.oddFooter = header, footer
    header.right.text, header.left.text = (
        _fitted(right, 80),
        _fitted(title, 130 if sheet.page_setup.orientation == "landscape" else 75),
    )
    footer.right.text, footer.left.text = "Page &P of &N", _fitted(origin.attribution, 200)
    for part in (header.right, header.left, footer.right, footer.left):
        part.size, part.color = 8, "5F6B76"


def _fitted(text: str, most: int) -> str:
    """The text on one line with & doubled, cut so that it takes `most` UTF-16 units."""
    line = " ".join(cell_text(text).split())
    shown, cut = line.replace("&", "&&"), len(line)
    while len(shown.encode("utf-16-le")) // 2 > most:
        cut -= 1
        shown = line[:cut].replace("&", "&&") + "…"
    return shown


def protect(sheet: Worksheet, filters: bool = False) -> None:
    """Only unlocked cells can be changed; rows and columns can be resized. No password: it guards against slips."""
    guard = sheet.protection
    guard.sheet = True
    guard.formatRows = guard.formatColumns = False
    guard.autoFilter = guard.sort = not filters


def set_height(sheet: Worksheet, row: int, height: float) -> None:
    """The height of a row in points."""
    dimension: RowDimension = sheet.row_dimensions[row]
    dimension.height = height


def break_pages(sheet: Worksheet, rows: Sequence[int]) -> None:
    """Start a new page after each of these rows."""
    for row in rows:
        sheet.row_breaks.append(Break(id=row))


def page_rows(width: float, taken: float) -> float:
    """
    The height for rows on a landscape page that is fitted to its width, in the sheet's own points.

    `width` is the sum of the column widths in characters, `taken` the height of the repeated rows. A twentieth is
    kept free, because programs differ in how they size columns.
    """
    room = _A4[1] - 2 * _SIDE * 72
    scale = min(1.0, room / (width * 7 * 0.75 * 1.06))
    return (_A4[0] - 2 * _ENDS * 72) / scale * 0.95 - taken


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
