"""Tagging by a rule: which statements a text or a pattern is found in, and what a tag would change on them."""

from __future__ import annotations

import re

from lexcurric.core.edits import find_level, tag
from lexcurric.core.errors import EditError
from lexcurric.core.model import Content, Record
from lexcurric.core.wording import normal


class Hit(Record):
    """A statement that a rule finds: what was found in it, as written, and its tags before and after."""

    id: str
    found: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def is_change(self) -> bool:
        """False where the statement has the tag already."""
        return self.before != self.after


def find_hits(content: Content, wanted: str | re.Pattern[str], tags: list[str], level: str = "") -> tuple[Hit, ...]:
    """
    The active statements (of one level, if it is named) that contain a text, or in which a pattern is found.

    Each comes with what tagging it would give. A text counts in any case, from the start of a word on. Raises EditError
    for an empty text, and for a tag that cannot be given.
    """
    if isinstance(wanted, str):
        if not normal(wanted):
            raise EditError("expected a text to look for, found an empty one")
        text = normal(wanted)
        # From the start of a word: “oven” is in “ovens”, and not in “proven”.
        pattern = re.compile((r"(?<!\w)" if text[0].isalnum() else "") + re.escape(text), re.IGNORECASE)
    else:
        pattern = wanted
    key = find_level(content, level).key if level else ""
    found = [
        (each, match.group())
        for each in content.active
        if (not key or each.level == key) and (match := pattern.search(normal(each.text)))
    ]
    after = tag(content, [each.id for each, _ in found], tags).by_id
    return tuple(Hit(id=each.id, found=words, before=each.tags, after=after[each.id].tags) for each, words in found)


def pattern_of(text: str) -> re.Pattern[str]:
    """A regular expression, in any case. Raises EditError, with the place, where it is none."""
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise EditError(f"not a regular expression: {text!r} ({error})") from None
