"""What a newer release of a list changes: what went, came or is worded anew, and which alignments that touches."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from lexcurric.core.alignment.records import AlignedList, Alignment, ItemKind, ListItem
from lexcurric.core.match import match
from lexcurric.core.model import Record, replace
from lexcurric.core.significance import Significance, propose
from lexcurric.core.wording import normal
from lexcurric.core.words import Words, mark_words

_NOTED = (ItemKind.TASK, ItemKind.ITEM)
"""The kinds whose note is a part of what they are, such as Core or Supplemental."""


class ItemFate(StrEnum):
    """What became of a thing in a newer release, by its code."""

    REWORDED = "reworded"
    NOTED = "noted anew"
    GONE = "gone"
    NEW = "new"


class ItemChange(Record):
    """
    One thing that is another in the newer release; `alignments` are those that a person accepted with it.

    Of one that went, `heir` is the new thing that says nearly the same, if there is one, and `heir_score` how sure that
    is; `why` says in words what is different.
    """

    fate: ItemFate
    kind: ItemKind
    code: str
    old: str = ""
    new: str = ""
    significance: Significance | None = None
    why: str = ""
    heir: str = ""
    heir_score: float | None = None
    alignments: tuple[Alignment, ...] = ()

    @property
    def touches(self) -> bool:
        """True where an accepted alignment is with it."""
        return bool(self.alignments)

    @property
    def words(self) -> Words:
        """Which words went and came."""
        return mark_words(self.old, self.new)


class ListNews(Record):
    """What is different between two releases of one list; `changes` by kind, what is aligned first."""

    old: str
    new: str
    changes: tuple[ItemChange, ...] = ()

    @property
    def touching(self) -> tuple[ItemChange, ...]:
        """The changes that an accepted alignment is touched by."""
        return tuple(each for each in self.changes if each.touches)

    @property
    def line(self) -> str:
        """The news in a sentence."""
        counts = {fate: sum(each.fate is fate for each in self.changes) for fate in ItemFate}
        if not self.changes:
            return f"{self.new}: nothing is different from {self.old}."
        said = ", ".join(f"{count} {fate.value}" for fate, count in counts.items() if count)
        touched = sum(len(each.alignments) for each in self.changes)
        many = "alignment" if touched == 1 else "alignments"
        return f"{self.new} against {self.old}: {said}; {touched} accepted {many} to look at."


def compare_releases(old: AlignedList, new: AlignedList, alignments: Iterable[Alignment] = ()) -> ListNews:
    """
    What became of each thing of the old release in the new one; O*NET keeps a task's id while it is the same task.

    `alignments` are all that was decided; only accepted ones are named. Examples and ratings count as no change.
    """
    accepted: dict[tuple[ItemKind, str], list[Alignment]] = {}
    for each in alignments:
        if each.is_accepted and each.list == old.key:
            accepted.setdefault((each.kind, each.code), []).append(each)
    gone = [each for key, each in old.by_code.items() if key not in new.by_code]
    came = [each for key, each in new.by_code.items() if key not in old.by_code]
    heirs = _heirs(gone, came)
    changes = [
        *_reworded(old, new),
        *(_gone(each, heirs.get((each.kind, each.code))) for each in gone),
        *(
            ItemChange(fate=ItemFate.NEW, kind=each.kind, code=each.code, new=each.label, why=each.note)
            for each in came
        ),
    ]
    known = [replace(each, alignments=tuple(accepted.get((each.kind, each.code), ()))) for each in changes]
    kinds = list(ItemKind)
    known.sort(key=lambda each: (kinds.index(each.kind), not each.touches))
    return ListNews(old=old.title, new=new.title, changes=tuple(known))


def _reworded(old: AlignedList, new: AlignedList) -> list[ItemChange]:
    found = []
    for key, before in old.by_code.items():
        after = new.by_code.get(key)
        if after is None:
            continue
        made = ItemChange(fate=ItemFate.REWORDED, kind=before.kind, code=before.code, old=before.label, new=after.label)
        if normal(before.label) != normal(after.label):
            significance, why = propose(before.label, after.label)
            found.append(replace(made, significance=significance, why=why))
        elif before.note != after.note and before.kind in _NOTED:
            why = f"{before.note or 'without a note'} → {after.note or 'without a note'}"
            found.append(replace(made, fate=ItemFate.NOTED, why=why))
    return found


def _heirs(gone: list[ListItem], came: list[ListItem]) -> dict[tuple[ItemKind, str], tuple[ListItem, float]]:
    """For each thing that went, the one that came and continues it, as the matcher finds it."""
    found = {}
    for kind in dict.fromkeys(each.kind for each in gone):
        olds, news = ([each for each in side if each.kind is kind] for side in (gone, came))
        for pair in match([each.label for each in olds], [each.label for each in news]).found:
            found[kind, olds[pair.old].code] = (news[pair.new], pair.score)
    return found


def _gone(item: ListItem, heir: tuple[ListItem, float] | None) -> ItemChange:
    made = ItemChange(fate=ItemFate.GONE, kind=item.kind, code=item.code, old=item.label)
    if heir is None:
        return made
    why = f"{heir[0].code} says nearly the same ({heir[1]:.0%} sure): {heir[0].label}"
    return replace(made, heir=heir[0].code, heir_score=heir[1], why=why)
