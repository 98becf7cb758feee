"""
The content after a few statements have changed, made from the content before.

What is known of the other statements (by id, by level, their positions) is carried over and not looked up again, so
that an edit of one statement costs next to nothing among 40,000.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping
from itertools import compress
from operator import attrgetter, is_not
from typing import Any

from lexcurric.core.model import Content, Statement

_id = attrgetter("id")


def unlike(old: Content, new: Content) -> tuple[dict[str, Statement], dict[str, Statement]]:
    """The statements of both contents by id, but for most of those that are the same in both."""
    if new.made_from is not None and new.made_from[0] is old.mark:
        keys = new.made_from[1]
        before, after = ({key: each.by_id[key] for key in keys if key in each.by_id} for each in (old, new))
        return before, after
    least = min(len(old.statements), len(new.statements))
    is_other = list(map(is_not, old.statements, new.statements))
    before, after = (
        {each.id: each for each in (*compress(content.statements, is_other), *content.statements[least:])}
        for content in (old, new)
    )
    return before, after


def with_changed(content: Content, changed: Mapping[str, Statement | None], **others: object) -> Content:
    """
    The content with these statements in the place of those with their ids (None: without them).

    New ids go where the order of ids puts them, if the content is in that order, and else at the end. `others` are
    further fields of the content, taken as they are: each must be a valid one.
    """
    fields: dict[str, Any] = {name: getattr(content, name) for name in Content.model_fields} | others
    fields["statements"] = _rows(content, changed)
    new = Content.model_construct(**fields)
    new.__dict__["made_from"] = content.mark, frozenset(changed)
    if content.in_id_order:
        new.__dict__["in_id_order"] = True
    new.__dict__["by_id"] = by_id = {**content.by_id, **{key: each for key, each in changed.items() if each}}
    for key in [key for key, each in changed.items() if each is None]:
        by_id.pop(key, None)
    if "by_level" in content.__dict__ and "levels" not in others:
        _carry_order(content, new, changed)
    return new


def _rows(content: Content, changed: Mapping[str, Statement | None]) -> tuple[Statement, ...]:
    if not content.in_id_order:
        rest = dict(changed)
        kept = [rest.pop(each.id, each) for each in content.statements]
        return tuple(each for each in (*kept, *rest.values()) if each is not None)
    rows = list(content.statements)
    for key, statement in changed.items():
        at = bisect_left(rows, key, key=_id)
        is_there = at < len(rows) and rows[at].id == key
        rows[at : at + is_there] = [statement] if statement is not None else []
    return tuple(rows)


def _carry_order(old: Content, new: Content, changed: Mapping[str, Statement | None]) -> None:
    """Gives the new content the levels' rows of the old one, with only those made again that are different."""
    pairs = [(_standing(old.by_id.get(key)), _standing(each)) for key, each in changed.items()]
    if any(each.level not in old.by_level or not old.level(each.level) for pair in pairs for each in pair if each):
        return
    rows: dict[str, list[Statement]] = {}
    moves = []
    for before, after in pairs:
        if before and after and (before.level, _place(before)) == (after.level, _place(after)):
            rows.setdefault(after.level, list(old.by_level[after.level]))[old.positions[after.id] - 1] = after
        elif before or after:
            moves.append((before, after))
    gone = {before.id for before, _ in moves if before}
    for level in {each.level for pair in moves for each in pair if each}:
        row = [each for each in rows.get(level, old.by_level[level]) if each.id not in gone]
        for _, after in moves:
            if after and after.level == level:
                insort(row, after, key=_place)
        rows[level] = row
    new.__dict__["by_level"] = {**old.by_level, **{level: tuple(found) for level, found in rows.items()}}
    if not moves:
        new.__dict__["positions"] = old.positions
        return
    positions = dict(old.positions)
    for each in gone:
        del positions[each]
    for row in rows.values():
        positions.update(zip(map(_id, row), range(1, len(row) + 1), strict=True))
    new.__dict__["positions"] = positions


def _standing(statement: Statement | None) -> Statement | None:
    """The statement, if it stands in a level: a retired one does not."""
    return statement if statement is not None and statement.is_active else None


def _place(statement: Statement) -> tuple[str, str]:
    return statement.rank, statement.id
