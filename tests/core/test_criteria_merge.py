"""Criteria through merges: two sides that changed them, and releases that split, join and move what stands under them."""

from __future__ import annotations

from lexcurric.core import edits
from lexcurric.core.apply import apply_decisions
from lexcurric.core.criteria import editing
from lexcurric.core.decide import decide
from lexcurric.core.merge import Decision, DecisionField, Side, prefer
from lexcurric.core.merge_report import merge_headline
from lexcurric.core.model import Content, Snapshot, replace
from tests.core.test_criteria_editing import framework, labels, snapshot, under
from tests.samples import release_of


def merged(
    base: Content, ours: Content, theirs: Content, side: Side | None = None
) -> tuple[Content, tuple[Decision, ...]]:
    found = decide(snapshot(base), snapshot(ours), snapshot(theirs))
    settled = prefer(found, side) if side else found
    return apply_decisions(ours, theirs, settled, base=base), found


def empties(found: Content) -> dict[str, dict[str, str]]:
    return {each.label: dict(each.empty) for each in found.criteria if each.empty}


def test_what_each_side_left_empty_is_left_empty() -> None:
    base = framework()
    ours = editing.leave_empty(base, "Ovens", "L2", "ours")
    theirs = editing.leave_empty(base, "Ovens", "L3", "theirs")
    found, decisions = merged(base, ours, theirs)
    assert not [each for each in decisions if each.conflict]
    assert empties(found) == {"Ovens": {"l2": "ours", "l3": "theirs"}}


def test_a_name_and_an_empty_cell_of_one_criterion_merge_field_by_field() -> None:
    base = framework()
    found, decisions = merged(
        base, editing.rename_criterion(base, "Ovens", "Deck ovens"), editing.leave_empty(base, "Ovens", "L2", "why")
    )
    assert not [each for each in decisions if each.conflict]
    assert empties(found) == {"Deck ovens": {"l2": "why"}}


def test_two_reasons_for_one_cell_are_a_conflict_that_a_person_settles() -> None:
    base = framework()
    ours = editing.leave_empty(base, "Ovens", "L2", "ours")
    theirs = editing.leave_empty(base, "Ovens", "L2", "theirs")
    decided = decide(snapshot(base), snapshot(ours), snapshot(theirs))
    (conflict,) = [each for each in decided if each.conflict]
    assert (conflict.field, conflict.ours, conflict.theirs) == (DecisionField.CRITERIA, "ours", "theirs")
    assert conflict.subject == "Ovens, left empty at L2"
    for side, reason in ((Side.OURS, "ours"), (Side.THEIRS, "theirs")):
        assert empties(merged(base, ours, theirs, side)[0]) == {"Ovens": {"l2": reason}}


def test_a_cell_that_they_fill_again_is_filled_again() -> None:
    base = editing.leave_empty(framework(), "Ovens", "L2", "why")
    found, decisions = merged(base, base, editing.fill_again(base, "Ovens", "L2"))
    assert empties(found) == {}
    assert [merge_headline(each) for each in decisions] == ["Criterion Ovens, left empty at L2: no longer"]
    bare, _ = editing.add_criterion(base, "Steam")
    marked = merged(bare, bare, editing.leave_empty(bare, "Steam", "L1", "why"))[1]
    assert [merge_headline(each) for each in marked] == ["Criterion Steam, left empty at L1"]


def test_a_statement_that_we_put_into_a_cell_that_they_leave_empty_stays() -> None:
    base = framework()
    shape = next(each.id for each in base.active if "shape" in each.text)
    ours = edits.assign_criterion(base, [shape], "Ovens")
    found, _ = merged(base, ours, editing.leave_empty(base, "Ovens", "L2", "why"))
    assert empties(found) == {}
    assert under(found)["Dough — shape."] == "Ovens"


