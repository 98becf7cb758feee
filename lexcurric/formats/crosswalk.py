"""Any other list to align with: a CSV, text or Excel file with a code, a label and, if there is one, a URL a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from lexcurric.core.alignment.records import AlignedList, ListItem
from lexcurric.core.errors import FileError, Problem
from lexcurric.core.wording import normal
from lexcurric.workbook.lists import Row, cell_at, named_columns, read_rows

_COLUMNS = {
    "code": ("code", "id", "identifier", "number", "no", "notation", "coded notation", "codednotation", "código"),
    "label": (
        *(
            "label",
            "title",
            "name",
            "text",
            "statement",
            "task",
            "description",
            "competency",
            "skill",
            "full statement",
        ),
        *("fullstatement", "competency text", "competencytext", "preferred label", "preferredlabel", "nombre", "texto"),
    ),
    "url": ("url", "uri", "link", "address", "web page", "concept uri", "concepturi", "enlace"),
    "note": ("note", "notes", "type", "group", "category", "nota"),
}
_URL = re.compile(r"https?://\S+$", re.IGNORECASE)
_KEY = re.compile(r"[^a-z0-9]+")


def read_crosswalk(path: str | Path, title: str = "", licence: str = "", credit: str = "") -> AlignedList:
    """
    The list in a file, in its order; columns are found by their headings (code, label, url, note), in any order.

    `title` names the list (without it, the file's name does); `licence` and `credit` go wherever its data goes.
    Raises FileError with every row that has no code or label, a code twice, or an address that is none.
    """
    place = Path(path)
    rows = read_rows(place, "a list to align with")
    columns = named_columns(rows[0], _COLUMNS) if rows else {}
    absent = [each for each in ("code", "label") if each not in columns]
    if absent:
        found = ", ".join(cell.text for cell in rows[0]) if rows else "an empty file"
        problem = Problem("row 1", f"expected columns headed code and label (and url, note), found {found}")
        raise FileError(str(place), [problem], "Give the first row these headings")
    items, problems = _items(rows[1:], columns)
    if not items and not problems:
        problems = [Problem("", "there is nothing in the list")]
    if problems:
        raise FileError(str(place), problems, "Correct the list")
    name = title.strip() or place.stem
    key = _KEY.sub("-", name.casefold()).strip("-") or "list"
    # The key of O*NET's list is its own.
    return AlignedList(
        key=f"list-{key}"[:80],
        title=name,
        licence=licence.strip() or "not stated in the list: ask its publisher",
        credit=credit.strip(),
        items=tuple(items),
    )


def _items(rows: Sequence[Row], columns: dict[str, int]) -> tuple[list[ListItem], list[Problem]]:
    found: dict[str, ListItem] = {}
    problems = []
    for row in rows:
        cells = {name: cell_at(row, place) for name, place in columns.items()}
        fault = next((cell for cell in cells.values() if cell.fault), None)
        where = row[0].where if row else ""
        said = {name: normal(cell.text) for name, cell in cells.items()}
        if fault is not None:
            problems.append(Problem(fault.where, fault.fault))
        elif not said["code"] or not said["label"]:
            problems.append(Problem(where, f"has no {'label' if said['code'] else 'code'}"))
        elif said["code"] in found:
            problems.append(Problem(where, f"has the code {said['code']!r}, which another row has already"))
        elif said.get("url") and not _URL.match(said["url"]):
            problems.append(Problem(cells["url"].where, f"expected an address with http:// or https://: {said['url']}"))
        else:
            url, note = said.get("url", ""), said.get("note", "")
            found[said["code"]] = ListItem(code=said["code"], label=said["label"], url=url, note=note)
    return list(found.values()), problems
