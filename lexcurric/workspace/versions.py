"""Cutting versions, moving them along, and listing them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lexcurric.core.errors import EditError, WorkspaceError
from lexcurric.core.model import DRAFT_MARK, Snapshot, VersionStatus
from lexcurric.workspace.given import plain, plain_label
from lexcurric.workspace.history import shown_time
from lexcurric.workspace.retry import safely, together
from lexcurric.workspace.snapshots import (
    DRAFT,
    EDIT,
    UPSTREAM,
    edit_number,
    find_version,
    latest_upstream,
    lineage,
)
from lexcurric.workspace.statuses import refuse_moved, refuse_unseen_published
from lexcurric.workspace.unseen import refuse_unseen

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.store.records import VersionRow
    from lexcurric.store.store import Store
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.workspace import Workspace

VERSION_COLUMNS = ("label", "status", "line", "message", "author", "time", "parents", "hash")
_LABEL = re.compile(r"^[^\s@/\\:~][^@/\\\x00-\x1f:~]*$")


class Version:
    """A saved version: what `Framework.save` gives. It never changes; `lx.diff` takes it as a side."""

    def __init__(self, framework: Framework, row: VersionRow) -> None:
        self._framework = framework
        self.label, self.status, self.message, self.author = row.label, row.status, row.message, row.author
        self.time, self.content_sha256, self.parents = row.created_at, row.content_sha256, row.parents

    def snapshot(self) -> Snapshot:
        """The framework as it was saved."""
        return self._framework.snapshot(self.label)

    @property
    def workspace(self) -> Workspace:
        """Where it is kept."""
        return self._framework.workspace

    @property
    def summary(self) -> str:
        """How many changes of each kind it brought against what it was made from; empty for the first."""
        if not self.parents:
            return ""
        from lexcurric.core.report import summary_line

        return summary_line(self._framework.changed_by(self.label).record)

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import version_html

        return version_html(self)

    def __repr__(self) -> str:
        return f"<Version {self.label} ({self.content_sha256[:8]}), {self.status}, after {' and '.join(self.parents)}>"


def save_version(framework: Framework, label: str, message: str, status: str) -> Version:
    """
    Cuts a version of the draft. Raises EditError for a label that cannot be one, WorkspaceError for one that is taken,
    StaleDraftError where others changed the draft since it was last shown.
    """
    from lexcurric.store.records import VersionRow

    workspace, soc = framework.workspace, framework.soc
    store, name = workspace.store, plain_label(label.strip())
    plain(message, "the message")
    wanted, at = parse_status(status), workspace.clock()

    def work() -> VersionRow:
        with together(store):
            _check_label(store, soc, name)
            now = framework.draft.newest()
            refuse_unseen(framework.draft, now, "saved", "save")
            row = VersionRow(
                label=name,
                line=DRAFT,
                rev=now.head,
                status=wanted.value,
                message=message,
                author=workspace.author,
                created_at=at,
                content_sha256=now.content.sha256,
                parents=_parents(store, soc, now.head),
            )
            if wanted is VersionStatus.PUBLISHED:
                store.hold(soc)
                refuse_unseen_published(framework, name)
            store.add_version(soc, row)
            if wanted is VersionStatus.PUBLISHED:
                _supersede(framework, name)
            return row

    def landed() -> VersionRow | None:
        row = store.version(soc, name)
        return row if row is not None and (row.author, row.created_at) == (workspace.author, at) else None

    row = safely(store, work, landed, f"saving version {name}", soc)
    framework.statuses.landed(name, wanted)
    return Version(framework, row)


def set_status(framework: Framework, label: str, status: str) -> None:
    """
    Moves a version along; publishing one supersedes the draft line's earlier published ones.

    The status that it has already is nothing to do. Raises ConflictError where somebody else moved it since it was last
    shown.
    """
    workspace, store, soc = framework.workspace, framework.workspace.store, framework.soc
    wanted, at = parse_status(status), workspace.clock()

    def work() -> bool:
        with together(store):
            store.hold(soc)
            if find_version(store, soc, label).status == wanted.value:
                return False
            refuse_moved(framework, label, wanted)
            store.set_status(soc, label, wanted.value, workspace.author, at)
            if wanted is VersionStatus.PUBLISHED:
                _supersede(framework, label)
        return True

    def landed() -> bool | None:
        return True if find_version(store, soc, label).status == wanted.value else None

    safely(store, work, landed, f"setting {label} to {wanted.value}", soc)
    framework.statuses.landed(label, wanted)


def parse_status(status: str) -> VersionStatus:
    """The status with this name; EditError names the ones there are."""
    try:
        return VersionStatus(status)
    except ValueError:
        raise EditError(f"no status {status!r}; there are {', '.join(VersionStatus)}") from None


def _check_label(store: Store, soc: str, label: str) -> None:
    if label.endswith(DRAFT_MARK) or label in (UPSTREAM, DRAFT) or not _LABEL.match(label):
        raise EditError(f"{label!r} cannot be a version's label; use something like v.26.05-acme.1, without @ / : ~")
    if store.version(soc, label) is not None:
        labels = {each.label for each in store.versions(soc)}
        free = next(f"{label}.{n}" for n in range(2, 10_000) if f"{label}.{n}" not in labels)
        raise WorkspaceError(
            f"there is a version {label!r} of {soc} already, and a version never changes; try {free!r}"
        )


def draft_parents(framework: Framework) -> tuple[str, ...]:
    """What a version saved now would be made from: the labels of one version, or of two after a merge."""
    return _parents(framework.workspace.store, framework.soc, framework.revision)


def propose_label(framework: Framework) -> str:
    """
    A free label for the next version: the last one's of your own with the next number, under the release that the draft
    has now, such as v.26.11-acme.1 after v.26.05-acme.2 and a merge.
    """
    store, soc = framework.workspace.store, framework.soc
    listed = store.versions(soc)
    base, own = lineage(store, soc), [each.label for each in listed if each.line == DRAFT]
    releases = sorted((each.label for each in listed if each.line == UPSTREAM), key=len, reverse=True)
    last = own[-1] if own else f"{base}-own.0"
    under = next((each for each in releases if last.startswith(each)), "")
    name, _, number = (last.removeprefix(under) if under else last).rpartition(".")
    stem = f"{base if under else ''}{name}" if number.isdigit() else f"{last}"
    at = int(number) + 1 if number.isdigit() and under in ("", base) else 1
    taken = {each.label for each in listed}
    return next(f"{stem}.{n}" for n in range(at, at + len(taken) + 1) if f"{stem}.{n}" not in taken)


def _parents(store: Store, soc: str, rev: int) -> tuple[str, ...]:
    """The version that the draft was last saved as, and the release taken in since then: two after a merge."""
    base = lineage(store, soc, rev)
    saved = [each for each in store.versions(soc) if each.line == DRAFT]
    if not saved:
        return (base,)
    last = saved[-1]
    return (last.label,) if lineage(store, soc, last.rev) == base else (last.label, base)


def _supersede(framework: Framework, label: str) -> None:
    store, soc, workspace = framework.workspace.store, framework.soc, framework.workspace
    for each in store.versions(soc):
        if each.line == DRAFT and each.label != label and each.status == VersionStatus.PUBLISHED.value:
            superseded = VersionStatus.SUPERSEDED.value
            store.set_status(soc, each.label, superseded, workspace.author, workspace.clock())


def label_before(framework: Framework, label: str) -> str:
    """
    The label of what a version was made from: its first parent; for the draft, the version it started from.

    Raises EditError for the first release and the first edit, which nothing came before.
    """
    store, soc = framework.workspace.store, framework.soc
    if not label:
        return framework.version.removesuffix(DRAFT_MARK)
    edit = edit_number(store, soc, label)
    if edit is None:
        version = latest_upstream(store, soc) if label == UPSTREAM else find_version(store, soc, label)
        parents = version.parents
    else:
        parents = (f"{EDIT}{edit - 1}",) if edit > 1 else ()
    if not parents:
        raise EditError(
            f"{label} of {soc} is the first, so there is nothing that it changed; `lexcurric show {soc}@{label}`"
        )
    return parents[0]


def versions_frame(framework: Framework) -> DataFrame:
    """One row a version, oldest first."""
    from lexcurric.formats.frames import records_frame

    listed = framework.workspace.store.versions(framework.soc)
    framework.statuses.show(listed)
    rows = [
        (
            each.label,
            each.status,
            "new export" if each.line == UPSTREAM else "yours",
            each.message,
            each.author,
            shown_time(each.created_at),
            ", ".join(each.parents),
            each.content_sha256[:8],
        )
        for each in listed
    ]
    return records_frame(rows, VERSION_COLUMNS)
