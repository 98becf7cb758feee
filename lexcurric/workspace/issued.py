"""What was handed out: each rubric and export that is written from a workspace is remembered in it."""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import LexcurricError, WorkspaceWarning
from lexcurric.core.issued import Issued
from lexcurric.core.items import ISSUED, content_of
from lexcurric.core.json_text import canonical
from lexcurric.core.model import Snapshot, replace
from lexcurric.core.team import Role
from lexcurric.workspace.identity import DRAFT, UPSTREAM, content_hashes
from lexcurric.workspace.retry import safely, together
from lexcurric.workspace.snapshots import EDIT, edit_number
from lexcurric.workspace.times import shown_time

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.store.store import Store
    from lexcurric.workspace.workspace import Workspace

COLUMNS = ("file", "kind", "version", "time", "author", "path", "content_sha256", "sha256", "options")
_LOOKED_AT = 50
"""How many edits back the draft that a file was made of is looked for, where others save meanwhile."""


@dataclass(frozen=True)
class Written:
    """A file that was written just now: where, the SHA-256 of its bytes, and the options it was made with."""

    path: Path
    sha256: str
    options: Mapping[str, Any] = field(default_factory=dict)


def remember(
    workspace: Workspace, snapshot: Snapshot, path: Path, kind: str, form: str, options: Mapping[str, Any] | None = None
) -> Issued | None:
    """
    Logs a file that was written just now, and gives its record; the same bytes again only renew place, time and author.

    The file is what was asked for: where the log cannot be written (a read-only workspace, a viewer of a team), a
    WorkspaceWarning says so, and None is given.
    """
    written = Written(path, hashlib.sha256(path.read_bytes()).hexdigest(), dict(options or {}))
    logged = remember_all(workspace, snapshot, kind, form, [written])
    return logged[0] if logged else None


def remember_all(
    workspace: Workspace, snapshot: Snapshot, kind: str, form: str, written: Sequence[Written]
) -> list[Issued]:
    """Logs files of one kind that were made of one version, all in one edit of the log: see `remember`."""
    why: object = "as a viewer you can read this workspace, and not write to it"
    try:
        if workspace.role != Role.VIEWER:
            return _remember(workspace, snapshot, kind, form, written)
    except (LexcurricError, OSError) as error:
        why = error
    first, many = written[0].path, len(written) > 1
    what = f"{first.parent}{os.sep} was written to ({len(written):,} files)" if many else f"{first} was written"
    name = "them" if many else "it"
    said = f"{what}, but not logged as issued, so `stale` will not name {name}: {why}"
    warnings.warn(said, WorkspaceWarning, stacklevel=3)
    return []


def _remember(
    workspace: Workspace, snapshot: Snapshot, kind: str, form: str, written: Sequence[Written]
) -> list[Issued]:
    store, soc = workspace.store, snapshot.content.soc
    made_of = _made_of(store, snapshot)
    if made_of is None or not written:
        return []
    known, time = len(store.versions(soc)), workspace.clock()
    listed = [
        Issued(
            kind=kind,
            form=form,
            soc=soc,
            version=snapshot.version,
            made_of=made_of,
            known=known,
            content_sha256=snapshot.content.sha256,
            options=dict(each.options),
            path=str(each.path),
            sha256=each.sha256,
            time=time,
            author=workspace.author,
        )
        for each in written
    ]

    def work() -> list[Issued]:
        with together(store):
            return _write(store, listed)

    # Logging what is logged already only renews it, so that there is no need to look whether it was.
    return safely(store, work, None, f"logging {_named(listed)}", soc)


def _write(store: Store, listed: Sequence[Issued]) -> list[Issued]:
    from lexcurric.store.records import Commit

    soc, first = listed[0].soc, listed[0]
    store.hold(soc)
    head = store.head(soc, UPSTREAM)
    state = store.state(soc, UPSTREAM, head)
    kept = [_renewed(each, state.get((ISSUED, each.sha256))) for each in listed]
    what = f"Wrote the {first.name} of {first.version} to {_named(listed)}"
    commit = Commit(ISSUED, first.author, first.time, detail=canonical({"action": ISSUED, "what": what}))
    bodies = {(ISSUED, each.sha256): canonical(each.model_dump(mode="json")) for each in kept}
    store.commit(soc, UPSTREAM, head, bodies, commit)
    return kept


def _renewed(issued: Issued, known: str | None) -> Issued:
    if known is not None:
        first = Issued.model_validate_json(known)
        if (first.kind, first.content_sha256) == (issued.kind, issued.content_sha256):
            # What is newer than it is counted from when it was handed out first.
            return replace(issued, known=first.known, made_of=first.made_of)
    return issued


def _named(listed: Sequence[Issued]) -> str:
    return listed[0].file if len(listed) == 1 else f"{len(listed):,} files in {Path(listed[0].path).parent}"


def _made_of(store: Store, snapshot: Snapshot) -> str | None:
    """The label of the version that a snapshot is, or `edit:12` for a draft; None where it is not of this workspace."""
    soc = snapshot.content.soc
    if not store.has_framework(soc):
        return None
    if content_hashes(store, soc).get(snapshot.version) == snapshot.content.sha256:
        return snapshot.version
    label = snapshot.ref.partition("@")[2]
    edit = edit_number(store, soc, label) if label.startswith(EDIT) else None
    if edit is not None:
        return f"{EDIT}{edit}"
    head = store.head(soc, DRAFT)
    for rev in range(head, max(0, head - _LOOKED_AT), -1):
        if content_of(store.state(soc, DRAFT, rev)).sha256 == snapshot.content.sha256:
            return f"{EDIT}{rev}"
    return None


def issued_of(store: Store, soc: str) -> list[Issued]:
    """Every file that was handed out, oldest first."""
    state = store.state(soc, UPSTREAM)
    found = [Issued.model_validate_json(body) for (kind, _), body in state.items() if kind == ISSUED]
    return sorted(found, key=lambda each: (each.time, each.path))


def find_issued(store: Store, sha256: str) -> Issued | None:
    """The record of the file with these bytes, whatever its framework, if there is one."""
    for soc in store.frameworks():
        body = store.state(soc, UPSTREAM).get((ISSUED, sha256))
        if body is not None:
            return Issued.model_validate_json(body)
    return None


def issued_frame(workspace: Workspace, soc: str) -> DataFrame:
    """One row a file that was handed out, oldest first."""
    from lexcurric.formats.frames import dicts_frame

    rows = [
        each.model_dump(mode="json") | {"file": each.file, "time": shown_time(each.time)}
        for each in issued_of(workspace.store, soc)
    ]
    return dicts_frame(rows, COLUMNS)
