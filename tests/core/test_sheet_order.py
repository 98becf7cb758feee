"""Which rows of a level moved: all but the longest run that kept its order."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core.sheet_order import Place, _out_of_order


@given(order=st.permutations(range(7)), ties=st.lists(st.integers(-1, 1), min_size=7, max_size=7))
def test_what_stays_is_the_longest_run_with_the_fewest_edited_numbers(order: list[int], ties: list[int]) -> None:
    places = [Place(str(at), at + 1, tie=tie) for at, tie in enumerate(ties)]
    older = {str(at): number for at, number in enumerate(order)}
    moved = _out_of_order(places, older)

    def weight(run: tuple[int, ...]) -> int:
        return sum(1000 - abs(ties[at]) for at in run)

    runs = (run for size in range(8) for run in combinations(range(7), size))
    rising = [run for run in runs if [order[at] for at in run] == sorted(order[at] for at in run)]
    stay = tuple(at for at in range(7) if str(at) not in moved)
    assert stay in rising
    assert weight(stay) == max(map(weight, rising))


def test_a_level_of_thousands_in_reverse_is_no_matter() -> None:
    places = [Place(str(at), at + 1, tie=1) for at in range(5_000)]
    moved = _out_of_order(places, {str(at): 5_000 - at for at in range(5_000)})
    assert len(moved) == 4_999
    assert _out_of_order([], {}) == set()
