"""Frameworks side by side: made-up agencies, versions of one framework, and the bundled sample."""

from __future__ import annotations

import pytest

from lexcurric.core.compare_frameworks import SAME_ID, FrameworkComparison, Standing, compare, named_sides
from lexcurric.core.comparison_report import comparison_report
from lexcurric.core.edits import reword
from lexcurric.core.model import Snapshot, replace
from tests.samples import REAL, needs_real, sample_pair, snapshot

DOUGH = "Dough — mix to a recipe, scaled for the day's orders."
DOUGH_2 = "Dough — mix to the recipe, scaled for the orders of the day."
OVENS = "Deck ovens — load with proofed loaves by peel."
FLOORS = "Floors — sweep at closing."
MENUS = "Menus — write in plain language for guests."


def agencies() -> FrameworkComparison:
    return compare(
        named_sides(
            [
                snapshot([DOUGH, OVENS], [FLOORS], soc="11-0000.01"),
                snapshot([OVENS.upper()], [DOUGH_2, MENUS], soc="11-0000.02"),
                snapshot([DOUGH, MENUS], soc="11-0000.03", version="v.7"),
            ]
        )
    )


def texts(comparison: FrameworkComparison) -> list[tuple[str, dict[int, str]]]:
    return [(row.standing.value, {each.side: each.statement.text for each in row.places}) for row in comparison.rows]


def test_each_thing_is_one_row_shared_similar_or_only_somewhere() -> None:
    assert texts(agencies()) == [
        ("similar", {0: DOUGH, 1: DOUGH_2, 2: DOUGH}),
        ("shared", {0: OVENS, 1: OVENS.upper()}),
        ("only here", {0: FLOORS}),
        ("shared", {1: MENUS, 2: MENUS}),
    ]


def test_counts_two_by_two_add_up_to_the_statements_of_each() -> None:
    found = agencies()
    for first in range(3):
        for second in range(3):
            if first != second:
                counts = found.counts(first, second)
                common = counts.shared + counts.similar
                assert common + counts.only_first == len(found.sides[first].snapshot.content.active)
                assert common + counts.only_second == len(found.sides[second].snapshot.content.active)
    assert (found.counts(0, 1).shared, found.counts(0, 1).similar) == (1, 1)
    assert (found.counts(0, 2).shared, found.counts(0, 2).similar) == (1, 0)
    assert len(found.only(0)) == 1


def test_levels_are_held_against_each_other() -> None:
    rows = agencies().rows
    assert [each.other_level for each in rows] == [True, False, False, True]
    report = comparison_report(agencies())
    levels = next(each for each in report.sheets if each.title == "Levels")
    assert [tuple(row) for row in levels.rows] == [("L1", 2, 1, 2), ("L2", 1, 2, None)]


def test_two_versions_know_their_statements_by_id_whatever_the_words() -> None:
    old = snapshot([DOUGH, OVENS])
    other = "Everything else — is said in wholly different terms."
    new = replace(old, content=reword(old.content, old.content.active[0].id, other), version="v.2")
    row = compare(named_sides([old, new])).rows[0]
    assert (row.standing, row.why, row.score) == (Standing.SIMILAR, (SAME_ID,), 1.0)


def test_no_statement_is_lost_or_doubled_in_the_sample() -> None:
    old, new = sample_pair()
    found = compare(named_sides([old, new]))
    for at, side in enumerate((old, new)):
        listed = [each.statement.id for row in found.rows for each in row.places if each.side == at]
        assert sorted(listed) == sorted(each.id for each in side.content.active)
    assert all(len(row.sides) == len(set(row.sides)) for row in found.rows)
    # Three went and three came between the two releases, one of the 37 others is in a split, one in a join.
    assert len(found.of(Standing.SHARED)) >= 25
    assert len(found.only(0)) <= 3


@needs_real
def test_two_occupations_have_next_to_nothing_in_common() -> None:
    from lexcurric.formats.lex_json import read_export

    bakers, _ = sample_pair()
    found = compare(named_sides([read_export(REAL).snapshot(), bakers]))
    assert len(found.of(Standing.SHARED)) == 0
    assert len(found.of(Standing.SIMILAR)) <= 1


def test_the_same_way_of_saying_how_is_not_the_same_work() -> None:
    one = snapshot(
        ["Case files — label and organize for attorneys under direct supervision in a busy office."], soc="11-0000.01"
    )
    two = snapshot(["Flour and salt — weigh to the batch card under direct supervision."], soc="11-0000.02")
    assert [each.standing for each in compare(named_sides([one, two])).rows] == [Standing.ONLY] * 2


@pytest.mark.parametrize("count", [0, 1, 7])
def test_two_to_six_can_be_compared(count: int) -> None:
    with pytest.raises(ValueError, match="2 to 6 frameworks"):
        compare(named_sides([snapshot([DOUGH])] * count))


def test_names_tell_frameworks_apart() -> None:
    def names(*sides: Snapshot) -> tuple[str, ...]:
        return tuple(each.name for each in named_sides(sides))

    one = snapshot([DOUGH])
    assert names(one, replace(one, version="v.2")) == ("Testers v.1", "Testers v.2")
    assert names(one, snapshot([DOUGH], soc="22-2222.00")) == ("Testers (11-1111.00) v.1", "Testers (22-2222.00) v.1")
    assert names(one, one) == ("Testers v.1 (1)", "Testers v.1 (2)")


def test_the_report_carries_the_owner_and_licence_of_every_framework() -> None:
    report = comparison_report(agencies())
    for name in agencies().names:
        assert any(item == f"{name}: Owner of the statements" for item, _ in report.sources)
        assert any(item == f"{name}: Credit" for item, _ in report.sources)
    assert report.sheets[0].rows[0][1] == "3 statements"
