"""What a file is, by what stands in it: an export, an edit sheet, vocabularies, a list, or something for elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.rubric import RubricKind
from lexcurric.core.wording import normal
from lexcurric.files import read_bytes
from lexcurric.workspace.incoming import FileKind
from lexcurric.workspace.onet_archives import onet_members

BOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".xltx", ".xltm", ".fods", ".ots")
TEXTS = (".csv", ".tsv")
ACCEPTED = ".json,.jsonld,.xlsx,.ods,.csv,.tsv,.yaml,.yml,.rdf,.xml,.ttl,.txt,.zip"
"""The endings that a file chooser offers."""
_SKOS = (".rdf", ".xml", ".jsonld", ".ttl")
_HEADS = 40
_VOCABULARY = ({"vocabulary", "vocabulary name", "list"}, {"term", "tag"})
_LIST = (
    {"code", "id", "identifier", "number", "no", "notation", "coded notation", "codednotation", "código"},
    {"label", "title", "name", "text", "statement", "task", "description", "competency", "skill", "full statement"},
)
_SHEET = ({"statement id"}, {"statement"}, {"level", "status", "position"})
_KNOWN = (
    "Taken in can be an export (.json), an edit sheet that came back (.xlsx, .ods, .csv), vocabularies (.yaml, .csv, "
    ".xlsx, SKOS), a list to align with (.csv, .xlsx with the columns code and label), or O*NET's text files (.zip)"
)


@dataclass(frozen=True)
class Elsewhere:
    """Why a file is not for this screen, and where it belongs."""

    title: str
    sentence: str
    hint: str = ""


_NONE = Elsewhere("", "")
_PLACES = {
    "changes": Elsewhere(
        "A reviewed list of changes",
        "A reviewer filled in this workbook of changes.",
        "Take it over in the review of the merge.",
    ),
    "merge": Elsewhere(
        "Decisions of a merge",
        "These are the decisions of a merge, saved to a file.",
        "Take them over in the review of that merge.",
    ),
    "alignment": Elsewhere(
        "Decisions on an alignment",
        "A reviewer filled in this workbook of alignments.",
        "Take it over where you review the alignment.",
    ),
    "cohort": Elsewhere(
        "A cohort workbook",
        "These are the results of a cohort that were collected before.",
        "To collect again, drop the trainers' own workbooks on the screen for scored rubrics.",
    ),
}
_RUBRIC = Elsewhere(
    "A rubric",
    "This is a rubric for trainers, scored or not; it changes no framework.",
    "To see the results, drop it on the screen for scored rubrics (lx.gather).",
)
_CHECKS = Elsewhere(
    "Settings of the checks",
    "These are settings of the checks.",
    "Put the file into the folder of the workspace, under the name lexcurric-checks.yaml.",
)
_DIFF = Elsewhere(
    "A report of changes", "This report says what changed; it is no release.", "Ask for the export that it is about."
)


def recognise(path: Path) -> tuple[FileKind, Elsewhere]:
    """The kind of a file, and where it belongs if that is not here. Raises FileError for one that cannot be read."""
    if path.is_dir():
        return FileKind.LIST, _NONE
    body = read_bytes(path)
    suffix = path.suffix.casefold()
    if not body.strip():
        raise FileError(str(path), [Problem("", "the file is empty")], "Ask for it again, or export it again")
    if suffix == ".zip":
        return _zip(path)
    if suffix in BOOKS or body.startswith(b"PK"):
        return _book(path)
    if suffix in TEXTS:
        return _table(path, "")
    return _text(path, body)


def _text(path: Path, body: bytes) -> tuple[FileKind, Elsewhere]:
    suffix = path.suffix.casefold()
    if suffix in (*_SKOS, ".yaml", ".yml"):
        is_checks = path.stem == "lexcurric-checks"
        return (FileKind.ELSEWHERE, _CHECKS) if is_checks else (FileKind.VOCABULARY, _NONE)
    if suffix == ".json" or body.lstrip()[:1] in (b"{", b"["):
        return _json(path, body)
    what = f"a file whose name ends in {suffix} cannot be taken in" if suffix else "its name has no ending"
    raise FileError(str(path), [Problem("", what)], _KNOWN)


def _json(path: Path, body: bytes) -> tuple[FileKind, Elsewhere]:
    try:
        value: Any = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        # The reader of exports says where the fault is.
        return FileKind.EXPORT, _NONE
    if not isinstance(value, dict):
        return (FileKind.VOCABULARY if isinstance(value, list) else FileKind.EXPORT), _NONE
    schema = str(value.get("schema", ""))
    is_checks = path.stem == "lexcurric-checks" or ("rules" in value and "framework" not in value)
    found: dict[FileKind | Elsewhere, bool] = {
        FileKind.CORRECTIONS: schema.startswith("lexcurric/matches"),
        _PLACES["merge"]: schema.startswith("lexcurric/merge") or "decisions" in value,
        _DIFF: schema.startswith("lexcurric/diff"),
        FileKind.VOCABULARY: "vocabularies" in value or "@graph" in value,
        _CHECKS: is_checks,
    }
    what = next((each for each, is_so in found.items() if is_so), FileKind.EXPORT)
    return (FileKind.ELSEWHERE, what) if isinstance(what, Elsewhere) else (what, _NONE)


def _book(path: Path) -> tuple[FileKind, Elsewhere]:
    from lexcurric.workbook.read import read_facts, read_grids

    if path.suffix.casefold() == ".ods":
        return _table(path, "")
    grids = read_grids(path)
    kind = read_facts(grids).get("kind", "")
    if kind in list(RubricKind):
        return FileKind.ELSEWHERE, _RUBRIC
    if kind in _PLACES:
        return FileKind.ELSEWHERE, _PLACES[kind]
    return _table(path, kind)


def _table(path: Path, kind: str) -> tuple[FileKind, Elsewhere]:
    from lexcurric.core.sheet import KIND
    from lexcurric.formats.sheet_back import sheet_grids

    grids = sheet_grids(path)
    if kind == KIND or any(_has(row, _SHEET) for grid in grids for row in _heads(grid.rows)):
        return FileKind.SHEET, _NONE
    first = next((_texts(row) for row in (grids[0].rows if grids else ()) if any(_texts(row))), [])
    if _has(first, _VOCABULARY):
        return FileKind.VOCABULARY, _NONE
    if _has(first, _LIST):
        return FileKind.LIST, _NONE
    heads = ", ".join(each for each in first[:6] if each) or "nothing"
    what = f"its first row says {heads}, and that is none of the tables that can be taken in"
    hint = (
        "An edit sheet has the columns Statement ID, Level and Statement; vocabularies have vocabulary and term; a "
        "list has code and label"
    )
    raise FileError(str(path), [Problem("", what)], hint)


def _heads(rows: Iterable[Any]) -> Iterable[list[str]]:
    return [_texts(row) for row, _ in zip(rows, range(_HEADS), strict=False)]


def _texts(row: Any) -> list[str]:
    return [normal(cell.text).casefold() for cell in row]


def _has(heads: Iterable[str], wanted: Iterable[set[str]]) -> bool:
    there = set(heads)
    return all(there & each for each in wanted)


def _zip(path: Path) -> tuple[FileKind, Elsewhere]:
    if onet_members(path):
        return FileKind.LIST, _NONE
    what = "there are no text files of O*NET in this archive"
    raise FileError(str(path), [Problem("", what)], "Unpack it, and drop the files that are in it")
