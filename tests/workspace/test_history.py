from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexcurric.core.errors import EditError, WorkspaceError
from lexcurric.core.wording import normal
from lexcurric.workspace.about import quoted
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import NEW, OLD, export_bytes
from tests.workspace.test_framework import ACTIONS, act

FLOUR = "Flour and salt — weigh on the scale by the batch sheet."
BETTER = "Flour and salt — weigh twice on the scale by the batch sheet."
NEXT = "Flour and salt — weigh on the scale by the batch sheet, then tare."
BOTH = "Flour and salt — weigh twice on the scale by the batch sheet, then tare."
MIXER = "Spiral mixer — load in the order of the card."


@pytest.fixture
def bakers(workspace: Workspace, tmp_path: Path) -> Framework:
    return workspace.import_export(release(tmp_path, "v.1", [FLOUR, MIXER]))


def release(folder: Path, version: str, *levels: list[str]) -> Path:
    path = folder / f"{version}.json"
    path.write_bytes(export_bytes(*levels, version=version))
    return path


def by(framework: Framework, author: str) -> Framework:
    return open_workspace(framework.workspace.url, author).framework(framework.soc)


def first(framework: Framework) -> str:
    return framework.content.active[0].id


def blamed(framework: Framework, statement_id: str) -> list[tuple[str, str, str]]:
    frame = framework.blame(statement_id)
    assert "".join(frame["words"]) == normal(framework.statement(statement_id).text)
    return [(row.words.strip(), row.author, row.what) for row in frame.itertuples()]


OF_RELEASE = ("the publisher", "release")


def test_words_belong_to_whoever_wrote_them_last_and_the_rest_to_the_release(bakers: Framework) -> None:
    flour = first(bakers)
    bakers.edit(flour, BETTER, "spilled once")
    by(bakers, "Bob").edit(flour, BETTER.replace("batch sheet", "printed sheet"), "we print")
    assert blamed(bakers, flour) == [
        ("Flour and salt — weigh", *OF_RELEASE),
        ("twice", "Ada", "edit"),
        ("on the scale by the", *OF_RELEASE),
        ("printed", "Bob", "edit"),
        ("sheet.", *OF_RELEASE),
    ]
    row = bakers.blame(flour).iloc[1]
    assert (row["edit"], row["version"], row["reason"]) == (2, "", "spilled once")
    assert bakers.blame(flour).iloc[0]["version"] == "v.1"
    bakers.save("acme.1")
    assert bakers.blame(flour).iloc[1]["version"] == "acme.1"


def test_undo_and_restore_give_words_back_to_whoever_wrote_them(bakers: Framework) -> None:
    flour = first(bakers)
    bakers.edit(flour, BETTER)
    bob = by(bakers, "Bob")
    then = blamed(bakers, flour)
    bob.edit(flour, "Flour — weigh.")
    bob.undo()
    assert blamed(bakers, flour) == then
    bob.redo()
    assert blamed(bakers, flour)[0][1] == "the publisher"
    bob.restore("edit:2")
    assert blamed(bakers, flour) == then
    bob.restore("v.1")
    assert blamed(bakers, flour) == [(FLOUR, *OF_RELEASE)]
    assert bakers.blame().set_index("id").loc[flour, "author"] == "the publisher"


def test_a_merge_keeps_ones_own_words_and_brings_in_the_release_s(bakers: Framework, tmp_path: Path) -> None:
    flour, bob = first(bakers), by(bakers, "Bob")
    bakers.edit(flour, BETTER)
    bob.workspace.import_file(release(tmp_path, "v.2", [NEXT, MIXER]))
    plan = bob.merge()
    plan.take(flour, "edited", BOTH)
    plan.apply("autumn")
    assert blamed(bakers, flour) == [
        ("Flour and salt — weigh", *OF_RELEASE),
        ("twice", "Ada", "edit"),
        ("on the scale by the batch sheet,", *OF_RELEASE),
        ("then tare.", *OF_RELEASE),
    ]
    assert bakers.blame(flour)["version"].tolist() == ["v.1", "", "v.1", "v.2"]
    bob.undo()
    plan = bob.merge()
    plan.take(flour, "theirs")
    plan.apply()
    assert {row[1] for row in blamed(bakers, flour)} == {"the publisher"}


