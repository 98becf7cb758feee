"""Suggestions by example, held against tags that a person gave to the sample: the course module of each statement."""

from __future__ import annotations

import pytest

from lexcurric.core.errors import EditError
from lexcurric.core.model import Content, Scope, Term, Vocabulary, replace
from lexcurric.core.tag_suggest import SURE, held_out, suggest_tags
from lexcurric.formats.lex_json import read_export
from tests.samples import OLD

MODULES = (
    *("1", "2", "3", "4", "3", "4", "5", "1", "1", "2", "2", "3", "3", "3", "4", "4", "4", "5", "6", "1"),
    *("3", "5", "6", "1", "5", "1", "6", "6", "6", "6", "6", "6", "6", "6", "1", "3", "2", "6", "6", "5"),
)
"""The module of data/vocabularies.yaml that each statement of the sample belongs to, given before anything was tried."""


def sample(scope: Scope = Scope.ONE) -> Content:
    content = read_export(OLD).content
    terms = tuple(Term(term=f"m{number}") for number in range(1, 7))
    return replace(
        content,
        vocabularies=(Vocabulary(name="module", scope=scope, terms=terms),),
        statements=tuple(
            replace(each, tags=(f"module:m{number}",)) for each, number in zip(content.active, MODULES, strict=True)
        ),
    )


def test_leaving_one_out_most_are_right_and_the_sure_ones_nearly_all() -> None:
    found = held_out(sample(), "module")
    right = sum(is_right for _, is_right in found)
    sure = [is_right for each, is_right in found if each.confidence >= SURE]
    most_common = max(MODULES.count(number) for number in MODULES)
    assert len(found) == 40
    assert (right, sum(sure), len(sure)) == (28, 22, 24)
    assert right > most_common


def test_each_suggestion_names_what_it_rests_on() -> None:
    content = sample()
    one = content.active[17]
    bare = replace(
        content, statements=tuple(replace(each, tags=()) if each == one else each for each in content.active)
    )
    (found,) = suggest_tags(bare, "module")
    assert (found.id, found.tag) == (one.id, "module:m5")
    for each in found.evidence:
        assert found.tag in bare.by_id[each.id].tags
        assert each.shares
        words = [word for word in each.shares if not word.startswith("words of")]
        assert all(word in each.text.casefold() or word in one.text.casefold() for word in words)
    assert 0 < found.confidence <= 1


def test_a_deprecated_term_is_not_suggested() -> None:
    content = sample()
    one = content.active[17]
    terms = tuple(replace(each, deprecated=each.term == "m5") for each in content.vocabularies[0].terms)
    bare = replace(
        content,
        statements=tuple(replace(each, tags=()) if each == one else each for each in content.active),
        vocabularies=(replace(content.vocabularies[0], terms=terms),),
    )
    assert suggest_tags(bare, "module") == ()


def test_where_nothing_is_tagged_there_is_nothing_to_learn_from() -> None:
    content = sample()
    bare = replace(content, statements=tuple(replace(each, tags=()) for each in content.active))
    with pytest.raises(EditError, match="no statement has a 'module' tag yet"):
        suggest_tags(bare, "module")
    with pytest.raises(EditError, match="no vocabulary 'modul'"):
        suggest_tags(bare, "modul")


def test_the_same_content_gives_the_same_suggestions() -> None:
    content = sample(Scope.MANY)
    half = replace(
        content,
        statements=tuple(replace(each, tags=()) if at % 2 else each for at, each in enumerate(content.active)),
    )
    assert suggest_tags(half, "module") == suggest_tags(half, "module")
    assert {each.id for each in suggest_tags(half, "module")} <= {each.id for each in half.active if not each.tags}


def test_while_one_term_alone_is_in_use_nothing_is_sure() -> None:
    content = sample()
    only = tuple(replace(each, tags=each.tags if each.tags == ("module:m3",) else ()) for each in content.active)
    found = suggest_tags(replace(content, statements=only), "module")
    assert found
    assert max(each.confidence for each in found) < SURE
