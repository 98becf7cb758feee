"""
Looking at a workbook from outside before it is parsed: what is dangerous, or no workbook at all, is refused.

The limits were measured: a file of some kilobytes can hold hundreds of megabytes, and a document type declaration can
make a parser read other files. See the rubric's reference, trap 12.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lexcurric.core.errors import FileError, Problem

MOST_BYTES = 10_000_000
MOST_MEMBERS = 200
MOST_UNPACKED = 50_000_000
MOST_RATIO = 100
MOST_TAGS, MOST_CELL_TAGS, MOST_STYLE_TAGS = 20_000, 600_000, 40_000
"""Tags of one part outside its cells; of all cells and texts together; of the styles: each costs time and memory."""
MOST_RUN, MOST_STYLE_RUN, MOST_BRACKETS = 300_000, 2_000, 20
"""
Bytes from one tag to the next, and within a comment; the same in the styles, and brackets there.

Parsers look at a tag from its beginning whenever more of it has come, so a long one costs them time by its square; so
does a number format of many brackets. A cell's text has at most 32,767 characters.
"""
MOST_WIDE = 1_000_000
"""Bytes of a part in UTF-16."""
_SMALL_PACKED, _SMALL_PART = 32_000, 200_000
"""A part is remembered up to this size, packed and unpacked."""
_SMALL = 1_000_000
"""A member below this size is harmless, however well it is packed."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPE = b"<!DOCTYPE"
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""Byte order marks, the zeros of UTF-16, and blanks, which may stand before the first tag."""
_LONG = ((b"<!--", b"-->"), (b"<?", b"?>"))
_STYLES = "xl/styles.xml"
_WIDE_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-16-le", "utf-16-be"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_END_OF_CELLS = re.compile(rb"<(?:[\w.-]+:)?sheetData\s*/>|</(?:[\w.-]+:)?sheetData\s*>")
_LONGEST_PREFIX = 100
_LOCAL = struct.Struct("<4s22xHH")
"""The head of a part inside the file: its mark, and how long its name and its extra field are."""
_UTF_8 = 0x800
"""The flag of a part whose name is in UTF-8."""
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


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook that was let pass: the SHA-256 of its bytes (64 hex digits), and the parts that were asked for."""

    sha256: str
    parts: Mapping[str, bytes]


def check_workbook(path: Path) -> None:
    """
    Raise FileError where this is not a workbook that is safe to read; nothing is parsed.

    Refused are files of other kinds, with passwords, macros or links to other files, damaged ones, and
    such as unpack to more than `MOST_UNPACKED` bytes.
    """
    read_package(path, lambda _: False)


def read_package(path: Path, wanted: Callable[[str], bool]) -> Package:
    """
    The parts of a workbook whose names are `wanted`, looked at in the same pass as `check_workbook` does.

    Every part is unpacked once, wanted or not. Raises FileError where the workbook is not safe to read.
    """
    parts: dict[str, bytes] = {}
    digest = ""
    try:
        body = _read_file(path)
        digest = hashlib.sha256(body).hexdigest()
        problem = next(_problems(body, wanted, parts), None)
    except _RefusedError as error:
        problem = str(error)
    if problem:
        raise FileError(str(path), [Problem("", problem)], _HINT)
    return Package(digest, parts)


class _RefusedError(Exception):
    """Why a file is not even looked into."""


