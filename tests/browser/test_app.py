"""The notebooks as pages without code (`lexcurric app`, Voilà), in both themes, each as a designer opens it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

import lexcurric as lx
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import ROOT, free_port, screenshot, stop_server

SOC = "51-3011.00"
SCREENS = {
    "00_start": [".lx-start"],
    "01_edit": [".lx-choice", ".lx-editor"],
    "02_tag": [".lx-editor"],
}


@dataclass(frozen=True)
class App:
    """The running pages: the address with its token, and the folder that they were started in."""

    url: str
    token: str
    home: Path

    def at(self, name: str, theme: str = "light") -> str:
        return f"{self.url}/voila/render/notebooks/{name}.ipynb?token={self.token}&theme={theme}"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """`lexcurric app` in an empty folder; stopped, with its kernels, afterwards."""
    home = tmp_path_factory.mktemp("app")
    port = free_port()
    own = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    environment = {**os.environ, **own, "IPYTHONDIR": str(home / "ipython"), "PYTHONUNBUFFERED": "1"}
    environment.pop("LEXCURRIC_WORKSPACE", None)
    command = [sys.executable, "-W", "ignore", "-m", "lexcurric", "app", "--no-browser", "--port", str(port)]
    log = home / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=home, env=environment, stdout=out, stderr=out, start_new_session=True)
    try:
        end = time.monotonic() + 90
        while not (found := re.search(r"\?token=(\w+)", log.read_text(encoding="utf-8"))):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < end, f"Voilà did not start:\n{log.read_text(encoding='utf-8')}"
            time.sleep(0.2)
        yield App(f"http://127.0.0.1:{port}", found[1], home)
    finally:
        stop_server(process)


def go(page: Any, address: str) -> None:
    """Opens a page; it is whole when its kernel has run it."""
    page.goto(address, wait_until="domcontentloaded", timeout=90_000)


def test_it_begins_at_the_start_page_and_a_task_opens_without_running_anything(page: Any, app: App) -> None:
    go(page, f"{app.url}/?token={app.token}")
    start = page.locator(".lx-start")
    start.wait_for(timeout=90_000)
    start.get_by_role("link", name=re.compile("^Edit")).click()
    editor = page.locator(".lx-editor")
    editor.wait_for(timeout=90_000)
    assert page.locator(".jp-InputArea-editor").count() == 0, "code is shown"
    editor.locator("[data-id]").first.dblclick()
    page.keyboard.type(" every morning")
    page.keyboard.press("Enter")
    editor.locator(".lx-state", has_text="All changes saved").wait_for()
    with lx.open(app.home / "data" / "workspace.db") as workspace:
        assert workspace.framework(SOC).statements.text[0].endswith(" every morning")


@pytest.mark.parametrize("name", [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))])
def test_every_page_opens_without_an_error(page: Any, app: App, name: str) -> None:
    go(page, app.at(name))
    for selector in SCREENS.get(name, [".lx-choice", ".lx >> nth=1"]) if name != "10_in_python" else [".lx-view"]:
        page.locator(selector).first.wait_for(timeout=90_000)
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert "Traceback" not in page.locator("body").inner_text()
    screenshot(page, f"app-{name}")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_is_readable_in_both_themes(page: Any, app: App, theme: str) -> None:
    go(page, app.at("01_edit", theme))
    page.locator(".lx-editor").wait_for(timeout=90_000)
    assert_accessible(page, ".lx-editor")
    assert_accessible(page, ".lx-choice")
    screenshot(page, f"app-edit-{theme}")


def test_without_the_key_of_the_address_nothing_is_shown(app: App) -> None:
    exports = app.home / "notebooks" / "exports"
    exports.mkdir(parents=True, exist_ok=True)
    shutil.copy(lx.sample_file(), exports / "bakers.json")
    for path in ("", "voila/render/notebooks/00_start.ipynb"):
        with urllib.request.urlopen(f"{app.url}/{path}", timeout=30) as answer:
            assert "/login" in answer.url
    for name in ("notebooks/exports/bakers.json", "data/workspace.db", "notebooks/00_start.ipynb"):
        with pytest.raises(HTTPError) as refused:
            urllib.request.urlopen(f"{app.url}/voila/files/{name}", timeout=30)
        assert refused.value.code in (403, 404)


def test_a_rubric_is_made_and_downloaded(page: Any, app: App) -> None:
    go(page, app.at("06_rubrics"))
    write = page.get_by_role("button", name="Write the workbook")
    write.wait_for(timeout=90_000)
    write.click()
    link = page.get_by_role("link", name=re.compile("^Download"))
    link.wait_for(timeout=60_000)
    with page.expect_download(timeout=60_000) as download:
        link.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
    assert list((app.home / "notebooks" / "exports").glob("*.xlsx"))
