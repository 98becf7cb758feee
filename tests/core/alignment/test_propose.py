"""What is proposed, why, and what it covers."""

from __future__ import annotations

import pytest

from lexcurric.core.alignment.coverage import Covered, cover
from lexcurric.core.alignment.mentions import find_mentions
from lexcurric.core.alignment.propose import Proposals
from lexcurric.core.alignment.records import (
    AlignedList,
    Alignment,
    AlignmentState,
    ItemKind,
    ListItem,
    Relation,
    onet_list,
)
from lexcurric.core.alignment.weigh import LIKELY, PROPOSED, weigh
from lexcurric.core.edits import join, retire
from lexcurric.core.model import Content, replace
from tests.samples import content

WEIGH = "Flour and salt — weigh on a bench scale to the batch card."
FOLD = "Croissant dough and butter block — sheet and fold to the thickness specified."
TEAM = "Team meetings — open with a cheerful word."
TASKS = (
    ListItem(code="1", label="Weigh flour and salt on a bench scale.", kind=ItemKind.TASK, links=("D1",)),
    ListItem(code="2", label="Fold and sheet croissant dough.", kind=ItemKind.TASK),
    ListItem(code="3", label="Drive delivery vans.", kind=ItemKind.TASK, links=("D2",)),
)
LIST = onet_list(
    "30.1",
    "51-3011.00",
    "Bakers",
    (
        *TASKS,
        ListItem(code="D1", label="Measure things.", kind=ItemKind.DWA, links=("A1",)),
        ListItem(code="D2", label="Steer vehicles.", kind=ItemKind.DWA, links=("A2",)),
        ListItem(code="A1", label="Handling", kind=ItemKind.ACTIVITY),
        ListItem(code="A2", label="Operating", kind=ItemKind.ACTIVITY),
    ),
)


def said(alignments: tuple[Alignment, ...]) -> set[tuple[str, str]]:
    return {(each.text, each.code) for each in alignments}


def by_text(found: Content, text: str) -> str:
    return next(each.id for each in found.statements if each.text == text)


def accepted(found: Content, text: str, code: str) -> Alignment:
    return Alignment(
        statement=by_text(found, text),
        list=LIST.key,
        kind=ItemKind.TASK,
        code=code,
        state=AlignmentState.ACCEPTED,
        text=text,
        author="Ada",
    )


def test_statements_are_proposed_for_the_tasks_that_they_are_about_and_never_forced() -> None:
    found = Proposals(content([WEIGH, FOLD, TEAM]), LIST)
    assert said(found.proposed) == {(WEIGH, "1"), (FOLD, "2")}
    assert all((each.score or 0) >= LIKELY for each in found.proposed)
    assert "the same action: weigh" in found.proposed[0].why
    assert found.proposed[0].why[0] == "both speak of “weigh”, “flour”, “salt”, “bench”, “scale”"


def test_a_statement_may_be_about_several_tasks_and_a_task_about_several_statements() -> None:
    both = "Flour and salt, croissant dough — weigh on a bench scale, then fold and sheet."
    found = Proposals(content([both, WEIGH]), LIST)
    assert {(both, "1"), (both, "2"), (WEIGH, "1")} <= said(found.proposed)


def test_what_was_decided_is_not_proposed_again() -> None:
    sample = content([WEIGH, FOLD])
    no = replace(accepted(sample, WEIGH, "1"), state=AlignmentState.REJECTED)
    found = Proposals(sample, LIST, [no])
    assert said(found.proposed) == {(FOLD, "2")}
    assert [each.state for each in found.every] == [AlignmentState.REJECTED, AlignmentState.PROPOSED]


def test_the_same_words_are_an_exact_match_for_certain() -> None:
    found = Proposals(content(["Drive delivery vans!"]), LIST).proposed
    assert [(each.code, each.relation, each.score) for each in found] == [("3", Relation.EXACT, 1.0)]


def test_a_statement_inherits_what_its_parts_were_aligned_with() -> None:
    sample = content([WEIGH, TEAM])
    decided = accepted(sample, TEAM, "3")
    joined, fresh = join(sample, [each.id for each in sample.active], "Everything — do well.")
    found = Proposals(joined, LIST, [decided]).proposed
    assert [(each.statement, each.code, each.why) for each in found] == [
        (fresh.id, "3", ("the statement that it comes from was aligned with it",))
    ]


def test_the_nearest_tasks_are_offered_where_none_is_proposed() -> None:
    sample = content([TEAM])
    near = Proposals(sample, LIST).nearest(by_text(sample, TEAM))
    assert len(near) == 3
    assert all((each.score or 0) < PROPOSED for each in near)


def test_coverage_counts_both_ways_and_activities_through_their_tasks() -> None:
    sample = content([WEIGH, FOLD, TEAM])
    found = Proposals(sample, LIST, [accepted(sample, WEIGH, "1")])
    coverage = cover(sample, LIST, found.every)
    assert {each.item.code: each.covered for each in coverage.items} == {
        "1": Covered.YES,
        "2": Covered.PROPOSED,
        "3": Covered.NO,
        "D1": Covered.YES,
        "D2": Covered.NO,
        "A1": Covered.YES,
        "A2": Covered.NO,
    }
    assert [each.covered for each in coverage.statements] == [Covered.YES, Covered.PROPOSED, Covered.NO]
    assert coverage.of_kind(ItemKind.ACTIVITY)[0].through == ("1",)
    assert coverage.lines[0] == "Of 3 tasks, 1 is covered, 1 by proposals only, 1 by no statement."


def test_a_rejected_alignment_and_a_retired_statement_cover_nothing() -> None:
    sample = content([WEIGH, FOLD])
    no = replace(accepted(sample, WEIGH, "1"), state=AlignmentState.REJECTED)
    yes = accepted(sample, FOLD, "2")
    gone = retire(sample, [yes.statement])
    coverage = cover(gone, LIST, [no, yes])
    assert {each.covered for each in coverage.items} == {Covered.NO}
    assert len(coverage.statements) == 1


def test_an_empty_list_and_an_empty_framework_are_no_error() -> None:
    empty = AlignedList(key="x", title="X")
    assert Proposals(content([WEIGH]), empty).every == ()
    assert cover(content([]), LIST, ()).statement_counts == dict.fromkeys(Covered, 0)
    assert weigh([], ["a"]).above() == []


SOFTWARE = ListItem(
    code="1", label="Word processing software", kind=ItemKind.TECHNOLOGY, names=("Microsoft Word", "Vim", "R")
)
OVENS = ListItem(code="2", label="Ovens", kind=ItemKind.TOOL, names=("Deck ovens",))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Word-processing software — use.", ["Word processing software"]),
        ("Letters — write in Microsoft Word.", ["Microsoft Word"]),
        ("Letters — write in Vim.", ["Vim"]),
        ("Letters — write with vim and care.", []),
        ("Vim — bring to work.", []),
        ("Graphs — draw in R.", []),
        ("Processing of word lists — do without software.", []),
        ("Loaves — load into the oven.", ["Ovens"]),
        ("Covens — avoid.", []),
    ],
)
def test_technologies_and_tools_are_aligned_where_they_are_named(text: str, named: list[str]) -> None:
    assert [name for _, _, name in find_mentions(text, (SOFTWARE, OVENS))] == named
