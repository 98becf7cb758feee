"""A store with something in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lexcurric.store.store import Store
from tests.conftest import _new_schema
from tests.store.rows import AT, SOC, A, B, commit
from tests.store.teams import Team, fill, made_team


@pytest.fixture
def full(store: Store) -> Store:
    """A store with three revisions of a draft, the last of which takes an item away."""
    store.create_framework(SOC, AT)
    store.commit(SOC, "draft", 0, {A: '"a1"', B: '"b1"'}, commit(message="first"))
    store.commit(SOC, "draft", 1, {A: '"a2"'}, commit(message="second"))
    store.commit(SOC, "draft", 2, {B: None}, commit(message="third", detail='{"target":1}'))
    return store


@pytest.fixture
def team(postgresql_url: str) -> Iterator[Team]:
    """A team, and nothing in its workspace."""
    with made_team(postgresql_url) as found:
        yield found


@pytest.fixture
def full_team(team: Team) -> Team:
    """A team with a framework, and a version that is a draft."""
    fill(team)
    return team


@pytest.fixture(scope="module")
def shared(server: str) -> Iterator[Team]:
    """One for all that is refused."""
    with made_team(_new_schema(server)) as found:
        fill(found)
        yield found
