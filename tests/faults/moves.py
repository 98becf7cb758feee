"""A process on the shim that copies a workspace, or upgrades one of format 1, in trouble at single operations."""

from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
import sqlite3
import sys
import warnings
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from lexcurric.core.errors import LexcurricError
from lexcurric.store.engine import open_store
from lexcurric.workspace.workspace import open_workspace
from tests.faults import shim
from tests.faults.story import portrait, tell
from tests.samples import ROOT

TROUBLES = {"killed": shim.DIE, "disk full": errno.ENOSPC, "disk gone": errno.EIO}
FORMAT_1 = ROOT / "tests" / "files" / "format-1.db.gz"


class Move:
    """A copy or an upgrade; `start` makes the folder as it is before, `look` says what is wrong after."""

    def __init__(self, home: Path) -> None:
        self.home, self.file, self.target = home, home / "workspace.db", home / "copy.db"
        self.base = home.parent / f"{type(self).__name__}.db"
        self.make()
        self.start()
        self.act()
        self.wanted = self.shown(self.file)

    def start(self) -> None:
        for each in self.home.iterdir():
            each.unlink()
        shutil.copyfile(self.base, self.file)

    @staticmethod
    def shown(file: Path) -> str:
        with open_workspace(file, "Ada") as workspace:
            return "; ".join(workspace.verify()) or portrait(workspace)

    def make(self) -> None:
        raise NotImplementedError

    def act(self) -> None:
        raise NotImplementedError

    def look(self, *, is_done: bool) -> list[str]:
        raise NotImplementedError


class Copy(Move):
    """A copy to another file: whole under its name, or not there; the workspace is as it was."""

    def make(self) -> None:
        with open_workspace(self.base, "Ada") as workspace:
            tell(workspace, self.home.parent, "moves", upto=14)

    def act(self) -> None:
        with open_store(str(self.file)) as store:
            store.copy_to(str(self.target))

    def look(self, *, is_done: bool) -> list[str]:
        wrong = [] if self.shown(self.file) == self.wanted else ["the workspace is not what it was"]
        if self.target.exists():
            wrong += [] if self.shown(self.target) == self.wanted else ["the copy is not whole"]
        else:
            wrong += ["the copy is not there"] if is_done else []
            self.act()
            wrong += [] if self.shown(self.target) == self.wanted else ["a second copy is not whole"]
        return wrong


class Upgrade(Move):
    """A workspace of format 1 opened by this program: the old or the new, never between, and a backup of the old."""

    def make(self) -> None:
        self.base.write_bytes(gzip.decompress(FORMAT_1.read_bytes()))

    def act(self) -> None:
        open_store(str(self.file)).close()

    def look(self, *, is_done: bool) -> list[str]:
        with closing(sqlite3.connect(self.file)) as raw:
            (found,) = raw.execute("PRAGMA user_version").fetchone()
        wrong = [] if found in ((2,) if is_done else (1, 2)) else [f"format {found}"]
        backups = [each for each in self.home.iterdir() if each.suffix == ".db" and each != self.file]
        wrong += ["upgraded without a backup"] if found == 2 and not backups else []
        wrong += [] if self.shown(self.file) == self.wanted else ["something is missing after the upgrade"]
        kept = [each for each in self.home.iterdir() if each.name.endswith(".db") and each != self.file]
        return wrong + [
            f"the backup {each.name} is not what it was" for each in kept if _rows(each) != _rows(self.base)
        ]


def _rows(file: Path) -> list[object]:
    with closing(sqlite3.connect(file)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return [(name, sorted(map(repr, raw.execute(f'SELECT * FROM "{name}"')))) for name in names]


def _try(move: Move, at: int, error: int) -> dict[str, Any] | None:
    move.start()
    if error == shim.DIE:
        child = os.fork()
        if not child:
            shim.arm(at, error, for_ever=False)
            move.act()
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        return {"said": "killed", "wrong": move.look(is_done=False)} if os.WIFSIGNALED(status) else None
    said = ""
    shim.arm(at, error, for_ever=True)
    try:
        move.act()
    except LexcurricError as failure:
        said = str(failure)
    fired = shim.disarm()
    return {"said": said, "wrong": move.look(is_done=not said)} if fired else None


def main(home: Path, most: int) -> None:
    kinds: tuple[Callable[[Path], Move], ...] = (Copy, Upgrade)
    for kind in kinds:
        move = kind(home)
        move.start()
        shim.arm(10**6, errno.EIO, for_ever=False)
        move.act()
        count = shim.count()
        shim.disarm()
        for trouble, error in TROUBLES.items():
            for at in range(1, count + 1, max(1, count // most) if most else 1):
                found = _try(move, at, error)
                if found is not None:
                    said = {"kind": type(move).__name__, "trouble": trouble, "at": at, "of": count, **found}
                    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(Path(sys.argv[1]), int(sys.argv[2]))
