"""What goes out to trainers and designers, and comes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lexcurric.cli.common import answer, answer_json, opened, say, settings
from lexcurric.cli.frameworks import Ref
from lexcurric.core.errors import FileError, Problem
from lexcurric.workspace.exports import ExportForm

if TYPE_CHECKING:
    from lexcurric.workspace.sheets import SheetPlan

Output = Annotated[Path, typer.Option("--output", "-o", help="The file to write")]


def sheet(ref: Ref, output: Output) -> None:
    """Writes the edit sheet: a workbook that designers edit and bring back with `apply`.

    Example: lexcurric sheet 43-6012.00 -o exports/edit.xlsx
    """
    from lexcurric.workspace.sheets import write_sheet_file
    from lexcurric.workspace.workspace import read_ref

    write_sheet_file(read_ref(ref, settings.workspace, settings.author), output)
    say(f"Wrote {output}. Edit it, then: lexcurric apply {output} --dry-run")


def apply(
    file: Annotated[Path, typer.Argument(help="An edit sheet that came back")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what it would change, and change nothing")] = False,
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why, for the log")] = "",
    take: Annotated[
        list[str] | None, typer.Option(help="A conflict to settle for the sheet: its cell, statement id, or all")
    ] = None,
) -> None:
    """Brings an edit sheet back into the draft; rows that are missing remove nothing.

    Ends with 0 where all is clear, and with 1 where something needs a person, such as a conflict or a row with an
    unknown id; a dry run does so for a problem in a cell too, with which nothing is applied (2).

    Example: lexcurric apply exports/edit.xlsx --dry-run
    """
    with opened() as workspace:
        plan = workspace.apply_sheet(file, dry_run=True, take=take or ())
        if dry_run or plan.problems:
            _show(plan)
            if not dry_run:
                # The plan has named each of them; once is enough.
                raise FileError(str(file), [Problem("", "nothing was changed")], "Put the problems right first")
            raise typer.Exit(0 if plan.is_clear else 1)
        changed = plan.apply(reason)
        _show(plan)
        say(f"Applied. `lexcurric undo {plan.framework.soc}` takes it back." if changed else "Nothing to apply.")
        raise typer.Exit(0 if plan.is_clear else 1)


def _show(plan: SheetPlan) -> None:
    if settings.as_json:
        answer_json(plan.to_json_value())
    else:
        answer(plan.to_text())


def export(
    ref: Ref,
    output: Output,
    to: Annotated[ExportForm, typer.Option("--to", help="The format")] = ExportForm.LEX_JSON,
) -> None:
    """Writes a framework or version out; unedited, byte for byte the export that came in.

    Example: lexcurric export 43-6012.00 --to lex-json -o exports/43-6012.00.json
    """
    with opened() as workspace:
        written = workspace.export(ref, output, to.value)
    say(f"Wrote {written}")


def stale(
    framework: Annotated[str | None, typer.Argument(help="The occupation's code, such as 43-6012.00; else all")] = None,
) -> None:
    """Rubrics and exports that a newer version has overtaken, and by which changes; exit code 1 if there are any.

    Example: lexcurric stale 43-6012.00
    """
    from lexcurric.workspace.moving import open_there
    from lexcurric.workspace.stale import grouped

    with open_there(settings.workspace, settings.author) as workspace:
        frameworks = [workspace.framework(framework)] if framework else workspace.frameworks()
        found = [each for one in frameworks for each in one.stale()]
    groups = grouped(found)
    if settings.as_json:
        answer_json([each.to_json_value() for each in groups])
    elif groups:
        for group in groups:
            answer(group.to_text())
    else:
        say("Nothing that was issued is overtaken.")
    raise typer.Exit(1 if found else 0)


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    for command in (sheet, apply, export, stale):
        app.command()(command)
