"""Checking a workspace against its own hashes: every row, and every chain of rows, in sentences that name the place."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from lexcurric.core.items import ItemKey
from lexcurric.store.hashing import (
    NO_HASH,
    NO_STATE,
    LineName,
    hash_changes,
    hash_revision,
    hash_source,
    hash_status,
    hash_version,
    seal,
    seal_change,
    sum_state,
)
from lexcurric.store.lines import AnyRow, seal_revision
from lexcurric.store.packing import unpack
from lexcurric.store.records import Commit
from lexcurric.store.roles import NOTE
from lexcurric.store.rules import changed_layout, missing_rules
from lexcurric.store.tables import (
    LINES,
    change,
    framework,
    item,
    line,
    revision,
    source,
    store_meta,
    version,
    version_status,
)
from lexcurric.store.team_check import find_team_faults
from lexcurric.store.versions import seal_status, seal_version, version_of

_LEFT = (
    (line, line.c.framework_id, framework.c.id, "a line"),
    (item, item.c.framework_id, framework.c.id, "an item"),
    (version, version.c.framework_id, framework.c.id, "a version"),
    (version_status, version_status.c.framework_id, framework.c.id, "a status of a version"),
    (revision, revision.c.line_id, line.c.id, "a revision"),
    (change, change.c.line_id, line.c.id, "an item's row"),
)


def find_faults(connection: Connection) -> list[str]:
    """What is not as it was written, in sentences; empty when all is well."""
    damage = list(_check_file(connection))
    if damage:
        return damage
    sources = set(connection.execute(select(source.c.sha256)).scalars())
    found = [*_check_rules(connection), *_check_meta(connection), *_check_sources(connection), *_check_left(connection)]
    for number, row in enumerate(connection.execute(select(framework).order_by(framework.c.id)).all(), 1):
        found += _Framework(connection, row, sources).faults()
        if row.seal != seal("framework", number, row.uid, row.soc, row.added_at, row.statuses, row.log_hash):
            found.append(f"{row.soc}: the row of the framework is not what was written.")
    return found


def _check_file(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for said in connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars():
        if said != "ok":
            yield f"The database file is damaged ({said}); go back to your last backup."


def _check_rules(connection: Connection) -> Iterator[str]:
    for name in missing_rules(connection):
        yield f"The database no longer refuses changes to history: its rule {name} is missing."
    for name in changed_layout(connection):
        yield f"The layout of the database is not what it was made as: {name} was changed."


def _check_meta(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(store_meta)):
        if row.seal != seal("store_meta", row.key, row.value):
            yield f"The note {row.key!r} on this workspace is not what was written."
        elif row.key == NOTE and connection.dialect.name == "postgresql":
            yield from find_team_faults(connection, row.value)


def _check_sources(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(source)):
        try:
            body = zlib.decompress(row.body)
        except zlib.error:
            body = b""
        sealed = seal("source", row.sha256, row.filename, row.size, row.added_at)
        if hash_source(body) != row.sha256 or len(body) != row.size or row.seal != sealed:
            yield f"The kept file {row.filename} ({row.sha256}) is not what was imported."


def _check_left(connection: Connection) -> Iterator[str]:
    """Rows whose framework or line is missing."""
    for table, column, target, name in _LEFT:
        lost = select(column).where(column.not_in(select(target))).select_from(table).distinct()
        for number in connection.execute(lost).scalars():
            yield f"There is {name} of {target.table.name} {number}, which is missing."


@dataclass(frozen=True, slots=True)
class _Line:
    id: int
    name: LineName
    head: int


class _Framework:
    """One framework: its lines, and then its versions, which name revisions of them."""

    def __init__(self, connection: Connection, row: AnyRow, sources: set[str]) -> None:
        self.connection, self.row, self.sources = connection, row, sources
        self.hashes: dict[tuple[int, int], bytes] = {}
        self.keys: dict[int, ItemKey] = {}

    def faults(self) -> Iterator[str]:
        """What is wrong with it."""
        soc = self.row.soc
        rows = self.connection.execute(select(item).where(item.c.framework_id == self.row.id).order_by(item.c.number))
        self.keys = {row.number: (row.kind, row.uid) for row in rows}
        if list(self.keys) != list(range(1, len(self.keys) + 1)):
            yield f"{soc}: an item is missing from the list of items."
        lines = self.connection.execute(
            select(line).where(line.c.framework_id == self.row.id).order_by(line.c.id)
        ).all()
        if [row.name for row in lines] != list(LINES):
            yield f"{soc}: a line is missing; there are {', '.join(row.name for row in lines) or 'none'}."
        used: set[int] = set()
        for row in lines:
            if row.seal != seal("line", row.id, row.framework_id, row.name, row.head_rev):
                yield f"{soc} {row.name}: the number of the newest revision, {row.head_rev}, is not what was written."
            yield from self._check_line(_Line(row.id, LineName(soc, row.name), row.head_rev), used)
        for number in sorted(set(self.keys) - used):
            kind, uid = self.keys[number]
            yield f"{soc}: {kind} {uid} is in the list of items, and no revision has it."
        yield from self._check_versions()

    def _check_line(self, where: _Line, used: set[int]) -> Iterator[str]:
        rows: dict[int, list[AnyRow]] = defaultdict(list)
        written = select(change).where(change.c.line_id == where.id).order_by(change.c.rev, change.c.item)
        for row in self.connection.execute(written):
            rows[row.rev].append(row)
            used.add(row.item)
        found = select(revision).where(revision.c.line_id == where.id).order_by(revision.c.rev)
        revisions = {row.rev: row for row in self.connection.execute(found)}
        yield from _check_numbers(where, set(revisions), set(rows))
        replay = _Replay(where.name, self.keys)
        for rev in sorted(set(revisions) | set(rows)):
            yield from replay.add_changes(rows.get(rev, []))
            if rev in revisions:
                yield from replay.add_revision(revisions[rev])
                self.hashes[where.id, rev] = revisions[rev].hash
                if revisions[rev].source_sha256 not in {None, *self.sources}:
                    yield f"{where.name}: the file that revision {rev} came from is missing."

    def _check_versions(self) -> Iterator[str]:
        soc, owner = self.row.soc, self.row.id
        named = (
            select(version, line.c.name)
            .outerjoin(line, line.c.id == version.c.line_id)
            .where(version.c.framework_id == owner)
        )
        versions = {row.label: row for row in self.connection.execute(named)}
        for row in versions.values():
            yield from self._check_version(row, set(versions))
        log = select(version_status).where(version_status.c.framework_id == owner).order_by(version_status.c.seq)
        statuses = self.connection.execute(log).all()
        before: bytes | None = NO_HASH
        last = 0
        for row in statuses:
            place = f"{soc}: status {row.status} of version {row.label}"
            if row.seq != last + 1:
                yield f"{soc}: a status of a version is missing, before number {row.seq}."
                before = None
            if row.label not in versions:
                yield f"{soc}: version {row.label} is missing, and has a status."
            elif row.seal != seal_status(soc, row):
                yield f"{place} is not what was written."
            elif before is not None:
                said = (row.label, row.status, row.author, row.created_at)
                if row.hash != hash_status(before, versions[row.label].hash, said):
                    yield f"{place} does not follow the status before it."
            before, last = row.hash, row.seq
        if (self.row.statuses, self.row.log_hash) != (last, before or NO_HASH):
            yield f"{soc}: a status of a version is missing, or was added; there should be {self.row.statuses}."
        for label in versions.keys() - {row.label for row in statuses}:
            yield f"{soc}: a status of version {label} is missing."

    def _check_version(self, row: AnyRow, labels: set[str]) -> Iterator[str]:
        place = f"{self.row.soc}: version {row.label}"
        digest = self.hashes.get((row.line_id, row.rev))
        if digest is None:
            yield f"{place} names {row.name} revision {row.rev}, which is missing."
            return
        try:
            said = version_of(row, "")
            is_right = hash_version(self.row.soc, said, digest) == row.hash
            lost = [each for each in said.parents if each not in labels]
        except (TypeError, ValueError):
            is_right, lost = False, []
        if not is_right or row.seal != seal_version(self.row.soc, row):
            yield f"{place} is not what was written, or its revision is not."
        for parent in lost:
            yield f"{place} names a parent {parent!r}, which is missing."


def _check_numbers(where: _Line, revisions: set[int], written: set[int]) -> Iterator[str]:
    for rev in sorted(set(range(1, where.head + 1)) - revisions):
        yield f"{where.name}: revision {rev} is missing."
    for rev in sorted(each for each in revisions if each > where.head):
        yield f"{where.name}: revision {rev} lies beyond the newest one, {where.head}."
    for rev in sorted(written - revisions):
        yield f"{where.name}: items belong to revision {rev}, which is missing."
    for rev in sorted(revisions - written):
        yield f"{where.name}: revision {rev} has no items."


class _Replay:
    """The state of a line, built up revision by revision, and the hash that the next revision must hold."""

    def __init__(self, where: LineName, keys: dict[int, ItemKey]) -> None:
        self.where, self.keys = where, keys
        self.seals: dict[ItemKey, bytes] = {}
        self.newest: dict[ItemKey, int] = {}
        self.said: list[tuple[ItemKey, int, str | None]] = []
        self.state = NO_STATE
        self.prev = (NO_HASH, 0)

    def add_changes(self, rows: list[AnyRow]) -> Iterator[str]:
        """What is wrong with the rows of a revision."""
        self.said = []
        for row in rows:
            key = self.keys.get(row.item)
            if key is None:
                yield f"{self.where}, revision {row.rev}: item {row.item} is missing from the list of items."
                continue
            place = f"{self.where}, revision {row.rev}: {key[0]} {key[1]}"
            body = _text(row.body)
            if body is _DAMAGED or row.seal != seal_change(self.where, key, row.rev, row.before_rev, body):
                yield f"{place} is not what was written."
            if self.newest.get(key, 0) != row.before_rev:
                yield f"{place} says that it follows revision {row.before_rev}, not {self.newest.get(key, 0)}."
            self.newest[key] = row.rev
            self.said.append((key, row.before_rev, body))
            gone = self.seals.pop(key, None)
            if body is not None:
                self.seals[key] = row.seal
            self.state = sum_state(self.state, [gone] if gone else [], [row.seal] if body is not None else [])

    def add_revision(self, row: AnyRow) -> Iterator[str]:
        """What is wrong with a revision."""
        place = f"{self.where}: revision {row.rev}"
        if self.state != row.state:
            yield f"{place} does not add up: its items are not the ones that were saved."
        before, before_rev = self.prev
        detail = _text(row.detail)
        commit = Commit(row.kind, row.author, row.created_at, row.message, detail or "", row.source_sha256, row.uid)
        is_sealed = row.seal == seal_revision(self.where, row)
        if not is_sealed or detail is _DAMAGED:
            yield f"{place} is not what was written (its place, author, time, reason, detail or source)."
        elif before_rev == row.rev - 1 and row.hash != hash_revision(
            before, self.where, row.rev, commit, hash_changes(self.said)
        ):
            yield f"{place} does not follow the revision before it, or did not change what stands there."
        self.prev = (row.hash, row.rev)


_DAMAGED = "\0"
"""Stands for a text that cannot be unpacked; no body or detail, which are JSON, is that."""


def _text(packed: Any) -> str | None:
    try:
        return None if packed is None else unpack(packed)
    except ValueError:
        return _DAMAGED
