"""Tagging in the editor, from Python: keys, old terms and what replaced them, tags by example and by a rule."""

from __future__ import annotations

from typing import Any

import pytest

import lexcurric as lx
from lexcurric.core.errors import LexcurricError
from lexcurric.core.model import Scope, Term, Vocabulary, replace
from lexcurric.widgets import editor_tagging
from lexcurric.widgets.editor import Editor
from lexcurric.workspace.framework import Framework
from tests.widgets.test_editor import ask, ids

CREW = Vocabulary(
    name="crew",
    label="Crew",
    scope=Scope.ONE,
    terms=(
        Term(term="oven", label="Oven crew", colour="#bf360c", synonyms=("baking",)),
        Term(term="bench", label="Bench crew", colour="#ffd54f"),
        Term(term="night"),
    ),
)


@pytest.fixture
def framework() -> Framework:
    found = lx.open(":memory:", author="Ada").import_export(lx.sample_file())
    found.add_vocabularies(lx.sample_file("vocabularies.yaml"))
    found.add_vocabularies([CREW])
    found.tag(ids(found)[:3], "crew:night")
    old = replace(CREW.terms[2], deprecated=True, replaced_by="oven")
    found.add_vocabularies([replace(CREW, terms=(*CREW.terms[:2], old))])
    return found


@pytest.fixture
def editor(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> Editor:
    made = lx.edit(framework)
    replies: list[dict[str, Any]] = []
    monkeypatch.setattr(made, "send", lambda content, *_: replies.append(content))
    made.replies = replies
    return made


def answer(editor: Editor, about: str, **arguments: Any) -> dict[str, Any]:
    editor._receive(editor, {"ask": 5, "about": about, "with": arguments}, [])
    found: dict[str, Any] = editor.replies[-1]
    assert found["answer"] == 5
    said: dict[str, Any] = found["with"]
    return said


def test_a_term_comes_with_its_colour_a_readable_ink_its_synonyms_and_what_replaced_it(editor: Editor) -> None:
    crew = next(each for each in editor.view["vocabularies"] if each["name"] == "crew")
    oven, bench, night = crew["terms"]
    assert (oven["colour"], oven["ink"], oven["synonyms"]) == ("#bf360c", "#ffffff", ["baking"])
    assert bench["ink"] == "#000000"
    assert (night["deprecated"], night["heir"]) == (True, "Oven crew")
    assert "deprecated" not in oven
    assert crew["one"]


def test_an_old_term_is_replaced_on_some_statements_or_on_all_each_as_one_edit(
    editor: Editor, framework: Framework
) -> None:
    one, two, three = ids(framework)[:3]
    reply = ask(editor, "replace_tag", ids=[one], tag="crew:night")
    assert reply["said"] == "Replaced crew:night by crew:oven on 1 statement"
    assert framework.statement(one).tags == ("crew:oven",)
    assert framework.statement(two).tags == ("crew:night",)
    ask(editor, "replace_deprecated")
    assert framework.statement(three).tags == ("crew:oven",)
    ask(editor, "undo")
    ask(editor, "undo")
    assert framework.statement(one).tags == ("crew:night",)
    reply = ask(editor, "replace_tag", ids=[one], tag="skill:practical")
    assert "nothing replaces skill:practical" in reply["error"].lower()


def test_a_synonym_gives_its_term_and_a_vocabulary_of_one_takes_the_place_of_the_other(
    editor: Editor, framework: Framework
) -> None:
    fifth = ids(framework)[4]
    ask(editor, "tag", ids=[fifth], tags=["crew:Baking"])
    assert framework.statement(fifth).tags == ("crew:oven",)
    ask(editor, "tag", ids=[fifth], tags=["crew:bench"])
    assert framework.statement(fifth).tags == ("crew:bench",)


def test_a_rule_is_counted_and_listed_before_it_tags(editor: Editor, framework: Framework) -> None:
    revision = framework.revision
    framework.tag([next(each.id for each in framework.content.active if "oven" in each.text)], "tool:deck-oven")
    editor.refresh()
    said = answer(editor, "where", text="oven", tag="tool:deck-oven")
    assert said["found"] == len(said["listed"]) == said["new"] + 1
    assert [each["isNew"] for each in said["listed"]].count(False) == 1
    assert framework.revision == revision + 1
    reply = ask(editor, "tag_where", text="oven", tag="tool:deck-oven")
    assert reply["said"] == f"Tagged {said['new']} statements with tool:deck-oven"
    assert answer(editor, "where", text="oven", tag="tool:deck-oven")["new"] == 0
    few = answer(editor, "where", text="oven", tag="tool:deck-oven", level="advanced")["found"]
    assert 0 < few < said["found"]
    assert "expected a text" in answer(editor, "where", text=" ", tag="tool:deck-oven")["error"]
    assert "no statement contains" in ask(editor, "tag_where", text="zzz", tag="tool:mixer")["error"].lower()


def test_suggestions_come_with_their_evidence_and_one_or_the_sure_are_taken(
    editor: Editor, framework: Framework
) -> None:
    assert "no statement has a 'module' tag yet" in answer(editor, "suggestions", vocabulary="module")["error"]
    every = [each.id for each in framework.content.active]
    framework.tag([every[0], every[7], every[19]], "module:m1")
    framework.tag([every[3], every[14], every[15]], "module:m4")
    editor.refresh()
    revision = framework.revision
    said = answer(editor, "suggestions", vocabulary="module")
    assert said["many"] == len(said["listed"]) > said["sure"] > 0
    first = said["listed"][0]
    assert first["sure"]
    assert first["tag"].startswith("module:m")
    assert first["evidence"][0]["shares"]
    assert framework.revision == revision
    assert ask(editor, "suggested", vocabulary="module", ids=[first["id"]])["ok"]
    assert first["tag"] in framework.statement(first["id"]).tags
    answer(editor, "suggestions", vocabulary="module")
    assert ask(editor, "suggested", vocabulary="module")["said"].startswith("Accepted suggested module tags of")


def test_of_very_many_statements_none_are_suggested_in_words(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editor_tagging, "MOST", 30)
    assert "up to 30 statements" in answer(editor, "suggestions", vocabulary="crew")["error"]


def test_the_vocabulary_in_hand_is_one_that_is_there(editor: Editor) -> None:
    editor.in_hand, editor.last_tag = "skill", "-skill:practical"
    assert (editor.in_hand, editor.last_tag) == ("skill", "-skill:practical")
    with pytest.raises(LexcurricError, match="no vocabulary 'shape'; there are"):
        editor.in_hand = "shape"
    editor.in_hand = ""
