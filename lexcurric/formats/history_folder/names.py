"""What the files of the folder are called: names that hold on Windows, macOS and Linux alike."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

NOTES = "workspace.json"
"""The file that makes a folder one of ours; it is written last, and what it does not name does not count."""
LONGEST = 100
_PLAIN = re.compile(r"[a-z0-9._-]")
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")
"""Names that Windows keeps for devices, with any ending."""


def is_history_folder(path: Path) -> bool:
    """True for a folder that says it holds a workspace."""
    return (path / NOTES).is_file()


def folder_name(code: str) -> str:
    """
    The folder of a framework, by its code: no two codes share one, whether a system knows capitals or not.

    >>> folder_name("43-6012.00"), folder_name("Bäcker/2"), folder_name("nul.1")
    ('43-6012.00', '%42%c3%a4cker%2f2', '%6eul.1')
    """
    name = "".join(each if _PLAIN.match(each) else _escaped(each) for each in code)
    if _DEVICE.match(name) or name.startswith("."):
        name = _escaped(name[0]) + name[1:]
    if name.endswith("."):
        name = name[:-1] + _escaped(".")
    if len(name) > LONGEST:
        name = f"{name[: LONGEST - 33]}%-{sha256(code.encode()).hexdigest()[:31]}"
    return name or "%"


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02x}" for byte in character.encode())


def framework_file(code: str) -> str:
    """The file that says what never changes of a framework."""
    return f"frameworks/{folder_name(code)}/framework.json"


def numbered_file(code: str, line: str, number: int) -> str:
    """The file of a revision, or of an entry in the log of versions."""
    return f"frameworks/{folder_name(code)}/{line}/{number:06}.json"


def statements_file(code: str) -> str:
    """The draft as it stands, for people."""
    return f"frameworks/{folder_name(code)}/statements.md"


def source_file(digest: str) -> str:
    """An export that was imported, byte for byte."""
    return f"sources/{digest}.json"
