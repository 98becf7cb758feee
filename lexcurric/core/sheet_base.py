"""
What a sheet was made from: the content that it was issued of where that is known, else what its hidden checks say.

An edit of the sheet is told from an edit of the framework by comparing three: what was issued, sheet, framework now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from lexcurric.core.model import Content, Statement
from lexcurric.core.sheet import Issued, SheetRow, issue, parse_issued
from lexcurric.core.sheet_cells import text_check

UNKNOWN = Issued(level="", position=0, criterion="", tags="", note="")
"""Stands for a row of which nothing says what was issued."""


@dataclass(frozen=True)
class SheetBase:
    """The framework `now`, and the content that the sheet was `made_from`; None where no one knows it."""

    now: Content
    made_from: Content | None = None

    @property
    def is_unchanged(self) -> bool:
        """True where the framework says what it said when the sheet was made."""
        return self.made_from is not None and self.made_from.sha256 == self.now.sha256

    @property
    def origin(self) -> Content:
        """What the sheet is read against: what it was made from, else the framework now."""
        return self.now if self.made_from is None else self.made_from

    def knows(self, row: SheetRow) -> bool:
        """True where something says what the row was issued with."""
        return self._own(row) is not None or self._then(row) is not None

    def issued(self, row: SheetRow) -> Issued:
        """What the row was issued with: as its own check says, else its base; `UNKNOWN` where neither does."""
        return self._own(row) or self._of_base.get(row.statement_id) or UNKNOWN

    def text_check(self, row: SheetRow) -> str:
        """The check of the wording that the row was issued with; empty where nothing says it."""
        if row.text_check:
            return row.text_check
        then = self._then(row)
        return "" if then is None else text_check(then.text)

    def position(self, statement_id: str) -> int:
        """The place of a statement when the sheet was made, as far as that is known; 0 where it was not there."""
        return self.origin.positions.get(statement_id, 0)

    def is_new_since(self, statement_id: str) -> bool:
        """True for a statement that came into the framework after the sheet was made."""
        return self.made_from is not None and statement_id not in self.made_from.by_id

    def _own(self, row: SheetRow) -> Issued | None:
        return parse_issued(row.row_check) if row.row_check else None

    def _then(self, row: SheetRow) -> Statement | None:
        return None if self.made_from is None else self.made_from.by_id.get(row.statement_id)

    @cached_property
    def _of_base(self) -> dict[str, Issued]:
        if self.made_from is None:
            return {}
        return {each.id: issue(self.made_from, each) for each in self.made_from.statements}


def choose_base(rows: Sequence[SheetRow], candidates: Iterable[Content]) -> Content | None:
    """
    The first of the contents that every row's hidden checks agree with, for a sheet that lost its facts.

    None where no row has checks, or where they agree with none.
    """
    checks = {row.row_check: row.text_check for row in rows if row.row_check}
    if not checks:
        return None
    for content in candidates:
        said = {str(issue(content, each)): text_check(each.text) for each in content.active}
        if all(key in said and text in ("", said[key]) for key, text in checks.items()):
            return content
    return None
