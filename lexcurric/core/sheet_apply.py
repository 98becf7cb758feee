"""Doing what an edit sheet asks for: the content with every event that applies carried out."""

from __future__ import annotations

from collections.abc import Iterable

from lexcurric.core import edits
from lexcurric.core.model import Content
from lexcurric.core.sheet_plan import SheetEvent, SheetEventKind


def apply_sheet(content: Content, events: Iterable[SheetEvent]) -> Content:
    """
    The content with the applying events done, those that place statements last and from the top down.

    Raises EditError where a tag is not in its vocabulary; then nothing is changed.
    """
    listed = [each for each in events if each.applies]
    placing = (SheetEventKind.ADDED, SheetEventKind.MOVED, SheetEventKind.REORDERED)
    for event in listed:
        if event.kind not in placing:
            content = _fields(content, event)
    placed = sorted((each for each in listed if each.kind in placing), key=lambda each: each.position or 0)
    for event in placed:
        # What gets a new place stands aside first, so that each place is counted among what is settled.
        if event.kind is not SheetEventKind.ADDED:
            content = edits.move(content, [event.statement_id], event.level)
    for event in placed:
        content = _placed(content, event)
    return content


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
    before = set(edits.find(content, found).tags)
    cleared = edits.untag(content, [found], before - set(tags))
    fresh = [tag for tag in tags if tag not in before]
    return edits.tag(cleared, [found], fresh) if fresh else cleared


def _placed(content: Content, event: SheetEvent) -> Content:
    if event.kind is not SheetEventKind.ADDED:
        return edits.move(content, [event.statement_id], event.level, event.position)
    row = event.row
    if row is None:
        return content
    content, fresh = edits.add(content, event.level, row.text, event.position)
    if row.tags:
        content = edits.tag(content, [fresh.id], row.tags)
    if row.note:
        content = edits.annotate(content, fresh.id, row.note)
    return edits.assign_criterion(content, [fresh.id], row.criterion) if row.criterion else content
