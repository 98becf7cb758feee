from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import OLD


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "workspace.db", "Ada") as found:
        yield found


@pytest.fixture
def framework(workspace: Workspace) -> Framework:
    return workspace.import_export(OLD)
