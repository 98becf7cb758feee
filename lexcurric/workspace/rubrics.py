"""A rubric as a designer meets it: shown in a cell, and written as an Excel workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from lexcurric.core.errors import EditError
from lexcurric.core.model import Snapshot
from lexcurric.core.rubric import Rubric, RubricKind, RubricResult, Rules, make_rubric, score

if TYPE_CHECKING:
    from lexcurric.workspace.workspace import Workspace


class RubricFile:
    """
    A rubric of a version or the draft. Raises EditError for a kind or a rule that there is not.

    With a `workspace`, each file that is written is logged there as issued.
    """

    def __init__(self, snapshot: Snapshot, kind: str, workspace: Workspace | None = None, **rules: Any) -> None:
        self.record: Rubric = make_rubric(snapshot, _kind(kind), _rules(rules))
        self._snapshot, self._workspace, self._options = snapshot, workspace, rules

    def to_excel(self, path: str | Path) -> Path:
        """Writes the workbook; the same rubric gives the same bytes. Raises FileError where it cannot be written."""
        from lexcurric.formats.xlsx_rubric import write_rubric

        write_rubric(self.record, Path(path))
        if self._workspace is not None:
            from lexcurric.workspace.issued import remember

            remember(self._workspace, self._snapshot, Path(path), self.record.kind.value, "xlsx", self._options)
        return Path(path)

    def score(self, ratings: dict[str, str | int | None]) -> RubricResult:
        """The results for ratings by statement id, as the workbook's formulas give them."""
        return score(self.record, ratings)

    def __repr__(self) -> str:
        return (
            f"<{self.record.kind.value} rubric of {self.record.provenance.header}: {len(self.record.rows)} statements>"
        )

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import rubric_html

        return rubric_html(self.record)


def _kind(kind: str) -> RubricKind:
    try:
        return RubricKind(kind)
    except ValueError:
        raise EditError(f"no rubric kind {kind!r}; there is {', '.join(RubricKind)}") from None


def _rules(rules: dict[str, Any]) -> Rules:
    try:
        return Rules.model_validate(rules)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise EditError(f"a rule of scoring does not fit: {said}") from None
