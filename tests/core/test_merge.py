from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexcurric.core import edits
from lexcurric.core.apply import apply_decisions
from lexcurric.core.continuity import continue_from
from lexcurric.core.decide import decide
from lexcurric.core.diff import diff
from lexcurric.core.errors import MergeError
from lexcurric.core.export import content_from_export
from lexcurric.core.merge import Decision, Side, merged_tags, prefer
from lexcurric.core.merge_report import merge_sides
from lexcurric.core.model import Content, Snapshot, replace
from tests.samples import export_value, release_of, sample_pair, snapshot

A, B, C, D = "Bread — bake at dawn.", "Cakes — ice by hand.", "Ovens — clean weekly.", "Flour — order in bulk."


def draft(base: Snapshot, changed: Content) -> Snapshot:
    return replace(base, content=changed, version="v.1+draft", ref="draft")


def texts(found: Content) -> dict[str, list[str]]:
    return {key: [each.text for each in row] for key, row in found.by_level.items()}


def plan(base: Snapshot, ours: Snapshot, theirs: Snapshot) -> tuple[Decision, ...]:
    return decide(base, ours, theirs)


def test_an_unedited_draft_becomes_the_release() -> None:
    base, theirs = sample_pair()
    decisions = plan(base, base, theirs)
    assert not [each for each in decisions if each.is_open]
    merged = apply_decisions(base.content, theirs.content, decisions)
    assert diff(theirs, replace(theirs, content=merged)).is_empty


def test_merging_twice_is_merging_once() -> None:
    base, theirs = sample_pair()
    merged = apply_decisions(base.content, theirs.content, plan(base, base, theirs))
    assert plan(theirs, replace(base, content=merged), theirs) == ()


def test_a_release_that_changes_nothing_leaves_the_draft_alone() -> None:
    base, theirs = sample_pair()
    mine = draft(base, edits.reword(base.content, base.content.active[0].id, "Something else — do."))
    assert plan(base, mine, base) == ()
    assert plan(theirs, draft(theirs, mine.content), theirs) == ()


def test_their_wording_our_tags_and_our_move_go_together() -> None:
    base = snapshot([A, B], [C])
    first = base.content.active[0].id
    mine = edits.tag(edits.move(base.content, [first], "l2", 1), [first], ["skill:practical"])
    theirs = release_of(base, ["Bread — bake at dusk.", B], [C])
    decisions = plan(base, draft(base, mine), theirs)
    merged = apply_decisions(mine, theirs.content, decisions)
    statement = merged.by_id[first]
    assert (statement.text, statement.level, statement.tags) == ("Bread — bake at dusk.", "l2", ("skill:practical",))


def test_what_we_split_and_they_reworded_is_shown_with_our_parts_and_never_said_twice() -> None:
    base = snapshot([A, B])
    first = base.content.active[0].id
    mine, parts = edits.split(base.content, first, ["Bread — mix.", "Bread — bake at noon."])
    theirs = release_of(base, ["Bread — bake at dusk.", B])
    (decision,) = plan(base, draft(base, mine), theirs)
    assert decision.ours == ["Bread — mix.", "Bread — bake at noon."]
    outcomes = {
        Side.OURS: ["Bread — mix.", "Bread — bake at noon.", B],
        Side.THEIRS: ["Bread — bake at dusk.", B],
        Side.BOTH: ["Bread — bake at dusk.", "Bread — mix.", "Bread — bake at noon.", B],
    }
    for side, expected in outcomes.items():
        merged = apply_decisions(mine, theirs.content, [decision.taking(side)])
        assert texts(merged) == {"l1": expected}
    assert {each.id for each in parts} <= set(merged.by_id)


