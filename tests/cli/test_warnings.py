"""What a workspace's owner should know is one line on stderr."""

from __future__ import annotations

from types import SimpleNamespace

import psutil
import pytest

from tests.cli.conftest import Run


def test_a_network_drive_is_warned_about_in_one_line_and_not_where_quiet_is_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = [SimpleNamespace(mountpoint="/", fstype="nfs", opts="rw")]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: table)  # noqa: A006
    found = run("list", "-w", "workspace.db")
    assert found.code == 0
    (line,) = found.err.splitlines()
    assert line.startswith("lexcurric: warning: the workspace workspace.db is on a network drive (nfs)")
    assert run("list", "-w", "workspace.db", "--quiet").err == ""
