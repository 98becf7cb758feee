"""
The three sides of a merge in one language: level keys and tags as ours has them.

A release may call a level by another key, or a tag by another name. For deciding what became of the statements, that
is no change of theirs: so base and theirs are written with our names first, and the names are a decision of their own.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import cached_property

from lexcurric.core.levels import pair_levels
from lexcurric.core.merge import vocabulary_of
from lexcurric.core.model import Content, Record, Term, Vocabulary, replace, sort_tags


class Sides(Record):
    """
    Base, ours and theirs with our names; `base_keys`, `keys` and `base_tags`, `tags` give what base and theirs say
    themselves, by our name, where that is another.
    """

    base: Content
    ours: Content
    theirs: Content
    base_keys: dict[str, str]
    keys: dict[str, str]
    base_tags: dict[str, str]
    tags: dict[str, str]

    @cached_property
    def single(self) -> frozenset[str]:
        """The vocabularies of which a statement has one term at most."""
        both = (*self.ours.vocabularies, *self.theirs.vocabularies)
        return frozenset(each.name for each in both if each.scope == "one")


def align(base: Content, ours: Content, theirs: Content) -> Sides:
    """The three sides with our names; gives the contents themselves where no name differs."""
    base_keys, their_keys = _level_names(base, ours, theirs)
    base_tags, their_tags = _tag_names(base, ours, theirs)
    return Sides(
        base=rename_tags(rename_levels(base, base_keys), base_tags),
        ours=ours,
        theirs=rename_tags(rename_levels(theirs, their_keys), their_tags),
        base_keys=_turned(base_keys),
        keys=_turned(their_keys),
        base_tags=_turned(base_tags),
        tags=_turned(their_tags),
    )


def level_names(base: Content, ours: Content, theirs: Content) -> dict[str, str]:
    """What the levels of all three sides are called, by the keys that decisions have; our name where we have one."""
    sides = align(base, ours, theirs)
    return {each.key: each.label for side in (sides.base, sides.theirs, sides.ours) for each in side.levels}


def _turned(names: Mapping[str, str]) -> dict[str, str]:
    return {new: old for old, new in names.items()}


def _level_names(base: Content, ours: Content, theirs: Content) -> tuple[dict[str, str], dict[str, str]]:
    """What base and theirs call a level, and what ours does, where that differs."""
    in_theirs = pair_levels(base, theirs)
    # Where a level of ours stands in theirs under its own key, that counts more than where statements went.
    known = {level.key for level in theirs.levels}
    paired = pair_levels(base, ours)
    in_ours = {a: b for a, b in paired.items() if b in (a, in_theirs.get(a)) or b not in known}
    taken = {level.key for level in ours.levels}
    names: dict[str, str] = {}
    for level in base.levels:
        # A level that ours no longer has comes back, if it does, under the key that theirs has.
        theirs_now = in_theirs.get(level.key, level.key)
        names[level.key] = in_ours.get(level.key) or free_key(theirs_now, {*taken, *names.values()})
    of_base = {new: old for old, new in in_theirs.items()}
    used = {names[old] for old in of_base.values()}
    # A level that is new in theirs is the one that we have under its key, if that one is new as well.
    new_here = {level.key for level in ours.levels} - set(in_ours.values())
    their_names: dict[str, str] = {}
    for level in theirs.levels:
        if level.key in of_base:
            their_names[level.key] = names[of_base[level.key]]
        elif level.key in new_here and level.key not in used:
            their_names[level.key] = level.key
        else:
            their_names[level.key] = free_key(level.key, {*taken, *names.values(), *used})
        used.add(their_names[level.key])
    return _differing(names), _differing(their_names)


def _differing(names: Mapping[str, str]) -> dict[str, str]:
    return {name: other for name, other in names.items() if name != other}


def free_key(wanted: str, taken: Container[str]) -> str:
    """The key, with a number behind it where it is taken."""
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


def rename_levels(content: Content, names: Mapping[str, str]) -> Content:
    """The content with levels under other keys, all at once; their statements follow."""
    if not names:
        return content
    return replace(
        content,
        levels=tuple(replace(each, key=names.get(each.key, each.key)) for each in content.levels),
        statements=tuple(
            replace(each, level=names[each.level]) if each.level in names else each for each in content.statements
        ),
        criteria=tuple(
            replace(each, empty={names.get(key, key): why for key, why in each.empty.items()}) if each.empty else each
            for each in content.criteria
        ),
    )


def _tag_names(base: Content, ours: Content, theirs: Content) -> tuple[dict[str, str], dict[str, str]]:
    here, there = renamed_tags(base, ours), renamed_tags(base, theirs)
    return here, _differing({there.get(tag, tag): here.get(tag, tag) for tag in {*here, *there}})


def renamed_tags(old: Content, new: Content) -> dict[str, str]:
    """
    The tags that are called otherwise in `new`: gone there, while another of the same vocabulary came that has its
    label, or stands on the statements that had it.
    """
    was, now = _carriers(old), _carriers(new)
    terms_was, terms_now = _terms(old), _terms(new)
    gone = sorted((was.keys() | terms_was.keys()) - (now.keys() | terms_now.keys()))
    came = sorted((now.keys() | terms_now.keys()) - (was.keys() | terms_was.keys()))
    if not gone or not came:
        return {}
    found: dict[str, list[str]] = {}
    for tag in gone:
        label = terms_was[tag].label if tag in terms_was else ""
        stayed = was.get(tag, set()) & new.positions.keys()
        for other in came:
            same_label = bool(label) and other in terms_now and terms_now[other].label == label
            if vocabulary_of(tag) == vocabulary_of(other) and (
                same_label or (stayed and stayed <= now.get(other, set()))
            ):
                found.setdefault(tag, []).append(other)
    # Two that became one, or one that became two, are no other name.
    targets = [each for others in found.values() for each in others]
    return {tag: others[0] for tag, others in found.items() if len(others) == 1 and targets.count(others[0]) == 1}


def _carriers(content: Content) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for statement in content.active:
        for tag in statement.tags:
            found.setdefault(tag, set()).add(statement.id)
    return found


def carriers(content: Content, tag: str) -> set[str]:
    """The active statements that have a tag."""
    return {each.id for each in content.active if tag in each.tags}


def _terms(content: Content) -> dict[str, Term]:
    return {f"{each.name}:{term.term}": term for each in content.vocabularies for term in each.terms}


def rename_tags(content: Content, names: Mapping[str, str]) -> Content:
    """The content with tags under other names, all at once, in its vocabularies and on its statements."""
    if not names:
        return content
    return replace(
        content,
        vocabularies=tuple(_renamed(each, names) for each in content.vocabularies),
        statements=tuple(
            replace(each, tags=sort_tags(names.get(tag, tag) for tag in each.tags))
            if names.keys() & set(each.tags)
            else each
            for each in content.statements
        ),
    )


def _renamed(vocabulary: Vocabulary, names: Mapping[str, str]) -> Vocabulary:
    terms: dict[str, Term] = {}
    for term in vocabulary.terms:
        name = names.get(f"{vocabulary.name}:{term.term}", "").partition(":")[2] or term.term
        heir = names.get(f"{vocabulary.name}:{term.replaced_by}", "").partition(":")[2] or term.replaced_by
        terms.setdefault(name, replace(term, term=name, replaced_by=heir))
    return replace(vocabulary, terms=tuple(terms.values()))
