"""
The terms of a wording: its words in the form in which two wordings are compared for meaning.

Spelling of either side of the ocean, hyphens, number words, endings and a few set phrases make no difference here.
The rules and lists are our own, made for the short sentences of frameworks; what they miss is called a change of words,
which a designer then looks at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from lexcurric.core.wording import normal, stem


class Term(NamedTuple):
    """A word as it is compared, and as it is written (in small letters)."""

    key: str
    word: str


# fmt: off
_PHRASES = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\be\.\s?g\.,?|\bfor (?:example|instance)\b,?", "such as"), (r"\bin order to\b", "to"),
        (r"\bprior to\b", "before"), (r"\bas well as\b", "and"), (r"\band/or\b", "or"), (r"&", " and "),
        (r"%", " percent "), (r"\bper cent\b", "percent"), (r"\bin accordance with\b", "according to"),
        (r"\butili[sz](e[sd]?|ing)\b", r"us\1"), (r"\bcan't\b|\bcannot\b", "can not"), (r"\bwon't\b", "will not"),
        (r"n't\b", " not"), (r"\bevery\b", "each"), (r"\beach (day|week|month|year|hour)\b", r"\1ly"),
        (r"(?<=\d),(?=\d{3}\b)", ""),
    )
]
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_SPELLINGS = {
    "grey": "gray", "programme": "program", "practise": "practice", "licence": "license", "defence": "defense",
    "offence": "offense", "judgement": "judgment", "ageing": "aging", "aluminium": "aluminum", "mould": "mold",
    "plough": "plow", "tyre": "tire", "skilful": "skillful", "enrol": "enroll", "fulfil": "fulfill",
    "artefact": "artifact", "kerb": "curb", "jewellery": "jewelry", "sceptical": "skeptical", "catalogue": "catalog",
    "dialogue": "dialog", "analogue": "analog", "cheque": "check", "instalment": "installment", "whilst": "while",
    "daily": "dayly", "amongst": "among", "learnt": "learned", "burnt": "burned",
    # Forms that no rule of endings finds.
    "knives": "knife", "loaves": "loaf", "shelves": "shelf", "leaves": "leaf", "halves": "half", "lives": "life",
    "children": "child", "men": "man", "women": "woman", "people": "person", "persons": "person", "feet": "foot",
    "teeth": "tooth", "mice": "mouse", "criteria": "criterion", "data": "datum", "analyses": "analysis",
    "indices": "index", "indexes": "index", "kept": "keep", "made": "make", "written": "write", "wrote": "write",
    "taken": "take", "took": "take", "chosen": "choose", "chose": "choose", "held": "hold", "built": "build",
    "sent": "send", "found": "find", "given": "give", "gave": "give", "done": "do", "did": "do", "sold": "sell",
    "bought": "buy", "led": "lead", "met": "meet", "understood": "understand", "taught": "teach", "got": "get",
    "cut": "cut", "cutting": "cut", "has": "have", "had": "have",
}
_ENDINGS = ((re.compile(r"(cent|met|lit|theat|fib|calib)re(?=d?s?$)"), r"\1er"), (re.compile(r"yse(?=[drs]?$)"), "yze"),
            (re.compile(r"ysing$"), "yzing"), (re.compile(r"aemi"), "emi"), (re.compile(r"aesth"), "esth"),
            (re.compile(r"paedi"), "pedi"), (re.compile(r"haem"), "hem"), (re.compile(r"sulph"), "sulf"))
GLUE = frozenset({
    "a", "an", "the", "that", "which", "who", "of", "in", "on", "at", "for", "as", "to", "by", "with", "into", "onto",
    "upon", "is", "are", "was", "were", "be", "been", "being", "their", "its", "it", "they", "and", "or", "such",
})
"""Words that hold others together: alone they make no change of meaning, beside what `significance` says of `or`."""
_LOOKALIKES = frozenset({
    "complaint", "compliant", "complement", "compliment", "casual", "causal", "martial", "marital", "discreet",
    "discrete", "stationary", "stationery", "principal", "principle", "prescribe", "proscribe", "formally", "formerly",
    "personal", "personnel", "desert", "dessert", "planning", "planing", "conservation", "conversation", "immoral",
    "immortal", "compliance", "complaints", "compliments", "complements", "moral", "morale", "sacred", "scared",
})
# fmt: on
_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_ABBREVIATION = re.compile(r"\s*\(([A-Z][A-Z&]{1,7})s?\)")
_VOWELS = frozenset("aeiou")


def read_terms(old: str, new: str) -> tuple[list[Term], list[Term]]:
    """The terms of two wordings, where what one writes as one word and the other as two is one."""
    before, after = _same_abbreviations(normal(old), normal(new))
    sides = [_words(before), _words(after)]
    joined = [_join(sides[0], set(sides[1])), _join(sides[1], set(sides[0]))]
    first, second = ([Term(key_of(word), word) for word in words] for words in joined)
    return first, second


def left_over(old: Sequence[Term], new: Sequence[Term]) -> tuple[list[Term], list[Term]]:
    """The terms that each side has and the other has not, in order; of several equal ones the last."""
    return _beyond(old, new), _beyond(new, old)


def _beyond(terms: Sequence[Term], others: Sequence[Term]) -> list[Term]:
    rest = Counter(term.key for term in others)
    found = []
    for term in terms:
        rest[term.key] -= 1
        if rest[term.key] < 0:
            found.append(term)
    return found


def find_slips(gone: Sequence[Term], come: Sequence[Term]) -> list[tuple[Term, Term]]:
    """The pairs of what went and came that are one word, one of them misspelled."""
    pairs: list[tuple[Term, Term]] = []
    waiting = list(come)
    for term in gone:
        other = next((each for each in waiting if is_misspelling(term.word, each.word)), None)
        if other is not None:
            waiting.remove(other)
            pairs.append((term, other))
    return pairs


@lru_cache(maxsize=65_536)
def key_of(word: str) -> str:
    """The form in which a word is compared: without endings, in one spelling, a number word as figures."""
    plain = word.replace("’", "'").removesuffix("'s")
    if plain in _NUMBERS:
        return _NUMBERS[plain]
    for pattern, other in _ENDINGS:
        plain = pattern.sub(other, plain)
    single = plain.removesuffix("s") if plain.removesuffix("s") in _SPELLINGS else plain
    return stem(_SPELLINGS.get(plain) or _SPELLINGS.get(single) or plain)


def is_figure(key: str) -> bool:
    """True for a number in figures."""
    return key[:1].isdigit()


def is_misspelling(one: str, other: str) -> bool:
    """
    True for two words of which one is likely a slip: letters exchanged, one doubled, left out, or a vowel for another.

    Short words, first letters, and pairs of words that only look alike are never taken for slips.

    >>> is_misspelling("recieve", "receive"), is_misspelling("form", "from")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    if len(short) < 6 or {one, other} <= _LOOKALIKES or len(long) - len(short) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if start < 2:
        return False
    if len(short) < len(long):
        dropped = short[start:] == long[start + 1 :]
        doubled = long[start] == long[start - 1]
        return dropped and len(long) >= 7 and (doubled or (len(long) >= 9 and start < len(short) - 2))
    a, b = short[start:], long[start:]
    if a[:2] == b[1::-1] and a[2:] == b[2:]:
        return len(short) >= 7
    return len(short) >= 8 and a[1:] == b[1:] and {a[0], b[0]} <= _VOWELS and 2 < start < len(short) - 3


