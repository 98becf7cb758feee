"""Writing from the rubric builder: in steps, so that the screen shows how far it is and can stop it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import traitlets

from lexcurric.core.errors import FileError, LexcurricError
from lexcurric.widgets.base import Panel
from lexcurric.widgets.downloads import Downloads
from lexcurric.workspace.many_rubrics import (
    FilledInError,
    Steps,
    Stopped,
    cohorts_in_steps,
    each_in_steps,
    one_in_steps,
)
from lexcurric.workspace.rubric_choices import free_path
from lexcurric.workspace.rubrics import RubricFile, as_workbook, names_of

SHOWN = 12
"""So many of the written files are listed with a link each."""
_SLICE = 0.05
"""How long the kernel writes before it looks after other messages, in seconds."""
IDLE, BUSY, DONE, STOPPED, FAILED, ASKS = "idle", "busy", "done", "stopped", "failed", "asks"


class Writing(Downloads, Panel):
    """
    What the button *Write the workbook* does. Mixed into a panel that has the traits of `RubricBuilder`.

    `progress` says how far it is: `state` (idle, busy, done, stopped, failed, or asks: files that are there may be
    filled in), `done` of `total`, and `said` in words. `written` are the files that the last writing gave.
    """

    progress = traitlets.Dict({"state": IDLE, "done": 0, "total": 0, "said": ""}).tag(sync=True)
    written = traitlets.List(traitlets.Unicode()).tag(sync=True)

    trainees: Any
    many: Any
    path: Any
    _steps: Steps | None = None
    _is_stopping = False

    @property
    def rubric(self) -> RubricFile:
        """The rubric that is written."""
        raise NotImplementedError

    def write(self, path: str | Path = "", *, overwrite: bool = False) -> list[Path]:
        """
        Writes what was chosen, to `path` if one is given, and gives the files.

        Raises FilledInError, and writes nothing, where a file that is there may be filled in, without `overwrite`; and
        LexcurricError for what cannot be written.
        """
        if path:
            self.path = str(path)
        steps = self._begin(overwrite)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                self._end_well(end.value)
                return list(end.value)

    def do_write(self, path: str = "", overwrite: bool = False) -> str:
        """Begins to write, and says so; `progress` says the rest."""
        if self._steps is not None:
            raise LexcurricError("it is being written already")
        if path:
            self.path = path
        try:
            self._steps = self._begin(overwrite)
        except (LexcurricError, OSError) as error:
            self._say(FAILED, _failed(error))
            return ""
        self._is_stopping = False
        self._say(BUSY, "Writing…", 0, self._count())
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            while self._go_on() is not None:
                pass
        else:
            # Kept, since a task that nobody holds may be gone in the middle.
            self._task = loop.create_task(self._go_on_in_slices())
        return ""

    def do_stop(self) -> None:
        """Stops writing after the workbook that is being written."""
        self._is_stopping = self._steps is not None

    def do_forget_result(self) -> None:
        """Takes the result off the screen."""
        if self._steps is None:
            self._say(IDLE, "")

    def _begin(self, overwrite: bool) -> Steps:
        file, place = self.rubric, self.path or "exports/rubric.xlsx"
        if self.many == "one":
            return one_in_steps(file, as_workbook(place), overwrite=overwrite)
        if not self.trainees:
            raise LexcurricError("there is no trainee yet: type or paste their names, or drop the file with the list")
        names = names_of(self.trainees)
        if self.many == "each":
            return each_in_steps(file, Path(place), names, overwrite=overwrite)
        return cohorts_in_steps(file, as_workbook(place), names, overwrite=overwrite)

    def _count(self) -> int:
        from lexcurric.workspace.many_rubrics import groups_of

        if self.many == "one":
            return 1
        return len(self.trainees) if self.many == "each" else len(list(groups_of(self.trainees)))

    async def _go_on_in_slices(self) -> None:
        end = time.monotonic() + _SLICE
        while (counted := self._go_on()) is not None:
            if time.monotonic() > end:
                done, total = counted
                what = f"Writing… {done:,} of {total:,} workbooks" if done else "Looking at the files that are there…"
                self._say(BUSY, what, done, total)
                # Other messages are heard here, such as the one that stops it.
                await asyncio.sleep(0.005)
                end = time.monotonic() + _SLICE

    def _go_on(self) -> tuple[int, int] | None:
        """One step, with how many are written of how many; None when it has come to an end, whichever."""
        steps = self._steps
        if steps is None:
            return None
        try:
            return steps.throw(KeyboardInterrupt()) if self._is_stopping else next(steps)
        except StopIteration as end:
            self._end_well(end.value)
        except Stopped as stopped:
            said = f"Stopped: {len(stopped.written):,} of {stopped.total:,} workbooks are written, each of them whole."
            self._finish(STOPPED, said, stopped.written)
        except KeyboardInterrupt:
            self._finish(STOPPED, "Stopped before anything was written.", ())
        except FilledInError as error:
            self._ask(error)
        except (LexcurricError, OSError) as error:
            self._finish(FAILED, _failed(error), ())
        except Exception as error:
            self._finish(FAILED, f"Unforeseen: {type(error).__name__}: {error}", ())
        return None

    def _end_well(self, files: Sequence[Path]) -> None:
        where = f"in {files[0].parent}" if len(files) > 1 else f"as {files[0]}"
        what = "The workbook is written" if len(files) == 1 else f"{len(files):,} workbooks are written"
        self._finish(DONE, f"{what} {where}.", files)

    def _ask(self, error: FilledInError) -> None:
        """Nothing was written: a person says whether another name or the files that are there."""
        count = len(error.files)
        first = ", ".join(each.name for each in error.files[:3])
        more = f" and {count - 3} more" if count > 3 else ""
        they = "It may be filled in" if count == 1 else "They may be filled in"
        said = f"Nothing was written: {first}{more} {'is' if count == 1 else 'are'} there already. {they}."
        self._steps = None
        place = Path(self.path)
        folder = self.many == "each"
        free = f"{free_path(place)}/" if folder else str(free_path(place))
        self._say(ASKS, said, 0, 0, free=free, count=count)

    def _finish(self, state: str, said: str, files: Sequence[Path]) -> None:
        self._steps, self._is_stopping = None, False
        with self.hold_sync():
            self.written = [str(each) for each in files]
            offers = [self.offer(each) for each in files[:SHOWN]]
            self._say(state, said, len(files), max(len(files), 1), files=offers, more=max(0, len(files) - SHOWN))

    def _say(self, state: str, said: str, done: int = 0, total: int = 0, **more: Any) -> None:
        self.progress = {"state": state, "said": said[:1].upper() + said[1:], "done": done, "total": total, **more}


def _failed(error: Exception) -> str:
    if isinstance(error, FileError):
        problems = "; ".join(map(str, error.problems[:5]))
        return f"Not written: {error.file}: {problems}. {error.hint}".rstrip(". ") + "."
    return f"Not written: {error}"
