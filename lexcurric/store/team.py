"""
A team on PostgreSQL: three roles of the database that bind whoever logs in, in plain SQL too.

A viewer reads; an editor does a designer's daily work, imports too; a publisher may also publish, supersede and retire.
Grants hold all of that but one thing, which depends on the row: the status of a version. There row-level security does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Connection, delete, insert, text

from lexcurric.core.errors import WorkspaceError
from lexcurric.core.team import Role
from lexcurric.store.hashing import seal
from lexcurric.store.roles import NOTE, POWERS, PREFIX, check_owner, group, groups, quoted, run_ddl, team_of
from lexcurric.store.session import Session
from lexcurric.store.tables import IMMUTABLE, framework, line, metadata, store_meta, version_status

_PREFIX = re.compile(r"[a-z_][a-z0-9_]{0,49}")
# The only columns that ever move (`rules.py`), and so the only ones that an editor may change.
MOVING = {line: ("head_rev", "seal"), framework: ("statuses", "log_hash", "seal")}
FILLED = (*IMMUTABLE, framework, line)
"""Where an editor may add rows."""

_LINE = """(
  SELECT l.name FROM {s}.version v JOIN {s}.line l ON l.id = v.line_id AND l.framework_id = v.framework_id
  WHERE v.framework_id = version_status.framework_id AND v.label = version_status.label
)"""
_EARLIER = """EXISTS (
  SELECT FROM {s}.version_status earlier
  WHERE earlier.framework_id = version_status.framework_id AND earlier.label = version_status.label
  AND earlier.status <> ALL(ARRAY[%s])
)"""
# A release that is imported is published as it comes; a version of the draft stays a draft until a publisher says more.
_EDITOR_MAY = f"""CASE status
WHEN 'draft' THEN {_LINE} = 'draft' AND NOT {_EARLIER % "'draft'"}
WHEN 'published' THEN {_LINE} = 'upstream' AND NOT {_EARLIER % "''"}
ELSE false END"""
POLICIES = {
    "viewers_read": (Role.VIEWER, "SELECT", "USING (true)"),
    "editors_keep_drafts_and_import": (Role.EDITOR, "INSERT", f"WITH CHECK ({_EDITOR_MAY})"),
    "publishers_say_more": (Role.PUBLISHER, "INSERT", "WITH CHECK (true)"),
}


def init_team(session: Session, prefix: str | None = None) -> str:
    """
    Makes the roles of a team and gives them their rights, and gives the prefix of their names; repairs those there.

    Roles are the whole server's: another workspace with the same prefix has the same team. Raises WorkspaceError where
    the login is not the owner of the workspace, may not make roles, or cannot close what stands open.
    """
    from lexcurric.store.team_check import find_team_faults

    with session.writing() as connection:
        session.lock_frameworks()
        check_owner(connection, session.place)
        known = team_of(connection)
        chosen = prefix or known or PREFIX
        if not _PREFIX.fullmatch(chosen):
            raise WorkspaceError(f"{chosen!r} cannot begin the names of roles; take small letters, digits and _")
        if known not in (None, chosen):
            raise WorkspaceError(f"{session.place} has the team {known!r} already; leave out the prefix to repair it")
        _make_groups(connection, chosen, session.place)
        if known is None:
            row = {"key": NOTE, "value": chosen, "seal": seal("store_meta", NOTE, chosen)}
            connection.execute(insert(store_meta), row)
        give_rights(connection, chosen)
        faults = find_team_faults(connection, chosen)
        if faults:
            raise WorkspaceError(
                f"{session.place}: no team was made: {faults[0].rstrip('.')}; have it put right by who looks after the "
                "server, and run it again"
            )
    return chosen


def forget_team(connection: Connection) -> None:
    """Has a copy of a workspace begin without a team: its grants did not come along."""
    connection.execute(delete(store_meta).where(store_meta.c.key == NOTE))


def _make_groups(connection: Connection, prefix: str, place: str) -> None:
    for role in groups(prefix):
        found = connection.execute(text(POWERS), {"name": role}).first()
        if found is not None and found.can_more:
            raise WorkspaceError(f"the server has a role {role} that may do more than a team's; choose another prefix")
        if found is None:
            run_ddl(connection, f"CREATE ROLE {quoted(connection, role)} NOLOGIN")
    # Each a member of the one below: its rights are written once, and no list of them can fall behind another.
    for lower, higher in zip(groups(prefix), groups(prefix)[1:], strict=False):
        there = "SELECT 1 FROM pg_auth_members WHERE roleid = to_regrole(:low) AND member = to_regrole(:high)"
        if connection.execute(text(there), {"low": lower, "high": higher}).first() is None:
            run_ddl(connection, f"GRANT {quoted(connection, lower)} TO {quoted(connection, higher)}")


def give_rights(connection: Connection, prefix: str) -> None:
    """Gives the roles of a team, which must be there, exactly the rights that they should have, and nobody else any."""
    for statement in _rights(connection, prefix):
        run_ddl(connection, statement)


def _rights(connection: Connection, prefix: str) -> Iterator[str]:
    schema = str(connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one())
    viewer, editor, _ = (quoted(connection, each) for each in groups(prefix))
    tables = ", ".join(f"{schema}.{table.name}" for table in metadata.sorted_tables)
    # A table cannot be altered while what was written to it waits for its last look.
    yield "SET CONSTRAINTS ALL IMMEDIATE"
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {viewer}"
    for grantee in ["PUBLIC", *(quoted(connection, each) for each in _grantees(connection, prefix))]:
        yield f"REVOKE ALL ON TABLE {tables} FROM {grantee} CASCADE"
    yield f"GRANT SELECT ON TABLE {tables} TO {viewer}"
    yield f"GRANT INSERT ON TABLE {', '.join(f'{schema}.{table.name}' for table in FILLED)} TO {editor}"
    for table, columns in MOVING.items():
        yield f"GRANT UPDATE ({', '.join(columns)}) ON TABLE {schema}.{table.name} TO {editor}"
    status = f"{schema}.{version_status.name}"
    yield f"ALTER TABLE {status} ENABLE ROW LEVEL SECURITY"
    for name in _policies(connection):
        yield f"DROP POLICY {quoted(connection, name)} ON {status}"
    for name, (role, command, rule) in POLICIES.items():
        to = quoted(connection, group(prefix, role))
        yield f"CREATE POLICY {name} ON {status} FOR {command} TO {to} {rule.replace('{s}', schema)}"


def _grantees(connection: Connection, prefix: str) -> list[str]:
    """Whoever was given anything but reading on the tables or their columns; a role that only reads may stay."""
    found = connection.execute(text(GRANTS)).all()
    wider = {row.grantee for row in found if row.privilege != "SELECT" and row.grantee != "PUBLIC"}
    return sorted(wider | {row.grantee for row in found if row.grantee in groups(prefix)})


def _policies(connection: Connection) -> list[str]:
    found = "SELECT policyname FROM pg_policies WHERE schemaname = current_schema() AND tablename = 'version_status'"
    return list(connection.exec_driver_sql(found).scalars())


GRANTS = """
SELECT c.relname AS name, NULL AS col, a.privilege_type AS privilege,
  CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END AS grantee
FROM pg_class c CROSS JOIN aclexplode(c.relacl) a
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.grantee <> c.relowner
UNION ALL
SELECT c.relname, t.attname, a.privilege_type,
  CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END
FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid CROSS JOIN aclexplode(t.attacl) a
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.grantee <> c.relowner
"""
"""Every right that somebody else than the owner was given on a table or a column of the schema."""
