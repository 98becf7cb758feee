"""Work on a server that may go away in the middle: done once, or known not to be done, and never done twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from lexcurric.core.errors import LostConnectionError

if TYPE_CHECKING:
    from lexcurric.store.store import Store

PATIENCE_SECONDS = 15.0
"""How long a server may be away: a restart takes some seconds."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 1.5

Found = TypeVar("Found")


class _Open(threading.local):
    """The transactions that this thread has under way, each with what is to be done if it fails."""

    def __init__(self) -> None:
        self.stack: list[tuple[Store, list[Callable[[], object]]]] = []


_open = _Open()


@contextmanager
def together(store: Store) -> Iterator[None]:
    """A `with` block whose writes land together or not at all; what is in it is not tried again by itself."""
    undone: list[Callable[[], object]] = []
    _open.stack.append((store, undone))
    try:
        with store.transaction():
            yield
    except BaseException:
        for each in reversed(undone):
            each()
        raise
    finally:
        _open.stack.pop()
    if is_inside(store):
        # Landed only if what is around it does.
        _innermost(store).extend(undone)


def is_inside(store: Store) -> bool:
    """True within a `together` block of this store."""
    return any(each is store for each, _ in _open.stack)


def if_it_fails(store: Store, action: Callable[[], object]) -> None:
    """Has something done where the `together` block that is under way, if any, fails after all."""
    if is_inside(store):
        _innermost(store).append(action)


def _innermost(store: Store) -> list[Callable[[], object]]:
    return next(actions for each, actions in reversed(_open.stack) if each is store)


def safely(
    store: Store,
    work: Callable[[], Found],
    landed: Callable[[], Found | None] | None,
    what: str = "",
    soc: str = "",
    begun: Callable[[], bool] = lambda: True,
) -> Found:
    """
    What `work` gives, tried again where the connection is lost, after a look with `landed` whether it was done.

    `landed` gives the result of work that was done, else None; work without it does nothing when done again. Where the
    server stays away, LostConnectionError says whether anything was written, if that is known; it is where nothing has
    `begun`. Within a `together` block the whole block is what can be repeated, so there the error is passed on.
    """
    if is_inside(store):
        return work()
    try:
        return work()
    except LostConnectionError as error:
        return _again(work, landed, _Asking(store, what, soc, begun, error))


class _Asking:
    """How long to go on trying, and what to say in the end."""

    def __init__(
        self, store: Store, what: str, soc: str, begun: Callable[[], bool], error: LostConnectionError
    ) -> None:
        self.store, self.what, self.soc, self.error = store, what or "the last action", soc, error
        self.begun = begun
        self.end = time.monotonic() + PATIENCE_SECONDS
        self.pause = _FIRST_PAUSE

    def wait(self) -> bool:
        """Waits a little, longer each time; False when it has been long enough."""
        if time.monotonic() > self.end:
            return False
        time.sleep(self.pause)
        self.pause = min(self.pause * 1.5, _LONGEST_PAUSE)
        return True

    def unknown(self) -> LostConnectionError:
        log = f"`lexcurric log {self.soc}`" if self.soc else "the log"
        return LostConnectionError(
            f"the connection to {self.store.url} was lost, and it is not known whether this was saved: {self.what}; "
            f"when the server is back, look at {log} before you repeat it"
        )

    def nothing(self) -> LostConnectionError:
        return LostConnectionError(
            f"the connection to {self.store.url} was lost; nothing was written of this: {self.what}; repeat it when "
            "the server is back"
        )


def _again(work: Callable[[], Found], landed: Callable[[], Found | None] | None, asking: _Asking) -> Found:
    is_known = False
    while asking.wait():
        try:
            found = landed() if landed else None
            if found is not None:
                return found
            is_known = landed is not None
            if time.monotonic() > asking.end:
                break
            is_known = False
            return work()
        except LostConnectionError as error:
            asking.error = error
    raise (asking.nothing() if is_known or not asking.begun() else asking.unknown()) from asking.error


def reading(store: Store, read: Callable[[], Found]) -> Found:
    """What `read` gives, tried again where the connection is lost: reading twice changes nothing."""
    if is_inside(store):
        return read()
    try:
        return read()
    except LostConnectionError as error:
        asking = _Asking(store, "", "", lambda: False, error)
        while asking.wait():
            try:
                return read()
            except LostConnectionError as again:
                asking.error = again
        raise asking.error from None
