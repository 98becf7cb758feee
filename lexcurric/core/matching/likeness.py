"""
How alike two wordings are: four kinds of evidence from the texts alone, and what they come to.

Characters count words that were inflected or misspelt, rare words count more than common ones, the head of a statement
(its object and verb) counts again, and figures that differ speak against a pair. What else was tried and did not help
on lists that nothing was tuned on (word pairs, token sets, edit distance, first verb) is in `docs/matching.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from lexcurric.core.matching.vectors import Terms, Vectors, products
from lexcurric.core.wording import content_stems, figures, words

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Floats, Ints

ALL_PAIRS = 200_000
"""Up to so many pairs every one is looked at; above, those that share rare words."""
SAMPLE = 5_000
"""How many texts the rarity of words is counted on, beside those to be matched."""
HEAD = 4
CANDIDATES = 5
EVIDENCE = ("characters", "contained", "head", "figures", "length")


@dataclass(frozen=True)
class Pairs:
    """
    Candidate pairs of left-over statements: `rows` and `columns` count in the left-overs of old and new.

    `evidence` has a row a pair and a column for each name in EVIDENCE.
    """

    shape: tuple[int, int]
    rows: Ints
    columns: Ints
    evidence: Floats
    stems: Stems


@dataclass(frozen=True)
class Stems:
    """The stems of each left-over text, and how rare a stem is."""

    old: list[frozenset[str]]
    new: list[frozenset[str]]
    rarity: dict[str, float]

    def weight(self, stems: frozenset[str] | set[str]) -> float:
        """The rarity of all stems together."""
        return sum(self.rarity[each] for each in stems)


@lru_cache(maxsize=65_536)
def _grams(word: str) -> tuple[str, ...]:
    """The pieces of 3 to 5 characters of a word with its edges."""
    padded = f" {word} "
    return tuple(padded[at : at + size] for size in (3, 4, 5) for at in range(max(1, len(padded) - size + 1)))


def compare(old: Sequence[str], new: Sequence[str], rest_old: Sequence[int], rest_new: Sequence[int]) -> Pairs:
    """The candidate pairs of what is left over, with their evidence; rarity is counted over both lists."""
    texts = [*(old[at] for at in rest_old), *(new[at] for at in rest_new)]
    size, split = len(texts), len(rest_old)
    background = _sample([*_without(old, rest_old), *_without(new, rest_new)])
    everything = [*texts, *background]
    stems, terms = [content_stems(text) for text in everything], Terms()
    words_of = Vectors([terms.number(dict.fromkeys(each)) for each in stems], len(terms))
    rows, columns, every = _candidates(words_of, split, size)

    def dots(first: Vectors, second: Vectors) -> Floats:
        return products(first.matrix(0, split), second.matrix(split, size), rows, columns, every=every)

    characters = _character_vectors(everything).unit()
    heads = Vectors([terms.number(dict.fromkeys(each[:HEAD])) for each in stems], len(terms))
    heads.weights = words_of.rarity[heads.columns]
    sums, head_sums = words_of.sums(), heads.sums()
    shared = dots(words_of, words_of.plain())
    old_sums, new_sums = sums[:split][rows], sums[split:size][columns]
    head_both = head_sums[:split][rows] + head_sums[split:size][columns]
    lengths = np.array([len(words(text)) for text in texts])
    evidence = np.column_stack(
        [
            dots(characters, characters),
            shared / np.maximum(np.minimum(old_sums, new_sums), 1e-9),
            2 * dots(heads, heads.plain()) / np.maximum(head_both, 1e-9),
            _figures(texts[:split], texts[split:], rows, columns),
            np.log1p(np.minimum(lengths[:split][rows], lengths[split:][columns])),
        ]
    )
    sets = [frozenset(each) for each in stems[:size]]
    numbers = terms.numbers
    known = {stem: float(words_of.rarity[numbers[stem]]) for stem in set().union(*sets)}
    return Pairs((split, size - split), rows, columns, evidence, Stems(sets[:split], sets[split:], known))


def _without(texts: Sequence[str], left_out: Sequence[int]) -> list[str]:
    gone = set(left_out)
    return [text for at, text in enumerate(texts) if at not in gone]


def _sample(texts: list[str]) -> list[str]:
    """At most SAMPLE of the texts, evenly spaced."""
    return texts if len(texts) <= SAMPLE else [texts[at * len(texts) // SAMPLE] for at in range(SAMPLE)]


def _character_vectors(texts: Sequence[str]) -> Vectors:
    """Each text's pieces of words; each word is cut up once, however many texts have it."""
    terms = Terms()
    pieces: dict[str, Ints] = {}
    documents = []
    for text in texts:
        found = words(text)
        for word in found:
            if word not in pieces:
                pieces[word] = np.array(terms.number(_grams(word)), dtype=np.int64)
        documents.append(np.concatenate([pieces[word] for word in found]) if found else np.zeros(0, dtype=np.int64))
    return Vectors(documents, len(terms))


def _figures(old: Sequence[str], new: Sequence[str], rows: Ints, columns: Ints) -> Floats:
    """1 where the numbers in two texts differ, -0.5 where both have the same ones, 0 where neither has any."""
    known: dict[frozenset[str], int] = {frozenset(): 0}
    sides = [np.array([known.setdefault(frozenset(figures(text)), len(known)) for text in side]) for side in (old, new)]
    first, second = sides[0][rows], sides[1][columns]
    return np.where(first != second, 1.0, np.where(first > 0, -0.5, 0.0))


def _candidates(vectors: Vectors, split: int, size: int) -> tuple[Ints, Ints, bool]:
    """The pairs to look at: all of them, or for each statement the few that share the most rare words."""
    many, more = split, size - split
    if many * more <= ALL_PAIRS:
        return np.repeat(np.arange(many), more), np.tile(np.arange(more), many), True
    unit = vectors.unit()
    most = max(50.0, 0.02 * size)
    old, new = unit.matrix(0, split, most), unit.matrix(split, size, most)
    found = [_best(old, new), _best(new, old)[::-1]]
    keys = np.unique(np.concatenate([rows.astype(np.int64) * more + columns for rows, columns in found]))
    rows, columns = np.divmod(keys, more)
    return rows, columns, False


def _best(first: object, second: object) -> tuple[Ints, Ints]:
    """For each row of `first` its CANDIDATES most alike rows of `second`, by blocks."""
    rows: list[Ints] = []
    columns: list[Ints] = []
    turned = second.T.tocsr()  # type: ignore[attr-defined]
    for start in range(0, first.shape[0], 2_000):  # type: ignore[attr-defined]
        block = (first[start : start + 2_000] @ turned).tocsr()  # type: ignore[index]
        lengths = np.diff(block.indptr)
        row_of = np.repeat(np.arange(len(lengths)), lengths)
        order = np.lexsort((block.indices, -block.data, row_of))
        rank = np.arange(len(order)) - np.repeat(block.indptr[:-1], lengths)
        kept = order[rank < CANDIDATES]
        rows.append(row_of[kept] + start)
        columns.append(block.indices[kept].astype(np.int64))
    return np.concatenate(rows), np.concatenate(columns)
