"""The rubric builder in a real JupyterLab: choosing, the pages, writing, stopping, downloading; by mouse and by keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import lexcurric as lx
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import WIDE, Lab, open_notebook, screenshot, set_theme, until, write_notebook
from tests.pages.cases import logo

NOTEBOOK = "builder.ipynb"
SOC = "51-3011.00"
CELLS = (
    "import lexcurric as lx\nws = lx.open({place!r}, author='A. Designer')\n"
    "builder = lx.build_rubric(ws.framework({soc!r}))",
    "builder",
    "print('Python says', builder.kind, builder.options, builder.trainees)",
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
    page.set_default_timeout(20_000)
    return page


@pytest.fixture
def builder(screen: Any) -> Any:
    """The widget, with every group of choices open."""
    found = screen.locator(".lx-builder")
    found.evaluate("node => node.querySelectorAll('details.lx-group').forEach((each) => { each.open = true; })")
    return found


def paper(builder: Any, name: str) -> Any:
    """The page in sight, once it is this one."""
    found = builder.locator(f".lx-paper[aria-label='{name}']")
    found.wait_for()
    return found


def show(builder: Any, kind: str, sheet: str) -> Any:
    """The first page of a sheet, of this kind of rubric."""
    builder.locator(".lx-kind", has_text=kind).first.click()
    builder.locator(".lx-group", has_text="Kind").locator(".lx-now", has_text=kind).first.wait_for()
    builder.get_by_role("tab", name=sheet).first.click()
    found = builder.locator(f".lx-paper[aria-label^='{sheet}, page 1']")
    found.wait_for()
    return found


def type_into(field: Any, text: str) -> None:
    field.fill(text)
    field.press("Enter")


def test_a_kind_is_chosen_and_its_pages_are_shown_at_once(builder: Any, screen: Any) -> None:
    assert builder.locator(".lx-kind .lx-about").first.inner_text().startswith("Each statement is rated on its own")
    paper(builder, "Score, page 1 of 4")
    heads = {"Single-point": "What goes beyond", "Analytic": "Emerging", "Holistic": "What decided it"}
    for label, head in (*heads.items(), ("Checklist", "Evidence and comments")):
        builder.locator(".lx-kind", has_text=label).first.click()
        builder.locator(".lx-paper th", has_text=head).first.wait_for()
    caption = builder.locator(".lx-paper caption").inner_text()
    assert caption == "Score, page 1 of 4, as it would print"
    assert "Preview" in builder.locator(".lx-preview").inner_text()


def test_a_wrong_value_stays_in_its_field_with_what_is_wrong(builder: Any) -> None:
    field = builder.get_by_label("Share of a level that must be met, in %")
    type_into(field, "120")
    builder.get_by_text("The share required is from 0 to 100 %; found 120").wait_for()
    field = builder.get_by_label("Share of a level that must be met, in %")
    assert field.input_value() == "120"
    assert field.get_attribute("aria-invalid") == "true"
    until(lambda: field.evaluate("node => document.activeElement === node"), "the field lost the keys")
    said = field.get_attribute("aria-describedby")
    assert builder.locator(f"[id='{said}']").inner_text().startswith("The share required")
    type_into(field, "75 %")
    builder.get_by_text("The share required is from").wait_for(state="detached")
    builder.get_by_role("tab", name="Start").click()
    paper(builder, "Start, page 1 of 1").get_by_text("75%").wait_for()
    assert builder.get_by_label("Share of a level that must be met, in %").input_value() == "75"


def test_sheets_and_pages_are_turned_by_keys(builder: Any, screen: Any) -> None:
    show(builder, "Checklist", "Score")
    builder.get_by_role("tab", name="Score").press("ArrowRight")
    paper(builder, "Summary, page 1 of 1")
    shown = builder.locator("[role=tab][aria-selected=true]")
    until(lambda: shown.evaluate("node => document.activeElement === node"), "the tab lost the keys")
    builder.locator(".lx-paper svg[role=img]").first.wait_for()
    assert builder.locator(".lx-paper svg").first.get_attribute("aria-label").startswith("Share met by level. ")
    desk = builder.locator(".lx-desk")
    desk.press("PageUp")
    paper(builder, "Score, page 4 of 4")
    desk.press("PageUp")
    paper(builder, "Score, page 3 of 4")
    builder.get_by_role("button", name="Next page").click()
    paper(builder, "Score, page 4 of 4")
    wide = builder.locator(".lx-paper").bounding_box()["width"]
    builder.get_by_role("button", name="Larger").click()
    until(lambda: builder.locator(".lx-paper").bounding_box()["width"] > wide * 1.2, "the page did not grow")
    builder.get_by_role("button", name="back to the width").click()
    until(lambda: abs(builder.locator(".lx-paper").bounding_box()["width"] - wide) < 2, "the page did not fit again")


def test_a_scale_of_ones_own(builder: Any) -> None:
    show(builder, "Checklist", "Start")
    builder.get_by_label("Scale", exact=True).select_option("yes-no")
    paper(builder, "Start, page 1 of 1").get_by_text("Does it as the statement says").wait_for()
    builder.get_by_label("Scale", exact=True).select_option("own")
    rows = builder.locator(".lx-own tbody tr")
    rows.nth(0).get_by_label("Rating", exact=True).fill("Gold")
    rows.nth(0).get_by_label("Points").fill("many")
    builder.get_by_role("button", name="Use this scale").click()
    builder.get_by_text("The points of Gold is a number, such as 2 or 1.5; found 'many'").wait_for()
    rows = builder.locator(".lx-own tbody tr")
    assert rows.nth(0).get_by_label("Rating", exact=True).input_value() == "Gold"
    rows.nth(0).get_by_label("Points").fill("2,5")
    builder.get_by_role("button", name="Use this scale").click()
    paper(builder, "Start, page 1 of 1").get_by_text("Gold").wait_for()
    builder.get_by_label("Scale", exact=True).select_option("usual")
    paper(builder, "Start, page 1 of 1").get_by_text("Gold").wait_for(state="detached")


def test_criteria_are_proposed_accepted_weighed_and_left_out(builder: Any, framework: Framework, screen: Any) -> None:
    builder.locator(".lx-kind", has_text="Analytic").first.click()
    builder.locator(".lx-notes", has_text="No statement has a criterion yet").wait_for()
    builder.get_by_role("button", name="Propose criteria").click()
    proposal = builder.locator(".lx-proposal")
    proposal.wait_for(timeout=60_000)
    screenshot(screen, "builder-proposal")
    first = proposal.locator("summary").first.inner_text().split(" · ")[0]
    proposal.get_by_role("button", name="Accept those ticked").click()
    proposal.wait_for(state="detached")
    until(lambda: first in [each.label for each in framework.content.criteria], "the criteria are not in the draft")
    count = len(framework.content.criteria)
    rows = builder.locator("table.lx-list tbody tr")
    field = builder.get_by_label(f"Weight of {first}")
    type_into(field, "zero")
    builder.get_by_text("A weight is a number, such as 2 or 1.5; found 'zero'").wait_for()
    type_into(builder.get_by_label(f"Weight of {first}"), "3")
    builder.locator("tfoot", has_text=str(count + 2)).wait_for()
    builder.get_by_label(first, exact=True).uncheck()
    builder.locator("tfoot", has_text=str(count - 1)).wait_for()
    assert rows.count() >= count
    builder.get_by_label(first, exact=True).check()
    builder.locator("tfoot", has_text=str(count + 2)).wait_for()


def test_levels_version_and_target(builder: Any) -> None:
    show(builder, "Checklist", "Score")
    builder.get_by_label("Advanced (10)").uncheck()
    paper(builder, "Score, page 1 of 3")
    builder.get_by_role("combobox", name="Target level").select_option("emerging")
    builder.get_by_role("tab", name="Start").click()
    paper(builder, "Start, page 1 of 1").get_by_role("cell", name="Emerging").wait_for()
    builder.get_by_label("Advanced (10)").check()
    builder.get_by_role("combobox", name="Target level").select_option("")
    paper(builder, "Start, page 1 of 1").get_by_role("cell", name="Proficient").wait_for()


def test_looks_with_a_logo_from_the_browser(builder: Any, screen: Any, tmp_path: Path) -> None:
    show(builder, "Checklist", "Start")
    builder.locator(".lx-theme", has_text="Green").click()
    head = builder.locator(".lx-paper th").first
    until(lambda: head.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(30, 77, 43)", "not green")
    builder.get_by_role("combobox", name="Paper").select_option("letter")
    builder.get_by_role("combobox", name="Language").select_option("es")
    builder.locator(".lx-paper", has_text="Cómo se usa").wait_for()
    builder.get_by_role("combobox", name="Language").select_option("en")
    picture = tmp_path / "logo.png"
    picture.write_bytes(logo())
    builder.get_by_role("group", name="Drop a picture here").locator("input[type=file]").set_input_files(picture)
    builder.locator(".lx-paper img").wait_for()
    builder.get_by_text("Colours of your own").click()
    type_into(builder.get_by_label("Headings: six hex digits"), "red")
    builder.get_by_text("A colour is six hex digits such as 1F3864; found 'red'").wait_for()
    type_into(builder.get_by_label("Headings: six hex digits"), "#660000")
    until(lambda: head.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(102, 0, 0)", "not red")
    builder.get_by_role("button", name="Leave it out").click()
    builder.locator(".lx-paper img").wait_for(state="detached")
    builder.get_by_role("button", name="Headings: the theme's colour again").click()


def test_names_are_pasted_or_dropped_as_a_list(builder: Any, screen: Any) -> None:
    builder.locator(".lx-kind", has_text="A workbook for each trainee").click()
    box = builder.get_by_label("Names, one a line, or pasted from Excel")
    box.fill("Ana Ruiz\nBen Li\nAna Ruiz")
    box.press("Tab")
    builder.get_by_text("3 names").wait_for()
    builder.get_by_role("tab", name="Score").click()
    builder.locator(".lx-paper", has_text="Ana Ruiz").wait_for()
    transfer = screen.evaluate_handle(
        "() => { const data = new DataTransfer();"
        " data.items.add(new File(['Name;Group\\nLi Wei;A\\nZoë;B\\n'], 'group.csv')); return data; }"
    )
    zone = builder.get_by_role("group", name="Drop a list of names here")
    zone.dispatch_event("drop", {"dataTransfer": transfer})
    builder.get_by_text("2 names").wait_for()
    builder.locator(".lx-kind", has_text="One workbook for the group").click()
    builder.get_by_role("tab", name="Cohort", exact=False).first.click()
    builder.locator(".lx-paper", has_text="Zoë").wait_for()


def test_the_workbook_is_written_and_downloaded(builder: Any, lab: Lab, framework: Framework, tmp_path: Path) -> None:
    show(builder, "Checklist", "Score")
    builder.locator(".lx-kind", has_text="Nobody in particular").click()
    builder.get_by_role("button", name="Write the workbook").click()
    # At once after a choice: what is written is what was chosen, not what the screen showed still.
    builder.locator(".lx-said-done", has_text="The workbook is written as exports/Bakers-checklist.xlsx").wait_for()
    with builder.page.expect_download() as found:
        builder.locator(".lx-writing").get_by_role("link", name="Download Bakers-checklist.xlsx").click()
    assert found.value.url.startswith("http")
    found.value.save_as(tmp_path / "got.xlsx")
    written = lab.folder / "exports" / "Bakers-checklist.xlsx"
    assert (tmp_path / "got.xlsx").read_bytes() == written.read_bytes()
    assert load_workbook(written)["Score"]["A1"].value == "Score: Bakers"
    assert "Bakers-checklist.xlsx" in set(framework.issued["file"])


def test_a_filled_in_workbook_is_not_written_over_unasked(builder: Any, lab: Lab) -> None:
    written = lab.folder / "exports" / "Bakers-checklist.xlsx"
    book: Any = load_workbook(written)
    cell = book.defined_names["InTrainee"].attr_text.rpartition("!")[2].replace("$", "")
    book["Score"][cell] = "Ana Ruiz"
    book.save(written)
    filled = written.read_bytes()
    builder.get_by_role("button", name="Write the workbook").click()
    builder.get_by_text("Bakers-checklist.xlsx is there already. It may be filled in.").wait_for()
    other = builder.get_by_role("button", name="Write as exports/Bakers-checklist 2.xlsx")
    until(lambda: other.evaluate("node => document.activeElement === node"), "the offer has not the keys")
    other.press("Enter")
    builder.locator(".lx-said-done", has_text="Bakers-checklist 2.xlsx").wait_for()
    assert written.read_bytes() == filled
    field = builder.get_by_label("File", exact=True)
    until(lambda: field.input_value() == "exports/Bakers-checklist 2.xlsx", "the field has the old name")


def test_writing_many_shows_how_far_it_is_and_stops(builder: Any, lab: Lab, screen: Any) -> None:
    builder.locator(".lx-kind", has_text="A workbook for each trainee").click()
    # A browser takes minutes to put so many lines into a field, unless it is helped.
    builder.get_by_label("Names, one a line, or pasted from Excel").evaluate(
        "(node, text) => { node.select(); const data = new DataTransfer(); data.setData('text/plain', text);"
        " node.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }",
        "\n".join(f"Trainee {number}" for number in range(1, 2001)),
    )
    builder.get_by_text("2,000 names").wait_for()
    path = builder.get_by_role("textbox", name="Folder")
    type_into(path, "exports/many/")
    builder.get_by_role("button", name="Write 2,000 workbooks").click()
    bar = builder.get_by_role("progressbar")
    bar.wait_for()
    until(lambda: float(bar.get_attribute("value") or 0) > 0, "the bar does not move")
    screenshot(builder.locator(".lx-writing"), "builder-writing")
    builder.get_by_role("button", name="Stop").click()
    builder.locator(".lx-said-stopped").wait_for(timeout=40_000)
    count = len(list((lab.folder / "exports" / "many").glob("*.xlsx")))
    assert 0 < count < 2000
    assert builder.locator(".lx-said").inner_text().startswith(f"Stopped: {count:,} of 2,000 workbooks are written")
    until(lambda: builder.locator(".lx-files a").count() == min(count, 12), "not the files that are there")


def test_choices_go_into_a_file_and_come_back(builder: Any, tmp_path: Path, screen: Any) -> None:
    builder.get_by_role("combobox", name="Paper").select_option("letter")
    show(builder, "Single-point", "Score")
    builder.locator(".lx-paper th", has_text="What goes beyond").first.wait_for()
    with screen.expect_download() as found:
        builder.get_by_role("link", name="Save the choices as a file").click()
    path = tmp_path / found.value.suggested_filename
    found.value.save_as(path)
    assert path.name == "single-point-options.yaml"
    text = path.read_text()
    assert "kind: single-point" in text
    assert "paper: letter" in text
    path.write_text(text.replace("kind: single-point", "kind: holistic"))
    builder.get_by_role("group", name="Drop a file of choices here").locator("input[type=file]").set_input_files(path)
    builder.locator(".lx-paper", has_text="What decided it").wait_for()
    path.write_text("kind: holistic\nwidth: 3\n")
    builder.get_by_role("group", name="Drop a file of choices here").locator("input[type=file]").set_input_files(path)
    builder.get_by_text("No option 'width' of a rubric").wait_for()


def test_typing_here_is_not_heard_by_the_notebook(builder: Any, screen: Any) -> None:
    cells = screen.locator(".jp-Notebook .jp-Cell").count()
    builder.get_by_role("tab", name="Score").press("d")
    builder.get_by_role("tab", name="Score").press("d")
    builder.locator(".lx-desk").press("x")
    assert screen.locator(".jp-Notebook .jp-Cell").count() == cells


def test_python_has_what_the_screen_shows(builder: Any, screen: Any) -> None:
    screen.locator(".jp-Cell").nth(2).click()
    screen.keyboard.press("Control+Enter")
    said = screen.locator(".jp-OutputArea-output pre", has_text="Python says holistic")
    said.wait_for()
    assert "'paper': 'letter'" in said.inner_text()
    assert "'Trainee 2000'" in said.inner_text()


@pytest.mark.parametrize(("name", "theme"), THEMES)
def test_it_can_be_used_by_everybody_in_both_themes(builder: Any, screen: Any, name: str, theme: str) -> None:
    set_theme(screen, theme)
    screen.set_viewport_size({"width": 1280, "height": 1600})
    builder.locator(".lx-kind", has_text="Nobody in particular").click()
    show(builder, "Analytic", "Score")
    builder.locator(".lx-paper th", has_text="Emerging").first.wait_for()
    assert_accessible(screen, ".lx-builder")
    colour = builder.locator(".lx-paper").evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour == "rgb(255, 255, 255)"
    screenshot(screen, f"builder-{name}")
    screenshot(builder, f"builder-all-{name}")
    screen.set_viewport_size({"width": 900, "height": 1200})
    fits(builder)
    screenshot(screen, f"builder-narrow-{name}")
    screen.set_viewport_size(WIDE)
    fits(builder)


def fits(builder: Any) -> None:
    """Nothing is wider than the room that it has, but what scrolls by itself."""
    wide = builder.evaluate(
        "node => [...node.querySelectorAll('*')].filter(each => each.scrollWidth > each.clientWidth + 1"
        " && !['inline', 'none', 'contents'].includes(getComputedStyle(each).display)"
        " && !each.closest('.lx-desk, .lx-scroll, .lx-now, .lx-hidden, svg, select'))"
        ".map(each => `${each.tagName}.${each.className}`)"
    )
    assert wide == []
