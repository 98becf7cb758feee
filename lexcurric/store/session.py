"""One connection at a time, transactions that hold together or not at all, and errors in plain words."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from types import FrameType
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from lexcurric.core.errors import WorkspaceError
from lexcurric.store.failures import explain
from lexcurric.store.tables import APPLICATION_ID

WRITE = "lexcurric_write"
"""The execution option that tells a transaction of SQLite to take the write lock at once."""


class Session:
    """The way to the database; threads take turns, so that one of them cannot land in another's transaction."""

    def __init__(self, engine: Engine, place: str, secret: str = "") -> None:
        self.engine = engine
        self.place = place
        self._secret = secret
        is_server = engine.dialect.name == "postgresql"
        self._one_moment = {"isolation_level": "REPEATABLE READ"} if is_server else {}
        self._lock = threading.RLock()
        self._current: Connection | None = None
        self._has_failed = False
        self._is_closed = False
        self._let_go: Callable[[], None] = lambda: None

    def close(self) -> None:
        """Lets go of the file or the server; closing twice is fine."""
        if not self._is_closed:
            self._is_closed = True
            self.engine.dispose()
            self._let_go()

    def holds(self, let_go: Callable[[], None]) -> None:
        """Has something done when this is closed."""
        self._let_go = let_go

    @contextmanager
    def reading(self, *, is_long: bool = False) -> Iterator[Connection]:
        """
        A connection to read with: of the transaction that is under way, else of one for this block.

        A long reading sees one moment, whatever others save meanwhile; short ones need not, as revisions never change.
        """
        with self._lock, self._in_words():
            if self._current is not None:
                yield self._going_on(self._current)
                return
            with self._connect(**(self._one_moment if is_long else {})) as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection to write with: of the transaction that is under way, else of one that this block commits."""
        with self._lock, self._in_words():
            if self._current is not None:
                yield self._going_on(self._current)
                return
            with self._connect(**{WRITE: True}) as connection:
                yield connection
                self._going_on(connection)

    def lock_frameworks(self) -> None:
        """Has whoever else makes a framework wait for the end of this transaction; SQLite has one writer anyway."""
        if self._current is not None and self.engine.dialect.name == "postgresql":
            self._current.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes of the block land together, or none does; one inside another is undone alone if it fails."""
        with self._lock:
            is_inner = self._current is not None
            with self.writing() as connection:
                if is_inner:
                    with self._step(connection):
                        yield
                else:
                    yield

    @contextmanager
    def _step(self, connection: Connection) -> Iterator[None]:
        savepoint = connection.begin_nested()
        try:
            yield
        except BaseException:
            # A database that met an error, such as a full disk, may have dropped the savepoint with all the rest.
            if not self._has_failed:
                savepoint.rollback()
            raise
        savepoint.commit()

    @contextmanager
    def _connect(self, **options: Any) -> Iterator[Connection]:
        if self._is_closed:
            raise WorkspaceError(f"{self.place} is closed; open the workspace again")
        is_short = WRITE in options
        with self._to_its_end() if is_short else nullcontext():
            connection = self.engine.connect().execution_options(**options)
            with connection, connection.begin():
                self._current, self._has_failed = connection, False
                try:
                    yield connection
                except (KeyboardInterrupt, SystemExit):
                    # Whatever the driver was in the middle of, the database must not stay locked by it; one in memory
                    # has nobody to lock out, and would be gone.
                    if not isinstance(self.engine.pool, StaticPool):
                        connection.invalidate()
                    raise
                finally:
                    self._current = None

    @contextmanager
    def _to_its_end(self) -> Iterator[None]:
        """Holds back an interrupt (Ctrl-C, a kernel's Stop) until what is being saved is saved; a second one breaks."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        waiting: list[tuple[int, FrameType | None]] = []
        before = signal.getsignal(signal.SIGINT)

        def hear(number: int, frame: FrameType | None) -> None:
            waiting.append((number, frame))
            if len(waiting) > 1:
                raise KeyboardInterrupt

        signal.signal(signal.SIGINT, hear)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
        if waiting and callable(before):
            before(*waiting[0])

    def _going_on(self, connection: Connection) -> Connection:
        """The connection, unless its transaction met an error: what was written before may be gone already."""
        if self._has_failed:
            raise WorkspaceError(f"nothing was written to {self.place}: an earlier step failed; repeat all of it")
        return connection

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, UnicodeError) as error:
            self._has_failed = True
            raise explain(error, self.place, self._secret) from None
