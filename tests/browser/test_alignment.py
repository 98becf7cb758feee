"""The alignment review in a real JupyterLab: a release chosen, proposals decided by mouse and keys, files handed on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from lexcurric.bundled import SAMPLE_SOC, sample_file
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import Lab, open_notebook, screenshot, set_theme, until, write_notebook
from tests.onet_files import TASKS, write_release

NOTEBOOK = "alignment.ipynb"
OPEN = "import lexcurric as lx\nfw = lx.open({place!r}, author='Ada').framework({soc!r})\nreview = lx.align(fw)\nreview"
NEWER = {key: value for key, value in TASKS.items() if key != "103"} | {
    "104": ("Clean, sanitize, and dry benches, bowls, and tools.", "Core")
}


@pytest.fixture(scope="module")
def place(lab: Lab) -> Path:
    """A workspace with the bakers' framework, a small release beside the notebook, and a newer one elsewhere."""
    found = lab.folder.parent / "alignment" / "workspace.db"
    with open_workspace(found, "Ada") as workspace:
        workspace.import_export(sample_file())
    write_release(lab.folder / "lists" / "db_30_1_text")
    write_release(found.parent / "db_31_0_text", NEWER)
    write_notebook(lab.folder / NOTEBOOK, [OPEN.format(place=str(found), soc=SAMPLE_SOC)])
    return found


@pytest.fixture
def soc() -> str:
    return SAMPLE_SOC


@pytest.fixture(scope="module")
def screen(page: Any, lab: Lab, place: Path) -> Any:
    open_notebook(page, lab, NOTEBOOK)
    found = page.locator(".lx-alignment")
    found.wait_for(timeout=60_000)
    found.scroll_into_view_if_needed()
    return found


def button(screen: Any, name: str) -> Any:
    return screen.get_by_role("button", name=re.compile(f"^{name}"))


def line(screen: Any, code: str) -> Any:
    return screen.locator(f"[data-key$=':{code}']").first


def states(framework: Framework) -> dict[str, str]:
    return {each.code: each.state.value for each in framework.alignments.records}


def in_both_themes(screen: Any, name: str) -> None:
    for theme in ("Light", "Dark"):
        set_theme(screen.page, f"JupyterLab {theme}")
        screenshot(screen, f"{name}-{theme.lower()}")
        assert_accessible(screen.page, ".lx-alignment")
    set_theme(screen.page, "JupyterLab Light")


def test_a_release_that_lies_beside_the_notebook_is_offered_and_opened(screen: Any, framework: Framework) -> None:
    offered = screen.get_by_role("button", name="lists/db_30_1_text", exact=True)
    offered.wait_for()
    in_both_themes(screen, "alignment-source")
    field = screen.get_by_label("Path of a folder or file")
    field.fill("/no/such/folder")
    field.press("Enter")
    screen.get_by_text("no such folder").wait_for()
    assert field.input_value() == "/no/such/folder"
    offered.click()
    screen.locator(".lx-card").first.wait_for(timeout=30_000)
    assert "O*NET 30.1 Database by the U.S. Department of Labor" in screen.locator(".lx-credit").inner_text()
    assert len(framework.alignments) == 0
    in_both_themes(screen, "alignment-review")


def test_proposals_are_decided_by_keys_one_after_the_other(screen: Any, framework: Framework) -> None:
    keys = screen.page.keyboard
    line(screen, "101").focus()
    keys.press("a")
    until(lambda: states(framework).get("101") == "accepted", "a accepted it")
    screen.get_by_text(re.compile(r"^1 of \d+ decided")).wait_for()
    keys.press("n")
    held = screen.evaluate("() => document.activeElement.dataset.key")
    assert held.startswith("a:")
    keys.press("r")
    until(lambda: states(framework).get(held.split(":")[-1]) == "rejected", "r rejected the next one")
    screen.get_by_text(re.compile(r"^2 of \d+ decided")).wait_for()
    keys.press("Control+z")
    screen.get_by_text(re.compile(r"^1 of \d+ decided")).wait_for()
    assert len(framework.alignments.records) == 1


def test_a_decision_is_taken_back_and_made_the_same_thing(screen: Any, framework: Framework) -> None:
    button(screen, "Decided").click()
    row = line(screen, "101")
    row.get_by_role("button", name="Take back").click()
    until(lambda: states(framework) == {}, "the decision was taken back")
    button(screen, "All statements").click()
    line(screen, "101").get_by_role("button", name="Same thing").click()
    until(lambda: states(framework) == {"101": "accepted"}, "it was accepted as the same thing")
    assert framework.alignments.records[0].relation == "exact"
    line(screen, "101").get_by_text("✓ The same thing by Ada").wait_for()
    screen.get_by_label("Reason for the next change").fill("read with the lead baker")
    button(screen, "To decide").click()


def test_several_are_selected_and_all_that_is_likely_accepted(screen: Any, framework: Framework) -> None:
    boxes = screen.locator(".lx-line input[type=checkbox]")
    refs = [boxes.nth(at).evaluate("node => node.closest('.lx-line').dataset.key") for at in range(2)]
    for at in range(2):
        boxes.nth(at).check()
    button(screen, "Reject 2 selected").click()
    until(lambda: sum(each == "rejected" for each in states(framework).values()) >= 1, "the two were rejected")
    assert framework.log.iloc[-1]["reason"] == "read with the lead baker"
    assert all(each.split(":")[-1] in states(framework) for each in refs)
    button(screen, "Undo: Rejected 2").click()
    until(lambda: states(framework) == {"101": "accepted"}, "both were proposed again")
    screen.get_by_label("How sure").select_option("0.5")
    many = int(re.search(r"\d+", button(screen, "Accept these").inner_text())[0])
    revision = framework.revision
    button(screen, "Accept these").click()
    until(lambda: len(framework.alignments.records) == many + 1, "all that is likely was accepted")
    assert framework.revision == revision + 1


