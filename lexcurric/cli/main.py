"""`lexcurric`: the commands put together, and every failure said in one line."""

from __future__ import annotations

import os
import sys
import warnings
from typing import Annotated, Any, TextIO

import typer

from lexcurric._version import __version__
from lexcurric.cli import (
    aligning,
    checks,
    collecting,
    criteria,
    edit,
    frameworks,
    matches,
    moving,
    outputs,
    releases,
    rubrics,
    start,
    team,
)
from lexcurric.cli.common import settings
from lexcurric.core.errors import LexcurricError, WorkspaceWarning

DEBUG = "LEXCURRIC_DEBUG"
EVERYWHERE = ("-w", "--workspace", "--author", "-q", "--quiet", "--json")
_WITH_VALUE = ("-w", "--workspace", "--author")
_FREE_TEXT = ("--text", "--reason", "--message", "-m", "--label", "-o", "--take")
"""Options whose value may be any text, also one that looks like an option."""

app = typer.Typer(
    name="lexcurric",
    help="Edit, tag and version competency frameworks, merge new exports, and write Excel rubrics.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"lexcurric {__version__}")
        raise typer.Exit


@app.callback()
def everywhere(
    workspace: Annotated[
        str | None,
        typer.Option(
            "--workspace",
            "-w",
            help="SQLite file or postgresql:// URL [default: $LEXCURRIC_WORKSPACE, else data/workspace.db]",
        ),
    ] = None,
    author: Annotated[
        str | None,
        typer.Option(help="The name that edits are signed with [default: your login on a server, else your user name]"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but results and errors")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Say which lexcurric this is")
    ] = False,
) -> None:
    """These options may stand before or after any command."""
    settings.workspace, settings.author = workspace, author
    settings.quiet, settings.as_json = quiet, as_json


for group in (
    *(start, frameworks, edit, criteria, checks, releases, matches, rubrics, outputs),
    *(aligning, collecting, moving, team),
):
    group.register(app)


def to_front(arguments: list[str]) -> list[str]:
    """
    The arguments with the options that belong to every command moved before it.

    >>> to_front(["list", "--json", "-w", "a.db"])
    ['--json', '-w', 'a.db', 'list']
    """
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for each in waiting:
        if each == "--":
            return [*front, *rest, each, *waiting]
        if each in _WITH_VALUE:
            front += [each, *([value] if (value := next(waiting, None)) is not None else [])]
        elif each in EVERYWHERE or each.startswith(("--workspace=", "--author=")):
            front.append(each)
        elif each in _FREE_TEXT:
            rest += [each, *([value] if (value := next(waiting, None)) is not None else [])]
        else:
            rest.append(each)
    return front + rest


def main(arguments: list[str] | None = None) -> int:
    """Runs a command and gives its exit code; failures go to stderr as one line."""
    given = to_front(sys.argv[1:] if arguments is None else arguments)
    with warnings.catch_warnings():
        warnings.showwarning = _warn
        return _run(given)


def _run(given: list[str]) -> int:
    try:
        result: Any = typer.main.get_command(app).main(given, prog_name="lexcurric", standalone_mode=False)
    except LexcurricError as error:
        return _fail(str(error))
    except (KeyboardInterrupt, typer.Abort):
        return _fail("stopped; every edit made before is saved")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if callable(say := getattr(error, "format_message", None)):
            said = str(say())
            return _fail(
                f"{said}{'' if said.endswith(('.', '?', '!')) else '.'} Try: lexcurric {_command(given)}--help"
            )
        if os.environ.get(DEBUG):
            raise
        return _fail(f"unforeseen ({type(error).__name__}: {error}); set {DEBUG}=1 to see where, and report it")
    return result if isinstance(result, int) else 0


def _command(arguments: list[str]) -> str:
    names = {each.name or getattr(each.callback, "__name__", "") for each in app.registered_commands}
    names |= {each.name or "" for each in app.registered_groups}
    return next((f"{each} " for each in arguments if each in names), "")


def _warn(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Says what a workspace's owner should know in one line, like an error; other warnings stay as they are."""
    if not issubclass(category, WorkspaceWarning):
        print(warnings.formatwarning(message, category, filename, lineno, line), file=file or sys.stderr)
    elif not settings.quiet:
        print(f"lexcurric: warning: {' '.join(str(message).split())}", file=sys.stderr)  # noqa: T201


def _fail(message: str) -> int:
    print("lexcurric: " + " ".join(message.split()), file=sys.stderr)  # noqa: T201
    return 2


def run() -> None:
    """The entry point of the `lexcurric` command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if callable(reconfigure):
            reconfigure(encoding="utf-8", errors="replace")
    code = main()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)
