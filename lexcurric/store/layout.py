"""The layout of a workspace: looked at when it is opened, made if there is none, upgraded if it is an older one."""

from __future__ import annotations

import uuid
import warnings
from enum import StrEnum
from itertools import chain, count
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, text

from lexcurric.core.errors import DamagedError, WorkspaceError, WorkspaceWarning
from lexcurric.store import format_1
from lexcurric.store.backup import keep_as_it_is
from lexcurric.store.hashing import seal
from lexcurric.store.roles import NOTE
from lexcurric.store.rules import make_rules, make_tables
from lexcurric.store.session import Session
from lexcurric.store.tables import APPLICATION_ID, FORMAT, metadata, store_meta
from lexcurric.store.team import give_rights
from lexcurric.store.upgrade import upgrade


class Found(StrEnum):
    """What is there when a workspace is opened."""

    NOTHING = "nothing"
    READY = "ready"
    OLDER = "older"


def prepare(session: Session, file: Path | None) -> None:
    """
    Makes the workspace ready: makes it where nothing is there, upgrades a file of an older format after a backup.

    Raises WorkspaceError for what is there and cannot be used. On a server, an older format is left to its owner.
    """
    with session.reading() as connection:
        found = look(connection, session.place)
    if found is Found.NOTHING:
        with session.writing() as connection:
            session.lock_frameworks()
            if look(connection, session.place) is Found.NOTHING:
                make(connection)
    elif found is Found.OLDER:
        if file is None:
            raise WorkspaceError(
                f"{session.place} is of an older format; whoever looks after it upgrades it: lexcurric upgrade -w URL "
                "--backup FILE"
            )
        upgrade_to_this(session, backup_file(file))


def backup_file(file: Path) -> Path:
    """Where a workspace of an older format is kept as it was: beside it, under a name that nothing has yet."""
    endings = chain([""], (f"-{number}" for number in count(2)))
    names = (f"{file.stem}-before-format-{FORMAT}{each}{file.suffix}" for each in endings)
    return next(path for path in map(file.with_name, names) if not path.exists())


def upgrade_to_this(session: Session, backup: Path) -> bool:
    """Upgrades a workspace of an older format, which is kept in `backup` as it was; False if it is of this format."""
    with session.writing() as connection:
        session.lock_frameworks()
        if look(connection, session.place) is not Found.OLDER:
            return False
        keep_as_it_is(connection, backup, format_1.metadata)
        notes = {row.key: row.value for row in connection.execute(select(format_1.store_meta))}
        upgrade(connection, session.place)
        _note(connection, notes | {"format": str(FORMAT), "reader": str(FORMAT)})
        # The new tables belong to nobody but the owner so far.
        if NOTE in notes and connection.dialect.name == "postgresql":
            give_rights(connection, notes[NOTE])
    warnings.warn(
        f"{session.place} was brought to the format of this program ({FORMAT}); as it was before, it is in {backup}",
        WorkspaceWarning,
        stacklevel=2,
    )
    return True


def look(connection: Connection, place: str) -> Found:
    """What is there. Raises WorkspaceError for what cannot be used."""
    names = set(inspect(connection).get_table_names())
    if store_meta.name not in names:
        is_sqlite = connection.dialect.name == "sqlite"
        if names if is_sqlite else names & set(metadata.tables):
            raise WorkspaceError(f"{place} holds the tables of another program; give a new file or database")
        return Found.NOTHING
    notes = {row.key: row.value for row in connection.execute(select(format_1.store_meta))}
    _check_notes(connection, place)
    if not {"uid", "format", "reader"} <= set(notes) or not (notes["format"] + notes["reader"]).isdecimal():
        raise WorkspaceError(f"{place} holds the tables of another program; give a new file or database")
    if max(int(notes["format"]), int(notes["reader"])) > FORMAT:
        raise WorkspaceError(
            f"{place} was made by a newer lexcurric (format {notes['format']}, this one reads {FORMAT}); update the "
            "program: pip install --upgrade lexcurric"
        )
    return Found.READY if int(notes["format"]) == FORMAT else Found.OLDER


def _check_notes(connection: Connection, place: str) -> None:
    """Raises DamagedError where a note on the workspace is not what was written; those of format 1 have no seal."""
    if store_meta.c.seal.name not in {each["name"] for each in inspect(connection).get_columns(store_meta.name)}:
        return
    for row in connection.execute(select(store_meta)):
        if row.seal != seal("store_meta", row.key, row.value):
            raise DamagedError(
                f"{place} is damaged: its note {row.key!r} is not what was written; keep a copy of it as it is, and go "
                "back to your last backup"
            )


def make(connection: Connection, uid: str = "") -> None:
    """Makes the tables, their rules and the notes of an empty workspace; it gets a uid of its own if none is given."""
    make_tables(connection)
    make_rules(connection)
    _note(connection, {"uid": uid or str(uuid.uuid4()), "format": str(FORMAT), "reader": str(FORMAT)})


def _note(connection: Connection, notes: dict[str, str]) -> None:
    rows = [{"key": key, "value": value, "seal": seal("store_meta", key, value)} for key, value in notes.items()]
    connection.execute(insert(store_meta), rows)
    mark(connection)


def mark(connection: Connection) -> None:
    """Marks a SQLite file as ours."""
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"PRAGMA application_id={APPLICATION_ID}"))
        connection.execute(text(f"PRAGMA user_version={FORMAT}"))
