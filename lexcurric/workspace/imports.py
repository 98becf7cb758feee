"""Importing an export: the first of an occupation, a later release, or one that is there already."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from lexcurric.core.continuity import Continued, continue_from
from lexcurric.core.corrections import newest
from lexcurric.core.diff import Differences, diff
from lexcurric.core.errors import DamagedError, LostConnectionError, MergeError, NotAllowedError, WorkspaceError
from lexcurric.core.items import LINEAGE, MATCH_DECISION, changed_items, content_of, items_of
from lexcurric.core.json_text import canonical
from lexcurric.core.judgments import judged
from lexcurric.core.model import DRAFT_MARK, Content, Snapshot, VersionStatus
from lexcurric.core.wording import normal
from lexcurric.formats.lex_json import ExportFile, read_export
from lexcurric.workspace.corrections import take_corrections
from lexcurric.workspace.identity import kept_corrections, kept_items, lineage_item
from lexcurric.workspace.judging import kept
from lexcurric.workspace.kept_alignments import alignment_items
from lexcurric.workspace.rematch import matching_detail
from lexcurric.workspace.retry import is_inside, safely, together
from lexcurric.workspace.snapshots import DRAFT, UPSTREAM, draft_snapshot, latest_upstream, version_snapshot

if TYPE_CHECKING:
    from lexcurric.workspace.workspace import Workspace


class ImportKind(StrEnum):
    """What an import comes to."""

    FIRST = "first"
    RELEASE = "release"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Import:
    """What an import did, or as a dry run would do; `differences` to the last upstream version, where there is one."""

    kind: ImportKind
    soc: str
    title: str
    version: str
    statements: int
    dry_run: bool = False
    differences: Differences | None = None
    same_as: str = ""
    newer: str = ""
    """The label of a release there already that was exported later than this one."""
    corrections: int = 0
    """How many corrections of matches the file brought that were not known here."""

    @property
    def message(self) -> str:
        """What happened and what to do next, in a sentence or two."""
        many = "1 correction of a match" if self.corrections == 1 else f"{self.corrections} corrections of matches"
        said = f" With it came {many}: kept, and followed from now on."
        return self._happened + (said if self.corrections else "")

    @property
    def _happened(self) -> str:
        name = f"{self.title} ({self.soc}) {self.version}"
        if self.kind is ImportKind.UNCHANGED:
            rest = "" if self.corrections else "; nothing changed"
            return f"{name}: already there as {self.same_as}{rest}."
        if self.kind is ImportKind.FIRST:
            done = "would make" if self.dry_run else "made"
            return f"{name}: {done} a new framework with {self.statements} statements. Next: edit, tag, save a version."
        done = "would be kept" if self.dry_run else "is kept"
        if self.newer:
            older = f"it was exported before {self.newer}, which is here already; merging it would go back"
            return f"{name}: {done} beside your draft, which is unchanged. Take care: {older}."
        step = f"lexcurric merge {self.soc} {self.soc}@{self.version} --dry-run"
        return f"{name}: the new release {done} beside your draft, which is unchanged. Next: review it with `{step}`."


def import_file(workspace: Workspace, path: Path, *, dry_run: bool = False) -> Import:
    """Reads an export into the workspace, in one transaction; a dry run writes nothing."""
    file = read_export(path)
    if dry_run:
        return take_in(workspace, file, dry_run=True)

    def work() -> Import:
        try:
            with together(workspace.store):
                return take_in(workspace, file)
        except (LostConnectionError, NotAllowedError, DamagedError):
            raise
        except WorkspaceError:
            if is_inside(workspace.store) or not workspace.has(file.content.soc):
                raise
            # Somebody else may have been faster with the same file: then it is there already.
            with together(workspace.store):
                workspace.store.hold(file.content.soc)
                return take_in(workspace, file)

    # What is there already is not imported again, so that there is no need to look whether it was.
    return safely(workspace.store, work, None, f"importing {file.name}")


def take_in(workspace: Workspace, file: ExportFile, *, dry_run: bool = False) -> Import:
    """Stores an export that was read, unless it is there already."""
    store, content = workspace.store, file.content
    done = Import(
        kind=ImportKind.FIRST,
        soc=content.soc,
        title=content.title,
        version=file.version,
        statements=len(content.active),
        dry_run=dry_run,
    )
    if not store.has_framework(content.soc):
        if not dry_run:
            _first(workspace, file)
        return _changed(done, corrections=len(file.corrections))
    same = find_same(workspace, file)
    if same is not None:
        brought = _take_said(workspace, file, dry_run=dry_run)
        return _changed(done, kind=ImportKind.UNCHANGED, same_as=same.ref, version=same.version, corrections=brought)
    refuse_own(workspace, file)
    said = newest(kept_corrections(store, content.soc), file.corrections).values()
    brought = _take_said(workspace, file, dry_run=dry_run)
    previous = version_snapshot(store, content.soc, latest_upstream(store, content.soc))
    last = content_of(store.state(content.soc, UPSTREAM))
    continued = continue_from(last, content, said, meaning=workspace.meaning)
    label = free_label(workspace, content.soc, file.version)
    release = Snapshot(
        content=continued.content,
        ref=f"{content.soc}@{label}",
        version=label,
        time=file.time,
        confidence=continued.confidence,
        review=continued.review,
        reasons=continued.reasons,
        similar=continued.similar,
    )
    if not dry_run:
        _add_upstream(workspace, file, continued, label, workspace.clock())
    newer = previous.version if file.time and file.time < previous.time else ""
    found = {
        "differences": judged(diff(previous, release), kept(workspace.store, content.soc)),
        "newer": newer,
        "corrections": brought,
    }
    return _changed(done, kind=ImportKind.RELEASE, version=label, **found)


def _take_said(workspace: Workspace, file: ExportFile, *, dry_run: bool) -> int:
    """Takes over the corrections of matches that a file carries; gives how many were new."""
    soc = file.content.soc
    if not dry_run:
        return len(take_corrections(workspace, soc, file.corrections, Path(file.name).name))
    known = {each.key: each for each in kept_corrections(workspace.store, soc)}
    after = newest(known.values(), file.corrections)
    return sum(1 for key, each in after.items() if known.get(key) != each)


def refuse_own(workspace: Workspace, file: ExportFile) -> None:
    """
    Raises MergeError for an edited copy of this framework that lexcurric wrote: it is not a release of the publisher.

    Kept as one, it would become the base of the next merge, and that would take its edits for the publisher's.
    """
    soc = file.content.soc
    labels = {each.label for each in workspace.store.versions(soc) if each.line == DRAFT}
    if file.is_ours and (file.version.endswith(DRAFT_MARK) or file.version in labels):
        raise MergeError(
            f"{file.name} is an edited copy of {soc} ({file.version}) that lexcurric wrote, not a new release; look at "
            f"it with `lexcurric diff {soc} {file.name}`, and bring edits back with an edit sheet{_said_hint(file)}"
        )


def _said_hint(file: ExportFile) -> str:
    take = f"; `lexcurric matches {file.content.soc} --take {file.name}` takes over its corrections of matches"
    return take if file.corrections else ""


def _changed(done: Import, **changes: object) -> Import:
    return replace(done, **changes)  # type: ignore[arg-type]


def free_label(workspace: Workspace, soc: str, wanted: str) -> str:
    """The release's own label, with `~2` or more behind it where another content has it already."""
    label, number = wanted, 1
    while workspace.store.version(soc, label) is not None:
        number += 1
        label = f"{wanted}~{number}"
    return label


