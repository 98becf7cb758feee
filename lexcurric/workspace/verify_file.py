"""Whether a rubric, edit sheet or export is as it was issued, what was changed in it, and whether it still holds."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.issued import EXPORT, SHEET, change_line
from lexcurric.core.model import Snapshot
from lexcurric.core.sheet_plan import plan_sheet
from lexcurric.files import read_bytes
from lexcurric.workspace.identity import DRAFT
from lexcurric.workspace.issued import find_issued
from lexcurric.workspace.made_of import as_if_issued, sources
from lexcurric.workspace.snapshots import EDIT, version_snapshot
from lexcurric.workspace.stale import overtaken
from lexcurric.workspace.verified import FileState, Verified
from lexcurric.workspace.verify_rubric import Facts, note_of, read_workbook_facts, rubric_state

if TYPE_CHECKING:
    from lexcurric.workspace.workspace import Workspace


def verify_file(workspace: Workspace, path: Path) -> Verified:
    """
    Holds a file against the version that it was made of.

    Raises FileError for a file that is none of ours, that cannot be read safely, or of a version that is not here.
    """
    is_export = path.suffix.casefold() == ".json"
    if not is_export:
        from lexcurric.workbook.guard import check_workbook

        check_workbook(path)
    body = read_bytes(path)
    logged = find_issued(workspace.store, hashlib.sha256(body).hexdigest())
    if logged is not None:
        return Verified(
            path=path,
            name=logged.name,
            soc=logged.soc,
            version=logged.version,
            state=FileState.AS_ISSUED,
            logged=logged,
            overtaken=overtaken(workspace, logged),
        )
    return _verify_export(workspace, path, body) if is_export else _verify_workbook(workspace, path, body)


# Workbooks


def _verify_workbook(workspace: Workspace, path: Path, body: bytes) -> Verified:
    facts = read_workbook_facts(path)
    made_of, snapshot = _source_of(workspace, facts, path)
    with tempfile.TemporaryDirectory() as folder:
        if facts.kind == SHEET:
            state, changes = _sheet_state(snapshot, path, body, Path(folder))
        else:
            state, changes = rubric_state(workspace, snapshot, facts, (path, body), Path(folder))
    issued = as_if_issued(workspace, facts.kind, snapshot, made_of, path)
    note = note_of(workspace, facts)
    over = overtaken(workspace, issued)
    return Verified(path, facts.name, facts.soc, facts.version, state, changes, None, over, note)


def _source_of(workspace: Workspace, facts: Facts, path: Path) -> tuple[str, Snapshot]:
    """What a workbook was made of, as a REF names it within the framework, and its content as it was then."""
    store, soc = workspace.store, facts.soc
    if not store.has_framework(soc):
        what = f"made of {soc or 'an unknown framework'} {facts.version}, and that framework is not in {store.url}"
        raise FileError(str(path), [Problem("", what)], "Name the workspace that it came from with -w")
    found = next(sources(workspace, facts.soc, facts.version, facts.sha256), None)
    if found is None:
        name = f"{soc} {facts.version} ({facts.sha256[:8]})"
        what = f"made of {name}, and no version or edit in {store.url} has that content"
        raise FileError(str(path), [Problem("", what)], "Name the workspace that it came from with -w")
    return found


def _sheet_state(snapshot: Snapshot, path: Path, body: bytes, folder: Path) -> tuple[FileState, tuple[str, ...]]:
    from lexcurric.formats.sheet_back import read_sheet
    from lexcurric.workspace.sheets import write_sheet_file

    if write_sheet_file(snapshot, folder / "issued.xlsx").read_bytes() == body:
        return FileState.AS_ISSUED, ()
    reading = read_sheet(path)
    events = plan_sheet(snapshot.content, reading.rows, reading.sha256)
    found = [str(each) for each in reading.problems]
    found += [f"{each.where} ({each.kind.value}): {each.why}" for each in events]
    return (FileState.EDITED, tuple(found)) if found else (FileState.SAVED_AGAIN, ())


# Exports


def _verify_export(workspace: Workspace, path: Path, body: bytes) -> Verified:
    from lexcurric.formats.lex_json import read_export
    from lexcurric.workspace.imports import find_same

    file, store = read_export(path), workspace.store
    soc = file.content.soc
    if not store.has_framework(soc):
        what = f"an export of {soc} {file.version}, and that framework is not in {store.url}"
        raise FileError(str(path), [Problem("", what)], "Import it, or name the workspace that it came from with -w")
    same = find_same(workspace, file)
    if same is not None:
        issued = as_if_issued(workspace, EXPORT, same, _label_of(workspace, same), path)
        state = FileState.AS_ISSUED if _is_written_so(workspace, same, body) else FileState.SAVED_AGAIN
        return Verified(path, EXPORT, soc, same.version, state, (), None, overtaken(workspace, issued))
    version = store.version(soc, file.version)
    if version is None:
        what = f"an export of {soc} {file.version}, and no version in {store.url} has that label"
        raise FileError(str(path), [Problem("", what)], "Import it, or name the workspace that it came from with -w")
    snapshot = version_snapshot(store, soc, version)
    lines = _export_changes(workspace, snapshot, path)
    issued = as_if_issued(workspace, EXPORT, snapshot, version.label, path)
    return Verified(path, EXPORT, soc, version.label, FileState.EDITED, lines, None, overtaken(workspace, issued))


def _label_of(workspace: Workspace, snapshot: Snapshot) -> str:
    store, soc = workspace.store, snapshot.content.soc
    known = store.version(soc, snapshot.version) is not None
    return snapshot.version if known else f"{EDIT}{store.head(soc, DRAFT)}"


def _is_written_so(workspace: Workspace, snapshot: Snapshot, body: bytes) -> bool:
    """True where these are the bytes that came in with the release, or that `export` writes."""
    from lexcurric.formats.lex_json import render_export
    from lexcurric.workspace.exports import source_of
    from lexcurric.workspace.identity import kept_corrections

    source = source_of(workspace, snapshot)
    kept = kept_corrections(workspace.store, snapshot.content.soc)
    return body in (source, render_export(snapshot, source, kept), render_export(snapshot, source))


def _export_changes(workspace: Workspace, snapshot: Snapshot, path: Path) -> tuple[str, ...]:
    record = workspace.diff(snapshot, path).record
    lines = [change_line(each) for each in record.statement_changes]
    return (*lines, *(f"{each.pointer}: {each.old!r} → {each.new!r}" for each in record.metadata_changes))
