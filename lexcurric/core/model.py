"""
The nouns: statement, level, criterion, vocabulary, and the content of a framework.

All are frozen pydantic models; change one through `replace`, which validates again (`model_copy` does not).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue, SerializerFunctionWrapHandler, model_serializer

from lexcurric.core.json_text import canonical


class Record(BaseModel):
    """A frozen, strict record; two equal records are interchangeable."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


RecordT = TypeVar("RecordT", bound=Record)


def replace(record: RecordT, **changes: object) -> RecordT:
    """A copy of the record with these fields changed, validated like a new one."""
    kind = type(record)
    return kind.model_validate({name: getattr(record, name) for name in kind.model_fields} | changes)


class StatementStatus(StrEnum):
    """A retired statement is end-dated and kept; nothing is ever deleted (CASE 1.1 implementation guide, §4.3)."""

    ACTIVE = "active"
    RETIRED = "retired"


class VersionStatus(StrEnum):
    """Where a version stands in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    RETIRED = "retired"


class Statement(Record):
    """
    One statement: `level` is a level's key, `rank` an order key within it, `text` the wording exactly as written.

    `comes_from` and `replaced_by` hold statement ids, filled by splits and joins.
    """

    id: str
    level: str
    rank: str
    text: str
    criterion: str | None = None
    tags: tuple[str, ...] = ()
    note: str = ""
    status: StatementStatus = Field(default=StatementStatus.ACTIVE, strict=False)
    comes_from: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()

    @property
    def is_active(self) -> bool:
        """False once retired."""
        return self.status is StatementStatus.ACTIVE


class Level(Record):
    """A named, ordered step of proficiency; `extra` keeps the export's own further fields."""

    key: str
    label: str
    rank: str
    extra: dict[str, JsonValue] = Field(default_factory=dict)


class Criterion(Record):
    """
    A row of a rubric: a thread of statements about one thing across levels.

    `empty` are the levels, by key, that are left without a statement on purpose, each with the reason; a level that has
    one after all is not empty, whatever stands here.
    """

    id: str
    label: str
    rank: str
    empty: dict[str, str] = Field(default_factory=dict)

    @model_serializer(mode="wrap")
    def _as_before(self, dump: SerializerFunctionWrapHandler) -> dict[str, JsonValue]:
        # Without empty cells a criterion is written as ever, so that what older workspaces hold reads the same.
        dumped: dict[str, JsonValue] = dump(self)
        return dumped if self.empty else {name: value for name, value in dumped.items() if name != "empty"}


class Term(Record):
    """
    One term of a vocabulary; a tag is written `vocabulary:term`.

    `colour` is `#rrggbb`, `synonyms` are other words that mean the term when one tags. A deprecated term stays on the
    statements that have it; new tags take `replaced_by`, a term of the same vocabulary, or are refused without one.
    """

    term: str
    label: str = ""
    description: str = ""
    colour: str = ""
    synonyms: tuple[str, ...] = ()
    deprecated: bool = False
    replaced_by: str = ""

    @model_serializer(mode="wrap")
    def _as_before(self, dump: SerializerFunctionWrapHandler) -> dict[str, JsonValue]:
        # A term without them is written as ever, so that older workspaces read the same and keep their hashes.
        dumped: dict[str, JsonValue] = dump(self)
        return {name: value for name, value in dumped.items() if value or name not in _LATER}


_LATER = ("colour", "synonyms", "deprecated", "replaced_by")


class Scope(StrEnum):
    """How many terms of a vocabulary one statement may have."""

    ONE = "one"
    MANY = "many"


class Vocabulary(Record):
    """A list that tags come from; `open` lets designers add terms while tagging."""

    name: str
    label: str = ""
    scope: Scope = Field(default=Scope.MANY, strict=False)
    required: bool = False
    open: bool = False
    terms: tuple[Term, ...] = ()

    def has(self, term: str) -> bool:
        """True if the term is in the list."""
        return any(each.term == term for each in self.terms)

    def meant(self, word: str) -> Term | None:
        """The term that a word means: the one spelled so, else the one that has it as a synonym, in any case."""
        exact = next((each for each in self.terms if each.term == word), None)
        wanted = word.casefold()
        return exact or next((each for each in self.terms if wanted in map(str.casefold, each.synonyms)), None)

    def successor(self, term: Term) -> Term | None:
        """What stands in for a term now: itself, or for a deprecated one what replaced it; None where nothing did."""
        seen: set[str] = set()
        found: Term | None = term
        while found is not None and found.deprecated and found.term not in seen:
            seen.add(found.term)
            name = found.replaced_by
            found = next((each for each in self.terms if each.term == name), None)
        return None if found is None or found.deprecated else found


