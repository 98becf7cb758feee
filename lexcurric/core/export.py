"""
The export, schemaVersion 1.x: what its file must hold, and how it becomes a framework's content and goes back.

Required are `schemaVersion`, `occupation.soc`, `occupation.title`, `framework.version` and `framework.levels` with a
`label` and `statements` each. Every other field may be missing, and unknown fields are kept at every depth.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from lexcurric.core.corrections import Correction
from lexcurric.core.errors import Problem
from lexcurric.core.identity import first_ranks, statement_id
from lexcurric.core.json_text import pointer
from lexcurric.core.model import Content, Level, Statement

SCHEMA_MAJOR = "1"
OWN_FIELD = "lexcurric"
"""Where an edited export carries content hash, base and corrections of matches; never read as content."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


class LevelPart(_Part):
    """One level: its label and its statements in order."""

    label: str
    statements: list[str]


class FrameworkPart(_Part):
    """The framework's release label, its texts, and its levels in order, by key."""

    version: str = Field(min_length=1)
    description: str | None = None
    contextCovered: str | None = None  # noqa: N815 - the schema's own spelling
    levels: dict[str, LevelPart] = Field(min_length=1)


class OccupationPart(_Part):
    """The occupation, by SOC code and title; the rest says where it belongs."""

    soc: str = Field(pattern=r"^[^\s@/\\][^@/\\\x00-\x1f]*$")
    title: str = Field(min_length=1)
    group: str | None = None
    sector: str | None = None
    jobZone: int | None = None  # noqa: N815
    jobZoneInferred: bool | None = None  # noqa: N815


class Export(_Part):
    """An export file, schemaVersion 1.x."""

    schemaVersion: str  # noqa: N815
    exportedAt: str | None = None  # noqa: N815
    occupation: OccupationPart
    framework: FrameworkPart
    sources: dict[str, JsonValue] | None = None
    attribution: str | None = None


_EXPECTED = {
    "missing": "expected this field, found nothing",
    "string_type": "expected a text",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "dict_type": "expected an object",
    "model_type": "expected an object",
    "list_type": "expected a list",
    "string_too_short": "expected a text that is not empty",
    "too_short": "expected at least one level",
    "string_pattern_mismatch": "expected an occupation code without @, / or \\",
}
_FOUND = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}


def check_export(value: JsonValue) -> list[Problem]:
    """Every way in which a JSON value is not an export of this schema; empty where it is one."""
    if isinstance(value, dict):
        major = value.get("schemaVersion")
        if isinstance(major, str) and major.split(".")[0] != SCHEMA_MAJOR:
            what = f"expected {SCHEMA_MAJOR}.x, found {major!r}; this program does not know that schema"
            return [Problem("/schemaVersion", what)]
    try:
        Export.model_validate(value)
    except ValidationError as error:
        return [_problem(each["type"], each["loc"], each["input"], each["msg"]) for each in error.errors()]
    return []


def read_own_corrections(value: Mapping[str, JsonValue]) -> tuple[tuple[Correction, ...], list[Problem]]:
    """The corrections of matches that an export of lexcurric's own carries, and every one that cannot be read."""
    own = value.get(OWN_FIELD)
    listed = own.get("corrections", []) if isinstance(own, dict) else []
    if not isinstance(listed, list):
        return (), [Problem(pointer(OWN_FIELD, "corrections"), "expected a list")]
    found: list[Correction] = []
    problems: list[Problem] = []
    for index, each in enumerate(listed):
        try:
            found.append(Correction.model_validate(each))
        except ValidationError as error:
            where = pointer(OWN_FIELD, "corrections", index)
            problems += [Problem(where + pointer(*one["loc"]), one["msg"]) for one in error.errors()]
    return tuple(found), problems


def _problem(kind: str, place: tuple[int | str, ...], found: object, message: str) -> Problem:
    what = _EXPECTED.get(kind, f"expected something else: {message}")
    if kind.endswith("_type"):
        name = "nothing (null)" if found is None else _FOUND.get(type(found), "something else")
        what += f", found {name}"
    elif kind == "string_pattern_mismatch":
        what += f", found {found!r}"
    return Problem(pointer(*place) or "the whole file", what)


def content_from_export(value: Mapping[str, JsonValue], ids: Mapping[tuple[str, int], str] | None = None) -> Content:
    """
    The content of an export that `check_export` found nothing wrong with.

    `ids` gives the ids that statements continue, by level key and index from 0; the others get new ids.
    """
    occupation, framework = _object(value["occupation"]), _object(value["framework"])
    soc = str(occupation["soc"])
    levels: list[Level] = []
    statements: list[Statement] = []
    taken = set((ids or {}).values())
    keyed = _object(framework["levels"])
    for level_rank, (key, raw) in zip(first_ranks(len(keyed)), keyed.items(), strict=True):
        part = _object(raw)
        extra = {name: item for name, item in part.items() if name not in ("label", "statements")}
        levels.append(Level(key=key, label=str(part["label"]), rank=level_rank, extra=extra))
        texts = part["statements"]
        wordings = [str(text) for text in texts] if isinstance(texts, list) else []
        for index, (rank, text) in enumerate(zip(first_ranks(len(wordings)), wordings, strict=True)):
            found = (ids or {}).get((key, index)) or statement_id(soc, text, taken)
            taken.add(found)
            statements.append(Statement(id=found, level=key, rank=rank, text=text))
    return Content(soc=soc, document=document_of(value), levels=tuple(levels), statements=tuple(statements))


def document_of(value: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """An export without its levels, release label and time stamp: what the framework says about itself."""
    rest = {key: item for key, item in value.items() if key not in ("exportedAt", OWN_FIELD)}
    framework = _object(rest["framework"])
    return {**rest, "framework": {key: item for key, item in framework.items() if key not in ("levels", "version")}}


def export_value(content: Content, version: str, time: str | None) -> dict[str, JsonValue]:
    """The JSON value of an export with this content; keys in the schema's order, further ones after them."""
    levels: dict[str, JsonValue] = {}
    for level in content.levels:
        texts: list[JsonValue] = [statement.text for statement in content.by_level[level.key]]
        levels[level.key] = {"label": level.label, "statements": texts, **level.extra}
    framework = {"version": version, **_object(content.document.get("framework", {})), "levels": levels}
    value: dict[str, JsonValue] = {
        "schemaVersion": "1.0",
        "exportedAt": time,
        **content.document,
        "framework": framework,
    }
    if time is None:
        del value["exportedAt"]
    return value


def _object(value: JsonValue) -> dict[str, JsonValue]:
    return value if isinstance(value, dict) else {}
