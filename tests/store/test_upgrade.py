from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from lexcurric.core.errors import DamagedError, WorkspaceError, WorkspaceWarning
from lexcurric.store import format_1
from lexcurric.store.backup import copy_tables
from lexcurric.store.engine import open_store, read_address, upgrade_store
from lexcurric.store.store import Store
from lexcurric.workspace.workspace import open_workspace
from tests.samples import ROOT

SOC = "51-3011.00"
State = dict[tuple[str, str], str]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A workspace that a program of format 1 wrote: two releases, edits, a correction, a merge, versions, an undo."""
    file = tmp_path / "workspace.db"
    file.write_bytes(gzip.decompress((ROOT / "tests/files/format-1.db.gz").read_bytes()))
    return file


@pytest.fixture
def old_url(old: Path, request: pytest.FixtureRequest) -> str:
    """The same on PostgreSQL."""
    url = str(request.getfixturevalue("postgresql_url"))
    engine = create_engine(read_address(url).url)
    source = create_engine(f"sqlite:///{old}")
    with source.connect() as before, engine.begin() as after:
        copy_tables(before, after, format_1.metadata)
        after.execute(text("CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN END $$"))
    engine.dispose()
    return url


def old_states(file: Path) -> Iterator[tuple[str, int, State]]:
    """What each revision said, read with plain SQL and replayed here."""
    with sqlite3.connect(file) as raw:
        for number, line, head in raw.execute("SELECT id, name, head_rev FROM line ORDER BY id").fetchall():
            state: State = {}
            for rev in range(1, head + 1):
                rows = raw.execute("SELECT kind, uid, body FROM item WHERE line_id = ? AND rev = ?", (number, rev))
                state |= {(kind, uid): body for kind, uid, body in rows}
                yield line, rev, {key: body for key, body in state.items() if body is not None}
    raw.close()


def old_rows(file: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(file) as raw:
        found = raw.execute(query).fetchall()
    raw.close()
    return found


REVISIONS = (
    "SELECT l.name, r.rev, r.uid, r.kind, r.author, r.created_at, r.message, r.detail, r.source_sha256 FROM revision r "
    "JOIN line l ON l.id = r.line_id ORDER BY l.id, r.rev"
)
VERSIONS = (
    "SELECT v.label, l.name, v.rev, s.status, v.message, v.author, v.created_at, v.content_sha256, v.parents "
    "FROM version v JOIN line l ON l.id = v.line_id JOIN version_status s ON s.label = v.label "
    "WHERE s.seq = (SELECT max(seq) FROM version_status WHERE label = v.label) ORDER BY v.seq"
)


def check_equal(store: Store, before: Path) -> None:
    states = list(old_states(before))
    assert len(states) == 13
    assert all(store.state(SOC, line, rev) == state for line, rev, state in states)
    found = [
        (
            line,
            each.rev,
            each.uid,
            each.kind,
            each.author,
            each.created_at,
            each.message,
            each.detail,
            each.source_sha256,
        )
        for line in ("upstream", "draft")
        for each in store.revisions(SOC, line)
    ]
    assert found == old_rows(before, REVISIONS)
    versions = [
        (v.label, v.line, v.rev, v.status, v.message, v.author, v.created_at, v.content_sha256, json.dumps(v.parents))
        for v in store.versions(SOC)
    ]
    wanted = [(*row[:-1], json.dumps(json.loads(str(row[-1])))) for row in old_rows(before, VERSIONS)]
    assert versions == wanted
    assert store.verify() == []


def test_a_file_of_format_1_is_upgraded_when_it_is_opened_and_kept_as_it_was(old: Path) -> None:
    before = old.read_bytes()
    with pytest.warns(WorkspaceWarning, match=r"was brought to the format of this program \(2\); as it was before"):
        opened = open_store(str(old))
    with opened as store:
        kept = old.with_name("workspace-before-format-2.db")
        check_equal(store, kept)
    assert old_rows(kept, "SELECT value FROM store_meta WHERE key = 'format'") == [("1",)]
    assert len(before) == kept.stat().st_size
    names = {each.name for each in old.parent.iterdir()}
    assert names - {"workspace.db-journal"} == {"workspace-before-format-2.db", "workspace.db"}
    open_store(str(old)).close()


def test_designers_go_on_where_they_were(old: Path) -> None:
    with pytest.warns(WorkspaceWarning):
        workspace = open_workspace(old, "Ada")
    with workspace:
        framework = workspace.framework(SOC)
        assert framework.redo() == "Merged v.26.11"
        assert framework.undo() == "Merged v.26.11"
        assert framework.versions["label"].tolist() == ["v.26.05", "acme.1", "v.26.11", "acme.2"]
        assert framework.versions["status"].tolist() == ["published", "superseded", "published", "published"]
        assert len(framework.corrections) == 1
        framework.edit(framework.content.active[0].id, "Hands — wash.")
        assert workspace.verify() == []


def test_an_upgraded_workspace_has_the_layout_of_a_new_one(old: Path, tmp_path: Path) -> None:
    with pytest.warns(WorkspaceWarning):
        open_store(str(old)).close()
    open_store(str(tmp_path / "new.db")).close()
    layouts = []
    for file in (old, tmp_path / "new.db"):
        query = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        layouts.append(old_rows(file, query))
        assert old_rows(file, "PRAGMA user_version") == [(2,)]
    assert layouts[0] == layouts[1]


def test_a_server_is_upgraded_by_its_owner_after_a_backup(old_url: str, old: Path, tmp_path: Path) -> None:
    with pytest.raises(
        WorkspaceError, match="is of an older format; whoever looks after it upgrades it: lexcurric upg"
    ):
        open_store(old_url)
    kept = tmp_path / "kept.db"
    with pytest.warns(WorkspaceWarning):
        assert upgrade_store(old_url, str(kept))
    assert not upgrade_store(old_url, str(tmp_path / "again.db"))
    with open_store(old_url) as store:
        check_equal(store, old)
        names = inspect(store._session.engine).get_table_names(schema=old_url.rpartition("%3D")[2])
        assert not [each for each in names if each.startswith("format_1")]
    assert list(old_states(kept)) == list(old_states(old))
    with pytest.warns(WorkspaceWarning), open_store(str(kept)) as store:
        check_equal(store, old)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE item SET body = '{}' WHERE rev = 3",
        "DELETE FROM revision WHERE rev = 4",
        "UPDATE version SET message = 'x'",
        "UPDATE revision SET author = 'Eve' WHERE rev = 2",
    ],
)
def test_a_damaged_workspace_is_not_upgraded_and_not_changed(old: Path, damage: str) -> None:
    with sqlite3.connect(old) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(damage)
    raw.close()
    before = old.read_bytes()
    with pytest.raises(
        DamagedError, match=r"cannot be upgraded, since it is damaged .*; nothing was changed; go back to"
    ):
        open_store(str(old))
    assert old.read_bytes() == before


def test_a_kept_file_that_is_damaged_stops_the_upgrade(old: Path) -> None:
    with sqlite3.connect(old) as raw:
        raw.execute("DROP TRIGGER refuse_update_source")
        raw.execute("UPDATE source SET body = x'00'")
    raw.close()
    before = old.read_bytes()
    with pytest.raises(DamagedError, match="the kept file"):
        open_store(str(old))
    assert old.read_bytes() == before
