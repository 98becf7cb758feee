"""Bodies of items and details of revisions, packed: one by one they are short, and most of each is said by the next."""

from __future__ import annotations

import zlib

_PLAIN, _DEFLATED = b"\x00", b"\x01"

# What bodies have in common, the most frequent last, as zlib wants it. Never change it: what is kept was packed so.
_COMMON = (
    '{"action":"import","confidence":{},"exportedAt":"2026-","reasons":{},"review":[],"similar":{},"version":"v.26.'
    '{"label":"v.26.05","rev":1}{"key":"emerging","label":"Emerging","developing","Developing","proficient","Proficient'
    '"advanced","Advanced","extra":{},"rank":"{"terms":[{"description":"","label":"","term":"},"decisions":{"take":"ours'
    '","theirs","chosen":["restore","what":"Restored {"action":"save{"action":"merge","what":"Merged v.26.'
    '{"action":"undo","target":,"what":"Undid: {"action":"redo","what":"Redid: Retired “Brought back “Joined '
    '{"action":"criterion","what":"Put “” under {"action":"move","what":"Moved “” to {"action":"add","what":"Added “'
    '{"action":"tag","what":"Tagged “” with skill:practical{"action":"retire","what":"Retired “'
    " under direct supervision, with guidance, independently, in accordance with procedures, equipment, materials and "
    "supplies, records and reports, the work of others, customers and clients, documents, according to written "
    "policies, across the department, to identify and correct errors, for accuracy and completeness, and review, as "
    "needed. "
    '{"action":"reword","what":"Reworded “…”"}'
    '{"comes_from":[],"criterion":"{"comes_from":["","status":"retired","tags":["skill:","tool:","module:","assessment:'
    '{"comes_from":[],"criterion":null,"id":"","level":"developing","level":"proficient","level":"advanced'
    '","level":"emerging","note":"","rank":"00000V","replaced_by":[],"status":"active","tags":[],"text":" — '
).encode()


def pack(text: str) -> bytes:
    """The text as bytes, deflated where that is shorter. Raises UnicodeEncodeError for half a character."""
    raw = text.encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=_COMMON)
    packed = packer.compress(raw) + packer.flush()
    return _DEFLATED + packed if len(packed) < len(raw) else _PLAIN + raw


def unpack(body: bytes) -> str:
    """The text that was packed. Raises ValueError for bytes that `pack` did not make."""
    mark, rest = body[:1], body[1:]
    if mark == _PLAIN:
        return rest.decode()
    if mark != _DEFLATED:
        raise ValueError("not packed")
    unpacker = zlib.decompressobj(-15, zdict=_COMMON)
    try:
        raw = unpacker.decompress(rest) + unpacker.flush()
    except zlib.error:
        raise ValueError("damaged") from None
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("cut short or followed by something")
    return raw.decode()
