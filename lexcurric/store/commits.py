"""One revision written on a line, on a connection: its row, those of its items, then the head that moves on to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lexcurric.core.errors import StaleDraftError
from lexcurric.core.items import ItemKey
from lexcurric.store import statements as sql
from lexcurric.store.hashing import (
    NO_HASH,
    NO_STATE,
    hash_changes,
    hash_revision,
    seal,
    seal_change,
    sum_state,
)
from lexcurric.store.lines import Known, Line, Reader
from lexcurric.store.packing import pack
from lexcurric.store.records import Commit, Revision

FEW = 20
"""Up to so many items are looked up one by one; for more, the whole state is read."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What is to be written of an item: its new body, and what the line says of it so far."""

    key: ItemKey
    body: str | None
    before: Known
    seal: bytes


def write_revision(
    reader: Reader, where: Line, base_rev: int, changes: Mapping[ItemKey, str | None], commit: Commit
) -> Revision | None:
    """
    Writes the changes as the revision after `base_rev`, and gives it; None if nothing is different.

    The transaction must hold the framework (`Reader.owner`). Raises StaleDraftError if `base_rev` is not the newest.
    """
    if where.head != base_rev:
        done = reader.by_uid(where, commit.uid, base_rev) if where.head > base_rev >= 0 else None
        if done is None:
            raise stale(reader, where, base_rev)
        return done
    known = _known_of(reader, where, changes)
    new = [
        _Change(key, body, before, seal_change(where.name, key, base_rev + 1, before.rev, body))
        for key, body in changes.items()
        for before in [known.get(key, Known(0))]
        if body != before.body
    ]
    return _write(reader, where, commit, new) if new else None


def stale(reader: Reader, where: Line, base_rev: int) -> StaleDraftError:
    """The error for a writer who was not the first."""
    return StaleDraftError(
        f"{where.name} in {reader.place} has moved on from revision {base_rev}: somebody else saved in between; "
        "nothing was written, try again"
    )


def _known_of(reader: Reader, where: Line, keys: Iterable[ItemKey]) -> dict[ItemKey, Known]:
    wanted = list(keys)
    if len(wanted) > FEW:
        return reader.known(where, where.head)
    found = {key: reader.known_of(where, key) for key in wanted}
    return {key: each for key, each in found.items() if each is not None}


def _write(reader: Reader, where: Line, commit: Commit, new: list[_Change]) -> Revision:
    last = reader.revision_row(where, where.head) if where.head else None
    state, before = (last.state, last.hash) if last else (NO_STATE, NO_HASH)
    gone = [each.before.seal for each in new if each.before.body is not None]
    state = sum_state(state, gone, [each.seal for each in new if each.body is not None])
    said = hash_changes((each.key, each.before.rev, each.body) for each in new)
    rev = where.head + 1
    digest = hash_revision(before, where.name, rev, commit, said)
    numbers = _number_items(reader, where, new)
    _add_revision(reader, where, commit, (state, digest))
    rows = [
        {
            "line_id": where.id,
            "item": numbers[each.key],
            "rev": rev,
            "before_rev": each.before.rev,
            "body": None if each.body is None else pack(each.body),
            "seal": each.seal,
        }
        for each in new
    ]
    reader.connection.execute(sql.ADD_CHANGES, rows)
    _move_head(reader, where, rev)
    return revision_of(commit, rev, digest.hex())


def revision_of(commit: Commit, rev: int, digest: str) -> Revision:
    """The revision that a commit became."""
    return Revision(
        rev=rev,
        uid=commit.uid,
        kind=commit.kind,
        author=commit.author,
        created_at=commit.created_at,
        message=commit.message,
        detail=commit.detail,
        source_sha256=commit.source_sha256,
        hash=digest,
    )


def _move_head(reader: Reader, where: Line, rev: int) -> None:
    sealed = seal("line", where.id, where.framework_id, where.name.name, rev)
    wanted = {"line_id": where.id, "base": where.head, "new": rev, "new_seal": sealed}
    if reader.connection.execute(sql.MOVE_HEAD, wanted).rowcount != 1:
        raise stale(reader, where, where.head)


def _add_revision(reader: Reader, where: Line, commit: Commit, sums: tuple[bytes, bytes]) -> None:
    values: list[Any] = [where.head + 1, commit.uid, commit.kind, commit.author, commit.created_at, commit.message]
    values += [pack(commit.detail), commit.source_sha256, *sums]
    sealed = seal("revision", where.name.soc, where.name.name, *values)
    row = dict(zip([each.name for each in sql.REVISION_COLUMNS], [*values, sealed], strict=True))
    reader.connection.execute(sql.ADD_REVISION, row | {"line_id": where.id})


def _number_items(reader: Reader, where: Line, new: list[_Change]) -> dict[ItemKey, int]:
    """The number of each item; those that the framework never had are written."""
    connection, owner = reader.connection, {"framework_id": where.framework_id}
    numbers = {each.key: each.before.number for each in new if each.before.number}
    rest = [each.key for each in new if not each.before.number]
    if len(rest) > FEW:
        there = {(row.kind, row.uid): row.number for row in connection.execute(sql.ITEMS, owner)}
    else:
        wanted = {key: connection.execute(sql.ITEM, owner | {"kind": key[0], "uid": key[1]}).scalar() for key in rest}
        there = {key: number for key, number in wanted.items() if number is not None}
    numbers |= {key: there[key] for key in rest if key in there}
    fresh = [key for key in rest if key not in there]
    if fresh:
        last = connection.execute(sql.LAST_ITEM, owner).scalar_one()
        numbers |= {key: last + place for place, key in enumerate(fresh, 1)}
        rows = [owner | {"number": numbers[key], "kind": key[0], "uid": key[1]} for key in fresh]
        connection.execute(sql.ADD_ITEMS, rows)
    return numbers
