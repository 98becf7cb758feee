"""
How alike two wordings are: five kinds of evidence from the texts alone, and what they come to.

Characters count words that were inflected or misspelt, rare words count more than common ones, the head of a statement
(its object and verb) counts again, and figures that differ and lengths that are far apart speak against a pair. What
else was tried and did not help on lists that nothing was tuned on (word pairs, token sets, edit distance, first verb)
is in `docs/matching.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from lexcurric.core.matching.vectors import DENSE_CELLS, Terms, Vectors, count, products
from lexcurric.core.wording import figures, word_stems, words

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Floats, Ints, Meaning

ALL_PAIRS = 200_000
"""Up to so many pairs every one is looked at; above, those that share rare words."""
SAMPLE = 5_000
"""How many texts the rarity of words is counted on, beside those to be matched."""
HEAD = 4
CANDIDATES = 5
NEIGHBORS = 2
WORK = 15_000_000
"""So many products of shared words are made to find the candidates of long lists: a part of a second."""
EVIDENCE = ("characters", "contained", "head", "figures", "length")
MEANING = "meaning"
"""One more, where a model of meaning is given: how near the meanings are, for as much as characters are not shared."""


@dataclass(frozen=True)
class Pairs:
    """
    Candidate pairs of left-over statements: `rows` and `columns` count in the left-overs of old and new.

    `evidence` has a row a pair and a column for each name in EVIDENCE, and one for MEANING where it is known.
    """

    shape: tuple[int, int]
    rows: Ints
    columns: Ints
    evidence: Floats
    stems: Stems


@dataclass(frozen=True)
class Stems:
    """The stems of left-over texts, by their place among the left-overs, and how rare a stem is."""

    old: StemSets
    new: StemSets
    rarity: dict[str, float]

    def weight(self, stems: frozenset[str] | set[str]) -> float:
        """The rarity of all stems together."""
        return sum(self.rarity[each] for each in stems)


class StemSets:
    """The words of each text, and their stems, found when they are asked for: few of thousands are."""

    def __init__(self, words_of: Sequence[tuple[str, ...]]) -> None:
        self.words = words_of
        self.known: dict[int, frozenset[str]] = {}

    def __getitem__(self, place: int) -> frozenset[str]:
        if place not in self.known:
            self.known[place] = frozenset(stem for word in self.words[place] for stem in word_stems(word))
        return self.known[place]


@lru_cache(maxsize=65_536)
def _grams(word: str) -> tuple[str, ...]:
    """The pieces of 3 to 5 characters of a word with its edges."""
    padded = f" {word} "
    return tuple(padded[at : at + size] for size in (3, 4, 5) for at in range(max(1, len(padded) - size + 1)))


def compare(
    old: Sequence[str],
    new: Sequence[str],
    rest_old: Sequence[int],
    rest_new: Sequence[int],
    meaning: Meaning | None = None,
) -> Pairs:
    """The candidate pairs of what is left over, with their evidence; rarity is counted over both lists."""
    texts = [*(old[at] for at in rest_old), *(new[at] for at in rest_new)]
    size, split = len(texts), len(rest_old)
    everything = [*texts, *_sample([*_without(old, rest_old), *_without(new, rest_new)], SAMPLE - size)]
    spoken = [words(text) for text in everything]
    said = Terms(spoken)
    stems = Terms([word_stems(word) for word in said.numbers])
    stem_row, stem = stems.through(said)
    contents = Vectors((count(stem_row, stem, (said.texts, stems.width)) > 0).astype(np.float32))
    lengths = np.bincount(stem_row, minlength=said.texts)
    heads = np.arange(len(stem)) - np.repeat(np.cumsum(lengths) - lengths, lengths) < HEAD
    heads &= stem_row < size
    headed = (count(stem_row[heads], stem[heads], (size, stems.width)) > 0).astype(np.float32)
    head = Vectors(headed, contents.rarity)
    rows, columns, every = _candidates(contents, split, size)

    def dots(first: Any, second: Any) -> Floats:
        return products(first[:split], second[split:size], rows, columns, every=every)

    characters = _character_vectors(said).unit()
    sums, head_sums = contents.sums(), head.sums()
    least = np.minimum(sums[:split][rows], sums[split:size][columns])
    head_both = head_sums[:split][rows] + head_sums[split:size][columns]
    counts = np.bincount(said.row, minlength=said.texts)
    evidence = np.column_stack(
        [
            dots(characters, characters),
            dots(contents.rows, contents.plain()) / np.maximum(least, 1e-9),
            2 * dots(head.rows, headed) / np.maximum(head_both, 1e-9),
            _figures(texts[:split], texts[split:], rows, columns),
            np.log1p(np.minimum(counts[:split][rows], counts[split:size][columns])),
        ]
    )
    if meaning is not None:
        vectors = np.asarray(meaning(texts), dtype=np.float32)
        # The more two texts share, the less there is for their meaning to add: see docs/semantic.md.
        evidence = np.column_stack([evidence, dots(vectors, vectors) * (1 - evidence[:, 0])])
    rarity = dict(zip(stems.numbers, contents.rarity.tolist(), strict=False))
    kept = Stems(StemSets(spoken[:split]), StemSets(spoken[split:size]), rarity)
    return Pairs((split, size - split), rows, columns, evidence, kept)


def _without(texts: Sequence[str], left_out: Sequence[int]) -> list[str]:
    gone = set(left_out)
    return [text for at, text in enumerate(texts) if at not in gone]


def _sample(texts: list[str], most: int) -> list[str]:
    """At most so many of the texts, evenly spaced."""
    most = max(0, most)
    return texts if len(texts) <= most else [texts[at * len(texts) // most] for at in range(most)]


def _character_vectors(said: Terms) -> Vectors:
    """Each text's pieces of words; each word is cut up once, however many texts have it."""
    pieces = Terms([_grams(word) for word in said.numbers])
    if said.texts * pieces.width <= DENSE_CELLS:
        return Vectors(count(*pieces.through(said), (said.texts, pieces.width)))
    from scipy.sparse import csr_matrix

    return Vectors(csr_matrix(said.counted()) @ csr_matrix(pieces.counted()))


