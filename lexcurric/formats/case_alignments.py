"""
Alignments as CASE 1.1 associations (CFPckgAssociation): `exactMatchOf` or `isRelatedTo`, statement → thing of the list.

Only accepted ones are written. What is ours stands in `extensions` under `lexcurric`, with the credit of the list, as
its licence asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote
from uuid import uuid5

from pydantic import JsonValue

from lexcurric.core.alignment.records import AlignedList, Alignment, Relation
from lexcurric.core.identity import NAMESPACE
from lexcurric.core.model import Content
from lexcurric.core.wording import normal

TYPES = {Relation.RELATED: "isRelatedTo", Relation.EXACT: "exactMatchOf"}


def case_associations(
    content: Content, listed: AlignedList, alignments: Iterable[Alignment], base: str = ""
) -> list[dict[str, JsonValue]]:
    """
    An association for each accepted alignment with this list, in the order given.

    `base` is the address of the CASE server, to which /CFItems/… is added; without it, nodes are named by their UUID.
    Identifiers are made from statement and code, so that they are the same each time.
    """
    return [
        _association(content, listed, each, base.rstrip("/"))
        for each in alignments
        if each.is_accepted and each.list == listed.key and each.statement in content.by_id
    ]


def _association(content: Content, listed: AlignedList, alignment: Alignment, base: str) -> dict[str, JsonValue]:
    found = str(uuid5(NAMESPACE, f"association\n{alignment.key}"))
    about: dict[str, JsonValue] = {
        "list": listed.title,
        "code": alignment.code,
        "kind": alignment.kind.value,
        "score": alignment.score,
        "decidedBy": alignment.author,
        "licence": listed.licence,
        "credit": listed.credit,
    }
    said: dict[str, JsonValue] = {
        "identifier": found,
        "uri": _address(base, "CFAssociations", found),
        "associationType": TYPES[alignment.relation],
        "originNodeURI": {
            "title": normal(content.by_id[alignment.statement].text),
            "identifier": alignment.statement,
            "uri": _address(base, "CFItems", alignment.statement),
            "targetType": "CASE",
        },
        "destinationNodeURI": {
            "title": normal(alignment.label),
            "identifier": alignment.code,
            "uri": target_address(listed, alignment),
            "targetType": f"ext:{listed.key}-{alignment.kind.value}",
        },
        "lastChangeDateTime": alignment.time,
        "extensions": {"lexcurric": {key: each for key, each in about.items() if each not in ("", None)}},
    }
    if alignment.why:
        said["notes"] = "; ".join(alignment.why)
    return said


def _address(base: str, kind: str, found: str) -> str:
    return f"{base}/{kind}/{found}" if base else f"urn:uuid:{found}"


def target_address(listed: AlignedList, alignment: Alignment) -> str:
    """The address of the thing in the list; a name in place of one where the list gives none."""
    return alignment.url or f"urn:lexcurric:{quote(listed.key, safe='')}:{quote(alignment.code, safe='')}"
