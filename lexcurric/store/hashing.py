"""
The hashes that chain a history together, and the seals of rows: equal on every database, so that copies can be checked.

A *hash* (SHA-256, whole) says what was saved after what; `verify` follows the chain. A *seal* (the first 8 bytes of
one) stands in each row and is looked at on every reading, so that what a disk or a hand has changed is not given out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from pydantic import JsonValue

from lexcurric.core.items import ItemKey
from lexcurric.core.json_text import canonical
from lexcurric.store.records import Commit, VersionRow

SEAL_BYTES = 8
NO_STATE = bytes(SEAL_BYTES)
"""The state of a line without an item."""
NO_HASH = b""
"""What stands before the first of a chain."""
_RANGE = 1 << (8 * SEAL_BYTES)


@dataclass(frozen=True, slots=True)
class LineName:
    """Which line a row belongs to: the framework's code, and `upstream` or `draft`."""

    soc: str
    name: str

    def __str__(self) -> str:
        return f"{self.soc} {self.name}"


def seal(*values: object) -> bytes:
    """The seal of a row: of its table's name and its values, in the order of the columns."""
    said = "\0".join([each.hex() if isinstance(each, bytes) else str(each) for each in values])
    return sha256(said.encode()).digest()[:SEAL_BYTES]


def seal_change(line: LineName, key: ItemKey, rev: int, before_rev: int, body: str | None) -> bytes:
    """The seal of what an item says from a revision on."""
    said = "-" if body is None else f"+{body}"
    place = f"change\0{line.soc}\0{line.name}\0{key[0]}\0{key[1]}\0{rev}\0{before_rev}\0{said}"
    return sha256(place.encode()).digest()[:SEAL_BYTES]


def sum_state(state: bytes, gone: Iterable[bytes], new: Iterable[bytes]) -> bytes:
    """The sum of a state's seals when some rows are replaced; rows that take an item away are no part of it."""
    total = int.from_bytes(state) - sum(map(int.from_bytes, gone)) + sum(map(int.from_bytes, new))
    return (total % _RANGE).to_bytes(SEAL_BYTES)


def hash_changes(changes: Iterable[tuple[ItemKey, int, str | None]]) -> str:
    """The hash of what a revision changed: each item's key, the revision before, and its new body."""
    rows = [
        f"{kind}\0{uid}\0{before}\0{'-' if body is None else sha256(body.encode()).hexdigest()}\n"
        for (kind, uid), before, body in changes
    ]
    return sha256("".join(sorted(rows)).encode()).hexdigest()


def hash_revision(before: bytes, line: LineName, rev: int, commit: Commit, changes: str) -> bytes:
    """The hash of a revision, which holds that of the one before it, and what it changed (`hash_changes`)."""
    said = [before.hex(), line.soc, line.name, str(rev), commit.uid, commit.kind, commit.author, commit.created_at]
    return _hash([*said, commit.message, commit.detail, commit.source_sha256, changes])


def hash_version(soc: str, row: VersionRow, revision_hash: bytes) -> bytes:
    """The hash of a version, all but its status, which moves along."""
    said = [soc, row.label, row.line, str(row.rev), revision_hash.hex(), row.message, row.author, row.created_at]
    return _hash([*said, row.content_sha256, list(row.parents)])


def hash_status(before: bytes, version_hash: bytes, said: tuple[str, str, str, str]) -> bytes:
    """The hash of a status (label, status, author, time), which holds that of the status before, and its version's."""
    return _hash([before.hex(), version_hash.hex(), *said])


def hash_source(body: bytes) -> str:
    """The hash of a file, by which it is kept once."""
    return sha256(body).hexdigest()


def _hash(said: list[JsonValue]) -> bytes:
    return sha256(canonical(said).encode()).digest()
