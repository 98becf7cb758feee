"""
A SKOS concept scheme as a vocabulary, from RDF/XML, JSON-LD or (with rdflib) Turtle; nothing is fetched.

Read are skos:prefLabel, altLabel and hiddenLabel in the language asked for, notation, definition and broader; and
owl:deprecated with dct:isReplacedBy (SKOS Reference, W3C 2009; OWL 2; DCMI Metadata Terms).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.parsers import expat

from pydantic import JsonValue

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.json_text import read_json_text
from lexcurric.core.wording import normal
from lexcurric.files import read_bytes
from lexcurric.formats.skos.turtle import read_turtle

ENDINGS = (".rdf", ".xml", ".jsonld", ".ttl")
MOST_BYTES = 20_000_000
MOST_TURTLE = 5_000_000
"""rdflib reads some 350 kB a second: so long may somebody wait."""
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_OWL = "http://www.w3.org/2002/07/owl#"
_DCT = "http://purl.org/dc/terms/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_DC = "http://purl.org/dc/elements/1.1/"
_TYPE = f"{_RDF}type"
_PREFIXES = {"skos": _SKOS, "owl": _OWL, "dct": _DCT, "dcterms": _DCT, "rdf": _RDF, "rdfs": _RDFS, "dc": _DC}
_XML = "http://www.w3.org/XML/1998/namespace"
_TITLES = (f"{_DCT}title", f"{_SKOS}prefLabel", f"{_RDFS}label", f"{_DC}title")
_UNFIT = re.compile(r"[:,;\s]+")

Value = tuple[str, str]
"""A text and its language, or an address and an empty one."""
Node = dict[str, list[Value]]


def read_skos(path: Path, language: str = "en") -> list[JsonValue]:
    """
    The vocabularies of a SKOS file as plain values, as `parse_vocabularies` takes them: one a concept scheme.

    A term is a concept's notation, or without one its preferred label in the language asked for (else without a
    language, else in English, else in any). `broader` is said in the description. Raises FileError for a file that is
    not well-formed, has a document type declaration, or has no concept with a name, and for Turtle where rdflib (the
    extra `skos`) is not installed.
    """
    body = read_bytes(path, "a SKOS file")
    ending = path.suffix.casefold()
    most = MOST_TURTLE if ending == ".ttl" else MOST_BYTES
    if len(body) > most:
        raise _fault(path, f"expected at most {most:,} bytes, found {len(body):,}")
    nodes = {".jsonld": _from_json, ".ttl": read_turtle}.get(ending, _from_xml)(path, body)
    concepts = {key: node for key, node in nodes.items() if (f"{_SKOS}Concept", "") in node.get(_TYPE, ())}
    if not concepts:
        raise _fault(path, "found no skos:Concept")
    schemes = {key for key, node in nodes.items() if (f"{_SKOS}ConceptScheme", "") in node.get(_TYPE, ())}
    names = {key: name for key, node in concepts.items() if (name := _term(node, language))}
    nameless = sorted(concepts.keys() - names.keys())
    if nameless:
        raise FileError(
            str(path), [Problem(each, "has no notation and no prefLabel") for each in nameless], "Name them"
        )
    found: dict[str, list[dict[str, JsonValue]]] = defaultdict(list)
    for key, node in concepts.items():
        scheme = next((text for text, _ in _all(node, ("inScheme", "topConceptOf"))), "")
        if not scheme and len(schemes) == 1:
            (scheme,) = schemes
        found[scheme].append(_concept(node, names, language, key))
    return [
        {
            "name": _list_name(nodes.get(key, {}), key or path.stem, language),
            "label": _title(nodes, key, path, language),
            "terms": _each_once(terms),
        }
        for key, terms in found.items()
    ]


def _each_once(terms: list[dict[str, JsonValue]]) -> list[JsonValue]:
    """The terms, where a word that several concepts have is a synonym of none: a tag must mean one thing."""
    owners: dict[str, set[str]] = defaultdict(set)
    for each in terms:
        for word in (each["term"], *_synonyms(each)):
            owners[str(word).casefold()].add(str(each["term"]))
    found: list[JsonValue] = []
    for each in terms:
        own = [word for word in _synonyms(each) if len(owners[word.casefold()]) == 1]
        rest = {key: value for key, value in each.items() if key != "synonyms"}
        found.append({**rest, "synonyms": [*own]} if own else rest)
    return found


def _synonyms(term: dict[str, JsonValue]) -> list[str]:
    listed = term.get("synonyms")
    return [str(each) for each in listed] if isinstance(listed, list) else []


def _concept(node: Node, names: Mapping[str, str], language: str, key: str) -> dict[str, JsonValue]:
    label = _said(node.get(f"{_SKOS}prefLabel", ()), language)
    wider = [names[each] for each, _ in _all(node, ("broader",)) if each in names]
    words = [_said(node.get(f"{_SKOS}definition", ()), language), f"Broader: {', '.join(wider)}." if wider else ""]
    term = names[key]
    others = [text for text, tongue in _all(node, ("altLabel", "hiddenLabel")) if _is_of(tongue, language)]
    synonyms = list(dict.fromkeys(fit for each in (label, *others) if (fit := _fit(each)) and fit != term))
    said: dict[str, JsonValue] = {"term": term, "label": label, "description": " ".join(filter(None, words))}
    if synonyms:
        said["synonyms"] = [*synonyms]
    if any(text.strip().casefold() in ("true", "1") for text, _ in node.get(f"{_OWL}deprecated", ())):
        said["deprecated"] = True
        heirs = [names[each] for each, _ in node.get(f"{_DCT}isReplacedBy", ()) if each in names]
        if heirs:
            said["replaced_by"] = heirs[0]
    return said


def _all(node: Node, names: Iterable[str]) -> list[Value]:
    return [value for name in names for value in node.get(_SKOS + name, ())]


def _is_of(tongue: str, language: str) -> bool:
    return not tongue or tongue.casefold().split("-")[0] == language.casefold().split("-")[0]


def _said(values: Iterable[Value], language: str) -> str:
    """The text in a language, else in none, else in English, else the first."""
    listed = list(values)
    ranked = [
        *(text for text, tongue in listed if tongue.casefold() == language.casefold()),
        *(text for text, tongue in listed if tongue and _is_of(tongue, language)),
        *(text for text, tongue in listed if not tongue),
        *(text for text, tongue in listed if _is_of(tongue, "en")),
        *(text for text, _ in listed),
    ]
    return normal(ranked[0]) if ranked else ""


def _term(node: Node, language: str) -> str:
    notation = [text for text, _ in node.get(f"{_SKOS}notation", ())]
    return _fit(notation[0] if notation else _said(node.get(f"{_SKOS}prefLabel", ()), language))


def _fit(text: str) -> str:
    """A text as a tag can say it: without colons, commas and semicolons."""
    return " ".join(_UNFIT.sub(" ", normal(text)).split())


def _title(nodes: Mapping[str, Node], key: str, path: Path, language: str) -> str:
    node = nodes.get(key, {})
    return next((said for name in _TITLES if (said := _said(node.get(name, ()), language))), path.stem)


def _list_name(node: Node, key: str, language: str) -> str:
    """The name that tags begin with: the scheme's notation, else the last part of its address."""
    notation = [text for text, _ in node.get(f"{_SKOS}notation", ())]
    last = re.split(r"[/#]", key.rstrip("/#"))[-1]
    return _fit(notation[0] if notation else last).replace(" ", "-")