def test_another_thing_is_searched_in_the_list_by_keys(screen: Any, framework: Framework) -> None:
    button(screen, "With nothing in the list").click()
    card = screen.locator(".lx-card", has_text="Nothing in the list is proposed for it.").first
    card.wait_for()
    statement = card.get_attribute("data-id")
    button(card, "Another from the list").click()
    words = screen.get_by_label("Which of the list is it about?")
    words.wait_for()
    screen.page.keyboard.type("delivery van")
    screen.locator(".lx-option").filter(has_text="Drive the delivery van").wait_for()
    until(lambda: screen.locator(".lx-option").count() == 1, "the list is narrowed")
    screenshot(screen, "alignment-finder")
    screen.page.keyboard.press("Enter")
    until(lambda: "103" in states(framework), "it was aligned by hand")
    found = next(each for each in framework.alignments.records if each.code == "103")
    assert (found.statement, found.score) == (statement, None)


def test_coverage_is_shown_both_ways(screen: Any, framework: Framework) -> None:
    button(screen, "Coverage").click()
    tasks = screen.get_by_role("region", name="tasks", exact=True)
    tasks.get_by_role("img").wait_for()
    aligned = next(iter(framework.alignments))
    counts = aligned.coverage.record.counts(aligned.list.kinds[0])
    assert tasks.get_by_role("img").get_attribute("aria-label") == "tasks: " + ", ".join(
        f"{many} {words}"
        for many, words in zip(counts.values(), ("covered", "by proposals only", "by no statement"), strict=True)
    )
    in_both_themes(screen, "alignment-coverage")
    alone = screen.get_by_role("region", name="Statements", exact=True).locator(".lx-go").first
    text = alone.locator("span").nth(1).inner_text()
    alone.click()
    card = screen.locator(".lx-card", has_text=text)
    card.wait_for()
    until(lambda: screen.evaluate("node => node.contains(document.activeElement)"), "the statement has the keys")


def test_a_newer_release_says_what_changed_and_is_kept(screen: Any, framework: Framework, place: Path) -> None:
    button(screen, "Another list").click()
    field = screen.get_by_label("Path of a folder or file")
    field.fill(str(place.parent / "db_31_0_text"))
    field.press("Enter")
    screen.get_by_text(re.compile(r"^O\*NET 31\.0 Database against O\*NET 30\.1 Database")).wait_for(timeout=30_000)
    assert [each.list.release for each in framework.alignments] == ["30.1"]
    in_both_themes(screen, "alignment-news")
    button(screen, "Keep this release").click()
    until(lambda: [each.list.release for each in framework.alignments] == ["31.0"], "the newer release is kept")
    screen.get_by_text("This release is kept with the framework now.").wait_for()
    button(screen, "Review").click()
    button(screen, "To look at").click()
    screen.get_by_text("the task is not in O*NET 31.0 Database").first.wait_for()


def test_what_was_accepted_is_downloaded_with_the_credit(screen: Any, framework: Framework, tmp_path: Path) -> None:
    button(screen, "Hand on").click()
    screen.get_by_role("link", name="CTDL-ASN").wait_for()
    in_both_themes(screen, "alignment-hand-on")
    with screen.page.expect_download() as waiting:
        screen.get_by_role("link", name="CASE 1.1 associations").click()
    target = tmp_path / "case.json"
    waiting.value.save_as(target)
    said = target.read_text(encoding="utf-8")
    kinds = {each["associationType"] for each in json.loads(said)}
    assert kinds == {"isRelatedTo", "exactMatchOf"}
    assert "Department of Labor" in said
    screen.page.set_viewport_size({"width": 900, "height": 900})
    screenshot(screen, "alignment-narrow")
    screen.page.set_viewport_size({"width": 1280, "height": 900})
    button(screen, "Hand on").click()


def test_a_list_of_one_s_own_is_dropped_and_opened(screen: Any, framework: Framework, tmp_path: Path) -> None:
    path = tmp_path / "standards.csv"
    path.write_text("code;label\nB.1;Weigh dry ingredients on a bench scale\nB.2;Tax law\n", encoding="utf-8")
    button(screen, "Another list").click()
    screen.get_by_text("More about the list").click()
    screen.get_by_label("Name of a list of your own").fill("State standards")
    screen.get_by_label("The credit that it asks for").fill("Credit: the State of X")
    screen.locator(".lx-source input[type=file]").set_input_files(str(path))
    screen.get_by_role("heading", name="State standards").wait_for(timeout=20_000)
    assert "Credit: the State of X" in screen.locator(".lx-credit").inner_text()
    line(screen, "B.1").get_by_role("button", name="Accept", exact=True).click()
    until(lambda: states(framework).get("B.1") == "accepted", "the list of one's own is aligned too")


def test_what_a_colleague_does_is_seen_without_a_click(screen: Any, place: Path) -> None:
    with open_workspace(place, "Bob") as workspace:
        workspace.framework(SAMPLE_SOC).align(name="State standards").take_back("all")
    screen.locator(".lx-news", has_text="Bob").wait_for()
    screen.get_by_text(re.compile(r"^0 of \d+ decided")).wait_for()
