"""By keyboard alone: whatever an action takes away, the keys stay in the screen, where one can see them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from lexcurric.bundled import SAMPLE_NEW, SAMPLE_SOC, sample_file
from lexcurric.workspace.workspace import open_workspace
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import Lab, open_notebook, write_notebook
from tests.widgets.test_review import edit_sample

OPEN = "import lexcurric as lx\nfw = lx.open({place!r}, author='Ada').framework({soc!r})"
SCREENS = {
    ".lx-vocabularies": "lx.vocabularies(fw)",
    ".lx-merge": "lx.review(fw.merge())",
    ".lx-hand-out": "lx.hand_out(fw)",
}
HELD = """selector => {
    const held = document.activeElement;
    const style = getComputedStyle(held);
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return [Boolean(held.closest(selector)), seen && held.checkVisibility(), held.disabled || false];
}"""
PATHS = [
    (".lx-vocabularies", "the last redo", ["Coverage", "Settings…", "Save", "Undo", "Redo"]),
    (".lx-merge", "a selection that is given up", ["Select all shown", "Select none"]),
    (".lx-merge", "an action that leaves nothing to do", ["Take new for all open"]),
    (".lx-merge", "the last undo", ["Undo"]),
    (".lx-hand-out", "another screen that closes", ["Open the rubric builder here", "Close the rubric builder"]),
]


@pytest.fixture(scope="module")
def screens(page: Any, lab: Lab) -> Any:
    """A page with the screens, each in a cell of its own."""
    place: Path = lab.folder.parent / "keyboard" / "workspace.db"
    with open_workspace(place, "Ada") as workspace:
        framework = edit_sample(workspace)
        framework.add_vocabularies(sample_file("vocabularies.yaml"))
        workspace.import_export(sample_file(SAMPLE_NEW))
    write_notebook(
        lab.folder / "keyboard.ipynb", [OPEN.format(place=str(place), soc=SAMPLE_SOC), *SCREENS.values(), "'below'"]
    )
    open_notebook(page, lab, "keyboard.ipynb")
    for selector in SCREENS:
        page.locator(selector).wait_for(timeout=60_000)
    return page


@pytest.mark.parametrize(("where", "what", "path"), PATHS, ids=[what for _, what, _ in PATHS])
def test_the_keys_stay_in_the_screen_after(screens: Any, where: str, what: str, path: list[str]) -> None:
    cells = screens.locator(".jp-Notebook .jp-Cell").count()
    for name in path:
        named = re.compile(f"^{re.escape(name)}")
        found = screens.locator(where).get_by_role("button", name=named)
        found = found.or_(screens.locator(where).get_by_role("checkbox", name=named)).locator("visible=true").first
        found.and_(screens.locator(":enabled")).focus()
        screens.keyboard.press("Space" if found.get_attribute("type") == "checkbox" else "Enter")
        _settled(screens, where)
        held = screens.evaluate(HELD, where)
        assert held == [True, True, False], f"after {name}: [in the screen, to be seen, disabled] is {held}"
    for _ in range(2):
        screens.keyboard.press("d")
    assert screens.locator(".jp-Notebook .jp-Cell").count() == cells
    assert_accessible(screens, where)


def _settled(page: Any, where: str) -> None:
    """Until nothing in the screen has changed for a moment."""
    page.evaluate(
        """selector => new Promise(done => {
            const finish = () => { watch.disconnect(); done(); };
            let timer = setTimeout(finish, 700);
            const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(finish, 700); });
            watch.observe(document.querySelector(selector), { childList: true, subtree: true, attributes: true });
        })""",
        where,
    )
