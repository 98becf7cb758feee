"""
Matching: which statement of a new release continues which of the old, when neither has an id.

First what is equal in its normal form, then what is equal but for case and punctuation, then an optimal assignment over
a similarity that combines four views of the wording (characters, words, stems weighted by rarity, sets of words). The
level only labels a pair as moved; it is no evidence, since releases renumber. Measured in `benchmarks/bench_match.py`.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from lexcurric.core.model import Record
from lexcurric.core.wording import content_stems, folded, normal, words

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Scores: TypeAlias = NDArray[float64]

Entry = str | tuple[str, str]
CERTAIN = 1.0
AUTOMATIC = 0.54
POSSIBLE = 0.38
"""Below POSSIBLE two wordings are no pair; from AUTOMATIC on a pair needs no person (reference: precision .92 to 1)."""
CONTAINED, ADDS = 0.45, 0.15
"""A part of a split says at least this share of itself in the whole, and adds this share of the whole to the others."""


class PairKind(StrEnum):
    """How a new statement continues an old one."""

    SAME = "same"
    REWORDED = "reworded"
    SPLIT = "split"
    JOINED = "joined"


class Pair(Record):
    """
    One continuation: indexes into the old and the new list, how sure it is (a probability, 0 to 1), and why, in words.
    """

    old: int
    new: int
    score: float
    kind: PairKind
    why: tuple[str, ...] = ()


class Likeness(Record):
    """Two statements that are alike and were not paired, or not for certain: what a person may pair instead."""

    old: int
    new: int
    score: float
    why: tuple[str, ...] = ()


class Matching(Record):
    """
    Which continues which. `pairs` holds `(old index, new index, score, kind)`; `removed` and `added` what is left over
    on each side; `review` the pairs that a person should look at; `similar` up to three others for each statement that
    is left over or in review, the most alike first.
    """

    found: tuple[Pair, ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]
    similar: tuple[Likeness, ...] = ()

    @property
    def pairs(self) -> list[tuple[int, int, float, str]]:
        """Every pair, by old index, as plain values."""
        return [(each.old, each.new, each.score, each.kind.value) for each in self.found]

    @property
    def review(self) -> list[tuple[int, int, float, str]]:
        """The pairs that are not certain enough to go unseen."""
        unsure = [each for each in self.found if each.kind is not PairKind.SAME]
        return [
            (each.old, each.new, each.score, each.kind.value)
            for each in unsure
            if each.score < _certainty(AUTOMATIC) or each.kind is not PairKind.REWORDED
        ]


def match(
    old: Sequence[Entry],
    new: Sequence[Entry],
    *,
    same: Iterable[tuple[int, int]] = (),
    different: Iterable[tuple[int, int]] = (),
) -> Matching:
    """
    The matching of two lists of wordings, or of (level, wording) pairs.

    `same` and `different` are (old index, new index) pairs that a person has settled; they win over any evidence.

    >>> match(["Dough — mix to a recipe.", "Ovens — load."], ["Ovens — load.", "Dough — mix to the recipe."]).pairs
    [(0, 1, 0.99, 'reworded'), (1, 0, 1.0, 'same')]
    """
    before, after = [_entry(each) for each in old], [_entry(each) for each in new]
    settled = dict(same)
    apart = set(different)
    found = [Pair(old=a, new=b, score=CERTAIN, kind=PairKind.REWORDED) for a, b in settled.items()]
    found += [
        each
        for each in _exact(before, after)
        if each.old not in settled and each.new not in settled.values() and (each.old, each.new) not in apart
    ]
    used_old, used_new = {each.old for each in found}, {each.new for each in found}
    rest_old = [index for index in range(len(before)) if index not in used_old]
    rest_new = [index for index in range(len(after)) if index not in used_new]
    if rest_old and rest_new:
        similar = _Similarity([text for _, text in before], [text for _, text in after], rest_old, rest_new)
        for a, b in apart:
            if a in rest_old and b in rest_new:
                similar.scores[rest_old.index(a)][rest_new.index(b)] = -1.0
        found += similar.assigned()
        found = similar.with_splits_and_joins(found)
    old_done, new_done = {each.old for each in found}, {each.new for each in found}
    return Matching(
        found=tuple(sorted(found, key=lambda each: (each.old, each.new))),
        removed=tuple(index for index in range(len(before)) if index not in old_done),
        added=tuple(index for index in range(len(after)) if index not in new_done),
    )


def similarity(first: str, second: str) -> float:
    """How alike two wordings are, from 0 to 1, without knowing how rare their words are."""
    if normal(first) == normal(second):
        return 1.0
    return float(_Similarity([first], [second], [0], [0]).scores[0][0])


def _entry(entry: Entry) -> tuple[str, str]:
    return ("", entry) if isinstance(entry, str) else (entry[0], entry[1])


def _exact(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> list[Pair]:
    """Equal wordings paired, those in the same level first, then in order; then those equal but for case and marks."""
    found: list[Pair] = []
    left_old, left_new = list(range(len(old))), list(range(len(new)))
    for key, score, kind in (
        (lambda entry: (entry[0], normal(entry[1])), CERTAIN, PairKind.SAME),
        (lambda entry: ("", normal(entry[1])), CERTAIN, PairKind.SAME),
        (lambda entry: ("", folded(entry[1]) or normal(entry[1])), 0.995, PairKind.REWORDED),
    ):
        waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index in left_new:
            waiting[key(new[index])].append(index)
        for index in left_old:
            equal = waiting.get(key(old[index]))
            if equal:
                found.append(Pair(old=index, new=equal.pop(0), score=score, kind=kind))
        done_old, done_new = {each.old for each in found}, {each.new for each in found}
        left_old = [index for index in left_old if index not in done_old]
        left_new = [index for index in left_new if index not in done_new]
    return found


def _certainty(similarity: float) -> float:
    """A rough probability that a pair of this similarity is right: .5 at POSSIBLE, .95 at AUTOMATIC."""
    slope = math.log(19) / (AUTOMATIC - POSSIBLE)
    return round(min(0.99, 1 / (1 + math.exp(-slope * (similarity - POSSIBLE)))), 3)


class _Similarity:
    """The mean of four similarities between what is left over; rarity is counted over all statements of both lists."""

    def __init__(self, old: list[str], new: list[str], rest_old: list[int], rest_new: list[int]) -> None:
        from rapidfuzz import fuzz, process

        self.rest_old, self.rest_new = rest_old, rest_new
        self.old = [old[index] for index in rest_old]
        self.new = [new[index] for index in rest_new]
        self.rarity = _rarity([content_stems(text) for text in (*old, *new)])
        self.old_stems = [set(content_stems(text)) for text in self.old]
        self.new_stems = [set(content_stems(text)) for text in self.new]
        sets = process.cdist(
            [folded(text) for text in self.old], [folded(text) for text in self.new], scorer=fuzz.token_set_ratio
        )
        everything = [*old, *new]
        characters = _cosine(_grams(everything), _grams(self.old), _grams(self.new))
        terms = _cosine(_phrases(everything), _phrases(self.old), _phrases(self.new))
        self.scores: Scores = (sets / 100 + characters + terms + self._dice()) / 4

    def _dice(self) -> Scores:
        from numpy import array

        return array([[self._shared(a, b) for b in self.new_stems] for a in self.old_stems], dtype=float)

    def _shared(self, first: set[str], second: set[str]) -> float:
        total = self._weight(first) + self._weight(second)
        return 2 * self._weight(first & second) / total if total else 0.0

    def _weight(self, stems: Iterable[str]) -> float:
        return sum(self.rarity[stem] for stem in stems)

    def assigned(self) -> list[Pair]:
        """The pairs of the best assignment that are similar enough."""
        from numpy import maximum
        from scipy.optimize import linear_sum_assignment

        rows, columns = linear_sum_assignment(-maximum(self.scores - POSSIBLE, 0))
        return [
            Pair(
                old=self.rest_old[row],
                new=self.rest_new[column],
                score=_certainty(float(self.scores[row][column])),
                kind=PairKind.REWORDED,
            )
            for row, column in zip(rows, columns, strict=True)
            if self.scores[row][column] >= POSSIBLE
        ]

    def with_splits_and_joins(self, found: list[Pair]) -> list[Pair]:
        """The pairs, with a left-over taken in where a pair's other side says most of it, and would lack it."""
        splits = self._shares(found, PairKind.SPLIT)
        return self._shares(splits, PairKind.JOINED)

    def _shares(self, found: list[Pair], kind: PairKind) -> list[Pair]:
        """Left-over new wordings that share an old one with its partner (split), or the mirror of it (joined)."""
        part, whole = ("new", "old") if kind is PairKind.SPLIT else ("old", "new")
        stems = {"old": dict(zip(self.rest_old, self.old_stems, strict=True))}
        stems["new"] = dict(zip(self.rest_new, self.new_stems, strict=True))
        changed = list(found)
        for index in sorted(stems[part].keys() - {getattr(each, part) for each in found}):
            groups: dict[int, list[Pair]] = defaultdict(list)
            for each in changed:
                if getattr(each, whole) in stems[whole] and each.kind in (kind, PairKind.REWORDED):
                    groups[getattr(each, whole)].append(each)
            said = {
                at: self._says(
                    stems[part][index], stems[whole][at], [stems[part][getattr(each, part)] for each in group]
                )
                for at, group in groups.items()
                if all(getattr(each, part) in stems[part] for each in group)
            }
            best = max(said, key=lambda at: said[at], default=None)
            if best is None or said[best] < CONTAINED:
                continue
            share = round(min(said[best], _certainty(AUTOMATIC)), 3)
            changed = [each for each in changed if each not in groups[best]]
            changed += [
                Pair(old=each.old, new=each.new, score=min(each.score, share), kind=kind) for each in groups[best]
            ]
            old_end, new_end = (best, index) if kind is PairKind.SPLIT else (index, best)
            changed.append(Pair(old=old_end, new=new_end, score=share, kind=kind))
        return changed

    def _says(self, part: set[str], whole: set[str], others: list[set[str]]) -> float:
        """How much of the part is said by the whole; 0 where the whole's other parts say it already."""
        fresh = (part & whole).difference(*others)
        if self._weight(fresh) < ADDS * self._weight(whole):
            return 0.0
        return self._weight(part & whole) / (self._weight(part) or 1.0)


