"""The workbook of an alignment that came back: which decisions a reviewer chose, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lexcurric.core.alignment.records import Choice
from lexcurric.core.alignment.report import DECISION, REASON, REF
from lexcurric.core.errors import FileError, Problem
from lexcurric.core.wording import normal
from lexcurric.workbook.answers import AGAIN, choice_of, read_book
from lexcurric.workbook.read import CellValue

KIND = "alignment"


@dataclass(frozen=True)
class Chosen:
    """One decision: where it stands, which alignment (`STATEMENT:CODE`), what was chosen, and why."""

    where: str
    ref: str
    choice: Choice
    reason: str


def read_choices(path: Path, soc: str, listed: str) -> list[Chosen]:
    """
    The decisions in a workbook that was written for this framework and list; rows without one say nothing.

    Raises FileError for another file, and with every cell that is not understood.
    """
    book = read_book(path, KIND, "a workbook of an alignment", (REF, DECISION))
    for fact, wanted in (("soc", soc), ("list", listed)):
        found = book.facts.get(fact, "")
        if found != wanted:
            problem = Problem("_lexcurric", f"was written for {found or 'nothing known'}, not for {wanted}")
            raise FileError(str(path), [problem], "Name the right file, framework and list")
    problems: list[Problem] = []
    chosen: list[Chosen] = []
    for line in book.lines:
        ref, decision = line[REF.casefold()], line[DECISION.casefold()]
        reason = line.get(REASON.casefold(), CellValue("", ""))
        faults = [Problem(each.where, each.fault) for each in (ref, decision, reason) if each.fault]
        problems += faults
        word = None if faults else choice_of(decision, tuple(Choice), problems)
        if word is not None:
            chosen.append(Chosen(decision.where, normal(ref.text), Choice(word), normal(reason.text)))
    if problems:
        raise FileError(str(path), problems, AGAIN)
    return chosen
