"""
Deciding what a release changes beside its statements: the document, the levels, the vocabularies and the criteria.

All sides are written with our names (`core/merge_sides.py`).
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import JsonValue

from lexcurric.core.diff import ancestors, flat_metadata
from lexcurric.core.json_text import canonical, pointer, pointer_keys
from lexcurric.core.merge import (
    EMPTY,
    LEVEL_KEYS,
    LEVEL_ORDER,
    ConflictKind,
    Decision,
    DecisionField,
    Side,
    vocabulary_of,
)
from lexcurric.core.merge_sides import Sides, carriers
from lexcurric.core.model import Content, Criterion, Statement, Term, Vocabulary, replace

Three = tuple[JsonValue, JsonValue, JsonValue]


def decide_frame(sides: Sides) -> list[Decision]:
    """Every change of theirs that is not one of a statement."""
    return [
        *_level_order(sides),
        *_metadata(sides),
        *_level_keys(sides),
        *_levels_removed(sides),
        *_tag_names(sides),
        *_vocabularies(sides),
        *_criteria(sides),
    ]


def _decided(
    field: DecisionField, name: str, three: Three, conflict: ConflictKind | None = None, subject: str = ""
) -> Decision:
    """A decision on the frame: theirs, unless there is a conflict."""
    base, ours, theirs = three
    return Decision(
        id=name,
        field=field,
        subject=subject,
        base=base,
        ours=ours,
        theirs=theirs,
        take=None if conflict else Side.THEIRS,
        conflict=conflict,
    )


def _one_value(field: DecisionField, name: str, three: Three, subject: str) -> list[Decision]:
    """A decision on one value, where theirs is neither what it was nor what ours is."""
    a, b, c = map(canonical, three)
    if c in (a, b):
        return []
    return [_decided(field, name, three, None if a == b else ConflictKind.BOTH_CHANGED, subject)]


# The document and the levels


def _metadata(sides: Sides) -> list[Decision]:
    contents = (sides.base, sides.ours, sides.theirs)
    flat = [flat_metadata(each) for each in contents]
    places = {place for each in flat for place in each} - {LEVEL_ORDER, ""}
    here, there = ({level.key for level in side.levels} for side in (sides.ours, sides.theirs))
    gone = {level.key for level in sides.base.levels} - (here & there)
    found: list[Decision] = []
    for place in sorted({_whole(place, places) for place in places}):
        keys = pointer_keys(place)
        if keys[:2] == ["framework", "levels"] and keys[2] in gone:
            continue
        before, mine, new = (_value(content, values, place) for content, values in zip(contents, flat, strict=True))
        found += _one_value(DecisionField.METADATA, f"metadata{place}", (before, mine, new), place)
    return found


def _whole(place: str, places: Iterable[str]) -> str:
    """The place itself, or the shortest above it that is a value of its own on some side: then it is decided whole."""
    keys = pointer_keys(place)
    above = (pointer(*keys[:count]) for count in range(1, len(keys)))
    return next((each for each in above if each in places), place)


def _value(content: Content, flat: dict[str, JsonValue], place: str) -> JsonValue:
    if place in flat or not any(each.startswith(place + "/") for each in flat):
        return flat.get(place)
    keys = pointer_keys(place)
    value: JsonValue = content.document
    level = content.level(keys[2]) if keys[:2] == ["framework", "levels"] else None
    if level is not None:
        value, keys = level.extra, keys[3:]
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _level_order(sides: Sides) -> list[Decision]:
    """The release puts the levels that all have in another order."""
    keys = [[level.key for level in content.levels] for content in (sides.base, sides.ours, sides.theirs)]
    shared = set(keys[0]) & set(keys[1]) & set(keys[2])
    base, ours, theirs = (list[JsonValue](key for key in side if key in shared) for side in keys)
    return _one_value(DecisionField.METADATA, f"metadata{LEVEL_ORDER}", (base, ours, theirs), LEVEL_ORDER)


def _level_keys(sides: Sides) -> list[Decision]:
    """The levels that a release has under other keys: one decision, since keys are exchanged all at once."""
    known = {level.key for level in sides.base.levels} & {level.key for level in sides.ours.levels}
    moved = [key for key in sides.keys if key in known and sides.keys[key] != sides.base_keys.get(key, key)]
    if not moved:
        return []
    base = [sides.base_keys.get(key, key) for key in moved]
    ours, theirs = list[JsonValue](moved), list[JsonValue](sides.keys[key] for key in moved)
    conflict = None if base == moved else ConflictKind.BOTH_CHANGED
    three: Three = (list[JsonValue](base), ours, theirs)
    return [_decided(DecisionField.LEVEL_KEYS, "levels/keys", three, conflict, LEVEL_KEYS)]


def _levels_removed(sides: Sides) -> list[Decision]:
    """A level that the new export no longer has: it goes if nothing of the designer's is left in it."""
    found = []
    for level in sides.base.levels:
        mine = sides.ours.level(level.key)
        if mine is None or sides.theirs.level(level.key):
            continue
        staying = [each for each in sides.ours.by_level[level.key] if not _stood_in(sides, each, level.key)]
        changed = (mine.label, mine.extra) != (level.label, level.extra)
        ours: JsonValue = [each.text for each in staying] or mine.label
        conflict = ConflictKind.LEVEL_IN_USE if staying or changed else None
        three: Three = (level.label, ours, None)
        name = f"level{pointer(level.key)}/removed"
        decision = _decided(DecisionField.LEVEL_REMOVED, name, three, conflict, level.label)
        ids: list[JsonValue] = [level.label, mine.label, *sorted(each.id for each in staying)]
        found.append(replace(decision, basis=ids))
    return found


