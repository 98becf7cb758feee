"""Whole histories on the move: to another database, to a backup, and, as plain records, in and out of other forms."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Protocol, TypeVar

from sqlalchemy import Connection, select

from lexcurric.core.errors import DamagedError
from lexcurric.core.items import ItemKey
from lexcurric.core.json_text import canonical
from lexcurric.store import statements as sql
from lexcurric.store import versions
from lexcurric.store.commits import write_revision
from lexcurric.store.hashing import NO_HASH, hash_source, seal
from lexcurric.store.lines import Reader, commit_of
from lexcurric.store.records import Revision, Status, VersionRow
from lexcurric.store.tables import LINES, framework, line, revision, source, store_meta, version_status

Thing = TypeVar("Thing")
LOG = "log"
Heads = dict[str, dict[str, list[int | str]]]
"""By a framework's code, the number and hash of the newest revision of each line, and of its `log` of versions."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was kept: its name, its bytes, and when it came."""

    filename: str
    body: bytes
    added_at: str


@dataclass(frozen=True, slots=True)
class Step:
    """A revision with what it changed: an item's new body, or None where it was taken away."""

    revision: Revision
    changes: dict[ItemKey, str | None]


@dataclass(frozen=True, slots=True)
class FrameworkHistory:
    """
    All that a framework ever was: its revisions by line, its versions, and the log of their statuses, in order.

    `log_hashes` are the hashes of the statuses, where they are known.
    """

    uid: str
    soc: str
    added_at: str
    lines: dict[str, list[Step]]
    versions: list[VersionRow]
    statuses: list[Status]
    log_hashes: list[str] = field(default_factory=list)


class ChangedHistoryError(DamagedError):
    """A history that was read from somewhere is not what it was: which revision, or which entry in the log (`log`)."""

    def __init__(self, soc: str, line: str, number: int) -> None:
        self.soc, self.line, self.number = soc, line, number
        what = f"{soc}, entry {number} in the log of versions," if line == LOG else f"{soc} {line}, revision {number},"
        super().__init__(f"{what} is not what was written; nothing was kept")


@dataclass(frozen=True, slots=True)
class WholeHistory:
    """All of a workspace at one moment: its uid, how far its histories go, and they themselves, read one by one."""

    uid: str
    heads: Heads
    socs: tuple[str, ...]
    sources: Callable[[], Iterable[SourceFile]]
    history: Callable[[str], FrameworkHistory]
    """Of a framework, by its code; `socs` are in the order in which they came."""


class Tick(Protocol):
    """Gives things one by one, and shows how far it is."""

    def __call__(self, things: Sequence[Thing], title: str, /) -> Iterable[Thing]:
        """The things one by one."""


def read_uid(reader: Reader) -> str:
    """The name of the workspace, by which copies of it are known."""
    row = reader.connection.execute(select(store_meta).where(store_meta.c.key == "uid")).first()
    if row is None or row.seal != seal("store_meta", row.key, row.value):
        raise reader.damaged("the note 'uid'")
    return str(row.value)


def read_whole(reader: Reader) -> WholeHistory:
    """All of a workspace, on a connection that sees one moment."""
    reader.socs()
    socs = tuple(reader.connection.execute(select(framework.c.soc).order_by(framework.c.id)).scalars())
    heads = read_heads(reader.connection)
    return WholeHistory(
        read_uid(reader), heads, socs, lambda: read_sources(reader), lambda soc: read_history(reader, soc)
    )


def read_heads(connection: Connection) -> Heads:
    """How far each history has come. Two workspaces with the same heads, both whole, have the same history."""
    found: Heads = {}
    for row in connection.execute(select(framework).order_by(framework.c.soc)):
        found[row.soc] = {"log": [row.statuses, row.log_hash.hex()]}
    rows = connection.execute(
        select(framework.c.soc, line.c.name, line.c.head_rev, revision.c.hash)
        .join(framework, framework.c.id == line.c.framework_id)
        .outerjoin(revision, (revision.c.line_id == line.c.id) & (revision.c.rev == line.c.head_rev))
        .order_by(line.c.id)
    )
    for row in rows:
        found[row.soc][row.name] = [row.head_rev, row.hash.hex() if row.hash else ""]
    return found


def fingerprint(heads: Heads) -> str:
    """A short name for all that is kept: 16 hexadecimal digits, which any change to any history changes."""
    return sha256(canonical(heads).encode()).hexdigest()[:16]  # type: ignore[arg-type]


def missing_heads(connection: Connection, heads: Heads) -> list[str]:
    """What was there when `heads` was taken and is not there any more, in sentences; histories may have gone on."""
    found = []
    for soc, said in heads.items():
        for name, (rev, digest) in said.items():
            if rev and _hash_at(connection, soc, name, int(rev)) != digest:
                what = f"status {rev} of its versions" if name == "log" else f"revision {rev} of {name}"
                found.append(f"{soc}: {what} is not the one that was there.")
    return found