def _figures(old: Sequence[str], new: Sequence[str], rows: Ints, columns: Ints) -> Floats:
    """1 where the numbers in two texts differ, -0.5 where both have the same ones, 0 where neither has any."""
    known: dict[frozenset[str], int] = {frozenset(): 0}
    sides = [np.array([known.setdefault(frozenset(figures(text)), len(known)) for text in side]) for side in (old, new)]
    first, second = sides[0][rows], sides[1][columns]
    return np.where(first != second, 1.0, np.where(first > 0, -0.5, 0.0))


def _candidates(said: Vectors, split: int, size: int) -> tuple[Ints, Ints, bool]:
    """
    The pairs to look at: all of them; or in long lists, for each statement the few that share the most words, and those
    that stand where it stood, since where a list says the same words over and over, words alone tell little.
    """
    many, more = split, size - split
    if many * more <= ALL_PAIRS:
        return np.repeat(np.arange(many), more), np.tile(np.arange(more), many), True
    from scipy.sparse import csr_matrix

    unit = csr_matrix(said.unit()[:size])
    width = unit.shape[1]
    ends = unit.indptr[split]
    spread = [np.bincount(side, minlength=width) for side in (unit.indices[:ends], unit.indices[ends:])]
    # The rarest words first, as many as can be multiplied in reasonable time.
    work = spread[0].astype(np.int64) * spread[1]
    rarest = np.argsort(spread[0] + spread[1], kind="stable")
    dear = np.zeros(width, dtype=bool)
    dear[rarest[np.cumsum(work[rarest]) > WORK]] = True
    unit.data[dear[unit.indices]] = 0
    unit.eliminate_zeros()
    old, new = unit[:split], unit[split:]
    found = [_best(old, new), _best(new, old)[::-1]]
    # Places count where words found too little.
    few = [np.bincount(found[side][side], minlength=shape) < CANDIDATES for side, shape in enumerate((many, more))]
    rows, columns = _neighbors(many, more)
    lost = few[0][rows] | few[1][columns]
    found.append((rows[lost], columns[lost]))
    keys = np.unique(np.concatenate([rows * more + columns for rows, columns in found]))
    rows, columns = np.divmod(keys, more)
    return rows, columns, False


def _neighbors(many: int, more: int) -> tuple[Ints, Ints]:
    """Each left-over with those that stand at its share of the other side's left-overs, or NEIGHBORS beside it."""
    steps = np.arange(-NEIGHBORS, NEIGHBORS + 1)
    by_old = np.arange(many)[:, None], (np.arange(many) * more // many)[:, None] + steps
    by_new = (np.arange(more) * many // more)[:, None] + steps, np.arange(more)[:, None]
    pairs = [np.broadcast_arrays(*each) for each in (by_old, by_new)]
    rows, columns = (np.concatenate([each[side].ravel() for each in pairs]) for side in (0, 1))
    inside = (rows >= 0) & (rows < many) & (columns >= 0) & (columns < more)
    return rows[inside], columns[inside]


def _best(first: Any, second: Any) -> tuple[Ints, Ints]:
    """For each row of `first` its CANDIDATES most alike rows of `second`, by blocks."""
    rows: list[Ints] = []
    columns: list[Ints] = []
    turned = second.T.tocsr()
    for start in range(0, first.shape[0], 2_000):
        block = first[start : start + 2_000] @ turned
        ends = block.indptr.tolist()
        for row in range(len(ends) - 1):
            here = slice(ends[row], ends[row + 1])
            found = block.indices[here]
            if len(found) > CANDIDATES:
                found = found[np.argpartition(block.data[here], -CANDIDATES)[-CANDIDATES:]]
            rows.append(np.full(len(found), start + row))
            columns.append(found)
    return np.concatenate(rows), np.concatenate(columns).astype(np.int64)
