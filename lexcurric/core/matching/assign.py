"""The best assignment: at most one partner each, so that all pairs together are as likely as can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

Edge = tuple[int, int, float]
SMALL = 24
HUGE = 3_000


def assign(edges: Sequence[Edge]) -> list[tuple[int, int]]:
    """
    The pairs (row, column) of the greatest total gain, each row and column once at most; gains are above 0.

    >>> assign([(0, 0, 0.5), (0, 1, 0.4), (1, 0, 0.4)])
    [(0, 1), (1, 0)]
    """
    found: list[tuple[int, int]] = []
    for part in _parts(edges):
        found += [(part[0][0], part[0][1])] if len(part) == 1 else _best(part)
    return sorted(found)


def _parts(edges: Sequence[Edge]) -> list[list[Edge]]:
    """The edges in groups that share no row and no column, so that each can be solved by itself."""
    owner: dict[int, int] = {}

    def root(node: int) -> int:
        while owner.setdefault(node, node) != node:
            owner[node] = owner.setdefault(owner[node], owner[node])
            node = owner[node]
        return node

    for row, column, _ in edges:
        owner[root(2 * row)] = root(2 * column + 1)
    parts: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        parts[root(2 * edge[0])].append(edge)
    return list(parts.values())


def _best(edges: list[Edge]) -> list[tuple[int, int]]:
    rows, columns = sorted({edge[0] for edge in edges}), sorted({edge[1] for edge in edges})
    if max(len(rows), len(columns)) > HUGE:
        return _greedy(edges)
    row_at, column_at = ({each: at for at, each in enumerate(side)} for side in (rows, columns))
    turned = len(rows) > len(columns)
    gains = [[0.0] * max(len(rows), len(columns)) for _ in range(min(len(rows), len(columns)))]
    for row, column, gain in edges:
        a, b = row_at[row], column_at[column]
        if turned:
            gains[b][a] = gain
        else:
            gains[a][b] = gain
    solved = _hungarian(gains) if len(gains) <= SMALL else _scipy(gains)
    there = {(edge[0], edge[1]) for edge in edges}
    pairs = [(rows[b], columns[a]) if turned else (rows[a], columns[b]) for a, b in solved]
    return [pair for pair in pairs if pair in there]


def _greedy(edges: list[Edge]) -> list[tuple[int, int]]:
    """Best first: for thousands of statements that are all alike, where any answer is as good."""
    found: list[tuple[int, int]] = []
    used: set[tuple[str, int]] = set()
    for row, column, _ in sorted(edges, key=lambda edge: (-edge[2], edge[0], edge[1])):
        if ("row", row) not in used and ("column", column) not in used:
            used |= {("row", row), ("column", column)}
            found.append((row, column))
    return found


def _scipy(gains: list[list[float]]) -> list[tuple[int, int]]:
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(gains, maximize=True)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def _hungarian(gains: list[list[float]]) -> list[tuple[int, int]]:
    """
    The Hungarian method with potentials (Kuhn 1955, in the form of Lopatin), for tables with no more rows than columns.

    For the handful of statements that rival each other it beats loading SciPy, which takes a third of a second.
    """
    many, more = len(gains), len(gains[0])
    row_price, column_price = [0.0] * (many + 1), [0.0] * (more + 1)
    holder, way = [0] * (more + 1), [0] * (more + 1)
    for row in range(1, many + 1):
        holder[0], at = row, 0
        least, seen = [float("inf")] * (more + 1), [False] * (more + 1)
        while holder[at]:
            seen[at] = True
            current, step, following = holder[at], float("inf"), 0
            for column in range(1, more + 1):
                if seen[column]:
                    continue
                cost = -gains[current - 1][column - 1] - row_price[current] - column_price[column]
                if cost < least[column]:
                    least[column], way[column] = cost, at
                if least[column] < step:
                    step, following = least[column], column
            for column in range(more + 1):
                if seen[column]:
                    row_price[holder[column]] += step
                    column_price[column] -= step
                else:
                    least[column] -= step
            at = following
        while at:
            holder[at] = holder[way[at]]
            at = way[at]
    return [(holder[column] - 1, column - 1) for column in range(1, more + 1) if holder[column]]