def _words(text: str) -> list[str]:
    low = text.casefold().replace("’", "'")
    for pattern, plain in _PHRASES:
        low = pattern.sub(plain, low)
    return _WORD.findall(low)


def _join(words: Sequence[str], others: set[str]) -> list[str]:
    """The words, two of them in one where the other side writes them so."""
    joined: list[str] = []
    for word in words:
        if joined and len(joined[-1] + word) > 4 and joined[-1] + word in others:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _same_abbreviations(old: str, new: str) -> tuple[str, str]:
    """Both wordings with the long form or both with the short, where one of them explains the short in brackets."""
    return _as_other(old, new), _as_other(new, old)


def _as_other(text: str, other: str) -> str:
    for found in _ABBREVIATION.finditer(text):
        short = found[1]
        before = text[: found.start()]
        long = _spelled_out(before, short)
        if not long or found[0].strip() in other:
            continue
        if long.casefold() in other.casefold():
            return text.replace(found[0], "", 1)
        if re.search(rf"\b{re.escape(short)}s?\b", other):
            return before.removesuffix(long) + short + text[found.end() :]
    return text


def _spelled_out(before: str, short: str) -> str:
    """The words at the end of a text whose first letters are the abbreviation; empty where there are none."""
    wanted = short.replace("&", "").casefold()
    starts = [match.start() for match in re.finditer(r"[^\W\d_]+", before)]
    for start in starts[::-1]:
        words = re.findall(r"[^\W\d_]+", before[start:])
        initials = "".join(word[0] for word in words if word.casefold() not in GLUE).casefold()
        if initials == wanted or "".join(word[0] for word in words).casefold() == wanted:
            return before[start:]
        if len(initials) > len(wanted):
            break
    return ""
