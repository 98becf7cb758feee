"""
Writing rubrics: one full workbook of each kind against XlsxWriter and openpyxl, and a thousand at once on all cores.

The two libraries write the same workbook from a description that was made before (`replay.py`): the same cells,
formats, formulas, validations, conditional formats, tables, charts, names and print set-up. This project's time covers
more: it makes the rubric's rows, its formulas and their values, and measures every text for the height of its row.
Written to `docs/rubric-results.md`.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from openpyxl import load_workbook
from rich.progress import Progress, track

from benchmarks.replay import Plain, plan_of, with_openpyxl, with_xlsxwriter
from lexcurric.bundled import sample_file
from lexcurric.core.model import Snapshot, replace
from lexcurric.core.rubric import RubricKind, make_rubric
from lexcurric.formats.lex_json import parse_export
from lexcurric.formats.rubric import write_rubric
from lexcurric.workspace.rubrics import RubricFile

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "exports" / "43-6012.00.v.26.05.json"
OUTPUT = ROOT / "docs" / "rubric-results.md"
ROUNDS = 25
SIZES = (100, 1000)
_OURS, _XLSXWRITER, _LEAN, _OPENPYXL = "lexcurric", "XlsxWriter", "XlsxWriter, lean", "openpyxl"


@dataclass
class Times:
    """The milliseconds of each run."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def run(self, action: Callable[[], object]) -> None:
        """One run more, with what was thrown away before it cleared up before it."""
        gc.collect()
        start, begun = time.perf_counter(), time.process_time()
        action()
        self.wall.append((time.perf_counter() - start) * 1000)
        self.cpu.append((time.process_time() - begun) * 1000)

    def __str__(self) -> str:
        pairs = ((min(each), statistics.median(each)) for each in (self.wall, self.cpu))
        return " | ".join(f"{best:.1f} | {usual:.1f}" for best, usual in pairs)


def export_file() -> Path:
    """The real export where it is beside this clone, else the bundled sample."""
    return REAL if REAL.exists() else sample_file()


def compare(snapshot: Snapshot, kind: RubricKind, folder: Path) -> list[str]:
    """The rows of the table about one kind; the runs take turns, so that whatever else the machine does hits all."""
    path = folder / "ours.xlsx"

    def ours() -> None:
        write_rubric(make_rubric(snapshot, kind), path)

    ours()
    plan = plan_of(path)
    cells = sum(len(page.cells) for page in plan.pages)
    actions: dict[str, Callable[[], None]] = {
        _OURS: ours,
        _XLSXWRITER: partial(with_xlsxwriter, plan, folder / "xlsxwriter.xlsx"),
        _LEAN: partial(with_xlsxwriter, plan, folder / "lean.xlsx", Plain),
        _OPENPYXL: partial(with_openpyxl, plan, folder / "openpyxl.xlsx"),
    }
    for name in (_XLSXWRITER, _LEAN, _OPENPYXL):
        actions[name]()
        _same(path, folder / f"{_FILES[name]}.xlsx")
    times = {name: Times() for name in actions}
    for _ in range(ROUNDS):
        for name, action in actions.items():
            times[name].run(action)
    size = {name: (folder / f"{file}.xlsx").stat().st_size / 1000 for name, file in _FILES.items()}
    usual = statistics.median(times[_XLSXWRITER].cpu)
    return [
        f"| {kind.value} ({cells:,} cells) | {name} | {times[name]} | {statistics.median(times[name].cpu) / usual:.2f} "
        f"| {size[name]:.0f} |"
        for name in actions
    ]


_FILES = {_OURS: "ours", _XLSXWRITER: "xlsxwriter", _LEAN: "lean", _OPENPYXL: "openpyxl"}


def _same(ours: Path, theirs: Path) -> None:
    """Stops where the other library did not write the same cells, tables, charts and rules."""
    one, other = load_workbook(ours), load_workbook(theirs)
    for sheet in one.worksheets:
        twin = other[sheet.title]
        counts = [
            (len(each._charts), len(each.tables), len(each.data_validations.dataValidation), each.print_area)
            for each in (sheet, twin)
        ]
        cells = all(cell.value == twin[cell.coordinate].value for row in sheet.iter_rows() for cell in row)
        if not cells or counts[0] != counts[1]:
            raise SystemExit(f"{theirs.name} is not the same workbook: sheet {sheet.title}")


