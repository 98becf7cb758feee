"""The store: frameworks, their lines of revisions, sources and versions. What stands inside a body it does not know."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType

from sqlalchemy import Connection

from lexcurric.core.errors import WorkspaceError
from lexcurric.core.items import ItemKey
from lexcurric.core.team import OWNER
from lexcurric.store import roles, versions
from lexcurric.store import statements as sql
from lexcurric.store.commits import write_revision
from lexcurric.store.hashing import hash_source, seal
from lexcurric.store.lines import Owner, Reader
from lexcurric.store.records import Commit, ItemChange, Revision, Status, VersionRow
from lexcurric.store.session import Session
from lexcurric.store.transfer import (
    Heads,
    SourceFile,
    Tick,
    WholeHistory,
    add_framework,
    add_source,
    missing_heads,
    read_heads,
    read_uid,
    read_whole,
)
from lexcurric.store.verify import find_faults

__all__ = ["Commit", "ItemChange", "ItemKey", "Revision", "Store", "VersionRow"]


class Store:
    """
    The history of every framework of a workspace.

    Frameworks are named by their occupation's code (`soc`), lines by `upstream` or `draft`, items by kind and uid.
    Every method raises WorkspaceError for a name that is not there, and DamagedError for a row that is not what was
    written: it is not given out. Usable in a `with` block, which closes it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        # The versions of a framework, and the state of its log that they were read at: they hold as long as that does.
        self._versions: dict[str, tuple[Owner, list[VersionRow]]] = {}
        # Which revision wrote each item of a line last, at the revision with this hash.
        self._last_revs: dict[tuple[str, str], tuple[bytes, dict[ItemKey, int]]] = {}

    @property
    def url(self) -> str:
        """Where the workspace is, without a password."""
        return self._session.place

    @property
    def is_server(self) -> bool:
        """Is it a PostgreSQL database, for a team?"""
        return self._session.engine.dialect.name == "postgresql"

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

    def hold(self, soc: str) -> None:
        """In a transaction, has everybody else who writes to this framework wait until it ends."""
        with self._writing() as reader:
            reader.owner(soc, hold=True)

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        with self._session.reading() as connection:
            yield self._reader(connection)

    @contextmanager
    def _writing(self) -> Iterator[Reader]:
        with self._session.writing() as connection:
            yield self._reader(connection)

    def _reader(self, connection: Connection) -> Reader:
        return Reader(connection, self.url)

    # Frameworks

    def frameworks(self) -> list[str]:
        """The code of every framework, in order."""
        with self._reading() as reader:
            return reader.socs()

    def has_framework(self, soc: str) -> bool:
        """True if there is a framework with this code."""
        with self._reading() as reader:
            found = reader.connection.execute(sql.FRAMEWORK, {"soc": soc}).first()
            return found is not None or soc in reader.socs()

    def create_framework(self, soc: str, created_at: str) -> None:
        """Writes a framework with its lines, which have no revision yet. Raises WorkspaceError if it is there."""
        with self._writing() as reader:
            self._session.lock_frameworks()
            if self.has_framework(soc):
                raise WorkspaceError(f"there is a framework {soc!r} in {self.url} already; open that one")
            number = reader.connection.execute(sql.LAST_FRAMEWORK).scalar_one() + 1
            add_framework(reader.connection, number, str(uuid.uuid4()), soc, created_at)

    # Lines

    def head(self, soc: str, line: str) -> int:
        """The number of a line's newest revision; 0 while it has none."""
        with self._reading() as reader:
            return reader.line(soc, line).head

    def state(self, soc: str, line: str, rev: int | None = None) -> dict[ItemKey, str]:
        """The body of every item, at the newest revision or as of `rev`."""
        with self._reading() as reader:
            where = reader.line(soc, line)
            known = reader.known(where, reader.known_rev(where, rev))
            return {key: each.body for key, each in known.items() if each.body is not None}

    def item(self, soc: str, line: str, key: ItemKey, rev: int | None = None) -> str | None:
        """The body of one item, at the newest revision or as of `rev`; the others are not read."""
        with self._reading() as reader:
            where = reader.line(soc, line)
            found = reader.known_of(where, key, reader.known_rev(where, rev))
            return found.body if found else None

    def items_of_kind(self, soc: str, line: str, kind: str) -> dict[ItemKey, str]:
        """The body of every item of one kind, at the newest revision; the others are not read."""
        with self._reading() as reader:
            return reader.bodies_of(reader.line(soc, line), kind)

    def commit(
        self, soc: str, line: str, base_rev: int, changes: Mapping[ItemKey, str | None], commit: Commit
    ) -> Revision | None:
        """
        Writes the changes (None takes an item away) as the revision after `base_rev`, and gives it; None if nothing
        is different.

        Raises StaleDraftError where `base_rev` is not the newest revision (any more); then nothing is written.
        """
        with self._writing() as reader:
            where = reader.line(soc, line)
            # Whoever is late need not wait for a turn to be told so.
            if where.head == base_rev:
                reader.owner(soc, hold=True)
                where = reader.line(soc, line)
            return write_revision(reader, where, base_rev, changes, commit)

    def revision(self, soc: str, line: str, rev: int) -> Revision:
        """One revision of a line."""
        with self._reading() as reader:
            where = reader.line(soc, line)
            if not rev:
                raise WorkspaceError(f"no revision 0 of {where.name} in {self.url}; the newest is {where.head}")
            return reader.revision(where, reader.revision_row(where, reader.known_rev(where, rev)))

    def find_revision(self, soc: str, line: str, uid: str) -> Revision | None:
        """The revision that a commit with this uid made, if it landed."""
        with self._reading() as reader:
            return reader.by_uid(reader.line(soc, line), uid)

    def revisions(self, soc: str, line: str, after: int = 0) -> list[Revision]:
        """The revisions of a line after one (0: all), oldest first."""
        with self._reading() as reader:
            return reader.revisions(reader.line(soc, line), after)

    def changes(self, soc: str, line: str, rev: int) -> list[ItemChange]:
        """What a revision changed: each item's body before and after, by kind and uid."""
        with self._reading() as reader:
            where = reader.line(soc, line)
            return reader.changes(where, reader.known_rev(where, rev)) if rev else []

    def item_history(self, soc: str, line: str, key: ItemKey) -> list[tuple[Revision, str | None]]:
        """Every revision that changed an item, oldest first, with its body from then on; None where it was taken."""
        with self._reading() as reader:
            where = reader.line(soc, line)
            if not where.head:
                return []
            # The whole state says that no row is missing; it is the same for every item while the head is.
            digest = reader.revision_row(where, where.head).hash
            if self._last_revs.get((soc, line), (b"", {}))[0] != digest:
                self._last_revs[soc, line] = digest, reader.last_revs(where)
            return reader.item_history(where, key, self._last_revs[soc, line][1])

    # Files

    def add_source(self, body: bytes, filename: str, added_at: str) -> str:
        """Keeps the bytes of a file, once, and gives their SHA-256; a second name for the same bytes is not kept."""
        with self._writing() as reader:
            return add_source(reader.connection, SourceFile(filename, body, added_at))

    def source(self, sha256: str) -> bytes:
        """The bytes of a file that was kept. Raises WorkspaceError if they are not there, or not what they were."""
        return self._source(sha256)[0]

    def source_filename(self, sha256: str) -> str:
        """The name that a kept file came with."""
        return self._source(sha256)[1]

    def _source(self, sha256: str) -> tuple[bytes, str]:
        with self._reading() as reader:
            found = reader.connection.execute(sql.SOURCE, {"sha256": sha256}).first()
            if found is None:
                raise WorkspaceError(f"no file {sha256} in {self.url}; import it again")
            try:
                body = zlib.decompress(found.body)
            except zlib.error:
                body = b""
            sealed = seal("source", sha256, found.filename, found.size, found.added_at)
            if hash_source(body) != sha256 or found.seal != sealed:
                raise reader.damaged(f"the file {sha256}")
            return body, found.filename

    # Versions

    def add_version(self, soc: str, row: VersionRow) -> None:
        """Writes a version, and its first status. Raises WorkspaceError for a label that is taken."""
        with self._writing() as reader:
            owner = reader.owner(soc, hold=True)
            if self.version(soc, row.label) is not None:
                raise WorkspaceError(f"there is a version {row.label!r} of {soc} already; choose another label")
            line = reader.line(soc, row.line)
            if not row.rev:
                raise WorkspaceError(f"no revision 0 of {line.name} in {self.url}; the newest is {line.head}")
            reader.known_rev(line, row.rev)
            versions.add_version(reader, owner, line, row)

    def version(self, soc: str, label: str) -> VersionRow | None:
        """A version with its newest status, if there is one with this label."""
        return next((each for each in self.versions(soc) if each.label == label), None)

    def versions(self, soc: str) -> list[VersionRow]:
        """Every version of a framework with its newest status, oldest first."""
        with self._reading() as reader:
            owner = reader.owner(soc)
            kept = self._versions.get(soc)
            if kept is None or kept[0] != owner:
                kept = self._versions[soc] = owner, versions.read_versions(reader, owner)
            return list(kept[1])

    def set_status(self, soc: str, label: str, status: str, author: str, created_at: str) -> None:
        """Writes a new status of a version; the older ones are kept."""
        with self._writing() as reader:
            owner = reader.owner(soc, hold=True)
            if self.version(soc, label) is None:
                raise WorkspaceError(f"no version {label!r} of {soc} in {self.url}; look at the list of versions")
            digest = versions.version_hash(reader, owner, label)
            versions.add_status(reader, owner, digest, (label, status, author, created_at))

    def statuses(self, soc: str) -> list[Status]:
        """Every status that a version of a framework was given, oldest first: label, status, author, time."""
        with self._reading() as reader:
            return versions.read_statuses(reader, reader.owner(soc))

    # Who may do what

    def role(self) -> str:
        """What this login may do: `viewer`, `editor`, `publisher`, or everything as `owner`, as anybody on a file."""
        if not self.is_server:
            return OWNER
        with self._session.reading() as connection:
            return roles.my_role(connection)

    def login(self) -> str | None:
        """The name that a server knows this login by; None on a file."""
        if not self.is_server:
            return None
        with self._session.reading() as connection:
            return roles.my_login(connection)

    # All of it

    @property
    def uid(self) -> str:
        """The name of this workspace, by which copies of it are known, wherever they are."""
        with self._reading() as reader:
            return read_uid(reader)

    @contextmanager
    def whole_history(self) -> Iterator[WholeHistory]:
        """A `with` block that reads all that is here, as it is at one moment, others writing or not."""
        with self._session.reading(is_long=True) as connection:
            yield read_whole(self._reader(connection))

    def heads(self) -> Heads:
        """How far each history has come: what to write down, to find out later whether anything was cut off."""
        with self._session.reading(is_long=True) as connection:
            return read_heads(connection)

    def missing(self, heads: Heads) -> list[str]:
        """What of these heads is not there any more, in sentences; histories may have gone on since."""
        with self._session.reading(is_long=True) as connection:
            return missing_heads(connection, heads)

    def copy_to(self, target: str, tick: Tick | None = None) -> Heads:
        """
        Copies all that is here at this moment to a new file or an empty database, others writing or not; gives how far
        the histories go. The copy is whole and equal, or there is none. `tick` shows how far it is.
        """
        from lexcurric.store.moving import copy_workspace

        return copy_workspace(self._session, target, tick)

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
