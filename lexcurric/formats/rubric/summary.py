"""The sheet Summary: the result at the top, then what it rests on, in tables and charts."""

from __future__ import annotations

from collections.abc import Sequence

from lexcurric.core.rubric import AreaResult, LevelResult, RubricKind
from lexcurric.formats.rubric.formulas import PASSED, RESULT_KEYS, SummaryFormulas
from lexcurric.formats.rubric.names import bar_names
from lexcurric.formats.rubric.places import LEVEL_HEADER_ROW, RESULTS_ROW, distinct_heads
from lexcurric.formats.rubric.start import as_typed
from lexcurric.formats.rubric.work import Work
from lexcurric.workbook import styles
from lexcurric.workbook.chart import Bars, Radar, Series
from lexcurric.workbook.fit import head_width, row_height
from lexcurric.workbook.page import set_height
from lexcurric.workbook.sheet import Sheet

_WIDTHS = (24.0, 10, 11, 9, 8, 9, 10, 10, 11, 10)
"""The least widths of the columns, in characters; headings in another language may need more."""
_MOST_SPOKES, _LONGEST_SPOKE = 10, 18
"""How many criteria a radar can show, with names how long; with others, or with fewer than three, there are bars."""
_LONGEST_STANDING = 10
"""How long the names of standing bars may be; with longer ones, bars lie."""
_MOST_ON_A_PAGE = 26
"""How many levels and criteria fit on one page with the charts."""


def add_summary(work: Work) -> None:
    """Adds the sheet."""
    places = work.places
    title = work.words.summary_title.format(title=work.origin.title)
    widths = _widths(work)
    sheet = work.sheet("summary", [*widths, 3, 10, 20], title, work.words.summary_purpose, sum(widths))
    sheet.hide("L", "M")
    formulas = SummaryFormulas(places)
    _add_results(work, sheet, formulas)
    _add_levels(work, sheet, formulas)
    if places.areas:
        _add_areas(work, sheet, formulas)
    if places.has_counts:
        _add_counts(work, sheet, formulas)
    end = _add_charts(work, sheet)
    one_page = len(places.level_rows) + len(places.areas) <= _MOST_ON_A_PAGE
    work.finish(sheet, f"A1:J{end}", one_page=one_page)


def _widths(work: Work) -> list[float]:
    heads = [_level_heads(work), *([_area_heads(work)] if work.places.areas else [])]
    if work.places.has_counts:
        heads.append([work.words.rating, work.words.count])
    return [
        max(head_width(head[at], least) if at < len(head) else least for head in heads)
        for at, least in enumerate(_WIDTHS)
    ]


def _level_heads(work: Work) -> list[str]:
    words = work.words
    heads = [words.level, words.level_step, work.kind.things, words.left_out, words.rated, words.met_count]
    heads += [words.share_met, words.share_required, words.still_to_meet, words.attained]
    return distinct_heads(heads)


def _area_heads(work: Work) -> list[str]:
    words = work.words
    if work.rubric.kind is RubricKind.ANALYTIC:
        return distinct_heads([words.criterion, words.number, words.rating, words.status, words.level_step])
    heads = [words.criterion, words.number, words.statements, words.rated, words.met_count, words.share_met]
    return distinct_heads([*heads, words.average])


def _add_results(work: Work, sheet: Sheet, formulas: SummaryFormulas) -> None:
    words, result = work.words, work.result
    trainee = work.rubric.options.trainee
    rated = words.rated_of.format(rated=result.rated, all=result.rateable)
    said: dict[str, tuple[str, str | int | float]] = {
        "trainee": (words.trainee, trainee),
        "attained": (words.level_attained, words.not_rated),
        "score": (words.weighted_score, ""),
        "rated": (words.rated_so_far, rated + (words.provisional if result.is_provisional else "")),
        "next": (words.next_level, result.next_level or (words.all_attained if result.attained else PASSED)),
        "still": (words.still_to_meet, result.still_to_meet),
        "target": (words.target_attained, work.yes(result.target_attained)),
    }
    looks = {"attained": styles.RESULT, "score": styles.SHARE}
    found = formulas.results()
    for row, key in enumerate(RESULT_KEYS, start=RESULTS_ROW):
        label, value = said[key]
        work.book.put(sheet, f"A{row}", label, styles.LABEL)
        work.book.formula(sheet, f"B{row}", found[key], value, looks.get(key, styles.VALUE))
        set_height(sheet, row, 18)
    attained = max((at for at, each in enumerate(result.levels, start=1) if each.attained), default=0)
    work.book.formula(sheet, "L4", formulas.levels_attained(), attained, styles.CELL_SMALL)
    following = next((each.step for each in result.levels if each.is_open), 0)
    work.book.formula(sheet, "L5", formulas.next_step(), following, styles.CELL_SMALL)


