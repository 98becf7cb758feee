"""
What a three-way merge is made of: decisions, each with its three sides and the one to take.

`decide` (in `core/decide.py`) lists what a release changes; `apply_decisions` (in `core/apply.py`) does what the
decisions say, and decides nothing. Base is the release that ours was made from, ours the designer's copy, theirs the
new release; all three share ids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field, JsonValue

from lexcurric.core.errors import MergeError
from lexcurric.core.json_text import canonical
from lexcurric.core.model import Record, replace, sort_tags
from lexcurric.core.significance import Significance
from lexcurric.core.wording import normal

LEVEL_ORDER = "/framework/levels"
"""The subject of the decision on the order of levels."""
LEVEL_KEYS = "levels"
"""The subject of the decision on the keys of levels."""
EMPTY = "empty"
"""What stands in the name of a decision on a cell of a criterion that is left empty on purpose."""


class Side(StrEnum):
    """What a decision takes: your version, the new export, both, or a wording written by hand (`edited`)."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"
    EDITED = "edited"


class DecisionField(StrEnum):
    """What a decision is about."""

    WORDING = "wording"
    LEVEL = "level"
    ORDER = "order"
    TAGS = "tags"
    CRITERION = "criterion"
    NOTE = "note"
    ADDED = "added"
    REMOVED = "removed"
    CONTINUED = "continued"
    METADATA = "metadata"
    LEVEL_KEYS = "level keys"
    LEVEL_REMOVED = "level removed"
    TAG_NAME = "tag renamed"
    VOCABULARY = "vocabulary"
    CRITERIA = "criteria"


class ConflictKind(StrEnum):
    """Why a person has to decide."""

    BOTH_REWORDED = "both reworded"
    BOTH_MOVED = "moved to two levels"
    BOTH_CHANGED = "both changed"
    REWORDED_REMOVED = "you changed it, the new export removed it"
    REMOVED_REWORDED = "you retired it, the new export changed it"
    SPLIT_EDITED = "the new export split or joined it, you changed it"
    RETIRED_SPLIT = "you retired it, the new export split or joined it"
    EDITED_SPLIT = "you split or joined it, the new export changed it"
    SPLIT_REMOVED = "you split or joined it, the new export removed it"
    ADDED_TWICE = "nearly the same was added on both sides"
    REWORDED_ADDED = "the new export added nearly what you made of another"
    ADDED_REWORDED = "the new export made of another nearly what you added"
    RETIRED_ADDED = "you retired it, the new export added it"
    LEFT_OUT = "the new export may be cut off"
    LEVEL_IN_USE = "the new export removed a level that you use"
    TAG_RENAMED = "a tag was renamed on one side, and used or renamed on the other"
    TAG_IN_USE = "the new export removed tags that you use"
    CRITERION_IN_USE = "the new export removed a criterion that you use"


_BOTH_MAY_STAND = (
    ConflictKind.ADDED_TWICE,
    ConflictKind.REWORDED_ADDED,
    ConflictKind.ADDED_REWORDED,
    ConflictKind.SPLIT_EDITED,
    ConflictKind.EDITED_SPLIT,
)


