from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import Run
from tests.conftest import PASSWORD
from tests.samples import ROOT
from tests.store.teams import Team, new_prefix


@pytest.fixture
def team(postgresql_url: str) -> Iterator[Team]:
    found = Team(postgresql_url, new_prefix())
    yield found
    found.drop()


def test_a_team_is_made_filled_and_listed(run: Run, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    prefix, where = team.prefix, ("-w", team.url)
    made = run("team", "init", "--prefix", prefix, *where)
    assert made.out == (
        f"The team is ready: {prefix}_viewer, {prefix}_editor, {prefix}_publisher. "
        "Next: lexcurric team add NAME --role editor\n"
    )
    assert run("team", "list", *where).out == "Nobody yet. Next: lexcurric team add NAME --role editor\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO("a word\n"))
    added = run("team", "add", f"{prefix}-ada", "--role", "editor", "--create", *where)
    assert (added.code, added.out, added.err) == (0, f"{prefix}-ada is an editor now.\n", "")
    assert (
        run("team", "add", f"{prefix}-ada", "--role", "publisher", *where).out == f"{prefix}-ada is a publisher now.\n"
    )
    assert run("team", "list", *where).out == f"{prefix}-ada  publisher\n"
    assert json.loads(run("team", "list", "--json", *where).out) == [{"name": f"{prefix}-ada", "role": "publisher"}]
    assert json.loads(run("team", "init", "--json", *where).out)["roles"][0] == f"{prefix}_viewer"
    assert run("team", "remove", f"{prefix}-ada", *where).out == f"{prefix}-ada is no member any more.\n"
    again = run("team", "remove", f"{prefix}-ada", *where)
    assert (again.code, again.out) == (2, "")
    assert again.err.endswith("is no member of the team; `lexcurric team list` shows who is\n")


def test_a_file_has_no_team(run: Run) -> None:
    for arguments in (["init"], ["list"], ["add", "ada", "--role", "editor"], ["remove", "ada"]):
        done = run("team", *arguments)
        assert done.code == 2
        assert done.err == (
            "lexcurric: data/workspace.db is a file, and belongs to whoever can open it; a team needs a postgresql:// "
            "workspace\n"
        )


def test_a_wrong_role_is_answered_with_those_there_are(run: Run) -> None:
    done = run("team", "add", "ada", "--role", "boss")
    assert done.code == 2
    assert "'viewer', 'editor', 'publisher'" in done.err
    assert done.err.endswith("Try: lexcurric team --help\n")


def test_an_empty_password_from_a_pipe_makes_nothing(run: Run, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    run("team", "init", "--prefix", team.prefix, "-w", team.url)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    done = run("team", "add", f"{team.prefix}-ada", "--role", "editor", "--create", "-w", team.url)
    assert (done.code, done.err) == (2, "lexcurric: a login needs a password that is not empty; nothing was made\n")


def test_a_terminal_is_asked_for_the_password_twice_and_shows_none(run: Run, team: Team, tmp_path: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    run("team", "init", "--prefix", team.prefix, "-w", team.url)
    name = f"{team.prefix}-ada"
    command = ["-m", "lexcurric", "team", "add", name, "--role", "editor", "--create"]
    environment = os.environ | {"LEXCURRIC_WORKSPACE": team.url, "PYTHONPATH": str(ROOT)}
    child = pexpect.spawn(sys.executable, command, env=environment, cwd=str(tmp_path), encoding="utf-8", timeout=60)
    for word in ("wr0ng-word", "another", "wr0ng-word", "wr0ng-word"):
        child.expect(r"(A password for .*|Once more): ")
        child.sendline(word)
    child.expect(pexpect.EOF)
    assert f"{name} is an editor now." in child.before
    assert "wr0ng-word" not in child.before
    with psycopg.connect(team.url.replace(f"lex:{PASSWORD}", f"{name}:wr0ng-word")) as member:
        assert member.execute("SELECT session_user").fetchone() == (name,)
