"""Which technologies and tools a statement names: whole names, in the order of their words, in any form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lexcurric.core.alignment.records import ItemKind, ListItem
from lexcurric.core.wording import SMALL_WORDS, normal, tokens, word_stems, words

TITLE, EXAMPLE = 0.95, 0.9
"""How sure a mention is: by the name of the sort of thing, or by that of one example."""
LEAST = 2
"""A name of one word, such as R, must have at least so many letters to be looked for."""


def find_mentions(text: str, items: Iterable[ListItem]) -> list[tuple[ListItem, float, str]]:
    """Each technology or tool that a statement names, how sure, and by which of its names."""
    said = _stems(text)
    # The first word has a capital whatever it is.
    plain = set(tokens(normal(text))[1:])
    found = []
    for item in items:
        if _names(item.label, said, plain, item.kind):
            found.append((item, TITLE, item.label))
            continue
        example = next((each for each in item.names if _names(each, said, plain, item.kind)), "")
        if example:
            found.append((item, EXAMPLE, example))
    return found


def _names(name: str, said: Sequence[str], plain: set[str], kind: ItemKind) -> bool:
    wanted = _stems(name)
    if not wanted:
        return False
    if len(wanted) == 1:
        # Software of one word is often a word of another meaning, such as Word or Access: only as it is written.
        is_tool = kind is ItemKind.TOOL
        return len(name.strip()) > LEAST and (wanted[0] in said if is_tool else name.strip() in plain)
    size = len(wanted)
    return any(list(said[at : at + size]) == wanted for at in range(len(said) - size + 1))


def _stems(text: str) -> list[str]:
    return [each for word in words(text) if word not in SMALL_WORDS for each in word_stems(word)]
