"""kill -9 in the middle of every action: what was acknowledged is there once, what was not is there whole or not."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from pathlib import Path

import psycopg

from lexcurric.workspace.workspace import open_workspace
from tests.faults.conftest import Figures, Scale
from tests.faults.story import KINDS, Twin, portrait
from tests.faults.writers import tell_story

STORY = 4
"""How many kills one workspace is put through before another begins."""
LONGEST = 400
Settle = Callable[[], object]
"""Waits until the database has noticed that a client is gone."""


class Writer:
    """A process that goes on with a story; `acknowledged` is the last step that it said was saved."""

    def __init__(self, forks: ForkServerContext, url: str, folder: Path, seed: str, after: int) -> None:
        self.said, theirs = forks.Pipe(duplex=False)
        self.acknowledged, self.begun = after, after
        self.process = forks.Process(target=tell_story, args=(theirs, url, str(folder), seed, after), daemon=True)
        self.process.start()
        theirs.close()

    def wait_for(self, kind: str, after: int) -> None:
        """Waits until the writer begins an action of this kind, or has done so many that it is time for another."""
        while self.said.poll(60):
            if self._hear() == kind or self.begun > after + LONGEST:
                return
        raise TimeoutError("the writer said nothing for a minute")

    def _hear(self) -> str:
        number, kind = self.said.recv()
        self.begun = number
        if not kind:
            self.acknowledged = number
        return str(kind)

    def kill(self) -> None:
        self.process.kill()
        self.process.join(60)
        try:
            while True:
                self._hear()
        except (EOFError, OSError):
            return


def _aimed_kill(writer: Writer, kind: str, chance: random.Random, longest: float) -> None:
    """Kills the writer at a random moment of an action of this kind, or a little after it."""
    after = writer.acknowledged
    writer.wait_for(kind, after)
    time.sleep(chance.random() * longest)
    writer.kill()


def _kinds(count: int) -> list[str]:
    return [KINDS[number % len(KINDS)] for number in range(count)]


def _kill_through(
    forks: ForkServerContext, url: str, folder: Path, kinds: list[str], figures: Figures, settle: Settle = time.time
) -> None:
    """One workspace through several kills: after each it is what a twin is after as many steps."""
    seed = folder.name
    chance = random.Random(seed)
    twin = Twin(folder / "twin", seed)
    (folder / "files").mkdir()
    reached = 0
    for kind in kinds:
        writer = Writer(forks, url, folder / "files", seed, reached)
        _aimed_kill(writer, kind, chance, 0.012)
        settle()
        figures.update(tries=1, acknowledged=writer.acknowledged - reached)
        figures["in the middle of one"] += writer.begun != writer.acknowledged
        with open_workspace(url, "Ada") as workspace:
            assert workspace.verify() == []
            found = portrait(workspace)
        wanted = {number: twin.at(number) for number in (writer.acknowledged, writer.acknowledged + 1)}
        there = [number for number, each in wanted.items() if each == found]
        figures["lost"] += not there
        assert there, f"after {writer.acknowledged} steps and a kill in a {kind}, something is missing, half or twice"
        figures["unacknowledged and whole"] += there[0] != writer.acknowledged
        reached = there[0]
    # That the next action works, the next writer has shown, but for the last one.
    last = Writer(forks, url, folder / "files", seed, reached)
    last.wait_for("", reached)
    last.kill()
    assert last.acknowledged > reached


def test_a_process_killed_in_any_action_loses_nothing_on_sqlite(
    forks: ForkServerContext, tmp_path: Path, scale: Scale, figures: Figures
) -> None:
    kinds = _kinds(scale(22, 400))
    for start in range(0, len(kinds), STORY):
        folder = tmp_path / f"story{start}"
        folder.mkdir()
        _kill_through(forks, str(folder / "workspace.db"), folder, kinds[start : start + STORY], figures)


def test_a_client_killed_in_any_action_loses_nothing_on_postgresql(
    forks: ForkServerContext, server: str, tmp_path: Path, scale: Scale, figures: Figures
) -> None:
    kinds = _kinds(scale(11, 220))
    for start in range(0, len(kinds), STORY):
        folder = tmp_path / f"story{start}"
        folder.mkdir()
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA killed_{start}")
            url = f"{server}?options=-csearch_path%3Dkilled_{start}"
            _kill_through(
                forks, url, folder, kinds[start : start + STORY], figures, lambda: wait_until_alone(connection)
            )


def wait_until_alone(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Waits until the server has ended what its other clients asked for: a killed one may have asked for a commit."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    until = time.monotonic() + 30
    while connection.execute(others).fetchone() != (0,):
        assert time.monotonic() < until, "a killed client is still connected after half a minute"
        time.sleep(0.01)
