"""Versions, on a connection: immutable rows, with a log of statuses beside them that only grows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from lexcurric.core.json_text import canonical
from lexcurric.store import statements as sql
from lexcurric.store.commits import stale
from lexcurric.store.hashing import NO_HASH, hash_status, hash_version, seal
from lexcurric.store.lines import AnyRow, Line, Owner, Reader
from lexcurric.store.records import Status, VersionRow


def read_versions(reader: Reader, owner: Owner) -> list[VersionRow]:
    """Every version with its newest status, oldest first: all of them, or the reading fails."""
    # Of one moment, that of `owner`: somebody may add a version in between.
    rows = {row.label: row for row in reader.connection.execute(sql.VERSIONS, {"framework_id": owner.id})}
    newest = {label: status for label, status, _, _ in read_statuses(reader, owner)}
    if not set(newest) <= set(rows):
        raise reader.damaged(f"the list of versions of {owner.soc}")
    return [_version(reader, owner, rows[label], newest[label]) for label in newest]


def read_statuses(reader: Reader, owner: Owner) -> list[Status]:
    """Every status, oldest first: all of them, or the reading fails."""
    found = reader.connection.execute(sql.STATUSES, {"framework_id": owner.id, "seq": owner.statuses})
    rows = [_checked(reader, owner, row) for row in found]
    is_whole = [row.seq for row in rows] == list(range(1, owner.statuses + 1))
    if not is_whole or (rows and rows[-1].hash != owner.log_hash):
        raise reader.damaged(f"the list of versions of {owner.soc}")
    return [(row.label, row.status, row.author, row.created_at) for row in rows]


def _checked(reader: Reader, owner: Owner, row: AnyRow) -> AnyRow:
    if row.seal != seal_status(owner.soc, row):
        raise reader.damaged(f"a status of version {row.label} of {owner.soc}")
    return row


def _version(reader: Reader, owner: Owner, row: AnyRow, status: str) -> VersionRow:
    if row.seal != seal_version(owner.soc, row):
        raise reader.damaged(f"version {row.label} of {owner.soc}")
    return version_of(row, status)


def version_of(row: AnyRow, status: str) -> VersionRow:
    """A version from its row (with the name of its line) and its newest status."""
    return VersionRow(
        label=row.label,
        line=row.name,
        rev=row.rev,
        status=status,
        message=row.message,
        author=row.author,
        created_at=row.created_at,
        content_sha256=row.content_sha256,
        parents=tuple(read_parents(row.parents)),
    )


def read_parents(said: str) -> list[str]:
    """The labels of a version's parents."""
    found: list[str] = json.loads(said)
    return found


def add_version(reader: Reader, owner: Owner, line: Line, row: VersionRow) -> Owner:
    """Writes a version as the newest of its framework, and its first status; gives the framework as it is then."""
    revision_hash = reader.revision_row(line, row.rev).hash
    digest = hash_version(owner.soc, row, revision_hash)
    values = {
        "label": row.label,
        "line_id": line.id,
        "rev": row.rev,
        "message": row.message,
        "author": row.author,
        "created_at": row.created_at,
        "content_sha256": row.content_sha256,
        "parents": canonical(list(row.parents)),
        "hash": digest,
    }
    sealed = seal("version", owner.soc, *values.values())
    reader.connection.execute(sql.ADD_VERSION, values | {"framework_id": owner.id, "seal": sealed})
    return add_status(reader, owner, digest, (row.label, row.status, row.author, row.created_at))


def add_status(reader: Reader, owner: Owner, version_hash: bytes, said: Status) -> Owner:
    """Writes a status as the newest of its version and framework; gives the framework as it is then."""
    connection, seq = reader.connection, owner.statuses + 1
    digest = hash_status(owner.log_hash, version_hash, said)
    names = ("label", "status", "author", "created_at")
    values: dict[str, Any] = {"seq": seq, **dict(zip(names, said, strict=True)), "hash": digest}
    sealed = seal("version_status", owner.soc, *values.values())
    connection.execute(sql.ADD_STATUS, values | {"framework_id": owner.id, "seal": sealed})
    moved = Owner(owner.id, owner.soc, seq, digest)
    row = connection.execute(sql.FRAMEWORK, {"soc": owner.soc}).one()
    wanted = {"framework_id": owner.id, "base": owner.statuses, "new": seq, "new_hash": digest}
    sealed = seal("framework", owner.id, row.uid, owner.soc, row.added_at, seq, digest)
    if connection.execute(sql.MOVE_LOG, wanted | {"new_seal": sealed}).rowcount != 1:
        raise stale(reader, reader.line(owner.soc, "draft"), owner.statuses)
    return moved


def version_hash(reader: Reader, owner: Owner, label: str) -> bytes:
    """The hash of a version that is there."""
    rows = reader.connection.execute(sql.VERSIONS, {"framework_id": owner.id})
    return next((bytes(row.hash) for row in rows if row.label == label), NO_HASH)


def seal_version(soc: str, row: AnyRow) -> bytes:
    """The seal of a version's row."""
    values: Sequence[Any] = (row.label, row.line_id, row.rev, row.message, row.author, row.created_at)
    return seal("version", soc, *values, row.content_sha256, row.parents, row.hash)


def seal_status(soc: str, row: AnyRow) -> bytes:
    """The seal of a status's row."""
    return seal("version_status", soc, row.seq, row.label, row.status, row.author, row.created_at, row.hash)
