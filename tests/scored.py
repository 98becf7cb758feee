"""Scored workbooks for the tests: today's checklists filled in, and workbooks of format 2 of every kind, by openpyxl."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from lexcurric.core.rubric import Labels, Rubric, RubricKind, RubricRow, labels_of
from tests.formats.office import columns

Values = Mapping[str, Any]
"""What is typed into the rating cells, by the id of the row."""
WHO = {"name": "Ann Baker", "trainer": "Tom", "date": "2026-05-15", "place": "Oven 2"}


def fill_checklist(source: Path, target: Path, ratings: Values, **who: Any) -> Path:
    """A copy of a checklist as it is written now, with ratings and the head filled in."""
    book: Any = load_workbook(source)
    sheet = book["Score"]
    said = {**WHO, **who}
    usual = {"InTrainee": "$D$3", "InDate": "$D$4", "InPlace": "$D$5", "InTrainer": "$I$3"}
    for (defined, place), name in zip(usual.items(), ("name", "date", "place", "trainer"), strict=True):
        known = book.defined_names.get(defined)
        cell = sheet[(known.attr_text if known else place).rpartition("!")[2].replace("$", "")]
        cell.value = said[name]
        if isinstance(said[name], str):
            cell.data_type = "s"
    heads = columns(sheet, 7)
    for row in range(8, sheet.max_row + 1):
        value = ratings.get(sheet.cell(row, heads["Statement ID"]).value)
        if value is not None:
            sheet.cell(row, heads["Rating"]).value = value
    book.save(target)
    return target


def write_version_2(
    rubric: Rubric,
    path: Path,
    ratings: Values | None = None,
    cohort: Sequence[tuple[str, Values]] = (),
    change: Callable[[Any], object] | None = None,
    **who: Any,
) -> Path:
    """A workbook of format 2 as the contract describes it, with what was filled in; `change` is told the book last."""
    book: Any = Workbook()
    book.remove(book.worksheets[0])
    words = labels_of(rubric.options.language)
    _add_start(book, rubric)
    heads = _add_score(book, rubric, ratings or {}, who)
    _add_summary(book, rubric)
    _add_cohort(book, rubric, cohort)
    sheet = book.create_sheet(words.sources)
    label = words.provenance.get("Owner of the statements", "Owner of the statements")
    for row in ((words.sources_title,), (words.item, words.what_it_is), (label, "© the tests, CC BY 4.0")):
        sheet.append(row)
    facts = book.create_sheet("_lexcurric")
    facts.sheet_state = "veryHidden"
    origin = rubric.provenance
    options = rubric.options.model_dump(mode="json", exclude_defaults=True)
    titles = {"start": words.start, "score": words.score, "summary": words.summary, "cohort": words.cohort}
    for pair in (
        ("format", "lexcurric-workbook"),
        ("formatVersion", "2"),
        ("kind", rubric.kind.value),
        ("soc", origin.soc),
        ("version", origin.version),
        ("sha256", origin.sha256),
        ("options", json.dumps(options, ensure_ascii=False)),
        ("columns", json.dumps(heads, ensure_ascii=False)),
        ("sheets", json.dumps(titles, ensure_ascii=False)),
    ):
        facts.append(pair)
    _keep_texts(book)
    if change is not None:
        change(book)
    book.save(path)
    return path


FORMULAS = ('="To rate"', "=1")
"""What is meant as a formula; every other text that starts like one is a text."""


def _keep_texts(book: Any) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and cell.value not in FORMULAS:
                    cell.data_type = "s"


def _add_start(book: Any, rubric: Rubric) -> None:
    words = labels_of(rubric.options.language)
    sheet = book.create_sheet(words.start)
    sheet.append(["Rubric"])
    sheet.append([])
    sheet.append([words.rating, words.short, words.meaning, words.counts_as_met, words.points])
    for each in rubric.scale:
        counts = words.yes if rubric.counts_as_met(each) else words.no
        code = int(each.code) if each.code.isdecimal() else each.code
        sheet.append([code, each.mark, each.meaning, counts, "–" if each.points is None else each.points])
    sheet.append([])
    sheet.append([words.rule, words.rule_means, words.value])
    sheet.append([words.met_rating, "…", rubric.rules.met_rating])
    sheet.append([words.share_required, "…", rubric.rules.share_required])
    sheet.append([words.target_level, "…", rubric.levels[rubric.target - 1]])


def _add_score(book: Any, rubric: Rubric, ratings: Values, who: Mapping[str, Any]) -> dict[str, str]:
    words = labels_of(rubric.options.language)
    sheet = book.create_sheet(words.score)
    sheet["A1"] = "Rubric"
    _add_inputs(book, sheet, words, {**WHO, **who})
    rating = {RubricKind.ANALYTIC: words.level, RubricKind.HOLISTIC: words.overall}.get(rubric.kind, words.rating)
    shown = {
        RubricKind.CHECKLIST: [words.level, words.criterion, words.statement, rating, words.status, words.evidence],
        RubricKind.SINGLE_POINT: [words.not_yet_evidence, words.statement, rating, words.beyond_evidence],
        RubricKind.ANALYTIC: [words.criterion, *rubric.levels, rating, words.points, words.evidence],
        RubricKind.HOLISTIC: [words.level_step, words.what_it_looks_like, rating, words.comment],
    }[rubric.kind]
    weight = words.weight if rubric.kind is RubricKind.CHECKLIST else "Weight value"
    heads = [words.ref, *shown, "Statement ID", "Text check", weight, "Most points"]
    for column, head in enumerate(heads, start=1):
        sheet.cell(7, column).value = head
    at = 8
    for row in rubric.rows:
        for line in _lines(rubric, row, {rating: ratings.get(row.id)}):
            for column, head in enumerate(heads, start=1):
                if line.get(head) is not None:
                    sheet.cell(at, column).value = line[head]
            at += 1
    if rubric.kind is RubricKind.HOLISTIC:
        # What each level looks like stands below, in a table of its own.
        for step, level in enumerate(rubric.levels, start=1):
            for column, value in enumerate((step, level, "…", words.no), start=1):
                sheet.cell(at + step, column).value = value
    comment = words.comment if words.comment in heads else words.evidence
    return {"id": "Statement ID", "check": "Text check", "rating": rating, "comment": comment}


def _add_inputs(book: Any, sheet: Any, words: Labels, said: Mapping[str, Any]) -> None:
    for name, defined, label, row, column in (
        ("name", "InTrainee", words.trainee, 3, "A"),
        ("date", "InDate", words.date, 4, "A"),
        ("place", "InPlace", words.place, 5, "A"),
        ("trainer", "InTrainer", words.trainer, 3, "E"),
    ):
        target = chr(ord(column) + 2)
        sheet[f"{column}{row}"], sheet[f"{target}{row}"] = label, said[name]
        book.defined_names[defined] = DefinedName(defined, attr_text=f"'{sheet.title}'!${target}${row}")


def _lines(rubric: Rubric, row: RubricRow, filled: dict[str, Any]) -> list[dict[str, Any]]:
    """A row as it stands on the sheet, and the rows that continue it."""
    words = labels_of(rubric.options.language)
    filled |= {words.ref: row.ref, "Statement ID": row.id, "Text check": row.text_check}
    filled |= {words.criterion: row.criterion or None, words.weight: row.weight, words.status: FORMULAS[0]}
    filled |= {"Weight value": row.weight, "Most points": row.top}
    if not rubric.kind.is_across_levels:
        return [filled | {words.level: row.level, words.statement: row.text}]
    if rubric.kind is RubricKind.HOLISTIC:
        return [filled | {words.what_it_looks_like: "…"}]
    tall: list[dict[str, Any]] = [filled]
    for level, cell in zip(rubric.levels, row.cells, strict=True):
        tall[0][level] = words.no_statement
        for place, entry in enumerate(cell):
            tall += [{}] * (place + 1 - len(tall))
            tall[place] = tall[place] | {level: f"{entry.ref} {entry.text}"}
    return tall


def _add_summary(book: Any, rubric: Rubric) -> None:
    words = labels_of(rubric.options.language)
    sheet = book.create_sheet(words.summary)
    sheet.append(["Summary"])
    sheet.append([words.level, words.level_step, words.statements])
    for step in rubric.rated_levels:
        sheet.append([rubric.levels[step - 1], step, "=1"])


def _add_cohort(book: Any, rubric: Rubric, cohort: Sequence[tuple[str, Values]]) -> None:
    words = labels_of(rubric.options.language)
    sheet = book.create_sheet(words.cohort)
    sheet.append(["Cohort"])
    names = [name for name, _ in cohort] + [None] * (12 - len(cohort))
    sheet.append([words.name_here, None, None, *names])
    sheet.append(
        [words.ref, words.statement, "Statement ID", *(words.trainee_mark.format(number=n) for n in range(1, 13))]
    )
    for row in rubric.rows:
        given = [ratings.get(row.id) for _, ratings in cohort]
        sheet.append([row.ref, row.text or row.criterion, row.id, *given])
