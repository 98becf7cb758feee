"""
Applying a diff: the old framework and the changes give the new one, exactly; and back with the inverse.

A diff fits one framework, that which it was made from. Where it does not fit, nothing is applied.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from pydantic import JsonValue, ValidationError

from lexcurric.core.diff import Change, ChangeKind, Differences, MetadataChange, in_reading_order
from lexcurric.core.errors import PatchError
from lexcurric.core.exact import Leaf, dump_statement, find_leaves, value_of
from lexcurric.core.identity import first_ranks, rank_between
from lexcurric.core.json_text import canonical, pointer, pointer_keys
from lexcurric.core.model import Content, Criterion, Level, Statement, Vocabulary, replace
from lexcurric.core.rising import longest_rising
from lexcurric.core.significance import propose
from lexcurric.core.wording import normal
from lexcurric.core.words import find_moves, mark_words

ObjectValue = dict[str, JsonValue]


def parse_differences(text: str) -> Differences:
    """The differences that a file of `lexcurric diff --format json` holds. Raises PatchError where it is none."""
    try:
        return Differences.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = pointer(*first["loc"]) or "the whole file"
        raise PatchError(f"this is no diff of lexcurric (lexcurric/diff/1): {where}: {first['msg']}") from None


def apply_differences(old: Content, differences: Differences, made_from: Content | None = None) -> Content:
    """
    The content that `differences` lead to from `old`: its hash is that of the new side.

    What `old` holds beside the hash, its order keys, stays wherever the order does. Raises PatchError where the changes
    do not fit, which names the first place that is not what they were made from; then nothing is applied. Where that
    place is one that the changes do not touch, it can be named only with `made_from`, the content of their old side.
    """
    said = f"the changes from {_from(differences)}"
    if differences.exact is None:
        raise PatchError(f"{said} were written without what applying them needs; make the diff again")
    value = copy.deepcopy(value_of(old))
    misfit = _misfit(old, value, differences, made_from)
    if misfit:
        raise PatchError(f"{said} do not fit this framework: {misfit}")
    if not differences.exact:
        return old
    try:
        for leaf in differences.exact:
            _set(value, pointer_keys(leaf.pointer), leaf.new)
        made = _content(value, old)
    except (ValidationError, KeyError, TypeError) as error:
        raise PatchError(f"{said} do not lead to a whole framework; somebody altered them") from error
    if differences.new.sha256 and made.sha256 != differences.new.sha256:
        raise PatchError(f"{said} do not lead to the content hash that they name; somebody altered them")
    return made


def _misfit(old: Content, value: ObjectValue, differences: Differences, made_from: Content | None) -> str:
    """What is not as it was when the changes were made, in words; empty where all is."""
    leaves = differences.exact or ()
    if made_from is not None:
        leaves = (*leaves, *find_leaves(made_from, old))
    for leaf in sorted(leaves, key=lambda each: each.pointer.startswith("/order")):
        found = _get(value, pointer_keys(leaf.pointer))
        if [canonical(each) for each in found] != [canonical(each) for each in leaf.old]:
            return f"{_name(leaf, old, differences)} {_said(leaf.old, found)}"
    wanted = differences.old.sha256
    return "it differs in something that the changes do not touch" if wanted and wanted != old.sha256 else ""


def invert(differences: Differences) -> Differences:
    """The changes that lead back: applied to the new content they give the old, and a report of them reads so."""
    now, before = _level_keys(differences)
    leaves = {leaf.pointer: leaf.old for leaf in differences.exact or ()}
    changes = in_reading_order((_back(each) for each in differences.statement_changes), now, before)
    fields = differences.metadata_changes
    gone = {
        each.pointer.removesuffix("/label") for each in fields if each.new is None and each.pointer.endswith("/label")
    }
    old_keys = {key: old for old, key in differences.renamed_levels.items()}
    metadata = [_metadata_back(each, old_keys, gone) for each in fields]
    labels = {key: _old_label(key, differences, leaves) for key in before}
    kinds = Counter(each.kind.value for each in changes)
    title = leaves.get("/document/occupation/title", (differences.title,))
    soc = leaves.get("/soc", (differences.soc,))
    return replace(
        differences,
        soc=str(soc[0]) if soc else differences.soc,
        title=str(title[0]) if title else differences.title,
        old=differences.new,
        new=differences.old,
        levels=labels | {key: label for key, label in differences.levels.items() if key not in labels},
        summary={
            key: kinds.get(key, 0) if key in _STATEMENT_KINDS else count for key, count in differences.summary.items()
        },
        changes=(*changes, *sorted(metadata, key=lambda each: each.pointer)),
        renamed_levels=old_keys,
        exact=differences.exact
        and tuple(Leaf(pointer=each.pointer, old=each.new, new=each.old) for each in differences.exact),
    )


_STATEMENT_KINDS = frozenset(kind.value for kind in ChangeKind if kind is not ChangeKind.METADATA)
_BACK = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}


def _level_keys(differences: Differences) -> tuple[list[str], list[str]]:
    """The levels' keys in order, on the new side and on the old."""
    for leaf in differences.exact or ():
        if leaf.pointer == "/order/levels":
            return [str(each) for each in _list(leaf.new)], [str(each) for each in _list(leaf.old)]
    return list(differences.levels), list(differences.levels)


