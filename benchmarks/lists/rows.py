"""What every family's list is made of: rows of a release, and official changes from one release to the next."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Row(NamedTuple):
    """One statement of a release."""

    group: str
    level: str
    id: str
    text: str


class Change(NamedTuple):
    """Old ids (comma-separated) that officially became new ids."""

    old_ids: str
    new_ids: str
    kind: str


Files = Mapping[str, str]  # text by path in the package
Ids = set[tuple[str, str]]  # (group, id)


def cleaned(rows: Iterable[Row]) -> list[Row]:
    """The rows with plain white space and characters; without those that say nothing or repeat an id."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        plain = Row(*(joined(html.unescape(cell or "")) for cell in row))
        if plain.text:
            found.setdefault((plain.group, plain.id), plain)
    return list(found.values())


def joined(text: str) -> str:
    """The text on one line, with single blanks."""
    return re.sub(r"\s+", " ", text).strip()


def unlinked(text: str) -> str:
    """The text with Markdown links reduced to their words."""
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
