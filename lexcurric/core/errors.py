"""What goes wrong, said in words: what, where, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class LexcurricError(Exception):
    """Any failure that a designer can do something about; `str()` is one line in plain words."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook cell shows (IPython asks for it): the sentence, and no traceback."""
        text = str(self)
        return [text[:1].upper() + text[1:]]


class WorkspaceError(LexcurricError):
    """The workspace cannot be opened, or what was asked for is not in it."""


class StaleDraftError(WorkspaceError):
    """Somebody else saved an edit in between; nothing was written, and the action can be tried again."""


@dataclass(frozen=True, slots=True)
class Clash:
    """
    What two people made of one thing: `before` as it was shown, `theirs` as it is saved now, `mine` as it was wanted.

    `subject` says what it is about; `author` and `time` (ISO 8601 in UTC), who saved the other change and when.
    """

    subject: str
    before: str
    theirs: str
    mine: str
    author: str = ""
    time: str = ""


class ConflictError(StaleDraftError):
    """Two people changed the same thing, and neither change is lost: theirs is saved, yours is in `clash`."""

    def __init__(self, message: str, clash: Clash) -> None:
        super().__init__(message)
        self.clash = clash


class LostConnectionError(WorkspaceError):
    """The server went away in the middle; whoever tries again must first look whether the work landed."""


class NotAllowedError(WorkspaceError):
    """Your role in the team does not reach that far; nothing was written."""


class DamagedError(WorkspaceError):
    """What stands in the database is not what was written there; it is not given out."""


class WorkspaceWarning(UserWarning):
    """Something about where a workspace is kept that its owner should know."""


class EditError(LexcurricError):
    """An action does not fit the framework, such as a move to a level that is not there."""


class MergeError(LexcurricError):
    """A merge cannot go on, such as one with open conflicts."""


class PatchError(LexcurricError):
    """A diff does not fit the framework that it is applied to, or cannot be applied at all."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file: where it is (a JSON pointer, a cell, a line), and what was expected."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class FileError(LexcurricError):
    """
    A file that cannot be read or written: `file`, every problem in it, and the next step.

    >>> print(FileError("new.json", [Problem("/framework/levels", "expected an object, found a list")]))
    new.json: /framework/levels: expected an object, found a list
    """

    shown = 50

    def __init__(self, file: str, problems: Iterable[Problem], hint: str = "") -> None:
        self.file = file
        self.problems = tuple(problems)
        self.hint = hint
        super().__init__(self._line())

    def _line(self) -> str:
        count = len(self.problems)
        said = "; ".join(str(problem) for problem in self.problems[: self.shown])
        more = f"; and {count - self.shown} more" if count > self.shown else ""
        head = f"{self.file}: {count} problems: " if count > 1 else f"{self.file}: "
        tail = f". {self.hint}" if self.hint else ""
        return " ".join(f"{head}{said}{more}{tail}".split())
