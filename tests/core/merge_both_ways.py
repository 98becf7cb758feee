"""One merge taken both ways, for the tests of conflicts."""

from __future__ import annotations

from lexcurric.core.apply import apply_decisions
from lexcurric.core.decide import decide
from lexcurric.core.merge import ConflictKind, Decision, Side, prefer
from lexcurric.core.model import Content, Snapshot, replace
from tests.core.merge_actions import faults

A, B, C, D = "Bread — bake at dawn.", "Cakes — ice by hand.", "Ovens — clean weekly.", "Flour — order in bulk."


def ids(content: Content) -> list[str]:
    return [each.id for each in content.active]


def draft(base: Snapshot, content: Content) -> Snapshot:
    return replace(base, content=content, version="v.1+draft", ref="draft")


def release(base: Snapshot, content: Content) -> Snapshot:
    return replace(base, content=content, version="v.2", ref="release")


def both_ways(base: Snapshot, ours: Content, theirs: Content) -> tuple[tuple[Decision, ...], Content, Content]:
    """The decisions, and the content with our side and with theirs taken in each conflict."""
    mine, new = draft(base, ours), release(base, theirs)
    decisions = decide(base, mine, new)
    merged = [
        apply_decisions(ours, theirs, prefer(decisions, side), base=base.content) for side in (Side.OURS, Side.THEIRS)
    ]
    assert not faults(merged[0]) + faults(merged[1])
    return decisions, merged[0], merged[1]


def conflicts(decisions: tuple[Decision, ...]) -> list[ConflictKind]:
    return [each.conflict for each in decisions if each.conflict]
