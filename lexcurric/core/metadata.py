"""What a framework says about itself beside its statements, field by field, and what changed in it."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from lexcurric.core.export import OWN_FIELD
from lexcurric.core.json_text import canonical, pointer, walk_leaves
from lexcurric.core.model import Content, Criterion, Level, Vocabulary

LEVEL_ORDER = pointer("framework", "levels")
Field = tuple[str, JsonValue, JsonValue]
"""A JSON pointer, and the value there on each side; None where there is none."""


def flat_metadata(content: Content) -> dict[str, JsonValue]:
    """What a framework says about itself, by JSON pointer: every field of its document, and its levels' own fields."""
    found = dict(walk_leaves(content.document))
    for level in content.levels:
        found |= _level_fields(level, level.key)
    found[LEVEL_ORDER] = [level.key for level in content.levels]
    return found


def changed_metadata(old: Content, new: Content, pairs: Mapping[str, str]) -> list[Field]:
    """
    The fields that differ, in order of their pointers; `pairs` says which level is which (see `pair_levels`).

    A level under another key is one change, at the pointer of the level itself, from the old key to the new; the
    level's other fields are compared under the new key. Vocabularies and names of criteria, of which an export knows
    nothing, have pointers below `/lexcurric`, which no export can have.
    """
    found = _differing(dict(walk_leaves(old.document)), dict(walk_leaves(new.document)))
    found += _own(old, new)
    came = {level.key for level in new.levels} - set(pairs.values())
    for level in old.levels:
        key = pairs.get(level.key)
        after = new.level(key) if key is not None else None
        if key is not None and after is not None:
            found += [(pointer("framework", "levels", key), level.key, key)] if key != level.key else []
            found += _differing(_level_fields(level, key), _level_fields(after, key))
        else:
            found += _differing(_level_fields(level, level.key), {})
    for level in new.levels:
        found += _differing({}, _level_fields(level, level.key)) if level.key in came else []
    order: list[JsonValue] = [pairs.get(level.key, level.key) for level in old.levels]
    now: list[JsonValue] = [level.key for level in new.levels]
    if order != now or len(pairs) < len(order):
        found.append((LEVEL_ORDER, [level.key for level in old.levels], now))
    return sorted(found, key=lambda each: each[0])


def _differing(before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]) -> list[Field]:
    return [
        (place, before.get(place), after.get(place))
        for place in {**before, **after}
        if canonical(before.get(place)) != canonical(after.get(place))
    ]


def _level_fields(level: Level, key: str) -> dict[str, JsonValue]:
    at = pointer("framework", "levels", key)
    fields = {at + place: value for place, value in walk_leaves(level.extra) if place}
    return {f"{at}/label": level.label, **fields}


def _own(old: Content, new: Content) -> list[Field]:
    """
    What changed in criteria and vocabularies that both sides have.

    One that is on one side only is no news: an export has none of them, and tags and criteria of statements say it.
    """
    found: list[Field] = []
    known = {each.id: each for each in new.criteria}
    for criterion in old.criteria:
        now = known.get(criterion.id)
        if now is not None:
            found += _criterion(criterion, now)
    for vocabulary in old.vocabularies:
        after = new.vocabulary(vocabulary.name)
        if after is not None:
            found += _vocabulary(vocabulary, after)
    return found


def _criterion(old: Criterion, new: Criterion) -> list[Field]:
    """The name, and the cells that are left empty on purpose, each with the criterion's name and the reason."""
    at = pointer(OWN_FIELD, "criteria", old.id)
    found: list[Field] = [] if new.label == old.label else [(at, old.label, new.label)]
    for level in sorted({*old.empty, *new.empty}):
        if old.empty.get(level) != new.empty.get(level):
            place = at + pointer("empty", level)
            found.append((place, _left_empty(old, level), _left_empty(new, level)))
    return found


def _left_empty(criterion: Criterion, level: str) -> JsonValue:
    reason = criterion.empty.get(level)
    return None if reason is None else f"{criterion.label}: {reason}" if reason else criterion.label


def _vocabulary(old: Vocabulary, new: Vocabulary) -> list[Field]:
    """The fields of a vocabulary that differ; which terms an open one has is said by the tags in use."""
    before, after = ({term.term: term for term in each.terms} for each in (old, new))
    shared = before.keys() & after.keys()
    lists = ([term for term in side if term in shared or not (old.open and new.open)] for side in (before, after))
    first, second = (
        {
            "label": each.label,
            "scope": each.scope.value,
            "required": each.required,
            "open": each.open,
            "terms": list[JsonValue](terms),
            **{f"terms{pointer(term)}/label": named[term].label for term in shared},
            **{f"terms{pointer(term)}/description": named[term].description for term in shared},
            **{f"terms{pointer(term)}/colour": named[term].colour or None for term in shared},
            **{f"terms{pointer(term)}/synonyms": list[JsonValue](named[term].synonyms) or None for term in shared},
            **{f"terms{pointer(term)}/deprecated": named[term].deprecated or None for term in shared},
            **{f"terms{pointer(term)}/replacedBy": named[term].replaced_by or None for term in shared},
        }
        for each, named, terms in zip((old, new), (before, after), lists, strict=True)
    )
    at = pointer(OWN_FIELD, "vocabularies", old.name)
    return [(f"{at}/{key}", one, other) for key, one, other in _differing(first, second)]
