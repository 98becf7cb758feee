"""The edit sheet: out as a workbook, back as a plan, then one edit of the draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import EditError, FileError, Problem, StaleDraftError
from lexcurric.core.model import Snapshot
from lexcurric.core.sheet import SheetReading
from lexcurric.core.sheet_apply import apply_sheet
from lexcurric.core.sheet_cells import clean_tags
from lexcurric.core.sheet_events import SheetEvent, SheetEventKind
from lexcurric.core.sheet_plan import plan_rows
from lexcurric.core.vocabulary import check_tags
from lexcurric.core.wording import quoted

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.workspace import Workspace

ALL = "all"
"""Names every conflict to `SheetPlan.take`."""
_MOST_MISSING = 5
"""So many missing rows are named in the text one by one."""
_SHOWN = (SheetEventKind.REWORDED, SheetEventKind.ADDED, SheetEventKind.REMOVED, SheetEventKind.ROW_MISSING)


def write_sheet_file(snapshot: Snapshot, path: Path) -> Path:
    """Writes the edit sheet of a snapshot."""
    from lexcurric.formats.xlsx_sheet import write_sheet

    write_sheet(snapshot, path)
    return path


def plan_sheet_file(workspace: Workspace, path: Path) -> SheetPlan:
    """What a sheet that came back asks for. Raises FileError for a workbook that is not an edit sheet of ours."""
    from lexcurric.formats.sheet_back import read_sheet
    from lexcurric.workspace.sheet_bases import framework_of

    reading = read_sheet(path)
    return SheetPlan(framework_of(workspace, reading, path), reading, path)


class SheetPlan:
    """
    What an edit sheet asks for: `events` that apply or only report, and `problems` in what was not understood.

    `notes` say how the sheet was read where it is not as it was issued. Nothing changes until `apply`, which is one
    edit of the draft. A row that is missing removes nothing.
    """

    def __init__(self, framework: Framework, reading: SheetReading, path: Path) -> None:
        from lexcurric.workspace.sheet_bases import find_base

        self.framework, self.reading, self.path = framework, reading, path
        self.revision = framework.revision
        self.is_applied = False
        base = find_base(framework.workspace.store, framework.soc, reading)
        self.is_base_known = base is not None
        planned = plan_rows(framework.content, reading.rows, base, reading.refused)
        self.notes: tuple[Problem, ...] = (*reading.notes, *self._about_base(), *planned.notes)
        self.events, strange = _without_strangers(planned.events, reading)
        self._found = (*reading.problems, *strange)

    def _about_base(self) -> Iterator[Problem]:
        if not self.is_base_known and self.reading.sha256:
            made = f"{self.reading.version or 'the version'} ({self.reading.sha256[:8]}), which the sheet was made from"
            yield Problem("", f"{made}, is not in this workspace; the hidden checks of each row stand in for it")

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What must be put right in the sheet first, each once, with its cell and what to do."""
        return tuple(dict.fromkeys((*self._found, *self._bad_tags())))

    def _bad_tags(self) -> Iterator[Problem]:
        content = self.framework.content
        for event in self.changes:
            if event.kind in (SheetEventKind.RETAGGED, SheetEventKind.ADDED) and event.row is not None:
                known = content.by_id.get(event.statement_id)
                before, tags = set(known.tags) if known else set(), clean_tags(event.row.tags)
                # A tag that stood there before may be one that nobody could type now; it stays as it is.
                fresh = [tag for tag in tags if tag not in before]
                try:
                    check_tags(content.vocabularies, fresh)
                    check_tags(content.vocabularies, [tag for tag in tags if tag not in before or tag.count(":") == 1])
                except EditError as error:
                    yield Problem(event.row.cell("tags"), str(error))

    @property
    def changes(self) -> tuple[SheetEvent, ...]:
        """The events that `apply` carries out."""
        return tuple(each for each in self.events if each.applies)

    @property
    def reports(self) -> tuple[SheetEvent, ...]:
        """The events that only say something: conflicts, rows that are missing or stand twice, unknown ids."""
        return tuple(each for each in self.events if not each.applies)

    @property
    def conflicts(self) -> tuple[SheetEvent, ...]:
        """Where the sheet and the framework both changed one thing; `take` chooses the sheet's side."""
        return tuple(each for each in self.events if each.kind is SheetEventKind.CONFLICT)

    @property
    def is_clear(self) -> bool:
        """True where nothing needs a person: no problem, and no report but rows that are missing or there already."""
        return not self.problems and not any(each.is_open for each in self.events)

    def take(self, *wanted: str) -> tuple[SheetEvent, ...]:
        """
        Chooses the sheet's side of conflicts, and gives what they become: named by cell, statement id (its first 8
        characters do) or `all`.

        Raises EditError, and chooses nothing, where a name is of no conflict, or of one that cannot be taken.
        """
        chosen: list[SheetEvent] = []
        for name in wanted:
            named = [each for each in self.conflicts if name == ALL or _is_named(each, name)]
            open_ones = [each for each in named if each.asks is not None]
            if not open_ones and not (name == ALL and not named):
                raise EditError(self._not_taken(name, named))
            chosen += [each for each in open_ones if each not in chosen]
        taken = {id(each): each.taken() for each in chosen}
        self.events = tuple(taken.get(id(each), each) for each in self.events)
        return tuple(taken.values())

    def _not_taken(self, name: str, named: Sequence[SheetEvent]) -> str:
        if named:
            return f"{named[0].why} The sheet's side cannot be taken"
        there = ", ".join(each.cell for each in self.conflicts)
        return f"no conflict of {self.path.name} is named {name!r}; " + (
            f"there are {there}" if there else "it has none"
        )

    def apply(self, reason: str = "") -> bool:
        """
        Carries the changes out as one edit; False if there are none. Raises FileError while the sheet has problems
        (then nothing is changed), StaleDraftError where the draft was edited since the plan was made.
        """
        if self.problems:
            raise FileError(str(self.path), self.problems, "Nothing was changed; correct the sheet and apply it again")
        if self.framework.revision != self.revision:
            raise StaleDraftError("the draft was edited since this sheet was read; read it again")
        count = len(self.changes)
        what = f"Applied {count} change{'' if count == 1 else 's'} of {self.path.name}"
        self.is_applied = self.framework.commit(
            "sheet", what, reason, lambda content: apply_sheet(content, self.changes), at=self.revision
        )
        return self.is_applied

    def __iter__(self) -> Iterator[SheetEvent]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def to_text(self) -> str:
        """The plan: one line a problem, note or event, and the wordings under it."""
        if not self.events and not self.problems:
            head = f"{self.path.name}: nothing changed since {self.reading.version or 'it was made'}."
            return "\n".join([head, *(f"  {'note':<14}{note}" for note in self.notes)])
        return "\n".join([self._head(), *self._lines()])

    def _head(self) -> str:
        count = f"{len(self.changes)} change{'' if len(self.changes) == 1 else 's'}"
        done = f"applied {count}; undo takes them back" if self.is_applied else f"{count} to apply, nothing done yet"
        stop = f" {len(self.problems)} to put right first." if self.problems else ""
        return f"{self.path.name}: {done}. {len(self.reports)} to look at.{stop}"

    def _lines(self) -> Iterator[str]:
        for problem in self.problems:
            yield f"  {'problem':<14}{problem}"
        for note in self.notes:
            yield f"  {'note':<14}{note}"
        missing = [each for each in self.events if each.kind is SheetEventKind.ROW_MISSING]
        for each in (*self.changes, *self.reports):
            if each.kind is SheetEventKind.ROW_MISSING and len(missing) > _MOST_MISSING:
                continue
            where = each.cell or each.where
            yield f"  {each.kind.value:<14}{'' if not where or where in each.why else f'{where}: '}{each.why}"
            if each.old or each.new:
                yield f"  {'':<14}{self._change(each)}"

        if len(missing) > _MOST_MISSING:
            said = f"The sheet has no row for {len(missing)} statements; nothing is removed. The first is"
            yield f"  {'row missing':<14}{said} {quoted(missing[0].old)}."

    def _change(self, event: SheetEvent) -> str:
        old, new = (quoted(text) if text else "nothing" for text in (event.old, event.new))
        kind = event.asks or event.kind
        if kind in _SHOWN:
            return " → ".join(each for each in (event.old and old, event.new and new) if each)
        known = self.framework.content.by_id.get(event.statement_id)
        about = f"{quoted(known.text)}: " if known else ""
        return f"{about}{old} → {new}" if event.old or kind in _FIELDS else f"{about}{new}"

    def to_json_value(self) -> dict[str, Any]:
        """The whole plan for a program: what it is of, each event with whether it applies, problems and notes."""
        events = [each.model_dump(mode="json") | {"applies": each.applies, "open": each.is_open} for each in self]
        return {
            "file": str(self.path),
            "framework": self.framework.soc,
            "version": self.reading.version,
            "sha256": self.reading.sha256,
            "base_known": self.is_base_known,
            "clear": self.is_clear,
            "applied": self.is_applied,
            "changes": len(self.changes),
            "reports": len(self.reports),
            "events": events,
            "problems": [_problem_value(each) for each in self.problems],
            "notes": [_problem_value(each) for each in self.notes],
        }

    def __repr__(self) -> str:
        return f"<SheetPlan {self.path.name}: {len(self.changes)} changes, {len(self.reports)} reports>"

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import sheet_html

        return sheet_html(self)


