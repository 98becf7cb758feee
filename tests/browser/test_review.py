"""The review of a merge, of a diff, and the history, in a real JupyterLab: by mouse and by keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lexcurric.bundled import SAMPLE_NEW, SAMPLE_SOC, sample_file
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.conftest import WIDE, Lab, open_notebook, screenshot, set_theme, until, write_notebook
from tests.widgets.test_review import SPLIT_TEXT, edit_sample

NOTEBOOK = "merge.ipynb"
OPEN = "import lexcurric as lx\nfw = lx.open({place!r}, author='A. Designer').framework({soc!r})"
CELLS = (OPEN, "lx.review(fw.merge())", "lx.review(fw.diff('v.26.05', 'v.26.11'))", "lx.history(fw)")


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    """A workspace with edits of the designer's, and the new export beside them."""
    found = lab.folder.parent / "merge" / "workspace.db"
    with open_workspace(found, "A. Designer") as workspace:
        edit_sample(workspace)
        workspace.import_export(sample_file(SAMPLE_NEW))
    write_notebook(lab.folder / NOTEBOOK, [CELLS[0].format(place=str(found), soc=SAMPLE_SOC), *CELLS[1:]])
    return found


@pytest.fixture
def soc() -> str:
    return SAMPLE_SOC


@pytest.fixture(scope="module")
def screen(page: Any, lab: Lab, place: Path) -> Any:
    """The page with the notebook run."""
    open_notebook(page, lab, NOTEBOOK)
    page.locator(".lx-history").wait_for(timeout=40_000)
    return page


def decision(screen: Any, text: str) -> Any:
    return screen.locator(".lx-merge > div > .lx-cards article.lx-card", has_text=text).first


def kept(place: Path) -> dict[str, str]:
    """What the file with the choices says, by the decision's subject."""
    files = list(place.parent.glob("decisions/*.json"))
    found = json.loads(files[0].read_text(encoding="utf-8"))["decisions"] if files else []
    return {each["subject"].split(" — ")[0]: each["take"] for each in found}


def test_screens_fit_a_narrow_laptop_in_both_themes(screen: Any) -> None:
    screen.set_viewport_size({"width": 1280, "height": 1500})
    for name, theme in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
        set_theme(screen, theme)
        for kind in ("lx-merge", "lx-history", "lx-review:not(.lx-merge):not(.lx-history)"):
            box = screen.locator(f".{kind}")
            box.scroll_into_view_if_needed()
            wide = box.evaluate(
                "node => [...node.querySelectorAll('*')].filter(each => each.scrollWidth > each.clientWidth + 1"
                " && getComputedStyle(each).overflowX !== 'visible' && getComputedStyle(each).overflowX !== 'clip'"
                " && !each.classList.contains('lx-hidden') && !each.classList.contains('lx-step')).map(each => each.className)"
            )
            screenshot(box, f"{kind.split(':')[0]}-{name}")
            assert wide == []
    set_theme(screen, "JupyterLab Light")
    screen.set_viewport_size(WIDE)


def test_a_filter_narrows_the_decisions_and_clear_all_widens_them(screen: Any) -> None:
    merge = screen.locator(".lx-merge")
    merge.get_by_role("button", name="Split or joined").click()
    merge.get_by_text("Showing 2 of 22").wait_for()
    assert merge.locator(".lx-cards article:visible").count() == 2
    merge.get_by_role("searchbox").fill("deck oven")
    merge.get_by_text("Showing 1 of 22").wait_for()
    merge.get_by_role("button", name="Clear all").click()
    merge.get_by_text("22 in all").wait_for()


def test_a_click_decides_a_conflict_and_it_is_kept_at_once(screen: Any, place: Path) -> None:
    card = decision(screen, "Flour")
    card.get_by_role("button", name="Take new").click()
    card.get_by_text("✓ taken").wait_for()
    screen.locator(".lx-merge").get_by_text("1 of 3 conflicts decided").wait_for()
    assert kept(place)["Flour, salt, yeast, and other dry ingredients"] == "theirs"
    screen.locator(".lx-merge").get_by_role("button", name="Undo: Took new for “Flour").click()
    screen.locator(".lx-merge").get_by_text("0 of 3 conflicts decided").wait_for()
    assert kept(place)["Flour, salt, yeast, and other dry ingredients"] is None


def test_a_wording_is_written_by_hand_with_the_keyboard_alone(screen: Any, framework: Framework, place: Path) -> None:
    merge = screen.locator(".lx-merge")
    cells = screen.locator(".jp-Cell").count()
    decision(screen, "Flour").focus()
    screen.keyboard.press("e")
    box = merge.locator("textarea.lx-box")
    assert "within one percent" in box.input_value()
    screen.keyboard.press("Escape")
    assert box.count() == 0
    screen.keyboard.press("e")
    screen.keyboard.press("Control+a")
    screen.keyboard.press("Delete")
    screen.keyboard.press("Enter")
    merge.get_by_text("Write a wording first").wait_for()
    screen.keyboard.type("<b>Flour</b> — weigh, label and initial; d d x b.")
    screen.keyboard.press("Enter")
    decision(screen, "Flour").get_by_text("Written by hand").wait_for()
    assert decision(screen, "Flour").locator("ins", has_text="<b>").count() == 1
    assert kept(place)["Flour, salt, yeast, and other dry ingredients"] == "edited"
    assert screen.locator(".jp-Cell").count() == cells


def test_the_rest_is_decided_with_keys_and_the_merge_is_applied(screen: Any, framework: Framework, place: Path) -> None:
    merge = screen.locator(".lx-merge")
    apply = merge.get_by_role("button", name="Apply merge")
    assert apply.is_disabled()
    decision(screen, "Flour").focus()
    screen.keyboard.press("n")
    screen.keyboard.press("3")
    merge.get_by_text("2 of 3 conflicts decided").wait_for()
    screenshot(merge, "merge-deciding")
    screen.keyboard.press("n")
    screen.keyboard.press("1")
    merge.get_by_text("3 of 3 conflicts decided").wait_for()
    merge.get_by_role("button", name="Show what will change").click()
    merge.locator(".lx-preview .lx-card").first.wait_for()
    screenshot(merge, "merge-preview")
    merge.get_by_label("Message for the history").fill("Autumn release")
    before = framework.revision
    apply.click()
    merge.get_by_text("v.26.11 is merged into your draft").wait_for()
    screenshot(merge, "merge-done")
    until(lambda: framework.revision > before, "the merge was not written")
    texts = [each.text for each in framework.content.active]
    assert "<b>Flour</b> — weigh, label and initial; d d x b." in texts
    assert SPLIT_TEXT in texts
    assert "Deck oven — load with proofed loaves" in "\n".join(texts)
    assert "Ingredient cost" not in "\n".join(texts)
    last = framework.log.iloc[-1]
    assert (last["what"], last["reason"], last["author"]) == ("Merged v.26.11", "Autumn release", "A. Designer")
