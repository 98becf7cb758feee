"""What goes wrong beside the screen: no edit is lost that was said to be saved, none saved that was said not to be."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import traitlets

import lexcurric as lx
from lexcurric.bundled import SAMPLE_NEW, SAMPLE_SOC, sample_file
from lexcurric.core.errors import LexcurricError
from lexcurric.widgets.base import Panel, read_static
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.widgets.test_review import edit_sample


@pytest.fixture
def framework(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Framework]:
    monkeypatch.chdir(tmp_path)
    with open_workspace(tmp_path / "workspace.db", "Ada") as workspace:
        edit_sample(workspace)
        workspace.import_export(sample_file(SAMPLE_NEW))
        yield workspace.framework(SAMPLE_SOC)


def ask(panel: Panel, action: str, **arguments: Any) -> dict[str, Any]:
    """The answer that a browser gets."""
    answers: list[dict[str, Any]] = []
    panel.send = lambda content, *_: answers.append(content)  # type: ignore[method-assign]
    panel._receive(panel, {"id": f"a-{action}", "action": action, "with": arguments}, [])
    json.dumps(answers, ensure_ascii=False).encode()
    return next(each for each in answers if "ok" in each)


@pytest.mark.parametrize(
    ("make", "name", "value"),
    [
        (lx.edit, "selection", 5),
        (lx.edit, "columns", None),
        (lx.edit, "layout", "spiral"),
        (lx.edit, "pane", 1.5),
        (lx.history, "search", ["x"]),
        (lx.hand_out, "opened", None),
        (lx.align, "search", {}),
        (lx.build_rubric, "sheet", "first"),
        (lx.build_rubric, "trainees", 7),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_and_changes_nothing(
    framework: Framework, make: Any, name: str, value: object
) -> None:
    panel = make(framework)
    before = getattr(panel, name)
    with pytest.raises(LexcurricError, match=name):
        setattr(panel, name, value)
    assert getattr(panel, name) == before


def test_python_may_still_catch_what_traitlets_raises(framework: Framework) -> None:
    with pytest.raises(traitlets.TraitError):
        lx.review(framework.merge()).preview = "yes"


def test_an_edit_that_is_saved_is_said_to_be_saved_where_the_screen_cannot_be_drawn(
    framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = lx.edit(framework)
    first = framework.content.active[0].id

    def broken() -> None:
        raise OSError("no room")

    monkeypatch.setattr(editor, "refresh", broken)
    answer = ask(editor, "reword", id=first, text="Hands — wash.")
    assert answer["ok"]
    assert "The screen could not be drawn again (OSError: no room); run the cell again" in answer["said"]
    assert framework.content.active[0].text == "Hands — wash."


def test_half_a_character_is_answered_in_words(framework: Framework) -> None:
    editor = lx.edit(framework)
    revision = framework.revision
    answer = ask(editor, "reword", id=framework.content.active[0].id, text="Half \ud83d — do.")
    assert answer["error"] == "A text holds half a character, and nothing was saved; type that text again"
    assert framework.revision == revision


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_workspace_that_is_gone_is_said_to_be_gone(framework: Framework, tmp_path: Path, how: str) -> None:
    editor = lx.edit(framework)
    place = tmp_path / "workspace.db"
    kept = place.rename(tmp_path / "kept.db")
    if how == "replaced":
        with sqlite3.connect(place) as other:
            other.execute("create table other (id)")
        other.close()
    answer = ask(editor, "reword", id=framework.content.active[0].id, text="Hands — wash.")
    assert not answer["ok"]
    assert "is gone: the file was deleted, moved or replaced while it was open, and nothing was written" in str(answer)
    place.unlink(missing_ok=True)
    kept.rename(place)
    assert framework.content.active[0].text != "Hands — wash."
    assert framework.workspace.verify() == []


def test_a_choice_that_cannot_be_signed_is_not_kept(framework: Framework, tmp_path: Path) -> None:
    review = lx.review(framework.merge())
    key = review.conflicts[0].id
    kept = (tmp_path / "workspace.db").rename(tmp_path / "kept.db")
    answer = ask(review, "take", id=key, side="theirs")
    assert not answer["ok"]
    kept.rename(tmp_path / "workspace.db")
    assert key in {each.id for each in review.conflicts}
    assert key in {each.id for each in lx.review(framework.merge()).conflicts}


def test_a_file_name_that_is_too_long_is_said_beside_the_button(framework: Framework) -> None:
    builder = lx.build_rubric(framework)
    assert ask(builder, "write", path="a" * 10_000)["ok"]
    assert (builder.progress["state"], "too long" in builder.progress["said"]) == ("failed", True)


@pytest.mark.parametrize("screen", ["review.js", "history.js"])
def test_what_writes_a_whole_framework_is_waited_for(screen: str) -> None:
    # Measured at 4,000 statements on a loaded machine: a merge 7 s, a version 9 s.
    assert "patience: 30_000" in read_static(screen)
