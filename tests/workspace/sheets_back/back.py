"""What the tests of sheets that come back share."""

from __future__ import annotations

from pathlib import Path

from lexcurric.workspace.framework import Framework
from lexcurric.workspace.sheets import SheetPlan
from tests.workspace.sheet_hands import L1, L2, L3, Hands

LEVELS = [L1, L2, L3]


def ids_of(framework: Framework) -> list[str]:
    return [each.id for each in framework.content.active]


def read(framework: Framework, made: Hands | Path) -> SheetPlan:
    return framework.workspace.apply_sheet(made.save() if isinstance(made, Hands) else made, dry_run=True)


def is_untouched(plan: SheetPlan) -> bool:
    return not len(plan) and not plan.problems


def problems(plan: SheetPlan) -> list[str]:
    return [str(each) for each in plan.problems]


def noted(plan: SheetPlan, words: str) -> bool:
    return any(words in str(each) for each in plan.notes)


def applied_once(framework: Framework, path: Path) -> SheetPlan:
    """Applies the sheet, and reads it again: what was done is not asked for a second time."""
    plan = read(framework, path)
    assert plan.apply() is True
    assert read(framework, path).changes == ()
    return plan
