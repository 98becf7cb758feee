from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from lexcurric.store.engine import open_store
from lexcurric.store.store import Store
from tests.store.rows import AT, SOC

ROOT = Path(__file__).parents[2]


def _start(url: str, name: str, steps: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.writer", url, name, str(steps)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_process_killed_while_it_writes_loses_no_revision_that_was_acknowledged(tmp_path: Path) -> None:
    url = str(tmp_path / "workspace.db")
    chance = random.Random(26)
    with open_store(url) as store:
        store.create_framework(SOC, AT)
    for kill in range(10):
        writer = _start(url, f"kill{kill}", 10**6)
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline())]
        time.sleep(chance.random() / 20)
        writer.kill()
        acknowledged += [int(each) for each in writer.communicate()[0].splitlines()]
        with open_store(url) as store:
            there = {each.rev: each.uid for each in store.revisions(SOC, "draft")}
            uids = [f"kill{kill}-{step}" for step in range(len(acknowledged))]
            assert [there[rev] for rev in acknowledged] == uids
            assert store.head(SOC, "draft") - acknowledged[-1] in (0, 1)
            assert store.verify() == []


def test_two_processes_that_write_at_once_lose_nothing(store: Store, store_url: str) -> None:
    store.create_framework(SOC, AT)
    store.close()
    writers = [_start(store_url, name, 40) for name in ("one", "two")]
    acknowledged = [rev for each in writers for rev in each.communicate(timeout=60)[0].split()]
    assert [each.returncode for each in writers] == [0, 0]
    with open_store(store_url) as after:
        assert sorted(int(each) for each in acknowledged) == list(range(1, 81))
        assert len(after.state(SOC, "draft")) == 80
        assert after.verify() == []


def test_two_processes_that_make_a_workspace_at_once_make_one(store_url: str) -> None:
    command = "import sys; from lexcurric.store.engine import open_store; open_store(sys.argv[1]).close()"
    makers = [subprocess.Popen([sys.executable, "-c", command, store_url], cwd=ROOT) for _ in range(3)]
    assert [each.wait(60) for each in makers] == [0, 0, 0]
    with open_store(store_url) as store:
        assert store.frameworks() == []
