"""What a browser holds of many statements: the first, then the rest in parts, then patches; without a browser."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.widgets.editor import Editor
from lexcurric.widgets.listed import FIRST, PART
from lexcurric.workspace.framework import Framework
from tests.samples import export_bytes

LEVELS, EACH = 3, 420


class Browser:
    """Follows the messages of an editor just as editor_store.js does."""

    def __init__(self, editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
        self.editor = editor
        self.sent: list[dict[str, Any]] = []
        self.fresh: set[str] = set()
        monkeypatch.setattr(editor, "send", self.hear)
        start = editor.begin()
        self.stamp, self.view = start["stamp"], start["view"]
        self.rows = {each["id"]: each for each in start["rows"]}
        self.gone = {each["id"]: each for each in start["retired"]}
        self.order = start["order"]
        if self.order is None:
            self.ask("load", token="mine")

    def ask(self, action: str, **arguments: Any) -> dict[str, Any]:
        self.editor._receive(self.editor, {"id": 7, "action": action, "with": arguments}, [])
        reply: dict[str, Any] = next(each for each in reversed(self.sent) if each.get("id") == 7)
        return reply

    def hear(self, message: dict[str, Any], *_: Any) -> None:
        self.sent.append(message)
        for patch in message.get("patches", []):
            self.follow(patch)
        part = message.get("part", {})
        if "order" in part:
            self.stamp, self.order = part["stamp"], {key: list(ids) for key, ids in part["order"].items()}
            self.fresh, self.view = set(), part["view"]
        for row in part.get("rows", []):
            # What was changed since is newer than this part, which is of the moment in which all was asked for.
            if row["id"] not in self.fresh:
                (self.gone if "went" in row else self.rows)[row["id"]] = row

    def follow(self, patch: dict[str, Any]) -> None:
        assert patch["from"] == self.stamp
        self.stamp, self.view = patch["to"], self.view | patch["view"]
        if patch.get("again"):
            self.rows, self.gone, self.order = {}, {}, None
            return
        out = set(patch.get("lost", []))
        self.fresh |= {each["id"] for each in patch.get("rows", [])}
        for row in patch.get("rows", []):
            if "went" in row:
                self.gone[row["id"]] = row
                out.add(row["id"])
            else:
                self.rows[row["id"]] = row
                self.gone.pop(row["id"], None)
        name, values = patch.get("part", ["", {}])
        for key, value in values.items():
            self.rows[key] = self.rows[key] | {name: value}
        places = patch.get("places", [])
        inside = out | {each[2] for each in places}
        self.order = {key: [each for each in ids if each not in inside] for key, ids in self.order.items()}
        for level, position, key in places:
            self.order[level].insert(position - 1, key)
        for key in out:
            self.rows.pop(key, None)

    @property
    def shown(self) -> list[dict[str, Any]]:
        found = []
        for ids in self.order.values():
            found += [self.rows[key] | {"position": place} for place, key in enumerate(ids, start=1)]
        return found


def framework_of(tmp_path: Path, each: int = EACH) -> Framework:
    path = tmp_path / "many.json"
    texts = [[f"Thing {level}.{place} — do it well and note how." for place in range(each)] for level in range(LEVELS)]
    texts[1][2] = "Understands doors"
    path.write_bytes(export_bytes(*texts))
    return lx.open(":memory:", author="Ada").import_export(path)


@pytest.fixture
def framework(tmp_path: Path) -> Framework:
    return framework_of(tmp_path)


@pytest.fixture
def editor(framework: Framework) -> Editor:
    return lx.edit(framework)


@pytest.fixture
def browser(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> Browser:
    return Browser(editor, monkeypatch)


def sides(browser: Browser) -> bool:
    """Does the browser show what Python does?"""
    by_id = {each["id"]: each for each in browser.editor.retired_rows}
    assert browser.gone == by_id
    assert browser.shown == browser.editor.rows
    assert browser.view == browser.editor.view
    return True


def test_the_widget_itself_carries_a_screenful_and_the_rest_comes_in_parts(editor: Editor, browser: Browser) -> None:
    start = editor.begin()
    assert len(start["rows"]) == FIRST
    assert start["counts"] == {"l1": EACH, "l2": EACH, "l3": EACH}
    parts = [each["part"] for each in browser.sent if "part" in each]
    assert max(len(each.get("rows", [])) for each in parts) == PART
    assert parts[-1] == {"token": "mine", "end": True}
    assert sides(browser)


def test_a_few_statements_come_with_the_widget_and_nothing_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(lx.edit(framework_of(tmp_path, 9)), monkeypatch)
    assert browser.sent == []
    assert sides(browser)


ACTIONS: list[tuple[str, Callable[[list[str]], dict[str, Any]]]] = [
    ("reword", lambda ids: {"id": ids[5], "text": "Another — do."}),
    ("add", lambda ids: {"level": "l2", "text": "New — do.", "position": 7}),
    ("move", lambda ids: {"ids": [ids[9], ids[700]], "level": "l3"}),
    ("reorder", lambda ids: {"ids": ids[20:23], "by": -1}),
    ("retire", lambda ids: {"ids": [ids[0], ids[1], ids[1000]]}),
    ("split", lambda ids: {"id": ids[30], "texts": ["One — do.", "Two — do."]}),
    ("join", lambda ids: {"ids": [ids[40], ids[800]], "text": "Both — do."}),
    ("tag", lambda ids: {"ids": ids[50:60], "tags": ["quick"]}),
    ("criterion", lambda ids: {"ids": ids[60:70], "label": "Doors"}),
    ("note", lambda ids: {"id": ids[3], "text": "Ask"}),
]


def test_after_each_action_undone_and_done_again_the_browser_shows_what_python_does(browser: Browser) -> None:
    for action, arguments in ACTIONS:
        ids = [each["id"] for each in browser.shown]
        before = len(browser.sent)
        assert browser.ask(action, **arguments(ids))["ok"]
        assert len(browser.sent) == before + 1, "one message for one edit"
        assert sides(browser)
        for step in ("undo", "redo", "undo", "redo"):
            browser.ask(step)
            assert sides(browser)


def test_the_message_of_an_edit_is_small(browser: Browser) -> None:
    reply = browser.ask("reword", id=browser.shown[7]["id"], text="Another — do.")
    (patch,) = reply["patches"]
    assert [each["text"] for each in patch["rows"]] == ["Another — do."]
    assert len(str(reply)) < 2_000


def test_a_colleagues_edit_is_a_patch_and_many_at_once_are_fetched_again(
    browser: Browser, framework: Framework
) -> None:
    framework.retire([framework.content.active[2].id])
    browser.editor.look_up()
    assert sides(browser)
    assert len(str(browser.sent[-1])) < 3_000
    framework.retire([each.id for each in framework.content.active[:1100]])
    browser.editor.look_up()
    assert browser.sent[-1]["patches"][0]["again"]
    browser.ask("load", token="mine")
    assert sides(browser)


def test_renaming_a_criterion_shows_on_its_statements(browser: Browser, framework: Framework) -> None:
    ids = [each["id"] for each in browser.shown[:3]]
    browser.ask("criterion", ids=ids, label="Doors")
    browser.editor._own.commit("criteria", "Renamed", "", _renamed)
    browser.editor.look_up()
    assert [each["criterion"] for each in browser.shown[:4]] == ["Gates", "Gates", "Gates", ""]
    assert sides(browser)


def _renamed(content: Any) -> Any:
    from lexcurric.core.model import replace

    return replace(content, criteria=tuple(replace(each, label="Gates") for each in content.criteria))


def test_findings_come_later_and_neither_the_screen_nor_an_edit_waits_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        framework = framework_of(tmp_path)
        editor = lx.edit(framework)
        browser = Browser(editor, monkeypatch)
        first = framework.content.active[0].id
        reply = browser.ask("reword", id=first, text="No dash here")
        assert reply["patches"][0]["rows"][0]["findings"] == []
        for _ in range(800):
            if first in browser.rows and browser.rows[first]["findings"]:
                break
            await asyncio.sleep(0.02)
        assert any("dash" in each["message"] for each in browser.rows[first]["findings"])
        for _ in range(800):
            if editor._checks._task is not None and editor._checks._task.done():
                break
            await asyncio.sleep(0.02)
        assert browser.rows[framework.content.by_level["l2"][2].id]["findings"]
        assert sides(browser)
        editor.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, run()).result()
