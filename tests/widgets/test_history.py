"""The history without a browser: versions, what is compared, restoring, the log and one statement's life."""

from __future__ import annotations

from typing import Any

import pytest

import lexcurric as lx
from lexcurric.bundled import SAMPLE_NEW, sample_file
from lexcurric.core.errors import LexcurricError
from lexcurric.widgets.history import History
from lexcurric.workspace.framework import Framework
from tests.widgets.test_review import ask, edit_sample, statement


@pytest.fixture
def framework() -> Framework:
    workspace = lx.open(":memory:", author="A. Designer")
    found = edit_sample(workspace)
    workspace.import_export(sample_file(SAMPLE_NEW))
    return found


@pytest.fixture
def history(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> History:
    made = lx.history(framework)
    made.replies = []
    monkeypatch.setattr(made, "send", lambda content, *_: made.replies.append(content))
    return made


def labels(history: History) -> list[Any]:
    return [each["label"] for each in history.view["versions"]]


def test_versions_come_newest_first_with_the_draft_above(history: History) -> None:
    assert labels(history) == ["v.26.11", "v.26.05-acme.1", "v.26.05"]
    own = history.view["versions"][1]
    assert own["status_words"] == "Published: in use"
    assert own["parents"] == ["v.26.05"]
    assert own["message"] == "Acme's wording for the spring intake"
    assert history.view["draft"]["undo"].startswith("Reworded “Proofed loaves")


def test_any_two_versions_are_compared_and_both_can_be_read_and_set(history: History) -> None:
    assert (history.old, history.new) == ("v.26.05", "")
    assert [row["kind"] for row in history.rows] == ["reworded", "reworded", "removed", "metadata"]
    history.old, history.new = "v.26.05", "v.26.11"
    assert len(history.rows) == len(history.shown) == 22
    history.old = "v.26.11"
    assert history.view["summary"] == "No differences"
    with pytest.raises(LexcurricError, match=r"no version 'v\.1'; there are v\.26\.05, v\.26\.05-acme\.1, v\.26\.11"):
        history.old = "v.1"


def test_restoring_is_an_edit_that_undo_takes_back(history: History, framework: Framework) -> None:
    before = framework.content.sha256
    reply = ask(history, "restore", label="v.26.05", reason="Starting over")
    assert reply["said"] == "Your draft is v.26.05 again; Undo takes that back"
    assert framework.content.sha256 != before
    assert framework.log.iloc[-1]["reason"] == "Starting over"
    assert ask(history, "restore", label="v.26.05")["said"].endswith("nothing was changed")
    assert ask(history, "undo")["said"] == "Undid: Restored v.26.05"
    assert framework.content.sha256 == before
    assert ask(history, "redo")["said"] == "Redid: Restored v.26.05"
    assert "No version" in ask(history, "restore", label="v.9")["error"]


def test_a_status_moves_along_and_publishing_supersedes_the_one_before(history: History, framework: Framework) -> None:
    framework.save("v.26.05-acme.2", "Next")
    said = ask(history, "status", label="v.26.05-acme.2", status="published")["said"]
    assert said == "v.26.05-acme.2: Published: in use"
    found = {each["label"]: each["status"] for each in history.view["versions"]}
    assert found["v.26.05-acme.2"] == "published"
    assert found["v.26.05-acme.1"] == "superseded"
    assert "No status" in ask(history, "status", label="v.26.05-acme.2", status="lost")["error"]


def test_the_log_says_what_was_undone(history: History, framework: Framework) -> None:
    framework.undo()
    history.pane = "log"
    newest, undone = history.view["log"][:2]
    assert newest["what"].startswith("Undid: Reworded “Proofed")
    assert undone["undone"]
    assert not newest["undone"]


def test_the_life_of_a_statement_is_told_from_its_first_release_on(history: History, framework: Framework) -> None:
    history.pane = "statement"
    history.statement = statement(framework, "Flour")[:8]
    assert history.statement == statement(framework, "Flour")
    said = [(each["line"], each["what"]) for each in history.view["life"]]
    assert ("new export", "first seen") in said
    assert ("your draft", "reworded") in said
    assert history.view["life"][0]["level"] == "Emerging"
    with pytest.raises(LexcurricError):
        history.statement = "no such id"


def test_coming_back_shows_what_a_cell_has_changed(history: History, framework: Framework) -> None:
    framework.edit(statement(framework, "Personal hygiene"), "Hygiene — keep to the rules.")
    ask(history, "look")
    assert "Hygiene — keep" in str(history.rows)


def test_a_shared_notebook_shows_the_versions_without_a_kernel(history: History) -> None:
    assert "<td>v.26.05-acme.1</td>" in history.static_html()
    assert repr(history) == "<History of Bakers (51-3011.00): 3 versions>"
