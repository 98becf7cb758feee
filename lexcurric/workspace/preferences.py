"""What a designer likes and was last at: small settings beside the workspace, never a matter of content."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import FileError
from lexcurric.files import file_name, read_bytes, write_whole

if TYPE_CHECKING:
    from pydantic import JsonValue

FRAMEWORK = "framework"
"""The code of the framework that a designer works on."""
NAME = "name"
"""The name that her edits are signed with."""


def home_of(url: str) -> Path | None:
    """The folder of a workspace's file; the current one where it is on a server; None where it is in memory."""
    if url == ":memory:":
        return None
    return Path() if "://" in url else Path(url).expanduser().parent


class Preferences:
    """
    The settings of the person at this machine for one workspace, as JSON values under names such as `editor/columns`.

    They are in `preferences/` beside the workspace's file, and read again each time, so that two notebooks agree. A
    file that cannot be read or written counts as empty: a setting is never worth a failure.
    """

    def __init__(self, url: str) -> None:
        home = home_of(url)
        self.path = (home / "preferences" / f"{file_name(user_name())}.json").absolute() if home is not None else None
        self._held: dict[str, JsonValue] = {}

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a setting; the default where nobody has set it."""
        return self._read().get(name, default)

    def set(self, name: str, value: JsonValue) -> None:
        """Keeps a setting; None forgets it."""
        found = self._read()
        if found.get(name) == value:
            return
        found[name] = value
        kept: dict[str, JsonValue] = {key: each for key, each in sorted(found.items()) if each is not None}
        self._held = kept
        if self.path is None:
            return
        try:
            write_whole(self.path, (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode())
        except (FileError, OSError):
            # It holds in this process then.
            return

    def _read(self) -> dict[str, JsonValue]:
        if self.path is None or not self.path.is_file():
            return dict(self._held)
        try:
            found = json.loads(read_bytes(self.path))
        except (FileError, ValueError):
            return dict(self._held)
        return found if isinstance(found, dict) else {}


def user_name() -> str:
    """The name of this machine's user; `unknown` where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
