"""Notebook 01 in a real JupyterLab: a designer edits, tags, moves, undoes and searches, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.workspace.framework import Framework
from tests.browser.conftest import Lab, open_notebook, screenshot, set_theme, until

WORDING = "Hand washing <b>& hair</b> cover — follow each time."
SOC = "51-3011.00"
RUN = """async code => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const future = kernel.requestExecute({ code, silent: false, store_history: false });
  let said = "";
  future.onIOPub = message => { if (message.header.msg_type === "stream") said += message.content.text; };
  const reply = await future.done;
  return `${reply.content.status} ${said}`.trim();
}"""
RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"


@pytest.fixture(scope="module")
def editor(page: Any, lab: Lab) -> Any:
    """The editor in notebook 01, run from the top."""
    open_notebook(page, lab, "01_edit.ipynb")
    found = page.locator(".lx-editor")
    found.wait_for(timeout=40_000)
    found.scroll_into_view_if_needed()
    return found


@pytest.fixture
def framework(lab: Lab, editor: Any) -> Iterator[Framework]:
    """The framework as the workspace has it, read by this process."""
    with lx.open(lab.workspace, author="the test") as workspace:
        yield workspace.framework(SOC)


@pytest.fixture(autouse=True)
def _nothing_open(editor: Any) -> None:
    """Each test starts with nothing selected, no pane open and no filter."""
    if button(editor, "Clear all").is_visible():
        button(editor, "Clear all").click()
    for _ in range(3):
        editor.locator("[data-id]").first.focus()
        editor.page.keyboard.press("Escape")


def row(editor: Any, place: int) -> Any:
    return editor.locator("[data-id]").nth(place)


def saved(editor: Any) -> None:
    editor.locator(".lx-state", has_text="All changes saved").wait_for()


def button(editor: Any, name: str) -> Any:
    return editor.get_by_role("button", name=re.compile(f"^{name}"))


def python_has(page: Any, selection: list[str]) -> None:
    """Waits for Python to know the selection: ipywidgets holds a change back while an earlier one is on its way."""
    for _ in range(30):
        found = page.evaluate(RUN, f"print(Out[2].selection == {selection})")
        if found == "ok True":
            break
        page.wait_for_timeout(100)
    assert found == "ok True"


def has_words(found: Any, words: str) -> None:
    found.filter(has_text=words).first.wait_for()


def test_what_is_typed_and_not_saved_yet_is_said_until_escape_leaves_it(editor: Any, framework: Framework) -> None:
    revision = framework.revision
    row(editor, 0).dblclick()
    editor.page.keyboard.type(" unfinished")
    has_words(editor.locator(".lx-state"), "Not saved yet")
    editor.page.keyboard.press("Escape")
    saved(editor)
    assert framework.revision == revision


def test_what_was_just_added_has_the_selection_and_the_keys(editor: Any, framework: Framework) -> None:
    row(editor, 0).click()
    python_has(editor.page, [framework.content.active[0].id])
    row(editor, 0).focus()
    editor.page.keyboard.press("a")
    editor.page.keyboard.type("Doors — open.")
    editor.page.keyboard.press("Enter")
    saved(editor)
    editor.page.keyboard.press("Escape")
    editor.page.keyboard.press("Delete")
    button(editor, "Undo: Retired “Doors").wait_for()
    assert "Doors — open." in [each.text for each in framework.content.statements if not each.is_active]
    for _ in range(2):
        button(editor, "Undo").click()
        saved(editor)


def test_a_double_click_edits_the_wording_and_enter_saves_it(editor: Any, framework: Framework) -> None:
    row(editor, 0).dblclick()
    editor.page.keyboard.press("Control+a")
    editor.page.keyboard.type(WORDING)
    editor.page.keyboard.press("Enter")
    has_words(row(editor, 0).locator(".lx-text"), WORDING)
    saved(editor)
    assert framework.statements.text[0] == WORDING
    assert row(editor, 0).locator("b").inner_text() == "Hand washing <b>& hair</b> cover"
    assert button(editor, "Undo: Reworded “Personal hygiene").is_enabled()


def test_undo_and_redo_name_what_they_do(editor: Any, framework: Framework) -> None:
    button(editor, "Undo: Reworded").click()
    has_words(row(editor, 0), "Personal hygiene rules")
    assert framework.statements.text[0].startswith("Personal hygiene rules")
    button(editor, "Redo: Reworded").click()
    has_words(row(editor, 0), WORDING)
    editor.locator("[data-id]").first.focus()
    editor.page.keyboard.press("Control+z")
    has_words(row(editor, 0), "Personal hygiene rules")


def test_escape_keeps_the_old_wording_and_tab_saves_and_goes_on(editor: Any, framework: Framework) -> None:
    keys = editor.page.keyboard
    row(editor, 1).click()
    keys.press("F2")
    keys.type("typed by mistake")
    keys.press("Escape")
    has_words(row(editor, 1), "Flour, salt, yeast")
    keys.press("Enter")
    keys.type(" Now.")
    keys.press("Tab")
    has_words(row(editor, 1), "supervision. Now.")
    assert row(editor, 2).locator("textarea").input_value() == framework.statements.text[2]
    keys.press("Escape")
    assert framework.statements.text[1].endswith("supervision. Now.")
    keys.press("Control+z")
    has_words(row(editor, 1), "supervision.")


def test_an_error_stands_where_the_work_is_and_keeps_what_was_typed(editor: Any, framework: Framework) -> None:
    before = framework.revision
    row(editor, 1).dblclick()
    editor.page.keyboard.press("Control+a")
    editor.page.keyboard.type("   ")
    editor.page.keyboard.press("Enter")
    has_words(row(editor, 1).locator(".lx-error"), "a statement needs a wording")
    assert row(editor, 1).locator("textarea").input_value() == "   "
    assert editor.locator(".lx-state").inner_text() == "Not saved"
    editor.page.keyboard.press("Escape")
    saved(editor)
    assert framework.revision == before


def test_what_somebody_else_changed_is_not_overwritten_unseen(editor: Any, framework: Framework) -> None:
    row(editor, 4).dblclick()
    editor.page.keyboard.type(" Mine.")
    framework.edit(framework.statements.id[4], "Theirs — came first.")
    editor.page.keyboard.press("Enter")
    has_words(row(editor, 4).locator(".lx-clash"), "the test changed this statement while you were editing it")
    assert row(editor, 4).locator("textarea").input_value().endswith(" Mine.")
    assert framework.statements.text[4] == "Theirs — came first."
    editor.page.keyboard.press("Escape")
    has_words(row(editor, 4), "Theirs — came first.")
    framework.undo()


def test_several_are_selected_moved_and_moved_back_by_keyboard_alone(editor: Any, framework: Framework) -> None:
    keys = editor.page.keyboard
    moved = list(framework.statements.id[:2])
    editor.locator("[data-id]").first.focus()
    keys.press("Home")
    keys.press("Shift+ArrowDown")
    has_words(editor.locator(".lx-chosen"), "2 selected")
    assert button(editor, "Move 2 to").is_enabled()
    assert button(editor, "Retire 2").is_enabled()
    keys.press("m")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    has_words(editor, "Undo: Moved 2 statements to Proficient")
    assert [each.id for each in framework.content.by_level["proficient"]][-2:] == moved
    editor.page.wait_for_function("document.activeElement.matches('.lx-editor [data-id]')")
    keys.press("Control+z")
    has_words(row(editor, 0), "Personal hygiene rules")
    assert list(framework.statements.id[:2]) == moved


def test_alt_arrow_changes_the_order(editor: Any, framework: Framework) -> None:
    first, second = framework.statements.id[:2]
    row(editor, 0).click()
    editor.page.keyboard.press("Alt+ArrowDown")
    editor.locator(f"[data-id='{second}'] .lx-place", has_text="1").wait_for()
    assert list(framework.statements.id[:2]) == [second, first]
    editor.page.keyboard.press("Control+z")
    editor.locator(f"[data-id='{first}'] .lx-place", has_text="1").wait_for()


def test_a_tag_is_typed_and_taken_off_at_its_chip(editor: Any, framework: Framework) -> None:
    with lx.open(framework.workspace.url, author="the test") as workspace:
        workspace.framework(SOC).add_vocabularies(lx.sample_file("vocabularies.yaml"))
    row(editor, 2).click()
    editor.page.mouse.move(1, 1)
    editor.page.wait_for_timeout(1600)
    editor.hover()
    row(editor, 3).click(modifiers=["Control"])
    editor.page.keyboard.press("t")
    box = editor.get_by_role("combobox", name="Tag", exact=True)
    has_words(editor.locator(".lx-terms"), "Practical")
    box.press_sequentially("pract")
    editor.page.keyboard.press("Enter")
    has_words(row(editor, 2).locator("span.lx-chip"), "Practical")
    box.press_sequentially("sieve")
    editor.locator(".lx-term", has_text="Add “sieve” to Tool or equipment").click()
    has_words(row(editor, 3).locator("span.lx-chip"), "sieve")
    assert set(framework.statements.tags[2:4]) == {("skill:practical", "tool:sieve")}
    row(editor, 2).locator("span.lx-chip", has_text="sieve").get_by_role("button").click()
    row(editor, 2).locator("span.lx-chip", has_text="sieve").wait_for(state="detached")
    assert framework.statements.tags[2] == ("skill:practical",)
    screenshot(editor.page, "editor-tagging")


def test_search_and_filters_narrow_with_counts_and_clear_all_ends_them(editor: Any, framework: Framework) -> None:
    texts = framework.statements.text.str.lower()
    few = int((texts.str.contains("dough") & texts.str.contains("batch")).sum())
    editor.get_by_role("searchbox").fill("dough BATCH")
    has_words(editor.locator(".lx-levels"), f"All {few}")
    assert 0 < few == editor.locator("[data-id]").count()
    editor.get_by_role("searchbox").fill("no such words")
    has_words(editor, "No statement has “no such words”")
    button(editor, "Clear all").click()
    editor.locator("[data-id]").nth(39).wait_for(state="attached")
    button(editor, "Advanced 10").click()
    editor.locator("[data-id]").nth(10).wait_for(state="detached")
    assert editor.locator("[data-id]").count() == 10
    button(editor, "Clear all").click()


def test_split_and_bring_back(editor: Any, framework: Framework) -> None:
    row(editor, 5).click()
    editor.page.keyboard.press("s")
    editor.get_by_label("Part 1").fill("Dough pieces — divide by hand.")
    editor.get_by_label("Part 2").fill("Dough pieces — round on the bench.")
    editor.locator(".lx-pane").get_by_role("button", name="Split", exact=True).click()
    has_words(row(editor, 6), "round on the bench.")
    assert len(framework.statements) == 41
    button(editor, r"Show retired \(1\)").click()
    has_words(editor.locator(".lx-retired"), "Bring back")
    button(editor, "Hide retired").click()
    button(editor, "Undo: Split").click()
    editor.locator("[data-id]").nth(40).wait_for(state="detached")
    assert len(framework.statements) == 40


def test_jupyterlab_does_not_hear_keys_typed_in_the_editor(editor: Any) -> None:
    cells = editor.page.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    row(editor, 7).click()
    for key in ("d", "d", "x", "b", "z"):
        editor.page.keyboard.press(key)
    editor.page.keyboard.press("t")
    editor.locator(".lx-term", has_text="Judgment").click()
    has_words(row(editor, 7).locator("span.lx-chip"), "Judgment")
    editor.page.keyboard.type("dd")
    row(editor, 7).locator("span.lx-chip").get_by_role("button").click()
    row(editor, 7).locator("span.lx-chip").wait_for(state="detached")
    until(lambda: editor.evaluate("node => node.contains(document.activeElement)"), "the editor lost the keys")
    for key in ("d", "d", "x"):
        editor.page.keyboard.press(key)
    editor.get_by_role("searchbox").press_sequentially("dd x")
    editor.page.wait_for_timeout(300)
    assert cells.count() == before
    assert editor.get_by_role("searchbox").input_value() == "dd x"
    button(editor, "Clear all").click()


def test_a_note_and_a_criterion_are_written_and_shown(editor: Any, framework: Framework) -> None:
    keys = editor.page.keyboard
    row(editor, 8).click()
    keys.press("n")
    editor.get_by_role("textbox", name="Note", exact=True).press_sequentially("Ask the allergen officer")
    keys.press("Enter")
    has_words(row(editor, 8), "Note: Ask the allergen officer")
    keys.press("c")
    editor.get_by_role("textbox", name="Criterion", exact=True).press_sequentially("Allergens")
    keys.press("Enter")
    has_words(row(editor, 8), "Criterion: Allergens")
    assert (framework.statements.note[8], framework.statements.criterion[8]) == (
        "Ask the allergen officer",
        "Allergens",
    )
    for _ in range(2):
        editor.page.wait_for_function("document.activeElement.matches('.lx-editor [data-id]')")
        keys.press("Control+z")
    row(editor, 8).locator(".lx-more").first.wait_for(state="detached")


def test_what_python_holds_is_what_the_screen_shows(editor: Any, framework: Framework) -> None:
    page, ids = editor.page, list(framework.statements.id)
    row(editor, 1).click()
    row(editor, 3).click(modifiers=["Shift"])
    has_words(editor.locator(".lx-chosen"), "3 selected")
    python_has(page, ids[1:4])
    setting = f"e = Out[2]; e.level = 'Advanced'; e.search = 'staff'; e.selection = ['{ids[39][:8]}']; e.pane = 'note'"
    assert page.evaluate(RUN, setting) == "ok"
    editor.locator(".lx-pane", has_text="Note").wait_for()
    editor.locator("[data-id]").nth(9).wait_for(state="detached")
    until(lambda: editor.get_by_role("searchbox").input_value() == "staff", "the search is not shown")
    has_words(editor.locator(".lx-chosen"), "1 selected")
    pressed = editor.locator(".lx-levels [aria-pressed='true']")
    until(lambda: pressed.inner_text() == f"Advanced {editor.locator('[data-id]').count()}", "the level is not shown")
    page.evaluate(RUN, "e.level = e.search = e.pane = ''; e.selection = []")
    has_words(editor.locator(".lx-chosen"), "Nothing selected")


def test_both_themes_fit_a_small_screen_and_a_narrow_one(editor: Any) -> None:
    page = editor.page
    row(editor, 2).click()
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        set_theme(page, theme)
        for width in (1280, 800):
            page.set_viewport_size({"width": width, "height": 1150})
            page.wait_for_timeout(250)
            editor.scroll_into_view_if_needed()
            screenshot(page, f"editor-{theme.split()[-1].lower()}-{width}")
            assert editor.evaluate("node => node.scrollWidth <= node.clientWidth")
            assert editor.locator(".lx-list").evaluate("node => node.scrollWidth <= node.clientWidth")


def test_with_the_kernel_gone_it_says_not_saved_and_keeps_what_was_typed(editor: Any, framework: Framework) -> None:
    before = framework.revision
    row(editor, 0).dblclick()
    editor.page.keyboard.type(" Lost?")
    editor.page.evaluate(RESTART)
    editor.page.keyboard.press("Enter")
    has_words(editor.locator(".lx-state"), "Not saved")
    has_words(row(editor, 0).locator(".lx-error"), "What you typed is kept with this page")
    assert row(editor, 0).locator("textarea").input_value().endswith(" Lost?")
    assert framework.revision == before