def test_blame_follows_splits_and_joins(bakers: Framework) -> None:
    flour, mixer = (each.id for each in bakers.content.active)
    bakers.edit(flour, BETTER)
    bob = by(bakers, "Bob")
    part, _ = bob.split(flour, ["Flour and salt — weigh twice.", "Sheets — fill in."], "two things")
    assert blamed(bakers, part.id) == [("Flour and salt — weigh", *OF_RELEASE), ("twice.", "Ada", "edit")]
    joined = bob.join([part.id, mixer], "Flour and salt — weigh twice, load in the order of the card.")
    assert blamed(bakers, joined.id) == [
        ("Flour and salt — weigh", *OF_RELEASE),
        ("twice,", "Ada", "edit"),
        ("load in the order of the card.", *OF_RELEASE),
    ]


def test_blame_follows_a_correction_of_a_match(workspace: Workspace, tmp_path: Path) -> None:
    framework, old, new = unmatched(workspace, tmp_path)
    framework.merge().apply()
    framework.edit(new, "Ranges and burners — light as agreed.")
    framework.same(old, new)
    assert framework.statement(old).text == "Ranges and burners — light as agreed."
    assert blamed(framework, old) == [("Ranges and burners — light", *OF_RELEASE), ("as agreed.", "Ada", "edit")]


def unmatched(workspace: Workspace, folder: Path) -> tuple[Framework, str, str]:
    """Two releases of which the second has one statement for another, unlike it; and the ids of both."""
    rest = [f"Item {n} — handle with the tool number {n * 7}." for n in range(6)]
    deck, ranges = "Deck oven — load with proofed loaves.", "Ranges and burners — light safely."
    framework = workspace.import_export(release(folder, "v.1", [*rest, deck]))
    workspace.import_file(release(folder, "v.2", [*rest, ranges]))
    contents = framework.snapshot("v.1").content, framework.snapshot("v.2").content
    old, new = (content.active[-1].id for content in contents)
    return framework, old, new


def test_the_blame_of_a_framework_names_the_last_change_of_each_wording_even_one_that_took_words_out(
    bakers: Framework,
) -> None:
    flour, mixer = (each.id for each in bakers.content.active)
    by(bakers, "Bob").edit(flour, "Flour — weigh on the scale by the batch sheet.", "salt is apart")
    bakers.tag(mixer, "tool:mixer")
    frame = bakers.blame()
    assert frame["id"].tolist() == [flour, mixer]
    assert frame[["author", "what", "reason"]].values.tolist() == [["Bob", "edit", "salt is apart"], [*OF_RELEASE, ""]]
    assert frame["text"].tolist() == bakers.statements["text"].tolist()


def test_every_statement_of_the_sample_has_a_blame_that_is_its_wording(workspace: Workspace) -> None:
    framework = workspace.import_export(OLD)
    workspace.import_file(NEW)
    framework.edit(first(framework), "Hands — wash.")
    plan = framework.merge()
    plan.take_all("ours")
    plan.apply()
    for each in framework.content.statements:
        blamed(framework, each.id)
    assert len(framework.blame()) == len(framework.statements)


@settings(max_examples=15, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 5), st.integers(0, 60)), max_size=16))
def test_after_any_actions_blame_is_the_wording_and_history_ends_with_it(steps: list) -> None:
    with open_workspace(":memory:", "Ada") as workspace:
        framework = workspace.import_export(OLD)
        for step in steps:
            act(framework, *step)
        changed = {each.id for each in framework.content.statements} - {
            each.id for each in framework.snapshot("v.26.05").content.active[6:]
        }
        for each in changed:
            blamed(framework, each)
            own = framework.history(each)
            own = own[own["id"] == each]
            assert (own["text"].iloc[-1], own["status"].iloc[-1]) == (
                framework.statement(each).text,
                framework.statement(each).status,
            )
            assert set(framework.blame(each)["author"]) <= {"Ada", "the publisher"}
        overview = framework.blame().set_index("id")
        assert overview["text"].tolist() == framework.statements["text"].tolist()
        start = framework.snapshot("v.26.05").content
        for row in overview.itertuples():
            if row.what == "release":
                assert normal(row.text) in {normal(each.text) for each in start.statements}


