"""
The decisions of a merge as an Excel workbook, and back: one row a decision, with its three sides side by side.

A row is found by the decision's id in a hidden column. What stands in the locked cells is never read back: only the
choice, and a wording of one's own.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.explain import taken_because
from lexcurric.core.merge import Decision, MergeRecord, Side
from lexcurric.core.merge_report import (
    NEEDS_SUBJECT,
    SIDE_NAMES,
    merge_groups,
    merge_headline,
    merge_sides,
    merge_summary,
    taken_words,
)
from lexcurric.core.provenance import Provenance
from lexcurric.core.report import PLEASE_LOOK, one_line
from lexcurric.core.rubric import Paper
from lexcurric.core.sheet_cells import text_check
from lexcurric.core.words import Words
from lexcurric.workbook import styles
from lexcurric.workbook.answers import (
    AGAIN,
    Answer,
    answer_of,
    choice_of,
    faults_of,
    hidden,
    read_book,
    repeated,
    words_missing,
    words_unused,
)
from lexcurric.workbook.book import Book
from lexcurric.workbook.head import add_head
from lexcurric.workbook.origin import add_both_sources, add_facts, describe, facts_of
from lexcurric.workbook.page import protect, set_header, set_page
from lexcurric.workbook.places import column_letter
from lexcurric.workbook.read import Line
from lexcurric.workbook.review import (
    DECISION,
    WORDING,
    Column,
    ReviewTable,
    Texts,
    add_counts,
    add_help,
    add_lists,
    add_progress,
    add_review,
    input_columns,
    lines,
)

KIND = "merge"
SHEET_NAME = "Decisions"
SIDE_WORDS = {Side.OURS: "Your version", Side.THEIRS: "New export", Side.BOTH: "Both", Side.EDITED: "Edited"}
ID, INPUTS, SIDES, CHECK = "Decision ID", "Inputs", "Sides", "Text check"
FIELD, CONFLICT, SUBJECT = "Field", "Conflict", "Subject"
_NAMES = (SIDE_NAMES["ours"], SIDE_NAMES["theirs"])
STEPS = (
    f"Go through the sheet {SHEET_NAME}. Conflicts stand first; nothing is applied until each has a {DECISION}.",
    "Choose from the list in the cream cell: your version, the new export, and where a row has them both, or Edited.",
    f"For a wording of your own choose {SIDE_WORDS[Side.EDITED]} and write it under {WORDING}. Where a suggestion with "
    "both changes stands there, choosing Edited confirms it; leaving the cell as it is does nothing.",
    "Words that went are red and struck through, words that came blue and underlined, against the original.",
    "Rows may be sorted and filtered, columns may be moved. What is locked is not read back.",
    "Save as .xlsx, then merge with it: lexcurric merge … --decisions plan.xlsx",
)


def write_decisions(
    record: MergeRecord, origins: tuple[Provenance, Provenance], path: Path, paper: Paper = Paper.A4
) -> None:
    """
    Write the decisions of a merge; the same plan gives the same bytes. `origins`: yours, theirs.

    Raises FileError, and writes nothing, for a text that no cell can hold or a path that cannot be written.
    """
    book, origin = Book(path), origins[1]
    names = f"{one_line(record.theirs)} into {one_line(record.ours)}"
    title = f"Merge: {one_line(origin.title)} ({one_line(record.soc)}), {names}"
    decisions = [(state, each) for state, group in merge_groups(record) for each in group]
    table = ReviewTable(
        name=SHEET_NAME,
        title=title,
        purpose="One row a decision, conflicts first. Decide in the cream cells.",
        columns=_columns(),
        rows=[_row(number, state, each, record.levels) for number, (state, each) in enumerate(decisions, start=1)],
        choices=[tuple(SIDE_WORDS[side] for side in each.sides) for _, each in decisions],
        frozen=2,
    )
    _add_summary(book, table, record, origin, paper)
    add_review(book, table, origin, paper)
    add_help(book, table, STEPS, origin, paper)
    add_both_sources(book, title, _NAMES, origins, paper)
    if table.rows:
        add_lists(book, table, origin, paper)
    sides = {"base": record.base, "ours": record.ours, "version": record.theirs, "sha256": record.theirs_sha256}
    add_facts(book, facts_of(KIND, origin) | {"soc": record.soc} | sides)
    describe(book, title, "Merge decisions", origin)
    book.write(origin.time)


def _columns() -> list[Column]:
    return [
        Column("No", 5.0, styles.TOP_CENTRE),
        Column("State", 13.0),
        Column("What happened", 24.0),
        *(Column(name, 32.0) for name in SIDE_NAMES.values()),
        *input_columns(),
        *(
            Column(name, 20.0, styles.CELL_SMALL, hidden=True)
            for name in (ID, INPUTS, SIDES, FIELD, CONFLICT, SUBJECT, CHECK)
        ),
    ]


def _row(number: int, state: str, decision: Decision, levels: dict[str, str]) -> list[Texts]:
    sides = dict(merge_sides(decision, levels))
    wording = _issued(decision)
    return [
        number,
        f"{state}. {PLEASE_LOOK}" if decision.review else state,
        _what(decision, levels),
        *(lines(sides[name]) for name in SIDE_NAMES.values()),
        SIDE_WORDS[decision.take] if decision.take else None,
        wording or None,
        None,
        None,
        decision.id,
        decision.inputs,
        " ".join(each.value for each in decision.sides),
        decision.field.value,
        decision.conflict.value if decision.conflict else "",
        decision.subject,
        text_check(wording),
    ]


def _issued(decision: Decision) -> str:
    """The wording that is written into the row: the one chosen, or the suggestion that a person may confirm."""
    if decision.take is Side.EDITED:
        return decision.value or ""
    return decision.proposal or "" if decision.is_open and Side.EDITED in decision.sides else ""


def _what(decision: Decision, levels: dict[str, str]) -> Words:
    said = [merge_headline(decision, levels)]
    if decision.field in NEEDS_SUBJECT:
        said.append(f"Statement: {one_line(decision.subject)}")
    if decision.take:
        taken = taken_words(decision)
        said.append(f"{taken[:1].upper()}{taken[1:]}: {taken_because(decision)}.")
    elif decision.proposal is not None:
        said.append(f"Under {WORDING} stands a suggestion with both changes.")
    return lines(said)


def _add_summary(book: Book, table: ReviewTable, record: MergeRecord, origin: Provenance, paper: Paper) -> None:
    sheet = book.sheet("Summary", [36.0, 34.0, 14.0, 14.0, 14.0])
    add_head(book, sheet, table.title, f"{merge_summary(record)}.", 110)
    rows: list[list[str | int]] = [[title, len(group)] for title, group in merge_groups(record)]
    row = add_counts(book, sheet, 4, ("When this was written", "Decisions"), rows) + 1
    taken = {word: sum(1 for each in record.decisions if each.take is side) for side, word in SIDE_WORDS.items()}
    row = add_progress(book, sheet, row, table, taken) + 1
    book.put(sheet, f"A{row}", "Sign-off", styles.HEADING)
    for at, name in enumerate(("Reviewed by", "Date", "Signature"), start=row + 1):
        book.put(sheet, f"A{at}", name, styles.LABEL)
        book.put(sheet, f"B{at}", None, styles.IN)
    book.link(sheet, f"A{row + 5}", f"Go to {SHEET_NAME}", f"{SHEET_NAME}!A1")
    set_page(sheet, f"A1:{column_letter(5)}{row + 5}", one_page=True, landscape=True, paper=paper)
    set_header(sheet, table.title, origin)
    protect(sheet)


def read_decisions(path: Path, soc: str) -> list[tuple[Decision, str]]:
    """
    The decisions in a workbook, each with the inputs that it was made on; those that were left open have no `take`.

    Raises FileError, with sheet and cell of every problem, for cells that were not understood, and for a file that is
    no such workbook, of another occupation, unsafe or damaged.
    """
    book = read_book(path, KIND, "a workbook of merge decisions", (ID, INPUTS, DECISION))
    if book.facts.get("soc") != soc:
        found = book.facts.get("soc") or "none"
        raise FileError(str(path), [Problem("_lexcurric", f"expected {soc}, found {found}")], "Name the right file")
    problems: list[Problem] = []
    known: dict[str, Line] = {}
    rows = [row for line in book.lines if (row := _decision(line, known, problems))]
    if problems:
        raise FileError(str(path), problems, AGAIN)
    return rows


def _decision(line: Line, known: dict[str, Line], problems: list[Problem]) -> tuple[Decision, str] | None:
    answer, name = answer_of(line), hidden(line, ID)
    if not name:
        if not answer.is_empty:
            what = "this row has lost its hidden Decision ID, so it is not known what it decides"
            problems.append(Problem(answer.decision.where, what))
        return None
    if name in known:
        problems.append(repeated(line, known[name], DECISION))
        return None
    known[name] = line
    found = faults_of(answer)
    side = _side(line, answer, found)
    problems += found
    if found:
        return None
    said = {"field": hidden(line, FIELD), "conflict": hidden(line, CONFLICT) or None, "subject": hidden(line, SUBJECT)}
    value = answer.wording.text.strip() if side is Side.EDITED else None
    try:
        decision = Decision.model_validate({"id": name, "take": side, "value": value, **said})
    except ValidationError:
        problems.append(Problem(answer.decision.where, "the hidden cells of this row were changed"))
        return None
    return decision, hidden(line, INPUTS)


def _side(line: Line, answer: Answer, found: list[Problem]) -> Side | None:
    """The side that a row takes, with a problem for each cell that does not fit."""
    names = hidden(line, SIDES).split()
    sides = [side for side in Side if side.value in names] or list(Side)
    word = choice_of(answer.decision, [SIDE_WORDS[side] for side in sides], found)
    side = next((side for side in sides if SIDE_WORDS[side] == word), None)
    text, edited = answer.wording.text, SIDE_WORDS[Side.EDITED]
    if side is Side.EDITED and not text.strip():
        found.append(words_missing(answer, edited))
    issued = text_check(text) == hidden(line, CHECK)
    if side is not Side.EDITED and text.strip() and not issued:
        found.append(words_unused(answer, edited, Side.EDITED in sides))
    return side
