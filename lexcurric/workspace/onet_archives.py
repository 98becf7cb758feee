"""The text files of an O*NET release that somebody gave: out of an archive, or one by one, into one folder."""

from __future__ import annotations

import re
import shutil
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from lexcurric.core.errors import FileError, Problem
from lexcurric.formats.onet import OPTIONAL, REQUIRED

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
