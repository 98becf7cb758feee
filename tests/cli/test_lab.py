from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from lexcurric.workspace.lab import prepare_lab
from lexcurric.workspace.workspace import open_workspace


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_notebooks_are_copied_once_and_never_written_over(tmp_path: Path) -> None:
    said: list[str] = []
    folder = prepare_lab(tmp_path, str(tmp_path / "w.db"), "Ada", said.append)
    names = sorted(path.name for path in folder.glob("*.ipynb"))
    assert len(names) == 11
    mine = folder / names[0]
    mine.write_text("mine", encoding="utf-8")
    with open_workspace(tmp_path / "w.db", "Ada") as workspace:
        framework = workspace.framework("51-3011.00")
        assert len(framework.vocabularies) == 4
        assert framework.undo() is None
    prepare_lab(tmp_path, str(tmp_path / "w.db"), "Ada", said.append)
    assert mine.read_text(encoding="utf-8") == "mine"
    assert sum("Imported the sample" in each for each in said) == 1


def test_lab_answers_with_the_first_notebook(tmp_path: Path) -> None:
    port = free_port()
    environment = {**os.environ, "JUPYTER_TOKEN": "known", "HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    environment.pop("LEXCURRIC_WORKSPACE", None)
    command = [sys.executable, "-m", "lexcurric", "lab", "--no-browser", "--port", str(port)]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        page = read(f"http://127.0.0.1:{port}/lab/tree/notebooks/00_start.ipynb?token=known", server)
        assert "JupyterLab" in page
        listed = read(f"http://127.0.0.1:{port}/api/contents/notebooks?token=known", server)
        assert "06_rubrics.ipynb" in listed
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
    with open_workspace(tmp_path / "data" / "workspace.db") as workspace:
        assert len(workspace.framework("51-3011.00").statements) == 40


def read(url: str, server: subprocess.Popen, patience: float = 60) -> str:
    """What a page says, as soon as the server answers."""
    end = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.read().decode()
        except OSError:
            assert server.poll() is None, "JupyterLab stopped"
            assert time.monotonic() < end, "JupyterLab does not answer"
            time.sleep(0.3)
