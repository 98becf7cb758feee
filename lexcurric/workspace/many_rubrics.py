"""One rubric for many trainees: a workbook each, or a few for the whole cohort; never over work that was filled in."""

from __future__ import annotations

import hashlib
import math
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
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


class FilledInError(FileError):
    """Nothing was written: files that are there already, `files`, may hold what somebody wrote into them."""

    def __init__(self, file: str, problems: Sequence[Problem], hint: str, files: Sequence[Path]) -> None:
        super().__init__(file, problems, hint)
        self.files = tuple(files)


Steps = Generator[tuple[int, int], None, list[Path]]
"""
Writing that goes on with each `next`: it yields how many workbooks are written, and of how many, and gives the files.

A KeyboardInterrupt thrown into it ends it as Ctrl-C does, with `Stopped`.
"""


def write_each(
    file: RubricFile, folder: Path, names: Sequence[str], progress: Progress | None = None, *, overwrite: bool = False
) -> list[Path]:
    """A workbook for each name, in a folder: see `RubricFile.to_excel_each`."""
    return _to_the_end(each_in_steps(file, folder, names, overwrite=overwrite), progress)


def each_in_steps(file: RubricFile, folder: Path, names: Sequence[str], *, overwrite: bool = False) -> Steps:
    """The same, step by step."""
    if folder.exists() and not folder.is_dir():
        problem = Problem("", "is a file, and a workbook for each trainee needs a folder")
        raise FileError(str(folder), [problem], "Give the name of a folder")
    paths = [folder / f"{stem}.xlsx" for stem in file_stems(names)]
    makers = [partial(file.of_trainee, name) for name in names]
    with tempfile.TemporaryDirectory() as scratch:
        render = _renderer(file, names, Path(scratch) / "one.xlsx")
        return (yield from _write_all(file, list(zip(makers, paths, strict=True)), render, overwrite=overwrite))


def write_cohorts(
    file: RubricFile, path: Path, names: Sequence[str], progress: Progress | None = None, *, overwrite: bool = False
) -> list[Path]:
    """As many workbooks as the cohort needs: see `RubricFile.to_cohort`."""
    return _to_the_end(cohorts_in_steps(file, path, names, overwrite=overwrite), progress)


def cohorts_in_steps(file: RubricFile, path: Path, names: Sequence[str], *, overwrite: bool = False) -> Steps:
    """The same, step by step."""
    groups = list(groups_of(names))
    paths = [path.with_name(f"{path.stem} {at}{path.suffix}") for at in range(1, len(groups) + 1)]
    if len(groups) == 1:
        paths = [path]
    makers = [partial(file.of_cohort, each) for each in groups]
    return (yield from _in_scratch(file, list(zip(makers, paths, strict=True)), overwrite=overwrite))


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
    return _to_the_end(one_in_steps(file, path, overwrite=overwrite), None)[0]


def one_in_steps(file: RubricFile, path: Path, *, overwrite: bool = False) -> Steps:
    """The same, as the one step that it is."""
    return (yield from _in_scratch(file, [(lambda: file, path)], overwrite=overwrite))


def _to_the_end(steps: Steps, progress: Progress | None) -> list[Path]:
    while True:
        try:
            done, total = next(steps)
        except StopIteration as end:
            found: list[Path] = end.value
            return found
        if progress is None or not done:
            continue
        try:
            progress(done, total)
        except BaseException as error:
            # What is written has to be logged before anything else.
            steps.throw(error)
            raise


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


def _in_scratch(file: RubricFile, listed: Sequence[_Job], *, overwrite: bool) -> Steps:
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / "one.xlsx"
        return (yield from _write_all(file, listed, lambda each: each.render(place).read_bytes(), overwrite=overwrite))


def _write_all(file: RubricFile, listed: Sequence[_Job], render: Render, *, overwrite: bool) -> Steps:
    if not overwrite:
        yield from _refuse_loss(file, listed, render)
    written: list[Written] = []
    last: Written | None = None
    try:
        for make, path in listed:
            each = make()
            body = render(each)
            last = Written(path, hashlib.sha256(body).hexdigest(), each.options)
            write_whole(path, body)
            written.append(last)
            yield len(written), len(listed)
    except KeyboardInterrupt:
        if last is not None and last not in written[-1:] and _is_there(last):
            # Stopped just after the file was in its place.
            written.append(last)
        _log(file, written)
        raise Stopped([each.path for each in written], len(listed)) from None
    except BaseException:
        _log(file, written)
        raise
    _log(file, written)
    return [each.path for each in written]


def _is_there(written: Written) -> bool:
    return written.path.is_file() and hashlib.sha256(written.path.read_bytes()).hexdigest() == written.sha256


def _refuse_loss(file: RubricFile, listed: Sequence[_Job], render: Render) -> Iterator[tuple[int, int]]:
    """Raises FilledInError where a file that is there may hold what somebody wrote into it."""
    there = [(make, path) for make, path in listed if path.exists()]
    if not there:
        return
    known = _issued_hashes(file)
    kept = []
    for make, path in there:
        body = path.read_bytes() if path.is_file() else b""
        is_known = hashlib.sha256(body).hexdigest() in known or body == render(make())
        if not is_known and _may_hold_work(path):
            kept.append(path)
        yield 0, len(listed)
    if kept and len(listed) == 1:
        hint = "Give another name, or --overwrite (in a notebook, overwrite=True)"
        raise FilledInError(str(kept[0]), [Problem("", _IS_THERE)], hint, kept)
    if kept:
        more = f"There are {len(kept) - _SHOWN} more. " if len(kept) > _SHOWN else ""
        hint = f"{more}Give another folder, or --overwrite"
        problems = [Problem(path.name, _IS_THERE) for path in kept[:_SHOWN]]
        raise FilledInError(str(kept[0].parent), problems, hint, kept)


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
