"""
Whether a change of wording is editorial or substantive: a proposal with its reason; the judgment is the designer's.

Source of the two words: CASE 1.1 implementation guide, §4.3.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from lexcurric.core.statement import parse_statement
from lexcurric.core.wording import content_stems, figures, negations, stem


class Significance(StrEnum):
    """An editorial change keeps the meaning; a substantive one asks for something else."""

    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"


def propose(old: str, new: str) -> tuple[Significance, str]:
    """
    The proposal for a rewording, and the reason in plain words.

    >>> propose("Doughs — mix, and rest.", "Dough — mix and rest.")
    (<Significance.EDITORIAL: 'editorial'>, 'the same words but for form, order, articles or punctuation')
    """
    contrary = _contrary(old, new)
    if contrary:
        return Significance.SUBSTANTIVE, contrary
    gone = Counter(content_stems(old)) - Counter(content_stems(new))
    come = Counter(content_stems(new)) - Counter(content_stems(old))
    if not gone and not come:
        return Significance.EDITORIAL, "the same words but for form, order, articles or punctuation"
    if _are_spellings(list(gone), list(come)):
        return Significance.EDITORIAL, "the same words in another spelling"
    same_object = content_stems(parse_statement(old).object) == content_stems(parse_statement(new).object)
    return Significance.SUBSTANTIVE, "words with a meaning of their own changed" if same_object else "another object"


def _contrary(old: str, new: str) -> str:
    """The evidence that alone makes a change substantive, in words; empty where there is none."""
    if figures(old) != figures(new):
        return "another figure"
    if Counter(negations(old)) != Counter(negations(new)):
        return "a word such as “not” or “without” came or went"
    before, after = parse_statement(old).verbs, parse_statement(new).verbs
    if before and after and {stem(verb) for verb in before} != {stem(verb) for verb in after}:
        return f"another action: {', '.join(before)} → {', '.join(after)}"
    return ""


def _are_spellings(gone: list[str], come: list[str]) -> bool:
    """True where what went and what came are the same letters but for one or two, or only joined differently."""
    from rapidfuzz.distance import Levenshtein

    if "".join(sorted(gone)) == "".join(sorted(come)):
        return True
    if len(gone) != len(come):
        return False
    pairs = zip(sorted(gone), sorted(come), strict=True)
    return all(len(a) > 3 and len(b) > 3 and Levenshtein.distance(a, b) <= (1 if len(a) < 8 else 2) for a, b in pairs)
