"""Whether a rubric, edit sheet or export is as it was issued, what was changed in it, and whether it still holds."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.issued import EXPORT, SHEET, Issued, change_line, kind_name
from lexcurric.core.items import content_of
from lexcurric.core.model import Snapshot, replace
from lexcurric.core.rubric import RubricKind
from lexcurric.core.sheet_plan import plan_sheet
from lexcurric.files import read_bytes
from lexcurric.workspace.identity import DRAFT, UPSTREAM, content_hashes
from lexcurric.workspace.issued import find_issued, issued_of
from lexcurric.workspace.snapshots import EDIT, draft_snapshot, find_version, version_snapshot
from lexcurric.workspace.stale import Overtaken, overtaken

if TYPE_CHECKING:
    from lexcurric.workbook.compare import CellChange
    from lexcurric.workspace.workspace import Workspace

SHOWN = 20
_LOOKED_AT = 200
"""How many edits back the draft that a file was made of is looked for."""


class FileState(StrEnum):
    """How a file stands to what was issued."""

    AS_ISSUED = "as issued"
    SAVED_AGAIN = "saved again, with nothing changed"
    FILLED_IN = "filled in, and otherwise as issued"
    EDITED = "edited"


@dataclass(frozen=True)
class Verified:
    """What was found: `changes` has a line for each difference, `logged` the record of it where it was logged."""

    path: Path
    name: str
    soc: str
    version: str
    state: FileState
    changes: tuple[str, ...] = ()
    logged: Issued | None = None
    overtaken: Overtaken | None = None

    @property
    def is_good(self) -> bool:
        """True for a file that is as it was issued, of a version that nothing has overtaken."""
        return self.state in (FileState.AS_ISSUED, FileState.SAVED_AGAIN) and self.overtaken is None

    def to_text(self) -> str:
        """The finding in a few lines."""
        lines = [f"{self.path}: {self.name} of {self.soc} {self.version}, {self.state.value}."]
        if self.logged is not None:
            lines.append(f"Issued by {self.logged.author} on {self.logged.time[:10]} as {self.logged.file}.")
        lines += [f"  {each}" for each in self.changes[:SHOWN]]
        if len(self.changes) > SHOWN:
            lines.append(f"  … and {len(self.changes) - SHOWN} more")
        if self.overtaken is not None:
            lines.append(f"Outdated: {self.overtaken.sentence}. `lexcurric stale {self.soc}` lists the changes.")
        return "\n".join(lines)

    def to_json_value(self) -> dict[str, Any]:
        """The finding for a program."""
        return {
            "file": str(self.path),
            "kind": self.name,
            "soc": self.soc,
            "version": self.version,
            "state": self.state.name.lower().replace("_", "-"),
            "changes": list(self.changes),
            "issued": self.logged.model_dump(mode="json") if self.logged else None,
            "outdated": self.overtaken.to_json_value() if self.overtaken else None,
            "is_good": self.is_good,
        }

    def __str__(self) -> str:
        return self.to_text()


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


@dataclass(frozen=True)
class _Facts:
    """What a workbook says of itself on its hidden sheet."""

    kind: str
    soc: str
    version: str
    sha256: str
    options: dict[str, Any]

    @property
    def name(self) -> str:
        return kind_name(self.kind)


def _verify_workbook(workspace: Workspace, path: Path, body: bytes) -> Verified:
    facts = _read_facts(path)
    made_of, snapshot = _source_of(workspace, facts, path)
    with tempfile.TemporaryDirectory() as folder:
        if facts.kind == SHEET:
            state, changes = _sheet_state(snapshot, path, body, Path(folder))
        else:
            state, changes = _rubric_state(workspace, snapshot, facts, (path, body), Path(folder))
    issued = _as_if_issued(workspace, facts.kind, snapshot, made_of, path)
    return Verified(path, facts.name, facts.soc, facts.version, state, changes, None, overtaken(workspace, issued))


def _read_facts(path: Path) -> _Facts:
    from lexcurric.workbook.read import read_facts, read_grids

    facts = read_facts(read_grids(path))
    kind = facts.get("kind", "")
    if facts.get("format") != "lexcurric-workbook" or kind not in (SHEET, *RubricKind):
        found = f"found a workbook of the kind {kind}" if kind else "its hidden sheet with the version is not there"
        what = f"expected a rubric or an edit sheet of lexcurric; {found}"
        raise FileError(str(path), [Problem("", what)], "Give a file that `rubric`, `sheet` or `export` wrote")
    options: dict[str, Any] = {}
    try:
        if kind != SHEET:
            options = {"met_rating": int(facts["metRating"]), "share_required": float(facts["shareRequired"])}
    except (KeyError, ValueError):
        # The rules that it was issued with are looked for in the log.
        options = {}
    return _Facts(kind, facts.get("soc", ""), facts.get("version", ""), facts.get("sha256", ""), options)


def _source_of(workspace: Workspace, facts: _Facts, path: Path) -> tuple[str, Snapshot]:
    """What a workbook was made of, as a REF names it within the framework, and its content as it was then."""
    store, soc = workspace.store, facts.soc
    if not store.has_framework(soc):
        what = f"made of {soc or 'an unknown framework'} {facts.version}, and that framework is not in {store.url}"
        raise FileError(str(path), [Problem("", what)], "Name the workspace that it came from with -w")
    found = next(_sources(workspace, facts), None)
    if found is None:
        name = f"{soc} {facts.version} ({facts.sha256[:8]})"
        what = f"made of {name}, and no version or edit in {store.url} has that content"
        raise FileError(str(path), [Problem("", what)], "Name the workspace that it came from with -w")
    return found


def _sources(workspace: Workspace, facts: _Facts) -> Iterator[tuple[str, Snapshot]]:
    store, soc = workspace.store, facts.soc
    hashes = content_hashes(store, soc)
    labels = sorted((label for label, known in hashes.items() if known == facts.sha256), key=facts.version.__ne__)
    for label in labels:
        yield label, version_snapshot(store, soc, find_version(store, soc, label))
    version = store.version(soc, facts.version)
    if version is not None and version.line == UPSTREAM:
        # A release that was matched anew since has other ids now.
        for revision in store.revisions(soc, UPSTREAM):
            content = content_of(store.state(soc, UPSTREAM, revision.rev))
            if content.sha256 == facts.sha256:
                yield version.label, replace(version_snapshot(store, soc, version), content=content)
    head = store.head(soc, DRAFT)
    logged = [each.made_of for each in issued_of(store, soc) if each.content_sha256 == facts.sha256]
    edits = [int(each.removeprefix(EDIT)) for each in logged if each.startswith(EDIT)]
    for rev in dict.fromkeys([*edits, *range(head, max(0, head - _LOOKED_AT), -1)]):
        if content_of(store.state(soc, DRAFT, rev)).sha256 == facts.sha256:
            yield f"{EDIT}{rev}", replace(draft_snapshot(store, soc, rev), version=facts.version)


def _as_if_issued(workspace: Workspace, kind: str, snapshot: Snapshot, made_of: str, path: Path) -> Issued:
    """The record that the file would have, if it had been logged when its content was saved."""
    store, soc = workspace.store, snapshot.content.soc
    known = len(store.versions(soc))
    if made_of.startswith(EDIT):
        at = store.revision(soc, DRAFT, int(made_of.removeprefix(EDIT))).created_at
        known = sum(each.created_at <= at for each in store.versions(soc))
    return Issued(
        kind=kind,
        form=path.suffix.removeprefix("."),
        soc=soc,
        version=snapshot.version,
        made_of=made_of,
        known=known,
        content_sha256=snapshot.content.sha256,
        path=str(path),
        sha256="",
        time=snapshot.time,
        author=snapshot.author,
    )


def _rubric_state(
    workspace: Workspace, snapshot: Snapshot, facts: _Facts, file: tuple[Path, bytes], folder: Path
) -> tuple[FileState, tuple[str, ...]]:
    from lexcurric.workbook.compare import CellKind, compare_workbooks
    from lexcurric.workspace.rubrics import RubricFile

    path, body = file
    nearest: list[CellChange] | None = None
    for options in _options(workspace, snapshot, facts):
        issued = RubricFile(snapshot, facts.kind, **options).to_excel(folder / "issued.xlsx")
        if issued.read_bytes() == body:
            return FileState.AS_ISSUED, ()
        changes = compare_workbooks(issued, path)
        nearest = changes if nearest is None or len(changes) < len(nearest) else nearest
    if not nearest:
        return FileState.SAVED_AGAIN, ()
    # What was changed comes before what was only filled in.
    nearest.sort(key=lambda each: each.kind is CellKind.INPUT)
    is_filled = all(each.kind is CellKind.INPUT for each in nearest)
    return (FileState.FILLED_IN if is_filled else FileState.EDITED), tuple(str(each) for each in nearest)


def _options(workspace: Workspace, snapshot: Snapshot, facts: _Facts) -> list[dict[str, Any]]:
    """The rules that the rubric can have been issued with: those of the log, and those that it states itself."""
    logged = issued_of(workspace.store, facts.soc)
    found = [each.options for each in logged if each.kind == facts.kind and each.content_sha256 == facts.sha256]
    listed: list[dict[str, Any]] = [*found, facts.options] if found else [{}, facts.options]
    return [each for at, each in enumerate(listed) if each not in listed[:at]]


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
        issued = _as_if_issued(workspace, EXPORT, same, _label_of(workspace, same), path)
        state = FileState.AS_ISSUED if _is_written_so(workspace, same, body) else FileState.SAVED_AGAIN
        return Verified(path, EXPORT, soc, same.version, state, (), None, overtaken(workspace, issued))
    version = store.version(soc, file.version)
    if version is None:
        what = f"an export of {soc} {file.version}, and no version in {store.url} has that label"
        raise FileError(str(path), [Problem("", what)], "Import it, or name the workspace that it came from with -w")
    snapshot = version_snapshot(store, soc, version)
    lines = _export_changes(workspace, snapshot, path)
    issued = _as_if_issued(workspace, EXPORT, snapshot, version.label, path)
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
