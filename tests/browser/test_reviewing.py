"""What reviewers do in a real JupyterLab: select several, look, flag, comment, judge, drag, sum up, come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lexcurric.bundled import SAMPLE_NEW, SAMPLE_SOC, sample_file
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import WIDE, Lab, open_notebook, screenshot, set_theme, until, write_notebook
from tests.samples import export_bytes
from tests.widgets.test_review import edit_sample

NOTEBOOK = "reviewing.ipynb"
CELLS = (
    "import lexcurric as lx\nfw = lx.open({place!r}, author='A. Designer').framework({soc!r})",
    "lx.review(fw.merge())",
    "lx.review(fw.diff('v.26.05', 'v.26.11'))",
)
DIFF = ".lx-review:not(.lx-merge)"


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    """A workspace with edits of the designer's, the new export beside them, and a notebook that reviews both ways."""
    found = lab.folder.parent / "reviewing" / "workspace.db"
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
    page.locator(f"{DIFF} article.lx-card").first.wait_for(timeout=40_000)
    return page


def cards(screen: Any, where: str) -> Any:
    return screen.locator(f"{where} .lx-cards article.lx-card:visible")


def test_both_reviews_pass_axe_in_both_themes(screen: Any) -> None:
    for name, theme in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
        set_theme(screen, theme)
        for where, kind in ((".lx-merge", "merge"), (DIFF, "diff")):
            screen.locator(where).get_by_label("Select all shown").check()
            screen.locator(where).get_by_text("22 selected").wait_for()
            screenshot(screen.locator(where), f"reviewing-{kind}-{name}")
            assert_accessible(screen, where)
            screen.locator(where).get_by_role("button", name="Select none").click()
    set_theme(screen, "JupyterLab Light")


def test_several_are_selected_with_shift_and_ctrl_and_one_is_left_out(screen: Any) -> None:
    merge = screen.locator(".lx-merge")
    cards(screen, ".lx-merge").nth(3).locator(".lx-text").first.click(modifiers=["Control"])
    merge.get_by_text("1 selected").wait_for()
    cards(screen, ".lx-merge").nth(6).locator(".lx-text").first.click(modifiers=["Shift"])
    merge.get_by_text("4 selected").wait_for()
    cards(screen, ".lx-merge").nth(5).get_by_label("Select this change").uncheck()
    merge.get_by_text("3 selected").wait_for()
    merge.get_by_role("button", name="Keep mine (3)").click()
    merge.get_by_text("3 of 22 reviewed").wait_for()
    cards(screen, ".lx-merge").nth(5).get_by_text("Taken by itself").wait_for()
    screen.keyboard.press("Escape")
    merge.get_by_role("button", name="Undo: Kept mine for 3 decisions").click()
    merge.get_by_text("0 of 22 reviewed").wait_for()
    merge.get_by_role("button", name="Select none").click()


def test_a_review_goes_on_by_keys_alone_and_marks_count(screen: Any, framework: Framework) -> None:
    merge = screen.locator(".lx-merge")
    count = screen.locator(".jp-Cell").count()
    cards(screen, ".lx-merge").nth(0).focus()
    screen.keyboard.press("r")
    merge.get_by_text("1 of 22 reviewed").wait_for()
    until(
        lambda: (
            screen.evaluate("document.activeElement.dataset.key")
            == cards(screen, ".lx-merge").nth(1).get_attribute("data-key")
        ),
        "the focus did not go on",
    )
    screen.keyboard.press("f")
    merge.get_by_text("⚑ For later").wait_for()
    screen.keyboard.press("c")
    screen.keyboard.type("d d x: ask <i>Bob</i>")
    screen.keyboard.press("Enter")
    merge.locator(".lx-comment", has_text="ask <i>Bob</i>").wait_for()
    merge.get_by_label("Your comment").wait_for(state="detached")
    screen.keyboard.press("j")
    until(
        lambda: (
            screen.evaluate("document.activeElement.dataset.key")
            == cards(screen, ".lx-merge").nth(2).get_attribute("data-key")
        ),
        "j did not go on",
    )
    screen.keyboard.press("x")
    merge.get_by_text("1 selected").wait_for()
    screen.keyboard.press("x")
    screen.keyboard.press("?")
    merge.get_by_text("next that is not reviewed").wait_for()
    screenshot(merge, "reviewing-keys")
    screen.keyboard.press("?")
    assert screen.locator(".jp-Cell").count() == count


