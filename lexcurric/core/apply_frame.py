"""Doing what the decisions of a merge say of all that is not a statement: document, levels, vocabularies, criteria."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pydantic import JsonValue

from lexcurric.core.edits import place, with_statements, without_filled_marks
from lexcurric.core.identity import first_ranks, rank_between
from lexcurric.core.json_text import canonical, pointer, pointer_keys
from lexcurric.core.merge import EMPTY, LEVEL_ORDER, Decision, DecisionField, Side
from lexcurric.core.merge_sides import Sides, free_key, rename_levels, rename_tags
from lexcurric.core.model import Content, Criterion, Level, Statement, Term, Vocabulary, replace
from lexcurric.core.wording import normal

# The document


def take_metadata(content: Content, decision: Decision) -> Content:
    """The content with one field of the document, or of a level, as in theirs."""
    if decision.subject == LEVEL_ORDER:
        return content
    keys = pointer_keys(decision.subject)
    if keys[:2] == ["framework", "levels"]:
        levels = tuple(
            _level_with(level, keys[3:], decision.theirs) if level.key == keys[2] else level for level in content.levels
        )
        return replace(content, levels=levels)
    return replace(content, document=_with(content.document, keys, decision.theirs))


def _level_with(level: Level, keys: list[str], value: JsonValue) -> Level:
    if keys == ["label"]:
        return level if value is None else replace(level, label=str(value))
    return replace(level, extra=_with(level.extra, keys, value))


def _with(value: Mapping[str, JsonValue], keys: list[str], new: JsonValue) -> dict[str, JsonValue]:
    """An object with a value at a place; None takes it away, and what holds nothing after that."""
    rest, inner = dict(value), value.get(keys[0])
    if len(keys) > 1:
        changed = _with(inner if isinstance(inner, dict) else {}, keys[1:], new)
        if changed or new is not None:
            rest[keys[0]] = changed
        else:
            rest.pop(keys[0], None)
    elif new is None:
        rest.pop(keys[0], None)
    else:
        rest[keys[0]] = new
    return rest


# Levels


def take_levels(content: Content, theirs: Content, decisions: Iterable[Decision]) -> Content:
    """Levels that came are there before anything moves into them, each after the one that it follows in theirs."""
    taken = {each.subject for each in decisions if each.field is DecisionField.METADATA and each.take is Side.THEIRS}
    if LEVEL_ORDER in taken:
        known = {level.key for level in content.levels}
        shared = iter([level.key for level in theirs.levels if level.key in known])
        there = {level.key for level in theirs.levels}
        order = [next(shared) if level.key in there else level.key for level in content.levels]
        content = _in_order(content, order)
    for level in theirs.levels:
        if pointer("framework", "levels", level.key, "label") in taken:
            content = with_level(content, theirs, level.key, bare=True)
    return content


def with_level(content: Content, theirs: Content, key: str, *, bare: bool = False) -> Content:
    """The content with this level of theirs, where it is not there; `bare` without its further fields."""
    level = theirs.level(key)
    if level is None or content.level(key) is not None:
        return content
    before = [each.key for each in theirs.levels][: [each.key for each in theirs.levels].index(key)]
    order = [each.key for each in content.levels]
    spot = next((order.index(each) + 1 for each in reversed(before) if each in order), 0)
    order.insert(spot, key)
    new = replace(level, extra={}) if bare else level
    return _in_order(replace(content, levels=(*content.levels, new)), order)


def _in_order(content: Content, order: list[str]) -> Content:
    levels = {level.key: level for level in content.levels}
    ranked = zip(order, first_ranks(len(order)), strict=True)
    return replace(content, levels=tuple(replace(levels[key], rank=rank) for key, rank in ranked))


def _level_removed(content: Content, sides: Sides, decision: Decision) -> Content:
    """
    The level goes, if a person said so or nothing is left in it; the last one stays.

    What a person sent away with it moves to where most others of the level went; else to the level below, or above.
    """
    key = pointer_keys(decision.id.removeprefix("level"))[0]
    keys = [level.key for level in content.levels]
    staying = content.by_level.get(key, ())
    if key not in keys or len(keys) == 1 or (staying and decision.conflict is None):
        return content
    rest = [each for each in keys if each != key]
    there = sides.theirs.positions
    went = [sides.theirs.by_id[each.id].level for each in sides.base.by_level.get(key, ()) if each.id in there]
    target = max((each for each in rest if each in went), key=went.count, default=rest[max(0, keys.index(key) - 1)])
    content = place(content, list(staying), target, None)
    return with_valid_levels(
        replace(content, levels=tuple(level for level in content.levels if level.key != key)), target
    )


def with_valid_levels(content: Content, target: str = "") -> Content:
    """The content with retired statements of a level that is gone put into another, so that they can come back."""
    keys = {level.key for level in content.levels}
    if not keys or all(each.level in keys for each in content.statements):
        return content
    home = target or content.levels[0].key
    moved = (each if each.level in keys else replace(each, level=home) for each in content.statements)
    return replace(content, statements=tuple(moved))


def without_links(content: Content, maybe: set[str]) -> Content:
    """The content without links to those of `maybe` that are not in it."""
    gone = maybe - content.by_id.keys()
    if not gone:
        return content

    def kept(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in ids if each not in gone)

    def cleaned(each: Statement) -> Statement:
        if not gone & {*each.comes_from, *each.replaced_by}:
            return each
        return replace(each, comes_from=kept(each.comes_from), replaced_by=kept(each.replaced_by))

    return replace(content, statements=tuple(map(cleaned, content.statements)))


# Names


def take_names(content: Content, sides: Sides, decision: Decision) -> Content:
    """The content with a tag, or the keys of levels, called as theirs calls them."""
    if decision.field is DecisionField.TAG_NAME:
        return rename_tags(content, {str(decision.ours): str(decision.theirs)})
    keys = {level.key for level in content.levels}
    listed = decision.ours if isinstance(decision.ours, list) else []
    # A level that came, too, has the key that theirs gives it, now that this is free.
    base = {level.key for level in sides.base.levels}
    wanted = [key for key in sides.keys if key in keys and (key in listed or key not in base)]
    taken = keys - set(wanted)
    names: dict[str, str] = {}
    for key in wanted:
        names[key] = free_key(sides.keys[key], taken)
        taken.add(names[key])
    return rename_levels(content, names)


# Vocabularies and criteria


def _vocabulary(content: Content, sides: Sides, decision: Decision) -> Content:
    name, *rest = pointer_keys(decision.id.removeprefix("vocabulary"))
    mine, new = content.vocabulary(name), sides.theirs.vocabulary(name)
    if not rest:
        if new is None:
            return _without_vocabulary(content, name, decision)
        return content if mine is not None else _with_vocabulary(content, new)
    if mine is None or new is None:
        return content
    if rest[0] != "terms":
        return _with_vocabulary(content, replace(mine, **{rest[0]: getattr(new, rest[0])}))
    term = next((each for each in new.terms if each.term == rest[1]), None)
    if term is None:
        return _without_term(content, mine, rest[1], decision)
    return _with_vocabulary(content, _with_term(mine, term))


def _with_vocabulary(content: Content, vocabulary: Vocabulary) -> Content:
    known = {each.name: each for each in content.vocabularies} | {vocabulary.name: vocabulary}
    return replace(content, vocabularies=tuple(known.values()))


def _with_term(vocabulary: Vocabulary, term: Term) -> Vocabulary:
    terms = {each.term: each for each in vocabulary.terms} | {term.term: term}
    return replace(vocabulary, terms=tuple(terms.values()))


def _without_vocabulary(content: Content, name: str, decision: Decision) -> Content:
    """Without a vocabulary and its tags, if a person said so or no statement has one."""
    if decision.conflict is None and any(tag.startswith(f"{name}:") for each in content.active for tag in each.tags):
        return content
    rest = tuple(each for each in content.vocabularies if each.name != name)
    return replace(_untagged(content, lambda tag: tag.startswith(f"{name}:")), vocabularies=rest)


def _without_term(content: Content, mine: Vocabulary, term: str, decision: Decision) -> Content:
    tag = f"{mine.name}:{term}"
    if decision.conflict is None and any(tag in each.tags for each in content.active):
        return content
    rest = replace(mine, terms=tuple(each for each in mine.terms if each.term != term))
    return _with_vocabulary(_untagged(content, lambda other: other == tag), rest)


def _untagged(content: Content, is_gone: Callable[[str], bool]) -> Content:
    """Active statements lose the tags; retired ones keep what they had when they went."""
    statements = tuple(
        replace(each, tags=tuple(tag for tag in each.tags if not is_gone(tag))) if each.is_active else each
        for each in content.statements
    )
    return replace(content, statements=statements)


def _criteria(content: Content, sides: Sides, decision: Decision) -> Content:
    found, *cell = pointer_keys(decision.id.removeprefix("criterion"))
    if cell[:1] == [EMPTY]:
        return _with_empty(content, found, cell[1], decision.theirs)
    if decision.theirs is not None:
        new = next(each for each in sides.theirs.criteria if each.id == found)
        return _with_criterion(content, new)
    if decision.conflict is None and any(each.criterion == found for each in content.active):
        return content
    return replace(
        content,
        criteria=tuple(each for each in content.criteria if each.id != found),
        statements=tuple(
            replace(each, criterion=None) if each.criterion == found else each for each in content.statements
        ),
    )


def _with_empty(content: Content, found: str, level: str, reason: JsonValue) -> Content:
    """The content with a criterion's cell left empty on purpose, or without that where there is no reason."""
    changed = []
    for each in content.criteria:
        rest = {key: why for key, why in each.empty.items() if key != level}
        more = {} if reason is None else {level: str(reason)}
        changed.append(replace(each, empty=rest | more) if each.id == found else each)
    return replace(content, criteria=tuple(changed))


