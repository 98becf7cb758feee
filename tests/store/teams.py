"""Teams on a real server: a workspace with an owner, a viewer, an editor and a publisher, who log in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

import psycopg
from psycopg import sql

from lexcurric.core.team import Role
from lexcurric.workspace.team import add_member, init_team
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.conftest import PASSWORD
from tests.samples import OLD

SOC = "51-3011.00"
WORD = "pass % 'word\" ü"
_NUMBERS = count(1)


@dataclass(frozen=True)
class Team:
    """A workspace with a team: its owner's address, and those of a viewer, an editor and a publisher."""

    url: str
    prefix: str
    urls: dict[str, str] = field(default_factory=dict)

    @property
    def schema(self) -> str:
        return self.url.rpartition("%3D")[2]

    def url_of(self, role: str) -> str:
        if role in self.urls:
            return self.urls[role]
        return self.url.replace(f"lex:{PASSWORD}@", f"{self.name_of(role)}:pass%20%25%20%27word%22%20%C3%BC@")

    def name_of(self, role: str) -> str:
        return f"{self.prefix}-{role}"

    def open(self, role: str) -> Workspace:
        return open_workspace(self.url_of(role))

    def connect(self, role: str) -> psycopg.Connection:
        return psycopg.connect(self.url_of(role) if role != "owner" else self.url)

    def drop(self) -> None:
        """Takes the schema, the roles and the logins away: they are the whole server's."""
        with psycopg.connect(self.url, autocommit=True) as owner:
            owner.execute(f"DROP SCHEMA {self.schema} CASCADE")
            wanted = "SELECT rolname FROM pg_roles WHERE rolname ~ %s"
            rows = owner.execute(wanted, [f"^{self.prefix}[^0-9]"]).fetchall()
            for (name,) in rows:
                owner.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
            for (name,) in rows:
                owner.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def new_prefix() -> str:
    return f"t{next(_NUMBERS)}"


@contextmanager
def made_team(url: str) -> Iterator[Team]:
    found = Team(url, new_prefix())
    init_team(found.url, found.prefix)
    for role in Role:
        add_member(found.name_of(role), role, found.url, password=WORD)
    try:
        yield found
    finally:
        found.drop()


def fill(team: Team) -> None:
    """A framework, made by the editor: an edit, and a version that is a draft."""
    with team.open("editor") as workspace:
        framework = workspace.import_export(OLD)
        framework.edit(framework.content.active[0].id, "Hands — wash.", "shorter")
        framework.save("acme.1", "ours")
