"""A team is made, repaired, looked at, and moved house; its members come and go."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from lexcurric.core.errors import NotAllowedError, WorkspaceError, WorkspaceWarning
from lexcurric.core.team import Role
from lexcurric.store.engine import open_store, upgrade_store
from lexcurric.store.hashing import seal
from lexcurric.workspace.team import Member, add_member, init_team, list_members, remove_member
from lexcurric.workspace.workspace import open_workspace
from tests.store.rows import run_sql
from tests.store.teams import SOC, WORD, Team, fill, made_team, new_prefix
from tests.store.test_upgrade import old, old_url

__all__ = ["old", "old_url"]


def test_a_team_made_twice_is_the_same_team(full_team: Team) -> None:
    names = [f"{full_team.prefix}_{role}" for role in Role]
    assert init_team(full_team.url) == names
    assert init_team(full_team.url, full_team.prefix) == names
    with pytest.raises(WorkspaceError, match=r"has the team 't.*' already; leave out the prefix to repair it"):
        init_team(full_team.url, "other")
    with open_store(full_team.url) as store:
        assert store.verify() == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("ALTER TABLE version_status DISABLE ROW LEVEL SECURITY", "Row-level security is off for version_status"),
        ("DROP POLICY editors_keep_drafts_and_import ON version_status", "The rules of who may publish are not"),
        ("CREATE POLICY mine ON version_status FOR INSERT WITH CHECK (true)", "are not the ones that were made (mine)"),
        ("GRANT DELETE ON change TO PUBLIC", "The role PUBLIC may DELETE change"),
        ("GRANT SELECT ON change TO PUBLIC", "The role PUBLIC may SELECT change"),
        ("GRANT UPDATE (author) ON revision TO {editor}", "_editor may UPDATE revision.author"),
        ("GRANT INSERT ON store_meta TO {viewer}", "_viewer may INSERT store_meta"),
        ("GRANT INSERT ON version_status TO {login}", "-viewer may INSERT version_status"),
        ("REVOKE INSERT ON change FROM {editor}", "_editor may not INSERT change, and should"),
        ("REVOKE {editor} FROM {publisher}", "_publisher does not have the rights of"),
    ],
)
def test_a_right_that_is_wider_or_gone_is_named_and_repaired(team: Team, damage: str, said: str) -> None:
    names = {role.value: f"{team.prefix}_{role}" for role in Role} | {"login": f'"{team.name_of("viewer")}"'}
    with open_store(team.url) as store:
        run_sql(store, damage.format(**names))
        faults = store.verify()
        assert len(faults) == 1
        assert said in faults[0]
        init_team(team.url)
        assert store.verify() == []


def test_who_makes_things_in_the_schema_is_named(team: Team) -> None:
    with open_store(team.url) as store:
        run_sql(store, f"GRANT CREATE ON SCHEMA {team.schema} TO {team.prefix}_editor")
        assert store.verify() == [
            f"The role {team.prefix}_editor may make things in the schema {team.schema}; REVOKE CREATE from it there."
        ]
    with pytest.raises(WorkspaceError, match=r"no team was made: The role .*_editor may make things in the schema"):
        init_team(team.url)


def test_a_role_of_the_server_that_may_more_is_not_taken_for_a_teams(postgresql_url: str) -> None:
    prefix = new_prefix()
    with psycopg.connect(postgresql_url, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE {prefix}_viewer BYPASSRLS")
        with pytest.raises(WorkspaceError, match="may do more than a team's; choose another prefix"):
            init_team(postgresql_url, prefix)
        owner.execute(f"DROP ROLE {prefix}_viewer")


@pytest.mark.parametrize("prefix", ["Large", "a-b", "1st", 'a"; DROP TABLE line; --', "x" * 51])
def test_a_prefix_that_cannot_be_is_refused(postgresql_url: str, prefix: str) -> None:
    with pytest.raises(WorkspaceError, match="cannot begin the names of roles"):
        init_team(postgresql_url, prefix)


def test_two_workspaces_with_one_prefix_share_their_team(full_team: Team, other_postgresql_url: str) -> None:
    init_team(other_postgresql_url, full_team.prefix)
    other = Team(other_postgresql_url, full_team.prefix)
    assert list_members(other.url) == list_members(full_team.url)
    with other.open("editor") as workspace:
        assert workspace.role == "editor"
    with psycopg.connect(other.url) as owner:
        owner.execute(f"DROP SCHEMA {other.schema} CASCADE")


def test_a_member_of_one_team_is_nobody_in_another(full_team: Team, other_postgresql_url: str) -> None:
    with made_team(other_postgresql_url) as other:
        stranger = Team(full_team.url, other.prefix)
        with pytest.raises(WorkspaceError, match="to be added to the team"):
            stranger.open("publisher")


def test_only_the_owner_looks_after_the_team(full_team: Team) -> None:
    url = full_team.url_of("publisher")
    for action in (
        lambda: init_team(url),
        lambda: add_member(full_team.name_of("viewer"), "publisher", url),
        lambda: remove_member(full_team.name_of("viewer"), url),
    ):
        with pytest.raises(WorkspaceError, match="only the owner of the tables looks after the team"):
            action()
    assert [each.role for each in list_members(url)] == ["editor", "publisher", "viewer"]


def test_an_owner_who_is_no_superuser_looks_after_a_team(server: str) -> None:
    """As the documentation says: a login that may make roles, with a database of its own."""
    prefix = new_prefix()
    boss = f"{prefix}-boss"
    with psycopg.connect(server, autocommit=True) as superuser:
        superuser.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD 'word'").format(sql.Identifier(boss)))
        superuser.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(prefix), sql.Identifier(boss)))
        where = server.rpartition("@")[2].replace("/postgres", f"/{prefix}")
        try:
            url = f"postgresql://{boss}:word@{where}"
            init_team(url, prefix)
            editor = f"{prefix}-ed"
            add_member(editor, "editor", url, password="word")
            fill(
                Team(
                    url.replace(f"{boss}:word", "lex:s3cret-word"),
                    prefix,
                    {"editor": f"postgresql://{editor}:word@{where}"},
                )
            )
            with open_workspace(url) as workspace:
                assert workspace.role == "owner"
                assert workspace.verify() == []
            remove_member(editor, url)
        finally:
            superuser.execute(f"DROP DATABASE {prefix}")
            for name in (editor, boss, *[f"{prefix}_{role}" for role in Role]):
                superuser.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def test_an_owner_who_may_make_no_roles_is_told_so(server: str) -> None:
    prefix = new_prefix()
    with psycopg.connect(server, autocommit=True) as superuser:
        superuser.execute(f"CREATE ROLE {prefix} LOGIN PASSWORD 'word'")
        superuser.execute(f"CREATE DATABASE {prefix} OWNER {prefix}")
        where = server.rpartition("@")[2].replace("/postgres", f"/{prefix}")
        try:
            with pytest.raises(NotAllowedError, match=r"does not let you do this \(permission denied to create role"):
                init_team(f"postgresql://{prefix}:word@{where}", prefix)
        finally:
            superuser.execute(f"DROP DATABASE {prefix}")
            superuser.execute(f"DROP ROLE {prefix}")


def test_a_schema_that_belongs_to_somebody_else_must_be_closed_by_them(server: str) -> None:
    """As `public` did up to PostgreSQL 14, where everybody could make things in it."""
    prefix = new_prefix()
    with psycopg.connect(server, autocommit=True) as superuser:
        superuser.execute(f"CREATE ROLE {prefix} LOGIN CREATEROLE PASSWORD 'word'")
        superuser.execute(f"CREATE SCHEMA {prefix}_home")
        superuser.execute(f"GRANT CREATE, USAGE ON SCHEMA {prefix}_home TO {prefix}, PUBLIC")
        where = server.rpartition("@")[2]
        url = f"postgresql://{prefix}:word@{where}?options=-csearch_path%3D{prefix}_home"
        try:
            with pytest.raises(
                WorkspaceError, match=r"no team was made: The role PUBLIC may make things in the schema"
            ):
                init_team(url, prefix)
            superuser.execute(f"REVOKE CREATE ON SCHEMA {prefix}_home FROM PUBLIC")
            superuser.execute(f"REVOKE USAGE ON SCHEMA {prefix}_home FROM PUBLIC")
            with pytest.raises(WorkspaceError, match=r"may not use the schema; its owner must GRANT USAGE on it"):
                init_team(url, prefix)
            assert (
                superuser.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [f"{prefix}_viewer"]).fetchone() is None
            )
            superuser.execute(f"GRANT USAGE ON SCHEMA {prefix}_home TO PUBLIC")
            init_team(url, prefix)
            with open_store(url) as store:
                assert store.verify() == []
        finally:
            superuser.execute(f"DROP SCHEMA {prefix}_home CASCADE")
            for name in (prefix, *[f"{prefix}_{role}" for role in reversed(Role)]):
                superuser.execute(f"DROP ROLE IF EXISTS {name}")


# Members


def test_a_member_has_one_role_and_loses_it_at_once(full_team: Team) -> None:
    name = full_team.name_of("editor")
    with full_team.open("editor") as workspace:
        framework = workspace.framework(SOC)
        for role in ("viewer", "publisher", "editor"):
            assert add_member(name, role, full_team.url) == Member(name, Role(role))
            assert workspace.role == role
            assert [each.role for each in list_members(full_team.url) if each.name == name] == [role]
        remove_member(name, full_team.url)
        with pytest.raises(WorkspaceError):
            framework.edit(framework.content.active[1].id, "Dough — knead.")
    assert name not in {each.name for each in list_members(full_team.url)}
    with pytest.raises(WorkspaceError, match="is no member of the team"):
        remove_member(name, full_team.url)


@pytest.mark.parametrize(
    "name",
    ['x"; DROP TABLE line; --', "o'neill", "per%cent %s", "Großschreibung", "two words", "x:y", "a\\b", "public"],
)
def test_a_name_is_a_name_whatever_stands_in_it(team: Team, name: str) -> None:
    whole = team.prefix + name
    add_member(whole, "viewer", team.url, password=WORD)
    assert Member(whole, Role.VIEWER) in list_members(team.url)
    remove_member(whole, team.url)
    with open_store(team.url) as store:
        assert store.verify() == []


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("", WORD, "cannot be the name of a login"),
        (" ", WORD, "cannot be the name of a login"),
        ("a\0b", WORD, "cannot be the name of a login"),
        ("ü" * 32, WORD, "cannot be the name of a login"),
        ("nobody-there", None, "has no login 'nobody-there'; add --create"),
        ("public", None, "has no login 'public'; add --create"),
        ("public", WORD, "refused"),
        ("pg_mine", WORD, "refused"),
        ("lex", None, "no role of a team binds it"),
        ("lex", WORD, "there is a login 'lex' already, with its password"),
        ("somebody", "", "a password that is not empty"),
        ("somebody", "a\0b", "a password that is not empty"),
    ],
)
def test_a_login_that_cannot_be_is_refused_and_not_half_made(
    team: Team, name: str, password: str | None, said: str
) -> None:
    before = list_members(team.url)
    with pytest.raises(WorkspaceError) as caught:
        add_member(name, "editor", team.url, password=password)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list_members(team.url) == before
    with psycopg.connect(team.url) as owner:
        assert owner.execute("SELECT 1 FROM pg_roles WHERE rolname = 'somebody'").fetchone() is None


def test_there_is_no_other_role_and_no_team_without_init(team: Team, postgresql_url: str, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="no role 'boss'; there are viewer, editor, publisher"):
        add_member(team.name_of("viewer"), "boss", team.url)
    with pytest.raises(WorkspaceError, match=r"is a file, .*; a team needs a postgresql:// workspace"):
        init_team(str(tmp_path / "workspace.db"))
    assert not (tmp_path / "workspace.db").exists()


def test_no_member_without_a_team(postgresql_url: str) -> None:
    assert list_members(postgresql_url) == []
    with pytest.raises(WorkspaceError, match="has no team yet; run: lexcurric team init"):
        add_member("lex", "editor", postgresql_url)


# Moving house


def test_a_copy_begins_without_a_team(full_team: Team, other_postgresql_url: str, tmp_path: Path) -> None:
    targets = (str(tmp_path / "copy.db"), other_postgresql_url)
    with open_store(full_team.url) as store:
        heads = store.heads()
        for target in targets:
            assert store.copy_to(target) == heads
    for target in targets:
        with open_store(target) as copy:
            assert copy.verify() == []
            assert copy.missing(heads) == []
    assert list_members(other_postgresql_url) == []
    with full_team.open("viewer") as workspace:
        workspace.store.copy_to(str(tmp_path / "viewer.db"))


def test_an_upgrade_gives_the_team_its_rights_on_the_new_tables(old_url: str, tmp_path: Path) -> None:
    prefix = new_prefix()
    with psycopg.connect(old_url, autocommit=True) as owner:
        for role in Role:
            owner.execute(f"CREATE ROLE {prefix}_{role}")
        owner.execute(f"GRANT {prefix}_viewer TO {prefix}_editor")
        owner.execute(f"GRANT {prefix}_editor TO {prefix}_publisher")
        owner.execute("INSERT INTO store_meta VALUES ('team', %s)", [prefix])
    with pytest.warns(WorkspaceWarning):
        assert upgrade_store(old_url, str(tmp_path / "before.db"))
    add_member(f"{prefix}-editor", "editor", old_url, password=WORD)
    team = Team(old_url, prefix)
    with team.open("editor") as workspace:
        assert workspace.role == "editor"
        workspace.framework(SOC).save("acme.9")
        with pytest.raises(NotAllowedError, match="only a publisher"):
            workspace.framework(SOC).set_status("acme.9", "published")
        assert workspace.verify() == []
    team.drop()


def test_the_note_of_a_team_is_sealed(team: Team) -> None:
    with open_store(team.url) as store:
        run_sql(store, "UPDATE store_meta SET value = 'other' WHERE key = 'team'")
        assert "The note 'team' on this workspace is not what was written." in store.verify()
        with store._session.writing() as connection:
            row = connection.execute(text("SELECT value FROM store_meta WHERE key = 'team'")).scalar_one()
            again = {"value": team.prefix, "seal": seal("store_meta", "team", team.prefix)}
            assert row == "other"
            connection.execute(text("UPDATE store_meta SET value = :value, seal = :seal WHERE key = 'team'"), again)
        assert store.verify() == []
