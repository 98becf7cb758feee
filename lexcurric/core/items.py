"""A framework's content as items, the unit that the store keeps and hashes: one for each thing with an identity."""

from __future__ import annotations

import json
from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from pydantic import JsonValue

from lexcurric.core.json_text import canonical
from lexcurric.core.model import Content, Criterion, Level, Record, Statement, Vocabulary

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
    before, after = _by_key(old), _by_key(new)
    changes: dict[ItemKey, str | None] = {key: None for key in before if key not in after}
    for key, record in after.items():
        known = before.get(key)
        if known is not record and (body := _body(record)) != (None if known is None else _body(known)):
            changes[key] = body
    return changes


def with_items(content: Content, changes: Mapping[ItemKey, str | None]) -> Content:
    """The content as it reads with these items in it (None: without them); just what `content_of` would give."""
    found: dict[ItemKey, Record] = {(kind, uid): record for kind, uid, record in _records(content)}
    head = {"soc": content.soc, "document": content.document}
    for key, body in changes.items():
        if key == DOCUMENT and body is not None:
            head = json.loads(body)
        elif body is None:
            found.pop(key, None)
        elif key[0] in _KINDS:
            found[key] = _KINDS[key[0]].model_validate_json(body)
    return _content(head, found)


def beside(items: Mapping[ItemKey, str]) -> dict[ItemKey, str]:
    """Those items of a draft that are a designer's work beside the content, which a merge leaves as they are."""
    return {key: body for key, body in items.items() if key[0] in BESIDE}


def changed_items(old: Mapping[ItemKey, str], new: Mapping[ItemKey, str]) -> dict[ItemKey, str | None]:
    """What has to be written to get from `old` to `new`: a body for each item that differs, None for one that went."""
    gone: dict[ItemKey, str | None] = {key: None for key in old if key not in new}
    return gone | {key: body for key, body in new.items() if old.get(key) != body}


def _rank(record: Record) -> tuple[str, str]:
    return getattr(record, "rank", ""), getattr(record, "id", getattr(record, "key", ""))


def _by_key(content: Content) -> dict[ItemKey, Record | dict[str, JsonValue]]:
    head: dict[str, JsonValue] = {"soc": content.soc, "document": content.document}
    return {DOCUMENT: head, **{(kind, uid): record for kind, uid, record in _records(content)}}


def _body(record: Record | dict[str, JsonValue]) -> str:
    return canonical(record if isinstance(record, dict) else record.model_dump(mode="json"))


def _records(content: Content) -> list[tuple[str, str, Record]]:
    return [
        *[("level", each.key, each) for each in content.levels],
        *[("statement", each.id, each) for each in content.statements],
        *[("criterion", each.id, each) for each in content.criteria],
        *[("vocabulary", each.name, each) for each in content.vocabularies],
    ]