# The life of a statement


def test_history_follows_a_statement_through_splits_and_joins_both_ways(bakers: Framework) -> None:
    flour, mixer = (each.id for each in bakers.content.active)
    bakers.edit(flour, BETTER, "spilled once")
    part, other = bakers.split(flour, ["Flour — weigh.", "Salt — weigh."], "two things")
    joined = bakers.join([part.id, mixer], "Flour and mixer — see to.", "one place")
    whole = bakers.history(flour)
    assert whole[["id", "what"]].values.tolist() == [
        [flour, "first seen"],
        [flour, "reworded"],
        [flour, "split into “Flour — weigh.” and “Salt — weigh.”"],
        [part.id, f"split off from {quoted(BETTER)}"],
        [other.id, f"split off from {quoted(BETTER)}"],
        [part.id, f"joined with “{MIXER}” into “Flour and mixer — see to.”"],
        [joined.id, f"joined from “Flour — weigh.” and “{MIXER}”"],
    ]
    assert whole["reason"].tolist()[2:] == ["two things"] * 3 + ["one place"] * 2
    assert set(bakers.history(joined.id)["id"]) == {flour, mixer, part.id, joined.id}
    assert set(bakers.history(other.id)["id"]) == {flour, other.id}


def test_history_says_in_words_what_happened(bakers: Framework) -> None:
    flour = first(bakers)
    bakers.move(flour, "l1", 2)
    bakers.note(flour, "ask Cy")
    bakers.set_criterion(flour, "Weighing")
    bakers.retire(flour, "for now")
    bakers.undo()
    bakers.restore("v.1", "start again")
    assert bakers.history(flour)["what"].tolist() == [
        "first seen",
        "moved within its level",
        "note: ask Cy",
        "put under Weighing",
        "retired",
        "undo: brought back",
        "restored: note taken away; taken out of Weighing",
    ]


def test_history_stays_in_order_when_a_clock_goes_back(workspace: Workspace, tmp_path: Path) -> None:
    times = iter([f"2026-11-{day:02}T00:00:00.000Z" for day in (20, 21, 22, 3, 4, 5)])
    with open_workspace(tmp_path / "clock.db", "Ada", lambda: next(times)) as other:
        framework = other.import_export(release(tmp_path, "v.1", [FLOUR]))
        for number in range(3):
            framework.edit(first(framework), f"Flour — weigh {number} times.")
        assert framework.history(first(framework))["text"].tolist()[1:] == [
            f"Flour — weigh {number} times." for number in range(3)
        ]


# Versions and edits by name


def test_an_edit_can_be_looked_at_compared_and_restored(bakers: Framework) -> None:
    flour = first(bakers)
    bakers.edit(flour, BETTER)
    bakers.edit(flour, "Flour — weigh.")
    workspace = bakers.workspace
    assert workspace.snapshot("11-1111.00@edit:2").content.by_id[flour].text == BETTER
    assert workspace.snapshot("11-1111.00@edit:2").version == "v.1+edit.2+draft"
    assert workspace.snapshot("11-1111.00@edit:1").version == "v.1"
    assert workspace.diff("11-1111.00@edit:1", "11-1111.00@edit:3").summary["reworded"] == 1
    bakers.restore("edit:2", "better")
    assert bakers.statement(flour).text == BETTER
    assert bakers.log["what"].iloc[-1] == "Restored edit 2"
    for wrong in ("edit:9", "edit:0", "edit:", "edit:x", "edit:²"):
        with pytest.raises(WorkspaceError, match="there are 1 to 4"):
            workspace.snapshot(f"11-1111.00@{wrong}")


def test_an_edit_is_compared_with_the_ids_that_hold_now(workspace: Workspace, tmp_path: Path) -> None:
    framework, old, new = unmatched(workspace, tmp_path)
    framework.merge().apply()
    framework.same(old, new)
    assert workspace.snapshot("11-1111.00@edit:2").content.by_id[new].text.startswith("Ranges")
    assert workspace.diff("11-1111.00@edit:2", "11-1111.00").summary["added"] == 0


