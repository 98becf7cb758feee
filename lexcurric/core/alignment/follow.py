"""Alignments that follow their statements when a release is matched anew, and their statements get other ids."""

from __future__ import annotations

from collections.abc import Mapping

from lexcurric.core.alignment.records import Alignment
from lexcurric.core.items import ALIGNMENT, ItemKey
from lexcurric.core.json_text import canonical
from lexcurric.core.model import replace


def follow(items: Mapping[ItemKey, str], moved: Mapping[str, str]) -> dict[ItemKey, str]:
    """
    These items with the ids that statements have now: `moved` names the new id of each that has another.

    Where a statement has an alignment with the same thing under both ids, what was decided last counts.
    """
    found: dict[ItemKey, str] = {}
    kept: dict[ItemKey, Alignment] = {}
    for key, body in items.items():
        if key[0] != ALIGNMENT:
            found[key] = body
            continue
        said = Alignment.model_validate_json(body)
        made = replace(said, statement=moved.get(said.statement, said.statement))
        place = (ALIGNMENT, made.key)
        if place not in kept or kept[place].time < made.time:
            kept[place] = made
    return found | {key: canonical(each.model_dump(mode="json")) for key, each in kept.items()}
