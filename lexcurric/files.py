"""Whole files, in and out, with errors in words; what every format needs and the core must not know."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from lexcurric.core.errors import FileError, Problem

MAX_BYTES = 64 * 1024 * 1024


def read_bytes(path: Path, kind: str = "a file", hint: str = "") -> bytes:
    """The bytes of a file of at most 64 MiB; FileError, naming the kind of file expected, where it cannot be read."""
    name = kind.split(" ", 1)[1]
    try:
        if path.is_dir():
            raise FileError(str(path), [Problem("", f"expected {kind}, found a folder")], "Name a file in it")
        if not path.exists():
            raise FileError(str(path), [Problem("", f"no such {name}")], "Check the name and the folder")
        if not path.is_file():
            raise FileError(str(path), [Problem("", f"expected {kind}, found a device or pipe")], hint)
        size = path.stat().st_size
        if size > MAX_BYTES:
            what = f"expected {kind} of at most {MAX_BYTES:,} bytes, found {size:,}"
            raise FileError(str(path), [Problem("", what)], hint)
        return path.read_bytes()
    except PermissionError:
        problem = Problem("", f"the {name} or its folder may not be read by you (permission denied)")
        raise FileError(str(path), [problem], "Ask for the right to read it") from None
    except (OSError, ValueError) as error:
        raise FileError(str(path), [Problem("", f"cannot be read: {error}")], hint) from None


def read_text(path: Path, kind: str = "a file") -> str:
    """The text of a UTF-8 file; FileError where it is not one."""
    try:
        return read_bytes(path, kind).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem(f"byte {error.start}", "expected UTF-8 text")
        raise FileError(str(path), [problem], "Save the file again as UTF-8") from None


def write_whole(path: Path, body: bytes) -> None:
    """Writes a file, and the folders above it, whole or not at all: a reader never sees half of it."""
    if path.is_dir():
        raise FileError(str(path), [Problem("", "cannot be written: it is a folder")], "Name a file in it")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(body)
        temporary.replace(path)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        with contextlib.suppress(OSError, ValueError):
            temporary.unlink(missing_ok=True)
        problem = Problem("", f"cannot be written: {said}")
        raise FileError(str(path), [problem], "Choose another place, or close the file where it is open") from None


def file_name(*parts: str) -> str:
    """
    A file name made from titles and labels, which stays inside its folder on every system.

    >>> file_name("43-6012.00", "v.26.05 / ../x")
    '43-6012.00-v.26.05-x'
    """
    joined = "-".join(parts)
    plain = re.sub(r"[^\w.+-]+", "-", joined)
    plain = re.sub(r"-?\.\.+-?|--+", "-", plain).strip("-. ")
    return plain[:120] or "framework"
