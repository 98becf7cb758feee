"""What holds of every merge, whatever the two sides did."""

from __future__ import annotations

from collections import Counter

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from lexcurric.core.apply import apply_decisions
from lexcurric.core.decide import decide
from lexcurric.core.export import export_value
from lexcurric.core.json_text import canonical
from lexcurric.core.merge import ConflictKind, Decision, Side, prefer
from lexcurric.core.model import Content, Snapshot, replace
from lexcurric.core.wording import normal
from tests.core.merge_actions import Act, acted, acts, faults, sides, start


def merged(base: Snapshot, ours: Snapshot, theirs: Snapshot, decisions: tuple[Decision, ...]) -> Content:
    return apply_decisions(ours.content, theirs.content, decisions, base=base.content)


def choose(decisions: tuple[Decision, ...], number: int) -> tuple[Decision, ...]:
    """Every decision, the plain ones too, answered by a number that stands for chance."""
    found = []
    for index, each in enumerate(decisions):
        side = each.sides[(number >> index) % len(each.sides)]
        found.append(each.taking(side, "Written — by hand." if side is Side.EDITED else None))
    return tuple(found)


@settings(max_examples=100, deadline=None)
@given(acts)
def test_base_equal_to_theirs_keeps_ours_to_the_last_byte(mine: list[Act]) -> None:
    base, ours, _ = sides(mine, [])
    again = replace(base, version="v.2")
    decisions = decide(base, ours, again)
    assert decisions == ()
    assert merged(base, ours, again, decisions).sha256 == ours.content.sha256


@settings(max_examples=120, deadline=None)
@given(acts)
def test_base_equal_to_ours_takes_theirs(new: list[Act]) -> None:
    base, ours, theirs = sides([], new)
    found = merged(base, ours, theirs, prefer(decide(base, ours, theirs), Side.THEIRS))
    assert exported(found) == exported(theirs.content)
    assert not faults(found)
    assert labels(found) == labels(theirs.content)


def labels(content: Content) -> dict[str, object]:
    return {each.id: (each.tags, each.note, each.criterion) for each in content.active}


def exported(content: Content) -> str:
    return canonical(export_value(content, "v", None)) + canonical([level.key for level in content.levels])


@settings(max_examples=200, deadline=None)
@given(acts, acts, st.integers(0, 2**40))
@example([("reword", 0, 0), ("split", 0, 0)], [("split", 0, 0)], 0)
def test_whatever_is_decided_can_be_applied_and_leads_nowhere_wrong(mine: list[Act], new: list[Act], pick: int) -> None:
    base, ours, theirs = sides(mine, new)
    decisions = decide(base, ours, theirs)
    assert decisions == decide(base, ours, theirs)
    assert len({each.id for each in decisions}) == len(decisions)
    for answers in (prefer(decisions, Side.OURS), prefer(decisions, Side.THEIRS), choose(decisions, pick)):
        found = merged(base, ours, theirs, answers)
        assert not faults(found)
        assert ours.content.by_id.keys() <= found.by_id.keys()
        # What was decided is decided: with theirs as the new base there is nothing left to merge.
        assert decide(theirs, replace(ours, content=found), replace(theirs, version="v.3")) == ()


@settings(max_examples=120, deadline=None)
@given(acts, acts)
@example([("drop_list", 0, 0)], [("join", 0, 2)])
@example([("level_gone", 0, 0), ("level_came", 4, 0)], [("level_came", 0, 0)])
@example([("move", 2, 0)], [("reorder", 0, 2)])
@example([("level_gone", 3, 0)], [("split", 3, 0), ("level_key", 3, 0)])
def test_merging_the_same_release_again_changes_nothing(mine: list[Act], new: list[Act]) -> None:
    # No designer gives a level another key. Where one has another key and name, and a level of theirs went into it, a
    # second merge on the old base may take it for the one that went.
    assume(not ({"level_key"} & {each[0] for each in mine} and {"level_gone"} & {each[0] for each in new}))
    base, ours, theirs = sides(mine, new)
    once = merged(base, ours, theirs, prefer(decide(base, ours, theirs), Side.THEIRS))
    draft = replace(ours, content=once)
    again = prefer(decide(base, draft, theirs), Side.OURS)
    assert by_level(merged(base, draft, theirs, again)) == by_level(once)


