"""
A diff as an Excel workbook: one row a change, with room for a reviewer's decision, and what the reviewer decided.

Reading finds rows by the ids in their hidden columns, wherever they stand, and never trusts a text that was locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lexcurric.core.diff import Change, Differences, MetadataChange
from lexcurric.core.errors import FileError, Problem
from lexcurric.core.explain import SIGNIFICANCE_NOTE, level_words, reasons
from lexcurric.core.provenance import Provenance
from lexcurric.core.report import (
    ABOUT,
    KIND_WORDS,
    PLEASE_LOOK,
    confidence_words,
    counts,
    field_name,
    headline,
    marks_of,
    one_line,
    place_words,
    sections,
    side_names,
    value_text,
)
from lexcurric.core.review import Review, ReviewReading, Verdict, verdicts_for
from lexcurric.core.rubric import Paper
from lexcurric.core.words import Mark, Words
from lexcurric.workbook import styles
from lexcurric.workbook.answers import (
    AGAIN,
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

KIND = "changes"
SHEET_NAME = "Changes"
CHANGE_KEY = "Change ID"
STEPS = (
    f"Go through the sheet {SHEET_NAME}, row by row. Use the arrows in its head to filter, such as by Kind or by Look.",
    "In the column What changed, words that went are red and struck through, words that came blue and underlined.",
    f"Choose a {DECISION} from the list in each cream cell. For a wording of your own choose {Verdict.EDITED.value}, "
    f"and write it under {WORDING}.",
    "Rows may be sorted and filtered, columns may be moved. What is locked is not read back.",
    SIGNIFICANCE_NOTE,
    "Save as .xlsx and hand it back.",
)


def write_changes(
    diff: Differences, origins: tuple[Provenance, Provenance], path: Path, paper: Paper = Paper.A4
) -> None:
    """
    Write a diff as a workbook for review; the same diff gives the same bytes. `origins`: older, newer.

    Raises FileError, and writes nothing, for a text that no cell can hold or a path that cannot be written.
    """
    book, origin = Book(path), origins[1]
    names = side_names(diff)
    title = f"Changes: {one_line(diff.title)} ({one_line(diff.soc)}), {names[0]} → {names[1]}"
    table = ReviewTable(
        name=SHEET_NAME,
        title=title,
        purpose="One row a change. Decide in the cream cells; the older and newer wordings stand in full at the right.",
        columns=_columns(names),
        rows=[_row(number, each, diff) for number, each in enumerate(diff.changes, start=1)],
        choices=[tuple(word.value for word in verdicts_for(each)) for each in diff.changes],
        frozen=2,
    )
    _add_summary(book, table, diff, origin, paper)
    add_review(book, table, origin, paper)
    add_help(book, table, STEPS, origin, paper)
    add_both_sources(book, title, names, origins, paper)
    if table.rows:
        add_lists(book, table, origin, paper)
    facts = facts_of(KIND, origin) | {"oldVersion": diff.old.version, "oldSha256": diff.old.sha256}
    add_facts(book, facts | {"version": diff.new.version, "sha256": diff.new.sha256})
    describe(book, title, "Changes", origin)
    book.write(origin.time)


def _columns(names: tuple[str, str]) -> list[Column]:
    before, after = (Column(f"{word} wording", 44.0, printed=False) for word in ("Older", "Newer"))
    return [
        Column("No", 5.0, styles.TOP_CENTRE),
        Column("Kind", 11.5),
        Column("Significance", 12.5),
        Column("Look", 9.0),
        Column("How sure", 9.0),
        Column("Level before", 11.5),
        Column("Level now", 11.5),
        Column("What changed", 48.0),
        Column("Why", 30.0),
        *input_columns(),
        before,
        after,
        Column(CHANGE_KEY, 20.0, styles.CELL_SMALL, hidden=True),
    ]


def _row(number: int, change: Change | MetadataChange, diff: Differences) -> list[Texts]:
    inputs: list[Texts] = [None] * 4
    if isinstance(change, MetadataChange):
        name = field_name(change.pointer, diff.levels)
        sides = [value_text(each) for each in (change.old, change.new)]
        what = _metadata(name, change, sides)
        said: list[Texts] = [number, ABOUT, "", "", "", "", "", what, headline(change, diff.levels)]
        return [*said, *inputs, *sides, _key(change)]
    return [
        number,
        KIND_WORDS[change.kind].capitalize(),
        change.significance.value.capitalize() if change.significance else "",
        PLEASE_LOOK if change.review else "",
        confidence_words(change),
        level_words(change.old, diff.levels),
        level_words(change.new, diff.levels),
        _what(change, diff),
        _why(change, diff),
        *inputs,
        lines(one_line(each.text) for each in change.old),
        lines(one_line(each.text) for each in change.new),
        _key(change),
    ]


def _key(change: Change | MetadataChange) -> str:
    """What a change is known by: the field of the framework, or its statements' ids on both sides."""
    if isinstance(change, MetadataChange):
        return change.pointer
    return " > ".join(" ".join(each.id for each in side) for side in (change.old, change.new))


def _metadata(name: str, change: MetadataChange, sides: Sequence[str]) -> Words:
    marks = marks_of(change) or _replaced(sides)
    return lines([f"{name}:", marks])


