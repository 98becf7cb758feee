"""
Diff: what changed from one snapshot of a framework to another, looking only at ids.

The JSON of `Differences` is a published interface (`lexcurric/diff/1`); its schema is made from these records.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field, JsonValue

from lexcurric.core.json_text import canonical, pointer, walk_leaves
from lexcurric.core.model import Content, Record, Snapshot, Statement
from lexcurric.core.significance import Significance, propose
from lexcurric.core.wording import normal
from lexcurric.core.words import Mark, mark_words


class ChangeKind(StrEnum):
    """What happened. A statement both moved and reworded is `moved`, with words."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"
    SPLIT = "split"
    JOINED = "joined"
    REORDERED = "reordered"
    RETAGGED = "retagged"
    METADATA = "metadata"


class Place(Record):
    """A statement as it stands on one side: `level` is the level's key, `position` counts from 1."""

    id: str
    level: str
    position: int
    text: str
    tags: tuple[str, ...] = ()


class Change(Record):
    """
    One change of statements. `old` and `new` are lists, so that a split or a join is one change; `words` marks the
    wording (of the normal forms); `confidence` (0 to 1) says how sure it is that new continues old, and `because` why;
    `why` gives the reason of the proposed significance. `similar` names, for what came or went, the statements of the
    other side that are most alike.
    """

    kind: ChangeKind = Field(strict=False)
    significance: Significance | None = Field(default=None, strict=False)
    confidence: float = 1.0
    review: bool = False
    old: tuple[Place, ...] = ()
    new: tuple[Place, ...] = ()
    words: tuple[tuple[Mark, str], ...] = ()
    fields: tuple[str, ...] = ()
    why: str = ""
    because: tuple[str, ...] = ()
    similar: tuple[Place, ...] = ()

    @property
    def text(self) -> str:
        """The wording that people know the change by: the new one where there is one."""
        return (self.new or self.old)[0].text


class MetadataChange(Record):
    """One change of what the framework says about itself, at a JSON pointer of the export; None where it is missing."""

    kind: Literal["metadata"] = "metadata"
    pointer: str
    old: JsonValue
    new: JsonValue


class Named(Record):
    """One side of a diff: how a person names it, the label written in it, its content hash, and whose it is."""

    ref: str
    version: str
    sha256: str = ""
    attribution: str = ""


class Differences(Record):
    """All changes between two snapshots, in reading order; `summary` counts them by kind, and what is unchanged."""

    model_config = ConfigDict(populate_by_name=True, title="lexcurric diff")

    schema_: Literal["lexcurric/diff/1"] = Field(default="lexcurric/diff/1", alias="schema")
    soc: str
    title: str
    old: Named
    new: Named
    levels: dict[str, str]
    summary: dict[str, int]
    changes: tuple[Change | MetadataChange, ...]

    def to_json_value(self) -> JsonValue:
        """The published JSON, without fields that say nothing about a change."""
        value: dict[str, JsonValue] = self.model_dump(mode="json", by_alias=True, exclude={"changes"})
        empty = ("significance", "words", "fields", "why", "because", "similar")
        changes: list[JsonValue] = []
        for change in self.changes:
            said = change.model_dump(mode="json")
            skip = empty if isinstance(change, Change) else ()
            changes.append({key: each for key, each in said.items() if each or key not in skip})
        return {**value, "changes": changes}

    @property
    def is_empty(self) -> bool:
        """True where the two snapshots say the same."""
        return not self.changes

    @property
    def statement_changes(self) -> tuple[Change, ...]:
        """The changes of statements."""
        return tuple(each for each in self.changes if isinstance(each, Change))

    @property
    def metadata_changes(self) -> tuple[MetadataChange, ...]:
        """The changes of the framework's own fields."""
        return tuple(each for each in self.changes if isinstance(each, MetadataChange))