def _problems(body: bytes, wanted: Callable[[str], bool], parts: dict[str, bytes]) -> Iterator[str]:
    """What is wrong, the first finding first; later checks rely on the earlier ones."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = archive.infolist()
            yield from _member_problems(members)
            yield from _part_problems(body, members, wanted, parts)
    except _BROKEN as error:
        yield f"the file is damaged or was not downloaded completely ({str(error).rstrip('.')})"


def _read_file(path: Path) -> bytes:
    try:
        problem = next(_file_problems(path), None)
        if problem:
            raise _RefusedError(problem)
        with path.open("rb") as file:
            # What grew since it was looked at is cut off, and found damaged.
            return file.read(MOST_BYTES)
    except OSError as error:
        raise _RefusedError(f"the file cannot be read: {error.strerror or error}") from None


def _file_problems(path: Path) -> Iterator[str]:
    if not path.exists():
        yield "there is no such file"
    if path.is_dir():
        yield "this is a folder, and a workbook was expected"
    elif not path.is_file():
        yield "this is a device or pipe, and a workbook was expected"
    yield from _name_problems(path)
    try:
        with path.open("rb") as file:
            head, size = file.read(8), file.seek(0, 2)
    except OSError as error:
        yield f"the file cannot be read: {error.strerror or error}"
        return
    if size > MOST_BYTES:
        yield f"the file has {size / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:.0f} MB are read"
    if head == _OLE:
        yield _ole_problem(path)
    if not head.startswith(b"PK"):
        yield "this is not an Excel workbook" if head else "the file is empty"


def _ole_problem(path: Path) -> str:
    with path.open("rb") as file:
        is_encrypted = _ENCRYPTED in file.read(MOST_BYTES)
    if is_encrypted:
        return (
            "the workbook is protected with a password; take the password off in Excel (File, Info, Protect Workbook)"
        )
    return "the workbook is in the old .xls format, or protected with a password"


def _name_problems(path: Path) -> Iterator[str]:
    suffix = path.suffix.casefold()
    if path.name.startswith(("~$", ".~lock.")):
        of = path.name.removeprefix("~$").removeprefix(".~lock.").rstrip("#")
        yield f"this is only the mark that {of} is open in Excel or LibreOffice; close it there, and give {of} itself"
    if suffix in (".ods", ".ots", ".fods"):
        yield f"this is an OpenDocument sheet ({suffix})"
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
        is_open_document = {"mimetype", "content.xml"} <= set(names)
        yield (
            "this is an OpenDocument sheet under another name" if is_open_document else "this is not an Excel workbook"
        )


def _is_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name)


def _packed(body: bytes, member: zipfile.ZipInfo) -> bytes:
    """
    A part as it is packed. For parts of some kilobytes `ZipFile.read` takes three times as long.

    Raises BadZipFile where the file contradicts itself.
    """
    at = member.header_offset
    head = body[at : at + _LOCAL.size]
    mark, name_size, extra_size = _LOCAL.unpack(head) if at >= 0 and len(head) == _LOCAL.size else (b"", 0, 0)
    name = body[at + _LOCAL.size : at + _LOCAL.size + name_size]
    if name.decode("utf-8" if member.flag_bits & _UTF_8 else "cp437") != member.orig_filename:
        raise zipfile.BadZipFile(f"the part {member.filename!r} has two names")
    start = at + _LOCAL.size + name_size + extra_size
    packed = body[start : start + member.compress_size]
    if mark != b"PK\x03\x04" or len(packed) != member.compress_size:
        raise zipfile.BadZipFile(f"the part {member.filename!r} is not where the file says")
    return packed


@dataclass(frozen=True, slots=True)
class _Part:
    """What is to be known of a part: its bytes, its tags among the cells and outside, and what is wrong with it."""

    data: bytes
    inside: int
    outside: int
    problem: str


def _look_at(name: str, packed: bytes, method: int, size: int, crc: int) -> _Part:
    """
    Unpacks a part, never to more than the file says, and looks at it.

    Raises BadZipFile where the file contradicts itself, NotImplementedError for a way of packing that is not known.
    """
    if method == zipfile.ZIP_STORED:
        data = packed
    elif method == zipfile.ZIP_DEFLATED:
        data = zlib.decompressobj(-15).decompress(packed, size + 1)
    else:
        raise NotImplementedError(f"the part {name!r} is packed in an unusual way")
    if len(data) != size or zlib.crc32(data) != crc:
        raise zipfile.BadZipFile(f"the part {name!r} is not what the file says")
    plain = name.casefold()
    if not _is_xml(plain, data):
        return _Part(data, 0, 0, "")
    return _Part(data, *_tags(plain, data), next(_xml_problems(plain, data), ""))


_look_at_again = lru_cache(maxsize=128)(_look_at)
"""
For small parts: in a thousand workbooks of one rubric nearly all of them are the same bytes.

