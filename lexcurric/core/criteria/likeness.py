"""How alike statements are as members of one criterion, from 0 to 1, and what they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lexcurric.core.criteria.features import Key, Read, rarity, read_statement
from lexcurric.core.wording import normal

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Floats, Meaning
    from lexcurric.core.model import Statement

LONE = 0.25
"""What a feature that no other statement has counts in a statement's length."""
MEANT = 0.4
"""So much of the likeness is that of the meanings, where a model of meaning is given."""
FAR = 0.3
"""Meanings of any two statements of one trade are as near as this; only what is above tells them apart."""


@dataclass(frozen=True)
class Likeness:
    """The statements in reading order, as they are compared, and a square table of how alike they are."""

    rows: tuple[Read, ...]
    table: Floats
    rare: Mapping[Key, float]

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The row of each statement, by its id."""
        return {row.id: at for at, row in enumerate(self.rows)}

    def shared(self, one: int, others: Sequence[int]) -> list[tuple[Key, float]]:
        """What a statement shares with others, by how much it tells: the rarest and most often shared first."""
        mine = self.rows[one].weights
        found: dict[Key, float] = {}
        for other in others:
            theirs = self.rows[other].weights
            for key in mine.keys() & theirs.keys():
                found[key] = found.get(key, 0.0) + mine[key] * theirs[key] * self.rare[key] ** 2
        return sorted(((key, much) for key, much in found.items() if much > 0), key=lambda each: (-each[1], each[0]))


def compare_statements(statements: Sequence[Statement], meaning: Meaning | None = None) -> Likeness:
    """The likeness of all pairs: the cosine of their features by rarity; with a model of meaning, theirs too."""
    rows = tuple(map(read_statement, statements))
    rare = rarity(rows)
    numbers = {key: at for at, key in enumerate(rare)}
    vectors = np.zeros((len(rows), max(1, len(numbers))))
    lengths = np.zeros(len(rows))
    for at, row in enumerate(rows):
        for key, weight in row.weights.items():
            vectors[at, numbers[key]] = weight * rare[key]
            lengths[at] += (weight * (rare[key] or LONE)) ** 2
    vectors /= np.sqrt(np.where(lengths == 0, 1, lengths))[:, None]
    table = np.array([vectors @ row for row in vectors]) if rows else np.zeros((0, 0))
    if meaning is not None and rows:
        said = np.asarray(meaning([normal(each.text) for each in statements]), dtype=float)
        near = np.clip((said @ said.T - FAR) / (1 - FAR), 0, 1)
        table = (1 - MEANT) * table + MEANT * near
    table = np.clip(table, 0, 1)
    np.fill_diagonal(table, 1)
    return Likeness(rows, table, rare)
