"""The history without a browser: versions, what is compared, restoring, the log and one statement's life."""

from __future__ import annotations

from pathlib import Path
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


def test_the_life_of_a_statement_is_told_newest_first_with_whose_each_word_is(
    history: History, framework: Framework
) -> None:
    history.pane = "statement"
    history.statement = statement(framework, "Flour")[:8]
    assert history.statement == statement(framework, "Flour")
    shown = history.view["life"]
    said = [(each["line"], each["what"]) for each in shown["lives"][0]["events"]]
    assert said[-1] == ("new export", "first seen")
    assert ("your draft", "reworded") in said
    assert shown["lives"][0]["events"][0]["level"] == "Emerging"
    assert "".join(run["words"] for run in shown["blame"]) == shown["text"]
    assert {run["author"] for run in shown["blame"]} == {"the publisher", "A. Designer"}
    assert "Our house rule" in {run["reason"] for run in shown["blame"]}
    with pytest.raises(LexcurricError):
        history.statement = "no such id"


def test_the_lives_of_relatives_are_not_mixed(history: History, framework: Framework) -> None:
    flour = statement(framework, "Flour")
    parts = framework.split(flour, ["Flour — weigh.", "Labels — write on each tub."])
    ask(history, "look")
    history.pane, history.statement = "statement", parts[1].id
    lives = history.view["life"]["lives"]
    assert [each["id"] for each in lives][:2] == [parts[1].id, flour]
    assert lives[1]["relation"] == "It comes from"
    assert all("Labels" not in each["text"] for each in lives[1]["events"])


def test_a_statement_is_found_by_its_words(history: History, framework: Framework) -> None:
    history.pane = "statement"
    assert history.view["found"]["every"] == 40
    history.find = "flour weigh"
    assert [row["id"] for row in history.view["found"]["rows"]] == [statement(framework, "Flour")]
    history.find = "no such words"
    assert history.view["found"] == {"rows": [], "every": 0}


def test_two_that_are_clicked_are_compared_the_earlier_first(history: History) -> None:
    ask(history, "pick", label="v.26.11")
    assert history.picked == ["v.26.11"]
    ask(history, "pick", label="v.26.05-acme.1")
    assert (history.picked, history.old, history.new) == ([], "v.26.05-acme.1", "v.26.11")
    ask(history, "pick", label="")
    ask(history, "pick", label="")
    assert (history.picked, history.old, history.new) == ([], "v.26.05-acme.1", "v.26.11")
    with pytest.raises(LexcurricError, match="no version"):
        history.picked = ["v.1"]


def test_what_restoring_would_change_is_shown_before(history: History, framework: Framework) -> None:
    before = framework.content.sha256
    history.restoring = "v.26.05"
    assert history.view["restore"]["every"] == 3
    assert "2 reworded" in history.view["restore"]["summary"]
    assert framework.content.sha256 == before
    ask(history, "restore", label="v.26.05")
    assert history.restoring is None
    assert history.view["restore"] is None
    with pytest.raises(LexcurricError, match="no version"):
        history.restoring = "v.1"


def test_a_version_is_saved_from_the_screen_under_the_proposed_label(history: History, framework: Framework) -> None:
    assert history.view["draft"]["proposed"] == "v.26.05-acme.2"
    assert history.view["draft"]["parents"] == ["v.26.05-acme.1"]
    reply = ask(history, "save", label="v.26.05-acme.2", message="For <Bob>", status="published")
    assert reply["said"] == "Saved version v.26.05-acme.2"
    assert framework.versions.iloc[-1][["label", "status", "message"]].tolist() == [
        "v.26.05-acme.2",
        "published",
        "For <Bob>",
    ]
    assert "already" in ask(history, "save", label="v.26.05-acme.2")["error"]
    assert "label first" in ask(history, "save", label="  ")["error"]
    assert "cannot be" in ask(history, "save", label="a/b")["error"]


def test_the_history_of_another_framework_can_be_shown(history: History, tmp_path: Path) -> None:
    other = lx.open(tmp_path / "other.db", author="Bob").import_export(sample_file(SAMPLE_NEW))
    history.framework = other
    assert (labels(history), history.old) == (["v.26.11"], "v.26.11")
    assert history.view["author"] == "Bob"


def test_coming_back_shows_what_a_cell_has_changed(history: History, framework: Framework) -> None:
    framework.edit(statement(framework, "Personal hygiene"), "Hygiene — keep to the rules.")
    ask(history, "look")
    assert "Hygiene — keep" in str(history.rows)


def test_a_shared_notebook_shows_the_versions_without_a_kernel(history: History) -> None:
    assert "<td>v.26.05-acme.1</td>" in history.static_html()
    assert repr(history) == "<History of Bakers (51-3011.00): 3 versions>"