def _list(side: Sequence[JsonValue]) -> list[JsonValue]:
    return side[0] if side and isinstance(side[0], list) else []


def _old_label(key: str, differences: Differences, leaves: Mapping[str, Sequence[JsonValue]]) -> str:
    at = pointer("levels", key)
    for side in (leaves.get(at), leaves.get(at + "/label")):
        if side:
            return str(side[0].get("label", key)) if isinstance(side[0], dict) else str(side[0])
    return differences.levels.get(key, key)


def _back(change: Change) -> Change:
    old, new = change.new, change.old
    more: dict[str, object] = {}
    if change.kind in (ChangeKind.SPLIT, ChangeKind.JOINED):
        more["kind"] = ChangeKind.SPLIT if len(new) > len(old) else ChangeKind.JOINED
        more["why"] = f"{len(old)} became {len(new)}"
    elif change.words:
        words = mark_words(old[0].text, new[0].text)
        proposed = propose(old[0].text, new[0].text, moved=change.kind is ChangeKind.MOVED)[1]
        why = change.why if change.judged else proposed
        more |= {"words": words, "moves": find_moves(words), "why": why}
    return replace(change, **{"kind": _BACK.get(change.kind, change.kind), "old": old, "new": new, **more})


def _metadata_back(change: MetadataChange, old_keys: Mapping[str, str], gone: Collection[str]) -> MetadataChange:
    """
    The change the other way round; a field of a level that has another key now stands under its old one.

    `gone` holds the pointers of the levels that went: their fields are under their own key already.
    """
    keys = pointer_keys(change.pointer)
    is_gone = change.new is None and pointer(*keys[:3]) in gone
    if keys[:2] == ["framework", "levels"] and len(keys) > 2 and not is_gone:
        keys[2] = old_keys.get(keys[2], keys[2])
    return MetadataChange(pointer=pointer(*keys), old=change.new, new=change.old)


def _from(differences: Differences) -> str:
    names = [each.version or each.ref for each in (differences.old, differences.new)]
    return " to ".join(name or "an unnamed version" for name in names)


def _said(expected: Sequence[JsonValue], found: Sequence[JsonValue]) -> str:
    """What was expected and what is there, in the rest of a sentence."""
    if not expected:
        return "is there already"
    if not found:
        return "is not there"
    before, now = expected[0], found[0]
    if isinstance(before, list) and isinstance(now, list):
        return "is another"
    if isinstance(before, str) and isinstance(now, str) and normal(before) == normal(now):
        return "differs in spaces or invisible characters"
    return f"was expected to be {_shown(before)}, and is {_shown(now)}"


def _shown(value: JsonValue) -> str:
    text = f"“{normal(value)}”" if isinstance(value, str) else canonical(value)
    return text if len(text) <= 120 else text[:117] + "…"


def _name(leaf: Leaf, old: Content, differences: Differences) -> str:
    """What people call the place of a leaf: a statement by its wording and field, a level by its key."""
    part, *keys = pointer_keys(leaf.pointer)
    if part == "statements":
        known = old.by_id.get(keys[0])
        shown = {place.id: place.text for each in differences.statement_changes for place in each.old}
        text = normal(known.text if known else shown.get(keys[0], ""))
        name = f"the statement “{text}” ({keys[0][:8]})" if text else f"the statement {keys[0][:8]}"
        return f"the {keys[1].replace('_', ' ')} of {name}" if known and len(keys) > 1 else name
    if part == "order" and keys[0] == "statements":
        return f"the order of the statements in the level {old.level_label(keys[1])}"
    if part == "levels":
        return " / ".join([f"the level {keys[0]}", *keys[1:]])
    return " / ".join(keys) if part == "document" else " / ".join([part, *keys])


