"""The board of criteria in a real JupyterLab: proposals, drags and keys, each looked for in the workspace."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from lexcurric.bundled import SAMPLE_SOC, sample_file
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import Lab, open_notebook, screenshot, set_theme, until, write_notebook

NOTEBOOK = "criteria.ipynb"
OPEN = (
    "import lexcurric as lx\nfw = lx.open({place!r}, author='Ada').framework({soc!r})\nboard = lx.criteria(fw)\nboard"
)
WIDE_OUT = """node => [...node.querySelectorAll('button, select, input, h4, th, td, li')].filter(each =>
  each.offsetParent && each.scrollWidth > each.clientWidth + 2 && !each.matches('.lx-step, input, select'))
  .map(each => `${each.className} ${each.textContent.slice(0, 40)}`)"""


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    """A workspace with the bakers' framework, which has no criteria yet, and a notebook that opens its board."""
    found = lab.folder.parent / "criteria" / "workspace.db"
    with open_workspace(found, "Ada") as workspace:
        workspace.import_export(sample_file())
    write_notebook(lab.folder / NOTEBOOK, [OPEN.format(place=str(found), soc=SAMPLE_SOC)])
    return found


@pytest.fixture
def soc() -> str:
    return SAMPLE_SOC


@pytest.fixture(scope="module")
def board(page: Any, lab: Lab, place: Path) -> Any:
    open_notebook(page, lab, NOTEBOOK)
    found = page.locator(".lx-criteria")
    found.wait_for(timeout=60_000)
    found.scroll_into_view_if_needed()
    return found


def button(board: Any, name: str) -> Any:
    return board.get_by_role("button", name=re.compile(f"^{name}"))


def name_of(board: Any, label: str) -> Any:
    return board.locator(".lx-criterion", has_text=re.compile(f"^{label}$"))


def line_of(board: Any, label: str) -> Any:
    return board.locator("tbody tr", has=board.page.locator(".lx-criterion", has_text=re.compile(f"^{label}$")))


def saved(board: Any) -> None:
    board.locator("form").wait_for(state="detached")
    board.locator(".lx-state", has_text="All changes saved").wait_for()


def told(board: Any) -> str:
    """What the screen says of its last step, and where the keys are: for the message of a test that fails."""
    held = board.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    return f"{board.locator('.lx-state').inner_text()}; {board.locator('.lx-trouble').inner_text()}; keys at {held}"


def under(framework: Framework, label: str) -> list[tuple[str, str]]:
    content = framework.content
    found = next(each.id for each in content.criteria if each.label == label)
    return [(each.text, each.level) for each in content.active if each.criterion == found]


def labels(framework: Framework) -> list[str]:
    return [each.label for each in framework.content.criteria]


def in_both_themes(board: Any, name: str) -> None:
    for theme in ("Light", "Dark"):
        set_theme(board.page, f"JupyterLab {theme}")
        screenshot(board, f"{name}-{theme.lower()}")
        assert_accessible(board.page, ".lx-criteria")
    set_theme(board.page, "JupyterLab Light")


def test_an_empty_board_says_what_to_do(board: Any, framework: Framework) -> None:
    board.get_by_text("No criteria yet", exact=True).wait_for()
    assert board.locator(".lx-tray li").count() == len(framework.content.active)
    in_both_themes(board, "criteria-empty")


def test_a_proposal_is_looked_through_changed_and_accepted(board: Any, framework: Framework) -> None:
    button(board, "Propose…").click()
    board.get_by_role("button", name="Propose", exact=True).click()
    board.locator(".lx-thread").first.wait_for(timeout=20_000)
    assert board.locator(".lx-thread").count() == 12
    in_both_themes(board, "criteria-proposal")
    assert framework.content.criteria == ()
    # Another name, a statement elsewhere by the choice beside it, one by a drag, two joined, and one left out.
    name = board.get_by_label("Name of the proposed criterion Loaves")
    name.fill("Shaping and baking")
    name.press("Enter")
    shaping = board.get_by_role("article", name="Shaping and baking")
    shaping.wait_for()
    many = shaping.locator("li").count()
    text = shaping.locator("li .lx-said span").nth(1).inner_text()
    shaping.locator("li").first.get_by_role("combobox").select_option(label="Dough")
    dough = board.get_by_role("article", name="Dough", exact=True)
    dough.get_by_text(text).wait_for()
    assert shaping.locator("li").count() == many - 1
    after = dough.locator("xpath=following-sibling::article[1]")
    moved = dough.locator("li .lx-said span").nth(1).inner_text()
    dough.locator("li").first.drag_to(after.locator(".lx-row"))
    after.get_by_text(moved).wait_for()
    board.get_by_label("Join Dough with").select_option(label="Fermenting")
    board.get_by_role("article", name="Fermenting", exact=True).wait_for(state="detached")
    board.get_by_role("article", name="Quality").get_by_role("button", name="Leave out").click()
    loose = board.get_by_role("article", name="Left without a criterion")
    loose.wait_for()
    assert framework.content.criteria == ()
    shaping.get_by_role("button", name="Accept").click()
    shaping.wait_for(state="detached")
    assert labels(framework) == ["Shaping and baking"]
    revision = framework.revision
    button(board, "Accept all").click()
    board.locator(".lx-proposal").wait_for(state="hidden")
    saved(board)
    assert framework.revision == revision + 1
    assert text in [each for each, _ in under(framework, "Dough")]
    assert moved not in [each for each, _ in under(framework, "Dough")]
    assert board.locator(".lx-tray li").count() == sum(1 for each in framework.content.active if not each.criterion)


