"""
How likely a statement is about a task: a probability for each pair, from what both say, and why, in words.

Two kinds of evidence (three where meanings are weighed): pieces of words, rare ones counting more, and the share of
content words that both have. Place says nothing here, since the two lists have no common order. The numbers were
learned from two labelled occupations, each tried on what was learned from the other: `docs/alignment-results.md`, made
by `python -m benchmarks.bench_align`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lexcurric.core.matching.likeness import compare
from lexcurric.core.statement import DASH, parse_statement
from lexcurric.core.wording import SMALL_WORDS, folded, stem, word_stems, words

if TYPE_CHECKING:
    from lexcurric.core.matching.likeness import Pairs
    from lexcurric.core.matching.vectors import Floats, Meaning

PROPOSED = 0.15
"""From so sure on a pair is proposed: of those, most are right (see `docs/alignment-results.md`)."""
LIKELY = 0.5
"""From so sure on a pair is `likely`: of the tasks of the labelled occupations, none of these was wrong."""
NEAREST = 3
MOST = 0.99
RARE_WORDS = 5


class Numbers(NamedTuple):
    """Log-odds: a constant, then for pieces of words, for shared content words, and for meaning (0: not weighed)."""

    constant: float
    characters: float
    shared: float
    meaning: float = 0.0


LEARNED = Numbers(-4.788, 10.429, 11.886)
LEARNED_WITH_MEANING = Numbers(-6.894, 7.738, 9.147, 6.158)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A statement (index) and a thing of the list (index): how likely the one is about the other, and why."""

    statement: int
    item: int
    score: float
    why: tuple[str, ...]
    is_same: bool = False
    """True where both are the same words."""


@dataclass(frozen=True)
class Weighing:
    """All pairs of two lists, weighed: `score` has a row a statement and a column an item."""

    score: Floats
    evidence: Floats
    statements: tuple[str, ...]
    items: tuple[str, ...]
    meaning: bool

    def above(self, least: float = PROPOSED) -> list[Weighed]:
        """Every pair from `least` on, by statement, the likeliest first."""
        rows, columns = np.nonzero(self.score >= least)
        pairs = zip(rows.tolist(), columns.tolist(), strict=True)
        return [self.pair(*each) for each in sorted(pairs, key=lambda at: (at[0], -self.score[at], at[1]))]

    def nearest(self, statement: int, count: int = NEAREST) -> list[Weighed]:
        """The likeliest things for one statement, however unlikely, the likeliest first."""
        row = self.score[statement]
        return [self.pair(statement, int(at)) for at in np.argsort(-row, kind="stable")[:count]]

    def pair(self, statement: int, item: int) -> Weighed:
        """One pair, with its reasons."""
        text, label = self.statements[statement], self.items[item]
        is_same = bool(folded(text)) and folded(text) == folded(label)
        why = ("the same words",) if is_same else self._reasons(statement, item)
        return Weighed(statement, item, round(float(self.score[statement, item]), 3), why, is_same)

    def _reasons(self, statement: int, item: int) -> tuple[str, ...]:
        text, label = self.statements[statement], self.items[item]
        shared = shared_words(text, label)
        named = ", ".join(f"“{each}”" for each in shared[:RARE_WORDS])
        found = [f"both speak of {named}{' …' if len(shared) > RARE_WORDS else ''}" if shared else ""]
        found.append(_same_action(text, label))
        if self.meaning and self.evidence[statement, item, 2] >= 0.5 and len(shared) < 2:
            found.append("the language model finds their meanings near")
        return tuple(each for each in found if each)


def weigh(
    statements: Sequence[str],
    items: Sequence[str],
    meaning: Meaning | None = None,
    numbers: Numbers | None = None,
) -> Weighing:
    """
    Each statement weighed against each thing of a list; scores are probabilities, 0 to 1.

    `meaning` is what `lexcurric.semantic.load_meaning` gives, `numbers` others than those learned, for measuring.
    """
    shape = (len(statements), len(items))
    learned = numbers or (LEARNED if meaning is None else LEARNED_WITH_MEANING)
    evidence = np.zeros((*shape, 3))
    score: Floats = np.zeros(shape)
    if statements and items:
        pairs = compare(statements, items, range(shape[0]), range(shape[1]))
        evidence[pairs.rows, pairs.columns, 0] = pairs.evidence[:, 0]
        evidence[pairs.rows, pairs.columns, 1] = _shares(pairs, statements, items)
        if meaning is not None:
            evidence[..., 2] = np.asarray(meaning(statements)) @ np.asarray(meaning(items)).T
        odds = learned.constant + evidence @ np.array(learned[1:])
        score = np.minimum(1 / (1 + np.exp(-odds)), MOST)
        same = defaultdict(list)
        for at, label in enumerate(items):
            same[folded(label)].append(at)
        for at, text in enumerate(statements):
            score[at, same.get(folded(text), [])] = 1.0
    return Weighing(score, evidence, tuple(statements), tuple(items), meaning is not None)


def _shares(pairs: Pairs, statements: Sequence[str], items: Sequence[str]) -> list[float]:
    """Of each pair, twice the weight of the content words that both have, by the weight of those of each (Dice)."""
    sides = [[content_words(text) for text in side] for side in (statements, items)]
    weights = [[pairs.stems.weight(each) for each in side] for side in sides]
    found = []
    for row, column in zip(pairs.rows.tolist(), pairs.columns.tolist(), strict=True):
        both = sides[0][row] & sides[1][column]
        whole = weights[0][row] + weights[1][column]
        found.append(2 * pairs.stems.weight(both) / whole if both and whole else 0.0)
    return found


def content_words(text: str) -> frozenset[str]:
    """The stems of the words of a text that say something by themselves."""
    return frozenset(each for word in words(text) if word not in SMALL_WORDS for each in word_stems(word))


def shared_words(text: str, label: str) -> list[str]:
    """The words of the label that the text says as well, in any form."""
    known = content_words(text)
    said = [word for word in words(label) if word not in SMALL_WORDS and known.intersection(word_stems(word))]
    return list(dict.fromkeys(said))


def _same_action(text: str, label: str) -> str:
    if DASH not in text:
        return ""
    verbs = parse_statement(text).verbs
    stems = {stem(each) for each in words(label)}
    common = [verb for verb in verbs if stem(verb.casefold()) in stems]
    return f"the same action: {', '.join(common)}" if common else ""
