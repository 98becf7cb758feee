"""What can come back in an edit sheet: each edit that is asked for, and each thing that is only reported, a record."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from lexcurric.core.model import Record, replace
from lexcurric.core.sheet import SheetRow


class SheetEventKind(StrEnum):
    """What can come back in a sheet; from `DUPLICATE_ID` on they only report, and nothing is applied."""

    ADDED = "added"
    REWORDED = "reworded"
    MOVED = "moved"
    REMOVED = "removed"
    RETAGGED = "retagged"
    NOTED = "noted"
    CRITERION = "criterion"
    REORDERED = "reordered"
    DUPLICATE_ID = "duplicate id"
    UNKNOWN_ID = "unknown id"
    UNKNOWN_LEVEL = "unknown level"
    UNCLEAR = "unclear"
    CONFLICT = "conflict"
    ALREADY_THERE = "already there"
    ROW_MISSING = "row missing"


PLACING = (SheetEventKind.ADDED, SheetEventKind.MOVED, SheetEventKind.REORDERED)
"""The kinds that give a statement a place."""
_REPORTS = frozenset(list(SheetEventKind)[list(SheetEventKind).index(SheetEventKind.DUPLICATE_ID) :])
_INFORMS = frozenset((SheetEventKind.ALREADY_THERE, SheetEventKind.ROW_MISSING))


class SheetEvent(Record):
    """
    One thing that a sheet asks for or that is odd in it; `why` says so in a sentence.

    `where` is the row's cell and `cell` the one that was edited. `level` (a key) and `position` (from 1) are where an
    added, moved or reordered statement belongs, and `after` names what it follows there: a statement's id, a new row's
    `where`, or nothing at the top. `asks` is what a conflict would do if the sheet were taken; None if it can not be.
    """

    kind: SheetEventKind = Field(strict=False)
    statement_id: str
    where: str
    old: str
    new: str
    why: str
    cell: str = ""
    level: str = ""
    position: int | None = None
    after: str = ""
    asks: SheetEventKind | None = Field(default=None, strict=False)
    row: SheetRow | None = None

    @property
    def applies(self) -> bool:
        """False for what is only reported."""
        return self.kind not in _REPORTS

    @property
    def is_open(self) -> bool:
        """True where a person must look, since something of the sheet is not applied as it stands."""
        return self.kind in _REPORTS and self.kind not in _INFORMS

    def taken(self) -> SheetEvent:
        """The event that a conflict becomes once the sheet's side is chosen; itself where nothing can be chosen."""
        if self.asks is None:
            return self
        why = f"Taken from the sheet, over what the framework says now: {self.why}"
        return replace(self, kind=self.asks, asks=None, why=why)
