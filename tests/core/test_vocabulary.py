from __future__ import annotations

import pytest

from lexcurric.core import edits
from lexcurric.core.apply import apply_decisions
from lexcurric.core.decide import decide
from lexcurric.core.errors import EditError
from lexcurric.core.items import content_of, items_of
from lexcurric.core.merge_sides import rename_tags
from lexcurric.core.metadata import changed_metadata
from lexcurric.core.model import Content, Scope, Term, Vocabulary, replace
from lexcurric.core.vocabulary import ink_on, parse_vocabularies, tag_notes, term_faults
from tests.samples import content, snapshot

A, B = "Bread — bake at dawn.", "Cakes — ice by hand."
SKILL = Vocabulary(
    name="skill",
    scope=Scope.ONE,
    terms=(
        Term(term="hands", colour="#1a237e", synonyms=("manual", "Craft")),
        Term(term="old", deprecated=True, replaced_by="older"),
        Term(term="older", deprecated=True, replaced_by="hands"),
        Term(term="gone", deprecated=True),
    ),
)


def start() -> Content:
    return replace(content([A, B]), vocabularies=(SKILL,))


def tagged(*tags: str) -> Content:
    found = start()
    return edits.with_statements(found, replace(found.active[0], tags=tags))


@pytest.mark.parametrize("word", ["hands", "manual", "craft", "CRAFT", "old", "older"])
def test_a_synonym_or_a_replaced_term_gives_the_term(word: str) -> None:
    found = start()
    assert edits.tag(found, [found.active[0].id], [f"skill:{word}"]).active[0].tags == ("skill:hands",)


def test_a_deprecated_term_that_nothing_replaced_is_refused() -> None:
    found = start()
    with pytest.raises(EditError, match="skill:gone is deprecated"):
        edits.tag(found, [found.active[0].id], ["skill:gone"])


def test_what_was_not_taken_as_written_is_said() -> None:
    assert tag_notes((SKILL,), ["skill:manual", "skill:old", "skill:hands", "other:x"]) == (
        "skill:manual is a synonym: skill:hands is taken",
        "skill:old is deprecated: skill:hands is taken",
    )


def test_a_tag_is_taken_off_by_its_synonym() -> None:
    found = tagged("skill:hands")
    assert edits.untag(found, [found.active[0].id], ["skill:craft"]).active[0].tags == ()


def test_deprecated_tags_are_replaced_where_something_replaced_them() -> None:
    assert edits.replace_deprecated(tagged("skill:old", "tool:x")).active[0].tags == ("skill:hands", "tool:x")
    assert edits.replace_deprecated(tagged("skill:gone")).active[0].tags == ("skill:gone",)


def test_a_term_without_the_later_fields_is_written_as_ever() -> None:
    assert Term(term="a", label="A").model_dump(mode="json") == {"term": "a", "label": "A", "description": ""}
    whole = SKILL.model_dump(mode="json")
    assert Vocabulary.model_validate(whole, strict=False) == SKILL
    assert content_of(items_of(start())) == start()


def test_the_hash_of_a_content_with_plain_terms_is_what_it_was() -> None:
    plain = replace(content([A, B]), vocabularies=(Vocabulary(name="skill", terms=(Term(term="hands"),)),))
    assert plain.sha256 == "d30394e4606b833000b6ea07e1ec1b6c4536ecbd38578c2ac2ea3fb9631c8238"


@pytest.mark.parametrize(
    ("term", "fault"),
    [
        ({"term": "a", "colour": "red"}, "expected a colour"),
        ({"term": "a", "synonyms": ["B"]}, "belongs to 'b' too"),
        ({"term": "a", "synonyms": ["x,y"]}, "cannot be a synonym"),
        ({"term": "a", "replaced_by": "b"}, "but not deprecated"),
        ({"term": "a", "deprecated": True, "replaced_by": "c"}, "not among the terms"),
        ({"term": "a", "deprecated": True, "replaced_by": "a"}, "nothing replaces that"),
    ],
)
def test_faults_of_a_term_are_named(term: dict[str, object], fault: str) -> None:
    problems = parse_vocabularies([{"name": "v", "terms": [term, "b"]}])[1]  # type: ignore[list-item]
    assert [fault in str(each) for each in problems] == [True]
    assert term_faults(SKILL) == []


@pytest.mark.parametrize("grey", range(0, 256, 5))
def test_ink_on_a_colour_is_readable(grey: int) -> None:
    part = grey / 255
    light = part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
    contrast = (
        (light + 0.05) / 0.05 if ink_on(f"#{grey:02x}{grey:02x}{grey:02x}") == "#000000" else 1.05 / (light + 0.05)
    )
    assert contrast >= 4.5


def test_a_merge_takes_over_what_a_release_says_of_a_term() -> None:
    base = replace(
        snapshot([A, B]), content=replace(content([A, B]), vocabularies=(replace(SKILL, terms=(Term(term="hands"),)),))
    )
    theirs = replace(base, content=replace(base.content, vocabularies=(SKILL,)))
    decisions = decide(base, base, theirs)
    merged = apply_decisions(base.content, theirs.content, decisions, base=base.content)
    assert {each.term: each for each in merged.vocabularies[0].terms} == {each.term: each for each in SKILL.terms}
    named = [place for place, *_ in changed_metadata(base.content, theirs.content, {"l1": "l1"})]
    assert [place for place in named if place.endswith(("/colour", "/synonyms"))]


def test_a_renamed_term_stays_what_replaces_another() -> None:
    renamed = rename_tags(start(), {"skill:hands": "skill:craftwork"})
    assert [each.replaced_by for each in renamed.vocabularies[0].terms] == ["", "older", "craftwork", ""]
