"""
An O*NET database release, read from the folder of its text files (db_30_1_text and the like, unpacked).

Layout as published (https://www.onetcenter.org/dictionary/): UTF-8, tab-delimited, unquoted, a head line with the names
of the columns, a file for each table. Required are `Task Statements.txt` and `Occupation Data.txt`; the others add what
they have. Columns are found by name, since releases added some (In Demand, 27.1) and dropped others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lexcurric.core.alignment.records import AlignedList, ItemKind, ListItem, onet_list
from lexcurric.core.errors import FileError, Problem
from lexcurric.files import read_bytes

TASKS, OCCUPATIONS = "Task Statements.txt", "Occupation Data.txt"
TECHNOLOGY, TOOLS = "Technology Skills.txt", "Tools Used.txt"
ACTIVITIES, DWAS, TASK_DWAS = "Work Activities.txt", "DWA Reference.txt", "Tasks to DWAs.txt"
REQUIRED = (TASKS, OCCUPATIONS)
OPTIONAL = (TECHNOLOGY, TOOLS, ACTIVITIES, DWAS, TASK_DWAS)
_SOC = "O*NET-SOC Code"
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    TASKS: (_SOC, "Task ID", "Task"),
    OCCUPATIONS: (_SOC, "Title"),
    TECHNOLOGY: (_SOC, "Example", "Commodity Code", "Commodity Title"),
    TOOLS: (_SOC, "Example", "Commodity Code", "Commodity Title"),
    ACTIVITIES: (_SOC, "Element ID", "Element Name"),
    DWAS: ("Element ID", "IWA ID", "DWA ID", "DWA Title"),
    TASK_DWAS: (_SOC, "Task ID", "DWA ID"),
}
_NONE = {"", "n/a"}
_PAGE = "https://www.onetonline.org/link/details/"
_ACTIVITY_PAGE = "https://www.onetonline.org/find/descriptor/result/"
_RELEASE = re.compile(r"(?:^|[^\d])(\d{1,2})[._](\d{1,2})(?:[^\d]|$)")
_STATED = re.compile(r"O\*NET\D{0,3}\s*(\d{1,2}\.\d{1,2})\s+Database", re.IGNORECASE)
_HINT = "Unpack the text files of a release into one folder, and name that"

Row = dict[str, str]


@dataclass(frozen=True)
class OnetRelease:
    """
    A release as far as it was read: `release` is its number (empty where nothing says it), `missing` the optional files
    that are not there, so that what they would add is not known.
    """

    folder: Path
    release: str
    missing: tuple[str, ...]
    _tables: dict[str, list[Row]] = field(default_factory=dict, repr=False)

    def occupation(self, code: str) -> AlignedList:
        """
        The list of one occupation: tasks, their detailed work activities, work activities, technologies and tools.

        Raises FileError, with codes that are near, where the release does not have it.
        """
        if code not in self.titles:
            raise FileError(str(self.folder), [Problem(OCCUPATIONS, f"has no occupation {code!r}{self._near(code)}")])
        items = [*self._tasks(code), *self._dwas(code), *self._activities(code)]
        items += [*self._named(TECHNOLOGY, ItemKind.TECHNOLOGY, code), *self._named(TOOLS, ItemKind.TOOL, code)]
        return onet_list(self.release, code, self.titles[code], items)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of each occupation, by its code."""
        return {row[_SOC]: row["Title"] for row in self.rows(OCCUPATIONS)}

    def rows(self, name: str) -> list[Row]:
        """The rows of a file, each by the names of its columns; none where the file is not there."""
        if name not in self._tables:
            self._tables[name] = [] if name in self.missing else _read(self.folder, name)
        return self._tables[name]

    def _of(self, name: str, code: str) -> Iterator[Row]:
        return (row for row in self.rows(name) if row[_SOC] == code)

    def _near(self, code: str) -> str:
        stem = code[:7]
        near = [each for each in self.titles if each[:7] == stem] or [
            each for each in self.titles if each[:4] == code[:4]
        ]
        return f"; near it are {', '.join(near[:8])}: name one with --occupation" if near else ""

    def _tasks(self, code: str) -> list[ListItem]:
        dwas: dict[str, list[str]] = {}
        for row in self._of(TASK_DWAS, code):
            dwas.setdefault(row["Task ID"], []).append(row["DWA ID"])
        found: dict[str, ListItem] = {}
        for row in self._of(TASKS, code):
            task = row["Task ID"]
            kind = row.get("Task Type", "")
            found[task] = ListItem(
                code=task,
                label=row["Task"],
                kind=ItemKind.TASK,
                # The page is O*NET's; what stands behind the # is ours, so that tasks are told apart.
                url=f"{_PAGE}{code}#task-{task}",
                note="" if kind in _NONE else kind,
                links=tuple(dict.fromkeys(dwas.get(task, ()))),
            )
        return list(found.values())

    def _dwas(self, code: str) -> list[ListItem]:
        wanted = {row["DWA ID"] for row in self._of(TASK_DWAS, code)}
        return [
            ListItem(
                code=row["DWA ID"],
                label=row["DWA Title"],
                kind=ItemKind.DWA,
                url=f"{_PAGE}{code}#dwa-{row['DWA ID']}",
                links=(row["Element ID"],),
            )
            for row in self.rows(DWAS)
            if row["DWA ID"] in wanted
        ]

    def _activities(self, code: str) -> list[ListItem]:
        importance = {
            row["Element ID"]: row.get("Data Value", "")
            for row in self._of(ACTIVITIES, code)
            if row.get("Scale ID") == "IM"
        }
        names = {row["Element ID"]: row["Element Name"] for row in self._of(ACTIVITIES, code)}
        return [
            ListItem(
                code=element,
                label=name,
                kind=ItemKind.ACTIVITY,
                url=f"{_ACTIVITY_PAGE}{element}",
                note=f"importance {importance[element]} of 5" if importance.get(element) else "",
            )
            for element, name in names.items()
        ]

    def _named(self, name: str, kind: ItemKind, code: str) -> list[ListItem]:
        sorts: dict[str, tuple[str, list[str], bool]] = {}
        for row in self._of(name, code):
            title, examples, hot = sorts.get(row["Commodity Code"], (row["Commodity Title"], [], False))
            is_hot = hot or row.get("Hot Technology", "") == "Y" or row.get("In Demand", "") == "Y"
            sorts[row["Commodity Code"]] = (title, [*examples, row["Example"]], is_hot)
        return [
            ListItem(
                code=commodity,
                label=title,
                kind=kind,
                url=f"{_PAGE}{code}#{kind.value}-{commodity}",
                note="in demand" if hot else "",
                names=tuple(dict.fromkeys(examples)),
            )
            for commodity, (title, examples, hot) in sorts.items()
        ]


