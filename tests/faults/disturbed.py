"""A process on the shim that does single steps of a story while the disk fails, fills up, or the program is killed."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lexcurric.core.errors import LexcurricError, WorkspaceError
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.faults import shim
from tests.faults.story import Twin, next_step, portrait, tell

SEED = "disturbed"
FROM = 12
TROUBLES = {
    "disk full": (errno.ENOSPC, True),
    "disk error": (errno.EIO, False),
    "disk gone": (errno.EIO, True),
    "killed": (shim.DIE, False),
}


class Trial:
    """One step of the story, on a copy of the workspace as it was before."""

    def __init__(self, home: Path, number: int) -> None:
        self.home, self.number = home, number
        self.file, self.files = home / "workspace.db", home.parent / "files"
        self.base = home.parent / f"before-{number}.db"
        with open_workspace(self.base, "Ada") as workspace:
            tell(workspace, self.files, SEED, upto=number - 1)
        twin = Twin(home.parent / f"twin-{number}", SEED)
        self.before, self.after, self.next = (twin.at(each) for each in (number - 1, number, number + 1))

    def run(self, at: int, error: int, *, for_ever: bool) -> dict[str, Any] | None:
        """What came of the step with this operation in trouble; None if it has not so many operations."""
        for each in self.home.iterdir():
            each.unlink()
        shutil.copyfile(self.base, self.file)
        if error == shim.DIE:
            return self._kill(at)
        with open_workspace(self.file, "Ada") as workspace:
            _, act = next_step(workspace, self.files, SEED, self.number)
            said = ""
            shim.arm(at, error, for_ever=for_ever)
            try:
                act()
            except WorkspaceError as failure:
                said = str(failure)
            except LexcurricError as failure:
                said = f"ANOTHER ERROR {failure!r}"
            finally:
                fired = shim.disarm()
            if not fired:
                return None
            wrong = self._look(workspace, said)
        with open_workspace(self.file, "Ada") as workspace:
            wrong += [f"opened again: {each}" for each in self._finish(workspace)]
        return {"at": at, "said": said, "wrong": wrong}

    def _kill(self, at: int) -> dict[str, Any] | None:
        child = os.fork()
        if not child:
            with open_workspace(self.file, "Ada") as workspace:
                _, act = next_step(workspace, self.files, SEED, self.number)
                shim.arm(at, shim.DIE, for_ever=False)
                act()
                os._exit(0)
        if not os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            return None
        with open_workspace(self.file, "Ada") as workspace:
            wrong = self._look(workspace, "killed") + self._finish(workspace)
        return {"at": at, "said": "killed", "wrong": wrong}

    def _look(self, workspace: Workspace, said: str) -> list[str]:
        shown = portrait(workspace)
        wrong = [] if shown in (self.before, self.after) else ["half"]
        wrong += ["lost"] if not said and shown == self.before != self.after else []
        wrong += (
            ["written although it says not"]
            if "othing was written" in said and shown == self.after != self.before
            else []
        )
        return wrong + [f"verify: {each}" for each in workspace.verify()]

    def _finish(self, workspace: Workspace) -> list[str]:
        """The step is done, if it was not yet, and the next one too."""
        start = self.number if portrait(workspace) == self.before else self.number + 1
        tell(workspace, self.files, SEED, upto=self.number + 1, after=start - 1)
        wrong = [] if portrait(workspace) == self.next else ["what came after is not what it should be"]
        return wrong + [f"verify: {each}" for each in workspace.verify()]


def _numbers(kinds: list[str], files: Path) -> Iterator[tuple[str, int]]:
    """The first step of each kind after some history."""
    with open_workspace(":memory:", "Ada") as workspace:
        tell(workspace, files, SEED, upto=FROM - 1)
        wanted, number = set(kinds), FROM
        while wanted:
            kind, act = next_step(workspace, files, SEED, number)
            if kind in wanted:
                wanted.discard(kind)
                yield kind, number
            act()
            number += 1


def main(home: Path, kinds: list[str], most: int) -> None:
    files = home.parent / "files"
    for kind, number in _numbers(kinds, files):
        trial = Trial(home, number)
        trial.run(10**6, errno.EIO, for_ever=False)
        count = shim.count()
        for trouble, (error, for_ever) in TROUBLES.items():
            # All operations, or as many as asked for, spread over all of them.
            for at in range(1, count + 1, max(1, count // most) if most else 1):
                found = trial.run(at, error, for_ever=for_ever)
                if found is not None:
                    sys.stdout.write(json.dumps({"kind": kind, "trouble": trouble, **found}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2].split(","), int(sys.argv[3]))
