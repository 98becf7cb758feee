"""The workspace: where frameworks are kept, and how exports come in and go out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import LexcurricError, WorkspaceError
from lexcurric.core.model import Snapshot
from lexcurric.semantic import wanted_meaning
from lexcurric.workspace.given import plain
from lexcurric.workspace.moments import Moments
from lexcurric.workspace.preferences import NAME, Preferences, user_name
from lexcurric.workspace.watching import Watching

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.core.matching.vectors import Meaning
    from lexcurric.store.store import Store
    from lexcurric.workspace.collecting import Cohort, Files, Progress
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.imports import Import
    from lexcurric.workspace.moving import Kept
    from lexcurric.workspace.sheets import SheetPlan
    from lexcurric.workspace.views import Diff

DEFAULT = "data/workspace.db"
VARIABLE = "LEXCURRIC_WORKSPACE"


def now() -> str:
    """The time in UTC, as exports write it: 2026-05-15T12:40:50.419Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def default_workspace() -> str:
    """Where the workspace is when nobody says: `$LEXCURRIC_WORKSPACE`, else `data/workspace.db` under this folder."""
    return os.environ.get(VARIABLE) or DEFAULT


def open_workspace(
    where: str | Path | None = None,
    author: str | None = None,
    clock: Callable[[], str] = now,
    *,
    semantic: bool | None = None,
) -> Workspace:
    """
    The workspace in a SQLite file (made if it is new), a `postgresql://` database, or `:memory:`.

    `author` is the name that edits are signed with; without it, that of the login on a server, else the one given on
    the start page, else that of the user of this machine. With `semantic`, what comes in from now on is matched by
    meaning too; when nobody says, LEXCURRIC_SEMANTIC=1 does. Raises WorkspaceError where it cannot be opened,
    LexcurricError where the model for `semantic` is not installed.
    """
    from lexcurric.store.engine import open_store

    if author is not None and not author.strip():
        raise WorkspaceError("an author needs a name that is not empty")
    plain(author or "", "the author's name")
    meaning = wanted_meaning(semantic)
    store = open_store(str(where if where is not None else default_workspace()))
    try:
        name = author if author is not None else store.login() or _preferred_name(store.url)
    except BaseException:
        store.close()
        raise
    return Workspace(store, name.strip(), clock, meaning)


def _preferred_name(url: str) -> str:
    """The name that this machine's user has given for this workspace, else that of the login."""
    name = Preferences(url).get(NAME)
    try:
        return plain(str(name or ""), "the name").strip() or user_name()
    except LexcurricError:
        return user_name()


