"""Conflicts in levels, additions and fields, and answers that hold, each with what every side gives."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lexcurric.core import edits
from lexcurric.core.apply import apply_decisions
from lexcurric.core.decide import decide
from lexcurric.core.merge import ConflictKind, Decision, DecisionField, Side, remember
from lexcurric.core.merge_report import merge_headline, merge_sides, taken_words
from lexcurric.core.merge_sides import rename_levels
from lexcurric.core.model import Content, Snapshot
from lexcurric.core.words import Mark
from tests.core.merge_both_ways import A, B, C, D, both_ways, conflicts, draft, ids, release
from tests.samples import release_of, snapshot

Change = Callable[[Content], Content]
LONG = [f"Thing {number} — do it the {number}th way." for number in range(7)]
REWORD: Change = lambda content: edits.reword(content, ids(content)[3], "Thing 3 — do it well.")  # noqa: E731
NOTED: Change = lambda content: edits.annotate(content, ids(content)[3], "Ask.")  # noqa: E731
SWAP: Change = lambda content: edits.move(content, ids(content)[3:4], "l1", 7)  # noqa: E731
RETIRE: Change = lambda content: edits.retire(content, ids(content)[3:4])  # noqa: E731


def test_levels_under_other_keys_are_one_decision_whatever_we_did_in_them() -> None:
    base = snapshot([A, B], [C, D])
    ours = edits.rename_level(edits.move(base.content, ids(base.content)[:1], "l2", 1), "l1", "Start")
    theirs = rename_levels(base.content, {"l1": "first", "l2": "second"})
    decisions, kept, _ = both_ways(base, ours, theirs)
    assert [(each.field, each.base, each.ours, each.theirs) for each in decisions] == [
        (DecisionField.LEVEL_KEYS, ["l1", "l2"], ["l1", "l2"], ["first", "second"])
    ]
    assert {key: [each.text for each in row] for key, row in kept.by_level.items()} == {
        "first": [B],
        "second": [A, C, D],
    }
    assert kept.level_label("first") == "Start"
    answered = [each.taking(Side.OURS) for each in decisions]
    stayed = apply_decisions(ours, theirs, answered, base=base.content)
    assert stayed.sha256 == ours.sha256
    # Who keeps her keys still merges what the next release says under theirs.
    later = release(base, edits.reword(theirs, ids(base.content)[3], "Flour — order by the ton."))
    found = decide(release(base, theirs), draft(base, stayed), later)
    assert [each.field for each in found] == [DecisionField.WORDING]
    merged = apply_decisions(stayed, later.content, found, base=theirs)
    assert [each.text for each in merged.by_level["l2"]] == [A, C, "Flour — order by the ton."]


def test_a_level_that_they_removed_and_we_renamed_is_a_conflict() -> None:
    base = snapshot([A, B], [C])
    theirs = release_of(base, [A, B, C]).content
    decisions, kept, taken = both_ways(base, edits.rename_level(base.content, "l2", "Ours"), theirs)
    assert conflicts(decisions) == [ConflictKind.LEVEL_IN_USE]
    assert [level.label for level in kept.levels] == ["L1", "Ours"]
    assert [level.label for level in taken.levels] == ["L1"]


def test_a_level_that_we_do_not_have_is_not_brought_back_by_an_unchanged_release() -> None:
    base = snapshot([A, B], [C])
    ours = release_of(base, [A, B, C]).content
    assert both_ways(base, ours, base.content)[0] == ()
    reworded = edits.reword(base.content, ids(base.content)[0], "Bread — bake at dusk.")
    _, kept, _ = both_ways(base, ours, reworded)
    assert [level.key for level in kept.levels] == ["l1"]
    added = edits.add(base.content, "l2", D)[0]
    _, kept, _ = both_ways(base, ours, added)
    assert {key: [each.text for each in row] for key, row in kept.by_level.items()} == {"l1": [A, B, C], "l2": [D]}


def test_an_addition_that_we_had_ourselves_and_retired_is_asked_about() -> None:
    base = snapshot([A])
    mine, fresh = edits.add(base.content, "l1", B)
    decisions, kept, taken = both_ways(base, edits.retire(mine, [fresh.id]), edits.add(base.content, "l1", B)[0])
    assert conflicts(decisions) == [ConflictKind.RETIRED_ADDED]
    assert [each.text for each in kept.active] == [A]
    assert [each.text for each in taken.active] == [A, B]


def test_the_same_addition_in_two_levels_is_a_move_to_two_levels() -> None:
    base = snapshot([A], [C])
    mine, new = (edits.add(base.content, level, B)[0] for level in ("l1", "l2"))
    decisions, kept, taken = both_ways(base, mine, new)
    assert conflicts(decisions) == [ConflictKind.BOTH_MOVED]
    assert [len(row) for row in kept.by_level.values()] == [2, 1]
    assert [len(row) for row in taken.by_level.values()] == [1, 2]


def test_each_of_several_near_equal_additions_has_one_counterpart() -> None:
    base = snapshot([A])
    near = ["Vans — load in the order of the round each morning.", "Stock — count by shelf at the end of each month."]
    mine = new = base.content
    for text in near:
        mine = edits.add(mine, "l1", text)[0]
        new = edits.add(new, "l1", text.replace("each", "every single"))[0]
    decisions, kept, taken = both_ways(base, mine, new)
    assert conflicts(decisions) == [ConflictKind.ADDED_TWICE] * 2
    assert len({each.old_ids for each in decisions}) == 2
    assert [each.text for each in kept.active] == [A, *near]
    assert [each.text for each in taken.active] == [A, *(each.replace("each", "every single") for each in near)]


def test_taking_an_addition_in_place_of_our_rewording_gives_the_reworded_one_back() -> None:
    base = snapshot([A, "Old vans — wash."])
    second = ids(base.content)[1]
    wording = "Vans — load in the order of the round each morning."
    mine = edits.reword(base.content, second, wording)
    new = edits.add(base.content, "l1", wording.replace("each", "every"))[0]
    decisions, kept, taken = both_ways(base, mine, new)
    assert conflicts(decisions) == [ConflictKind.REWORDED_ADDED]
    assert (decisions[0].base, decisions[0].ours) == ("Old vans — wash.", wording)
    assert [each.text for each in kept.active] == [A, wording]
    assert [each.text for each in taken.active] == [A, "Old vans — wash.", wording.replace("each", "every")]
    together = apply_decisions(mine, new, [each.taking(Side.BOTH) for each in decisions], base=base.content)
    assert [each.text for each in together.active] == [A, wording, wording.replace("each", "every")]


def test_a_rewording_that_says_what_we_had_added_is_offered_as_one_with_it() -> None:
    base = snapshot([A, "Vans — wash."])
    vans = ids(base.content)[1]
    wording = "Vans — load in the order of the round each morning."
    mine, own = edits.add(base.content, "l1", wording.replace("each", "every"))
    mine = edits.annotate(edits.tag(mine, [own.id], ["skill:hands"]), own.id, "Ask Ana.")
    new = edits.reword(base.content, vans, wording)
    decisions, kept, taken = both_ways(base, mine, new)
    assert conflicts(decisions) == [ConflictKind.ADDED_REWORDED]
    assert (decisions[0].base, decisions[0].ours, decisions[0].theirs) == ("Vans — wash.", own.text, wording)
    assert decisions[0].sides == (Side.OURS, Side.THEIRS, Side.BOTH)
    assert "yours goes" in merge_headline(decisions[0])
    assert [words for _, [words] in merge_sides(decisions[0])][1] == ((Mark.EQUAL, own.text),)
    assert [each.text for each in kept.active] == [A, "Vans — wash.", own.text]
    assert [(each.text, each.tags, each.note) for each in taken.active] == [
        (A, (), ""),
        (wording, ("skill:hands",), "Ask Ana."),
    ]
    assert taken.by_id[own.id].replaced_by == (vans,)
    together = apply_decisions(mine, new, [each.taking(Side.BOTH) for each in decisions], base=base.content)
    assert [each.text for each in together.active] == [A, wording, own.text]


def test_an_addition_as_near_to_what_was_there_before_is_one_of_its_own() -> None:
    base = snapshot([A, "Vans — load in the order of the round each morning."])
    mine = edits.add(base.content, "l1", "Vans — load in the order of the round every morning.")[0]
    new = edits.reword(base.content, ids(base.content)[1], "Vans and trucks — load in the order of the round.")
    assert conflicts(both_ways(base, mine, new)[0]) == []


def test_a_field_that_became_an_object_is_decided_whole() -> None:
    base = snapshot([A], extra={"contact": "the guild"})
    mine = edits.set_metadata(base.content, "/extra/contact", "us")
    theirs = edits.set_metadata(base.content, "/extra/contact", {"name": "the guild", "town": "Basel"})
    decisions, kept, taken = both_ways(base, mine, theirs)
    assert [(each.subject, each.conflict) for each in decisions] == [("/extra/contact", ConflictKind.BOTH_CHANGED)]
    assert kept.document["extra"] == {"contact": "us"}
    assert taken.document["extra"] == {"contact": {"name": "the guild", "town": "Basel"}}


def test_a_release_of_a_later_minor_schema_can_be_merged() -> None:
    base = snapshot([A])
    theirs = release_of(base, [A], schemaVersion="1.1")
    decisions = decide(base, draft(base, base.content), theirs)
    merged = apply_decisions(base.content, theirs.content, decisions, base=base.content)
    assert merged.document["schemaVersion"] == "1.1"


def the_decision(base: Snapshot, ours: Content, theirs: Content, field: str) -> Decision:
    (found,) = [each for each in decide(base, draft(base, ours), release(base, theirs)) if each.field == field]
    return found


@pytest.mark.parametrize(
    ("field", "mine", "new", "beside"),
    [
        ("wording", REWORD, lambda c: edits.reword(c, ids(c)[3], "Thing 3 — do it now."), NOTED),
        ("order", lambda c: c, SWAP, lambda c: edits.add(c, "l1", "New — do.", 1)[0]),
        ("order", lambda c: c, SWAP, lambda c: edits.retire(c, ids(c)[:1])),
        ("removed", REWORD, RETIRE, lambda c: edits.tag(c, ids(c), ["skill:hands"])),
        ("removed", REWORD, RETIRE, lambda c: edits.move(c, ids(c)[3:4], "l1", 1)),
        ("wording", REWORD, lambda c: edits.reword(c, ids(c)[3], "Thing 3 — do it now."), lambda c: edits.reword(
            c, ids(c)[3], c.active[3].text.replace(" ", "\u00a0")
        )),
    ],
)  # fmt: skip
def test_an_answer_holds_through_changes_that_do_not_matter_to_it(
    field: str, mine: Change, new: Change, beside: Change
) -> None:
    base = snapshot(LONG)
    ours, theirs = mine(base.content), new(base.content)
    one = the_decision(base, ours, theirs, field)
    other = the_decision(base, beside(ours), theirs, field)
    assert one.inputs == other.inputs


@pytest.mark.parametrize(
    ("field", "mine", "new", "other"),
    [
        ("wording", REWORD, lambda c: edits.reword(c, ids(c)[3], "Thing 3 — do it now."), lambda c: edits.reword(c, ids(c)[3], "Thing 3 — else.")),
        ("removed", REWORD, RETIRE, NOTED),
        ("removed", REWORD, RETIRE, lambda c: edits.move(c, ids(c)[3:4], "l2")),
        ("order", lambda c: c, SWAP, lambda c: edits.move(c, ids(c)[3:4], "l1", 1)),
    ],
)  # fmt: skip
def test_an_answer_is_asked_for_again_when_a_side_changed(field: str, mine: Change, new: Change, other: Change) -> None:
    base = snapshot(LONG, ["Other — do."])
    ours, theirs = mine(base.content), new(base.content)
    assert the_decision(base, ours, theirs, field).inputs != the_decision(base, other(ours), theirs, field).inputs


def test_a_remembered_answer_says_so_until_a_person_decides_again() -> None:
    base = snapshot(LONG)
    ours, theirs = REWORD(base.content), edits.reword(base.content, ids(base.content)[3], "Thing 3 — do it now.")
    decision = the_decision(base, ours, theirs, "wording")
    answers: dict[tuple[str, str], tuple[str, str | None]] = {
        (decision.id, decision.inputs): ("edited", "Thing 3 — by hand.")
    }
    (found,) = remember([decision], answers)
    assert (found.take, found.value, found.remembered) == (Side.EDITED, "Thing 3 — by hand.", True)
    assert taken_words(found) == "takes the wording that you wrote, as you decided before"
    assert not found.taking(Side.OURS).remembered
    for wrong in (("both", None), ("edited", None), ("nothing", None)):
        assert remember([decision], {(decision.id, decision.inputs): wrong}) == (decision,)
    assert remember([decision], {(decision.id, "0" * 16): ("ours", None)}) == (decision,)