def test_two_splits_of_one_statement_are_one_or_the_other() -> None:
    base = snapshot(["Bread and rolls — mix by hand and bake in the deck oven.", B])
    first = base.content.active[0].id
    mine, _ = edits.split(base.content, first, ["Bread — ours one.", "Rolls — ours two."])
    new, _ = edits.split(base.content, first, ["Bread — theirs one.", "Rolls — theirs two."])
    theirs = replace(base, content=new, version="v.2")
    (decision,) = plan(base, draft(base, mine), theirs)
    assert decision.conflict == "you split or joined it, the new export changed it"
    for side, expected in (
        (Side.OURS, ["ours"] * 2),
        (Side.THEIRS, ["theirs"] * 2),
        (Side.BOTH, ["theirs"] * 2 + ["ours"] * 2),
    ):
        merged = apply_decisions(mine, theirs.content, [decision.taking(side)])
        assert [each.split()[2] for each in texts(merged)["l1"] if each != B] == expected


def test_nothing_is_applied_while_a_conflict_is_open() -> None:
    base = snapshot([A])
    mine = draft(base, edits.reword(base.content, base.content.active[0].id, "Bread — bake before dawn."))
    theirs = release_of(base, ["Bread — bake at dawn, daily."])
    decisions = plan(base, mine, theirs)
    assert [each.conflict.value for each in decisions if each.conflict] == ["both reworded"]
    with pytest.raises(MergeError, match="not decided yet"):
        apply_decisions(mine.content, theirs.content, decisions)


def test_rewordings_of_different_words_are_put_together_as_a_proposal_that_is_never_taken_by_itself() -> None:
    base = snapshot(["Bread doughs — mix to the recipe card every morning."])
    changed = edits.reword(
        base.content, base.content.active[0].id, "Bread doughs — mix to the recipe book every morning."
    )
    theirs = release_of(base, ["Bread and roll doughs — mix to the recipe card every morning."])
    (decision,) = plan(base, draft(base, changed), theirs)
    assert decision.proposal == "Bread and roll doughs — mix to the recipe book every morning."
    assert decision.is_open
    both_touch = release_of(base, ["Bread doughs — mix to the formula sheet every morning."])
    (decision,) = plan(base, draft(base, changed), both_touch)
    assert decision.proposal is None


def test_a_wording_written_by_hand_is_taken() -> None:
    base = snapshot([A])
    mine = draft(base, edits.reword(base.content, base.content.active[0].id, "Bread — bake before dawn."))
    theirs = release_of(base, ["Bread — bake at dawn, daily."])
    (decision,) = plan(base, mine, theirs)
    merged = apply_decisions(mine.content, theirs.content, [decision.taking(Side.EDITED, "Bread — bake daily.")])
    assert texts(merged) == {"l1": ["Bread — bake daily."]}


@pytest.mark.parametrize(("side", "value"), [(Side.BOTH, None), (Side.EDITED, None), (Side.EDITED, " \u200b ")])
def test_a_decision_takes_only_the_sides_that_it_has(side: Side, value: str | None) -> None:
    base = snapshot([A])
    mine = draft(base, edits.reword(base.content, base.content.active[0].id, "Bread — bake before dawn."))
    (decision,) = plan(base, mine, release_of(base, ["Bread — bake at dawn, daily."]))
    with pytest.raises(MergeError):
        decision.taking(side, value)


def test_a_release_that_is_cut_off_removes_nothing_unless_somebody_says_so() -> None:
    base, _ = sample_pair()
    half = {key: [each.text for each in row][:3] for key, row in base.content.by_level.items()}
    raw = export_value(*half.values(), soc=base.content.soc, version="v.26.11")
    raw["framework"]["levels"] = dict(zip(half, raw["framework"]["levels"].values(), strict=True))
    found = continue_from(base.content, content_from_export(raw))
    theirs = replace(base, content=found.content, version="v.26.11")
    decisions = [each for each in plan(base, base, theirs) if each.field == "removed"]
    assert len(decisions) == 28
    assert {each.conflict for each in decisions} == {"the new export may be cut off"}


