"""
The tables, the same on SQLite and PostgreSQL. History is insert-only: only `line.head_rev` and `framework.statuses`
move.

Each row carries a `seal`, a short hash of what stands in it (`hashing.py`): a row that was damaged or altered is never
given out. What the database itself refuses stands in `rules.py`.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

APPLICATION_ID = 0x4C584331
"""The mark of a workspace in the header of a SQLite file: the letters LXC1."""
FORMAT = 2
"""The version of this layout. An older one is upgraded (`upgrade.py`), a newer one is refused."""
LINES = ("upstream", "draft")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _seal() -> Column[bytes]:
    return Column("seal", LargeBinary, nullable=False)


store_meta = Table(
    "store_meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    _seal(),
)

source = Table(
    "source",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("filename", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_at", Text, nullable=False),
    _seal(),
)

# Numbers without gaps, given by us: a row that is lost is missed, and a copy has the same numbers on every database.
# `statuses` counts the rows of `version_status`, and `log_hash` is the hash of the last of them.
framework = Table(
    "framework",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("uid", Text, nullable=False, unique=True),
    Column("soc", Text, nullable=False, unique=True),
    Column("added_at", Text, nullable=False),
    Column("statuses", Integer, nullable=False),
    Column("log_hash", LargeBinary, nullable=False),
    _seal(),
)

line = Table(
    "line",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("framework_id", ForeignKey(framework.c.id), nullable=False),
    Column("name", Text, nullable=False),
    Column("head_rev", Integer, nullable=False),
    _seal(),
    UniqueConstraint("framework_id", "name"),
)

# `state` is the sum of the seals of all rows that make the state: it costs nothing to keep, and a state that has lost a
# row is noticed when it is read. `hash` chains the revisions.
revision = Table(
    "revision",
    metadata,
    Column("line_id", ForeignKey(line.c.id), nullable=False),
    Column("rev", Integer, nullable=False),
    Column("uid", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("detail", LargeBinary, nullable=False),
    Column("source_sha256", ForeignKey(source.c.sha256)),
    Column("state", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    _seal(),
    PrimaryKeyConstraint("line_id", "rev"),
    CheckConstraint("rev >= 1", name="rev"),
    sqlite_with_rowid=False,
)

# What can change: a statement, a level, …; the same on both lines of a framework.
item = Table(
    "item",
    metadata,
    Column("framework_id", ForeignKey(framework.c.id), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("uid", Text, nullable=False),
    PrimaryKeyConstraint("framework_id", "number"),
    UniqueConstraint("framework_id", "kind", "uid"),
    sqlite_with_rowid=False,
)

# What an item says from a revision on (packed JSON, `packing.py`; nothing where it was taken away). `before_rev` is the
# revision of the line that wrote it last (0: none did), so that a row that is lost leaves a gap. The key makes a state
# one seek an item, however long the history.
change = Table(
    "change",
    metadata,
    Column("line_id", Integer, nullable=False),
    Column("item", Integer, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("before_rev", Integer, nullable=False),
    Column("body", LargeBinary),
    _seal(),
    PrimaryKeyConstraint("line_id", "item", "rev"),
    ForeignKeyConstraint(["line_id", "rev"], [revision.c.line_id, revision.c.rev]),
    CheckConstraint("before_rev >= 0 AND before_rev < rev", name="before_rev"),
    Index(None, "line_id", "rev"),
    sqlite_with_rowid=False,
)

version = Table(
    "version",
    metadata,
    Column("framework_id", ForeignKey(framework.c.id), nullable=False),
    Column("label", Text, nullable=False),
    Column("line_id", Integer, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("content_sha256", Text, nullable=False),
    Column("parents", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    _seal(),
    PrimaryKeyConstraint("framework_id", "label"),
    ForeignKeyConstraint(["line_id", "rev"], [revision.c.line_id, revision.c.rev]),
    sqlite_with_rowid=False,
)

# `seq` counts the statuses of a framework's versions in the order in which they came: the clocks of two designers need
# not agree. A version is as old as its first status. `hash` chains them.
version_status = Table(
    "version_status",
    metadata,
    Column("framework_id", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    _seal(),
    PrimaryKeyConstraint("framework_id", "seq"),
    ForeignKeyConstraint(["framework_id", "label"], [version.c.framework_id, version.c.label]),
    sqlite_with_rowid=False,
)

IMMUTABLE = (source, revision, item, change, version, version_status)
"""Rows of these are never changed or deleted."""