_FIELDS = (SheetEventKind.MOVED, SheetEventKind.RETAGGED, SheetEventKind.NOTED, SheetEventKind.CRITERION)


def _problem_value(problem: Problem) -> dict[str, str]:
    return {"where": problem.where, "what": problem.what}


def _is_named(event: SheetEvent, name: str) -> bool:
    by_id = event.statement_id == name or (len(name) >= 8 and event.statement_id.startswith(name))
    return by_id or name.casefold() in {each.casefold() for each in (event.cell, event.where)}


def _without_strangers(
    events: Iterable[SheetEvent], reading: SheetReading
) -> tuple[tuple[SheetEvent, ...], tuple[Problem, ...]]:
    """The events; of a sheet whose ids all are strange, one problem in the place of one report for each row."""
    listed = tuple(events)
    strange = [each for each in listed if each.kind is SheetEventKind.UNKNOWN_ID]
    named = [row for row in reading.rows if row.statement_id]
    if len(strange) < 2 or len(strange) < len(named):
        return listed, ()
    what = (
        f"none of the {len(strange)} statement ids is one of {reading.soc or 'the framework'}; the sheet is of another "
        "framework or workspace: apply it where it was made, or write a new sheet and copy the changes into it"
    )
    return tuple(each for each in listed if each.applies), (Problem(strange[0].where, what),)
