"""The sheet Start: what the rubric is for, how it is used, the scale and the rules, and links to the other sheets."""

from __future__ import annotations

import re

from lexcurric.core.rubric import Rating, RubricKind
from lexcurric.formats.rubric.formulas import quoted
from lexcurric.formats.rubric.places import SCALE_ROW
from lexcurric.formats.rubric.work import Work
from lexcurric.workbook import styles
from lexcurric.workbook.fit import row_height
from lexcurric.workbook.page import set_height
from lexcurric.workbook.picture import fitted
from lexcurric.workbook.sheet import Sheet

_WIDE, _FIRST = 56.0, 22.0
_LOGO = (150, 60)
"""The most room of a logo, in pixels."""
NONE = "–"


def add_start(work: Work) -> None:
    """Adds the sheet."""
    places, words, origin = work.places, work.words, work.origin
    widths = [_FIRST, _WIDE, 14, 11, 12 if places.has_marks else 10, 10]
    shown = sum(widths[:5]) if places.has_marks else sum(widths[:4])
    room = shown - (26 if work.logo else 0)
    sheet = work.sheet("start", widths, work.title, work.kind.purpose, room)
    sheet.hide("F") if places.has_marks else sheet.hide("E", "F")
    framework = words.framework.format(version=origin.version, soc=origin.soc, hash=origin.short_hash)
    work.book.put(sheet, "A3", framework, styles.NOTE)
    if work.logo:
        work.book.picture(sheet, work.logo, "C1", fitted(work.logo, _LOGO), words.logo)
    work.book.put(sheet, "A5", words.how_to, styles.HEADING)
    steps = work.kind.steps
    if work.rubric.options.trainee:
        # Whoever gets a workbook with a name in it has no copies to make.
        steps = (words.first_step_named, *steps[1:])
    for number, step in enumerate(steps, start=1):
        work.book.put(sheet, f"A{5 + number}", words.step.format(number=number), styles.LABEL)
        work.book.put(sheet, f"B{5 + number}", step, styles.BODY)
        set_height(sheet, 5 + number, row_height([(step, _WIDE)]))
    work.book.put(sheet, f"A{SCALE_ROW - 2}", words.scale_and_rules, styles.HEADING)
    _add_scale(work, sheet)
    _add_rules(work, sheet)
    last = _add_links(work, sheet)
    work.finish(sheet, f"A1:{'E' if places.has_marks else 'D'}{last}", one_page=True)


def _add_scale(work: Work, sheet: Sheet) -> None:
    words, places = work.words, work.places
    titles = {"A": words.rating, "B": words.meaning, "C": words.counts_as_met, "D": words.points, "E": words.short}
    work.heads(sheet, SCALE_ROW, titles, "B", (_FIRST, _WIDE, 14, 11, 12))
    for number, rating in enumerate(work.rubric.scale, start=1):
        row = SCALE_ROW + number
        work.book.put(sheet, f"A{row}", as_typed(rating.code), styles.CELL_CENTRE)
        work.book.put(sheet, f"B{row}", rating.meaning, styles.CELL)
        _add_counts(work, sheet, row, rating)
        points = NONE if rating.points is None else rating.points
        work.book.put(sheet, f"D{row}", points, styles.CELL_CENTRE)
        work.book.put(sheet, f"E{row}", as_typed(rating.mark), styles.CELL_CENTRE)
        work.book.put(sheet, f"F{row}", number, styles.CELL_SMALL)
        set_height(sheet, row, max(18, row_height([(rating.meaning, _WIDE), (rating.code, _FIRST)])))
    last = "E" if places.has_marks else "D"
    work.book.table(sheet, "RatingScale", f"A{SCALE_ROW}:{last}{places.last_rating}", words.scale_table)


def _add_counts(work: Work, sheet: Sheet, row: int, rating: Rating) -> None:
    """Whether a rating counts as met: by the rule below, unless the scale says it for this rating."""
    words = work.words
    if rating.points is None:
        work.book.put(sheet, f"C{row}", NONE, styles.CELL_CENTRE)
    elif rating.met is not None or "met" not in work.places.rules:
        work.book.put(sheet, f"C{row}", work.yes(work.rubric.counts_as_met(rating)), styles.CELL_CENTRE)
    else:
        formula = f"=IF(D{row}>=MetRating,{quoted(words.yes)},{quoted(words.no)})"
        work.book.formula(sheet, f"C{row}", formula, work.yes(work.rubric.counts_as_met(rating)), styles.CELL_CENTRE)


def as_typed(code: str) -> str | int | float:
    """A rating as Excel holds it once it is typed: what looks like a plain number is one."""
    if re.fullmatch(r"0|[1-9]\d{0,9}", code):
        return int(code)
    if re.fullmatch(r"(0|[1-9]\d{0,9})\.\d{0,5}[1-9]", code):
        return float(code)
    return code


def _add_rules(work: Work, sheet: Sheet) -> None:
    words, rubric, places = work.words, work.rubric, work.places
    top = places.rules_row
    work.heads(sheet, top, {"A": words.rule, "B": words.rule_means, "C": words.value}, "A B", (_FIRST, _WIDE, 14))
    share_means = words.share_required_means.format(things=work.kind.things.lower())
    if rubric.kind is RubricKind.HOLISTIC:
        share_means = words.one_rating_means
    said: dict[str, tuple[str, str, str | int | float, str]] = {
        "met": (words.met_rating, words.met_rating_means, rubric.rules.met_rating, styles.CELL_CENTRE),
        "share": (words.share_required, share_means, rubric.rules.share_required, styles.CELL_SHARE),
        "top": (words.highest_rating, words.highest_rating_means, rubric.top_points, styles.CELL_CENTRE),
        "target": (words.target_level, words.target_level_means, rubric.levels[rubric.target - 1], styles.CELL_CENTRE),
    }
    for row, rule in enumerate(places.rules, start=top + 1):
        name, meaning, value, look = said[rule]
        work.book.put(sheet, f"A{row}", name, styles.CELL)
        work.book.put(sheet, f"B{row}", meaning, styles.CELL)
        work.book.put(sheet, f"C{row}", value, look)
        set_height(sheet, row, max(18, row_height([(name, _FIRST), (meaning, _WIDE), (str(value), 14)])))
    work.book.table(sheet, "ScoringRules", f"A{top}:C{top + len(places.rules)}", words.rules_table)


def _add_links(work: Work, sheet: Sheet) -> int:
    words, first = work.words, work.places.rules_row + len(work.places.rules) + 2
    about = {
        "score": words.about_score,
        "summary": words.about_summary,
        "plan": words.about_plan,
        "cohort": words.about_cohort,
        "cohortSummary": words.about_cohort_summary,
        "sources": words.about_sources,
    }
    for row, (which, text) in enumerate(about.items(), start=first):
        go_to = words.go_to.format(sheet=work.places.sheets[which])
        work.book.link(sheet, f"A{row}", go_to, work.places.on(which, "A1"))
        work.book.put(sheet, f"B{row}", text, styles.NOTE)
        set_height(sheet, row, 16)
    return first + len(about) - 1
