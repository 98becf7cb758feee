"""A framework's content as items, the unit that the store keeps and hashes: one for each thing with an identity."""

from __future__ import annotations

import json
from collections.abc import Mapping

from lexcurric.core.json_text import canonical
from lexcurric.core.model import Content, Criterion, Level, Record, Statement, Vocabulary

ItemKey = tuple[str, str]
LINEAGE: ItemKey = ("lineage", "upstream")
"""
Which upstream version the draft has taken in last (`label`), in which of its matchings (`rev`, a revision of the
upstream line): the base of the next merge. Not content, but undone with it.
"""
MATCH_DECISION = "match_decision"
"""The kind of the items that keep what designers said of matches; on the upstream line, and not content either."""

_KINDS: dict[str, type[Record]] = {
    "level": Level,
    "statement": Statement,
    "criterion": Criterion,
    "vocabulary": Vocabulary,
}


def items_of(content: Content) -> dict[ItemKey, str]:
    """Every item of the content, as canonical JSON, by kind and id."""
    items: dict[ItemKey, str] = {
        ("document", "document"): canonical({"soc": content.soc, "document": content.document})
    }
    for kind, uid, record in _records(content):
        items[kind, uid] = canonical(record.model_dump(mode="json"))
    return items


def content_of(items: Mapping[ItemKey, str]) -> Content:
    """The content that these items say; the inverse of `items_of`."""
    head = json.loads(items["document", "document"])
    found: dict[str, list[Record]] = {kind: [] for kind in _KINDS}
    for (kind, _), body in sorted(items.items()):
        if kind in _KINDS:
            found[kind].append(_KINDS[kind].model_validate_json(body))
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


def changed_items(old: Mapping[ItemKey, str], new: Mapping[ItemKey, str]) -> dict[ItemKey, str | None]:
    """What has to be written to get from `old` to `new`: a body for each item that differs, None for one that went."""
    gone: dict[ItemKey, str | None] = {key: None for key in old if key not in new}
    return gone | {key: body for key, body in new.items() if old.get(key) != body}


def _rank(record: Record) -> tuple[str, str]:
    return getattr(record, "rank", ""), getattr(record, "id", getattr(record, "key", ""))


def _records(content: Content) -> list[tuple[str, str, Record]]:
    return [
        *[("level", each.key, each) for each in content.levels],
        *[("statement", each.id, each) for each in content.statements],
        *[("criterion", each.id, each) for each in content.criteria],
        *[("vocabulary", each.name, each) for each in content.vocabularies],
    ]
