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


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda v: v["decisions"][0].update(take="mine"), "/decisions/0/take"),
        (lambda v: v["decisions"][0].pop("id"), "/decisions/0/id"),
        (lambda v: v.update(soc="11-1111.00"), "/soc: expected 51-3011.00"),
        (lambda v: v.pop("decisions"), "expected a list of decisions"),
        (lambda v: v.update(decisions=[1]), "expected a list of decisions"),
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


def write(path: Path, *levels: list[str], **more: object) -> Path:
    path.write_bytes(export_bytes(*levels, **more))
    return path


THINGS = [
    [f"{name} {n} — {verb} with tool {n * 7}." for n in range(4)]
    for name, verb in (("Pump", "fit"), ("Ledger", "audit"), ("Valve", "weld"))
]


@pytest.fixture
def own(workspace: Workspace, tmp_path: Path) -> Framework:
    return workspace.import_export(write(tmp_path / "v1.json", *THINGS, version="v1"))


def test_a_file_that_says_what_we_say_ourselves_is_no_release(own: Framework, tmp_path: Path) -> None:
    own.edit(own.content.active[0].id, "Pumps — fit.")
    own.save("own.1")
    for label in ("", "own.1"):
        with pytest.raises(MergeError, match="what your own"):
            own.merge(own.export(tmp_path / "own.json", label))
    own.add("l1", "Doors — open.")
    draft = own.export(tmp_path / "draft.json")
    own.add("l1", "Windows — open.")
    with pytest.raises(MergeError, match="an edited copy"):
        own.merge(draft)
    assert own.snapshot().based_on == "v1"


def test_our_move_into_a_level_that_goes_is_a_conflict(own: Framework, tmp_path: Path) -> None:
    moved = own.content.active[0].id
    own.move(moved, "l3")
    plan = own.merge(write(tmp_path / "v2.json", THINGS[0], THINGS[1] + THINGS[2], version="v2"))
    assert [each.field for each in plan.conflicts] == ["level removed"]
    plan.take_all("ours")
    plan.apply()
    assert own.statement(moved).level == "l3"


def test_a_level_in_which_we_keep_statements_stays(own: Framework, tmp_path: Path) -> None:
    plan = own.merge(write(tmp_path / "v2.json", THINGS[0], THINGS[1] + THINGS[2], version="v2"))
    for each in plan.decisions:
        if each.field == "level":
            plan.take(each, "ours")
    plan.apply()
    assert [len(row) for row in own.content.by_level.values()] == [4, 4, 4]


def test_level_keys_with_slashes_merge_too(workspace: Workspace, tmp_path: Path) -> None:
    value = json.loads(export_bytes(*THINGS, version="v1"))
    levels = value["framework"]["levels"]
    value["framework"]["levels"] = {"a/b": levels["l1"], "c~d": levels["l2"], "z/": levels["l3"]}
    (tmp_path / "1.json").write_text(json.dumps(value), encoding="utf-8")
    framework = workspace.import_export(tmp_path / "1.json")
    value["framework"]["version"] = "v2"
    value["framework"]["levels"]["c~d"]["statements"] += value["framework"]["levels"].pop("a/b")["statements"]
    (tmp_path / "2.json").write_text(json.dumps(value), encoding="utf-8")
    framework.merge(tmp_path / "2.json").apply()
    assert {key: len(row) for key, row in framework.content.by_level.items()} == {"c~d": 8, "z/": 4}


def test_the_order_of_levels_is_a_decision_like_any_other(own: Framework, tmp_path: Path) -> None:
    value = json.loads(export_bytes(*THINGS, version="v2"))
    value["framework"]["levels"] = dict(reversed(value["framework"]["levels"].items()))
    (tmp_path / "v2.json").write_text(json.dumps(value), encoding="utf-8")
    for side, expected in (("ours", ["l1", "l2", "l3"]), ("theirs", ["l3", "l2", "l1"])):
        plan = own.merge(tmp_path / "v2.json")
        assert [each.subject for each in plan] == ["/framework/levels"]
        plan.take("metadata/framework/levels", side)
        plan.apply()
        assert [level.key for level in own.levels] == expected
        own.undo()


def test_a_new_statement_whose_wording_we_once_had_is_not_lost(own: Framework, tmp_path: Path) -> None:
    mine = own.add("l1", "Contracts — negotiate.")
    own.edit(mine.id, "Floors — sweep.")
    release = write(tmp_path / "v2.json", [*THINGS[0], "Contracts — negotiate."], *THINGS[1:], version="v2")
    wanted = {
        "ours": ["Floors — sweep."],
        "theirs": ["Contracts — negotiate."],
        "both": ["Contracts — negotiate.", "Floors — sweep."],
    }
    for side, expected in wanted.items():
        plan = own.merge(release)
        (conflict,) = [each for each in plan if each.conflict]
        plan.take(conflict, side)
        plan.apply()
        assert sorted(each.text for each in own.content.active if each.text.startswith(("Con", "Flo"))) == expected
        own.undo()


def test_a_decision_cannot_put_a_nul_into_a_statement(framework: Framework, plan: MergePlan) -> None:
    with pytest.raises(MergeError, match="NUL"):
        plan.take(flour(framework), "edited", "Flour\0 — weigh.")


def decided(plan: MergePlan) -> list[tuple[str, bool]]:
    return [(str(each.take), each.remembered) for each in plan if each.conflict]


