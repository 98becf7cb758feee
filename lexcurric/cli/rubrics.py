"""Rubrics for trainers: one workbook, one for each trainee of a list, or one with the whole cohort."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lexcurric.cli.common import MANY, answer_json, note, say, settings
from lexcurric.cli.frameworks import Ref
from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.rubric import LANGUAGES, THEMES, Paper, RubricKind
from lexcurric.core.rubric.options import MOST_TRAINEES
from lexcurric.files import file_name

if TYPE_CHECKING:
    from lexcurric.workspace.rubrics import Progress, RubricFile

_LOOK = "How it looks"
_RULES = "What is rated, and how"
_WHO = "For whom"


def rubric(
    ref: Ref,
    output: Annotated[
        str, typer.Option("--output", "-o", help="The file to write; with --trainees, a folder for one each")
    ],
    kind: Annotated[
        RubricKind | None, typer.Option(help="The kind of rubric; without, checklist", rich_help_panel=_RULES)
    ] = None,
    target: Annotated[str | None, typer.Option(help="The level that is aimed at", rich_help_panel=_RULES)] = None,
    levels: Annotated[
        str | None, typer.Option(help="Only these levels, with commas between", rich_help_panel=_RULES)
    ] = None,
    criterion: Annotated[
        list[str] | None,
        typer.Option(help="Only the statements of this criterion; may be given again", rich_help_panel=_RULES),
    ] = None,
    scale: Annotated[
        Path | None,
        typer.Option(help="A file with the ratings: rating, meaning, points, met", rich_help_panel=_RULES),
    ] = None,
    weights: Annotated[
        Path | None, typer.Option(help="A file with weights: id, ref or criterion; weight", rich_help_panel=_RULES)
    ] = None,
    share: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help="The share of a level that must be met, such as 0.75; without, 0.8",
            rich_help_panel=_RULES,
        ),
    ] = None,
    met: Annotated[
        float | None,
        typer.Option(min=0, help="The points from which a rating counts as met; without, 3", rich_help_panel=_RULES),
    ] = None,
    trainees: Annotated[
        Path | None,
        typer.Option(help="A list of trainees: .csv, .xlsx, or .txt with a name a line", rich_help_panel=_WHO),
    ] = None,
    one_each: Annotated[
        bool | None,
        typer.Option(
            "--one-each/--cohort",
            help="A workbook for each trainee, or one with them all; without, as -o is a folder or a file",
            rich_help_panel=_WHO,
        ),
    ] = None,
    trainee: Annotated[str | None, typer.Option(help="The trainee whose workbook it is", rich_help_panel=_WHO)] = None,
    overwrite: Annotated[
        bool,
        typer.Option("--overwrite", help="Write over files there that may be filled in", rich_help_panel=_WHO),
    ] = False,
    paper: Annotated[
        Paper | None, typer.Option(help="The paper it prints on; without, a4", rich_help_panel=_LOOK)
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(help=f"The language of its headings: {' or '.join(LANGUAGES)}", rich_help_panel=_LOOK),
    ] = None,
    theme: Annotated[str | None, typer.Option(help=f"Colours: {', '.join(THEMES)}", rich_help_panel=_LOOK)] = None,
    header_colour: Annotated[
        str | None,
        typer.Option(
            *("--header-colour", "--header-color"),
            help="Of the headings, in six hex digits such as 1F3864",
            rich_help_panel=_LOOK,
        ),
    ] = None,
    logo: Annotated[Path | None, typer.Option(help="A PNG or JPEG for the first sheet", rich_help_panel=_LOOK)] = None,
    options: Annotated[
        Path | None, typer.Option(help="A YAML or JSON file with options; those given here win", rich_help_panel=_LOOK)
    ] = None,
) -> None:
    """Writes an Excel rubric for trainers: one, one for each trainee, or one with the whole cohort.

    Example: lexcurric rubric 43-6012.00@v.26.05 -o exports/rubric.xlsx
    Example: lexcurric rubric 43-6012.00 --trainees trainees.csv -o exports/spring/
    """
    from lexcurric.workspace.rubrics import RubricFile, read_chosen
    from lexcurric.workspace.workspace import opened_for

    given = {
        "target": target,
        "levels": [each.strip() for each in levels.split(",") if each.strip()] if levels else None,
        "criteria": criterion or None,
        "share_required": share,
        "met_rating": int(met) if met is not None and met.is_integer() else met,
        "trainee": trainee,
        "paper": paper.value if paper else None,
        "language": language,
        "theme": {name: value for name, value in (("name", theme), ("header", header_colour)) if value} or None,
        "scale": scale,
        "weights": weights,
        "logo": logo,
        "kind": kind.value if kind else None,
    }
    chosen = {"kind": RubricKind.CHECKLIST.value} | read_chosen(options, given)
    names = _names(trainees, trainee, one_each)
    with opened_for(ref, settings.workspace, settings.author) as (workspace, snapshot):
        made = RubricFile(snapshot, workspace=workspace, **chosen)
        for each in made.notes():
            note(each)
        if names:
            _write_many(made, names, output, one_each=one_each, overwrite=overwrite)
            return
        written = made.to_excel(output, overwrite=overwrite)
    _report([written], f"Wrote {output}: {_rows(made)} of {snapshot.version}")


def _names(trainees: Path | None, trainee: str | None, one_each: bool | None) -> tuple[str, ...]:
    from lexcurric.workspace.rubrics import names_of

    if trainees is None:
        if one_each is not None:
            raise EditError("--one-each and --cohort need --trainees with the list of names")
        return ()
    if trainee is not None:
        raise EditError("--trainee is for one trainee, and --trainees for a list: give one of them")
    return names_of(trainees)


def _write_many(
    made: RubricFile, names: tuple[str, ...], typed: str, *, one_each: bool | None, overwrite: bool
) -> None:
    from lexcurric.workspace.many_rubrics import Stopped, groups_of

    # A path does not keep the slash that it was typed with.
    output = Path(typed)
    is_folder = typed.endswith(("/", os.sep)) or output.is_dir() or not output.suffix
    each = is_folder if one_each is None else one_each
    if each and not is_folder and output.suffix.casefold() == ".xlsx":
        raise EditError(f"a workbook for each trainee needs a folder: -o {output.with_suffix('')}{os.sep}")
    if not each and is_folder:
        record = made.record.provenance
        output = output / f"{file_name(record.soc, record.version)}-cohort.xlsx"
    try:
        with _bar(len(names) if each else len(list(groups_of(names))), made) as progress:
            if each:
                written = made.to_excel_each(output, names, progress, overwrite=overwrite)
            else:
                written = made.to_cohort(output, names, progress, overwrite=overwrite)
    except Stopped as stop:
        where = f" in {output}; the rest can be written by the same command" if each else ""
        raise LexcurricError(f"{stop}{where}") from None
    _report(written, _said(made, names, written, each=each))


def _said(made: RubricFile, names: tuple[str, ...], written: list[Path], *, each: bool) -> str:
    who = f"{len(names):,} trainees, {names[0]} to {names[-1]}" if len(names) > 1 else names[0]
    what = f"{_rows(made)} of {made.record.provenance.version}"
    if each:
        return f"Wrote {len(written):,} workbook{_s(written)} to {written[0].parent}{os.sep}: {what} each, for {who}"
    if len(written) == 1:
        return f"Wrote {written[0]}: {what}, with {who}"
    from lexcurric.workspace.many_rubrics import groups_of

    sizes = sorted({len(group) for group in groups_of(names)})
    return (
        f"Wrote {len(written)} workbooks, {written[0]} to {written[-1].name}: {what}, with {who}; "
        f"{' or '.join(map(str, sizes))} in each, since a sheet Cohort has room for {MOST_TRAINEES}"
    )


def _report(written: list[Path], text: str) -> None:
    if settings.as_json:
        answer_json({"written": [str(each) for each in written]})
    else:
        say(text)


def _rows(made: RubricFile) -> str:
    record = made.record
    if record.kind is RubricKind.HOLISTIC:
        return "one judgment"
    thing = "row" if record.kind is RubricKind.ANALYTIC else "statement"
    return f"{len(record.rows)} {thing}{_s(record.rows)}"


def _s(things: Any) -> str:
    return "" if len(things) == 1 else "s"


@contextmanager
def _bar(count: int, made: RubricFile) -> Iterator[Progress | None]:
    """A bar on stderr where there are many and a person looks at a terminal."""
    if count < MANY or settings.quiet or settings.as_json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True)) as bar:
        task = bar.add_task(f"Writing {made.record.kind.value} rubrics", total=count)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command()(rubric)