def _get(value: JsonValue, keys: list[str]) -> tuple[JsonValue, ...]:
    """What stands at a place, in a tuple of one; an empty one where nothing does."""
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            return ()
        value = value[key]
    return (value,)


def _set(value: ObjectValue, keys: list[str], new: Sequence[JsonValue]) -> None:
    *above, last = keys
    for key in above:
        inner = value[key]
        if not isinstance(inner, dict):
            raise PatchError(f"these changes contradict each other at {'/'.join(keys)}")
        value = inner
    if new:
        value[last] = copy.deepcopy(new[0])
    else:
        value.pop(last, None)


def _content(value: ObjectValue, old: Content) -> Content:
    """The content that a value says (see `exact.value_of`), with order keys of `old` as far as they fit."""
    parts = {name: _object(value[name]) for name in ("levels", "criteria", "statements", "vocabularies", "order")}
    order = parts["order"]
    level_ranks = _ranks(_strings(order["levels"]), {each.key: each.rank for each in old.levels})
    criterion_ranks = _ranks(_strings(order["criteria"]), {each.id: each.rank for each in old.criteria})
    ranks = {each.id: each.rank for each in old.statements}
    for key, row in _object(order["statements"]).items():
        here = {each.id: each.rank for each in old.by_level.get(key, ())}
        ranks |= _ranks(_strings(row), here)
    return Content(
        soc=str(value["soc"]),
        document=_object(value["document"]),
        levels=tuple(
            Level.model_validate({"key": key, "rank": rank, **_object(parts["levels"][key])})
            for key, rank in level_ranks.items()
        ),
        statements=tuple(_statement(uid, _object(said), old, ranks) for uid, said in parts["statements"].items()),
        criteria=tuple(
            Criterion.model_validate({"id": uid, "rank": rank, **_object(parts["criteria"][uid])})
            for uid, rank in criterion_ranks.items()
        ),
        vocabularies=tuple(
            Vocabulary.model_validate({"name": name, **_object(said)}, strict=False)
            for name, said in parts["vocabularies"].items()
        ),
    )


def _statement(uid: str, said: ObjectValue, old: Content, ranks: Mapping[str, str]) -> Statement:
    # One that comes as retired already stands nowhere; it needs some order key, should it be brought back.
    rank = ranks.get(uid) or first_ranks(1)[0]
    known = old.by_id.get(uid)
    if known is not None and known.rank == rank and dump_statement(known) == said:
        return known
    return Statement.model_validate({"id": uid, "rank": rank, **said}, strict=False)


def _ranks(order: list[str], known: Mapping[str, str]) -> dict[str, str]:
    """Order keys for a row: as many of the known ones as are in order, and new ones between them."""
    there = [(index, known[uid]) for index, uid in enumerate(order) if known.get(uid)]
    alphabet = {rank: place for place, rank in enumerate(sorted({rank for _, rank in there}))}
    kept = {there[place][0]: there[place][1] for place in longest_rising([alphabet[rank] for _, rank in there])}
    ranks: list[str] = []
    waiting = 0
    for index in range(len(order)):
        waiting += 1
        if index in kept:
            ranks += [*_between(ranks[-1] if ranks else None, kept[index], waiting - 1), kept[index]]
            waiting = 0
    ranks += _between(ranks[-1] if ranks else None, None, waiting)
    return dict(zip(order, ranks, strict=True))


def _between(before: str | None, after: str | None, count: int) -> list[str]:
    """Order keys for `count` things between two, halving the room, so that keys stay short."""
    if not count:
        return []
    if before is None and after is None:
        return first_ranks(count)
    middle = rank_between(before, after)
    left = count // 2
    return [*_between(before, middle, left), middle, *_between(middle, after, count - left - 1)]


def _object(value: JsonValue) -> ObjectValue:
    if not isinstance(value, dict):
        raise TypeError("expected an object")
    return value


def _strings(value: JsonValue) -> list[str]:
    if not isinstance(value, list):
        raise TypeError("expected a list")
    return [str(each) for each in value]
