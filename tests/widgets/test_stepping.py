"""Undo and redo on a screen, where the next edit is somebody else's."""

from __future__ import annotations

from typing import Any

import pytest

import lexcurric as lx
from lexcurric.widgets.base import Panel
from lexcurric.workspace.framework import Framework
from tests.widgets.test_live import ask, mine, theirs  # noqa: F401

REDO_WORDS = "The edit to do again is Bob's: Reworded"


@pytest.fixture(params=[lx.edit, lx.history])
def screen(request: pytest.FixtureRequest, mine: Framework, monkeypatch: pytest.MonkeyPatch) -> Panel:  # noqa: F811
    found: Any = request.param(mine)
    found.replies = []
    monkeypatch.setattr(found, "send", lambda content, *_: found.replies.append(content))
    return found  # type: ignore[no-any-return]


def steps(screen: Any) -> dict[str, Any]:
    ask(screen, "look")
    return screen.view.get("draft") or screen.view  # type: ignore[no-any-return]


def test_the_edit_of_another_is_asked_about_first_and_undone_when_asked_again(
    screen: Any, theirs: Framework  # noqa: F811
) -> None:  # fmt: skip
    first = theirs.content.active[0]
    theirs.edit(first.id, "Theirs — by Bob.")
    assert steps(screen)["undo_words"].startswith("Undo Bob's: Reworded")
    reply = ask(screen, "undo")
    assert reply["asks"]
    assert reply["error"].startswith("The last edit is Bob's: Reworded")
    assert reply["error"].endswith("Press Undo again to take it back all the same.")
    assert theirs.content.active[0].text == "Theirs — by Bob."
    assert ask(screen, "undo")["ok"]
    assert theirs.content.active[0].text == first.text


def test_another_edit_of_theirs_is_asked_about_anew(screen: Any, theirs: Framework) -> None:  # noqa: F811
    first, second = theirs.content.active[:2]
    theirs.edit(first.id, "Theirs — by Bob.")
    steps(screen)
    assert ask(screen, "undo")["asks"]
    theirs.edit(second.id, "Theirs too — by Bob.")
    steps(screen)
    assert ask(screen, "undo")["asks"]
    assert theirs.content.active[1].text == "Theirs too — by Bob."


def test_ones_own_edit_is_undone_at_once_and_redone_too(screen: Any, mine: Framework) -> None:  # noqa: F811
    first = mine.content.active[0]
    mine.edit(first.id, "Mine — by Ada.")
    assert steps(screen)["undo_words"].startswith("Undo: Reworded")
    assert ask(screen, "undo")["ok"]
    assert ask(screen, "redo")["ok"]
    assert mine.content.active[0].text == "Mine — by Ada."


def test_what_another_has_undone_is_asked_about_before_it_is_redone(
    screen: Any, theirs: Framework  # noqa: F811
) -> None:  # fmt: skip
    theirs.edit(theirs.content.active[0].id, "Theirs — by Bob.")
    theirs.undo()
    assert steps(screen)["redo_words"].startswith("Redo Bob's: Reworded")
    assert ask(screen, "redo")["error"].startswith(REDO_WORDS)
    assert ask(screen, "redo")["ok"]
    assert theirs.content.active[0].text == "Theirs — by Bob."
