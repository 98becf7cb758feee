"""Writing a framework out in one of the formats."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core.alignment.carried import carry
from lexcurric.core.errors import WorkspaceError
from lexcurric.core.issued import EXPORT
from lexcurric.core.model import Snapshot
from lexcurric.formats.lex_json import write_export
from lexcurric.workspace.identity import agreeing, kept_corrections
from lexcurric.workspace.issued import remember
from lexcurric.workspace.kept_alignments import kept_alignments, kept_lists
from lexcurric.workspace.snapshots import DRAFT, UPSTREAM, edit_number, find_version, is_file_ref

if TYPE_CHECKING:
    from lexcurric.store.store import Store
    from lexcurric.workspace.moments import State
    from lexcurric.workspace.workspace import Workspace


class ExportForm(StrEnum):
    """The formats that a framework can be written in."""

    LEX_JSON = "lex-json"


def export(workspace: Workspace, ref: str, path: Path, form: str) -> Path:
    """Writes what REF names. Raises WorkspaceError for an unknown format, FileError where it cannot be written."""
    if form not in list(ExportForm):
        raise WorkspaceError(f"no format {form!r}; there is {', '.join(ExportForm)}")
    if is_file_ref(ref):
        raise WorkspaceError(f"{ref!r} is a file already; name a framework or a version in the workspace")
    snapshot = workspace.snapshot(ref)
    corrections = kept_corrections(workspace.store, snapshot.content.soc)
    state = state_at(workspace.store, ref)
    carried = carry(snapshot.content, kept_lists(state).values(), kept_alignments(state))
    write_export(snapshot, source_of(workspace, snapshot), path, corrections, carried)
    remember(workspace, snapshot, path, EXPORT, form)
    return path


def state_at(store: Store, ref: str) -> State:
    """The items of the draft that a REF names, those beside the content too; a release has none."""
    soc, _, label = ref.partition("@")
    if not label:
        return store.state(soc, DRAFT)
    if label == UPSTREAM:
        return {}
    edit = edit_number(store, soc, label)
    if edit is None:
        version = find_version(store, soc, label)
        edit = version.rev if version.line == DRAFT else None
    return {} if edit is None else agreeing(store, soc, store.state(soc, DRAFT, edit))


def source_of(workspace: Workspace, snapshot: Snapshot) -> bytes:
    """The bytes of the export that a snapshot was last based on: the form in which it is written out again."""
    store, soc = workspace.store, snapshot.content.soc
    base = find_version(store, soc, snapshot.based_on)
    revision = store.revision(soc, UPSTREAM, base.rev)
    if revision.source_sha256 is None:
        raise WorkspaceError(f"the export that {snapshot.based_on} came from is not in the workspace")
    return store.source(revision.source_sha256)
