"""
The statement editor in a real JupyterLab and Chromium: first paint, one edit until it is saved, and memory in the page.

The same statements (id, level, text, tags) are shown by ipydatagrid, an editable grid, and itables, which shows tables,
in the same run. First paint is from the keys that run the cell to the first row on screen; the data and the libraries
are in the kernel already. An edit is from Enter to the row that says it is saved: in the workspace's file, durably, for
the editor; for ipydatagrid to the answer of a callback that saves nothing. itables cannot edit. Memory is the page's
JavaScript heap after a collection, JupyterLab included.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lexcurric.workspace.workspace import open_workspace

SIZES = (40, 400, 4_000, 40_000)
EDITS = 20
MANY_EDITS = 500
SOC = "11-1111.00"
CHROMIUM = "/usr/bin/chromium"
OUTPUT = Path(__file__).parents[1] / "docs" / "widgets-results.md"
VERBS = ("weigh, mix and record", "clean, check and store", "measure, adjust and report", "plan, prepare and serve")
MORE = " under the supervision of a trained colleague, and note what was found in the log of the day"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]

# What the second cell shows, how the first row on screen is told, and what is imported before the clock starts.
SHOWN = {
    "lexcurric": "e = lx.edit(fw); e",
    "ipydatagrid": """
grid = DataGrid(frame, editable=True, column_widths={'text': 500})
grid.on_cell_change(lambda cell: setattr(said, 'value', str(int(said.value) + 1)))
display(grid, said)""",
    "itables": "show(frame, connected=False, maxBytes=0)",
}
READY = {
    "lexcurric": "import lexcurric as lx, lexcurric.widgets.editor; fw = lx.open().framework('11-1111.00')",
    "ipydatagrid": """
import ipywidgets, json, pandas as pd
from ipydatagrid import DataGrid
frame = pd.DataFrame(json.load(open('rows.json')))
said = ipywidgets.Label('0')""",
    "itables": """
