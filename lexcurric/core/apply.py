"""Doing what the decisions of a merge say: the new content, and nothing that no decision asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lexcurric.core import apply_frame as frame
from lexcurric.core.diff import ancestors, find_reordered
from lexcurric.core.edits import place, with_statements
from lexcurric.core.errors import MergeError
from lexcurric.core.identity import statement_id
from lexcurric.core.merge import Decision, DecisionField, Side, merged_tags
from lexcurric.core.merge_groups import together
from lexcurric.core.merge_sides import Sides, align
from lexcurric.core.model import Content, Statement, StatementStatus, replace


def apply_decisions(
    ours: Content, theirs: Content, decisions: Iterable[Decision], *, base: Content | None = None
) -> Content:
    """
    Ours with every decision carried out. Raises MergeError while one is open; then nothing has changed.

    Retired, never deleted, is what goes; what comes is placed after the neighbour that it follows in theirs. `base` is
    the base that the decisions were made on; without it, ours is taken for it.
    """
    listed = list(decisions)
    still_open = [each for each in listed if each.is_open]
    if still_open:
        raise MergeError(f"{len(still_open)} conflicts are not decided yet, the first on: {still_open[0].subject}")
    sides = align(base or ours, ours, theirs)
    merged = _Application(sides).run(listed) if listed else ours
    return frame.take_unseen(merged, sides, listed) if base else merged


LAST = (DecisionField.VOCABULARY, DecisionField.CRITERIA, DecisionField.LEVEL_REMOVED)
NAMES = (DecisionField.TAG_NAME, DecisionField.LEVEL_KEYS)


class _Application:
    def __init__(self, sides: Sides) -> None:
        self.sides, self.content, self.theirs = sides, sides.ours, sides.theirs
        self.to_place: set[str] = set()
        self.unsteady = find_reordered(sides.base, sides.ours)
        self.reworded: set[str] = set()
        self.followed: dict[str, str] = {}
        self.given_up: dict[str, tuple[str, ...]] = {}

    def run(self, decisions: list[Decision]) -> Content:
        steps: dict[DecisionField, Callable[[Decision], None]] = {
            DecisionField.WORDING: self._wording,
            DecisionField.LEVEL: self._level,
            DecisionField.ORDER: self._order,
            DecisionField.TAGS: self._tags,
            DecisionField.CRITERION: self._single,
            DecisionField.NOTE: self._single,
            DecisionField.REMOVED: self._removed,
            DecisionField.ADDED: self._added,
            DecisionField.CONTINUED: self._continued,
        }
        self.reworded = {each.old_ids[0] for each in decisions if each.field is DecisionField.WORDING}
        self.unsteady |= {
            each.old_ids[0] for each in decisions if each.field is DecisionField.ORDER and each.take is Side.OURS
        }
        self.content = frame.take_levels(self.content, self.theirs, decisions)
        wanted = [each for each in decisions if each.take is not Side.OURS]
        for decision in wanted:
            if decision.field in steps:
                steps[decision.field](decision)
        self._give_up()
        self._complete()
        self._place_all()
        return self._frame(wanted)

    def _frame(self, wanted: list[Decision]) -> Content:
        """What the decisions say beside the statements; what goes, goes after the statements that stood in it."""
        for decision in wanted:
            if decision.field is DecisionField.METADATA:
                self.content = frame.take_metadata(self.content, decision)
        for field in LAST:
            for decision in wanted:
                if decision.field is field:
                    self.content = frame.STEPS[field](self.content, self.sides, decision)
        self.content = frame.complete_lists(self.content, self.theirs)
        for decision in wanted:
            if decision.field in NAMES:
                self.content = frame.take_names(self.content, self.sides, decision)
        return self.content

    def _update(self, found: str, **changes: object) -> None:
        self.content = with_statements(self.content, replace(self.content.by_id[found], **changes))

    # A statement's fields

    def _wording(self, decision: Decision) -> None:
        text = decision.value if decision.take is Side.EDITED else decision.theirs
        found, *added = decision.old_ids
        self._update(found, text=text)
        if decision.take is Side.THEIRS and added:
            self.given_up[found] = tuple(added)

    def _give_up(self) -> None:
        """What we had added, and theirs says now in another statement, is retired; what was on it goes over to that."""
        for found, added in self.given_up.items():
            own, gone = self.content.by_id[found], together([self.content.by_id[each] for each in added])
            whole = together([own, gone]) if gone else own
            tags = merged_tags((), gone.tags if gone else (), own.tags, self.sides.single)
            self._update(
                found, tags=tags, note=whole.note if whole else "", criterion=whole.criterion if whole else None
            )
            for each in added:
                self._retire(each, (found,))

    def _level(self, decision: Decision) -> None:
        self._update(decision.old_ids[0], level=decision.theirs)
        self.to_place.add(decision.old_ids[0])

    def _order(self, decision: Decision) -> None:
        self.to_place.add(decision.old_ids[0])
        self.unsteady.discard(decision.old_ids[0])

    def _tags(self, decision: Decision) -> None:
        values = (decision.base, decision.ours, decision.theirs)
        base, ours, theirs = ([str(tag) for tag in side] if isinstance(side, list) else [] for side in values)
        self._update(decision.old_ids[0], tags=merged_tags(base, ours, theirs, self.sides.single))

    def _single(self, decision: Decision) -> None:
        self._update(decision.old_ids[0], **{decision.field.value: decision.theirs})

    # Statements that go and come

    def _retire(self, found: str, links: Iterable[str] = ()) -> None:
        statement = self.content.by_id[found]
        replaced_by = tuple(dict.fromkeys((*statement.replaced_by, *links)))
        self._update(found, status=StatementStatus.RETIRED, replaced_by=replaced_by)

    def _removed(self, decision: Decision) -> None:
        if decision.theirs is None:
            self._retire(decision.old_ids[0])
        else:
            self._bring(decision.new_ids[0])

    def _added(self, decision: Decision) -> None:
        found, twins = decision.new_ids[0], decision.old_ids
        mine = self.content.by_id.get(found)
        if decision.take is Side.THEIRS:
            self._bring(found, twins)
            for each in twins:
                self._make_way(each, found)
        elif mine is not None and mine.is_active:
            # Both are wanted, and ours has the id already: theirs is the second statement of this wording.
            new = self.theirs.by_id[found]
            fresh = statement_id(self.content.soc, new.text, self.content.by_id.keys())
            self._level_of(new)
            behind = self.content.positions[found] + 1 if mine.level == new.level else None
            self.content = with_statements(self.content, replace(new, id=fresh))
            self.content = place(self.content, [self.content.by_id[fresh]], new.level, behind)
        else:
            self._bring(found)

    def _make_way(self, twin: str, found: str) -> None:
        """What said nearly the same is retired; or says again what theirs says, where that has it too."""
        if twin == found:
            return
        if twin not in self.theirs.positions:
            self._retire(twin, (found,))
        elif twin not in self.reworded:
            self._update(twin, text=self.theirs.by_id[twin].text)

    def _continued(self, decision: Decision) -> None:
        both = decision.take is Side.BOTH
        for found in decision.new_ids:
            if not (both and found in self.content.positions):
                self._bring(found, decision.old_ids)
        for each in decision.old_ids:
            if not both and each not in decision.new_ids:
                self._retire(each, decision.new_ids)

    def _bring(self, found: str, sources: tuple[str, ...] = ()) -> None:
        """
        Puts a statement of theirs in, with what the designer had put on it, or on those that it continues.

        Tags, note and criterion merge as everywhere: what she changed is hers, what she left alone is theirs.
        """
        new = self.theirs.by_id[found]
        mine = together([self.content.by_id[each] for each in sources or (found,) if each in self.content.by_id])
        if mine is not None:
            known = self.sides.base.by_id
            before = together([known[each] for each in self._older(sources or (found,)) if each in known])
            new = replace(
                new,
                tags=merged_tags(before.tags if before else (), new.tags, mine.tags, self.sides.single),
                note=_hers(before, mine, new, "note") or "",
                criterion=_hers(before, mine, new, "criterion"),
            )
        self._level_of(new)
        self.content = with_statements(self.content, replace(new, status=StatementStatus.ACTIVE, replaced_by=()))
        self.to_place.add(new.id)

    def _older(self, sources: tuple[str, ...]) -> list[str]:
        """These statements as the base may have them: themselves, or what our own parts and wholes come from."""
        found: list[str] = []
        for each in sources:
            own = self.content.by_id.get(each)
            is_ours = own is not None and each not in self.sides.base.by_id
            found += sorted(ancestors(self.content, own)) if own is not None and is_ours else [each]
        return list(dict.fromkeys(found))

    def _level_of(self, new: Statement) -> None:
        self.content = frame.with_level(self.content, self.theirs, new.level)

    def _complete(self) -> None:
        """What a statement that came is linked to comes as well, retired as it is; and each level that one moved to."""
        for statement in self.content.statements:
            if statement.is_active:
                self._level_of(statement)
        while missing := [
            each
            for statement in self.content.statements
            for each in (*statement.comes_from, *statement.replaced_by)
            if each not in self.content.by_id
        ]:
            known = [self.theirs.by_id[each] for each in dict.fromkeys(missing) if each in self.theirs.by_id]
            gone = [replace(each, status=StatementStatus.RETIRED) for each in known]
            self.content = frame.without_links(with_statements(self.content, *gone), set(missing))
        self.content = frame.with_valid_levels(self.content)

    def _place_all(self) -> None:
        """
        Each statement that came, moved or jumped goes after the nearest one before it in theirs that is there.

        One that the designer has moved herself shows no place, as long as another neighbour does.
        """
        for row in self.theirs.by_level.values():
            for index, statement in enumerate(row):
                if statement.id not in self.to_place:
                    continue
                self.to_place.discard(statement.id)
                self._place(statement.id, [each.id for each in row], index)
        # Our own parts have no place in theirs: they follow what they come from.
        rows = [[each.id for each in row] for row in self.theirs.by_level.values()]
        for found in reversed([each.id for each in self.content.active if each.id in self.to_place]):
            sources = ancestors(self.content, self.content.by_id[found])
            places = ((row, index) for row in rows for index, each in enumerate(row) if each in sources)
            self._place(found, *next(places, ([], 0)))
        self.to_place.clear()

    def _place(self, found: str, row: list[str], index: int) -> None:
        level = self.content.by_id[found].level
        others = [each.id for each in self.content.by_level.get(level, ()) if each.id != found]
        spot = self._spot_of_ours(found, level, others) or self._spot(others, row, index)
        self.content = place(self.content, [self.content.by_id[found]], level, spot)
        self.unsteady.discard(found)

    def _spot_of_ours(self, found: str, level: str, others: list[str]) -> int:
        """Where the designer had put what this continues, if she had put it somewhere in this level herself; else 0."""
        for source in sorted(ancestors(self.content, self.content.by_id[found]) & self.unsteady):
            old = self.content.by_id[source]
            if old.level != level or old.is_active:
                continue
            last = self.followed.get(source)
            self.followed[source] = found
            if last in others:
                return others.index(last) + 2
            return 1 + sum(1 for each in others if self.content.by_id[each].rank < old.rank)
        return 0

    def _spot(self, here: list[str], row: list[str], index: int) -> int:
        """The place of a statement of theirs among ours (from 1): behind what precedes it, or before what follows."""
        places = {each: spot for spot, each in enumerate(here, start=1)}
        before = [places[each] for each in reversed(row[:index]) if each in places and each not in self.unsteady]
        after = [
            places[each]
            for each in row[index + 1 :]
            if each in places and each not in self.unsteady and each not in self.to_place
        ]
        if before or index == 0:
            return before[0] + 1 if before else 1
        if after:
            return after[0]
        return next((places[each] for each in reversed(row[:index]) if each in places), 0) + 1


def _hers(before: Statement | None, mine: Statement, new: Statement, field: str) -> str | None:
    """Note or criterion of what came: what she changed or took away is hers, what she left alone is theirs."""
    was, own, theirs = (getattr(each, field, None) for each in (before, mine, new))
    if before is None:
        return own or theirs
    return theirs if own == was else own