def _add_levels(work: Work, sheet: Sheet, formulas: SummaryFormulas) -> None:
    words = work.words
    work.heads(sheet, LEVEL_HEADER_ROW, dict(zip("ABCDEFGHIJ", _level_heads(work), strict=True)), "A", sheet.widths)
    for row, result in zip(work.places.level_rows, work.result.levels, strict=True):
        fill = work.level_fill(result.step)
        work.book.put(sheet, f"A{row}", result.level, styles.CELL, fill=fill)
        work.book.put(sheet, f"B{row}", result.step, styles.CELL_CENTRE)
        values = _level_values(work, result)
        for letter, formula in formulas.level(row).items():
            look = {"G": styles.CELL_SHARE, "H": styles.CELL_SHARE, "L": styles.CELL_SMALL}.get(
                letter, styles.CELL_CENTRE
            )
            work.book.formula(sheet, f"{letter}{row}", formula, values[letter], look)
        set_height(sheet, row, max(20, row_height([(result.level, sheet.widths[0])])))
    area = f"A{LEVEL_HEADER_ROW}:J{work.places.level_rows[-1]}"
    work.book.table(sheet, "LevelResults", area, words.levels_table)


def _level_values(work: Work, result: LevelResult) -> dict[str, str | int | float]:
    return {
        "C": result.statements,
        "D": result.left_out,
        "E": result.rated,
        "F": result.met,
        "G": result.share,
        "H": work.rubric.rules.share_required,
        "I": result.still_to_meet,
        "J": PASSED if result.is_passed_over else work.yes(result.attained),
        "L": work.rubric.rated_levels.index(result.step) + 1 if result.attained else 0,
    }


def _add_areas(work: Work, sheet: Sheet, formulas: SummaryFormulas) -> None:
    words, top, names = work.words, work.places.area_header, work.places.areas
    is_analytic = work.rubric.kind is RubricKind.ANALYTIC
    heads = _area_heads(work)
    letters = "ABCDEFG"[: len(heads)]
    work.heads(sheet, top, dict(zip(letters, heads, strict=True)), "A", sheet.widths)
    for at, name in enumerate(names):
        row = top + 1 + at
        work.book.put(sheet, f"A{row}", name, styles.CELL)
        work.book.put(sheet, f"B{row}", at + 1, styles.CELL_CENTRE)
        if is_analytic:
            found = formulas.thread(work.places.first_lines[at].row)
            values: dict[str, str | int | float] = {"C": "", "D": words.to_rate, "E": ""}
        else:
            found, values = formulas.area(row), _area_values(work.result.areas[at])
        for letter, formula in found.items():
            look = {"F": styles.CELL_SHARE, "G": styles.CELL_AVERAGE}.get(letter, styles.CELL_CENTRE)
            work.book.formula(sheet, f"{letter}{row}", formula, values[letter], look)
        longest = max((rating.code for rating in work.rubric.scale), key=len)
        texts = [
            (name, sheet.widths[0]),
            *([(longest, sheet.widths[2]), (words.to_rate, sheet.widths[3])] if is_analytic else []),
        ]
        set_height(sheet, row, max(20, row_height(texts)))
    work.book.table(sheet, "AreaResults", f"A{top}:{letters[-1]}{top + len(names)}", words.areas_table)


def _area_values(result: AreaResult) -> dict[str, str | int | float]:
    return {"C": result.statements, "D": result.rated, "E": result.met, "F": result.share, "G": ""}


