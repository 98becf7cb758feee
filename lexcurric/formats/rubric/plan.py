"""The sheet Action plan: what stands between the trainee and the next level, what is agreed about it, and sign-off."""

from __future__ import annotations

from lexcurric.core.rubric import RubricKind, RubricRow
from lexcurric.formats.rubric.formulas import joined, quoted
from lexcurric.formats.rubric.places import PLAN_HEADER_ROW, distinct_heads
from lexcurric.formats.rubric.score import MOST_NOTE, PLAN_WIDTH, full_texts
from lexcurric.formats.rubric.work import Work
from lexcurric.workbook import styles
from lexcurric.workbook.fit import MOST, row_height
from lexcurric.workbook.page import break_pages, page_rows, paginate, set_height
from lexcurric.workbook.sheet import Sheet, Validation

_WIDTHS = (6.0, 7, PLAN_WIDTH, 11, 30, 13)
_LETTERS = "ABCDEF"
_HEAD_POINTS, _SMALLER = 66.0, 1.25
"""What the rows above the table take on the first page, and how much a page may be shrunk."""
_ACROSS = (6.0, 16, PLAN_WIDTH, 11, 25, 13)


def add_plan(work: Work) -> None:
    """Adds the sheet."""
    words, places = work.words, work.places
    widths = _ACROSS if work.rubric.kind.is_across_levels else _WIDTHS
    title = words.plan_title.format(title=work.origin.title)
    sheet = work.sheet("plan", widths, title, words.plan_purpose)
    second = words.criterion if work.rubric.kind.is_across_levels else words.ref
    heads = [words.number, second, words.work_on, words.status, words.action, words.by_when]
    work.heads(sheet, PLAN_HEADER_ROW, dict(zip(_LETTERS, distinct_heads(heads), strict=True)), "C E", widths)
    _add_done(work, sheet)
    first = PLAN_HEADER_ROW + 1
    last = PLAN_HEADER_ROW + places.plan_rows
    height = _height(work, widths)
    for number in range(1, places.plan_rows + 1):
        _add_row(work, sheet, PLAN_HEADER_ROW + number, number)
        set_height(sheet, PLAN_HEADER_ROW + number, height)
    work.book.table(sheet, "ActionPlan", f"A{PLAN_HEADER_ROW}:F{last}", words.plan_table)
    _add_checks(work, sheet, first, last)
    styles.colour_status(sheet, f"D{first}:D{last}", work.status_looks())
    end = _add_more(work, sheet, last + 1)
    end = _add_sign_off(work, sheet, end + 1)
    is_short = _break_pages(work, sheet, widths, (first, last, end))
    sheet.freeze = f"A{first}"
    sheet.title_rows = (PLAN_HEADER_ROW, PLAN_HEADER_ROW)
    work.finish(sheet, f"A1:F{end}", one_page=is_short)


def _add_done(work: Work, sheet: Sheet) -> None:
    """A line above the table says why it is empty, where nothing is open."""
    words, rubric = work.words, work.rubric
    said, formula = words.plan_done, quoted(words.plan_done)
    if rubric.kind.is_across_levels or rubric.kind is RubricKind.SINGLE_POINT:
        # Levels above the target are beyond what is planned here.
        said = words.plan_done_target.format(level=rubric.levels[rubric.target - 1])
        formula = joined(words.plan_done_target, level="TargetLevel")
    shown = "" if work.result.open else said
    work.book.formula(sheet, f"A{PLAN_HEADER_ROW - 1}", f'=IF(MAX(ScoreGap)=0,{formula},"")', shown, styles.NOTE)


def _add_row(work: Work, sheet: Sheet, row: int, number: int) -> None:
    places, book = work.places, work.book
    across = work.rubric.kind.is_across_levels
    at = f"MATCH($A{row},ScoreGap,0)"

    def of(key: str) -> str:
        return f'=IFERROR(INDEX({places.on("score", places.score_cells(key))},{at}),"")'

    shown = work.result.open[number - 1] if number <= len(work.result.open) else ""
    thing = next((each for each in work.rubric.rows if each.id == shown), None)
    status = work.words.to_rate if thing else ""
    book.put(sheet, f"A{row}", number, styles.CELL_CENTRE)
    if across:
        criterion = (thing.criterion or work.words.overall) if thing else ""
        book.formula(sheet, f"B{row}", of("criterion"), criterion, styles.CELL)
        texts = places.on("score", _full_cells(work))
        step = f"INDEX(ScoreNext,{at})"
        formula = f'=IFERROR(INDEX(LevelLabels,{step})&": "&INDEX({texts},{at},{step}),"")'
        book.formula(sheet, f"C{row}", formula, _aim(work, thing) if thing else "", styles.CELL)
    else:
        book.formula(sheet, f"B{row}", of("ref"), thing.ref if thing else "", styles.CELL_CENTRE)
        book.formula(sheet, f"C{row}", of("statement"), thing.text if thing else "", styles.CELL)
    book.formula(sheet, f"D{row}", of("status"), status, styles.CELL_CENTRE)
    book.put(sheet, f"E{row}", None, styles.IN)
    book.put(sheet, f"F{row}", None, styles.IN_DATE)


