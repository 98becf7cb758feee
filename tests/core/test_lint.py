from __future__ import annotations

from lexcurric.core import edits
from lexcurric.core.export import content_from_export
from lexcurric.core.lint import check
from lexcurric.core.model import Term, Vocabulary, replace
from tests.samples import content, export_value


def found(*texts: str) -> list[tuple[str, str]]:
    return [(each.rule, each.where) for each in check(content(list(texts)))]


def test_a_clean_framework_has_no_findings() -> None:
    assert found("Bread — bake at dawn.", "Cakes — ice by hand.") == []


def test_each_rule_points_at_the_statement() -> None:
    assert found("Understand bread.") == [("grammar", "L1 1")]
    assert found("Bread — bake.", "Bread\u00a0— bake.") == [("duplicate", "L1 2"), ("invisible", "L1 2")]
    assert found("Bread —  bake.") == [("spaces", "L1 1")]
    assert ("empty", "L1 1") in found("")
    assert ("invisible", "L1 1") in found("Bread\u0001 — bake.")


def test_an_empty_level_and_missing_source_lines_are_pointed_out() -> None:
    value = export_value(["A — do."], [])
    del value["attribution"]
    value["sources"] = {}
    where = [(each.rule, each.where) for each in check(content_from_export(value))]
    assert where == [("level", "L2"), ("attribution", "/attribution"), ("attribution", "/sources")]


def test_a_required_vocabulary_says_how_many_statements_lack_a_tag() -> None:
    start = content(["Bread — bake.", "Cakes — ice."])
    skill = Vocabulary(name="skill", label="Skill type", required=True, terms=(Term(term="a"),))
    tagged = edits.tag(replace(start, vocabularies=(skill,)), [start.active[0].id], ["skill:a"])
    (finding,) = check(tagged)
    assert finding.message == "1 of 2 statements have no tag of this required vocabulary"
