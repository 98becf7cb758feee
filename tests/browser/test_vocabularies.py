"""The vocabularies' screen in a real JupyterLab: lists and terms by mouse and by keys, a file dropped, tags in a table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from lexcurric.bundled import SAMPLE_SOC, sample_file
from lexcurric.core.model import Scope, Term
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import Lab, open_notebook, screenshot, set_theme, until, write_notebook

NOTEBOOK = "vocabularies.ipynb"
OPEN = "import lexcurric as lx\nfw = lx.open({place!r}, author='Ada').framework({soc!r})\nlists = lx.vocabularies(fw)\nlists"


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    """A workspace with the bakers' framework without vocabularies, and a notebook that opens the screen."""
    found = lab.folder.parent / "vocabularies" / "workspace.db"
    with open_workspace(found, "Ada") as workspace:
        workspace.import_export(sample_file())
    write_notebook(lab.folder / NOTEBOOK, [OPEN.format(place=str(found), soc=SAMPLE_SOC)])
    return found


@pytest.fixture
def soc() -> str:
    return SAMPLE_SOC


@pytest.fixture(scope="module")
def screen(page: Any, lab: Lab, place: Path) -> Any:
    open_notebook(page, lab, NOTEBOOK)
    found = page.locator(".lx-vocabularies")
    found.wait_for(timeout=60_000)
    found.scroll_into_view_if_needed()
    return found


def button(screen: Any, name: str) -> Any:
    return screen.get_by_role("button", name=re.compile(f"^{name}"))


def line(screen: Any, label: str) -> Any:
    return screen.locator(".lx-line", has_text=label)


def terms(framework: Framework, name: str) -> list[str]:
    found = framework.content.vocabulary(name)
    return [each.term for each in found.terms] if found else []


def term(framework: Framework, name: str, wanted: str) -> Term:
    found = framework.content.vocabulary(name)
    return next(each for each in found.terms if each.term == wanted)


def in_both_themes(screen: Any, name: str) -> None:
    for theme in ("Light", "Dark"):
        set_theme(screen.page, f"JupyterLab {theme}")
        screenshot(screen, f"{name}-{theme.lower()}")
        assert_accessible(screen.page, ".lx-vocabularies")
    set_theme(screen.page, "JupyterLab Light")


def test_an_empty_screen_says_what_to_do(screen: Any) -> None:
    screen.get_by_text("No vocabulary yet", exact=True).wait_for()
    in_both_themes(screen, "vocabularies-empty")


def test_a_list_is_made_with_its_terms_by_the_keys_alone(screen: Any, framework: Framework) -> None:
    keys = screen.page.keyboard
    button(screen, "Add vocabulary").focus()
    keys.press("Enter")
    keys.type("Crew")
    screen.get_by_label("A statement may have").select_option("one")
    screen.get_by_label("Every statement must have one").press("Space")
    keys.press("Enter")
    until(lambda: framework.content.vocabulary("crew") is not None, "the list was made")
    found = framework.content.vocabulary("crew")
    assert (found.scope, found.required, found.open) == (Scope.ONE, True, False)
    screen.locator("form").wait_for(state="detached")
    button(screen, "Add term").focus()
    keys.press("Enter")
    for name in ("Night shift", "Day shift"):
        keys.type(name)
        keys.press("Enter")
        line(screen, name).wait_for()
        until(lambda: screen.evaluate("() => document.activeElement.value === ''"), "the form is not clear")
    # The form stays for the next one, and has the keys; Escape leaves it.
    keys.press("Escape")
    screen.locator("form").wait_for(state="detached")
    assert terms(framework, "crew") == ["night-shift", "day-shift"]


def test_a_term_gets_its_words_and_a_readable_colour(screen: Any, framework: Framework) -> None:
    line(screen, "Night shift").click()
    screen.get_by_label("Description").fill("From ten at night; <b>two</b> bakers.")
    screen.get_by_label("Synonyms").fill("nights, graveyard")
    screen.get_by_role("radio", name="Amber").check()
    screen.get_by_text(re.compile(r"Black text on it reads at \d+\.\d : 1")).wait_for()
    in_both_themes(screen, "vocabularies-term")
    button(screen, "Save").click()
    until(lambda: term(framework, "crew", "night-shift").colour == "#ffb300", "the term was saved")
    found = term(framework, "crew", "night-shift")
    assert (found.synonyms, found.description) == (("nights", "graveyard"), "From ten at night; <b>two</b> bakers.")
    screen.locator("form").wait_for(state="detached")
    assert screen.locator(".lx-term-chip", has_text="Night shift").evaluate(
        "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]"
    ) == ["rgb(255, 179, 0)", "rgb(0, 0, 0)"]


def test_terms_are_put_in_order_by_keys_and_by_a_drag(screen: Any, framework: Framework) -> None:
    line(screen, "Night shift").focus()
    screen.page.keyboard.press("Alt+ArrowDown")
    until(lambda: terms(framework, "crew") == ["day-shift", "night-shift"], "the term went down")
    held = "() => document.activeElement.textContent"
    until(lambda: "Night shift" in screen.evaluate(held), "the term lost the keys")
    screen.locator(".lx-line").nth(1).filter(has_text="Night shift").wait_for()
    line(screen, "Night shift").drag_to(line(screen, "Day shift"))
    until(lambda: terms(framework, "crew") == ["night-shift", "day-shift"], "the term was dragged up")


