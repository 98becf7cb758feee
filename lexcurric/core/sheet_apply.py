"""Doing what an edit sheet asks for: the content with every event that applies carried out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from lexcurric.core import edits
from lexcurric.core.model import Content
from lexcurric.core.sheet_cells import clean_tags
from lexcurric.core.sheet_events import PLACING, SheetEvent, SheetEventKind


def apply_sheet(content: Content, events: Iterable[SheetEvent]) -> Content:
    """
    The content with the applying events done, those that place statements last and from the top down.

    Raises EditError where a tag is not in its vocabulary; then nothing is changed.
    """
    listed = [each for each in events if each.applies]
    for event in listed:
        if event.kind not in PLACING:
            content = _fields(content, event)
    placed = _placed_once(listed)
    for level in dict.fromkeys(event.level for event in placed):
        # What gets a new place stands aside first, so that each place is counted among what is settled.
        aside = [each.statement_id for each in placed if each.level == level and each.statement_id]
        content = edits.move(content, aside, level)
    waiting = {event.statement_id for event in placed}
    fresh: dict[str, str] = {}
    for event in placed:
        spot = _spot(content, event, fresh, waiting)
        content = _placed(content, event, spot, fresh)
        waiting.discard(event.statement_id)
    return content


def _placed_once(events: Iterable[SheetEvent]) -> list[SheetEvent]:
    """The events that place statements, from the top down, one for each statement: a move says the place as well."""
    found: dict[str, SheetEvent] = {}
    for each in events:
        key = each.statement_id or each.where
        if each.kind in PLACING and (key not in found or each.kind is SheetEventKind.MOVED):
            found[key] = each
    return sorted(found.values(), key=lambda each: each.position or 0)


def _spot(content: Content, event: SheetEvent, fresh: Mapping[str, str], waiting: Collection[str]) -> int | None:
    """
    The place from 1, counted now: behind what it follows, else at its number.

    The framework may have gained statements since the sheet was made, so that a number alone would say another place.
    """
    before = fresh.get(event.after, event.after)
    row = [each.id for each in content.by_level.get(event.level, ()) if each.id not in waiting]
    if before in row:
        return row.index(before) + 2
    return event.position


def _fields(content: Content, event: SheetEvent) -> Content:
    found, row = event.statement_id, event.row
    if event.kind is SheetEventKind.REMOVED:
        return edits.retire(content, [found])
    if row is None:
        return content
    if event.kind is SheetEventKind.REWORDED:
        return edits.reword(content, found, row.text)
    if event.kind is SheetEventKind.NOTED:
        return edits.annotate(content, found, row.note)
    if event.kind is SheetEventKind.CRITERION:
        return edits.assign_criterion(content, [found], row.criterion or None)
    return _retagged(content, found, row.tags)


def _retagged(content: Content, found: str, tags: tuple[str, ...]) -> Content:
    before, wanted = set(edits.find(content, found).tags), set(tags) | set(clean_tags(tags))
    cleared = edits.untag(content, [found], before - wanted)
    fresh = [clean for tag, clean in zip(tags, clean_tags(tags), strict=True) if not {tag, clean} & before]
    return edits.tag(cleared, [found], fresh) if fresh else cleared


def _placed(content: Content, event: SheetEvent, spot: int | None, fresh: dict[str, str]) -> Content:
    if event.kind is not SheetEventKind.ADDED:
        return edits.move(content, [event.statement_id], event.level, spot)
    row = event.row
    if row is None:
        return content
    content, added = edits.add(content, event.level, row.text, spot)
    fresh[event.where] = added.id
    if row.tags:
        content = edits.tag(content, [added.id], row.tags)
    if row.note:
        content = edits.annotate(content, added.id, row.note)
    return edits.assign_criterion(content, [added.id], row.criterion) if row.criterion else content