def test_what_was_decided_is_not_asked_again_after_the_merge_is_undone(framework: Framework, plan: MergePlan) -> None:
    plan.take(flour(framework), "edited", "Flour — by hand.")
    added = next(each for each in plan if each.field == "added")
    plan.take(added, "ours")
    plan.apply()
    framework.undo()
    again = framework.merge()
    assert decided(again) == [("edited", True)]
    assert {each.id for each in again if each.remembered} == {added.id, *(each.id for each in plan if each.conflict)}
    assert "as you decided before" in again.to_text()
    again.apply()
    assert framework.statement(flour(framework)).text == "Flour — by hand."


def test_the_latest_answer_to_a_question_counts(framework: Framework, plan: MergePlan) -> None:
    for side in ("theirs", "ours"):
        again = framework.merge(NEW)
        again.take(flour(framework), side)
        again.apply()
        framework.undo()
    assert decided(framework.merge(NEW)) == [("ours", True)]


def test_what_was_decided_before_can_be_asked_again(framework: Framework, plan: MergePlan) -> None:
    plan.take(flour(framework), "ours")
    plan.apply()
    framework.undo()
    again = framework.merge(NEW)
    assert not again.conflicts
    again.ask_again()
    assert decided(again) == [("None", False)]


def test_what_was_decided_before_is_asked_again_where_a_side_changed(framework: Framework, plan: MergePlan) -> None:
    plan.take(flour(framework), "ours")
    plan.apply()
    framework.undo()
    framework.edit(flour(framework), "Flour — weigh, label, and date.")
    assert decided(framework.merge(NEW)) == [("None", False)]


def release_with(tmp_path: Path, version: str, flour_says: str, baking: str = "") -> Path:
    value = json.loads(NEW.read_text(encoding="utf-8"))
    value["framework"]["version"] = version
    for level in value["framework"]["levels"].values():
        level["statements"] = [
            flour_says if each.startswith("Flour") else baking if baking and each.startswith("Spiral") else each
            for each in level["statements"]
        ]
    path = tmp_path / f"{version}.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_the_next_release_with_the_same_three_sides_is_decided_alike(
    framework: Framework, plan: MergePlan, tmp_path: Path
) -> None:
    plan.take(flour(framework), "ours")
    plan.apply()
    framework.undo()
    theirs = next(str(each.theirs) for each in plan if each.conflict)
    later = framework.merge(release_with(tmp_path, "v.27.05", theirs, "Spiral mixer — load, and run at both speeds."))
    assert decided(later) == [("ours", True)]


def test_decisions_saved_for_one_release_are_resumed_on_another_where_they_fit(
    framework: Framework, plan: MergePlan, tmp_path: Path
) -> None:
    spiral = next(each.id for each in framework.content.active if each.text.startswith("Spiral"))
    framework.edit(spiral, "Spiral mixer — load and start.")
    theirs = next(str(each.theirs) for each in plan if each.conflict)
    first = framework.merge(release_with(tmp_path, "v.27.01", theirs, "Spiral mixer — load, and run at both speeds."))
    first.take_all("ours")
    path = first.save(tmp_path / "decisions.json")
    second = framework.merge(release_with(tmp_path, "v.27.05", theirs, "Spiral mixer — load, and run at low speed."))
    assert second.load(path) == ["Spiral mixer — load and start."]
    assert [each.subject for each in second.conflicts] == ["Spiral mixer — load and start."]


def test_a_decisions_file_that_contradicts_itself_is_refused(
    framework: Framework, plan: MergePlan, tmp_path: Path
) -> None:
    plan.take(flour(framework), "ours")
    path = plan.save(tmp_path / "decisions.json")
    value = json.loads(path.read_text(encoding="utf-8"))
    (chosen,) = [each for each in value["decisions"] if each["conflict"]]
    value["decisions"].append(dict(chosen))
    path.write_text(json.dumps(value), encoding="utf-8")
    assert framework.merge(NEW).load(path) == []
    value["decisions"][-1]["take"] = "theirs"
    path.write_text(json.dumps(value), encoding="utf-8")
    again = framework.merge(NEW)
    with pytest.raises(FileError, match=f"/decisions/{len(value['decisions']) - 1}.*twice, with different answers"):
        again.load(path)
    assert len(again.conflicts) == 1


def test_a_release_with_other_level_keys_is_one_decision(own: Framework, tmp_path: Path) -> None:
    own.rename_level("l2", "Middle")
    own.add("l2", "Doors — open.")
    value = json.loads(export_bytes(*THINGS, version="v2"))
    levels = value["framework"]["levels"]
    value["framework"]["levels"] = {"first": levels["l1"], "second": levels["l2"], "third": levels["l3"]}
    (tmp_path / "v2.json").write_text(json.dumps(value), encoding="utf-8")
    plan = own.merge(tmp_path / "v2.json")
    assert [(each.field, str(each.take)) for each in plan] == [("level keys", "theirs")]
    plan.apply()
    assert [(each.key, each.label) for each in own.levels] == [("first", "L1"), ("second", "Middle"), ("third", "L3")]
    assert [len(row) for row in own.content.by_level.values()] == [4, 5, 4]
    own.undo()
    assert [each.key for each in own.levels] == ["l1", "l2", "l3"]
