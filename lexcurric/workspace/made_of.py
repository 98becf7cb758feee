"""What a file that came back was made of: the version or edit of a workspace whose content has its hash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core.issued import Issued
from lexcurric.core.items import content_of
from lexcurric.core.model import Snapshot, replace
from lexcurric.workspace.identity import DRAFT, UPSTREAM, content_hashes
from lexcurric.workspace.issued import issued_of
from lexcurric.workspace.snapshots import EDIT, draft_snapshot, find_version, version_snapshot

if TYPE_CHECKING:
    from lexcurric.workspace.workspace import Workspace

_LOOKED_AT = 200
"""How many edits back the draft that a file was made of is looked for."""


def sources(workspace: Workspace, soc: str, version: str, sha256: str) -> Iterator[tuple[str, Snapshot]]:
    """
    What has this content, as a REF names it within the framework, and the content as it was then; likeliest first.

    `version` is what the file calls it, `sha256` the content hash that it states (64 hex digits).
    """
    store = workspace.store
    if not soc or not store.has_framework(soc):
        return
    hashes = content_hashes(store, soc)
    for label in sorted((label for label, known in hashes.items() if known == sha256), key=version.__ne__):
        yield label, version_snapshot(store, soc, find_version(store, soc, label))
    row = store.version(soc, version)
    if row is not None and row.line == UPSTREAM:
        # A release that was matched anew since has other ids now.
        for revision in store.revisions(soc, UPSTREAM):
            content = content_of(store.state(soc, UPSTREAM, revision.rev))
            if content.sha256 == sha256:
                yield row.label, replace(version_snapshot(store, soc, row), content=content)
    head = store.head(soc, DRAFT)
    logged = [each.made_of for each in issued_of(store, soc) if each.content_sha256 == sha256]
    edits = [int(each.removeprefix(EDIT)) for each in logged if each.startswith(EDIT)]
    for rev in dict.fromkeys([*edits, *range(head, max(0, head - _LOOKED_AT), -1)]):
        if content_of(store.state(soc, DRAFT, rev)).sha256 == sha256:
            yield f"{EDIT}{rev}", replace(draft_snapshot(store, soc, rev), version=version)


def as_if_issued(workspace: Workspace, kind: str, snapshot: Snapshot, made_of: str, path: Path | None = None) -> Issued:
    """The record that a file of this kind would have, if it had been logged when its content was saved."""
    store, soc = workspace.store, snapshot.content.soc
    known = len(store.versions(soc))
    if made_of.startswith(EDIT):
        at = store.revision(soc, DRAFT, int(made_of.removeprefix(EDIT))).created_at
        known = sum(each.created_at <= at for each in store.versions(soc))
    return Issued(
        kind=kind,
        form=path.suffix.removeprefix(".") if path else "xlsx",
        soc=soc,
        version=snapshot.version,
        made_of=made_of,
        known=known,
        content_sha256=snapshot.content.sha256,
        path=str(path) if path else "",
        sha256="",
        time=snapshot.time,
        author=snapshot.author,
    )
