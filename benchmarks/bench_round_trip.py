"""
The main job on one framework of 40 statements: milliseconds of wall time and CPU, the best of five runs.

JSON reading and writing is compared with the standard library, which loses spacing and the spelling of numbers.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lexcurric.bundled import SAMPLE_NEW, sample_file
from lexcurric.formats.lex_json import parse_export, render_export
from lexcurric.workspace.workspace import open_workspace


def best(action: Callable[[], object], runs: int = 5) -> tuple[float, float]:
    """The least wall and CPU milliseconds of a few runs."""
    wall, cpu = [], []
    for _ in range(runs):
        start, begun = time.perf_counter(), time.process_time()
        action()
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - begun)
    return min(wall) * 1000, min(cpu) * 1000


def main() -> None:
    """The table."""
    body = sample_file().read_bytes()
    file = parse_export(body, "sample")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_workspace(folder / "workspace.db", "bench") as workspace:
            framework = workspace.import_export(sample_file())
            first = framework.content.active[0].id
            count = iter(range(1000))
            plan = framework.merge(sample_file(SAMPLE_NEW))
            rows: dict[str, Callable[[], object]] = {
                "read an export (json.loads, for comparison)": lambda: json.loads(body),
                "read an export": lambda: parse_export(body, "sample"),
                "write an export (json.dumps, for comparison)": lambda: json.dumps(
                    json.loads(body), ensure_ascii=False
                ),
                "write an export, unedited": lambda: render_export(file.snapshot(), body),
                "one durable edit": lambda: framework.edit(first, f"Hands — wash {next(count)} times."),
                "undo": framework.undo,
                "diff of two releases in files": lambda: workspace.diff(sample_file(), sample_file(SAMPLE_NEW)),
                "plan a merge": lambda: framework.merge(sample_file(SAMPLE_NEW)),
                "its preview": plan.preview,
                "rubric workbook": lambda: framework.rubric().to_excel(folder / "rubric.xlsx"),
                "edit sheet out": lambda: framework.sheet(folder / "sheet.xlsx"),
                "edit sheet back": lambda: workspace.apply_sheet(folder / "sheet.xlsx", dry_run=True),
            }
            print(f"{'action':<48}{'wall ms':>9}{'CPU ms':>9}")
            for title, action in rows.items():
                wall, cpu = best(action)
                print(f"{title:<48}{wall:>9.2f}{cpu:>9.2f}")


if __name__ == "__main__":
    main()