def _stood_in(sides: Sides, statement: Statement, level: str) -> bool:
    """True for what the base has in this level, or comes from that: what became of it, other decisions say."""
    older = {statement.id, *ancestors(sides.ours, statement)} & sides.base.positions.keys()
    return any(sides.base.by_id[each].level == level for each in older)


# Tags and criteria


def _tag_names(sides: Sides) -> list[Decision]:
    """A tag that goes by another name in theirs or, where theirs has put the old one on more statements, in ours."""
    found = []
    for tag in sorted({*sides.tags, *sides.base_tags}):
        base, theirs = sides.base_tags.get(tag, tag), sides.tags.get(tag, tag)
        before, mine, new = (carriers(content, tag) for content in (sides.base, sides.ours, sides.theirs))
        if theirs == tag:
            continue
        if base not in (tag, theirs):
            conflict = True
        elif theirs != base:
            conflict = bool(mine - before)
        elif new - before:
            conflict = True
        else:
            continue
        kind = ConflictKind.TAG_RENAMED if conflict else None
        found.append(_decided(DecisionField.TAG_NAME, f"tag{pointer(base)}/name", (base, tag, theirs), kind, base))
    return found


def _vocabularies(sides: Sides) -> list[Decision]:
    names = {each.name for side in (sides.base, sides.ours, sides.theirs) for each in side.vocabularies}
    return [each for name in sorted(names) for each in _vocabulary(sides, name)]


def _vocabulary(sides: Sides, name: str) -> list[Decision]:
    base, ours, theirs = (side.vocabulary(name) for side in (sides.base, sides.ours, sides.theirs))
    place = f"vocabulary{pointer(name)}"
    if ours is None or theirs is None:
        if theirs in (base, ours) or (ours is None and base is not None):
            return []
        used = [tag for tag in _own_tags(sides) if vocabulary_of(tag) == name]
        conflict = ConflictKind.TAG_IN_USE if ours is not None and (used or ours != base) else None
        three: Three = (_terms_of(base), _terms_of(ours), _terms_of(theirs))
        decision = _decided(DecisionField.VOCABULARY, place, three, conflict, name)
        basis: list[JsonValue] = [each.model_dump(mode="json") if each else None for each in (base, ours, theirs)]
        return [replace(decision, basis=[*basis, list[JsonValue](used)])]
    found = []
    for field in ("label", "scope", "required", "open"):
        a, b, c = (getattr(each, field) if each else None for each in (base, ours, theirs))
        found += _one_value(DecisionField.VOCABULARY, f"{place}/{field}", (a, b, c), f"{name}: {field}")
    return found + _terms(sides, name)


