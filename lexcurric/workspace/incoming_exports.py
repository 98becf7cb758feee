"""An export that somebody gave: a new framework, a new release, or what is there already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as changed
from typing import TYPE_CHECKING

from lexcurric.core.diff import Change, Differences
from lexcurric.core.errors import MergeError
from lexcurric.core.report import counts, headline, marks_of, place_words, sections
from lexcurric.workspace.incoming import NOTHING_TO_DO, FileKind, FilePlan, Given, PlanLine, Screen, State, Step, sides

if TYPE_CHECKING:
    from lexcurric.workspace.imports import Import


def plan_export(given: Given) -> FilePlan:
    """A new framework, a new release of one that is there, or nothing new."""
    from lexcurric.formats.lex_json import read_export
    from lexcurric.workspace.imports import ImportKind

    file = read_export(given.path)
    base = FilePlan(
        name=given.name,
        path=given.path,
        kind=FileKind.EXPORT,
        state=State.READY,
        title="",
        soc=file.content.soc,
        framework=f"{file.content.title} ({file.content.soc})",
        order=("0", file.content.soc, file.time, file.version),
        facts=(
            ("Release", file.version),
            ("Exported", file.time[:10]),
            ("Statements", f"{len(file.content.active):,} in {len(file.content.levels)} levels"),
        ),
        carry_out=lambda _reason: _take_export(given),
    )
    try:
        found = given.workspace.import_file(given.path, dry_run=True)
    except MergeError:
        return changed(
            base,
            state=State.REFUSED,
            carry_out=None,
            title="An edited copy, not a release",
            sentence="lexcurric wrote this file from an edited draft; taken in as a release, your own edits would look "
            "like the publisher's.",
            hint="To bring edits back, use an edit sheet. To compare, open the history of the framework.",
        )
    if found.kind is ImportKind.UNCHANGED:
        rest = f" With it come {found.corrections} corrections of matches." if found.corrections else ""
        return changed(
            base,
            state=State.READY if found.corrections else State.NOTHING,
            title="There already",
            sentence=f"The workspace has this as {found.same_as}.{rest or NOTHING_TO_DO}",
            carry_out=base.carry_out if found.corrections else None,
        )
    if found.kind is ImportKind.FIRST:
        return changed(
            base,
            title="A new framework",
            sentence="The workspace has no framework of this occupation yet. Taking it in makes one, to be edited.",
        )
    return _release(base, found)


def _release(base: FilePlan, found: Import) -> FilePlan:
    record = found.differences
    notes = []
    if found.newer:
        notes.append(
            f"Take care: it was exported before {found.newer}, which is here already. Merging it would go back."
        )
    if found.corrections:
        notes.append(f"With it come {found.corrections} corrections of matches, which are kept and followed.")
    return changed(
        base,
        title="A new release of a framework that you have",
        sentence="Taking it in keeps it beside your draft, which stays as it is until you review the merge.",
        counts=_counted(record) if record else (),
        lines=tuple(_changes(record)) if record else (),
        notes=tuple(notes),
    )


def _counted(record: Differences) -> tuple[tuple[str, int], ...]:
    unchanged = record.summary.get("unchanged", 0)
    listed = [(f"{each.kind.value}{f' ({each.detail})' if each.detail else ''}", each.count) for each in counts(record)]
    named = [("about the framework" if name == "metadata" else name, count) for name, count in listed]
    return (*named, *([("unchanged", unchanged)] if unchanged else []))


def _changes(record: Differences) -> Iterator[PlanLine]:
    for section in sections(record):
        for each in section.changes:
            words = marks_of(each)
            if not words and isinstance(each, Change):
                words = sides(" + ".join(one.text for one in each.old), " + ".join(one.text for one in each.new))
            where = (
                place_words(each.new[0] if each.new else each.old[0], record.levels) if isinstance(each, Change) else ""
            )
            yield PlanLine(headline(each, record.levels), where or section.title, words)


def _take_export(given: Given) -> FilePlan:
    from lexcurric.workspace.imports import ImportKind

    plan = given.again()
    done = given.workspace.import_file(given.path)
    soc, name = done.soc, f"{done.title} {done.version}"
    if done.kind is ImportKind.FIRST:
        return plan.taken(
            "A new framework, taken in",
            f"{name} is in the workspace now, with a draft of {done.statements:,} statements; the other pages open it.",
            Step("Edit and tag its statements", Screen.EDITOR, soc),
            Step("When it is as you want it, save a version on the page 04_versions"),
        )
    if done.kind is ImportKind.UNCHANGED:
        return plan.taken("There already", f"{name} was in the workspace already as {done.same_as}.")
    return plan.taken(
        "A new release, taken in",
        f"{name} is kept beside your draft now. Your draft is unchanged.",
        Step("Review the merge: take over what you want of it, change by change", Screen.MERGE, soc),
        Step("Then save a version, and look which rubrics that you handed out are overtaken"),
    )
