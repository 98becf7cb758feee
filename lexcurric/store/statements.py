"""The SQL that runs often, built once: building a statement anew costs ten times what running it does."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, func, insert, select, text, update

from lexcurric.store.tables import change, framework, item, line, revision, source, version, version_status

_FRAMEWORK: BindParameter[Any] = bindparam("framework_id")
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
    revision.c.state,
    revision.c.hash,
    revision.c.seal,
)

FRAMEWORKS = select(framework).order_by(framework.c.id)
LAST_OWNER = select(func.coalesce(func.max(line.c.framework_id), 0))
LAST_FRAMEWORK = select(func.coalesce(func.max(framework.c.id), 0))
FRAMEWORK = select(framework).where(framework.c.soc == bindparam("soc"))
# Whether anything lies beyond the two numbers that move: a page that fell back to what it was before would say so.
_next_status = version_status.alias("next_status")
FRAMEWORK_CHECKED = FRAMEWORK.add_columns(
    exists().where(_next_status.c.framework_id == framework.c.id, _next_status.c.seq == framework.c.statuses + 1)
)
# On PostgreSQL this holds the row until the transaction ends, so that designers of one framework write in turn; SQLite,
# which has one writer at a time, leaves the words out.
FRAMEWORK_HELD = FRAMEWORK.with_for_update()
MOVE_LOG = (
    update(framework)
    .where(framework.c.id == _FRAMEWORK, framework.c.statuses == bindparam("base"))
    .values(statuses=bindparam("new"), log_hash=bindparam("new_hash"), seal=bindparam("new_seal"))
)

_next_revision = revision.alias("next_revision")
LINE = (
    select(line, exists().where(_next_revision.c.line_id == line.c.id, _next_revision.c.rev == line.c.head_rev + 1))
    .join(framework, framework.c.id == line.c.framework_id)
    .where(framework.c.soc == bindparam("soc"), line.c.name == bindparam("name"))
)
MOVE_HEAD = (
    update(line)
    .where(line.c.id == _LINE, line.c.head_rev == bindparam("base"))
    .values(head_rev=bindparam("new"), seal=bindparam("new_seal"))
)

REVISION = select(*REVISION_COLUMNS).where(revision.c.line_id == _LINE, revision.c.rev == _REV)
REVISION_BY_UID = select(*REVISION_COLUMNS).where(
    revision.c.line_id == _LINE, revision.c.rev > bindparam("after"), revision.c.uid == bindparam("uid")
)
REVISIONS = (
    select(*REVISION_COLUMNS)
    .where(revision.c.line_id == _LINE, revision.c.rev > bindparam("after"), revision.c.rev <= _REV)
    .order_by(revision.c.rev)
)

# The newest row of each item of a line at a revision, tombstones too: one seek an item, however long the history. The
# words CROSS JOIN, which SQLAlchemy lacks, have SQLite go through the items; left alone it reads every row of the line.
_STATE = """
SELECT item.kind, item.uid, item.number, change.rev, change.before_rev, change.body, change.seal
FROM item CROSS JOIN change
WHERE item.framework_id = :framework_id AND change.line_id = :line_id AND change.item = item.number AND change.rev = (
  SELECT max(later.rev) FROM change AS later
  WHERE later.line_id = :line_id AND later.item = item.number AND later.rev <= :rev
)"""
STATE = text(_STATE)
# The same of one item.
STATE_OF = text(f"{_STATE} AND item.kind = :kind AND item.uid = :uid")
# The same of the items of one kind.
STATE_OF_KIND = text(f"{_STATE} AND item.kind = :kind")
_before = change.alias("before_row")
CHANGES = (
    select(
        item.c.kind,
        item.c.uid,
        change.c.before_rev,
        change.c.body,
        change.c.seal,
        _before.c.before_rev.label("earlier_rev"),
        _before.c.body.label("before_body"),
        _before.c.seal.label("before_seal"),
    )
    .select_from(change)
    .join(item, and_(item.c.framework_id == _FRAMEWORK, item.c.number == change.c.item))
    .outerjoin(
        _before,
        and_(
            _before.c.line_id == change.c.line_id,
            _before.c.item == change.c.item,
            _before.c.rev == change.c.before_rev,
        ),
    )
    .where(change.c.line_id == _LINE, change.c.rev == _REV)
)
ITEM_HISTORY = (
    select(change.c.before_rev, change.c.body, change.c.seal.label("change_seal"), *REVISION_COLUMNS)
    .select_from(change)
    .join(item, and_(item.c.framework_id == _FRAMEWORK, item.c.number == change.c.item))
    .join(revision, and_(revision.c.line_id == change.c.line_id, revision.c.rev == change.c.rev))
    .where(
        change.c.line_id == _LINE,
        change.c.rev <= _REV,
        item.c.kind == bindparam("kind"),
        item.c.uid == bindparam("uid"),
    )
    .order_by(change.c.rev)
)
LAST_ITEM = select(func.coalesce(func.max(item.c.number), 0)).where(item.c.framework_id == _FRAMEWORK)
ITEM = select(item.c.number).where(
    item.c.framework_id == _FRAMEWORK, item.c.kind == bindparam("kind"), item.c.uid == bindparam("uid")
)
ITEMS = select(item.c.kind, item.c.uid, item.c.number).where(item.c.framework_id == _FRAMEWORK)

VERSIONS = (
    select(version, line.c.name).join(line, line.c.id == version.c.line_id).where(version.c.framework_id == _FRAMEWORK)
)
STATUSES = (
    select(version_status)
    .where(version_status.c.framework_id == _FRAMEWORK, version_status.c.seq <= bindparam("seq"))
    .order_by(version_status.c.seq)
)
SOURCE = select(source).where(source.c.sha256 == bindparam("sha256"))
# Both databases understand these words; SQLAlchemy has them for each apart.
ADD_SOURCE = text(
    "INSERT INTO source (sha256, filename, body, size, added_at, seal) "
    "VALUES (:sha256, :filename, :body, :size, :added_at, :seal) ON CONFLICT DO NOTHING"
)
ADD_FRAMEWORK = insert(framework)
ADD_LINE = insert(line)
ADD_REVISION = insert(revision)
ADD_ITEMS = insert(item)
ADD_CHANGES = insert(change)
ADD_VERSION = insert(version)
ADD_STATUS = insert(version_status)
