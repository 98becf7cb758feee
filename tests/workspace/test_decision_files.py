"""Decisions saved to files and workbooks and taken over again, and the review of a diff taken over into a merge."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import lexcurric
from lexcurric.core.errors import FileError
from lexcurric.core.merge import DecisionField, Side
from lexcurric.core.review import Verdict
from lexcurric.workbook.review import FIRST_ROW, HEAD_ROW
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.merging import MergePlan
from tests.formats.office import columns, edited
from tests.samples import NEW


def flour(framework: Framework) -> str:
    return next(each.id for each in framework.content.active if each.text.startswith("Flour"))


@pytest.fixture
def plan(framework: Framework) -> MergePlan:
    """A merge with one conflict: both sides reworded the flour statement."""
    framework.edit(flour(framework), "Flour — weigh and label.", "our rule")
    return framework.merge(NEW)


def answer(by: str, value: str, decision: str, wording: str = "") -> Any:
    """Fills in a decision in the row whose cell under `by` begins with `value`."""

    def change(sheet: Any) -> None:
        at = columns(sheet, HEAD_ROW)
        for row in range(FIRST_ROW, sheet.max_row + 1):
            if str(sheet.cell(row, at[by]).value or "").startswith(value):
                sheet.cell(row, at["Decision"]).value = decision
                sheet.cell(row, at["Edited wording"]).value = wording or None

    return change


def by_hand_in_json(path: Path, decision: str, wording: str) -> Path:
    """The file with its one open decision answered in a text editor."""
    value = json.loads(path.read_text(encoding="utf-8"))
    (open_one,) = [each for each in value["decisions"] if each["take"] is None]
    assert (open_one["id"], open_one["sides"]) == (decision, ["ours", "theirs", "edited"])
    open_one["take"], open_one["value"] = "edited", wording
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def by_hand_in_excel(path: Path, decision: str, wording: str) -> Path:
    """The workbook with one decision answered in Excel."""
    return edited(path, "Decisions", answer("Decision ID", decision, "Edited", wording))


@pytest.mark.parametrize(("name", "by_hand"), [("plan.json", by_hand_in_json), ("plan.xlsx", by_hand_in_excel)])
def test_decisions_are_saved_edited_by_hand_and_taken_over(
    framework: Framework, plan: MergePlan, tmp_path: Path, name: str, by_hand: Callable[[Path, str, str], Path]
) -> None:
    path = plan.save(tmp_path / name)
    before = plan.decisions
    assert plan.load(path) == []
    assert plan.decisions == before
    (asked,) = plan.conflicts
    again = framework.merge(NEW)
    assert again.load(by_hand(path, asked.id, "Flour — by hand.")) == []
    again.apply()
    assert framework.statement(flour(framework)).text == "Flour — by hand."


@pytest.mark.parametrize("name", ["plan.json", "plan.xlsx"])
def test_a_saved_decision_whose_inputs_changed_is_not_taken_over(
    framework: Framework, plan: MergePlan, tmp_path: Path, name: str
) -> None:
    plan.take(flour(framework), "ours")
    path = plan.save(tmp_path / name)
    framework.edit(flour(framework), "Flour — something newer.")
    again = framework.merge(NEW)
    assert again.load(path) == ["Flour — weigh and label."]
    assert len(again.conflicts) == 1


def test_a_workbook_of_another_merge_is_refused(plan: MergePlan, tmp_path: Path) -> None:
    path = plan.framework.sheet(tmp_path / "sheet.xlsx")
    with pytest.raises(FileError, match="expected a workbook of merge decisions, found a workbook of the kind edit"):
        plan.load(path)


def reviewed(framework: Framework, plan: MergePlan, folder: Path) -> Path:
    framework.workspace.import_file(NEW)
    return framework.diff("v.26.05", "v.26.11").to_excel(folder / "changes.xlsx")


def test_an_untouched_review_changes_no_decision(framework: Framework, plan: MergePlan, tmp_path: Path) -> None:
    path = reviewed(framework, plan, tmp_path)
    again = framework.merge()
    before = again.decisions
    assert again.load(path) == []
    assert again.decisions == before


def test_a_review_of_the_release_is_taken_over_but_never_into_a_conflict(
    framework: Framework, plan: MergePlan, tmp_path: Path
) -> None:
    path = reviewed(framework, plan, tmp_path)
    for start, word, wording in (
        ("Baked loaves", "Keep the old", ""),
        ("Recipe formulas", "Edited", "Recipe formulas — scale with percentages."),
        ("Egg wash", "Keep the old", ""),
        ("Flour", "Take the new", ""),
        ("Proofed loaves", "Keep the old", ""),
    ):
        path = edited(path, "Changes", answer("Newer wording", start, word, wording))
    verdicts = [each.verdict for each in lexcurric.read_review(path) if each.verdict]
    assert sorted(verdicts) == sorted(
        [Verdict.KEEP_OLD, Verdict.EDITED, Verdict.KEEP_OLD, Verdict.TAKE_NEW, Verdict.KEEP_OLD]
    )
    again = framework.merge()
    assert again.load(path) == []
    assert [each.subject for each in again.conflicts] == ["Flour — weigh and label."]
    assert sum(1 for each in again.decisions if each.take is Side.OURS) == 3
    again.take_all("ours")
    again.apply()
    texts = [each.text for each in framework.content.active]
    assert "Recipe formulas — scale with percentages." in texts
    assert any("heat-proof gloves" in each for each in texts)
    assert not any(each.startswith("Egg wash") for each in texts)
    assert not any(each.startswith("Deck oven — load with proofed") for each in texts)


def test_a_review_that_still_discusses_or_is_of_other_versions_is_refused(
    framework: Framework, plan: MergePlan, tmp_path: Path
) -> None:
    path = reviewed(framework, plan, tmp_path)
    again = framework.merge()
    with pytest.raises(FileError, match=r"Changes!J\d+: this change is still to discuss"):
        again.load(edited(path, "Changes", answer("Newer wording", "Egg wash", "To discuss")))
    other = framework.diff("v.26.11", "v.26.05").to_excel(tmp_path / "other.xlsx")
    with pytest.raises(FileError, match=r"this review is not of the changes from v.26.05 to v.26.11 of 51-3011.00"):
        again.load(other)


def test_a_field_of_the_framework_can_be_kept_by_review(framework: Framework, plan: MergePlan, tmp_path: Path) -> None:
    path = reviewed(framework, plan, tmp_path)
    path = edited(path, "Changes", answer("Change ID", "/framework/contextCovered", "Keep the old"))
    again = framework.merge()
    again.load(path)
    kept = [each for each in again.decisions if each.field is DecisionField.METADATA and each.take is Side.OURS]
    assert [each.subject for each in kept] == ["/framework/contextCovered"]
