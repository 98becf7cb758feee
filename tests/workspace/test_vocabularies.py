"""Vocabularies as a designer meets them: read from files, tagged by rule, covered, merged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from lexcurric.bundled import VOCABULARIES, sample_file
from lexcurric.core.errors import EditError, FileError
from lexcurric.core.model import Scope, Term, Vocabulary
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.moving import copy
from lexcurric.workspace.vocabularies import read_vocabularies
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.core.test_tag_suggest import MODULES
from tests.samples import NEW

ROWS = (
    "vocabulary;term;label;synonyms;colour;scope;required;deprecated;replaced_by\n"
    "skill;hands;Hände;manual|craft;#1a237e;one;yes;;\n"
    "skill;old;;;;;;yes;hands\n"
    "tool;oven;Oven;;;;;no;\n"
)


@pytest.mark.parametrize(
    ("text", "code"), [(ROWS, "utf-8"), (ROWS, "cp1252"), (ROWS, "utf-16"), (ROWS.replace(";", ","), "utf-8-sig")]
)
def test_a_csv_of_any_country_is_read(text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_bytes(text.encode(code))
    skill, tool = read_vocabularies(tmp_path / "v.csv")
    assert skill == Vocabulary(
        name="skill",
        scope=Scope.ONE,
        required=True,
        terms=(
            Term(term="hands", label="Hände", synonyms=("manual", "craft"), colour="#1a237e"),
            Term(term="old", deprecated=True, replaced_by="hands"),
        ),
    )
    assert tool.terms == (Term(term="oven", label="Oven"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,term\na,b\n", "expected columns headed vocabulary and term"),
        ("vocabulary,term,required\na,b,perhaps\n", "expected yes or no, found 'perhaps'"),
        ("vocabulary,term,scope\na,b,one\na,c,many\n", "a row before says one"),
        ("vocabulary,term,scope\na,b,some\n", "expected one or many"),
        ("vocabulary,term\na,\n", "has no term"),
        ("vocabulary,term,colour\na,b,red\n", "expected a colour"),
    ],
)
def test_what_is_wrong_in_a_csv_is_said(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text(text)
    with pytest.raises(FileError, match=said):
        read_vocabularies(tmp_path / "v.csv")


def test_deprecated_tags_are_replaced_as_one_edit(framework: Framework) -> None:
    first, second = framework.statements["id"][:2]
    framework.add_vocabularies([Vocabulary(name="skill", terms=(Term(term="old"), Term(term="new")))])
    framework.tag([first, second], "skill:old")
    later = Vocabulary(name="skill", terms=(Term(term="old", deprecated=True, replaced_by="new"), Term(term="new")))
    framework.add_vocabularies([later])
    assert framework.replace_deprecated() == 2
    assert framework.statement(first).tags == framework.statement(second).tags == ("skill:new",)
    assert framework.undo() == "Replaced deprecated tags of 2 statements"
    assert framework.statement(first).tags == ("skill:old",)
    framework.redo()
    assert framework.replace_deprecated() == 0
    framework.untag(first, "skill:new")
    framework.tag(first, "skill:old")
    assert "skill:old is deprecated: skill:new is taken" in framework.log["what"].iloc[-1]


def test_records_with_faults_are_refused(framework: Framework) -> None:
    with pytest.raises(EditError, match="expected a colour"):
        framework.add_vocabularies([Vocabulary(name="v", terms=(Term(term="a", colour="red"),))])


def test_a_rule_shows_what_it_would_tag_and_then_tags_it(framework: Framework) -> None:
    shown = framework.tag_where("OVEN", "tool:oven")
    assert len(shown) == 7
    assert set(shown["found"]) == {"oven", "Oven"}
    assert all(not each.tags for each in framework.content.active)
    framework.tag_where("OVEN", "tool:oven", preview=False)
    assert sum(each.tags == ("tool:oven",) for each in framework.content.active) == 7
    assert framework.log["reason"].iloc[-1] == "by the rule: text contains “OVEN”"
    assert list(framework.tag_where(re.compile(r"^Oven"), "tool:oven")["before"]) == [("tool:oven",)] * 2
    assert len(framework.tag_where("oven", "tool:oven", level="advanced")) == 2
    framework.undo()
    assert all(not each.tags for each in framework.content.active)


def test_an_empty_rule_is_refused(framework: Framework) -> None:
    with pytest.raises(EditError, match="expected a text to look for"):
        framework.tag_where(" ", "tool:oven")


def test_coverage_counts_tags_and_names_what_is_missing(framework: Framework, tmp_path: Path) -> None:
    framework.add_vocabularies(sample_file(VOCABULARIES))
    ids = list(framework.statements["id"])
    framework.tag(ids[:3], "skill:practical")
    framework.tag(ids[-1], "skill:judgment")
    found = framework.coverage("skill")
    frame = found.to_frame()
    assert list(frame.columns)[4:] == [
        *("skill:practical", "skill:knowledge", "skill:judgment", "skill:interpersonal", "missing")
    ]
    assert list(frame["skill:practical"]) == [True] * 3 + [False] * 37
    assert list(frame["missing"])[2:4] == ["", "skill"]
    assert found.by_level.set_index("tag").loc["skill:practical"].tolist() == [3, 0, 0, 0, 3]
    assert len(found.untagged) == 36
    assert str(found) == "Skill type: 4 of 40 statements have a tag; it is required, and 36 have none."
    assert "skill:practical" in found._repr_html_()
    assert len(framework.coverage().record.tags) == 24
    book = load_workbook(found.write(tmp_path / "c.xlsx"))
    assert {"Statements", "Tags by level", "Untagged"} <= set(book.sheetnames)
    assert found.write(tmp_path / "c.csv").read_text(encoding="utf-8-sig").count("\n") == 41
    with pytest.raises(EditError, match="no vocabulary 'skil'"):
        framework.coverage("skil")


def test_a_merge_says_what_comes_in_without_a_required_tag(workspace: Workspace, framework: Framework) -> None:
    assert framework.merge(NEW).tag_notes == ()
    framework.add_vocabularies(sample_file(VOCABULARIES))
    framework.tag(list(framework.statements["id"]), "skill:practical")
    plan = framework.merge(NEW)
    plan.take_all("theirs")
    lacking = [each for each in plan.merged.active if not each.tags]
    assert lacking
    number = len(lacking)
    assert plan.tag_notes == (
        f"{number} statement{'s' if number > 1 else ''} that come{'' if number > 1 else 's'} in "
        f"ha{'ve' if number > 1 else 's'} no `skill` tag, which is required.",
    )
    assert "tag, which is required." in plan._repr_html_()
    plan.apply()
    assert len(framework.coverage("skill").untagged) == number


def test_suggestions_are_accepted_as_one_edit(framework: Framework) -> None:
    framework.add_vocabularies(sample_file(VOCABULARIES))
    content = framework.content
    for at, (each, number) in enumerate(zip(content.active, MODULES, strict=True)):
        if at % 4:
            framework.tag(each.id, f"module:m{number}")
    found = framework.suggest_tags("module")
    assert 0 < len(found.sure) < len(found) <= 10
    assert list(found.to_frame()["confidence"]) == sorted(found.to_frame()["confidence"], reverse=True)
    assert "shares" in found._repr_html_()
    last = found.record[-1]
    mine = found.record[0]
    framework.tag(mine.id, "module:m1")
    assert found.accept() == len(found.sure)
    assert framework.statement(mine.id).tags == ("module:m1",)
    assert framework.statement(found.record[1].id).tags == (found.record[1].tag,)
    assert framework.statement(last.id).tags == ()
    assert framework.suggest_tags("module").accept(last.id[:8]) == 1
    framework.undo()
    assert framework.statement(last.id).tags == ()
    with pytest.raises(EditError, match="no module tag is suggested"):
        framework.suggest_tags("module").accept(content.active[1].id)


def test_what_a_term_says_is_kept_by_versions_undo_and_the_history_folder(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    (tmp_path / "v.csv").write_text(ROWS, encoding="utf-8")
    framework.add_vocabularies(tmp_path / "v.csv")
    said = framework.vocabularies
    framework.save("acme.1", "with colours")
    framework.add_vocabularies([Vocabulary(name="skill", terms=(Term(term="hands", colour="#ffffff"),))])
    assert framework.vocabularies != said
    assert [place for place in map(str, framework.diff("acme.1").to_frame().to_dict("records")) if "#1a237e" in place]
    framework.undo()
    assert framework.vocabularies == said
    framework.restore("acme.1")
    assert framework.vocabularies == said
    copy(workspace.url, str(tmp_path / "history") + "/")
    copy(str(tmp_path / "history"), str(tmp_path / "back.db"))
    with open_workspace(tmp_path / "back.db", "Ada") as back:
        assert back.framework(framework.soc).vocabularies == said
        assert back.verify() == []
