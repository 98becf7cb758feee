"""Correcting matches in a real JupyterLab: by mouse and by keys, on the screen of a diff and of a merge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.conftest import WIDE, Lab, open_notebook, screenshot, set_theme, until, write_notebook
from tests.widgets.test_matches import OVEN, RANGES, SOC, import_two

NOTEBOOK = "matches.ipynb"
# What is alike, and why, is the matcher's to say; here it is given, so that the screen has both to show.
CELLS = (
    """import lexcurric as lx
from lexcurric.core.model import replace
from lexcurric.workspace.views import Diff
fw = lx.open({place!r}, author='A. Designer').framework({soc!r})
diff = fw.diff('v.1', 'v.2')
ids = {{each.text: each.id for side in (diff.old, diff.new) for each in side.content.active}}
went, came = [each.id for change in diff.record.statement_changes if change.kind in ('removed', 'added')
              for each in (*change.old, *change.new)]
why = {{each: ('the same rare words: gram', 'the same object: <b>Scales</b>') for each in ids.values()}}
diff = Diff(diff.old, replace(diff.new, reasons=why, similar={{went: (came,), came: (went,)}}), diff.workspace)""",
    "lx.review(diff)",
    "lx.review(fw.merge())",
)


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    """A workspace with two releases, and a notebook that compares and merges them."""
    folder = lab.folder.parent / "matches"
    folder.mkdir()
    found = folder / "workspace.db"
    with open_workspace(found, "A. Designer") as workspace:
        import_two(workspace, folder)
    write_notebook(lab.folder / NOTEBOOK, [CELLS[0].format(place=str(found), soc=SOC), *CELLS[1:]])
    return found


@pytest.fixture
def soc() -> str:
    return SOC


@pytest.fixture(scope="module")
def screen(page: Any, lab: Lab, place: Path) -> Any:
    """The page with the notebook run."""
    open_notebook(page, lab, NOTEBOOK)
    page.locator(".lx-merge article.lx-card").first.wait_for(timeout=40_000)
    return page


def card(screen: Any, kind: str, text: str) -> Any:
    where = ".lx-merge" if kind == "merge" else ".lx-review:not(.lx-merge)"
    return screen.locator(f"{where} article.lx-card", has_text=text).first


def test_reasons_and_buttons_fit_in_both_themes(screen: Any) -> None:
    screen.set_viewport_size({"width": 1280, "height": 1700})
    for name, theme in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
        set_theme(screen, theme)
        reason = card(screen, "diff", "Scales").locator("summary")
        reason.click()
        assert card(screen, "diff", "Scales").locator("li", has_text="<b>Scales</b>").count() == 1
        card(screen, "diff", "Removed from").get_by_role("button", name="The same as another…").click()
        screen.locator(".lx-option").first.wait_for()
        box = screen.locator(".lx-review:not(.lx-merge)")
        box.scroll_into_view_if_needed()
        screenshot(box, f"matches-diff-{name}")
        wide = box.evaluate(
            "node => [...node.querySelectorAll('.lx-match *')].filter(each => each.scrollWidth > each.clientWidth + 1"
            " && getComputedStyle(each).display !== 'inline').map(each => each.className)"
        )
        assert wide == []
        screen.keyboard.press("Escape")
        screen.locator(".lx-option").first.wait_for(state="detached")
        reason.click()
        merge = screen.locator(".lx-merge")
        card(screen, "merge", "Removed").get_by_role("button", name="The same as").click()
        screen.locator(".lx-option").first.wait_for()
        merge.scroll_into_view_if_needed()
        screenshot(merge, f"matches-merge-{name}")
        screen.keyboard.press("Escape")
    set_theme(screen, "JupyterLab Light")
    screen.set_viewport_size(WIDE)


def test_one_click_says_that_two_are_the_same_and_undo_forgets_it(screen: Any, framework: Framework) -> None:
    card(screen, "diff", "Removed from").get_by_role("button", name="These are the same").click()
    card(screen, "diff", "A. Designer said that these are the same").wait_for(state="attached")
    until(lambda: framework.corrections["new"].tolist() == [RANGES], "the correction was not kept")
    diff = screen.locator(".lx-review:not(.lx-merge)")
    screenshot(diff, "matches-corrected")
    diff.get_by_role("button", name="Undo: Said that").click()
    card(screen, "diff", "Removed from").wait_for()
    until(lambda: framework.corrections.empty, "the correction was not forgotten")


def test_the_other_statement_is_chosen_with_the_keyboard_alone(screen: Any, framework: Framework) -> None:
    cells = screen.locator(".jp-Cell").count()
    card(screen, "diff", "Added to").focus()
    screen.keyboard.press("s")
    search = screen.get_by_role("combobox", name="Which statement is it the same as?")
    search.wait_for()
    screen.keyboard.type("d d x b")
    screen.get_by_text("No statement has these words.").wait_for()
    screen.keyboard.press("Enter")
    screen.keyboard.press("Control+a")
    screen.keyboard.type("loaves")
    until(lambda: screen.locator(".lx-option").count() == 1, "the list is not narrowed")
    screen.keyboard.press("Tab")
    screen.keyboard.type("we call it so now")
    screen.keyboard.press("Enter")
    card(screen, "diff", "we call it so now").wait_for(state="attached")
    assert framework.corrections[["old", "reason"]].values.tolist() == [[OVEN, "we call it so now"]]
    key = framework.corrections["old_id"][0]
    until(lambda: screen.evaluate("document.activeElement.dataset.key") == key, "the keys are not on the pair")
    assert screen.locator(".jp-Cell").count() == cells
    screen.keyboard.press("u")
    card(screen, "diff", "Added to").wait_for()


def test_a_merge_is_planned_again_on_a_corrected_match(screen: Any, framework: Framework) -> None:
    merge = screen.locator(".lx-merge")
    # What was said and taken back in the diff before has to be seen here first.
    again = merge.get_by_role("button", name="Plan again")
    if again.count():
        again.click()
        again.wait_for(state="detached")
    card(screen, "merge", "Scales").get_by_role("button", name="Keep mine").click()
    card(screen, "merge", "Scales").get_by_text("✓ taken").wait_for()
    card(screen, "merge", "Removed").get_by_role("button", name="The same as").click()
    screen.locator(".lx-option", has_text="Ranges and burners").click()
    card(screen, "merge", "A. Designer said").wait_for(state="attached")
    assert (
        card(screen, "merge", "Scales").get_by_role("button", name="Keep mine").get_attribute("aria-pressed") == "true"
    )
    merge.get_by_role("button", name="Undo: Said that").wait_for()
    card(screen, "merge", "Scales").get_by_role("button", name="These are not the same").click()
    card(screen, "merge", "Scales").get_by_role("button", name="These are not the same").wait_for(state="detached")
    assert sorted(framework.corrections["verdict"]) == ["different", "same"]
    screenshot(merge, "matches-merge-corrected")
