"""Locks of a file hold while this process opens it again, and a workspace is never written over by a file."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lexcurric.core.errors import DamagedError, FileError, StaleDraftError, WorkspaceError
from lexcurric.files import is_workspace, read_bytes, write_whole
from lexcurric.store.engine import open_store
from lexcurric.store.rules import changed_layout
from lexcurric.store.store import Store
from tests.store.rows import AT, SOC, A, behind, commit

WRITER = (
    "import sqlite3, sys; raw = sqlite3.connect(sys.argv[1], timeout=0.5)\n"
    "try: raw.execute('BEGIN IMMEDIATE'); print('in')\n"
    "except sqlite3.OperationalError as error: print(error)"
)


def other_process(file: Path) -> str:
    """What another process gets that wants to write."""
    done = subprocess.run([sys.executable, "-c", WRITER, str(file)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "workspace.db"
    with open_store(str(path)) as store:
        store.create_framework(SOC, AT)
    return path


def test_opening_a_workspace_again_in_another_thread_leaves_the_locks_of_this_one(file: Path) -> None:
    def look() -> None:
        open_store(str(file)).close()
        assert is_workspace(file)
        with pytest.raises(FileError, match="found a workspace"):
            read_bytes(file, "an export")

    with open_store(str(file)) as store, store.transaction():
        store.commit(SOC, "draft", 0, {A: "1"}, commit())
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        assert other_process(file) == "database is locked"
    assert other_process(file) == "in"


def test_a_file_is_never_written_over_a_workspace(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    link = tmp_path / "link.xlsx"
    link.symlink_to(file)
    for target in (file, link):
        with pytest.raises(FileError, match="is a workspace, and is never written over"):
            write_whole(target, b"x")
    with open_store(str(file)), pytest.raises(FileError, match="is a workspace"):
        write_whole(file, b"x")
    assert file.read_bytes() == before


def test_a_backup_never_takes_a_name_that_somebody_took_meanwhile(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "backup.db"

    def check(*_: object) -> None:
        target.write_bytes(b"Bob's")

    monkeypatch.setattr("lexcurric.store.moving._find_equal", check)
    with open_store(str(file)) as store:
        with pytest.raises(WorkspaceError, match=r"something is at .*backup.db already"):
            store.copy_to(str(target))
        with pytest.raises(WorkspaceError, match="already"):
            store.copy_to(str(tmp_path / "sub" / ".." / "workspace.db"))
    assert target.read_bytes() == b"Bob's"
    assert [each.name for each in tmp_path.glob(".*")] == []


def test_a_journal_that_was_left_behind_does_not_spoil_a_copy(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "again.db"
    target.with_name("again.db-journal").write_bytes(b"of a workspace that was here")
    with (
        open_store(str(file)) as store,
        pytest.raises(WorkspaceError, match="would spoil a new one; move it away first"),
    ):
        store.copy_to(str(target))
    assert not target.exists()


@pytest.fixture
def interrupts() -> Iterator[None]:
    """Interrupts as a kernel has them; what runs in the background of a shell may have been told to ignore them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
def test_an_interrupt_in_the_middle_of_an_edit_waits_for_its_end_and_leaves_no_lock(file: Path) -> None:
    with open_store(str(file)) as store:
        for rev in range(20):

            def interrupted(at: int = rev) -> None:
                with store.transaction():
                    store.commit(SOC, "draft", at, {A: str(at)}, commit())
                    os.kill(os.getpid(), signal.SIGINT)
                    time.sleep(0.001)

            with pytest.raises(KeyboardInterrupt):
                interrupted()
            assert store.head(SOC, "draft") == rev + 1
        assert other_process(file) == "in"
        assert store.verify() == []


@pytest.mark.usefixtures("interrupts")
def test_a_second_interrupt_breaks_off_and_leaves_no_lock(file: Path) -> None:
    def interrupted(store: Store) -> None:
        with store.transaction():
            store.commit(SOC, "draft", 0, {A: "1"}, commit())
            for _ in range(2):
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.001)

    with open_store(str(file)) as store:
        with pytest.raises(KeyboardInterrupt):
            interrupted(store)
        assert store.head(SOC, "draft") == 0
        assert other_process(file) == "in"
        assert store.commit(SOC, "draft", 0, {A: "1"}, commit()) is not None


def test_a_rule_that_was_altered_is_named(full: Store) -> None:
    with behind(full) as connection:
        assert changed_layout(connection) == []
        if connection.dialect.name == "postgresql":
            name = "refuse_change"
            connection.exec_driver_sql(
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
            )
        else:
            name = "refuse_delete_change"
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
            connection.exec_driver_sql(f"CREATE TRIGGER {name} BEFORE UPDATE ON change BEGIN SELECT 1; END")
    assert f"The layout of the database is not what it was made as: {name} was changed." in full.verify()


@pytest.mark.parametrize("given", ["postgresql:/me:hunter2@host/db", "host=here password=hunter2", "POSTGRES:x"])
def test_what_only_looks_like_a_server_makes_no_file_and_shows_no_password(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WorkspaceError, match="looks like the address of a server") as caught:
        open_store(given)
    assert "hunter2" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_the_history_of_many_items_reads_the_state_once(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "workspace.db")) as store:
        store.create_framework(SOC, AT)
        items = {("statement", str(number)): str(number) for number in range(4000)}
        store.commit(SOC, "draft", 0, items, commit())
        start = time.perf_counter()
        assert all(len(store.item_history(SOC, "draft", key)) == 1 for key in items)
        assert time.perf_counter() - start < 60
        with pytest.raises(StaleDraftError):
            store.commit(SOC, "draft", 0, {A: "1"}, commit())


def test_a_row_lost_from_the_end_of_an_items_history_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "workspace.db"
    with open_store(str(path)) as store:
        store.create_framework(SOC, AT)
        for rev in range(2):
            store.commit(SOC, "draft", rev, {A: str(rev)}, commit())
    with sqlite3.connect(path) as raw:
        raw.execute("DROP TRIGGER refuse_delete_change")
        raw.execute("DELETE FROM change WHERE rev = 2")
    raw.close()
    with open_store(str(path)) as store, pytest.raises(DamagedError):
        store.item_history(SOC, "draft", A)
