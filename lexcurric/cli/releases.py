"""Exports in, differences, and merges."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lexcurric.cli.common import answer, answer_json, note, opened, progress, say, settings
from lexcurric.cli.frameworks import FrameworkCode, Ref
from lexcurric.workspace.decision_files import is_workbook
from lexcurric.workspace.views import Diff, ReportForm


class Prefer(StrEnum):
    """The side to take in every conflict."""

    OURS = "ours"
    THEIRS = "theirs"


def import_(
    files: Annotated[list[Path], typer.Argument(help="Export files", metavar="FILE...")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would do, and change nothing")] = False,
) -> None:
    """Reads exports into the workspace; a later release is kept beside the draft, to be merged.

    Example: lexcurric import 43-6012.00.v.26.05.json
    """
    from lexcurric.workspace.imports import Import

    found: list[Import] = []
    with opened() as workspace:
        for file in progress(files, "Importing"):
            found.append(workspace.import_file(file, dry_run=dry_run))
            if not settings.as_json:
                say(found[-1].message)
                if found[-1].differences is not None and not settings.quiet:
                    counts = [f"{count} {kind}" for kind, count in found[-1].differences.summary.items() if count]
                    say(f"  Since the last release: {', '.join(counts)}.")
    if settings.as_json:
        rows = [{**vars(each), "differences": each.differences and each.differences.summary} for each in found]
        answer_json(rows)


def diff(
    old: Ref,
    new: Annotated[
        str, typer.Argument(help="The other side; without it, what OLD changed (of a draft: since its last version)")
    ] = "",
    form: Annotated[
        ReportForm | None, typer.Option("--format", help="[default: by the file's ending, else text]")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the report to a file")] = None,
    reasons: Annotated[bool, typer.Option("--reasons", help="Say for every change why, in the text report")] = False,
) -> None:
    """What changed from OLD to NEW, or what one version changed; exit code 1 if anything did.

    Example: lexcurric diff 43-6012.00@v.26.05 43-6012.00 --format html -o changes.html
    """
    found = _read_diff(old, new)
    if output is not None:
        found.write(output, form, with_reasons=reasons)
        say(f"{_counts(found)}. Wrote {output}")
    else:
        wanted = form or (ReportForm.JSON if settings.as_json else ReportForm.TEXT)
        plain = reasons and wanted is ReportForm.TEXT
        answer((found.to_text(with_reasons=True) if plain else found.render(wanted)).rstrip("\n"))
    raise typer.Exit(1 if found else 0)


def _read_diff(old: str, new: str) -> Diff:
    from lexcurric.workspace.workspace import read_change, read_diff

    if new:
        return read_diff(old, new, settings.workspace, settings.author)
    return read_change(old, settings.workspace, settings.author)


def _counts(found: Diff) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in found.summary.items() if count) or "no statements"


def merge(
    framework: FrameworkCode,
    release: Annotated[
        str, typer.Argument(help="An imported release (43-6012.00@upstream) or an export file", metavar="REF")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan, and change nothing")] = False,
    side: Annotated[Prefer | None, typer.Option("--prefer", help="What to take in a conflict: ours or theirs")] = None,
    decisions: Annotated[
        Path | None, typer.Option(help="Take over the decisions saved in this file, .json or .xlsx")
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save-decisions", help="Save the decisions to a file to edit, .json or .xlsx")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the plan to a file, .html or .txt")
    ] = None,
    message: Annotated[str, typer.Option("--message", "-m", help="Why, for the log")] = "",
) -> None:
    """Merges a new release into the draft; conflicts are listed, and then nothing is applied (exit code 1).

    Example: lexcurric merge 43-6012.00 43-6012.00@upstream --dry-run
    """
    with opened() as workspace:
        plan = workspace.framework(framework).merge(release)
        if decisions is not None:
            for subject in plan.load(decisions):
                say(f"No longer fits, so not taken over: {subject}")
        if side is not None:
            plan.ask_again()
            plan.take_all(side.value)
        if save is not None:
            plan.save(save)
            how = (
                "choose in the column Decision"
                if is_workbook(save)
                else "set “take” of a decision to one of its “sides”"
            )
            say(f"Wrote {save}; {how}, then merge with --decisions {save}")
        if report is not None:
            say(f"Wrote {plan.write_report(report)}")
        applied = not dry_run and not plan.conflicts
        shows_plan = not settings.as_json and not applied
        # The plan that is printed has these in it.
        tag_notes = () if shows_plan else plan.tag_notes
        if settings.as_json:
            answer_json({"applied": applied, **plan.record.model_dump(mode="json", by_alias=True)})
        elif shows_plan:
            answer(plan.to_text().rstrip("\n"))
        if applied:
            _apply(plan, message)
        for each in tag_notes:
            note(each)
        if not applied and plan.conflicts and not dry_run:
            count = len(plan.conflicts)
            word = "conflict" if count == 1 else "conflicts"
            say(f"\n{count} {word}, so nothing was changed. Decide with --save-decisions, --decisions or --prefer.")
        raise typer.Exit(1 if plan.conflicts else 0)


def _apply(plan: object, message: str) -> None:
    from lexcurric.workspace.merging import MergePlan

    if not isinstance(plan, MergePlan):
        raise TypeError(type(plan))
    soc = plan.framework.soc
    if plan.is_done:
        say(f"The draft of {soc} has {plan.theirs.version} already; nothing to merge.")
        return
    changed = plan.apply(message)
    say(f"Merged {plan.theirs.version} into the draft of {soc}: {_counts(changed)}. Undo: lexcurric undo {soc}")
    say(f"Next: look it over, then lexcurric save {soc} --label {plan.theirs.version}-yours.1")


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command("import")(import_)
    app.command()(diff)
    app.command()(merge)
