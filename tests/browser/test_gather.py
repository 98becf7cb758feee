"""Gathering scored rubrics in a real JupyterLab: dropped, read with progress, looked at by mouse and by keys."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from lexcurric.bundled import sample_file
from lexcurric.workspace.workspace import open_workspace
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import WIDE, Lab, open_notebook, screenshot, set_theme, until, write_notebook
from tests.browser.test_take_in import drop
from tests.scored import fill_checklist

NOTEBOOK = "gather.ipynb"
CELLS = (
    "import lexcurric as lx\nws = lx.open({place!r}, author='A. Designer')",
    "screen = lx.gather(ws)\nscreen",
    "screen.cohort",
)
NAMES = ("Ann", "Ben", "Cem", "Dora", "Emre", "Fay", "Gus", "Hana")


@pytest.fixture(scope="module")
def scored(lab: Lab) -> Path:
    """Eight scored checklists, two of them on an older version, and a notebook for them."""
    home = lab.folder.parent / "gather"
    folder = home / "scored"
    folder.mkdir(parents=True)
    chance = random.Random(3)
    with open_workspace(home / "workspace.db", "A. Designer") as workspace:
        framework = workspace.import_export(sample_file())
        for place, label in enumerate(("Hygiene and food safety", "Scaling and mixing", "Shaping")):
            framework.set_criterion([level[place].id for level in framework.content.by_level.values()], label)
        framework.save("v.26.05-acme.1", "Criteria")
        old = framework.rubric().to_excel(home / "old.xlsx")
        first = framework.content.active[0]
        framework.edit(first.id, first.text.removesuffix(".") + ", without help.")
        framework.save("v.26.05-acme.2", "Stricter")
        new = framework.rubric().to_excel(home / "new.xlsx")
        levels = [level.key for level in framework.levels]
        for at, name in enumerate(NAMES):
            reached = at % 5
            ratings = {
                each.id: 4 if levels.index(each.level) < reached else chance.choice([1, 2, 3, 4])
                for each in framework.content.active
            }
            fill_checklist(old if at < 2 else new, folder / f"{name}.xlsx", ratings, name=f"{name} Baker")
    write_notebook(lab.folder / NOTEBOOK, [CELLS[0].format(place=str(home / "workspace.db")), *CELLS[1:]])
    return folder


@pytest.fixture(scope="module")
def screen(page: Any, lab: Lab, scored: Path) -> Any:
    """The screen for scored rubrics, empty at first."""
    open_notebook(page, lab, NOTEBOOK)
    box = page.locator(".lx-gather")
    box.wait_for(timeout=60_000)
    return box


def test_an_empty_screen_says_what_to_do(screen: Any) -> None:
    screen.get_by_text("Nothing gathered yet.").wait_for()
    screenshot(screen, "gather-empty")


def test_dropped_workbooks_become_a_cohort_and_what_cannot_be_read_is_said(screen: Any, scored: Path) -> None:
    books = [(each.name, each.read_bytes()) for each in sorted(scored.iterdir())]
    drop(screen, *books, ("cut off.xlsx", books[0][1][:2000]), ("empty.xlsx", b""))
    screen.get_by_text("8 trainees from 10 files").wait_for(timeout=60_000)
    screen.get_by_text("2 things to look at").wait_for()
    assert screen.locator(".lx-trainees tbody tr").count() == 8
    screen.get_by_text("2 trainees were rated on v.26.05-acme.1; v.26.05-acme.2 is newer").wait_for()
    screen.get_by_text("1 of the 1 changes since then affects scoring").wait_for()


def test_bars_are_reached_by_keyboard_and_say_their_values(screen: Any) -> None:
    bars = screen.locator("[data-chart='levels'] g[tabindex]")
    bars.first.wait_for()
    bars.first.focus()
    said = []
    for _ in range(bars.count()):
        said.append(screen.page.evaluate("document.activeElement.getAttribute('aria-label')"))
        screen.page.keyboard.press("ArrowDown")
    assert len(set(said)) == bars.count()
    assert any(each.startswith("Emerging: ") and " of 8 (" in each for each in said)
    # A share is told by words and by a hatched rest, not by colour alone.
    assert screen.locator("[data-chart='gaps'] .lx-bar-value").all_inner_texts() != []
    assert "hatch" in screen.locator("[data-chart='gaps'] .lx-bar-whole").first.get_attribute("fill")


def test_pressing_a_level_shows_only_its_trainees(screen: Any) -> None:
    bar = screen.locator("[data-chart='levels'] g[aria-label^='Emerging:']")
    wanted = int(bar.get_attribute("aria-label").split(": ")[1].split(" ")[0])
    bar.focus()
    screen.page.keyboard.press("Enter")
    screen.get_by_text(f"{wanted} of 8; the charts show these").wait_for()
    assert screen.locator(".lx-trainees tbody tr").count() == wanted
    screen.get_by_role("button", name="Clear all").click()
    screen.get_by_text("8 in all").wait_for()
    screen.get_by_role("searchbox").fill("hana")
    screen.get_by_text("1 of 8; the charts show these").wait_for()
    screen.get_by_role("button", name="Clear all").click()
    screen.get_by_text("8 in all").wait_for()


def test_the_table_is_sorted_and_one_trainee_opened(screen: Any) -> None:
    names = screen.locator(".lx-trainees tbody .lx-person")
    assert names.first.inner_text() == "Ann Baker"
    screen.get_by_role("button", name="Trainee").click()
    until(lambda: names.first.inner_text() == "Hana Baker", "the table was not turned round")
    screen.get_by_role("button", name="Trainee").click()
    until(lambda: names.first.inner_text() == "Ann Baker", "the table was not turned back")
    screen.get_by_role("button", name="Ben Baker").click()
    detail = screen.locator(".lx-detail")
    detail.get_by_text("From Ben.xlsx").wait_for()
    assert detail.locator("tbody tr").count() == 40
    screenshot(detail, "gather-detail")
    detail.get_by_role("button", name="Close").click()
    detail.wait_for(state="detached")


def test_it_fits_in_both_themes_with_charts_and_tables(screen: Any) -> None:
    page = screen.page
    for name, theme, size in (
        ("light", "JupyterLab Light", {"width": 1280, "height": 2600}),
        ("dark", "JupyterLab Dark", {"width": 900, "height": 3400}),
    ):
        page.set_viewport_size(size)
        set_theme(page, theme)
        screen.scroll_into_view_if_needed()
        screen.locator("[data-chart='least'] g[tabindex]").first.wait_for()
        screenshot(screen, f"gather-{name}")
        wide = screen.evaluate(
            "node => [...node.querySelectorAll('*')].filter(each => each.scrollWidth > each.clientWidth + 1"
            " && getComputedStyle(each).overflowX !== 'visible' && !each.closest('.lx-scroll'))"
            ".map(each => each.className)"
        )
        assert wide == []
        assert_accessible(page, ".lx-gather")
    screen.get_by_role("button", name="Tables").click()
    screen.get_by_role("region", name="Levels reached, as a table").wait_for()
    assert screen.locator("[data-chart] svg").count() == 0
    assert_accessible(page, ".lx-gather")
    screenshot(screen, "gather-tables")
    screen.get_by_role("button", name="Charts").click()
    set_theme(page, "JupyterLab Light")
    page.set_viewport_size(WIDE)


def test_results_are_written_and_downloaded(screen: Any, lab: Lab) -> None:
    screen.get_by_role("button", name="Write the results workbook").click()
    link = screen.locator("a.lx-download").first
    link.wait_for(timeout=30_000)
    written = lab.folder / "exports" / "cohort-51-3011.00.xlsx"
    assert load_workbook(written, read_only=True).sheetnames[0] == "Overview"
    with screen.page.expect_download() as download:
        link.click()
    assert Path(download.value.path()).read_bytes() == written.read_bytes()


def test_a_folder_of_many_is_read_beside_the_kernel_and_can_be_stopped(screen: Any, scored: Path) -> None:
    screen.get_by_role("button", name="Start again with nothing").click()
    screen.get_by_text("Nothing gathered yet.").wait_for()
    many = scored.parent / "many" / "May"
    many.mkdir(parents=True)
    body = bytearray((scored / "Ann.xlsx").read_bytes())
    body[-2:] = (4).to_bytes(2, "little")
    for number in range(400):
        # The comment at the end of a zip archive makes each another file that says the same.
        (many / f"{number:03}.xlsx").write_bytes(bytes(body) + f"{number:04}".encode())
    (many / "notes.txt").write_text("no workbook")
    screen.locator("input.lx-file").nth(1).set_input_files(many.parent)
    screen.get_by_text("Reading:").wait_for(timeout=60_000)
    # The screen answers while it reads.
    screen.get_by_role("button", name="Stop").click()
    go_on = screen.get_by_role("button", name="files that wait")
    go_on.wait_for(timeout=30_000)
    screenshot(screen, "gather-stopped")
    go_on.click()
    screen.get_by_text("400 trainees from 400 files").wait_for(timeout=120_000)
    assert screen.locator(".lx-trainees tbody tr").count() == 100
    screen.get_by_role("button", name="Show 100 more of 400").click()
    until(lambda: screen.locator(".lx-trainees tbody tr").count() == 200, "no more trainees are shown")


def test_a_plain_cell_shows_the_charts_without_a_script(screen: Any) -> None:
    screen.page.locator(".jp-OutputArea .lx-view", has_text="Cohort").first.wait_for()
