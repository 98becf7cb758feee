"""Two designers in two notebooks, with two kernels, on one workspace: each sees the other's work, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lexcurric.bundled import SAMPLE_NEW, SAMPLE_SOC, sample_file
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.conftest import (
    SCREENSHOTS,
    WIDE,
    Lab,
    new_page,
    open_notebook,
    screenshot,
    set_theme,
    until,
    write_notebook,
)

OPEN = "import lexcurric as lx\nfw = lx.open({place!r}, author={author!r}).framework({soc!r})"
SEEN = """words => new Promise((resolve, reject) => {
  const look = () => document.querySelector('.lx-editor .lx-list').innerText.includes(words) && resolve(Date.now());
  const timer = setInterval(look, 10);
  setTimeout(() => { clearInterval(timer); reject(new Error(`never saw ${words}`)); }, 8000);
})"""


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    """A workspace with a framework, and a notebook of each designer."""
    found = lab.folder.parent / "together" / "workspace.db"
    with open_workspace(found, "Cleo") as workspace:
        workspace.import_export(sample_file())
        workspace.import_export(sample_file(SAMPLE_NEW))
    screens = {"Ada": ["lx.edit(fw)"], "Bob": ["lx.edit(fw)"], "Cleo": ["lx.history(fw)", "lx.review(fw.merge())"]}
    for author, cells in screens.items():
        start = OPEN.format(place=str(found), author=author, soc=SAMPLE_SOC)
        write_notebook(lab.folder / f"{author}.ipynb", [start, *cells])
    return found


@pytest.fixture
def soc() -> str:
    return SAMPLE_SOC


def opened(page: Any, lab: Lab, name: str, screen: str = ".lx-editor") -> Any:
    open_notebook(page, lab, f"{name}.ipynb")
    found = page.locator(screen)
    found.wait_for(timeout=60_000)
    found.scroll_into_view_if_needed()
    return found


@pytest.fixture(scope="module")
def ada(page: Any, lab: Lab, place: Path) -> Any:
    return opened(page, lab, "Ada")


@pytest.fixture(scope="module")
def bob(chromium: Any, lab: Lab, place: Path) -> Iterator[Any]:
    with new_page(chromium) as page:
        yield opened(page, lab, "Bob")


@pytest.fixture(scope="module")
def history(chromium: Any, lab: Lab, place: Path) -> Iterator[Any]:
    """What Cleo has open."""
    with new_page(chromium) as page:
        yield opened(page, lab, "Cleo", ".lx-history")


@pytest.fixture(autouse=True)
def _nothing_open(ada: Any, bob: Any) -> None:
    for editor in (ada, bob):
        for _ in range(3):
            editor.locator("[data-id]").first.focus()
            editor.page.keyboard.press("Escape")


def row(editor: Any, place: int) -> Any:
    return editor.locator("[data-id]").nth(place)


def type_into(editor: Any, place: int, words: str) -> Any:
    """Opens the wording of a row, and replaces it, without saving."""
    row(editor, place).dblclick()
    editor.page.keyboard.press("Control+a")
    editor.page.keyboard.type(words)
    return editor.locator("textarea.lx-box")


def reword(editor: Any, place: int, words: str) -> None:
    type_into(editor, place, words)
    editor.page.keyboard.press("Enter")
    editor.locator("textarea.lx-box").wait_for(state="detached")
    editor.locator(".lx-state", has_text="All changes saved").wait_for()


def texts(framework: Framework) -> list[str]:
    return [each.text for each in framework.content.active]


def test_an_edit_in_one_notebook_shows_in_the_other_with_who_made_it(ada: Any, bob: Any) -> None:
    took = []
    for number in range(3):
        words = f"Hands — wash, {number} times."
        type_into(ada, 0, words)
        bob.page.evaluate("([looking, words]) => { window.seen = eval(looking)(words); }", [SEEN, words])
        before = ada.page.evaluate("Date.now()")
        ada.page.keyboard.press("Enter")
        took.append(bob.page.evaluate("window.seen") - before)
    (SCREENSHOTS / "together-took.txt").write_text(f"from Enter in one notebook to the row in the other: {took} ms")
    bob.locator(".lx-news", has_text="Ada changed 1 statement").wait_for()
    row(bob, 0).get_by_text("Changed by Ada").wait_for()


def test_what_is_typed_selected_and_scrolled_to_stays(ada: Any, bob: Any, framework: Framework) -> None:
    bob.page.keyboard.press("/")
    box = type_into(bob, 20, "Half of a sentence")
    bob.page.keyboard.press("ArrowLeft")
    top = "node => { const box = node.querySelector('textarea.lx-box'); return [Math.round(box.getBoundingClientRect().top), box.selectionStart, document.activeElement === box]; }"
    before = bob.evaluate(top)
    ada.locator("[data-id]").first.click()
    ada.page.keyboard.press("a")
    ada.locator(".lx-pane select[aria-label=Place]").select_option("1")
    ada.locator(".lx-pane textarea").fill("Doors — open at six.")
    ada.page.keyboard.press("Enter")
    bob.locator(".lx-news", has_text="Ada changed").wait_for()
    row(bob, 0).get_by_text("Doors — open at six.").wait_for()
    assert box.input_value() == "Half of a sentence"
    assert bob.evaluate(top) == before
    bob.page.keyboard.press("Escape")
    assert "Half of a sentence" not in "\n".join(texts(framework))


def test_edits_of_different_statements_both_land(ada: Any, bob: Any, framework: Framework) -> None:
    type_into(ada, 3, "Third — by Ada.")
    type_into(bob, 4, "Fourth — by Bob.")
    for editor in (ada, bob):
        editor.page.keyboard.press("Enter")
    for editor in (ada, bob):
        row(editor, 3).get_by_text("Third — by Ada.").wait_for()
        row(editor, 4).get_by_text("Fourth — by Bob.").wait_for()
    assert texts(framework)[3:5] == ["Third — by Ada.", "Fourth — by Bob."]
    assert ada.locator(".lx-clash").count() == bob.locator(".lx-clash").count() == 0


def test_two_edits_of_one_statement_are_shown_to_the_second_who_keeps_hers(
    ada: Any, bob: Any, framework: Framework
) -> None:
    box = type_into(bob, 5, "Ovens — as Bob has it, which is a long wording so that it wraps on the screen, with words "
                            "enough to see how the two texts stand together.")  # fmt: skip
    reword(ada, 5, "Ovens — as Ada has it, with other words that are many too, and that go on into a second line of "
                   "the box that shows what is saved now.")  # fmt: skip
    clash = bob.locator(".lx-clash")
    clash.get_by_text("Ada changed this statement while you were editing it").wait_for()
    assert "as Bob has it" in box.input_value()
    for name, theme in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
        set_theme(bob.page, theme)
        clash.scroll_into_view_if_needed()
        screenshot(bob, f"together-clash-{name}")
    set_theme(bob.page, "JupyterLab Light")
    box.press("Enter")
    bob.get_by_text("Not saved: choose below").wait_for()
    bob.locator(".lx-state", has_text="two texts to choose from").wait_for()
    assert texts(framework)[5].startswith("Ovens — as Ada has it")
    bob.page.keyboard.press("Tab")
    assert bob.page.evaluate("document.activeElement.innerText") == "Save mine over theirs"
    bob.page.keyboard.press("Enter")
    row(ada, 5).get_by_text("as Bob has it").wait_for()
    assert texts(framework)[5].startswith("Ovens — as Bob has it")
    bob.locator(".lx-clash").wait_for(state="detached")
    held = framework.content.active[5].id
    until(lambda: bob.page.evaluate("document.activeElement.dataset.id") == held, "the row lost the keys")


def test_or_takes_theirs(ada: Any, bob: Any, framework: Framework) -> None:
    type_into(bob, 6, "Racks — as Bob has it.")
    reword(ada, 6, "Racks — as Ada has it.")
    bob.get_by_role("button", name="Take theirs").click()
    row(bob, 6).get_by_text("Racks — as Ada has it.").wait_for()
    bob.locator("textarea.lx-box").wait_for(state="detached")
    assert texts(framework)[6] == "Racks — as Ada has it."


def test_escape_takes_theirs_too_and_the_hint_says_so(ada: Any, bob: Any, framework: Framework) -> None:
    type_into(bob, 6, "Racks — as Bob has it.")
    reword(ada, 6, "Racks — as Ada has it now.")
    bob.locator(".lx-clash").wait_for()
    bob.locator(".lx-hint", has_text="Escape leaves it as it is saved now, without your text").wait_for()
    bob.page.keyboard.press("Tab")
    bob.page.keyboard.press("Escape")
    bob.locator("textarea.lx-box").wait_for(state="detached")
    bob.locator(".lx-state", has_text="All changes saved").wait_for()
    row(bob, 6).get_by_text("Racks — as Ada has it now.").wait_for()


def test_a_box_in_which_nothing_was_typed_shows_theirs(ada: Any, bob: Any) -> None:
    row(bob, 7).dblclick()
    reword(ada, 7, "Trays — as Ada has it.")
    until(lambda: bob.locator("textarea.lx-box").input_value() == "Trays — as Ada has it.", "the box has the old text")
    assert bob.locator(".lx-clash").count() == 0


def test_a_statement_that_was_retired_while_it_is_edited_can_be_brought_back(
    ada: Any, bob: Any, framework: Framework
) -> None:
    box = type_into(bob, 8, "Mixers — as Bob has it.")
    row(ada, 8).click()
    ada.page.keyboard.press("Delete")
    bob.locator(".lx-clash", has_text="Ada took this statement away").wait_for()
    assert box.input_value() == "Mixers — as Bob has it."
    screenshot(bob, "together-retired")
    bob.get_by_role("button", name="Bring it back with my text").click()
    row(bob, 8).get_by_text("Mixers — as Bob has it.").wait_for()
    until(lambda: texts(framework)[8] == "Mixers — as Bob has it.", "it was not saved")
    row(ada, 8).get_by_text("Mixers — as Bob has it.").wait_for()


def test_a_note_that_two_write_is_shown_to_the_second(ada: Any, bob: Any, framework: Framework) -> None:
    for editor, words in ((bob, "Bob's note"), (ada, "Ada's note")):
        row(editor, 9).click()
        editor.page.keyboard.press("n")
        editor.locator(".lx-pane textarea").fill(words)
    ada.page.keyboard.press("Enter")
    bob.locator(".lx-clash", has_text="Ada changed this meanwhile").wait_for()
    assert bob.locator(".lx-pane textarea").input_value() == "Bob's note"
    screenshot(bob, "together-note")
    bob.locator(".lx-pane textarea").press("Enter")
    bob.get_by_text("Not saved: choose above first").wait_for()
    assert framework.content.active[9].note == "Ada's note"
    bob.get_by_role("button", name="Save mine over theirs").click()
    until(lambda: framework.content.active[9].note == "Bob's note", "the note was not saved")


def test_the_box_typed_in_stays_in_sight_where_a_colleague_moves_its_statement(
    ada: Any, bob: Any, framework: Framework
) -> None:
    box = type_into(bob, 1, "Half of a sentence")
    ada.page.keyboard.press("Escape")
    row(ada, 1).click()
    ada.page.keyboard.press("m")
    ada.locator(".lx-pane").get_by_role("button", name="Advanced").click()
    bob.locator(".lx-news", has_text="What you are editing is in Advanced now").wait_for()
    seen = """node => new Promise(resolve => setTimeout(() => {
      const [box, list] = [node.querySelector('textarea.lx-box'), node.querySelector('.lx-list')].map(each => each.getBoundingClientRect());
      resolve(box.top >= list.top && box.bottom <= list.bottom);
    }, 300))"""
    until(lambda: bob.evaluate(seen), "the box is out of sight")
    assert box.locator("xpath=ancestor::*[@data-id]").locator(".lx-place").inner_text() == "11"
    assert box.input_value() == "Half of a sentence"
    assert bob.page.evaluate("document.activeElement.className") == "lx-box"
    for name, theme in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
        set_theme(bob.page, theme)
        screenshot(bob, f"together-moved-{name}")
    set_theme(bob.page, "JupyterLab Light")
    box.press("Enter")
    box.wait_for(state="detached")
    until(lambda: texts(framework)[-1] == "Half of a sentence", "it was not saved")


def test_a_split_of_a_statement_that_was_retired_meanwhile_brings_it_back_or_is_discarded(
    ada: Any, bob: Any, framework: Framework
) -> None:
    def begin(place: int, words: str) -> None:
        row(bob, place).click()
        bob.page.keyboard.press("s")
        for part, side in enumerate(("left", "right")):
            bob.locator(".lx-pane textarea").nth(part).fill(f"{words}, {side} — do.")
        row(ada, place).click()
        ada.page.keyboard.press("Delete")
        bob.locator(".lx-clash", has_text="Ada took this statement away").wait_for()

    begin(13, "Bins")
    for name, theme in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
        set_theme(bob.page, theme)
        screenshot(bob, f"together-split-retired-{name}")
    set_theme(bob.page, "JupyterLab Light")
    bob.get_by_role("button", name="Bring it back and split it").click()
    until(lambda: texts(framework)[13:15] == ["Bins, left — do.", "Bins, right — do."], "it was not split")
    bob.locator(".lx-pane").wait_for(state="hidden")
    begin(13, "Tins")
    bob.get_by_role("button", name="Discard what I typed").click()
    bob.locator(".lx-pane").wait_for(state="hidden")
    bob.locator(".lx-state", has_text="All changes saved").wait_for()
    assert "Tins" not in "".join(texts(framework))


def test_history_and_review_follow_too(ada: Any, history: Any, framework: Framework) -> None:
    reword(ada, 10, "Knives — as Ada has it.")
    history.locator(".lx-draft button", has_text="Undo Ada's: Reworded").wait_for()
    history.locator(".lx-news", has_text="Ada changed 1 statement").wait_for()
    screenshot(history, "together-history-news")
    merge = history.page.locator(".lx-merge")
    merge.scroll_into_view_if_needed()
    merge.get_by_text("Your draft, or a match, was changed since").wait_for()
    history.scroll_into_view_if_needed()
    assert "Knives — as Ada has it." in texts(framework)
    framework.save("v.26.05-team.1", "For the team")
    ada.locator(".lx-news", has_text="The test saved the version v.26.05-team.1").wait_for()
    history.locator("li", has_text="v.26.05-team.1").first.wait_for()


def test_the_edit_of_another_is_undone_only_when_that_is_said_twice(
    ada: Any, history: Any, framework: Framework
) -> None:
    reword(ada, 12, "Peels — as Ada has it.")
    button = history.locator(".lx-draft button", has_text="Undo Ada's: Reworded")
    button.wait_for()
    revision = framework.revision
    button.click()
    history.get_by_text("The last edit is Ada's: Reworded").wait_for()
    history.locator(".lx-state", has_text="All changes saved").wait_for()
    assert framework.revision == revision
    for name, theme in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
        set_theme(history.page, theme)
        screenshot(history, f"together-undo-{name}")
    set_theme(history.page, "JupyterLab Light")
    button.click()
    history.locator(".lx-draft button", has_text="Redo Ada's: Reworded").wait_for()
    assert "Peels — as Ada has it." not in texts(framework)


def test_a_reason_for_restoring_is_kept_while_others_edit(ada: Any, history: Any, framework: Framework) -> None:
    history.locator("li[data-label='v.26.05']").get_by_role("button", name="Restore").click()
    reason = history.get_by_label("Reason")
    reason.fill("half a rea")
    reword(ada, 11, "Shelves — as Ada has it.")
    history.locator(".lx-news", has_text="Ada changed 1 statement").wait_for()
    assert reason.input_value() == "half a rea"
    held = "document.activeElement.getAttribute('aria-label')"
    until(lambda: history.page.evaluate(held) == "Reason", "the field lost the keys")
    screenshot(history, "together-history")


def test_the_news_stands_beside_a_long_title_in_both_themes(ada: Any, bob: Any, framework: Framework) -> None:
    for place in (11, 12):
        framework.edit(framework.content.active[place].id, f"Place {place} — by the test.")
    ada.locator(".lx-news", has_text="The test changed").wait_for()
    for name, theme in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
        set_theme(ada.page, theme)
        ada.page.set_viewport_size({"width": 1280, "height": 1200})
        row(ada, 11).scroll_into_view_if_needed()
        screenshot(ada, f"together-news-{name}")
    set_theme(ada.page, "JupyterLab Light")
    ada.page.set_viewport_size(WIDE)


def test_a_merge_is_said_to_be_one_and_its_news_leave_the_head_as_it_is(
    ada: Any, bob: Any, place: Path, framework: Framework
) -> None:
    head = "node => { const box = node.querySelector('.lx-title'); return [box.offsetHeight, box.querySelector('.lx-quiet').offsetHeight]; }"
    row(bob, 0).click()
    reword(bob, 0, "Hands — wash, says Bob.")
    before = bob.evaluate(head)
    with open_workspace(place, "Cleopatra Montgomery-Featherstonehaugh") as workspace:
        plan = workspace.framework(SAMPLE_SOC).merge()
        plan.take_all("theirs")
        merged = plan.merged
        changed = next(
            each.id
            for each in framework.content.active
            if each.id in merged.positions and merged.by_id[each.id].text != each.text
        )
        box = bob.locator(f"[data-id='{changed}']")
        box.dblclick()
        bob.page.keyboard.type(" unfinished")
        plan.apply()
    bob.locator(".lx-news", has_text="by merging v.26.11").wait_for()
    bob.locator(".lx-clash", has_text="changed this statement by merging v.26.11 while").wait_for()
    until(lambda: bob.evaluate(head) == before, "the head has another height")
    for name, theme in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
        set_theme(bob.page, theme)
        screenshot(bob, f"together-merged-{name}")
    set_theme(bob.page, "JupyterLab Light")
    bob.page.keyboard.press("Escape")
