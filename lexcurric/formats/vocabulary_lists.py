"""Vocabularies in a CSV or Excel file: one row a term, the vocabulary's own rules beside it."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import JsonValue

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.wording import normal
from lexcurric.workbook.lists import Row, cell_at, named_columns, read_rows

_COLUMNS = {
    "vocabulary": ("vocabulary", "vocabulary name", "list"),
    "vocabulary label": ("vocabulary label", "list label"),
    "term": ("term", "tag", "code"),
    "label": ("label", "term label"),
    "description": ("description", "definition", "note"),
    "synonyms": ("synonyms", "synonym", "also", "alternative labels"),
    "colour": ("colour", "color"),
    "scope": ("scope",),
    "required": ("required",),
    "open": ("open",),
    "deprecated": ("deprecated",),
    "replaced_by": ("replaced_by", "replaced by", "replacedby"),
}
_OF_LIST = {"vocabulary label": "label", "scope": "scope", "required": "required", "open": "open"}
_YES = ("yes", "y", "true", "1", "x")
_NO = ("", "no", "n", "false", "0")
_SYNONYM_ENDS = re.compile(r"[|;\n]")


def read_vocabulary_rows(path: Path) -> list[JsonValue]:
    """
    The vocabularies in a CSV or Excel file as plain values, as `parse_vocabularies` takes them, in the file's order.

    Needs columns headed vocabulary and term; may have label, description, synonyms (separated by `|` or `;`), colour,
    deprecated and replaced_by of the term, and vocabulary label, scope (one or many), required and open (yes or no) of
    the list, said in any of its rows. Raises FileError with every row that does not fit.
    """
    rows = read_rows(path, "a file with vocabularies")
    columns = named_columns(rows[0], _COLUMNS) if rows else {}
    if not {"vocabulary", "term"} <= columns.keys():
        found = ", ".join(cell.text for cell in rows[0]) if rows else "an empty file"
        problem = Problem("row 1", f"expected columns headed vocabulary and term, found {found}")
        raise FileError(str(path), [problem], "Give the first row these headings")
    lists: dict[str, dict[str, JsonValue]] = {}
    terms: dict[str, list[JsonValue]] = {}
    problems: list[Problem] = []
    for row in rows[1:]:
        said, faults = _read(row, columns)
        problems += faults
        name = str(said.pop("vocabulary", ""))
        if not name or not said.get("term"):
            problems.append(Problem(row[0].where, f"has no {'term' if name else 'vocabulary'}"))
            continue
        mine = lists.setdefault(name, {"name": name})
        for key, field in _OF_LIST.items():
            if key not in said:
                continue
            value = said.pop(key)
            if mine.setdefault(field, value) != value:
                problems.append(Problem(row[0].where, f"says {key} {value} of {name}; a row before says {mine[field]}"))
        terms.setdefault(name, []).append(said)
    if problems:
        raise FileError(str(path), problems, "Correct the file")
    return [{**mine, "terms": terms[name]} for name, mine in lists.items()]


def _read(row: Row, columns: dict[str, int]) -> tuple[dict[str, JsonValue], list[Problem]]:
    """What a row says, without what it leaves blank."""
    said: dict[str, JsonValue] = {}
    problems = []
    for name, place in columns.items():
        cell = cell_at(row, place)
        text = normal(cell.text)
        if cell.fault:
            problems.append(Problem(cell.where, cell.fault))
        elif name in ("required", "open", "deprecated"):
            if text.casefold() not in (*_YES, *_NO):
                problems.append(Problem(cell.where, f"expected yes or no, found {text!r}"))
            elif text:
                said[name] = text.casefold() in _YES
        elif name == "synonyms":
            # The cell as it was typed: a line end separates, and `normal` would make a space of it.
            said[name] = [each for part in _SYNONYM_ENDS.split(cell.text) if (each := normal(part))]
        elif name == "scope" and text:
            if text.casefold() not in ("one", "many"):
                problems.append(Problem(cell.where, f"expected one or many, found {text!r}"))
            said[name] = text.casefold()
        elif text:
            said[name] = text
    return said, problems