def test_what_a_version_changed_is_since_what_it_was_made_from(bakers: Framework, tmp_path: Path) -> None:
    flour = first(bakers)
    bakers.edit(flour, BETTER)
    bakers.save("acme.1")
    bakers.workspace.import_file(release(tmp_path, "v.2", [FLOUR, MIXER, "Oven — heat to the mark on its dial."]))
    bakers.merge().apply()
    bakers.save("acme.2")
    bakers.retire(flour)
    assert bakers.changed_by("acme.1").summary["reworded"] == 1
    assert bakers.changed_by("acme.2").summary["added"] == 1
    assert bakers.changed_by("v.2").summary["added"] == 1
    assert bakers.changed_by("upstream").summary["added"] == 1
    assert bakers.changed_by("edit:2").summary["reworded"] == 1
    assert bakers.changed_by().summary["removed"] == 1
    for first_of_all in ("v.1", "edit:1"):
        with pytest.raises(EditError, match="is the first"):
            bakers.changed_by(first_of_all)


# Who did what


def test_activity_tells_who_did_what_in_all_frameworks_and_when(tmp_path: Path) -> None:
    times = iter([f"2026-{month:02}-{day:02}T12:00:00.000Z" for month in (10, 11) for day in range(1, 20)])
    with open_workspace(tmp_path / "team.db", "Ada", lambda: next(times)) as workspace:
        bakers = workspace.import_export(OLD)
        other = workspace.import_export(release(tmp_path, "v.1", [FLOUR, MIXER]))
        bakers.edit(first(bakers), "Hands — wash.", "shorter")
        bakers.save("acme.1", "ours")
        workspace.author = "Bob"
        for _ in range(15):
            next(times)
        other.retire(first(other))
        other.undo()
        bakers.set_status("acme.1", "published")
        every = workspace.activity()
        assert every["author"].tolist() == ["Ada"] * 4 + ["Bob"] * 3
        assert every["action"].tolist() == ["import", "import", "edit", "save", "retire", "undo", "status"]
        assert every["framework"].tolist() == [
            "51-3011.00",
            "11-1111.00",
            *["51-3011.00"] * 2,
            *["11-1111.00"] * 2,
            "51-3011.00",
        ]
        assert every["title"].tolist()[:2] == ["Bakers", "Testers"]
        assert every["reason"].tolist()[2:4] == ["shorter", "ours"]
        assert every["what"].tolist()[-1] == "Made acme.1 published"
        assert workspace.activity(month="2026-11")["author"].unique().tolist() == ["Bob"]
        assert len(workspace.activity(until="2026-10-03")) == 3
        assert len(workspace.activity(since="2026-10-03", until="2026-10-03")) == 1
        assert workspace.activity(author="ada", month="2026-11").empty
        for wrong in (
            {"month": "11/2026"},
            {"since": "yesterday"},
            {"month": "2026-11", "since": "2026-11-01"},
            {"until": "2026-13-01"},
        ):
            with pytest.raises(WorkspaceError, match="2026-11"):
                workspace.activity(**wrong)


def test_a_correction_that_several_releases_follow_is_one_act(workspace: Workspace, tmp_path: Path) -> None:
    framework, old, new = unmatched(workspace, tmp_path)
    workspace.import_file(
        release(tmp_path, "v.3", [each.text for each in framework.snapshot("v.2").content.active[1:]])
    )
    framework.same(old, new)
    assert workspace.activity()["action"].tolist() == ["import"] * 3 + ["match corrected"]


def test_what_was_added_or_joined_and_then_undone_keeps_its_life_and_its_authors(workspace: Workspace) -> None:
    framework = workspace.import_export(OLD)
    level = framework.levels[0].key
    one, two = (each.id for each in framework.content.active[:2])
    made = [framework.add(level, "Peel — scrape clean."), framework.join([one, two], "Both — do them.")]
    assert (framework.undo() is None, framework.undo() is None) == (False, False)
    for each in made:
        assert each.id not in framework.content.by_id
        for named in (each.id, each.id[:12]):
            rows = framework.history(named)
            mine = rows[rows["id"] == each.id]["what"].tolist()
            assert mine[-1] == "undo: taken out"
            assert set(framework.blame(named)["author"]) >= {"Ada"}
            assert workspace.find_statement(named)[1] == each.id
    with pytest.raises(EditError):
        framework.history("0123456789ab")
