"""Versions as rows: immutable, with a list of statuses beside them that only grows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from lexcurric.core.json_text import canonical
from lexcurric.store import statements as sql
from lexcurric.store.hashing import hash_version
from lexcurric.store.records import VersionRow


@dataclass(frozen=True, slots=True)
class Place:
    """Where a version belongs: its framework and line, and the hash of the revision that it names."""

    framework_id: int
    soc: str
    line_id: int
    revision_hash: str


def read_row(row: Sequence[Any]) -> VersionRow:
    """A version from its columns."""
    values: list[Any] = [*row[:-1], tuple(json.loads(row[-1]))]
    return VersionRow(*values)


def add_version(connection: Connection, place: Place, row: VersionRow) -> None:
    """Writes a version as the newest of its framework, and its first status."""
    last = connection.execute(sql.LAST_VERSION, {"id": place.framework_id}).scalar_one()
    values = {
        "framework_id": place.framework_id,
        "label": row.label,
        "seq": last + 1,
        "line_id": place.line_id,
        "rev": row.rev,
        "message": row.message,
        "author": row.author,
        "created_at": row.created_at,
        "content_sha256": row.content_sha256,
        "parents": canonical(list(row.parents)),
        "hash": hash_version(place.soc, row, place.revision_hash),
    }
    connection.execute(sql.ADD_VERSION, values)
    shared = {name: values[name] for name in ("framework_id", "label", "author", "created_at")}
    add_status(connection, shared | {"status": row.status})


def add_status(connection: Connection, row: Mapping[str, Any]) -> None:
    """Writes a status as the newest of its version."""
    last = connection.execute(sql.LAST_STATUS, {"id": row["framework_id"], "label": row["label"]}).scalar_one()
    connection.execute(sql.ADD_STATUS, {**row, "seq": last + 1})
