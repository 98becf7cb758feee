"""
Collecting: scored workbooks to a cohort, beside pandas with openpyxl and with calamine, which only read the cells.

Each program runs by itself, so that its memory is its own; the peak is that of the program and its helpers together.
`collect` also checks that the files are safe, finds the ratings that are none, and works out every result; the others
read the sheet Score (and of a workbook for a group, Cohort) to a DataFrame. python-calamine is measured where it is
installed; lexcurric does not need it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from lexcurric.bundled import sample_file
from lexcurric.formats.lex_json import read_export
from lexcurric.formats.rubric.places import Places
from lexcurric.workspace.rubrics import RubricFile

SIZES = (100, 1_000)
SLOW = 50
"""So many files are enough for a program that takes long for each."""
_COLLECT = """
import lexcurric as lx
cohort = lx.collect(files)
assert len(cohort) == len(files) and not cohort.problems
"""
_EXCEL = _COLLECT + "cohort.to_excel(folder / 'cohort.xlsx')"
_ALONE = _COLLECT.replace("collect(files)", "collect(files, helpers=0)")
_PANDAS = """
import pandas
frames = [pandas.read_excel(each, sheet_name="Score", header=6, engine=ENGINE) for each in files]
assert all(frame["Rating"].notna().any() for frame in frames)
"""
_RUN = """
import sys, time
from pathlib import Path
folder = Path(sys.argv[1])
files = sorted(folder.glob("[0-9]*.xlsx"))[: int(sys.argv[2])]
begin, busy = time.perf_counter(), time.process_time()
{}
import os, resource
took = time.perf_counter() - begin
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
children = resource.getrusage(resource.RUSAGE_CHILDREN)
spent = time.process_time() - busy + children.ru_utime + children.ru_stime
print(took, spent, peak / 1024, children.ru_maxrss / 1024)
"""


def make_files(folder: Path, count: int) -> None:
    """Scored copies of one checklist, as another program would save them: same parts, other names and ratings."""
    rubric = RubricFile(read_export(sample_file()).snapshot(), "checklist")
    rubric.to_excel(folder / "source.xlsx")
    with zipfile.ZipFile(folder / "source.xlsx") as source:
        parts = {name: source.read(name) for name in source.namelist()}
    places = Places(rubric.record)
    score = "xl/worksheets/sheet2.xml"
    for number in range(count):
        filled = _fill(parts[score].decode(), places, number)
        with zipfile.ZipFile(folder / f"{number:05}.xlsx", "w", zipfile.ZIP_DEFLATED) as target:
            for name, data in parts.items():
                target.writestr(name, filled if name == score else data)


def _fill(sheet: str, places: Places, number: int) -> str:
    who = f'<is><t xml:space="preserve">Trainee {number}</t></is>'
    name = places.inputs["InTrainee"].rpartition("!")[2].replace("$", "")
    sheet = _put(sheet, name, ' t="inlineStr"', who)
    for line in places.first_lines:
        sheet = _put(sheet, f"{places.letters['rating']}{line.row}", "", f"<v>{(number * 7 + line.row * 5) % 5}</v>")
    return sheet


def _put(sheet: str, place: str, kind: str, inner: str) -> str:
    """The sheet with an empty cell filled."""
    head, found, rest = sheet.partition(f'<c r="{place}"')
    style, _, rest = rest.partition("/>")
    if not found or ">" in style:
        raise ValueError(f"expected an empty cell {place}")
    return f"{head}{found}{style}{kind}>{inner}</c>{rest}"


def measure(script: str, folder: Path, count: int) -> tuple[float, float, float, float]:
    """Seconds, seconds of processor time, peak memory of the program in MB, and of the largest helper."""
    command = [sys.executable, "-c", _RUN.format(script), str(folder), str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    took, spent, peak, helper = (float(each) for each in done.stdout.split())
    return took, spent, peak, helper


def rows(sizes: Sequence[int] = SIZES) -> list[str]:
    """The rows of the table, as Markdown."""
    found = ["| what | files | seconds | ms a file | processor ms a file | peak MB | largest helper MB |"]
    found.append("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_files(folder, max(sizes))
        for title, script, counts in (
            ("lexcurric collect", _COLLECT, sizes),
            ("lexcurric collect, one process", _ALONE, sizes),
            ("lexcurric collect and the cohort workbook", _EXCEL, sizes),
            ("pandas and calamine, one sheet", _PANDAS.replace("ENGINE", "'calamine'"), sizes),
            ("pandas and openpyxl, one sheet", _PANDAS.replace("ENGINE", "'openpyxl'"), (min(SLOW, *sizes),)),
        ):
            if "calamine'" in script and not _has_calamine():
                found.append(f"| {title} | not measured: python-calamine is not installed | | | | | |")
                continue
            for count in counts:
                took, spent, peak, helper = measure(script, folder, count)
                figures = (f"{took:.2f}", f"{took / count * 1000:.2f}", f"{spent / count * 1000:.2f}")
                memory = (f"{peak:.0f}", f"{helper:.0f}" if helper else "–")
                found.append(f"| {title} | {count:,} | {' | '.join((*figures, *memory))} |")
    return found


def _has_calamine() -> bool:
    from importlib.util import find_spec

    return find_spec("python_calamine") is not None


def main(sizes: Sequence[int] = SIZES) -> None:
    """The table, printed."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"
    print(f"{os.cpu_count()} cores, load {load} at the start\n")
    print("\n".join(rows(sizes)))


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or SIZES)
