"""The SQL that runs often, built once: building a statement anew costs ten times what running it does."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BindParameter,
    Select,
    and_,
    bindparam,
    func,
    insert,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from lexcurric.store.tables import framework, item, line, revision, source, version, version_status

_LINE: BindParameter[Any] = bindparam("line_id")
_REV: BindParameter[Any] = bindparam("rev")

REVISION_COLUMNS = (
    revision.c.rev,
    revision.c.uid,
    revision.c.kind,
    revision.c.author,
    revision.c.created_at,
    revision.c.message,
    revision.c.detail,
    revision.c.source_sha256,
    revision.c.tree_hash,
    revision.c.hash,
)


def _as_of(*columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """
    The newest row of each item of a line at a revision, tombstones too: one seek an item, however long the history.

    The form matters, since SQLite has no statistics here: with the line inside the tuple it reads every row of the
    line, which at 5,000 revisions takes ten times as long.
    """
    first, later = item.alias("first_row"), item.alias("later_row")
    newest = (
        select(func.max(later.c.rev))
        .where(
            later.c.line_id == first.c.line_id,
            later.c.kind == first.c.kind,
            later.c.uid == first.c.uid,
            later.c.rev <= _REV,
        )
        .scalar_subquery()
    )
    keys = select(first.c.kind, first.c.uid, newest).where(first.c.line_id == _LINE, first.c.before_rev == 0)
    return select(*columns).where(item.c.line_id == _LINE, tuple_(item.c.kind, item.c.uid, item.c.rev).in_(keys))


_before = item.alias("before_row")
_later_status = version_status.alias("later_status")

SOCS = select(framework.c.soc)
FRAMEWORK = select(framework.c.id).where(framework.c.soc == bindparam("soc"))
# On PostgreSQL this holds the row until the transaction ends, so that two designers number their versions in turn;
# SQLite, which has one writer at a time, leaves the words out.
FRAMEWORK_HELD = FRAMEWORK.with_for_update()
LINE = (
    select(line.c.id, line.c.head_rev, revision.c.hash)
    .join(framework, framework.c.id == line.c.framework_id)
    .outerjoin(revision, and_(revision.c.line_id == line.c.id, revision.c.rev == line.c.head_rev))
    .where(framework.c.soc == bindparam("soc"), line.c.name == bindparam("name"))
)
STATE = _as_of(item.c.kind, item.c.uid, item.c.body).where(item.c.body.is_not(None))
HASHES = _as_of(item.c.kind, item.c.uid, item.c.hash, item.c.rev)
MOVE_HEAD = (
    update(line).where(line.c.id == _LINE, line.c.head_rev == bindparam("base")).values(head_rev=bindparam("new"))
)
REVISION_BY_UID = select(*REVISION_COLUMNS).where(revision.c.line_id == _LINE, revision.c.uid == bindparam("uid"))
REVISION = select(*REVISION_COLUMNS).where(revision.c.line_id == _LINE, revision.c.rev == _REV)
REVISIONS = (
    select(*REVISION_COLUMNS)
    .where(revision.c.line_id == _LINE, revision.c.rev > bindparam("after"))
    .order_by(revision.c.rev)
)
CHANGES = (
    select(item.c.kind, item.c.uid, _before.c.body, item.c.body)
    .outerjoin(
        _before,
        and_(
            _before.c.line_id == item.c.line_id,
            _before.c.kind == item.c.kind,
            _before.c.uid == item.c.uid,
            _before.c.rev == item.c.before_rev,
        ),
    )
    .where(item.c.line_id == _LINE, item.c.rev == _REV)
)
ITEM_HISTORY = (
    select(item.c.body, *REVISION_COLUMNS)
    .join(revision, and_(revision.c.line_id == item.c.line_id, revision.c.rev == item.c.rev))
    .where(item.c.line_id == _LINE, item.c.kind == bindparam("kind"), item.c.uid == bindparam("uid"))
    .order_by(item.c.rev)
)
VERSIONS = (
    select(
        version.c.label,
        line.c.name,
        version.c.rev,
        version_status.c.status,
        version.c.message,
        version.c.author,
        version.c.created_at,
        version.c.content_sha256,
        version.c.parents,
    )
    .join(framework, framework.c.id == version.c.framework_id)
    .join(line, line.c.id == version.c.line_id)
    .join(
        version_status,
        and_(
            version_status.c.framework_id == version.c.framework_id,
            version_status.c.label == version.c.label,
            version_status.c.seq
            == select(func.max(_later_status.c.seq))
            .where(_later_status.c.framework_id == version.c.framework_id, _later_status.c.label == version.c.label)
            .scalar_subquery(),
        ),
    )
    .where(framework.c.soc == bindparam("soc"))
    .order_by(version.c.seq)
)
VERSION = VERSIONS.where(version.c.label == bindparam("label"))
LAST_VERSION = select(func.coalesce(func.max(version.c.seq), 0)).where(version.c.framework_id == bindparam("id"))
LAST_STATUS = select(func.coalesce(func.max(version_status.c.seq), 0)).where(
    version_status.c.framework_id == bindparam("id"), version_status.c.label == bindparam("label")
)
SOURCE = select(source.c.body, source.c.filename).where(source.c.sha256 == bindparam("sha256"))
# Both databases understand these words; SQLAlchemy has them for each apart.
ADD_SOURCE = text(
    "INSERT INTO source (sha256, filename, body, size, added_at) "
    "VALUES (:sha256, :filename, :body, :size, :added_at) ON CONFLICT DO NOTHING"
)
ADD_FRAMEWORK = insert(framework)
ADD_LINE = insert(line)
ADD_REVISION = insert(revision)
ADD_ITEMS = insert(item)
ADD_VERSION = insert(version)
ADD_STATUS = insert(version_status)
