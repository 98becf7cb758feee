"""Tables for people who compute: pandas DataFrames of what a framework holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lexcurric.core.diff import Change, Differences
from lexcurric.core.model import Content

if TYPE_CHECKING:
    from pandas import DataFrame

STATEMENT_COLUMNS = ("id", "level", "position", "text", "criterion", "tags", "note", "status")


def statements_frame(content: Content, *, retired: bool = False) -> DataFrame:
    """
    One row a statement in reading order: id, level (its key), position (from 1), text, criterion (its label), tags (a
    tuple), note, status. Retired ones come last, on request, without a position.
    """
    from lexcurric.formats.frames.readable import ReadableFrame

    criteria = {each.id: each.label for each in content.criteria}
    rest = [each for each in content.statements if not each.is_active] if retired else []
    rows = [
        (
            each.id,
            each.level,
            content.positions.get(each.id),
            each.text,
            criteria.get(each.criterion or "", ""),
            each.tags,
            each.note,
            each.status.value,
        )
        for each in (*content.active, *rest)
    ]
    return ReadableFrame(rows, columns=list(STATEMENT_COLUMNS)).astype({"position": "Int64"})


def diff_frame(differences: Differences) -> DataFrame:
    """One row a change: kind, significance, confidence, review, both sides, pointer (for metadata), why."""
    columns = ["kind", "significance", "confidence", "review", "old_level", "old", "new_level", "new", "pointer", "why"]
    rows: list[tuple[object, ...]] = []
    for each in differences.changes:
        if isinstance(each, Change):
            sides = []
            for side in (each.old, each.new):
                levels = dict.fromkeys(differences.levels.get(place.level, place.level) for place in side)
                sides += [" + ".join(levels), "\n".join(place.text for place in side)]
            significance = each.significance.value if each.significance else ""
            rows.append((each.kind.value, significance, each.confidence, each.review, *sides, "", each.why))
        else:
            rows.append((each.kind, "", 1.0, False, "", each.old, "", each.new, each.pointer, ""))
    return records_frame(rows, columns)


def records_frame(rows: Sequence[Sequence[object]], columns: Sequence[str]) -> DataFrame:
    """A table of plain rows."""
    from lexcurric.formats.frames.readable import ReadableFrame

    return ReadableFrame(list(rows), columns=list(columns))


def dicts_frame(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> DataFrame:
    """A table of records, with these columns even where there are no rows."""
    from lexcurric.formats.frames.readable import ReadableFrame

    return ReadableFrame(list(rows), columns=list(columns))
