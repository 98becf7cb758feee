"""
The edit sheet that comes back: its rows, found by headings and ids wherever people have put them.

Sheets may be renamed or copied, rows sorted or hidden, columns moved or gone. What is gone is said, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.sheet import COLUMNS, FIELDS, KIND, SheetReading, SheetRow, SheetStatus
from lexcurric.core.sheet_cells import cell_text, split_tags, text_check
from lexcurric.core.wording import normal
from lexcurric.workbook.book import MOST_TEXT
from lexcurric.workbook.lists import read_rows
from lexcurric.workbook.ods import read_ods
from lexcurric.workbook.read import CellValue, Grid, read_facts, read_grids
from lexcurric.workbook.sheet_tables import FoundTable, find_tables

_OTHER_NAMES = {
    "statement_id": ("ID", "UUID"),
    "level": ("Levels", "Proficiency level"),
    "position": ("Pos", "Order", "Place"),
    "text": ("Statement text", "Wording", "Text", "Competency", "Competence"),
    "criterion": ("Criteria", "Area"),
    "tags": ("Tags", "Tag", "Tags (comma-separated)", "Labels"),
    "status": ("State", "Action"),
    "note": ("Notes", "Comment", "Comments", "Remark", "Remarks"),
}
HEADINGS = {what: (name, *_OTHER_NAMES.get(what, ())) for what, name in zip(FIELDS, COLUMNS, strict=True)}
_NEEDED, _LEAST = ("statement_id", "text"), 3
_CHECKS = ("text_check", "row_check")
_SAID = ("statement_id", "text", "criterion", "tags", "note")
"""What makes a row more than a free one: a level, a place or a status alone says nothing."""
_NOTHING = CellValue("", "")


def read_sheet(path: Path) -> SheetReading:
    """
    Read an edit sheet that came back: its rows, and a problem for each cell that was not understood.

    It may have been saved as .xlsx, .ods or .csv. Raises FileError for a file that is none of these, unsafe, damaged,
    or not an edit sheet.
    """
    grids = sheet_grids(path)
    facts = read_facts(grids)
    tables = find_tables(grids, HEADINGS, _NEEDED, _LEAST)
    if not tables or facts.get("kind", KIND) != KIND:
        kind = facts.get("kind", "")
        but = f"this is a rubric of the kind {kind}" if kind and kind != KIND else "no sheet has its columns"
        what = f"expected an edit sheet with the columns Statement ID, Level, Statement and Status; {but}"
        hint = "Type the headings back if they were deleted, or write a new edit sheet and copy your changes into it"
        raise FileError(str(path), [Problem("", what)], hint)
    problems = [problem for table in tables for problem in table.problems]
    notes = list(_notes(facts, tables))
    rows: list[SheetRow] = []
    refused: list[str] = []
    for table in tables:
        for line in table.lines:
            row, found = _row(line, table, notes)
            problems += found
            rows += [row] if row else []
            refused += [normal(line["statement_id"].text)] if found and "statement_id" in line else []
    return SheetReading(
        soc=facts.get("soc", ""),
        version=facts.get("version", ""),
        sha256=facts.get("sha256", ""),
        rows=tuple(rows),
        problems=tuple(problems),
        notes=tuple(notes),
        refused=tuple(each for each in refused if each),
    )


def sheet_grids(path: Path) -> list[Grid]:
    """The sheets of a file that a table was saved as, whatever the program; of a CSV, the one that it holds."""
    suffix = path.suffix.casefold()
    if suffix in (".csv", ".tsv"):
        return [Grid(path.stem, read_rows(path, "an edit sheet"))]
    return read_ods(path) if suffix == ".ods" else read_grids(path)


def _notes(facts: Mapping[str, str], tables: Sequence[FoundTable]) -> Iterator[Problem]:
    if not facts.get("sha256"):
        yield Problem("_lexcurric", "the hidden sheet that says which version was issued is gone")
    if len(tables) > 1:
        names = ", ".join(table.title for table in tables)
        yield Problem("", f"{len(tables)} sheets hold statements and were read together: {names}")
    for table in tables:
        gone = [HEADINGS[what][0] for what in FIELDS if what in table.missing]
        if gone:
            columns = f"the column {gone[0]} is" if len(gone) == 1 else f"the columns {', '.join(gone)} are"
            yield Problem(table.title, f"{columns} not in the sheet; nothing counts as changed or emptied there")
        yield from table.notes


def _row(
    line: Mapping[str, CellValue], table: FoundTable, notes: list[Problem]
) -> tuple[SheetRow | None, list[Problem]]:
    """One row as a record; none for a free row that was left blank, and for one with problems, which come with it."""
    cells = {what: line.get(what, _NOTHING) for what in FIELDS}
    if not any(normal(cells[what].text) or cells[what].fault for what in _SAID):
        if normal(cells["level"].text):
            notes.append(Problem(cells["level"].where, "a level and no statement stand here; the row was left out"))
        return None, []
    found = [Problem(cells[what].where, cells[what].fault) for what in FIELDS if cells[what].fault]
    found = [problem for problem in found if problem.where not in {cells[check].where for check in _CHECKS}]
    position, status = _position(cells["position"], found), _status(cells["status"], found)
    found += [*_gaps(cells, status, table.missing), *_too_long(cells)]
    if found:
        return None, found
    text = {what: cell_text(cell.text) for what, cell in cells.items()}
    where = next(cells[what].where for what in (*_SAID, "level") if cells[what].where)
    row = SheetRow(
        statement_id=normal(text["statement_id"]),
        level=text["level"],
        position=position,
        text=text["text"],
        criterion=text["criterion"],
        tags=split_tags(text["tags"]),
        note=text["note"],
        status=status,
        text_check=_text_check(text["text_check"]),
        row_check=normal(text["row_check"]),
        where=where,
        level_where=cells["level"].where,
        cells={what: cell.where for what, cell in cells.items() if cell.where},
        unsaid=tuple(sorted(table.missing)),
    )
    return row, []


def _text_check(text: str) -> str:
    """The check where it is one: a program that takes it for a number drops the zeros before it, or makes it 1E+20."""
    plain = normal(text).casefold()
    whole = plain.zfill(12) if plain.isdecimal() else plain
    return whole if re.fullmatch(r"[0-9a-f]{12}", whole) else ""


def _position(cell: CellValue, found: list[Problem]) -> int | None:
    text = normal(cell.text)
    if not text or cell.fault:
        return None
    if text.isdecimal() and 1 <= int(text[:7]) <= 999_999:
        return int(text[:7])
    hint = "type a whole number, 1 for the first place in the level"
    found.append(Problem(cell.where, f"expected a position such as 3, found {text!r}; {hint}"))
    return None


def _status(cell: CellValue, found: list[Problem]) -> SheetStatus:
    text = normal(cell.text).casefold()
    for status in SheetStatus:
        if text == status.value.casefold():
            return status
    if text:
        hint = "choose one of them, and put remarks in the column Note"
        found.append(Problem(cell.where, f"expected Keep, Remove or New, found {normal(cell.text)!r}; {hint}"))
    return SheetStatus.KEEP


def _gaps(cells: Mapping[str, CellValue], status: SheetStatus, gone: frozenset[str]) -> list[Problem]:
    """What a row must have and has not."""
    if status is SheetStatus.REMOVE:
        return []
    empty = [what for what in ("level", "text") if not normal(cells[what].text) and not cells[what].fault]
    if normal(cells["text_check"].text) == text_check(""):
        # The framework's own statement has no wording (`check` says so); the sheet did not empty it.
        empty = [what for what in empty if what != "text"]
    if not _is_known(cells):
        what = "a new statement needs a level and a statement; this cell is empty: fill it in, or empty the row"
        return [Problem(cells[each].where or _any(cells), what) for each in empty]
    empty = [each for each in empty if each not in gone]
    if "text" in empty:
        which = "this cell and the level are" if "level" in empty else "this cell is"
        what = f"{which} empty; to remove the statement, set its Status to Remove"
        return [Problem(cells["text"].where, f"{what}, else give it its wording again")]
    return [Problem(cells[each].where, "this cell is empty; choose the statement's level again") for each in empty]


def _is_known(cells: Mapping[str, CellValue]) -> bool:
    """True for a row that stands for a statement of the framework, as its id or its hidden checks say."""
    return any(normal(cells[what].text) for what in ("statement_id", *_CHECKS))


def _any(cells: Mapping[str, CellValue]) -> str:
    return next((cell.where for cell in cells.values() if cell.where), "")


def _too_long(cells: Mapping[str, CellValue]) -> Iterator[Problem]:
    for what in ("text", "note"):
        units = len(cells[what].text.encode("utf-16-le", "surrogatepass")) // 2
        if units > MOST_TEXT:
            said = f"the text has {units:,} characters, and an Excel cell holds {MOST_TEXT:,}; shorten it"
            yield Problem(cells[what].where, said)
