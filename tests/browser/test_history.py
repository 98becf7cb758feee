"""The history in a real JupyterLab: the timeline, two clicked and compared, restored, saved, and one statement's life."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lexcurric.bundled import SAMPLE_NEW, SAMPLE_SOC, sample_file
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import WIDE, Lab, open_notebook, screenshot, set_theme, until, write_notebook
from tests.widgets.test_review import edit_sample

NOTEBOOK = "history.ipynb"
CELLS = (
    "import lexcurric as lx\nfw = lx.open({place!r}, author='A. Designer').framework({soc!r})",
    "lx.history(fw)",
)


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    """A workspace with two releases, the second merged, versions of the designer's, and an edit since."""
    found = lab.folder.parent / "history" / "workspace.db"
    with open_workspace(found, "A. Designer") as workspace:
        framework = edit_sample(workspace)
        workspace.import_export(sample_file(SAMPLE_NEW))
        plan = framework.merge()
        plan.take_all("theirs")
        plan.apply("Autumn")
        framework.save("v.26.11-acme.1", "With the autumn release")
        flour = next(each for each in framework.content.active if each.text.startswith("Flour"))
        framework.edit(flour.id, flour.text.replace(".", " and sign."), "Auditors ask")
    write_notebook(lab.folder / NOTEBOOK, [CELLS[0].format(place=str(found), soc=SAMPLE_SOC), *CELLS[1:]])
    return found


@pytest.fixture
def soc() -> str:
    return SAMPLE_SOC


@pytest.fixture(scope="module")
def screen(page: Any, lab: Lab, place: Path) -> Any:
    """The page with the notebook run."""
    open_notebook(page, lab, NOTEBOOK)
    page.locator(".lx-history li").first.wait_for(timeout=40_000)
    return page


def row(screen: Any, label: str) -> Any:
    return screen.locator(f".lx-history li.lx-version[data-label='{label}']")


def test_each_version_stands_on_its_line_and_the_merge_joins_them(screen: Any) -> None:
    history = screen.locator(".lx-history")
    history.locator(".lx-lanes path").first.wait_for(state="attached")
    assert history.locator(".lx-lanes circle").count() == 3
    assert history.locator(".lx-lanes rect").count() == 2
    assert history.locator(".lx-lanes path.lx-joins").count() == 2
    middles = history.locator(".lx-lanes circle, .lx-lanes rect").evaluate_all(
        "nodes => nodes.map(node => node.getBoundingClientRect()).map(box => box.top + box.height / 2)"
    )
    rows = history.locator("li.lx-version").evaluate_all("nodes => nodes.map(node => node.getBoundingClientRect())")
    assert all(any(box["top"] < middle < box["bottom"] for box in rows) for middle in middles)


def test_two_are_clicked_and_compared(screen: Any) -> None:
    history = screen.locator(".lx-history")
    row(screen, "v.26.11-acme.1").locator(".lx-pick").click()
    history.get_by_text("v.26.11-acme.1 is the first: click the second").wait_for()
    row(screen, "v.26.05-acme.1").locator(".lx-pick").click()
    history.locator(".lx-columns", has_text="v.26.05-acme.1").get_by_text("v.26.11-acme.1").wait_for()
    assert row(screen, "v.26.05-acme.1").get_by_text("From", exact=True).is_visible()
    history.get_by_role("button", name="Substantive").click()
    history.get_by_text("Showing 4 of 22").wait_for()
    history.get_by_role("button", name="Clear all").click()


def test_the_screen_passes_axe_in_both_themes(screen: Any) -> None:
    history = screen.locator(".lx-history")
    for name, theme in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
        set_theme(screen, theme)
        for pane, words in (("compare", "Compare"), ("log", "Every edit"), ("statement", "One statement")):
            history.get_by_role("tab", name=words).click()
            until(lambda pane=pane: history.get_by_role("tab", selected=True).get_attribute("id").endswith(pane), pane)  # type: ignore[misc]
            screenshot(history, f"history-{pane}-{name}")
            assert_accessible(screen, ".lx-history")
    history.get_by_role("tab", name="Compare").click()
    set_theme(screen, "JupyterLab Light")


