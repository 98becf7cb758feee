"""Watching a workspace for many at once, in one thread that runs while anybody wants to know."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lexcurric.store.store import Store

Callback = Callable[[], None]


class Watching:
    """Those who want to know when somebody has saved to a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._numbers = count()
        self._callbacks: dict[int, Callback] = {}
        self._end: Callback | None = None

    def add(self, callback: Callback) -> Callback:
        """Calls this back from now on; gives what ends that."""
        with self._lock:
            number = next(self._numbers)
            self._callbacks[number] = callback
            if self._end is None:
                self._end = self._store.watch(self._call)
        return lambda: self._remove(number)

    def _remove(self, number: int) -> None:
        with self._lock:
            self._callbacks.pop(number, None)
            if self._callbacks:
                return
            end, self._end = self._end, None
        # Without the lock: the thread may just be waiting for it.
        if end is not None:
            end()

    def close(self) -> None:
        """Calls nobody back any more."""
        with self._lock:
            self._callbacks.clear()
            end, self._end = self._end, None
        if end is not None:
            end()

    def _call(self) -> None:
        with self._lock:
            waiting = list(self._callbacks.values())
        errors: list[Exception] = []
        for callback in waiting:
            try:
                callback()
            except Exception as error:
                errors.append(error)
        if errors:
            raise ExceptionGroup("not everybody could be told", errors)
