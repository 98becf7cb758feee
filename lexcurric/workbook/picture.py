"""Pictures for a workbook: what they are and how large, read from their first bytes."""

from __future__ import annotations

import struct

from lexcurric.core.errors import EditError

MOST_BYTES, MOST_PIXELS = 1_000_000, 4000
"""The largest picture that is taken into a workbook, and its longest side."""
_PNG = b"\x89PNG\r\n\x1a\n"


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG or JPEG. Raises EditError for anything else, and for one too large."""
    if len(data) > MOST_BYTES:
        raise EditError(f"the logo has {len(data):,} bytes; the most is {MOST_BYTES:,}")
    size = _png(data) if data.startswith(_PNG) else _jpeg(data) if data.startswith(b"\xff\xd8") else None
    if size is None or not 0 < min(size) <= max(size) <= MOST_PIXELS:
        raise EditError("the logo is not a PNG or JPEG picture that can be read; save it as PNG and try again")
    return size


def fitted(data: bytes, most: tuple[int, int]) -> tuple[int, int]:
    """The size at which a picture fits into `most` (width and height in pixels) with its proportions kept."""
    width, height = picture_size(data)
    scale = min(most[0] / width, most[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _png(data: bytes) -> tuple[int, int] | None:
    if len(data) < 33 or data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        mark, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        # The frame headers, which hold the size: C0 to CF without the tables C4, C8 and CC.
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
