"""The notebooks run top to bottom, in reading order, on a fresh workspace and again on a used one; and are clean in git."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import ROOT

NOTEBOOKS = sorted(ROOT.joinpath("notebooks").glob("*.ipynb"))


def run_nbval(folder: Path, notebooks: list[str], workspace: Path) -> int:
    """Runs notebooks with nbval, and gives the number of cells that ran; fails with its report where one does not."""
    environment = {**os.environ, "LEXCURRIC_WORKSPACE": str(workspace), "JUPYTER_PLATFORM_DIRS": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "--nbval-lax", "--nbval-cell-timeout=120", "-p", "no:xdist"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", "--rootdir", str(folder), "-c", os.devnull, *notebooks],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return int(re.search(r"(\d+) passed", done.stdout)[1])


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for path in NOTEBOOKS:
        shutil.copy(path, folder)
    return folder


def test_the_notebooks_run_in_reading_order_and_again_on_the_same_workspace(copies: Path, tmp_path: Path) -> None:
    names = [path.name for path in NOTEBOOKS]
    assert len(names) == 11
    workspace = tmp_path / "data" / "workspace.db"
    first = run_nbval(copies, names, workspace)
    assert first >= 2 * len(names)
    assert run_nbval(copies, names, workspace) == first


@pytest.mark.parametrize("name", ["00_start", "05_new_release", "10_in_python"])
def test_a_notebook_runs_alone_on_a_fresh_workspace(name: str, copies: Path, tmp_path: Path) -> None:
    """Those that begin in their own way, or build on another; the rest begin as 05 does."""
    assert run_nbval(copies, [f"{name}.ipynb"], tmp_path / "data" / "workspace.db") >= 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_has_cleared_outputs_and_no_widget_state(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert "widgets" not in notebook["metadata"]
    for cell in notebook["cells"]:
        assert cell["id"]
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
            assert len("".join(cell["source"]).strip().splitlines()) <= 8
