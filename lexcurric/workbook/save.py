"""Writing a file all or not at all, and the one time that a file carries."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from lexcurric.core.errors import FileError, Problem

EARLIEST = "1980-01-01T00:00:00Z"


def file_time(stated: str) -> str:
    """
    The time to write into a file: the framework's own, else SOURCE_DATE_EPOCH, else the year 1980; never the clock.

    >>> file_time("2026-05-15T09:00:00.000Z")
    '2026-05-15T09:00:00Z'
    """
    with contextlib.suppress(ValueError, OverflowError):
        at = datetime.fromisoformat(stated)
        return _written(at if at.tzinfo else at.replace(tzinfo=UTC))
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return _written(datetime.fromtimestamp(int(epoch), UTC)) if re.fullmatch(r"\d{1,11}", epoch) else EARLIEST


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it, so that a reader sees the old or the new file, never a part."""
    if not path.parent.is_dir():
        raise FileError(str(path), [Problem("", f"the folder {path.parent} does not exist")], "Make the folder first")
    if path.is_dir():
        raise FileError(str(path), [Problem("", "this is a folder")], "Give the name of a file")
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=".lexcurric-", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            os.fchmod(file.fileno(), 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        what = f"the file cannot be written: {error.strerror or error}"
        raise FileError(
            str(path), [Problem("", what)], "Close it in other programs, or choose another folder"
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
