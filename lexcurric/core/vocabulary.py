"""Vocabularies: the lists that tags come from, and the rules of a tag. A tag is written `vocabulary:term`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import JsonValue, ValidationError

from lexcurric.core.errors import EditError, Problem
from lexcurric.core.json_text import pointer
from lexcurric.core.model import Term, Vocabulary, replace, sort_tags

FREE = "tag"
"""The vocabulary of tags written without a list's name: open, any number a statement."""

_NAME = re.compile(r"^[^\s:,;][^:,;\n]*$")
_COLOUR = re.compile(r"^#[0-9a-fA-F]{6}$")


def parse_tag(text: str) -> tuple[str, str]:
    """
    The vocabulary and the term of a tag.

    >>> parse_tag("skill:practical"), parse_tag("rush hour")
    (('skill', 'practical'), ('tag', 'rush hour'))
    """
    name, _, term = text.strip().rpartition(":")
    name, term = name.strip() or FREE, " ".join(term.split())
    if not _NAME.match(name) or not _NAME.match(term):
        raise EditError(f"expected a tag such as skill:practical, found {text!r}; no comma, semicolon or second colon")
    return name, term


def check_tags(vocabularies: tuple[Vocabulary, ...], tags: Iterable[str]) -> tuple[tuple[Vocabulary, ...], list[str]]:
    """
    The vocabularies, with new terms in the open ones, and the tags in their one spelling.

    A synonym gives its term, and a deprecated term the one that replaced it. Raises EditError for a term that a closed
    vocabulary does not have, for a deprecated one that nothing replaced, and for two terms where one is allowed. A tag
    of a vocabulary that nobody defined starts an open one.
    """
    known = {each.name: each for each in vocabularies}
    clean: list[str] = []
    for text in tags:
        name, term = parse_tag(text)
        found = known.get(name) or Vocabulary(name=name, label=name.replace("-", " ").capitalize(), open=True)
        meant = found.meant(term)
        if meant is not None:
            heir = found.successor(meant)
            if heir is None:
                raise EditError(f"{name}:{meant.term} is deprecated, and no term replaces it; choose another term")
            term = heir.term
        else:
            if not found.open:
                terms = ", ".join(each.term for each in found.terms)
                raise EditError(f"{term!r} is not in the vocabulary {name!r}; its terms are {terms}")
            found = replace(found, terms=(*found.terms, Term(term=term)))
        known[name] = found
        clean.append(f"{name}:{term}")
    for name, vocabulary in known.items():
        several = sort_tags(tag for tag in clean if tag.split(":")[0] == name)
        if vocabulary.scope == "one" and len(several) > 1:
            raise EditError(f"a statement has one {name!r} tag at most, found {', '.join(several)}")
    return tuple(known.values()), clean


def tag_notes(vocabularies: tuple[Vocabulary, ...], tags: Iterable[str]) -> tuple[str, ...]:
    """What becomes of tags that are not taken as they were written: a synonym, or a deprecated term; in words."""
    known, found = {each.name: each for each in vocabularies}, []
    for text in tags:
        name, word = parse_tag(text)
        vocabulary = known.get(name)
        meant = vocabulary.meant(word) if vocabulary else None
        heir = vocabulary.successor(meant) if vocabulary and meant else None
        if meant is None or heir is None or heir.term == word:
            continue
        why = "is deprecated" if meant.deprecated else "is a synonym"
        found.append(f"{name}:{word} {why}: {name}:{heir.term} is taken")
    return tuple(found)


def meant_tag(vocabularies: Iterable[Vocabulary], tag: str) -> str:
    """The tag that a tag means, where a synonym was written; a deprecated term stays what it is."""
    name, _, word = tag.partition(":")
    vocabulary = next((each for each in vocabularies if each.name == name), None)
    meant = vocabulary.meant(word) if vocabulary else None
    return f"{name}:{meant.term}" if meant else tag


