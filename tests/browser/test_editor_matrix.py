"""The editor as a matrix, and statements dragged to another place or level, in both layouts; all of it by keys too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lexcurric.bundled import SAMPLE_SOC, sample_file
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import Lab, open_notebook, screenshot, set_theme, until, write_notebook
from tests.samples import export_bytes

MANY = (1, 2, 6, 9)
"""How many levels the other frameworks have."""
SOC = "11-{:04}.00"


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    found = lab.folder.parent / "matrix" / "workspace.db"
    cells = [f"import lexcurric as lx\nws = lx.open({str(found)!r}, author='Ada')"]
    with open_workspace(found, "Ada") as workspace:
        framework = workspace.import_export(sample_file())
        framework.add_vocabularies(sample_file("vocabularies.yaml"))
        framework.tag([each.id for each in framework.content.active[::3]], ["skill:practical"])
        for count in MANY:
            path = found.parent / f"{count}.json"
            rows = [[f"Thing {level}.{place} — do it with care." for place in range(12)] for level in range(count)]
            path.write_bytes(export_bytes(*rows, soc=SOC.format(count)))
            workspace.import_export(path)
        path.write_bytes(
            export_bytes(
                *[[f"Thing {level}.{place} — do it." for place in range(1000)] for level in range(4)],
                soc=SOC.format(4000),
            )
        )
        workspace.import_export(path)
    cells.append(f"e = lx.edit(ws.framework({SAMPLE_SOC!r})); e")
    write_notebook(lab.folder / "matrix.ipynb", cells)
    return found


@pytest.fixture
def soc() -> str:
    return SAMPLE_SOC


@pytest.fixture(scope="module")
def screen(page: Any, lab: Lab, place: Path) -> Any:
    open_notebook(page, lab, "matrix.ipynb")
    found = page.locator(".lx-editor")
    found.wait_for(timeout=60_000)
    page.set_viewport_size({"width": 1280, "height": 1100})
    found.locator("[data-id]").nth(39).wait_for(state="attached")
    return found


@pytest.fixture(params=["list", "matrix"])
def editor(request: Any, screen: Any) -> Any:
    return shown(screen, request.param)


@pytest.fixture
def matrix(screen: Any) -> Any:
    return shown(screen, "matrix")


def shown(screen: Any, layout: str) -> Any:
    for _ in range(3):
        screen.locator("[data-id]").first.focus()
        screen.page.keyboard.press("Escape")
    screen.get_by_role("button", name="Matrix" if layout == "matrix" else "List", exact=True).click()
    screen.locator(f".lx-layouts [data-layout={layout}][aria-pressed=true]").wait_for()
    screen.locator(".lx-list").evaluate("node => { node.scrollTop = node.scrollLeft = 0; }")
    screen.locator(".lx-list").scroll_into_view_if_needed()
    return screen


def ids(framework: Framework, level: str = "emerging") -> list[str]:
    return [each.id for each in framework.content.by_level[level]]


def row(editor: Any, key: str) -> Any:
    return editor.locator(f"[data-id='{key}']")


def middle(found: Any, part: float = 0.5) -> tuple[float, float]:
    box = found.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * part


def drag(editor: Any, what: str, to: Callable[[], tuple[float, float]], *, drop: bool = True) -> None:
    """Drags a row to a point on screen, in steps, as a hand does."""
    mouse = editor.page.mouse
    editor.locator(".lx-list").evaluate("node => node.scrollIntoView({ block: 'center' })")
    row(editor, what).locator(".lx-text").scroll_into_view_if_needed()
    # Not on a button that stands in the row.
    mouse.move(*middle(row(editor, what).locator(".lx-text")))
    mouse.down()
    mouse.move(*middle(row(editor, what), 0.7), steps=3)
    mouse.move(*to(), steps=8)
    editor.locator(".lx-ghost").wait_for()
    if drop:
        mouse.up()
        editor.locator(".lx-ghost").wait_for(state="detached")


def undone(editor: Any, words: str) -> None:
    button = editor.get_by_role("button", name=f"Undo: {words}")
    button.wait_for()
    button.click()
    button.wait_for(state="detached")


def test_a_statement_is_dragged_to_another_place_as_one_edit(editor: Any, framework: Framework) -> None:
    first, second, third, fourth, *_ = before = ids(framework)
    revision = framework.revision
    drag(editor, first, lambda: middle(row(editor, third), 0.8))
    until(lambda: ids(framework)[:4] == [second, third, first, fourth], "it is not where it was dropped")
    assert framework.revision == revision + 1
    undone(editor, "Moved “Personal hygiene")
    assert ids(framework) == before


def test_all_that_are_selected_are_dragged_in_their_order(editor: Any, framework: Framework) -> None:
    before = ids(framework)
    row(editor, before[2]).locator(".lx-text").click()
    row(editor, before[1]).locator(".lx-text").click(modifiers=["Control"])
    editor.locator(".lx-chosen", has_text="2 selected").wait_for()
    drag(editor, before[2], lambda: middle(row(editor, before[0]), 0.2))
    until(lambda: ids(framework)[:3] == [before[1], before[2], before[0]], "they are not where they were dropped")
    undone(editor, "Moved 2 statements to Emerging")
    assert ids(framework) == before


def test_escape_gives_a_drag_up_and_a_drop_where_it_was_saves_nothing(editor: Any, framework: Framework) -> None:
    revision, before = framework.revision, ids(framework)
    drag(editor, before[0], lambda: middle(row(editor, before[3])), drop=False)
    editor.page.keyboard.press("Escape")
    editor.locator(".lx-ghost").wait_for(state="detached")
    editor.page.mouse.up()
    drag(editor, before[1], lambda: middle(row(editor, before[1]), 0.9))
    row(editor, before[2]).click()
    editor.locator(".lx-chosen", has_text="1 selected").wait_for()
    assert framework.revision == revision


def test_a_statement_is_dragged_to_another_level_in_the_matrix(matrix: Any, framework: Framework) -> None:
    first, target = ids(framework)[0], ids(framework, "proficient")[1]
    drag(matrix, first, lambda: middle(row(matrix, target), 0.2), drop=False)
    line = matrix.locator(".lx-drop").bounding_box()
    assert abs(line["y"] - row(matrix, target).bounding_box()["y"]) < 8
    assert matrix.locator(".lx-ghost").inner_text().endswith("→ Proficient")
    for name, theme in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
        set_theme(matrix.page, theme)
        screenshot(matrix.page, f"matrix-drag-{name}")
    set_theme(matrix.page, "JupyterLab Light")
    matrix.page.mouse.up()
    until(lambda: ids(framework, "proficient")[1:3] == [first, target], "it is not where it was dropped")
    undone(matrix, "Moved “Personal hygiene")


def test_near_its_edge_the_list_scrolls_while_one_drags(screen: Any, framework: Framework) -> None:
    editor = shown(screen, "list")
    first = ids(framework)[0]

    def edge() -> tuple[float, float]:
        box = editor.locator(".lx-list").bounding_box()
        return box["x"] + 200, box["y"] + box["height"] - 6

    drag(editor, first, edge, drop=False)
    box = editor.locator(".lx-list").bounding_box()
    last = row(editor, ids(framework, "advanced")[-1])
    until(lambda: last.bounding_box()["y"] < box["y"] + box["height"], "the list does not scroll")
    editor.page.mouse.up()
    until(lambda: framework.statement(first).level == "advanced", "it was not dropped in the last level")
    undone(editor, "Moved “Personal hygiene")


def test_by_keys_a_statement_goes_to_the_level_beside(editor: Any, framework: Framework) -> None:
    second = ids(framework)[1]
    stands = "([id, level]) => document.activeElement.dataset.id === id && document.activeElement.closest('[role=rowgroup]').ariaLabel === level"
    row(editor, second).click()
    editor.page.keyboard.press("Alt+ArrowRight")
    until(lambda: ids(framework, "developing")[1] == second, "it is not in the level after")
    editor.page.wait_for_function(stands, arg=[second, "Developing"])
    editor.page.keyboard.press("Alt+ArrowLeft")
    until(lambda: ids(framework)[1] == second, "it is not back")
    editor.page.wait_for_function(stands, arg=[second, "Emerging"])
    editor.page.keyboard.press("Alt+ArrowLeft")
    editor.locator(".lx-trouble", has_text="There is no level before Emerging").wait_for()
    editor.page.keyboard.press("Escape")


def test_the_arrows_go_through_the_matrix_and_enter_edits_a_card(matrix: Any, framework: Framework) -> None:
    page = matrix.page
    row(matrix, ids(framework)[0]).click()
    for key, level in (("ArrowRight", "developing"), ("ArrowRight", "proficient"), ("ArrowLeft", "developing")):
        page.keyboard.press(key)
        page.wait_for_function(f"document.activeElement.dataset.id === '{ids(framework, level)[0]}'")
    page.keyboard.press("End")
    page.wait_for_function(f"document.activeElement.dataset.id === '{ids(framework, 'developing')[-1]}'")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type(" Now.")
    page.keyboard.press("Enter")
    second = ids(framework, "developing")[1]
    until(lambda: framework.statement(second).text.endswith(" Now."), "the card was not saved")
    matrix.locator("textarea.lx-box").wait_for(state="detached")
    page.keyboard.press("Control+z")
    until(lambda: not framework.statement(second).text.endswith(" Now."), "it was not undone")


def test_the_matrix_is_readable_in_both_themes_and_passes_axe(matrix: Any, framework: Framework) -> None:
    page = matrix.page
    row(matrix, ids(framework)[2]).click()
    for name, theme in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
        set_theme(page, theme)
        for width in (1280, 900):
            page.set_viewport_size({"width": width, "height": 1100})
            page.wait_for_timeout(300)
            matrix.scroll_into_view_if_needed()
            screenshot(page, f"matrix-{name}-{width}")
            assert matrix.evaluate("node => node.scrollWidth <= node.clientWidth")
        assert_accessible(page, ".lx-editor")
    set_theme(page, "JupyterLab Light")
    page.set_viewport_size({"width": 1280, "height": 1100})


RUN = """async code => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const reply = await kernel.requestExecute({ code, silent: false, store_history: false }).done;
  return reply.content.status;
}"""


@pytest.mark.parametrize("count", MANY)
def test_one_two_six_and_nine_levels_stand_side_by_side(matrix: Any, count: int) -> None:
    page = matrix.page
    assert page.evaluate(RUN, f"e.framework = ws.framework({SOC.format(count)!r})") == "ok"
    matrix.locator(".lx-list > [role=rowgroup]").nth(count - 1).wait_for()
    matrix.get_by_text(f"Thing {count - 1}.0").first.wait_for(state="attached")
    screenshot(page, f"matrix-{count}-levels")
    widths = matrix.locator(".lx-list > [role=rowgroup]").evaluate_all("nodes => nodes.map(node => node.offsetWidth)")
    assert len(widths) == count
    assert min(widths) >= 195
    assert matrix.evaluate("node => node.scrollWidth <= node.clientWidth")


def test_four_thousand_statements_are_a_matrix_too_of_which_few_are_in_the_page(matrix: Any) -> None:
    page = matrix.page
    assert page.evaluate(RUN, f"e.framework = ws.framework({SOC.format(4000)!r})") == "ok"
    matrix.locator(".lx-list[aria-rowcount='4004']").wait_for(timeout=30_000)
    until(lambda: matrix.get_by_text("All 4000").count() > 0, "not all statements have come")
    assert 0 < matrix.locator("[data-id]").count() < 400
    first = matrix.locator("[data-id]").first
    first.click()
    page.keyboard.press("End")
    page.wait_for_function("document.activeElement.querySelector('.lx-place')?.textContent === '1000'")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.closest('[role=rowgroup]')?.getAttribute('aria-label') === 'L2'")
    assert matrix.locator("[data-id]").count() < 400
    screenshot(page, "matrix-4000")
