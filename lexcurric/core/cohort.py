"""
A cohort: the trainees that were scored, each with ratings that were looked at and a result that was worked out anew.

Nothing that a workbook calculated is used: `score` gives the results from the ratings alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lexcurric.core.diff import Change
from lexcurric.core.issued import affects_scoring
from lexcurric.core.rubric import Rating, Rubric, RubricResult, RubricRow, score
from lexcurric.core.scored import CHECK, ID, Filled, Given, Layout, RowKey, folded, row_keys
from lexcurric.core.wording import normal, quoted

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""The wide letters and digits that keyboards of East Asia type, as others type them."""
_LISTED = 5
"""How many rows are named where many have the same trouble."""


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing about a file that a person should know: where it is, and what.

    A note only tells; everything else has to be looked at, since a result may be wrong or missing without.
    """

    file: str
    sheet: str
    cell: str
    what: str
    is_note: bool = False

    @property
    def where(self) -> str:
        """The sheet and cell, such as `Score!E12`; empty for what is about the file."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def __str__(self) -> str:
        return ": ".join(each for each in (self.file, self.where, self.what) if each)


@dataclass(frozen=True, slots=True)
class Edition:
    """
    A rubric that was handed out: of which version it is, and what has overtaken it.

    `is_known` is False where the version was not found and the rubric was made from the workbook; then it is not known
    whether anything has (`by` is empty). `changes` are those since `version` that touch the rubric.
    """

    rubric: Rubric
    version: str
    is_known: bool
    by: str = ""
    changes: tuple[Change, ...] = ()
    why: str = ""

    @property
    def is_outdated(self) -> bool:
        """True where a newer version is there."""
        return bool(self.by)

    @property
    def scored_changes(self) -> int:
        """How many of the changes make that a rating given then may not hold now."""
        return sum(affects_scoring(each) for each in self.changes)

    @property
    def standing(self) -> str:
        """In a word or two, how the version stands: current, outdated, or not known."""
        if self.by:
            return f"outdated: {self.by} is newer"
        return "current" if self.is_known else "not known"


@dataclass(frozen=True, slots=True)
class LevelShare:
    """How much of a level is met: `share` runs from 0 to 1."""

    level: str
    share: float
    is_attained: bool


@dataclass(frozen=True, slots=True)
class Member:
    """
    One trainee, scored once: who, by whom, when and where, on which file and sheet, with which rubric.

    `ratings` has a code of the scale for each row of the rubric, or None; `comments` the notes by the place of the row.
    """

    name: str
    file: str
    sheet: str
    trainer: str
    date: str
    place: str
    edition: Edition
    ratings: tuple[str | None, ...]
    comments: Mapping[int, str]
    attained: str | None
    next_level: str | None
    target_attained: bool
    score: float
    rated: int
    rateable: int
    levels: tuple[LevelShare, ...]

    @property
    def level_words(self) -> str:
        """The level attained, or that it is below the lowest, or that nothing is rated."""
        if not self.rated:
            return "Not rated yet"
        rubric = self.edition.rubric
        below = f"Below {rubric.levels[rubric.rated_levels[0] - 1]}"
        return below if self.attained is None else self.attained

    def result(self) -> RubricResult:
        """The whole result, worked out anew."""
        return score(self.edition.rubric, _by_id(self.edition.rubric, self.ratings))


def _by_id(rubric: Rubric, ratings: Sequence[str | None]) -> dict[str, str | int | float | None]:
    return {row.id: code for row, code in zip(rubric.rows, ratings, strict=True)}


# From what was filled in to a trainee


@dataclass
class Matched:
    """How the rows of a layout are those of a rubric: the place of each there, and what is odd about them."""

    places: list[int | None]
    oddities: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def match_rows(layout: Layout, edition: Edition, *, is_cohort: bool = False) -> Matched:
    """Finds each row of a layout in the rubric: by its id, or, where the column is gone, by check, ref or text."""
    rubric, keys = edition.rubric, row_keys(layout)
    has_ids, has_checks = layout.column(ID) is not None, layout.column(CHECK) is not None
    finder = _Finder(rubric)
    found = Matched([finder.find(key) for key in keys])
    if not has_ids:
        found.notes.append("the hidden column Statement ID is gone; the rows were told by their texts")
    there = Counter(place for place in found.places if place is not None)
    missing = [row.ref for at, row in enumerate(rubric.rows) if at not in there]
    if missing:
        found.oddities.append(f"{_rows(missing)} not there any more, and count as not rated")
    doubled = [rubric.rows[at].ref for at, count in there.items() if count > 1]
    if doubled:
        found.oddities.append(f"{_rows(doubled)} there more than once")
    strange = [
        key.ref or quoted(key.text) for key, at in zip(keys, found.places, strict=True) if at is None and any(key)
    ]
    if strange:
        found.oddities.append(f"{_rows(strange)} none of the rubric's")
    if has_checks and not is_cohort:
        found.oddities += _other_wordings(edition, keys, found.places)
    return found


class _Finder:
    """The rows of a rubric by everything that may tell them."""

    def __init__(self, rubric: Rubric) -> None:
        self.ids = {row.id: at for at, row in enumerate(rubric.rows)}
        self.checks = _unique((row.text_check, at) for at, row in enumerate(rubric.rows))
        self.refs = {row.ref: at for at, row in enumerate(rubric.rows)}
        self.texts = _unique((normal(row.text), at) for at, row in enumerate(rubric.rows) if row.text)

    def find(self, key: RowKey) -> int | None:
        if key.id:
            return self.ids.get(key.id)
        for text, known in ((key.check, self.checks), (normal(key.text), self.texts), (key.ref, self.refs)):
            if text and text in known:
                return known[text]
        return None


