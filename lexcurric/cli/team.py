"""A team on PostgreSQL: its roles made, its members added, removed and listed."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from lexcurric.cli.common import answer, answer_json, done, settings
from lexcurric.core.team import Role

team = typer.Typer(
    help="The team of a workspace on PostgreSQL: who may look, edit, publish. For whoever owns the workspace.",
    no_args_is_help=True,
)
Name = Annotated[str, typer.Argument(help="The name that the member logs in to the server with", metavar="NAME")]


@team.command()
def init(
    prefix: Annotated[
        str | None,
        typer.Option(help="How the names of the roles begin; a second team needs another [default: lexcurric]"),
    ] = None,
) -> None:
    """Makes the roles viewer, editor and publisher on the server; running it again repairs them.

    Example: lexcurric team init -w postgresql://owner@db.example.org/curricula
    """
    from lexcurric.workspace.team import init_team

    names = init_team(settings.workspace, prefix)
    done({"roles": names}, f"The team is ready: {', '.join(names)}. Next: lexcurric team add NAME --role editor")


@team.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What the member may do")],
    create: Annotated[
        bool, typer.Option("--create", help="Make the login, with a password that is asked for, or read from stdin")
    ] = False,
) -> None:
    """Adds a login to the team, or gives a member another role.

    Example: lexcurric team add ada --role editor --create
    """
    from lexcurric.workspace.team import add_member

    member = add_member(name, role.value, settings.workspace, password=_password(name) if create else None)
    done({"name": member.name, "role": member.role.value}, f"{member.name} is {_a(member.role)} now.")


@team.command()
def remove(name: Name) -> None:
    """Takes a login out of the team, at once; the login itself stays on the server.

    Example: lexcurric team remove ada
    """
    from lexcurric.workspace.team import remove_member

    remove_member(name, settings.workspace)
    done({"name": name, "role": None}, f"{name} is no member any more.")


@team.command("list")
def list_() -> None:
    """The members, each with its role.

    Example: lexcurric team list
    """
    from lexcurric.workspace.team import list_members

    members = list_members(settings.workspace)
    if settings.as_json:
        answer_json([{"name": each.name, "role": each.role.value} for each in members])
        return
    wide = max((len(each.name) for each in members), default=0)
    for each in members:
        answer(f"{each.name:<{wide}}  {each.role.value}")
    if not members:
        answer("Nobody yet. Next: lexcurric team add NAME --role editor")


def _a(role: Role) -> str:
    return f"{'an' if role is Role.EDITOR else 'a'} {role.value}"


def _password(name: str) -> str:
    if sys.stdin.isatty():
        return str(typer.prompt(f"A password for {name}", hide_input=True, confirmation_prompt="Once more", err=True))
    return sys.stdin.readline().rstrip("\r\n")


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.add_typer(team, name="team")
