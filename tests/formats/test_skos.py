from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from lexcurric.core.errors import FileError
from lexcurric.core.model import Term, Vocabulary
from lexcurric.core.vocabulary import parse_vocabularies
from lexcurric.formats.skos import read_skos

XML = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#"
  xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:dct="http://purl.org/dc/terms/">
  <skos:ConceptScheme rdf:about="https://example.org/skills"><dct:title xml:lang="en">Skill types</dct:title>
  </skos:ConceptScheme>
  <skos:Concept rdf:about="https://example.org/skills/1">
    <skos:inScheme rdf:resource="https://example.org/skills"/>
    <skos:prefLabel xml:lang="en">Practical</skos:prefLabel><skos:prefLabel xml:lang="de">Praktisch</skos:prefLabel>
    <skos:altLabel xml:lang="en">Manual, by hand</skos:altLabel><skos:altLabel xml:lang="de">Händisch</skos:altLabel>
    <skos:definition xml:lang="en">Done with the hands.</skos:definition>
  </skos:Concept>
  <rdf:Description rdf:about="https://example.org/skills/2">
    <rdf:type rdf:resource="http://www.w3.org/2004/02/skos/core#Concept"/>
    <skos:inScheme rdf:resource="https://example.org/skills"/>
    <skos:notation>S2</skos:notation><skos:prefLabel xml:lang="en">Knife work</skos:prefLabel>
    <skos:prefLabel xml:lang="de">Schneiden</skos:prefLabel>
    <skos:broader rdf:resource="https://example.org/skills/1"/>
    <owl:deprecated>true</owl:deprecated><dct:isReplacedBy rdf:resource="https://example.org/skills/1"/>
  </rdf:Description>
</rdf:RDF>"""
JSON = {
    "@context": {
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
        "altLabel": {"@id": "skos:altLabel", "@container": "@language"},
        "uri": "@id",
    },
    "@graph": [
        {
            "uri": "https://example.org/skills",
            "@type": "skos:ConceptScheme",
            "http://purl.org/dc/terms/title": "Skill types",
        },
        {
            "uri": "https://example.org/skills/1",
            "@type": ["skos:Concept"],
            "skos:inScheme": {"@id": "https://example.org/skills"},
            "prefLabel": {"en": "Practical", "de": "Praktisch"},
            "altLabel": {"en": ["Manual, by hand"], "de": "Händisch"},
            "skos:definition": {"@value": "Done with the hands.", "@language": "en"},
        },
        {
            "uri": "https://example.org/skills/2",
            "@type": "skos:Concept",
            "skos:inScheme": {"@id": "https://example.org/skills"},
            "skos:notation": "S2",
            "prefLabel": {"en": "Knife work", "de": "Schneiden"},
            "skos:broader": {"@id": "https://example.org/skills/1"},
            "owl:deprecated": True,
            "dct:isReplacedBy": {"@id": "https://example.org/skills/1"},
        },
    ],
}
TURTLE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://example.org/> .

<skills> a skos:ConceptScheme ; dct:title "Skill types"@en .

<skills/1> a skos:Concept ;  # a comment; with marks, and "quotes"
  skos:inScheme <skills> ;
  skos:prefLabel "Practical"@en, "Praktisch"@de ;
  skos:altLabel "Manual, by hand"@en, "Händisch"@de ;
  skos:definition '''Done with
    the hands.'''@en .

<skills/2> a skos:Concept ;
  skos:inScheme <skills> ;
  skos:notation "S2"^^<https://example.org/code> ;
  skos:prefLabel "Knife work"@en, "Schneiden"@de ;
  skos:broader <skills/1> ;
  owl:deprecated "true"^^xsd:boolean ; dct:isReplacedBy <skills/1> .
"""
FILES = [("v.rdf", XML), ("v.jsonld", json.dumps(JSON, ensure_ascii=False)), ("v.ttl", TURTLE)]