def test_a_criterion_of_theirs_comes_with_what_it_leaves_empty() -> None:
    base = framework()
    theirs, fresh = editing.add_criterion(base, "Steam")
    theirs = editing.leave_empty(theirs, "Steam", "L1", "not yet")
    found, _ = merged(base, base, theirs)
    assert labels(found) == ["Dough", "Ovens", "Steam"]
    assert empties(found) == {"Steam": {"l1": "not yet"}}
    assert found.criteria[-1].id == fresh.id


def test_a_criterion_that_they_took_away_and_we_worked_on_is_asked_about() -> None:
    base = framework()
    ours = editing.leave_empty(base, "Ovens", "L2", "why")
    theirs = editing.delete_criterion(base, "Ovens")
    decided = decide(snapshot(base), snapshot(ours), snapshot(theirs))
    assert [each.field for each in decided if each.conflict] == [DecisionField.CRITERIA]
    assert empties(merged(base, ours, theirs, Side.OURS)[0]) == {"Ovens": {"l2": "why"}}
    assert labels(merged(base, ours, theirs, Side.THEIRS)[0]) == ["Dough"]


def release(base: Snapshot, ours: Content, *levels: list[str]) -> Content:
    """Our draft after a release of these levels was merged into it."""
    new = release_of(base, *levels)
    return apply_decisions(ours, new.content, decide(base, snapshot(ours), new), base=base.content)


def bare(found: Content) -> Snapshot:
    """The release that a draft was made from: no criteria."""
    return snapshot(
        replace(found, criteria=(), statements=tuple(replace(each, criterion=None) for each in found.statements))
    )


LONG = [
    ["Dough and batter — mix to a recipe, and scale by weight at the bench.", "Deck ovens — load with a peel."],
    ["Dough pieces — shape evenly at production speed."],
    ["Dough faults — judge by crumb and crust."],
]


def drafted() -> Content:
    from tests.samples import content

    found = content(*LONG)
    for word, label in (("Dough", "Dough"), ("Deck", "Ovens")):
        found = edits.assign_criterion(found, [each.id for each in found.active if each.text.startswith(word)], label)
    return editing.leave_empty(found, "Ovens", "L2", "no ovens")


def test_a_release_that_knows_no_criteria_leaves_ours_alone() -> None:
    ours = drafted()
    found = release(bare(ours), ours, [LONG[0][0], "Deck ovens — load with a long peel."], *LONG[1:])
    assert labels(found) == ["Dough", "Ovens"]
    assert empties(found) == {"Ovens": {"l2": "no ovens"}}
    assert under(found)["Deck ovens — load with a long peel."] == "Ovens"


def test_the_parts_of_a_statement_that_a_release_splits_stay_under_its_criterion() -> None:
    ours = drafted()
    parts = ["Dough and batter — mix to a recipe at the bench.", "Dough and batter — scale by weight at the bench."]
    found = release(bare(ours), ours, [*parts, LONG[0][1]], *LONG[1:])
    assert {under(found)[each] for each in parts} == {"Dough"}


def test_the_whole_of_statements_that_a_release_joins_stays_under_their_criterion() -> None:
    base = drafted()
    whole, halves = (
        LONG[0][0],
        ["Dough and batter — mix to a recipe at the bench.", "Dough and batter — scale by weight."],
    )
    parted, _ = edits.split(base, next(each.id for each in base.active if each.text == whole), halves)
    found = release(bare(parted), parted, LONG[0], *LONG[1:])
    assert under(found)[whole] == "Dough"


def test_a_level_under_another_key_takes_its_empty_cells_along() -> None:
    ours = drafted()
    base = bare(ours)
    other = replace(
        base.content,
        levels=tuple(replace(each, key=f"step-{each.key}") for each in base.content.levels),
        statements=tuple(replace(each, level=f"step-{each.level}") for each in base.content.statements),
    )
    decided = decide(base, snapshot(ours), snapshot(other))
    found = apply_decisions(ours, other, decided, base=base.content)
    assert [each.key for each in found.levels] == ["step-l1", "step-l2", "step-l3"]
    assert empties(found) == {"Ovens": {"step-l2": "no ovens"}}