def _hash_at(connection: Connection, soc: str, name: str, rev: int) -> str:
    if name == "log":
        wanted = (
            select(version_status.c.hash)
            .join(framework, framework.c.id == version_status.c.framework_id)
            .where(framework.c.soc == soc, version_status.c.seq == rev)
        )
    else:
        wanted = (
            select(revision.c.hash)
            .join(line, line.c.id == revision.c.line_id)
            .join(framework, framework.c.id == line.c.framework_id)
            .where(framework.c.soc == soc, line.c.name == name, revision.c.rev == rev)
        )
    digest = connection.execute(wanted).scalar()
    return digest.hex() if digest is not None else ""


def read_sources(reader: Reader) -> Iterator[SourceFile]:
    """Every file that was kept."""
    for row in reader.connection.execute(select(source).order_by(source.c.added_at, source.c.sha256)):
        try:
            body = zlib.decompress(row.body)
        except zlib.error:
            body = b""
        sealed = seal("source", row.sha256, row.filename, row.size, row.added_at)
        if hash_source(body) != row.sha256 or row.seal != sealed:
            raise reader.damaged(f"the file {row.sha256}")
        yield SourceFile(row.filename, body, row.added_at)


def read_history(reader: Reader, soc: str) -> FrameworkHistory:
    """All of a framework."""
    owner = reader.owner(soc)
    row = reader.connection.execute(sql.FRAMEWORK, {"soc": soc}).one()
    lines = {}
    for name in LINES:
        where = reader.line(soc, name)
        lines[name] = [
            Step(each, {(one.kind, one.uid): one.after for one in reader.changes(where, each.rev)})
            for each in reader.revisions(where)
        ]
    named = versions.read_versions(reader, owner)
    hashes = [
        each.hash.hex()
        for each in reader.connection.execute(sql.STATUSES, {"framework_id": owner.id, "seq": owner.statuses})
    ]
    return FrameworkHistory(row.uid, soc, row.added_at, lines, named, versions.read_statuses(reader, owner), hashes)


def add_source(connection: Connection, file: SourceFile) -> str:
    """Keeps a file, once, and gives its SHA-256."""
    digest = hash_source(file.body)
    if connection.execute(sql.SOURCE, {"sha256": digest}).first() is None:
        row = {"sha256": digest, "filename": file.filename, "size": len(file.body), "added_at": file.added_at}
        row |= {"seal": seal("source", *row.values()), "body": zlib.compress(file.body, 9)}
        connection.execute(sql.ADD_SOURCE, row)
    return digest


def add_framework(connection: Connection, number: int, uid: str, soc: str, added_at: str) -> None:
    """Writes the row of a framework and those of its lines, which have no revision yet."""
    row = {"id": number, "uid": uid, "soc": soc, "added_at": added_at, "statuses": 0, "log_hash": NO_HASH}
    connection.execute(sql.ADD_FRAMEWORK, row | {"seal": seal("framework", *row.values())})
    for place, name in enumerate(LINES):
        new = {"id": number * 2 - 1 + place, "framework_id": number, "name": name, "head_rev": 0}
        connection.execute(sql.ADD_LINE, new | {"seal": seal("line", *new.values())})


def add_history(reader: Reader, number: int, history: FrameworkHistory) -> None:
    """Writes all of a framework. Revisions that come with a hash must have the one that they get here."""
    soc = history.soc
    add_framework(reader.connection, number, history.uid, soc, history.added_at)
    for name, steps in history.lines.items():
        where = reader.line(soc, name)
        for step in steps:
            made = write_revision(reader, where, step.revision.rev - 1, step.changes, commit_of(step.revision))
            if made is None or step.revision.hash not in ("", made.hash):
                raise ChangedHistoryError(soc, name, step.revision.rev)
            where = replace(where, head=made.rev)
    rows = {each.label: each for each in history.versions}
    owner, seen = reader.owner(soc), set[str]()
    for entry, status in enumerate(history.statuses, 1):
        label = status[0]
        if label in seen:
            owner = versions.add_status(reader, owner, versions.version_hash(reader, owner, label), status)
        else:
            seen.add(label)
            row = replace(rows[label], status=status[1])
            owner = versions.add_version(reader, owner, reader.line(soc, row.line), row)
        if history.log_hashes and history.log_hashes[entry - 1] != owner.log_hash.hex():
            raise ChangedHistoryError(soc, LOG, entry)


def add_all(reader: Reader, files: Iterable[SourceFile], histories: Iterable[FrameworkHistory]) -> None:
    """Fills a workspace that has tables and rules, and nothing in them."""
    for file in files:
        add_source(reader.connection, file)
    for number, history in enumerate(histories, 1):
        add_history(reader, number, history)
