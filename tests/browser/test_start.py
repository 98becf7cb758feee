"""The start page in a real JupyterLab: choose a framework and a name, see what waits, go to a task; in both themes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import Lab, open_notebook, screenshot, set_theme, until, write_notebook

OTHER = "35-1011.00"


@pytest.fixture(scope="module")
def place(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of two frameworks, with a newer release of one."""
    found = tmp_path_factory.mktemp("start") / "workspace.db"
    value = json.loads(lx.sample_file().read_text(encoding="utf-8"))
    value["occupation"].update(soc=OTHER, title="Chefs and Head Cooks")
    export = found.with_name("chefs.json")
    export.write_text(json.dumps(value), encoding="utf-8")
    with lx.open(found, author="Ana Ruiz") as workspace:
        workspace.import_export(lx.sample_file())
        workspace.import_export(lx.sample_file("51-3011.00.v.26.11.json"))
        workspace.import_export(export)
    return found


@pytest.fixture(scope="module")
def start(page: Any, lab: Lab, place: Path) -> Iterator[Any]:
    opened = f"import os; os.environ['LEXCURRIC_WORKSPACE'] = {str(place)!r}; import lexcurric as lx"
    write_notebook(lab.folder / "start_here.ipynb", [opened, "lx.start()", "lx.choose()", "lx.edit()"])
    for name in ("04_versions.ipynb", "05_new_release.ipynb"):
        if not (lab.folder / name).exists():
            write_notebook(lab.folder / name, ["1"])
    open_notebook(page, lab, "start_here.ipynb")
    found = page.locator(".lx-start")
    found.wait_for(timeout=40_000)
    page.locator(".lx-editor").wait_for(timeout=40_000)
    found.scroll_into_view_if_needed()
    return found


def test_choosing_another_framework_shows_it_in_every_screen_of_the_notebook(start: Any, place: Path) -> None:
    page = start.page
    chooser = start.get_by_label("Framework to work on")
    chooser.select_option(OTHER)
    page.locator(".lx-editor h3", has_text="Chefs and Head Cooks").wait_for()
    until(lambda: page.locator(".lx-choice select").input_value() == OTHER, "the line below does not follow")
    chooser.select_option("51-3011.00")
    page.locator(".lx-editor h3", has_text="Bakers").wait_for()
    with lx.open(place) as workspace:
        assert workspace.preferences.get("framework") == "51-3011.00"


def test_what_waits_is_said_and_leads_to_its_page_in_a_tab(start: Any) -> None:
    page = start.page
    link = start.get_by_role("link", name="The release v.26.11 is here, and not merged yet")
    link.wait_for()
    link.click()
    page.locator(".lm-TabBar-tab", has_text="05_new_release").first.wait_for()
    assert page.locator(".lm-TabBar-tab", has_text="start_here").count() == 1, "the start page is still open"
    page.locator(".lm-TabBar-tab", has_text="start_here").first.click()
    start.wait_for()


def test_the_name_is_kept_and_signs_the_edits(start: Any, place: Path) -> None:
    page = start.page
    name = start.get_by_label("Your name")
    name.fill("Ben Li")
    name.press("Enter")
    start.locator(".lx-hidden", has_text="Your edits are signed Ben Li from now on").wait_for(state="attached")
    page.locator(".lx-editor [data-id]").first.dblclick()
    page.keyboard.type(" at once")
    page.keyboard.press("Enter")
    page.locator(".lx-editor .lx-state", has_text="All changes saved").wait_for()
    with lx.open(place) as workspace:
        assert workspace.author == "Ben Li"
        assert workspace.framework("51-3011.00").log.author.iloc[-1] == "Ben Li"
    assert page.locator(".lx-choice").get_by_label("Your name").input_value() == "Ben Li"
    name.fill(" ")
    name.press("Enter")
    start.get_by_role("alert").filter(has_text="Write your name; edits are signed with it").wait_for()
    until(lambda: name.input_value() == "Ben Li", "the name was not given back")


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_it_looks_right_and_axe_finds_nothing_serious(start: Any, theme: str) -> None:
    set_theme(start.page, f"JupyterLab {theme}")
    start.wait_for()
    assert_accessible(start.page, ".lx-start")
    assert_accessible(start.page, ".lx-choice")
    screenshot(start.page, f"start-{theme.lower()}")
