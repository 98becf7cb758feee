"""The team of a workspace on PostgreSQL, as whoever looks after it sees it: made, and its members added and removed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lexcurric.core.errors import WorkspaceError
from lexcurric.core.team import Role
from lexcurric.store import members, team
from lexcurric.store.members import Member
from lexcurric.store.roles import groups
from lexcurric.workspace.workspace import default_workspace

if TYPE_CHECKING:
    from lexcurric.store.session import Session

__all__ = ["Member", "Role", "add_member", "init_team", "list_members", "remove_member"]


def init_team(where: str | None = None, prefix: str | None = None) -> list[str]:
    """
    Makes, or repairs, the roles of a team in a `postgresql://` workspace (made if it is new), and gives their names.

    Writes roles and grants to the server. Raises WorkspaceError for a file, and for whoever does not own the tables.
    """
    with _opened(where) as session:
        return groups(team.init_team(session, prefix))


def add_member(name: str, role: str, where: str | None = None, *, password: str | None = None) -> Member:
    """Gives a login a role; with a password, makes the login first. Raises WorkspaceError for a name that cannot be."""
    try:
        wanted = Role(role)
    except ValueError:
        raise WorkspaceError(f"no role {role!r}; there are {', '.join(Role)}") from None
    with _opened(where) as session, session.transaction():
        if password is not None:
            members.create_login(session, name, password)
        members.add_member(session, name, wanted)
    return Member(name, wanted)


def remove_member(name: str, where: str | None = None) -> None:
    """Takes a login out of the team, at once; the login itself stays."""
    with _opened(where) as session:
        members.remove_member(session, name)


def list_members(where: str | None = None) -> list[Member]:
    """The members by name, each with its role."""
    with _opened(where) as session:
        return members.list_members(session)


@contextmanager
def _opened(where: str | None) -> Iterator[Session]:
    from lexcurric.store.engine import make_session, read_address
    from lexcurric.store.layout import prepare

    address = read_address(where or default_workspace())
    if address.url.get_backend_name() != "postgresql":
        raise WorkspaceError(
            f"{address.shown} is a file, and belongs to whoever can open it; a team needs a postgresql:// workspace"
        )
    session = make_session(address)
    try:
        prepare(session, None)
        yield session
    finally:
        session.close()
