"""
The edit sheet: a framework's statements as rows that a designer edits in a spreadsheet program, and what came back.

Rows are matched by statement id only. Two hidden checks per row say what was issued, so an edit of the sheet can be
told from an edit made to the framework since; where both changed one field, it is a conflict and nothing is applied.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from lexcurric.core.errors import Problem
from lexcurric.core.model import Content, Record, Snapshot, Statement, sort_tags
from lexcurric.core.sheet_cells import cell_text, digest, tags_digest, text_check
from lexcurric.core.wording import normal

SHEET_NAME = "Statements"
FIRST_ROW = 5
"""The sheet's row of the first statement; title, purpose, a blank row and the header row stand above it."""
KIND = "edit"
"""What the facts of an edit sheet call it."""
TAGS = "Tags (comma separated)"
COLUMNS = (
    *("Statement ID", "Level", "Position", "Statement", "Criterion", TAGS, "Status", "Note"),
    *("Text check", "Row check"),
)
FIELDS = (
    *("statement_id", "level", "position", "text", "criterion", "tags", "status", "note"),
    *("text_check", "row_check"),
)
"""What each column holds: a field of `SheetRow`, in the order of `COLUMNS`."""


class SheetStatus(StrEnum):
    """What the designer wants with a row."""

    KEEP = "Keep"
    REMOVE = "Remove"
    NEW = "New"


class SheetRow(Record):
    """
    One row of the sheet: `statement_id` is empty in a new row, `level` a level's label, `criterion` a label.

    `text_check` and `row_check` say what was issued; `where` is the row's cell, `level_where` its level's cell, and
    `cells` that of each field. What is in `unsaid` has no column in the sheet: the sheet says nothing of it.
    """

    statement_id: str
    level: str
    position: int | None
    text: str
    criterion: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    status: SheetStatus = Field(default=SheetStatus.KEEP, strict=False)
    text_check: str = ""
    row_check: str = ""
    where: str = ""
    level_where: str = ""
    cells: dict[str, str] = Field(default_factory=dict)
    unsaid: tuple[str, ...] = ()

    @property
    def sheet(self) -> str:
        """The name of the sheet that the row stands on."""
        return self.where.rpartition("!")[0]

    def cell(self, field: str) -> str:
        """The cell of a field, such as `Statements!D9`; the row's cell where it is not known."""
        return self.cells.get(field) or (self.level_where if field == "level" else "") or self.where


class SheetReading(Record):
    """
    A sheet that came back: which framework and version it was issued from, its rows, and what was not understood.

    `problems` are cells that must be put right first, `refused` the ids of the rows that have some; `notes` say how the
    sheet was read where it is not as issued.
    """

    soc: str
    version: str
    sha256: str
    rows: tuple[SheetRow, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    refused: tuple[str, ...] = ()


class Issued(Record):
    """What a row's `row_check` holds: the issued level and place, and digests of the other fields."""

    level: str
    position: int
    criterion: str
    tags: str
    note: str

    def __str__(self) -> str:
        return f"{self.level}.{self.position}.{self.criterion}.{self.tags}.{self.note}"


def parse_issued(text: str) -> Issued | None:
    """
    What a `row_check` says, or None where it says nothing.

    >>> str(parse_issued("ab12cd34.3.00000000.00000000.00000000"))
    'ab12cd34.3.00000000.00000000.00000000'
    """
    found = re.fullmatch(r"([0-9a-f]{8})\.(\d{1,6})\.([0-9a-f]{8})\.([0-9a-f]{8})\.([0-9a-f]{8})", text.strip())
    if not found:
        return None
    level, position, criterion, tags, note = found.groups()
    return Issued(level=level, position=int(position), criterion=criterion, tags=tags, note=note)


def level_names(content: Content) -> Mapping[str, str]:
    """Each level's name in the sheet by its key: its label, with the key where two levels share the label."""
    shown = {level.key: normal(cell_text(level.label)) or level.key for level in content.levels}
    count = Counter(label.casefold() for label in shown.values())
    return {key: f"{label} ({key})" if count[label.casefold()] > 1 else label for key, label in shown.items()}


def sheet_rows(snapshot: Snapshot) -> tuple[SheetRow, ...]:
    """The rows to issue: one for each active statement, in reading order."""
    content = snapshot.content
    names, labels = level_names(content), criterion_labels(content)
    return tuple(
        SheetRow(
            statement_id=each.id,
            level=names[each.level],
            position=content.positions[each.id],
            text=cell_text(each.text),
            criterion=cell_text(labels.get(each.criterion or "", "")),
            tags=sort_tags(each.tags),
            note=cell_text(each.note),
            text_check=text_check(each.text),
            row_check=str(issue(content, each)),
            where=f"{SHEET_NAME}!A{row}",
            level_where=f"{SHEET_NAME}!B{row}",
        )
        for row, each in enumerate(content.active, start=FIRST_ROW)
    )


def issue(content: Content, statement: Statement) -> Issued:
    """What the framework says of a statement now, in the form of a row's check."""
    label = criterion_labels(content).get(statement.criterion or "", "")
    return Issued(
        level=digest(statement.level),
        position=content.positions.get(statement.id, 0),
        criterion=digest(label),
        tags=tags_digest(statement.tags),
        note=digest(statement.note),
    )


def criterion_labels(content: Content) -> dict[str, str]:
    """Each criterion's label by its id."""
    return {criterion.id: criterion.label for criterion in content.criteria}
