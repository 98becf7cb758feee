"""Opening a workspace: from an address to a store that is ready, made if it is new, refused if it is not ours."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from lexcurric.core.errors import WorkspaceError
from lexcurric.files import hold
from lexcurric.store import failures
from lexcurric.store.backup import make_folder
from lexcurric.store.layout import prepare, upgrade_to_this
from lexcurric.store.places import warn_if_on_network
from lexcurric.store.session import WRITE, Session
from lexcurric.store.store import Store

MEMORY = ":memory:"
_FILE = "sqlite:///"
_SHORTEST = 512
"""The bytes of the smallest page, and so of the smallest database."""
_SERVERS = ("postgresql", "postgres", "postgresql+psycopg")
_LIKE_A_SERVER = re.compile(r"^postgres(ql)?(\+\w+)?:|\b(password|host|dbname|user|service)\s*=", re.IGNORECASE)
_SECRETS = ("password", "sslpassword")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a workspace is: `shown` is how messages name it, never with the password, which is in `secret`."""

    url: URL
    shown: str
    file: Path | None = None
    # No debugger and no verbose traceback shows a record with its password in it.
    secret: str = field(default="", repr=False)


def open_store(url_or_path: str) -> Store:
    """
    The store at `:memory:`, in a file, or at a `sqlite:///…` or `postgresql://…` address, made if it is new.

    Raises WorkspaceError where it cannot be opened, or is not a workspace that this program can read.
    """
    address = read_address(url_or_path)
    if address.file is not None:
        warn_if_on_network(address.file, address.shown)
    session = make_session(address)
    try:
        prepare(session, address.file)
    except BaseException:
        session.close()
        raise
    if address.file is not None:
        session.holds(hold(address.file))
    return Store(session)


def upgrade_store(url_or_path: str, backup: str) -> bool:
    """Upgrades a workspace of an older format, kept as it was in the file `backup`; False if it is of this format."""
    address = read_address(url_or_path)
    session = make_session(address)
    try:
        return upgrade_to_this(session, Path(backup).expanduser())
    finally:
        session.close()


def make_session(address: Address) -> Session:
    """The way to the database at an address; what is there was not looked at."""
    if address.file is not None:
        _prepare_file(address.file, address.shown)
    return Session(_make_engine(address), address.shown, address.secret)


def read_address(given: str) -> Address:
    """What a person wrote to name a workspace. Raises WorkspaceError if it is no such thing."""
    if given in (MEMORY, "sqlite://", _FILE + MEMORY):
        return Address(URL.create("sqlite", database=MEMORY), MEMORY)
    if "://" in given and not given.startswith(_FILE):
        return _read_server_address(given)
    if _LIKE_A_SERVER.search(given):
        # It is not repeated: there may be a password in it.
        raise WorkspaceError(
            "this looks like the address of a server, and is not one; it goes postgresql://name@host:5432/database"
        )
    path = given.removeprefix(_FILE)
    if not path.strip() or "\0" in path:
        raise WorkspaceError(f"{given!r} is not the path of a workspace; give a file such as data/workspace.db")
    file = Path(path).expanduser().absolute()
    return Address(URL.create("sqlite", database=str(file)), path, file)


def _read_server_address(given: str) -> Address:
    scheme = given.split("://", 1)[0].lower()
    if scheme not in _SERVERS:
        raise WorkspaceError(f"a workspace is a file or a postgresql:// address, and {scheme}:// is neither")
    try:
        url = make_url("postgresql+psycopg://" + given.split("://", 1)[1])
    except (ArgumentError, ValueError):
        # The address itself is left out, since nobody can tell which part of it is the password.
        raise WorkspaceError(
            "the postgresql:// address cannot be read; it goes postgresql://name:password@host:5432/database, "
            "with @ : / in a password written %40 %3A %2F"
        ) from None
    hidden = {name: "***" for name in _SECRETS if name in url.query}
    shown = url.set(drivername="postgresql").update_query_dict(hidden).render_as_string(hide_password=True)
    query = url.query.get("password", "")
    return Address(url, shown, secret=url.password or (query if isinstance(query, str) else ""))