def _replaced(sides: Sequence[str]) -> Words:
    return ((Mark.DELETE, sides[0]), (Mark.EQUAL, "\n"), (Mark.INSERT, sides[1]))


def _what(change: Change, diff: Differences) -> Words:
    """The wording with its marks; what came or went is marked as a whole, with its place."""
    if marks := marks_of(change):
        return marks
    if len(change.old) == len(change.new) == 1:
        return lines([one_line(change.text)])
    marked: list[Words] = []
    for mark, sign, places in ((Mark.DELETE, "−", change.old), (Mark.INSERT, "+", change.new)):
        for place in places:
            where = f"{sign} {place_words(place, diff.levels)}: "
            marked.append(((Mark.EQUAL, where), (mark, one_line(place.text))))
    return lines(marked)


def _why(change: Change, diff: Differences) -> Words:
    """What happened, in a sentence, and the reasons under it."""
    said = [headline(change, diff.levels)]
    for each in reasons(change, diff.levels):
        # Statements stand on lines of their own; short reasons in one, so that the rows stay low.
        whole = len(change.old) + len(change.new) != 2
        said += [f"{each.label}:", *(f"· {text}" for text in each.texts)] if whole else [str(each)]
    return lines(said)


def _add_summary(book: Book, table: ReviewTable, diff: Differences, origin: Provenance, paper: Paper) -> None:
    groups = [each for each in sections(diff) if each.title != ABOUT]
    widths = [26.0, *([15.0] * (len(groups) + 1))]
    sheet = book.sheet("Summary", widths)
    add_head(book, sheet, table.title, "How many changes there are, and how many are decided.", 110)
    head = ("Change", *(one_line(each.title) for each in groups), "All")
    rows: list[list[str | int]] = []
    for count in counts(diff):
        numbers = [sum(1 for each in group.changes if each.kind == count.kind.value) for group in groups]
        rows.append([KIND_WORDS[count.kind].capitalize(), *(number or "" for number in numbers), count.count])
    looks = [sum(1 for each in group.changes if isinstance(each, Change) and each.review) for group in groups]
    rows.append([f"Of these: {PLEASE_LOOK}", *(number or "" for number in looks), sum(looks)])
    rows.append(["Unchanged", *([""] * len(groups)), diff.summary.get("unchanged", 0)])
    row = add_counts(book, sheet, 4, head, rows) + 1
    row = add_progress(book, sheet, row, table, {each.value: 0 for each in Verdict}) + 1
    book.link(sheet, f"A{row}", f"Go to {SHEET_NAME}", f"{SHEET_NAME}!A1")
    set_page(sheet, f"A1:{column_letter(max(8, len(widths)))}{row}", landscape=True, one_page=True, paper=paper)
    set_header(sheet, table.title, origin)
    protect(sheet)


def read_review(path: Path) -> ReviewReading:
    """
    Read what a reviewer decided: every row of the workbook, with the verdict None where nothing was chosen.

    Raises FileError, with sheet and cell of every problem, for cells that were not understood, and for a file that is
    no such workbook, unsafe or damaged.
    """
    book = read_book(path, KIND, "a workbook of changes", (CHANGE_KEY, "Kind", DECISION))
    problems: list[Problem] = []
    known: dict[str, Line] = {}
    rows: list[Review] = []
    for line in book.lines:
        row = _review(line, known, problems)
        if row is not None:
            rows.append(row)
    if problems:
        raise FileError(str(path), problems, AGAIN)
    facts = book.facts
    return ReviewReading(
        soc=facts.get("soc", ""),
        old_sha256=facts.get("oldSha256", ""),
        new_sha256=facts.get("sha256", ""),
        rows=tuple(rows),
    )


def _review(line: Line, known: dict[str, Line], problems: list[Problem]) -> Review | None:
    """One row as a record; None for an empty row, and for one with a problem, which is added to the list."""
    answer, key = answer_of(line), hidden(line, CHANGE_KEY)
    if not key:
        if not answer.is_empty:
            problems.append(
                Problem(
                    answer.decision.where, "this row has lost its hidden Change ID, so it is not known what it decides"
                )
            )
        return None
    if key in known:
        problems.append(repeated(line, known[key], DECISION))
        return None
    known[key] = line
    found = faults_of(answer)
    old, new = ([], []) if key.startswith("/") else [side.split() for side in key.partition(">")[::2]]
    offered = [each for each in Verdict if each is not Verdict.EDITED or len(new) == 1 or key.startswith("/")]
    word = choice_of(answer.decision, [each.value for each in offered], found)
    if word == Verdict.EDITED.value and not answer.wording.text.strip():
        found.append(words_missing(answer, Verdict.EDITED.value))
    if word != Verdict.EDITED.value and answer.wording.text.strip():
        found.append(words_unused(answer, Verdict.EDITED.value, Verdict.EDITED in offered))
    problems += found
    if found:
        return None
    return Review(
        kind=hidden(line, "Kind").strip().casefold(),
        text=hidden(line, "Newer wording") or hidden(line, "Older wording"),
        verdict=Verdict(word) if word else None,
        wording=answer.wording.text.strip(),
        comment=answer.comment.text.strip(),
        reviewer=answer.reviewer.text.strip(),
        old_ids=tuple(old),
        new_ids=tuple(new),
        pointer=key if key.startswith("/") else "",
        where=answer.decision.where,
    )