def _terms_of(vocabulary: Vocabulary | None) -> JsonValue:
    return None if vocabulary is None else [each.term for each in vocabulary.terms]


def _in_words(term: Term) -> str:
    """A term with all that its list says of it."""
    said = ": ".join(each for each in (term.label or term.term, term.description) if each)
    more = [f"colour {term.colour}"] if term.colour else []
    more += [f"also {', '.join(term.synonyms)}"] if term.synonyms else []
    more += ["deprecated" + (f", now {term.replaced_by}" if term.replaced_by else "")] if term.deprecated else []
    return f"{said} ({'; '.join(more)})" if more else said


def _terms(sides: Sides, name: str) -> list[Decision]:
    before, mine, new = (
        {each.term: _in_words(each) for each in vocabulary.terms} if vocabulary else {}
        for vocabulary in (side.vocabulary(name) for side in (sides.base, sides.ours, sides.theirs))
    )
    found: list[Decision] = []
    for term in sorted({*before, *mine, *new}):
        three: Three = (before.get(term), mine.get(term), new.get(term))
        tag, place = f"{name}:{term}", f"vocabulary{pointer(name, 'terms', term)}"
        if three[1] is None and three[0] is not None:
            continue
        if three[2] is None and three[0] is not None:
            conflict = ConflictKind.TAG_IN_USE if tag in _own_tags(sides) or three[1] != three[0] else None
            found.append(_decided(DecisionField.VOCABULARY, place, three, conflict, tag))
        else:
            found += _one_value(DecisionField.VOCABULARY, place, three, tag)
    return found


def _own_tags(sides: Sides) -> list[str]:
    """The tags that we have put on statements that did not have them."""
    found = set()
    for statement in sides.ours.active:
        before = sides.base.by_id.get(statement.id)
        found |= set(statement.tags) - set(before.tags if before else ())
    return sorted(found)


def _criteria(sides: Sides) -> list[Decision]:
    rows = [{each.id: each for each in side.criteria} for side in (sides.base, sides.ours, sides.theirs)]
    found: list[Decision] = []
    for each in sorted({uid for row in rows for uid in row}):
        base, ours, theirs = (row.get(each) for row in rows)
        labels = [None if side is None else side.label for side in (base, ours, theirs)]
        three: Three = (labels[0], labels[1], labels[2])
        name, subject = f"criterion{pointer(each)}", str(three[1] or three[2] or "")
        if three[1] is None and three[0] is not None:
            continue
        if three[2] is None and three[0] is not None:
            used = (ours and ours.empty) != (base and base.empty) or three[1] != three[0] or _own_uses(sides, each)
            conflict = ConflictKind.CRITERION_IN_USE if used else None
            found.append(_decided(DecisionField.CRITERIA, name, three, conflict, subject))
        else:
            found += _one_value(DecisionField.CRITERIA, name, three, subject)
            if ours is not None and theirs is not None:
                found += _empty_cells(sides, base or replace(theirs, empty={}), ours, theirs)
    return found


def _empty_cells(sides: Sides, base: Criterion, ours: Criterion, theirs: Criterion) -> list[Decision]:
    """A criterion's cells that theirs leaves empty on purpose, or no longer does; each with its reason."""
    found: list[Decision] = []
    for level in sorted({*base.empty, *ours.empty, *theirs.empty}):
        three: Three = (base.empty.get(level), ours.empty.get(level), theirs.empty.get(level))
        name = f"criterion{pointer(ours.id, EMPTY, level)}"
        subject = f"{ours.label}, left empty at {sides.ours.level_label(level)}"
        found += _one_value(DecisionField.CRITERIA, name, three, subject)
    return found


def _own_uses(sides: Sides, criterion: str) -> bool:
    """True where we have put statements under a criterion that were not under it."""
    was = {each.id for each in sides.base.active if each.criterion == criterion}
    return any(each.criterion == criterion and each.id not in was for each in sides.ours.active)