def test_the_board_fits_in_both_themes(board: Any) -> None:
    in_both_themes(board, "criteria-board")
    assert board.evaluate(WIDE_OUT) == []
    board.page.set_viewport_size({"width": 900, "height": 900})
    screenshot(board, "criteria-narrow")
    board.page.set_viewport_size({"width": 1280, "height": 900})


def test_a_statement_is_dragged_to_another_criterion_and_level(board: Any, framework: Framework) -> None:
    board.get_by_label("Short").check()
    screenshot(board, "criteria-short")
    source = line_of(board, "Cleaning and hygiene").locator("td").nth(0).locator("li").first
    found = source.evaluate("node => node.dataset.key.slice(2)")
    revision = framework.revision
    source.drag_to(line_of(board, "Shaping and baking").locator("td").nth(2))
    button(board, "Undo: Put").wait_for()
    saved(board)
    assert (framework.statement(found).text, "proficient") in under(framework, "Shaping and baking")
    assert framework.revision == revision + 1
    # Several that are selected go together; onto a criterion's name they keep their levels.
    cards = line_of(board, "Flour and ingredients").locator("td").nth(0).locator("li")
    cards.nth(0).click()
    cards.nth(1).click(modifiers=["Control"])
    board.get_by_text("2 statements selected").wait_for()
    many = len(under(framework, "Cleaning and hygiene"))
    cards.nth(1).drag_to(name_of(board, "Cleaning and hygiene"))
    until(lambda: len(under(framework, "Cleaning and hygiene")) == many + 2, "both statements were dragged")
    button(board, "Undo: Put 2 statements").click()
    until(lambda: len(under(framework, "Cleaning and hygiene")) == many, "both came back")
    button(board, "Undo: Put “").click()
    until(lambda: framework.statement(found).level == "emerging", "the drag was undone, both parts of it")
    assert framework.statement(found).text in [each for each, _ in under(framework, "Cleaning and hygiene")]
    saved(board)


def test_a_row_is_dragged_to_another_place(board: Any, framework: Framework) -> None:
    before = labels(framework)
    name_of(board, before[1]).drag_to(name_of(board, before[0]))
    button(board, f"Undo: Moved the criterion {before[1]} to place 1").wait_for()
    assert labels(framework)[:2] == [before[1], before[0]]
    name_of(board, before[1]).focus()
    board.page.keyboard.press("Alt+ArrowDown")
    until(lambda: labels(framework) == before, "Alt and the arrow moved the row back")
    until(lambda: board.evaluate("() => document.activeElement.textContent") == before[1], "the row lost the keys")


def test_a_board_is_worked_with_the_keys_alone(board: Any, framework: Framework) -> None:
    keys = board.page.keyboard
    first = line_of(board, "Dough").locator("td").nth(0).locator("li").first
    found = first.evaluate("node => node.dataset.key.slice(2)")
    first.focus()
    keys.press("Alt+ArrowRight")
    until(lambda: framework.statement(found).level == "developing", "Alt and the arrow moved it a level up")
    assert framework.statement(found).text in [each for each, _ in under(framework, "Dough")]
    until(lambda: board.evaluate("() => document.activeElement.dataset.key?.slice(2)") == found, "it lost the keys")
    # The pane: another criterion by its name, made there and then.
    keys.press("Enter")
    criterion = board.get_by_label("Criterion", exact=True)
    criterion.select_option(label="A new criterion…")
    keys.type("Bench work")
    keys.press("Enter")
    until(lambda: "Bench work" in labels(framework), "the new criterion was made")
    assert under(framework, "Bench work") == [(framework.statement(found).text, "developing")]
    saved(board)
    # F2 renames, a says add, j joins the two that Space selected.
    name_of(board, "Bench work").focus()
    keys.press("F2")
    keys.press("Control+a")
    keys.type("Work at the bench")
    keys.press("Enter")
    until(lambda: "Work at the bench" in labels(framework), "it was renamed")
    name_of(board, "Work at the bench").wait_for()
    name_of(board, "Work at the bench").focus()
    keys.press("Escape")
    keys.press("Space")
    name_of(board, "Dough").focus()
    keys.press("Space")
    keys.press("j")
    keys.press("Control+a")
    keys.type("Dough and bench")
    keys.press("Enter")
    until(lambda: "Dough and bench" in labels(framework), "they were joined")
    assert "Work at the bench" not in labels(framework)
    name_of(board, "Dough and bench").wait_for()
    saved(board)
    for _ in range(2):
        keys.press("Control+z")
    until(lambda: "Bench work" in labels(framework), "two steps were undone with the keys")
    for _ in range(2):
        keys.press("Control+Shift+z")
    until(lambda: "Dough and bench" in labels(framework), f"and done again: {labels(framework)}, {told(board)}")
    saved(board)


