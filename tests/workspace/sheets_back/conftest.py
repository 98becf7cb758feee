"""A bakery's framework, and its edit sheet in the hands of a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace
from tests.samples import export_bytes
from tests.workspace.sheet_hands import Hands
from tests.workspace.sheets_back.back import LEVELS, ids_of


@pytest.fixture
def bakery(workspace: Workspace, tmp_path: Path) -> Framework:
    """Three levels of five statements, some with tags, a note and a criterion."""
    export = tmp_path / "in.json"
    export.write_bytes(export_bytes(*LEVELS))
    framework = workspace.import_export(export)
    ids = ids_of(framework)
    framework.tag([ids[1]], ["skill:practical", "tool:deck oven"])
    framework.note(ids[2], "ask the union")
    framework.set_criterion(ids[3], "Ovens, and more")
    return framework


@pytest.fixture
def hands(bakery: Framework, tmp_path: Path) -> Hands:
    return Hands(bakery.sheet(tmp_path / "sheet.xlsx"))
