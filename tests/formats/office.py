"""What happens to a workbook on the way: a trip through LibreOffice, and edits by another program."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook


def through_libreoffice(path: Path, form: str = "xlsx") -> Path:
    """The workbook as LibreOffice opens and saves it again; skips the test where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("soffice (LibreOffice) is not installed, so no workbook takes a trip through it here")
    out = path.parent / "out"
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", form, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return out / path.with_suffix(f".{form}").name


def edited(path: Path, sheet: str, change: Callable[[Any], object]) -> Path:
    """The workbook with one of its sheets changed, saved by another program."""
    book: Any = load_workbook(path)
    change(book[sheet])
    target = path.with_name(f"edited-{path.name}")
    book.save(target)
    return target


def columns(sheet: Any, head_row: int) -> dict[str, int]:
    """The number of each column, by its name."""
    return {cell.value: cell.column for cell in sheet[head_row] if cell.value}


def shuffle(sheet: Any, head_row: int, last: int) -> None:
    """Rows in another order and columns in another order, as a person sorts and moves them; one row hidden."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head_row + 1, max_row=last)]
    kinds = [[cell.data_type for cell in row] for row in sheet.iter_rows(min_row=head_row + 1, max_row=last)]
    head = [cell.value for cell in sheet[head_row]]
    order = list(range(len(rows)))
    random.Random(7).shuffle(order)
    sheet.tables.clear()
    sheet.title = "My copy"
    for at, cells, types in [
        (head_row, head, None),
        *((head_row + 1 + n, rows[o], kinds[o]) for n, o in enumerate(order)),
    ]:
        for column, value in enumerate(reversed(cells), start=1):
            cell = sheet.cell(at, column)
            cell.value = value
            if types:
                cell.data_type = types[len(cells) - column]
    sheet.row_dimensions[head_row + 2].hidden = True
