from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from lexcurric.core.matching import assign as module
from lexcurric.core.matching.assign import Edge, assign

tables = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)), st.floats(0.01, 1.0), min_size=1, max_size=40
).map(lambda found: [(a, b, gain) for (a, b), gain in found.items()])


def best_total(edges: list[Edge]) -> float:
    table = [[0.0] * 8 for _ in range(8)]
    for a, b, gain in edges:
        table[a][b] = gain
    rows, columns = linear_sum_assignment(table, maximize=True)
    return float(sum(table[a][b] for a, b in zip(rows, columns, strict=True)))


@given(tables)
def test_no_assignment_gains_more(edges: list[Edge]) -> None:
    gains = {(a, b): gain for a, b, gain in edges}
    found = assign(edges)
    assert sum(gains[pair] for pair in found) == pytest.approx(best_total(edges))
    assert len({a for a, _ in found}) == len({b for _, b in found}) == len(found)


@given(tables)
def test_large_parts_are_solved_by_scipy_alike(edges: list[Edge]) -> None:
    gains = {(a, b): gain for a, b, gain in edges}
    own = sum(gains[pair] for pair in assign(edges))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SMALL", 0)
        assert sum(gains[pair] for pair in assign(edges)) == pytest.approx(own)


@given(tables)
def test_thousands_that_are_all_alike_are_paired_best_first(edges: list[Edge]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "HUGE", 0)
        found = assign(edges)
    assert len({a for a, _ in found}) == len({b for _, b in found}) == len(found)
    # Nothing is left over on both sides that could still be paired.
    used = {a for a, _ in found}, {b for _, b in found}
    assert not [edge for edge in edges if edge[0] not in used[0] and edge[1] not in used[1]]


def test_nothing_to_assign_is_fine() -> None:
    assert assign([]) == []
