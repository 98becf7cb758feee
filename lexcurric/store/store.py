"""The store: frameworks, their lines of revisions, sources and versions. What stands inside a body it does not know."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from sqlalchemy import Connection

from lexcurric.core.errors import StaleDraftError, WorkspaceError
from lexcurric.core.items import ItemKey
from lexcurric.store import statements as sql
from lexcurric.store import versions
from lexcurric.store.hashing import hash_item, hash_revision, hash_source, hash_tree
from lexcurric.store.records import Commit, ItemChange, Revision, VersionRow
from lexcurric.store.session import Session
from lexcurric.store.tables import LINES
from lexcurric.store.verify import find_faults

__all__ = ["Commit", "ItemChange", "ItemKey", "Revision", "Store", "VersionRow"]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with its newest revision; `hash` is empty where there is none."""

    id: int
    head: int
    hash: str
    shown: str


class Store:
    """
    The history of every framework of a workspace.

    Frameworks are named by their occupation's code (`soc`), lines by `upstream` or `draft`, items by kind and uid.
    Every method raises WorkspaceError for a name that is not there. Usable in a `with` block, which closes it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def url(self) -> str:
        """Where the workspace is, without a password."""
        return self._session.place

    def close(self) -> None:
        """Lets go of the file or the server; everything is saved already."""
        self._session.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[None]:
        """A `with` block whose writes land together or not at all."""
        return self._session.transaction()

    def frameworks(self) -> list[str]:
        """The code of every framework, in order."""
        with self._session.reading() as connection:
            return sorted(connection.execute(sql.SOCS).scalars())

    def has_framework(self, soc: str) -> bool:
        """True if there is a framework with this code."""
        with self._session.reading() as connection:
            return connection.execute(sql.FRAMEWORK, {"soc": soc}).scalar() is not None

    def create_framework(self, soc: str, created_at: str) -> None:
        """Writes a framework with its lines, which have no revision yet. Raises WorkspaceError if it is there."""
        with self._session.writing() as connection:
            if self.has_framework(soc):
                raise WorkspaceError(f"there is a framework {soc!r} in {self.url} already; open that one")
            row = {"uid": str(uuid.uuid4()), "soc": soc, "added_at": created_at}
            connection.execute(sql.ADD_FRAMEWORK, row)
            owner = connection.execute(sql.FRAMEWORK, {"soc": soc}).scalar_one()
            lines = [{"framework_id": owner, "name": name, "head_rev": 0} for name in LINES]
            connection.execute(sql.ADD_LINE, lines)

    def head(self, soc: str, line: str) -> int:
        """The number of a line's newest revision; 0 while it has none."""
        with self._session.reading() as connection:
            return self._line(connection, soc, line).head

    def state(self, soc: str, line: str, rev: int | None = None) -> dict[ItemKey, str]:
        """The body of every item, at the newest revision or as of `rev`."""
        with self._session.reading() as connection:
            where = self._line(connection, soc, line)
            wanted = {"line_id": where.id, "rev": self._known_rev(where, rev)}
            return {(kind, uid): body for kind, uid, body in connection.execute(sql.STATE, wanted)}

    def commit(
        self, soc: str, line: str, base_rev: int, changes: Mapping[ItemKey, str | None], commit: Commit
    ) -> Revision | None:
        """
        Writes the changes (None takes an item away) as the revision after `base_rev`, and gives it; None if nothing
        is different.

        Raises StaleDraftError where `base_rev` is not the newest revision (any more); then nothing is written.
        """
        with self._session.writing() as connection:
            where = self._line(connection, soc, line)
            if commit.uid is not None:
                done = connection.execute(sql.REVISION_BY_UID, {"line_id": where.id, "uid": commit.uid}).first()
                if done is not None:
                    return _revision(done)
            if where.head != base_rev:
                raise self._stale(where, base_rev)
            known = _read_hashes(connection, where.id, base_rev)
            rows = _changed_rows(known, changes)
            return self._write(connection, where, commit, known, rows) if rows else None

    def _write(
        self,
        connection: Connection,
        where: _Line,
        commit: Commit,
        known: Mapping[ItemKey, tuple[str | None, int]],
        rows: list[dict[str, Any]],
    ) -> Revision:
        rev = where.head + 1
        moved = connection.execute(sql.MOVE_HEAD, {"line_id": where.id, "base": where.head, "new": rev})
        if moved.rowcount != 1:
            raise self._stale(where, where.head)
        hashes = {key: digest for key, (digest, _) in known.items()} | {(r["kind"], r["uid"]): r["hash"] for r in rows}
        tree = hash_tree({key: digest for key, digest in hashes.items() if digest is not None})
        revision = Revision(
            rev=rev,
            uid=commit.uid or str(uuid.uuid4()),
            kind=commit.kind,
            author=commit.author,
            created_at=commit.created_at,
            message=commit.message,
            detail=commit.detail,
            source_sha256=commit.source_sha256,
            tree_hash=tree,
            hash=hash_revision(where.hash, tree, commit),
        )
        values = {name: getattr(revision, name) for name in Revision.__slots__}
        connection.execute(sql.ADD_REVISION, values | {"line_id": where.id, "prev_hash": where.hash})
        connection.execute(sql.ADD_ITEMS, [row | {"line_id": where.id, "rev": rev} for row in rows])
        return revision

    def revision(self, soc: str, line: str, rev: int) -> Revision:
        """One revision of a line."""
        with self._session.reading() as connection:
            where = self._line(connection, soc, line)
            found = connection.execute(sql.REVISION, {"line_id": where.id, "rev": rev}).first()
            if found is None:
                raise self._no_revision(where, rev)
            return _revision(found)

    def find_revision(self, soc: str, line: str, uid: str) -> Revision | None:
        """The revision that a commit with this uid made, if it landed."""
        with self._session.reading() as connection:
            where = self._line(connection, soc, line)
            found = connection.execute(sql.REVISION_BY_UID, {"line_id": where.id, "uid": uid}).first()
            return _revision(found) if found is not None else None

    def revisions(self, soc: str, line: str, after: int = 0) -> list[Revision]:
        """The revisions of a line after one (0: all), oldest first."""
        with self._session.reading() as connection:
            where = self._line(connection, soc, line)
            return [_revision(row) for row in connection.execute(sql.REVISIONS, {"line_id": where.id, "after": after})]

    def changes(self, soc: str, line: str, rev: int) -> list[ItemChange]:
        """What a revision changed: each item's body before and after, by kind and uid."""
        with self._session.reading() as connection:
            where = self._line(connection, soc, line)
            wanted = {"line_id": where.id, "rev": self._known_rev(where, rev)}
            rows = [ItemChange(*row) for row in connection.execute(sql.CHANGES, wanted)]
            return sorted(rows, key=lambda each: (each.kind, each.uid))

    def item_history(self, soc: str, line: str, key: ItemKey) -> list[tuple[Revision, str | None]]:
        """Every revision that changed an item, oldest first, with its body from then on; None where it was taken."""
        with self._session.reading() as connection:
            where = self._line(connection, soc, line)
            wanted = {"line_id": where.id, "kind": key[0], "uid": key[1]}
            return [(_revision(row), body) for body, *row in connection.execute(sql.ITEM_HISTORY, wanted)]

    def add_source(self, body: bytes, filename: str, added_at: str) -> str:
        """Keeps the bytes of a file, once, and gives their SHA-256; a second name for the same bytes is not kept."""
        sha256 = hash_source(body)
        packed = zlib.compress(body, 9)
        row = {"sha256": sha256, "filename": filename, "body": packed, "size": len(body), "added_at": added_at}
        with self._session.writing() as connection:
            connection.execute(sql.ADD_SOURCE, row)
        return sha256

    def source(self, sha256: str) -> bytes:
        """The bytes of a file that was kept. Raises WorkspaceError if they are not there, or not what they were."""
        try:
            body = zlib.decompress(self._source(sha256)[0])
        except zlib.error:
            body = b""
        if hash_source(body) != sha256:
            raise WorkspaceError(f"the file {sha256} in {self.url} is damaged; go back to your last backup")
        return body

    def source_filename(self, sha256: str) -> str:
        """The name that a kept file came with."""
        return str(self._source(sha256)[1])

    def _source(self, sha256: str) -> tuple[bytes, str]:
        with self._session.reading() as connection:
            found = connection.execute(sql.SOURCE, {"sha256": sha256}).first()
        if found is None:
            raise WorkspaceError(f"no file {sha256} in {self.url}; import it again")
        return found[0], found[1]

    def add_version(self, soc: str, row: VersionRow) -> None:
        """Writes a version, and its first status. Raises WorkspaceError for a label that is taken."""
        with self._session.writing() as connection:
            if self.version(soc, row.label) is not None:
                raise WorkspaceError(f"there is a version {row.label!r} of {soc} already; choose another label")
            line = self._line(connection, soc, row.line)
            revision = self.revision(soc, row.line, row.rev)
            owner = self._framework(connection, soc, hold=True)
            versions.add_version(connection, versions.Place(owner, soc, line.id, revision.hash), row)

    def version(self, soc: str, label: str) -> VersionRow | None:
        """A version with its newest status, if there is one with this label."""
        with self._session.reading() as connection:
            self._framework(connection, soc)
            found = connection.execute(sql.VERSION, {"soc": soc, "label": label}).first()
            return versions.read_row(found) if found is not None else None

    def versions(self, soc: str) -> list[VersionRow]:
        """Every version of a framework with its newest status, oldest first."""
        with self._session.reading() as connection:
            self._framework(connection, soc)
            return [versions.read_row(row) for row in connection.execute(sql.VERSIONS, {"soc": soc})]

    def set_status(self, soc: str, label: str, status: str, author: str, created_at: str) -> None:
        """Writes a new status of a version; the older ones are kept."""
        with self._session.writing() as connection:
            if self.version(soc, label) is None:
                raise WorkspaceError(f"no version {label!r} of {soc} in {self.url}; look at the list of versions")
            owner = self._framework(connection, soc, hold=True)
            row = {"framework_id": owner, "label": label, "status": status, "author": author, "created_at": created_at}
            versions.add_status(connection, row)

    def verify(self) -> list[str]:
        """What is not as it was written, in sentences that name the place; empty when all is well."""
        try:
            with self._session.reading(is_long=True) as connection:
                return find_faults(connection)
        except WorkspaceError as error:
            return [f"The workspace cannot be read to its end: {error}."]

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Calls back, in another thread, whenever anybody has saved to this workspace; gives what ends that."""
        from lexcurric.store.watch import watch

        return watch(self._session.engine, callback)

    def _framework(self, connection: Connection, soc: str, *, hold: bool = False) -> int:
        found = connection.execute(sql.FRAMEWORK_HELD if hold else sql.FRAMEWORK, {"soc": soc}).scalar()
        if found is None:
            raise WorkspaceError(f"no framework {soc!r} in {self.url}; import an export of it first")
        return int(found)

    def _line(self, connection: Connection, soc: str, line: str) -> _Line:
        found = connection.execute(sql.LINE, {"soc": soc, "name": line}).first()
        if found is None:
            self._framework(connection, soc)
            raise WorkspaceError(f"no line {line!r} in {soc}; there are {' and '.join(LINES)}")
        number, head, digest = found
        if head and digest is None:
            raise WorkspaceError(
                f"{soc} {line} in {self.url} is damaged: its newest revision {head} is missing; go "
                "back to your last backup"
            )
        return _Line(number, head, digest or "", f"{soc} {line}")

    def _known_rev(self, where: _Line, rev: int | None) -> int:
        if rev is not None and not 0 <= rev <= where.head:
            raise self._no_revision(where, rev)
        return where.head if rev is None else rev

    def _no_revision(self, where: _Line, rev: int) -> WorkspaceError:
        return WorkspaceError(f"no revision {rev} of {where.shown} in {self.url}; the newest is {where.head}")

    def _stale(self, where: _Line, base_rev: int) -> StaleDraftError:
        return StaleDraftError(
            f"{where.shown} in {self.url} has moved on from revision {base_rev}: somebody else saved in between; "
            "nothing was written, try again"
        )


def _revision(row: Sequence[Any]) -> Revision:
    return Revision(*row)


def _read_hashes(connection: Connection, line_id: int, rev: int) -> dict[ItemKey, tuple[str | None, int]]:
    """Each item that ever was, with its hash (None once taken away) and the revision that wrote it last."""
    rows = connection.execute(sql.HASHES, {"line_id": line_id, "rev": rev})
    return {(kind, uid): (digest, at) for kind, uid, digest, at in rows}


def _changed_rows(
    known: Mapping[ItemKey, tuple[str | None, int]], changes: Mapping[ItemKey, str | None]
) -> list[dict[str, Any]]:
    rows = []
    for (kind, uid), body in changes.items():
        before, before_rev = known.get((kind, uid), (None, 0))
        digest = None if body is None else hash_item(kind, uid, body)
        if digest != before:
            rows.append({"kind": kind, "uid": uid, "body": body, "hash": digest, "before_rev": before_rev})
    return rows
