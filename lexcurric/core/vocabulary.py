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

    Raises EditError for a term that a closed vocabulary does not have, and for two terms where one is allowed. A tag
    of a vocabulary that nobody defined starts an open one.
    """
    known = {each.name: each for each in vocabularies}
    clean: list[str] = []
    for text in tags:
        name, term = parse_tag(text)
        found = known.get(name) or Vocabulary(name=name, label=name.replace("-", " ").capitalize(), open=True)
        if not found.has(term):
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
    return problems
