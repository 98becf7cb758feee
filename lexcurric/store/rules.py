"""
What the database itself refuses, whoever asks, in plain SQL too: changing history, or adding to it in the wrong place.

A revision is written in this order: the revision, its items' rows, then the head of its line moves on to it. From then
on nothing can be added to it, so a version, which names a revision, never changes.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Table, UniqueConstraint, create_engine, text

from lexcurric.store.tables import IMMUTABLE, framework, line, metadata

NEVER = "history is never changed"
CHANNEL = "lexcurric"
"""The channel of PostgreSQL on which every change is told, with the name of the workspace's schema."""

# Each row that may be added, and what has to hold then; `{new}` is the new row.
_PLACES = {
    "revision": "{new}.rev = (SELECT head_rev FROM line WHERE id = {new}.line_id) + 1",
    "change": "{new}.rev = (SELECT head_rev FROM line WHERE id = {new}.line_id) + 1",
    "version": "{new}.rev <= (SELECT head_rev FROM line WHERE id = {new}.line_id)",
    "version_status": "{new}.seq = (SELECT statuses FROM framework WHERE id = {new}.framework_id) + 1",
    "line": "{new}.head_rev = 0 AND {new}.id = 2 * {new}.framework_id - "
    "CASE {new}.name WHEN 'upstream' THEN 1 WHEN 'draft' THEN 0 END",
    "framework": "{new}.statuses = 0 AND {new}.id = (SELECT coalesce(max(id), 0) + 1 FROM framework)",
}
# What has to hold when a transaction of PostgreSQL ends, so that nothing is left half done.
_WHOLE = {
    "revision": "NEW.rev <= (SELECT head_rev FROM line WHERE id = NEW.line_id)",
    "version": "EXISTS (SELECT 1 FROM version_status WHERE framework_id = NEW.framework_id AND label = NEW.label)",
    "version_status": "NEW.seq <= (SELECT statuses FROM framework WHERE id = NEW.framework_id)",
}
# The two rows that move, and how: one step, onto what has been written.
_STEPS = {
    "line": "NEW.id = OLD.id AND NEW.framework_id = OLD.framework_id AND NEW.name = OLD.name "
    "AND NEW.head_rev = OLD.head_rev + 1 "
    "AND EXISTS (SELECT 1 FROM revision WHERE line_id = NEW.id AND rev = NEW.head_rev)",
    "framework": "NEW.id = OLD.id AND NEW.uid = OLD.uid AND NEW.soc = OLD.soc AND NEW.added_at = OLD.added_at "
    "AND NEW.statuses = OLD.statuses + 1 "
    "AND EXISTS (SELECT 1 FROM version_status WHERE framework_id = NEW.id AND seq = NEW.statuses "
    "AND hash = NEW.log_hash)",
}


def make_rules(connection: Connection) -> None:
    """Makes every trigger that is missing; the tables must be there, and may be full already."""
    wanted = set(missing_rules(connection))
    if connection.dialect.name == "sqlite":
        rules = _sqlite_rules()
    else:
        rules = _postgresql_rules(str(connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar()))
    for name, statement in rules:
        if not name or name in wanted:
            connection.execute(text(statement))


def missing_rules(connection: Connection) -> list[str]:
    """The names of the triggers that are not there, or are switched off."""
    if connection.dialect.name == "sqlite":
        wanted = {name for name, _ in _sqlite_rules()}
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
    else:
        wanted = {name for name, _ in _postgresql_rules("") if name}
        found = connection.exec_driver_sql(
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE c.relnamespace = current_schema()::regnamespace AND t.tgenabled <> 'D'"
        ).scalars()
    return sorted(wanted - set(found))


