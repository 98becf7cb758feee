"""The sheet Cohort summary: the result of each trainee of the group, and how many attained each level."""

from __future__ import annotations

from lexcurric.formats.rubric.cohort_formulas import CohortFormulas
from lexcurric.formats.rubric.names import bar_names
from lexcurric.formats.rubric.places import NAMES_ROW, RESULTS_HEADER_ROW, distinct_heads
from lexcurric.formats.rubric.work import Work
from lexcurric.workbook import styles
from lexcurric.workbook.chart import Bars, Series
from lexcurric.workbook.fit import head_width, row_height, text_width
from lexcurric.workbook.page import break_pages, page_rows, paginate, set_height
from lexcurric.workbook.sheet import Sheet

_COLUMN, _TRAINEE, _RATED, _SHARE, _ATTAINED, _SCORE = 10.0, 30.0, 8.0, 13.0, 22.0, 9.0
_MOST_TRAINEE, _MOST_ATTAINED = 44.0, 66.0
_HEAD_POINTS = 66.0
"""What the rows above the table take on the first page."""
_LONGEST_STANDING = 17
"""How long the names of standing bars may be; with longer ones, bars lie."""


def add_cohort_summary(work: Work) -> None:
    """Adds the sheet."""
    words, places = work.words, work.places
    formulas = CohortFormulas(places)
    levels = len(formulas.steps)
    column = max(head_width(words.column, _COLUMN), head_width(words.trainees, _COLUMN))
    widths = [
        column,
        _trainee_width(work),
        head_width(words.rated, _RATED),
        *([_SHARE] * levels),
        _attained_width(work),
    ]
    widths.append(head_width(words.weighted_score, _SCORE))
    # The counts of each level, how many are attained, and cut names for the chart.
    hidden = 3 * levels + 2
    title = words.cohort_summary_title.format(title=work.origin.title)
    sheet = work.sheet("cohortSummary", [*widths, *([8.0] * hidden)], title, words.cohort_summary_purpose, sum(widths))
    sheet.hide(*(formulas.letter("counted", at) for at in range(hidden)))
    _add_heads(work, sheet, formulas, widths)
    first, last = formulas.first_row, formulas.first_row + places.cohort_size - 1
    for at in range(places.cohort_size):
        _add_trainee(work, sheet, formulas, at)
    shown = f"A{RESULTS_HEADER_ROW}:{formulas.letter('score')}{last}"
    work.book.table(sheet, "CohortResults", shown, words.results_table)
    top = last + 2
    end = _add_counts(work, sheet, formulas, top, (first, last))
    end = _add_chart(work, sheet, formulas, top + 1, end)
    sheet.freeze = f"C{first}"
    sheet.title_rows = (RESULTS_HEADER_ROW, RESULTS_HEADER_ROW)
    is_short = places.cohort_size <= 16 and levels <= 8
    if not is_short:
        _break_pages(work, sheet, sum(widths), (first, last, end))
    work.finish(sheet, f"A1:{formulas.letter('score')}{end}", landscape=True, one_page=is_short)


def _break_pages(work: Work, sheet: Sheet, width: float, rows: tuple[int, int, int]) -> None:
    """The counts and their chart stay on one page, below the last results."""
    first, last, end = rows
    table = [(row, sheet.height_of(row) or 20.0) for row in range(first, last + 1)]
    below = sum(sheet.height_of(row) or 15.0 for row in range(last + 1, end + 1))
    room = page_rows(width, taken=sheet.height_of(RESULTS_HEADER_ROW) or 20, paper=work.paper)
    breaks = paginate([[*table, (end, below)]], room, room - _HEAD_POINTS)
    break_pages(sheet, [row for row in breaks if row < end])


def _trainee_width(work: Work) -> float:
    """Wide enough for the longest name of the list, within reason."""
    longest = max((text_width(name) for name in work.rubric.options.trainees), default=0.0)
    return max(_TRAINEE, min(_MOST_TRAINEE, round(longest / 0.75 / 7 + 3, 1)))


def _attained_width(work: Work) -> float:
    """Wide enough for the longest level in two lines, within reason."""
    longest = max(text_width(each.level) for each in work.result.levels)
    return max(_ATTAINED, min(_MOST_ATTAINED, longest / 2 / 0.75 / 7 + 6))


