"""Criteria proposed for many statements in a real JupyterLab: how far it is, Stop, and a page that stays quick."""

from __future__ import annotations

import re
from typing import Any

from lexcurric.workspace.workspace import open_workspace
from tests.browser.conftest import Lab, open_notebook, screenshot, until, write_notebook
from tests.samples import export_bytes

SOC = "11-1600.00"
OPEN = "import lexcurric as lx\nlx.criteria(lx.open({place!r}, author='Ada').framework({soc!r}))"


def button(board: Any, name: str) -> Any:
    return board.get_by_role("button", name=re.compile(f"^{name}"))


def test_a_proposal_for_many_statements_shows_how_far_it_is_can_be_stopped_and_is_drawn(page: Any, lab: Lab) -> None:
    place = lab.folder.parent / "criteria-many" / "workspace.db"
    place.parent.mkdir()
    path = place.parent / "many.json"
    beside = [f"{one}{other}" for one in "bdfglmnprst" for other in ("akery", "ottle", "inder", "ugger", "ember")]
    rows = [
        [f"{beside[at * 7 % 55]} {beside[at % 50]} and {beside[at // 3 % 47]} {at} — sort it." for at in range(400)]
        for _ in range(4)
    ]
    path.write_bytes(export_bytes(*rows, soc=SOC))
    with open_workspace(place, "Ada") as workspace:
        workspace.import_export(path)
    write_notebook(lab.folder / "many-criteria.ipynb", [OPEN.format(place=str(place), soc=SOC)])
    open_notebook(page, lab, "many-criteria.ipynb")
    board = page.locator(".lx-criteria")
    board.wait_for(timeout=60_000)
    button(board, "Propose…").click()
    board.get_by_text("With 1,600 statements that takes about").wait_for()
    start = board.get_by_role("button", name="Propose", exact=True)
    start.click()
    board.get_by_text("Proposing criteria for 1,600 statements").wait_for(timeout=20_000)
    assert board.get_by_role("progressbar").is_visible()
    # The kernel hears Stop while it works.
    board.get_by_role("button", name="Stop", exact=True).click()
    board.get_by_role("progressbar").wait_for(state="hidden")
    assert board.locator(".lx-thread").count() == 0
    button(board, "Propose…").click()
    start.click()
    board.locator(".lx-thread").first.wait_for(timeout=90_000)
    threads = board.locator(".lx-thread:not(.lx-loose)")
    assert board.locator(".lx-member").count() == 1600
    assert threads.count() > 40
    screenshot(board, "criteria-many")
    # Of so many criteria the names come once a choice is opened.
    choice = threads.first.locator("li").first.get_by_role("combobox")
    assert choice.locator("option").count() == 3
    choice.focus()
    assert choice.locator("option").count() == threads.count() + 2
    name = threads.nth(1).get_attribute("aria-label")
    before = threads.nth(1).locator("li").count()
    choice.select_option(label=name)
    until(lambda: threads.nth(1).locator("li").count() == before + 1, "the statement has not moved")
