"""Doing what the decisions of a merge say: the new content, and nothing that no decision asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pydantic import JsonValue

from lexcurric.core.edits import place, set_metadata, with_statements
from lexcurric.core.errors import MergeError
from lexcurric.core.identity import first_ranks, statement_id
from lexcurric.core.json_text import pointer, pointer_keys
from lexcurric.core.merge import LEVEL_ORDER, Decision, DecisionField, Side, merged_tags
from lexcurric.core.model import Content, Statement, StatementStatus, replace, sort_tags


def apply_decisions(ours: Content, theirs: Content, decisions: Iterable[Decision]) -> Content:
    """
    Ours with every decision carried out. Raises MergeError while one is open; then nothing has changed.

    Retired, never deleted, is what goes; what comes is placed after the neighbour that it follows in theirs.
    """
    listed = list(decisions)
    still_open = [each for each in listed if each.is_open]
    if still_open:
        raise MergeError(f"{len(still_open)} conflicts are not decided yet, the first on: {still_open[0].subject}")
    return _Application(ours, theirs).run(listed)


class _Application:
    def __init__(self, ours: Content, theirs: Content) -> None:
        self.content, self.theirs = ours, theirs
        self.to_place: set[str] = set()

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
            DecisionField.METADATA: self._metadata,
            DecisionField.LEVEL_REMOVED: self._level_removed,
        }
        self._take_levels(decisions)
        for decision in sorted(decisions, key=lambda each: each.field is DecisionField.LEVEL_REMOVED):
            if decision.take is not Side.OURS:
                if decision.field is DecisionField.LEVEL_REMOVED:
                    self._place_all()
                steps[decision.field](decision)
        self._place_all()
        return self.content

    def _update(self, found: str, **changes: object) -> None:
        self.content = with_statements(self.content, replace(self.content.by_id[found], **changes))

    def _wording(self, decision: Decision) -> None:
        text = decision.value if decision.take is Side.EDITED else decision.theirs
        self._update(decision.old_ids[0], text=text)

    def _level(self, decision: Decision) -> None:
        self._update(decision.old_ids[0], level=decision.theirs)
        self.to_place.add(decision.old_ids[0])

    def _order(self, decision: Decision) -> None:
        self.to_place.add(decision.old_ids[0])

    def _tags(self, decision: Decision) -> None:
        sides = [[str(tag) for tag in side] if isinstance(side, list) else [] for side in _three(decision)]
        self._update(decision.old_ids[0], tags=merged_tags(*sides))

    def _single(self, decision: Decision) -> None:
        self._update(decision.old_ids[0], **{decision.field.value: decision.theirs})

    def _removed(self, decision: Decision) -> None:
        found = decision.old_ids[0]
        if decision.theirs is None:
            self._update(found, status=StatementStatus.RETIRED)
        else:
            self._bring(self.theirs.by_id[found], self.content.by_id.get(found))

    def _added(self, decision: Decision) -> None:
        if decision.take is Side.THEIRS and decision.old_ids:
            twin = self.content.by_id[decision.old_ids[0]]
            if twin.id != decision.new_ids[0]:
                self._update(twin.id, status=StatementStatus.RETIRED, replaced_by=decision.new_ids)
            self._bring(self.theirs.by_id[decision.new_ids[0]], twin)
            return
        new = self.theirs.by_id[decision.new_ids[0]]
        mine = self.content.by_id.get(new.id)
        if mine is not None and mine.is_active:
            # Both are wanted, and ours has the id already: theirs is the second statement of this wording.
            fresh = statement_id(self.content.soc, new.text, self.content.by_id.keys())
            self.content = with_statements(self.content, replace(new, id=fresh))
            self.content = place(self.content, [self.content.by_id[fresh]], new.level, None)
        else:
            self._bring(new, mine)

    def _continued(self, decision: Decision) -> None:
        sources = [self.content.by_id[each] for each in decision.old_ids]
        carried = None
        if sources:
            tags = sort_tags(tag for each in sources for tag in each.tags)
            carried = replace(sources[0], tags=tags, note="\n".join(each.note for each in sources if each.note))
        if decision.take is Side.THEIRS:
            for each in sources:
                self._update(each.id, status=StatementStatus.RETIRED, replaced_by=decision.new_ids)
        for found in decision.new_ids:
            self._bring(self.theirs.by_id[found], carried)

    def _bring(self, new: Statement, mine: Statement | None) -> None:
        """Puts a statement of theirs in, with what the designer had put on the one that it continues."""
        if mine is not None:
            tags = sort_tags({*mine.tags, *new.tags})
            new = replace(new, tags=tags, note=mine.note or new.note, criterion=mine.criterion or new.criterion)
        self.content = with_statements(self.content, replace(new, status=StatementStatus.ACTIVE, replaced_by=()))
        self.to_place.add(new.id)

    def _metadata(self, decision: Decision) -> None:
        if decision.subject == LEVEL_ORDER:
            return
        keys = pointer_keys(decision.subject)
        if keys[:2] == ["framework", "levels"]:
            self._level_field(keys[2], keys[3:], decision.theirs)
        else:
            self.content = set_metadata(self.content, decision.subject, decision.theirs)

    def _level_field(self, key: str, keys: list[str], value: JsonValue) -> None:
        changed = []
        for level in self.content.levels:
            theirs = self.theirs.level(key)
            if level.key != key or theirs is None:
                changed.append(level)
            elif keys == ["label"]:
                changed.append(replace(level, label=str(value)))
            else:
                extra = {**level.extra, keys[0]: theirs.extra.get(keys[0])}
                changed.append(replace(level, extra={name: each for name, each in extra.items() if each is not None}))
        self.content = replace(self.content, levels=tuple(changed))

    def _take_levels(self, decisions: list[Decision]) -> None:
        """Levels that came are there before anything moves into them, each after the one that it follows in theirs."""
        kept = {each.subject for each in decisions if each.take is Side.OURS}
        reorder = any(each.subject == LEVEL_ORDER and each.take is Side.THEIRS for each in decisions)
        mine = {level.key: level for level in self.content.levels}
        order = list(mine)
        if reorder:
            shared = [level.key for level in self.theirs.levels if level.key in mine]
            places = iter(shared)
            order = [next(places) if key in shared else key for key in order]
        before = ""
        for level in self.theirs.levels:
            if level.key not in mine and pointer("framework", "levels", level.key) + "/label" not in kept:
                mine[level.key] = level
                order.insert(order.index(before) + 1 if before in order else 0, level.key)
            before = level.key if level.key in mine else before
        ranked = zip(order, first_ranks(len(order)), strict=True)
        levels = tuple(replace(mine[key], rank=rank) for key, rank in ranked)
        if [level.key for level in levels] != [level.key for level in self.content.levels]:
            self.content = replace(self.content, levels=levels)

    def _level_removed(self, decision: Decision) -> None:
        """
        The level goes, if a person said so or nothing is left in it.

        What a person sent away with it moves to the level below, or above where there is none.
        """
        key = pointer_keys(decision.id.removeprefix("level"))[0]
        keys = [level.key for level in self.content.levels]
        staying = self.content.by_level.get(key, ())
        if key not in keys or (staying and decision.conflict is None):
            return
        rest = [each for each in keys if each != key]
        if not rest:
            raise MergeError(f"{decision.subject}: the last level cannot be removed")
        target = rest[max(0, keys.index(key) - 1)]
        self.content = place(self.content, list(staying), target, None)
        self.content = replace(
            self.content,
            levels=tuple(level for level in self.content.levels if level.key != key),
            statements=tuple(
                replace(each, level=target) if each.level == key else each for each in self.content.statements
            ),
        )

    def _place_all(self) -> None:
        """Each statement that came, moved or jumped goes after the nearest one before it in theirs that is there."""
        for row in self.theirs.by_level.values():
            for index, statement in enumerate(row):
                if statement.id not in self.to_place:
                    continue
                self.to_place.discard(statement.id)
                level = self.content.by_id[statement.id].level
                here = {each.id: spot for spot, each in enumerate(self._others(level, statement.id), start=1)}
                before = next((here[each.id] for each in reversed(row[:index]) if each.id in here), 0)
                self.content = place(self.content, [self.content.by_id[statement.id]], level, before + 1)

    def _others(self, level: str, found: str) -> list[Statement]:
        return [each for each in self.content.by_level.get(level, ()) if each.id != found]


def _three(decision: Decision) -> tuple[JsonValue, JsonValue, JsonValue]:
    return decision.base, decision.ours, decision.theirs
