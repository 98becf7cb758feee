"""
A designer's actions on vocabularies, each a function from content to content.

Each raises EditError, in words, where the action does not fit; then nothing has changed. Tags follow a term that is
called otherwise; a term or list that statements still carry is not taken away.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from lexcurric.core.errors import EditError
from lexcurric.core.merge_sides import rename_tags
from lexcurric.core.model import Content, Scope, Statement, Term, Vocabulary, replace, sort_tags
from lexcurric.core.vocabulary import parse_tag, term_faults
from lexcurric.core.wording import normal


def name_of(label: str, taken: Collection[str] = ()) -> str:
    """
    A name for a list or a term that is only called by a label yet: short, in lower case, and free.

    >>> name_of("Skill type"), name_of("Skill type", ["skill-type"])
    ('skill-type', 'skill-type-2')
    """
    base = re.sub(r"[^\w.]+", "-", normal(label).casefold()).strip("-_.") or "term"
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found


def find_vocabulary(content: Content, wanted: str) -> Vocabulary:
    """The vocabulary of this name, or else of this label in any case."""
    found = content.vocabulary(wanted) or next(
        (each for each in content.vocabularies if each.label.casefold() == wanted.strip().casefold() != ""), None
    )
    if found is None:
        there = ", ".join(each.name for each in content.vocabularies) or "none yet"
        raise EditError(f"no vocabulary {wanted!r} in {content.soc}; there are {there}")
    return found


def find_term(vocabulary: Vocabulary, wanted: str) -> Term:
    """The term of this name."""
    found = next((each for each in vocabulary.terms if each.term == wanted), None)
    if found is None:
        there = ", ".join(each.term for each in vocabulary.terms) or "none yet"
        raise EditError(f"no term {wanted!r} in the vocabulary {vocabulary.name!r}; there are {there}")
    return found


def carriers(content: Content, vocabulary: str, term: str = "") -> list[Statement]:
    """The statements, retired ones too, that carry a tag of a vocabulary, or of one of its terms."""
    start = f"{vocabulary}:{term}"
    return [
        each for each in content.statements if any(tag == start if term else tag.startswith(start) for tag in each.tags)
    ]


def add_vocabulary(content: Content, vocabulary: Vocabulary) -> Content:
    """A new vocabulary; its name is made of its label where it has none."""
    taken = [each.name for each in content.vocabularies]
    if not vocabulary.name.strip() and not vocabulary.label.strip():
        raise EditError("a vocabulary needs a name that is not empty")
    fresh = replace(
        vocabulary,
        name=" ".join(vocabulary.name.split()) or name_of(vocabulary.label, taken),
        label=vocabulary.label.strip(),
    )
    if fresh.name in taken:
        raise EditError(f"there is a vocabulary {fresh.name!r} already; take another name")
    return _with(content, _checked(fresh))


def change_vocabulary(content: Content, wanted: str, changed: Vocabulary) -> Content:
    """
    The list is called and ruled as `changed` says; its terms stay, and under another name its tags follow.

    EditError where statements have several of its tags and are to have one.
    """
    found = find_vocabulary(content, wanted)
    fresh = replace(changed, name=" ".join(changed.name.split()), label=changed.label.strip(), terms=found.terms)
    if fresh.scope is Scope.ONE and found.scope is not Scope.ONE:
        several = [each for each in content.active if sum(tag.startswith(f"{found.name}:") for tag in each.tags) > 1]
        if several:
            count = "1 statement has" if len(several) == 1 else f"{len(several)} statements have"
            raise EditError(
                f"{count} several tags of {found.label or found.name}; take those off that should go, and then let "
                "a statement have one"
            )
    _checked(fresh)
    if fresh.name != found.name:
        if content.vocabulary(fresh.name) is not None:
            raise EditError(f"there is a vocabulary {fresh.name!r} already; take another name")
        start = f"{found.name}:"
        content = replace(
            content,
            statements=tuple(
                replace(each, tags=sort_tags(_under(tag, start, fresh.name) for tag in each.tags))
                if any(tag.startswith(start) for tag in each.tags)
                else each
                for each in content.statements
            ),
            vocabularies=tuple(each for each in content.vocabularies if each.name != found.name),
        )
    return _with(content, fresh)


def delete_vocabulary(content: Content, wanted: str) -> Content:
    """The list is gone; EditError while a statement carries a tag of it."""
    found = find_vocabulary(content, wanted)
    _check_unused(content, found.name, "", found.label or found.name)
    return replace(content, vocabularies=tuple(each for each in content.vocabularies if each.name != found.name))


def add_term(content: Content, wanted: str, term: Term, position: int | None = None) -> Content:
    """A new term at a place of the list (counted from 1; None is the end), named after its label if it has no name."""
    found = find_vocabulary(content, wanted)
    taken = [each.term for each in found.terms]
    if not term.term.strip() and not term.label.strip():
        raise EditError("a term needs a label or a name")
    fresh = _tidy(replace(term, term=" ".join(term.term.split()) or name_of(term.label, taken)))
    if fresh.term in taken:
        raise EditError(f"there is a term {fresh.term!r} already in {found.label or found.name}; take another name")
    at = len(taken) if position is None else max(0, min(position - 1, len(taken)))
    return _with(content, _checked(replace(found, terms=(*found.terms[:at], fresh, *found.terms[at:]))))


def change_term(content: Content, wanted: str, term: str, changed: Term) -> Content:
    """
    The term is as `changed` says. Under another name its tags follow, and the old name stays as a synonym, so that who
    types it still finds the term.
    """
    vocabulary = find_vocabulary(content, wanted)
    found, fresh = find_term(vocabulary, term), _tidy(replace(changed, term=" ".join(changed.term.split())))
    if fresh.term != found.term:
        if vocabulary.has(fresh.term):
            raise EditError(f"there is a term {fresh.term!r} already in {vocabulary.label or vocabulary.name}")
        parse_tag(f"{vocabulary.name}:{fresh.term}")
        content = rename_tags(content, {f"{vocabulary.name}:{found.term}": f"{vocabulary.name}:{fresh.term}"})
        vocabulary = find_vocabulary(content, vocabulary.name)
        kept = [each for each in fresh.synonyms if each.casefold() != fresh.term.casefold()]
        old = [found.term] if found.term.casefold() != fresh.term.casefold() else []
        fresh = replace(fresh, synonyms=tuple(dict.fromkeys([*kept, *old])))
    terms = tuple(fresh if each.term == fresh.term else each for each in vocabulary.terms)
    return _with(content, _checked(replace(vocabulary, terms=terms)))


def move_term(content: Content, wanted: str, term: str, position: int) -> Content:
    """The term stands at this place of its list, counted from 1."""
    vocabulary = find_vocabulary(content, wanted)
    found = find_term(vocabulary, term)
    rest = [each for each in vocabulary.terms if each is not found]
    at = max(0, min(position - 1, len(rest)))
    return _with(content, replace(vocabulary, terms=(*rest[:at], found, *rest[at:])))


def delete_term(content: Content, wanted: str, term: str) -> Content:
    """The term is gone; EditError while a statement carries it, or another term is replaced by it."""
    vocabulary = find_vocabulary(content, wanted)
    found = find_term(vocabulary, term)
    _check_unused(content, vocabulary.name, found.term, found.label or found.term)
    leaning = [each.label or each.term for each in vocabulary.terms if each.replaced_by == found.term]
    if leaning:
        raise EditError(
            f"{', '.join(leaning)} {'is' if len(leaning) == 1 else 'are'} replaced by it; change that first"
        )
    return _with(content, replace(vocabulary, terms=tuple(each for each in vocabulary.terms if each is not found)))


def replace_term(content: Content, wanted: str, term: str) -> Content:
    """Active statements that carry a deprecated term carry what replaced it."""
    vocabulary = find_vocabulary(content, wanted)
    heir = vocabulary.successor(find_term(vocabulary, term))
    if heir is None or heir.term == term:
        raise EditError(f"nothing replaces {term!r}; say first which term does")
    old, new = f"{vocabulary.name}:{term}", f"{vocabulary.name}:{heir.term}"
    return replace(
        content,
        statements=tuple(
            replace(each, tags=sort_tags(new if tag == old else tag for tag in each.tags))
            if each.is_active and old in each.tags
            else each
            for each in content.statements
        ),
    )


def _under(tag: str, start: str, name: str) -> str:
    return f"{name}:{tag.removeprefix(start)}" if tag.startswith(start) else tag


def _tidy(term: Term) -> Term:
    """The term without spaces at its ends, and without synonyms that stand twice."""
    synonyms = dict.fromkeys(" ".join(each.split()) for each in term.synonyms)
    return replace(
        term,
        label=term.label.strip(),
        description=term.description.strip(),
        synonyms=tuple(each for each in synonyms if each and each != term.term),
        replaced_by=term.replaced_by if term.deprecated else "",
    )


def _checked(vocabulary: Vocabulary) -> Vocabulary:
    if not vocabulary.name:
        raise EditError("a vocabulary needs a name that is not empty")
    for each in vocabulary.terms or (Term(term="term"),):
        parse_tag(f"{vocabulary.name}:{each.term}")
    faults = term_faults(vocabulary)
    if faults:
        raise EditError("; ".join(faults))
    return vocabulary


def _check_unused(content: Content, vocabulary: str, term: str, label: str) -> None:
    found = carriers(content, vocabulary, term)
    if not found:
        return
    retired = sum(not each.is_active for each in found)
    many = "1 statement carries" if len(found) == 1 else f"{len(found)} statements carry"
    more = f" ({retired} of them retired)" if retired else ""
    way = "deprecate the term, or take the tag off first" if term else "take its tags off first"
    raise EditError(f"{many} {label}{more}; {way}")


def _with(content: Content, vocabulary: Vocabulary) -> Content:
    others = {each.name: each for each in content.vocabularies} | {vocabulary.name: vocabulary}
    return replace(content, vocabularies=tuple(others[name] for name in sorted(others)))
