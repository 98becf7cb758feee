from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core.identity import first_ranks, rank_between, statement_id


def test_an_id_is_a_uuid_made_from_occupation_wording_and_occurrence() -> None:
    first = statement_id("43-6012.00", "Mail — sort.")
    assert UUID(first).version == 5
    assert first == statement_id("43-6012.00", " Mail\u00a0—  sort.\u200b")
    assert first != statement_id("51-3011.00", "Mail — sort.")
    second = statement_id("43-6012.00", "Mail — sort.", {first})
    assert second != first
    assert statement_id("43-6012.00", "Mail — sort.", {first, second}) not in (first, second)


def test_the_scheme_never_changes_since_ids_live_in_workspaces() -> None:
    assert statement_id("43-6012.00", "Mail — sort.") == "46a73fb4-0937-54f2-9634-eaa3539e1bf1"


@given(st.integers(0, 500))
def test_first_ranks_sort_as_they_stand(count: int) -> None:
    ranks = first_ranks(count)
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == count


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=120))
def test_any_number_of_things_finds_a_place_between_neighbours(places: list[int]) -> None:
    row = first_ranks(3)
    for place in places:
        index = place % (len(row) + 1)
        before = row[index - 1] if index else None
        after = row[index] if index < len(row) else None
        row.insert(index, rank_between(before, after))
        assert row == sorted(row)
        assert len(set(row)) == len(row)


@pytest.mark.parametrize("side", [0, 1])
def test_a_thousand_things_put_at_one_end_keep_short_keys(side: int) -> None:
    row = first_ranks(1)
    for _ in range(1000):
        new = rank_between(row[-1], None) if side else rank_between(None, row[0])
        row = [*row, new] if side else [new, *row]
    assert row == sorted(row)
    assert max(map(len, row)) < 250


def test_there_is_no_room_between_equals() -> None:
    with pytest.raises(ValueError, match="no room"):
        rank_between("a", "a")
