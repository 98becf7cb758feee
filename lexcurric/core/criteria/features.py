"""
What a statement is about, as weighted features: the words of its object, its verbs and its context, and the families
of words that they belong to.

The object counts most, since a criterion is a thread of statements about one thing. What says how independently or how
well it is done is left out: that is what tells the levels of a thread apart, not the threads.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lexcurric.core.criteria.families import families_of
from lexcurric.core.criteria.growth import without_autonomy
from lexcurric.core.model import Statement
from lexcurric.core.statement import parse_statement
from lexcurric.core.terms import GLUE, key_of
from lexcurric.core.wording import SMALL_WORDS, normal, words

OBJECT, CONTEXT, VERB = 1.0, 0.2, 0.4
"""How much a word counts by where it stands; of the object, the noun at the head of a phrase counts in full."""
BESIDE = 0.7
"""What a word of the object beside the head of its phrase counts."""
PHRASE = 0.7
"""What two words that stand together in an object count, beside each of them: “legal document” is no other document."""
PERSON = 0.35
"""What a word for a person counts against another: it says for whom or with whom, and seldom what the work is about."""
FAMILY = 1.1
"""What a family counts for the word that it is shared by."""
FEW = 8.0
"""In a small framework no word is common before so many have it."""
THREADS = 9
"""About so many threads a framework has, which tells how many statements share what makes a thread."""
_PLAIN = (
    "new other daily basic complex routine non-routine simple critical general various multiple competing "
    "appropriate relevant established completed incoming outgoing major use used using follow following ensure meet "
    "maintain prepare manage perform support provide within across between per each every under before after during "
    "until only least more most one two three ten also own up down off out set such including e.g job work task "
    "effort activity overall end-to-end day week month year time hour supporting based needs need level growth high "
    "finish finished function purpose item area aspect environment setting condition way part result place number "
    "amount change initiative type end past written good software management tool tools platform operation resource "
    "system-wide program method practice operational hand take key main full different all several"
)
_PLAIN_KEYS = frozenset(map(key_of, _PLAIN.split()))
_PERSONS = (
    "client customer patient resident guest visitor pupil student child attorney lawyer nurse doctor physician teacher "
    "supervisor manager supervising colleague worker aide helper people person family owner employer baker"
)
_PERSON_KEYS = frozenset(map(key_of, _PERSONS.split()))
_OPENERS = re.compile(
    r"\b(?:such as|including|for|of|in|with|by|from|between|across|under|to|on|at)\b|[,;:()]|\band\b|\bor\b"
)
Key = tuple[str, str]
"""A feature: `("word", key)`, `("phrase", two keys)` or `("family", name)`."""


@dataclass(frozen=True)
class Read:
    """
    A statement as it is compared: the weight of each feature, the words as written that gave a feature (for reasons),
    and the object's phrases.
    """

    id: str
    level: str
    weights: Mapping[Key, float]
    said: Mapping[Key, tuple[str, ...]]
    phrases: tuple[str, ...]


def read_statement(statement: Statement) -> Read:
    """The features of one statement; of one that does not follow the grammar, its whole text is taken as the object."""
    parsed = parse_statement(normal(statement.text))
    phrases = _phrases(parsed.object)
    weights: dict[Key, float] = {}
    said: dict[Key, list[str]] = {}
    for phrase in phrases:
        listed = content_words(phrase)
        for place, word in enumerate(listed):
            _count(weights, said, word, OBJECT if place == len(listed) - 1 else BESIDE)
        for first, second in pairwise(listed):
            if f"{first} {second}" in phrase.casefold():
                both: Key = ("phrase", f"{key_of(first)} {key_of(second)}")
                weights[both] = PHRASE
                said.setdefault(both, []).append(f"{first} {second}")
    for verb in parsed.verbs:
        _count(weights, said, verb.casefold(), VERB, of_family=VERB / 2)
    for word in content_words(without_autonomy(parsed.context)):
        _count(weights, said, word, CONTEXT, of_family=CONTEXT)
    kept = {key: tuple(dict.fromkeys(row)) for key, row in said.items()}
    return Read(statement.id, statement.level, weights, kept, tuple(phrases))


def _phrases(text: str) -> list[str]:
    """The runs of words of an object between commas, conjunctions and prepositions."""
    return [part.strip() for part in _OPENERS.split(text) if part and part.strip()]


def content_words(text: str) -> list[str]:
    """The words that say what a text is about."""
    return [word for word in words(text) if not is_plain(word)]


def is_plain(word: str) -> bool:
    """True for a word that says nothing of what a statement is about: small words, figures, and words of any trade."""
    plain = word in GLUE or word in SMALL_WORDS or key_of(word) in _PLAIN_KEYS
    return plain or any(char.isdigit() for char in word)


def is_person(key: str) -> bool:
    """True for the key of a word that names a person, such as a client or a colleague."""
    return key in _PERSON_KEYS


def _count(
    weights: dict[Key, float], said: dict[Key, list[str]], word: str, weight: float, of_family: float | None = None
) -> None:
    pieces = dict.fromkeys([word, *(part for part in re.split(r"[-‐‑]", word) if len(part) > 2)])
    for piece in pieces:
        if is_plain(piece):
            continue
        word_key: Key = ("word", key_of(piece))
        much = weight * (PERSON if is_person(word_key[1]) else 1.0)
        weights[word_key] = max(weights.get(word_key, 0.0), much)
        said.setdefault(word_key, []).append(piece)
        # Three words of cleaning say more than one: families add up, words do not.
        share = FAMILY * (weight if of_family is None else of_family)
        for name in families_of(piece):
            family: Key = ("family", name)
            if piece not in said.setdefault(family, []):
                said[family].append(piece)
                before = weights.get(family, 0.0)
                weights[family] = max(before, share) if weight == CONTEXT else min(FAMILY, before + share)


def rarity(rows: Sequence[Read]) -> dict[Key, float]:
    """
    How much sharing a feature tells, from 0 to 1: 1 where no more statements have it than a thread has (a word:
    two thirds of that), less and less up to half of all; 0 where one alone has it. One has it as much as it weighs.
    """
    times = Counter(key for row in rows for key in row.weights)
    spread: dict[Key, float] = {}
    for row in rows:
        for key, weight in row.weights.items():
            spread[key] = spread.get(key, 0.0) + min(1.0, weight)
    none = max(FEW, len(rows) / 2)

    def rare(key: Key) -> float:
        most = max(2.0, len(rows) / (THREADS if key[0] == "family" else 1.5 * THREADS))
        if times[key] < 2 or spread[key] >= none:
            return 0.0
        return min(1.0, math.log(none / spread[key]) / math.log(none / most))

    return {key: rare(key) for key in times}
