"""The text files of an O*NET release that somebody gave: out of an archive, or one by one, into one folder."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from lexcurric.core.errors import FileError, Problem
from lexcurric.formats.onet import OPTIONAL, REQUIRED, TASKS

MOST_FOUND = 12
_DEEP = 3
"""So many folders deep O*NET is looked for below a folder."""
_MOST_LOOKED = 3_000
"""So many folders are looked into at most: a home folder has many."""
_WANTED = {each.casefold(): each for each in (*REQUIRED, *OPTIONAL)}
_README = re.compile(r"read[ _-]?me[^/]*\.txt", re.IGNORECASE)
_MOST_UNPACKED = 200_000_000
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError)
_HINT = "Download the text files of the release again from www.onetcenter.org"


def is_onet_file(name: str) -> bool:
    """True for the name of one of O*NET's text files that are read, and of the note that says which release it is."""
    return name.casefold() in _WANTED or _README.fullmatch(name) is not None


def onet_members(path: Path) -> dict[str, str]:
    """O*NET's text files in an archive: the name of each as published, and what it is called there."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {PurePosixPath(each).name.casefold(): each for each in archive.namelist()}
    except _BROKEN:
        raise FileError(
            str(path), [Problem("", "the archive is damaged or was not downloaded completely")], _HINT
        ) from None
    found = {_WANTED[each]: member for each, member in names.items() if each in _WANTED}
    readme = next((member for each, member in names.items() if _README.fullmatch(each)), None)
    return {**found, **({"Read Me.txt": readme} if readme and found else {})}


def unpack_onet(path: Path, folder: Path) -> Path:
    """
    O*NET's text files of an archive in a folder, whose name tells the release; nothing else is unpacked.

    Raises FileError for an archive that is damaged or unpacks to more than any release.
    """
    members = onet_members(path)
    place = folder / path.stem
    place.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(archive.getinfo(each).file_size for each in members.values()) > _MOST_UNPACKED:
                what = f"the archive unpacks to more than {_MOST_UNPACKED / 1e6:.0f} MB"
                raise FileError(str(path), [Problem("", what)], _HINT)
            for name, member in members.items():
                with archive.open(member) as source, (place / name).open("wb") as target:
                    shutil.copyfileobj(source, target)
    except _BROKEN:
        raise FileError(
            str(path), [Problem("", "the archive is damaged or was not downloaded completely")], _HINT
        ) from None
    return place


def gather_onet(paths: Iterable[Path], folder: Path) -> Path:
    """O*NET's text files that came one by one, together in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        shutil.copyfile(path, folder / _WANTED.get(path.name.casefold(), path.name))
    return folder


def find_releases(start: Path) -> list[Path]:
    """The folders below this one that have O*NET's tasks, and archives named like a release, at most a dozen."""
    found: list[Path] = []
    for folder, names in _folders(start):
        if TASKS in names:
            found.append(folder)
        found += [folder / each for each in names if each.startswith("db_") and each.endswith(".zip")]
        if len(found) >= MOST_FOUND:
            break
    return found[:MOST_FOUND]


def _folders(start: Path) -> Iterator[tuple[Path, list[str]]]:
    looked = 0
    waiting = [(start, 0)]
    while waiting and looked < _MOST_LOOKED:
        folder, depth = waiting.pop(0)
        looked += 1
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda each: each.name)
        except OSError:
            continue
        yield folder, [each.name for each in listed]
        if depth < _DEEP:
            waiting += [(Path(each.path), depth + 1) for each in listed if _is_folder(each)]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False) and not entry.name.startswith((".", "__", "node_modules"))
    except OSError:
        return False
