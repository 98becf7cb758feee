"""What a reviewer filled in, row by row: read by column names, with a problem for each cell not understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.wording import normal
from lexcurric.workbook.read import CellValue, Grid, Line, find_table, read_facts, read_grids
from lexcurric.workbook.review import INPUTS

AGAIN = "Correct these cells, save the workbook as .xlsx, and read it again"


@dataclass(frozen=True)
class Book:
    """A workbook that came back: what it says about itself, and the rows of its table."""

    path: Path
    facts: dict[str, str]
    lines: list[Line]


@dataclass(frozen=True)
class Answer:
    """The cells of one row that a reviewer fills in."""

    decision: CellValue
    wording: CellValue
    comment: CellValue
    reviewer: CellValue

    @property
    def is_empty(self) -> bool:
        """True where nothing at all stands in them."""
        return not any(
            cell.text.strip() or cell.fault for cell in (self.decision, self.wording, self.comment, self.reviewer)
        )


def kind_of(path: Path) -> str:
    """What kind of workbook of ours this is, such as `edit`; empty where it does not say."""
    return read_facts(read_grids(path)).get("kind", "")


def read_book(path: Path, kind: str, name: str, columns: Sequence[str]) -> Book:
    """
    The workbook, if it is one of this kind with a table that has these columns.

    Raises FileError, which calls the expected workbook by `name`, for any other file.
    """
    grids = read_grids(path)
    facts, lines = read_facts(grids), find_table(grids, columns)
    found = facts.get("kind", "")
    if found and found != kind:
        raise FileError(
            str(path), [Problem("", f"expected {name}, found a workbook of the kind {found}")], "Name the right file"
        )
    if lines is None:
        what = f"expected {name} with the columns {', '.join(columns[:-1])} and {columns[-1]}; no sheet has them"
        raise FileError(str(path), [Problem("", what)], "Write the workbook again and copy your decisions into it")
    if not found:
        raise FileError(str(path), [_no_facts(grids)], "Write the workbook again and copy your decisions into it")
    return Book(path, facts, lines)


def _no_facts(grids: Iterable[Grid]) -> Problem:
    names = ", ".join(grid.title for grid in grids)
    return Problem(
        "_lexcurric", f"the hidden sheet that says what this workbook was made for is gone (there are: {names})"
    )


def answer_of(line: Line) -> Answer:
    """What the reviewer filled in in a row."""
    cells = [line.get(name.casefold(), CellValue("", "")) for name in INPUTS]
    return Answer(*cells)


def faults_of(answer: Answer) -> list[Problem]:
    """A problem for each cell that holds a formula or an error instead of a text."""
    cells = (answer.decision, answer.wording, answer.comment, answer.reviewer)
    return [Problem(cell.where, cell.fault) for cell in cells if cell.fault]


def choice_of(cell: CellValue, words: Sequence[str], problems: list[Problem]) -> str | None:
    """Which of the words a cell holds; None where it is empty, with a problem where it holds another."""
    text = normal(cell.text).casefold()
    if not text:
        return None
    for word in words:
        if text == word.casefold():
            return word
    *some, last = words
    expected = f"{', '.join(some)} or {last}" if some else last
    problems.append(Problem(cell.where, f"expected {expected}, or nothing; found {normal(cell.text)[:60]!r}"))
    return None


def hidden(line: Line, name: str) -> str:
    """The text of a hidden column, to the letter: ids may hold any character."""
    return line.get(name.casefold(), CellValue("", "")).text


def words_missing(answer: Answer, edited: str) -> Problem:
    """What to say where a wording was to be written and none is there."""
    return Problem(answer.wording.where, f"the decision is {edited}, and no wording stands here; please write it")


def words_unused(answer: Answer, edited: str, offered: bool) -> Problem:
    """What to say where a wording was written that the decision does not use."""
    do = (
        f"choose {edited} as the decision, or empty this cell"
        if offered
        else "this row takes no wording; empty this cell"
    )
    return Problem(answer.wording.where, f"a wording stands here that the decision does not use; {do}")


def repeated(line: Line, first: Line, key: str) -> Problem:
    """What to say where two rows are about one thing."""
    here, there = (each[key.casefold()].where for each in (line, first))
    return Problem(here, f"this row is there twice (see {there}); delete one of the two")
