"""
Many workbooks read by helpers, a program of Python each, so that all cores work and one bad file stops nothing.

Helpers are started apart and not forked or spawned by `multiprocessing`: that would run the script of a user who calls
`lx.collect` a second time.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from lexcurric.core.errors import FileError
from lexcurric.core.scored import ScoredFile

CHUNK = 25
"""So many files are handed over at a time."""
WORTH_IT = 120
"""A helper takes about as long to start as reading so many files."""
MOST_HELPERS = 8
_BROKE_DOWN = "reading it broke down; ask for the workbook saved again as .xlsx"
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from lexcurric.workspace.reading import serve; serve()"
)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be read, and why."""

    file: str
    what: str


Read = ScoredFile | Refused


def read_files(paths: Sequence[Path], helpers: int | None = None) -> Iterator[Read]:
    """
    What stands in each file, in their order; one that cannot be read is a `Refused`.

    `helpers` is how many programs read beside this one; by itself, one for each core where there are many files.
    """
    count = _helpers(len(paths)) if helpers is None else helpers
    chunks = [paths[at : at + CHUNK] for at in range(0, len(paths), CHUNK)]
    if count < 1 or not sys.executable:
        for chunk in chunks:
            yield from read_chunk(chunk)
        return
    with _Team() as team, ThreadPoolExecutor(count) as pool:
        waiting: deque[Future[list[Read]]] = deque()
        try:
            # A few chunks ahead of who takes them, so that what waits stays small.
            for chunk in chunks:
                waiting.append(pool.submit(team.read, chunk))
                if len(waiting) > 4 * count:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()


def _helpers(files: int) -> int:
    if files < WORTH_IT:
        return 0
    return min(MOST_HELPERS, _cores(), files // CHUNK)


def _cores() -> int:
    with contextlib.suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_chunk(paths: Sequence[Path]) -> list[Read]:
    """What stands in each of some files; copies of one rubric share its layout."""
    from lexcurric.formats.xlsx_scored import Known, read_scored

    known: Known = {}
    found: list[Read] = []
    for path in paths:
        try:
            found.append(read_scored(path, known))
        except FileError as error:
            found.append(Refused(str(path), _said(error)))
        except Exception as error:
            # Whatever is in one file of a thousand, the others are wanted.
            found.append(Refused(str(path), f"{_BROKE_DOWN} ({type(error).__name__})"))
    return found


def _said(error: FileError) -> str:
    said = "; ".join(str(each) for each in error.problems)
    return f"{said}. {error.hint}" if error.hint else said


class _Team:
    """One helper for each thread that asks for one; they end with the `with` block."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._all: list[_Helper] = []

    def __enter__(self) -> _Team:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._all:
            each.end()

    def read(self, paths: Sequence[Path]) -> list[Read]:
        """The files of a chunk; where the helper breaks down over them, each by itself."""
        try:
            return self._helper().read(paths)
        except (OSError, EOFError, ValueError, struct.error, pickle.UnpicklingError):
            self._own.helper = None
            if len(paths) > 1:
                return [found for path in paths for found in self.read([path])]
            return [Refused(str(paths[0]), _BROKE_DOWN)]

    def _helper(self) -> _Helper:
        found: _Helper | None = getattr(self._own, "helper", None)
        if found is None:
            found = self._own.helper = _Helper()
            self._all.append(found)
        return found


class _Helper:
    """A program that reads files: gets lists of names as lines of JSON, gives pickled records."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", _START, json.dumps(sys.path)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - ourselves

    def read(self, paths: Sequence[Path]) -> list[Read]:
        """Raises OSError or EOFError where the program is gone."""
        asked, answered = self.process.stdin, self.process.stdout
        if asked is None or answered is None:
            raise EOFError
        asked.write(json.dumps([str(path) for path in paths]).encode() + b"\n")
        asked.flush()
        (size,) = struct.unpack(">Q", _exactly(answered, 8))
        # What is unpickled is what our own program wrote.
        found: list[Read] = pickle.loads(_exactly(answered, size))  # noqa: S301
        return found

    def end(self) -> None:
        """Ends the program, whatever it does."""
        with contextlib.suppress(OSError):
            self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self.process.wait()


def _exactly(pipe: object, size: int) -> bytes:
    data: bytes = pipe.read(size)  # type: ignore[attr-defined]
    if len(data) < size:
        raise EOFError
    return data


def serve() -> None:
    """A helper's life: reads the files that it is asked for, until nobody asks any more."""
    asked, answer = sys.stdin.buffer, sys.stdout.buffer
    # Nothing else may get between the answers.
    sys.stdout = sys.stderr
    # Who presses Ctrl+C means the program that asks.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in asked:
        body = pickle.dumps(read_chunk([Path(each) for each in json.loads(line)]), protocol=pickle.HIGHEST_PROTOCOL)
        answer.write(struct.pack(">Q", len(body)) + body)
        answer.flush()