def test_the_same_release_coming_back_shorter_removes_nothing_by_itself() -> None:
    base = snapshot([A, B, C, D])
    decisions = plan(base, base, release_of(base, [A, B, C], version="v.1"))
    assert [each.is_open for each in decisions] == [True]


def test_one_statement_that_a_later_release_leaves_out_is_retired_and_kept() -> None:
    base = snapshot([A, B, C, D])
    theirs = release_of(base, [A, B, C])
    merged = apply_decisions(base.content, theirs.content, plan(base, base, theirs))
    assert texts(merged) == {"l1": [A, B, C]}
    assert [each.text for each in merged.statements if not each.is_active] == [D]


def test_a_level_that_came_is_there_before_anything_moves_into_it() -> None:
    base = snapshot([A, B], [C])
    theirs = release_of(base, [A], [C], [B, D])
    merged = apply_decisions(base.content, theirs.content, plan(base, base, theirs))
    assert texts(merged) == {"l1": [A], "l2": [C], "l3": [B, D]}


def test_a_level_with_our_own_statement_in_it_is_not_removed_without_asking() -> None:
    base = snapshot([A, B], [C])
    mine = edits.add(base.content, "l2", D)[0]
    theirs = release_of(base, [A, B, C])
    decisions = plan(base, draft(base, mine), theirs)
    open_ones = [each for each in decisions if each.is_open]
    assert [each.conflict for each in open_ones] == ["the new export removed a level that you use"]
    kept = apply_decisions(mine, theirs.content, prefer(decisions, Side.OURS))
    assert texts(kept) == {"l1": [A, B, C], "l2": [D]}
    gone = apply_decisions(mine, theirs.content, prefer(decisions, Side.THEIRS))
    assert texts(gone) == {"l1": [A, B, C, D]}


def test_metadata_merges_field_by_field() -> None:
    base = snapshot([A])
    mine = edits.set_metadata(base.content, "/framework/contextCovered", "Ours.")
    theirs = release_of(base, [A], sources={"onet": "v31.0"}, extra={"x": 1})
    merged = apply_decisions(mine, theirs.content, plan(base, draft(base, mine), theirs))
    assert merged.document["framework"]["contextCovered"] == "Ours."
    assert merged.document["sources"] == {"onet": "v31.0"}
    assert merged.document["extra"] == {"x": 1}


def test_what_nobody_sees_is_taken_from_the_release_where_ours_left_it_alone() -> None:
    base = snapshot([A, B])
    changed = f"{A}\u200b ".replace(" — ", "\u00a0— ")
    theirs = release_of(base, [changed, f" {B}"], extra=None)
    mine = edits.reword(base.content, base.content.active[1].id, "Ours — do it.")
    merged = apply_decisions(mine, theirs.content, plan(base, draft(base, mine), theirs), base=base.content)
    assert [each.text for each in merged.active] == [changed, "Ours — do it."]
    untouched = apply_decisions(base.content, theirs.content, plan(base, base, theirs), base=base.content)
    assert untouched.sha256 == theirs.content.sha256
    assert untouched.document == theirs.content.document


def test_a_conflict_with_a_removal_names_what_else_of_ours_would_go() -> None:
    base = snapshot([A, B], [C])
    found = base.content.active[0].id
    mine = edits.annotate(edits.move(base.content, [found], "l2"), found, "my note")
    (decision,) = plan(base, draft(base, mine), release_of(base, [B], [C]))
    assert decision.own == ("moved from L1 to L2", "note: my note")
    said = [run for _, texts in merge_sides(decision)[1:2] for words in texts for _, run in words]
    assert said == ["(the same wording)", "moved from L1 to L2", "note: my note"]


def test_tags_merge_as_sets() -> None:
    assert merged_tags(["a", "b"], ["a", "b", "c"], ["b", "d"]) == ("b", "c", "d")


