"""Changing vocabularies without a file: each action one edit that undo takes back, and no tag lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lexcurric as lx
from lexcurric.core.errors import EditError, FileError
from lexcurric.core.model import Scope, Term, Vocabulary
from lexcurric.core.vocabulary import parse_vocabularies, term_faults
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.vocabularies import read_vocabularies, vocabularies_bytes


@pytest.fixture
def framework() -> Framework:
    found = lx.open(":memory:", author="Ada").import_export(lx.sample_file())
    found.add_vocabularies(lx.sample_file("vocabularies.yaml"))
    return found


def listed(framework: Framework, name: str) -> Vocabulary:
    found = framework.content.vocabulary(name)
    assert found is not None
    return found


def tags(framework: Framework) -> list[tuple[str, ...]]:
    return [each.tags for each in framework.content.active]


def test_a_vocabulary_is_made_of_a_label_alone(framework: Framework) -> None:
    assert framework.add_vocabulary("Crew & shift", scope="one", required=True) == "crew-shift"
    assert framework.add_term("crew-shift", "Night shift", colour="#1a237e", synonyms=["nights"]) == "night-shift"
    framework.add_term("crew-shift", "Day", position=1)
    assert listed(framework, "crew-shift") == Vocabulary(
        name="crew-shift",
        label="Crew & shift",
        scope=Scope.ONE,
        required=True,
        terms=(
            Term(term="day", label="Day"),
            Term(term="night-shift", label="Night shift", colour="#1a237e", synonyms=("nights",)),
        ),
    )
    for _ in range(3):
        framework.undo()
    assert framework.content.vocabulary("crew-shift") is None


def test_the_tags_follow_a_term_that_is_called_otherwise(framework: Framework) -> None:
    ids = [each.id for each in framework.content.active[:3]]
    framework.tag(ids, "skill:practical")
    framework.retire(ids[2])
    before = framework.content
    framework.change_term("skill", "practical", new_term="hands-on", label="Hands-on")
    assert framework.statement(ids[0]).tags == framework.statement(ids[2]).tags == ("skill:hands-on",)
    term = next(each for each in listed(framework, "skill").terms if each.term == "hands-on")
    assert term.synonyms == ("practical",)
    framework.tag(framework.content.active[5].id, "skill:Practical")
    assert framework.content.active[5].tags == ("skill:hands-on",)
    framework.undo()
    framework.undo()
    assert framework.content == before


def test_the_tags_follow_a_list_that_is_called_otherwise(framework: Framework) -> None:
    first = framework.content.active[0].id
    framework.tag(first, ["skill:practical", "module:m1"])
    framework.change_vocabulary("skill", name="ability", label="Ability")
    assert framework.statement(first).tags == ("ability:practical", "module:m1")
    assert framework.content.vocabulary("skill") is None


def test_what_statements_carry_is_not_deleted(framework: Framework) -> None:
    first = framework.content.active[0].id
    framework.tag(first, "skill:practical")
    with pytest.raises(EditError, match="1 statement carries Practical; deprecate the term"):
        framework.delete_term("skill", "practical")
    with pytest.raises(EditError, match="1 statement carries Skill type"):
        framework.delete_vocabulary("skill")
    framework.retire(first)
    with pytest.raises(EditError, match="1 of them retired"):
        framework.delete_term("skill", "practical")
    framework.delete_term("skill", "knowledge")
    assert not listed(framework, "skill").has("knowledge")
    framework.undo()
    assert listed(framework, "skill").has("knowledge")


def test_a_term_is_deprecated_and_replaced_on_the_statements_in_one_edit(framework: Framework) -> None:
    ids = [each.id for each in framework.content.active[:2]]
    framework.tag(ids, "skill:practical")
    revision = framework.revision
    framework.change_term("skill", "practical", deprecated=True, replaced_by="judgment", replacing=True)
    assert [framework.statement(each).tags for each in ids] == [("skill:judgment",)] * 2
    assert framework.revision == revision + 1
    assert framework.undo_label == "Deprecated the term Practical of Skill type"
    framework.untag(ids, "skill:judgment")
    with pytest.raises(EditError, match="Practical is replaced by it"):
        framework.delete_term("skill", "judgment")


def test_one_tag_a_statement_is_refused_while_statements_have_several(framework: Framework) -> None:
    framework.tag(framework.content.active[0].id, ["assessment:oral", "assessment:log"])
    with pytest.raises(EditError, match="1 statement has several tags of Assessment method"):
        framework.change_vocabulary("assessment", scope="one")
    framework.untag(framework.content.active[0].id, "assessment:log")
    framework.change_vocabulary("assessment", scope="one", required=True)
    assert (listed(framework, "assessment").scope, listed(framework, "assessment").required) == (Scope.ONE, True)


def test_terms_are_put_in_order(framework: Framework) -> None:
    names = [each.term for each in listed(framework, "skill").terms]
    framework.move_term("skill", names[2], 1)
    assert [each.term for each in listed(framework, "skill").terms] == [names[2], names[0], names[1], names[3]]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"colour": "red"}, "expected a colour"),
        ({"synonyms": ["knowledge"]}, "belongs to"),
        ({"new_term": "knowledge"}, "already"),
        ({"new_term": "a:b"}, "expected a tag"),
        ({"new_term": " "}, "expected a tag"),
        ({"deprecated": True, "replaced_by": "nothing"}, "not among the terms"),
        ({"color": "#123456"}, "nothing is called color"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(framework: Framework, fields: dict[str, object], said: str) -> None:
    before = framework.content
    with pytest.raises(EditError, match=said):
        framework.change_term("skill", "practical", **fields)
    assert framework.content == before


@pytest.mark.parametrize("label", ["", "  ", "skill", "Skill:type"])
def test_a_name_that_cannot_be_is_refused(framework: Framework, label: str) -> None:
    with pytest.raises(EditError):
        framework.add_vocabulary(label, name=label)


NAMES = st.from_regex(r"[a-z][a-z0-9 .-]{0,8}[a-z0-9]", fullmatch=True).map(lambda each: " ".join(each.split()))
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12)


@st.composite
def vocabularies(draw: st.DrawFn) -> Vocabulary:
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique_by=str.casefold))
    terms = [
        Term(term=each, label=draw(TEXTS), description=draw(TEXTS), colour=draw(st.sampled_from(["", "#1a237e"])))
        for each in names
    ]
    scope = draw(st.sampled_from(Scope))
    return Vocabulary(name="list", label="A list", scope=scope, required=draw(st.booleans()), terms=tuple(terms))


@settings(deadline=None)
@given(vocabularies())
def test_a_written_file_is_read_as_what_it_was(made: Vocabulary) -> None:
    import yaml

    assert not term_faults(made)
    value = yaml.safe_load(vocabularies_bytes((made,), ".yaml", "Bakers"))
    assert parse_vocabularies(value) == ((made,), [])


@pytest.mark.parametrize("ending", [".yaml", ".csv", ".jsonld"])
def test_a_file_that_is_written_gives_the_same_lists(framework: Framework, tmp_path: Path, ending: str) -> None:
    framework.change_term("skill", "practical", synonyms=["by hand", "manual"], colour="#1a237e")
    framework.change_term("skill", "knowledge", deprecated=True, replaced_by="judgment")
    path = framework.write_vocabularies(tmp_path / f"lists{ending}")
    found = {each.name: each for each in read_vocabularies(path)}
    assert found.keys() == {each.name for each in framework.vocabularies}
    for each in framework.vocabularies:
        there = found[each.name]
        # SKOS says nothing of colours and rules, and gives every concept its label as another name.
        if ending == ".jsonld":
            assert [(one.term, one.label, one.deprecated, one.replaced_by) for one in there.terms] == [
                (one.term, one.label or one.term, one.deprecated, one.replaced_by) for one in each.terms
            ]
        else:
            assert there == each


def test_another_ending_is_refused_with_those_there_are(framework: Framework, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"\.yaml, \.csv or \.jsonld"):
        framework.write_vocabularies(tmp_path / "lists.docx")
