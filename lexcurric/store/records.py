"""What goes into the store and comes out of it, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Commit:
    """
    Who saves what, when and why; the changes themselves come beside it.

    `created_at` is ISO 8601 in UTC with milliseconds and Z, `detail` canonical JSON. `uid` names the commit: a second
    try with the same one, after a lost answer, gives the first revision again.
    """

    kind: str
    author: str
    created_at: str
    message: str = ""
    detail: str = "{}"
    source_sha256: str | None = None
    uid: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved step of a line; `rev` counts from 1."""

    rev: int
    uid: str
    kind: str
    author: str
    created_at: str
    message: str
    detail: str
    source_sha256: str | None
    tree_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What one revision did to one item: its body before and after, None where there was, or is, none."""

    kind: str
    uid: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A named, immutable revision with its newest status; `parents` are labels."""

    label: str
    line: str
    rev: int
    status: str
    message: str
    author: str
    created_at: str
    content_sha256: str
    parents: tuple[str, ...]
