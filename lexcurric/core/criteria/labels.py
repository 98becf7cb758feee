"""A name for a thread, from the words that its statements share: `Correspondence and mail`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from lexcurric.core.criteria.features import BESIDE, Key, Read, content_words, is_person
from lexcurric.core.terms import key_of
from lexcurric.core.wording import words

SHOWN = 14
"""So many of the best words are tried in pairs."""

_ADJECTIVE = re.compile(r"(?:ive|al|ic|ous|able|ible|ed|ful|less|ary)$")


@dataclass(frozen=True)
class _Word:
    """A word or two as they would stand in a name: who has them, and how often they are the head of a phrase."""

    text: str
    members: frozenset[int]
    heads: int
    keys: frozenset[str]
    rare: float

    @property
    def is_pair(self) -> bool:
        """True for two words."""
        return len(self.keys) == 2

    @property
    def worth(self) -> float:
        """How many have it, by how rare it is in the framework; two words say more than one."""
        return len(self.members) * (0.4 + 0.6 * self.rare) + (0.6 if self.is_pair else 0.0)


def name_thread(rows: Sequence[Read], rare: Mapping[Key, float], taken: Sequence[str] = ()) -> str:
    """
    The name: the word, or two words, that most objects of the thread have; the name of a family of words where that
    covers more. Never one that is taken.
    """
    found = [_with_capital(each) for each in _names(rows, rare)]
    used = {each.casefold() for each in taken}
    free = next((each for each in found if each.casefold() not in used), None)
    if free is not None:
        return free
    first = found[0] if found else "Thread"
    return next(name for number in range(2, len(used) + 3) if (name := f"{first} {number}").casefold() not in used)


def _names(rows: Sequence[Read], rare: Mapping[Key, float]) -> list[str]:
    listed = sorted(_words(rows, rare), key=_rank)[:SHOWN]
    all_of_it = len(rows)
    options = [
        (word.worth + (0.3 if len(word.members) == all_of_it else 0.0), at, word.text)
        for at, word in enumerate(listed)
        if len(word.members) > 1
    ]
    for (at, one), (_, other) in combinations(enumerate(listed), 2):
        if one.keys & other.keys or max(len(one.members), len(other.members)) < 2:
            continue
        first, second = sorted((one, other), key=lambda each: (-len(each.members), -each.worth))
        more = len(second.members - first.members)
        if more:
            gain = 0.8 * more * (0.4 + 0.6 * second.rare)
            options.append((first.worth + gain, at, f"{first.text} and {second.text}"))
        elif len(first.members) == len(second.members) == len(rows) and first.is_pair == second.is_pair:
            options.append((first.worth + 0.1, at, f"{one.text} and {other.text}"))
    # A word of one object alone is no name for a thread; the name of a family that two have is.
    options += [(many - 0.5, 0, name) for many, name in _families(rows)]
    options += [(0.0, at, word.text) for at, word in enumerate(listed)]
    options.sort(key=lambda each: (-each[0], each[1]))
    return [text for _, _, text in options]


def _rank(word: _Word) -> tuple[float, int, str]:
    return (-word.worth, -word.heads, word.text)


def _words(rows: Sequence[Read], rare: Mapping[Key, float]) -> list[_Word]:
    """The words that head a phrase of an object, and those pairs of words that two objects have."""
    members: dict[tuple[str, ...], set[int]] = {}
    written: dict[tuple[str, ...], Counter[str]] = {}
    heads: Counter[tuple[str, ...]] = Counter()
    for at, row in enumerate(rows):
        for phrase in row.phrases:
            listed, last = content_words(phrase), words(phrase)[-1:]
            for place, word in enumerate(listed):
                is_end = place == len(listed) - 1
                is_head = is_end and (word in last or not _ADJECTIVE.search(word))
                _note((key_of(word),), word, at, (5 if word in last else 2) if is_head else 1, members, written)
                heads[key_of(word),] += is_head
                if not is_end and f"{word} {listed[place + 1]}" in phrase.casefold():
                    pair = (key_of(word), key_of(listed[place + 1]))
                    _note(pair, f"{word} {listed[place + 1]}", at, 1, members, written)
                    heads[pair] += place == len(listed) - 2
    found = []
    for keys, having in members.items():
        # Whom it is done for says too little: "Attorneys" names no thread.
        if not heads[keys] or (len(keys) == 2 and len(having) < 2) or is_person(keys[-1]):
            continue
        text = min(written[keys].items(), key=lambda each: (-each[1], -len(each[0]), each[0]))[0]
        found.append(
            _Word(
                text, frozenset(having), heads[keys], frozenset(keys), min(rare.get(("word", key), 0.0) for key in keys)
            )
        )
    single = {each.keys: each for each in found if not each.is_pair}
    # "Legal documents" says more than "documents", where hardly anybody is left out by it.
    return [
        each
        for each in found
        if not each.is_pair or all(len(each.members) >= len(single[k].members) - 1 for k in _last(each, single))
    ]


def _last(pair: _Word, single: dict[frozenset[str], _Word]) -> list[frozenset[str]]:
    return [frozenset({key}) for key in pair.keys if frozenset({key}) in single]


def _note(
    keys: tuple[str, ...],
    text: str,
    at: int,
    much: int,
    members: dict[tuple[str, ...], set[int]],
    written: dict[tuple[str, ...], Counter[str]],
) -> None:
    members.setdefault(keys, set()).add(at)
    written.setdefault(keys, Counter())[text] += much


def _families(rows: Sequence[Read]) -> list[tuple[int, str]]:
    """The families that two objects or more have, by how many."""
    count: Counter[str] = Counter()
    for row in rows:
        for key, weight in row.weights.items():
            if key[0] == "family" and weight >= BESIDE / 2:
                count[key[1]] += 1
    return [(many, name) for name, many in sorted(count.items(), key=lambda each: (-each[1], each[0])) if many > 1]


def _with_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
