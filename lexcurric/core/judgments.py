"""
Judgments: a designer's word on whether a rewording is editorial or substantive.

The software proposes (`core/significance.py`), the judgment is the designer's. It is known by the two wordings, so it
holds in every diff and merge in which the one became the other, whichever versions are compared, and either way round.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping

from pydantic import Field

from lexcurric.core.diff import Change, ChangeKind, Differences
from lexcurric.core.json_text import canonical
from lexcurric.core.levels import pair_levels
from lexcurric.core.merge import Decision, DecisionField
from lexcurric.core.model import Content, Record, replace
from lexcurric.core.significance import Significance, propose
from lexcurric.core.wording import normal, quoted


class Judgment(Record):
    """What a designer says of a rewording; `moved` where the level changed with it. A withdrawn one no longer holds."""

    old_text: str
    new_text: str
    moved: bool = False
    significance: Significance = Field(strict=False)
    author: str
    time: str
    reason: str = ""
    withdrawn: bool = False

    @property
    def key(self) -> str:
        """16 hex digits that are the same for the same two wordings, whichever way round."""
        return key_of(self.old_text, self.new_text, moved=self.moved)

    def __str__(self) -> str:
        return f"{quoted(self.old_text)} became {quoted(self.new_text)}: {self.significance.value}"


Judgments = Mapping[str, Judgment]
"""The judgments that hold, by their keys."""
NONE: Judgments = {}


def key_of(old: str, new: str, *, moved: bool = False) -> str:
    """What a judgment on these two wordings is kept under."""
    said = canonical([*sorted((normal(old), normal(new))), moved])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def in_force(judgments: Iterable[Judgment]) -> dict[str, Judgment]:
    """Those that hold, by key."""
    return {each.key: each for each in judgments if not each.withdrawn}


def weigh(old: str, new: str, judgments: Judgments, *, moved: bool = False) -> tuple[Significance, str, str]:
    """
    Whether a rewording is editorial or substantive, why, and who judged so; nobody did where it is the proposal.

    >>> said = Judgment(old_text="Dough — mix.", new_text="Dough — blend.", significance=Significance.EDITORIAL,
    ...                 author="Ada", time="2026-11-30T10:00:00Z")
    >>> weigh("Dough — mix.", "Dough — blend.", in_force([said]))[::2]
    (<Significance.EDITORIAL: 'editorial'>, 'Ada')
    """
    proposed, why = propose(old, new, moved=moved)
    said = judgments.get(key_of(old, new, moved=moved)) if judgments else None
    if said is None:
        return proposed, why, ""
    return said.significance, said.reason or f"proposed was {proposed.value}: {why}", said.author


def judged(differences: Differences, judgments: Judgments) -> Differences:
    """The differences with the designer's judgments in place of what was proposed."""
    if not judgments:
        return differences
    return judged_again(differences, judgments, judgments)


def _judged(change: Change, judgments: Judgments, keys: Collection[str]) -> Change:
    if change.significance is None:
        return change
    old, new = change.old[0].text, change.new[0].text
    moved = change.kind is ChangeKind.MOVED
    if key_of(old, new, moved=moved) not in keys:
        return change
    significance, why, author = weigh(old, new, judgments, moved=moved)
    return replace(change, significance=significance, why=why, judged=author)


def changed_keys(before: Judgments, now: Judgments) -> frozenset[str]:
    """The keys of what is judged otherwise now, or no longer."""
    return frozenset(key for key in {*before, *now} if before.get(key) != now.get(key))


def judged_again(differences: Differences, judgments: Judgments, keys: Collection[str]) -> Differences:
    """The differences with the changes under these keys weighed anew, those too whose judgment was taken back."""
    changes = tuple(
        _judged(each, judgments, keys) if isinstance(each, Change) else each for each in differences.changes
    )
    return replace(differences, changes=changes)


def weighed(
    decisions: Iterable[Decision],
    base: Content,
    theirs: Content,
    judgments: Judgments,
    keys: Collection[str] | None = None,
) -> tuple[Decision, ...]:
    """
    The decisions of a merge, each rewording with whether what the new export made of it is editorial.

    With `keys`, only those are weighed that are under one of them.
    """
    pairs = pair_levels(base, theirs)
    return tuple(_weighed(each, base, theirs, pairs, judgments, keys) for each in decisions)


def _weighed(
    decision: Decision,
    base: Content,
    theirs: Content,
    pairs: Mapping[str, str],
    judgments: Judgments,
    keys: Collection[str] | None,
) -> Decision:
    old, new = decision.base, decision.theirs
    if decision.field is not DecisionField.WORDING or not (isinstance(old, str) and isinstance(new, str)):
        return decision
    moved = is_moved(decision, base, theirs, pairs)
    if keys is not None and key_of(old, new, moved=moved) not in keys:
        return decision
    significance, why, author = weigh(old, new, judgments, moved=moved)
    return replace(decision, significance=significance, why=why, judged=author)


def is_moved(decision: Decision, base: Content, theirs: Content, pairs: Mapping[str, str] | None = None) -> bool:
    """True where the new export has a reworded statement in another level."""
    known = pair_levels(base, theirs) if pairs is None else pairs
    own = decision.id.removeprefix("statement/").rpartition("/")[0]
    before, after = base.by_id.get(own), theirs.by_id.get(own)
    return before is not None and after is not None and known.get(before.level) != after.level
