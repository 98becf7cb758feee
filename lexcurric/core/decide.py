"""
Deciding a three-way merge: every change that a release brings, and which side to take where it is plain.

A conflict has no side until a person gives it one. Nothing is changed by deciding.
"""

from __future__ import annotations

from pydantic import JsonValue

from lexcurric.core.decide_frame import decide_frame
from lexcurric.core.diff import ancestors, find_reordered
from lexcurric.core.merge import ConflictKind, Decision, DecisionField, Side, merged_tags, vocabulary_of
from lexcurric.core.merge_groups import Group, Twin, find_anticipated, find_twins, joint_groups, together
from lexcurric.core.merge_sides import Sides, align
from lexcurric.core.model import Snapshot, Statement, replace
from lexcurric.core.wording import normal
from lexcurric.core.words import merge_words

SUSPICIOUS_SHARE = 0.2
SUSPICIOUS_COUNT = 3


def decide(base: Snapshot, ours: Snapshot, theirs: Snapshot) -> tuple[Decision, ...]:
    """Every change that `theirs` brings, with the side to take where it is plain; nothing is changed by it."""
    sides = align(base.content, ours.content, theirs.content)
    same_release = base.version.split("~")[0] == theirs.version.split("~")[0]
    decider = _Decider(sides, frozenset(theirs.review), same_release=same_release)
    return (*decider.decisions(), *decide_frame(sides))


