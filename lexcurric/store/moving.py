"""Moving house: a workspace copied to another file or database, with all its history, and found equal there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, func, select

from lexcurric.core.errors import DamagedError, WorkspaceError
from lexcurric.store.backup import copy_file, copy_tables, new_file
from lexcurric.store.engine import MEMORY, Address, make_session, read_address
from lexcurric.store.layout import Found, look, mark
from lexcurric.store.rules import make_rules
from lexcurric.store.session import Session
from lexcurric.store.tables import metadata
from lexcurric.store.transfer import Heads, read_heads
from lexcurric.store.verify import find_faults

Fill = Callable[[Connection], None]


def copy_workspace(session: Session, target: str) -> Heads:
    """
    Copies a workspace, as it is at this moment, to a new file or an empty database, and gives how far its histories go.

    The copy is whole and equal, or there is none. Raises WorkspaceError where something is there already.
    """
    address = read_address(target)
    if address.shown == MEMORY:
        raise WorkspaceError("a copy in memory would be gone at once; give a file or a postgresql:// address")
    with session.reading(is_long=True) as old:
        heads, rows = read_heads(old), _count(old)

        def fill(new: Connection) -> None:
            if look(new, address.shown) is Found.NOTHING:
                copy_tables(old, new, metadata)
                mark(new)
            make_rules(new)
            _find_equal(new, heads, rows, address.shown)

        if address.file is None:
            _to_server(address, fill)
        else:
            _to_file(address, old, fill)
    return heads


def _to_server(address: Address, fill: Fill) -> None:
    target = make_session(address)
    try:
        with target.writing() as new:
            target.lock_frameworks()
            if look(new, address.shown) is not Found.NOTHING:
                raise _taken(address)
            fill(new)
    finally:
        target.close()


def _to_file(address: Address, old: Connection, fill: Fill) -> None:
    path = Path(str(address.file))
    if path.exists() and (path.is_dir() or path.stat().st_size):
        raise _taken(address)
    with new_file(path) as part:
        if old.dialect.name == "sqlite":
            source: sqlite3.Connection = old.connection.driver_connection  # type: ignore[assignment]
            copy_file(source, part)
        target = make_session(read_address(str(part)))
        try:
            with target.writing() as new:
                fill(new)
        finally:
            target.close()


def _taken(address: Address) -> WorkspaceError:
    return WorkspaceError(
        f"something is at {address.shown} already, and nothing is ever copied over it; give a new place"
    )


def _find_equal(new: Connection, heads: Heads, rows: int, place: str) -> None:
    faults = find_faults(new)
    if not faults and (read_heads(new) != heads or _count(new) != rows):
        faults = ["it does not have the same history"]
    if faults:
        raise DamagedError(f"the copy at {place} is not right ({faults[0]}) and was thrown away; verify the original")


def _count(connection: Connection) -> int:
    counts = [select(func.count()).select_from(table) for table in metadata.sorted_tables]
    return sum(connection.execute(each).scalar_one() for each in counts)