def read(path: Path, text: str, language: str = "en") -> tuple[Vocabulary, ...]:
    path.write_text(text, encoding="utf-8")
    found, problems = parse_vocabularies(read_skos(path, language))
    assert problems == []
    return found


@pytest.mark.parametrize(("name", "text"), FILES)
def test_a_scheme_is_a_vocabulary(name: str, text: str, tmp_path: Path) -> None:
    assert read(tmp_path / name, text) == (
        Vocabulary(
            name="skills",
            label="Skill types",
            terms=(
                Term(
                    term="Practical",
                    label="Practical",
                    description="Done with the hands.",
                    synonyms=("Manual by hand",),
                ),
                Term(
                    term="S2",
                    label="Knife work",
                    description="Broader: Practical.",
                    synonyms=("Knife work",),
                    deprecated=True,
                    replaced_by="Practical",
                ),
            ),
        ),
    )


@pytest.mark.parametrize(("name", "text"), FILES)
def test_labels_come_in_the_language_asked_for(name: str, text: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path / name, text, "de-AT")
    assert [(each.term, each.label, each.synonyms) for each in found.terms] == [
        ("Praktisch", "Praktisch", ("Händisch",)),
        ("S2", "Schneiden", ("Schneiden",)),
    ]
    (found,) = read(tmp_path / name, text, "fr")
    assert [each.label for each in found.terms] == ["Practical", "Knife work"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("v.rdf", XML.replace("<rdf:RDF", '<!DOCTYPE rdf [<!ENTITY a "b">]><rdf:RDF', 1), "document type declaration"),
        ("v.rdf", XML[:-20], "not RDF/XML"),
        ("v.xml", "<a/>", "no skos:Concept"),
        ("v.jsonld", "{", "v.jsonld"),
        ("v.ttl", "", "no skos:Concept"),
        ("v.ttl", "@prefix a: <b> .\n\nDough, mixed.", "line 3: not Turtle: "),
        ("v.ttl", TURTLE[:-3], "not Turtle"),
        ("v.ttl", "[" * 100_000, "nested too deep"),
        ("v.ttl", TURTLE + "#" * 5_000_000, "at most 5,000,000 bytes"),
        ("v.jsonld", "[]", "no skos:Concept"),
        ("v.jsonld", json.dumps({"@id": "x:1", "@type": "Concept"}), "no notation and no prefLabel"),
    ],
)
def test_what_is_not_read_is_said(name: str, text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(FileError, match=said):
        read_skos(tmp_path / name)


def test_a_turtle_file_without_addresses_of_its_own_is_named_after_itself(tmp_path: Path) -> None:
    prefix = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    many = " ".join(f"<#{at}> a skos:Concept ; skos:prefLabel 'Word {at}' ; skos:inScheme <> ." for at in range(40))
    (found,) = read(tmp_path / "my skills.ttl", f"{prefix}<> a skos:ConceptScheme . {many}")
    assert found.name == "my-skills"
    assert [each.term for each in found.terms] == [f"Word {at}" for at in range(40)]


def test_a_number_that_is_none_is_text_and_prints_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    typed = '"S2"^^xsd:integer'
    (found,) = read(tmp_path / "v.ttl", TURTLE.replace('"S2"^^<https://example.org/code>', typed))
    assert found.terms[1].term == "S2"
    assert caplog.records == []


def test_without_rdflib_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rdflib", None)
    (tmp_path / "v.ttl").write_text(TURTLE, encoding="utf-8")
    with pytest.raises(FileError, match=r"rdflib, which is not installed. .*pip install 'lexcurric\[skos\]'"):
        read_skos(tmp_path / "v.ttl")


def test_a_word_that_two_concepts_have_is_a_synonym_of_none(tmp_path: Path) -> None:
    (found,) = read(
        tmp_path / "v.rdf",
        XML.replace("<skos:notation>S2", "<skos:altLabel>Manual, by hand</skos:altLabel><skos:notation>S2"),
    )
    assert [each.synonyms for each in found.terms] == [(), ("Knife work",)]
