"""A process on the shim that tells a story to a workspace, and marks each step in the log once it is acknowledged."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

from lexcurric.workspace.workspace import open_workspace
from tests.faults.story import tell

REOPENED = 16
"""After so many steps the workspace is closed and opened again."""


def be_careless(said: str) -> None:
    """Has SQLite do another pragma than the program asks for, written `old>new`: how the simulator is proved."""
    old, new = said.split(">")

    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            return super().execute(sql.replace(old, new), *values)

    class Careless(sqlite3.Connection):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            return super().execute(sql.replace(old, new), *values)

        def cursor(self, factory: type = Cursor) -> sqlite3.Cursor:
            return super().cursor(factory)

    connect = sqlite3.connect
    sqlite3.connect = sqlite3.dbapi2.connect = lambda *words, **names: connect(*words, **{**names, "factory": Careless})


def main(url: str, files: str, seed: str, steps: int) -> None:
    acks = os.open(Path(url).parent / "acks", os.O_CREAT | os.O_WRONLY)
    done = 0
    while done < steps:
        with open_workspace(url, "Ada") as workspace:
            os.write(acks, str(done).encode())
            for _ in range(min(REOPENED, steps - done)):
                tell(workspace, Path(files), seed, upto=done + 1, after=done)
                done += 1
                os.write(acks, str(done).encode())


if __name__ == "__main__":
    if os.environ.get("FAULT_PRAGMA"):
        be_careless(os.environ["FAULT_PRAGMA"])
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
