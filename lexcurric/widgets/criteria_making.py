"""A proposal of criteria made beside the kernel, in a thread: the screen goes on, and can stop it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from lexcurric.workspace.criteria import CriteriaProposal

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework

_PAUSE = 0.2
"""So often, in seconds, the screen is told how far it is."""


class _StoppedError(Exception):
    """Ends the thread of a proposal that nobody waits for any more."""


class Making:
    """
    A proposal on its way, inside a kernel.

    `on_progress` is told how much is done, from 0 to 1; `on_end` gets this, to ask for `result`. After `stop` neither
    is called.
    """

    def __init__(
        self,
        framework: Framework,
        count: int | None,
        on_progress: Callable[[float], None],
        on_end: Callable[[Making], None],
    ) -> None:
        # Read here: the workspace is the kernel's own thread's.
        self._framework, self._content, self._count = framework, framework.content, count
        self._on_progress, self._on_end = on_progress, on_end
        self._share, self._is_stopped = 0.0, False
        self._made: CriteriaProposal | Exception = _StoppedError()
        self._thread = threading.Thread(target=self._make, name="lexcurric-propose", daemon=True)

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begins to make it."""
        self._thread.start()
        loop.call_later(_PAUSE, self._look, loop)

    def stop(self) -> None:
        """Makes it no further; nothing comes of it."""
        self._is_stopped = True

    def result(self) -> CriteriaProposal:
        """What was made; raises what went wrong."""
        if isinstance(self._made, Exception):
            raise self._made
        return self._made

    def _make(self) -> None:
        try:
            self._made = CriteriaProposal(self._framework, self._count, content=self._content, step=self._step)
        except Exception as error:
            self._made = error

    def _step(self, share: float) -> None:
        if self._is_stopped:
            raise _StoppedError
        self._share = share

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._is_stopped:
            return
        if not self._thread.is_alive():
            self._on_end(self)
            return
        self._on_progress(self._share)
        loop.call_later(_PAUSE, self._look, loop)
