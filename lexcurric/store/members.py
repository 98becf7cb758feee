"""The members of a team: logins of the server, made, added and removed by the owner of the workspace."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from lexcurric.core.errors import WorkspaceError
from lexcurric.core.team import Role
from lexcurric.store.failures import explain
from lexcurric.store.roles import POWERS, check_owner, group, groups, is_owner, quoted, run_ddl, team_of
from lexcurric.store.session import Session

LONGEST = 63
"""So many bytes of a name PostgreSQL keeps; it would cut a longer one, and give the rights to somebody else."""


@dataclass(frozen=True, slots=True)
class Member:
    """A login of the server, and its role in the team."""

    name: str
    role: Role


def add_member(session: Session, name: str, role: Role) -> None:
    """Gives a login that is there a role in the team, in the place of the one that it had."""
    with session.writing() as connection:
        prefix = _team(connection, session.place)
        _check_login(connection, name)
        _change_groups(connection, prefix, name, role)


def create_login(session: Session, name: str, password: str) -> None:
    """
    Makes a login. Its password leaves this process only as a SCRAM verifier, which nobody can turn back into it: not
    the server's log, nor ours.
    """
    from psycopg import Error, sql

    _check_name(name)
    if not password or "\0" in password:
        raise WorkspaceError("a login needs a password that is not empty; nothing was made")
    with session.writing() as connection:
        _team(connection, session.place)
        if connection.execute(text(POWERS), {"name": name}).first() is not None:
            raise WorkspaceError(f"there is a login {name!r} already, with its password; leave out --create")
        driver = connection.connection.driver_connection
        verifier = driver.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")  # type: ignore[union-attr]
        made = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(name), verifier.decode())
        try:
            # Not through SQLAlchemy, which would write the statement to its log.
            driver.execute(made)  # type: ignore[union-attr]
        except Error as error:
            raise explain(error, session.place) from None


def remove_member(session: Session, name: str) -> None:
    """Takes a login out of the team, at once; the login itself stays. Raises WorkspaceError if it is no member."""
    with session.writing() as connection:
        prefix = _team(connection, session.place)
        if name not in {each.name for each in read_members(connection, prefix)}:
            raise WorkspaceError(f"{name!r} is no member of the team; `lexcurric team list` shows who is")
        _change_groups(connection, prefix, name, None)


def list_members(session: Session) -> list[Member]:
    """The members of the team by name, each with its highest role."""
    with session.reading() as connection:
        prefix = team_of(connection)
        return read_members(connection, prefix) if prefix else []


def read_members(connection: Connection, prefix: str) -> list[Member]:
    """The same, on a connection."""
    # The owner made the roles, and newer servers write that down as a kind of membership.
    rows = connection.execute(
        text(
            "SELECT m.rolname AS name, r.rolname AS team FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member "
            "JOIN pg_roles r ON r.oid = a.roleid WHERE r.rolname = ANY(:groups) AND m.rolname <> ALL(:groups) "
            "AND m.oid <> (SELECT relowner FROM pg_class WHERE oid = to_regclass('store_meta')) ORDER BY m.rolname"
        ),
        {"groups": groups(prefix)},
    )
    ranks = {group(prefix, role): place for place, role in enumerate(Role)}
    found: dict[str, int] = {}
    for row in rows:
        found[row.name] = max(found.get(row.name, 0), ranks[row.team])
    return [Member(name, list(Role)[place]) for name, place in found.items()]


def _team(connection: Connection, place: str) -> str:
    check_owner(connection, place)
    prefix = team_of(connection)
    if prefix is None:
        raise WorkspaceError(f"{place} has no team yet; run: lexcurric team init")
    return prefix


def _check_name(name: str) -> None:
    if not name.strip() or "\0" in name or len(name.encode()) > LONGEST:
        raise WorkspaceError(f"{name!r} cannot be the name of a login; take 1 to {LONGEST} letters")


def _check_login(connection: Connection, name: str) -> None:
    _check_name(name)
    found = connection.execute(text(POWERS), {"name": name}).first()
    if found is None:
        raise WorkspaceError(f"the server has no login {name!r}; add --create to make it, with a password")
    if found.can_more or is_owner(connection, name):
        raise WorkspaceError(
            f"{name!r} looks after the server or the workspace, and no role of a team binds it; give it a login of its "
            "own for daily work"
        )
    if not found.rolinherit:
        raise WorkspaceError(
            f"{name!r} does not inherit rights, so a role would not reach it; ALTER ROLE it to INHERIT"
        )


def _change_groups(connection: Connection, prefix: str, name: str, role: Role | None) -> None:
    member = quoted(connection, name)
    for each in Role:
        team = quoted(connection, group(prefix, each))
        run_ddl(connection, f"GRANT {team} TO {member}" if each is role else f"REVOKE {team} FROM {member}")