def read_onet(folder: str | Path, release: str = "") -> OnetRelease:
    """
    The release in a folder; `release` is its number where neither the folder's name nor a Read Me says it.

    Raises FileError, naming every file that is missing or not as published, where it is no O*NET release.
    """
    place = Path(folder)
    if place.is_file():
        found = "a zip file" if place.suffix.lower() == ".zip" else "a file"
        raise FileError(str(place), [Problem("", f"expected the folder of an O*NET release, found {found}")], _HINT)
    if not place.is_dir():
        raise FileError(str(place), [Problem("", "no such folder")], _HINT)
    place = _inner(place)
    problems = [Problem(name, "is missing") for name in REQUIRED if not (place / name).is_file()]
    if problems:
        raise FileError(str(place), problems, _HINT)
    missing = tuple(name for name in OPTIONAL if not (place / name).is_file())
    tables: dict[str, list[Row]] = {}
    for name in REQUIRED:
        try:
            tables[name] = _read(place, name)
        except FileError as error:
            problems += [Problem(" ".join([name, each.where]).strip(), each.what) for each in error.problems]
    if problems:
        raise FileError(str(place), problems, _HINT)
    return OnetRelease(place, release or _release_of(place), missing, tables)


def _inner(place: Path) -> Path:
    """The folder itself, or the only one in it that has the tasks: an archive is often unpacked into one more."""
    if (place / TASKS).is_file():
        return place
    inner = [each for each in sorted(place.iterdir()) if each.is_dir() and (each / TASKS).is_file()]
    return inner[0] if len(inner) == 1 else place


def _release_of(place: Path) -> str:
    """The number of the release: as a Read Me says it, else as the folder's name does (db_30_1_text)."""
    for each in sorted(place.glob("[Rr]ead*[Mm]e*.txt")):
        stated = _STATED.search(read_bytes(each, "a text file").decode("utf-8", errors="replace"))
        if stated:
            return stated[1]
    for name in (place.name, place.resolve().parent.name):
        found = _RELEASE.search(name)
        if found:
            return f"{found[1]}.{found[2]}"
    return ""


def _read(folder: Path, name: str) -> list[Row]:
    """
    The rows of a file. Raises FileError with every line of a required one that does not say what it must; in the
    others, such a line (an example without a code) adds nothing and is passed over.
    """
    path = folder / name
    lines = _text(path).splitlines()
    if not lines or not lines[0].strip():
        raise FileError(str(path), [Problem("", "is empty")], _HINT)
    heads = [each.strip() for each in lines[0].split("\t")]
    absent = [each for each in _COLUMNS[name] if each not in heads]
    if absent:
        said = ", ".join(absent)
        problem = Problem("line 1", f"has no column {said}; expected the tab-delimited text file of the O*NET database")
        raise FileError(str(path), [problem], _HINT)
    rows, problems = [], []
    for at, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        cells = [each.strip() for each in line.split("\t")]
        row = dict(zip(heads, cells, strict=False))
        empty = [each for each in _COLUMNS[name] if row.get(each, "") in _NONE]
        if empty and name in REQUIRED:
            problems.append(Problem(f"line {at}", f"says no {', '.join(empty)}"))
        elif not empty:
            rows.append(row)
    if problems:
        raise FileError(str(path), problems, _HINT)
    return rows


def _text(path: Path) -> str:
    body = read_bytes(path, "a text file of the O*NET database")
    for code in ("utf-8-sig", "cp1252"):
        try:
            return body.decode(code)
        except UnicodeDecodeError:
            continue
    raise FileError(str(path), [Problem("", "expected text in UTF-8 or Windows-1252, found other bytes")], _HINT)


def missing_words(missing: Sequence[str]) -> str:
    """What is not known without the optional files that are missing, in a sentence; empty where none is."""
    return f"Not in the folder, so not looked at: {', '.join(missing)}." if missing else ""
