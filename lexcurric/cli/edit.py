"""The designer's actions, for scripts; notebooks are the main door."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lexcurric.cli.common import answer, answer_frame, answer_json, done, opened, records_of, say, settings
from lexcurric.cli.common import note as note_aside
from lexcurric.cli.frameworks import FrameworkCode, Ref
from lexcurric.core.errors import EditError
from lexcurric.core.model import VersionStatus
from lexcurric.core.tag_rules import pattern_of
from lexcurric.core.vocabulary import tag_notes

StatementId = Annotated[str, typer.Argument(help="A statement's id, or its first 8 characters")]
StatementIds = Annotated[list[str], typer.Argument(help="Statement ids, or their first 8 characters")]
Reason = Annotated[str, typer.Option("--reason", "-r", help="Why, for the log")]
Text = Annotated[str, typer.Option("--text", "-t", help="The new wording")]
LevelName = Annotated[str, typer.Option("--level", "-l", help="The level's key or label")]
Position = Annotated[int | None, typer.Option(min=1, help="Place in the level, from 1 [default: the end]")]
Tags = Annotated[list[str], typer.Option("--tag", "-t", help="vocabulary:term; may be repeated")]

Anyone = Annotated[bool, typer.Option("--anyone", help="The last edit of anybody, and not only of yours")]


def edit(framework: FrameworkCode, statement_id: StatementId, text: Text, reason: Reason = "") -> None:
    """Rewords a statement.

    Example: lexcurric edit 43-6012.00 1f0c2a7e --text "Case files — organize and label." --reason "shorter"
    """
    with opened() as workspace:
        found = workspace.framework(framework).edit(statement_id, text, reason)
        done({"id": found.id, "text": found.text}, f"Saved {found.id[:8]}: {found.text}")


def add(framework: FrameworkCode, text: Text, level: LevelName, position: Position = None, reason: Reason = "") -> None:
    """Adds a statement to a level.

    Example: lexcurric add 43-6012.00 --level emerging --text "Court forms — file by type."
    """
    with opened() as workspace:
        found = workspace.framework(framework).add(level, text, position, reason)
        done({"id": found.id, "text": found.text}, f"Added {found.id[:8]}: {found.text}")


def move(
    framework: FrameworkCode,
    statement_ids: StatementIds,
    level: LevelName,
    position: Position = None,
    reason: Reason = "",
) -> None:
    """Moves statements to another level or place.

    Example: lexcurric move 43-6012.00 1f0c2a7e --level developing --position 1
    """
    with opened() as workspace:
        workspace.framework(framework).move(statement_ids, level, position, reason)
        done({"moved": statement_ids, "level": level}, f"Moved {_count(statement_ids)} to {level}.")


def retire(framework: FrameworkCode, statement_ids: StatementIds, reason: Reason = "") -> None:
    """Retires statements: they are kept, and left out of exports and rubrics.

    Example: lexcurric retire 43-6012.00 1f0c2a7e --reason "no longer done"
    """
    with opened() as workspace:
        workspace.framework(framework).retire(statement_ids, reason)
        done({"retired": statement_ids}, f"Retired {_count(statement_ids)}.")


def reinstate(framework: FrameworkCode, statement_ids: StatementIds, reason: Reason = "") -> None:
    """Brings retired statements back.

    Example: lexcurric reinstate 43-6012.00 1f0c2a7e
    """
    with opened() as workspace:
        workspace.framework(framework).reinstate(statement_ids, reason)
        done({"reinstated": statement_ids}, f"Brought back {_count(statement_ids)}.")


def split(
    framework: FrameworkCode,
    statement_id: StatementId,
    texts: Annotated[list[str], typer.Option("--text", "-t", help="A wording; give two or more")],
    reason: Reason = "",
) -> None:
    """Splits a statement into several, which take over its place and tags.

    Example: lexcurric split 43-6012.00 1f0c2a7e --text "Mail — sort." --text "Faxes — send."
    """
    with opened() as workspace:
        found = workspace.framework(framework).split(statement_id, texts, reason)
        done({"ids": [each.id for each in found]}, "Split into " + ", ".join(each.id[:8] for each in found) + ".")


def join(framework: FrameworkCode, statement_ids: StatementIds, text: Text, reason: Reason = "") -> None:
    """Joins statements into one, in the first one's place, with all their tags.

    Example: lexcurric join 43-6012.00 1f0c2a7e 9b1d33aa --text "Mail and faxes — send."
    """
    with opened() as workspace:
        found = workspace.framework(framework).join(statement_ids, text, reason)
        done({"id": found.id}, f"Joined into {found.id[:8]}: {found.text}")


def tag(
    framework: FrameworkCode,
    tags: Tags,
    statement_ids: Annotated[
        list[str] | None, typer.Argument(help="Statement ids, or their first 8 characters")
    ] = None,
    where: Annotated[str, typer.Option(help="Tag what contains this text, in any case")] = "",
    regex: Annotated[bool, typer.Option("--regex", help="The text of --where is a regular expression")] = False,
    level: Annotated[str, typer.Option("--level", "-l", help="With --where: only this level, by key or label")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --where: show what would be tagged")] = False,
    reason: Reason = "",
) -> None:
    """Tags statements: those named, or with --where those that contain a text.

    Example: lexcurric tag 43-6012.00 1f0c2a7e --tag skill:practical --tag tool:scanner
    """
    if bool(where) == bool(statement_ids):
        raise typer.BadParameter("name statements, or give --where; not both")
    if not where and (regex or level or dry_run):
        raise typer.BadParameter("--regex, --level and --dry-run go with --where")
    with opened() as workspace:
        found = workspace.framework(framework)
        for each in tag_notes(found.vocabularies, tags):
            note_aside(each)
        if where:
            wanted = pattern_of(where) if regex else where
            frame = found.tag_where(wanted, tags, preview=dry_run, level=level, reason=reason)
            answer_frame(frame, ("level", "position", "found", "text", "before", "after"))
            changed = [each["id"] for each in records_of(frame) if each["before"] != each["after"]]
            say(f"{'Would tag' if dry_run else 'Tagged'} {_count(changed)} with {', '.join(tags)}.")
            return
        ids = statement_ids or []
        found.tag(ids, tags, reason)
        done({"tagged": ids, "tags": tags}, f"Tagged {_count(ids)} with {', '.join(tags)}.")


def untag(framework: FrameworkCode, statement_ids: StatementIds, tags: Tags, reason: Reason = "") -> None:
    """Takes tags off statements.

    Example: lexcurric untag 43-6012.00 1f0c2a7e --tag tool:scanner
    """
    with opened() as workspace:
        workspace.framework(framework).untag(statement_ids, tags, reason)
        done({"untagged": statement_ids, "tags": tags}, f"Took {', '.join(tags)} off {_count(statement_ids)}.")


def note(framework: FrameworkCode, statement_id: StatementId, text: Text, reason: Reason = "") -> None:
    """Writes a statement's note; an empty text takes it away.

    Example: lexcurric note 43-6012.00 1f0c2a7e --text "Ask the firm's clerk."
    """
    with opened() as workspace:
        workspace.framework(framework).note(statement_id, text, reason)
        done({"noted": statement_id}, "Saved the note.")


def criterion(
    framework: FrameworkCode,
    statement_ids: StatementIds,
    label: Annotated[str, typer.Option("--label", help="The criterion; an empty one takes the statements out")],
    reason: Reason = "",
) -> None:
    """Puts statements under a criterion, made if it is new.

    Example: lexcurric criterion 43-6012.00 1f0c2a7e 9b1d33aa --label "Case files"
    """
    with opened() as workspace:
        workspace.framework(framework).set_criterion(statement_ids, label or None, reason)
        done({"statements": statement_ids, "criterion": label}, f"Put {_count(statement_ids)} under {label or 'none'}.")


def vocabulary(
    framework: FrameworkCode,
    file: Annotated[Path, typer.Argument(help="A YAML, CSV, Excel or SKOS file with vocabularies")],
    reason: Reason = "",
    language: Annotated[str, typer.Option(help="The language of the labels to take from a SKOS file")] = "en",
) -> None:
    """Adds or replaces the vocabularies that tags come from.

    Example: lexcurric vocabulary 43-6012.00 vocabularies.yaml
    """
    with opened() as workspace:
        found = workspace.framework(framework)
        found.add_vocabularies(file, reason, language=language)
        names = [each.name for each in found.vocabularies]
        done({"vocabularies": names}, f"Vocabularies of {framework}: {', '.join(names)}.")


def coverage(
    ref: Ref,
    vocabulary: Annotated[str | None, typer.Option("--vocabulary", "-v", help="Only this vocabulary")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the tables: .xlsx, .csv, .html, .json or .txt")
    ] = None,
) -> None:
    """Which statements have which tags: counts by level, and what has no tag of a required vocabulary.

    Example: lexcurric coverage 43-6012.00 --vocabulary skill -o exports/coverage.xlsx
    """
    from lexcurric.workspace.tag_views import TagCoverageView
    from lexcurric.workspace.workspace import read_ref

    found = TagCoverageView(read_ref(ref, settings.workspace, settings.author), vocabulary)
    if output is not None:
        done({"written": str(output)}, f"Wrote {found.write(output)}.")
    elif settings.as_json:
        answer_json(found.to_json_value())
    else:
        answer(str(found))
        frame = found.by_level
        answer_frame(frame, [str(each) for each in frame.columns])
        if len(found.untagged):
            answer("")
            answer_frame(found.untagged, ("vocabulary", "level", "position", "text"))


def suggest_tags(
    framework: FrameworkCode,
    vocabulary: Annotated[str, typer.Option("--vocabulary", "-v", help="The vocabulary to tag from")],
    accept: Annotated[bool, typer.Option("--accept", help="Take those with a confidence of .6 or more")] = False,
    only: Annotated[list[str] | None, typer.Option(help="Accept for this statement alone; may be repeated")] = None,
    reason: Reason = "",
) -> None:
    """Suggests tags by what was tagged so far, each with its evidence; changes nothing without --accept or --only.

    Example: lexcurric suggest-tags 43-6012.00 --vocabulary skill
    """
    with opened() as workspace:
        found = workspace.framework(framework).suggest_tags(vocabulary)
        if accept or only:
            count = found.accept(*(only or ()), reason=reason)
            done({"accepted": count}, f"Accepted tags of {count} statements. Undo: lexcurric undo {framework}")
        else:
            frame = found.to_frame()
            if not settings.as_json:
                frame["id"] = frame["id"].str[:8]
            answer_frame(frame, ("id", "tag", "confidence", "text", "why"))


def undo(framework: FrameworkCode, anyone: Anyone = False) -> None:
    """Takes your last edit back; it reaches through merges and closed notebooks, and leaves what others edited.

    Example: lexcurric undo 43-6012.00
    """
    with opened() as workspace:
        what = workspace.framework(framework).undo(anyone=anyone)
        done({"undone": what}, f"Undid: {what}" if what else f"There is nothing {_of_whom(anyone)}to undo.")


def redo(framework: FrameworkCode, anyone: Anyone = False) -> None:
    """Does your last undone edit again.

    Example: lexcurric redo 43-6012.00
    """
    with opened() as workspace:
        what = workspace.framework(framework).redo(anyone=anyone)
        done({"redone": what}, f"Redid: {what}" if what else f"There is nothing {_of_whom(anyone)}to redo.")


def _of_whom(anyone: bool) -> str:
    return "" if anyone else "of yours "


def save(
    framework: FrameworkCode,
    label: Annotated[str, typer.Option("--label", help="The version's label, new in this framework")],
    message: Annotated[str, typer.Option("--message", "-m", help="What is in it, and why")] = "",
    status: Annotated[VersionStatus, typer.Option(help="Where it stands")] = VersionStatus.DRAFT,
) -> None:
    """Cuts a version: an immutable snapshot of the draft.

    Example: lexcurric save 43-6012.00 --label v.26.05-acme.1 --message "Our wording for intake"
    """
    with opened() as workspace:
        row = workspace.framework(framework).save(label, message, status.value)
        value = {"label": row.label, "contentSha256": row.content_sha256, "parents": list(row.parents)}
        done(value, f"Saved version {row.label} ({row.content_sha256[:8]}), after {' and '.join(row.parents)}.")


def status(
    framework: FrameworkCode,
    label: Annotated[str, typer.Argument(help="The version's label")],
    to: Annotated[VersionStatus, typer.Option("--to", help="Where it stands now")],
) -> None:
    """Moves a version along: draft, published, superseded, retired.

    Example: lexcurric status 43-6012.00 v.26.05-acme.1 --to published
    """
    with opened() as workspace:
        workspace.framework(framework).set_status(label, to.value)
        done({"label": label, "status": to.value}, f"{label} is {to.value}.")


def restore(
    version: Annotated[str, typer.Argument(help="FRAMEWORK@LABEL, such as 43-6012.00@v.26.05, or FRAMEWORK@edit:12")],
    reason: Reason = "",
) -> None:
    """Makes the draft equal to a version, or to itself after an edit; an edit too, so `undo` takes it back.

    Example: lexcurric restore 43-6012.00@v.26.05
    """
    soc, _, label = version.partition("@")
    if not label:
        raise EditError(
            f"expected FRAMEWORK@LABEL such as {soc}@v.26.05, found {version!r}; `lexcurric versions {soc}`"
        )
    with opened() as workspace:
        workspace.framework(soc).restore(label, reason)
        shown = f"after edit {label[5:]}" if label.startswith("edit:") else label
        say(f"The draft of {soc} is as {shown} again. `lexcurric undo {soc}` takes this back.")


def _count(statements: list[str]) -> str:
    return "1 statement" if len(statements) == 1 else f"{len(statements)} statements"


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    words = (
        edit,
        add,
        move,
        retire,
        reinstate,
        split,
        join,
        tag,
        untag,
        note,
        criterion,
        vocabulary,
        coverage,
        suggest_tags,
    )
    for command in (*words, undo, redo, save, status, restore):
        app.command()(command)
