"""
Rubrics as Excel workbooks for trainers.

Sheets, in every kind: Start says how it is used, Score is filled in, Summary and Action plan show the result, Cohort
and Cohort summary do so for a group, Sources says where the statements come from. `_lexcurric` holds the facts that
programs read.
"""

from __future__ import annotations

import json
from pathlib import Path

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.rubric import Rubric
from lexcurric.formats.rubric.cohort import add_cohort
from lexcurric.formats.rubric.cohort_summary import add_cohort_summary
from lexcurric.formats.rubric.columns import CHECK, ID
from lexcurric.formats.rubric.plan import add_plan
from lexcurric.formats.rubric.score import add_score
from lexcurric.formats.rubric.sources import add_rubric_sources
from lexcurric.formats.rubric.start import add_start
from lexcurric.formats.rubric.summary import add_summary
from lexcurric.formats.rubric.work import Work
from lexcurric.workbook.book import Book
from lexcurric.workbook.origin import add_facts, describe, facts_of

FORMAT_VERSION = "2"


def write_rubric(rubric: Rubric, path: Path, logo: bytes | None = None) -> None:
    """
    Writes the workbook; the same rubric and logo give the same bytes.

    `logo` is a PNG or JPEG for the first sheet. Raises FileError, and writes nothing, where there is nothing to rate, a
    text does not fit into a cell, or the file cannot be written.
    """
    make_book(rubric, path, logo).write(rubric.provenance.time)


def make_book(rubric: Rubric, path: Path, logo: bytes | None = None) -> Book:
    """The workbook before it is written; raises FileError where there is nothing to rate."""
    if not rubric.rows:
        problem = Problem(rubric.provenance.title, "has no active statement to rate")
        raise FileError(str(path), [problem], "Add statements first")
    work = Work(rubric, path, logo)
    for add in (add_start, add_score, add_summary, add_plan, add_cohort, add_cohort_summary, add_rubric_sources):
        add(work)
    add_facts(work.book, _facts(work))
    for name, target in work.places.names.items():
        work.book.name(name, target)
    describe(work.book, work.title, "Rubric", rubric.provenance, rubric.options.language)
    return work.book


def _facts(work: Work) -> dict[str, str]:
    rubric, places = work.rubric, work.places
    headings = {column.key: column.heading for column in places.columns if not column.hidden}
    columns = {"id": ID, "check": CHECK} | {
        key: headings[key] for key in ("ref", "rating", "comment", "beyond") if key in headings
    }
    return facts_of(rubric.kind.value, rubric.provenance) | {
        "formatVersion": FORMAT_VERSION,
        "options": rubric.options.model_dump_json(exclude_defaults=True),
        "columns": _json(columns),
        "sheets": _json(places.sheets),
    }


def _json(value: dict[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False)
