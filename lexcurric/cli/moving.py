"""Moving house: backup, copy, upgrade, and the check that everything is there still."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from lexcurric.cli.common import answer, answer_json, done, progress, say, settings

Place = Annotated[str, typer.Argument(help="SQLite file, postgresql:// URL, or folder of JSON")]


def backup(file: Annotated[str, typer.Argument(help="The new SQLite file; nothing is ever overwritten")]) -> None:
    """Keeps the workspace as it is at this moment in a new file, others writing or not.

    Example: lexcurric backup backups/2026-05-15.db
    """
    from lexcurric.workspace.moving import backup as keep
    from lexcurric.workspace.moving import open_there

    with open_there(settings.workspace, settings.author) as workspace:
        kept = keep(workspace.store, file, progress)
    done(asdict(kept), f"Kept in {kept.place}: {kept.words}. Fingerprint {kept.fingerprint}.")


def copy(old: Place, new: Place) -> None:
    """Copies a workspace with all its history to a new place, and finds it equal there.

    Each place is a SQLite file, a postgresql:// URL, or a folder of plain JSON that git can hold.

    A folder is one that is there, a name that ends with /, or a name without an ending such as .db.

    A folder that holds the same workspace gets what is new; over anything else nothing is written.

    Example: lexcurric copy data/workspace.db history/
    """
    from lexcurric.workspace.moving import copy as copy_workspace

    kept = copy_workspace(old, new, progress)
    added = "" if kept.added is None else f" {kept.added:,} new files." if kept.added != 1 else " 1 new file."
    done(asdict(kept), f"Copied to {kept.place}, and found equal: {kept.words}. Fingerprint {kept.fingerprint}.{added}")


def upgrade(
    backup: Annotated[
        str | None, typer.Option(help="The file to keep the workspace in as it was; a server needs one")
    ] = None,
) -> None:
    """Brings a workspace of an older lexcurric to the format of this one, after a backup.

    Example: lexcurric upgrade --backup backups/before.db
    """
    from lexcurric.workspace.moving import upgrade as upgrade_workspace
    from lexcurric.workspace.workspace import default_workspace

    place = settings.workspace or default_workspace()
    kept_in = upgrade_workspace(place, backup)
    text = f"Upgraded. The workspace as it was is in {kept_in}." if kept_in else "Nothing to upgrade."
    done({"upgraded": kept_in is not None, "backup": kept_in}, text)


def verify(
    file: Annotated[
        Path | None, typer.Argument(help="A rubric, edit sheet or export: is it as it was issued?", metavar="[FILE]")
    ] = None,
    write: Annotated[
        Path | None, typer.Option(help="Write down how far the histories go; keep that file elsewhere")
    ] = None,
    against: Annotated[Path | None, typer.Option(help="Such a file: is all that was there then, there still?")] = None,
) -> None:
    """Whether every row of the workspace is as it was written; exit code 1 if not.

    With a FILE: is that as it was issued (0), edited or outdated (1), or none of this workspace's (2)?

    Example: lexcurric verify exports/rubric.xlsx
    """
    if file is not None:
        if write is not None or against is not None:
            raise typer.BadParameter("a FILE is verified by itself; leave --write and --against away")
        _verify_file(file)
    from lexcurric.workspace.moving import open_there
    from lexcurric.workspace.witness import missing_since, write_witness

    with open_there(settings.workspace, settings.author) as workspace:
        found = workspace.verify()
        # A damaged workspace may not be readable to its end: its faults are what counts.
        name = None if found else workspace.fingerprint
        if against is not None and not found:
            found = missing_since(workspace, against)
        if write is not None and not found:
            write_witness(workspace, write)
    _tell(found, name, write)


def _verify_file(file: Path) -> None:
    from lexcurric.workspace.moving import open_there
    from lexcurric.workspace.verify_file import verify_file

    with open_there(settings.workspace, settings.author) as workspace:
        found = verify_file(workspace, file)
    if settings.as_json:
        answer_json(found.to_json_value())
    else:
        answer(found.to_text())
    raise typer.Exit(0 if found.is_good else 1)


def _tell(found: list[str], fingerprint: str | None, write: Path | None) -> None:
    if settings.as_json:
        answer_json({"problems": found, "fingerprint": fingerprint})
    else:
        for each in found:
            answer(each)
        problems = f"{len(found)} problems" if len(found) != 1 else "1 problem"
        not_written = f", so {write} was not written" if write else ""
        say(f"{problems}{not_written}." if found else "The workspace is whole.")
        if fingerprint:
            say(f"Fingerprint {fingerprint}.")
        if write and not found:
            say(f"Wrote {write}; keep it elsewhere. Later: lexcurric verify --against {write}")
    raise typer.Exit(1 if found else 0)


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    for command in (backup, copy, upgrade, verify):
        app.command()(command)
