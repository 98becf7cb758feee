"""Scored rubrics gathered to a cohort: any number of workbooks, of any version and kind, scored anew."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core.cohort import Edition, Finding, Matched, Member, Reader, doubles, match_rows
from lexcurric.core.cohort_tables import (
    RESULT_COLUMNS,
    TIDY_COLUMNS,
    attained_counts,
    level_names,
    result_row,
    tidy_rows,
)
from lexcurric.core.errors import EditError, FileError, Problem
from lexcurric.core.issued import affects_scoring, change_line
from lexcurric.core.scored import Filled, Layout, ScoredFile
from lexcurric.workspace.editions import Editions
from lexcurric.workspace.reading import Refused, read_files

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.workspace.workspace import Workspace

Files = str | Path | Iterable[str | Path]
Progress = Callable[[int, int], None]
_BOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
"""What is looked at in a folder; all but the first are refused, and that is said."""
_LOCKS = ("~$", ".~lock.")
_SHOWN = 20


def collect(
    files_or_folder: Files,
    workspace: Workspace | str | Path | None = None,
    *,
    progress: Progress | None = None,
    helpers: int | None = None,
) -> Cohort:
    """
    The cohort of all trainees that were scored in these workbooks: files, folders, or patterns such as `in/*.xlsx`.

    Results are worked out anew from the ratings. With a `workspace`, each workbook is held against the version that it
    was made of, and it is said which trainees were scored on an outdated one. What cannot be read is in `problems`, by
    file, sheet and cell, and stops nothing. `progress` is told how many files are done, of how many; `helpers` is how
    many programs read beside this one (by itself, one for each core where there are many files).
    """
    if isinstance(workspace, str | Path):
        from lexcurric.workspace.moving import open_there

        with open_there(str(workspace), None) as opened:
            return collect(files_or_folder, opened, progress=progress, helpers=helpers)
    paths, findings = find_files(files_or_folder)
    collector = Collector(workspace, findings)
    for done, read in enumerate(read_files(paths, helpers), start=1):
        collector.add(read)
        if progress is not None:
            progress(done, len(paths))
    return collector.cohort(len(paths))


def collect_beside(files: Files, where: str | None, author: str | None, progress: Progress | None = None) -> Cohort:
    """As `collect`, with the workspace that `where` names; if nobody names one, with the usual one if it is there."""
    from lexcurric.workspace.moving import open_there
    from lexcurric.workspace.workspace import default_workspace

    usual = default_workspace()
    if where is None and "://" not in usual and not Path(usual).is_file():
        return collect(files, progress=progress)
    with open_there(where, author) as workspace:
        return collect(files, workspace, progress=progress)


def find_files(given: Files) -> tuple[list[Path], list[Finding]]:
    """The workbooks that are meant, each once, folders with all that is below them; and what was left out."""
    listed = [given] if isinstance(given, str | Path) else list(given)
    found: dict[Path, Path] = {}
    findings: list[Finding] = []
    for each in listed:
        for path in _expanded(each, findings):
            note = lock_note(path.name, str(path))
            if note is not None:
                findings.append(note)
            else:
                found.setdefault(path.absolute(), path)
    return list(found.values()), findings


def lock_note(name: str, shown: str) -> Finding | None:
    """What is said of the mark of an open workbook (`~$…`), which is no workbook; None for any other name."""
    if not name.startswith(_LOCKS):
        return None
    what = "only the mark that a workbook is open in Excel or LibreOffice; left out"
    return Finding(shown, "", "", what, is_note=True)


def is_book(name: str) -> bool:
    """True for a file that is looked at in a folder: by its name, a workbook."""
    return Path(name).suffix.casefold() in _BOOKS


def _expanded(given: str | Path, findings: list[Finding]) -> Iterator[Path]:
    path = Path(given).expanduser()
    try:
        is_folder = path.is_dir()
    except OSError:
        # A name that is longer than any: what reads the file says so.
        is_folder = False
    if is_folder:
        below = [each for each in path.rglob("*") if each.suffix.casefold() in _BOOKS or each.name.startswith(_LOCKS)]
        yield from sorted(each for each in below if each.is_file())
    elif glob.has_magic(str(path)) and not os.path.lexists(path):
        named = sorted(glob.glob(str(path), recursive=True))
        if not named:
            findings.append(Finding(str(given), "", "", "no file has such a name; check the folder and the pattern"))
        for each in named:
            yield from _expanded(each, findings)
    else:
        yield path


class Collector:
    """
    Takes files one by one, as `read_files` gives them, and keeps of each only what the cohort needs.

    `cohort` may be asked for at any time, and again when more files were added.
    """

    def __init__(self, workspace: Workspace | None, findings: Iterable[Finding] = ()) -> None:
        self.editions, self.findings = Editions(workspace), list(findings)
        self.has_workspace = workspace is not None
        self.members: list[Member] = []
        self._bytes: dict[str, str] = {}
        self._readers: dict[int, Reader] = {}
        self._matched: dict[tuple[Layout, int, bool], Matched] = {}
        self._odd: dict[tuple[int, str, bool], tuple[str, str, int]] = {}

    def add(self, read: ScoredFile | Refused) -> None:
        """The trainees of one file."""
        if isinstance(read, Refused):
            self._say(read.file, "", "", read.what)
            return
        if not read.filled:
            self._say(read.file, "", "", "a cohort that was collected before; left out", is_note=True)
            return
        same = self._bytes.setdefault(read.sha256, read.file)
        if same != read.file:
            self._say(read.file, "", "", f"the same file as {same}; counted once", is_note=True)
            return
        wanted = list(self._to_collect(read))
        if not wanted:
            self._say(read.file, "", "", "nothing is filled in; left out", is_note=True)
            return
        try:
            # The sheet for a group rates what the sheet Score does, and says less about it.
            edition = self.editions.edition(read.filled[0].layout)
        except EditError as error:
            self._say(read.file, read.filled[0].sheet, "", str(error))
            return
        for filled in wanted:
            self._add_trainee(read.file, filled, edition)

    def _to_collect(self, read: ScoredFile) -> Iterator[Filled]:
        """What is filled in: the sheet Score counts where it has a rating, or a name and nobody stands on Cohort."""
        group = [each for each in read.filled if each.is_cohort]
        for each in read.filled:
            if each.is_cohort and not each.name:
                what = "ratings stand in this column and no trainee's name above them; type it in, and collect again"
                self._say(read.file, each.sheet, each.owner, what)
            elif each.given or (each.name and not group):
                yield each

    def _add_trainee(self, file: str, filled: Filled, edition: Edition) -> None:
        if not filled.name:
            name = Path(file).stem
            self._say(file, filled.sheet, filled.owner, f"no trainee's name; called {name} here", is_note=True)
            filled = replace(filled, name=name)
        reader = self._readers.setdefault(id(edition), Reader(edition))
        member, findings = reader.member(file, filled, self._rows(file, filled, edition))
        self.members.append(member)
        self.findings += findings

    def _rows(self, file: str, filled: Filled, edition: Edition) -> Matched:
        key = (filled.layout, id(edition), filled.is_cohort)
        found = self._matched.get(key)
        if found is None:
            if len(self._matched) > 64:
                self._matched.clear()
            found = self._matched[key] = match_rows(filled.layout, edition, is_cohort=filled.is_cohort)
        for texts, is_note in ((found.oddities, False), (found.notes, True)):
            for text in texts:
                # The same in a thousand copies is said once.
                at = (id(edition), text, is_note)
                first, sheet, count = self._odd.get(at, (file, filled.sheet, 0))
                self._odd[at] = (first, sheet, count + 1)
        return found

    def _say(self, file: str, sheet: str, cell: str, what: str, *, is_note: bool = False) -> None:
        self.findings.append(Finding(file, sheet, cell, what, is_note))

    def cohort(self, files: int) -> Cohort:
        """All that was collected from so many files."""
        members = sorted(self.members, key=lambda each: (each.name.casefold(), each.date, each.file))
        findings = [*self.findings, *self._odd_ones(), *self._not_here(), *doubles(members)]
        used = {id(each.edition) for each in members}
        editions = [each for each in self.editions.newest_first() if id(each) in used]
        return Cohort(members, editions, findings, files, has_workspace=self.has_workspace)

    def _odd_ones(self) -> Iterator[Finding]:
        for (_, text, is_note), (file, sheet, count) in self._odd.items():
            more = f" (and so in {count - 1} more)" if count > 1 else ""
            yield Finding(file, sheet, "", text + more, is_note)

    def _not_here(self) -> Iterator[Finding]:
        for edition in self.editions.listed if self.has_workspace else ():
            first = next((each for each in self.members if each.edition is edition), None)
            if not edition.is_known and first is not None:
                name = f"{edition.rubric.provenance.soc or 'the framework'} {edition.version}"
                what = f"{name} is not in the workspace; scored by what the workbooks state"
                yield Finding(first.file, "", "", what, is_note=True)


class Cohort:
    """
    Everybody who was scored: `members`, by name; `editions`, the rubrics that they were scored with.

    `problems` have to be looked at, since something could not be read or is not certain; `notes` only tell.
    """

    def __init__(
        self,
        members: Sequence[Member],
        editions: Sequence[Edition],
        findings: Sequence[Finding],
        files: int,
        *,
        has_workspace: bool = False,
    ) -> None:
        self.members, self.editions = tuple(members), tuple(editions)
        self.problems = tuple(each for each in findings if not each.is_note)
        self.notes = tuple(each for each in findings if each.is_note)
        self.files, self.has_workspace = files, has_workspace

    @property
    def outdated(self) -> tuple[Member, ...]:
        """The trainees who were scored on a version that a newer one has overtaken."""
        return tuple(each for each in self.members if each.edition.is_outdated)

    @property
    def is_good(self) -> bool:
        """True where there is nothing to look at: everything was read, and nobody was scored on an outdated version."""
        return not self.problems and not self.outdated

    @property
    def headline(self) -> str:
        """How many trainees there are, from how many files, and how many things to look at."""
        counts = [_count(len(self.members), "trainee"), f"from {_count(self.files, 'file')}"]
        rest = [_count(len(self.problems), "problem")] if self.problems else []
        if self.outdated:
            rest.append(f"{len(self.outdated)} scored on an outdated version")
        elif not self.has_workspace and self.members:
            rest.append("no workspace was asked whether versions are outdated")
        return f"{' '.join(counts)}{'; ' if rest else ''}{', '.join(rest)}."

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)

    def to_excel(self, path: str | Path) -> Path:
        """Writes the cohort workbook, of values. Raises FileError where nobody is in it, or it cannot be written."""
        from lexcurric.formats.xlsx_cohort import write_cohort

        self._check(Path(path))
        write_cohort(self.members, self.editions, (*self.problems, *self.notes), Path(path))
        return Path(path)

    def to_csv(self, path: str | Path) -> Path:
        """Writes the rows of `to_frame` as CSV. Raises FileError where nobody is in it, or it cannot be written."""
        from lexcurric.formats.csv_table import write_csv

        self._check(Path(path))
        write_csv(Path(path), TIDY_COLUMNS, tidy_rows(self.members))
        return Path(path)

    def _check(self, path: Path) -> None:
        if not self.members:
            found = [Problem("", str(each)) for each in self.problems] or [Problem("", "no trainee was found")]
            raise FileError(str(path), found, "Nothing was written; give rubrics that were filled in")

    def to_frame(self) -> DataFrame:
        """A row for each trainee and thing rated; `rating` is None where it is not rated, `points` for NA too."""
        from lexcurric.formats.frames import records_frame

        return records_frame(list(tidy_rows(self.members)), TIDY_COLUMNS)

    def results_frame(self) -> DataFrame:
        """A row for each trainee, with the share met of each level (0 to 1) under `share met: ` and its label."""
        from lexcurric.formats.frames import dicts_frame

        levels = {name: f"share met: {name}" for name in level_names(self.members)}
        rows = [result_row(each) | {levels[share.level]: share.share for share in each.levels} for each in self.members]
        return dicts_frame(rows, (*RESULT_COLUMNS, *levels.values()))

    def to_text(self) -> str:
        """The cohort in some lines: levels attained, what is outdated and what changed since, what to look at."""
        text = [self.headline]
        text += [f"  {level}: {count}" for level, count in attained_counts(self.members) if count]
        for edition in self.editions:
            if edition.is_outdated:
                names = [each.name for each in self.members if each.edition is edition]
                text.append(f"{_count(len(names), 'trainee')} scored on {edition.version} ({_listed(names)}):")
                text.append(f"  {edition.why}.")
                text += [f"    {change_line(each)}" for each in edition.changes]
        text += _some("problem", self.problems) + _some("note", self.notes)
        return "\n".join(text)

    def to_json_value(self) -> dict[str, Any]:
        """The same for a program."""
        said = [
            {"file": each.file, "sheet": each.sheet, "cell": each.cell, "what": each.what, "note": each.is_note}
            for each in (*self.problems, *self.notes)
        ]
        return {
            "schema": "lexcurric/cohort/1",
            "files": self.files,
            "is_good": self.is_good,
            "trainees": [
                result_row(each) | {"share_met": {share.level: share.share for share in each.levels}}
                for each in self.members
            ],
            "versions": [_edition_value(each) for each in self.editions],
            "problems": said,
        }

    def __repr__(self) -> str:
        return f"<Cohort: {self.headline.rstrip('.')}>"

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import cohort_html

        return cohort_html(self)


def _edition_value(edition: Edition) -> dict[str, Any]:
    origin = edition.rubric.provenance
    changes = [
        {
            "kind": each.kind.value,
            "affects_scoring": affects_scoring(each),
            "significance": each.significance.value if each.significance else None,
            "old": [place.text for place in each.old],
            "new": [place.text for place in each.new],
        }
        for each in edition.changes
    ]
    named = {"framework": origin.soc, "kind": edition.rubric.kind.value, "version": edition.version}
    return {**named, "standing": edition.standing, "overtaken_by": edition.by or None, "changes": changes}


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


def _some(what: str, found: Sequence[Finding]) -> list[str]:
    lines = [f"  {what}: {each}" for each in found[:_SHOWN]]
    return lines + ([f"  … and {_count(len(found) - _SHOWN, f'more {what}')}"] if len(found) > _SHOWN else [])
