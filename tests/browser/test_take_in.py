"""Taking files in, in a real JupyterLab: a real file chooser, a real drop, and the keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from lexcurric.bundled import SAMPLE_NEW, SAMPLE_SOC, sample_file
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import WIDE, Lab, open_notebook, screenshot, set_theme, until, write_notebook
from tests.samples import ROOT

NOTEBOOK = "take-in.ipynb"
CELLS = ("import lexcurric as lx\nws = lx.open({place!r}, author='A. Designer')", "screen = lx.take_in(ws)\nscreen")


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    found = lab.folder.parent / "take-in" / "workspace.db"
    found.parent.mkdir()
    write_notebook(lab.folder / NOTEBOOK, [CELLS[0].format(place=str(found)), CELLS[1]])
    return found


@pytest.fixture(scope="module")
def screen(page: Any, lab: Lab, place: Path) -> Any:
    """The screen for taking files in, empty at first."""
    open_notebook(page, lab, NOTEBOOK)
    box = page.locator(".lx-take-in")
    box.wait_for(timeout=60_000)
    return box


@pytest.fixture
def workspace(place: Path) -> Any:
    with open_workspace(place, "The test") as found:
        yield found


def card(screen: Any, name: str) -> Any:
    return screen.locator("article.lx-card", has=screen.page.locator(".lx-name", has_text=name)).first


def drop(screen: Any, *files: tuple[str, bytes]) -> None:
    """A real drop: a DataTransfer with files, and the events of a drag over the zone."""
    transfer = screen.page.evaluate_handle(
        """files => {
            const transfer = new DataTransfer();
            for (const [name, bytes] of files) transfer.items.add(new File([new Uint8Array(bytes)], name));
            return transfer;
        }""",
        [[name, list(body)] for name, body in files],
    )
    for kind in ("dragenter", "dragover", "drop"):
        screen.locator(".lx-dropzone").dispatch_event(kind, {"dataTransfer": transfer})


def test_an_empty_screen_says_what_to_do(screen: Any) -> None:
    screen.get_by_text("No file yet. Drop the export that you were sent").wait_for()
    screenshot(screen, "take-in-empty")


def test_a_chosen_export_is_planned_and_taken_in_by_keyboard(screen: Any, workspace: Workspace) -> None:
    with screen.page.expect_file_chooser() as chooser:
        screen.get_by_role("button", name="Choose files…").focus()
        screen.page.keyboard.press("Enter")
    chooser.value.set_files(sample_file())
    found = card(screen, sample_file().name)
    found.get_by_text("A new framework").wait_for()
    assert workspace.frameworks() == []
    found.get_by_role("button", name="Take in").focus()
    screen.page.keyboard.press("Enter")
    found.get_by_text("✓ Taken in").wait_for()
    until(lambda: [each.soc for each in workspace.frameworks()] == [SAMPLE_SOC], "the framework is not there")
    until(lambda: "lx-card" in screen.page.evaluate("document.activeElement.className"), "the card lost the keys")


def test_several_files_are_dropped_at_once_each_with_its_plan(
    screen: Any, workspace: Workspace, tmp_path: Path
) -> None:
    framework = workspace.framework(SAMPLE_SOC)
    sheet = framework.sheet(tmp_path / "edit.xlsx")
    book: Any = load_workbook(sheet)
    book["Statements"]["D5"].value = "Hygiene — as the sheet says."
    book["Statements"]["D6"].value = "Flour — weigh to the gram."
    book.save(sheet)
    framework.edit(framework.content.active[0].id, "Hygiene — as the draft says.")
    drop(
        screen,
        ("new export.json", sample_file(SAMPLE_NEW).read_bytes()),
        ("back from Ann.xlsx", sheet.read_bytes()),
        ("vocabularies.yaml", (ROOT / "data" / "vocabularies.yaml").read_bytes()),
        ("again.json", sample_file().read_bytes()),
        ("cut off.json", sample_file().read_bytes()[:900]),
        ("../../<b>notes</b>.pdf", b"%PDF-1.7"),
        ("nothing.csv", b""),
    )
    card(screen, "new export.json").get_by_text("A new release of a framework that you have").wait_for()
    card(screen, "back from Ann.xlsx").get_by_text("Conflict at").wait_for()
    card(screen, "again.json").get_by_text("There already").wait_for()
    card(screen, "cut off.json").get_by_text("not JSON").wait_for()
    card(screen, "nothing.csv").get_by_text("The file is empty").wait_for()
    card(screen, "b .pdf").get_by_text("✕ Not taken").wait_for()
    assert framework.content.active[0].text == "Hygiene — as the draft says."


def test_the_changes_of_a_release_unfold(screen: Any) -> None:
    found = card(screen, "new export.json")
    found.get_by_role("button", name="Show all 22 changes").click()
    found.locator("ol.lx-lines li").first.wait_for()
    assert found.locator("ol.lx-lines li").count() == 22
    assert found.locator("ins").count() > 3


def test_it_fits_in_both_themes(screen: Any) -> None:
    page = screen.page
    for name, theme, size in (
        ("light", "JupyterLab Light", {"width": 1280, "height": 2600}),
        ("dark", "JupyterLab Dark", {"width": 900, "height": 3000}),
    ):
        page.set_viewport_size(size)
        set_theme(page, theme)
        screen.scroll_into_view_if_needed()
        screenshot(screen, f"take-in-{name}")
        wide = screen.evaluate(
            "node => [...node.querySelectorAll('*')].filter(each => each.scrollWidth > each.clientWidth + 1"
            " && getComputedStyle(each).overflowX !== 'visible'"
            " && !each.classList.contains('lx-state')).map(each => each.className)"
        )
        assert wide == []
        assert_accessible(page, ".lx-take-in")
    set_theme(page, "JupyterLab Light")
    page.set_viewport_size(WIDE)


def test_a_conflict_is_chosen_and_all_that_is_ready_is_taken_in(screen: Any, workspace: Workspace) -> None:
    found = card(screen, "back from Ann.xlsx")
    found.get_by_label("Take the sheet's").check()
    found.get_by_text("2 reworded").wait_for()
    screen.get_by_label("Reason, for the log").fill("Ann's review")
    screen.page.keyboard.press("Tab")
    screen.get_by_role("button", name="Take all in (3)").click()
    for name in ("back from Ann.xlsx", "new export.json", "vocabularies.yaml"):
        card(screen, name).get_by_text("✓ Taken in").wait_for(timeout=30_000)
    framework = workspace.framework(SAMPLE_SOC)
    assert framework.content.active[0].text == "Hygiene — as the sheet says."
    assert [*framework.versions["label"]] == ["v.26.05", "v.26.11"]
    assert len(framework.vocabularies) == 4
    assert "Ann's review" in [*framework.log["reason"]]


def test_what_is_done_is_cleared(screen: Any) -> None:
    screen.get_by_role("button", name="Clear what is done").click()
    screen.get_by_text("No file yet").wait_for()


def test_a_large_file_comes_in_parts_and_the_next_step_opens_below(screen: Any, workspace: Workspace) -> None:
    body = sample_file(SAMPLE_NEW).read_bytes().replace(b'"v.26.11"', b'"v.27.01"')
    # Spaces between two fields are no change, and make it go in more than one part.
    large = body.replace(b'"framework":', b" " * 1_500_000 + b'"framework":', 1)
    drop(screen, ("large.json", large))
    found = card(screen, "large.json")
    found.get_by_role("button", name="Take in").click()
    found.get_by_text("✓ Taken in").wait_for(timeout=30_000)
    until(lambda: len(workspace.framework(SAMPLE_SOC).versions) == 3, "the release is not there")
    found.get_by_role("button", name="Review the merge here").click()
    screen.locator(".lx-next .lx-merge").wait_for(timeout=30_000)
    screenshot(screen, "take-in-next")
    screen.get_by_role("button", name="Close this screen").click()
    screen.locator(".lx-next").wait_for(state="hidden")


def test_the_samples_next_release_is_tried_with_one_click_and_its_merge_stands_below(page: Any, lab: Lab) -> None:
    own = str(lab.folder.parent / "try-it" / "workspace.db")
    first = f"import os; os.environ['LEXCURRIC_WORKSPACE'] = {own!r}; import lexcurric as lx; lx.choose()"
    write_notebook(lab.folder / "try_it.ipynb", [first, "lx.take_in()", "lx.review()"])
    open_notebook(page, lab, "try_it.ipynb")
    page.locator(".lx-merge").wait_for(timeout=60_000)
    page.get_by_role("button", name="Use the sample’s next release").click()
    page.get_by_role("button", name=f"Take in {SAMPLE_NEW}").click(timeout=60_000)
    page.locator(".lx-merge .lx-card").first.wait_for(timeout=60_000)
    assert "merge v.26.11" in page.locator(".lx-merge h3").inner_text()
