"""A store with something in it."""

from __future__ import annotations

import pytest

from lexcurric.store.store import Store
from tests.store.rows import AT, SOC, A, B, commit


@pytest.fixture
def full(store: Store) -> Store:
    """A store with three revisions of a draft, the last of which takes an item away."""
    store.create_framework(SOC, AT)
    store.commit(SOC, "draft", 0, {A: '"a1"', B: '"b1"'}, commit(message="first"))
    store.commit(SOC, "draft", 1, {A: '"a2"'}, commit(message="second"))
    store.commit(SOC, "draft", 2, {B: None}, commit(message="third", detail='{"target":1}'))
    return store
