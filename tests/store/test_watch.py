"""A watched store calls back when anybody has saved, on every database, and never stands in a writer's way."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from lexcurric.store import watch as watching
from lexcurric.store.engine import open_store
from lexcurric.store.store import Store
from lexcurric.store.watch import watch
from tests.conftest import PASSWORD
from tests.store.rows import AT, SOC, A, commit, version

NAME = "lexcurric watch"
QUIET = 0.8
"""Seconds in which a call that must not come would have come."""


class Calls:
    """How often a watch has called back, and a wait for that."""

    def __init__(self) -> None:
        self.count = 0
        self.took: list[float] = []
        self._came = threading.Condition()

    def __call__(self) -> None:
        with self._came:
            self.count += 1
            self._came.notify_all()

    def reach(self, count: int) -> None:
        with self._came:
            assert self._came.wait_for(lambda: self.count >= count, 8), f"{self.count} calls, not {count}"

    def after(self, act: Callable[[], object]) -> None:
        """Acts, and waits for the call that comes of it."""
        before = self.count
        act()
        begun = time.monotonic()
        self.reach(before + 1)
        self.took.append(time.monotonic() - begun)

    def none(self, act: Callable[[], object] = lambda: None) -> None:
        before = self.count
        act()
        time.sleep(QUIET)
        assert self.count == before


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    deadline = time.monotonic() + 8
    while any(each.name == NAME for each in threading.enumerate()):
        assert time.monotonic() < deadline, "a watch goes on after its store was closed"
        time.sleep(0.02)


@pytest.fixture
def watched(store: Store) -> Store:
    store.create_framework(SOC, AT)
    store.commit(SOC, "draft", 0, {A: '"a1"'}, commit())
    return store


def edit(store: Store) -> None:
    rev = store.head(SOC, "draft")
    store.commit(SOC, "draft", rev, {A: f'"{rev}"'}, commit())


def test_what_another_store_or_this_one_saves_calls_back(watched: Store, store_url: str) -> None:
    calls = Calls()
    watched.watch(calls)
    with open_store(store_url) as other:
        calls.none(lambda: other.state(SOC, "draft"))
        for store in (other, watched, other):
            calls.after(lambda store=store: edit(store))
        calls.after(lambda: other.add_version(SOC, version("v1", other.head(SOC, "draft"))))
        calls.after(lambda: other.set_status(SOC, "v1", "published", "Bob", AT))
        calls.after(lambda: other.create_framework("11-1111.00", AT))
    assert max(calls.took) < 5
    calls.none()


def test_what_another_process_saves_calls_back(watched: Store, store_url: str) -> None:
    calls = Calls()
    watched.watch(calls)
    code = (
        "import sys; from lexcurric.store.engine import open_store; from tests.store.test_watch import edit\n"
        "with open_store(sys.argv[1]) as store: edit(store)"
    )
    subprocess.run([sys.executable, "-c", code, store_url], check=True, timeout=60, cwd=Path(__file__).parents[2])
    calls.reach(1)


def test_two_watches_are_told_and_one_that_ended_is_not(watched: Store) -> None:
    one, other = Calls(), Calls()
    end = watched.watch(one)
    watched.watch(other)
    one.after(lambda: edit(watched))
    other.reach(1)
    end()
    end()
    other.after(lambda: edit(watched))
    one.none()
    assert one.count == 1


def test_closing_the_store_ends_its_watch(watched: Store, store_url: str) -> None:
    calls = Calls()
    watched.watch(calls)
    assert [each.daemon for each in threading.enumerate() if each.name == NAME] == [True]
    watched.close()
    with open_store(store_url) as other:
        calls.none(lambda: edit(other))


def test_a_callback_that_fails_is_logged_and_called_again(watched: Store, caplog: pytest.LogCaptureFixture) -> None:
    calls = Calls()

    def fail() -> None:
        calls()
        raise ValueError("on purpose")

    watched.watch(fail)
    with caplog.at_level(logging.ERROR):
        for _ in range(2):
            calls.after(lambda: edit(watched))
    assert "on purpose" in caplog.text
    assert PASSWORD not in caplog.text


def test_a_callback_may_end_its_own_watch(watched: Store) -> None:
    calls = Calls()
    ends = []

    def once() -> None:
        ends[0]()
        calls()

    ends.append(watched.watch(once))
    calls.after(lambda: edit(watched))
    calls.none(lambda: edit(watched))


def test_what_is_in_memory_is_not_watched() -> None:
    with open_store(":memory:") as store:
        store.watch(Calls())()


# SQLite


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a folder, #1 é" / "workspace.db"


def test_a_watch_neither_makes_the_file_nor_holds_a_lock_on_it(file: Path) -> None:
    calls = Calls()
    with open_store(str(file)) as store:
        store.create_framework(SOC, AT)
        store.watch(calls)
        raw = sqlite3.connect(file, timeout=2, isolation_level=None)
        for _ in range(3):
            # An exclusive lock is refused while anybody reads.
            raw.execute("BEGIN EXCLUSIVE")
            calls.none()
            raw.execute("CREATE TABLE IF NOT EXISTS beside (number)")
            raw.execute("INSERT INTO beside VALUES (1)")
            calls.after(lambda: raw.execute("COMMIT"))
        raw.close()
        kept = file.read_bytes()
        file.unlink()
        calls.none()
        assert list(file.parent.iterdir()) == []
        calls.after(lambda: file.write_bytes(kept))


def test_a_backup_put_in_the_place_of_the_file_is_told(file: Path) -> None:
    calls = Calls()
    with open_store(str(file)) as store:
        store.create_framework(SOC, AT)
        backup = file.with_name("backup.db")
        backup.write_bytes(file.read_bytes())
        edit(store)
        store.watch(calls)
        calls.after(lambda: backup.replace(file))
        with open_store(str(file)) as other:
            calls.after(lambda: edit(other))


# PostgreSQL


def test_a_lost_connection_is_made_again_and_told_once(postgresql_url: str, server: str) -> None:
    import psycopg

    calls = Calls()
    with open_store(postgresql_url) as store, psycopg.connect(server, autocommit=True) as raw:
        store.create_framework(SOC, AT)
        store.watch(calls)
        for _ in range(3):
            calls.after(lambda: raw.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT current_schema%'"
            ))  # fmt: skip
            calls.after(lambda: edit(store))


def test_what_is_saved_to_another_workspace_of_the_database_is_not_told(postgresql_url: str, server: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as raw:
        raw.execute("CREATE SCHEMA IF NOT EXISTS beside")
    calls = Calls()
    with open_store(postgresql_url) as store, open_store(f"{server}?options=-csearch_path%3Dbeside") as other:
        store.watch(calls)
        calls.none(lambda: other.has_framework(SOC) or other.create_framework(SOC, AT))
        calls.none(lambda: edit(other))
        calls.after(lambda: store.create_framework(SOC, AT))


def test_a_server_that_is_away_is_waited_for_in_silence(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PATIENCE", 0.2)
    engine = create_engine(f"postgresql+psycopg://lex:{PASSWORD}@127.0.0.1:1/none")
    with caplog.at_level(logging.DEBUG):
        end = watch(engine, Calls())
        time.sleep(QUIET)
        end()
    assert PASSWORD not in caplog.text
    assert not any(PASSWORD in each.name for each in threading.enumerate())
