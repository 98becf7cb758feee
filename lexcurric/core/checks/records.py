"""What a check is made of: a rule, what it found, a fix that is offered, and a finding that a designer accepted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from pydantic import Field

from lexcurric.core.json_text import canonical
from lexcurric.core.model import Record

if TYPE_CHECKING:
    from lexcurric.core.checks.look import Line, Look


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Fix(Record):
    """A repair that changes no meaning: the statement's wording after it, and what it does, in words."""

    text: str
    what: str


class Finding(Record):
    """
    One thing to look at: the rule, what is the matter, and the statement (`where` is its level and position).

    `key` names the finding: 12 hex digits made of the rule, the statement's id and the wordings it was found in, so
    that it is another one as soon as one of them changes. `part` is what of the wording is meant, `others` the ids of
    further statements it is about, `accepted` why a designer let it stand.
    """

    rule: str
    severity: Severity = Field(strict=False)
    where: str
    message: str
    statement_id: str | None = None
    text: str = ""
    key: str = ""
    part: str = ""
    others: tuple[str, ...] = ()
    fix: Fix | None = None
    accepted: str = ""


class Accepted(Record):
    """
    A finding that a designer let stand, and why; it holds until a wording it was found in changes.

    `subject` is the statement's id (or the place of the framework), `basis` 16 hex digits of the wordings; `withdrawn`
    is True for one that was taken back.
    """

    rule: str
    subject: str
    basis: str
    reason: str
    author: str
    time: str
    withdrawn: bool = False

    @property
    def key(self) -> str:
        """The key of the finding that it is about."""
        return finding_key(self.rule, self.subject, self.basis)


def basis_of(*texts: str) -> str:
    """16 hex digits made of wordings, letter for letter."""
    return hashlib.sha256(canonical(list(texts)).encode()).hexdigest()[:16]


def finding_key(rule: str, subject: str, basis: str) -> str:
    """The name of a finding: see `Finding.key`."""
    return hashlib.sha256(canonical([rule, subject, basis]).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule gives back: the message, and as much as applies of `line` (the statement), `where`, and the rest."""

    message: str
    line: Line | None = None
    where: str = ""
    part: str = ""
    others: tuple[Line, ...] = ()


Check: TypeAlias = "Callable[[Look], Iterator[Found | None]]"
"""A rule of all may give None where it has worked for a while: see `check_in_steps`."""
LineCheck: TypeAlias = "Callable[[Line, Look], Iterator[Found]]"
Repair: TypeAlias = "Callable[[Line, Look], str]"


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One rule: a small function with what a designer needs to judge it.

    `of_line` looks at one statement, `of_all` at the framework; a rule has one of them. `repair`, where there is one,
    gives the wording without the fault. An example with `|` in it is of several statements, with `||` of two levels.
    """

    id: str
    severity: Severity
    reason: str
    bad: str
    good: str
    of_line: LineCheck | None = None
    of_all: Check | None = None
    repair: Repair | None = None
    repairs: str = ""
    default_on: bool = True
