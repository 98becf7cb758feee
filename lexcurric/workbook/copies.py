"""
Many workbooks that differ only in a name, a thousand in seconds, and each the same bytes as if it were written alone.

Nearly all the work of writing a workbook is the same for each. So one is written with a mark for the name, and the
copies have the name there instead. Nothing is taken on trust: a second workbook, for a long name of odd letters, is
written in the ordinary way, and the copy must be equal to it. Where it is not, or where a name might come out
otherwise, the workbook is written in the ordinary way.
"""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

_MARK = "LxNameStandsHere"
_ODD = '"q" & <o> \' \\ ñ Ж 語 \U0001f393 '
"""Every character that some spelling writes in a way of its own, for the second workbook."""
_LENGTHS = (60, 40, 30)
_LOCAL, _CENTRAL, _END = struct.Struct("<4s2B4HL2L2H"), struct.Struct("<4s4B4HL2L5H2L"), struct.Struct("<4s4H2LH")
_LEVELS = (6, 4, 9, 1, 5, 3, 7, 8, 2)
"""How hard a part may have been packed, the likeliest first."""
_PLAIN = re.compile(r"_x[0-9A-Fa-f]{4}_|[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|^\s|\s$|  ")

Spelling = Callable[[str], str]


def _numeric(text: str) -> str:
    return text.encode("ascii", "xmlcharrefreplace").decode()


def _text(text: str) -> str:
    return escape(text, quote=False)


def _attribute(text: str) -> str:
    return _text(text).replace('"', "&quot;")


def _ascii_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _as_is(text: str) -> str:
    return text


_SPELLINGS: tuple[Spelling, ...] = tuple(
    (lambda text, inner=inner, outer=outer, last=last: last(outer(inner(text))))  # type: ignore[misc]
    for inner in (_as_is, _json, _ascii_json)
    for outer in (_text, _attribute)
    for last in (_as_is, _numeric)
)
"""How a name can be spelled in a part of a workbook: as XML, by itself or within JSON, with or without numbers."""


class Copies:
    """The workbooks for names; `write` gives the bytes of the one for a name, written in the ordinary way."""

    def __init__(self, write: Callable[[str], bytes]) -> None:
        self._write = write
        self._template: _Template | None = None
        self._longest = 0
        first = write(_MARK)
        for length in _LENGTHS:
            probe = (_ODD + "語" * length)[:length]
            template = _template(first, write(probe), probe)
            if template is not None:
                self._template, self._longest = template, length
                return

    @property
    def is_quick(self) -> bool:
        """True where copies are made from a template, False where each workbook is written by itself."""
        return self._template is not None

    def of(self, name: str) -> bytes:
        """The bytes of the workbook for a name."""
        if self._template is None or len(name) > self._longest or not name or _PLAIN.search(name):
            return self._write(name)
        if self._template.has_text(name):
            # A text that is there already is not kept twice, so that the numbers of the texts would be others.
            return self._write(name)
        return self._template.render(name)


@dataclass(frozen=True)
class _Part:
    """One file within the workbook: its headers and packed bytes, and what stands around the name where it has one."""

    local: bytes
    central: bytes
    packed: bytes
    around: Sequence[str] = ()
    spellings: Sequence[Spelling] = ()
    level: int = 0

    def body(self, name: str) -> bytes:
        said = [self.around[0]]
        for spell, rest in zip(self.spellings, self.around[1:], strict=True):
            said += [spell(name), rest]
        return "".join(said).encode()


@dataclass(frozen=True)
class _Template:
    parts: Sequence[_Part]
    texts: frozenset[str]

    def has_text(self, name: str) -> bool:
        return _text(name) in self.texts

    def render(self, name: str) -> bytes:
        """The archive, with only those parts packed again that have the name."""
        file, index = io.BytesIO(), io.BytesIO()
        for part in self.parts:
            local, central, packed = part.local, part.central, part.packed
            at = file.tell()
            if part.spellings:
                body = part.body(name)
                packed = _packed(body, part.level)
                sizes = struct.pack("<3L", zlib.crc32(body), len(packed), len(body))
                local = local[:14] + sizes + local[26:]
                central = central[:16] + sizes + central[28:]
            file.write(local + packed)
            index.write(central[:42] + struct.pack("<L", at) + central[46:])
        start, listed = file.tell(), index.getvalue()
        count = len(self.parts)
        file.write(listed + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), start, 0))
        return file.getvalue()


def _template(first: bytes, second: bytes, probe: str) -> _Template | None:
    """The template that `first` (with the mark) and `second` (with `probe`) are both copies of, if there is one."""
    bodies, others = _bodies(first), _bodies(second)
    parts = []
    members = _members(first)
    level = _level([(bodies[name], packed) for _, _, packed, name in members], _MARK.encode())
    if level is None:
        return None
    for local, central, packed, name in members:
        body, other = bodies[name], others.get(name)
        if other is None:
            return None
        if _MARK.encode() not in body:
            parts.append(_Part(local, central, packed))
            continue
        around = body.decode().split(_MARK)
        spellings = _spellings(around, other.decode(), probe)
        if spellings is None:
            return None
        parts.append(_Part(local, central, packed, around, spellings, level))
    shared = bodies.get("xl/sharedStrings.xml", b"").decode()
    template = _Template(parts, frozenset(re.findall(r"<t[^>]*>([^<]*)</t>", shared)))
    is_true = template.render(probe) == second and template.render(_MARK) == first
    return template if is_true else None


def _level(parts: Sequence[tuple[bytes, bytes]], mark: bytes) -> int | None:
    """
    How hard the parts with the mark were packed: the level that gives their bytes, and those of most other parts.

    A short part is packed alike by several levels, which would part ways over another name.
    """
    fitting = [
        level for level in _LEVELS if all(_packed(body, level) == packed for body, packed in parts if mark in body)
    ]
    return max(fitting, default=None, key=lambda level: sum(_packed(body, level) == packed for body, packed in parts))


def _packed(body: bytes, level: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


def _bodies(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _members(archive: bytes) -> list[tuple[bytes, bytes, bytes, str]]:
    """Each member's local header, entry in the index, packed bytes and name."""
    found = []
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        at = opened.start_dir
        for info in opened.infolist():
            named = struct.unpack_from("<3H", archive, at + 28)
            central = archive[at : at + _CENTRAL.size + sum(named)]
            at += len(central)
            head = sum(struct.unpack_from("<2H", archive, info.header_offset + 26)) + _LOCAL.size
            start = info.header_offset + head
            packed = archive[start : start + info.compress_size]
            found.append((archive[info.header_offset : start], central, packed, info.filename))
    return found


def _spellings(around: Sequence[str], other: str, probe: str) -> list[Spelling] | None:
    """How the name is spelled at each of its places, found out from a part that has another name there."""
    if not other.startswith(around[0]):
        return None
    at, found = len(around[0]), []
    for rest in around[1:]:
        spell = next((each for each in _SPELLINGS if other.startswith(each(probe) + rest, at)), None)
        if spell is None:
            return None
        found.append(spell)
        at += len(spell(probe)) + len(rest)
    return found if at == len(other) else None
