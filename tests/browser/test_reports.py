"""The HTML reports as a person uses them: opened as files in a real Chromium, by mouse and by keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lexcurric.core.model import replace
from lexcurric.workspace.views import Diff
from lexcurric.workspace.workspace import open_workspace
from tests.browser.conftest import WIDE, screenshot
from tests.samples import NEW, OLD, release_of, sample_pair, snapshot

EVIL = [
    "Forms — <script>window.harmed = 1</script><img src='https://evil.example/x' onerror='window.harmed = 1'>.",
    "=cmd|'/c calc'!A0 — \u202erun `it` | <style>*{display:none}</style>.",
    "עברית — לאפות לחם.",
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The reports of the sample, of a pair of four hundred changes, of one that means harm, and of a merge."""
    folder = tmp_path_factory.mktemp("reports")
    old = snapshot([f"Loaf {n} — bake at dawn in the deck oven." for n in range(400)])
    evil = snapshot(EVIL[:2], attribution="</title><script>window.harmed = 1</script>")
    worse = release_of(evil, [each.replace("—", "— never") for each in EVIL])
    harm = {each.id: ("<script>window.harmed = 1</script>",) for each in worse.content.active}
    pairs = {
        "sample": sample_pair(),
        "many": (old, release_of(old, [f"Loaf {n} — bake at dusk in the deck oven." for n in range(400)])),
        "evil": (evil, replace(worse, reasons=harm)),
    }
    found = {name: Diff(*pair).write(folder / f"{name}.html") for name, pair in pairs.items()}
    with open_workspace(":memory:") as workspace:
        framework = workspace.import_export(OLD)
        flour = next(each.id for each in framework.content.active if each.text.startswith("Flour"))
        framework.edit(flour, "Flour — weigh and label.")
        found["merge"] = framework.merge(NEW).write_report(folder / "merge.html")
    return found


