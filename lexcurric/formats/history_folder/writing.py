"""The folder written: only what is new, each file whole, and the notes, which make it count, last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lexcurric.core.errors import FileError, Problem
from lexcurric.files import read_bytes, write_whole
from lexcurric.formats.history_folder.names import (
    NOTES,
    framework_file,
    numbered_file,
    source_file,
    statements_file,
)
from lexcurric.formats.history_folder.reading import KIND, FolderReader, check_schema, read_json
from lexcurric.formats.history_folder.spelling import (
    LOG,
    Changes,
    Fields,
    Notes,
    spell,
    spell_beginning,
    spell_framework,
    spell_notes,
    spell_revision,
    spell_status,
)

_PART = re.compile(r"\..+\.\d+\.part")
# Histories are the same bytes everywhere: git must not turn line ends into those of Windows.
_ATTRIBUTES = b"* text eol=lf\nsources/* -text\n"


class FolderWriter:
    """
    Writes a workspace into a folder that is empty, or holds the same workspace as it was earlier.

    Raises FileError for a folder that holds something else, and for a file that cannot be written or is not as it was.
    """

    def __init__(self, folder: Path, uid: str) -> None:
        self.folder, self.uid = folder, uid
        self.earlier: Notes | None = None
        self.added = 0
        is_new = self._look()
        if is_new:
            self._write(NOTES, spell_beginning(uid))
        for each in list(_files(folder)):
            if _PART.fullmatch(each.name):
                each.unlink(missing_ok=True)
        if not (folder / ".gitattributes").exists():
            self._write(".gitattributes", _ATTRIBUTES)

    def _look(self) -> bool:
        """True where nothing of ours is there yet."""
        folder = self.folder
        if folder.exists() and not folder.is_dir():
            raise FileError(str(folder), [Problem("", "expected a folder, found a file")], "Give another name")
        if not (folder / NOTES).exists():
            there = sorted(each.name for each in folder.iterdir()) if folder.exists() else []
            # What git and its hosts keep there begins with a dot.
            if others := [each for each in there if not each.startswith(".")]:
                shown = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
                problem = Problem("", f"holds something else already ({shown})")
                raise FileError(str(folder), [problem], "Give a new folder, or one inside it")
            return True
        said = read_json(folder / NOTES)
        check_schema(folder, said)
        if said.get("uid") != self.uid:
            problem = Problem("", "holds another workspace")
            raise FileError(str(folder), [problem], "Give each workspace a folder of its own")
        if "state" not in said:
            self.earlier = FolderReader(folder).notes
        return False

    def add_source(self, digest: str, body: bytes) -> None:
        """An export that was imported, byte for byte."""
        self._add(source_file(digest), body)

    def add_framework(self, fields: Fields) -> None:
        """What never changes of a framework."""
        self._add(framework_file(fields["soc"]), spell(spell_framework(fields)))

    def add_revision(self, soc: str, line: str, fields: Fields, changes: Changes) -> None:
        """A revision with what it changed."""
        self._add(numbered_file(soc, line, fields["rev"]), self._spelled(spell_revision(fields, changes)))

    def add_status(self, soc: str, fields: Fields, version: Fields | None) -> None:
        """An entry in the log of versions."""
        self._add(numbered_file(soc, LOG, fields["number"]), self._spelled(spell_status(fields, version)))

    def write_statements(self, soc: str, text: str) -> None:
        """The draft as it stands, for people."""
        self._write(statements_file(soc), text.encode())

    def finish(self, notes: Notes, readme: str) -> None:
        """Makes all that was added count."""
        self._write("README.md", readme.encode())
        self._write(NOTES, spell_notes(notes))

    def _spelled(self, said: Fields) -> bytes:
        try:
            return spell(said)
        except UnicodeEncodeError:
            problem = Problem("", "was not written: a text holds half a character")
            raise FileError(str(self.folder), [problem], "Type that text again") from None

    def _add(self, name: str, body: bytes) -> None:
        """Writes a file that never changes. Raises FileError where it is there, and says something else."""
        path = self.folder / name
        if not path.exists():
            write_whole(path, body)
            self.added += 1
        elif not _is_same(path, body):
            problem = Problem(
                "", "is not what this workspace holds: edited by hand, or of a copy that went its own way"
            )
            hint = "Take it back with git (git checkout), or give a new folder"
            raise FileError(str(path), [problem], hint)

    def _write(self, name: str, body: bytes) -> None:
        """Writes a file that moves along; one that says so already keeps its time."""
        path = self.folder / name
        if not path.exists() or not _is_same(path, body):
            write_whole(path, body)


def _is_same(path: Path, body: bytes) -> bool:
    found = read_bytes(path, KIND)
    return found == body or found.replace(b"\r\n", b"\n") == body


def _files(folder: Path) -> Iterator[Path]:
    yield from folder.glob(".*.part")
    for each in ("sources", "frameworks"):
        yield from (folder / each).rglob(".*.part")
