"""How wording and tags stand in a spreadsheet cell, and the digests that tell whether a cell is as it was issued."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from lexcurric.core.errors import EditError
from lexcurric.core.model import sort_tags
from lexcurric.core.vocabulary import parse_tag
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
    The tags in a cell, each once, in order of the alphabet; commas, semicolons and line ends separate them.

    >>> split_tags('tool:oven; "skill:knife, long",, tool:oven')
    ('skill:knife, long', 'tool:oven')
    """
    found = (_TAG.findall(line) for line in cell_text(cell).split("\n"))
    return sort_tags(tag for line in found for whole, bare in line if (tag := normal(_unquoted(whole) or bare)))


_TAG = re.compile(r'\s*(?:("(?:[^"]|"")*")\s*(?=[,;]|$)|([^,;]+))')
"""A tag in quotes that ends where the tag does, or one without."""


def _unquoted(text: str) -> str:
    return text[1:-1].replace('""', '"')


def _quoted(tag: str) -> str:
    return '"' + tag.replace('"', '""') + '"' if set(tag) & set(',;"') else tag


def tags_digest(tags: Iterable[str]) -> str:
    """The digest of a set of tags, the same before and after a trip through a cell."""
    return digest(join_tags(split_tags(join_tags(tags))))


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags in their one spelling, such as `tag:rush hour` for `rush hour`; what is no tag stays as it is."""
    found = []
    for tag in tags:
        try:
            name, term = parse_tag(tag)
        except EditError:
            found.append(tag)
        else:
            found.append(f"{name}:{term}")
    return tuple(found)
