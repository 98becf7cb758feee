"""Looking: what is in the workspace, a framework, its log, and a statement's history."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from lexcurric.cli.common import (
    answer,
    answer_frame,
    answer_json,
    indented,
    opened,
    records_of,
    say,
    settings,
    short_time,
)
from lexcurric.core.model import Snapshot

Ref = Annotated[
    str,
    typer.Argument(
        help="43-6012.00 (the draft), 43-6012.00@LABEL, 43-6012.00@upstream, 43-6012.00@edit:12 (the draft after that "
        "edit), or an export file"
    ),
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
    """The life of one statement across releases and edits, through splits and joins.

    Example: lexcurric history 1f0c2a7e
    """
    with opened() as workspace:
        framework, found = workspace.find_statement(statement_id)
        rows = framework.history(found).to_dict(orient="records")
        names = {each.key: each.label for each in framework.levels}
    if settings.as_json:
        answer_json(rows)
        return
    many = len({row["id"] for row in rows}) > 1
    for row in rows:
        release = f", {row['version']}" if row["version"] else ""
        whose = f"{row['id'][:8]}  " if many else ""
        head = f"{short_time(row['time'])}  {whose}{row['author']} ({row['line']}{release}): {row['what']}"
        answer(indented(head, "", "    "))
        if row["reason"]:
            answer(indented(f"Reason: {row['reason']}", "    ", "    "))
        answer(indented(f"{names.get(row['level'], row['level'])}: {row['text']}", "    ", "    "))


def blame(
    what: Annotated[
        str,
        typer.Argument(
            help="A statement's id (8 characters are enough), or a framework's code", metavar="ID|FRAMEWORK"
        ),
    ],
) -> None:
    """Who last changed which words of a statement, when and why; of a framework, each statement's last change.

    Example: lexcurric blame 1f0c2a7e
    """
    with opened() as workspace:
        if workspace.has(what):
            framework = workspace.framework(what)
            found = framework.blame()
            names = {each.key: each.label for each in framework.levels}
            lines = [] if settings.as_json else [_last_change(row, names) for row in records_of(found)]
        else:
            framework, statement_id = workspace.find_statement(what)
            found, lines = framework.blame(statement_id), []
    if lines:
        for each in lines:
            answer(each)
        return
    if not settings.as_json:
        found.insert(3, "from", [_where_from(row) for row in records_of(found)])
    answer_frame(found, ("words", "author", "time", "from", "reason"))


def _last_change(row: dict[Any, Any], names: dict[str, str]) -> str:
    """A statement with the last change of its wording, on two lines or more."""
    head = indented(f"{names[row['level']]} {row['position']}: {row['text']}", f"{row['id'][:8]}  ", " " * 10)
    why = f". Reason: {row['reason']}" if row["reason"] else ""
    said = f"{row['author']}, {short_time(row['time'])}, {_where_from(row)}{why}"
    return f"{head}\n{indented(said, ' ' * 10, ' ' * 10)}"


def _where_from(row: dict[Any, Any]) -> str:
    """Where words are from, in one cell."""
    edit, what, version = row["edit"], row["what"], row["version"]
    if edit is None:
        return f"release {version}"
    return f"edit {edit}" + (f" ({what})" if what != "edit" else "") + (f", in {version}" if version else "")


def activity(
    month: Annotated[str, typer.Option(help="The whole of a month, such as 2026-11")] = "",
    since: Annotated[str, typer.Option(help="The first day, such as 2026-11-03 (UTC)")] = "",
    until: Annotated[str, typer.Option(help="The last day")] = "",
    summary: Annotated[bool, typer.Option("--summary", help="How often each person did what")] = False,
) -> None:
    """Who did what, in all frameworks: edits, imports, versions saved and moved along; with --author, that person.

    Example: lexcurric activity --month 2026-11 --summary
    """
    from lexcurric.workspace.activity import summary_frame

    with opened() as workspace:
        found = workspace.activity(since, until, settings.author or "", month)
    if not summary:
        answer_frame(found, ("time", "author", "framework", "what", "reason"))
        return
    rows = records_of(summary_frame(found))
    if settings.as_json:
        answer_json(rows)
        return
    for row in rows:
        counts = [(count, each) for each, count in row.items() if each not in ("author", "all") and count]
        said = ", ".join(f"{count} × {each}" for count, each in sorted(counts, key=lambda pair: (-pair[0], pair[1])))
        answer(indented(f"{row['author']} ({row['all']}): {said}", "", "    "))


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command("list")(list_frameworks)
    for command in (show, log, versions, history, blame, activity):
        app.command()(command)
