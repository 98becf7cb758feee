"""Files that come from the browser: announced, sent in parts, and kept for as long as the screen needs them."""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from lexcurric.core.errors import LexcurricError
from lexcurric.files import MAX_BYTES

MOST_FILES = 5_000
"""So many files may be dropped on one screen at a time."""
_LONGEST = 120
_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+')


@dataclass
class Incoming:
    """A file on its way: `name` is cleaned, `folder` is the one that it was dropped in, `path` where it is kept now."""

    key: str
    name: str
    folder: str
    size: int
    path: Path
    received: int = 0

    @property
    def shown(self) -> str:
        """The name with its folder, as people know the file."""
        return f"{self.folder}/{self.name}" if self.folder else self.name

    @property
    def is_whole(self) -> bool:
        """True once every byte is here."""
        return self.received >= self.size


def plain_name(name: str) -> str:
    r"""
    A file's own name without folders, and without what no file's name should have.

    >>> plain_name("C:\\in\\..\\Edit sheet (2).xlsx")
    'Edit sheet (2).xlsx'
    """
    last = PurePosixPath(name.replace("\\", "/")).name if name else ""
    cleaned = " ".join(_UNFIT.sub(" ", last).split()).strip(". ")
    stem, dot, ending = cleaned.rpartition(".")
    if len(cleaned) > _LONGEST and dot and len(ending) <= 10:
        cleaned = f"{stem[: _LONGEST - len(ending) - 1].strip()}.{ending}"
    return cleaned[:_LONGEST] or "file"


def plain_folder(folder: str) -> str:
    """A folder as people know it, such as `May/oven 2`; only for showing, nothing is written there."""
    steps = [plain_name(each) for each in folder.replace("\\", "/").split("/") if each.strip(". ")]
    return "/".join(steps[-4:])


def size_words(size: int) -> str:
    """
    A size in words.

    >>> size_words(67_108_864)
    '64 MB'
    """
    if size < 1024:
        return f"{size} bytes"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0") + " MB"


def soon(work: Callable[[], object]) -> None:
    """Does the work after the screen has been drawn, where a kernel runs; at once where none does."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        work()
    else:
        loop.call_soon(work)


class Uploads:
    """
    What a panel takes from the browser. Mixed into a panel, before `Panel` in its bases; `uploads.js` is the rest.

    The browser announces files (`do_announce`), then sends them in parts (`do_part`), each answered; a part that comes
    twice, since an answer was lost, changes nothing. A file that has come whole is given to `arrived`.
    """

    most_bytes = MAX_BYTES
    buffers: tuple[Any, ...]

    def arrived(self, file: Incoming) -> None:
        """Takes a file that has come whole."""
        raise NotImplementedError

    def announced(self, file: Incoming) -> None:
        """Takes note of a file that is on its way."""

    def not_taken(self, name: str, why: str) -> None:
        """Says of a file that is not taken why; nothing of it was sent."""
        raise NotImplementedError

    @property
    def incoming(self) -> dict[str, Incoming]:
        """The files that are on their way, by key."""
        found: dict[str, Incoming] | None = self.__dict__.get("_incoming")
        if found is None:
            found = self.__dict__["_incoming"] = {}
        return found

    def do_announce(self, files: Iterable[Mapping[str, Any]]) -> None:
        """Takes note of files that the browser is about to send, and says which of them are not taken, and why."""
        for each in list(files):
            name, size = plain_name(str(each.get("name", ""))), int(each.get("size", 0))
            if size > self.most_bytes:
                most = size_words(self.most_bytes)
                self.not_taken(name, f"it has {size_words(size)}, and a file may have {most} at most; nothing was sent")
            elif len(self.incoming) >= MOST_FILES:
                self.not_taken(name, f"{MOST_FILES:,} files are on their way already; drop it again when they are here")
            else:
                self._expect(str(each["key"]), name, plain_folder(str(each.get("folder", ""))), size)

    def _expect(self, key: str, name: str, folder: str, size: int) -> None:
        place = Path(tempfile.mkdtemp(dir=self.kept_in)) / name
        place.touch()
        file = self.incoming[key] = Incoming(key, name, folder, size, place)
        self.announced(file)
        if file.is_whole:
            self._give(file)

    def do_part(self, parts: Sequence[Mapping[str, Any]]) -> None:
        """Keeps parts of files that were announced, one buffer each: `{"key": …, "at": …}`, `at` in bytes."""
        if len(parts) != len(self.buffers):
            raise LexcurricError("a part of a file came without its bytes; drop the file again")
        for said, buffer in zip(parts, self.buffers, strict=True):
            file = self.incoming.get(str(said["key"]))
            if file is None:
                # It was taken off the screen, or its last part came twice.
                continue
            body, at = bytes(buffer), int(said["at"])
            if at > file.received:
                raise LexcurricError(f"a part of {file.name} is missing; drop the file again")
            fresh = body[file.received - at :]
            if file.received + len(fresh) > file.size:
                self.forget(file.key)
                self.not_taken(file.name, "it grew while it was sent; save and close it, and drop it again")
                continue
            with file.path.open("ab") as opened:
                opened.write(fresh)
            file.received += len(fresh)
            if file.is_whole:
                self._give(file)

    def _give(self, file: Incoming) -> None:
        self.incoming.pop(file.key, None)
        self.arrived(file)

    def forget(self, key: str) -> None:
        """Gives up a file that is on its way."""
        file = self.incoming.pop(key, None)
        if file is not None:
            self.delete(file.path)

    @property
    def kept_in(self) -> Path:
        """A folder of this screen's own, which goes when the screen or the kernel does."""
        held: tempfile.TemporaryDirectory[str] | None = self.__dict__.get("_held")
        if held is None:
            held = self.__dict__["_held"] = tempfile.TemporaryDirectory(prefix="lexcurric-", ignore_cleanup_errors=True)
        return Path(held.name)

    def is_kept(self, path: Path) -> bool:
        """True for a file that came from the browser, and not from this computer's folders."""
        return "_held" in self.__dict__ and self.kept_in in path.parents

    def delete(self, path: Path) -> None:
        """Deletes a file that came from the browser; a designer's own file is never touched."""
        if self.is_kept(path):
            shutil.rmtree(path.parent, ignore_errors=True)

    def delete_all(self) -> None:
        """Deletes all that came from the browser."""
        self.incoming.clear()
        held: tempfile.TemporaryDirectory[str] | None = self.__dict__.pop("_held", None)
        if held is not None:
            held.cleanup()