import json, pandas as pd
from itables import init_notebook_mode, show
init_notebook_mode(connected=False)
frame = pd.DataFrame(json.load(open('rows.json')))""",
}
SEEN = {
    "lexcurric": "document.querySelector('.lx-editor [data-id]')",
    # A canvas has no rows: it is painted when something dark stands below its header.
    "ipydatagrid": """[...document.querySelectorAll('.lm-DataGrid canvas')].some(each => {
        if (!each.width || each.height < 60) return false;
        const dots = each.getContext('2d').getImageData(0, 24, Math.min(600, each.width), 60).data;
        for (let at = 0; at < dots.length; at += 4) if (dots[at + 3] > 200 && dots[at] < 90) return true;
        return false;
    })""",
    "itables": "document.querySelector('table.dataTable tbody td, .dt-container tbody td')",
}
WATCH = """seen => {
  window.began = window.painted = 0;
  window.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !event.shiftKey || window.began) return;
    window.began = performance.now();
    const look = () => {
      if (eval(seen)) requestAnimationFrame(() => { window.painted = performance.now(); });
      else requestAnimationFrame(look);
    };
    look();
  }, { capture: true });
}"""
SAVED = """() => new Promise(done => {
  const box = document.querySelector('textarea.lx-box');
  const began = performance.now();
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  const look = () => {
    const said = document.querySelector('.lx-editor .lx-state').textContent;
    const isSaved = !document.querySelector('textarea.lx-box') && said.startsWith('All changes saved');
    if (isSaved) done(performance.now() - began);
    else setTimeout(look, 0);
  };
  look();
})"""
HEARD = """() => {
  const label = [...document.querySelectorAll('.widget-label')].pop();
  const before = label.textContent;
  window.heard = new Promise(done => window.addEventListener('keydown', event => {
    const began = performance.now();
    const look = () => { if (label.textContent !== before) done(performance.now() - began); else setTimeout(look, 0); };
    look();
  }, { capture: true, once: true }));
}"""
SCROLL = """async () => {
  const list = document.querySelector('.lx-editor .lx-list');
  const frames = [];
  let last = performance.now();
  for (const way of [1, -1]) {
    for (let at = 0; at < 150; at += 1) {
      list.scrollTop += way * list.scrollHeight / 140;
      await new Promise(requestAnimationFrame);
      frames.push(performance.now() - last);
      last = performance.now();
    }
  }
  frames.sort((one, other) => one - other);
  return frames[Math.floor(frames.length * 0.95)];
}"""


def rows_of(count: int) -> list[list[str]]:
    """Wordings for four levels, of differing length."""
    return [
        [
            f"Object {level}.{place} of the bakery line — {VERBS[place % 4]} with care for batch {place}"
            f"{MORE if place % 3 == 0 else ''} within {place % 7 + 1} minutes."
            for place in range(count // 4)
        ]
        for level in range(4)
    ]


def prepare(folder: Path, count: int) -> Path:
    """A folder with the statements as a workspace and as rows, and a notebook for each kind."""
    folder.mkdir()
    levels = rows_of(count)
    keyed = {f"l{at}": {"label": f"Level {at}", "statements": texts} for at, texts in enumerate(levels, start=1)}
    export = {
        "schemaVersion": "1.0",
        "exportedAt": "2026-01-01T00:00:00.000Z",
        "occupation": {"soc": SOC, "title": "Bakers", "group": "Bench", "sector": "55", "jobZone": 3},
        "framework": {"version": "v.1", "description": "", "contextCovered": "Benchmarks.", "levels": keyed},
        "sources": {},
        "attribution": "Made for this benchmark",
    }
    path = folder / "export.json"
    path.write_text(json.dumps(export), encoding="utf-8")
    with open_workspace(folder / "workspace.db", "Ada") as workspace:
        framework = workspace.import_export(path)
        rows = [
            {"id": each.id, "level": each.level, "text": each.text, "tags": ""} for each in framework.content.active
        ]
    (folder / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    for kind, shown in SHOWN.items():
        write_notebook(folder / f"{kind}.ipynb", [f"{READY[kind]}\nprint('ready')", shown])
    return folder


def write_notebook(path: Path, cells: Sequence[str]) -> None:
    """Writes a notebook with these cells, none of them run."""
    shown = [
        {"cell_type": "code", "id": f"c{at}", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
        for at, source in enumerate(cells)
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    value = {"cells": shown, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(value), encoding="utf-8")


@contextmanager
def running_lab(folder: Path) -> Iterator[str]:
    """The address of a JupyterLab with this folder, stopped afterwards with its kernels."""
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
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
    home = {name: str(folder / ".home" / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    with (folder / "lab.log").open("wb") as log:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "jupyterlab",
                "--no-browser",
                *[f"--{key}={value}" for key, value in options.items()],
            ],
            cwd=folder,
            env={**os.environ, **home, "LEXCURRIC_WORKSPACE": str(folder / "workspace.db")},
            stdout=log,
            stderr=log,
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def open_page(browser: Any, url: str, kind: str) -> Any:
    """A page with the notebook of a kind, its first cell run."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(240_000)
    for _ in range(240):
        try:
            page.goto(f"{url}/lab/tree/{kind}.ipynb?reset", wait_until="domcontentloaded")
            break
        except Exception:
            time.sleep(0.25)
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.locator("#jp-main-statusbar", has_text="Python 3 (ipykernel) | Idle").wait_for()
    page.locator(".jp-Notebook .jp-Cell").first.click()
    page.keyboard.press("Shift+Enter")
    page.locator(".jp-OutputArea-output", has_text="ready").wait_for()
    return page


def first_paint(page: Any, kind: str) -> float:
    """Milliseconds from the keys that run the cell to the first row."""
    page.evaluate(WATCH, SEEN[kind])
    page.locator(".jp-Notebook .jp-Cell").nth(1).click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_function("window.painted > 0")
    found: float = page.evaluate("window.painted - window.began")
    return found


