"""Whose each word of a wording is, carried from wording to wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from lexcurric.core.wording import normal, tokens
from lexcurric.core.words import kept_words

Owner = TypeVar("Owner")
Marked = tuple[str, tuple[Owner, ...]]
"""A wording in its normal form, with an owner for each of its tokens."""


def written(text: str, owner: Owner) -> Marked[Owner]:
    """A wording that is all of one owner."""
    plain = normal(text)
    return plain, (owner,) * len(tokens(plain))


def rewritten(text: str, sources: Sequence[Marked[Owner]], owner: Owner) -> Marked[Owner]:
    """
    A wording made of others: each word is whose it was in the first of the sources that has it there, else `owner`'s.

    >>> old = written("Loaves — score by hand.", "Ada")
    >>> for run in runs(rewritten("Loaves — score with a lame.", [old], "Bob")):
    ...     print(run)
    ('Loaves — score ', 'Ada')
    ('with a lame.', 'Bob')
    """
    plain = normal(text)
    found: list[Owner | None] = [None] * len(tokens(plain))
    for source, owners in sources:
        for place, old in enumerate(kept_words(source, plain)):
            if found[place] is None and old is not None:
                found[place] = owners[old]
    return plain, tuple(owner if each is None else each for each in found)


def runs(marked: Marked[Owner]) -> list[tuple[str, Owner]]:
    """
    The runs of words with one owner, which joined are the wording.

    Spaces and marks go with the word before them: who put in a comma did not change a word.
    """
    plain, owners = marked
    found: list[tuple[str, Owner]] = []
    for token, owner in zip(tokens(plain), owners, strict=True):
        is_word = token[:1].isalnum()
        if found and (not is_word or found[-1][1] == owner):
            found[-1] = (found[-1][0] + token, found[-1][1])
        elif found and not any(char.isalnum() for char in found[-1][0]):
            found[-1] = (found[-1][0] + token, owner)
        else:
            found.append((token, owner))
    return found
