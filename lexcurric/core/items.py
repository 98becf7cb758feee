"""A framework's content as items, the unit that the store keeps and hashes: one for each thing with an identity."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from operator import attrgetter, itemgetter
from typing import Any

from pydantic import JsonValue

from lexcurric.core.carried import unlike, with_changed
from lexcurric.core.json_text import canonical
from lexcurric.core.model import Content, Criterion, Level, Record, Statement, Vocabulary, replace

ItemKey = tuple[str, str]
DOCUMENT: ItemKey = ("document", "document")
"""All that a framework says beside its levels, statements, criteria and vocabularies."""
LINEAGE: ItemKey = ("lineage", "upstream")
"""
Which upstream version the draft has taken in last (`label`), in which of its matchings (`rev`, a revision of the
upstream line): the base of the next merge. Not content, but undone with it.
"""
MATCH_DECISION = "match_decision"
"""The kind of the items that keep what designers said of matches; on the upstream line, and not content either."""
ISSUED = "issued"
"""The kind of the items that remember the files that were handed out; on the upstream line, and not content either."""
ACCEPTED = "accepted"
"""The kind of the items that keep which findings designers let stand; on the upstream line, and not content either."""
JUDGMENT = "judgment"
"""The kind of the items that keep what designers said of rewordings; on the upstream line, and not content either."""
REVIEW_NOTE = "review_note"
"""The kind of the items that keep what reviewers left on changes; on the upstream line, and not content either."""
ALIGNMENT = "alignment"
"""The kind of the items that keep what designers said of statements and things of a list; see `core/alignment/`."""
ALIGNED_LIST = "aligned_list"
"""The kind of the items that keep a list, as far as statements are aligned with it."""
BESIDE = (ALIGNMENT, ALIGNED_LIST)
"""The kinds that stand on the draft's line beside the content: undone, versioned and merged with it, and not in it."""

_KINDS: dict[str, type[Record]] = {
    "level": Level,
    "statement": Statement,
    "criterion": Criterion,
    "vocabulary": Vocabulary,
}
_FIELDS = {"level": "levels", "criterion": "criteria", "vocabulary": "vocabularies"}
"""The fields of a content whose records are few, by their kind."""


def items_of(content: Content) -> dict[ItemKey, str]:
    """Every item of the content, as canonical JSON, by kind and id."""
    return {key: _body(record) for key, record in _by_key(content).items()}


def content_of(items: Mapping[ItemKey, str]) -> Content:
    """The content that these items say; the inverse of `items_of`."""
    found = {key: _KINDS[key[0]].model_validate_json(body) for key, body in items.items() if key[0] in _KINDS}
    return _content(json.loads(items[DOCUMENT]), found)


def _content(head: Mapping[str, Any], records: Mapping[ItemKey, Record]) -> Content:
    found: dict[str, list[Record]] = {kind: [] for kind in _KINDS}
    for (kind, _), record in sorted(records.items(), key=itemgetter(0)):
        found[kind].append(record)
    return Content.model_validate(
        {
            "soc": head["soc"],
            "document": head["document"],
            "levels": tuple(sorted(found["level"], key=_rank)),
            "statements": tuple(found["statement"]),
            "criteria": tuple(sorted(found["criterion"], key=_rank)),
            "vocabularies": tuple(found["vocabulary"]),
        }
    )


def changed_content(old: Content, new: Content) -> dict[ItemKey, str | None]:
    """
    What has to be written to get from the one content to the other, as `changed_items` of their items.

    Records that are the same object are the same, so only what an action made anew is written out and compared.
    """
    if new is old:
        return {}
    before, after = _unlike(old, new)
    changes: dict[ItemKey, str | None] = {key: None for key in before if key not in after}
    for key, record in after.items():
        known = before.get(key)
        if known is not record and (body := _body(record)) != (None if known is None else _body(known)):
            changes[key] = body
    return changes


def _unlike(old: Content, new: Content) -> tuple[dict[ItemKey, Any], dict[ItemKey, Any]]:
    """The records of both contents, but for most of the statements that are the same in both."""
    sides = []
    for content, statements in zip((old, new), unlike(old, new), strict=True):
        found = {(kind, uid): record for kind, uid, record in _records(content, statements.values())}
        sides.append({DOCUMENT: {"soc": content.soc, "document": content.document}, **found})
    return sides[0], sides[1]


def with_items(content: Content, changes: Mapping[ItemKey, str | None]) -> Content:
    """The content as it reads with these items in it (None: without them); just what `content_of` would give."""
    new: dict[ItemKey, Any] = {
        key: None if body is None else _KINDS[key[0]].model_validate_json(body)
        for key, body in changes.items()
        if key[0] in _KINDS
    }
    others: dict[str, Any] = {}
    head = changes.get(DOCUMENT)
    if head is not None:
        others = json.loads(head)
    for kind, field in _FIELDS.items():
        of_kind = {key: record for key, record in new.items() if key[0] == kind}
        if of_kind:
            there: dict[ItemKey, Any] = {(kind, _uid(each)): each for each in getattr(content, field)}
            rows = [record for _, record in sorted((there | of_kind).items(), key=itemgetter(0)) if record is not None]
            others[field] = tuple(rows if kind == "vocabulary" else sorted(rows, key=_rank))
    statements = {uid: record for (kind, uid), record in new.items() if kind == "statement"}
    if not content.in_id_order:
        content = replace(content, statements=tuple(sorted(content.statements, key=attrgetter("id"))))
    return with_changed(content, statements, **others)


def beside(items: Mapping[ItemKey, str]) -> dict[ItemKey, str]:
    """Those items of a draft that are a designer's work beside the content, which a merge leaves as they are."""
    return {key: body for key, body in items.items() if key[0] in BESIDE}


def changed_items(old: Mapping[ItemKey, str], new: Mapping[ItemKey, str]) -> dict[ItemKey, str | None]:
    """What has to be written to get from `old` to `new`: a body for each item that differs, None for one that went."""
    gone: dict[ItemKey, str | None] = {key: None for key in old if key not in new}
    return gone | {key: body for key, body in new.items() if old.get(key) != body}


def _uid(record: Level | Criterion | Vocabulary) -> str:
    match record:
        case Level():
            return record.key
        case Criterion():
            return record.id
        case Vocabulary():
            return record.name


def _rank(record: Record) -> tuple[str, str]:
    return getattr(record, "rank", ""), getattr(record, "id", getattr(record, "key", ""))


def _by_key(content: Content) -> dict[ItemKey, Record | dict[str, JsonValue]]:
    head: dict[str, JsonValue] = {"soc": content.soc, "document": content.document}
    return {DOCUMENT: head, **{(kind, uid): record for kind, uid, record in _records(content, content.statements)}}


def _body(record: Record | dict[str, JsonValue]) -> str:
    return canonical(record if isinstance(record, dict) else record.model_dump(mode="json"))


def _records(content: Content, statements: Iterable[Statement]) -> list[tuple[str, str, Record]]:
    return [
        *[("level", each.key, each) for each in content.levels],
        *[("statement", each.id, each) for each in statements],
        *[("criterion", each.id, each) for each in content.criteria],
        *[("vocabulary", each.name, each) for each in content.vocabularies],
    ]
