"""The rubric builder in a real JupyterLab: choosing, the pages, writing, stopping, downloading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.workspace.workspace import open_workspace
from tests.browser.conftest import Lab, open_notebook, screenshot, set_theme, write_notebook

NOTEBOOK = "builder.ipynb"
SOC = "51-3011.00"
CELLS = (
    "import lexcurric as lx\nws = lx.open({place!r}, author='A. Designer')\nbuilder = lx.build_rubric(ws.framework({soc!r}))",
    "builder",
)
THEMES = (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark"))


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    """A workspace with the sample, and a notebook with its rubric builder."""
    folder = lab.folder.parent / "builder"
    folder.mkdir()
    found = folder / "workspace.db"
    with open_workspace(found, "A. Designer") as workspace:
        workspace.import_export(lx.sample_file())
    write_notebook(lab.folder / NOTEBOOK, [each.format(place=str(found), soc=SOC) for each in CELLS])
    return found


@pytest.fixture
def soc() -> str:
    return SOC


@pytest.fixture(scope="module")
def screen(page: Any, lab: Lab, place: Path) -> Any:
    """The page with the notebook run."""
    open_notebook(page, lab, NOTEBOOK)
    page.locator(".lx-builder .lx-paper").first.wait_for(timeout=40_000)
    return page


def builder(screen: Any) -> Any:
    return screen.locator(".lx-builder")


def test_it_looks(screen: Any) -> None:
    screen.set_viewport_size({"width": 1280, "height": 1500})
    for name, theme in THEMES:
        set_theme(screen, theme)
        screenshot(screen, f"builder-{name}")
        for sheet in ("Start", "Summary", "Action plan", "Cohort", "Cohort summary", "Sources"):
            builder(screen).get_by_role("tab", name=sheet).first.click()
            builder(screen).locator(f".lx-paper[aria-label^='{sheet}, page']").wait_for()
            if name == "light":
                screenshot(builder(screen).locator(".lx-desk"), f"builder-{sheet}")
