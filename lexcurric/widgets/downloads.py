"""Files that a designer can download from a screen: a link through Jupyter, or else the bytes from the kernel."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lexcurric.core.errors import LexcurricError
from lexcurric.files import read_bytes

MOST_SENT = 50_000_000
"""The largest file that is sent through the kernel, in bytes; a link has no such end."""


class Downloads:
    """
    What a panel offers to download. Its screen can ask for what was offered, and for nothing else on this computer.

    Mixed into a panel, before `Panel` in its bases; `downloads.js` makes the link of an offer, and falls back to
    `do_download`, which sends the bytes, where the server that shows the notebook does not reach the file.
    """

    _offered: dict[str, tuple[str, Callable[[], bytes]]]

    def offer(self, path: str | Path) -> dict[str, Any]:
        """A file as the screen gets it: key, name, size in bytes, and where it and the notebook are."""
        place = Path(os.path.abspath(path))
        try:
            size = place.stat().st_size
        except OSError:
            size = 0
        offered = self._keep(str(place), place.name, lambda: read_bytes(place, "a file to download"))
        return {**offered, "bytes": size, "path": place.as_posix(), "notebook": _notebook()}

    def offer_made(self, name: str, make: Callable[[], bytes]) -> dict[str, Any]:
        """Bytes that are made when they are asked for, under the name that the file is to have."""
        return {**self._keep(f"made {name}", name, make), "bytes": 0, "path": "", "notebook": ""}

    def do_download(self, key: str) -> None:
        """Sends a file that was offered, or says in words why that cannot be."""
        try:
            name, body = self._read(key)
        except LexcurricError as error:
            self.send({"download": key, "error": str(error)})  # type: ignore[attr-defined]
        else:
            self.send({"download": key, "name": name}, buffers=[body])  # type: ignore[attr-defined]

    def _keep(self, what: str, name: str, make: Callable[[], bytes]) -> dict[str, Any]:
        if not hasattr(self, "_offered"):
            self._offered = {}
        key = hashlib.sha256(what.encode()).hexdigest()[:16]
        self._offered[key] = (name, make)
        return {"key": key, "name": name}

    def _read(self, key: str) -> tuple[str, bytes]:
        offered = getattr(self, "_offered", {}).get(key)
        if offered is None:
            raise LexcurricError("this file is not offered any more; make it again")
        name, make = offered
        body = make()
        if len(body) > MOST_SENT:
            raise LexcurricError(f"{name} is too large to be sent here; take it from its folder")
        return name, body


def _notebook() -> str:
    """Where the notebook is, as Jupyter tells its kernel; empty where it does not."""
    said = os.environ.get("JPY_SESSION_NAME", "")
    return Path(os.path.abspath(said)).as_posix() if os.path.isabs(said) else ""
