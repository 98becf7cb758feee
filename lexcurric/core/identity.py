"""
Identity and order: ids that two designers get alike, and order keys that leave neighbours alone.

An export's statements have no ids. Each gets one at its first import, made from what is the same for everybody:
occupation, first wording, and which of several equal wordings it is. So two people who import the same file agree on
every id.
"""

from __future__ import annotations

from collections.abc import Container
from uuid import UUID, uuid5

from lexcurric.core.wording import normal

NAMESPACE = UUID("7cb87e2d-2153-4ab5-9db4-7ff4afe0a2e8")
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def statement_id(soc: str, wording: str, taken: Container[str] = ()) -> str:
    """
    The id of a statement that is first worded so in an occupation: UUIDv5 of occupation, wording and occurrence.

    `taken` holds ids already given; the occurrence counts up until the id is new.
    """
    occurrence = 1
    while (found := str(uuid5(NAMESPACE, f"{soc}\n{normal(wording)}\n{occurrence}"))) in taken:
        occurrence += 1
    return found


def first_ranks(count: int) -> list[str]:
    """Order keys for `count` things in a row: they sort as strings, and leave room between any two."""
    return [f"{number:05d}V" for number in range(1, count + 1)]


def rank_between(before: str | None, after: str | None) -> str:
    """
    An order key that sorts between two (None is the open end); neither neighbour has to change.

    Fractional indexing in base 62, after D. Greenspan, "Implementing fractional indexing" (2020).

    >>> rank_between("00001V", "00002V")
    '00002'
    """
    if before is not None and after is not None and before >= after:
        raise ValueError(f"no room between {before!r} and {after!r}")
    return _midpoint(before or "", after)


def _midpoint(low: str, high: str | None) -> str:
    if high is not None:
        shared = 0
        while shared < len(high) and (low[shared] if shared < len(low) else "0") == high[shared]:
            shared += 1
        if shared:
            return high[:shared] + _midpoint(low[shared:], high[shared:])
    first = _DIGITS.index(low[0]) if low else 0
    last = _DIGITS.index(high[0]) if high else len(_DIGITS)
    if last - first > 1:
        return _DIGITS[(first + last) // 2]
    if high is not None and len(high) > 1:
        return high[:1]
    return _DIGITS[first] + _midpoint(low[1:], None)
