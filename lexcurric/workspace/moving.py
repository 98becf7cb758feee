"""Moving house: a workspace copied to a file, a server or a folder of JSON, and back, with all its history."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import DamagedError, LexcurricError, WorkspaceError, WorkspaceWarning
from lexcurric.formats.history_folder import (
    FolderHeads,
    FolderReader,
    FolderWriter,
    Notes,
    SourceNote,
    folder_name,
    is_history_folder,
    render_statements,
)
from lexcurric.formats.history_folder.names import NOTES, numbered_file
from lexcurric.formats.history_folder.spelling import LOG as LOG_FOLDER
from lexcurric.formats.history_folder.statements import owner_lines, safe
from lexcurric.store.engine import open_store, read_address, upgrade_store
from lexcurric.store.hashing import hash_source
from lexcurric.store.layout import backup_file
from lexcurric.store.moving import check_there, open_kept, write_workspace
from lexcurric.store.records import Revision, VersionRow
from lexcurric.store.transfer import (
    LOG,
    ChangedHistoryError,
    FrameworkHistory,
    Heads,
    SourceFile,
    Step,
    WholeHistory,
    fingerprint,
)
from lexcurric.workspace.workspace import Workspace, default_workspace, open_workspace

if TYPE_CHECKING:
    from lexcurric.core.model import Snapshot
    from lexcurric.store.store import Store
    from lexcurric.store.transfer import Tick


@dataclass(frozen=True, slots=True)
class Kept:
    """What is in a copy: where it is, what it holds, the fingerprint of its history, and the files that were added."""

    place: str
    frameworks: int
    versions: int
    edits: int
    fingerprint: str
    added: int | None = None

    @property
    def words(self) -> str:
        """What it holds, in words."""
        return (
            f"{_count(self.frameworks, 'framework')}, {_count(self.versions, 'version')}, {_count(self.edits, 'edit')}"
        )


def is_folder(where: str) -> bool:
    """True for what names a folder of JSON: one that is there, a name that ends with /, or one without an ending."""
    if "://" in where or where == ":memory:":
        return False
    path = Path(where).expanduser()
    return path.is_dir() or where.endswith(("/", os.sep)) or (not path.suffix and not path.exists())


def copy(old: str | Path, new: str | Path, tick: Tick | None = None) -> Kept:
    """
    Copies a workspace to a new place, with all its history, and finds it equal there.

    Each is a SQLite file, a `postgresql://` address or a folder of JSON (`is_folder`). A folder that holds the same
    workspace as it was earlier gets what is new; over anything else nothing is ever written.
    """
    old, new = str(old), str(new)
    if not is_folder(old):
        with open_kept(old) as store:
            return copy_store(store, new, tick)
    if is_folder(new):
        raise WorkspaceError(f"both {old} and {new} are folders; copy the one as you copy any folder, or with git")
    return _read_back(Path(old).expanduser(), new, tick)


def copy_store(store: Store, new: str, tick: Tick | None = None) -> Kept:
    """Copies a workspace that is open: see `copy`."""
    if is_folder(new):
        return _write_folder(store, Path(new).expanduser(), tick)
    return _counted(new, store.copy_to(new, tick))


def backup(store: Store, file: str, tick: Tick | None = None) -> Kept:
    """Keeps a workspace that is open, as it is at this moment, in a new SQLite file."""
    if "://" in file or is_folder(file):
        raise WorkspaceError(f"a backup is one new file, such as backups/workspace.db, which {file} is not")
    return copy_store(store, file, tick)


def _counted(new: str, heads: Heads) -> Kept:
    with open_store(new) as store:
        versions = sum(len(store.versions(soc)) for soc in heads)
    return _kept(read_address(new).shown, heads, versions)


def _kept(place: str, heads: Heads, versions: int, added: int | None = None) -> Kept:
    edits = sum(int(each["draft"][0]) for each in heads.values())
    return Kept(place, len(heads), versions, edits, fingerprint(heads), added)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


# To a folder


def _write_folder(store: Store, folder: Path, tick: Tick | None) -> Kept:
    with _still(store) as still, still.whole_history() as whole:
        writer, written = FolderWriter(folder, whole.uid), FolderReader(folder)
        _refuse_other_history(store, writer)
        sources, versions = [], 0
        for file in whole.sources():
            sources.append(SourceNote(hash_source(file.body), file.filename, file.added_at))
            writer.add_source(sources[-1].sha256, file.body)
            written.source(sources[-1])
        pages: list[Snapshot] = []
        for soc in tick(whole.socs, "Writing") if tick else whole.socs:
            history = whole.history(soc)
            _write_framework(writer, history)
            if _read_framework(written, _folder_heads(soc, whole.heads)) != history:
                raise DamagedError(f"what was written of {soc} to {folder} is not what the workspace holds; try again")
            versions += len(history.versions)
            if any(("document", "document") in step.changes for step in history.lines["draft"]):
                pages.append(Workspace(still, "lexcurric").snapshot(soc))
                writer.write_statements(soc, render_statements(pages[-1]))
        frameworks = tuple(_folder_heads(soc, whole.heads) for soc in whole.socs)
        notes = Notes(whole.uid, fingerprint(whole.heads), frameworks, tuple(sources))
        writer.finish(notes, _readme(folder.resolve().name, pages))
    return _kept(str(folder), whole.heads, versions, writer.added)


@contextmanager
def _still(store: Store) -> Iterator[Store]:
    """A store that may be read for long, while others write: a server's own, or a copy of a file that nobody has."""
    if store.is_server:
        yield store
        return
    with TemporaryDirectory(prefix="lexcurric-") as folder:
        file = str(Path(folder) / "workspace.db")
        try:
            store.copy_to(file)
        except DamagedError:
            raise DamagedError(
                f"{store.url} is damaged, and was not copied; run `lexcurric verify` to see where, and go back to your "
                "last backup"
            ) from None
        with open_store(file) as copied:
            yield copied


