"""Scored rubrics that came back, gathered to one cohort."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lexcurric.cli.common import MANY, answer, answer_json, say, settings
from lexcurric.cli.outputs import Output

if TYPE_CHECKING:
    from lexcurric.workspace.collecting import Progress


def collect(
    files: Annotated[
        list[str], typer.Argument(help="Scored workbooks, folders with such, or patterns", metavar="FILE…")
    ],
    output: Output,
    csv: Annotated[Path | None, typer.Option(help="Write every rating as a row of CSV, too")] = None,
) -> None:
    """Gathers scored rubrics, of any version and kind, to one cohort workbook; results are worked out anew.

    Exit code 1 if there is something to look at: a cell or file that cannot be read, an outdated version.

    Example: lexcurric collect scored/ -o exports/cohort.xlsx --csv exports/cohort.csv
    """
    from lexcurric.workspace.collecting import collect_beside

    with _bar() as progress:
        cohort = collect_beside(files, settings.workspace, settings.author, progress)
    cohort.to_excel(output)
    if csv is not None:
        cohort.to_csv(csv)
    if settings.as_json:
        answer_json(cohort.to_json_value())
    else:
        answer(cohort.to_text())
        say(f"Wrote {output}{f' and {csv}' if csv else ''}")
    raise typer.Exit(0 if cohort.is_good else 1)


@contextmanager
def _bar() -> Iterator[Progress | None]:
    """What shows a bar on stderr where there are many files and a person looks at a terminal."""
    if settings.quiet or settings.as_json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Collecting", visible=False)

        def show(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of, visible=of >= MANY)

        yield show


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command()(collect)
