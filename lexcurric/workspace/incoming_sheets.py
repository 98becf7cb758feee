"""An edit sheet that came back: what it would change in the draft, and what a person must decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace as changed
from typing import TYPE_CHECKING

from lexcurric.core.errors import Problem, StaleDraftError
from lexcurric.core.sheet_events import SheetEvent, SheetEventKind
from lexcurric.core.words import Mark, Words
from lexcurric.workspace.incoming import (
    NOTHING_TO_DO,
    Choice,
    FileKind,
    FilePlan,
    Given,
    PlanLine,
    Screen,
    State,
    Step,
    refused,
    sides,
)

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.sheets import SheetPlan

DRAFT, SHEET = "draft", "sheet"
"""The sides of a conflict."""
_EVENTS = {
    SheetEventKind.ADDED: "Added",
    SheetEventKind.REWORDED: "Reworded",
    SheetEventKind.MOVED: "Moved",
    SheetEventKind.REMOVED: "Removed (retired)",
    SheetEventKind.RETAGGED: "Tags",
    SheetEventKind.NOTED: "Note",
    SheetEventKind.CRITERION: "Criterion",
    SheetEventKind.REORDERED: "Reordered",
    SheetEventKind.DUPLICATE_ID: "Stands twice",
    SheetEventKind.UNKNOWN_ID: "Unknown id",
    SheetEventKind.UNKNOWN_LEVEL: "Unknown level",
    SheetEventKind.UNCLEAR: "Unclear",
    SheetEventKind.ALREADY_THERE: "There already",
    SheetEventKind.ROW_MISSING: "No row",
}


def plan_sheet(given: Given) -> FilePlan:
    """What an edit sheet that came back would change in its framework's draft, and what a person must decide."""
    from lexcurric.formats.sheet_back import read_sheet
    from lexcurric.workspace.sheets import plan_sheet_file

    reading = read_sheet(given.path)
    if reading.soc and not given.workspace.has(reading.soc):
        what = f"it is an edit sheet of {reading.soc} {reading.version}, and this workspace has no such framework"
        hint = "Take in an export of that framework first, or open the workspace that the sheet was written from"
        return refused(given.name, given.path, [Problem("", what)], hint)
    sheet = plan_sheet_file(given.workspace, given.path)
    conflicts = list(sheet.conflicts)
    known = {each.cell or each.where for each in conflicts}
    wanted = [cell for cell, side in given.sides.items() if side == SHEET and cell in known]
    if wanted:
        sheet.take(*wanted)
    base = _sheet_plan(given, sheet, conflicts)
    if sheet.problems:
        return changed(
            base,
            state=State.REFUSED,
            carry_out=None,
            problems=sheet.problems,
            sentence="Some cells must be put right first; nothing of the sheet is applied until then.",
            hint="Correct these cells in the sheet, save it, and drop it here again.",
        )
    if not sheet.changes:
        rest = " Decide what to do with the conflicts below." if conflicts else NOTHING_TO_DO
        state = State.READY if conflicts else State.NOTHING
        return changed(
            base, state=state, sentence=f"The sheet asks for no change that is not in your draft already.{rest}"
        )
    return base


def _sheet_plan(given: Given, sheet: SheetPlan, conflicts: Iterable[SheetEvent]) -> FilePlan:
    framework = sheet.framework
    lines = [_event_line(framework, each) for each in (*sheet.changes, *sheet.reports) if each.kind in _EVENTS]
    made = Counter(_EVENTS[each.kind].casefold() for each in sheet.changes)
    missing = sum(each.kind is SheetEventKind.ROW_MISSING for each in sheet.events)
    notes = [str(each) for each in sheet.notes]
    if missing:
        many = "One statement has" if missing == 1 else f"{missing:,} statements have"
        notes.append(f"{many} no row in the sheet. Nothing is removed for that.")
    open_ones = sum(each.is_open for each in sheet.reports)
    return FilePlan(
        name=given.name,
        path=given.path,
        kind=FileKind.SHEET,
        state=State.READY,
        title="An edit sheet that came back",
        sentence=_sheet_sentence(len(sheet.changes), open_ones),
        soc=framework.soc,
        framework=f"{framework.title} ({framework.soc})",
        order=("1", framework.soc, given.name),
        facts=(("Made from", sheet.reading.version or "a version that it does not say"),),
        counts=tuple(made.items()),
        lines=tuple(each for each in lines if each.what != _EVENTS[SheetEventKind.ROW_MISSING]),
        choices=tuple(_choice(each, given.sides) for each in conflicts),
        notes=tuple(notes),
        carry_out=lambda reason: _take_sheet(given, sheet, reason),
    )


def _sheet_sentence(changes: int, open_ones: int) -> str:
    many = "one change" if changes == 1 else f"{changes:,} changes"
    some = "One row needs a look" if open_ones == 1 else f"{open_ones} rows need a look"
    rest = f" {some}: what is not decided stays as it is in your draft." if open_ones else ""
    return f"Taking it in makes {many} in your draft, as one edit that Undo takes back.{rest}"


def _event_line(framework: Framework, event: SheetEvent) -> PlanLine:
    known = framework.content.by_id.get(event.statement_id)
    worded = event.kind in (SheetEventKind.REWORDED, SheetEventKind.ADDED, SheetEventKind.REMOVED)
    where = event.cell or event.where
    if worded:
        return PlanLine(_EVENTS[event.kind], where, sides(event.old, event.new), event.why)
    said = f"{event.old or 'nothing'} → {event.new or 'nothing'}. " if event.old or event.new else ""
    words: Words = ((Mark.EQUAL, known.text),) if known else ()
    return PlanLine(_EVENTS[event.kind], where, words, f"{said}{event.why}")


def _choice(event: SheetEvent, sides: Mapping[str, str]) -> Choice:
    cell = event.cell or event.where
    why = event.why.removeprefix(f"{cell}: ")
    return Choice(
        cell, f"{why[:1].upper()}{why[1:]}", event.old, event.new, event.asks is not None, sides.get(cell, "")
    )


def _take_sheet(given: Given, sheet: SheetPlan, reason: str) -> FilePlan:
    plan = given.again()
    if sheet.framework.revision != sheet.revision:
        raise StaleDraftError("the draft was edited since this plan was made; it was made again: look at it once more")
    count = len(sheet.changes)
    if not sheet.apply(reason):
        return plan.taken("Nothing changed", "The sheet asked for nothing that your draft does not have.")
    many = "one change" if count == 1 else f"{count:,} changes"
    left = sum(each.is_open for each in sheet.reports)
    rest = f" {left} of its rows {'was' if left == 1 else 'were'} left as they are in your draft." if left else ""
    return plan.taken(
        "Applied to your draft",
        f"{plan.framework}: {many} made, as one edit.{rest}",
        Step("Look it over in the editor; Undo there takes all of it back", Screen.EDITOR, sheet.framework.soc),
    )
