"""A `store` for every test that asks: one run on SQLite, one on a temporary PostgreSQL server where there is one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from lexcurric.store.engine import open_store
from lexcurric.store.store import Store

# CI tries the same examples each time, so that a submission never fails by chance; everywhere else they are new.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

PASSWORD = "s3cret-word"
_SCHEMAS = count(1)


def _server_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _is_user(name: str) -> bool:
    import pwd

    return any(each.pw_name == name for each in pwd.getpwall())


def _run(user: str | None, *command: str | Path) -> None:
    # Without a pipe: the server would keep it open, and `run` would wait for its end.
    with Path(os.devnull).open("r+b") as nothing:
        words = [str(each) for each in command]
        subprocess.run(words, check=True, timeout=60, cwd="/", user=user, stdin=nothing, stdout=nothing, stderr=nothing)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a database on a PostgreSQL server that lives as long as the tests."""
    programs = _server_programs()
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    if programs is None or (user and not _is_user(user)):
        pytest.skip("no PostgreSQL server programs on this machine, or no user to run them as")
    folder = Path(tempfile.mkdtemp(prefix="lexcurric-pg-"))
    try:
        secret = folder / "password"
        secret.write_text(PASSWORD)
        if user:
            for each in (folder, secret):
                shutil.chown(each, user)
        data = folder / "data"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        _run(
            user, programs / "initdb", "-D", data, "-U", "lex", "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8"
        )
        settings = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {folder}"
        _run(user, programs / "pg_ctl", "-D", data, "-w", "-o", settings, "-l", folder / "log", "start")
        try:
            yield f"postgresql://lex:{PASSWORD}@127.0.0.1:{port}/postgres"
        finally:
            _run(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _new_schema(server: str) -> str:
    import psycopg

    schema = f"test_{next(_SCHEMAS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    return f"{server}?options=-csearch_path%3D{schema}"


@pytest.fixture
def postgresql_url(server: str) -> str:
    """The address of an empty schema of its own."""
    return _new_schema(server)


@pytest.fixture
def other_postgresql_url(server: str) -> str:
    """The address of another empty schema."""
    return _new_schema(server)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a workspace that is not there yet."""
    if request.param == "sqlite":
        return str(tmp_path / "workspace.db")
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store."""
    with open_store(store_url) as opened:
        yield opened
