"""The names of trainees: as they are written, told apart, and as names of files that hold on every system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

LONGEST_NAME = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_UNSAFE = re.compile(r'[<>:"/\\|?*\s\u200e\u200f\ufeff]+')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?= *(?:\.|$))", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending."""
_LONGEST_STEM = 160
"""In UTF-8 bytes: with an ending and what a half-written file is called, it stays below the 255 of most systems."""
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"


def clean_name(text: str) -> str:
    """
    The name with single spaces, in composed Unicode (NFC). Raises ValueError, in words, for one that cannot be a name.

    >>> clean_name("  Ana   Ruiz ")
    'Ana Ruiz'
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    found = _CONTROL.search(name)
    if found:
        raise ValueError(f"the name {name[:40]!r} has a control character (U+{ord(found[0]):04X}); leave that out")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"the name {name[:40]!r}… has {len(name)} characters; at most {LONGEST_NAME} are a name")
    return name


def told_apart(names: Iterable[str]) -> tuple[str, ...]:
    """
    The names, with a number behind the second of two equal ones: they are two people until somebody says otherwise.

    >>> told_apart(["Ana Ruiz", "Ben Li", "Ana Ruiz"])
    ('Ana Ruiz', 'Ben Li', 'Ana Ruiz (2)')
    """
    listed = list(names)
    taken, found = set(listed), set[str]()
    apart = []
    for name in listed:
        free = name
        if name in found:
            # A number of its own may make a long name too long.
            free = next(each for each in _numbered(name, LONGEST_NAME) if each not in taken)
        taken.add(free)
        found.add(free)
        apart.append(free)
    return tuple(apart)


def _numbered(name: str, longest: int) -> Iterable[str]:
    number = 1
    while True:
        number += 1
        end = f" ({number})"
        yield f"{name[: longest - len(end)]}{end}"


def file_stems(names: Sequence[str]) -> tuple[str, ...]:
    """
    A file name, without its ending, for each name: no two are the same, whether a system knows capitals or not.

    >>> file_stems(["Ana Ruiz", "ANA RUIZ", "con", "a/b", "مريم", "..."])
    ('Ana Ruiz', 'ANA RUIZ (2)', 'con_', 'a b', 'مريم', 'Trainee')
    """
    taken: set[str] = set()
    stems = []
    for name in names:
        stem = _stem(name)
        if _key(stem) in taken:
            stem = next(each for each in _numbered_stems(stem) if _key(each) not in taken)
        taken.add(_key(stem))
        stems.append(stem)
    return tuple(stems)


def _numbered_stems(stem: str) -> Iterable[str]:
    number = 1
    while True:
        number += 1
        end = f" ({number})"
        yield _cut(stem, _LONGEST_STEM - len(end)) + end


def _key(stem: str) -> str:
    """What two stems share that some system takes for one name: capitals, accents put together or apart, and widths."""
    folded = unicodedata.normalize("NFKC", stem).casefold()
    return unicodedata.normalize("NFKC", folded)


def _stem(name: str) -> str:
    plain = _CONTROL.sub("", unicodedata.normalize("NFC", name))
    # A leading ~$ or .~ marks an open file, a leading - an option of a command.
    stem = _cut(_UNSAFE.sub(" ", plain).strip(" ").lstrip(".~$-= "), _LONGEST_STEM) or "Trainee"
    device = _DEVICE.match(stem)
    return f"{stem[: device.end()]}_{stem[device.end() :]}" if device else stem


def _cut(stem: str, most: int) -> str:
    """At most so many bytes, without half a letter at the end, nor a dot or space, which Windows drops."""
    if len(stem.encode()) > most:
        stem = stem.encode()[:most].decode(errors="ignore")
        while stem and (stem[-1] in _JOINERS or unicodedata.combining(stem[-1])):
            stem = stem[:-1]
    return stem.rstrip(". ")
