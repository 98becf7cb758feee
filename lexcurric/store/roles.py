"""The roles of a team as roles of the database, and which of them this login has."""

from __future__ import annotations

from sqlalchemy import Connection, select, text

from lexcurric.core.errors import WorkspaceError
from lexcurric.core.team import OWNER, Role
from lexcurric.store.tables import store_meta

PREFIX = "lexcurric"
NOTE = "team"
"""The note of `store_meta` that names the prefix of the team's roles; a workspace without it has no team."""


def group(prefix: str, role: Role) -> str:
    """The name of the database role that stands for a role of the team."""
    return f"{prefix}_{role}"


def groups(prefix: str) -> list[str]:
    """The names of all three."""
    return [group(prefix, role) for role in Role]


def team_of(connection: Connection) -> str | None:
    """The prefix of the team's roles, if the workspace has a team."""
    found = select(store_meta.c.value).where(store_meta.c.key == NOTE)
    prefix = connection.execute(found).scalar()
    return str(prefix) if prefix is not None else None


def my_role(connection: Connection) -> str:
    """What this login may do here: `viewer`, `editor`, `publisher`, or all of it as `owner`."""
    if is_owner(connection):
        return OWNER
    prefix = team_of(connection)
    if prefix is None:
        may_write = "SELECT has_table_privilege('version_status', 'INSERT')"
        return Role.PUBLISHER if connection.exec_driver_sql(may_write).scalar() else Role.VIEWER
    has = text("SELECT rolname FROM pg_roles WHERE rolname = ANY(:groups) AND pg_has_role(oid, 'USAGE')")
    held = set(connection.execute(has, {"groups": groups(prefix)}).scalars())
    return next((role for role in reversed(Role) if group(prefix, role) in held), Role.VIEWER)


def is_owner(connection: Connection, name: str | None = None) -> bool:
    """Has a login (None: this one) the rights of the tables' owner?"""
    owner = "SELECT relowner FROM pg_class WHERE oid = to_regclass('store_meta')"
    asked = text(f"SELECT pg_has_role(coalesce(:name, current_user)::name, ({owner}), 'MEMBER')")
    return bool(connection.execute(asked, {"name": name}).scalar_one())


def my_login(connection: Connection) -> str:
    """The name that this connection logged in with."""
    return str(connection.exec_driver_sql("SELECT session_user").scalar_one())


def quoted(connection: Connection, name: str) -> str:
    """A name as an identifier of SQL, whatever stands in it."""
    from psycopg import sql

    return sql.Identifier(name).as_string(connection.connection.driver_connection)


def run_ddl(connection: Connection, statement: str) -> None:
    """Runs a statement that has names in it, and no values."""
    # A % in a name is no place for a value.
    connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def check_owner(connection: Connection, place: str) -> None:
    """Raises WorkspaceError unless this login has the rights of the tables' owner."""
    if my_role(connection) != OWNER:
        raise WorkspaceError(f"only the owner of the tables looks after the team of {place}; log in as the owner")


POWERS = (
    "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication AS can_more, rolcanlogin, rolinherit "
    "FROM pg_roles WHERE rolname = :name"
)
"""What the server lets a role do, whatever its team: any of `can_more`, and no role of a team would bind it."""
