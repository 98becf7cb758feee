"""A designer's actions on criteria, and the changes of a proposal before it is accepted."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from lexcurric.core import edits
from lexcurric.core.criteria import editing, review
from lexcurric.core.criteria.propose import Proposal, propose
from lexcurric.core.diff import diff
from lexcurric.core.errors import EditError
from lexcurric.core.exact import find_leaves
from lexcurric.core.items import content_of, items_of
from lexcurric.core.model import Content, Criterion, Snapshot, replace
from lexcurric.core.patch import apply_differences, invert
from lexcurric.core.rubric import RubricKind, make_rubric
from tests.samples import content


def framework() -> Content:
    """Dough in three levels, ovens in one."""
    found = content(["Dough — mix.", "Ovens — load."], ["Dough — shape."], ["Dough — judge."])
    for word, label in (("Dough", "Dough"), ("Ovens", "Ovens")):
        ids = [each.id for each in found.active if each.text.startswith(word)]
        found = edits.assign_criterion(found, ids, label)
    return found


def labels(found: Content) -> list[str]:
    return [each.label for each in found.criteria]


def under(found: Content) -> dict[str, str]:
    names = {each.id: each.label for each in found.criteria}
    return {each.text: names.get(each.criterion or "", "") for each in found.active}


def snapshot(found: Content) -> Snapshot:
    return Snapshot(content=found, ref="here", version="v.1")


def test_a_criterion_is_found_by_its_name_in_any_case_or_its_id() -> None:
    found = framework()
    dough = found.criteria[0]
    for wanted in ("Dough", " dough ", dough.id, dough.id[:8]):
        assert editing.find_criterion(found, wanted) == dough
    with pytest.raises(EditError, match=r"no criterion .Yeast. in .*; there is “Dough”, “Ovens”"):
        editing.find_criterion(found, "Yeast")


def test_renaming_keeps_the_statements_and_never_makes_two_of_one_name() -> None:
    found = editing.rename_criterion(framework(), "dough", "Doughs")
    assert labels(found) == ["Doughs", "Ovens"]
    assert under(found)["Dough — mix."] == "Doughs"
    assert editing.rename_criterion(framework(), "dough", "DOUGH").criteria[0].label == "DOUGH"
    with pytest.raises(EditError, match="there is a criterion “Ovens” already; join the two"):
        editing.rename_criterion(framework(), "Dough", "Ovens")


def test_a_split_makes_a_row_after_the_first() -> None:
    old = framework()
    shape = next(each.id for each in old.active if "shape" in each.text)
    found, fresh = editing.split_criterion(old, "Dough", [shape], "Shaping")
    assert labels(found) == ["Dough", "Shaping", "Ovens"]
    assert under(found)["Dough — shape."] == "Shaping"
    assert fresh.id not in {each.id for each in old.criteria}
    oven = next(each.id for each in old.active if "Ovens" in each.text)
    with pytest.raises(EditError, match="is not under “Dough”"):
        editing.split_criterion(old, "Dough", [oven], "Shaping")


def test_a_join_takes_the_others_statements_and_empty_cells_where_they_stay_empty() -> None:
    old = editing.leave_empty(framework(), "Ovens", "L2", "no ovens yet")
    assert editing.join_criteria(old, ["Ovens", "Dough"], "Bakery").criteria == (
        replace(old.criteria[1], label="Bakery", empty={}),
    )
    alone, _ = editing.add_criterion(old, "Steam")
    joined = editing.join_criteria(alone, ["Steam", "Ovens"])
    assert labels(joined) == ["Dough", "Steam"]
    assert joined.criteria[1].empty == {"l2": "no ovens yet"}
    assert under(joined)["Ovens — load."] == "Steam"
    with pytest.raises(EditError, match="at least two different criteria"):
        editing.join_criteria(old, ["Dough", "dough"])


def test_rows_are_moved_and_taken_away() -> None:
    old, _ = editing.add_criterion(framework(), "Steam")
    assert labels(editing.move_criterion(old, "Steam", 1)) == ["Steam", "Dough", "Ovens"]
    assert labels(editing.move_criterion(old, "Dough", 2)) == ["Ovens", "Dough", "Steam"]
    assert labels(editing.move_criterion(old, "Dough", 99)) == ["Ovens", "Steam", "Dough"]
    gone = editing.delete_criterion(old, "Dough")
    assert labels(gone) == ["Ovens", "Steam"]
    assert under(gone)["Dough — mix."] == ""


def test_a_cell_is_left_empty_on_purpose_and_filled_by_the_first_statement() -> None:
    found = editing.leave_empty(framework(), "Ovens", "l2", " too soon ")
    assert found.criteria[1].empty == {"l2": "too soon"}
    with pytest.raises(EditError, match="“Dough” has 1 statement at L2; move them first"):
        editing.leave_empty(found, "Dough", "L2")
    oven = next(each.id for each in found.active if "Ovens" in each.text)
    shape = next(each.id for each in found.active if "shape" in each.text)
    for filled in (edits.move(found, [oven], "L2"), edits.assign_criterion(found, [shape], "Ovens")):
        assert filled.criteria[1].empty == {}
    assert editing.fill_again(found, "Ovens", "L2").criteria[1].empty == {}
    with pytest.raises(EditError, match="is not left empty on purpose at L3"):
        editing.fill_again(found, "Ovens", "L3")


def test_a_cell_left_empty_on_purpose_is_no_gap_of_a_rubric() -> None:
    gaps = make_rubric(snapshot(framework()), RubricKind.ANALYTIC).gaps
    assert [(each.criterion, each.level) for each in gaps] == [("Ovens", "L2"), ("Ovens", "L3")]
    meant = editing.leave_empty(framework(), "Ovens", "L2", "too soon")
    gaps = make_rubric(snapshot(meant), RubricKind.ANALYTIC).gaps
    assert [(each.criterion, each.level) for each in gaps] == [("Ovens", "L3")]


def test_a_criterion_without_empty_cells_is_stored_and_hashed_as_ever() -> None:
    found = framework()
    body = items_of(found)["criterion", found.criteria[0].id]
    assert json.loads(body).keys() == {"id", "label", "rank"}
    assert Criterion.model_validate_json('{"id":"c","label":"C","rank":"m"}').empty == {}
    meant = editing.leave_empty(found, "Ovens", "L2", "too soon")
    assert meant.sha256 != found.sha256
    assert editing.fill_again(meant, "Ovens", "L2").sha256 == found.sha256
    assert content_of(items_of(meant)) == content_of(items_of(meant))
    assert content_of(items_of(meant)).sha256 == meant.sha256


def test_what_is_left_empty_is_a_difference_that_leads_there_and_back() -> None:
    old = editing.leave_empty(framework(), "Ovens", "L3", "never")
    new = editing.leave_empty(editing.fill_again(old, "Ovens", "L3"), "Ovens", "L2", "too soon")
    found = diff(snapshot(old), snapshot(new))
    said = {each.pointer.rsplit("/", 2)[1:][1]: (each.old, each.new) for each in found.changes}
    assert said == {"l2": (None, "Ovens: too soon"), "l3": ("Ovens: never", None)}
    assert find_leaves(old, new)
    assert apply_differences(old, found, old).sha256 == new.sha256
    assert apply_differences(new, invert(found), new).sha256 == old.sha256


# A proposal under review


def proposed() -> tuple[Content, Proposal]:
    found = content(
        ["Dough — mix.", "Ovens — load.", "Zebras — count."], ["Dough — shape.", "Ovens — set."], ["Dough — judge."]
    )
    return found, propose(found)


def members(found: Content, proposal: Proposal) -> dict[str, list[str]]:
    return {thread.label: [found.by_id[each.id].text for each in thread.members] for thread in proposal.threads}


def test_a_proposal_is_renamed_split_joined_and_dropped_before_it_is_accepted() -> None:
    found, proposal = proposed()
    before = members(found, proposal)
    assert set(before) == {"Dough", "Ovens"}
    judge = next(each.id for each in found.active if "judge" in each.text)
    zebras = next(each.id for each in found.active if "Zebras" in each.text)
    renamed = review.rename_thread(proposal, "dough", "Doughs")
    split = review.split_thread(renamed, "Doughs", [judge[:8]], "Judgement")
    assert members(found, split)["Judgement"] == ["Dough — judge."]
    joined = review.join_threads(split, ["Judgement", "Ovens"], "Rest")
    assert set(members(found, joined)) == {"Doughs", "Rest"}
    moved = review.move_members(joined, [zebras], "Animals")
    assert moved.loose == ()
    assert moved.threads[-1].members[0].why == "put here by hand (“Animals”)"
    dropped = review.drop_thread(moved, "Doughs")
    assert [found.by_id[each.id].text for each in dropped.loose] == ["Dough — mix.", "Dough — shape."]
    accepted = editing.accept_threads(found, dropped.threads)
    assert labels(accepted) == ["Rest", "Animals"]
    assert under(accepted)["Zebras — count."] == "Animals"
    assert members(found, proposal) == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda p: review.rename_thread(p, "Yeast", "X"), "no thread 'Yeast' is proposed; there is “Dough”, “Ovens”"),
        (lambda p: review.rename_thread(p, "Dough", "ovens"), "a thread “ovens” is proposed already"),
        (lambda p: review.rename_thread(p, "Dough", " "), "needs a name that is not empty"),
        (lambda p: review.split_thread(p, "Dough", [], "X"), "takes some members of “Dough” out"),
        (lambda p: review.join_threads(p, ["Dough", "dough"]), "at least two different threads"),
        (lambda p: review.move_members(p, ["nowhere"], "X"), "no statement 'nowhere' is in this proposal"),
    ],
)
def test_what_does_not_fit_a_proposal_is_refused_in_words(change: Callable[[Proposal], Proposal], words: str) -> None:
    with pytest.raises(EditError, match=words):
        change(proposed()[1])


def test_accepting_refuses_what_was_settled_or_taken_away_since() -> None:
    found, proposal = proposed()
    mix = next(each.id for each in found.active if "mix" in each.text)
    with pytest.raises(EditError, match="was put under “Mine” since this was proposed"):
        editing.accept_threads(edits.assign_criterion(found, [mix], "Mine"), proposal.threads)
    with pytest.raises(EditError, match="is retired"):
        editing.accept_threads(edits.retire(found, [mix]), proposal.threads)
    own = edits.assign_criterion(found, [mix], "Mine")
    again = propose(own)
    with pytest.raises(EditError, match="the criterion “Mine” is gone"):
        editing.accept_threads(editing.delete_criterion(own, "Mine"), again.threads)