class Content(Record):
    """
    All that a framework says at one moment: its document (everything of the export but levels, version and time stamp),
    its levels in order, and its statements, retired ones too.
    """

    soc: str
    document: dict[str, JsonValue]
    levels: tuple[Level, ...]
    statements: tuple[Statement, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    vocabularies: tuple[Vocabulary, ...] = ()

    @cached_property
    def mark(self) -> object:
        """What says that this object is meant, and no other that is equal."""
        return object()

    @cached_property
    def made_from(self) -> tuple[object, frozenset[str]] | None:
        """The mark of the content that this was made from, and the ids of all statements that are not as there."""
        return None

    @cached_property
    def in_id_order(self) -> bool:
        """Do the statements stand in the order of their ids, as those read from a workspace do?"""
        ids = [statement.id for statement in self.statements]
        return ids == sorted(ids)

    @cached_property
    def by_id(self) -> Mapping[str, Statement]:
        """Every statement by its id, retired ones too."""
        return {statement.id: statement for statement in self.statements}

    @cached_property
    def by_level(self) -> Mapping[str, tuple[Statement, ...]]:
        """The active statements of each level in order, by the level's key; levels in order."""
        rows: dict[str, list[Statement]] = {level.key: [] for level in self.levels}
        for statement in sorted(self.statements, key=lambda each: (each.rank, each.id)):
            if statement.is_active:
                rows.setdefault(statement.level, []).append(statement)
        return {key: tuple(row) for key, row in rows.items()}

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The place of each active statement in its level, counted from 1, by its id."""
        return {each.id: place for row in self.by_level.values() for place, each in enumerate(row, start=1)}

    @property
    def active(self) -> tuple[Statement, ...]:
        """The statements in reading order: level by level, position by position."""
        return tuple(chain.from_iterable(self.by_level.values()))

    @property
    def title(self) -> str:
        """The occupation's title."""
        occupation = self.document.get("occupation")
        title = occupation.get("title") if isinstance(occupation, dict) else None
        return title if isinstance(title, str) else self.soc

    @cached_property
    def criterion_labels(self) -> Mapping[str, str]:
        """What each criterion is called, by its id."""
        return {each.id: each.label for each in self.criteria}

    def level(self, key: str) -> Level | None:
        """The level with this key, if there is one."""
        return next((level for level in self.levels if level.key == key), None)

    def level_label(self, key: str) -> str:
        """What people call a level."""
        level = self.level(key)
        return level.label if level else key

    def vocabulary(self, name: str) -> Vocabulary | None:
        """The vocabulary with this name, if there is one."""
        return next((each for each in self.vocabularies if each.name == name), None)

    @cached_property
    def sha256(self) -> str:
        """
        The content hash: SHA-256 (64 hex digits) over everything said, in reading order.

        Order counts and order keys do not, so moving a statement away and back gives the same hash again.
        """
        said: dict[str, JsonValue] = {
            "soc": self.soc,
            "document": self.document,
            "levels": [{"key": each.key, "label": each.label, "extra": each.extra} for each in self.levels],
            "statements": [_said(each) for each in self.active],
            "retired": [_said(each) for each in sorted(self.statements, key=lambda s: s.id) if not each.is_active],
            "criteria": [each.model_dump(mode="json", exclude={"rank"}) for each in self.criteria],
            "vocabularies": [each.model_dump(mode="json") for each in sorted(self.vocabularies, key=lambda v: v.name)],
        }
        return hashlib.sha256(canonical(said).encode()).hexdigest()


def _said(statement: Statement) -> JsonValue:
    dumped: dict[str, JsonValue] = statement.model_dump(mode="json", exclude={"rank"})
    return dumped


class Snapshot(Record):
    """
    A framework's content with its name tag: a version, the draft, or an export file just read.

    `ref` is how a person names it, `version` the label written into files, `based_on` the version that a draft started
    from; `confidence` tells, for statements that were matched to an older wording, how sure the match is (0 to 1),
    `reasons` why, in words, and `similar` which others are alike (see `Continued`).
    """

    content: Content
    ref: str
    version: str
    time: str = ""
    based_on: str = ""
    author: str = ""
    confidence: dict[str, float] = Field(default_factory=dict)
    review: tuple[str, ...] = ()
    reasons: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    similar: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def is_draft(self) -> bool:
        """True where the content has moved on from the version it is based on."""
        return self.version.endswith(DRAFT_MARK)


DRAFT_MARK = "+draft"


def sort_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags once each, in order of the alphabet."""
    return tuple(sorted(set(tags)))
