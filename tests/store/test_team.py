"""Viewers, editors and publishers as roles of a real server: through the program, and in plain SQL."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from lexcurric.core.errors import DamagedError, NotAllowedError, WorkspaceError
from lexcurric.core.team import Role
from lexcurric.store.engine import open_store
from lexcurric.workspace.team import remove_member
from lexcurric.workspace.workspace import open_workspace
from tests.samples import NEW, OLD
from tests.store.teams import SOC, Team

# Through the program


def test_an_editor_does_the_whole_job_of_a_designer(team: Team, tmp_path: Path) -> None:
    with team.open("editor") as workspace:
        assert workspace.role == "editor"
        framework = workspace.import_export(OLD)
        ids = [each.id for each in framework.content.active]
        framework.edit(ids[0], "Hands — wash.", "shorter")
        framework.tag(ids[:5], "skill:practical")
        framework.retire(ids[7])
        framework.undo()
        framework.redo()
        framework.undo()
        framework.save("acme.1", "ours")
        workspace.import_export(NEW)
        flour = next(each.id for each in framework.content.active if each.text.startswith("Flour"))
        framework.different(flour, "another step")
        framework.undo()
        plan = framework.merge()
        plan.take_all("theirs")
        plan.apply("autumn")
        assert framework.save("acme.2").parents == ("acme.1", "v.26.11")
        framework.restore("acme.1")
        assert workspace.export(f"{SOC}@v.26.11", tmp_path / "out.json").read_bytes() == NEW.read_bytes()
        assert framework.history(ids[0])["what"].tolist()[1:2] == ["reworded"]
        # Who signs when nobody says: the login, not the user of the machine.
        assert set(framework.log["author"]) == {team.name_of("editor")}
        assert workspace.verify() == []


def test_an_editor_cannot_publish_and_loses_nothing_by_trying(full_team: Team) -> None:
    with full_team.open("editor") as workspace:
        framework = workspace.framework(SOC)
        for publish in (
            lambda: framework.save("acme.2", "", "published"),
            lambda: framework.set_status("acme.1", "published"),
        ):
            with pytest.raises(NotAllowedError) as caught:
                publish()
            assert str(caught.value) == (
                f"{workspace.url} refused: only a publisher may publish, supersede or retire a version, and nothing was "
                "written; save it as a draft, and ask a publisher to publish it, or who looks after the workspace for "
                "the role of publisher"
            )
        assert [each.label for each in workspace.store.versions(SOC)] == ["v.26.05", "acme.1"]
        assert framework.save("acme.2").status == "draft"
        assert workspace.verify() == []


def test_a_publisher_publishes_what_an_editor_saved_and_edits_too(full_team: Team) -> None:
    with full_team.open("publisher") as workspace:
        assert workspace.role == "publisher"
        framework = workspace.framework(SOC)
        framework.set_status("acme.1", "published")
        framework.edit(framework.content.active[1].id, "Dough — knead.")
        framework.save("acme.2", "", "published")
        framework.set_status("v.26.05", "retired")
        found = {each.label: each.status for each in workspace.store.versions(SOC)}
        assert found == {"v.26.05": "retired", "acme.1": "superseded", "acme.2": "published"}
        assert workspace.verify() == []
    with full_team.open("editor") as workspace:
        for status in ("draft", "retired", "superseded"):
            with pytest.raises(NotAllowedError):
                workspace.framework(SOC).set_status("acme.2", status)


def test_a_viewer_sees_everything_and_changes_nothing(full_team: Team, tmp_path: Path) -> None:
    with full_team.open("editor") as workspace:
        workspace.import_export(NEW)
    with full_team.open("viewer") as workspace:
        assert workspace.role == "viewer"
        framework = workspace.framework(SOC)
        said = (
            f"{workspace.url} was not changed: you may look at this workspace, not change it; ask who looks after it for "
            "the role of editor"
        )
        first = framework.content.active[0].id
        for change in (
            lambda: framework.edit(first, "Feet — wash."),
            lambda: framework.undo(anyone=True),
            lambda: framework.save("mine"),
            lambda: framework.merge().apply(),
            lambda: framework.set_status("acme.1", "retired"),
            lambda: workspace.import_export(write_other(tmp_path)),
        ):
            with pytest.raises(NotAllowedError) as caught:
                change()
            assert str(caught.value) == said
        assert framework.content.active[0].text == "Hands — wash."
        assert len(framework.log) == 2
        assert workspace.diff(f"{SOC}@v.26.05", SOC)
        workspace.export(f"{SOC}@v.26.05", tmp_path / "out.json")
        assert workspace.verify() == []
        assert workspace.store.heads()


def write_other(folder: Path) -> Path:
    file = folder / "other.json"
    file.write_bytes(OLD.read_bytes().replace(SOC.encode(), b"11-1111.00"))
    return file


def test_the_owner_of_a_workspace_may_do_everything(full_team: Team, tmp_path: Path) -> None:
    with open_workspace(full_team.url) as workspace:
        assert workspace.role == "owner"
        workspace.framework(SOC).set_status("acme.1", "published")
    with open_workspace(tmp_path / "workspace.db") as workspace:
        assert workspace.role == "owner"


def test_who_is_no_member_is_told_whom_to_ask(full_team: Team) -> None:
    remove_member(full_team.name_of("viewer"), full_team.url)
    with pytest.raises(WorkspaceError, match="to be added to the team of the workspace that is there"):
        full_team.open("viewer")
    with psycopg.connect(full_team.url) as owner:
        owner.execute(f'GRANT USAGE ON SCHEMA {full_team.schema} TO "{full_team.name_of("viewer")}"')
    with pytest.raises(NotAllowedError, match="is not open to you; ask who looks after it to add you to its team"):
        full_team.open("viewer")


def test_an_editor_waits_for_another_and_a_viewer_hears_of_it(full_team: Team) -> None:
    """Locks for an editor, news for a viewer, and the lock of new frameworks for all."""
    with full_team.connect("viewer") as viewer, full_team.connect("editor") as editor:
        viewer.execute("LISTEN lexcurric")
        viewer.commit()
        editor.execute("SELECT * FROM framework FOR UPDATE")
        for each in (viewer, editor):
            each.execute("SELECT pg_advisory_xact_lock(7)")
            each.rollback()
        with full_team.open("editor") as workspace:
            framework = workspace.framework(SOC)
            framework.edit(framework.content.active[1].id, "Dough — knead.")
        assert [each.channel for each in viewer.notifies(timeout=10, stop_after=1)] == ["lexcurric"]


# In plain SQL

DRAFT = "(SELECT id FROM line WHERE name = 'draft')"
STATUS = (
    "INSERT INTO version_status SELECT framework_id, (SELECT statuses + 1 FROM framework WHERE id = 1), '{label}', '{status}', author, "
    "created_at, hash, seal FROM version_status WHERE label = '{label}' LIMIT 1"
)
NEW_VERSION = (
    "INSERT INTO version SELECT framework_id, 'new', {line}, 1, message, author, created_at, content_sha256, parents, "
    "hash, seal FROM version WHERE label = 'acme.1'"
)
FIRST_STATUS = STATUS.format(label="acme.1", status="{status}").replace("'acme.1', '", "'new', '")
OTHER_FRAMEWORK = "INSERT INTO framework SELECT 2, 'other', 'other', added_at, 0, '', seal FROM framework"
OTHER_LINE = "INSERT INTO line SELECT 9, 2, 'upstream', 0, seal FROM line WHERE name = 'upstream'"
OTHER_REVISION = (
    "INSERT INTO revision SELECT 9, 1, 'u', kind, author, created_at, message, detail, source_sha256, state, hash, seal "
    "FROM revision WHERE rev = 1 AND line_id <> 9 LIMIT 1"
)
PUBLISH = STATUS.format(label="acme.1", status="published")

EVERYBODY = [
    *[
        f"DELETE FROM {table}"
        for table in ("revision", "item", "change", "version", "version_status", "line", "store_meta")
    ],
    *[f"TRUNCATE {table} CASCADE" for table in ("revision", "framework", "store_meta")],
    "UPDATE version SET label = 'other'",
    "UPDATE version_status SET status = 'published'",
    "UPDATE revision SET author = 'somebody'",
    "UPDATE line SET name = 'other'",
    "UPDATE line SET framework_id = 1",
    "UPDATE framework SET soc = 'other'",
    "UPDATE store_meta SET value = '9' WHERE key = 'format'",
    "INSERT INTO store_meta SELECT 'other', value, seal FROM store_meta",
    "INSERT INTO version_status SELECT * FROM version_status ON CONFLICT (framework_id, seq) DO UPDATE SET status = 'published'",
    "ALTER TABLE version_status DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE version_status DISABLE TRIGGER ALL",
    "DROP TABLE change",
    "DROP POLICY viewers_read ON version_status",
    "CREATE POLICY mine ON version_status FOR INSERT WITH CHECK (true)",
    "CREATE TRIGGER mine BEFORE INSERT ON change EXECUTE FUNCTION refuse_change()",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "CREATE TABLE mine (a int)",
    "SET session_replication_role = replica",
    "SET ROLE {prefix}_publisher",
    "SET ROLE lex",
    "SET SESSION AUTHORIZATION lex",
    "GRANT {prefix}_publisher TO current_user",
    "CREATE ROLE mine",
    "ALTER ROLE current_user SUPERUSER",
    "LOCK TABLE change IN ACCESS EXCLUSIVE MODE",
    "DO $$ BEGIN DELETE FROM change; END $$",
]
VIEWER = [
    *[
        f"INSERT INTO {table} SELECT * FROM {table}"
        for table in ("source", "revision", "item", "change", "version", "line")
    ],
    "UPDATE line SET head_rev = head_rev + 1",
    "UPDATE framework SET statuses = statuses + 1",
    "SELECT * FROM framework FOR UPDATE",
    "SELECT * FROM framework FOR SHARE",
    "SET ROLE {prefix}_editor",
    "CREATE TEMP TABLE mine AS SELECT * FROM change; COPY change FROM PROGRAM 'true'",
]
EDITOR = [
    PUBLISH,
    STATUS.format(label="acme.1", status="superseded"),
    STATUS.format(label="acme.1", status="retired"),
    STATUS.format(label="acme.1", status="Published"),
    STATUS.format(label="acme.1", status=""),
    # What has been imported stays published.
    STATUS.format(label="v.26.05", status="retired"),
    STATUS.format(label="v.26.05", status="draft"),
    STATUS.format(label="v.26.05", status="published"),
    # A new version of the draft, published at once; and one that calls a draft's revision a release.
    f"{NEW_VERSION.format(line=DRAFT)}; {FIRST_STATUS.format(status='published')}",
    # One that names a revision of another framework, where the editor may write what she likes.
    f"{OTHER_FRAMEWORK}; {OTHER_LINE}; {OTHER_REVISION}; UPDATE line SET head_rev = 1 WHERE id = 9; "
    f"{NEW_VERSION.format(line=9)}; {FIRST_STATUS.format(status='published')}",
    f"{OTHER_FRAMEWORK}; {OTHER_LINE}; {OTHER_REVISION}; UPDATE line SET head_rev = 1 WHERE id = 9; "
    f"{NEW_VERSION.format(line=9)}; {FIRST_STATUS.format(status='draft')}",
    # Ways around row-level security.
    f"SET row_security = off; {PUBLISH}",
    f"DO $$ BEGIN {PUBLISH}; END $$",
    f"CREATE FUNCTION pg_temp.publish() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$ {PUBLISH} $$; SELECT pg_temp.publish()",
    f"PREPARE publish AS {PUBLISH}; EXECUTE publish",
    f"WITH added AS ({PUBLISH} RETURNING 1) SELECT * FROM added",
    f"CREATE TEMP VIEW mine AS SELECT * FROM version_status; {PUBLISH.replace('INTO version_status', 'INTO pg_temp.mine')}",
    "COPY version_status FROM STDIN",
    # A table of the same name that says that every version is of the upstream line.
    "CREATE TEMP TABLE line AS SELECT id, framework_id, 'upstream'::text AS name, head_rev, seal FROM line; "
    f"SET search_path = pg_temp, {{schema}}; {PUBLISH}",
    f"SET ROLE {{prefix}}_viewer; {PUBLISH}",
]


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        *[
            (role, each)
            for role in Role
            for each in EVERYBODY
            if (role, each) != ("publisher", "SET ROLE {prefix}_publisher")
        ],
        *[("viewer", each) for each in [*VIEWER, *EDITOR]],
        *[("editor", each) for each in EDITOR],
    ],
)
def test_plain_sql_goes_no_further_than_the_role(shared: Team, role: str, statement: str) -> None:
    said = statement.replace("{prefix}", shared.prefix).replace("{schema}", shared.schema)
    with shared.connect(role) as connection:
        with pytest.raises(psycopg.Error) as caught:
            connection.execute(f"{said}; SET CONSTRAINTS ALL IMMEDIATE")
        connection.rollback()
    refused = {"42501", "0A000"} if "COPY" in said else {"42501"}
    # Nobody at all may do what the rules on history refuse.
    assert caught.value.sqlstate in refused or "history is never changed" in str(caught.value), caught.value
    with open_store(shared.url) as store:
        assert store.verify() == []
        assert [each.status for each in store.versions(SOC)] == ["published", "draft"]


@pytest.mark.parametrize("statement", EDITOR[:9])
def test_what_an_editor_is_refused_is_refused_for_her_role_alone(shared: Team, statement: str) -> None:
    """The same statements run for a publisher, up to the end of the transaction, which is taken back here."""
    with shared.connect("publisher") as connection:
        connection.execute(statement)
        connection.rollback()


def test_an_editor_may_keep_a_draft_in_plain_sql_too(shared: Team) -> None:
    with shared.connect("editor") as connection:
        connection.execute(f"{NEW_VERSION.format(line=DRAFT)}; {FIRST_STATUS.format(status='draft')}")
        connection.rollback()
        connection.execute(STATUS.format(label="acme.1", status="draft"))
        connection.rollback()


def test_what_an_editor_spoils_in_plain_sql_is_noticed_and_leaves_the_rest(full_team: Team) -> None:
    """The documentation says that this cannot be refused."""
    with full_team.connect("editor") as connection:
        connection.execute(
            "INSERT INTO revision SELECT line_id, 3, 'u', kind, 'somebody', created_at, message, detail, source_sha256, state, "
            f"hash, seal FROM revision WHERE rev = 2 AND line_id = {DRAFT}; "
            f"INSERT INTO change SELECT line_id, item, 3, 2, body, seal FROM change WHERE rev = 2 AND line_id = {DRAFT}; "
            f"UPDATE line SET head_rev = 3 WHERE id = {DRAFT}"
        )
    with full_team.open("viewer") as workspace:
        with pytest.raises(DamagedError, match="is damaged, and was not read"):
            workspace.framework(SOC)
        assert len(workspace.store.state(SOC, "upstream")) > 5
        assert any("revision 3" in fault for fault in workspace.verify())