def test_tags_follow_a_term_that_gets_another_name(screen: Any, framework: Framework) -> None:
    first = framework.content.active[0].id
    framework.tag(first, "crew:night-shift")
    line(screen, "Night shift").filter(has_text="1 statement").click()
    field = screen.get_by_label("In tags")
    field.fill("late")
    button(screen, "Save").click()
    until(lambda: framework.statement(first).tags == ("crew:late",), "the tag followed")
    screen.locator("form").wait_for(state="detached")
    assert "night-shift" in term(framework, "crew", "late").synonyms


def test_a_term_that_is_used_is_deprecated_and_replaced_and_taken_back(screen: Any, framework: Framework) -> None:
    first = framework.content.active[0].id
    line(screen, "Night shift").focus()
    screen.page.keyboard.press("Delete")
    screen.locator(".lx-trouble", has_text="1 statement carries Night shift").wait_for()
    screen.page.keyboard.press("Enter")
    screen.get_by_label("Deprecated: new tags").check()
    screen.get_by_label("Replaced by").select_option(label="Day shift")
    screen.get_by_label("Also on the 1 statement").check()
    button(screen, "Save").click()
    until(lambda: framework.statement(first).tags == ("crew:day-shift",), "what replaced it is on the statement")
    line(screen, "deprecated, replaced by Day shift").wait_for()
    button(screen, "Undo: Deprecated the term").click()
    until(lambda: framework.statement(first).tags == ("crew:late",), "one undo takes both back")


def test_a_dropped_file_is_shown_as_a_plan_and_then_taken_in(screen: Any, framework: Framework) -> None:
    button(screen, "Take in a file").click()
    screen.locator("input.lx-file").set_input_files(str(sample_file("vocabularies.yaml")))
    screen.get_by_text(re.compile(r"vocabularies\.yaml: Vocabularies for tags")).wait_for()
    assert framework.content.vocabulary("skill") is None
    in_both_themes(screen, "vocabularies-plan")
    button(screen, "Take it in").click()
    until(lambda: framework.content.vocabulary("skill") is not None, "the lists were taken in")
    button(screen, "Skill type").wait_for()
    in_both_themes(screen, "vocabularies-lists")


def test_a_file_of_something_else_is_refused_in_words(screen: Any, framework: Framework) -> None:
    revision = framework.revision
    if not screen.locator("input.lx-file").count():
        button(screen, "Take in a file").click()
    screen.locator("input.lx-file").set_input_files(str(sample_file()))
    screen.get_by_text("This is something else").wait_for()
    button(screen, "Clear").click()
    screen.get_by_text("This is something else").wait_for(state="hidden")
    screen.page.keyboard.press("Escape")
    assert framework.revision == revision


def test_statements_are_tagged_in_the_table_by_keys(screen: Any, framework: Framework) -> None:
    button(screen, "Skill type").click()
    button(screen, "Coverage").click()
    screen.get_by_text("Skill type: 0 of 40 statements have a tag; it is required, and 40 have none.").wait_for()
    boxes = screen.locator(".lx-tagging input")
    boxes.first.focus()
    keys = screen.page.keyboard
    keys.press("Space")
    first, second = (each.id for each in framework.content.active[:2])
    until(lambda: "skill:practical" in framework.statement(first).tags, "the first statement was tagged")
    keys.press("ArrowDown")
    keys.press("ArrowRight")
    keys.press("Space")
    until(lambda: "skill:knowledge" in framework.statement(second).tags, "the second statement was tagged")
    screen.get_by_text("Skill type: 2 of 40").wait_for()
    in_both_themes(screen, "vocabularies-coverage")
    # One tag a statement: another takes its place.
    keys.press("ArrowLeft")
    keys.press("Space")
    until(lambda: "skill:practical" in framework.statement(second).tags, "the other tag took its place")
    assert "skill:knowledge" not in framework.statement(second).tags
    screen.get_by_label("Only what is still to tag").check()
    screen.get_by_text("38 statements", exact=True).wait_for()
    screen.page.set_viewport_size({"width": 900, "height": 900})
    screenshot(screen, "vocabularies-narrow")
    screen.page.set_viewport_size({"width": 1280, "height": 900})
    button(screen, "Terms").click()


def test_the_lists_are_downloaded(screen: Any, framework: Framework, tmp_path: Path) -> None:
    with screen.page.expect_download() as waiting:
        screen.get_by_role("link", name="CSV").click()
    target = tmp_path / "lists.csv"
    waiting.value.save_as(target)
    assert "skill,Skill type,one,yes,no,practical" in target.read_text(encoding="utf-8-sig")


def test_what_a_colleague_does_is_seen_without_a_click(screen: Any, place: Path) -> None:
    with open_workspace(place, "Bob") as workspace:
        workspace.framework(SAMPLE_SOC).add_vocabulary("Allergens")
    button(screen, "Allergens").wait_for()
