"""
Alignments in CTDL-ASN: `ceasn:exactAlignment` and `ceasn:alignTo` of each competency, as a JSON-LD graph.

Only accepted ones are written. The framework carries the source of the list and its credit (`ceasn:rights`).
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

CONTEXT = "https://credreg.net/ctdlasn/schema/context/json"
PROPERTIES = {Relation.RELATED: "ceasn:alignTo", Relation.EXACT: "ceasn:exactAlignment"}
REGISTRY = "https://credentialengineregistry.org"
"""The registry whose addresses are made where no other is given."""


def ctdl_alignments(listed: AlignedList, alignments: Iterable[Alignment]) -> dict[str, dict[str, list[str]]]:
    """The alignment properties of each statement that has any, by its id, with the addresses of their targets."""
    found: dict[str, dict[str, list[str]]] = {}
    for each in alignments:
        if each.is_accepted and each.list == listed.key:
            name = PROPERTIES[each.relation]
            found.setdefault(each.statement, {}).setdefault(name, []).append(_target(listed, each))
    return found


def ctdl_graph(
    content: Content, listed: AlignedList, alignments: Iterable[Alignment], base: str = REGISTRY, language: str = "en"
) -> dict[str, JsonValue]:
    """
    The framework and its aligned competencies, as far as alignments need them.

    `base` is the registry's address: /resources/ce-… is added for each thing, /graph/ce-… for the whole.
    """
    place = base.rstrip("/")
    framework = "ce-" + str(uuid5(NAMESPACE, "framework\n" + content.soc))
    found = ctdl_alignments(listed, alignments)
    home = f"{place}/resources/{framework}"
    head: dict[str, JsonValue] = {
        "@id": home,
        "@type": "ceasn:CompetencyFramework",
        "ceterms:ctid": framework,
        "ceasn:name": {language: content.title},
        "ceasn:inLanguage": [language],
        **({"ceasn:source": [listed.url]} if listed.url else {}),
        **({"ceasn:rights": {language: listed.credit}} if listed.credit else {}),
    }
    competencies: list[JsonValue] = [
        {
            "@id": f"{place}/resources/ce-{each.id}",
            "@type": "ceasn:Competency",
            "ceterms:ctid": f"ce-{each.id}",
            "ceasn:competencyText": {language: normal(each.text)},
            "ceasn:isPartOf": [home],
            "ceasn:inLanguage": [language],
            **{name: list[JsonValue](targets) for name, targets in found[each.id].items()},
        }
        for each in content.active
        if each.id in found
    ]
    return {"@context": CONTEXT, "@id": f"{place}/graph/{framework}", "@graph": [head, *competencies]}


def _target(listed: AlignedList, alignment: Alignment) -> str:
    return alignment.url or f"urn:lexcurric:{quote(listed.key, safe='')}:{quote(alignment.code, safe='')}"
