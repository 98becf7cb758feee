"""A rubric as a designer meets it: shown in a cell, and written as Excel workbooks, one or one for each trainee."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from lexcurric.core.errors import EditError, FileError, Problem
from lexcurric.core.model import Snapshot, replace
from lexcurric.core.rubric import (
    Gap,
    Options,
    Ratings,
    Rubric,
    RubricKind,
    RubricResult,
    full_theme,
    make_rubric,
    score,
)
from lexcurric.core.trainees import clean_name, told_apart
from lexcurric.workbook.picture import MOST_BYTES, MOST_PIXELS, picture_size

if TYPE_CHECKING:
    from lexcurric.workspace.workspace import Workspace

Names = str | Path | Iterable[str]
"""Trainees: the file with the list, or the names themselves."""
Progress = Callable[[int, int], object]
"""Called after each workbook with how many are written, and of how many."""


class RubricFile:
    """
    A rubric of a version or the draft. Raises EditError for a kind or an option that there is not.

    Options are those of `core.rubric.Options`; `theme` may be a name, and `logo` is a PNG or JPEG file. With a
    `workspace`, each file that is written is logged there as issued.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        kind: str,
        workspace: Workspace | None = None,
        logo: str | Path | bytes | None = None,
        **options: Any,
    ) -> None:
        self.logo = _logo(logo)
        self.snapshot, self.workspace = snapshot, workspace
        chosen = _with_logo(options_of(_with_files(options)), self.logo)
        self.record: Rubric = make_rubric(snapshot, _kind(kind), chosen)

    @property
    def options(self) -> dict[str, Any]:
        """What was chosen and differs from what is usual, as plain data."""
        return self.record.options.model_dump(mode="json", exclude_defaults=True)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The cells of an analytic rubric that have no statement: criterion and level of each."""
        return self.record.gaps

    @property
    def loose(self) -> int:
        """How many statements of an analytic rubric have no criterion; they stand together in its last row."""
        return self.record.loose

    @cached_property
    def _notes(self) -> tuple[str, ...]:
        from lexcurric.workspace.rubric_notes import notes_of

        return notes_of(self.record)

    def notes(self) -> tuple[str, ...]:
        """What to know before handing it out: empty cells, statements without a criterion, weights; a line each."""
        return self._notes

    def render(self, path: Path, trainee: str | None = None) -> Path:
        """Writes the workbook (for a trainee, if one is given) and logs nothing."""
        from lexcurric.formats.rubric import write_rubric

        record = self.record if trainee is None else self.of_trainee(trainee).record
        write_rubric(record, path, self.logo)
        return path

    def of_trainee(self, name: str) -> RubricFile:
        """The same rubric for one trainee."""
        return self._with(trainee=name, trainees=())

    def of_cohort(self, names: Iterable[str]) -> RubricFile:
        """The same rubric with these trainees on its sheet Cohort; 30 at most."""
        listed = tuple(names)
        return self._with(trainees=listed, trainee="", cohort=max(len(listed), self.record.options.cohort))

    def _with(self, **changes: Any) -> RubricFile:
        # Only names differ, so nothing is planned anew.
        other = object.__new__(RubricFile)
        other.snapshot, other.workspace, other.logo = self.snapshot, self.workspace, self.logo
        other.record = replace(self.record, options=replace(self.record.options, **changes))
        return other

    def to_excel(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """
        Writes the workbook; the same rubric gives the same bytes.

        Raises FileError where it cannot be written, or where its name does not end in `.xlsx`; and without `overwrite`
        for a file that is there already and is not one that was issued unchanged, since it may be filled in.
        """
        from lexcurric.workspace.many_rubrics import write_one

        return write_one(self, as_workbook(path), overwrite=overwrite)

    def to_excel_each(
        self, folder: str | Path, trainees: Names, progress: Progress | None = None, *, overwrite: bool = False
    ) -> list[Path]:
        """
        Writes a workbook for each trainee into a folder, called by the trainee's name, and gives the files in order.

        A file that is there already and is not one that was issued unchanged (it may be filled in) is never written
        over without `overwrite`: FileError names such files, and nothing is written. When stopped in the middle,
        `Stopped` says which files are written; each is whole and logged.
        """
        from lexcurric.workspace.many_rubrics import write_each

        return write_each(self, Path(folder), names_of(trainees), progress, overwrite=overwrite)

    def to_cohort(
        self, path: str | Path, trainees: Names, progress: Progress | None = None, *, overwrite: bool = False
    ) -> list[Path]:
        """
        Writes a workbook whose sheet Cohort has a column for each trainee. More than 30 trainees make several workbooks
        of about the same size, in the list's order: `rubric 1.xlsx`, `rubric 2.xlsx`, …
        """
        from lexcurric.workspace.many_rubrics import write_cohorts

        return write_cohorts(self, as_workbook(path), names_of(trainees), progress, overwrite=overwrite)

    def score(self, ratings: Ratings) -> RubricResult:
        """The results for ratings by the id of the row, as the workbook's formulas give them."""
        return score(self.record, ratings)

    def __repr__(self) -> str:
        return (
            f"<{self.record.kind.value} rubric of {self.record.provenance.header}: {len(self.record.rows)} statements>"
        )

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import rubric_html

        return rubric_html(self.record, self.notes())


