"""Finding what a REF names, and giving two sides of a comparison one identity."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core.continuity import continue_from
from lexcurric.core.corrections import Correction, newest
from lexcurric.core.errors import WorkspaceError
from lexcurric.core.items import LINEAGE, ItemKey, content_of
from lexcurric.core.model import DRAFT_MARK, Content, Snapshot, replace
from lexcurric.semantic import wanted_meaning
from lexcurric.workspace.identity import DRAFT as DRAFT  # noqa: PLC0414 - known by this module's name
from lexcurric.workspace.identity import UPSTREAM as UPSTREAM  # noqa: PLC0414
from lexcurric.workspace.identity import (
    agreeing,
    content_hashes,
    draft_of,
    kept_corrections,
    matched_rev,
    releases_of,
)

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Meaning
    from lexcurric.formats.lex_json import ExportFile
    from lexcurric.store.records import VersionRow
    from lexcurric.store.store import Store
    from lexcurric.workspace.workspace import Workspace

EDIT = "edit:"
"""What stands before the number of an edit in a REF; no label of one's own can have a colon in it."""


def is_file_ref(ref: str) -> bool:
    """True for a REF that is meant as a file: it ends in .json, has a folder in it, or is there as a file."""
    try:
        there = Path(ref).is_file()
    except (OSError, ValueError):
        there = False
    named = ref.lower().endswith(".json") or "/" in ref or "\\" in ref
    return there or (named and "@" not in ref)


def read_snapshot(workspace: Workspace, ref: str) -> Snapshot:
    """
    What a REF names: a file, a draft (`SOC`), a version (`SOC@LABEL`, `SOC@upstream`), or the draft after one of its
    edits (`SOC@edit:12`). Raises WorkspaceError, with what there is instead, where nothing has that name.
    """
    if is_file_ref(ref):
        from lexcurric.formats.lex_json import read_export

        return read_file_side(workspace, read_export(Path(ref)))
    soc, _, label = ref.partition("@")
    workspace.framework(soc)
    if not label:
        return draft_snapshot(workspace.store, soc)
    if label == UPSTREAM:
        return version_snapshot(workspace.store, soc, latest_upstream(workspace.store, soc))
    edit = edit_number(workspace.store, soc, label)
    if edit is not None:
        return replace(draft_snapshot(workspace.store, soc, edit), ref=f"{soc}@{EDIT}{edit}")
    return version_snapshot(workspace.store, soc, find_version(workspace.store, soc, label))


def edit_number(store: Store, soc: str, label: str) -> int | None:
    """The revision that `edit:12` names; None for the label of a version. WorkspaceError for an edit that is not."""
    if not label.startswith(EDIT) or store.version(soc, label) is not None:
        return None
    digits, head = label.removeprefix(EDIT), store.head(soc, DRAFT)
    if not (digits.isascii() and digits.isdigit() and 1 <= int(digits) <= head):
        raise WorkspaceError(f"no edit {digits!r} of {soc}; there are 1 to {head}: `lexcurric log {soc}` lists them")
    return int(digits)


def state_of(store: Store, soc: str, label: str) -> tuple[str, dict[ItemKey, str]]:
    """A version or edit as people name it, and the draft's state that equals it, with the ids that hold now."""
    edit = edit_number(store, soc, label)
    if edit is not None:
        return f"edit {edit}", agreeing(store, soc, store.state(soc, DRAFT, edit))
    version = latest_upstream(store, soc) if label == UPSTREAM else find_version(store, soc, label)
    return version.label, draft_of(store, soc, version)


def find_version(store: Store, soc: str, label: str) -> VersionRow:
    """The version with this label; WorkspaceError names the labels there are."""
    found = store.version(soc, label)
    if found is None:
        labels = ", ".join(each.label for each in store.versions(soc))
        raise WorkspaceError(f"no version {label!r} of {soc}; there are {labels} (and edit:1, edit:2, …)")
    return found


def latest_upstream(store: Store, soc: str) -> VersionRow:
    """The last imported release."""
    return releases_of(store, soc)[-1]


def lineage(store: Store, soc: str, rev: int | None = None) -> str:
    """The label of the upstream version that the draft (as of a revision) has taken in: the base of the next merge."""
    body = store.item(soc, DRAFT, LINEAGE, rev)
    if body is None:
        raise WorkspaceError(f"the draft of {soc} does not say which release it has taken in; run `lexcurric verify`")
    return str(json.loads(body)["label"])


def draft_snapshot(store: Store, soc: str, rev: int | None = None) -> Snapshot:
    """
    The draft, as it is or as it was after an edit. Its version is the label it equals, or the one it started from with
    `+draft` behind it (`+edit.12+draft` for the draft as it was after an edit).
    """
    head = store.head(soc, DRAFT) if rev is None else rev
    state = store.state(soc, DRAFT, head)
    content = content_of(state)
    base = str(json.loads(state[LINEAGE])["label"])
    start = started_from(store, soc, base, head)
    hashes = content_hashes(store, soc)
    equal = [each for each in store.versions(soc) if hashes[each.label] == content.sha256]
    same = start if start in equal else equal[-1] if equal else None
    if same is not None:
        return replace(version_snapshot(store, soc, same), ref=soc)
    last = store.revision(soc, DRAFT, head)
    return Snapshot(
        content=content,
        ref=soc,
        version=start.label + ("" if rev is None else f"+edit.{rev}") + DRAFT_MARK,
        time=last.created_at,
        based_on=base,
        author=last.author,
    )


