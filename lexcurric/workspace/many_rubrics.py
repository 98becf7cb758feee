"""One rubric for many trainees: a workbook each, or a few for the whole cohort; never over work that was filled in."""

from __future__ import annotations

import hashlib
import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.issued import SHEET
from lexcurric.core.rubric.options import MOST_TRAINEES
from lexcurric.core.trainees import file_stems
from lexcurric.files import write_whole
from lexcurric.workspace.issued import Written, issued_of, remember_all

if TYPE_CHECKING:
    from lexcurric.workspace.rubrics import Progress, RubricFile

_SHOWN = 10
_IS_THERE = "is there already, and is filled in or no rubric of ours"
_FEW = 4
"""Up to so many workbooks, each is written by itself: a template takes two to make."""


class Stopped(KeyboardInterrupt):
    """Writing many files was stopped in the middle; those in `written` are whole and logged, of `total` files."""

    def __init__(self, written: Sequence[Path], total: int) -> None:
        self.written, self.total = tuple(written), total
        super().__init__(f"stopped: {len(self.written):,} of {total:,} workbooks are written, each of them whole")

    def _render_traceback_(self) -> list[str]:
        """What a notebook cell shows: the sentence, and no traceback."""
        return [str(self).capitalize()]


def write_each(
    file: RubricFile, folder: Path, names: Sequence[str], progress: Progress | None = None, *, overwrite: bool = False
) -> list[Path]:
    """A workbook for each name, in a folder: see `RubricFile.to_excel_each`."""
    if folder.exists() and not folder.is_dir():
        problem = Problem("", "is a file, and a workbook for each trainee needs a folder")
        raise FileError(str(folder), [problem], "Give the name of a folder")
    paths = [folder / f"{stem}.xlsx" for stem in file_stems(names)]
    makers = [partial(file.of_trainee, name) for name in names]
    with tempfile.TemporaryDirectory() as scratch:
        render = _renderer(file, names, Path(scratch) / "one.xlsx")
        return _write_all(file, list(zip(makers, paths, strict=True)), render, progress, overwrite=overwrite)


def write_cohorts(
    file: RubricFile, path: Path, names: Sequence[str], progress: Progress | None = None, *, overwrite: bool = False
) -> list[Path]:
    """As many workbooks as the cohort needs: see `RubricFile.to_cohort`."""
    groups = list(groups_of(names))
    paths = [path.with_name(f"{path.stem} {at}{path.suffix}") for at in range(1, len(groups) + 1)]
    if len(groups) == 1:
        paths = [path]
    makers = [partial(file.of_cohort, each) for each in groups]
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / "one.xlsx"
        return _write_all(
            file,
            list(zip(makers, paths, strict=True)),
            lambda each: each.render(place).read_bytes(),
            progress,
            overwrite=overwrite,
        )


def groups_of(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """
    The names in as few groups as fit a Cohort sheet, of about the same size, in order.

    >>> [len(group) for group in groups_of(["x"] * 31)]
    [16, 15]
    """
    count = max(1, math.ceil(len(names) / MOST_TRAINEES))
    size, more = divmod(len(names), count)
    at = 0
    for number in range(count):
        end = at + size + (number < more)
        yield names[at:end]
        at = end


def write_one(file: RubricFile, path: Path, *, overwrite: bool = False) -> Path:
    """The workbook of one rubric: see `RubricFile.to_excel`."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / "one.xlsx"
        job = (lambda: file, path)
        return _write_all(file, [job], lambda each: each.render(place).read_bytes(), None, overwrite=overwrite)[0]


Render = Callable[["RubricFile"], bytes]
_Job = tuple[Callable[[], "RubricFile"], Path]
"""What makes a rubric, and where it is to be written: a thousand rubrics at once would be too many to hold."""


def _renderer(file: RubricFile, names: Sequence[str], place: Path) -> Render:
    """What gives the bytes of the workbook for one trainee."""

    def alone(each: RubricFile) -> bytes:
        return each.render(place).read_bytes()

    if len(names) <= _FEW:
        return alone
    from lexcurric.workbook.copies import Copies

    copies = Copies(lambda name: alone(file.of_trainee(name)))
    return lambda each: copies.of(each.record.options.trainee)


def _write_all(
    file: RubricFile, listed: Sequence[_Job], render: Render, progress: Progress | None, *, overwrite: bool
) -> list[Path]:
    if not overwrite:
        _refuse_loss(file, listed, render)
    written: list[Written] = []
    last: Written | None = None
    try:
        for make, path in listed:
            each = make()
            body = render(each)
            last = Written(path, hashlib.sha256(body).hexdigest(), each.options)
            write_whole(path, body)
            written.append(last)
            if progress is not None:
                progress(len(written), len(listed))
        _log(file, written)
    except KeyboardInterrupt:
        if last is not None and last not in written[-1:] and _is_there(last):
            # Stopped just after the file was in its place.
            written.append(last)
        _log(file, written)
        raise Stopped([each.path for each in written], len(listed)) from None
    except Exception:
        _log(file, written)
        raise
    return [each.path for each in written]


def _is_there(written: Written) -> bool:
    return written.path.is_file() and hashlib.sha256(written.path.read_bytes()).hexdigest() == written.sha256


def _refuse_loss(file: RubricFile, listed: Sequence[_Job], render: Render) -> None:
    """Raises FileError where a file that is there may hold what somebody wrote into it."""
    there = [(make, path) for make, path in listed if path.exists()]
    if not there:
        return
    known = _issued_hashes(file)
    problems = []
    for make, path in there:
        body = path.read_bytes() if path.is_file() else b""
        is_known = hashlib.sha256(body).hexdigest() in known or body == render(make())
        if not is_known and _may_hold_work(path):
            problems.append(Problem(path.name if len(listed) > 1 else "", _IS_THERE))
    if problems and len(listed) == 1:
        hint = "Give another name, or --overwrite (in a notebook, overwrite=True)"
        raise FileError(str(listed[0][1]), problems, hint)
    if problems:
        more = f"There are {len(problems) - _SHOWN} more. " if len(problems) > _SHOWN else ""
        hint = f"{more}Give another folder, or --overwrite"
        raise FileError(str(there[0][1].parent), problems[:_SHOWN], hint)


def _may_hold_work(path: Path) -> bool:
    """True unless this is a rubric with nothing filled in but the names that it was issued with."""
    from lexcurric.workbook.compare import filled_texts
    from lexcurric.workspace.verify_rubric import read_workbook_facts

    try:
        facts, found = read_workbook_facts(path), filled_texts(path)
    except FileError:
        return True
    if facts.kind == SHEET or facts.options is None or found is None:
        return True
    names = {facts.options.get("trainee", ""), *facts.options.get("trainees", ())}
    return any(text.strip() and text not in names for text in found)


def _issued_hashes(file: RubricFile) -> set[str]:
    if file.workspace is None or not file.workspace.has(file.snapshot.content.soc):
        return set()
    return {each.sha256 for each in issued_of(file.workspace.store, file.snapshot.content.soc)}


def _log(file: RubricFile, written: Sequence[Written]) -> None:
    if file.workspace is not None and written:
        remember_all(file.workspace, file.snapshot, file.record.kind.value, "xlsx", written)
