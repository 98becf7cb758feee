from __future__ import annotations

import os
import random
import socket
import sqlite3
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from lexcurric.core.errors import StaleDraftError, WorkspaceError
from lexcurric.store import failures
from lexcurric.store.engine import open_store, read_address
from lexcurric.store.hashing import seal
from lexcurric.store.store import Store
from tests.conftest import PASSWORD
from tests.store.rows import AT, SOC, A, commit, run_sql


def refusal(url: str) -> str:
    """The message, after a look that it is one line, without the password and without the driver's own errors."""
    with pytest.raises(WorkspaceError) as caught:
        open_store(url)
    whole = "".join(traceback.format_exception(caught.value))
    assert "\n" not in str(caught.value)
    assert PASSWORD not in str(caught.value)
    assert "sqlalchemy.exc" not in whole
    return str(caught.value)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    for name, body in (("export.json", b'{"schemaVersion": "1.0"}'), ("long.txt", b"words " * 5000), ("one", b"x")):
        file = tmp_path / name
        file.write_bytes(body)
        assert refusal(str(file)) == (
            f"{file} is not a lexcurric workspace (it is no database); give the path of another file"
        )
        assert file.read_bytes() == body


def test_an_empty_file_becomes_a_workspace(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    file.touch()
    with open_store(str(file)) as store:
        store.create_framework(SOC, AT)
    with sqlite3.connect(file) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (0x4C584331,)
        assert raw.execute("PRAGMA user_version").fetchone() == (2,)
    raw.close()


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    for table in ("note (text)", "store_meta (key, value)"):
        with sqlite3.connect(file) as raw:
            raw.execute(f"CREATE TABLE {table}")
        raw.close()
        assert refusal(str(file)).endswith("holds the tables of another program; give a new file or database")


def test_a_postgresql_schema_with_clashing_tables_is_refused(postgresql_url: str) -> None:
    import psycopg

    server, _, schema = postgresql_url.partition("?options=-csearch_path%3D")
    with psycopg.connect(server) as raw:
        raw.execute(f"CREATE TABLE {schema}.version (id int)")
    assert refusal(postgresql_url).endswith("holds the tables of another program; give a new file or database")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(str(tmp_path)) == f"{tmp_path} is a folder; give a file in it, such as {tmp_path}/workspace.db"


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    file = tmp_path / "a b" / "ü" / "work space.db"
    for url in (str(file), f"sqlite:///{file}"):
        with open_store(url) as store:
            assert store.url == str(file)
            assert store.verify() == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refusal(str(tmp_path / "file" / "sub" / "workspace.db"))
    assert said.endswith(f"{tmp_path}/file/sub: Not a directory; choose another file")


@pytest.fixture
def guarded() -> Iterator[Path]:
    """A folder that belongs to somebody else, while the test runs as a user who may write nowhere: root may anywhere."""
    with TemporaryDirectory(prefix="lexcurric-") as name:
        folder = Path(name)
        with open_store(str(folder / "workspace.db")) as store:
            store.create_framework(SOC, AT)
        (folder / "workspace.db").chmod(0o444)
        (folder / "secret.db").write_bytes(b"x")
        (folder / "secret.db").chmod(0o000)
        folder.chmod(0o555)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if is_root:
                os.seteuid(0)
            folder.chmod(0o755)


def test_a_read_only_file_can_be_read_and_not_written(guarded: Path) -> None:
    with open_store(str(guarded / "workspace.db")) as store:
        assert store.frameworks() == [SOC]
        assert store.verify() == []
        with pytest.raises(WorkspaceError) as caught:
            store.create_framework("99", AT)
    assert str(caught.value) == (
        f"{guarded}/workspace.db is read-only, and nothing was written; make the file and its folder writable, "
        "or work on a copy"
    )


def test_a_read_only_folder_is_named(guarded: Path) -> None:
    assert refusal(str(guarded / "new.db")) == (
        f"{guarded}/new.db cannot be opened or made; check that its folder is there and that you may write to it"
    )
    assert refusal(str(guarded / "sub" / "new.db")).endswith(f"{guarded}/sub: Permission denied; choose another file")


def test_a_file_that_may_not_be_read_is_named(guarded: Path) -> None:
    secret = guarded / "secret.db"
    assert "Permission denied" in refusal(str(secret))


@pytest.mark.parametrize("key", ["format", "reader"])
def test_a_workspace_of_a_newer_program_is_refused(store: Store, store_url: str, key: str) -> None:
    sealed = seal("store_meta", key, "3").hex()
    literal = f"'\\x{sealed}'::bytea" if store.is_server else f"x'{sealed}'"
    run_sql(store, f"UPDATE store_meta SET value = '3', seal = {literal} WHERE key = '{key}'")
    assert "was made by a newer lexcurric" in (said := refusal(store_url))
    assert said.endswith("update the program: pip install --upgrade lexcurric")


def test_a_format_that_was_not_written_so_is_damage(store: Store, store_url: str) -> None:
    for said in ("1", "3", "x"):
        run_sql(store, f"UPDATE store_meta SET value = '{said}' WHERE key = 'format'")
        assert "is damaged: its note 'format' is not what was written" in refusal(store_url)


def test_a_workspace_that_is_locked_too_long_says_so(
    full: Store, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "WAIT_SECONDS", 0.2)
    with full.transaction():
        full.commit(SOC, "draft", 3, {A: '"mine"'}, commit())
        with open_store(store_url) as other:
            assert other.head(SOC, "draft") == 3
            with pytest.raises(WorkspaceError, match=r"is locked: .* has been .* more than 0.2 seconds; .*try again"):
                other.commit(SOC, "draft", 3, {A: '"theirs"'}, commit())
    assert full.state(SOC, "draft") == {A: '"mine"'}


def test_a_full_disk_says_so_and_loses_nothing(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "workspace.db")) as store:
        store.create_framework(SOC, AT)
        store.commit(SOC, "draft", 0, {A: "1"}, commit())
        with store._session.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        big = {("statement", str(number)): f'"{random.randbytes(2500).hex()}"' for number in range(50)}
        with pytest.raises(WorkspaceError, match="was not written, since the disk is full; nothing is lost"):
            store.commit(SOC, "draft", 1, big, commit())
        with pytest.raises(WorkspaceError, match="disk is full"), store.transaction(), store.transaction():
            store.commit(SOC, "draft", 1, big, commit())
        assert store.state(SOC, "draft") == {A: "1"}
        assert store.verify() == []


