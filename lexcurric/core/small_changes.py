"""What changed in a wording without changing what it asks for, in plain words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from lexcurric.core.terms import GLUE, Term, is_figure, left_over, read_terms

_MARKS = re.compile(r"[^\w\s]|_")
_BRACKETED = re.compile(r"\([A-Z][A-Z&]{1,7}s?\)")
_SHOWN = 2
WordPairs = list[tuple[str, str]]


def small_changes(old: str, new: str, slips: Sequence[tuple[Term, Term]]) -> list[str]:
    """
    Each sort of small change between two wordings of the same words, with the words where that helps.

    >>> small_changes("The colour — mix.", "Color — mix!", [])
    ['spelling: colour → color', 'a small word: the', 'punctuation']
    """
    before, after = read_terms(old, new)
    spelled, forms, numbers = _sorted_pairs(_other_words(before, after))
    spelled += [(one.word, other.word) for one, other in slips]
    small = [[term.word for term in side if term.word in GLUE] for side in left_over(before, after)]
    abbreviated = len(_BRACKETED.findall(old)) != len(_BRACKETED.findall(new))
    found = [
        _said("spelling", spelled),
        _said("another form of a word", forms),
        _said("a number in figures or in words", numbers),
        "an abbreviation" if abbreviated else "",
        f"a small word: {' → '.join(', '.join(dict.fromkeys(side)) for side in small if side)}" if any(small) else "",
        "a hyphen or a space" if not abbreviated and _hyphens(old) != _hyphens(new) else "",
        "punctuation" if not abbreviated and _marks(old) != _marks(new) else "",
        "capitals" if not any(small) and _capitals(old, new) else "",
    ]
    return [each for each in found if each]


def _said(what: str, pairs: WordPairs) -> str:
    if not pairs:
        return ""
    more = f" and {len(pairs) - _SHOWN} more" if len(pairs) > _SHOWN else ""
    return f"{what}: " + ", ".join(f"{one} → {other}" for one, other in pairs[:_SHOWN]) + more


def _other_words(before: Sequence[Term], after: Sequence[Term]) -> WordPairs:
    """The words of one key that are written in two ways."""
    found: WordPairs = []
    for key in dict.fromkeys(term.key for term in before):
        one, other = (Counter(term.word for term in side if term.key == key) for side in (before, after))
        found += zip((one - other).elements(), (other - one).elements(), strict=False)
    return found


def _sorted_pairs(pairs: Iterable[tuple[str, str]]) -> tuple[WordPairs, WordPairs, WordPairs]:
    """Pairs that differ in spelling, in the form of the word, and in how a number is written."""
    spelled: WordPairs = []
    forms: WordPairs = []
    numbers: WordPairs = []
    for one, other in pairs:
        if is_figure(one) != is_figure(other):
            numbers.append((one, other))
        elif _spelling(one) == _spelling(other):
            spelled.append((one, other))
        else:
            forms.append((one, other))
    return spelled, forms, numbers


def _spelling(word: str) -> str:
    """A word without what differs between spellings, though not between forms."""
    plain = word.replace("our", "or").replace("ll", "l").replace("ae", "e").replace("ys", "yz").replace("is", "iz")
    plain = re.sub(r"re(?=d?s?$)", "er", plain).replace("gue", "g").replace("ph", "f").replace("ey", "ay")
    return plain.replace("mme", "m").replace("que", "ck").replace("c", "s")


def _hyphens(text: str) -> list[str]:
    return sorted(word.casefold() for word in re.findall(r"[^\W_]+(?:[-‐‑][^\W_]+)+", text))


def _marks(text: str) -> list[str]:
    return [mark for mark in _MARKS.findall(text) if mark not in "-‐‑&%"]


def _capitals(old: str, new: str) -> bool:
    """True where a word that both have is written with a capital in one only."""
    sides = [{word.casefold(): word for word in re.findall(r"[^\W\d_]+", text)} for text in (old, new)]
    return any(sides[0][low] != sides[1][low] for low in sides[0].keys() & sides[1].keys())
