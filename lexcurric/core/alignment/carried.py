"""
Alignments in an export of lexcurric's own, to be read where the framework is not known yet.

An export has no ids, and who imports it gives a reworded statement another one. So each alignment names its statement
by level and index in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic import JsonValue, ValidationError

from lexcurric.core.alignment.records import AlignedList, Alignment
from lexcurric.core.errors import Problem
from lexcurric.core.json_text import canonical, pointer
from lexcurric.core.model import Content, Record

FIELD = "alignments"
"""The name of the field, within that of lexcurric's own."""


class Carried(Record):
    """The lists and decisions that an export carries; those of retired statements stay behind."""

    lists: tuple[AlignedList, ...] = ()
    decided: tuple[Alignment, ...] = ()


def carry(content: Content, lists: Iterable[AlignedList], decided: Iterable[Alignment]) -> JsonValue:
    """The value of the field; None where nothing was decided of the statements that are in the export."""
    places: dict[str, JsonValue] = {
        each.id: [key, at] for key, row in content.by_level.items() for at, each in enumerate(row)
    }
    said: list[JsonValue] = [
        {"statementAt": places[each.statement], **each.model_dump(mode="json", exclude={"statement"})}
        for each in decided
        if each.statement in places
    ]
    if not said:
        return None
    return {"lists": [each.model_dump(mode="json") for each in lists], "decided": said}


def read_carried(value: JsonValue, content: Content, where: Sequence[str]) -> tuple[Carried, list[Problem]]:
    """What the field says of the content that was read from the same file, and every part that cannot be read."""
    if value is None:
        return Carried(), []
    if not isinstance(value, dict):
        return Carried(), [Problem(pointer(*where), "expected an object")]
    problems: list[Problem] = []
    lists: list[AlignedList] = []
    decided: list[Alignment] = []
    rows = {key: [each.id for each in row] for key, row in content.by_level.items()}
    for name in ("lists", "decided"):
        parts = value.get(name, [])
        if not isinstance(parts, list):
            problems.append(Problem(pointer(*where, name), "expected a list"))
            continue
        for index, part in enumerate(parts):
            try:
                if name == "lists":
                    lists.append(AlignedList.model_validate_json(canonical(part)))
                else:
                    decided.append(_alignment(part, rows))
            except ValidationError as error:
                place = pointer(*where, name, index)
                problems += [Problem(place + pointer(*one["loc"]), one["msg"]) for one in error.errors()]
            except ValueError as error:
                problems.append(Problem(pointer(*where, name, index), str(error)))
    return Carried(lists=tuple(lists), decided=tuple(decided)), problems


def _alignment(part: JsonValue, rows: Mapping[str, Sequence[str]]) -> Alignment:
    if not isinstance(part, dict):
        raise ValueError("expected an object")  # noqa: TRY004 - a problem of the file, said with the others
    rest = {key: each for key, each in part.items() if key != "statementAt"}
    match part.get("statementAt"):
        case [str(level), int(at)] if level in rows and 0 <= at < len(rows[level]):
            return Alignment.model_validate_json(canonical({**rest, "statement": rows[level][at]}))
    raise ValueError("statementAt names no statement of this export")