def _with_criterion(content: Content, new: Criterion) -> Content:
    """The content with a criterion of theirs, or with its name; what is left empty are decisions of their own."""
    if any(each.id == new.id for each in content.criteria):
        changed = (replace(each, label=new.label) if each.id == new.id else each for each in content.criteria)
        return replace(content, criteria=tuple(changed))
    last = content.criteria[-1].rank if content.criteria else None
    rank = rank_between(last, None) if last else first_ranks(1)[0]
    return replace(content, criteria=(*content.criteria, replace(new, rank=rank)))


def complete_lists(content: Content, theirs: Content) -> Content:
    """What statements have of theirs is in the lists: a criterion, and a tag's vocabulary and term."""
    known = {each.id for each in content.criteria}
    used = {each.criterion for each in content.statements if each.criterion and each.criterion not in known}
    for criterion in theirs.criteria:
        if criterion.id in used:
            content = _with_criterion(content, criterion)
    for tag in sorted({tag for each in content.active for tag in each.tags}):
        name, _, term = tag.partition(":")
        mine, new = content.vocabulary(name), theirs.vocabulary(name)
        if new is None or not new.has(term) or (mine is not None and mine.has(term)):
            continue
        mine = mine or replace(new, terms=())
        content = _with_vocabulary(content, _with_term(mine, next(each for each in new.terms if each.term == term)))
    return without_filled_marks(content)


