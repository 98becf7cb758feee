"""How alike statements are as members of one criterion, from 0 to 1, and what they share."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from lexcurric.core.criteria.features import Key, Read, rarity, read_statement
from lexcurric.core.wording import normal

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Floats, Meaning
    from lexcurric.core.model import Statement

Having: TypeAlias = Mapping[Key, list[tuple[int, float]]]
"""Features, each with the rows that have it and its weight there."""
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

    def having(self, rows: Sequence[int]) -> Having:
        """Of each feature that tells anything, which of these statements have it, and how much it weighs there."""
        found: dict[Key, list[tuple[int, float]]] = {}
        for row in rows:
            for key, weight in self.rows[row].weights.items():
                if self.rare[key]:
                    found.setdefault(key, []).append((row, weight))
        return found

    def shared(self, one: int, having: Having) -> list[tuple[Key, float]]:
        """
        What a statement shares with others (`having` is theirs), by how much it tells: the rarest and most often
        shared first.
        """
        found: list[tuple[Key, float]] = []
        for key, mine in self.rows[one].weights.items():
            telling = self.rare[key] ** 2
            much = 0.0
            for other, theirs in having.get(key, ()):
                if other != one:
                    much += mine * theirs * telling
            if much > 0:
                found.append((key, much))
        return sorted(found, key=lambda each: (-each[1], each[0]))


def compare_statements(statements: Sequence[Statement], meaning: Meaning | None = None) -> Likeness:
    """The likeness of all pairs: the cosine of their features by rarity; with a model of meaning, theirs too."""
    rows = tuple(map(read_statement, statements))
    rare = rarity(rows)
    table = _cosines(rows, rare)
    if meaning is not None and rows:
        said = np.asarray(meaning([normal(each.text) for each in statements]), dtype=float)
        near = np.clip((said @ said.T - FAR) / (1 - FAR), 0, 1)
        table = (1 - MEANT) * table + MEANT * near
    table = np.clip(table, 0, 1)
    np.fill_diagonal(table, 1)
    return Likeness(rows, table, rare)


def _cosines(rows: Sequence[Read], rare: Mapping[Key, float]) -> Floats:
    """Feature by feature, and only where it is: of thousands of features, a statement has a handful."""
    lengths = [
        math.sqrt(sum((weight * (rare[key] or LONE)) ** 2 for key, weight in row.weights.items())) for row in rows
    ]
    having: dict[Key, tuple[list[int], list[float]]] = {}
    for at, row in enumerate(rows):
        for key, weight in row.weights.items():
            if rare[key]:
                found = having.setdefault(key, ([], []))
                found[0].append(at)
                found[1].append(weight * rare[key] / (lengths[at] or 1))
    table = np.zeros((len(rows), len(rows)))
    for listed, much in having.values():
        columns, shares = np.array(listed), np.array(much)
        for at, share in zip(listed, much, strict=True):
            table[at, columns] += share * shares
    return table
