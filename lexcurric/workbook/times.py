"""The one time that a file carries, so that the same content gives the same bytes."""

from __future__ import annotations

import contextlib
import os
import re
from datetime import UTC, datetime

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
