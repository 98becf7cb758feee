"""
What stands in a scored rubric that came back, as plain records: nothing of it is believed yet.

A `Layout` is what the copies of one rubric have in common; it is what the rubric can be made from again where the
version is not at hand. A `Filled` is what was filled in for one trainee.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lexcurric.core.json_text import canonical
from lexcurric.core.rubric import LANGUAGES, Labels, labels_of
from lexcurric.core.wording import normal

ID, CHECK, RATING, COMMENT = "id", "check", "rating", "comment"
COUNTS = "Counts at step"
"""Heads, with the number of a level, the hidden columns that say which criteria count there."""
REF, LEVEL, CRITERION, TEXT, WEIGHT, STEP, TOP = "ref", "level", "criterion", "text", "weight", "step", "top"
_HIDDEN = {ID: "Statement ID", CHECK: "Text check", STEP: "Level step", WEIGHT: "Weight value", TOP: "Most points"}
"""The headings of hidden columns are English in every language."""
_SHOWN_ONLY = ("trainee", "trainees", "cohort", "theme", "paper")
"""Options that change nothing about scores; `trainee` differs from copy to copy."""


class Given(NamedTuple):
    """A rating cell that is not empty: the row of the layout, the cell, its text, and why it is none, if it is none."""

    at: int
    cell: str
    text: str
    fault: str = ""


class Comment(NamedTuple):
    """A note of the trainer: the row of the layout, and the text."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """
    What the copies of one rubric have in common: facts, headings, and the texts of the rows without what is filled in.

    `start` holds the rows of the first sheet, `levels` the labels of the level table from the lowest, `origin` the
    lines of the sheet Sources; each is empty where its sheet is gone.
    """

    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    start: tuple[tuple[str, ...], ...] = ()
    levels: tuple[str, ...] = ()
    origin: tuple[tuple[str, str], ...] = ()

    @property
    def fact(self) -> Mapping[str, str]:
        """The facts by key."""
        return dict(self.facts)

    def column(self, role: str) -> list[str] | None:
        """The texts of the column with this role, row by row; None where it is not there."""
        place = roles_of(self.heads, self.fact.get("columns", "")).get(role)
        return None if not place else [row[place[0]] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in for one trainee, on which sheet; `owner` is the cell that the name belongs into."""

    sheet: str
    owner: str
    name: str
    trainer: str
    date: str
    place: str
    layout: Layout
    given: tuple[Given, ...]
    comments: tuple[Comment, ...] = ()
    is_cohort: bool = False


@dataclass(frozen=True, slots=True)
class ScoredFile:
    """
    One workbook that could be read: the SHA-256 of its bytes, and what was filled in, by trainee; nothing at all stands
    in one that was collected before.
    """

    file: str
    sha256: str
    filled: tuple[Filled, ...]


def words(pick: str) -> frozenset[str]:
    """What is called so in the workbooks of every language, folded: `words("rating")`."""
    return frozenset(folded(getattr(labels, pick)) for labels in every_language())


@lru_cache(maxsize=1)
def every_language() -> tuple[Labels, ...]:
    """The words of all languages."""
    return tuple(labels_of(language) for language in LANGUAGES)


def folded(text: str) -> str:
    """A heading as it is compared: spaces and capitals aside."""
    return normal(text).casefold()


@lru_cache(maxsize=64)
def roles_of(heads: tuple[str, ...], columns: str = "") -> dict[str, tuple[int, ...]]:
    """
    Which column (from 0) plays which role, by its heading: as the fact `columns` names them, or else by known headings.

    Only comments may have several columns.
    """
    places: dict[str, list[int]] = {}
    for at, head in enumerate(heads):
        if head.strip():
            places.setdefault(folded(head), []).append(at)
    stated = _stated(columns)
    found: dict[str, tuple[int, ...]] = {}
    for role, names in _known().items():
        for name in (*stated.get(role, ()), *names):
            taken = found.get(role, ())
            if name in places and places[name][0] not in taken and (role == COMMENT or not taken):
                found[role] = (*taken, places[name][0])
    if RATING not in found and TEXT not in found and LEVEL in found:
        # Where a thing is rated by its level, that is what the column is called.
        found[RATING] = found[LEVEL]
    return found


def _stated(columns: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for role, name in json_object(columns).items():
        names = name if isinstance(name, list) else [name]
        found[role] = [folded(each) for each in names if isinstance(each, str)]
    return found


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, ...]]:
    """The headings of each role in every language; what the workbook itself states comes before them."""
    picks = {
        ID: (),
        CHECK: (),
        STEP: (),
        TOP: (),
        RATING: ("rating", "overall"),
        COMMENT: ("evidence", "not_yet_evidence", "beyond_evidence", "comment"),
        REF: ("ref",),
        LEVEL: ("level",),
        CRITERION: ("criterion",),
        TEXT: ("statement",),
        WEIGHT: ("weight",),
    }
    return {
        role: tuple(
            folded(each)
            for each in (
                *([_HIDDEN[role]] if role in _HIDDEN else []),
                *(getattr(labels, name) for name in names for labels in every_language()),
            )
        )
        for role, names in picks.items()
    }


def json_object(text: str) -> dict[str, object]:
    """The object that a fact holds as JSON; empty where it is none."""
    if not text.startswith("{"):
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return dict(value) if isinstance(value, dict) else {}


def shared_facts(facts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The facts that say which rubric it is, without what differs from copy to copy of it."""
    found = {key: text for key, text in facts.items() if key not in ("sheets", "statementTable")}
    options = json_object(found.get("options", ""))
    if options:
        kept = {key: value for key, value in options.items() if key not in _SHOWN_ONLY}
        found["options"] = canonical(kept)  # type: ignore[arg-type]
    return tuple(sorted(found.items()))


class RowKey(NamedTuple):
    """What tells which row it is: the id, or else the check of the text, the ref, or the text."""

    id: str
    check: str
    ref: str
    text: str


def row_keys(layout: Layout) -> list[RowKey]:
    """What tells each row of a layout; empty where a row continues the one above."""
    columns: list[Sequence[str]] = [layout.column(role) or [""] * len(layout.rows) for role in (ID, CHECK, REF, TEXT)]
    has_ids = layout.column(ID) is not None
    keys = [RowKey(*(each.strip() for each in cells)) for cells in zip(*columns, strict=True)]
    return [RowKey("", "", "", "") if has_ids and not key.id else key for key in keys]
