"""Other ways to pair statements, with other people's libraries: what the matcher is compared with, in the same run."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment
from sklearn.feature_extraction.text import TfidfVectorizer

from lexcurric.core.wording import content_stems, folded, words

Scores: TypeAlias = NDArray[np.float64]
Texts = tuple[list[str], list[str]]
SLOW = 20_000
"""difflib takes minutes for more pairs than this."""


def ratio(rest: Texts, _whole: Texts) -> Scores:
    """RapidFuzz ratio (what most scripts do)."""
    return process.cdist(*rest, scorer=fuzz.ratio, dtype=np.float64) / 100


def token_set(rest: Texts, _whole: Texts) -> Scores:
    """RapidFuzz token_set_ratio, case and punctuation folded."""
    return (
        process.cdist(*(list(map(folded, side)) for side in rest), scorer=fuzz.token_set_ratio, dtype=np.float64) / 100
    )


def tfidf(rest: Texts, whole: Texts) -> Scores:
    """scikit-learn TF-IDF of character 3-5-grams within words."""
    return _cosine(TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)), rest, whole)


def _cosine(vectors: TfidfVectorizer, rest: Texts, whole: Texts) -> Scores:
    vectors.fit([*whole[0], *whole[1]])
    return np.asarray((vectors.transform(rest[0]) @ vectors.transform(rest[1]).T).toarray())


def mean_of_four(rest: Texts, whole: Texts) -> Scores:
    """The best known before: mean of two TF-IDF cosines, Dice of rare stems, and token_set."""
    phrases = TfidfVectorizer(analyzer=lambda text: [*words(text), *map(" ".join, pairwise(words(text)))])
    stems = TfidfVectorizer(analyzer=lambda text: sorted(set(content_stems(text))))
    stems.fit([*whole[0], *whole[1]])
    rarity = {term: float(stems.idf_[place]) for term, place in stems.vocabulary_.items()}
    sets = [[frozenset(content_stems(text)) for text in side] for side in rest]
    weights = [[sum(rarity[each] for each in found) for found in side] for side in sets]
    dice = np.array(
        [
            [
                2 * sum(rarity[each] for each in a & b) / ((x + y) or 1.0)
                for b, y in zip(sets[1], weights[1], strict=True)
            ]
            for a, x in zip(sets[0], weights[0], strict=True)
        ]
    )
    return (tfidf(rest, whole) + _cosine(phrases, rest, whole) + dice + token_set(rest, whole)) / 4


def difflib_ratio(rest: Texts, _whole: Texts) -> Scores:
    """difflib's ratio."""
    if len(rest[0]) * len(rest[1]) > SLOW:
        return np.zeros((len(rest[0]), len(rest[1])))

    @cache
    def matcher(text: str) -> SequenceMatcher[str]:
        return SequenceMatcher(None, "", text, autojunk=False)

    def one(a: str, b: str) -> float:
        found = matcher(b)
        found.set_seq1(a)
        return found.ratio() if found.quick_ratio() > 0.4 else 0.0

    return np.array([[one(a, b) for b in rest[1]] for a in rest[0]])


BASELINES: dict[str, Callable[[Texts, Texts], Scores]] = {
    "difflib ratio": difflib_ratio,
    "RapidFuzz ratio": ratio,
    "RapidFuzz token_set": token_set,
    "TF-IDF (scikit-learn)": tfidf,
    "mean of four": mean_of_four,
}


def best_pairs(scores: Scores, threshold: float) -> set[tuple[int, int]]:
    """The optimal assignment over what is above the threshold."""
    gains = np.maximum(scores - threshold, 0)
    rows, columns = linear_sum_assignment(-gains)
    return {(int(a), int(b)) for a, b in zip(rows, columns, strict=True) if gains[a, b] > 0}