def many(count: int, folder: Path) -> tuple[float, float, float]:
    """Seconds for so many rubrics of different frameworks on all cores, CPU seconds, and the most MB of one process."""
    body = export_file().read_bytes()
    start, begun = time.perf_counter(), _used()
    # A new process takes nothing over from this one, whose memory would count too.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context, initializer=_begin, initargs=(body,)) as pool:
        peaks = pool.map(partial(_one, folder), range(count), chunksize=10)
        most = max(track(peaks, f"{count:,} rubrics", total=count, disable=not sys.stderr.isatty()))
    return time.perf_counter() - start, _used() - begun, most


def _used() -> float:
    """The CPU seconds of the processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


_SNAPSHOTS: list[Snapshot] = []


def _begin(body: bytes) -> None:
    _SNAPSHOTS.append(parse_export(body, "export").snapshot())


def _one(folder: Path, number: int) -> float:
    """Writes the rubric of the framework of this number; gives the most MB that this process took so far."""
    snapshot = _SNAPSHOTS[0]
    content = snapshot.content
    texts = tuple(replace(each, text=f"{each.text} ({number})") for each in content.statements)
    soc = f"{11 + number // 10_000:02}-{number % 10_000:04}.00"
    other = replace(snapshot, content=replace(content, soc=soc, statements=texts))
    write_rubric(make_rubric(other), folder / f"{soc}.xlsx")
    return _peak()


def for_trainees(count: int, folder: Path) -> tuple[float, float, float]:
    """Seconds for a workbook of one rubric for each trainee, CPU seconds, and the most MB, in one process."""
    begun = _used()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        start = time.perf_counter()
        peak = pool.submit(_each, export_file().read_bytes(), count, folder).result()
        seconds = time.perf_counter() - start
    return seconds, _used() - begun, peak


def _each(body: bytes, count: int, folder: Path) -> float:
    names = [f"Trainee {number}" for number in range(count)]
    rubric = RubricFile(parse_export(body, "export").snapshot(), "checklist")
    with Progress(disable=not sys.stderr.isatty()) as shown:
        bar = shown.add_task(f"{count:,} trainees", total=count)
        rubric.to_excel_each(folder, names, lambda done, _: shown.update(bar, completed=done))
    return _peak()


def _peak() -> float:
    """The most MB that this process took so far; Linux counts in kilobytes, macOS in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main(output: Path | None = OUTPUT) -> None:
    """Measures, prints, and writes the tables."""
    snapshot = parse_export(export_file().read_bytes(), "export").snapshot()
    lines = [
        "# Writing rubrics: results",
        "",
        f"`make bench-rubric` on {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{export_file().name}, {ROUNDS} rounds in turns, each library writing a file. Best and median milliseconds; "
        "the ratio is of the median CPU times, 1.00 is XlsxWriter.",
        "",
        "The libraries write from a finished description of the workbook (`benchmarks/replay.py`), checked to give the",
        "same cells, tables, charts, validations and print areas; lexcurric's time includes making the rubric, its",
        "formulas with their values, and the heights of its rows. openpyxl writes no values beside formulas.",
        "XlsxWriter searches every formula for functions of newer programs; «lean» is it without that search.",
        "",
        "| rubric | written by | wall, best | median | CPU, best | median | ratio | file KB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as name:
        for kind in RubricKind:
            lines += compare(snapshot, kind, Path(name))
    lines += ["", *_table_of_many()]
    print("\n".join(lines))
    if output is not None:
        output.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _table_of_many() -> Sequence[str]:
    lines = [
        "Many checklists at once: each of another framework, by a process for each core; and one framework's, with the",
        "name of a trainee in each (`to_excel_each`), by one process. The time includes starting the processes.",
        "",
        "| workbooks | seconds | CPU seconds | a second | most MB of a process |",
        "|---|---|---|---|---|",
    ]
    for title, action, count in [
        (title, action, count)
        for title, action in (("frameworks", many), ("trainees", for_trainees))
        for count in SIZES
    ]:
        with tempfile.TemporaryDirectory() as name:
            seconds, used, peak = action(count, Path(name))
            written = len(list(Path(name).glob("*.xlsx")))
        if written != count:
            raise SystemExit(f"{count:,} workbooks were to be written, and {written:,} are there")
        lines.append(f"| {count:,} {title} | {seconds:.1f} | {used:.1f} | {count / seconds:.0f} | {peak:.0f} |")
    return lines


if __name__ == "__main__":
    main()
