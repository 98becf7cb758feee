"""Screens that follow what others save, without a browser: in a running loop, as in a kernel."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.widgets.editor import Editor
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.store.test_watch import NAME

SOC = "51-3011.00"


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Framework]:
    with open_workspace(tmp_path / "workspace.db", "Ada") as workspace:
        yield workspace.import_export(lx.sample_file())


@pytest.fixture
def theirs(mine: Framework, tmp_path: Path) -> Iterator[Framework]:
    """The same framework in the notebook of another."""
    with open_workspace(tmp_path / "workspace.db", "Bob") as workspace:
        yield workspace.framework(SOC)


@pytest.fixture
def editor(mine: Framework, monkeypatch: pytest.MonkeyPatch) -> Iterator[Editor]:
    found = lx.edit(mine)
    replies: list[dict[str, Any]] = []
    monkeypatch.setattr(found, "send", lambda content, *_: replies.append(content))
    found.replies = replies
    yield found
    found.close()


def ask(editor: Editor, action: str, **arguments: Any) -> dict[str, Any]:
    editor._receive(editor, {"id": 7, "action": action, "with": arguments}, [])
    reply: dict[str, Any] = editor.replies[-1]
    return reply


def threads() -> int:
    return sum(1 for each in threading.enumerate() if each.name == NAME)


def in_a_loop(work: Coroutine[Any, Any, Any]) -> Any:
    """What the work gives in a loop of its own; the browser tests may have left one running in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def follow(editor: Editor, act: Callable[[], object], until: Callable[[], bool]) -> bool:
    """Shows the editor in a loop, acts, and waits up to 8 seconds."""

    async def run() -> bool:
        ask(editor, "shown", view="one")
        assert threads() == 1
        act()
        for _ in range(400):
            if until():
                return True
            await asyncio.sleep(0.02)
        return False

    return bool(in_a_loop(run()))


def test_what_others_save_is_drawn_with_who_did_it(editor: Editor, theirs: Framework) -> None:
    first = theirs.content.active[0]

    def two_edits() -> None:
        theirs.edit(first.id, "Theirs — by Bob.")
        theirs.tag(first.id, "skill:practical")

    assert follow(editor, two_edits, lambda: editor.rows[0]["tags"] == ["skill:practical"])
    assert editor.rows[0]["text"] == "Theirs — by Bob."
    assert editor.view["news"]["text"] == "Bob changed 1 statement"
    assert editor.view["news"]["by"][first.id]["author"] == "Bob"
    assert "Bob: Tagged" in editor.view["news"]["more"]
    ask(editor, "add", level="emerging", text="Mine — by Ada.")
    assert editor.view["news"]["text"] == ""


def test_a_version_and_an_edit_in_a_cell_are_news_too(editor: Editor, mine: Framework, theirs: Framework) -> None:
    assert follow(
        editor, lambda: theirs.save("v.1-team"), lambda: editor.view["news"]["text"] == "Bob saved the version v.1-team"
    )
    mine.edit(mine.content.active[1].id, "Cell — by Ada.")
    editor.look_up()
    assert editor.view["news"]["text"].startswith("Ada (you, in another place) changed 1 statement")


def test_other_frameworks_draw_nothing(editor: Editor, theirs: Framework, tmp_path: Path) -> None:
    from tests.samples import export_bytes

    path = tmp_path / "other.json"
    path.write_bytes(export_bytes(["A — do."]))
    drawn: list[object] = []
    editor.observe(drawn.append, "view")
    told: list[int] = []
    look_up = editor.look_up
    editor.look_up = lambda: (told.append(1), look_up())  # type: ignore[method-assign]
    assert follow(editor, lambda: theirs.workspace.import_export(path), lambda: bool(told))
    assert drawn == []


def test_hiding_or_closing_the_screen_ends_the_watch(editor: Editor, theirs: Framework) -> None:
    async def run() -> None:
        for view in ("one", "two"):
            ask(editor, "shown", view=view)
        ask(editor, "hidden", view="one")
        assert threads() == 1
        ask(editor, "hidden", view="two")
        assert threads() == 0
        ask(editor, "shown", view="three")
        assert threads() == 1
        editor.close()
        assert threads() == 0

    in_a_loop(run())


def test_outside_a_kernel_nothing_is_watched(editor: Editor) -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(ask, editor, "shown", view="one").result()["ok"]
    assert threads() == 0


@pytest.mark.parametrize(
    ("action", "arguments", "part"),
    [
        ("reword", lambda first, _: {"id": first.id, "text": "Mine — by Ada.", "before": first.text}, "text"),
        ("note", lambda first, _: {"id": first.id, "text": "Mine", "before": first.note}, "note"),
        ("split", lambda first, _: {"id": first.id, "texts": ["A — do.", "B — do."], "before": first.text}, "text"),
        (
            "join",
            lambda first, second: {
                "ids": [second.id, first.id], "text": "Both — do.", "before": [second.text, first.text]
            },
            "text",
        ),
    ],
)  # fmt: skip
def test_what_was_typed_on_an_older_text_is_refused_with_both_even_after_the_screen_has_followed(
    editor: Editor, theirs: Framework, action: str, arguments: Callable[..., dict[str, Any]], part: str
) -> None:
    first, second = theirs.content.active[:2]
    with_these = arguments(first, second)
    if part == "note":
        theirs.note(first.id, "Theirs")
    else:
        theirs.edit(first.id, "Theirs")
    ask(editor, "look")
    revision = theirs.revision
    reply = ask(editor, action, **with_these)
    assert not reply["ok"]
    assert (reply["clash"]["theirs"], reply["clash"]["author"]) == ("Theirs", "Bob")
    assert reply["clash"]["before"] == getattr(first, part)
    assert theirs.revision == revision
    seen = ["Theirs" if each == first.text else each for each in with_these["before"]]
    now = {**with_these, "before": seen if action == "join" else "Theirs"}
    assert ask(editor, action, **now)["ok"]


def test_undo_of_what_is_not_on_the_screen_any_more_is_refused(editor: Editor, mine: Framework) -> None:
    ask(editor, "add", level="emerging", text="One — do.")
    shown = editor.view["undo"]
    mine.add("emerging", "Two — do.")
    reply = ask(editor, "undo", what=shown)
    assert "at the same moment" in reply["error"]
    assert len(mine.content.active) == 42
    assert ask(editor, "undo", what=editor.view["undo"])["ok"]
