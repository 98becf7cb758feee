"""The alignments and lists that a state of the draft keeps beside its content."""

from __future__ import annotations

from collections.abc import Iterable

from lexcurric.core.alignment.records import AlignedList, Alignment
from lexcurric.core.items import ALIGNED_LIST, ALIGNMENT
from lexcurric.core.json_text import canonical
from lexcurric.workspace.moments import State


def kept_alignments(state: State) -> tuple[Alignment, ...]:
    """Every decision that a state of the draft keeps, by key."""
    bodies = (body for (kind, _), body in sorted(state.items()) if kind == ALIGNMENT)
    return tuple(Alignment.model_validate_json(body) for body in bodies)


def kept_lists(state: State) -> dict[str, AlignedList]:
    """The lists that a state of the draft keeps, by key."""
    found = (AlignedList.model_validate_json(body) for (kind, _), body in state.items() if kind == ALIGNED_LIST)
    return {each.key: each for each in sorted(found, key=lambda one: one.title)}


def alignment_items(lists: Iterable[AlignedList], decided: Iterable[Alignment]) -> State:
    """The items that keep these lists and decisions; the inverse of `kept_lists` and `kept_alignments`."""
    found = {(ALIGNED_LIST, each.key): canonical(each.model_dump(mode="json")) for each in lists}
    return found | {(ALIGNMENT, each.key): canonical(each.model_dump(mode="json")) for each in decided}