def test_statements_are_split_off_and_taken_out(board: Any, framework: Framework) -> None:
    line = line_of(board, "Dough and bench")
    line.wait_for()
    cards = line.locator("li.lx-card")
    many = cards.count()
    cards.nth(0).click()
    cards.nth(1).click(modifiers=["Control"])
    board.get_by_text("2 statements selected").wait_for()
    button(board, "Split off").click()
    board.page.keyboard.type("Preferments")
    board.page.keyboard.press("Enter")
    until(lambda: "Preferments" in labels(framework), "a criterion was split off")
    assert len(under(framework, "Preferments")) == 2
    assert len(under(framework, "Dough and bench")) == many - 2
    saved(board)
    line_of(board, "Preferments").locator("li.lx-card").first.focus()
    board.page.keyboard.press("Delete")
    until(lambda: len(under(framework, "Preferments")) == 1, "a statement was taken out")
    name_of(board, "Preferments").click()
    button(board, "Delete").click()
    until(lambda: "Preferments" not in labels(framework), "a criterion was deleted")
    saved(board)


def test_a_cell_is_left_empty_on_purpose_and_filled_again(board: Any, framework: Framework) -> None:
    many = len(framework.criteria.missing)
    empty = board.locator(".lx-missing").first
    key = empty.evaluate("node => node.dataset.key")
    empty.focus()
    board.page.keyboard.press("e")
    board.page.keyboard.type("beginners judge <b>nothing</b> alone")
    board.page.keyboard.press("Enter")
    until(lambda: len(framework.criteria.missing) == many - 1, "the cell is not missing any more")
    cell = board.locator(f"[data-key='{key}']")
    cell.filter(has_text="Empty on purpose: beginners judge <b>nothing</b> alone").wait_for()
    screenshot(board, "criteria-empty-cell")
    cell.click()
    button(board, "It is missing after all").click()
    until(lambda: len(framework.criteria.missing) == many, "it is missing again")


def test_a_name_that_is_taken_is_refused_where_it_was_typed_and_stays_there(board: Any, framework: Framework) -> None:
    first, second = labels(framework)[:2]
    button(board, "Add criterion").click()
    board.page.keyboard.type(first)
    board.page.keyboard.press("Enter")
    board.locator(".lx-pane .lx-error", has_text="already").wait_for()
    field = board.get_by_label("Its name")
    assert field.input_value() == first
    field.press("Control+a")
    board.page.keyboard.type(f"{second} too")
    board.page.keyboard.press("Enter")
    until(lambda: f"{second} too" in labels(framework), "another name is free")
    saved(board)


def test_what_a_colleague_does_is_seen_without_a_click(board: Any, place: Path) -> None:
    with open_workspace(place, "Bob") as workspace:
        workspace.framework(SAMPLE_SOC).add_criterion("Steam and ovens")
    name_of(board, "Steam and ovens").wait_for()
    board.locator(".lx-news", has_text="Bob").wait_for()


def test_python_reads_and_sets_what_is_on_screen(board: Any, framework: Framework) -> None:
    code = (
        "board.pane = ''; board.picked = ['Steam and ovens']; board.growth = False; board.selection = []\n"
        "print(board.picked == [board.framework.content.criteria[-1].id])"
    )
    said = board.evaluate(
        """async (_, code) => {
      const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
      const future = kernel.requestExecute({ code, silent: false, store_history: false });
      let said = "";
      future.onIOPub = message => { if (message.header.msg_type === "stream") said += message.content.text; };
      await future.done;
      return said.trim();
    }""",
        code,
    )
    assert said == "True"
    board.get_by_text("1 criterion selected").wait_for()
    assert board.locator(".lx-grown").count() == 0
