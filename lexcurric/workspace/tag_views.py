"""Tags as a designer meets them: the coverage table, as a frame, a page, a workbook or a CSV file."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from lexcurric.core.model import Snapshot
from lexcurric.core.provenance import provenance
from lexcurric.core.tables import Column, ColumnKind, TableReport, TableSheet
from lexcurric.core.tag_coverage import tag_coverage
from lexcurric.workspace.table_files import TableFiles

if TYPE_CHECKING:
    from pandas import DataFrame
    from pydantic import JsonValue

_PLACE = ("id", "level", "position", "text")


class TagCoverageView(TableFiles):
    """Statements by tags; a cell that ends with it shows the counts by level, and what required lists lack."""

    kind = "tag coverage"
    csv_sheet = "Statements"

    def __init__(self, snapshot: Snapshot, vocabulary: str | None = None) -> None:
        self.snapshot = snapshot
        self.record = tag_coverage(snapshot.content, vocabulary)

    def to_frame(self) -> DataFrame:
        """One row a statement: id, level, position, text, a column a tag (True or False), missing (required lists)."""
        from lexcurric.formats.frames import records_frame

        rows = [
            (*place, *(tag in tags for tag in self.record.tags), ", ".join(missing))
            for place, tags, missing in self._rows()
        ]
        return records_frame(rows, (*_PLACE, *self.record.tags, "missing"))

    @property
    def by_level(self) -> DataFrame:
        """One row a tag: tag, a column a level with how many of its statements have it, total."""
        from lexcurric.formats.frames import records_frame

        labels = [each.label for each in self.snapshot.content.levels]
        return records_frame([(tag, *counts) for tag, counts in self._counts()], ("tag", *labels, "total"))

    @property
    def untagged(self) -> DataFrame:
        """One row a statement and required vocabulary that it has no tag of: vocabulary, id, level, position, text."""
        from lexcurric.formats.frames import records_frame

        return records_frame(self._untagged(), ("vocabulary", *_PLACE))

    def to_report(self) -> TableReport:
        """Three tables: statements by tags, tags by level, and what required lists lack."""
        place = (Column("ID", 38), Column("Level", 14), Column("Position", 9, ColumnKind.NUMBER), Column("Text", 70))
        numbers = [Column(each.label, 12, ColumnKind.NUMBER) for each in self.snapshot.content.levels]
        statements = [
            (*at, *("x" if tag in tags else None for tag in self.record.tags), ", ".join(missing))
            for at, tags, missing in self._rows()
        ]
        heads = (*place, *(Column(tag, 12) for tag in self.record.tags), Column("Missing", 16))
        sheets = (
            TableSheet("Statements", "Which statement has which tag.", heads, statements),
            TableSheet(
                "Tags by level",
                "How many statements of each level have a tag.",
                (Column("Tag", 24), *numbers, Column("Total", 9, ColumnKind.NUMBER)),
                [(tag, *counts) for tag, counts in self._counts()],
            ),
            TableSheet(
                "Untagged",
                "Statements without a tag of a required vocabulary.",
                (Column("Vocabulary", 16), *place),
                self._untagged(),
            ),
        )
        title = f"Tags of {self.snapshot.content.title} ({self.snapshot.version})"
        return TableReport(title, self.record.lines, sheets, provenance(self.snapshot).lines)

    @property
    def origin_snapshot(self) -> Snapshot:
        """The framework whose tags these are."""
        return self.snapshot

    def to_json_value(self) -> JsonValue:
        """All of it as plain values: the tags of each statement, counts by tag and level, and what is missing."""
        return {
            "statements": [
                {**dict(zip(_PLACE, at, strict=True)), "tags": [*tags], "missing": [*missing]}
                for at, tags, missing in self._rows()
            ],
            "counts": {tag: dict(by_level) for tag, by_level in self.record.counts.items()},
            "untagged": {name: [*ids] for name, ids in self.record.untagged.items()},
        }

    def _place(self, statement_id: str) -> tuple[str, str, int, str]:
        content = self.snapshot.content
        found = content.by_id[statement_id]
        return found.id, content.level_label(found.level), content.positions[found.id], found.text

    def _rows(self) -> list[tuple[tuple[str, str, int, str], tuple[str, ...], tuple[str, ...]]]:
        missing = {
            each.id: tuple(name for name, ids in self.record.untagged.items() if each.id in ids)
            for each in self.snapshot.content.active
        }
        return [
            (self._place(each.id), tuple(tag for tag in self.record.tags if tag in each.tags), missing[each.id])
            for each in self.snapshot.content.active
        ]

    def _counts(self) -> list[tuple[str, tuple[int, ...]]]:
        levels = [each.key for each in self.snapshot.content.levels]
        listed = [(tag, [counts.get(key, 0) for key in levels]) for tag, counts in self.record.counts.items()]
        return [(tag, (*counts, sum(counts))) for tag, counts in listed]

    def _untagged(self) -> list[tuple[str, str, str, int, str]]:
        return [(name, *self._place(each)) for name, ids in self.record.untagged.items() for each in ids]

    def __str__(self) -> str:
        return "\n".join(self.record.lines)

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import tag_coverage_html

        return tag_coverage_html(self)


def tag_chip(tag: str, colour: str, ink: str) -> str:
    """A tag as a page shows it, in its colour."""
    style = f' style="background:{escape(colour)};color:{escape(ink)}"' if colour else ""
    return f'<span class="lx-tag"{style}>{escape(tag)}</span>'
