"""Looking: what is in the workspace, a framework, its log, a statement's history, and findings."""

from __future__ import annotations

from typing import Annotated

import typer

from lexcurric.cli.common import answer, answer_frame, answer_json, indented, opened, say, settings, short_time
from lexcurric.core.model import Snapshot

Ref = Annotated[
    str, typer.Argument(help="43-6012.00 (the draft), 43-6012.00@LABEL, 43-6012.00@upstream, or an export file")
]
FrameworkCode = Annotated[str, typer.Argument(help="The framework's occupation code, such as 43-6012.00")]


def list_frameworks() -> None:
    """What is in the workspace: one line a framework.

    Example: lexcurric list
    """
    with opened() as workspace:
        rows = [
            {
                "soc": each.soc,
                "title": each.title,
                "version": each.version,
                "levels": len(each.levels),
                "statements": len(each.content.active),
                "versions": [row.label for row in workspace.store.versions(each.soc)],
            }
            for each in workspace.frameworks()
        ]
    if settings.as_json:
        answer_json(rows)
        return
    if not rows:
        say("The workspace is empty. Next: lexcurric import EXPORT.json")
    for row in rows:
        answer(
            f"{row['soc']}  {row['title']}  {row['version']}  {row['statements']} statements in {row['levels']} levels"
        )


def show(ref: Ref) -> None:
    """The level matrix of a framework, version or file, with statement ids and tags.

    Example: lexcurric show 43-6012.00
    """
    from lexcurric.workspace.workspace import read_ref

    snapshot = read_ref(ref, settings.workspace, settings.author)
    if settings.as_json:
        answer_json(_as_json(snapshot))
        return
    content = snapshot.content
    criteria = {each.id: each.label for each in content.criteria}
    answer(f"{content.title} ({content.soc}) {snapshot.version}: {len(content.active)} statements")
    for level in content.levels:
        answer(f"\n{level.label}")
        for statement in content.by_level[level.key]:
            more = [criteria.get(statement.criterion or "", ""), *statement.tags]
            extra = f"  [{', '.join(each for each in more if each)}]" if any(more) else ""
            first = f"{content.positions[statement.id]:>3}  {statement.id[:8]}  "
            answer(indented(statement.text + extra, first, " " * 15))


def _as_json(snapshot: Snapshot) -> dict[str, object]:
    content = snapshot.content
    return {
        "ref": snapshot.ref,
        "soc": content.soc,
        "title": content.title,
        "version": snapshot.version,
        "contentSha256": content.sha256,
        "levels": [{"key": each.key, "label": each.label} for each in content.levels],
        "statements": [
            {**each.model_dump(mode="json", exclude={"rank"}), "position": content.positions[each.id]}
            for each in content.active
        ],
    }


def log(framework: FrameworkCode) -> None:
    """Every edit of a framework's draft: who, when, what, why.

    Example: lexcurric log 43-6012.00
    """
    with opened() as workspace:
        answer_frame(workspace.framework(framework).log, ("edit", "time", "author", "what", "reason", "undone"))


def versions(framework: FrameworkCode) -> None:
    """The versions of a framework: imported releases and your own.

    Example: lexcurric versions 43-6012.00
    """
    with opened() as workspace:
        columns = ("label", "status", "line", "author", "time", "message", "parents")
        answer_frame(workspace.framework(framework).versions, columns)


def history(statement_id: Annotated[str, typer.Argument(help="A statement's id, or its first 8 characters")]) -> None:
    """The life of one statement across releases and edits.

    Example: lexcurric history 1f0c2a7e
    """
    with opened() as workspace:
        framework, found = workspace.find_statement(statement_id)
        rows = framework.history(found).to_dict(orient="records")
    if settings.as_json:
        answer_json(rows)
        return
    for row in rows:
        release = f", {row['version']}" if row["version"] else ""
        answer(f"{short_time(row['time'])}  {row['author']} ({row['line']}{release}): {row['what']}")
        if row["reason"]:
            answer(indented(f"Reason: {row['reason']}", "    ", "    "))
        answer(indented(f"{row['level']}: {row['text']}", "    ", "    "))


def check(ref: Ref) -> None:
    """Findings on wording, duplicates and source lines; exit code 1 if there are any.

    Example: lexcurric check 43-6012.00
    """
    from lexcurric.core.lint import check as find_all
    from lexcurric.workspace.workspace import read_ref

    findings = find_all(read_ref(ref, settings.workspace, settings.author).content)
    if settings.as_json:
        answer_json([each.model_dump(mode="json") for each in findings])
    else:
        for each in findings:
            answer(indented(f"{each.where}: {each.message} [{each.rule}]", "", "    "))
            if each.text:
                answer(indented(each.text, "    ", "    "))
        say(f"{len(findings)} findings." if findings else "Nothing to point out.")
    raise typer.Exit(1 if findings else 0)


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command("list")(list_frameworks)
    for command in (show, log, versions, history, check):
        app.command()(command)
