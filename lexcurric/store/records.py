"""What goes into the store and comes out of it, as frozen records."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

Status = tuple[str, str, str, str]
"""A version's label, a status, and who gave it that when (ISO 8601 in UTC)."""


def new_uid() -> str:
    """A name that no other commit has: 16 characters by chance."""
    return secrets.token_urlsafe(12)


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
    uid: str = field(default_factory=new_uid)


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved step of a line; `rev` counts from 1, and `hash` (hexadecimal) holds all that came before."""

    rev: int
    uid: str
    kind: str
    author: str
    created_at: str
    message: str
    detail: str
    source_sha256: str | None
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