def _add_heads(work: Work, sheet: Sheet, formulas: CohortFormulas, widths: list[float]) -> None:
    words = work.words
    met = [words.level_met.format(level=work.rubric.levels[step - 1]) for step in formulas.steps]
    heads = distinct_heads([words.column, words.trainee, words.rated, *met, words.level_attained, words.weighted_score])
    letters = [formulas.letter("column", at) for at in range(len(heads))]
    work.heads(sheet, RESULTS_HEADER_ROW, dict(zip(letters, heads, strict=True)), "B", widths)


def _add_trainee(work: Work, sheet: Sheet, formulas: CohortFormulas, at: int) -> None:
    places, book, words = work.places, work.book, work.words
    row, letter = formulas.first_row + at, places.cohort_letter(at)
    name = work.rubric.options.trainees[at] if at < len(work.rubric.options.trainees) else ""
    book.put(sheet, f"A{row}", words.trainee_mark.format(number=at + 1), styles.CELL_CENTRE)
    cells = places.on("cohort", places.cohort_cells(letter))
    found = formulas.trainee(row, places.on("cohort", f"${letter}${NAMES_ROW}"), cells)
    values = _values(work, formulas, name)
    for column, formula in found.items():
        value, look = values[column]
        book.formula(sheet, f"{column}{row}", formula, value, look)
    longest = max((each.level for each in work.result.levels), key=len)
    set_height(sheet, row, max(18, row_height([(longest, _attained_width(work)), (name, _trainee_width(work))])))


def _values(work: Work, formulas: CohortFormulas, name: str) -> dict[str, tuple[str | int | float, str]]:
    """What is shown before anybody is rated, and the looks, by column."""
    small = styles.CELL_SMALL
    found: dict[str, tuple[str | int | float, str]] = {
        formulas.letter("trainee"): (name, styles.CELL),
        formulas.letter("rated"): (0 if name else "", styles.CELL_CENTRE),
        formulas.letter("attained"): (work.words.not_rated if name else "", styles.CELL),
        formulas.letter("score"): ("", styles.CELL_SHARE),
        formulas.letter("levels"): (-1 if name else -2, small),
    }
    for at, level in enumerate(work.result.levels):
        found[formulas.letter("share", at)] = ("", styles.CELL_SHARE)
        found[formulas.letter("counted", at)] = (level.statements, small)
        found[formulas.letter("met", at)] = (0, small)
        found[formulas.letter("flag", at)] = (-1 if level.is_passed_over else (at + 1) * level.attained, small)
    return found


def _add_counts(work: Work, sheet: Sheet, formulas: CohortFormulas, top: int, rows: tuple[int, int]) -> int:
    """The table of how many attained each level; gives its last row."""
    words, book = work.words, work.book
    heads = distinct_heads([words.trainees, words.level_attained])
    work.heads(sheet, top, {"A": heads[0], "B": heads[1]}, "B", (_COLUMN, _TRAINEE))
    names = _counted(work, formulas)
    for at, name in enumerate(names):
        row = top + 1 + at
        value = 0 if at else len(work.rubric.options.trainees)
        book.formula(sheet, f"A{row}", formulas.level_count(at - 1, *rows), value, styles.CELL_CENTRE)
        book.put(sheet, f"B{row}", name, styles.CELL)
        set_height(sheet, row, max(18, row_height([(name, _TRAINEE)])))
    last = top + len(names)
    book.table(sheet, "LevelCounts", f"A{top}:B{last}", words.level_counts_table)
    return last


def _counted(work: Work, formulas: CohortFormulas) -> list[str]:
    """What trainees are counted by: nobody rated them yet, below every level, each level."""
    return [work.words.not_rated, work.below, *(work.rubric.levels[step - 1] for step in formulas.steps)]


def _add_chart(work: Work, sheet: Sheet, formulas: CohortFormulas, first: int, last: int) -> int:
    words, places = work.words, work.places
    end = max(last, first + 11)
    names = _counted(work, formulas)
    cells = bar_names(work, sheet, ("B", formulas.letter("levels", 1)), first, names)
    bars = Bars(
        places.on("cohortSummary", cells),
        (Series(words.trainees, places.on("cohortSummary", f"$A${first}:$A${last}")),),
        place=f"D{first - 1}:{formulas.letter('score')}{end}",
        columns=max(map(len, names)) <= _LONGEST_STANDING,
        labels=True,
    )
    work.book.chart(sheet, bars, words.chart_cohort, words.chart_cohort_text.format(names=", ".join(names)))
    return end
