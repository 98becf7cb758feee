"""A real JupyterLab on this machine and a real Chromium in it; nothing may ask for anything outside."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace

ROOT = Path(__file__).parent.parent.parent
SCREENSHOTS = ROOT / "tests" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}
WIDE = {"width": 1280, "height": 900}
# Seconds. Long, since it costs time only where a test fails, and a machine that runs all tests may stall.
PATIENCE = 30


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, its folder of notebooks, and the workspace that they open."""

    url: str
    folder: Path
    workspace: str


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab with copies of the notebooks and an empty workspace; stopped, with its kernels, afterwards."""
    _need_chromium()
    home = tmp_path_factory.mktemp("lab")
    folder = home / "work"
    shutil.copytree(ROOT / "notebooks", folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    port = free_port()
    found = Lab(f"http://127.0.0.1:{port}", folder, str(home / "workspace.db"))
    with (home / "lab.log").open("wb") as log:
        process = subprocess.Popen(
            _command(port, folder),
            cwd=folder,
            env=_environment(home, found),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait_for(found.url, process, home / "lab.log")
            yield found
        finally:
            stop_server(process)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for all tests of a worker."""
    _need_chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(chromium: Any) -> Iterator[Any]:
    """
    A page, 1280 pixels wide; the module fails if anything in it asked for something outside this machine.

    Its kernels end with it: each that is left looks for changes of its workspace, and slows the modules after it.
    """
    with new_page(chromium) as found:
        yield found
        if not found.is_closed():
            found.evaluate("() => window.jupyterapp?.serviceManager.sessions.shutdownAll()")


@contextmanager
def new_page(chromium: Any) -> Iterator[Any]:
    """A page in a browser session of its own, for a person of her own."""
    context = chromium.new_context(viewport=WIDE)
    outside: list[str] = []
    context.on("request", lambda request: outside.append(request.url) if _leaves(request.url) else None)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    yield page
    context.close()
    assert outside == []


@pytest.fixture
def framework(place: Path, soc: str) -> Iterator[Framework]:
    """What the test process sees of the workspace that JupyterLab writes to; a module says which, `place` and `soc`."""
    with open_workspace(place, "The test") as workspace:
        yield workspace.framework(soc)


def open_notebook(page: Any, lab: Lab, name: str) -> None:
    """Opens a notebook in JupyterLab and runs all of it, as a designer does: Run, Run All Cells."""
    page.goto(f"{lab.url}/lab/tree/{name}?reset", wait_until="domcontentloaded")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=40_000)
    page.locator("#jp-main-statusbar", has_text="Python 3 (ipykernel) | Idle").wait_for(timeout=40_000)
    page.locator(".lm-MenuBar-item", has_text="Run").click()
    page.locator(".lm-Menu-item", has_text="Run All Cells").first.click()


def write_notebook(path: Path, cells: Sequence[str]) -> None:
    """Writes a notebook whose code cells are these, none of them run."""
    shown = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
        for n, source in enumerate(cells)
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    value = {"cells": shown, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(value), encoding="utf-8")


def until(true: Callable[[], bool], what: str) -> None:
    """Waits for something to be true, up to `PATIENCE`; `what` says what was not."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def set_theme(page: Any, name: str) -> None:
    """Changes the theme of JupyterLab, such as `JupyterLab Dark`."""
    page.evaluate("name => window.jupyterapp.commands.execute('apputils:change-theme', { theme: name })", name)
    light = "false" if "Dark" in name else "true"
    page.locator(f"body[data-jp-theme-light='{light}']").wait_for(state="attached")
    page.locator("#jupyterlab-splash").wait_for(state="detached")


def screenshot(target: Any, name: str) -> Path:
    """Writes a picture of a page, or of one thing on it, for people to look at."""
    SCREENSHOTS.mkdir(exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    target.screenshot(path=path)
    return path


def _need_chromium() -> None:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; `make system-deps` installs it")


def _leaves(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about") and parts.hostname not in ("127.0.0.1", "localhost")


def free_port() -> int:
    """A port on this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _command(port: int, folder: Path) -> list[str]:
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": folder,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": "",
        "LabApp.expose_app_in_browser": True,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    return [sys.executable, "-m", "jupyterlab", "--no-browser", *[f"--{key}={value}" for key, value in options.items()]]


def _environment(home: Path, lab: Lab) -> dict[str, str]:
    """An environment of its own: no settings of the person who runs the tests, and none of theirs changed."""
    for name, values in SETTINGS.items():
        path = home / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    own = {name: str(home / folder) for name, folder in places.items()}
    return {**os.environ, **own, "LEXCURRIC_WORKSPACE": lab.workspace, "JUPYTER_PREFER_ENV_PATH": "0"}


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/api/status", timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")


def stop_server(process: subprocess.Popen[bytes]) -> None:
    """Ends a Jupyter server with its kernels: they are in a session of their own, and nothing else is."""
    process.send_signal(signal.SIGINT)
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=5)
