"""The editor helps a designer to write well: facets, findings, what changed, and tags; in a real JupyterLab."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from lexcurric.bundled import SAMPLE_SOC, sample_file
from lexcurric.core.model import Content, Scope, Statement, Term, Vocabulary, replace
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import WIDE, Lab, open_notebook, screenshot, set_theme, until, write_notebook
from tests.browser.test_editor import RUN, button, has_words, row, saved

SLIPS = "Hygiene rules - follow  by the chart , each day"
CREW = Vocabulary(
    name="crew",
    label="Crew",
    scope=Scope.ONE,
    terms=(
        Term(term="oven", label="Oven crew", colour="#bf360c", synonyms=("baking",)),
        Term(term="bench", label="Bench crew", colour="#ffd54f"),
        Term(term="night", label="Night crew"),
    ),
)
OLD_NIGHT = replace(CREW.terms[2], deprecated=True, replaced_by="oven")
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
        framework.add_vocabularies([CREW])
        framework.tag(ids[30:33], "crew:night")
        framework.add_vocabularies([replace(CREW, terms=(*CREW.terms[:2], OLD_NIGHT))])
        framework.save("v.1", "tagged in part")
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
    """Each test starts without filters, with no pane open and nothing selected."""
    assert in_python(editor, "ed.clear_filters(); ed.pane = ''; ed.selection = []; ed.show_filters = False") == "ok"
    editor.locator(".lx-facets").wait_for(state="hidden")
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


@pytest.fixture
def facets(editor: Any) -> Any:
    """The facets, in sight."""
    button(editor, "Filters").click()
    found = editor.locator(".lx-facets")
    found.wait_for()
    return found


@pytest.mark.usefixtures("facets")
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
    until(lambda: editor.locator("mark").count() == 0, "the words are still marked")


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
    until(lambda: editor.page.evaluate("document.activeElement.type") == "checkbox", "the facet lost the keys")
    has_words(editor.locator(".lx-empty"), "No statement fits all of these filters")
    editor.page.keyboard.press("Space")
    shown(editor, 1)
    editor.page.keyboard.press("Escape")
    editor.page.wait_for_function("document.activeElement.matches('.lx-editor [data-id]')")


@pytest.mark.usefixtures("facets")
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


def ids(framework: Framework) -> list[str]:
    return [each.id for each in framework.content.active]


def finding(editor: Any, place: int, words: str) -> Any:
    return row(editor, place).locator(".lx-finding", has_text=words)


def reworded(editor: Any, place: int, text: str) -> None:
    """Gives a statement another wording, by double click, and waits until it is saved."""
    row(editor, place).dblclick()
    editor.page.keyboard.press("Control+a")
    editor.page.keyboard.type(text)
    editor.page.keyboard.press("Enter")
    has_words(row(editor, place).locator(".lx-text"), text.rsplit(maxsplit=1)[-1])
    saved(editor)


def undo(editor: Any, what: str) -> None:
    button(editor, f"Undo: {what}").click()
    saved(editor)


def test_a_slip_is_put_right_with_one_click_that_shows_first_what_it_writes(editor: Any, framework: Framework) -> None:
    before = framework.statements.text[0]
    reworded(editor, 0, SLIPS)
    dash = finding(editor, 0, "found “-” where")
    has_words(dash, "Warning")
    assert dash.locator(".lx-writes del").inner_text() == "-"
    assert dash.locator(".lx-writes ins").inner_text() == "—"
    dash.get_by_role("button", name="Why?").click()
    has_words(dash.locator(".lx-why"), "Bread — bake at dawn.")
    screenshot(editor.page, "editor-findings")
    dash.get_by_role("button", name="Put the dash right").click()
    dash.wait_for(state="detached")
    until(lambda: framework.statements.text[0] == SLIPS.replace(" - ", " — "), "the dash is not right")
    # X puts right all that can be, of what is selected.
    row(editor, 0).click()
    editor.page.keyboard.press("x")
    until(
        lambda: framework.statements.text[0] == "Hygiene rules — follow by the chart, each day.",
        "X did not put it right",
    )
    button(editor, "Undo: Leave one space, set the marks right, end with a full stop").wait_for()
    editor.page.keyboard.press("x")
    has_words(editor.locator(".lx-trouble"), "Nothing here can be put right by itself")
    for what in ("Leave one space", "Put the dash right", "Reworded"):
        undo(editor, what)
    assert framework.statements.text[0] == before


def test_all_of_a_kind_are_looked_at_first_and_put_right_together(editor: Any, framework: Framework) -> None:
    texts = list(framework.statements.text[:3])
    for place in range(3):
        reworded(editor, place, texts[place].rstrip("."))
    kind = editor.get_by_role("button", name="No full stop")
    has_words(kind, "3")
    kind.click()
    shown(editor, 3)
    python_says(editor, "ed.facets", {"finding": ["full-stop"]})
    button(editor, "End with a full stop: all 3").click()
    preview = editor.locator(".lx-repairs label")
    until(lambda: preview.count() == 3, "not all three are listed")
    preview.nth(1).locator("input").uncheck()
    screenshot(editor.page, "editor-fix-all")
    editor.locator(".lx-pane").get_by_role("button", name="End with a full stop: 2 statements").click()
    button(editor, "Undo: End with a full stop: 2 statements").wait_for()
    now = list(framework.statements.text[:3])
    assert [each.endswith(".") for each in now] == [True, False, True]
    undo(editor, "End with a full stop")
    for _ in range(3):
        undo(editor, "Reworded")
    assert list(framework.statements.text[:3]) == texts


def test_a_finding_is_accepted_with_a_reason_by_keyboard_alone_and_taken_back(
    editor: Any, framework: Framework
) -> None:
    keys = editor.page.keyboard
    row(editor, 0).click()
    keys.press("g")
    editor.page.wait_for_function(
        "document.activeElement.matches('[data-id]') && document.activeElement.querySelector('.lx-finding')"
    )
    keys.press("w")
    has_words(editor.locator(".lx-pane"), "To check in Emerging 3")
    editor.page.wait_for_function("document.activeElement.matches('.lx-pane input, .lx-pane button')")
    while not editor.page.evaluate("document.activeElement.matches('.lx-check input')"):
        keys.press("Tab")
    keys.type("one procedure")
    keys.press("Enter")
    has_words(editor.locator(".lx-pane .lx-check"), "split the statement, or name one (one procedure)")
    until(lambda: [each.accepted for each in framework.check().accepted] == ["one procedure"], "it is not accepted")
    keys.press("Escape")
    finding(editor, 2, "run").wait_for(state="detached")
    button(editor, r"Show accepted \(1\)").click()
    has_words(finding(editor, 2, "run"), "Accepted")
    finding(editor, 2, "run").get_by_role("button", name="Take back").click()
    has_words(finding(editor, 2, "run"), "Note")
    assert not framework.check().accepted
    assert in_python(editor, "ed.show_accepted = False") == "ok"


def test_what_is_typed_is_looked_at_after_a_pause_without_saving(editor: Any, framework: Framework) -> None:
    revision = framework.revision
    row(editor, 1).dblclick()
    editor.page.keyboard.press("Control+a")
    editor.page.keyboard.type("Flour - understand  it")
    live = row(editor, 1).locator(".lx-live")
    has_words(live, "spaces at an end, or several in a row")
    live.get_by_role("button", name="Leave one space").click()
    box = row(editor, 1).locator("textarea")
    until(lambda: box.input_value() == "Flour - understand it", "the box does not have the repair")
    has_words(editor.locator(".lx-state"), "Not saved yet")
    editor.page.keyboard.press("Escape")
    saved(editor)
    assert framework.revision == revision


def test_a_rule_is_switched_off_for_everybody_in_this_folder_and_on_again(editor: Any, place: Path) -> None:
    editor.get_by_role("button", name="Several performances").click()
    button(editor, "Switch this rule off").click()
    on = button(editor, "Switched off: Several performances")
    on.wait_for()
    settings = place.parent / "lexcurric-checks.yaml"
    assert "several: false" in settings.read_text(encoding="utf-8")
    button(editor, "Clear all").click()
    finding(editor, 2, "run").wait_for(state="detached")
    on.click()
    finding(editor, 2, "run").wait_for()
    assert "several: true" in settings.read_text(encoding="utf-8")


def test_what_changed_since_a_version_is_marked_by_word_and_counted(editor: Any, framework: Framework) -> None:
    page = editor.page
    reworded(editor, 0, framework.statements.text[0].replace("Personal", "Everyday"))
    editor.get_by_label("Show changes since a version").select_option("v.1")
    has_words(row(editor, 0).locator("ins"), "Everyday")
    assert row(editor, 0).locator("del").inner_text() == "Personal"
    row(editor, 1).click()
    page.keyboard.press("m")
    editor.locator(".lx-pane").get_by_role("button", name="Advanced").click()
    line = editor.get_by_role("group", name="What changed")
    has_words(line, "Reworded 1")
    has_words(line, "Moved to another level 1")
    line.get_by_role("button", name="Moved to another level").click()
    shown(editor, 1)
    has_words(row(editor, 0).locator(".lx-change"), "from Emerging 2")
    screenshot(page, "editor-changes")
    button(editor, "Clear all").click()
    for what in ("Moved", "Reworded"):
        undo(editor, what)
    has_words(line, "Nothing has changed since v.1")
    python_says(editor, "ed.since", "v.1")
    assert in_python(editor, "ed.since = ''") == "ok"
    line.filter(has_text="Nothing").wait_for(state="detached")


def test_tagging_by_keyboard_alone_with_synonyms_the_last_tag_and_number_keys(
    editor: Any, framework: Framework
) -> None:
    keys, every = editor.page.keyboard, ids(framework)
    row(editor, 20).click()
    keys.press("t")
    editor.page.wait_for_function("document.activeElement.matches('[role=combobox]')")
    keys.type("baki")
    has_words(editor.locator(".lx-term"), "Oven crew (baking)")
    keys.press("Enter")
    until(lambda: framework.statement(every[20]).tags == ("crew:oven",), "the synonym gave no tag")
    # The box stays open for the next, and the arrows go to a term without typing.
    editor.page.wait_for_function("document.activeElement.matches('[role=combobox]') && !document.activeElement.value")
    keys.press("ArrowDown")
    keys.press("Enter")
    until(lambda: "skill:practical" in framework.statement(every[20]).tags, "the arrows gave no tag")
    keys.press("Escape")
    editor.page.wait_for_function("document.activeElement.matches('[data-id]')")
    keys.press("ArrowDown")
    keys.press(".")
    until(lambda: framework.statement(every[21]).tags == ("skill:practical",), "the last tag was not put on again")
    assert in_python(editor, "ed.in_hand = 'skill'") == "ok"
    has_words(editor.get_by_role("group", name="Terms in hand"), "Judgment")
    keys.press("3")
    # A statement has one of this vocabulary: the new one takes the other's place.
    until(lambda: framework.statement(every[21]).tags == ("skill:judgment",), "3 did not put Judgment on")
    keys.press("?")
    has_words(editor.locator(".lx-keys"), "tag: Judgment")
    screenshot(editor.page, "editor-keys")
    keys.press("Escape")
    assert in_python(editor, "ed.in_hand = ''") == "ok"
    for _ in range(4):
        undo(editor, "Tagged")


def test_old_terms_are_marked_and_replaced_with_one_click(editor: Any, framework: Framework) -> None:
    every = ids(framework)
    editor.get_by_role("searchbox").fill("night crew")
    shown(editor, 3)
    has_words(row(editor, 0).locator(".lx-old"), "Night crew (old)")
    button(editor, "Replace Night crew by Oven crew").first.click()
    until(lambda: framework.statement(every[30]).tags == ("crew:oven",), "the old term was not replaced")
    button(editor, "Clear all").click()
    chip = row(editor, 30).locator(".lx-coloured", has_text="Oven crew")
    assert chip.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(191, 54, 12)"
    undo(editor, "Replaced crew:night by crew:oven")


def test_tags_by_a_rule_and_by_example_are_looked_at_first(editor: Any, framework: Framework) -> None:
    revision = framework.revision
    row(editor, 0).click()
    editor.page.keyboard.press("t")
    button(editor, "Tag by a rule").click()
    editor.get_by_label("Text that the statement contains").fill("oven")
    editor.get_by_label("Tag to put on").select_option("tool:deck-oven")
    go = editor.locator(".lx-pane").get_by_role("button", name="Tag 7 statements")
    go.wait_for()
    assert editor.locator(".lx-hit mark").count() >= 7
    assert framework.revision == revision
    go.click()
    undo(editor, "Tagged 7 statements with tool:deck-oven")
    row(editor, 0).click()
    editor.page.keyboard.press("t")
    editor.locator(".lx-vocabulary", has_text="Tool or equipment").get_by_role("button", name="Suggest").click()
    has_words(editor.locator(".lx-pane"), "Nothing is tagged until you accept it")
    has_words(editor.locator(".lx-pane .lx-why").first, "as on “")
    screenshot(editor.page, "editor-suggest")
    editor.locator(".lx-pane").get_by_role("button", name="Accept", exact=True).first.click()
    undo(editor, "Accepted suggested tool tags of 1 statement")


def test_what_each_row_shows_is_chosen_and_remembered(editor: Any) -> None:
    button(editor, "View").click()
    pane = editor.locator(".lx-pane")
    pane.get_by_label("Tags").uncheck()
    pane.get_by_label("Compact").check()
    row(editor, 0).locator(".lx-chips").wait_for(state="hidden")
    python_says(editor, "lx.edit(fw).columns", ["position", "criterion", "note", "findings", "changes"])
    python_says(editor, "lx.edit(fw).density", "compact")
    screenshot(editor.page, "editor-compact")
    pane.get_by_label("Tags").check()
    pane.get_by_label("Comfortable").check()
    row(editor, 0).locator(".lx-chips").wait_for()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_nothing_of_it_is_hard_to_read_or_to_reach(editor: Any, theme: str) -> None:
    page = editor.page
    set_theme(page, theme)
    assert (
        in_python(editor, "ed.show_filters = True; ed.in_hand = 'crew'; ed.since = 'v.26.05'; ed.search = 'dough'")
        == "ok"
    )
    editor.locator("mark").first.wait_for()
    for pane in ("", "tag", "view", "keys", "tag_rule"):
        assert in_python(editor, f"ed.pane = {pane!r}") == "ok"
        editor.locator(".lx-pane").wait_for(state="visible" if pane else "hidden")
        assert_accessible(page, ".lx-editor")
    assert (
        in_python(editor, "ed.pane = ''; ed.search = ''; ed.selection = [ed.rows[2]['id']]; ed.pane = 'check'") == "ok"
    )
    editor.locator(".lx-check").first.wait_for()
    assert_accessible(page, ".lx-editor")
    screenshot(page, f"editor-writing-{theme.rsplit(maxsplit=1)[-1].lower()}")
    assert in_python(editor, "ed.in_hand = ed.since = ''") == "ok"
    set_theme(page, "JupyterLab Light")
