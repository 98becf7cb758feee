"""Vocabularies as a file: YAML, rows of a table, and SKOS (JSON-LD) for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from pydantic import JsonValue

from lexcurric.core.model import Term, Vocabulary

COLUMNS = (
    *("vocabulary", "vocabulary label", "scope", "required", "open", "term", "label", "description", "synonyms"),
    *("colour", "deprecated", "replaced_by"),
)
_CONTEXT: dict[str, JsonValue] = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
    "isReplacedBy": {"@id": "dct:isReplacedBy", "@type": "@id"},
}


def to_yaml(vocabularies: Sequence[Vocabulary], title: str) -> bytes:
    """YAML, with a line on what it is."""
    import yaml

    listed = [
        {
            "name": each.name,
            "label": each.label,
            "scope": each.scope.value,
            "required": each.required,
            "open": each.open,
            "terms": [
                {key: value for key, value in term.model_dump(mode="json").items() if value} for term in each.terms
            ],
        }
        for each in vocabularies
    ]
    said = " ".join(title.split())
    text = yaml.safe_dump({"vocabularies": listed}, allow_unicode=True, sort_keys=False, width=110)
    return f"# Vocabularies of {said}\n{text}".encode()


def to_rows(vocabularies: Sequence[Vocabulary]) -> list[tuple[object, ...]]:
    """One row a term, in `COLUMNS`, as `read_vocabulary_rows` takes them."""
    return [
        (
            *(each.name, each.label, each.scope.value, _yes(each.required), _yes(each.open)),
            *(term.term, term.label, term.description, " | ".join(term.synonyms), term.colour),
            *(_yes(term.deprecated), term.replaced_by),
        )
        for each in vocabularies
        for term in each.terms
    ]


def to_jsonld(vocabularies: Sequence[Vocabulary], title: str) -> bytes:
    """SKOS as JSON-LD, a concept scheme a list; it has no colours and no rules of the list."""
    graph: list[JsonValue] = []
    for each in vocabularies:
        scheme = f"urn:lexcurric:{quote(each.name)}"
        graph.append(
            {
                "@id": scheme,
                "@type": "skos:ConceptScheme",
                "dct:title": each.label or each.name,
                "dct:description": f"Tags of {title}",
                "skos:notation": each.name,
            }
        )
        graph += [_concept(term, scheme) for term in each.terms]
    value = {"@context": _CONTEXT, "@graph": graph}
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", errors="replace")


def _concept(term: Term, scheme: str) -> JsonValue:
    said: dict[str, JsonValue] = {
        "@id": f"{scheme}/{quote(term.term)}",
        "@type": "skos:Concept",
        "skos:notation": term.term,
        "skos:prefLabel": term.label or term.term,
        "inScheme": scheme,
    }
    if term.description:
        said["skos:definition"] = term.description
    if term.synonyms:
        said["skos:altLabel"] = [*term.synonyms]
    if term.deprecated:
        said["owl:deprecated"] = True
    if term.replaced_by:
        said["isReplacedBy"] = f"{scheme}/{quote(term.replaced_by)}"
    return said


def _yes(value: bool) -> str:
    return "yes" if value else "no"