def started_from(store: Store, soc: str, base: str, head: int) -> VersionRow:
    """The version that the draft is the working copy of: the last saved since the base was taken in, or the base."""
    saved = [each for each in store.versions(soc) if each.line == DRAFT and each.rev <= head]
    if saved and lineage(store, soc, saved[-1].rev) == base:
        return saved[-1]
    return find_version(store, soc, base)


def version_snapshot(store: Store, soc: str, version: VersionRow) -> Snapshot:
    """
    A version as it was cut; an upstream one with its release's time stamp, the ids that its statements are matched to
    now, and how sure that is.
    """
    rev = matched_rev(store, soc, version)
    state = store.state(soc, version.line, rev)
    revision = store.revision(soc, version.line, rev)
    detail = json.loads(revision.detail)
    base = version.label if version.line == UPSTREAM else str(json.loads(state[LINEAGE])["label"])
    return Snapshot(
        content=content_of(state),
        ref=f"{soc}@{version.label}",
        version=version.label,
        time=detail.get("exportedAt") or version.created_at,
        based_on=base,
        author="" if version.line == UPSTREAM else version.author,
        confidence=detail.get("confidence", {}),
        review=tuple(detail.get("review", ())),
        reasons={key: tuple(each) for key, each in detail.get("reasons", {}).items()},
        similar={key: tuple(each) for key, each in detail.get("similar", {}).items()},
    )


def read_file_side(workspace: Workspace, file: ExportFile) -> Snapshot:
    """
    An export file as a snapshot, with the ids that its statements have in the workspace where they are known there.

    A file that says what a version (or the draft) says is that version; another continues the last upstream version.
    """
    from lexcurric.workspace.imports import find_same

    store, soc = workspace.store, file.content.soc
    if not store.has_framework(soc):
        return file.snapshot()
    same = find_same(workspace, file)
    if same is not None:
        return replace(same, ref=file.name)
    said = newest(kept_corrections(store, soc), file.corrections).values()
    return with_ids(content_of(store.state(soc, UPSTREAM)), file.snapshot(), said, meaning=workspace.meaning)


def with_ids(
    previous: Content,
    snapshot: Snapshot,
    corrections: Iterable[Correction] = (),
    *,
    meaning: Meaning | None = None,
) -> Snapshot:
    """The snapshot with the ids that its statements continue in `previous`."""
    found = continue_from(previous, snapshot.content, corrections, meaning=meaning)
    return replace(
        snapshot,
        content=found.content,
        confidence=found.confidence,
        review=found.review,
        reasons=found.reasons,
        similar=found.similar,
    )


def read_sides(workspace: Workspace | None, old: Any, new: Any) -> tuple[Snapshot, Snapshot]:
    """
    Two sides of a comparison with one identity.

    A file takes its ids from the workspace where its framework is there, else from the other side; a version saved
    before a match was corrected has the ids of today. Raises WorkspaceError for a REF into a workspace where there is
    none, and for two different occupations.
    """
    before, after = (_of_today(workspace, _side(workspace, side)) for side in (old, new))
    if before.content.soc != after.content.soc:
        what = f"{before.ref} is of {before.content.soc} ({before.content.title})"
        raise WorkspaceError(f"two occupations cannot be compared: {what}, {after.ref} of {after.content.soc}")
    meaning = wanted_meaning() if workspace is None else workspace.meaning
    if _is_stranger(workspace, new, after):
        after = with_ids(before.content, after, _said_in(old, new), meaning=meaning)
    elif _is_stranger(workspace, old, before):
        before = with_ids(after.content, before, _said_in(old, new), meaning=meaning)
    return before, after


def _of_today(workspace: Workspace | None, snapshot: Snapshot) -> Snapshot:
    """A saved version or an edit, with the ids that the release in it has now; every other snapshot as it is."""
    soc, _, label = snapshot.ref.partition("@")
    if workspace is None or not label or not workspace.store.has_framework(soc):
        return snapshot
    rev = edit_number(workspace.store, soc, label)
    if rev is None:
        version = workspace.store.version(soc, label)
        rev = version.rev if version is not None and version.line == DRAFT else None
    if rev is None:
        return snapshot
    content = content_of(agreeing(workspace.store, soc, workspace.store.state(soc, DRAFT, rev)))
    return replace(snapshot, content=content)


def _said_in(*sides: Any) -> list[Correction]:
    """The corrections that the files among the sides carry."""
    from lexcurric.formats.lex_json import read_export

    paths = [str(each) for each in sides if isinstance(each, str | Path)]
    return [said for path in paths if is_file_ref(path) for said in read_export(Path(path)).corrections]


def _is_stranger(workspace: Workspace | None, side: Any, snapshot: Snapshot) -> bool:
    """True for a file whose framework the workspace does not have: its ids are only first ids."""
    if not (isinstance(side, str | Path) and is_file_ref(str(side))):
        return False
    return workspace is None or not workspace.store.has_framework(snapshot.content.soc)


def _side(workspace: Workspace | None, side: Any) -> Snapshot:
    if isinstance(side, Snapshot):
        return side
    snapshot = getattr(side, "snapshot", None)
    if callable(snapshot):
        found: Snapshot = snapshot()
        return found
    ref = str(side)
    if workspace is not None:
        return read_snapshot(workspace, ref)
    if is_file_ref(ref):
        from lexcurric.formats.lex_json import read_export

        return read_export(Path(ref)).snapshot()
    raise WorkspaceError(f"{ref!r} is not a file; open a workspace to name frameworks and versions")
