"""Frameworks side by side, as a designer meets them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core import compare_frameworks
from lexcurric.core.compare_frameworks import FEWEST, MOST, FrameworkComparison, named_sides
from lexcurric.core.comparison_report import comparison_report, levels_sheet, matrix_sheet, table_sheet
from lexcurric.core.errors import LexcurricError
from lexcurric.core.model import Snapshot
from lexcurric.core.provenance import provenance
from lexcurric.core.tables import TableReport, TableSheet
from lexcurric.semantic import wanted_meaning
from lexcurric.workspace.snapshots import is_file_ref
from lexcurric.workspace.table_files import TableFiles
from lexcurric.workspace.workspace import Workspace, default_workspace, open_workspace, read_ref

if TYPE_CHECKING:
    from pandas import DataFrame
    from pydantic import JsonValue


class Comparison(TableFiles):
    """Several frameworks side by side. A cell that ends with it shows the matrix, and everything beside everything."""

    kind, csv_sheet = "comparison", "Side by side"

    def __init__(self, record: FrameworkComparison) -> None:
        self.record = record

    @property
    def names(self) -> tuple[str, ...]:
        """The frameworks' names, in order."""
        return self.record.names

    @property
    def matrix(self) -> DataFrame:
        """A row and a column a framework: how many statements two share, or have in other words."""
        return _frame(matrix_sheet(self.record))

    @property
    def levels(self) -> DataFrame:
        """A row a level, a column a framework: how many statements stand in it."""
        return _frame(levels_sheet(self.record))

    @property
    def table(self) -> DataFrame:
        """A row a thing, a column a framework, with its standing (shared, similar, only …), sureness and reasons."""
        return _frame(table_sheet(self.record))

    def to_report(self) -> TableReport:
        """All of it as tables, with whose each framework is."""
        return comparison_report(self.record)

    @property
    def origin_snapshot(self) -> Snapshot:
        """The first of the frameworks."""
        return self.record.sides[0].snapshot

    def to_json_value(self) -> JsonValue:
        """All of it as plain values: frameworks with their sources, counts two by two, and a row a thing."""
        size = range(len(self.record.sides))
        value = {
            "frameworks": [
                {
                    "name": each.name,
                    "soc": each.snapshot.content.soc,
                    "version": each.snapshot.version,
                    "statements": len(each.snapshot.content.active),
                    "sources": [list(line) for line in provenance(each.snapshot).lines],
                }
                for each in self.record.sides
            ],
            "pairs": [
                {"first": first, "second": second, **self.record.counts(first, second).model_dump()}
                for first in size
                for second in size
                if first < second
            ],
            "rows": [
                {
                    "standing": each.standing.value,
                    "score": each.score,
                    "why": list(each.why),
                    "statements": [
                        {
                            "framework": place.side,
                            "id": place.statement.id,
                            "level": place.level,
                            "position": place.position,
                            "text": place.statement.text,
                        }
                        for place in each.places
                    ],
                }
                for each in self.record.rows
            ],
        }
        return json.loads(json.dumps(value))  # type: ignore[no-any-return]

    def __len__(self) -> int:
        return len(self.record.rows)

    def __repr__(self) -> str:
        return f"<Comparison of {', '.join(self.names)}: {' '.join(self.record.lines)}>"

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import comparison_html

        return comparison_html(self)


_OWN_HEADS = {"Framework", "Only there", "Level", "Standing", "In how many", "Levels", "Sureness", "Why"}
"""The headings that are ours and no framework's name; a program names such a column in small letters."""


def _frame(sheet: TableSheet) -> DataFrame:
    from lexcurric.formats.frames import records_frame

    names = [each.lower().replace(" ", "_") if each in _OWN_HEADS else each for each in sheet.names]
    return records_frame(sheet.rows, names)


def compare(*refs: Any, workspace: Workspace | None = None, semantic: bool | None = None) -> Comparison:
    """
    Two to six frameworks side by side: each an export file, a Framework, a Snapshot, or a REF into `workspace`
    (without it, the default one where a REF needs it). With `semantic`, meanings are weighed too.

    Raises FileError and WorkspaceError as reading them does, LexcurricError for fewer or more of them.
    """
    if not FEWEST <= len(refs) <= MOST:
        raise LexcurricError(f"{FEWEST} to {MOST} frameworks can be compared; {len(refs)} are named")
    home = workspace or next((each.workspace for each in refs if hasattr(each, "workspace")), None)
    is_file = [isinstance(each, str | Path) and is_file_ref(str(each)) for each in refs]
    named = [each for each, file in zip(refs, is_file, strict=True) if isinstance(each, str | Path) and not file]
    if home is None and named:
        with open_workspace(default_workspace()) as opened:
            return compare(*refs, workspace=opened, semantic=semantic)
    meaning = home.meaning if home is not None and semantic is None else wanted_meaning(semantic)
    snapshots = [_snapshot(each, home) for each in refs]
    return Comparison(compare_frameworks.compare(named_sides(snapshots), meaning))


def _snapshot(side: Any, workspace: Workspace | None) -> Snapshot:
    if isinstance(side, Snapshot):
        return side
    taken = getattr(side, "snapshot", None)
    if callable(taken):
        found: Snapshot = taken()
        return found
    return workspace.snapshot(side) if workspace is not None else read_ref(str(side))


def compare_refs(refs: list[str], where: str | None, author: str | None) -> Comparison:
    """The comparison of what REFs name, as a command gives them; files alone need no workspace."""
    if all(is_file_ref(each) for each in refs) and where is None:
        return compare(*refs)
    with open_workspace(where, author) as opened:
        return compare(*refs, workspace=opened)