def test_a_judgment_is_kept_and_seen_in_the_other_screen(screen: Any, framework: Framework) -> None:
    merge, diff = screen.locator(".lx-merge"), screen.locator(DIFF)
    card = merge.locator("article.lx-card", has_text="Flour").first
    card.get_by_role("button", name="Editorial").click()
    card.get_by_text("as A. Designer judged").wait_for()
    until(lambda: framework.judgments["significance"].tolist() == ["editorial"], "the judgment was not kept")
    diff.locator("article.lx-card", has_text="editorial, as A. Designer judged").wait_for()
    merge.get_by_role("button", name="Significance").or_(merge.get_by_role("button", name="Editorial 7")).first.click()
    merge.get_by_text("Showing 7 of 22").wait_for()
    merge.get_by_role("button", name="Clear all").click()
    card.get_by_role("button", name="Take back").click()
    until(lambda: framework.judgments.empty, "the judgment was not taken back")


def test_inline_shows_one_text_and_is_remembered_after_a_restart(screen: Any, lab: Lab) -> None:
    merge = screen.locator(".lx-merge")
    merge.get_by_role("button", name="Inline").click()
    card = merge.locator("article.lx-card", has_text="Flour").first
    card.get_by_text("From your version to the new export").wait_for()
    card.get_by_text("Your version", exact=True).wait_for(state="hidden")
    card.locator("summary", has_text="Original").click()
    card.locator("details .lx-text", has_text="on a bench scale").wait_for()
    screenshot(merge, "reviewing-inline")
    open_notebook(screen, lab, NOTEBOOK)
    merge.get_by_text("From your version to the new export").first.wait_for(timeout=40_000)
    merge.get_by_text("1 of 22 reviewed").wait_for()
    merge.locator(".lx-comment", has_text="ask <i>Bob</i>").wait_for()
    merge.get_by_role("button", name="Side by side").click()
    merge.get_by_text("Your version", exact=True).first.wait_for()


def test_a_statement_is_dragged_onto_the_one_that_it_is(screen: Any, framework: Framework) -> None:
    diff = screen.locator(DIFF)
    diff.locator("article.lx-card").first.wait_for(timeout=40_000)
    diff.get_by_role("button", name="Removed").click()
    diff.get_by_role("button", name="Added").click()
    diff.get_by_text("Showing 4 of 22").wait_for()
    screen.set_viewport_size({"width": 1280, "height": 1700})
    went = diff.locator("article.lx-card:visible", has_text="Removed from").first
    came = diff.locator("article.lx-card:visible", has_text="Added to").first
    went.locator(".lx-grip").hover()
    screen.mouse.down()
    came.hover()
    came.hover()
    diff.locator(".lx-can-drop:visible").first.wait_for()
    screenshot(diff, "reviewing-drag")
    screen.mouse.up()
    until(lambda: len(framework.corrections) == 1, "the correction was not kept")
    diff.get_by_role("button", name="Undo: Said that").click()
    until(lambda: framework.corrections.empty, "the correction was not taken back")
    diff.get_by_role("button", name="Clear all").click()
    screen.set_viewport_size(WIDE)


def test_a_statement_is_dragged_onto_the_zone_that_parts_it(screen: Any, framework: Framework) -> None:
    diff = screen.locator(DIFF)
    card = diff.locator("article.lx-card:visible", has_text="Flour").first
    card.scroll_into_view_if_needed()
    card.locator(".lx-grip").hover()
    screen.mouse.down()
    card.locator(".lx-text").first.hover()
    zone = diff.get_by_text("Drop here: these are not the same")
    zone.wait_for()
    zone.hover()
    zone.hover()
    screen.mouse.up()
    until(lambda: framework.corrections["verdict"].tolist() == ["different"], "the two were not parted")
    diff.get_by_role("button", name="Undo: Said that").click()
    until(lambda: framework.corrections.empty, "the correction was not taken back")