def _prepare_file(file: Path, shown: str) -> None:
    try:
        if file.is_dir():
            raise WorkspaceError(f"{shown} is a folder; give a file in it, such as {Path(shown) / 'workspace.db'}")
        make_folder(file.parent)
        is_there = file.exists()
        if is_there and not os.access(file, os.R_OK, effective_ids=os.access in os.supports_effective_ids):
            raise PermissionError(errno.EACCES, "Permission denied", str(file))
        # SQLite would take a very short file for an empty database, and write over it; a longer one it knows itself.
        # The file is not opened here: see `files.hold`.
        size = file.stat().st_size if is_there else 0
        is_database = not 0 < size < _SHORTEST or _was_cut_off(file)
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise WorkspaceError(f"{shown} cannot be opened: {error.filename}: {said}; choose another file") from None
    if not is_database:
        raise failures.no_database(shown)


def _was_cut_off(file: Path) -> bool:
    """True where a write was cut off, by a power cut: SQLite's journal beside the file puts it right again."""
    journal = file.with_name(file.name + "-journal")
    return journal.is_file() and journal.stat().st_size > 0


def _make_engine(address: Address) -> Engine:
    if address.url.get_backend_name() == "sqlite":
        return _make_sqlite_engine(address.url)
    try:
        return _make_postgresql_engine(address.url)
    except (ImportError, NoSuchModuleError):
        raise WorkspaceError(
            f"{address.shown} needs the driver psycopg, which is not installed; run: pip install 'lexcurric[postgres]'"
        ) from None


_ALIVE = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}


def _make_postgresql_engine(url: URL) -> Engine:
    is_told = "connect_timeout" in url.query or "PGCONNECT_TIMEOUT" in os.environ
    options: dict[str, Any] = {} if is_told else {"connect_timeout": failures.WAIT_SECONDS}
    # A server that is gone without a word, behind a cut cable, is given up after about half a minute.
    options |= {name: value for name, value in _ALIVE.items() if name not in url.query}
    engine = create_engine(
        url, connect_args=options, isolation_level="READ COMMITTED", pool_pre_ping=True, hide_parameters=True
    )
    event.listen(engine, "connect", _set_up_postgresql)
    return engine


def _set_up_postgresql(connection: Any, _record: object) -> None:
    # Not as `options` of the address: they would hide those of a service file or PGOPTIONS, and pgbouncer refuses them.
    # A server may be set to answer before a commit is on its disk; what we call saved is.
    wait = failures.WAIT_SECONDS * 1000
    connection.execute(
        f"SELECT set_config('lock_timeout', '{wait}', false), set_config('synchronous_commit', 'on', false)"
    )
    connection.commit()


def _make_sqlite_engine(url: URL) -> Engine:
    options: dict[str, Any] = {"poolclass": StaticPool} if url.database == MEMORY else {"pool_size": 1}
    waiting = {"timeout": failures.WAIT_SECONDS, "check_same_thread": False}
    engine = create_engine(url, connect_args=waiting, hide_parameters=True, **options)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


_PRAGMAS = (
    "journal_mode=TRUNCATE",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "cell_size_check=ON",
)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin and commit by itself: `_begin_sqlite` does, and says what kind it wants.
    connection.isolation_level = None
    # Not WAL: SQLite before 3.51.3 can lose commits in that mode (https://www.sqlite.org/wal.html#walresetbug), and it
    # does not work on network file systems, where JupyterHub keeps home folders. TRUNCATE with FULL keeps every
    # acknowledged commit through a power cut.
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A write takes its lock at the start: a lock taken after reading can fail at once, without waiting its turn.
    is_write = connection.get_execution_options().get(WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")