def changed_layout(connection: Connection) -> list[str]:
    """The names of the tables, indexes, triggers and functions that are there and are not what was made."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        fresh = create_engine("sqlite://")
        with fresh.begin() as made:
            make_tables(made)
            make_rules(made)
            wanted = _pairs(made, query)
        fresh.dispose()
        found = _pairs(connection, query)
        return sorted(name for name, said in found.items() if wanted.get(name) != said)
    query = "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
    found = _pairs(connection, query)
    return sorted(name for name, body in _FUNCTIONS.items() if found.get(name, "").strip() != body)


def _pairs(connection: Connection, query: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.exec_driver_sql(query)}


def _sqlite_rules() -> Iterator[tuple[str, str]]:
    for table in IMMUTABLE:
        yield _sqlite(f"refuse_update_{table.name}", f"UPDATE ON {table.name}", "", table.name)
        yield _sqlite(f"refuse_delete_{table.name}", f"DELETE ON {table.name}", "", table.name)
    for table in (line, framework):
        yield _sqlite(f"refuse_delete_{table.name}", f"DELETE ON {table.name}", "", table.name)
        step = f"WHEN NOT coalesce({_STEPS[table.name]}, 0)"
        yield _sqlite(f"one_step_{table.name}", f"UPDATE ON {table.name}", step, table.name)
    for table in (*IMMUTABLE, line, framework):
        # INSERT OR REPLACE deletes the row in its way, and fires no trigger for that unless it is told to.
        keys = [f"EXISTS (SELECT 1 FROM {table.name} WHERE {each})" for each in _same_keys(table)]  # noqa: S608 - our names
        clash = " OR ".join(keys)
        yield _sqlite(f"refuse_replace_{table.name}", f"INSERT ON {table.name}", f"WHEN {clash}", table.name)
    for name, place in _PLACES.items():
        wrong = f"WHEN NOT coalesce({place.format(new='NEW')}, 0)"
        yield _sqlite(f"in_place_{name}", f"INSERT ON {name}", wrong, name)


def _sqlite(name: str, event: str, when: str, table: str) -> tuple[str, str]:
    said = f"{NEVER}: {table}"
    return name, f"CREATE TRIGGER {name} BEFORE {event} {when} BEGIN SELECT RAISE(ABORT, '{said}'); END"


def _same_keys(table: Table) -> Iterator[str]:
    # A source that is there already is passed over by its own INSERT.
    if table.name == "source":
        yield "sha256 = NEW.sha256 AND (body <> NEW.body OR filename <> NEW.filename)"
        return
    # In one order: constraints come as a set, and a rule must read the same wherever it was made.
    found = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    uniques = sorted(found, key=lambda each: [column.name for column in each.columns])
    for columns in (table.primary_key.columns, *(each.columns for each in uniques)):
        yield " AND ".join(f"{each.name} = NEW.{each.name}" for each in columns)


def _postgresql_rules(schema: str) -> Iterator[tuple[str, str]]:
    """Functions have no name here: they are told from triggers by that."""
    for name, body in _FUNCTIONS.items():
        # Without a path of its own, a function could be led to a temporary table of the same name.
        path = f"SET search_path = {schema}, pg_temp"
        yield "", f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {path} AS $$ {body} $$"
    for table in IMMUTABLE:
        yield _postgresql(f"refuse_change_{table.name}", f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table.name}")
    for table in (line, framework):
        yield _postgresql(f"refuse_delete_{table.name}", f"BEFORE DELETE OR TRUNCATE ON {table.name}")
        yield _of_rows(f"one_step_{table.name}", f"BEFORE UPDATE ON {table.name}")
    for name in _PLACES:
        yield _of_rows(f"in_place_{name}", f"BEFORE INSERT ON {name}")
    for name in _WHOLE:
        yield _of_rows(f"whole_{name}", f"AFTER INSERT ON {name} DEFERRABLE INITIALLY DEFERRED", "CONSTRAINT ")
    for event in ("UPDATE ON line", "INSERT ON framework", "UPDATE ON framework"):
        name = f"tell_{event.replace(' ON ', '_').lower()}"
        yield name, f"CREATE TRIGGER {name} AFTER {event} FOR EACH STATEMENT EXECUTE FUNCTION tell()"


def _postgresql(name: str, event: str) -> tuple[str, str]:
    return name, f"CREATE TRIGGER {name} {event} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"


def _of_rows(name: str, event: str, sort: str = "") -> tuple[str, str]:
    return name, f"CREATE {sort}TRIGGER {name} {event} FOR EACH ROW EXECUTE FUNCTION {name}()"


_RAISE = f"RAISE EXCEPTION '{NEVER}: %', TG_TABLE_NAME;"
_FUNCTIONS = {
    "refuse_change": f"BEGIN {_RAISE} END",
    "tell": f"BEGIN PERFORM pg_notify('{CHANNEL}', TG_TABLE_SCHEMA); RETURN NULL; END",
    **{
        f"whole_{name}": f"BEGIN IF NOT coalesce({whole}, false) THEN {_RAISE} END IF; RETURN NULL; END"
        for name, whole in _WHOLE.items()
    },
    **{
        f"one_step_{name}": f"BEGIN IF NOT coalesce({step}, false) THEN {_RAISE} END IF; RETURN NEW; END"
        for name, step in _STEPS.items()
    },
    **{
        f"in_place_{name}": f"BEGIN IF NOT coalesce({place.format(new='NEW')}, false) THEN {_RAISE} END IF; "
        "RETURN NEW; END"
        for name, place in _PLACES.items()
    },
}


def make_tables(connection: Connection) -> None:
    """Makes the tables, empty and without rules."""
    metadata.create_all(connection, checkfirst=False)