class Workspace:
    """Frameworks, their versions and their history, in one place. Usable in a `with` block, which closes it."""

    def __init__(
        self, store: Store, author: str, clock: Callable[[], str] = now, meaning: Meaning | None = None
    ) -> None:
        self.store = store
        self.author = plain(author, "the author's name")
        self.clock = clock
        self.meaning = meaning
        self.made: set[tuple[str, int]] = set()
        """The edits that were made through this object, by framework: nobody has to be told of those."""
        self.sources_seen: dict[tuple[str, int], dict[str, str]] = {}
        """What the newest release of a framework says of its sources, by its code and the line's revision."""
        self.moments: Moments = Moments()
        """The drafts that are at hand, so that another screen of the same framework need not read it again."""
        self.preferences = Preferences(store.url)
        """What the person at this machine likes and was last at."""
        self._watching = Watching(store)

    @property
    def url(self) -> str:
        """Where the workspace is, without a password."""
        return self.store.url

    @property
    def role(self) -> str:
        """What you may do here: look (`viewer`), edit (`editor`), publish too (`publisher`), or all (`owner`)."""
        return self.store.role()

    def close(self) -> None:
        """Lets go of the file or connection; everything is saved already."""
        self._watching.close()
        self.store.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def import_export(self, path: str | Path) -> Framework:
        """
        Reads an export into the workspace and gives its framework.

        The first export of an occupation makes the framework; a later one is kept beside the draft as a new upstream
        version, to be merged; one that is there already changes nothing. Raises FileError for a file that is not right.
        """
        return self.framework(self.import_file(path).soc)

    def import_file(self, path: str | Path, *, dry_run: bool = False) -> Import:
        """What importing this file does (or, as a dry run, would do): see `Import`."""
        from lexcurric.workspace.imports import import_file

        return import_file(self, Path(path), dry_run=dry_run)

    def has(self, soc: str) -> bool:
        """True if there is a framework with this code."""
        return self.store.has_framework(soc)

    def framework(self, soc: str) -> Framework:
        """The framework of an occupation, by its code. Raises WorkspaceError if it is not there."""
        from lexcurric.workspace.framework import Framework

        if not self.store.has_framework(soc):
            raise WorkspaceError(f"no framework {soc!r} in {self.url}; import an export of it first. {self._there()}")
        return Framework(self, soc)

    def frameworks(self) -> list[Framework]:
        """Every framework, in order of its code."""
        return [self.framework(soc) for soc in self.store.frameworks()]

    def _there(self) -> str:
        found = self.store.frameworks()
        return f"There are {', '.join(found[:10])}{' …' if len(found) > 10 else ''}" if found else "It is empty"

    def find_statement(self, statement_id: str) -> tuple[Framework, str]:
        """The framework that has a statement with this id (8 of its characters are enough), and the whole id."""
        for framework in self.frameworks():
            try:
                return framework, framework.find_ever(statement_id)
            except LexcurricError:
                continue
        raise WorkspaceError(f"no statement {statement_id!r} in {self.url}; `lexcurric show REF` lists the ids")

    def snapshot(self, ref: str | Path) -> Snapshot:
        """
        What a REF names: a draft (`SOC`), a version (`SOC@LABEL`, `SOC@upstream`), the draft after one of its edits
        (`SOC@edit:12`), or an export file.
        """
        from lexcurric.workspace.snapshots import read_snapshot

        return read_snapshot(self, str(ref))

    def diff_base(self, soc: str) -> str:
        """The label of the release that a framework's draft has taken in last."""
        from lexcurric.workspace.snapshots import lineage

        return lineage(self.store, soc)

    def diff(self, old: Any, new: Any) -> Diff:
        """What changed from one REF (or Framework, or Snapshot) to another."""
        from lexcurric.workspace.snapshots import read_sides
        from lexcurric.workspace.views import Diff

        return Diff(*read_sides(self, old, new), self)

    def export(self, ref: str | Path, path: str | Path, form: str = "lex-json") -> Path:
        """Writes what REF names to a file; with nothing edited, byte for byte the export that came in."""
        from lexcurric.workspace.exports import export

        return export(self, str(ref), Path(path), form)

    def apply_sheet(
        self, path: str | Path, *, dry_run: bool = False, reason: str = "", take: Iterable[str] = ()
    ) -> SheetPlan:
        """
        The plan of an edit sheet that came back, applied to its framework's draft unless it is a dry run.

        `take` names conflicts in which the sheet's side counts: cells, statement ids, or `all`.
        """
        from lexcurric.workspace.sheets import plan_sheet_file

        plan = plan_sheet_file(self, Path(path))
        plan.take(*take)
        if not dry_run:
            plan.apply(reason)
        return plan

    def activity(self, since: str = "", until: str = "", author: str = "", month: str = "") -> DataFrame:
        """
        Who did what in all frameworks, oldest first: time, author, framework, title, action, what, reason; imports,
        versions saved and their moves too. `month="2026-11"` is that month, `since` and `until` are days within.
        """
        from lexcurric.workspace import activity

        span = activity.read_span(since, until, month)
        return activity.activity_frame(activity.read_activity(self.store, span, author))

    def collect(self, files_or_folder: Files, progress: Progress | None = None) -> Cohort:
        """The cohort of all trainees scored in these workbooks, held against the versions here: see `lx.collect`."""
        from lexcurric.workspace.collecting import collect

        return collect(files_or_folder, self, progress=progress)

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """
        Calls back within a second whenever anybody has saved to this workspace, this object included; gives what ends
        that, as closing the workspace does.

        The callback gets no arguments and runs in another thread; several edits may be one call. A workspace in memory
        is nobody else's, and is not watched.
        """
        return self._watching.add(callback)

    def verify(self) -> list[str]:
        """What is wrong with the workspace, in sentences; empty when every row is as it was written."""
        return self.store.verify()

    @property
    def fingerprint(self) -> str:
        """A short name for all that is kept here: two workspaces with the same one have the same history."""
        from lexcurric.store.transfer import fingerprint

        return fingerprint(self.store.heads())

    def backup(self, path: str | Path) -> Kept:
        """Keeps all that is here at this moment in a new SQLite file, others writing or not; never over a file."""
        from lexcurric.workspace.moving import backup

        return backup(self.store, str(path))

    def copy_to(self, where: str | Path) -> Kept:
        """Copies all that is here to a new SQLite file, a `postgresql://` database or a folder: see `lx.copy`."""
        from lexcurric.workspace.moving import copy_store

        return copy_store(self.store, str(where))

    def __repr__(self) -> str:
        return f"<lexcurric workspace {self.url}: {len(self.store.frameworks())} frameworks>"

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import workspace_html

        return workspace_html(self)


def read_ref(ref: str, where: str | None = None, author: str | None = None) -> Snapshot:
    """What a REF names; a workspace is opened only where the REF, or what it is a file of, may be in one."""
    with opened_for(ref, where, author) as (_, snapshot):
        return snapshot


@contextmanager
def opened_for(
    ref: str, where: str | None = None, author: str | None = None
) -> Iterator[tuple[Workspace | None, Snapshot]]:
    """A `with` block with what a REF names, and the workspace, if it (or what it is a file of) may be in one."""
    from lexcurric.workspace.snapshots import is_file_ref

    if is_file_ref(ref) and not _is_there(where):
        from lexcurric.formats.lex_json import read_export

        yield None, read_export(Path(ref)).snapshot()
        return
    with open_workspace(where, author) as workspace:
        yield workspace, workspace.snapshot(ref)


def read_diff(old: str, new: str, where: str | None = None, author: str | None = None) -> Diff:
    """What changed from one REF to another; two files need no workspace."""
    from lexcurric.workspace.snapshots import is_file_ref, read_sides
    from lexcurric.workspace.views import Diff

    if is_file_ref(old) and is_file_ref(new) and not _is_there(where):
        return Diff(*read_sides(None, old, new))
    with open_workspace(where, author) as workspace:
        return workspace.diff(old, new)


def read_change(ref: str, where: str | None = None, author: str | None = None) -> Diff:
    """What the version or edit that a REF names changed; of a draft, what was edited since its last version."""
    from lexcurric.workspace.snapshots import is_file_ref

    if is_file_ref(ref):
        raise WorkspaceError(f"{ref} is a file: name a second file, version or framework to compare it with")
    soc, _, label = ref.partition("@")
    with open_workspace(where, author) as workspace:
        return workspace.framework(soc).changed_by(label)


def _is_there(where: str | None) -> bool:
    """True where a workspace exists already; looking at a file must not make one."""
    found = where or default_workspace()
    return "://" in found or Path(found).is_file()
