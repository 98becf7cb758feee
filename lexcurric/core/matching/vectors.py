"""
Texts as vectors of weighted terms, and their products.

Small lists are held as plain NumPy arrays, so that comparing forty statements loads no SciPy; long ones as sparse rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.int64]
    Flags: TypeAlias = NDArray[np.bool_]

DENSE_CELLS = 6_000_000
"""Up to so many cells (24 MB) a matrix is held whole; above, sparse."""


class Terms:
    """A vocabulary that numbers its terms in the order they come."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, terms: Iterable[str]) -> list[int]:
        """The numbers of terms; new ones get the next."""
        numbers = self.numbers
        return [numbers.setdefault(term, len(numbers)) for term in terms]

    def __len__(self) -> int:
        return len(self.numbers)


class Vectors:
    """
    One row a text, one column a term: counts times the terms' rarity, `log((1 + texts) / (1 + texts with it)) + 1`.

    Rows of `documents` are term numbers, with repetition.
    """

    def __init__(self, documents: Sequence[Sequence[int] | Ints], width: int) -> None:
        self.texts, self.width = len(documents), max(1, width)
        lengths = np.array([len(each) for each in documents], dtype=np.int64)
        rows = np.repeat(np.arange(self.texts), lengths)
        columns = np.concatenate([np.asarray(each, dtype=np.int64) for each in documents]) if self.texts else rows
        cells, counts = np.unique(rows * self.width + columns, return_counts=True)
        self.rows, self.columns = np.divmod(cells, self.width)
        spread = np.bincount(self.columns, minlength=self.width)
        self.rarity: Floats = np.log((1 + self.texts) / (1 + spread)) + 1
        self.weights: Floats = counts * self.rarity[self.columns]

    def sums(self) -> Floats:
        """The weight of each text: the sum of its row."""
        found: Floats = np.bincount(self.rows, weights=self.weights, minlength=self.texts).astype(float)
        return found

    def unit(self) -> Vectors:
        """The same rows, each scaled to length 1."""
        lengths = np.sqrt(np.bincount(self.rows, weights=self.weights**2, minlength=self.texts))
        lengths[lengths == 0] = 1.0
        return self._with(self.weights / lengths[self.rows])

    def plain(self) -> Vectors:
        """The same rows with 1 for each term that a text has."""
        return self._with(np.ones_like(self.weights))

    def _with(self, weights: Floats) -> Vectors:
        other = object.__new__(Vectors)
        other.texts, other.width, other.rows, other.columns = self.texts, self.width, self.rows, self.columns
        other.rarity, other.weights = self.rarity, weights
        return other

    def matrix(self, first: int, last: int, most: float = math.inf) -> Any:
        """The rows from `first` up to `last`, whole or sparse, without columns that more than `most` texts have."""
        start, end = np.searchsorted(self.rows, [first, last])
        rows, columns, weights = self.rows[start:end] - first, self.columns[start:end], self.weights[start:end]
        if most < math.inf:
            kept = np.bincount(self.columns, minlength=self.width)[columns] <= most
            rows, columns, weights = rows[kept], columns[kept], weights[kept]
        if self.texts * self.width <= DENSE_CELLS and most == math.inf:
            whole = np.zeros((last - first, self.width), dtype=np.float32)
            whole[rows, columns] = weights
            return whole
        from scipy.sparse import csr_matrix

        starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=last - first))])
        return csr_matrix((weights.astype(np.float32), columns, starts), shape=(last - first, self.width))


def products(old: Any, new: Any, rows: Ints, columns: Ints, *, every: bool) -> Floats:
    """The product of each pair of rows named; with `every`, the pairs are all there are, row by row."""
    if every:
        product = old @ new.T
        return np.asarray(product if isinstance(product, np.ndarray) else product.toarray(), dtype=float).ravel()
    if isinstance(old, np.ndarray):
        paired: Floats = np.einsum("ij,ij->i", old[rows], new[columns]).astype(float)
        return paired
    found = [
        np.asarray(old[rows[at : at + 50_000]].multiply(new[columns[at : at + 50_000]]).sum(axis=1)).ravel()
        for at in range(0, len(rows), 50_000)
    ]
    return np.concatenate(found).astype(float) if found else np.zeros(0)
