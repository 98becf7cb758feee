"""Where things stand on the sheet Score, by heading and name, so that no test rests on a letter of a column."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

HEADS = 7


def place(book: Workbook, heading: str, row: int = 8) -> str:
    """The cell under a heading of Score, such as `E8`; `Trainee` is the cell for the name."""
    if heading == "Trainee":
        target = book.defined_names["InTrainee"].attr_text if "InTrainee" in book.defined_names else "Score!$D$3"
        return target.rpartition("!")[2].replace("$", "")
    heads = [cell.value for cell in book["Score"][HEADS]]
    return f"{get_column_letter(heads.index(heading) + 1)}{row}"
