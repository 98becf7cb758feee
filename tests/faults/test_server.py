"""A PostgreSQL server that stops, crashes or throws its clients out while they edit: nothing acknowledged is lost."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

import psycopg
import pytest

from lexcurric.workspace.workspace import open_workspace
from tests.faults.conftest import Figures, Scale
from tests.faults.postgres import Server, own_server
from tests.faults.story import SOC
from tests.faults.writers import edit_through_failures
from tests.samples import export_bytes

LEVELS = [[f"{name} {number} — keep it clean." for number in range(8)] for name in ("Oven", "Scale")]
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


@pytest.fixture(scope="module")
def durable() -> Iterator[Server]:
    with own_server() as server:
        yield server


class Listener:
    """Hears what a writer says, in a thread, so that the writer never waits for a reader."""

    def __init__(self, forks: ForkServerContext, url: str, author: str) -> None:
        self.end, theirs = forks.Pipe()
        self.said: list[tuple[str, str, str]] = []
        self.process = forks.Process(target=edit_through_failures, args=(theirs, url, SOC, author), daemon=True)
        self.process.start()
        theirs.close()
        self.thread = threading.Thread(target=self._listen, args=(self.end,), daemon=True)
        self.thread.start()

    def _listen(self, end: Connection) -> None:
        while (said := end.recv())[0] != "done":
            self.said.append(said)

    def saved(self) -> int:
        return sum(1 for what, *_ in self.said if what == "saved")

    def wait_for_more(self, count: int) -> None:
        """Waits until the writer has saved so many more, at most a minute."""
        wanted, until = self.saved() + count, time.monotonic() + 60
        while self.saved() < wanted:
            assert time.monotonic() < until, f"the writer does not get going again: {self.said[-3:]}"
            time.sleep(0.01)

    def stop(self) -> None:
        self.end.send("stop")
        self.thread.join(60)
        assert not self.thread.is_alive()
        self.process.join(60)


@pytest.mark.parametrize("how", ["fast", "immediate", "terminate"])
def test_a_server_that_goes_away_loses_nothing_it_acknowledged(
    forks: ForkServerContext, durable: Server, how: str, tmp_path: Path, scale: Scale, figures: Figures
) -> None:
    with psycopg.connect(durable.url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA gone_{how}")
    url = f"{durable.url}?options=-csearch_path%3Dgone_{how}"
    release = tmp_path / "release.json"
    release.write_bytes(export_bytes(*LEVELS))
    with open_workspace(url, "Ada") as workspace:
        workspace.import_export(release)
    listener = Listener(forks, url, "Bob")
    chance = random.Random(how)
    for _ in range(scale(5, 60) if how == "terminate" else scale(1, 15)):
        listener.wait_for_more(8)
        time.sleep(chance.random() / 50)
        figures["tries"] += 1
        if how == "terminate":
            with psycopg.connect(durable.url) as connection:
                connection.execute(TERMINATE)
        else:
            durable.stop(how)
            durable.start()
    listener.wait_for_more(8)
    listener.stop()
    _check(url, listener.said, figures)


def _check(url: str, said: list[tuple[str, str, str]], figures: Figures) -> None:
    saved = [text for what, text, _ in said if what == "saved"]
    refused = [text for what, text, _ in said if what == "refused"]
    with open_workspace(url, "Ada") as workspace:
        framework = workspace.framework(SOC)
        there = Counter(reason for reason in framework.log["reason"] if reason)
        figures.update(acknowledged=len(saved), lost=len(set(saved) - set(there)))
        figures["doubled"] += sum(count - 1 for count in there.values())
        figures["refused"] += len(refused)
        figures["refused, and there"] += len(set(refused) & set(there))
        assert set(saved) <= set(there) <= {*saved, *refused}
        assert set(there.values()) == {1}
        added = Counter(each.text for each in framework.content.by_level["l2"] if each.text.startswith("Bob"))
        assert set(added.values()) <= {1}
        assert workspace.verify() == []
    for what, text, message in said:
        assert what == "saved" or "\n" not in message, message
        assert "othing was written" not in message or text not in there, message