def _rarity(documents: list[tuple[str, ...]]) -> dict[str, float]:
    counts = Counter(stem for document in documents for stem in set(document))
    return {stem: math.log((1 + len(documents)) / (1 + count)) + 1 for stem, count in counts.items()}


def _grams(texts: Sequence[str]) -> list[Counter[str]]:
    """The pieces of 3 to 5 characters of each word, with its edges."""
    return [
        Counter(
            padded[start : start + size]
            for word in words(text)
            for padded in (f" {word} ",)
            for size in (3, 4, 5)
            for start in range(max(1, len(padded) - size + 1))
        )
        for text in texts
    ]


def _phrases(texts: Sequence[str]) -> list[Counter[str]]:
    """The words of each text, and each two words in a row."""
    return [Counter([*found, *map(" ".join, pairwise(found))]) for found in map(words, texts)]


def _cosine(everything: list[Counter[str]], old: list[Counter[str]], new: list[Counter[str]]) -> Scores:
    """The cosine of every old text with every new one, terms weighted by how few of all texts have them."""
    from scipy.sparse import csr_matrix

    counts = Counter(term for document in everything for term in document)
    rarity = {term: math.log((1 + len(everything)) / (1 + count)) + 1 for term, count in counts.items()}
    columns = {term: place for place, term in enumerate(counts)}
    matrices = []
    for documents in (old, new):
        cells = [cell for row, document in enumerate(documents) for cell in _unit(row, document, rarity)]
        data = [weight for _, _, weight in cells]
        places = ([row for row, _, _ in cells], [columns[term] for _, term, _ in cells])
        matrices.append(csr_matrix((data, places), shape=(len(documents), len(columns) or 1), dtype=float))
    cosines: Scores = (matrices[0] @ matrices[1].T).toarray()
    return cosines


def _unit(row: int, document: Counter[str], rarity: dict[str, float]) -> list[tuple[int, str, float]]:
    """The cells of one text's row, scaled to length 1."""
    weights = {term: count * rarity[term] for term, count in document.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return [(row, term, weight / length) for term, weight in weights.items()]