class Decision(Record):
    """
    One line of a merge: the three sides, what to take, and whether a person must look.

    `id` stays the same from plan to plan; `inputs` changes when any of the three sides does. `old_ids` and `new_ids`
    are the statements on the two sides (several for a split or join). `proposal` is a wording with both sides' changes,
    where they touch different words; it is for a person to confirm (take `edited` with it), and never taken by itself.
    `own` says in words what else you changed on a statement that theirs no longer has: it goes with it. `basis` is what
    an answer rests on where that is more, or less, than the sides shown. `remembered` is true for an
    answer that a person gave in an earlier merge. Of a rewording, `significance` is what the new export's change is,
    proposed or `judged` by the designer named there, and `why` the reason.
    """

    id: str
    field: DecisionField = Field(strict=False)
    subject: str
    base: JsonValue = None
    ours: JsonValue = None
    theirs: JsonValue = None
    take: Side | None = Field(default=None, strict=False)
    value: str | None = None
    proposal: str | None = None
    conflict: ConflictKind | None = Field(default=None, strict=False)
    review: bool = False
    old_ids: tuple[str, ...] = ()
    new_ids: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    basis: JsonValue = None
    remembered: bool = False
    significance: Significance | None = Field(default=None, strict=False)
    why: str = ""
    judged: str = ""

    @property
    def is_open(self) -> bool:
        """True for a conflict that nobody has decided."""
        return self.take is None

    @property
    def inputs(self) -> str:
        """16 hex digits that change when base, ours or theirs does: an old answer holds while they stay."""
        sides: JsonValue = [self.base, self.ours, self.theirs] if self.basis is None else self.basis
        said = canonical([self.id, _as_read(sides)])
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def sides(self) -> tuple[Side, ...]:
        """What may be taken."""
        if self.conflict in _BOTH_MAY_STAND:
            return (Side.OURS, Side.THEIRS, Side.BOTH)
        if self.field is DecisionField.WORDING:
            return (Side.OURS, Side.THEIRS, Side.EDITED)
        return (Side.OURS, Side.THEIRS)

    def taking(self, side: Side, value: str | None = None) -> Decision:
        """This decision with a side chosen; raises MergeError for a side that it does not have."""
        if side not in self.sides:
            raise MergeError(f"{self.id}: expected one of {', '.join(self.sides)}, found {side.value!r}")
        if side is Side.EDITED and (not normal(value or "") or "\0" in (value or "")):
            raise MergeError(f"{self.id}: the edited wording is missing, or holds a NUL (give it as “value”)")
        written = value.strip() if value and side is Side.EDITED else None
        return replace(self, take=side, value=written, remembered=False)


def _as_read(value: JsonValue) -> JsonValue:
    """A value without what no reader sees: invisible characters and spaces are no reason to ask again."""
    if isinstance(value, list):
        return [_as_read(each) for each in value]
    return normal(value) if isinstance(value, str) else value


class MergeRecord(Record):
    """
    A merge as data that can be saved, read, edited and applied: its three sides by name, and every decision.

    `levels` holds the names of levels by the keys that decisions have, `notes` what is to be known before applying it,
    such as a required vocabulary that statements which come in have no tag of.
    """

    model_config = ConfigDict(populate_by_name=True, title="lexcurric merge decisions")

    schema_: Literal["lexcurric/merge/1"] = Field(default="lexcurric/merge/1", alias="schema")
    soc: str
    base: str
    ours: str
    theirs: str
    theirs_sha256: str
    attribution: str = ""
    levels: dict[str, str] = Field(default_factory=dict)
    notes: tuple[str, ...] = ()
    decisions: tuple[Decision, ...]

    @property
    def conflicts(self) -> tuple[Decision, ...]:
        """The decisions that are still open."""
        return tuple(each for each in self.decisions if each.is_open)


def prefer(decisions: Iterable[Decision], side: Side) -> tuple[Decision, ...]:
    """The decisions, with each open one decided for one side."""
    return tuple(each.taking(side) if each.is_open else each for each in decisions)


Answers = Mapping[tuple[str, str], tuple[str, str | None]]
"""What a person decided earlier: side and wording, by the decision's id and inputs."""


def remember(decisions: Iterable[Decision], answers: Answers) -> tuple[Decision, ...]:
    """The decisions, with those answered as a person did before on the same inputs; what no longer fits stays open."""
    return tuple(_remembered(each, answers.get((each.id, each.inputs))) for each in decisions)


def _remembered(decision: Decision, answer: tuple[str, str | None] | None) -> Decision:
    if answer is None or answer[0] not in decision.sides:
        return decision
    try:
        return replace(decision.taking(Side(answer[0]), answer[1]), remembered=True)
    except MergeError:
        return decision


def merged_tags(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], single: Collection[str] = ()
) -> tuple[str, ...]:
    """
    Tags merge as sets: what either side added is there, what either side took away is not.

    Of the vocabularies in `single`, of which a statement has one term, theirs is taken where both sides name one.

    >>> merged_tags(["a", "b"], ["a", "b", "mine"], ["b", "theirs"])
    ('b', 'mine', 'theirs')
    """
    gone = (set(base) - set(ours)) | (set(base) - set(theirs))
    found = ({*ours, *theirs}) - gone
    named = {vocabulary_of(tag) for tag in theirs} & set(single)
    return sort_tags(tag for tag in found if tag in theirs or vocabulary_of(tag) not in named)


def vocabulary_of(tag: str) -> str:
    """The name of the list that a tag comes from."""
    return tag.partition(":")[0]
