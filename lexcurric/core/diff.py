"""
Diff: what changed from one snapshot of a framework to another, looking only at ids.

The JSON of `Differences` is a published interface (`lexcurric/diff/1`); its schema is made from these records.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field, JsonValue

from lexcurric.core.exact import Leaf, find_leaves
from lexcurric.core.levels import pair_levels
from lexcurric.core.metadata import changed_metadata, flat_metadata
from lexcurric.core.model import Content, Record, Snapshot, Statement
from lexcurric.core.rising import longest_rising
from lexcurric.core.significance import Significance, propose
from lexcurric.core.wording import normal
from lexcurric.core.words import Mark, find_moves, mark_words

__all__ = ["Change", "ChangeKind", "Differences", "MetadataChange", "Named", "Place", "diff", "flat_metadata"]


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
    """
    A statement as it stands on one side: `level` is the level's key there, `label` its name there, `position` counts
    from 1.
    """

    id: str
    level: str
    position: int
    text: str
    tags: tuple[str, ...] = ()
    label: str = ""


class Change(Record):
    """
    One change of statements. `old` and `new` are lists, so that a split or a join is one change; `words` marks the
    wording (of the normal forms), and `moves` lists phrases among its deleted and inserted words that only went to
    another place, each as it stood and as it stands. `confidence` (0 to 1) says how sure it is that new continues old,
    and `because` why; `why` gives the reason of the significance, which is proposed, or `judged` by the designer named
    there. `similar` names, for what came or went, the
    statements of the other side that are most alike.
    """

    kind: ChangeKind = Field(strict=False)
    significance: Significance | None = Field(default=None, strict=False)
    confidence: float = 1.0
    review: bool = False
    old: tuple[Place, ...] = ()
    new: tuple[Place, ...] = ()
    words: tuple[tuple[Mark, str], ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    fields: tuple[str, ...] = ()
    why: str = ""
    judged: str = ""
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
    """
    All changes between two snapshots, in reading order; `summary` counts them by kind, and what is unchanged.

    `levels` gives the name of each level by its key, the new side's first and in order; `renamed_levels` the levels
    that are the same under another key, from old to new. `exact` holds all that differs, seen or not, for a program
    that makes new of old (`core/patch.py`); it is None where a file was written without it.
    """

    model_config = ConfigDict(populate_by_name=True, title="lexcurric diff")

    schema_: Literal["lexcurric/diff/1"] = Field(default="lexcurric/diff/1", alias="schema")
    soc: str
    title: str
    old: Named
    new: Named
    levels: dict[str, str]
    summary: dict[str, int]
    changes: tuple[Change | MetadataChange, ...]
    renamed_levels: dict[str, str] = Field(default_factory=dict)
    exact: tuple[Leaf, ...] | None = None

    def to_json_value(self) -> JsonValue:
        """The published JSON, without fields that say nothing about a change."""
        value: dict[str, JsonValue] = self.model_dump(mode="json", by_alias=True, exclude={"changes"})
        exact = value.pop("exact")
        if not value["renamed_levels"]:
            del value["renamed_levels"]
        empty = ("significance", "words", "moves", "fields", "why", "judged", "because", "similar")
        changes: list[JsonValue] = []
        for change in self.changes:
            said = change.model_dump(mode="json")
            skip = empty if isinstance(change, Change) else ()
            changes.append({key: each for key, each in said.items() if each or key not in skip})
        return {**value, "changes": changes, **({} if exact is None else {"exact": exact})}

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
    pairs = pair_levels(old.content, new.content)
    changes = _Comparison(old, new, pairs).changes()
    metadata = _metadata(old, new, pairs)
    return Differences(
        soc=new.content.soc,
        title=new.content.title,
        old=_named(old),
        new=_named(new),
        levels=_labels(new.content)
        | {key: label for key, label in _labels(old.content).items() if not new.content.level(key)},
        summary=summarize(len(old.content.active), changes, metadata),
        changes=(*changes, *metadata),
        renamed_levels={key: now for key, now in pairs.items() if key != now},
        exact=find_leaves(old.content, new.content),
    )


def summarize(before: int, changes: Sequence[Change], metadata: Sequence[MetadataChange]) -> dict[str, int]:
    """How many changes there are of each kind, and how many of the `before` statements of the old side have none."""
    counts = Counter(each.kind.value for each in changes)
    touched = {place.id for each in changes for place in each.old}
    summary = {"unchanged": before - len(touched)}
    summary |= {kind.value: counts[kind.value] for kind in ChangeKind}
    summary[ChangeKind.METADATA.value] = len(metadata)
    return summary


def _labels(content: Content) -> dict[str, str]:
    return {level.key: level.label for level in content.levels}


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
        for source in ancestors(new, statement) & gone:
            owner[root("new " + statement.id)] = root("old " + source)
    # Seen from the later side, parts join to the whole that they came from.
    arrived = {each.id for each in came}
    for statement in old.active:
        for source in ancestors(old, statement) & arrived if statement.id in gone else ():
            owner[root("new " + source)] = root("old " + statement.id)
    groups: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for node in owner:
        side, _, found = node.partition(" ")
        groups[root(node)][side == "new"].append(found)
    order = {each.id: place for side in (new, old) for place, each in enumerate(side.active)}
    return [
        (tuple(sorted(olds, key=lambda each: order[each])), tuple(sorted(news, key=lambda each: order[each])))
        for olds, news in groups.values()
        if olds and news
    ]


def ancestors(content: Content, statement: Statement) -> set[str]:
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


def find_reordered(old: Content, new: Content, pairs: Mapping[str, str] | None = None) -> set[str]:
    """
    The statements that changed places within their level: all that stay there, but for the longest run in kept order.

    What only slides because a neighbour came or went is not among them. `pairs` says which level is which; without it,
    they are paired here (`pair_levels`).
    """
    known = pair_levels(old, new) if pairs is None else pairs
    before_of = {now: key for key, now in known.items()}
    jumped: set[str] = set()
    for key, row in new.by_level.items():
        stood = old.by_level[before_of[key]] if key in before_of else ()
        before = {each.id: place for place, each in enumerate(stood)}
        common = [each.id for each in row if each.id in before]
        kept = longest_rising([before[each] for each in common])
        jumped |= {each for index, each in enumerate(common) if index not in kept}
    return jumped


def in_reading_order(changes: Iterable[Change], old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """The changes by level and position on the new side, or on the old where they are only there; given level keys."""

    def place_of(change: Change) -> tuple[int, int, bool]:
        place, keys = (change.new[0], new) if change.new else (change.old[0], old)
        return keys.index(place.level) if place.level in keys else len(keys), place.position, not change.new

    return sorted(changes, key=place_of)


class _Comparison:
    def __init__(self, old: Snapshot, new: Snapshot, pairs: Mapping[str, str]) -> None:
        self.old, self.new, self.pairs = old.content, new.content, pairs
        self.confidence = {**old.confidence, **new.confidence}
        self.unsure = {*old.review, *new.review}
        self.reasons = {**old.reasons, **new.reasons}
        self.similar = {**old.similar, **new.similar}
        self.jumped = find_reordered(self.old, self.new, pairs)

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
        return in_reading_order(found, list(self.old.by_level), list(self.new.by_level))

    def _alone(self, kind: ChangeKind, found: str) -> Change:
        """A statement that came or went, with those of the other side that are alike."""
        own, other = (self.new, self.old) if kind is ChangeKind.ADDED else (self.old, self.new)
        similar = tuple(self._place(other, each) for each in self.similar.get(found, ()) if each in other.positions)
        here = (self._place(own, found),)
        old, new = ((), here) if kind is ChangeKind.ADDED else (here, ())
        return Change(kind=kind, old=old, new=new, similar=similar)

    def _place(self, content: Content, found: str) -> Place:
        each = content.by_id[found]
        return Place(
            id=found,
            level=each.level,
            position=content.positions[found],
            text=each.text,
            tags=each.tags,
            label=content.level_label(each.level),
        )

    def _group(self, olds: tuple[str, ...], news: tuple[str, ...]) -> list[Change]:
        if len(olds) == len(news) == 1:
            # One part of a split is left: for a reader that is the old statement in new words.
            return self._same(self.old.by_id[olds[0]], self.new.by_id[news[0]])
        confidence = min((self.confidence.get(each, 1.0) for each in news), default=1.0)
        change = Change(
            kind=ChangeKind.SPLIT if len(news) > len(olds) else ChangeKind.JOINED,
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
                ("level", self.pairs.get(before.level) != after.level),
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
        moved = "level" in fields
        significance, why = propose(before.text, after.text, moved=moved) if reworded else (None, "")
        words = mark_words(before.text, after.text) if reworded else ()
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
                words=words,
                moves=find_moves(words),
                fields=tuple(fields),
                why=why,
                because=self.reasons.get(after.id, ()),
            )
        ]


def _metadata(old: Snapshot, new: Snapshot, pairs: Mapping[str, str]) -> list[MetadataChange]:
    found = changed_metadata(old.content, new.content, pairs)
    if not (old.is_draft or new.is_draft) and old.version != new.version:
        found.append(("/framework/version", old.version, new.version))
    return [MetadataChange(pointer=place, old=a, new=b) for place, a, b in sorted(found, key=lambda each: each[0])]
