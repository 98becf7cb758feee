"""How revisions, versions and notes are spelled in JSON, and read again to the last letter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from pydantic import JsonValue

from lexcurric.core.items import ItemKey
from lexcurric.core.json_text import canonical

Fields = dict[str, Any]
"""A record as plain values, by the names of its fields."""
Changes = Mapping[ItemKey, str | None]

SCHEMA = "lexcurric/workspace/1"
WHAT = "The whole history of a lexcurric workspace; README.md says how to use it. Change nothing by hand."
LINES = ("upstream", "draft")
LOG = "versions"
"""The folder of the log of versions and their statuses."""

_REVISION = {
    "revision": "rev",
    "time": "created_at",
    "author": "author",
    "kind": "kind",
    "message": "message",
    "uid": "uid",
    "source": "source_sha256",
    "hash": "hash",
}
_STATUS = {"number": "number", "label": "label", "status": "status", "author": "author", "time": "created_at"}
_VERSION = {
    "line": "line",
    "revision": "rev",
    "message": "message",
    "contentSha256": "content_sha256",
    "parents": "parents",
}


@dataclass(frozen=True, slots=True)
class FolderHeads:
    """How far a framework goes: of each line, and of the log of its versions, the number and hash of the newest."""

    soc: str
    upstream: tuple[int, str]
    draft: tuple[int, str]
    versions: tuple[int, str]


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A file that was imported: its hash, the name it came with, and when it came."""

    sha256: str
    filename: str
    added_at: str


@dataclass(frozen=True, slots=True)
class Notes:
    """What the folder holds: of which workspace, and how far."""

    uid: str
    fingerprint: str
    frameworks: tuple[FolderHeads, ...]
    sources: tuple[SourceNote, ...]


def spell(value: JsonValue) -> bytes:
    """A JSON value as a file: one thing a line, in UTF-8."""
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def spell_text(text: str) -> JsonValue | None:
    """The JSON value that a text spells, if writing that value gives this very text again; None if not."""
    try:
        value: JsonValue = json.loads(text)
        return value if canonical(value) == text else None
    except (ValueError, RecursionError):
        return None


def spell_revision(fields: Fields, changes: Changes) -> Fields:
    """A revision with what it changed."""
    said = {name: fields[field] for name, field in _REVISION.items()}
    detail = spell_text(fields["detail"])
    said |= {"detailText": fields["detail"]} if detail is None else {"detail": detail}
    return said | {"changes": [_spell_change(key, body) for key, body in sorted(changes.items())]}


def _spell_change(key: ItemKey, body: str | None) -> Fields:
    said: Fields = {"kind": key[0], "uid": key[1]}
    if body is None:
        return said | {"body": None}
    value = spell_text(body)
    return said | ({"text": body} if value is None else {"body": value})


def read_revision(said: Fields) -> tuple[Fields, dict[ItemKey, str | None]]:
    """A revision with what it changed. Raises KeyError or TypeError for what is none."""
    fields = {field: said[name] for name, field in _REVISION.items()}
    fields["detail"] = said["detailText"] if "detailText" in said else canonical(said["detail"])
    return fields, {(each["kind"], each["uid"]): _read_body(each) for each in said["changes"]}


def _read_body(said: Fields) -> str | None:
    if "text" in said:
        return str(said["text"])
    return None if said["body"] is None else canonical(said["body"])


def spell_status(fields: Fields, version: Fields | None) -> Fields:
    """A status of a version; the first of each comes with what the version is."""
    said = {name: fields[field] for name, field in _STATUS.items()}
    if version is not None:
        said["version"] = {name: version[field] for name, field in _VERSION.items()}
    return said | {"hash": fields["hash"]}


def read_status(said: Fields) -> tuple[Fields, Fields | None]:
    """A status of a version, and what the version is where this is its first. Raises KeyError or TypeError."""
    fields = {field: said[name] for name, field in _STATUS.items()} | {"hash": said["hash"]}
    if "version" not in said:
        return fields, None
    return fields, {field: said["version"][name] for name, field in _VERSION.items()}


def spell_framework(fields: Fields) -> Fields:
    """What never changes of a framework."""
    return _sealed({"soc": fields["soc"], "uid": fields["uid"], "addedAt": fields["added_at"]})


def read_framework(said: Fields) -> Fields:
    """What never changes of a framework. Raises KeyError for what is none."""
    return {"soc": said["soc"], "uid": said["uid"], "added_at": said["addedAt"]}


def spell_notes(notes: Notes) -> bytes:
    """The file of the notes: one framework and one source a line, so that git shows which of them moved on."""
    head = {"what": WHAT, "schema": SCHEMA, "uid": notes.uid, "fingerprint": notes.fingerprint}
    said = _sealed(head | {"frameworks": [asdict(each) for each in notes.frameworks], "sources": _sources(notes)})
    parts = [
        *[f"  {json.dumps(key)}: {json.dumps(said[key], ensure_ascii=False)}" for key in head],
        f'  "frameworks": {_rows(said["frameworks"])}',
        f'  "sources": {_rows(said["sources"])}',
        f'  "hash": {json.dumps(said["hash"])}',
    ]
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def spell_beginning(uid: str) -> bytes:
    """The file of the notes while the folder is written for the first time."""
    return spell({"what": WHAT, "schema": SCHEMA, "uid": uid, "state": "not written to its end"})


def read_notes(said: Fields) -> Notes:
    """The notes. Raises KeyError or TypeError for what are none."""
    frameworks = [
        FolderHeads(each["soc"], *[(int(number), str(digest)) for number, digest in map(each.get, (*LINES, LOG))])
        for each in said["frameworks"]
    ]
    sources = [SourceNote(each["sha256"], each["filename"], each["addedAt"]) for each in said["sources"]]
    return Notes(said["uid"], said["fingerprint"], tuple(frameworks), tuple(sources))


def _sources(notes: Notes) -> list[Fields]:
    return [{"sha256": each.sha256, "filename": each.filename, "addedAt": each.added_at} for each in notes.sources]


def _rows(rows: Iterable[Fields]) -> str:
    lines = [f"    {json.dumps(row, ensure_ascii=False)}" for row in rows]
    return "[\n" + ",\n".join(lines) + "\n  ]" if lines else "[]"


def _sealed(said: Fields) -> Fields:
    return said | {"hash": sha256(canonical(said).encode()).hexdigest()}
