from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lexcurric.workspace.workspace import Workspace, open_workspace


@pytest.fixture
def workspace(store_url: str) -> Iterator[Workspace]:
    with open_workspace(store_url, "Ada") as found:
        yield found


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Workspace]:
    """A colleague's workspace."""
    with open_workspace(tmp_path / "bob.db", "Bob") as found:
        yield found
