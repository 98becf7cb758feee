"""The folder read: every file is looked at, and one that was edited by hand is refused by its name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.items import ItemKey
from lexcurric.core.json_text import canonical
from lexcurric.files import read_bytes
from lexcurric.formats.history_folder.names import NOTES, framework_file, numbered_file, source_file
from lexcurric.formats.history_folder.spelling import (
    LOG,
    SCHEMA,
    Fields,
    Notes,
    SourceNote,
    read_framework,
    read_notes,
    read_revision,
    read_status,
    spell_framework,
    spell_notes,
    spell_revision,
    spell_status,
)

KIND = "a file of a workspace's history"
TAKE_BACK = (
    "Histories are not edited by hand: take the file back with git (git checkout), or write the folder again from its "
    "workspace"
)
Record = TypeVar("Record")


class FolderReader:
    """
    The files of a folder, by what they hold.

    Raises FileError, which names the file, for one that is missing or is not as it was written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def notes(self) -> Notes:
        """What the folder holds, and how far."""
        said = self._json(NOTES)
        check_schema(self.folder, said)
        if "state" in said:
            problem = Problem("", "was not written to its end")
            raise FileError(str(self.folder), [problem], "Write it again from its workspace")
        return self._record(NOTES, said, read_notes, lambda notes: json.loads(spell_notes(notes)))

    def source(self, note: SourceNote) -> bytes:
        """The bytes of an export that was imported."""
        name = source_file(note.sha256)
        body = read_bytes(self.folder / name, KIND, TAKE_BACK)
        if sha256(body).hexdigest() != note.sha256:
            if sha256(body.replace(b"\r\n", b"\n")).hexdigest() == note.sha256:
                return body.replace(b"\r\n", b"\n")
            raise self.edited(name)
        return body

    def framework(self, soc: str) -> Fields:
        """What never changes of a framework."""
        name = framework_file(soc)
        found = self._record(name, self._json(name), read_framework, spell_framework)
        if found["soc"] != soc:
            raise self.edited(name)
        return found

    def revisions(self, soc: str, line: str, last: int) -> Iterator[tuple[Fields, dict[ItemKey, str | None]]]:
        """The revisions of a line with what each changed, up to the last that counts."""
        for number in range(1, last + 1):
            name = numbered_file(soc, line, number)
            found = self._record(name, self._json(name), read_revision, lambda both: spell_revision(*both))
            if found[0]["rev"] != number:
                raise self.edited(name)
            yield found

    def statuses(self, soc: str, last: int) -> Iterator[tuple[Fields, Fields | None]]:
        """The log of versions: each status, and what the version is where this is its first."""
        labels: set[str] = set()
        for number in range(1, last + 1):
            name = numbered_file(soc, LOG, number)
            found = self._record(name, self._json(name), read_status, lambda both: spell_status(*both))
            label = found[0]["label"]
            if found[0]["number"] != number or (label in labels) == (found[1] is not None):
                raise self.edited(name)
            labels.add(label)
            yield found

    def edited(self, name: str) -> FileError:
        """The error for a file that is not as it was written."""
        return FileError(str(self.folder / name), [Problem("", "is not as it was written")], TAKE_BACK)

    def _json(self, name: str) -> Fields:
        return read_json(self.folder / name)

    def _record(
        self, name: str, said: Fields, read: Callable[[Fields], Record], spelled: Callable[[Record], Fields]
    ) -> Record:
        """The record that a file holds, which must be written as this file is, with nothing more in it."""
        try:
            record = read(said)
            is_same = canonical(spelled(record)) == canonical(said)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            raise self.edited(name) from None
        if not is_same:
            raise self.edited(name)
        return record


def read_json(path: Path) -> Fields:
    """The object that a JSON file holds. Raises FileError where it holds none."""
    body = read_bytes(path, KIND, TAKE_BACK)
    try:
        said = json.loads(body.decode("utf-8"))
    except json.JSONDecodeError as error:
        problem = Problem(f"line {error.lineno}", "is not JSON any more (edited by hand, or a merge of git in it?)")
        raise FileError(str(path), [problem], TAKE_BACK) from None
    except (ValueError, RecursionError):
        raise FileError(str(path), [Problem("", "is not as it was written")], TAKE_BACK) from None
    if not isinstance(said, dict):
        raise FileError(str(path), [Problem("", "is not as it was written")], TAKE_BACK)
    return said


def check_schema(folder: Path, said: Fields) -> None:
    """Raises FileError unless the notes of a folder are of this format."""
    schema = said.get("schema")
    if schema == SCHEMA:
        return
    if isinstance(schema, str) and schema.startswith(SCHEMA.rpartition("/")[0] + "/"):
        problem = Problem("", f"was written by a newer lexcurric ({schema}, this one reads {SCHEMA})")
        raise FileError(str(folder), [problem], "Update the program: pip install --upgrade lexcurric")
    raise FileError(str(folder / NOTES), [Problem("", "is of another program")], "Give another folder")
