"""How far the histories of a workspace go, written down to be kept elsewhere: what is cut off later is missed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core.errors import FileError, Problem
from lexcurric.files import read_text, write_whole
from lexcurric.store.transfer import Heads, fingerprint

if TYPE_CHECKING:
    from lexcurric.workspace.workspace import Workspace

SCHEMA = "lexcurric/witness/1"
_KIND = "a witness file, as `lexcurric verify --write` makes it"


def write_witness(workspace: Workspace, path: Path) -> Path:
    """Writes down how far each history goes at this moment."""
    heads = workspace.store.heads()
    said = {
        "schema": SCHEMA,
        "workspace": workspace.store.uid,
        "time": workspace.clock(),
        "fingerprint": fingerprint(heads),
        "heads": heads,
    }
    write_whole(path, (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode())
    return path


def missing_since(workspace: Workspace, path: Path) -> list[str]:
    """What was there when the file was written and is not any more, in sentences. Raises FileError for another file."""
    try:
        said = json.loads(read_text(path, _KIND))
        uid, time, heads = said["workspace"], said["time"], _checked(said["heads"])
        is_right = said["schema"] == SCHEMA and said["fingerprint"] == fingerprint(heads)
    except (ValueError, TypeError, KeyError, AttributeError):
        is_right = False
    if not is_right:
        raise FileError(str(path), [Problem("", f"expected {_KIND}")], "Give the file as it was written")
    if uid != workspace.store.uid:
        raise FileError(str(path), [Problem("", "was written for another workspace")], "Give the file of this one")
    return [f"{each} (It was on {time[:10]}.)" for each in workspace.store.missing(heads)]


def _checked(heads: Heads) -> Heads:
    for lines in heads.values():
        for number, digest in lines.values():
            if not isinstance(number, int) or not isinstance(digest, str):
                raise TypeError(number)
    return heads
