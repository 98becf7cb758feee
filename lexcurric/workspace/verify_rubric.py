"""A rubric that came back, held against the one that its version and the options it states make."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import EditError, FileError, Problem
from lexcurric.core.issued import SHEET, Issued, kind_name
from lexcurric.core.model import Snapshot
from lexcurric.core.rubric import RubricKind
from lexcurric.core.sheet_cells import cell_text
from lexcurric.core.wording import normal
from lexcurric.workspace.issued import issued_of
from lexcurric.workspace.verified import FileState

if TYPE_CHECKING:
    from lexcurric.workbook.compare import CellChange
    from lexcurric.workspace.workspace import Workspace

_TRIED = 10
"""With how many options of the log a rubric that states none is made again."""
_NO_LOGO = "(another picture, or none)"


@dataclass(frozen=True)
class Facts:
    """
    What a workbook says of itself on its hidden sheet; `is_old` for a rubric of format version 1, which had a layout of
    its own.
    """

    kind: str
    soc: str
    version: str
    sha256: str
    options: dict[str, Any] | None
    is_old: bool = False

    @property
    def name(self) -> str:
        """What people call the kind of file."""
        return kind_name(self.kind)


def note_of(workspace: Workspace, facts: Facts) -> str:
    """A hint where rubrics of this version were issued, and none with the options that this one states."""
    if facts.kind == SHEET or facts.is_old or facts.options is None:
        return ""
    logged = [_rules(each.options) for each in _logged(workspace, facts)]
    if not logged or _rules(facts.options) in logged:
        return ""
    return (
        "No rubric with these options was logged here as issued: look whether its scale, rules and weights are yours."
    )


def _logged(workspace: Workspace, facts: Facts) -> list[Issued]:
    listed = issued_of(workspace.store, facts.soc)
    return [each for each in listed if each.kind == facts.kind and each.content_sha256 == facts.sha256]


def _rules(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options without those that only say for whom the workbook is."""
    return {name: value for name, value in options.items() if name not in ("trainee", "trainees", "cohort")}


def read_workbook_facts(path: Path) -> Facts:
    """What a workbook says of itself. Raises FileError for one that is none of ours, or that cannot be read safely."""
    from lexcurric.workbook.cells import CellBook

    facts = CellBook(path).facts()
    kind = facts.get("kind", "")
    if facts.get("format") != "lexcurric-workbook" or kind not in (SHEET, *RubricKind):
        found = f"found a workbook of the kind {kind}" if kind else "its hidden sheet with the version is not there"
        what = f"expected a rubric or an edit sheet of lexcurric; {found}"
        raise FileError(str(path), [Problem("", what)], "Give a file that `rubric`, `sheet` or `export` wrote")
    options = _stated_options(facts) if kind != SHEET else None
    is_old = kind != SHEET and facts.get("formatVersion") == "1"
    return Facts(kind, facts.get("soc", ""), facts.get("version", ""), facts.get("sha256", ""), options, is_old)


def _stated_options(facts: Mapping[str, str]) -> dict[str, Any] | None:
    """The options that a rubric states; None where it states none that can be read, so that the log is looked at."""
    from lexcurric.workspace.rubrics import options_of

    try:
        return options_of(json.loads(facts["options"])).model_dump(mode="json", exclude_defaults=True)
    except (KeyError, ValueError, TypeError, RecursionError, EditError):
        return None


def rubric_state(
    workspace: Workspace, snapshot: Snapshot, facts: Facts, file: tuple[Path, bytes], folder: Path
) -> tuple[FileState, tuple[str, ...]]:
    """How a rubric stands to the one that was issued, and a line for each cell that is not as it was."""
    from lexcurric.workbook.compare import CellKind, compare_workbooks

    path, body = file
    if facts.is_old:
        return _old_state(snapshot, path)
    nearest: list[CellChange] | None = None
    pictures = _pictures(body)
    lost = ""
    for options in _options(workspace, facts):
        wanted = str((options.get("theme") or {}).get("logo", ""))
        issued = _made_again(snapshot, facts.kind, options, pictures.get(wanted), folder / "issued.xlsx")
        if issued is None:
            continue
        if issued.read_bytes() == body:
            return FileState.AS_ISSUED, ()
        changes = compare_workbooks(issued, path)
        if nearest is None or len(changes) < len(nearest):
            nearest = changes
            lost = f"logo (picture): the one with SHA-256 {wanted[:12]}… → {_NO_LOGO}" if wanted else ""
            lost = "" if wanted in pictures else lost
    if nearest is None:
        what = "its hidden sheet names options that do not fit that version, and none were logged"
        raise FileError(str(path), [Problem("", what)], "Give the workbook as it was issued")
    if not nearest and not lost:
        return FileState.SAVED_AGAIN, ()
    # What was changed comes before what was only filled in.
    nearest.sort(key=lambda each: each.kind is CellKind.INPUT)
    is_filled = all(each.kind is CellKind.INPUT for each in nearest) and not lost
    found = [lost] if lost else []
    return (FileState.FILLED_IN if is_filled else FileState.EDITED), (*found, *(str(each) for each in nearest))


def _old_state(snapshot: Snapshot, path: Path) -> tuple[FileState, tuple[str, ...]]:
    """The same of a rubric in the layout of format version 1: only its statements can be held against the version."""
    from lexcurric.workbook.read import find_table, read_grids

    rows = find_table(read_grids(path), ("Statement ID", "Statement")) or []
    wanted = {each.id: each.text for each in snapshot.content.active}
    found, seen = [], set()
    for row in rows:
        cell, text = row["statement"], wanted.get(row["statement id"].text)
        seen.add(row["statement id"].text)
        if text is None:
            found.append(f"{cell.where} (text): a row that is not of this version: {_short(cell.text)}")
        elif normal(cell.text) != normal(cell_text(text)):
            found.append(f"{cell.where} (text): {_short(text)} → {_short(cell.text)}")
    missing = [text for key, text in wanted.items() if key not in seen]
    found += [f"Score (row): {_short(text)} → (nothing)" for text in missing]
    return (FileState.EDITED if found else FileState.OLDER), tuple(found)


def _short(text: str) -> str:
    line = normal(text)
    return line if len(line) <= 80 else line[:79] + "…"


def _made_again(
    snapshot: Snapshot, kind: str, options: Mapping[str, Any], logo: bytes | None, path: Path
) -> Path | None:
    """The rubric as it was issued, with the logo that the file itself has; None where the options do not fit."""
    from lexcurric.workspace.rubrics import RubricFile

    try:
        return RubricFile(snapshot, kind, None, logo, **options).render(path)
    except (EditError, FileError):
        return None


def _pictures(body: bytes) -> dict[str, bytes]:
    """What may be logos in a workbook, by SHA-256: a logo is known by it, and need not be kept anywhere else."""
    from lexcurric.workspace.rubrics import is_logo

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        listed = [archive.read(name) for name in archive.namelist() if name.startswith("xl/media/")]
    return {hashlib.sha256(each).hexdigest(): each for each in listed if is_logo(each)}


def _options(workspace: Workspace, facts: Facts) -> list[dict[str, Any]]:
    """The options that the rubric can have been issued with: those that it states, else the newest of the log."""
    if facts.options is not None:
        return [facts.options]
    found = [each.options for each in reversed(_logged(workspace, facts))]
    listed: list[dict[str, Any]] = [*found, {}]
    return [each for at, each in enumerate(listed) if each not in listed[:at]][:_TRIED]
