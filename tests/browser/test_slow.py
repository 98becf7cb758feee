"""A kernel that answers late: what is typed meanwhile stays, and the screen says that it is not saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lexcurric.bundled import SAMPLE_NEW, SAMPLE_SOC, sample_file
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.conftest import Lab, open_notebook, screenshot, set_theme, until, write_notebook
from tests.widgets.test_review import edit_sample

SLOW = """
import time
def late(panel):
    quick = panel._carry_out
    def carry_out(action, arguments):
        if action not in ("look", "shown", "hidden"):
            time.sleep(1)
        return quick(action, arguments)
    panel._carry_out = carry_out
    return panel
"""


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    found = lab.folder.parent / "slow" / "workspace.db"
    with open_workspace(found, "Ada") as workspace:
        edit_sample(workspace)
        workspace.import_export(sample_file(SAMPLE_NEW))
    start = f"import lexcurric as lx\nfw = lx.open({str(found)!r}, author='Ada').framework({SAMPLE_SOC!r})\n{SLOW}"
    write_notebook(lab.folder / "slow.ipynb", [start, "late(lx.edit(fw))", "late(lx.review(fw.merge()))"])
    return found


@pytest.fixture
def soc() -> str:
    return SAMPLE_SOC


@pytest.fixture(scope="module")
def screen(page: Any, lab: Lab, place: Path) -> Any:
    open_notebook(page, lab, "slow.ipynb")
    page.locator(".lx-merge").wait_for(timeout=60_000)
    return page


@pytest.fixture
def editor(screen: Any) -> Any:
    found = screen.locator(".lx-editor")
    found.scroll_into_view_if_needed()
    for _ in range(3):
        found.locator("[data-id]").first.focus()
        screen.keyboard.press("Escape")
    return found


def says(screen: Any, words: str) -> None:
    screen.locator(".lx-state", has_text=words).first.wait_for()


def open_pane(editor: Any, place: int, key: str) -> Any:
    editor.locator("[data-id]").nth(place).click()
    editor.page.keyboard.press(key)
    box = editor.locator(".lx-pane textarea, .lx-pane input").first
    box.wait_for()
    return box


def test_a_wording_typed_on_after_enter_stays_and_enter_saves_it_too(editor: Any, framework: Framework) -> None:
    editor.locator("[data-id]").first.dblclick()
    keys = editor.page.keyboard
    keys.press("Control+a")
    keys.type("Hands — wash")
    keys.press("Enter")
    keys.type(" well.")
    until(lambda: framework.content.active[0].text == "Hands — wash", "the first part was not saved")
    says(editor, "Not saved yet")
    box = editor.locator("textarea.lx-box")
    assert box.input_value() == "Hands — wash well."
    assert editor.locator(".lx-clash").count() == 0
    keys.press("Enter")
    keys.type(" Often.")
    keys.press("Enter")
    box.wait_for(state="detached")
    says(editor, "All changes saved")
    assert framework.content.active[0].text == "Hands — wash well. Often."


@pytest.mark.parametrize(("key", "part"), [("n", "note"), ("c", "criterion")])
def test_a_pane_typed_in_after_enter_stays_open(editor: Any, framework: Framework, key: str, part: str) -> None:
    def saved() -> str:
        content = framework.content
        names = {each.id: each.label for each in content.criteria}
        return content.active[2].note if part == "note" else names.get(content.active[2].criterion or "", "")

    box = open_pane(editor, 2, key)
    box.fill("Ask")
    box.press("Enter")
    editor.page.keyboard.type(" the baker")
    until(lambda: saved() == "Ask", "the first part was not saved")
    editor.page.wait_for_timeout(500)
    assert box.input_value() == "Ask the baker"
    assert editor.locator(".lx-clash").count() == 0
    box.press("Enter")
    box.wait_for(state="detached")
    assert saved() == "Ask the baker"


def test_statements_are_added_one_after_the_other_without_waiting(editor: Any, framework: Framework) -> None:
    box = open_pane(editor, 1, "a")
    editor.locator(".lx-pane select[aria-label=Place]").select_option("1")
    keys = editor.page.keyboard
    box.focus()
    for words in ("One — do.", "Two — do.", "Three"):
        keys.type(words)
        if words != "Three":
            keys.press("Enter")
    until(
        lambda: [each.text for each in framework.content.active[:2]] == ["One — do.", "Two — do."], "not both are there"
    )
    says(editor, "Not saved yet")
    assert box.input_value() == "Three"
    box.fill("")


def test_what_cannot_be_added_comes_back_before_what_was_typed_since(editor: Any) -> None:
    box = open_pane(editor, 1, "a")
    box.fill("One — do.")
    editor.locator(".lx-pane select[aria-label=Level]").evaluate(
        "node => { node.options[0].value = 'nowhere'; node.value = 'nowhere'; }"
    )
    box.press("Enter")
    editor.page.keyboard.type("Four")
    editor.locator(".lx-pane .lx-error", has_text="nowhere").wait_for()
    assert box.input_value() == "One — do.\nFour"


def test_a_split_cannot_be_typed_in_while_it_is_being_saved(editor: Any, framework: Framework) -> None:
    box = open_pane(editor, 4, "s")
    box.fill("Left — do.")
    editor.locator(".lx-pane textarea").nth(1).fill("Right — do.")
    editor.locator(".lx-pane").get_by_role("button", name="Split", exact=True).click()
    assert box.evaluate("node => node.readOnly")
    box.wait_for(state="detached")
    assert [each.text for each in framework.content.active[4:6]] == ["Left — do.", "Right — do."]


def test_a_decision_written_by_hand_stays_open_where_it_was_typed_on(screen: Any) -> None:
    merge = screen.locator(".lx-merge")
    again = merge.get_by_role("button", name="Plan again")
    if again.is_visible():
        again.click()
        again.wait_for(state="hidden")
    merge.get_by_role("button", name="Edit by hand").first.click()
    box = merge.locator("textarea.lx-box")
    box.fill("By hand")
    box.press("Enter")
    screen.keyboard.type(", and on")
    merge.locator(".lx-written", has_text="By hand").first.wait_for()
    says(merge, "Not saved yet")
    assert box.input_value() == "By hand, and on"
    box.press("Enter")
    box.wait_for(state="detached")
    merge.locator(".lx-written", has_text="By hand, and on").first.wait_for()
    says(merge, "All changes saved")


@pytest.mark.parametrize("key", ["n", "s", "a", "c"])
def test_a_pane_with_something_typed_is_said_to_be_unsaved_until_it_is_closed(
    editor: Any, framework: Framework, key: str
) -> None:
    revision = framework.revision
    box = open_pane(editor, 6, key)
    says(editor, "All changes saved")
    box.press("End")
    editor.page.keyboard.type(" unfinished")
    says(editor, "Not saved yet")
    if key == "n":
        for name, theme in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
            set_theme(editor.page, theme)
            screenshot(editor, f"typed-in-pane-{name}")
        set_theme(editor.page, "JupyterLab Light")
        box.focus()
    editor.page.keyboard.press("Escape")
    box.wait_for(state="detached")
    says(editor, "All changes saved")
    assert framework.revision == revision


def test_what_is_written_by_hand_stays_where_another_decision_is_written_too(screen: Any) -> None:
    merge = screen.locator(".lx-merge")
    buttons = merge.get_by_role("button", name="Edit by hand")
    buttons.nth(0).click()
    screen.keyboard.type(" unfinished")
    says(merge, "Not saved yet")
    buttons.nth(1).click()
    assert merge.locator("textarea.lx-box").count() == 2
    assert merge.locator("textarea.lx-box").first.input_value().endswith(" unfinished")
    screenshot(merge, "typed-by-hand")
    for _ in range(2):
        merge.locator("textarea.lx-box").first.press("Escape")
    says(merge, "All changes saved")
