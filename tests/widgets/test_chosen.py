"""The framework that is worked on: chosen once, kept, and shown by every screen that was opened without one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.core.errors import EditError, LexcurricError, WorkspaceError
from lexcurric.widgets import chosen
from lexcurric.workspace.waiting import what_waits
from lexcurric.workspace.workspace import Workspace

OTHER = "35-1011.00"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty default workspace, which screens without a framework open."""
    found = tmp_path / "workspace.db"
    monkeypatch.setenv("LEXCURRIC_WORKSPACE", str(found))
    monkeypatch.setattr(chosen, "_open", {})
    yield found
    for each in chosen._open.values():
        each.close()


@pytest.fixture
def other_export(tmp_path: Path) -> Path:
    """The sample as if it were of another occupation."""
    value = json.loads(lx.sample_file().read_text(encoding="utf-8"))
    value["occupation"]["soc"] = OTHER
    value["occupation"]["title"] = "Chefs and Head Cooks"
    path = tmp_path / "chefs.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def ask(screen: Any, action: str, **arguments: Any) -> dict[str, Any]:
    replies: list[dict[str, Any]] = []
    screen.send = lambda content, *_: replies.append(content)
    screen._receive(screen, {"id": 1, "action": action, "with": arguments}, [])
    return replies[-1]


def test_an_empty_workspace_says_what_to_do_and_choosing_takes_the_sample_in(place: Path) -> None:
    with pytest.raises(LexcurricError, match=r"no framework in .* yet; take an export in with lx\.take_in\(\), or try"):
        lx.edit()
    assert lx.start().view["chosen"] is None
    assert lx.choose().soc == "51-3011.00"
    assert lx.edit().framework.title == "Bakers"


def test_screens_without_a_framework_follow_the_choice_and_others_do_not(place: Path, other_export: Path) -> None:
    line = lx.choose()
    line.workspace.import_export(other_export)
    own = lx.edit(line.workspace.framework("51-3011.00"))
    following = lx.edit()
    reply = ask(line, "choose", soc=OTHER)
    assert reply == {"id": 1, "ok": True, "said": "You work on Chefs and Head Cooks now"}
    assert following.framework.soc == following.view["soc"] == OTHER
    assert own.view["soc"] == "51-3011.00"
    assert lx.edit().framework.soc == OTHER


def test_the_choice_is_kept_for_another_notebook(place: Path, other_export: Path) -> None:
    line = lx.choose()
    line.workspace.import_export(other_export)
    line.soc = OTHER
    with lx.open(place) as again:
        assert chosen.chosen_framework(again).soc == OTHER
        again.preferences.set("framework", "51-3011.00")
    ask(line, "look")
    assert line.soc == "51-3011.00"
    with pytest.raises(WorkspaceError, match="no framework '99'"):
        line.soc = "99"
    assert line.soc == "51-3011.00"


def test_edits_are_signed_with_the_name_that_was_given(place: Path) -> None:
    line = lx.choose()
    assert ask(line, "name", name="  Ana Ruiz ")["said"] == "Your edits are signed Ana Ruiz from now on"
    framework = line.framework
    framework.edit(framework.content.active[0].id, "Doors — open.")
    assert framework.log.author.iloc[-1] == "Ana Ruiz"
    with lx.open(place) as again:
        assert again.author == "Ana Ruiz"
    assert ask(line, "name", name=" ")["error"] == "Write your name; edits are signed with it"
    with pytest.raises(EditError, match="at most 80 characters, this has 81"):
        line.name = "a" * 81
    assert line.name == "Ana Ruiz"


def test_what_waits_is_said_and_goes_when_it_is_done(place: Path) -> None:
    framework = lx.choose().framework
    assert [each.about for each in what_waits(framework)] == ["save", "tag", "criteria"]
    workspace: Workspace = framework.workspace
    workspace.import_export(lx.sample_file("51-3011.00.v.26.11.json"))
    first = what_waits(framework)[0]
    assert first.text == "The release v.26.11 is here, and not merged yet (yours has v.26.05)"
    framework.merge().apply()
    framework.save("mine")
    framework.propose_criteria().accept()
    required = next(each for each in framework.vocabularies if each.required)
    framework.tag(framework.statements.id, f"{required.name}:{required.terms[0].term}")
    assert [each.about for each in what_waits(framework)] == ["save"]
    assert lx.start().view["waiting"] == [
        {"text": "Your draft has moved on since mine; save a version to keep it by name", "page": "04_versions.ipynb"}
    ]


def test_what_is_taken_in_is_worked_on_from_then_on(place: Path, other_export: Path) -> None:
    screen, line, editor = lx.take_in(), lx.choose(), lx.edit()
    screen.add(other_export)
    screen.take("chefs.json")
    assert (line.soc, editor.framework.soc) == (OTHER, OTHER)
    assert [each["soc"] for each in line.view["frameworks"]] == [OTHER, "51-3011.00"]


def test_the_samples_next_release_can_be_tried_while_the_sample_is_worked_on(place: Path, other_export: Path) -> None:
    line, screen = lx.choose(), lx.take_in()
    assert screen.view["sample"] is True
    ask(screen, "sample")
    page, review = lx.start(), lx.review()
    assert review.view["done"] is True
    screen.take("51-3011.00.v.26.11.json")
    assert page.view["waiting"][0]["page"] == "05_new_release.ipynb"
    assert review.view["done"] is False
    assert len(review.rows) > 20
    assert screen.view["sample"] is False
    line.workspace.import_export(other_export)
    line.soc = OTHER
    assert lx.take_in().view["sample"] is False


def test_another_name_is_said_on_every_screen(place: Path) -> None:
    line = lx.choose()
    editor, taking = lx.edit(), lx.take_in()
    line.name = "Ana Ruiz"
    assert editor.view["author"] == taking.view["author"] == "Ana Ruiz"