@pytest.fixture
def opened(chromium: Any, files: dict[str, Path]) -> Iterator[Any]:
    """Opens a report in a window of its own; nothing but the file may be asked for, and no script may fail."""
    asked: list[str] = []
    failed: list[str] = []
    contexts: list[Any] = []

    def open_(name: str, **options: Any) -> Any:
        context = chromium.new_context(viewport=options.pop("viewport", WIDE), **options)
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
        page.goto(files[name].as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert {url for url in asked if not url.startswith("data:")} <= {path.as_uri() for path in files.values()}
    assert failed == []


def shown(page: Any) -> list[str]:
    """The badges of the changes that are to be seen."""
    return page.eval_on_selector_all(
        "[data-item]", "all => all.filter(e => !e.hidden).map(e => e.dataset.kind || e.dataset.field)"
    )


def tick(page: Any, name: str) -> None:
    page.get_by_role("checkbox", name=re.compile(f"^{name}")).check()


def count(page: Any, key: str, value: str) -> int:
    return int(page.locator(f"input[name={key}][value={value}] ~ [data-count]").inner_text())


def test_filters_narrow_down_and_their_counts_follow(opened: Any) -> None:
    page = opened("sample")
    assert page.locator(".lx-status").inner_text() == "22 changes"
    assert count(page, "kind", "reworded") == 10
    tick(page, "Reworded")
    assert shown(page) == ["reworded"] * 10
    assert count(page, "kind", "moved") == 2
    assert count(page, "significance", "editorial") == 6
    tick(page, "Editorial")
    assert page.locator(".lx-status").inner_text() == "6 of 22 changes"
    assert count(page, "kind", "reworded") == 6
    assert count(page, "kind", "moved") == 0
    tick(page, "Moved")
    assert len(shown(page)) == 6
    assert "Filtered: 6 of 22 changes (Reworded, Moved, Editorial)" in page.locator("main").inner_text()
    page.locator("#find").fill("heatproof GLOVES")
    assert shown(page) == ["reworded"]
    assert page.locator("section:not([hidden]) [data-size]").all_inner_texts() == ["1 of 5 changes"]
    page.locator("#find").fill("nowhere to be found")
    assert page.locator(".lx-none").is_visible()
    page.locator(".lx-none button").click()
    assert len(shown(page)) == 22
    assert page.locator(".lx-filtered").is_hidden()


def test_please_look_and_levels_are_filters(opened: Any) -> None:
    page = opened("sample")
    tick(page, "Please look")
    assert shown(page) == ["split", "joined"]
    tick(page, "Proficient")
    assert shown(page) == ["joined"]


def test_the_view_changes_by_button_and_by_key_and_is_remembered(opened: Any) -> None:
    page = opened("sample")
    change = page.locator("article", has_text="heatproof").first
    assert change.locator(".lx-sides").is_visible()
    assert change.locator(".lx-inline").is_hidden()
    page.get_by_role("button", name="Inline").click()
    assert (
        change.locator(".lx-inline")
        .inner_text()
        .endswith("heat-proofheatproof gloves, then space on racks so that air can circulate.")
    )
    assert change.locator(".lx-sides").is_hidden()
    page.reload()
    assert page.locator("article .lx-inline").first.is_visible()
    page.keyboard.press("v")
    assert page.locator("article .lx-pair").first.is_visible()


def test_everything_can_be_done_by_keys(opened: Any) -> None:
    page = opened("sample")
    focused = "document.activeElement.id"
    page.keyboard.press("j")
    assert page.evaluate(focused) == "change-0"
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "change-2"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    box = page.locator("#change-2").bounding_box()
    assert 0 <= box["y"] < WIDE["height"] - 40
    page.keyboard.press("k")
    assert page.evaluate(focused) == "change-1"
    page.keyboard.press("f")
    assert page.evaluate(focused) == "find"
    page.keyboard.type("jkv?")
    assert page.locator("#find").input_value() == "jkv?"
    page.locator("#find").fill("split")
    page.keyboard.press("Escape")
    assert page.locator("#filter").is_hidden()
    assert page.evaluate("document.activeElement.dataset.act") == "filter"
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").is_hidden()


def test_single_keys_can_be_turned_off(opened: Any) -> None:
    """WCAG 2.2, success criterion 2.1.4."""
    page = opened("sample")
    page.keyboard.press("?")
    page.get_by_label("Single keys do this").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.matches('article')") is False


def test_the_next_change_is_the_next_one_to_be_seen(opened: Any) -> None:
    page = opened("sample")
    tick(page, "Joined")
    page.get_by_role("button", name="Next").click()
    assert page.evaluate("document.activeElement.dataset.kind") == "joined"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_follows_the_system_until_one_is_chosen(opened: Any, scheme: str) -> None:
    page = opened("sample", color_scheme=scheme)
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(255, 255, 255)", "rgb(21, 25, 30)"
    assert page.evaluate(ground) == (light if scheme == "light" else dark)
    page.keyboard.press("t")
    assert page.evaluate(ground) == (dark if scheme == "light" else light)
    page.get_by_label("Theme").select_option("dark")
    assert page.evaluate(ground) == dark
    page.emulate_media(media="print")
    assert page.evaluate(ground) == light
    page.emulate_media(media="screen")
    screenshot(page, f"report-{scheme}-chosen-dark")


def test_without_scripts_everything_is_shown_and_no_control_is(opened: Any) -> None:
    page = opened("sample", java_script_enabled=False)
    assert page.locator("article:visible").count() == 22
    assert page.locator(".lx-bar").is_hidden()
    assert page.locator("#filter").is_hidden()
    assert page.get_by_role("dialog").is_hidden()
    page.get_by_text("5 statements unchanged").first.click()
    assert page.locator("details[open] li").first.is_visible()


@pytest.mark.parametrize("name", ["sample", "evil", "merge"])
@pytest.mark.parametrize("width", [360, 600])
def test_nothing_hangs_over_the_edge_of_a_narrow_window(opened: Any, name: str, width: int) -> None:
    page = opened(name, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    screenshot(page, f"report-{name}-{width}")


def test_statements_that_mean_harm_are_text(opened: Any) -> None:
    page = opened("evil")
    for key in ("j", "v", "j"):
        page.keyboard.press(key)
    page.locator("#find").fill("<script>")
    assert page.locator("article:visible").count() >= 1
    assert page.evaluate("window.harmed") is None
    text = page.locator("main").inner_text()
    assert "<img src='https://evil.example/x' onerror='window.harmed = 1'>" in text
    assert "\u202e" not in page.content()
    assert page.locator("main script, main img, main style").count() == 0


def test_a_script_that_came_in_would_not_run(chromium: Any, files: dict[str, Path], tmp_path: Path) -> None:
    """The content security policy is the second wall, should an escape ever be forgotten."""
    html = files["sample"].read_text(encoding="utf-8")
    path = tmp_path / "pierced.html"
    hole = "<script>window.harmed = 1</script><img src='x' onerror='window.harmed = 1'>"
    path.write_text(html.replace("</main>", f"{hole}</main>"), encoding="utf-8")
    context = chromium.new_context()
    try:
        page = context.new_page()
        page.goto(path.as_uri())
        assert page.locator(".lx-status").inner_text() == "22 changes"
        assert page.evaluate("window.harmed") is None
    finally:
        context.close()


def test_four_hundred_changes_are_filtered_at_once(opened: Any) -> None:
    page = opened("many")
    page.locator("#find").fill("loaf 399")
    # Loaf 399, and the one that stands at place 399.
    assert page.locator(".lx-status").inner_text() == "2 of 401 changes"
    took = page.evaluate(
        """() => { const find = document.querySelector('#find'); const began = performance.now();
        for (const text of ['l', 'lo', 'loaf', 'loaf 3', '']) {
          find.value = text; find.dispatchEvent(new Event('input', { bubbles: true })); }
        return (performance.now() - began) / 5; }"""
    )
    assert took < 250
    assert page.locator(".lx-status").inner_text() == "401 changes"


def test_print_has_no_controls_and_nothing_is_cut(opened: Any, tmp_path: Path) -> None:
    page = opened("sample")
    page.emulate_media(media="print")
    for gone in (".lx-bar", "#filter", "dialog", ".lx-skip"):
        assert page.locator(gone).first.is_hidden()
    cut = page.eval_on_selector_all(
        "article, td, th, dd, .lx-text",
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth).length",
    )
    assert cut == 0
    pdf = page.pdf(path=tmp_path / "report.pdf", format="A4")
    assert pdf.startswith(b"%PDF")


def test_a_merge_page_is_filtered_and_walked_too(opened: Any) -> None:
    page = opened("merge")
    assert page.get_by_role("button", name="Inline").count() == 0
    tick(page, "Conflicts to decide")
    assert page.locator(".lx-status").inner_text() == "1 of 22 decisions"
    page.keyboard.press("j")
    assert "Both reworded" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("v")
    assert page.locator("[data-item]:visible .lx-three").is_visible()
