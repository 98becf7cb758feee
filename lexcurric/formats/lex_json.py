"""The export file: read with every problem said at once, and written with nothing changed that nobody touched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import JsonValue

from lexcurric.core.alignment.carried import FIELD, Carried, read_carried
from lexcurric.core.corrections import Correction
from lexcurric.core.errors import FileError, Problem
from lexcurric.core.export import OWN_FIELD, check_export, content_from_export, export_value, read_own_corrections
from lexcurric.core.json_text import JsonSyntaxError, read_json_text, rewrite
from lexcurric.core.model import DRAFT_MARK, Content, Snapshot
from lexcurric.files import read_bytes, write_whole

ORDERED = ("/framework/levels",)
_HINT = "Nothing was imported; correct the file, or ask for the export again"


@dataclass(frozen=True)
class ExportFile:
    """An export as read: its bytes, its content with first ids, its release label and time stamp."""

    name: str
    body: bytes
    content: Content
    version: str
    time: str
    is_ours: bool = False
    """True where lexcurric wrote the file from an edited framework; its publisher did not."""
    corrections: tuple[Correction, ...] = ()
    """What designers said of matches, where lexcurric wrote the file."""
    carried: Carried = field(default_factory=Carried)
    """What they aligned with other lists, where lexcurric wrote the file."""

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.body).hexdigest()

    def snapshot(self) -> Snapshot:
        """The export as one side of a diff or merge."""
        return Snapshot(content=self.content, ref=self.name, version=self.version, time=self.time)


def read_export(path: Path) -> ExportFile:
    """The export in a file. Raises FileError with every problem found, each at its line or JSON pointer."""
    return parse_export(read_bytes(path, "an export file", _HINT), str(path))


def parse_export(body: bytes, name: str) -> ExportFile:
    """The export in these bytes; `name` is used in errors. Raises FileError with every problem found."""
    text = _text(body, name)
    try:
        node, problems = read_json_text(text)
    except JsonSyntaxError as error:
        raise FileError(name, [_not_json(error.problem)], _HINT) from None
    value = node.plain()
    problems += check_export(value)
    if problems or not isinstance(value, dict):
        raise FileError(name, problems, _HINT)
    corrections, problems = read_own_corrections(value)
    content, own = content_from_export(value), value.get(OWN_FIELD)
    carried, more = read_carried(own.get(FIELD) if isinstance(own, dict) else None, content, (OWN_FIELD, FIELD))
    problems += more
    if problems:
        raise FileError(name, problems, _HINT)
    framework = value["framework"]
    version = str(framework["version"]) if isinstance(framework, dict) else ""
    time = value.get("exportedAt")
    stamp = time if isinstance(time, str) else ""
    return ExportFile(name, body, content, version, stamp, OWN_FIELD in value, corrections, carried)


def _text(body: bytes, name: str) -> str:
    if not body.strip():
        raise FileError(name, [Problem("", "expected an export, found an empty file")], _HINT)
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or body[:3] == b"\xef\xbb\xbf":
        problem = Problem("byte 0", "expected UTF-8 without a byte order mark, found one")
        raise FileError(name, [problem], "Save the file again as UTF-8 without BOM")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = Problem(f"byte {error.start}", f"expected UTF-8 text, found 0x{body[error.start]:02x}")
        raise FileError(name, [problem], "Save the file again as UTF-8") from None


def _not_json(problem: Problem) -> Problem:
    return Problem(problem.where, f"not JSON: {problem.what}")


def render_export(
    snapshot: Snapshot, source: bytes, corrections: Iterable[Correction] = (), carried: JsonValue = None
) -> bytes:
    """
    The bytes of an export that says what the snapshot says, written over the export that it came from.

    With nothing changed these are the source's bytes. Otherwise only the changed places differ; version and time stamp
    are the snapshot's, and a field `lexcurric` carries the content hash, the release that it is based on, the
    corrections of matches, and what was aligned with other lists (`carried`).
    """
    text = source.decode("utf-8")
    node, _ = read_json_text(text)
    before = node.plain()
    framework = before["framework"] if isinstance(before, dict) else None
    if not isinstance(before, dict) or not isinstance(framework, dict):
        raise TypeError("the source is not an export")
    version, content = str(framework["version"]), snapshot.content
    same: dict[str, JsonValue] = {key: before[key] for key in ("exportedAt", OWN_FIELD) if key in before}
    if carried is None and snapshot.version.removesuffix(DRAFT_MARK) == version:
        unedited = rewrite(text, node, {**export_value(content, version, None), **same}, ORDERED)
        if unedited == text:
            return source
    value = export_value(content, snapshot.version, snapshot.time if "exportedAt" in before else None)
    own: dict[str, JsonValue] = {"contentSha256": content.sha256, "basedOn": snapshot.based_on}
    own["corrections"] = [each.model_dump(mode="json") for each in corrections]
    own[FIELD] = carried
    value[OWN_FIELD] = {key: each for key, each in own.items() if each}
    return rewrite(text, node, value, ORDERED).encode("utf-8")


def write_export(
    snapshot: Snapshot,
    source: bytes,
    path: Path,
    corrections: Iterable[Correction] = (),
    carried: JsonValue = None,
) -> None:
    """Writes the export file, whole or not at all. Raises FileError where it cannot be written."""
    write_whole(path, render_export(snapshot, source, corrections, carried))
