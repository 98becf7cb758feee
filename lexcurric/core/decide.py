"""
Deciding a three-way merge: every change that a release brings, and which side to take where it is plain.

A conflict has no side until a person gives it one. Nothing is changed by deciding.
"""

from __future__ import annotations

from pydantic import JsonValue

from lexcurric.core.diff import find_groups, find_reordered, flat_metadata
from lexcurric.core.json_text import canonical, pointer
from lexcurric.core.match import AUTOMATIC, similarity
from lexcurric.core.merge import LEVEL_ORDER, ConflictKind, Decision, DecisionField, Side
from lexcurric.core.model import Content, Snapshot, Statement
from lexcurric.core.wording import normal
from lexcurric.core.words import merge_words

SUSPICIOUS_SHARE = 0.2
SUSPICIOUS_COUNT = 3


def decide(base: Snapshot, ours: Snapshot, theirs: Snapshot) -> tuple[Decision, ...]:
    """Every change that `theirs` brings, with the side to take where it is plain; nothing is changed by it."""
    decider = _Decider(base.content, ours.content, theirs.content, set(theirs.review))
    decider.same_release = base.version.split("~")[0] == theirs.version.split("~")[0]
    return tuple(decider.decisions())


class _Decider:
    same_release = False

    def __init__(self, base: Content, ours: Content, theirs: Content, unsure: set[str]) -> None:
        self.base, self.ours, self.theirs, self.unsure = base, ours, theirs, unsure
        self.groups = find_groups(base, theirs)
        self.grouped_old = {each for olds, _ in self.groups for each in olds}
        self.grouped_new = {each for _, news in self.groups for each in news}
        self.jumped = find_reordered(base, theirs)
        self.ours_jumped = find_reordered(base, ours)

    def decisions(self) -> list[Decision]:
        return [
            *(each for olds, news in self.groups for each in self._group(olds, news)),
            *(each for statement in self.base.active for each in self._existing(statement)),
            *(each for statement in self.theirs.active for each in self._new(statement)),
            *self._metadata(),
            *self._levels(),
        ]

    def _existing(self, before: Statement) -> list[Decision]:
        if before.id in self.grouped_old:
            return []
        if before.id not in self.theirs.positions:
            return self._removed(before)
        mine, new = self.ours.by_id.get(before.id), self.theirs.by_id[before.id]
        if mine is None or not mine.is_active:
            return self._gone_here(before, mine, new)
        return [
            *self._wording(before, mine, new),
            *self._single(DecisionField.LEVEL, before, mine, new),
            *self._order(before, mine, new),
            *self._tags(before, mine, new),
            *self._single(DecisionField.CRITERION, before, mine, new),
            *self._single(DecisionField.NOTE, before, mine, new),
        ]

    def _decision(self, field: DecisionField, about: Statement, **more: object) -> Decision:
        """A decision on one statement; its id names statement and field."""
        fields: dict[str, object] = {"old_ids": (about.id,), "new_ids": (about.id,), **more}
        name = f"statement/{about.id}/{field.value}"
        review = about.id in self.unsure
        return Decision.model_validate({"id": name, "field": field, "subject": about.text, "review": review, **fields})

    def _wording(self, before: Statement, mine: Statement, new: Statement) -> list[Decision]:
        a, b, c = normal(before.text), normal(mine.text), normal(new.text)
        if c in (a, b):
            return []
        plain = a == b
        return [
            self._decision(
                DecisionField.WORDING,
                mine,
                base=before.text,
                ours=mine.text,
                theirs=new.text,
                take=Side.THEIRS if plain else None,
                conflict=None if plain else ConflictKind.BOTH_REWORDED,
                proposal=None if plain else merge_words(before.text, mine.text, new.text),
            )
        ]

    def _order(self, before: Statement, mine: Statement, new: Statement) -> list[Decision]:
        """A jump within the level: taken, unless the designer has put the level in an order of her own."""
        if before.id not in self.jumped or not before.level == mine.level == new.level:
            return []
        touched = any(each.id in self.ours_jumped for each in self.ours.by_level.get(mine.level, ()))
        where = [content.positions[before.id] for content in (self.base, self.ours, self.theirs)]
        take = Side.OURS if touched else Side.THEIRS
        return [self._decision(DecisionField.ORDER, mine, base=where[0], ours=where[1], theirs=where[2], take=take)]

    def _tags(self, before: Statement, mine: Statement, new: Statement) -> list[Decision]:
        if set(new.tags) in (set(before.tags), set(mine.tags)):
            return []
        sides: dict[str, object] = {"base": list(before.tags), "ours": list(mine.tags), "theirs": list(new.tags)}
        return [self._decision(DecisionField.TAGS, mine, take=Side.THEIRS, **sides)]

    def _single(self, field: DecisionField, before: Statement, mine: Statement, new: Statement) -> list[Decision]:
        """A field that is one value, and is called as the statement's own."""
        a, b, c = (getattr(each, field.value) for each in (before, mine, new))
        if c in (a, b):
            return []
        plain = a == b
        both = ConflictKind.BOTH_MOVED if field is DecisionField.LEVEL else ConflictKind.BOTH_CHANGED
        conflict = None if plain else both
        take = Side.THEIRS if plain else None
        return [self._decision(field, mine, base=a, ours=b, theirs=c, take=take, conflict=conflict)]

    def _removed(self, before: Statement) -> list[Decision]:
        mine = self.ours.by_id.get(before.id)
        if mine is None or not mine.is_active:
            return []
        conflict = None
        if self._looks_cut_off(before):
            conflict = ConflictKind.LEFT_OUT
        elif _differs(before, mine, with_note=True):
            conflict = ConflictKind.REWORDED_REMOVED
        take = None if conflict else Side.THEIRS
        sides: dict[str, object] = {"base": before.text, "ours": mine.text, "theirs": None, "new_ids": ()}
        return [self._decision(DecisionField.REMOVED, mine, take=take, conflict=conflict, **sides)]

    def _looks_cut_off(self, statement: Statement) -> bool:
        """
        True where statements are missing in a way that a release seldom means: nothing is removed by omission.

        So it is when the same release comes back shorter, when a level is empty, or when a fifth of all is gone.
        """
        present = self.theirs.positions
        missing = [each for each in self.base.active if each.id not in present and each.id not in self.grouped_old]
        many = len(missing) > max(SUSPICIOUS_COUNT, SUSPICIOUS_SHARE * len(self.base.active))
        emptied = len(self.base.by_level[statement.level]) > 1 and not self.theirs.by_level.get(statement.level)
        return self.same_release or many or emptied

    def _gone_here(self, before: Statement, mine: Statement | None, new: Statement) -> list[Decision]:
        if not _differs(before, new):
            return []
        if mine is None or not mine.replaced_by:
            sides: dict[str, object] = {"base": before.text, "ours": None, "theirs": new.text}
            return [self._decision(DecisionField.REMOVED, new, conflict=ConflictKind.REMOVED_REWORDED, **sides)]
        heirs = [each for each in self.ours.active if mine.id in each.comes_from]
        # What was joined from others too says more than this statement, so taking theirs leaves it.
        own = tuple(each.id for each in heirs if each.comes_from == (mine.id,))
        texts: dict[str, object] = {
            "base": [before.text],
            "ours": [each.text for each in heirs] or None,
            "theirs": [new.text],
        }
        kind = ConflictKind.EDITED_SPLIT
        return [self._decision(DecisionField.CONTINUED, new, conflict=kind, old_ids=own, **texts)]

    def _new(self, statement: Statement) -> list[Decision]:
        known = statement.id in self.base.positions or statement.id in self.grouped_new
        mine = self.ours.by_id.get(statement.id)
        if known or (mine is not None and mine.is_active and normal(mine.text) == normal(statement.text)):
            return []
        # A statement of our own that once had this wording has this id too, whatever it says now.
        twin = mine if mine is not None and mine.is_active else self._twin(statement)
        conflict = ConflictKind.ADDED_TWICE if twin else None
        ours: dict[str, object] = {"ours": twin.text if twin else None, "old_ids": (twin.id,) if twin else ()}
        take = None if twin else Side.THEIRS
        return [
            self._decision(DecisionField.ADDED, statement, theirs=statement.text, take=take, conflict=conflict, **ours)
        ]

    def _twin(self, statement: Statement) -> Statement | None:
        """The designer's own new statement that says nearly the same."""
        own = [each for each in self.ours.active if each.id not in self.base.by_id and each.id not in self.theirs.by_id]
        scored = [(similarity(each.text, statement.text), each.id, each) for each in own]
        best = max(scored, default=None)
        return best[2] if best and best[0] >= AUTOMATIC else None

    def _group(self, olds: tuple[str, ...], news: tuple[str, ...]) -> list[Decision]:
        mine = [self.ours.by_id[each] for each in olds if each in self.ours.by_id]
        active = [each for each in mine if each.is_active]
        if all(each in self.ours.positions for each in news):
            return []
        edited = any(_differs(self.base.by_id[each.id], each) for each in active)
        conflict = ConflictKind.SPLIT_EDITED if edited else None
        if len(active) < len(olds):
            # Our own parts of the same statements stand against theirs: one or the other, or both on purpose.
            parts = [each for each in self.ours.active if each.comes_from and set(each.comes_from) <= set(olds)]
            active += [each for each in parts if each.id not in news]
            own = any(each.replaced_by for each in mine)
            conflict = ConflictKind.EDITED_SPLIT if own else ConflictKind.RETIRED_SPLIT
        texts: list[JsonValue] = [self.theirs.by_id[each].text for each in news]
        return [
            Decision(
                id=f"statement/{olds[0]}/{DecisionField.CONTINUED.value}",
                field=DecisionField.CONTINUED,
                subject=self.base.by_id[olds[0]].text,
                base=[self.base.by_id[each].text for each in olds],
                ours=[each.text for each in active],
                theirs=texts,
                take=None if conflict else Side.THEIRS,
                conflict=conflict,
                review=bool(self.unsure & {*olds, *news}),
                old_ids=tuple(each.id for each in active),
                new_ids=news,
            )
        ]

    def _metadata(self) -> list[Decision]:
        before, mine, new = (flat_metadata(each) for each in (self.base, self.ours, self.theirs))
        found = self._level_order()
        for place in sorted({*before, *mine, *new} - {LEVEL_ORDER}):
            a, b, c = (canonical(each.get(place)) for each in (before, mine, new))
            if c in (a, b) or self._is_of_gone_level(place):
                continue
            found.append(
                Decision(
                    id=f"metadata{place}",
                    field=DecisionField.METADATA,
                    subject=place,
                    base=before.get(place),
                    ours=mine.get(place),
                    theirs=new.get(place),
                    take=Side.THEIRS if a == b else None,
                    conflict=None if a == b else ConflictKind.BOTH_CHANGED,
                )
            )
        return found

    def _level_order(self) -> list[Decision]:
        """The release puts the levels that all have in another order."""
        sides = [[level.key for level in content.levels] for content in (self.base, self.ours, self.theirs)]
        shared = set(sides[0]) & set(sides[1]) & set(sides[2])
        base, ours, theirs = ([key for key in side if key in shared] for side in sides)
        if theirs in (base, ours):
            return []
        plain = base == ours
        return [
            Decision(
                id=f"metadata{LEVEL_ORDER}",
                field=DecisionField.METADATA,
                subject=LEVEL_ORDER,
                base=list[JsonValue](base),
                ours=list[JsonValue](ours),
                theirs=list[JsonValue](theirs),
                take=Side.THEIRS if plain else None,
                conflict=None if plain else ConflictKind.BOTH_CHANGED,
            )
        ]

    def _is_of_gone_level(self, place: str) -> bool:
        gone = {level.key for level in self.base.levels} - {level.key for level in self.theirs.levels}
        return any(place.startswith(pointer("framework", "levels", key) + "/") for key in gone)

    def _stood_in(self, statement: Statement, level: str) -> bool:
        """True for a statement that the base has in this level: what became of it, other decisions say."""
        before = self.base.by_id.get(statement.id)
        return before is not None and before.is_active and before.level == level

    def _levels(self) -> list[Decision]:
        """A level that the new export no longer has: it goes if nothing of the designer's is left in it."""
        found = []
        for level in self.base.levels:
            if self.theirs.level(level.key) or not self.ours.level(level.key):
                continue
            staying = [each for each in self.ours.by_level[level.key] if not self._stood_in(each, level.key)]
            found.append(
                Decision(
                    id=f"level{pointer(level.key)}/removed",
                    field=DecisionField.LEVEL_REMOVED,
                    subject=level.label,
                    base=level.label,
                    ours=[each.text for each in staying] or level.label,
                    take=None if staying else Side.THEIRS,
                    conflict=ConflictKind.LEVEL_IN_USE if staying else None,
                )
            )
        return found


def _differs(first: Statement, second: Statement, *, with_note: bool = False) -> bool:
    """
    True where wording or level are others (or, on request, the note): work that a removal or split would undo.

    Tags and criteria do not count: they go over to the parts of a split, and stay on what is retired.
    """
    same = first.level == second.level and normal(first.text) == normal(second.text)
    return not same or (with_note and first.note != second.note)
