"""Times as people read them."""

from __future__ import annotations


def shown_time(time: str) -> str:
    """
    A stored time as tables show it, in UTC.

    >>> shown_time("2026-05-15T12:40:50.419Z")
    '2026-05-15 12:40:50'
    """
    return time[:19].replace("T", " ")
