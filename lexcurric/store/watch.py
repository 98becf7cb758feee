"""
Watching a workspace: a callback, in a thread of its own, whenever anybody has saved to it.

SQLite counts the commits of others in `PRAGMA data_version` (https://www.sqlite.org/pragma.html#pragma_data_version);
a connection that only asks for that sees everybody's. PostgreSQL tells by NOTIFY, which triggers send.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import Engine, event

if TYPE_CHECKING:
    import psycopg

CHANNEL = "lexcurric"
"""Where PostgreSQL tells of what was saved; the payload is the schema of the workspace."""
TICK = 0.25
PAUSES = (0.25, 5.0)
"""The first and the longest wait, in seconds, before a lost connection is tried again."""
PATIENCE = 2.0
_KEEP_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
"""A server that went away without a word is noticed after half a minute."""
_MEMORY = (None, "", ":memory:")
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

_log = logging.getLogger(__name__)


def watch(engine: Engine, callback: Callable[[], None]) -> Callable[[], None]:
    """
    What ends the watching that begins here: until then, or until the engine is closed, each commit calls back.

    Commits of this engine count too, and several at once may be one call. After a lost connection there is one call
    when it is there again, since something may have been missed. What is in memory alone is not watched.
    """
    stop = threading.Event()
    if engine.dialect.name == "postgresql":
        changes = _server_changes(lambda: _listen(engine), stop)
    elif engine.url.database in _MEMORY:
        return stop.set
    else:
        changes = _file_changes(Path(str(engine.url.database)), stop)
    return _Watch(changes, stop, callback).start(engine)


class _Watch:
    """The thread: its changes begin with one for having begun to listen."""

    def __init__(self, changes: Iterator[None], stop: threading.Event, callback: Callable[[], None]) -> None:
        self._changes = changes
        self._stop = stop
        self._callback = callback
        self._is_ready = threading.Event()
        self._begun = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="lexcurric watch", daemon=True)

    def start(self, engine: Engine) -> Callable[[], None]:
        """Begins; back once nothing can be missed any more, or after a while where the server is slow."""
        self._thread.start()
        self._is_ready.wait(PATIENCE)

        def end(_engine: object = None) -> None:
            self._stop.set()
            if self._thread is not threading.current_thread():
                self._thread.join(1)

        def leave() -> None:
            if event.contains(engine, "engine_disposed", end):
                event.remove(engine, "engine_disposed", end)
            end()

        event.listen(engine, "engine_disposed", end)
        return leave

    def _run(self) -> None:
        for _ in self._changes:
            if self._is_ready.is_set() or time.monotonic() - self._begun > PATIENCE / 2:
                self._call()
            self._is_ready.set()

    def _call(self) -> None:
        try:
            self._callback()
        except Exception:
            _log.exception("what is told of changes in a workspace failed")


def _file_changes(path: Path, stop: threading.Event) -> Iterator[None]:
    while not stop.is_set():
        try:
            file = _identity(path)
            with closing(_open(path)) as connection:
                known = _data_version(connection)
                yield
                while not stop.wait(TICK) and _identity(path) == file:
                    now = _data_version(connection, known)
                    if now != known:
                        known = now
                        yield
        except (sqlite3.Error, OSError):
            stop.wait(TICK)


def _identity(path: Path) -> tuple[int, int]:
    """Another one where a backup was put in the file's place."""
    found = path.stat()
    return found.st_dev, found.st_ino


def _open(path: Path) -> sqlite3.Connection:
    """A connection that can neither write nor make the file, and that waits for nobody."""
    place = path.as_posix()
    place = place if place.startswith("/") else f"/{place}"
    return sqlite3.connect(f"file://{quote(place)}?mode=ro", uri=True, timeout=0, isolation_level=None)


def _data_version(connection: sqlite3.Connection, known: int | None = None) -> int | None:
    """The number that each commit changes; as known, while somebody is just writing."""
    try:
        # Read to its end, since a statement under way would hold a lock.
        ((found,),) = connection.execute("PRAGMA data_version").fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _BUSY:
            raise
        return known
    return int(found)


def _server_changes(connect: Callable[[], tuple[psycopg.Connection, str]], stop: threading.Event) -> Iterator[None]:
    import psycopg

    first, longest = PAUSES
    pause = first
    while not stop.is_set():
        try:
            connection, schema = connect()
            pause = first
            with closing(connection):
                yield
                while not stop.is_set():
                    if any(note.payload == schema for note in connection.notifies(timeout=TICK)):
                        yield
        except (psycopg.Error, OSError):
            # Nothing is said of it here: who works with the workspace is told by the next action that needs the server.
            stop.wait(pause)
            pause = min(2 * pause, longest)


def _listen(engine: Engine) -> tuple[psycopg.Connection, str]:
    """A connection of its own that listens, and the schema that the workspace is in."""
    import psycopg

    words, options = engine.dialect.create_connect_args(engine.url)
    given: dict[str, Any] = {"connect_timeout": 10, **_KEEP_ALIVE, **options}
    connection = psycopg.connect(*words, **given, autocommit=True)
    try:
        connection.execute(f"LISTEN {CHANNEL}")
        row = connection.execute("SELECT current_schema()").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection, str(row[0]) if row else ""