WORDS = ["mix", "bake", "cool", "pack", "weigh", "label"]
WORDINGS = [
    f"{thing} — {verb} {how}."
    for thing, verb, how in zip(
        ["Rye dough", "Party cakes", "Deck ovens", "Flour silos", "Paper bags", "Price lists"],
        WORDS,
        ["by the clock", "with fresh fruit", "every evening", "in bulk", "by colour", "for each shop"],
        strict=True,
    )
]
actions = st.lists(
    st.tuples(
        st.sampled_from(["reword", "move", "retire", "tag", "add", "split"]), st.integers(0, 5), st.integers(0, 3)
    ),
    max_size=6,
)


def edited(start: Content, steps: list[tuple[str, int, int]], mark: str) -> Content:
    """A content after some actions; those that do not fit any more are left out."""
    ids = [each.id for each in start.active]
    found = start
    for action, which, how in steps:
        target = found.by_id[ids[which]]
        if action == "add":
            found, _ = edits.add(found, "l1", f"{mark} item {which}{how} — {WORDS[how]} in the {mark} way.")
        elif not target.is_active:
            continue
        elif action == "reword":
            found = edits.reword(found, target.id, f"{target.text[:-1]} {mark}{how}.")
        elif action == "move":
            found = edits.move(found, [target.id], "l2" if target.level == "l1" else "l1", how + 1)
        elif action == "retire":
            found = edits.retire(found, [target.id])
        elif action == "tag":
            found = edits.tag(found, [target.id], [f"{mark}:t{how}"])
        else:
            found, _ = edits.split(
                found, target.id, [f"{target.text[:-1]} first {mark}.", f"{target.text[:-1]} then {mark}."]
            )
    return found


@settings(max_examples=150, deadline=None)
@given(actions, actions)
def test_nothing_of_either_side_is_lost_without_a_decision_that_says_so(mine: list, new: list) -> None:
    base = snapshot(WORDINGS[:3], WORDINGS[3:])
    ours = draft(base, edited(base.content, mine, "ours"))
    theirs = replace(base, content=edited(base.content, new, "theirs"), version="v.2")
    decisions = plan(base, ours, theirs)
    assert decisions == plan(base, ours, theirs)
    by_statement = {found for each in decisions for found in (*each.old_ids, *each.new_ids)}
    for side in (Side.OURS, Side.THEIRS):
        merged = apply_decisions(ours.content, theirs.content, prefer(decisions, side))
        assert {each.id for each in ours.content.statements} <= set(merged.by_id)
        for statement in ours.content.active:
            if statement.id not in by_statement:
                assert merged.by_id[statement.id].text == statement.text
                assert merged.by_id[statement.id].is_active
        for statement in theirs.content.active:
            if statement.id not in by_statement and statement.id not in base.content.by_id:
                assert merged.by_id[statement.id].is_active
        assert replace(merged).sha256 == merged.sha256
        assert sorted(merged.positions) == sorted(each.id for each in merged.active)


@settings(max_examples=80, deadline=None)
@given(actions)
def test_base_equal_to_ours_takes_theirs(new: list) -> None:
    base = snapshot(WORDINGS[:3], WORDINGS[3:])
    theirs = replace(base, content=edited(base.content, new, "theirs"), version="v.2")
    decisions = prefer(plan(base, base, theirs), Side.THEIRS)
    merged = apply_decisions(base.content, theirs.content, decisions)
    assert texts(merged) == texts(theirs.content)
    assert {each.id: set(each.tags) for each in merged.active} == {
        each.id: set(each.tags) for each in theirs.content.active
    }


@settings(max_examples=80, deadline=None)
@given(actions)
def test_base_equal_to_theirs_keeps_ours(mine: list) -> None:
    base = snapshot(WORDINGS[:3], WORDINGS[3:])
    ours = draft(base, edited(base.content, mine, "ours"))
    assert plan(base, ours, replace(base, version="v.2")) == ()
