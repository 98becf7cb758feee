"""Checking a workspace against its own hashes: every item, revision, version and file, in sentences."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from lexcurric.core.items import ItemKey
from lexcurric.store.hashing import hash_item, hash_revision, hash_source, hash_tree, hash_version
from lexcurric.store.records import Commit, VersionRow
from lexcurric.store.tables import framework, item, line, revision, source, version, version_status

AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Line:
    id: int
    shown: str
    head: int


def find_faults(connection: Connection) -> list[str]:
    """What is not as it was written, in sentences; empty when all is well."""
    damage = list(_check_file(connection))
    if damage:
        return damage
    return [*_check_sources(connection), *_check_lines(connection), *_check_versions(connection)]


def _check_file(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for said in connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars():
        if said != "ok":
            yield f"The database file is damaged ({said}); go back to your last backup."


def _check_sources(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(source)):
        try:
            body = zlib.decompress(row.body)
        except zlib.error:
            body = b""
        if hash_source(body) != row.sha256 or len(body) != row.size:
            yield f"The kept file {row.filename} ({row.sha256}) is not what was imported."


def _check_lines(connection: Connection) -> Iterator[str]:
    rows = connection.execute(
        select(line.c.id, framework.c.soc, line.c.name, line.c.head_rev)
        .join(framework, framework.c.id == line.c.framework_id)
        .order_by(framework.c.soc, line.c.name)
    ).all()
    sources = set(connection.execute(select(source.c.sha256)).scalars())
    for number, soc, name, head in rows:
        yield from _check_line(connection, _Line(number, f"{soc} {name}", head), sources)


def _check_line(connection: Connection, where: _Line, sources: set[str]) -> Iterator[str]:
    rows: dict[int, list[AnyRow]] = defaultdict(list)
    for row in connection.execute(select(item).where(item.c.line_id == where.id).order_by(item.c.kind, item.c.uid)):
        rows[row.rev].append(row)
    found = connection.execute(select(revision).where(revision.c.line_id == where.id).order_by(revision.c.rev))
    revisions = {row.rev: row for row in found}
    yield from _check_numbers(where, set(revisions), set(rows))
    replay = _Replay(where)
    for rev in sorted(set(revisions) | set(rows)):
        yield from replay.add_items(rows.get(rev, []))
        if rev in revisions:
            yield from replay.add_revision(revisions[rev])
            if revisions[rev].source_sha256 not in {None, *sources}:
                yield f"{where.shown}: the file that revision {rev} came from is missing."


def _check_numbers(where: _Line, revisions: set[int], written: set[int]) -> Iterator[str]:
    for rev in sorted(set(range(1, where.head + 1)) - revisions):
        yield f"{where.shown}: revision {rev} is missing."
    for rev in sorted(each for each in revisions if each > where.head):
        yield f"{where.shown}: revision {rev} lies beyond the newest one, {where.head}."
    for rev in sorted(written - revisions):
        yield f"{where.shown}: items belong to revision {rev}, which is missing."
    for rev in sorted(revisions - written):
        yield f"{where.shown}: revision {rev} has no items."


class _Replay:
    """The state of a line, built up revision by revision, and the hash that the next revision must hold."""

    def __init__(self, where: _Line) -> None:
        self.where = where
        self.hashes: dict[ItemKey, str] = {}
        self.newest: dict[ItemKey, int] = {}
        self.prev = ("", 0)

    def add_items(self, rows: list[AnyRow]) -> Iterator[str]:
        for row in rows:
            key = (row.kind, row.uid)
            place = f"{self.where.shown}, revision {row.rev}: {row.kind} {row.uid}"
            digest = None if row.body is None else hash_item(row.kind, row.uid, row.body)
            if digest != row.hash:
                yield f"{place} is not what was written."
            if self.newest.get(key, 0) != row.before_rev:
                yield f"{place} says that it follows revision {row.before_rev}, not {self.newest.get(key, 0)}."
            self.newest[key] = row.rev
            self.hashes.pop(key, None)
            if digest is not None:
                self.hashes[key] = digest

    def add_revision(self, row: AnyRow) -> Iterator[str]:
        place = f"{self.where.shown}: revision {row.rev}"
        commit = Commit(row.kind, row.author, row.created_at, row.message, row.detail, source_sha256=row.source_sha256)
        if hash_tree(self.hashes) != row.tree_hash:
            yield f"{place} does not add up: its items are not the ones that were saved."
        if hash_revision(row.prev_hash, row.tree_hash, commit) != row.hash:
            yield f"{place} is not what was written (its author, time, reason, detail or source)."
        before, before_rev = self.prev
        if before_rev == row.rev - 1 and before != row.prev_hash:
            yield f"{place} does not follow the revision before it."
        self.prev = (row.hash, row.rev)


def _check_versions(connection: Connection) -> Iterator[str]:
    rows = connection.execute(
        select(version, framework.c.soc, line.c.name.label("line"), revision.c.hash.label("revision_hash"))
        .join(framework, framework.c.id == version.c.framework_id)
        .outerjoin(line, line.c.id == version.c.line_id)
        .outerjoin(revision, (revision.c.line_id == version.c.line_id) & (revision.c.rev == version.c.rev))
        .order_by(framework.c.soc, version.c.seq)
    ).all()
    labels = {(row.framework_id, row.label) for row in rows}
    statuses: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in connection.execute(select(version_status).order_by(version_status.c.seq)):
        statuses[row.framework_id, row.label].append(row.seq)
    for row in rows:
        yield from _check_version(row, labels)
        seqs = statuses[row.framework_id, row.label]
        if not seqs or seqs != list(range(1, len(seqs) + 1)):
            yield f"{row.soc}: a status of version {row.label} is missing."


def _check_version(row: AnyRow, labels: set[tuple[int, str]]) -> Iterator[str]:
    place = f"{row.soc}: version {row.label}"
    if row.revision_hash is None:
        yield f"{place} names {row.line} revision {row.rev}, which is missing."
        return
    try:
        parents = tuple(json.loads(row.parents))
    except (TypeError, ValueError):
        parents = ()
    said = VersionRow(
        label=row.label,
        line=row.line,
        rev=row.rev,
        status="",
        message=row.message,
        author=row.author,
        created_at=row.created_at,
        content_sha256=row.content_sha256,
        parents=parents,
    )
    if hash_version(row.soc, said, row.revision_hash) != row.hash:
        yield f"{place} is not what was written, or its revision is not."
    for parent in said.parents:
        if (row.framework_id, parent) not in labels:
            yield f"{place} names a parent {parent!r}, which is missing."
