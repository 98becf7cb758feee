"""A rubric as a designer meets it: shown in a cell, and written as an Excel workbook."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from lexcurric.core.errors import EditError
from lexcurric.core.model import Snapshot
from lexcurric.core.rubric import Options, Ratings, Rubric, RubricKind, RubricResult, make_rubric, score

if TYPE_CHECKING:
    from lexcurric.workspace.workspace import Workspace


class RubricFile:
    """
    A rubric of a version or the draft. Raises EditError for a kind or an option that there is not.

    With a `workspace`, each file that is written is logged there as issued.
    """

    def __init__(self, snapshot: Snapshot, kind: str, workspace: Workspace | None = None, **options: Any) -> None:
        self.record: Rubric = make_rubric(snapshot, _kind(kind), options_of(options))
        self._snapshot, self._workspace = snapshot, workspace

    @property
    def options(self) -> dict[str, Any]:
        """What was chosen and differs from what is usual, as plain data."""
        return self.record.options.model_dump(mode="json", exclude_defaults=True)

    def to_excel(self, path: str | Path) -> Path:
        """Writes the workbook; the same rubric gives the same bytes. Raises FileError where it cannot be written."""
        from lexcurric.formats.rubric import write_rubric

        write_rubric(self.record, Path(path))
        if self._workspace is not None:
            from lexcurric.workspace.issued import remember

            remember(self._workspace, self._snapshot, Path(path), self.record.kind.value, "xlsx", self.options)
        return Path(path)

    def score(self, ratings: Ratings) -> RubricResult:
        """The results for ratings by the id of the row, as the workbook's formulas give them."""
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


def options_of(given: Mapping[str, Any]) -> Options:
    """The options that these values say. Raises EditError, in words, for one that there is not or that does not fit."""
    try:
        return Options.model_validate_json(json.dumps(dict(given), default=_plain))
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, each['loc'])) or 'options'}: {each['msg']}" for each in error.errors())
        raise EditError(f"an option of the rubric does not fit: {said}") from None


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return str(value)