def test_a_summary_is_downloaded_in_three_forms(screen: Any) -> None:
    merge = screen.locator(".lx-merge")
    if merge.get_by_role("button", name="Plan again").is_visible():
        merge.get_by_role("button", name="Plan again").click()
    merge.get_by_role("button", name="Summary for sign-off").click()
    for words, form, begin in (("HTML page", "html", b"<!"), ("Markdown", "md", b"# "), ("Excel", "xlsx", b"PK")):
        with screen.expect_download() as found:
            merge.get_by_role("link", name=words).click()
        assert found.value.suggested_filename == f"merge-{SAMPLE_SOC}-v.26.05-v.26.11.{form}"
        assert Path(found.value.path()).read_bytes()[:2] == begin
    screenshot(merge, "reviewing-summary")


def test_a_narrow_screen_clips_nothing(screen: Any) -> None:
    screen.set_viewport_size({"width": 900, "height": 900})
    for where in (".lx-merge", DIFF):
        box = screen.locator(where)
        wide = box.evaluate(
            "node => [...node.querySelectorAll('*')].filter(each => each.scrollWidth > each.clientWidth + 1"
            " && getComputedStyle(each).overflowX !== 'visible' && getComputedStyle(each).overflowX !== 'clip'"
            " && !each.classList.contains('lx-hidden') && !each.classList.contains('lx-step')).map(each => each.className)"
        )
        assert wide == []
        outside = box.evaluate(
            "node => [...node.querySelectorAll('button, input, .lx-text')].filter(each => each.offsetParent &&"
            " each.getBoundingClientRect().right > node.getBoundingClientRect().right + 1).map(each => each.className)"
        )
        assert outside == []
        screenshot(box, f"reviewing-narrow-{where.strip('.').split(':')[0]}")
    screen.set_viewport_size(WIDE)


@pytest.fixture(scope="module")
def large(lab: Lab) -> int:
    """How many changes a second release makes in a large framework, with a notebook that reviews them."""
    folder = lab.folder.parent / "large"
    folder.mkdir()
    levels = [[f"Part {level}{at} — weigh and label on shift {at}." for at in range(75)] for level in range(4)]
    newer = [[text.replace("label", "sign") for text in level] for level in levels]
    for name, rows in (("v.1", levels), ("v.2", newer)):
        (folder / f"{name}.json").write_bytes(export_bytes(*rows, version=name))
    with open_workspace(folder / "workspace.db", "A. Designer") as workspace:
        soc = workspace.import_export(folder / "v.1.json").soc
        workspace.import_export(folder / "v.2.json")
    cells = [CELLS[0].format(place=str(folder / "workspace.db"), soc=soc), "lx.review(fw.merge())"]
    write_notebook(lab.folder / "large.ipynb", cells)
    return 300


def test_hundreds_of_changes_are_drawn_as_they_come_near_and_reviewed_at_once(
    screen: Any, lab: Lab, large: int
) -> None:
    open_notebook(screen, lab, "large.ipynb")
    merge = screen.locator(".lx-merge")
    merge.locator("article.lx-card").first.wait_for(timeout=60_000)
    assert merge.locator("article").count() == large
    assert merge.locator("article:not(.lx-unfilled)").count() < 60
    merge.locator("article").first.focus()
    screen.keyboard.press("End")
    last = merge.locator("article").last
    last.get_by_role("button", name="Keep mine").wait_for()
    until(lambda: screen.evaluate("document.activeElement.dataset.key") == last.get_attribute("data-key"), "no focus")
    screen.keyboard.press("1")
    merge.get_by_text(f"1 of {large} reviewed").wait_for()
    merge.get_by_label("Select all shown").check()
    last.get_by_label("Select this change").uncheck()
    merge.get_by_role("button", name=f"Reviewed ({large - 1})", exact=True).click()
    merge.get_by_text(f"{large} of {large} reviewed").wait_for()
    merge.get_by_role("button", name="Undo: Reviewed: 299 changes").click()
    merge.get_by_text(f"1 of {large} reviewed").wait_for()
    merge.get_by_role("searchbox").fill("Part 312")
    merge.get_by_text(f"Showing 1 of {large}").wait_for()
