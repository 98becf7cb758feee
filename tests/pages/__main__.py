"""
Prints every kind of rubric with LibreOffice, checks the pages, and draws them for people to look at.

`python -m tests.pages` fails where a check finds something, or a workbook has another number of pages than
`page-counts.json` says; `--keep` writes the new numbers.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.pages.cases import Case, cases
from tests.pages.checks import Printed, check
from tests.pages.index import write_index
from tests.pages.render import WORKERS, to_pdf, to_pictures
from tests.samples import REAL

COUNTS = Path(__file__).with_name("page-counts.json")


def main() -> int:
    """Prints, checks, compares, draws; gives 1 where something is wrong."""
    options = _options()
    start = time.perf_counter()
    out: Path = options.out
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    export = options.export if options.export.exists() else None
    wanted = [case for case in cases(export) if options.only in case.name]
    files = [case.write(out) for case in wanted]
    to_pdf(files, out)
    with ProcessPoolExecutor(WORKERS) as pool:
        looked = dict(zip([case.name for case in wanted], pool.map(_look, wanted, [out] * len(wanted)), strict=True))
    found = [f"{name}: {problem}" for name, (_, problems) in looked.items() for problem in problems]
    counts = {name: dict(Counter(sheets)) for name, (sheets, _) in looked.items()}
    found += _compared(counts, options.keep)
    if not options.no_pictures:
        to_pictures([out / f"{case.name}.pdf" for case in wanted], out, options.dots)
        write_index(out, {name: sheets for name, (sheets, _) in looked.items()}, found)
    pages = sum(sum(each.values()) for each in counts.values())
    sys.stdout.write("".join(f"{line}\n" for line in found))
    said = f"{len(wanted)} workbooks, {pages} pages, {len(found)} findings, {time.perf_counter() - start:.0f} s"
    sys.stdout.write(f"{said}\n" if options.no_pictures else f"{said}; look at {out / 'index.html'}\n")
    return 1 if found else 0


def _look(case: Case, out: Path) -> tuple[list[str], list[str]]:
    """The sheet that each page shows, and what the checks find."""
    printed = Printed(out / f"{case.name}.xlsx", out / f"{case.name}.pdf")
    return printed.sheet_of, list(check(case.rubric, printed))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.pages", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="write the numbers of pages instead of comparing them")
    parser.add_argument("--out", type=Path, default=Path("exports/pages"), help="the folder to write to")
    parser.add_argument("--only", default="", help="only the workbooks with this in their names")
    parser.add_argument("--export", type=Path, default=REAL, help="the real export, where it is at hand")
    parser.add_argument("--dots", type=int, default=60, help="how sharp the pictures are, in dots per inch")
    parser.add_argument("--no-pictures", action="store_true", help="check only")
    return parser.parse_args()


def _compared(counts: dict[str, dict[str, int]], keep: bool) -> list[str]:
    """How the numbers of pages differ from those that were kept."""
    known: dict[str, dict[str, int]] = json.loads(COUNTS.read_text(encoding="utf-8")) if COUNTS.exists() else {}
    if keep:
        both = dict(sorted((known | counts).items()))
        lines = (f" {json.dumps(name)}: {json.dumps(each, ensure_ascii=False)}" for name, each in both.items())
        COUNTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
        return []
    return [
        f"{name}: {each} pages, and page-counts.json says {known.get(name)}; look, then keep them with --keep"
        for name, each in counts.items()
        if known.get(name) != each
    ]


if __name__ == "__main__":
    sys.exit(main())
