"""Widgets are tested as outside a kernel: the browser tests may have left a loop running in this thread."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _outside_a_kernel() -> Iterator[None]:
    """No loop runs, unless a test runs one in a thread of its own."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)