def _refuse_other_history(store: Store, writer: FolderWriter) -> None:
    """Raises FileError where the folder holds edits that the workspace does not: it went on in another copy."""
    missing = store.missing(_heads(writer.earlier)) if writer.earlier else []
    if missing:
        raise WorkspaceError(
            f"{writer.folder} holds edits of this workspace that are not in {store.url} ({missing[0].rstrip('.')}); "
            "copy the folder to a new workspace to have them, or give a new folder"
        )


def _write_framework(writer: FolderWriter, history: FrameworkHistory) -> None:
    soc = history.soc
    writer.add_framework({"soc": soc, "uid": history.uid, "added_at": history.added_at})
    for line, steps in history.lines.items():
        for step in steps:
            writer.add_revision(soc, line, asdict(step.revision), step.changes)
    new = {each.label: asdict(each) for each in history.versions}
    for number, (status, digest) in enumerate(zip(history.statuses, history.log_hashes, strict=True), 1):
        label, said, author, time = status
        fields = {"number": number, "label": label, "status": said, "author": author, "created_at": time}
        writer.add_status(soc, fields | {"hash": digest}, new.pop(label, None))


def _folder_heads(soc: str, heads: Heads) -> FolderHeads:
    upstream, draft, log = [(int(heads[soc][each][0]), str(heads[soc][each][1])) for each in ("upstream", "draft", LOG)]
    return FolderHeads(soc, upstream, draft, log)


def _readme(name: str, pages: Iterable[Snapshot]) -> str:
    lines = [
        "# A lexcurric workspace, with its whole history",
        "",
        "Every release, edit and version of the frameworks below, as JSON that git can hold; nothing here is changed "
        "by hand. To work with it, read it back into a file: "
        f"`lexcurric copy {safe(name)} workspace.db`, then `lexcurric -w workspace.db list`.",
        "",
        "`statements.md` in each folder shows the draft as it stands. Statements keep the terms of their own owners:",
    ]
    for each in pages:
        content = each.content
        link = f"frameworks/{folder_name(content.soc)}/statements.md".replace("%", "%25")
        lines += ["", f"## [{safe(content.title)} ({safe(content.soc)})]({link})", "", *owner_lines(each)]
    return "\n".join(lines) + "\n"


