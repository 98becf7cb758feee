"""Lines of revisions, on a connection: their states read, each row looked at, and one revision written at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from lexcurric.core.errors import DamagedError, WorkspaceError
from lexcurric.core.items import ItemKey
from lexcurric.store import statements as sql
from lexcurric.store.hashing import (
    NO_HASH,
    NO_STATE,
    LineName,
    hash_changes,
    hash_revision,
    seal,
    seal_change,
    sum_state,
)
from lexcurric.store.packing import unpack
from lexcurric.store.records import Commit, ItemChange, Revision
from lexcurric.store.tables import LINES

AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Owner:
    """The row of a framework: its number, and how far the log of its versions' statuses has come."""

    id: int
    soc: str
    statuses: int
    log_hash: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and the number of its newest revision."""

    id: int
    framework_id: int
    head: int
    name: LineName


@dataclass(frozen=True, slots=True)
class Known:
    """What a line says of an item: its number, the revision that wrote it last (0: none did), its body and seal."""

    number: int
    rev: int = 0
    body: str | None = None
    seal: bytes = b""


class Reader:
    """Reads from the lines of a workspace. Raises DamagedError for a row that is not what was written."""

    def __init__(self, connection: Connection, place: str) -> None:
        self.connection = connection
        self.place = place

    def damaged(self, what: str) -> DamagedError:
        """The error for something that is not what was written."""
        return DamagedError(
            f"{what} in {self.place} is damaged, and was not read; keep a copy of it as it is, run `lexcurric verify` "
            "to see what else is, and go back to your last backup"
        )

    def owner(self, soc: str, *, hold: bool = False) -> Owner:
        """The framework with this code; with `hold`, nobody else writes to it until the transaction ends."""
        found = self.connection.execute(sql.FRAMEWORK_HELD if hold else sql.FRAMEWORK_CHECKED, {"soc": soc}).first()
        if found is None and soc in self.socs():
            raise self.damaged("the list of frameworks")
        if found is None:
            raise WorkspaceError(f"no framework {soc!r} in {self.place}; import an export of it first")
        if not hold and found[-1]:
            raise self.damaged(f"the row of framework {soc}")
        return self._owner(found)

    def _owner(self, row: AnyRow) -> Owner:
        number, uid, soc, added_at, statuses, log_hash, sealed = row[:7]
        if sealed != seal("framework", number, uid, soc, added_at, statuses, log_hash):
            raise self.damaged(f"the row of framework {soc}")
        return Owner(number, soc, statuses, log_hash)

    def socs(self) -> list[str]:
        """The code of every framework, in order."""
        # In this order, since somebody may add one in between.
        last = self.connection.execute(sql.LAST_OWNER).scalar_one()
        found = [self._owner(row) for row in self.connection.execute(sql.FRAMEWORKS)]
        if not isinstance(last, int) or [each.id for each in found] != list(range(1, max(last, len(found)) + 1)):
            raise self.damaged("the list of frameworks")
        return sorted(each.soc for each in found)

    def line(self, soc: str, name: str) -> Line:
        """A line of a framework."""
        found = self.connection.execute(sql.LINE, {"soc": soc, "name": name}).first()
        if found is None:
            self.owner(soc)
            if name in LINES:
                raise self.damaged(f"the line {soc} {name}")
            raise WorkspaceError(f"no line {name!r} in {soc}; there are {' and '.join(LINES)}")
        number, owner, _, head, sealed, is_beyond = found
        if is_beyond or sealed != seal("line", number, owner, name, head):
            raise self.damaged(f"the line {soc} {name}")
        return Line(number, owner, head, LineName(soc, name))

    def known_rev(self, where: Line, rev: int | None) -> int:
        """The revision that was asked for (None: the newest). Raises WorkspaceError if there is none."""
        if rev is not None and not 0 <= rev <= where.head:
            raise WorkspaceError(f"no revision {rev} of {where.name} in {self.place}; the newest is {where.head}")
        return where.head if rev is None else rev

    def revision_row(self, where: Line, rev: int) -> AnyRow:
        """The row of a revision."""
        found = self.connection.execute(sql.REVISION, {"line_id": where.id, "rev": rev}).first()
        if found is None:
            raise self.damaged(f"{where.name}, revision {rev},")
        return self.checked(where, found)

    def checked(self, where: Line, row: AnyRow) -> AnyRow:
        """The row of a revision, after a look at its seal."""
        if row.seal != seal_revision(where.name, row):
            raise self.damaged(f"{where.name}, revision {row.rev},")
        return row

    def revision(self, where: Line, row: AnyRow) -> Revision:
        """A revision from its row."""
        found = self.checked(where, row)
        return Revision(
            found.rev,
            found.uid,
            found.kind,
            found.author,
            found.created_at,
            found.message,
            self._detail(where, found),
            found.source_sha256,
            found.hash.hex(),
        )

    def _detail(self, where: Line, row: AnyRow) -> str:
        try:
            return unpack(row.detail)
        except ValueError:
            raise self.damaged(f"{where.name}, revision {row.rev},") from None

    def revisions(self, where: Line, after: int = 0) -> list[Revision]:
        """The revisions after one, without a gap, up to the newest."""
        wanted = {"line_id": where.id, "after": after, "rev": where.head}
        rows = self.connection.execute(sql.REVISIONS, wanted)
        found = [self.revision(where, row) for row in rows]
        if [each.rev for each in found] != list(range(after + 1, where.head + 1)):
            raise self.damaged(f"the list of revisions of {where.name}")
        return found

    def by_uid(self, where: Line, uid: str, after: int = 0) -> Revision | None:
        """The revision that a commit made, if it did, later than `after`."""
        wanted = {"line_id": where.id, "uid": uid, "after": after}
        found = self.connection.execute(sql.REVISION_BY_UID, wanted).first()
        return self.revision(where, found) if found is not None and found.rev <= where.head else None

    def known(self, where: Line, rev: int) -> dict[ItemKey, Known]:
        """Each item that the line ever had, as of a revision: all of them, or the reading fails."""
        if not rev:
            return {}
        wanted = {"framework_id": where.framework_id, "line_id": where.id, "rev": rev}
        found: dict[ItemKey, Known] = {}
        seals = []
        # Columns by place: at thousands of items, their names cost as much as all the rest.
        for kind, uid, number, at, before, packed, sealed in self.connection.execute(sql.STATE, wanted).all():
            key = (kind, uid)
            body = self.body(where, key, (at, before), packed, sealed)
            found[key] = Known(number, at, body, sealed)
            if body is not None:
                seals.append(sealed)
        if sum_state(NO_STATE, [], seals) != self.revision_row(where, rev).state:
            raise self.damaged(f"the state of {where.name} at revision {rev}")
        return found

    def known_of(self, where: Line, key: ItemKey, rev: int | None = None) -> Known | None:
        """One item, as of a revision (None: the newest); None where the line did not have it yet."""
        at = where.head if rev is None else rev
        wanted = {"framework_id": where.framework_id, "line_id": where.id, "rev": at}
        found = self.connection.execute(sql.STATE_OF, wanted | {"kind": key[0], "uid": key[1]}).first()
        if found is None:
            return None
        body = self.body(where, key, (found.rev, found.before_rev), found.body, found.seal)
        return Known(found.number, found.rev, body, found.seal)

    def bodies_of(self, where: Line, kind: str) -> dict[ItemKey, str]:
        """What the items of one kind say, as of the newest revision."""
        wanted = {"framework_id": where.framework_id, "line_id": where.id, "rev": where.head, "kind": kind}
        found = {}
        for row in self.connection.execute(sql.STATE_OF_KIND, wanted):
            key = (row.kind, row.uid)
            body = self.body(where, key, (row.rev, row.before_rev), row.body, row.seal)
            if body is not None:
                found[key] = body
        return found

    def body(self, where: Line, key: ItemKey, revs: tuple[int, int], packed: bytes | None, sealed: bytes) -> str | None:
        """What an item says from a revision on (`revs`: that one, and the one before it), after a look at its seal."""
        try:
            body = None if packed is None else unpack(packed)
            if sealed == seal_change(where.name, key, *revs, body):
                return body
        except ValueError:
            pass
        raise self.damaged(f"{key[0]} {key[1]} of {where.name}, revision {revs[0]},")

    def changes(self, where: Line, rev: int) -> list[ItemChange]:
        """What a revision changed, by kind and uid."""
        wanted = {"framework_id": where.framework_id, "line_id": where.id, "rev": rev}
        found, said = [], []
        for row in self.connection.execute(sql.CHANGES, wanted):
            key = (row.kind, row.uid)
            after = self.body(where, key, (rev, row.before_rev), row.body, row.seal)
            before = None
            if row.before_rev:
                if row.before_seal is None:
                    raise self.damaged(f"{row.kind} {row.uid} of {where.name}, revision {row.before_rev},")
                before = self.body(where, key, (row.before_rev, row.earlier_rev), row.before_body, row.before_seal)
            found.append(ItemChange(*key, before, after))
            said.append((key, row.before_rev, after))
        self._complete(where, rev, hash_changes(said))
        return sorted(found, key=lambda each: (each.kind, each.uid))

    def _complete(self, where: Line, rev: int, changes: str) -> None:
        row = self.revision_row(where, rev)
        before = self.revision_row(where, rev - 1).hash if rev > 1 else NO_HASH
        if row.hash != hash_revision(before, where.name, rev, commit_of(self.revision(where, row)), changes):
            raise self.damaged(f"what {where.name}, revision {rev}, changed")

    def last_revs(self, where: Line) -> dict[ItemKey, int]:
        """Which revision wrote each item last, of all that the line ever had."""
        return {key: each.rev for key, each in self.known(where, where.head).items()}

    def item_history(
        self, where: Line, key: ItemKey, last_revs: Mapping[ItemKey, int]
    ) -> list[tuple[Revision, str | None]]:
        """Every revision that changed an item, oldest first, with its body from then on; none is missing."""
        owner = {"framework_id": where.framework_id, "line_id": where.id, "rev": where.head}
        wanted = owner | {"kind": key[0], "uid": key[1]}
        found, last = [], 0
        for row in self.connection.execute(sql.ITEM_HISTORY, wanted):
            body = self.body(where, key, (row.rev, row.before_rev), row.body, row.change_seal)
            if row.before_rev != last:
                raise self.damaged(f"the history of {key[0]} {key[1]} of {where.name}")
            last = row.rev
            found.append((self.revision(where, row), body))
        if last != last_revs.get(key, 0):
            raise self.damaged(f"the history of {key[0]} {key[1]} of {where.name}")
        return found


def seal_revision(name: LineName, row: AnyRow) -> bytes:
    """The seal of a revision's row, of its columns in the order of `statements.REVISION_COLUMNS` but the last."""
    values = (row.rev, row.uid, row.kind, row.author, row.created_at, row.message, row.detail, row.source_sha256)
    return seal("revision", name.soc, name.name, *values, row.state, row.hash)


def commit_of(revision: Revision) -> Commit:
    """The commit that made a revision."""
    return Commit(
        revision.kind,
        revision.author,
        revision.created_at,
        revision.message,
        revision.detail,
        revision.source_sha256,
        revision.uid,
    )
