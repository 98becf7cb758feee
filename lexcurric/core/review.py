"""A person's review of a diff: what is to be done with each change, as a workbook brings it back."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from lexcurric.core.diff import Change, MetadataChange
from lexcurric.core.model import Record


class Verdict(StrEnum):
    """What a reviewer decides about a change; the words stand in the drop-down of the workbook."""

    TAKE_NEW = "Take the new"
    KEEP_OLD = "Keep the old"
    EDITED = "Edited"
    DISCUSS = "To discuss"


class Review(Record):
    """
    One change as it was reviewed: `verdict` is None where nothing was decided, `wording` is the reviewer's own where
    the verdict is `Edited`. The change is known by its statements' ids, or by the field of the framework.
    """

    kind: str
    text: str
    verdict: Verdict | None = Field(default=None, strict=False)
    wording: str = ""
    comment: str = ""
    reviewer: str = ""
    old_ids: tuple[str, ...] = ()
    new_ids: tuple[str, ...] = ()
    pointer: str = ""
    where: str = ""

    @property
    def is_empty(self) -> bool:
        """True where the reviewer left no mark."""
        return not (self.verdict or self.wording or self.comment or self.reviewer)


class ReviewReading(Record):
    """A review that came back: of which framework, from which content to which, and every row."""

    soc: str
    old_sha256: str
    new_sha256: str
    rows: tuple[Review, ...]


def verdicts_for(change: Change | MetadataChange) -> tuple[Verdict, ...]:
    """What a reviewer may choose: a wording of one's own only where there is one wording."""
    text = isinstance(change.new, str) if isinstance(change, MetadataChange) else len(change.new) == 1
    return tuple(each for each in Verdict if text or each is not Verdict.EDITED)