def diff(old: Snapshot, new: Snapshot) -> Differences:
    """What changed from `old` to `new`; both hold ids of one identity (see `continuity`)."""
    changes = _Comparison(old, new).changes()
    metadata = _metadata(old, new)
    counts = Counter(each.kind.value for each in changes)
    touched = {place.id for each in changes for place in each.old}
    summary = {"unchanged": sum(1 for each in old.content.active if each.id not in touched)}
    summary |= {kind.value: counts[kind.value] for kind in ChangeKind}
    summary[ChangeKind.METADATA.value] = len(metadata)
    labels = {level.key: level.label for level in (*old.content.levels, *new.content.levels)}
    return Differences(
        soc=new.content.soc,
        title=new.content.title,
        old=_named(old),
        new=_named(new),
        levels=labels,
        summary=summary,
        changes=(*changes, *metadata),
    )


def _named(side: Snapshot) -> Named:
    owner = side.content.document.get("attribution")
    attribution = owner if isinstance(owner, str) else ""
    return Named(ref=side.ref, version=side.version, sha256=side.content.sha256, attribution=attribution)


def find_groups(old: Content, new: Content) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The splits and joins: which active statements of `old`, gone in `new`, are continued by which that came."""
    gone = {each.id for each in old.active} - {each.id for each in new.active}
    came = [each for each in new.active if each.id not in old.positions]
    owner: dict[str, str] = {}

    def root(node: str) -> str:
        while owner.setdefault(node, node) != node:
            node = owner[node]
        return node

    for statement in came:
        for source in _ancestors(new, statement) & gone:
            owner[root("new " + statement.id)] = root("old " + source)
    # Seen from the later side, parts join to the whole that they came from.
    arrived = {each.id for each in came}
    for statement in old.active:
        for source in _ancestors(old, statement) & arrived if statement.id in gone else ():
            owner[root("new " + source)] = root("old " + statement.id)
    groups: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for node in owner:
        side, _, found = node.partition(" ")
        groups[root(node)][side == "new"].append(found)
    order = {**new.positions, **old.positions}
    return [
        (tuple(sorted(olds, key=lambda each: order[each])), tuple(sorted(news, key=lambda each: order[each])))
        for olds, news in groups.values()
        if olds and news
    ]


def _ancestors(content: Content, statement: Statement) -> set[str]:
    """Every id that a statement comes from, over any number of splits and joins."""
    found: set[str] = set()
    waiting = list(statement.comes_from)
    while waiting:
        source = waiting.pop()
        if source not in found:
            found.add(source)
            known = content.by_id.get(source)
            waiting.extend(known.comes_from if known else ())
    return found


def find_reordered(old: Content, new: Content) -> set[str]:
    """
    The statements that changed places within their level: all that stay there, but for the longest run in kept order.

    What only slides because a neighbour came or went is not among them.
    """
    jumped: set[str] = set()
    for key, row in new.by_level.items():
        before = {each.id: place for place, each in enumerate(old.by_level.get(key, ()))}
        common = [each.id for each in row if each.id in before]
        kept = _longest_rising([before[each] for each in common])
        jumped |= {each for index, each in enumerate(common) if index not in kept}
    return jumped


def _longest_rising(numbers: list[int]) -> set[int]:
    """The indexes of a longest rising subsequence (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for index, number in enumerate(numbers):
        place = bisect_left(tails, number)
        back.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [number]
        ends[place : place + 1] = [index]
    kept: set[int] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = back[index]
    return kept


class _Comparison:
    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self.old, self.new = old.content, new.content
        self.confidence = {**old.confidence, **new.confidence}
        self.unsure = {*old.review, *new.review}
        self.reasons = {**old.reasons, **new.reasons}
        self.similar = {**old.similar, **new.similar}
        self.jumped = find_reordered(self.old, self.new)

    def changes(self) -> list[Change]:
        groups = find_groups(self.old, self.new)
        grouped = {each for olds, news in groups for each in (*olds, *news)}
        found = [each for olds, news in groups for each in self._group(olds, news)]
        gone = [each.id for each in self.old.active if each.id not in grouped and each.id not in self.new.positions]
        found += [self._alone(ChangeKind.REMOVED, each) for each in gone]
        for statement in self.new.active:
            if statement.id in grouped:
                continue
            if statement.id not in self.old.positions:
                found.append(self._alone(ChangeKind.ADDED, statement.id))
            else:
                found.extend(self._same(self.old.by_id[statement.id], statement))
        return sorted(found, key=self._reading_order)

    def _alone(self, kind: ChangeKind, found: str) -> Change:
        """A statement that came or went, with those of the other side that are alike."""
        own, other = (self.new, self.old) if kind is ChangeKind.ADDED else (self.old, self.new)
        similar = tuple(self._place(other, each) for each in self.similar.get(found, ()) if each in other.positions)
        here = (self._place(own, found),)
        old, new = ((), here) if kind is ChangeKind.ADDED else (here, ())
        return Change(kind=kind, old=old, new=new, similar=similar)

    def _reading_order(self, change: Change) -> tuple[int, int, int]:
        place = (change.new or change.old)[0]
        levels = [level.key for level in (self.new if change.new else self.old).levels]
        return levels.index(place.level) if place.level in levels else len(levels), place.position, not change.new

    def _place(self, content: Content, found: str) -> Place:
        each = content.by_id[found]
        return Place(id=found, level=each.level, position=content.positions[found], text=each.text, tags=each.tags)

    def _group(self, olds: tuple[str, ...], news: tuple[str, ...]) -> list[Change]:
        if len(olds) == len(news) == 1:
            # One part of a split is left: for a reader that is the old statement in new words.
            return self._same(self.old.by_id[olds[0]], self.new.by_id[news[0]])
        split = len(news) > len(olds)
        confidence = min((self.confidence.get(each, 1.0) for each in news), default=1.0)
        change = Change(
            kind=ChangeKind.SPLIT if split else ChangeKind.JOINED,
            confidence=confidence,
            review=bool(self.unsure & {*olds, *news}),
            old=tuple(self._place(self.old, each) for each in olds),
            new=tuple(self._place(self.new, each) for each in news),
            why=f"{len(olds)} became {len(news)}",
            because=tuple(dict.fromkeys(reason for each in (*news, *olds) for reason in self.reasons.get(each, ()))),
        )
        return [change]

    def _same(self, before: Statement, after: Statement) -> list[Change]:
        fields = [
            name
            for name, differs in (
                ("wording", normal(before.text) != normal(after.text)),
                ("level", before.level != after.level),
                ("order", after.id in self.jumped),
                ("tags", before.tags != after.tags),
                ("criterion", before.criterion != after.criterion),
                ("note", before.note != after.note),
            )
            if differs
        ]
        if not fields:
            return []
        reworded = "wording" in fields
        significance, why = propose(before.text, after.text) if reworded else (None, "")
        kinds = {"level": ChangeKind.MOVED, "wording": ChangeKind.REWORDED, "order": ChangeKind.REORDERED}
        kind = next((kinds[name] for name in ("level", "wording", "order") if name in fields), ChangeKind.RETAGGED)
        return [
            Change(
                kind=kind,
                significance=significance,
                confidence=self.confidence.get(after.id, 1.0),
                review=after.id in self.unsure,
                old=(self._place(self.old, before.id),),
                new=(self._place(self.new, after.id),),
                words=mark_words(before.text, after.text) if reworded else (),
                fields=tuple(fields),
                why=why,
                because=self.reasons.get(after.id, ()),
            )
        ]


def _metadata(old: Snapshot, new: Snapshot) -> list[MetadataChange]:
    before, after = flat_metadata(old.content), flat_metadata(new.content)
    if not (old.is_draft or new.is_draft):
        before["/framework/version"], after["/framework/version"] = old.version, new.version
    return [
        MetadataChange(pointer=place, old=before.get(place), new=after.get(place))
        for place in sorted({*before, *after})
        if canonical(before.get(place)) != canonical(after.get(place))
    ]


def flat_metadata(content: Content) -> dict[str, JsonValue]:
    """What a framework says about itself, by JSON pointer: every field of its document, and its levels' own fields."""
    found = dict(walk_leaves(content.document))
    for level in content.levels:
        at = pointer("framework", "levels", level.key)
        found[f"{at}/label"] = level.label
        found |= {at + place: value for place, value in walk_leaves(level.extra) if place}
    found["/framework/levels"] = [level.key for level in content.levels]
    return found