STEPS: dict[DecisionField, Callable[[Content, Sides, Decision], Content]] = {
    DecisionField.VOCABULARY: _vocabulary,
    DecisionField.CRITERIA: _criteria,
    DecisionField.LEVEL_REMOVED: _level_removed,
}


def take_unseen(content: Content, sides: Sides, decisions: list[Decision]) -> Content:
    """
    The content with what theirs changed and no reader sees, where ours left it as it was: other spaces, invisible
    characters, Unicode forms, fields that hold nothing. So an untouched draft becomes the release to the last byte.
    """
    changed = []
    for statement in content.active:
        base, ours, theirs = (side.by_id.get(statement.id) for side in (sides.base, sides.ours, sides.theirs))
        if base is None or ours is None or theirs is None or not theirs.is_active:
            continue
        untouched = ours.text == base.text and statement.text != theirs.text
        if untouched and normal(statement.text) == normal(theirs.text):
            changed.append(replace(statement, text=theirs.text))
    if changed:
        content = with_statements(content, *changed)
    kept = any(each.field is DecisionField.METADATA and each.take is not Side.THEIRS for each in decisions)
    as_base = canonical(sides.base.document) == canonical(sides.ours.document)
    if as_base and not kept and canonical(content.document) != canonical(sides.theirs.document):
        content = replace(content, document=sides.theirs.document)
    return content
