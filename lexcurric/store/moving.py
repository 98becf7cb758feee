"""Moving house: a workspace copied to another file or database, with all its history, and found equal there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, func, select

from lexcurric.core.errors import DamagedError, WorkspaceError
from lexcurric.store.backup import CHUNK, copy_file, copy_tables, new_file, taken
from lexcurric.store.engine import MEMORY, Address, make_session, open_store, read_address
from lexcurric.store.layout import Found, look, make, mark
from lexcurric.store.lines import Reader
from lexcurric.store.rules import make_rules
from lexcurric.store.session import Session
from lexcurric.store.store import Store
from lexcurric.store.tables import metadata, store_meta
from lexcurric.store.team import forget_team
from lexcurric.store.transfer import Heads, Tick, WholeHistory, add_all, read_heads
from lexcurric.store.verify import find_faults


class Fill(Protocol):
    """Fills an empty database, which messages call `place`."""

    def __call__(self, new: Connection, place: str, /) -> None:
        """Writes all of it, or raises."""


def check_there(url_or_path: str) -> None:
    """Raises WorkspaceError where there is no workspace; none is made."""
    address = read_address(url_or_path)
    none = WorkspaceError(f"there is no workspace at {address.shown}; check the name, or import an export to begin one")
    if address.shown == MEMORY or (address.file is not None and not address.file.exists()):
        raise none
    session = make_session(address)
    try:
        with session.reading() as connection:
            if look(connection, address.shown) is Found.NOTHING:
                raise none
    finally:
        session.close()


def open_kept(url_or_path: str) -> Store:
    """The store that is at an address already. Raises WorkspaceError where there is none: none is made."""
    check_there(url_or_path)
    return open_store(url_or_path)


def copy_workspace(session: Session, target: str, tick: Tick | None = None) -> Heads:
    """
    Copies a workspace, as it is at this moment, to a new file or an empty database, and gives how far its histories go.

    The copy is whole and equal, or there is none. Raises WorkspaceError where something is there already.
    """
    address = _new_place(target)
    if address.file is not None and session.engine.dialect.name == "sqlite":
        return _copy_whole_file(session, address, address.file)
    with session.reading(is_long=True) as old:
        heads, rows = read_heads(old), _count(old)

        def fill(new: Connection, place: str) -> None:
            chunks = range(rows // CHUNK)
            steps = iter(tick(chunks, "Copying") if tick else chunks)
            copy_tables(old, new, metadata, lambda: next(steps, None))
            mark(new)
            make_rules(new)
            forget_team(new)
            _find_equal(new, heads, place, rows)

        _write_new(address, fill)
    return heads


def _copy_whole_file(session: Session, address: Address, path: Path) -> Heads:
    """From file to file: who writes waits only while the bytes are copied, not while they are checked."""
    with new_file(path, address.shown) as part:
        with session.reading(is_long=True) as old:
            heads, rows = read_heads(old), _count(old)
            copy_file(old.connection.driver_connection, part)  # type: ignore[arg-type]

        def fill(new: Connection, place: str) -> None:
            make_rules(new)
            _find_equal(new, heads, place, rows)

        _fill_file(address, part, fill)
    return heads


def write_workspace(target: str, whole: WholeHistory, tick: Tick | None = None) -> Heads:
    """
    Writes a history that was read from somewhere to a new file or an empty database, and gives how far it goes.

    It is whole and goes as far as it says, or there is none. Raises ChangedHistoryError for the first step that is not
    what it was, WorkspaceError where something is there already.
    """

    def fill(new: Connection, place: str) -> None:
        make(new, whole.uid)
        socs = tick(whole.socs, "Reading back") if tick else whole.socs
        add_all(Reader(new, place), whole.sources(), map(whole.history, socs))
        _find_equal(new, whole.heads, place)

    _write_new(_new_place(target), fill)
    return whole.heads


def _new_place(target: str) -> Address:
    address = read_address(target)
    if address.shown == MEMORY:
        raise WorkspaceError("a copy in memory would be gone at once; give a file or a postgresql:// address")
    return address


def _write_new(address: Address, fill: Fill) -> None:
    if address.file is None:
        _to_server(address, fill)
        return
    with new_file(address.file, address.shown) as part:
        _fill_file(address, part, fill)


def _to_server(address: Address, fill: Fill) -> None:
    target = make_session(address)
    try:
        with target.writing() as new:
            target.lock_frameworks()
            if look(new, address.shown) is not Found.NOTHING:
                raise taken(address.shown)
            fill(new, address.shown)
    finally:
        target.close()


def _fill_file(address: Address, part: Path, fill: Fill) -> None:
    # Messages name the file that was asked for, not the one that it is until it is whole.
    target = make_session(replace(read_address(str(part)), shown=address.shown))
    try:
        with target.writing() as new:
            fill(new, address.shown)
    finally:
        target.close()


def _find_equal(new: Connection, heads: Heads, place: str, rows: int | None = None) -> None:
    faults = find_faults(new)
    if not faults and (read_heads(new) != heads or rows not in (None, _count(new))):
        faults = ["it does not have the same history"]
    if faults:
        raise DamagedError(
            f"the copy at {place} is not right ({faults[0].rstrip('.')}) and was thrown away; verify the original"
        )


def _count(connection: Connection) -> int:
    counts = [select(func.count()).select_from(table) for table in metadata.sorted_tables if table is not store_meta]
    return sum(connection.execute(each).scalar_one() for each in counts)
