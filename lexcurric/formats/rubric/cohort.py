"""The sheet Cohort: a whole group on one sheet, a row for each thing that is rated and a column for each trainee."""

from __future__ import annotations

from lexcurric.core.rubric import RubricRow
from lexcurric.core.scored import COUNTS
from lexcurric.formats.rubric.cohort_formulas import CohortFormulas
from lexcurric.formats.rubric.columns import ID, level_width
from lexcurric.formats.rubric.places import COHORT_HEADER_ROW, NAMES_ROW, distinct_heads
from lexcurric.formats.rubric.work import Work
from lexcurric.workbook import styles
from lexcurric.workbook.fit import head_width, row_height, text_width
from lexcurric.workbook.page import break_pages, page_rows, paginate, set_height
from lexcurric.workbook.sheet import Sheet, Validation

_WIDTHS = {"ref": 7.0, "criterion": 20.0, "statement": 62.0}
_ACROSS = {"ref": 7.0, "criterion": 44.0}
_NAMES_HEIGHT, _MOST_NAMES_HEIGHT = 90.0, 120.0
_WIDE, _NARROW, _MANY = 6.0, 4.7, 16
"""The width of a trainee's column, for up to 16 trainees and for more."""


def add_cohort(work: Work) -> None:
    """Adds the sheet."""
    words, places = work.words, work.places
    widths = _widths(work)
    title = words.cohort_title.format(title=work.origin.title)
    purpose = words.cohort_purpose.format(number=places.cohort_size, row=NAMES_ROW)
    sheet = work.sheet("cohort", widths, title, purpose, sum(widths[: -places.cohort_hidden]))
    sheet.hide(*(places.cohort_after(at) for at in range(2, 2 + places.cohort_hidden)))
    _add_names(work, sheet)
    _add_heads(work, sheet, widths)
    formulas = CohortFormulas(places)
    for at, row in enumerate(work.rubric.rows):
        _add_row(work, sheet, COHORT_HEADER_ROW + 1 + at, row, formulas, widths)
    table = f"A{COHORT_HEADER_ROW}:{places.cohort_after(1 + places.cohort_hidden)}{places.cohort_last}"
    work.book.table(sheet, "CohortScores", table, words.cohort_table.format(thing=work.kind.thing))
    _add_choices(work, sheet)
    sheet.freeze = f"{places.cohort_letter(0)}{COHORT_HEADER_ROW + 1}"
    sheet.title_rows = (NAMES_ROW, COHORT_HEADER_ROW)
    _break_pages(work, sheet, sum(widths[: -places.cohort_hidden]))
    work.finish(sheet, f"A1:{places.cohort_after(1)}{places.cohort_last}", landscape=True)


def _widths(work: Work) -> list[float]:
    places = work.places
    named = _ACROSS if work.rubric.kind.is_across_levels else _WIDTHS | {"level": level_width(work.rubric)}
    longest = max(len(rating.mark) for rating in work.rubric.scale)
    each = max(_WIDE if places.cohort_size <= _MANY else _NARROW, longest * 1.1 + 2)
    return [
        *(named[key] for key in places.cohort_keys),
        *([each] * places.cohort_size),
        *_counts(work),
        *([10.0] * places.cohort_hidden),
    ]


def _counts(work: Work) -> list[float]:
    return [head_width(head, 8) for head in (work.words.rated, work.words.met_count)]


def _add_names(work: Work, sheet: Sheet) -> None:
    """The row for the names, turned; it grows with the longest name of the list."""
    places, names = work.places, work.rubric.options.trainees
    book, label = work.book, work.words.name_here
    book.put(sheet, f"A{NAMES_ROW}", label, styles.LABEL)
    longest = max((text_width(name) for name in names), default=0.0)
    for at in range(places.cohort_size):
        name = names[at] if at < len(names) else None
        book.put(sheet, f"{places.cohort_letter(at)}{NAMES_ROW}", name, styles.IN_TURNED)
    set_height(sheet, NAMES_ROW, min(_MOST_NAMES_HEIGHT, max(_NAMES_HEIGHT, longest + 12)))


