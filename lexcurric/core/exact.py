"""
All that differs between two contents, leaf by leaf, whether or not a reader should see it.

The changes of a diff are for people: they leave out what nobody sees, such as spaces, and what only a rubric or a tag
list shows. These leaves are for `core/patch.py`, which makes the one content of the other. They cover what
`Content.sha256` covers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from lexcurric.core.json_text import canonical, pointer
from lexcurric.core.model import Content, Record, Statement


class Leaf(Record):
    """
    One place of a content and what stands there on each side, in a list of one; an empty list where nothing does.

    The first key of the pointer says what it is of: `soc`, `document`, `levels`, `statements`, `criteria`,
    `vocabularies` (each by its key, id or name), or `order`, which lists those keys and ids in their order.
    """

    pointer: str
    old: tuple[JsonValue, ...] = ()
    new: tuple[JsonValue, ...] = ()


def find_leaves(old: Content, new: Content) -> tuple[Leaf, ...]:
    """Every place where the two differ; none where their hashes are the same."""
    found = list(_differing(_frame(old), _frame(new), ""))
    for uid in {**old.by_id, **new.by_id}:
        before, after = old.by_id.get(uid), new.by_id.get(uid)
        if before is None or after is None or _fields(before) != _fields(after):
            sides = [{uid: dump_statement(each)} if each else {} for each in (before, after)]
            found += _differing(sides[0], sides[1], "/statements")
    return tuple(found)


def value_of(content: Content) -> dict[str, JsonValue]:
    """All that the hash covers as one JSON value, each thing under its key, and the order of things beside them."""
    return {**_frame(content), "statements": {each.id: dump_statement(each) for each in content.statements}}


def dump_statement(statement: Statement) -> dict[str, JsonValue]:
    """A statement's fields but for its id, which is its key, and its order key."""
    dumped: dict[str, JsonValue] = statement.model_dump(mode="json", exclude={"id", "rank"})
    return dumped


def _frame(content: Content) -> dict[str, JsonValue]:
    """Everything but the statements themselves."""
    rows: dict[str, JsonValue] = {key: [each.id for each in row] for key, row in content.by_level.items() if row}
    return {
        "soc": content.soc,
        "document": content.document,
        "levels": {each.key: {"label": each.label, "extra": each.extra} for each in content.levels},
        "criteria": {each.id: each.model_dump(mode="json", exclude={"id", "rank"}) for each in content.criteria},
        "vocabularies": {each.name: each.model_dump(mode="json", exclude={"name"}) for each in content.vocabularies},
        "order": {
            "levels": [each.key for each in content.levels],
            "criteria": [each.id for each in content.criteria],
            "statements": rows,
        },
    }


def _fields(statement: Statement) -> tuple[object, ...]:
    return tuple(value for name, value in statement if name != "rank")


def _differing(old: Mapping[str, JsonValue], new: Mapping[str, JsonValue], at: str) -> Iterator[Leaf]:
    """Objects on both sides are walked into; anything else that differs (lists too) is one leaf."""
    for key in {**old, **new}:
        place = at + pointer(key)
        if key not in old:
            yield Leaf(pointer=place, new=(new[key],))
        elif key not in new:
            yield Leaf(pointer=place, old=(old[key],))
        else:
            before, after = old[key], new[key]
            if isinstance(before, dict) and isinstance(after, dict):
                yield from _differing(before, after, place)
            elif canonical(before) != canonical(after):
                yield Leaf(pointer=place, old=(before,), new=(after,))
