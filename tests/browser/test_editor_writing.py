"""The editor helps a designer to write well: facets, findings, what changed, and tags; in a real JupyterLab."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from lexcurric.bundled import SAMPLE_SOC, sample_file
from lexcurric.core.model import Content, Statement
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.conftest import WIDE, Lab, open_notebook, screenshot, set_theme, until, write_notebook
from tests.browser.test_editor import RUN, button, has_words, row

START = "import lexcurric as lx\nfw = lx.open({place!r}, author='Ada').framework({soc!r})"


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    """A workspace with a framework that is tagged in part, and a notebook with its editor."""
    found = lab.folder.parent / "writing" / "workspace.db"
    with open_workspace(found, "Ada") as workspace:
        framework = workspace.import_export(sample_file())
        framework.add_vocabularies(sample_file("vocabularies.yaml"))
        ids = [each.id for each in framework.content.active]
        framework.tag(ids[:9], "skill:practical")
        framework.tag(ids[5:16], "tool:mixer")
        framework.set_criterion(ids[:4], "Hygiene")
        framework.note(ids[2], "Ask Jo about this")
    write_notebook(
        lab.folder / "writing.ipynb", [START.format(place=str(found), soc=SAMPLE_SOC), "ed = lx.edit(fw)\ned"]
    )
    return found


@pytest.fixture
def soc() -> str:
    return SAMPLE_SOC


@pytest.fixture(scope="module")
def editor(page: Any, lab: Lab, place: Path) -> Any:
    open_notebook(page, lab, "writing.ipynb")
    found = page.locator(".lx-editor")
    found.wait_for(timeout=60_000)
    found.scroll_into_view_if_needed()
    return found


@pytest.fixture(autouse=True)
def _as_at_first(editor: Any) -> None:
    """Each test starts without filters, with no pane open, and with the facets in sight."""
    assert in_python(editor, "ed.clear_filters(); ed.pane = ''; ed.selection = []; ed.show_filters = True") == "ok"
    editor.locator(".lx-facets").wait_for()
    editor.locator("[data-id]").nth(39).wait_for(state="attached")


def in_python(editor: Any, code: str) -> str:
    """Runs a line in the notebook's kernel, and gives how it ended with what it printed."""
    found: str = editor.page.evaluate(RUN, code)
    return found


def python_says(editor: Any, expression: str, value: object) -> None:
    """Waits for Python to hold what the screen shows."""
    until(lambda: in_python(editor, f"print(({expression}))") == f"ok {value}", f"{expression} is not {value}")


def facet(editor: Any, name: str) -> Any:
    return editor.locator("details[data-facet]").filter(
        has=editor.page.locator("summary", has_text=re.compile(f"^{name}"))
    )


def option(editor: Any, name: str, label: str) -> Any:
    return facet(editor, name).locator("label", has_text=re.compile(f"^{re.escape(label)}"))


def count_of(found: Any) -> int:
    return int(found.locator(".lx-count").inner_text())


def shown(editor: Any, many: int) -> None:
    has_words(editor.locator(".lx-narrowed"), f"{many} of 40 statements")
    until(lambda: editor.locator("[data-id]").count() == many, f"the list does not show {many}")


def matching(content: Content, *fits: Any) -> list[Statement]:
    return [each for each in content.active if all(one(each) for one in fits)]


def test_facets_narrow_together_and_each_count_follows_the_others(editor: Any, framework: Framework) -> None:
    content = framework.content
    mixer = lambda each: "tool:mixer" in each.tags  # noqa: E731
    bare = lambda each: not any(tag.startswith("skill:") for tag in each.tags)  # noqa: E731
    option(editor, "Tool or equipment", "Mixer").click()
    shown(editor, len(matching(content, mixer)))
    assert count_of(option(editor, "Skill type", "none yet")) == len(matching(content, mixer, bare))
    option(editor, "Skill type", "none yet").click()
    shown(editor, len(matching(content, mixer, bare)))
    # Its own choice does not narrow a facet's counts: another value may be added to it.
    assert count_of(option(editor, "Skill type", "Practical")) == 4
    assert count_of(option(editor, "Tool or equipment", "Mixer")) == len(matching(content, mixer, bare))
    option(editor, "Skill type", "Practical").click()
    shown(editor, len(matching(content, mixer)))
    button(editor, "Emerging").click()
    here = matching(content, mixer, lambda each: each.level == "emerging")
    shown(editor, len(here))
    python_says(editor, "ed.facets", {"tool": ["mixer"], "skill": ["", "practical"], "level": ["emerging"]})
    screenshot(editor.page, "editor-facets")
    button(editor, "Take the filter Tool or equipment: Mixer off").click()
    has_words(editor.locator(".lx-narrowed"), "10 of 40 statements")
    button(editor, "Clear all").click()
    editor.locator(".lx-narrowed:empty").wait_for(state="attached")
    python_says(editor, "ed.facets, ed.level, ed.search", ({}, "", ""))


def test_the_searched_words_are_marked_in_the_rows(editor: Any, framework: Framework) -> None:
    editor.get_by_role("searchbox").fill("dough BATCH")
    few = matching(framework.content, lambda each: "dough" in each.text.lower() and "batch" in each.text.lower())
    shown(editor, len(few))
    marks = {each.lower() for each in row(editor, 0).locator("mark").all_inner_texts()}
    assert {"dough", "batch"} <= marks
    editor.get_by_role("searchbox").fill("ask jo")
    has_words(row(editor, 0).locator(".lx-more mark"), "Ask")
    editor.get_by_role("searchbox").fill("zzz")
    has_words(editor.locator(".lx-empty"), "No statement has “zzz”")
    editor.page.keyboard.press("Escape")
    editor.locator("[data-id]").nth(39).wait_for(state="attached")
    assert editor.locator("mark").count() == 0


def test_python_sets_the_facets_and_the_keyboard_opens_them(editor: Any, framework: Framework) -> None:
    assert in_python(editor, "ed.facets = {'note': ['yes']}; ed.show_filters = False") == "ok"
    shown(editor, 1)
    editor.locator(".lx-facets").wait_for(state="hidden")
    row(editor, 0).focus()
    editor.page.keyboard.press("f")
    editor.page.wait_for_function("document.activeElement.matches('.lx-facets summary')")
    python_says(editor, "ed.show_filters", True)
    editor.page.keyboard.press("Tab")
    editor.page.keyboard.press("Space")
    has_words(editor.locator(".lx-narrowed"), "Skill type: none yet")
    assert editor.page.evaluate("document.activeElement.type") == "checkbox"
    has_words(editor.locator(".lx-empty"), "No statement fits all of these filters")
    editor.page.keyboard.press("Space")
    shown(editor, 1)
    editor.page.keyboard.press("Escape")
    editor.page.wait_for_function("document.activeElement.matches('.lx-editor [data-id]')")


def test_facets_fit_a_small_screen_in_both_themes(editor: Any) -> None:
    page = editor.page
    assert in_python(editor, "ed.facets = {'skill': ['practical'], 'level': ['emerging', 'developing']}") == "ok"
    shown(editor, 9)
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        set_theme(page, theme)
        for width in (1280, 900):
            page.set_viewport_size({"width": width, "height": 1150})
            page.wait_for_function("width => innerWidth === width", arg=width)
            editor.scroll_into_view_if_needed()
            screenshot(page, f"editor-facets-{theme.split()[-1].lower()}-{width}")
            for part in ("node", "node.querySelector('.lx-list')", "node.querySelector('.lx-facets')"):
                assert editor.evaluate(f"node => {part}.scrollWidth <= {part}.clientWidth")
    page.set_viewport_size(WIDE)
