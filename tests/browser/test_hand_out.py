"""Handing files out in a real JupyterLab: chosen, previewed, written, downloaded, and written again when overtaken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lexcurric.bundled import SAMPLE_SOC, sample_file
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import WIDE, Lab, open_notebook, screenshot, set_theme, write_notebook

NOTEBOOK = "hand-out.ipynb"
CELLS = (
    "import lexcurric as lx\nfw = lx.open({place!r}, author='A. Designer').framework({soc!r})",
    "screen = lx.hand_out(fw)\nscreen",
)


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    """A framework with a rubric and an export that a newer version has overtaken."""
    home = lab.folder.parent / "hand-out"
    with open_workspace(home / "workspace.db", "A. Designer") as workspace:
        framework = workspace.import_export(sample_file())
        framework.save("v.1", "First")
        framework.rubric("checklist", "v.1").to_excel(home / "rubric-v.1.xlsx")
        framework.rubric("checklist", "v.1").to_excel_each(home / "spring intake", ["Ann", "Ben", "Cem"])
        framework.export(home / "export-v.1.json", "v.1")
        framework.edit(framework.content.active[0].id, "Hygiene — keep to the rules, without help.")
        framework.save("v.2", "Second")
    text = CELLS[0].format(place=str(home / "workspace.db"), soc=SAMPLE_SOC)
    write_notebook(lab.folder / NOTEBOOK, [text, CELLS[1]])
    return home / "workspace.db"


@pytest.fixture
def soc() -> str:
    return SAMPLE_SOC


@pytest.fixture(scope="module")
def screen(page: Any, lab: Lab, place: Path) -> Any:
    """The screen for handing out."""
    open_notebook(page, lab, NOTEBOOK)
    box = page.locator(".lx-hand-out")
    box.wait_for(timeout=60_000)
    return box


def test_it_fits_in_both_themes(screen: Any) -> None:
    page = screen.page
    for name, theme, size in (
        ("light", "JupyterLab Light", {"width": 1280, "height": 2000}),
        ("dark", "JupyterLab Dark", {"width": 900, "height": 2600}),
    ):
        page.set_viewport_size(size)
        set_theme(page, theme)
        screen.scroll_into_view_if_needed()
        screen.get_by_text("Handed out so far (3)").wait_for()
        screenshot(screen, f"hand-out-{name}")
        wide = screen.evaluate(
            "node => [...node.querySelectorAll('*')].filter(each => each.scrollWidth > each.clientWidth + 1"
            " && getComputedStyle(each).overflowX !== 'visible').map(each => each.className)"
        )
        assert wide == []
        assert_accessible(page, ".lx-hand-out")
    set_theme(page, "JupyterLab Light")
    page.set_viewport_size(WIDE)


def test_a_kind_is_chosen_by_keyboard_previewed_written_and_downloaded(screen: Any, lab: Lab) -> None:
    screen.get_by_role("radio", name="Export file").focus()
    screen.page.keyboard.press("ArrowDown")
    screen.get_by_text("exports/51-3011.00-v.2-edit-sheet.xlsx").wait_for()
    screen.get_by_label("Version", exact=True).select_option("v.1")
    screen.get_by_text("exports/51-3011.00-v.1-edit-sheet.xlsx").wait_for()
    screen.get_by_text("Licence of the statements:").first.wait_for()
    screen.locator(".lx-write").focus()
    screen.page.keyboard.press("Enter")
    link = screen.locator("a.lx-download").first
    link.wait_for(timeout=30_000)
    with screen.page.expect_download() as download:
        link.click()
    written = lab.folder / "exports" / "51-3011.00-v.1-edit-sheet.xlsx"
    assert Path(download.value.path()).read_bytes() == written.read_bytes()


def test_changes_are_reported_between_two_versions(screen: Any) -> None:
    screen.get_by_role("radio", name="Report of changes").check()
    screen.get_by_label("Compared with").select_option("v.1")
    screen.get_by_text("Nothing to write:").wait_for()
    assert screen.locator(".lx-write").is_disabled()
    screen.get_by_label("Version", exact=True).select_option("v.2")
    screen.get_by_text("Reworded (1 substantive):").wait_for()
    screenshot(screen.locator(".lx-sheet"), "hand-out-changes")


def test_what_is_overtaken_is_told_and_written_again(screen: Any, framework: Framework) -> None:
    screen.get_by_label("Only what a newer version has overtaken (3)").check()
    card = screen.locator("li.lx-card", has_text="rubric-v.1.xlsx")
    card.get_by_text("v.2 is newer. One change touches it; it affects scoring.").wait_for()
    card.get_by_role("button", name="Show the change").click()
    card.get_by_text("Hygiene — keep to the rules, without help.").wait_for()
    card.get_by_role("button", name="Write the same again from v.2").click()
    screen.get_by_text("exports/rubric-v.2.xlsx").first.wait_for(timeout=30_000)
    assert "v.2" in [*framework.issued["version"]]
    screen.locator("li.lx-card", has_text="3 files").get_by_role("button", name="Write the same again").click()
    screen.get_by_text("(3 files)").wait_for(timeout=30_000)
    assert len(framework.issued) == 9


def test_the_rubric_builder_opens_below(screen: Any) -> None:
    screen.get_by_role("button", name="Open the rubric builder here").click()
    screen.locator(".lx-next .lx").first.wait_for(timeout=30_000)
    screen.get_by_role("button", name="Close the rubric builder").click()
    screen.locator(".lx-next").wait_for(state="hidden")