It keeps at most 128 parts of up to 200 kB, which is 30 MB with what they were packed in.
"""


def _part_problems(
    body: bytes,
    members: list[zipfile.ZipInfo],
    wanted: Callable[[str], bool],
    parts: dict[str, bytes],
) -> Iterator[str]:
    cells = 0
    for member in members:
        name, packed = member.filename, _packed(body, member)
        look = _look_at_again if len(packed) <= _SMALL_PACKED and member.file_size <= _SMALL_PART else _look_at
        part = look(name, packed, member.compress_type, member.file_size, member.CRC)
        if part.problem:
            yield f"the part {name!r} {part.problem}"
        cells += part.inside
        if part.outside > (MOST_STYLE_TAGS if name == _STYLES else MOST_TAGS):
            yield f"the part {name!r} has {part.outside:,} entries; that is how harmful files look"
        if cells > MOST_CELL_TAGS:
            yield "the workbook has more rows or cells than a rubric, sheet or report of ours can have"
        if wanted(name):
            parts[name] = part.data


def _is_xml(name: str, data: bytes) -> bool:
    """Whether a part may be parsed: a relation may give a sheet any name; only pictures and the like are none."""
    return name.endswith((".xml", ".rels")) or data[:1000].lstrip(_BEFORE_XML)[:1] == b"<"


def _xml_problems(name: str, data: bytes) -> Iterator[str]:
    """What makes a part dangerous or slow to parse."""
    is_wide = b"\0" in data
    # In UTF-16 every other byte of a declaration is a zero: without zeros there is none to look for.
    if _DOCTYPE in data or (is_wide and any(mark in data for mark in _WIDE_DOCTYPES)):
        yield "has a document type declaration, which can reach into other files"
    if is_wide and len(data) > MOST_WIDE:
        yield f"is in UTF-16 and has more than {MOST_WIDE / 1e6:.0f} MB; that is how harmful files look"
    is_style = name == _STYLES
    if _has_long_run(data, MOST_STYLE_RUN if is_style else MOST_RUN):
        yield "has a tag or text that is longer than any of a workbook; that is how harmful files look"
    if any(_has_long(data, *ends) for ends in _LONG):
        yield "has a long comment; that is how harmful files look"
    # A bracket may be written as a number too.
    if is_style and any(each.count(b"[") + each.count(b"&#") > MOST_BRACKETS for each in data.split(b"<")):
        yield "has a number format that is harmful"


def _has_long_run(data: bytes, most: int) -> bool:
    """Whether so many bytes follow one another without the beginning of a tag."""
    at = 0
    while len(data) - at > most:
        at = data.rfind(b"<", at, at + most) + 1
        if not at:
            return True
    return False


def _has_long(data: bytes, begin: bytes, end: bytes) -> bool:
    """Whether a comment or the like is too long; a beginning that is none makes it look longer, and never shorter."""
    at = data.find(begin)
    while at >= 0:
        stop = data.find(end, at + len(begin))
        if (stop if stop >= 0 else len(data)) - at > MOST_RUN:
            return True
        at = data.find(begin, stop) if stop >= 0 else -1
    return False


def _tags(name: str, data: bytes) -> tuple[int, int]:
    """How many tags a part has among its cells or texts, and outside of them."""
    if "sharedstrings" in name:
        return data.count(b"<"), 0
    end = _end_of_cells(data) if "worksheets/" in name else None
    if end is None:
        return 0, data.count(b"<")
    # The first place that looks like the end counts: a false one makes the rest look worse, and never better.
    return data.count(b"<", 0, end), data.count(b"<", end)


def _end_of_cells(data: bytes) -> int | None:
    """Where the cells of a sheet end, if that is to be seen; a prefix longer than anybody writes hides it."""
    at = data.find(b"sheetData")
    while at >= 0:
        start = data.rfind(b"<", max(0, at - _LONGEST_PREFIX), at)
        if start >= 0 and _END_OF_CELLS.match(data, start):
            return start
        at = data.find(b"sheetData", at + 1)
    return None