def replacements(vocabularies: Iterable[Vocabulary]) -> dict[str, str]:
    """Each tag of a deprecated term that has a successor, and the tag to put in its place."""
    return {
        f"{each.name}:{term.term}": f"{each.name}:{heir.term}"
        for each in vocabularies
        for term in each.terms
        if term.deprecated and (heir := each.successor(term)) is not None
    }


def ink_on(colour: str) -> str:
    """
    Black or white, whichever is read better on a colour `#rrggbb`: always 4.5:1 or more.

    Contrast as in WCAG 2.2, "contrast ratio" and "relative luminance".

    >>> ink_on("#ffd54f"), ink_on("#1a237e")
    ('#000000', '#ffffff')
    """
    light = _luminance(colour)
    return "#000000" if (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) else "#ffffff"


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def parse_vocabularies(value: JsonValue) -> tuple[tuple[Vocabulary, ...], list[Problem]]:
    """The vocabularies in a file's value `{"vocabularies": [{"name": …, "terms": […]}]}`, and what is wrong with it."""
    listed = value.get("vocabularies") if isinstance(value, dict) else value
    if not isinstance(listed, list):
        return (), [Problem("vocabularies", "expected a list of vocabularies, each with a name and terms")]
    found: list[Vocabulary] = []
    problems: list[Problem] = []
    for index, raw in enumerate(listed):
        try:
            vocabulary = Vocabulary.model_validate(_spelled_out(raw), strict=False)
        except ValidationError as error:
            places = [(pointer("vocabularies", index, *each["loc"]), each["msg"]) for each in error.errors()]
            problems.extend(Problem(where, what) for where, what in places)
            continue
        problems.extend(_check(vocabulary, index, [each.name for each in found]))
        found.append(vocabulary)
    return tuple(found), problems


def _spelled_out(raw: JsonValue) -> JsonValue:
    """A term may be written as a bare word."""
    terms = raw.get("terms") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(terms, list):
        return raw
    return {**raw, "terms": [{"term": str(each)} if isinstance(each, str | int | float) else each for each in terms]}


def _check(vocabulary: Vocabulary, index: int, before: list[str]) -> list[Problem]:
    where = pointer("vocabularies", index)
    terms = [term.term for term in vocabulary.terms]
    problems = [
        Problem(where, f"the term {each!r} stands twice") for each in sorted(set(terms)) if terms.count(each) > 1
    ]
    bad = [each for each in [vocabulary.name, *terms] if not _NAME.match(each)]
    problems += [
        Problem(where, f"{each!r} cannot be a name: no colon, comma, semicolon or space first") for each in bad
    ]
    if vocabulary.name in before:
        problems.append(Problem(where, f"the vocabulary {vocabulary.name!r} stands twice"))
    return problems + [Problem(where, each) for each in term_faults(vocabulary)]


def term_faults(vocabulary: Vocabulary) -> list[str]:
    """What is wrong with the colours, synonyms and replacements of a vocabulary's terms, in words."""
    faults = []
    names = {each.term for each in vocabulary.terms}
    owner: dict[str, str] = {each.term.casefold(): each.term for each in vocabulary.terms}
    for term in vocabulary.terms:
        if term.colour and not _COLOUR.match(term.colour):
            faults.append(f"{term.term}: expected a colour such as #1a237e, found {term.colour!r}")
        for word in term.synonyms:
            other = owner.setdefault(word.casefold(), term.term)
            if not _NAME.match(word):
                faults.append(f"{term.term}: {word!r} cannot be a synonym: no colon, comma, semicolon or space first")
            elif other != term.term:
                faults.append(f"{word!r} is a synonym of {term.term!r}, and belongs to {other!r} too")
        if term.replaced_by and not term.deprecated:
            faults.append(f"{term.term}: replaced by {term.replaced_by!r}, but not deprecated")
        elif term.replaced_by and term.replaced_by not in names:
            faults.append(f"{term.term}: replaced by {term.replaced_by!r}, which is not among the terms")
        elif term.replaced_by and vocabulary.successor(term) is None:
            faults.append(f"{term.term}: what replaces it is deprecated, and nothing replaces that")
    return faults
