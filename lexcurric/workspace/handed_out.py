"""What was handed out so far: files that were issued together as one, what overtook them, and writing them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from lexcurric.core.errors import EditError
from lexcurric.core.issued import EXPORT, Issued
from lexcurric.workspace.issued import issued_of
from lexcurric.workspace.stale import Overtaken, find_stale

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework

_NAMES = ("trainee", "trainees")


@dataclass(frozen=True)
class HandedOut:
    """Files of one kind and version that were written together; `overtaken` where a newer version changes them."""

    files: tuple[Issued, ...]
    overtaken: Overtaken | None = None

    @property
    def first(self) -> Issued:
        """One of them: they differ in nothing but whom they are for."""
        return self.files[0]

    @property
    def key(self) -> str:
        """What names them: the hash of the first file's bytes."""
        return self.first.sha256[:16]

    @property
    def folder(self) -> str:
        """Where they were written, as it was said then."""
        return self.first.path[: len(self.first.path) - len(self.first.file)]

    @property
    def trainees(self) -> tuple[str, ...]:
        """Whom they are for, where there is a workbook for each."""
        return tuple(str(each.options["trainee"]) for each in self.files if each.options.get("trainee"))


def handed_out(framework: Framework) -> list[HandedOut]:
    """All that was handed out of a framework, newest first; what was issued together is one."""
    stale = {each.issued.sha256: each for each in find_stale(framework.workspace, framework.soc)}
    groups: dict[tuple[str, ...], list[Issued]] = {}
    for each in issued_of(framework.workspace.store, framework.soc):
        folder = each.path[: len(each.path) - len(each.file)]
        key = (each.kind, each.form, each.made_of, each.content_sha256, each.time, each.author, folder)
        groups.setdefault(key, []).append(each)
    found = [HandedOut(tuple(files), stale.get(files[0].sha256)) for files in groups.values()]
    return sorted(found, key=lambda each: (each.first.time, each.first.path), reverse=True)


def write_again(framework: Framework, handed: HandedOut, version: str, place: Path) -> Sequence[Path]:
    """
    Writes the same from another version (empty: the draft), with the options that it had, and gives the files.

    `place` is the new file, or the new folder where it is a workbook for each trainee. Raises EditError where its
    options are not known well enough, such as a logo that is not kept, or do not fit that version.
    """
    issued = handed.first
    if issued.kind == EXPORT:
        return [framework.export(place, version)]
    options = {name: value for name, value in issued.options.items() if name not in _NAMES}
    theme = options.get("theme")
    if isinstance(theme, dict) and theme.get("logo"):
        raise EditError(
            "this rubric had a logo, and the picture is not kept here; write it in the rubric builder, with the logo"
        )
    many = handed.trainees
    if len(handed.files) > 1 and len(many) == len(handed.files):
        return framework.rubric(issued.kind, version, **options).to_excel_each(place, many)
    if len(handed.files) > 1:
        listed = [str(name) for each in handed.files for name in _list_of(each.options.get("trainees"))]
        return framework.rubric(issued.kind, version, **options).to_cohort(place.with_suffix(".xlsx"), listed)
    names = {name: issued.options[name] for name in _NAMES if issued.options.get(name)}
    return [framework.rubric(issued.kind, version, **options, **names).to_excel(place)]


def _list_of(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []
