"""The hashes that chain a history together: equal on every database, so that a copy of a workspace can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from lexcurric.core.items import ItemKey
from lexcurric.core.json_text import canonical
from lexcurric.store.records import Commit, VersionRow


def hash_item(kind: str, uid: str, body: str) -> str:
    """The hash of one item."""
    return _hex(f"{kind}\0{uid}\0{body}")


def hash_tree(hashes: Mapping[ItemKey, str]) -> str:
    """The hash of a whole state, from the hash of each of its items."""
    return _hex("".join(f"{kind}\0{uid}\0{digest}\n" for (kind, uid), digest in sorted(hashes.items())))


def hash_revision(prev_hash: str, tree_hash: str, commit: Commit) -> str:
    """The hash of a revision, which holds the one before it (an empty text for the first)."""
    said = [prev_hash, tree_hash, commit.kind, commit.author, commit.created_at, commit.message, commit.detail]
    return _hex(canonical([*said, commit.source_sha256]))


def hash_version(soc: str, row: VersionRow, revision_hash: str) -> str:
    """The hash of a version, all but its status, which moves along."""
    said = [soc, row.label, row.line, str(row.rev), revision_hash, row.message, row.author, row.created_at]
    return _hex(canonical([*said, row.content_sha256, list(row.parents)]))


def hash_source(body: bytes) -> str:
    """The hash of a file, by which it is kept once."""
    return sha256(body).hexdigest()


def _hex(said: str) -> str:
    return sha256(said.encode()).hexdigest()
