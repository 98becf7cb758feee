"""Format 1, the layout before this one: its tables, and its chain of hashes, looked at before it is upgraded."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import Column, Connection, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, Table, Text, select

from lexcurric.core.items import ItemKey
from lexcurric.core.json_text import canonical
from lexcurric.store.lines import AnyRow

metadata = MetaData()


def _table(name: str, texts: str, numbers: str, key: str, blob: str = "") -> Table:
    columns: list[Column[int] | Column[str] | Column[bytes]] = [Column(each, Integer) for each in numbers.split()]
    columns += [Column(each, Text) for each in texts.split()] + [Column(each, LargeBinary) for each in blob.split()]
    return Table(name, metadata, *columns, PrimaryKeyConstraint(*key.split()))


store_meta = _table("store_meta", "key value", "", "key")
source = _table("source", "sha256 filename added_at", "size", "sha256", "body")
framework = _table("framework", "uid soc added_at", "id", "id")
line = _table("line", "name", "id framework_id head_rev", "id")
revision = _table(
    "revision",
    "uid kind author created_at message detail source_sha256 tree_hash prev_hash hash",
    "line_id rev",
    "line_id rev",
)
item = _table("item", "kind uid body hash", "line_id rev before_rev", "line_id kind uid rev")
version = _table(
    "version",
    "label message author created_at content_sha256 parents hash",
    "framework_id seq line_id rev",
    "framework_id label",
)
version_status = _table(
    "version_status", "label status author created_at", "framework_id seq", "framework_id label seq"
)


def find_faults(connection: Connection) -> Iterator[str]:
    """What is not as it was written, in sentences."""
    for row in connection.execute(select(source.c.filename, source.c.sha256).where(source.c.size < 0)):
        yield f"the kept file {row.filename} ({row.sha256})"
    hashes: dict[tuple[int, int], str] = {}
    named = select(line, framework.c.soc).join(framework, framework.c.id == line.c.framework_id)
    names = {row.id: row.name for row in connection.execute(named)}
    for row in connection.execute(named).all():
        yield from _check_line(connection, row, hashes)
    listed = select(version, framework.c.soc).join(framework, framework.c.id == version.c.framework_id)
    for row in connection.execute(listed):
        said = [row.soc, row.label, names.get(row.line_id), str(row.rev), hashes.get((row.line_id, row.rev))]
        said += [row.message, row.author, row.created_at, row.content_sha256, json.loads(row.parents)]
        if _hash(canonical(said)) != row.hash:
            yield f"version {row.label} of {row.soc}"


def _check_line(connection: Connection, where: AnyRow, hashes: dict[tuple[int, int], str]) -> Iterator[str]:
    place = f"{where.soc} {where.name}"
    rows: dict[int, list[AnyRow]] = defaultdict(list)
    for row in connection.execute(select(item).where(item.c.line_id == where.id)):
        rows[row.rev].append(row)
    found = connection.execute(select(revision).where(revision.c.line_id == where.id).order_by(revision.c.rev)).all()
    if [row.rev for row in found] != list(range(1, where.head_rev + 1)) or set(rows) != {row.rev for row in found}:
        yield f"{place}: a revision is missing"
        return
    tree: dict[ItemKey, str] = {}
    before = ""
    for row in found:
        for each in rows[row.rev]:
            tree.pop((each.kind, each.uid), None)
            if each.body is not None:
                tree[each.kind, each.uid] = _hash(f"{each.kind}\0{each.uid}\0{each.body}")
        digest = _hash("".join(f"{kind}\0{uid}\0{one}\n" for (kind, uid), one in sorted(tree.items())))
        said = [before, digest, row.kind, row.author, row.created_at, row.message, row.detail, row.source_sha256]
        if _hash(canonical(said)) != row.hash:
            yield f"{place}, revision {row.rev}"
        before = hashes[where.id, row.rev] = row.hash


def _hash(said: str) -> str:
    return sha256(said.encode()).hexdigest()