# Back from a folder


def _read_back(folder: Path, new: str, tick: Tick | None) -> Kept:
    if not is_history_folder(folder):
        raise WorkspaceError(f"{folder} holds no workspace (it has no {NOTES}); give the folder that lexcurric wrote")
    reader = FolderReader(folder)
    heads = _heads(reader.notes)
    if fingerprint(heads) != reader.notes.fingerprint:
        raise reader.edited(NOTES)
    by_soc = {each.soc: each for each in reader.notes.frameworks}
    whole = WholeHistory(
        reader.notes.uid,
        heads,
        tuple(by_soc),
        lambda: [SourceFile(each.filename, reader.source(each), each.added_at) for each in reader.notes.sources],
        lambda soc: _read_framework(reader, by_soc[soc]),
    )
    try:
        write_workspace(new, whole, tick)
    except ChangedHistoryError as error:
        line = LOG_FOLDER if error.line == LOG else error.line
        raise reader.edited(numbered_file(error.soc, line, error.number)) from None
    except (ValueError, TypeError, KeyError) as error:
        raise LexcurricError(f"{folder} cannot be read back ({error}); write it again from its workspace") from None
    return _counted(new, heads)


def _heads(notes: Notes) -> Heads:
    return {
        each.soc: {LOG: list(each.versions), "upstream": list(each.upstream), "draft": list(each.draft)}
        for each in notes.frameworks
    }


def _read_framework(reader: FolderReader, heads: FolderHeads) -> FrameworkHistory:
    soc = heads.soc
    fields = reader.framework(soc)
    lines = {
        line: [Step(Revision(**said), changes) for said, changes in reader.revisions(soc, line, last)]
        for line, last in (("upstream", heads.upstream[0]), ("draft", heads.draft[0]))
    }
    log = list(reader.statuses(soc, heads.versions[0]))
    newest = {said["label"]: said["status"] for said, _ in log}
    versions = [_version(said | {"status": newest[said["label"]]}, new) for said, new in log if new is not None]
    statuses = [(said["label"], said["status"], said["author"], said["created_at"]) for said, _ in log]
    return FrameworkHistory(
        fields["uid"], soc, fields["added_at"], lines, versions, statuses, [said["hash"] for said, _ in log]
    )


def _version(said: dict[str, Any], new: dict[str, Any]) -> VersionRow:
    shared = {name: said[name] for name in ("label", "status", "author", "created_at")}
    return VersionRow(**shared, **new | {"parents": tuple(new["parents"])})


# Of an older format


def upgrade(where: str, backup: str | None) -> str | None:
    """
    Brings a workspace of an older format to this one, and gives the file that keeps it as it was; None if it is new.

    Raises WorkspaceError where there is none, and for one on a server without a file to keep it in.
    """
    if is_folder(where):
        raise WorkspaceError(f"{where} is a folder of JSON, which needs no upgrade; copy it to a new workspace")
    address = read_address(where)
    check_there(where)
    if backup is None and address.file is None:
        raise WorkspaceError(f"{address.shown} is upgraded only after a backup; say --backup FILE")
    kept = backup or str(backup_file(Path(address.shown)))
    with warnings.catch_warnings():
        # It warns those who did not ask for it.
        warnings.simplefilter("ignore", WorkspaceWarning)
        return kept if upgrade_store(where, kept) else None


def open_there(where: str | None, author: str | None) -> Workspace:
    """A workspace that is there already, opened; none is made."""
    place = where or default_workspace()
    check_there(place)
    return open_workspace(place, author)
