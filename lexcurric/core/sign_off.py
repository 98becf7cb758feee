"""The summary of a review for sign-off: who reviewed, when, what was decided and said, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lexcurric.core.provenance import Provenance
from lexcurric.core.report import one_line
from lexcurric.core.review_notes import Note, Signed
from lexcurric.core.tables import Cell, Column, ColumnKind, TableReport, TableSheet
from lexcurric.core.words import Words


@dataclass(frozen=True, slots=True)
class Line:
    """
    One change as it stands in the review: where, what happened, its words with marks, the outcome and the significance
    in words, whether it waits for a decision, whether somebody looked at it, and what was left on it.
    """

    where: str
    what: str
    words: Words
    outcome: str
    significance: str = ""
    is_open: bool = False
    is_reviewed: bool = False
    note: Note | None = None

    @property
    def state(self) -> str:
        """Where it stands, in words that a table can be filtered by."""
        return "To decide" if self.is_open else "Reviewed" if self.is_reviewed else "Not reviewed"


def sign_off_report(
    title: str,
    lines: Sequence[Line],
    people: Sequence[Signed],
    when: str,
    sides: Sequence[tuple[str, Provenance]],
    notes: Sequence[str] = (),
) -> TableReport:
    """Everything about a review, as tables; `when` it was put together, `sides` whose the two sides are."""
    flags = [each for each in lines if each.note is not None and each.note.flag is not None]
    comments = [each for each in lines if each.note is not None and each.note.comments]
    waiting = sum(each.is_open for each in lines)
    reviewed = sum(each.is_reviewed for each in lines)
    said = [
        f"{reviewed} of {len(lines)} reviewed on {_day(when)}.",
        _count(waiting, "conflict is", "conflicts are", "still to be decided"),
        _count(len(flags), "change is", "changes are", "flagged for later"),
        *notes,
    ]
    if not waiting and not flags and reviewed == len(lines):
        said.insert(1, "Nothing is left open.")
    sources = [(f"{name}: {item}", text) for name, side in sides for item, text in side.lines if item != "Made with"]
    return TableReport(
        title=one_line(title),
        lines=said,
        sheets=[_people(people), _every(lines), _flags(flags), _comments(comments), _signatures()],
        sources=(*sources, ("Made with", "lexcurric")),
    )


def _count(many: int, one: str, several: str, what: str) -> str:
    """How many, in a sentence: `3 changes are flagged for later.`, `No change is flagged for later.`"""
    said = f"{many} {several}" if many > 1 else f"1 {one}" if many else f"No {one}"
    return f"{said} {what}."


def _day(time: str) -> str:
    return f"{time[:10]} {time[11:16]} UTC"


def _people(people: Sequence[Signed]) -> TableSheet:
    rows = [(each.author, _day(each.time)) for each in people]
    columns = (Column("Reviewer", 34), Column("Last entry", 24))
    return TableSheet("Who reviewed", "Who looked at changes, decided or commented, and when last.", columns, rows)


def _every(lines: Sequence[Line]) -> TableSheet:
    rows: list[tuple[Cell, ...]] = []
    for number, each in enumerate(lines, start=1):
        by = each.note.reviewed if each.note is not None and each.is_reviewed else None
        flag = "Flagged" if each.note is not None and each.note.flag is not None else ""
        rows.append(
            (
                *(number, each.state, each.where, each.what, each.words, each.significance, each.outcome),
                *(by.author if by else "", _day(by.time) if by else "", flag),
            )
        )
    columns = (
        *(Column("No", 6, ColumnKind.NUMBER), Column("State", 14), Column("Where", 22), Column("What", 34)),
        *(Column("Words", 60), Column("Significance", 24), Column("Outcome", 26)),
        *(Column("Reviewed by", 20), Column("When", 20), Column("Flag", 10)),
    )
    return TableSheet(
        "Every change", "Each change or decision, with what was decided and by whom it was seen.", columns, rows
    )


def _flags(lines: Sequence[Line]) -> TableSheet:
    rows: list[tuple[Cell, ...]] = []
    for each in lines:
        flag = each.note.flag if each.note else None
        if flag is not None:
            rows.append((each.where, each.what, each.words, flag.author, _day(flag.time)))
    columns = (
        Column("Where", 22),
        Column("What", 34),
        Column("Words", 60),
        Column("Flagged by", 20),
        Column("When", 20),
    )
    return TableSheet("Open flags", "What a reviewer put off for later, and is not settled yet.", columns, rows)


def _comments(lines: Sequence[Line]) -> TableSheet:
    rows: list[tuple[Cell, ...]] = [
        (each.where, each.what, comment.text, comment.author, _day(comment.time))
        for each in lines
        if each.note is not None
        for comment in each.note.comments
    ]
    columns = (Column("Where", 22), Column("What", 34), Column("Comment", 60), Column("Author", 20), Column("When", 20))
    return TableSheet("Comments", "What reviewers said of single changes.", columns, rows)


def _signatures() -> TableSheet:
    columns = (
        Column("Role", 24),
        Column("Name", 34, open=True),
        Column("Date", 18, open=True),
        Column("Signature", 34, open=True),
    )
    return TableSheet(
        "Sign-off",
        "To be signed by whoever answers for it.",
        columns,
        [("Reviewed by", "", "", ""), ("Approved by", "", "", "")],
    )