def _unique(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """What stands for one place only."""
    listed = list(pairs)
    counts = Counter(key for key, _ in listed)
    return {key: at for key, at in listed if counts[key] == 1}


def _other_wordings(edition: Edition, keys: Sequence[RowKey], places: Sequence[int | None]) -> Iterator[str]:
    rows = edition.rubric.rows
    pairs = [(key, rows[at]) for key, at in zip(keys, places, strict=True) if at is not None]
    if edition.is_known:
        issued = [row.ref for key, row in pairs if key.check and key.check != row.text_check]
        if issued:
            yield f"{_rows(issued)} of another wording than {edition.version} has (by the Text check)"
        changed = [row.ref for key, row in pairs if row.text and key.text and normal(key.text) != normal(row.text)]
    else:
        # The rubric was made of these very texts: only their checks tell whether they are as they were issued.
        changed = [row.ref for key, row in pairs if row.text and key.check and key.check != row.text_check]
    if changed:
        yield f"{_rows(changed)} not worded as issued: the text on the sheet was changed"


def _rows(refs: Sequence[str]) -> str:
    listed = ", ".join(refs[:_LISTED]) + (f" and {len(refs) - _LISTED} more" if len(refs) > _LISTED else "")
    return f"the row {listed} is" if len(refs) == 1 else f"the rows {listed} are"


class Reader:
    """Reads ratings for one edition: what a cell says, as a code of the scale."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.scale: dict[str, Rating] = {}
        for rating in edition.rubric.scale:
            self.scale.setdefault(folded(rating.mark), rating)
        # A code that is the mark of another rating is a code.
        self.scale |= {folded(rating.code): rating for rating in edition.rubric.scale}

    def rating(self, given: Given, row: RubricRow, *, is_cohort: bool) -> Rating | str:
        """The rating that a cell holds, or what is wrong with it, with what is allowed."""
        if given.fault:
            return f"{given.fault} stands here; expected {self._allowed(row, is_cohort)}"
        text = given.text.translate(_NARROW)
        spellings = (text, _as_number(text), re.sub(r"[./\s]", "", text) if not any(map(str.isdigit, text)) else text)
        found = next((self.scale[folded(each)] for each in spellings if folded(each) in self.scale), None)
        if found is None or (found.points is not None and found.points > row.top):
            reason = "" if found is None else f" ({row.ref} describes nothing at that level)"
            return f"expected {self._allowed(row, is_cohort)}; found {quoted(given.text[:60])}{reason}"
        return found

    def _allowed(self, row: RubricRow, is_cohort: bool) -> str:
        fitting = [each for each in self.edition.rubric.scale if each.points is None or each.points <= row.top]
        return f"one of {', '.join(each.mark if is_cohort else each.code for each in fitting)}, or nothing"

    def member(self, file: str, filled: Filled, matched: Matched) -> tuple[Member, list[Finding]]:
        """The trainee with the ratings that could be read, and a finding for each cell that could not."""
        rubric = self.edition.rubric
        ratings: list[str | None] = [None] * len(rubric.rows)
        findings: list[Finding] = []
        for given in filled.given:
            at = matched.places[given.at]
            if at is None:
                what = "a rating stands in a row that is none of the rubric's"
                findings.append(Finding(file, filled.sheet, given.cell, what))
                continue
            found = self.rating(given, rubric.rows[at], is_cohort=filled.is_cohort)
            if isinstance(found, str):
                findings.append(Finding(file, filled.sheet, given.cell, found))
            elif ratings[at] not in (None, found.code):
                what = f"{rubric.rows[at].ref} has two ratings, {ratings[at]} and {found.code}; the first was taken"
                findings.append(Finding(file, filled.sheet, given.cell, what))
            else:
                ratings[at] = found.code
        comments = {at: each.text for each in filled.comments if (at := matched.places[each.at]) is not None}
        return self._scored(file, filled, tuple(ratings), comments), findings

    def _scored(
        self, file: str, filled: Filled, ratings: tuple[str | None, ...], comments: Mapping[int, str]
    ) -> Member:
        result = score(self.edition.rubric, _by_id(self.edition.rubric, ratings))
        return Member(
            name=filled.name,
            file=file,
            sheet=filled.sheet,
            trainer=filled.trainer,
            date=filled.date,
            place=filled.place,
            edition=self.edition,
            ratings=ratings,
            comments=comments,
            attained=result.attained,
            next_level=result.next_level,
            target_attained=result.target_attained,
            score=result.weighted_score,
            rated=result.rated,
            rateable=result.rateable,
            levels=tuple(LevelShare(each.level, each.share, each.attained) for each in result.levels),
        )


def _as_number(text: str) -> str:
    """`3` for `3.0`."""
    head, dot, rest = text.strip().partition(".")
    return head if dot and head.isdecimal() and rest.isdecimal() and not rest.strip("0") else text


def doubles(members: Sequence[Member]) -> list[Finding]:
    """A finding for each trainee who is there twice with the same date and rubric."""
    first: dict[tuple[str, ...], Member] = {}
    findings = []
    for each in members:
        origin = each.edition.rubric.provenance
        key = (folded(each.name), each.date, origin.soc, each.edition.rubric.kind.value)
        other = first.setdefault(key, each)
        if other is not each:
            dated = f" on {each.date}" if each.date else ", both without a date"
            what = f"{each.name} is there twice{dated}: see also {other.file} ({other.sheet}); both are counted"
            findings.append(Finding(each.file, each.sheet, "", what))
    return findings
