"""What the database itself refuses, in plain SQL and whoever asks."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from lexcurric.store.engine import open_store
from lexcurric.store.rules import missing_rules
from lexcurric.store.store import Store
from tests.store.rows import AT, SOC, A, behind, commit, run_sql, version

DRAFT = "(SELECT id FROM line WHERE name = 'draft')"
OLD_REVISION = (
    "INSERT INTO revision (line_id, rev, uid, kind, author, created_at, message, detail, state, hash, seal) "
    f"SELECT line_id, {{rev}}, 'x', kind, author, created_at, message, detail, state, hash, seal FROM revision "
    f"WHERE line_id = {DRAFT} AND rev = 1"
)


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        # Into a revision that is there: it would change the version that names it.
        ("change", f"INSERT INTO change SELECT {DRAFT}, item, 3, 1, body, seal FROM change WHERE rev = 1 AND item = 1"),
        ("change", f"INSERT INTO change SELECT {DRAFT}, 9, 1, 0, body, seal FROM change WHERE rev = 1 AND item = 1"),
        ("revision", OLD_REVISION.format(rev=2)),
        ("revision", OLD_REVISION.format(rev=9)),
        ("line", f"UPDATE line SET head_rev = 1 WHERE id = {DRAFT}"),
        ("line", f"UPDATE line SET head_rev = 4 WHERE id = {DRAFT}"),
        ("line", f"UPDATE line SET name = 'other' WHERE id = {DRAFT}"),
        ("line", "DELETE FROM line"),
        ("line", "INSERT INTO line SELECT 9, framework_id, 'third', 1, seal FROM line WHERE name = 'draft'"),
        ("framework", "INSERT INTO framework SELECT 7, 'x', '99', added_at, 0, log_hash, seal FROM framework"),
        ("framework", "UPDATE framework SET soc = '99'"),
        ("framework", "UPDATE framework SET statuses = statuses + 1"),
        ("framework", "UPDATE framework SET statuses = 0"),
        ("framework", "DELETE FROM framework"),
        ("version", f"INSERT INTO version SELECT 1, 'v9', {DRAFT}, 4, '', '', '', '', '[]', hash, seal FROM version"),
        (
            "version_status",
            "INSERT INTO version_status SELECT 1, 9, label, 'published', '', '', hash, seal FROM version",
        ),
        ("version_status", "UPDATE version_status SET status = 'published'"),
        ("version", "UPDATE version SET rev = 2"),
        ("version", "DELETE FROM version"),
    ],
)
def test_history_is_not_changed_by_plain_sql(full: Store, table: str, statement: str) -> None:
    full.add_version(SOC, version("v1", 3))
    with pytest.raises(Exception, match=rf"history is never changed: {table}|FOREIGN KEY|foreign key"):
        run_sql(full, statement)
    assert full.verify() == []


@pytest.mark.parametrize(
    "table", ["source", "revision", "item", "change", "version", "version_status", "line", "framework"]
)
def test_no_row_is_replaced_on_sqlite(tmp_path: Path, table: str) -> None:
    """INSERT OR REPLACE fires no trigger for the row that it deletes, unless it is told to; a plain shell does not."""
    file = tmp_path / "workspace.db"
    with open_store(str(file)) as store:
        store.create_framework(SOC, AT)
        source = store.add_source(b"{}", "export.json", AT)
        store.commit(SOC, "draft", 0, {A: '"a1"'}, commit(source_sha256=source))
        store.add_version(SOC, version("v1"))
        raw = sqlite3.connect(file)
        columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
        changed = {"source": "filename", "item": "uid", "framework": "added_at", "line": "head_rev", "change": "body"}
        shown = ", ".join("7" if each == changed.get(table, "author") else each for each in columns)
        with pytest.raises(sqlite3.IntegrityError, match="history is never changed"):
            raw.execute(f"INSERT OR REPLACE INTO {table} SELECT {shown} FROM {table}")
        raw.rollback()
        raw.close()
        assert store.verify() == []


@pytest.mark.parametrize(
    "statements",
    [
        [OLD_REVISION.format(rev=4)],
        ["INSERT INTO version SELECT 1, 'v9', line_id, rev, '', '', '', '', '[]', hash, seal FROM version"],
        ["INSERT INTO version_status SELECT 1, 2, label, 'published', '', '', hash, seal FROM version"],
    ],
)
def test_nothing_is_left_half_done_on_postgresql(postgresql_url: str, statements: list[str]) -> None:
    """A revision that the head does not move on to would stand in everybody's way."""
    with open_store(postgresql_url) as store:
        store.create_framework(SOC, AT)
        for rev in range(3):
            store.commit(SOC, "draft", rev, {A: f'"{rev}"'}, commit())
        store.add_version(SOC, version("v1"))
        with pytest.raises(Exception, match="history is never changed"):
            run_sql(store, *statements)
        assert store.commit(SOC, "draft", 3, {A: '"next"'}, commit()) is not None
        assert store.verify() == []


def test_a_temporary_table_does_not_lead_the_rules_astray(postgresql_url: str) -> None:
    with open_store(postgresql_url) as store:
        store.create_framework(SOC, AT)
        store.commit(SOC, "draft", 0, {A: '"a"'}, commit())
        schema = store.url.rpartition("%3D")[2]
        statements = [
            "CREATE TEMP TABLE line AS SELECT * FROM line",
            "UPDATE pg_temp.line SET head_rev = 8",
            OLD_REVISION.format(rev=9).replace("INTO revision", f"INTO {schema}.revision"),
        ]
        with pytest.raises(Exception, match="history is never changed"):
            run_sql(store, *statements)


def test_a_rule_that_is_missing_is_named(full: Store) -> None:
    with behind(full) as connection:
        assert missing_rules(connection) == []
        name = "refuse_delete_line"
        where = " ON line" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER {name}{where}")
    assert full.verify() == [f"The database no longer refuses changes to history: its rule {name} is missing."]