def find_same(workspace: Workspace, file: ExportFile) -> Snapshot | None:
    """The version, or draft, that says what the file says already, whatever its spacing, key order and time stamp."""
    store, soc = workspace.store, file.content.soc
    wanted = _fingerprint(file.content, file.version)
    for version in store.versions(soc):
        snapshot = version_snapshot(store, soc, version)
        if wanted in {_fingerprint(snapshot.content, each) for each in (version.label, version.label.split("~")[0])}:
            return snapshot
    draft = draft_snapshot(store, soc)
    return draft if wanted == _fingerprint(draft.content, draft.version) else None


def _fingerprint(content: Content, version: str) -> str:
    """A hash of what an export of this content shows, blind to spaces, invisible characters and Unicode forms."""
    levels: list[JsonValue] = [
        [level.key, level.label, level.extra, [normal(each.text) for each in content.by_level[level.key]]]
        for level in content.levels
    ]
    said = canonical([version, content.document, levels])
    return hashlib.sha256(said.encode()).hexdigest()


def _first(workspace: Workspace, file: ExportFile) -> None:
    from lexcurric.store.records import Commit

    store, soc, at = workspace.store, file.content.soc, workspace.clock()
    store.create_framework(soc, at)
    _add_upstream(workspace, file, Continued(content=file.content, confidence={}, review=()), file.version, at)
    items: dict[tuple[str, str], str | None] = dict(items_of(file.content))
    items[LINEAGE] = lineage_item(store, soc, file.version)
    items |= alignment_items(file.carried.lists, file.carried.decided)
    detail = canonical({"action": "import", "what": f"Imported {file.version}"})
    commit = Commit("import", workspace.author, at, detail=detail, source_sha256=file.sha256)
    store.commit(soc, DRAFT, 0, items, commit)


def _add_upstream(workspace: Workspace, file: ExportFile, continued: Continued, label: str, at: str) -> None:
    from lexcurric.store.records import Commit, VersionRow

    store, soc = workspace.store, file.content.soc
    source = store.add_source(file.body, Path(file.name).name, at)
    head = store.head(soc, UPSTREAM)
    before = store.state(soc, UPSTREAM) if head else {}
    detail = canonical(
        {
            "action": "import",
            "exportedAt": file.time,
            "version": file.version,
            **matching_detail(continued),
        }
    )
    commit = Commit("import", workspace.author, at, detail=detail, source_sha256=source)
    after = items_of(continued.content) | kept_items(before) | {LINEAGE: canonical({"label": label})}
    if not head:
        said = newest(file.corrections)
        after |= {(MATCH_DECISION, key): canonical(each.model_dump(mode="json")) for key, each in said.items()}
    revision = store.commit(soc, UPSTREAM, head, changed_items(before, after), commit)
    last = [each.label for each in store.versions(soc) if each.line == UPSTREAM]
    store.add_version(
        soc,
        VersionRow(
            label=label,
            line=UPSTREAM,
            rev=revision.rev if revision else head,
            status=VersionStatus.PUBLISHED.value,
            message=f"Imported from {Path(file.name).name}",
            author=workspace.author,
            created_at=at,
            content_sha256=continued.content.sha256,
            parents=tuple(last[-1:]),
        ),
    )