def as_workbook(path: str | Path) -> Path:
    """The place of a workbook. Raises FileError for a folder, and for a name that Excel does not open as a workbook."""
    place = Path(path)
    if str(path).endswith(("/", os.sep)) or place.is_dir():
        raise FileError(str(path), [Problem("", "is a folder")], f"Name a file in it, such as {place / 'rubric.xlsx'}")
    if place.suffix.casefold() != ".xlsx":
        name = place.with_name(f"{place.stem}.xlsx")
        raise FileError(
            str(path), [Problem("", "a rubric is an Excel workbook")], f"Give a name in .xlsx, such as {name}"
        )
    return place


def _kind(kind: str) -> RubricKind:
    try:
        return RubricKind(kind)
    except ValueError:
        raise EditError(f"no rubric kind {kind!r}; there is {', '.join(RubricKind)}") from None


def options_of(given: Mapping[str, Any]) -> Options:
    """The options that these values say. Raises EditError, in words, for one that there is not or that does not fit."""
    plain = dict(given)
    if isinstance(plain.get("theme"), str):
        plain["theme"] = {"name": plain["theme"]}
    try:
        options = Options.model_validate_json(json.dumps(plain, default=_plain))
        full_theme(options.theme)
        names = told_apart(clean_name(each) for each in options.trainees)
        return replace(options, trainee=clean_name(options.trainee), trainees=names)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, each['loc'])) or 'options'}: {each['msg']}" for each in error.errors())
        raise EditError(f"an option of the rubric does not fit: {said}") from None
    except (TypeError, ValueError) as error:
        raise EditError(f"an option of the rubric does not fit: {error}") from None


def _with_files(options: dict[str, Any]) -> dict[str, Any]:
    """
    The options with the scale and the weights read, where the file that they stand in is given.

    Only for what a designer gives: a workbook from outside must not make us read a file.
    """
    from lexcurric.formats.rubric_files import read_scale, read_weights

    if isinstance(options.get("scale"), str | Path):
        options["scale"] = read_scale(options["scale"])
    if isinstance(options.get("weights"), str | Path):
        options["weights"] = read_weights(options["weights"])
    return options


def read_chosen(file: str | Path | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """
    The options in a file, if one is named, and over them those in `given` that are not None; of a theme, field by
    field. Files that the file names (scale, weights, logo) are looked for beside it. Raises FileError.
    """
    from lexcurric.formats.rubric_files import read_options

    chosen = read_options(file) if file is not None else {}
    for name in ("scale", "weights", "logo"):
        if file is not None and isinstance(chosen.get(name), str):
            chosen[name] = Path(file).parent / chosen[name]
    mine = {name: value for name, value in given.items() if value is not None}
    theme = chosen.get("theme", {})
    if "theme" in mine:
        mine["theme"] = ({"name": theme} if isinstance(theme, str) else dict(theme)) | mine["theme"]
    return chosen | mine


def names_of(trainees: Names) -> tuple[str, ...]:
    """The names, told apart; a file is read. Raises FileError or EditError for what is no name, or no name at all."""
    if isinstance(trainees, str | Path):
        from lexcurric.formats.trainees import read_trainees

        return read_trainees(trainees)
    try:
        names = [name for each in trainees if (name := clean_name(each))]
    except ValueError as error:
        raise EditError(str(error)) from None
    if not names:
        raise EditError("there is no trainee: give their names, or the file with the list")
    return told_apart(names)


def _logo(given: str | Path | bytes | None) -> bytes | None:
    if isinstance(given, bytes) and not is_logo(given):
        raise EditError(f"a logo is a PNG or JPEG picture of at most {MOST_BYTES:,} bytes")
    return given if isinstance(given, bytes) else read_logo(Path(given)) if given else None


def read_logo(path: Path) -> bytes:
    """The picture for the first sheet. Raises FileError for what is no PNG or JPEG, or is larger than a logo can be."""
    from lexcurric.core.errors import FileError, Problem
    from lexcurric.files import read_bytes

    body = read_bytes(path, "a logo")
    if not is_logo(body):
        what = f"expected a PNG or JPEG picture of at most {MOST_BYTES:,} bytes and {MOST_PIXELS:,} pixels a side"
        raise FileError(str(path), [Problem("", what)], "Save the logo as a PNG, 600 pixels wide or less")
    return body


def is_logo(body: bytes) -> bool:
    """True for a PNG or JPEG of a size that a first sheet can show."""
    try:
        picture_size(body)
    except EditError:
        return False
    return True


def _with_logo(options: Options, logo: bytes | None) -> Options:
    digest = hashlib.sha256(logo).hexdigest() if logo else options.theme.logo
    return replace(options, theme=replace(options.theme, logo=digest))


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return str(value)
