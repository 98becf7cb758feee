"""
Looking at a workbook from outside before it is parsed: what is dangerous, or no workbook at all, is refused.

The limits were measured: a file of some kilobytes can hold hundreds of megabytes, and a document type declaration can
make a parser read other files. See the rubric's reference, trap 12.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lexcurric.core.errors import FileError, Problem

MOST_BYTES = 10_000_000
MOST_MEMBERS = 200
MOST_UNPACKED = 50_000_000
MOST_RATIO = 100
_SMALL = 1_000_000
"""A member below this size is harmless, however well it is packed."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
_HINT = "Ask for the workbook that was issued, saved as .xlsx"


def check_workbook(path: Path) -> None:
    """
    Raise FileError where this is not a workbook that is safe to read; nothing is parsed.

    Refused are files of other kinds, with passwords, macros or links to other files, damaged ones, and
    such as unpack to more than `MOST_UNPACKED` bytes.
    """
    problem = next(_problems(path), None)
    if problem:
        raise FileError(str(path), [Problem("", problem)], _HINT)


def _problems(path: Path) -> Iterator[str]:
    """What is wrong, the first finding first; later checks rely on the earlier ones."""
    yield from _file_problems(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            yield from _member_problems(members)
            yield from _part_problems(archive, members)
    except _BROKEN as error:
        yield f"the file is damaged or was not downloaded completely ({str(error).rstrip('.')})"
    except OSError as error:
        yield f"the file cannot be read: {error.strerror or error}"


def _file_problems(path: Path) -> Iterator[str]:
    if not path.exists():
        yield "there is no such file"
    if path.is_dir():
        yield "this is a folder, and a workbook was expected"
    yield from _name_problems(path.suffix.casefold())
    try:
        with path.open("rb") as file:
            head, size = file.read(8), file.seek(0, 2)
    except OSError as error:
        yield f"the file cannot be read: {error.strerror or error}"
        return
    if size > MOST_BYTES:
        yield f"the file has {size / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:.0f} MB are read"
    if head == _OLE:
        yield "the workbook is protected with a password, or in the old .xls format"
    if not head.startswith(b"PK"):
        yield "this is not an Excel workbook" if head else "the file is empty"


def _name_problems(suffix: str) -> Iterator[str]:
    if suffix == ".xls":
        yield "this is the old .xls format"
    elif suffix in (".xlsm", ".xltm", ".xlsb", ".xlam"):
        yield f"workbooks that may hold macros ({suffix}) are not read"
    elif suffix != ".xlsx":
        yield f"the name ends in {suffix or 'nothing'}, and .xlsx was expected"


def _member_problems(members: list[zipfile.ZipInfo]) -> Iterator[str]:
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS:
        yield f"the file has {len(members)} parts; at most {MOST_MEMBERS} are read"
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        yield f"the file unpacks to more than {MOST_UNPACKED / 1e6:.0f} MB"
    for member in members:
        name = member.filename
        if _is_outside(name):
            yield f"the part {name!r} points outside the file"
        if member.flag_bits & 1:
            yield "the file is protected with a password"
        if member.file_size > _SMALL and member.file_size > MOST_RATIO * max(1, member.compress_size):
            yield f"the part {name!r} is packed more than {MOST_RATIO} times; that is how harmful files look"
        if "vbaproject" in name.casefold():
            yield "the workbook has macros"
        if "externallinks/" in name.casefold():
            yield "the workbook has links to other files"
    if len(set(names)) < len(names):
        yield "the file has two parts of one name"
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= set(names):
        yield "this is not an Excel workbook"


def _is_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name)


def _part_problems(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Iterator[str]:
    for member in members:
        data = archive.read(member)
        if any(mark in data for mark in _DOCTYPES):
            yield f"the part {member.filename!r} has a document type declaration, which can reach into other files"
