"""A store with something in it."""

from __future__ import annotations

import pytest

from lexcurric.store.store import Store
from tests.store.rows import AT, SOC, A, B, commit


@pytest.fixture
def full(store: Store) -> Store:
    """A store with three revisions of a draft, the last of which takes an item away."""
    store.create_framework(SOC, AT)
    store.commit(SOC, "draft", 0, {A: '"a1"', B: '"b1"'}, commit(message="first"))
    store.commit(SOC, "draft", 1, {A: '"a2"'}, commit(message="second"))
    store.commit(SOC, "draft", 2, {B: None}, commit(message="third", detail='{"target":1}'))
    return store


TELL = (
    "CREATE OR REPLACE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN PERFORM pg_notify('lexcurric', TG_TABLE_SCHEMA); RETURN NULL; END $$",
    *(
        f"CREATE TRIGGER tell_{event.replace(' ON ', '_').lower()} AFTER {event} FOR EACH STATEMENT "
        "EXECUTE FUNCTION tell()"
        for event in ("UPDATE ON line", "INSERT ON version_status", "INSERT ON framework")
    ),
)


@pytest.fixture(autouse=True)
def _telling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the tables have this trigger themselves."""
    from lexcurric.store import engine

    create = engine._create

    def create_with_trigger(connection):
        create(connection)
        if connection.dialect.name == "postgresql":
            for each in TELL:
                connection.exec_driver_sql(each)

    monkeypatch.setattr(engine, "_create", create_with_trigger)