def test_a_version_is_saved_under_the_proposed_label_by_keys(screen: Any, framework: Framework) -> None:
    history = screen.locator(".lx-history")
    history.get_by_role("button", name="Save a version…").click()
    label = history.get_by_label("Label")
    assert label.input_value() == "v.26.11-acme.2"
    screen.keyboard.press("Control+a")
    screen.keyboard.type("v.26.11")
    screen.keyboard.press("Enter")
    history.get_by_text("already").first.wait_for()
    assert label.input_value() == "v.26.11"
    screen.keyboard.press("Control+a")
    screen.keyboard.type("v.26.11-acme.2")
    screen.keyboard.press("Tab")
    screen.keyboard.type("Signed lines; d d x")
    screenshot(history, "history-save")
    screen.keyboard.press("Enter")
    row(screen, "v.26.11-acme.2").wait_for()
    until(lambda: framework.versions["label"].tolist()[-1] == "v.26.11-acme.2", "the version was not saved")
    assert framework.versions["message"].tolist()[-1] == "Signed lines; d d x"
    row(screen, "v.26.11-acme.2").get_by_label("Status of v.26.11-acme.2").select_option("published")
    until(lambda: framework.versions["status"].tolist()[-1] == "published", "the status was not set")
    row(screen, "v.26.05-acme.1").get_by_label("Status of").evaluate("node => node.value")
    until(
        lambda: row(screen, "v.26.05-acme.1").get_by_label("Status of").input_value() == "superseded", "not superseded"
    )


def test_what_restoring_changes_is_shown_first_and_undo_takes_it_back(screen: Any, framework: Framework) -> None:
    history = screen.locator(".lx-history")
    before = framework.content.sha256
    row(screen, "v.26.05-acme.1").get_by_role("button", name="Restore").click()
    history.get_by_text("This would change").wait_for()
    history.locator(".lx-confirm article", has_text="Flour").first.wait_for()
    screenshot(history, "history-restore")
    screen.keyboard.press("Escape")
    history.get_by_text("Make your draft equal").wait_for(state="detached")
    assert framework.content.sha256 == before
    row(screen, "v.26.05-acme.1").get_by_role("button", name="Restore").click()
    history.get_by_role("button", name="Restore this version").wait_for()
    until(lambda: screen.evaluate("document.activeElement.textContent") == "Restore this version", "no focus")
    screen.keyboard.press("Enter")
    history.get_by_text("Your draft is v.26.05-acme.1 again").wait_for()
    assert framework.undo_label == "Restored v.26.05-acme.1 (by A. Designer)"
    history.get_by_role("button", name="Undo: Restored").click()
    history.get_by_text("Undid: Restored").wait_for()
    until(lambda: framework.content.sha256 == before, "the restore was not undone")
    history.get_by_role("tab", name="Every edit").click()
    history.locator("s", has_text="Restored v.26.05-acme.1").wait_for()


def test_one_statement_is_found_by_keys_with_whose_each_word_is(screen: Any) -> None:
    history = screen.locator(".lx-history")
    history.get_by_role("tab", name="One statement").click()
    search = history.get_by_role("combobox", name="Find a statement")
    search.click()
    screen.keyboard.type("flour weigh")
    history.get_by_text("1 found").wait_for()
    screen.keyboard.press("Enter")
    blame = history.get_by_role("region", name="Whose each word is")
    blame.locator("li", has_text="A. Designer").get_by_text("Auditors ask").wait_for()
    assert blame.locator(".lx-run", has_text="and sign").count() == 1
    events = history.get_by_role("region", name="This statement").locator(".lx-edit")
    assert events.filter(has_text="Reason: Auditors ask").count() == 1
    assert "First seen" in events.last.inner_text()
    screenshot(history, "history-statement")
    history.get_by_role("button", name="Another statement").click()
    history.get_by_text("The first 40 of").or_(history.get_by_text("found")).first.wait_for()


def test_a_narrow_screen_clips_nothing(screen: Any) -> None:
    screen.set_viewport_size({"width": 900, "height": 900})
    outside = screen.locator(".lx-history").evaluate(
        "node => [...node.querySelectorAll('button, input, select, .lx-text')].filter(each => each.offsetParent &&"
        " each.getBoundingClientRect().right > node.getBoundingClientRect().right + 1).map(each => each.className)"
    )
    screenshot(screen.locator(".lx-history"), "history-narrow")
    assert outside == []
    screen.set_viewport_size(WIDE)