def _add_counts(work: Work, sheet: Sheet, formulas: SummaryFormulas) -> None:
    words, top = work.words, work.places.counts_header
    heads = distinct_heads([words.rating, words.count])
    work.heads(sheet, top, dict(zip("AB", heads, strict=True)), "A", sheet.widths)
    for number, rating in enumerate(work.rubric.scale, start=1):
        row = top + number
        work.book.put(sheet, f"A{row}", as_typed(rating.code), styles.CELL)
        work.book.formula(sheet, f"B{row}", formulas.count_of(number), 0, styles.CELL_CENTRE)
        set_height(sheet, row, max(18, row_height([(rating.code, sheet.widths[0])])))
    work.book.table(sheet, "RatingCounts", f"A{top}:B{top + len(work.rubric.scale)}", words.counts_table)


def _add_charts(work: Work, sheet: Sheet) -> int:
    """The charts below the tables; gives the last row that they take."""
    places, words, rubric = work.places, work.words, work.rubric
    top = places.summary_end + 2
    end = top
    if rubric.kind is not RubricKind.SINGLE_POINT:
        end = top + min(30, 6 + 2 * len(rubric.rated_levels))
        names = [rubric.levels[step - 1] for step in rubric.rated_levels]
        bars = Bars(
            _named(work, sheet, places.level_rows[0], names),
            (Series(words.share_met, places.on("summary", places.level_cells("G"))),),
            place=f"A{top}:J{end}",
            percent=True,
            most=1,
            step=0.25,
        )
        work.book.chart(sheet, bars, words.chart_levels, words.chart_levels_text.format(names=", ".join(names)))
        top = end + 2
    tall = max(14, 5 + round(1.6 * len(places.areas)))
    both = bool(places.areas and places.has_counts)
    if places.has_counts:
        end = top + (tall if both else 12)
        _add_counts_chart(work, sheet, f"A{top}:{'D' if both else 'J'}{end}")
    if places.areas:
        end = top + tall
        _add_areas_chart(work, sheet, f"{'E' if both else 'A'}{top}:J{end}")
    return end


def _named(work: Work, sheet: Sheet, first: int, names: Sequence[str]) -> str:
    return work.places.on("summary", bar_names(work, sheet, ("A", "M"), first, names))


def _add_counts_chart(work: Work, sheet: Sheet, place: str) -> None:
    places, words = work.places, work.words
    first, last = places.counts_header + 1, places.counts_header + len(work.rubric.scale)
    codes = [rating.code for rating in work.rubric.scale]
    bars = Bars(
        _named(work, sheet, first, codes),
        (Series(words.count, places.on("summary", f"$B${first}:$B${last}")),),
        place=place,
        columns=max(map(len, codes)) <= _LONGEST_STANDING,
        labels=True,
    )
    work.book.chart(sheet, bars, words.chart_counts, words.chart_counts_text.format(names=", ".join(codes)))


def _add_areas_chart(work: Work, sheet: Sheet, place: str) -> None:
    """One spoke or bar for each criterion: the level reached, or the average rating."""
    places, words, rubric = work.places, work.words, work.rubric
    first, last = places.area_header + 1, places.area_header + len(places.areas)
    categories = _named(work, sheet, first, places.areas)
    match rubric.kind:
        case RubricKind.ANALYTIC:
            letter, what, most = "E", words.level_step, float(len(rubric.levels))
            title, text = words.chart_threads, words.chart_threads_text
        case RubricKind.SINGLE_POINT:
            letter, what, most = "F", words.share_met, 1.0
            title, text = words.chart_shares, words.chart_shares_text
        case _:
            letter, what, most = "G", words.average, float(rubric.top_points)
            title, text = words.chart_areas, words.chart_areas_text
    series = (Series(what, places.on("summary", f"${letter}${first}:${letter}${last}")),)
    percent = letter == "F"
    step = 0.25 if percent else 1.0 if most <= 10 else round(most / 5, 2)
    chart: Bars | Radar
    if 3 <= len(places.areas) <= _MOST_SPOKES and max(map(len, places.areas)) <= _LONGEST_SPOKE:
        chart = Radar(categories, series, place=place, most=most, step=step)
    else:
        chart = Bars(categories, series, place=place, most=most, step=step, percent=percent)
    work.book.chart(sheet, chart, title, text.format(names=", ".join(places.areas)))