def heap(page: Any) -> float:
    """The JavaScript heap of the page after a collection, in MB."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return float(metrics["JSHeapUsedSize"]) / 1e6


def edit_once(page: Any, words: str) -> float:
    """One edit of the row that has the keys: milliseconds until it is saved."""
    page.keyboard.press("F2")
    page.locator("textarea.lx-box").wait_for()
    page.keyboard.type(words)
    found: float = page.evaluate(SAVED)
    return found


def measure_editor(page: Any, count: int, edits: int) -> dict[str, str]:
    """What is measured of the editor once it is there."""
    page.locator(f".lx-list[aria-rowcount='{count + 4}']").wait_for()
    page.wait_for_function("document.querySelector('.lx-editor .lx-levels')?.textContent.length > 0")
    time.sleep(1 + count / 4000)
    began = heap(page)
    page.locator(".lx-editor [data-id]").first.click()
    took = []
    for number in range(EDITS):
        took.append(edit_once(page, f" {number}"))
        page.keyboard.press("ArrowDown")
    smooth = page.evaluate(SCROLL)
    scrolled = heap(page)
    page.locator(".lx-editor [data-id]").first.click()
    for number in range(edits):
        edit_once(page, "x" if number % 2 else "y")
        page.keyboard.press("Control+ArrowDown" if number % 40 < 20 else "Control+ArrowUp")
    return {
        "an edit until it is saved, the median": f"{statistics.median(took):.0f} ms",
        "an edit until it is saved, the slowest of 20": f"{max(took):.0f} ms",
        "rows in the page": str(page.locator(".lx-editor [data-id]").count()),
        "a frame while scrolling, the 95th of 100": f"{smooth:.0f} ms",
        "memory, all statements there": f"{began:.0f} MB",
        "memory, scrolled to the end and back": f"{scrolled:.0f} MB",
        f"memory, after {edits} edits more": f"{heap(page):.0f} MB",
    }


def measure_grid(page: Any) -> dict[str, str]:
    """An edit of ipydatagrid until a callback has answered."""
    box = page.locator(".lm-DataGrid").first.bounding_box()
    took = []
    for number in range(EDITS):
        page.mouse.dblclick(box["x"] + 240, box["y"] + 32 + 20 * (number % 5))
        page.locator(".lm-DataGrid input, .lm-DataGrid textarea").first.wait_for()
        page.keyboard.type(f"x{number}")
        page.evaluate(HEARD)
        page.keyboard.press("Enter")
        took.append(page.evaluate("window.heard"))
    return {"an edit until the callback answers, the median": f"{statistics.median(took):.0f} ms"}


def measure(browser: Any, count: int, edits: int) -> dict[str, str]:
    """All figures of one size, by what they are."""
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=Path.cwd(), ignore_cleanup_errors=True) as name:
        folder = prepare(Path(name) / str(count), count)
        with running_lab(folder) as url:
            for kind in SHOWN:
                page = open_page(browser, url, kind)
                try:
                    found[f"{kind}: first paint"] = f"{first_paint(page, kind):.0f} ms"
                    more = {}
                    if kind == "lexcurric":
                        more = measure_editor(page, count, edits)
                    elif kind == "ipydatagrid":
                        more = measure_grid(page)
                    found |= {f"{kind}: {title}": value for title, value in more.items()}
                finally:
                    page.context.close()
        shutil.rmtree(folder, ignore_errors=True)
    return found


def main(sizes: Sequence[int] = SIZES, output: Path | None = OUTPUT, edits: int = MANY_EDITS) -> None:
    """The table, printed and written to its page."""
    from playwright.sync_api import sync_playwright

    columns = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for count in sizes:
            columns.append(measure(browser, count, edits))
            print(count, json.dumps(columns[-1], ensure_ascii=False), flush=True)
        browser.close()
    titles = list(dict.fromkeys(title for column in columns for title in column))
    lines = ["| statements | " + " | ".join(f"{size:,}" for size in sizes) + " |"]
    lines.append("|---" * (len(sizes) + 1) + "|")
    lines += [f"| {title} | " + " | ".join(column.get(title, "–") for column in columns) + " |" for title in titles]
    busy = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    load = f"\nLoad of the machine when it was done (1, 5, 15 minutes): {busy}"
    print("\n".join(lines) + load)
    if output is not None:
        title = "# The statement editor: what was measured\n\n`make bench-widgets` makes this page.\n\n"
        head = f"{title}{(__doc__ or '').strip()}\n\n"
        output.write_text(head + "\n".join(lines) + "\n" + load + f" on {os.cpu_count()} cores.\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main([int(each) for each in sys.argv[1:]], None, 20)
    else:
        main()
