"""What was typed and not saved outlives the kernel, the cell and the page; what was not answered is sent again, once."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from typing import Any

import pytest

from lexcurric.bundled import SAMPLE_SOC, sample_file
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.conftest import Lab, open_notebook, screenshot, set_theme, until, write_notebook

DEAF = """
def deaf(panel, times):
    hear, left = panel._receive, [times]
    def receive(widget, content, buffers):
        if content.get("action") in ("reword", "add") and left[0]:
            left[0] -= 1
            return
        hear(widget, content, buffers)
    panel._msg_callbacks.callbacks.clear()
    panel.on_msg(receive)
    return panel
"""


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    found = lab.folder.parent / "kept" / "workspace.db"
    with open_workspace(found, "Ada") as workspace:
        workspace.import_export(sample_file())
    start = f"import lexcurric as lx, os\nfw = lx.open({str(found)!r}, author='Ada').framework({SAMPLE_SOC!r})\n{DEAF}"
    pid = "print('pid', os.getpid())"
    write_notebook(lab.folder / "kept.ipynb", [start, pid, "lx.edit(fw)"])
    write_notebook(lab.folder / "deaf.ipynb", [start, "deaf(lx.edit(fw), 1)"])
    return found


@pytest.fixture
def soc() -> str:
    return SAMPLE_SOC


@pytest.fixture
def editor(page: Any, lab: Lab, place: Path) -> Any:
    page.on("dialog", lambda dialog: dialog.accept())
    return opened(page, lab, "kept.ipynb")


def opened(page: Any, lab: Lab, name: str) -> Any:
    open_notebook(page, lab, name)
    found = page.locator(".lx-editor")
    found.wait_for(timeout=60_000)
    found.locator("[data-id]").nth(39).wait_for(state="attached")
    found.scroll_into_view_if_needed()
    return found


def type_into(editor: Any, place: int, words: str) -> None:
    editor.locator("[data-id]").nth(place).dblclick()
    editor.page.keyboard.press("Control+a")
    editor.page.keyboard.type(words)


def run_again(page: Any) -> Any:
    """Runs the notebook again, as a designer does whose kernel has stopped."""
    page.locator("#jp-main-statusbar", has_text="Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
    old = page.locator(".lx-editor").element_handle()
    page.locator(".lm-MenuBar-item", has_text="Run").click()
    page.locator(".lm-Menu-item", has_text="Run All Cells").first.click()
    old.wait_for_element_state("hidden", timeout=60_000)
    found = page.locator(".lx-editor")
    found.wait_for(timeout=60_000)
    return found


def offer(editor: Any, words: str) -> Any:
    found = editor.locator(".lx-offer", has_text=words)
    found.wait_for()
    return found


def texts(framework: Framework) -> list[str]:
    return [each.text for each in framework.content.active]


def test_what_was_typed_when_the_kernel_was_killed_is_offered_again_and_saved(
    editor: Any, framework: Framework
) -> None:
    page, before = editor.page, texts(framework)
    pid = int(re.findall(r"pid (\d+)", page.locator(".jp-OutputArea-output", has_text="pid").first.inner_text())[0])
    type_into(editor, 3, "Killed — in the middle.")
    os.kill(pid, signal.SIGKILL)
    page.keyboard.press("Enter")
    editor.locator(".lx-error", has_text="What you typed is kept with this page").wait_for()
    assert editor.locator(".lx-state").inner_text() == "Not saved"
    assert texts(framework) == before
    close_dialogs(page)
    editor = run_again(page)
    found = offer(editor, "Killed — in the middle.")
    found.get_by_text("You typed this before the kernel stopped or the page was left. It is not saved.").wait_for()
    for name, theme in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
        set_theme(page, theme)
        found.scroll_into_view_if_needed()
        screenshot(editor, f"kept-{name}")
    set_theme(page, "JupyterLab Light")
    found.get_by_role("button", name="Save it").click()
    until(lambda: texts(framework)[3] == "Killed — in the middle.", "what was kept is not saved")
    found.wait_for(state="detached")
    editor.locator(".lx-state", has_text="All changes saved").wait_for()


def test_what_was_typed_before_the_page_was_left_is_offered_again_and_can_be_discarded(
    editor: Any, lab: Lab, framework: Framework
) -> None:
    revision = framework.revision
    type_into(editor, 5, "Left — in the middle.")
    editor = opened(editor.page, lab, "kept.ipynb")
    found = offer(editor, "Left — in the middle.")
    found.get_by_role("button", name="Discard it").click()
    found.wait_for(state="detached")
    editor = opened(editor.page, lab, "kept.ipynb")
    assert editor.locator(".lx-offer").count() == 0
    assert framework.revision == revision


def test_where_the_statement_was_changed_meanwhile_both_texts_are_shown(
    editor: Any, lab: Lab, framework: Framework
) -> None:
    type_into(editor, 6, "Mine — in the middle.")
    framework.edit(framework.content.active[6].id, "Theirs — meanwhile.")
    editor = opened(editor.page, lab, "kept.ipynb")
    found = offer(editor, "Mine — in the middle.")
    found.get_by_text("Theirs — meanwhile.").wait_for()
    found.get_by_role("button", name="Save it over what is there now").click()
    until(lambda: texts(framework)[6] == "Mine — in the middle.", "what was kept is not saved")


def test_a_note_and_a_new_statement_are_kept_too_and_what_is_saved_is_not_offered(
    editor: Any, lab: Lab, framework: Framework
) -> None:
    page = editor.page
    editor.locator("[data-id]").nth(2).click()
    page.keyboard.press("n")
    editor.locator(".lx-pane textarea").fill("Half of a note")
    editor = opened(page, lab, "kept.ipynb")
    offer(editor, "Half of a note").get_by_role("button", name="Save it").click()
    until(lambda: framework.content.active[2].note == "Half of a note", "the note is not saved")
    editor.locator(".lx-offer").wait_for(state="detached")
    editor.locator("[data-id]").nth(2).click()
    page.keyboard.press("a")
    editor.locator(".lx-pane textarea").fill("Half — a new one.")
    editor = opened(page, lab, "kept.ipynb")
    offer(editor, "Half — a new one.").get_by_role("button", name="Add it").click()
    until(lambda: "Half — a new one." in texts(framework), "the statement is not added")
    type_into(editor, 0, "Saved — as ever.")
    page.keyboard.press("Enter")
    editor.locator("textarea.lx-box").wait_for(state="detached")
    editor = opened(page, lab, "kept.ipynb")
    assert editor.locator(".lx-offer").count() == 0


def test_an_edit_that_was_not_heard_is_sent_again_and_done_once(
    page: Any, lab: Lab, place: Path, framework: Framework
) -> None:
    editor = opened(page, lab, "deaf.ipynb")
    revision = framework.revision
    type_into(editor, 8, "Heard — at last.")
    page.keyboard.press("Enter")
    editor.locator(".lx-error", has_text="the kernel does not answer").wait_for()
    until(lambda: texts(framework)[8] == "Heard — at last.", "it was not sent again")
    editor.locator("textarea.lx-box").wait_for(state="detached")
    editor.locator(".lx-state", has_text="All changes saved").wait_for()
    assert framework.revision == revision + 1


def close_dialogs(page: Any) -> None:
    """JupyterLab may say that the kernel was started again."""
    button = page.locator(".jp-Dialog button", has_text="Ok")
    if button.count():
        button.first.click()
