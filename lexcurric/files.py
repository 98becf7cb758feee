"""Whole files, in and out, with errors in words; what every format needs and the core must not know."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from lexcurric.core.errors import FileError, Problem

MAX_BYTES = 64 * 1024 * 1024
DATABASE = b"SQLite format 3\0"
"""What a SQLite file begins with."""
_HELD: Counter[tuple[int, int]] = Counter()


def hold(path: Path) -> Callable[[], None]:
    """
    Notes that a workspace file is open in this process; gives what takes that back.

    A file that SQLite has open must not be opened beside it: closing it again would drop all its locks
    (https://www.sqlite.org/howtocorrupt.html, section 2.2), and another program would write in the middle.
    """
    key = _identity(path)
    if key is None:
        return lambda: None
    _HELD[key] += 1

    def let_go() -> None:
        _HELD[key] -= 1

    return let_go


def is_workspace(path: Path) -> bool:
    """True for a file that is open as a workspace here, or is a SQLite database."""
    key = _identity(path)
    if key is None or _HELD[key] > 0:
        return key is not None
    try:
        with path.open("rb") as opened:
            return opened.read(len(DATABASE)) == DATABASE
    except OSError:
        return False


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


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
        if _HELD[_identity(path) or (0, 0)] > 0:
            raise FileError(str(path), [Problem("", f"expected {kind}, found a workspace")], hint)
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
    if is_workspace(path):
        problem = Problem("", "is a workspace, and is never written over")
        raise FileError(str(path), [problem], "Give the name of another file")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(body)
        temporary.replace(path)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        _take_away(temporary)
        problem = Problem("", f"cannot be written: {said}")
        raise FileError(str(path), [problem], "Choose another place, or close the file where it is open") from None
    except BaseException:
        # Stopped in the middle, such as by Ctrl-C.
        _take_away(temporary)
        raise


def _take_away(temporary: Path) -> None:
    with contextlib.suppress(OSError, ValueError):
        temporary.unlink(missing_ok=True)


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
