"""What of a team's rights is not as `lexcurric team init` makes them, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from lexcurric.core.team import Role
from lexcurric.store.roles import group, groups
from lexcurric.store.tables import metadata
from lexcurric.store.team import FILLED, GRANTS, MOVING, POLICIES

_REPAIR = "run `lexcurric team init` as the owner"
_Right = tuple[str, str, str | None, str]
"""Who may do what: the grantee, the table, its column (None: the whole table), and the word of SQL."""


def find_team_faults(connection: Connection, prefix: str) -> list[str]:
    """What is wider than it should be, or missing; empty when the roles bind their members as they should."""
    return [
        *_check_grants(connection, prefix),
        *_check_rows(connection, prefix),
        *_check_schema(connection, prefix),
        *_check_groups(connection, prefix),
    ]


def _wanted(prefix: str) -> set[_Right]:
    viewer, editor = group(prefix, Role.VIEWER), group(prefix, Role.EDITOR)
    read = {(viewer, table.name, None, "SELECT") for table in metadata.sorted_tables}
    write = {(editor, table.name, None, "INSERT") for table in FILLED}
    move = {(editor, table.name, column, "UPDATE") for table, columns in MOVING.items() for column in columns}
    return read | write | move


def _check_grants(connection: Connection, prefix: str) -> Iterator[str]:
    wanted = _wanted(prefix)
    rows = connection.execute(text(GRANTS))
    found = {(row.grantee, row.name, row.col, row.privilege) for row in rows if row.name in metadata.tables}
    for grantee, table, column, privilege in sorted(found - wanted, key=str):
        only_reads = privilege == "SELECT" and grantee != "PUBLIC"
        if not only_reads:
            yield f"The role {grantee} may {privilege} {_place(table, column)}, which is for the owner; {_REPAIR}."
    for grantee, table, column, privilege in sorted(wanted - found, key=str):
        yield f"The role {grantee} may not {privilege} {_place(table, column)}, and should; {_REPAIR}."


def _place(table: str, column: str | None) -> str:
    return f"{table}.{column}" if column else table


def _check_rows(connection: Connection, prefix: str) -> Iterator[str]:
    on = "SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass('version_status')"
    if not connection.exec_driver_sql(on).scalar():
        yield f"Row-level security is off for version_status: an editor could publish; {_REPAIR}."
    rows = connection.exec_driver_sql(
        "SELECT policyname, roles::text[], cmd, permissive FROM pg_policies "
        "WHERE schemaname = current_schema() AND tablename = 'version_status'"
    )
    found = {(name, tuple(roles), command, permissive) for name, roles, command, permissive in rows}
    wanted = {(name, (group(prefix, role),), command, "PERMISSIVE") for name, (role, command, _) in POLICIES.items()}
    if found != wanted:
        names = ", ".join(sorted({each[0] for each in found ^ wanted}))
        yield f"The rules of who may publish are not the ones that were made ({names}); {_REPAIR}."


def _check_schema(connection: Connection, prefix: str) -> Iterator[str]:
    """Whoever makes things in the schema of the tables could lay traps for the others there."""
    rows = connection.exec_driver_sql(
        "SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END, nspname "
        "FROM pg_namespace n CROSS JOIN aclexplode(nspacl) a WHERE n.oid = current_schema()::regnamespace "
        "AND a.privilege_type = 'CREATE' AND a.grantee <> nspowner "
        "AND a.grantee <> (SELECT relowner FROM pg_class WHERE oid = to_regclass('store_meta'))"
    )
    for grantee, schema in rows:
        yield f"The role {grantee} may make things in the schema {schema}; REVOKE CREATE from it there."
    may_use = text("SELECT has_schema_privilege(:viewer, current_schema(), 'USAGE')")
    if not connection.execute(may_use, {"viewer": group(prefix, Role.VIEWER)}).scalar():
        yield f"The role {group(prefix, Role.VIEWER)} may not use the schema; its owner must GRANT USAGE on it."


def _check_groups(connection: Connection, prefix: str) -> Iterator[str]:
    names = groups(prefix)
    wanted = set(zip(names[1:], names, strict=False))
    rows = connection.execute(
        text(
            "SELECT m.rolname, r.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member "
            "JOIN pg_roles r ON r.oid = a.roleid WHERE m.rolname = ANY(:names)"
        ),
        {"names": names},
    )
    found = {(member, role) for member, role in rows}
    for member, role in sorted(found - wanted):
        yield f"The role {member} has the rights of {role} too; REVOKE that."
    for member, role in sorted(wanted - found):
        yield f"The role {member} does not have the rights of {role}; {_REPAIR}."
    powers = "SELECT rolname FROM pg_roles WHERE rolname = ANY(:names) AND (rolsuper OR rolbypassrls OR rolcreaterole)"
    for name in connection.execute(text(powers), {"names": names}).scalars():
        yield f"The role {name} may do anything on the server; ALTER ROLE it."
