"""Short ways to write revisions and versions, and to reach behind the store's back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text

from lexcurric.store.store import Commit, Store, VersionRow

SOC = "51-3011.00"
AT = "2026-05-15T12:40:50.419Z"
A, B = ("statement", "a"), ("statement", "b")


def commit(**changes: Any) -> Commit:
    return Commit(**({"kind": "edit", "author": "Ada", "created_at": AT} | changes))


def version(label: str, rev: int = 1, **changes: Any) -> VersionRow:
    values: dict[str, Any] = {
        "label": label,
        "line": "draft",
        "rev": rev,
        "status": "draft",
        "message": "why",
        "author": "Ada",
        "created_at": AT,
        "content_sha256": "0" * 64,
        "parents": (),
    }
    return VersionRow(**(values | changes))


def run_sql(store: Store, *statements: str) -> None:
    """Runs SQL that the store itself never would."""
    with behind(store) as connection:
        for statement in statements:
            connection.execute(text(statement))


def run_sql_untriggered(store: Store, *statements: str) -> None:
    """The same, as an intruder would: without triggers and foreign keys."""
    with behind(store) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in found:
                connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement))


@contextmanager
def behind(store: Store) -> Iterator[Connection]:
    engine = store._session.engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            yield connection
    engine.dispose()