class _Decider:
    def __init__(self, sides: Sides, unsure: frozenset[str], *, same_release: bool) -> None:
        self.base, self.ours, self.theirs, self.single = sides.base, sides.ours, sides.theirs, sides.single
        self.unsure, self.same_release = unsure, same_release
        self.groups = joint_groups(self.base, self.ours, self.theirs)
        self.grouped = {each for group in self.groups for each in group.olds}
        self.parts = {each for group in self.groups for each in group.theirs}
        self.twins = find_twins(self.base, self.ours, self.theirs, self.grouped | self.parts)
        taken = self.grouped | self.parts | {each.mine for each in self.twins.values()}
        taken |= {each for group in self.groups for each in group.ours}
        self.anticipated = find_anticipated(self.base, self.ours, self.theirs, taken)
        self.answered = {each.mine for each in self.twins.values()} - self.theirs.positions.keys()
        self.jumped = find_reordered(self.base, self.theirs)
        self.ours_jumped = find_reordered(self.base, self.ours)
        self.cut_off = self._cut_off()

    def decisions(self) -> list[Decision]:
        return [
            *(each for group in self.groups for each in self._group(group)),
            *(each for statement in self.base.active for each in self._existing(statement)),
            *(each for statement in self.theirs.active for each in self._new(statement)),
        ]

    def _existing(self, before: Statement) -> list[Decision]:
        if before.id in self.grouped or before.id in self.answered:
            return []
        if before.id not in self.theirs.positions:
            return self._removed(before)
        mine, new = self.ours.by_id.get(before.id), self.theirs.by_id[before.id]
        if mine is None or not mine.is_active:
            return self._gone_here(before, mine, new)
        return [*self._wording(before, mine, new), *self._fields(before, mine, new)]

    def _fields(self, before: Statement, mine: Statement, new: Statement) -> list[Decision]:
        """All but the wording, each decided on its own."""
        return [
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

    # The fields of a statement that all three sides have

    def _wording(self, before: Statement, mine: Statement, new: Statement) -> list[Decision]:
        a, b, c = normal(before.text), normal(mine.text), normal(new.text)
        if c in (a, b):
            return []
        plain, added = a == b, self.anticipated.get(before.id)
        if added is not None:
            sides: dict[str, object] = {"base": before.text, "ours": added.text, "theirs": new.text}
            kind, ids = ConflictKind.ADDED_REWORDED, (mine.id, added.id)
            return [self._decision(DecisionField.WORDING, mine, conflict=kind, old_ids=ids, **sides)]
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
        """
        A jump within the level: taken, unless the designer has moved the same statement, or has it there already.

        The answer rests on what stands before it among the statements that all three sides have there.
        """
        if before.id not in self.jumped or mine.id != new.id or not before.level == mine.level == new.level:
            return []
        contents = (self.base, self.ours, self.theirs)
        rows = [[each.id for each in content.by_level[mine.level]] for content in contents]
        shared = set.intersection(*map(set, rows))
        common = [[each for each in row if each in shared] for row in rows]
        ahead = [row[: row.index(before.id)] for row in common]
        if set(ahead[1]) == set(ahead[2]):
            return []
        take = Side.OURS if before.id in self.ours_jumped else Side.THEIRS
        where = [content.positions[before.id] for content in contents]
        basis = [row[-1] if row else "" for row in ahead]
        sides: dict[str, object] = dict(zip(("base", "ours", "theirs"), where, strict=True))
        return [self._decision(DecisionField.ORDER, mine, take=take, basis=basis, **sides)]

    def _tags(self, before: Statement, mine: Statement, new: Statement) -> list[Decision]:
        """Tags of both sides go together, but for two terms where a vocabulary allows one."""
        if set(new.tags) in (set(before.tags), set(mine.tags)):
            return []
        together = merged_tags(before.tags, mine.tags, new.tags)
        named = [name for tag in together if (name := vocabulary_of(tag)) in self.single]
        clash = len(named) > len(set(named))
        sides: dict[str, object] = {"base": list(before.tags), "ours": list(mine.tags), "theirs": list(new.tags)}
        conflict = ConflictKind.BOTH_CHANGED if clash else None
        take = None if clash else Side.THEIRS
        return [self._decision(DecisionField.TAGS, mine, take=take, conflict=conflict, **sides)]

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

    # What one side no longer has

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
        basis = [[each.text, each.level, each.note] for each in (before, mine)]
        sides: dict[str, object] = {"base": before.text, "ours": mine.text, "theirs": None, "new_ids": ()}
        sides |= {"basis": basis, "own": self._own_work(before, mine)}
        return [self._decision(DecisionField.REMOVED, mine, take=take, conflict=conflict, **sides)]

    def _own_work(self, before: Statement, mine: Statement) -> tuple[str, ...]:
        """What we changed on a statement beside its wording, in words: it would go with it."""
        names = [self.ours.level_label(each.level) for each in (before, mine)]
        moved = f"moved from {names[0]} to {names[1]}" if before.level != mine.level else ""
        noted = f"note: {mine.note}" if mine.note else "the note was taken away"
        return tuple(each for each in (moved, noted if before.note != mine.note else "") if each)

    def _cut_off(self) -> bool:
        """True where the same release comes back shorter, or a fifth of all statements is gone."""
        present = self.theirs.positions
        continued = {each for group in self.groups if group.theirs for each in group.olds}
        missing = [each for each in self.base.active if each.id not in present and each.id not in continued]
        return self.same_release or len(missing) > max(SUSPICIOUS_COUNT, SUSPICIOUS_SHARE * len(self.base.active))

    def _looks_cut_off(self, statement: Statement) -> bool:
        """True where a release is cut off, or has emptied the level: nothing goes by omission."""
        emptied = len(self.base.by_level[statement.level]) > 1 and not self.theirs.by_level.get(statement.level)
        return self.cut_off or emptied

    def _gone_here(self, before: Statement, mine: Statement | None, new: Statement) -> list[Decision]:
        if not _differs(before, new):
            return []
        basis = [[each.text, each.level] for each in (before, new)]
        # What we kept in its place when the release split or joined it still says what it says.
        kept = [self.ours.by_id[each] for each in ancestors(self.theirs, new) if each in self.ours.positions]
        if not kept:
            sides: dict[str, object] = {"base": before.text, "ours": None, "theirs": new.text, "basis": basis}
            # A move alone is no reason to ask about what was retired.
            conflict = ConflictKind.REMOVED_REWORDED if _reworded(before, new) else None
            take = None if conflict else Side.OURS
            return [self._decision(DecisionField.REMOVED, new, conflict=conflict, take=take, **sides)]
        return [self._instead(before, kept, new)]

    def _instead(self, before: Statement, mine: list[Statement], new: Statement) -> Decision:
        """What we have in a statement's place, against theirs and all else of theirs that ours stands for."""
        mine = sorted(mine, key=lambda each: (each.level, each.rank, each.id))
        sources = {source for each in mine for source in ancestors(self.ours, each)} - self.ours.positions.keys()
        there = [new, *(each for each in self.theirs.active if each.id in sources and each.id != new.id)]
        texts: dict[str, object] = {
            "base": [before.text],
            "ours": [each.text for each in mine],
            "theirs": [each.text for each in there],
            "basis": [[[each.text, each.level] for each in row] for row in ([before], mine, there)],
            "old_ids": tuple(each.id for each in mine),
            "new_ids": tuple(each.id for each in there),
        }
        return self._decision(DecisionField.CONTINUED, new, conflict=ConflictKind.EDITED_SPLIT, **texts)

    # What came

    def _new(self, statement: Statement) -> list[Decision]:
        if statement.id in self.base.positions:
            return []
        mine = self.ours.by_id.get(statement.id)
        is_part = statement.id in self.parts
        if mine is not None and mine.is_active and (is_part or normal(mine.text) == normal(statement.text)):
            asked = any(statement.id in group.asked for group in self.groups)
            return [] if asked else self._came_on_both(mine, statement)
        if is_part:
            return []
        heirs = [each for each in self.ours.active if statement.id in ancestors(self.ours, each)] if mine else []
        if mine is not None and not mine.is_active and heirs:
            return [self._instead(mine, heirs, statement)]
        if statement.id in self.twins:
            return [self._added_twice(statement, self.twins[statement.id])]
        conflict = None
        if mine is not None and not mine.is_active and mine.id not in self.base.by_id:
            conflict = ConflictKind.RETIRED_ADDED
        return [self._added(statement, conflict, (), None)]

    def _came_on_both(self, mine: Statement, new: Statement) -> list[Decision]:
        """The same statement came on both sides: what theirs says otherwise, field by field."""
        known = [self.base.by_id[each] for each in sorted(ancestors(self.theirs, new)) if each in self.base.by_id]
        older = together(known) or replace(new, level="", tags=(), criterion=None, note="")
        before = self.base.by_id.get(new.id) or replace(older, id=new.id)
        found = self._fields(before, mine, new)
        if normal(mine.text) == normal(new.text):
            return found
        kind = ConflictKind.BOTH_REWORDED
        return [self._decision(DecisionField.WORDING, mine, ours=mine.text, theirs=new.text, conflict=kind), *found]

    def _added_twice(self, statement: Statement, twin: Twin) -> Decision:
        mine = self.ours.by_id[twin.mine]
        kind = ConflictKind.REWORDED_ADDED if mine.id in self.base.positions else ConflictKind.ADDED_TWICE
        decision = self._added(statement, kind, (mine.id,), mine)
        before = self.base.by_id.get(mine.id) if kind is ConflictKind.REWORDED_ADDED else None
        return replace(decision, base=before.text) if before else decision

    def _added(
        self, new: Statement, conflict: ConflictKind | None, old_ids: tuple[str, ...], mine: Statement | None
    ) -> Decision:
        ours = mine.text if mine else None
        take = None if conflict else Side.THEIRS
        basis = [ours, new.text, new.level]
        sides: dict[str, object] = {"ours": ours, "theirs": new.text, "old_ids": old_ids, "basis": basis}
        return self._decision(DecisionField.ADDED, new, take=take, conflict=conflict, **sides)

    # Splits and joins, of either side

    def _group(self, group: Group) -> list[Decision]:
        if not group.theirs:
            return self._split_here(group)
        mine = [self.ours.by_id[each] for each in group.olds if each in self.ours.by_id]
        active = [each for each in mine if each.is_active]
        if all(each in self.ours.positions for each in group.theirs) and set(group.ours) <= set(group.theirs):
            # We have the parts too; what we kept beside them is work of ours.
            kept = any(each.id not in self.theirs.positions for each in active)
            return [self._continued(group, ConflictKind.SPLIT_EDITED)] if kept else []
        conflict = None
        if group.ours:
            conflict = ConflictKind.EDITED_SPLIT
        elif len(active) < len(group.olds):
            conflict = ConflictKind.RETIRED_SPLIT
        elif any(_differs(self.base.by_id[each.id], each) for each in active):
            conflict = ConflictKind.SPLIT_EDITED
        return [self._continued(group, conflict)]

    def _split_here(self, group: Group) -> list[Decision]:
        """A split or join of ours alone: it stands, unless the release did something else with what it came from."""
        olds = [self.base.by_id[each] for each in group.olds]
        there = [self.theirs.by_id[each.id] for each in olds if each.id in self.theirs.positions]
        before, new = together(olds), together(there)
        if before is not None and new is not None and self._only_moved(olds, there):
            parts = [self.ours.by_id[each] for each in group.ours]
            return [each for part in parts for each in self._fields(before, part, new)]
        if any(self._looks_cut_off(each) for each in olds if each.id not in self.theirs.positions):
            return [self._continued(group, ConflictKind.LEFT_OUT)]
        return [self._continued(group, ConflictKind.EDITED_SPLIT if there else ConflictKind.SPLIT_REMOVED)]

    def _only_moved(self, olds: list[Statement], there: list[Statement]) -> bool:
        """True where a release left the wordings alone and kept the statements together: our parts can follow them."""
        kept = len(there) == len(olds) and not any(_reworded(self.base.by_id[each.id], each) for each in there)
        moved = any(each.level != self.base.by_id[each.id].level for each in there)
        return kept and not (moved and max(len({each.level for each in row}) for row in (olds, there)) > 1)

    def _continued(self, group: Group, conflict: ConflictKind | None) -> Decision:
        """One decision on all that comes from the same statements: our parts or wholes, or theirs."""
        there = (*(each for each in group.olds if each in self.theirs.positions), *group.theirs)
        here = [each for each in group.olds if each in self.ours.positions]
        here += [each for each in group.ours if each not in there]
        first = self.base.by_id[group.olds[0]]
        rows = [
            [content.by_id[each] for each in ids]
            for content, ids in ((self.base, group.olds), (self.ours, here), (self.theirs, there))
        ]
        base, ours, theirs = ([each.text for each in row] for row in rows)
        return Decision(
            id=f"statement/{first.id}/{DecisionField.CONTINUED.value}",
            field=DecisionField.CONTINUED,
            subject=first.text,
            base=list[JsonValue](base),
            ours=list[JsonValue](ours) or None,
            theirs=list[JsonValue](theirs) or None,
            take=None if conflict else Side.THEIRS,
            conflict=conflict,
            review=bool(self.unsure & {*group.olds, *there}),
            old_ids=tuple(here),
            new_ids=tuple(there),
            basis=[[[each.text, each.level] for each in row] for row in rows],
        )


def _differs(first: Statement, second: Statement, *, with_note: bool = False) -> bool:
    """
    True where wording or level are others (or, on request, the note): work that a removal or split would undo.

    Tags and criteria do not count: they go over to the parts of a split, and stay on what is retired.
    """
    other = first.level != second.level or _reworded(first, second)
    return other or (with_note and first.note != second.note)


def _reworded(first: Statement, second: Statement) -> bool:
    return normal(first.text) != normal(second.text)