def test_half_a_character_is_refused(full: Store) -> None:
    with pytest.raises(WorkspaceError, match="a text holds half a character; type that text again"):
        full.commit(SOC, "draft", 3, {A: '"\ud800"'}, commit())
    assert full.head(SOC, "draft") == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "'' is not the path of a workspace; give a file such as data/workspace.db"),
        ("mysql://me@host/db", "a workspace is a file or a postgresql:// address, and mysql:// is neither"),
    ],
)
def test_what_is_no_address_is_refused(given: str, said: str) -> None:
    assert refusal(given) == said


def test_an_address_that_cannot_be_read_is_not_repeated() -> None:
    said = refusal(f"postgresql://me:{PASSWORD}@host:many/db")
    assert said.startswith("the postgresql:// address cannot be read; it goes postgresql://name:password@host:5432/")


def test_a_missing_driver_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert refusal(f"postgresql://me:{PASSWORD}@localhost/db") == (
        "postgresql://me:***@localhost/db needs the driver psycopg, which is not installed; run: "
        "pip install 'lexcurric[postgres]'"
    )


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        said = refusal(f"postgresql://me:{PASSWORD}@127.0.0.1:{port}/db")
    assert said.startswith(f"postgresql://me:***@127.0.0.1:{port}/db cannot be reached (connection failed")
    assert said.endswith("check the address, the name and the server")


def test_a_wrong_password_or_database_is_named(server: str) -> None:
    assert "password authentication failed" in refusal(server.replace(PASSWORD, "wrong"))
    assert 'database "nope" does not exist' in refusal(server.replace("/postgres", "/nope"))


def test_a_password_is_never_shown(postgresql_url: str) -> None:
    with open_store(postgresql_url) as store:
        assert PASSWORD not in store.url
        assert store.url.startswith("postgresql://lex:***@127.0.0.1:")
    for name in ("password", "sslpassword"):
        assert PASSWORD not in read_address(f"postgresql://me@host/db?{name}={PASSWORD}").shown


def test_two_at_the_same_moment_are_asked_to_try_again(store: Store, store_url: str) -> None:
    error = type("UniqueViolation", (Exception,), {"sqlstate": "23505"})("duplicate key")
    said = failures.explain(error, "here")
    assert isinstance(said, StaleDraftError)
    assert str(said) == "somebody else saved to here at the same moment; nothing was written, try again"


def test_a_nul_in_a_text_is_refused_by_postgresql_in_words(postgresql_url: str) -> None:
    with open_store(postgresql_url) as store:
        with pytest.raises(WorkspaceError, match=r"refused: .*NUL.*; nothing was written"):
            store.create_framework("a\0b", AT)
        assert store.frameworks() == []
