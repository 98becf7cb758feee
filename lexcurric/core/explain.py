"""Why a report says what it says, in plain words: why two statements are taken to be one, and what else is alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lexcurric.core.diff import Change, ChangeKind, Differences, MetadataChange, Place
from lexcurric.core.merge import Decision, DecisionField, Side
from lexcurric.core.model import Content
from lexcurric.core.report import ABOUT, Section, _level_list, one_line, place_words, sections
from lexcurric.core.significance import Significance

SAME = "Taken to be the same"
SIMILAR = "Similar"
SIGNIFICANCE_NOTE = (
    "Editorial changes keep the meaning, substantive ones ask for something else. Both are proposals: the judgment is "
    "yours."
)
LOOK_NOTE = "“Please look” marks what may not belong together."


@dataclass(frozen=True, slots=True)
class Reason:
    """A label, such as `Taken to be the same`, with sentences or statements under it."""

    label: str
    texts: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.label}: {'; '.join(self.texts)}"


def reasons(change: Change | MetadataChange, levels: dict[str, str]) -> tuple[Reason, ...]:
    """Why new is taken to continue old, and for what came or went the most alike; empty where nothing is to be said."""
    if isinstance(change, MetadataChange):
        return ()
    found = []
    if change.because:
        found.append(Reason(SAME, tuple(map(one_line, change.because))))
    if change.similar:
        where = " in the older version" if change.kind is ChangeKind.ADDED else " in the newer version"
        texts = tuple(f"{place_words(each, levels)}: {one_line(each.text)}" for each in change.similar)
        found.append(Reason(SIMILAR + where, texts))
    return tuple(found)


def unchanged(differences: Differences, new: Content) -> dict[str, tuple[Place, ...]]:
    """The statements of the newer side that stayed as they were, by the name of their level."""
    touched = {place.id for change in differences.statement_changes for place in change.new}
    found: dict[str, tuple[Place, ...]] = {}
    for key, row in new.by_level.items():
        kept = [(place, each) for place, each in enumerate(row, start=1) if each.id not in touched]
        places = tuple(Place(id=each.id, level=key, position=at, text=each.text, tags=each.tags) for at, each in kept)
        if places:
            found[new.level_label(key)] = found.get(new.level_label(key), ()) + places
    return found


def level_words(places: Sequence[Place], levels: dict[str, str]) -> str:
    """The levels that statements stand in, by name, such as `Emerging and Developing`."""
    return one_line(_level_list(places, levels))


def kind_groups(differences: Differences) -> tuple[tuple[str, tuple[Section, ...]], ...]:
    """The changes under their kinds, each kind's by level in reading order; substantive rewordings before editorial."""
    found = []
    for title, fits in _KIND_GROUPS:
        parts = []
        for section in sections(differences):
            changes = tuple(each for each in section.changes if fits(each))
            if changes:
                parts.append(Section(section.title, changes))
        if parts:
            found.append((title, tuple(parts)))
    return tuple(found)


def _of_kind(kind: ChangeKind, *weights: Significance | None) -> Callable[[Change | MetadataChange], bool]:
    def fits(change: Change | MetadataChange) -> bool:
        weight = change.significance if isinstance(change, Change) else None
        return change.kind == kind.value and (not weights or weight in weights)

    return fits


_KIND_GROUPS = (
    ("Added", _of_kind(ChangeKind.ADDED)),
    ("Removed", _of_kind(ChangeKind.REMOVED)),
    ("Reworded, substantive", _of_kind(ChangeKind.REWORDED, Significance.SUBSTANTIVE)),
    ("Split", _of_kind(ChangeKind.SPLIT)),
    ("Joined", _of_kind(ChangeKind.JOINED)),
    ("Moved to another level", _of_kind(ChangeKind.MOVED)),
    ("Reworded, editorial", _of_kind(ChangeKind.REWORDED, Significance.EDITORIAL, None)),
    ("Reordered", _of_kind(ChangeKind.REORDERED)),
    ("Retagged", _of_kind(ChangeKind.RETAGGED)),
    (ABOUT, _of_kind(ChangeKind.METADATA)),
)


_ALONE = {
    DecisionField.ADDED: "only the new export has it",
    DecisionField.REMOVED: "the new export no longer has it, and you left it as it was",
    DecisionField.CONTINUED: "you left it as it was",
    DecisionField.TAGS: "the tags of both sides go together",
    DecisionField.LEVEL_REMOVED: "nothing of yours is left in this level",
}


def taken_because(decision: Decision) -> str:
    """Why a decision takes what it takes, such as `only the new export changed it`."""
    if decision.take is None:
        return "nothing is applied until a person chooses"
    if decision.conflict or decision.take in (Side.EDITED, Side.BOTH):
        return "a person decided it"
    if decision.take is Side.OURS:
        own_order = decision.field is DecisionField.ORDER
        return "you have an order of your own in this level" if own_order else "a person decided it"
    return _ALONE.get(decision.field, "only the new export changed it")
