"""
The tables, the same on SQLite and PostgreSQL. History is insert-only: `line.head_rev` is the one cell that moves.

Triggers refuse every UPDATE and DELETE of history, so that a slip in a program, or by hand, cannot rewrite it unseen.
"""

from __future__ import annotations

from sqlalchemy import (
    DDL,
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
    event,
)

APPLICATION_ID = 0x4C584331
"""The mark of a workspace in the header of a SQLite file: the letters LXC1."""
FORMAT = 1
"""The version of this layout; a workspace of a newer one is refused."""
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

store_meta = Table(
    "store_meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

source = Table(
    "source",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("filename", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_at", Text, nullable=False),
)

framework = Table(
    "framework",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("soc", Text, nullable=False, unique=True),
    Column("added_at", Text, nullable=False),
)

line = Table(
    "line",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("framework_id", ForeignKey(framework.c.id), nullable=False),
    Column("name", Text, nullable=False),
    Column("head_rev", Integer, nullable=False),
    UniqueConstraint("framework_id", "name"),
)

revision = Table(
    "revision",
    metadata,
    Column("line_id", ForeignKey(line.c.id), nullable=False),
    Column("rev", Integer, nullable=False),
    Column("uid", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("source_sha256", ForeignKey(source.c.sha256)),
    Column("tree_hash", Text, nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("line_id", "rev"),
    CheckConstraint("rev >= 1", name="rev"),
)

# `before_rev` is the revision that wrote the item last (0: none did). The rows with 0 name each item of a line once,
# which makes a state one seek an item, however long the history; that no two rows follow the same one is kept, too.
item = Table(
    "item",
    metadata,
    Column("line_id", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("uid", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("body", Text),
    Column("hash", Text),
    Column("before_rev", Integer, nullable=False),
    PrimaryKeyConstraint("line_id", "kind", "uid", "rev"),
    ForeignKeyConstraint(["line_id", "rev"], [revision.c.line_id, revision.c.rev]),
    CheckConstraint("(body IS NULL) = (hash IS NULL)", name="tombstone"),
    CheckConstraint("before_rev >= 0 AND before_rev < rev", name="before_rev"),
    UniqueConstraint("line_id", "before_rev", "kind", "uid"),
    Index(None, "line_id", "rev"),
    sqlite_with_rowid=False,
)

# `seq` is the order of arrival within a framework: clocks of two designers need not agree.
version = Table(
    "version",
    metadata,
    Column("framework_id", ForeignKey(framework.c.id), nullable=False),
    Column("label", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("line_id", Integer, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("content_sha256", Text, nullable=False),
    Column("parents", Text, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("framework_id", "label"),
    UniqueConstraint("framework_id", "seq"),
    ForeignKeyConstraint(["line_id", "rev"], [revision.c.line_id, revision.c.rev]),
)

version_status = Table(
    "version_status",
    metadata,
    Column("framework_id", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    PrimaryKeyConstraint("framework_id", "label", "seq"),
    ForeignKeyConstraint(["framework_id", "label"], [version.c.framework_id, version.c.label]),
)

IMMUTABLE = (source, revision, item, version, version_status)


def _ddl(statement: str) -> DDL:
    return DDL(statement)  # type: ignore[no-untyped-call]


def _refuse_changes(table: Table) -> None:
    """Has triggers created with the table that refuse to change or delete what is in it."""
    for verb in ("UPDATE", "DELETE"):
        sqlite = _ddl(
            f"CREATE TRIGGER refuse_{verb.lower()}_{table.name} BEFORE {verb} ON {table.name} "
            f"BEGIN SELECT RAISE(ABORT, 'history is never changed: {table.name}'); END"
        )
        event.listen(table, "after_create", sqlite.execute_if(dialect="sqlite"))
    postgresql = _ddl(
        f"CREATE TRIGGER refuse_change_{table.name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table.name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    event.listen(table, "after_create", postgresql.execute_if(dialect="postgresql"))


_REFUSE_CHANGE = _ddl(
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'history is never changed: %%', TG_TABLE_NAME; END $$"
)
event.listen(metadata, "before_create", _REFUSE_CHANGE.execute_if(dialect="postgresql"))
for _table in IMMUTABLE:
    _refuse_changes(_table)
