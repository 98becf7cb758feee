"""
Wording: what counts as the same text, and the words in it.

Invisible characters, spaces and Unicode forms are never a change of wording: `normal` removes those differences for
comparing, and only for comparing. The text itself is kept as it came.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’\-‐‑][^\W_]+)*", re.UNICODE)
_TOKEN = re.compile(r"[^\W_]+(?:['’\-‐‑.,/](?=[^\W_])[^\W_]+)*|\s+|[^\w\s]|_", re.UNICODE)
# What needs no look at each character: letters and marks that no normal form changes, and no space but the plain one.
_PLAIN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*")
_EMPTY = frozenset({"a", "an", "the", "by", "that", "which"})
# fmt: off
SMALL_WORDS = frozenset({
    "a", "an", "the", "and", "or", "nor", "but", "of", "in", "on", "at", "to", "for", "from", "by", "with",
    "as", "is", "are", "be", "been", "being", "was", "were", "that", "which", "this", "these", "those",
    "their", "its", "it", "they", "them", "into", "onto", "than", "then", "such", "any", "all", "other", "so",
    "if", "when", "where", "while", "who", "whose", "will", "can", "may", "there", "has", "have", "had", "do",
    "does", "not", "no",
})
# fmt: on
"""Words that say little without their neighbors, so that they prove nothing alone when two texts are aligned."""
_ENDINGS = [
    "ations",
    "ation",
    "ingly",
    "edly",
    "ings",
    "ing",
    "ies",
    "ied",
    "ments",
    "ment",
    "ly",
    "es",
    "ed",
    "s",
    "e",
    "y",
]
NEGATIONS = frozenset({"not", "no", "never", "without", "except", "unless", "neither", "nor", "non"})


@lru_cache(maxsize=65_536)
def normal(text: str) -> str:
    """
    The text as a reader sees it: NFC, without invisible characters, each run of spaces one space, ends trimmed.

    >>> normal("  Caf\\u0065\\u0301\\u00a0menus\\u200b ")
    'Café menus'
    """
    if "  " not in text and _PLAIN.fullmatch(text):
        return text.strip()
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(
        " " if char.isspace() or unicodedata.category(char) == "Cc" else char
        for char in composed
        if unicodedata.category(char) != "Cf"
    )
    return " ".join(visible.split())


@lru_cache(maxsize=65_536)
def words(text: str) -> tuple[str, ...]:
    """
    The words of a text, case-folded, without punctuation.

    >>> words("Dough pieces — divide, and round.")
    ('dough', 'pieces', 'divide', 'and', 'round')
    """
    plain = normal(text)
    if plain.isascii():
        return tuple(_WORD.findall(plain.lower()))
    return tuple(word.casefold() for word in _WORD.findall(plain))


def folded(text: str) -> str:
    """The words alone, joined by spaces: two texts with one `folded` form differ in case and punctuation at most."""
    return " ".join(words(text))


def tokens(text: str) -> list[str]:
    """
    The text cut into whole words, runs of spaces, and single marks; joined, they are the text again.

    >>> tokens("weigh 2.5 kg, then")
    ['weigh', ' ', '2.5', ' ', 'kg', ',', ' ', 'then']
    """
    found = _TOKEN.findall(text)
    return found if "".join(found) == text else list(text)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """
    A crude common form of an English word's inflections and spellings, for comparing only.

    >>> [stem(word) for word in ("organise", "organizing", "labelled", "labels", "recipes")]
    ['organ', 'organ', 'label', 'label', 'recip']
    """
    if any(char.isdigit() for char in word):
        return word
    form = word.replace("’", "'").removesuffix("'s").replace("-", "")
    form = re.sub(r"our(?=$|s|ed|ing|al)", "or", form) if len(form) > 5 else form
    form = re.sub(r"(i[sz])(e[sd]?|ing|er|ers|ation|ations)$", "", form) if len(form) > 6 else form
    for ending in (
        "ations",
        "ation",
        "ingly",
        "edly",
        "ings",
        "ing",
        "ies",
        "ied",
        "ment",
        "ments",
        "ly",
        "es",
        "ed",
        "s",
        "e",
        "y",
    ):
        if form.endswith(ending) and len(form) - len(ending) >= 3:
            form = form[: -len(ending)]
            break
    return form[:-1] if len(form) > 3 and form[-1] == form[-2] else form


def quoted(text: str) -> str:
    """
    A wording in quotation marks, cut to what fits in a line.

    >>> quoted("Ovens —  load.")
    '“Ovens — load.”'
    """
    plain = normal(text)
    return f"“{plain if len(plain) <= 60 else plain[:59] + '…'}”"


def content_stems(text: str) -> tuple[str, ...]:
    """The stems of the words that carry meaning: all but articles and the like; `long-term` gives two."""
    return tuple(each for word in words(text) for each in word_stems(word))


@lru_cache(maxsize=65_536)
def word_stems(word: str) -> tuple[str, ...]:
    """The stems of one word, case-folded; none for an article or the like."""
    return tuple(stem(part) for part in re.split(r"[-‐‑]", word) if part and part not in _EMPTY)


def figures(text: str) -> tuple[str, ...]:
    """The numbers in a text, as they stand."""
    return tuple(re.findall(r"\d+(?:[.,:/]\d+)*", text))


_MINUS = re.compile(r"(?<![\w)\]])[-‐‑–](?=\d)")
_MAY_SIGN = re.compile(r"[^\w\s.,;:!?()'’\"“”/%&—–‑‐-]|(?<![\w)\]])[-‐‑–](?=\d)")
_NO_SIGNS = frozenset("©®™|~")


def signs(text: str) -> tuple[str, ...]:
    """
    The marks in a text that mean something by themselves: signs of reckoning and comparing, currencies, pictures, `#`.

    >>> signs("keep at -5 °C, or ≤ 3 °C, for $50 in C#")
    ('−', '°', '≤', '°', '$', '#')
    """
    if not _MAY_SIGN.search(text):
        return ()
    plain = _MINUS.sub("−", normal(text))
    return tuple(
        char
        for char in plain
        if char == "#" or (unicodedata.category(char) in ("Sc", "Sm", "So") and char not in _NO_SIGNS)
    )
