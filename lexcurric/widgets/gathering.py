"""Scored workbooks read beside the kernel: in a thread, taken over in slices, so that screen and kernel go on."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from lexcurric.workspace.collecting import Collector
from lexcurric.workspace.reading import Read, read_files

_SLICE, _PAUSE = 0.04, 0.03
"""So many seconds are spent on what was read, and then so many left to others."""


class Reading:
    """
    Files on their way into a collector. `files` are the paths, each with the name that people know it by.

    `on_progress` is told how many are done, of how many; `on_end` gets this, with what is left in `rest` where it was
    stopped, and what went wrong in `fault`. Outside a kernel, all is done at once.
    """

    def __init__(
        self,
        collector: Collector,
        files: Sequence[tuple[Path, str]],
        on_read: Callable[[Path], None],
        on_progress: Callable[[int, int], None],
        on_end: Callable[[Reading], None],
    ) -> None:
        self.collector, self.files, self.done = collector, list(files), 0
        self.is_stopped = False
        self._on_read, self._on_progress, self._on_end = on_read, on_progress, on_end
        self._found: deque[Read] = deque()
        self._is_over = False
        self.fault: Exception | None = None

    def start(self) -> None:
        """Begins to read."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._read()
            while self._found:
                self._take()
            self._on_end(self)
            return
        threading.Thread(target=self._read, name="lexcurric-gather", daemon=True).start()
        self._on_progress(0, len(self.files))
        loop.call_later(_PAUSE, self._drain, loop)

    @property
    def rest(self) -> list[tuple[Path, str]]:
        """The files that are not read yet."""
        return self.files[self.done :]

    def stop(self) -> None:
        """Reads no further; what was read stays."""
        self.is_stopped = True

    def _read(self) -> None:
        reads = read_files([path for path, _ in self.files])
        try:
            for each in reads:
                self._found.append(each)
                if self.is_stopped:
                    break
        except Exception as error:
            self.fault = error
        finally:
            reads.close()  # type: ignore[attr-defined]
            self._is_over = True

    def _take(self) -> None:
        read = self._found.popleft()
        path, shown = self.files[self.done]
        self.done += 1
        self.collector.add(replace(read, file=shown))
        self._on_read(path)

    def _drain(self, loop: asyncio.AbstractEventLoop) -> None:
        # Looked at first: what comes between is there for the next time.
        is_over = self._is_over
        until = time.monotonic() + _SLICE
        try:
            while self._found and time.monotonic() < until and not self.is_stopped:
                self._take()
        except Exception as error:
            self.fault, self.is_stopped = error, True
        if self.is_stopped or (is_over and not self._found):
            self._on_end(self)
            return
        self._on_progress(self.done, len(self.files))
        loop.call_later(_PAUSE, self._drain, loop)