@settings(max_examples=200, deadline=None)
@given(acts, acts, st.integers(0, 2**40))
def test_no_wording_is_lost_without_a_decision_that_names_it(mine: list[Act], new: list[Act], pick: int) -> None:
    base, ours, theirs = sides(mine, new)
    decisions = decide(base, ours, theirs)
    named = Counter(text for each in decisions for text in texts_of([each.base, each.ours, each.theirs]))
    old = {each.id: normal(each.text) for each in base.content.active}
    for answers in (prefer(decisions, Side.OURS), prefer(decisions, Side.THEIRS), choose(decisions, pick)):
        found = {normal(each.text) for each in merged(base, ours, theirs, answers).active}
        for side, other in ((ours.content, theirs.content), (theirs.content, ours.content)):
            for each in side.active:
                text = normal(each.text)
                changed_there = each.id in other.by_id and old.get(each.id) == text
                assert text in found or named[text] or (changed_there and side is theirs.content), each.text


def texts_of(value: JsonValue) -> list[str]:
    if isinstance(value, list):
        return [text for each in value for text in texts_of(each)]
    return [normal(value)] if isinstance(value, str) else []


def by_level(content: Content) -> dict[str, list[tuple[str, str]]]:
    """What each level says; where a level went, the order in the other is not what a second merge is about."""
    return {level: sorted((each.id, each.text) for each in row) for level, row in content.by_level.items()}


APART = ("reword", "note", "criterion", "tag", "untag")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(APART), st.integers(0, 3), st.integers(0, 5)), max_size=4), st.data())
def test_the_order_of_merging_disjoint_changes_does_not_matter(first: list[Act], data: st.DataObject) -> None:
    """Two releases that change other statements come out alike whichever is taken in first."""
    second = data.draw(st.lists(st.tuples(st.sampled_from(APART), st.integers(4, 7), st.integers(0, 5)), max_size=4))
    mine = data.draw(st.lists(st.tuples(st.sampled_from(["note", "tag"]), st.integers(0, 7), st.integers(0, 5))))
    base = start()
    ours = replace(base, content=acted(base.content, [each for each in mine if each[0] == "tag"], "ours"))
    one = replace(base, content=acted(base.content, first, "one"), version="v.2")
    two = replace(base, content=acted(base.content, second, "two"), version="v.3")
    ends = []
    for order in ((one, two), (two, one)):
        draft = ours
        for release in order:
            draft = replace(ours, content=merged(base, draft, release, decide(base, draft, release)))
        ends.append(said(draft.content))
    assert ends[0] == ends[1]


def said(content: Content) -> list[object]:
    """What a content says, but for the order in which terms and criteria were added."""
    statements = [(each.id, each.level, each.text, each.tags, each.note, each.criterion) for each in content.active]
    lists = [sorted(f"{each.name}:{term.term}" for each in content.vocabularies for term in each.terms)]
    return [*statements, *lists, sorted(each.label for each in content.criteria), exported(content)]


@settings(max_examples=120, deadline=None)
@given(acts, acts)
@example([("split", 0, 0)], [("split", 0, 0), ("reinstate", 0, 0)])
@example([("split", 0, 0)], [("criterion", 0, 3)])
@example([("join", 0, 1)], [("note", 0, 0)])
@example([], [("split", 0, 0), ("untag", 0, 0)])
@example([("move", 6, 1)], [("level_order", 0, 0), ("join", 2, 0), ("reinstate", 0, 0)])
def test_where_nobody_has_to_decide_the_sides_can_be_exchanged(mine: list[Act], new: list[Act]) -> None:
    """But for places: where both put a statement into one gap, ours stands behind theirs."""
    # A level of theirs may be an old one renamed; where ours has a new one under that key, the two sides are not alike.
    assume(not ("level_came" in {each[0] for each in mine} & {each[0] for each in new} and has_gone(mine, new)))
    base, ours, theirs = sides(mine, new)
    here, there = decide(base, ours, theirs), decide(base, theirs, ours)
    if any(each.is_open for each in (*here, *there)):
        # What is a conflict of wordings or levels for the one is one for the other too.
        assert shared_conflicts(base, here) == shared_conflicts(base, there)
        return
    one, other = merged(base, ours, theirs, here), merged(base, theirs, ours, there)
    assert {level: sorted(row) for level, row in wordings(one).items()} == {
        level: sorted(row) for level, row in wordings(other).items()
    }
    assert labels(one) == labels(other)


def has_gone(mine: list[Act], new: list[Act]) -> bool:
    return any(each[0] == "level_gone" for each in (*mine, *new))


def shared_conflicts(base: Snapshot, decisions: tuple[Decision, ...]) -> set[str]:
    """The conflicts on statements that the base has too; the parts of a split stand on one side only."""
    kinds = (ConflictKind.BOTH_REWORDED, ConflictKind.BOTH_MOVED)
    return {each.id for each in decisions if each.conflict in kinds and each.old_ids[0] in base.content.positions}


def wordings(content: Content) -> dict[str, list[str]]:
    return {content.level_label(key): [each.text for each in row] for key, row in content.by_level.items()}