# The two forms of a file


def _from_xml(path: Path, body: bytes) -> dict[str, Node]:
    reader = _Triples()
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.read
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError) as error:
        raise _fault(path, f"not RDF/XML that is read here: {error}") from None
    return reader.nodes


def _refuse(*_: object) -> None:
    # Its entities could make a small file endless, or reach for others.
    raise ValueError("it has a document type declaration (DOCTYPE); take it out")


class _Triples:
    """RDF/XML as triples, element by element: nodes and their properties take turns (RDF 1.1 XML Syntax, §2)."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.stack: list[tuple[str, str, str]] = []
        """Open elements: (what sort, node or property, language)."""
        self.text = ""
        self.blank = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.replace("\n", "")
        tongue = given.get(f"{_XML}\nlang", self.stack[-1][2] if self.stack else "")
        if name == f"{_RDF}RDF":
            self.stack.append(("root", "", tongue))
        elif not self.stack or self.stack[-1][0] in ("root", "property"):
            self._node(name, given, tongue)
        else:
            target = given.get(f"{_RDF}\nresource")
            if target is not None:
                self._say(self.stack[-1][1], name, (target, ""))
            self.stack.append(("property" if target is None else "linked", name, tongue))
        self.text = ""

    def _node(self, name: str, given: dict[str, str], tongue: str) -> None:
        key = given.get(f"{_RDF}\nabout") or given.get(f"{_RDF}\nID") or given.get(f"{_RDF}\nnodeID")
        if key is None:
            self.blank += 1
            key = f"_:{self.blank}"
        self.nodes.setdefault(key, {})
        if self.stack and self.stack[-1][0] == "property":
            self._say(self.stack[-2][1], self.stack[-1][1], (key, ""))
            self.stack[-1] = ("linked", *self.stack[-1][1:])
        if name != f"{_RDF}Description":
            self._say(key, _TYPE, (name, ""))
        self.stack.append(("node", key, tongue))

    def read(self, text: str) -> None:
        self.text += text

    def end(self, _tag: str) -> None:
        sort, name, tongue = self.stack.pop()
        if sort == "property" and self.text.strip():
            self._say(self.stack[-1][1], name, (self.text, tongue))
        self.text = ""

    def _say(self, node: str, name: str, value: Value) -> None:
        self.nodes.setdefault(node, {}).setdefault(name, []).append(value)


def _from_json(path: Path, body: bytes) -> dict[str, Node]:
    """JSON-LD with its context beside it: prefixes, names and `@language` maps; a context elsewhere is not fetched."""
    try:
        tree, problems = read_json_text(body.decode("utf-8-sig"))
        value = tree.plain() if not problems else None
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _fault(path, f"not JSON-LD: {error}") from None
    if problems:
        raise FileError(str(path), problems, "Correct the file")
    context = value.get("@context", {}) if isinstance(value, dict) else {}
    names = _Names(context)
    listed = value.get("@graph", [value]) if isinstance(value, dict) else value
    nodes: dict[str, Node] = {}
    for each in listed if isinstance(listed, list) else [listed]:
        _collect(each, names, nodes)
    return nodes


class _Names:
    """What names mean by the context of a file."""

    def __init__(self, context: JsonValue) -> None:
        self.terms: dict[str, str] = dict(_PREFIXES)
        self.tongues: dict[str, str] = {}
        self.tongue = ""
        self.alias = {"id": "@id", "type": "@type"}
        for part in context if isinstance(context, list) else [context]:
            for name, meant in part.items() if isinstance(part, dict) else ():
                self._learn(name, meant)

    def _learn(self, name: str, meant: JsonValue) -> None:
        if name == "@language" and isinstance(meant, str):
            self.tongue = meant
        if isinstance(meant, dict):
            if isinstance(meant.get("@language"), str):
                self.tongues[name] = str(meant["@language"])
            meant = meant.get("@id")
        if isinstance(meant, str):
            if meant in ("@id", "@type"):
                self.alias[name] = meant
            else:
                self.terms[name] = meant

    def full(self, name: str) -> str:
        """The address that a name stands for; of a bare word without one, that of SKOS."""
        name = self.alias.get(name, name)
        if name.startswith("@"):
            return name
        seen: set[str] = set()
        while name in self.terms and name not in seen:
            seen.add(name)
            name = self.terms[name]
        prefix, colon, rest = name.partition(":")
        if colon and prefix in self.terms and not rest.startswith("//"):
            return self.terms[prefix] + rest
        return name if colon else _SKOS + name


def _collect(value: JsonValue, names: _Names, nodes: dict[str, Node]) -> str:
    """Notes a node and those inside it; gives its address."""
    if not isinstance(value, dict):
        return ""
    said = {names.full(key): (key, each) for key, each in value.items() if key != "@context"}
    given = said.get("@id", ("", ""))[1]
    key = str(given) if given else f"_:{len(nodes)}"
    node = nodes.setdefault(key, {})
    for name, (written, each) in said.items():
        if name == "@id":
            continue
        many = each if isinstance(each, list) else [each]
        if name == "@type":
            node.setdefault(_TYPE, []).extend((names.full(str(one)), "") for one in many)
            continue
        for one in many:
            node.setdefault(name, []).extend(_values(one, written, names, nodes))
    return key


def _values(one: JsonValue, written: str, names: _Names, nodes: dict[str, Node]) -> list[Value]:
    if isinstance(one, dict):
        if "@value" in one:
            return [(_text(one["@value"]), str(one.get("@language") or ""))]
        known = {names.full(key) for key in one}
        if known == {"@id"}:
            return [(str(next(iter(one.values()))), "")]
        if known & {"@id", "@type"}:
            return [(_collect(one, names, nodes), "")]
        return [
            (_text(text), tongue)
            for tongue, texts in one.items()
            for text in (texts if isinstance(texts, list) else [texts])
        ]
    return [(_text(one), names.tongues.get(written, names.tongue) if isinstance(one, str) else "")]


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _fault(path: Path, what: str) -> FileError:
    return FileError(
        str(path), [Problem("", what)], "Give a SKOS file as RDF/XML (.rdf, .xml), JSON-LD (.jsonld) or Turtle (.ttl)"
    )
