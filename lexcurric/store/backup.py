"""Files that appear only when they are whole, and every row of one database copied to another."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, MetaData, create_engine, insert, select, text

from lexcurric.core.errors import WorkspaceError
from lexcurric.store.tables import APPLICATION_ID

CHUNK = 1000


@contextmanager
def new_file(path: Path, shown: str = "") -> Iterator[Path]:
    """
    A `with` block that writes a new file under another name; only when it is whole, and on the disk, it gets its own.

    A kill in the middle leaves nothing under the final name. Raises WorkspaceError where it cannot be written, or where
    something has that name already, or gets it meanwhile: nothing is ever written over.
    """
    place, path = shown or str(path), path.resolve()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    _refuse_taken(path, place)
    try:
        make_folder(path.parent)
        try:
            yield part
            sync(part)
            _give_name(part, path)
            sync(path.parent)
        finally:
            for each in (part, part.with_name(part.name + "-journal")):
                each.unlink(missing_ok=True)
    except FileExistsError:
        raise taken(place) from None
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise WorkspaceError(f"{path} cannot be written: {said}; choose another place, or free some space") from None
    except sqlite3.Error as error:
        raise WorkspaceError(f"{path} cannot be written: {error}; choose another place, or free some space") from None


def taken(place: object) -> WorkspaceError:
    """The error for a place where something is already."""
    return WorkspaceError(f"something is at {place} already, and nothing is ever copied over it; give a new place")


def _refuse_taken(path: Path, place: str) -> None:
    # An empty file, as `touch` or a temporary file makes it, is no one's work.
    if path.is_dir() or (path.exists() and path.stat().st_size):
        raise taken(place)
    journal = path.with_name(path.name + "-journal")
    if not path.exists() and journal.exists() and journal.stat().st_size:
        raise WorkspaceError(
            f"{journal} belongs to a workspace that was at {path} before, and would spoil a new one; move it away first"
        )


def _give_name(part: Path, path: Path) -> None:
    """Gives the file its name, if nobody has it: FileExistsError if somebody does."""
    if path.exists() and not path.stat().st_size:
        path.unlink()
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: the name is taken first, and then the file put there.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        part.replace(path)


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it, in a way that outlives a power cut right after."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        sync(each.parent)


def sync(path: Path) -> None:
    """Has what was written to a file, or the names in a folder, put on the disk."""
    # Windows cannot do this to a folder, nor needs it.
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy_file(source: sqlite3.Connection, part: Path) -> None:
    """Copies what a connection to SQLite sees, which must not be one that writes, to a new file."""
    with closing(sqlite3.connect(part)) as target:
        source.backup(target)


def copy_tables(old: Connection, new: Connection, tables: MetaData, tick: Callable[[], object] = lambda: None) -> None:
    """Makes the tables in a new database, without rules, and copies every row; `tick` is called now and then."""
    tables.create_all(new, checkfirst=False)
    for table in tables.sorted_tables:
        rows = old.execute(select(table), execution_options={"yield_per": CHUNK})
        for chunk in rows.mappings().partitions():
            new.execute(insert(table), [dict(row) for row in chunk])
            tick()


def keep_as_it_is(connection: Connection, path: Path, tables: MetaData) -> None:
    """Writes the workspace that the connection sees, of an older format (`tables`), to a SQLite file."""
    with new_file(path) as part:
        if connection.dialect.name == "sqlite":
            # This connection holds the file for writing, and has written nothing yet: another one may still read it.
            with closing(sqlite3.connect(str(connection.engine.url.database))) as source:
                copy_file(source, part)
            return
        engine = create_engine(f"sqlite:///{part}")
        with engine.begin() as new:
            copy_tables(connection, new, tables)
            new.execute(text(f"PRAGMA application_id={APPLICATION_ID}"))
        engine.dispose()