def _add_heads(work: Work, sheet: Sheet, widths: list[float]) -> None:
    words, places = work.words, work.places
    said = {"ref": words.ref, "level": words.level, "criterion": words.criterion, "statement": words.statement}
    heads = [said[key] for key in places.cohort_keys]
    heads += [words.trainee_mark.format(number=at) for at in range(1, places.cohort_size + 1)]
    heads += [words.rated, words.met_count, ID, "Level step", "Most points", "Weight value", "Most points, weighted"]
    heads += [f"{COUNTS} {step}" for step in places.asked_steps]
    letters = [places.cohort_letter(at - len(places.cohort_keys)) for at in range(len(heads))]
    left = " ".join(letter for letter, key in zip(letters, places.cohort_keys, strict=False) if key != "ref")
    work.heads(
        sheet,
        COHORT_HEADER_ROW,
        dict(zip(letters, distinct_heads(heads), strict=True)),
        left,
        widths[: -places.cohort_hidden],
    )


def _add_row(work: Work, sheet: Sheet, at: int, row: RubricRow, formulas: CohortFormulas, widths: list[float]) -> None:
    places, book = work.places, work.book
    said = {
        "ref": row.ref,
        "level": row.level,
        "criterion": row.criterion or (work.words.overall if row.cells else ""),
        "statement": row.text,
    }
    heights = []
    for number, key in enumerate(places.cohort_keys):
        letter = places.cohort_letter(number - len(places.cohort_keys))
        fill = work.level_fill(row.step) if key == "level" else ""
        book.put(sheet, f"{letter}{at}", said[key], styles.CELL_CENTRE if key == "ref" else styles.CELL, fill=fill)
        heights.append((said[key], widths[number]))
    for number in range(places.cohort_size):
        book.put(sheet, f"{places.cohort_letter(number)}{at}", None, styles.IN_CENTRE)
    cells = f"{places.cohort_letter(0)}{at}:{places.cohort_letter(places.cohort_size - 1)}{at}"
    book.formula(sheet, f"{places.cohort_after(0)}{at}", formulas.row_rated(cells, row.top), 0, styles.CELL_CENTRE)
    book.formula(sheet, f"{places.cohort_after(1)}{at}", formulas.row_met(cells, row), 0, styles.CELL_CENTRE)
    asked = (int(work.rubric.asks(row, step)) for step in places.asked_steps)
    hidden = (row.id, row.step, row.top, row.weight, row.weight * row.top, *asked)
    for number, value in enumerate(hidden, start=2):
        book.put(sheet, f"{places.cohort_after(number)}{at}", value, styles.CELL_SMALL)
    set_height(sheet, at, max(20, row_height(heights)))


def _add_choices(work: Work, sheet: Sheet) -> None:
    """Drop-downs with the marks; a thread offers the levels that it has statements for."""
    words, places, rubric = work.words, work.places, work.rubric
    first, last = places.cohort_letter(0), places.cohort_letter(places.cohort_size - 1)
    tops: dict[int | float, list[str]] = {}
    for at, row in enumerate(rubric.rows, start=COHORT_HEADER_ROW + 1):
        tops.setdefault(row.top, []).append(f"{first}{at}:{last}{at}")
    if not rubric.kind.is_across_levels:
        tops = {rubric.top_points: [f"{first}{COHORT_HEADER_ROW + 1}:{last}{places.cohort_last}"]}
    for top, areas in tops.items():
        fitting = [
            rating
            for rating in rubric.scale
            if not rubric.kind.is_across_levels or rating.points is None or rating.points <= top
        ]
        marks = ", ".join(rating.mark for rating in fitting)[:110]
        said = "; ".join(
            rating.mark if rating.mark == rating.code else f"{rating.mark} = {rating.code}" for rating in fitting
        )
        prompt = words.choose_mark.format(codes=said)
        sheet.add(
            Validation(
                " ".join(areas),
                "list",
                formula1=places.ratings_of(top, "E"),
                prompt_title=words.rating,
                prompt=prompt if len(prompt) <= 240 else prompt[:239] + "…",
                error_title=words.not_a_rating,
                error=words.choose_one.format(codes=marks),
            )
        )


def _break_pages(work: Work, sheet: Sheet, width: float) -> None:
    groups: list[list[tuple[int, float]]] = []
    previous = None
    for at, row in enumerate(work.rubric.rows, start=COHORT_HEADER_ROW + 1):
        if row.step != previous or not groups:
            groups.append([])
            previous = row.step
        groups[-1].append((at, sheet.height_of(at) or 20.0))
    taken = (sheet.height_of(NAMES_ROW) or 90) + (sheet.height_of(COHORT_HEADER_ROW) or 20)
    room = page_rows(width, taken=taken, paper=work.paper)
    break_pages(sheet, paginate(groups, room, room - 60))
