"""How wording and tags stand in a spreadsheet cell, and the digests that tell whether a cell is as it was issued."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable

from lexcurric.core.model import sort_tags
from lexcurric.core.wording import normal


def cell_text(text: str) -> str:
    """
    The text as a spreadsheet cell can hold it: line ends as LF, control characters as spaces, no broken characters.

    >>> cell_text("a\\x01b\\r\\nc")
    'a b\\nc'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    spaced = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", " ", lines)
    return re.sub(r"[\ud800-\udfff\ufffe\uffff]", "\ufffd", spaced)


def digest(text: str, length: int = 8) -> str:
    """The first hex digits of the SHA-256 of the text as a reader sees it."""
    return hashlib.sha256(normal(cell_text(text)).encode()).hexdigest()[:length]


def text_check(text: str) -> str:
    """The first 12 hex digits of the SHA-256 of the wording, spaces and invisible characters evened out."""
    return digest(text, 12)


def join_tags(tags: Iterable[str]) -> str:
    """
    Tags as one cell shows them: separated by commas, in quotes where a tag has a comma.

    >>> join_tags(["skill:knife, long", "tool:oven"])
    '"skill:knife, long", tool:oven'
    """
    return ", ".join(_quoted(normal(cell_text(tag))) for tag in sort_tags(tags))


def split_tags(cell: str) -> tuple[str, ...]:
    """
    The tags in a cell, each once, in order of the alphabet; commas and line ends separate them.

    >>> split_tags('tool:oven, "skill:knife, long",, tool:oven')
    ('skill:knife, long', 'tool:oven')
    """
    lines = cell_text(cell).splitlines(keepends=True)
    found = [tag for line in csv.reader(lines, skipinitialspace=True) for tag in line]
    return sort_tags(tag for each in found if (tag := normal(each)))


def _quoted(tag: str) -> str:
    return '"' + tag.replace('"', '""') + '"' if "," in tag or '"' in tag else tag


def tags_digest(tags: Iterable[str]) -> str:
    """The digest of a set of tags, the same before and after a trip through a cell."""
    return digest(join_tags(split_tags(join_tags(tags))))
