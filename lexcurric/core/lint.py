"""
Checks: what a careful reader would point out. Nothing is refused for it.

Each rule is a small function from content to findings, named in `RULES`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from enum import StrEnum

from pydantic import Field

from lexcurric.core.model import Content, Record, Statement
from lexcurric.core.statement import parse_statement
from lexcurric.core.wording import normal


class Severity(StrEnum):
    """How much a finding matters."""

    WARNING = "warning"
    NOTE = "note"


class Finding(Record):
    """One thing to look at: the rule, what is the matter, and the statement (`where` is its level and position)."""

    rule: str
    severity: Severity = Field(strict=False)
    where: str
    message: str
    statement_id: str | None = None
    text: str = ""


def check(content: Content) -> tuple[Finding, ...]:
    """All findings, in reading order within each rule."""
    return tuple(finding for rule in RULES for finding in rule(content))


def _grammar(content: Content) -> Iterator[Finding]:
    for statement in content.active:
        for problem in parse_statement(normal(statement.text)).problems:
            yield _about(content, statement, "grammar", Severity.WARNING, problem)


def _empty(content: Content) -> Iterator[Finding]:
    for statement in content.active:
        if not normal(statement.text):
            yield _about(content, statement, "empty", Severity.WARNING, "the statement has no wording")


def _duplicate(content: Content) -> Iterator[Finding]:
    groups: dict[str, list[Statement]] = defaultdict(list)
    for statement in content.active:
        groups[normal(statement.text)].append(statement)
    for group in groups.values():
        for statement in group[1:]:
            first = _where(content, group[0])
            yield _about(content, statement, "duplicate", Severity.WARNING, f"the same wording stands at {first}")


def _invisible(content: Content) -> Iterator[Finding]:
    for statement in content.active:
        odd = sorted(
            {char for char in statement.text if unicodedata.category(char) in ("Cc", "Cf") or char == "\u00a0"}
        )
        if odd:
            names = ", ".join(f"U+{ord(char):04X}" for char in odd)
            yield _about(content, statement, "invisible", Severity.NOTE, f"invisible or special characters: {names}")
        if statement.text != statement.text.strip() or re.search(r"\s{2}", statement.text):
            yield _about(content, statement, "spaces", Severity.NOTE, "spaces at an end, or several in a row")


def _levels(content: Content) -> Iterator[Finding]:
    for level in content.levels:
        if not content.by_level[level.key]:
            message = "the level has no statements"
            yield Finding(rule="level", severity=Severity.WARNING, where=level.label, message=message)


def _lines(content: Content) -> Iterator[Finding]:
    for field, meaning in (("attribution", "who owns the statements"), ("sources", "where the data comes from")):
        if not content.document.get(field):
            message = f"the field is missing or empty: files that leave cannot say {meaning}"
            yield Finding(rule="attribution", severity=Severity.WARNING, where=f"/{field}", message=message)


def _required(content: Content) -> Iterator[Finding]:
    for vocabulary in content.vocabularies:
        if not vocabulary.required:
            continue
        bare = [each for each in content.active if not any(tag.startswith(vocabulary.name + ":") for tag in each.tags)]
        if bare:
            message = f"{len(bare)} of {len(content.active)} statements have no tag of this required vocabulary"
            where = vocabulary.label or vocabulary.name
            yield Finding(rule="required", severity=Severity.NOTE, where=where, message=message)


def _about(content: Content, statement: Statement, rule: str, severity: Severity, message: str) -> Finding:
    where = _where(content, statement)
    return Finding(
        rule=rule, severity=severity, where=where, message=message, statement_id=statement.id, text=statement.text
    )


def _where(content: Content, statement: Statement) -> str:
    return f"{content.level_label(statement.level)} {content.positions[statement.id]}"


RULES: tuple[Callable[[Content], Iterator[Finding]], ...] = (
    _empty,
    _grammar,
    _duplicate,
    _invisible,
    _levels,
    _lines,
    _required,
)
