from __future__ import annotations

import json
from pathlib import Path

import pytest

from lexcurric.core.errors import FileError, MergeError, StaleDraftError
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.merging import MergePlan
from lexcurric.workspace.workspace import Workspace
from tests.samples import NEW, OLD, export_bytes


def flour(framework: Framework) -> str:
    return next(each.id for each in framework.content.active if each.text.startswith("Flour"))


@pytest.fixture
def plan(framework: Framework) -> MergePlan:
    """A merge with one conflict: both sides reworded the flour statement."""
    framework.edit(flour(framework), "Flour — weigh and label.", "our rule")
    framework.tag([each.id for each in framework.content.active], "skill:practical")
    return framework.merge(NEW)


def test_planning_changes_nothing(framework: Framework, plan: MergePlan) -> None:
    assert framework.versions["label"].tolist() == ["v.26.05"]
    assert framework.revision == 3
    assert [each.conflict for each in plan.conflicts] == ["both reworded"]
    with pytest.raises(MergeError, match="1 conflicts are not decided"):
        plan.apply()
    assert framework.revision == 3
    assert framework.versions["label"].tolist() == ["v.26.05"]


def test_applying_is_one_edit_that_loses_nothing_and_can_be_undone(framework: Framework, plan: MergePlan) -> None:
    before = framework.content
    plan.take(flour(framework), "edited", "Flour — weigh to one percent, and label.")
    changed = plan.apply("autumn release")
    assert framework.versions["label"].tolist() == ["v.26.05", "v.26.11"]
    assert framework.statement(flour(framework)).text == "Flour — weigh to one percent, and label."
    assert changed.summary["split"] == changed.summary["joined"] == 1
    kept = {each.id for each in before.active} & {each.id for each in framework.content.active}
    assert all(framework.statement(each).tags == ("skill:practical",) for each in kept)
    parts = [each for each in framework.content.active if each.comes_from]
    assert {each.tags for each in parts} == {("skill:practical",)}
    assert framework.merge().is_done
    row = framework.save("acme.1")
    assert row.parents == ("v.26.11",)
    framework.undo()
    assert framework.content.sha256 == before.sha256
    assert not framework.merge().is_done
    framework.redo()
    assert framework.merge().is_done


def test_a_version_saved_before_and_after_a_merge_has_two_parents(framework: Framework, plan: MergePlan) -> None:
    framework.save("acme.1")
    plan.take_all("theirs")
    plan.apply()
    assert framework.save("acme.2").parents == ("acme.1", "v.26.11")
    assert framework.save("acme.3").parents == ("acme.2",)


def test_decisions_are_saved_edited_by_hand_and_taken_over(
    framework: Framework, plan: MergePlan, tmp_path: Path
) -> None:
    path = plan.save(tmp_path / "decisions.json")
    value = json.loads(path.read_text(encoding="utf-8"))
    (open_one,) = [each for each in value["decisions"] if each["take"] is None]
    assert open_one["sides"] == ["ours", "theirs", "edited"]
    open_one["take"], open_one["value"] = "edited", "Flour — by hand."
    path.write_text(json.dumps(value), encoding="utf-8")
    again = framework.merge(NEW)
    assert again.load(path) == []
    again.apply()
    assert framework.statement(flour(framework)).text == "Flour — by hand."


def test_a_saved_decision_whose_inputs_changed_is_not_taken_over(
    framework: Framework, plan: MergePlan, tmp_path: Path
) -> None:
    plan.take(flour(framework), "ours")
    path = plan.save(tmp_path / "decisions.json")
    framework.edit(flour(framework), "Flour — something newer.")
    again = framework.merge(NEW)
    assert again.load(path) == ["Flour — weigh and label."]
    assert len(again.conflicts) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda v: v["decisions"][0].update(take="mine"), "/decisions/0/take"),
        (lambda v: v["decisions"][0].pop("id"), "/decisions/0/id"),
        (lambda v: v.update(soc="11-1111.00"), "/soc: expected 51-3011.00"),
        (lambda v: v.pop("decisions"), "expected the decisions of a merge"),
        (lambda v: v.update(decisions=[1]), "expected the decisions of a merge"),
    ],
)
def test_a_bad_decisions_file_is_refused_with_its_place(
    framework: Framework, plan: MergePlan, tmp_path: Path, change, said: str
) -> None:
    path = plan.save(tmp_path / "decisions.json")
    value = json.loads(path.read_text(encoding="utf-8"))
    change(value)
    path.write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(FileError) as raised:
        plan.load(path)
    assert said in str(raised.value)


def test_a_plan_made_before_another_edit_is_not_applied(framework: Framework, plan: MergePlan) -> None:
    plan.take_all("ours")
    framework.add("emerging", "Doors — open.")
    with pytest.raises(StaleDraftError, match="plan it again"):
        plan.apply()


def test_a_side_or_decision_that_is_not_there_is_said(framework: Framework, plan: MergePlan) -> None:
    for call in (
        lambda: plan.take("nothing", "ours"),
        lambda: plan.take(flour(framework), "mine"),
        lambda: plan.take(flour(framework), "both"),
    ):
        with pytest.raises(MergeError):
            call()


def test_only_releases_of_the_same_occupation_can_be_merged(
    framework: Framework, workspace: Workspace, tmp_path: Path
) -> None:
    framework.save("acme.1")
    with pytest.raises(MergeError, match="a version of your own"):
        framework.merge("acme.1")
    path = tmp_path / "other.json"
    path.write_bytes(export_bytes(["A — do."]))
    with pytest.raises(MergeError, match=r"is of 11-1111\.00"):
        framework.merge(path)


def test_what_was_imported_before_merges_by_label_and_a_second_time_does_nothing(
    framework: Framework, workspace: Workspace
) -> None:
    workspace.import_export(NEW)
    for release in ("v.26.11", "51-3011.00@upstream", NEW):
        assert framework.merge(release).theirs.version == "v.26.11"
    framework.merge().apply()
    revision = framework.revision
    plan = framework.merge(NEW)
    assert plan.is_done
    assert len(plan.apply()) == 0
    assert framework.revision == revision
    assert framework.merge(OLD).is_done


def test_the_preview_is_what_applying_does(framework: Framework, workspace: Workspace) -> None:
    plan = framework.merge(NEW)
    foreseen = plan.preview().summary
    done = plan.apply().summary
    assert {**foreseen, "metadata": 0} == {**done, "metadata": 0}
