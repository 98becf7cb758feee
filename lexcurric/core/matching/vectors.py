"""
Texts as vectors of weighted terms, and their products.

Small lists are held as plain NumPy arrays, so that comparing forty statements loads no SciPy; long ones as sparse rows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.int64]
    Flags: TypeAlias = NDArray[np.bool_]
    Meaning: TypeAlias = Callable[[Sequence[str]], NDArray[np.float32]]
    """Texts to what they mean: a row a text, of length 1; the product of two rows is how near two meanings are."""

DENSE_CELLS = 4_000_000
"""Up to so many cells (16 MB) a matrix is held whole; above, sparse."""
SMALL_PRODUCT = 20_000_000


class Terms:
    """Texts as runs of numbered terms: `flat` holds the numbers of all texts, one after the other, `row` their text."""

    def __init__(self, documents: Sequence[Sequence[Hashable]]) -> None:
        self.numbers: dict[Any, int] = {}
        number = self.numbers.setdefault
        size = len
        self.flat: Ints = np.array([number(term, size(self.numbers)) for each in documents for term in each], np.int64)
        self.row: Ints = np.repeat(np.arange(len(documents)), [len(each) for each in documents])
        self.texts, self.width = len(documents), max(1, len(self.numbers))

    def counted(self) -> Any:
        """How often each text (row) has each term (column)."""
        return count(self.row, self.flat, (self.texts, self.width))

    def through(self, texts: Terms) -> tuple[Ints, Ints]:
        """
        Where these are the parts of the terms of `texts`: the text and the number of each part, in the texts' order.
        """
        lengths = np.bincount(self.row, minlength=texts.width)
        each = lengths[texts.flat]
        starts = (np.cumsum(lengths) - lengths)[texts.flat]
        at = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each) + np.repeat(starts, each)
        return np.repeat(texts.row, each), self.flat[at]


def count(rows: Ints, columns: Ints, shape: tuple[int, int]) -> Any:
    """A matrix of how often each (row, column) occurs: whole where it is small, else sparse."""
    if shape[0] * shape[1] <= DENSE_CELLS:
        whole = np.zeros(shape, dtype=np.float32)
        np.add.at(whole, (rows, columns), 1)
        return whole
    from scipy.sparse import coo_matrix

    return coo_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape).tocsr()


class Vectors:
    """
    One row a text, one column a term: counts times the terms' rarity, `log((1 + texts) / (1 + texts with it)) + 1`.

    `counts` is an array or a sparse matrix, as `count` makes it.
    """

    def __init__(self, counts: Any, rarity: Floats | None = None) -> None:
        self.is_whole = isinstance(counts, np.ndarray)
        texts, width = counts.shape
        if rarity is None:
            spread = (counts > 0).sum(axis=0) if self.is_whole else np.bincount(counts.indices, minlength=width)
            rarity = np.log((1 + texts) / (1 + spread)) + 1
        self.rarity: Floats = rarity
        if self.is_whole:
            self.rows = counts * rarity.astype(np.float32)
        else:
            self.rows = counts.copy()
            self.rows.data *= rarity.astype(np.float32)[counts.indices]

    def sums(self) -> Floats:
        """The weight of each text: the sum of its row."""
        return np.asarray(self.rows.sum(axis=1), dtype=float).ravel()

    def unit(self) -> Any:
        """The rows, each scaled to length 1."""
        if self.is_whole:
            lengths = np.sqrt((self.rows**2).sum(axis=1))
            return self.rows / np.where(lengths == 0, 1, lengths)[:, None]
        lengths = np.sqrt(np.asarray(self.rows.multiply(self.rows).sum(axis=1)).ravel())
        scaled = self.rows.copy()
        scaled.data /= np.repeat(np.where(lengths == 0, 1, lengths), np.diff(scaled.indptr))
        return scaled

    def plain(self) -> Any:
        """The rows with 1 for each term that a text has."""
        if self.is_whole:
            return (self.rows > 0).astype(np.float32)
        plain = self.rows.copy()
        plain.data[:] = 1
        return plain


def products(old: Any, new: Any, rows: Ints, columns: Ints, *, every: bool) -> Floats:
    """The product of each pair of rows named; with `every`, the pairs are all there are, row by row."""
    if every:
        # Row by row where that is quick: a whole product wakes the threads of BLAS, 40 ms on a busy machine.
        small = isinstance(old, np.ndarray) and old.size * len(new) <= SMALL_PRODUCT
        product = np.array([new @ row for row in old]) if small else old @ new.T
        return np.asarray(product if isinstance(product, np.ndarray) else product.toarray(), dtype=float).ravel()
    if isinstance(old, np.ndarray):
        paired: Floats = np.einsum("ij,ij->i", old[rows], new[columns]).astype(float)
        return paired
    found = [
        np.asarray(old[rows[at : at + 20_000]].multiply(new[columns[at : at + 20_000]]).sum(axis=1)).ravel()
        for at in range(0, len(rows), 20_000)
    ]
    return np.concatenate(found).astype(float) if found else np.zeros(0)
