"""The edit sheet: out as a workbook, back as a plan, then one edit of the draft."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core.errors import EditError, FileError, Problem, StaleDraftError
from lexcurric.core.model import Snapshot
from lexcurric.core.sheet import SheetReading
from lexcurric.core.sheet_apply import apply_sheet
from lexcurric.core.sheet_plan import SheetEvent, SheetEventKind, plan_sheet
from lexcurric.core.vocabulary import check_tags

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.workspace import Workspace


def write_sheet_file(snapshot: Snapshot, path: Path) -> Path:
    """Writes the edit sheet of a snapshot."""
    from lexcurric.formats.xlsx_sheet import write_sheet

    write_sheet(snapshot, path)
    return path


def plan_sheet_file(workspace: Workspace, path: Path) -> SheetPlan:
    """What a sheet that came back asks for. Raises FileError for a workbook that is not an edit sheet of ours."""
    from lexcurric.formats.xlsx_sheet import read_sheet

    reading = read_sheet(path)
    return SheetPlan(workspace.framework(reading.soc), reading, path)


class SheetPlan:
    """
    What an edit sheet asks for: `events` that apply or only report, and `problems` in what was not understood.

    Nothing changes until `apply`, which is one edit of the draft. A row that is missing removes nothing.
    """

    def __init__(self, framework: Framework, reading: SheetReading, path: Path) -> None:
        self.framework, self.reading, self.path = framework, reading, path
        self.revision = framework.revision
        self.is_applied = False
        self.problems: tuple[Problem, ...] = reading.problems
        self.events: tuple[SheetEvent, ...] = plan_sheet(framework.content, reading.rows, reading.sha256)
        self.problems += tuple(self._bad_tags())

    def _bad_tags(self) -> Iterator[Problem]:
        for event in self.events:
            if event.kind in (SheetEventKind.RETAGGED, SheetEventKind.ADDED) and event.row is not None:
                try:
                    check_tags(self.framework.content.vocabularies, event.row.tags)
                except EditError as error:
                    yield Problem(event.where, str(error))

    @property
    def changes(self) -> tuple[SheetEvent, ...]:
        """The events that `apply` carries out."""
        return tuple(each for each in self.events if each.applies)

    @property
    def reports(self) -> tuple[SheetEvent, ...]:
        """The events that only say something: conflicts, rows that are missing or stand twice, unknown ids."""
        return tuple(each for each in self.events if not each.applies)

    def apply(self, reason: str = "") -> bool:
        """
        Carries the changes out as one edit; False if there are none. Raises FileError while the sheet has problems
        (then nothing is changed), StaleDraftError where the draft was edited since the plan was made.
        """
        if self.problems:
            raise FileError(str(self.path), self.problems, "Nothing was changed; correct the sheet and apply it again")
        if self.framework.revision != self.revision:
            raise StaleDraftError("the draft was edited since this sheet was read; read it again")
        what = f"Applied {len(self.changes)} changes of {self.path.name}"
        self.is_applied = self.framework.commit(
            "sheet", what, reason, lambda content: apply_sheet(content, self.changes), at=self.revision
        )
        return self.is_applied

    def __iter__(self) -> Iterator[SheetEvent]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def to_text(self) -> str:
        """The plan, one line an event."""
        if not self.events and not self.problems:
            return f"{self.path.name}: nothing changed since {self.reading.version}."
        count = f"{len(self.changes)} change{'' if len(self.changes) == 1 else 's'}"
        done = f"applied {count}; undo takes them back" if self.is_applied else f"{count} to apply, nothing done yet"
        lines = [f"{self.path.name}: {done}. {len(self.reports)} to look at."]
        lines += [f"  {'problem':<14}{problem}" for problem in self.problems]
        for each in (*self.changes, *self.reports):
            where = "" if each.where in each.why else f"{each.where}: "
            lines.append(f"  {each.kind.value:<14}{where}{each.why}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<SheetPlan {self.path.name}: {len(self.changes)} changes, {len(self.reports)} reports>"

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import sheet_html

        return sheet_html(self)