def _full_cells(work: Work) -> str:
    letters, places = work.places.letters, work.places
    first, last = letters["full1"], letters[f"full{len(work.rubric.levels)}"]
    rows = places.score_cells("ref").split("$")
    return f"${first}${rows[2].rstrip(':')}:${last}${rows[4]}"


def _aim(work: Work, thing: RubricRow) -> str:
    step = thing.described_near(work.rubric.target)
    return f"{work.rubric.levels[step - 1]}: {full_texts(work.rubric, thing)[step - 1]}"


def _height(work: Work, widths: tuple[float, ...]) -> float:
    """High enough for whatever may come to stand in a row, since a formula's row does not grow by itself."""
    texts: list[tuple[str, float]] = []
    for row in work.rubric.rows:
        texts.append((row.criterion if row.cells else row.ref, widths[1]))
        if row.cells:
            texts += [
                (f"{label}: {text}", widths[2])
                for label, text in zip(work.rubric.levels, full_texts(work.rubric, row), strict=True)
                if text
            ]
        else:
            texts.append((row.text, widths[2]))
    return min(MOST, max(36, row_height(texts)))


def _add_checks(work: Work, sheet: Sheet, first: int, last: int) -> None:
    sheet.add(_note(work, f"E{first}:E{last}"))
    sheet.add(_date(work, f"F{first}:F{last}"))


def _note(work: Work, area: str) -> Validation:
    words = work.words
    return Validation(
        area,
        "textLength",
        operator="lessThanOrEqual",
        formula1=str(MOST_NOTE),
        error_title=words.too_long,
        error=words.keep_short,
    )


def _date(work: Work, area: str) -> Validation:
    words = work.words
    return Validation(
        area, "date", formula1="36526", formula2="73415", error_title=words.not_a_date, error=words.date_like
    )


def _add_more(work: Work, sheet: Sheet, row: int) -> int:
    """Where more may be open than there are rows, a line says how many; gives the last row taken."""
    places, words = work.places, work.words
    if places.most_open <= places.plan_rows:
        return row - 1
    more = f"MAX(0,MAX(ScoreGap)-{places.plan_rows})"
    text = joined(words.plan_more, number=more, sheet=f'"{places.sheets["score"]}"')
    shown = max(0, len(work.result.open) - places.plan_rows)
    value = words.plan_more.format(number=shown, sheet=places.sheets["score"]) if shown else ""
    work.book.formula(sheet, f"C{row}", f'=IF({more}=0,"",{text})', value, styles.NOTE)
    set_height(sheet, row, 18)
    return row


def _add_sign_off(work: Work, sheet: Sheet, row: int) -> int:
    """Names, dates and comments of trainer and trainee; gives the last row."""
    words, book = work.words, work.book
    book.put(sheet, f"A{row + 1}", words.sign_off, styles.HEADING)
    set_height(sheet, row + 1, 22)
    lines = ((words.signed_trainer, "trainer"), (words.signed_trainee, "trainee"))
    for at, (label, _) in enumerate(lines, start=row + 2):
        book.put(sheet, f"A{at}", label, styles.LABEL)
        book.put(sheet, f"C{at}", None, styles.IN)
        book.put(sheet, f"D{at}", words.date_short, styles.LABEL_IN)
        book.put(sheet, f"E{at}", None, styles.IN_DATE)
        set_height(sheet, at, 26)
    last = row + 4
    book.put(sheet, f"A{last}", words.comments, styles.LABEL)
    book.put(sheet, f"C{last}", None, styles.IN_TOP)
    set_height(sheet, last, 60)
    sheet.add(_date(work, f"E{row + 2}:E{row + 3}"))
    sheet.add(_note(work, f"C{last}"))
    return last


def _break_pages(work: Work, sheet: Sheet, widths: tuple[float, ...], rows: tuple[int, int, int]) -> bool:
    """
    Breaks the pages so that the sign-off stays together with the end of the table.

    True, with no break, where everything fits on one page or can be made to by printing it a little smaller.
    """
    first, last, end = rows
    table = [(row, sheet.height_of(row) or 36.0) for row in range(first, last + 1)]
    sign_off = sum(sheet.height_of(row) or 15.0 for row in range(last + 1, end + 1))
    room = page_rows(sum(widths), taken=sheet.height_of(PLAN_HEADER_ROW) or 20, paper=work.paper, landscape=False)
    if sum(height for _, height in table) + sign_off <= _SMALLER * (room - _HEAD_POINTS):
        return True
    breaks = paginate([[*table, (end, sign_off)]], room, room - _HEAD_POINTS)
    # A break after the last row of the table comes before the blank row above the sign-off.
    break_pages(sheet, [row for row in breaks if row < end])
    return False
