"""What continues what: saying so where the matching was wrong, looking at what was said, and handing it on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lexcurric.cli.common import answer_frame, done, opened, say, settings
from lexcurric.cli.edit import Reason, StatementId
from lexcurric.cli.frameworks import FrameworkCode
from lexcurric.core.corrections import Correction

COLUMNS = ("correction", "verdict", "old", "new", "author", "time", "reason")


def same(
    framework: FrameworkCode,
    old_id: Annotated[str, typer.Argument(help="The old statement's id, or its first 8 characters; retired or not")],
    new_id: Annotated[str, typer.Argument(help="The id of the statement in the newest release that continues it")],
    reason: Reason = "",
) -> None:
    """Says, for ever, that a statement of the newest release is an old one in other words.

    Example: lexcurric same 43-6012.00 1f0c2a7e 9b1d33aa --reason "only the wording is new"
    """
    with opened() as workspace:
        said = workspace.framework(framework).same(old_id, new_id, reason)
        done({"corrections": [_plain(said)]}, f"Kept, for ever: {said}. `lexcurric forget {framework} {said.key}`")


def different(
    framework: FrameworkCode,
    statement_id: StatementId,
    other_id: Annotated[str, typer.Argument(help="Which one it is not, of the parts of a split or join")] = "",
    reason: Reason = "",
) -> None:
    """Says, for ever, that a statement of the newest release is not the one it was taken to continue.

    Example: lexcurric different 43-6012.00 1f0c2a7e --reason "another task"
    """
    with opened() as workspace:
        said = workspace.framework(framework).different(statement_id, reason, other_id)
        for each in said:
            say(f"Kept, for ever: {each}. `lexcurric forget {framework} {each.key}`")
        done({"corrections": [_plain(each) for each in said]}, f"{_count(said)} of {framework}.")


def forget(
    framework: FrameworkCode,
    correction: Annotated[str, typer.Argument(help="The correction's key: see `lexcurric matches`")],
) -> None:
    """Takes a correction of a match back; it is kept as withdrawn.

    Example: lexcurric forget 43-6012.00 5f0a61c2d3e4b790
    """
    with opened() as workspace:
        said = workspace.framework(framework).forget(correction)
        done({"forgotten": _plain(said)}, f"Taken back: {said}.")


def matches(
    framework: FrameworkCode,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write them to a file, for a colleague")] = None,
    take: Annotated[
        Path | None, typer.Option("--take", help="Take over those in a colleague's file, or in an edited export")
    ] = None,
    log: Annotated[bool, typer.Option("--log", help="All that was ever said or taken back")] = False,
) -> None:
    """Lists the corrections of matches; writes them to a file, or takes over a colleague's.

    Example: lexcurric matches 43-6012.00 -o matches.json
    """
    from lexcurric.workspace import corrections

    with opened() as workspace:
        found = workspace.framework(framework)
        if take is not None:
            new = corrections.take_file(found, take)
            done({"taken": [_plain(each) for each in new]}, f"Took over {_count(new)} from {take}.")
        if output is not None:
            corrections.write_corrections(found, output)
            done({"wrote": str(output)}, f"Wrote {output}; a colleague takes them over with --take {output}")
        if log:
            answer_frame(corrections.corrections_log(found), corrections.LOG_COLUMNS)
        elif take is None and output is None:
            frame = found.corrections
            if frame.empty:
                say(f"No match of {framework} was corrected. `lexcurric same` and `lexcurric different` do that.")
            if not frame.empty or settings.as_json:
                answer_frame(frame, COLUMNS)


def _plain(correction: Correction) -> dict[str, object]:
    return {"correction": correction.key, **correction.model_dump(mode="json")}


def _count(said: tuple[Correction, ...] | list[Correction]) -> str:
    return "1 correction" if len(said) == 1 else f"{len(said)} corrections"


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    for command in (same, different, forget, matches):
        app.command()(command)
