"""Beginning: the demo of the whole job, and JupyterLab at the notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lexcurric.cli.common import answer_json, say, settings

DEFAULT_PORT = 8888
DEFAULT_APP_PORT = 8866


def demo(out: Annotated[Path, typer.Option("--out", help="The folder to write to")] = Path("exports/demo")) -> None:
    """The whole job on the bundled sample, step by step, in a workspace of its own.

    Example: lexcurric demo --out exports/demo
    """
    from lexcurric.workspace.demo import run_demo

    written = run_demo(out, say)
    if settings.as_json:
        answer_json([str(each) for each in written])


def lab(
    port: Annotated[int, typer.Option(help="The port to listen on")] = DEFAULT_PORT,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser")] = False,
) -> None:
    """JupyterLab at the notebooks, which are copied to this folder on first use, with the sample in the workspace.

    Example: lexcurric lab
    """
    from lexcurric.workspace.lab import prepare_lab, run_lab

    notebooks = prepare_lab(Path.cwd(), settings.workspace, settings.author, say)
    raise typer.Exit(run_lab(notebooks, settings.workspace, port, browser=not no_browser))


def app_command(
    port: Annotated[int, typer.Option(help="The port to listen on")] = DEFAULT_APP_PORT,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser")] = False,
) -> None:
    """The notebooks as pages without code, each ready when it is opened; with the extra lexcurric[voila].

    Example: lexcurric app
    """
    from lexcurric.workspace.lab import prepare_lab, run_app

    notebooks = prepare_lab(Path.cwd(), settings.workspace, settings.author, say)
    raise typer.Exit(run_app(notebooks, settings.workspace, port, browser=not no_browser))


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command()(demo)
    app.command()(lab)
    app.command("app")(app_command)
