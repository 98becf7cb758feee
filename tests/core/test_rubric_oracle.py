"""The scores against a second opinion that was written from docs/rubrics.md alone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lexcurric.core.model import Content, Criterion, Level, Snapshot, Statement
from lexcurric.core.rubric import Options, Rubric, RubricKind, make_rubric
from tests.rubric_opinion import agree, draw_ratings, framework, rubrics


@settings(max_examples=300, deadline=None)
@given(rubric=rubrics(), data=st.data())
def test_the_scores_are_what_the_docs_say(rubric: Rubric, data: st.DataObject) -> None:
    agree(rubric, draw_ratings(rubric, data))


def _sized(*sizes: int, kind: RubricKind = RubricKind.CHECKLIST, options: Options | None = None) -> Rubric:
    return make_rubric(framework(list(sizes), [0]), kind, options)


def test_a_level_without_statements_holds_nobody_back() -> None:
    rubric = _sized(2, 0, 2)
    found = agree(rubric, {row.id: "4" for row in rubric.rows})
    assert (found.attained, found.next_level, found.target_attained) == ("Level 2", None, True)
    assert [each.attained for each in found.levels] == [True, False, True]


def test_a_level_that_does_not_apply_holds_nobody_back_and_is_not_attained() -> None:
    rubric = _sized(1, 2, 1, options=Options(target="k1"))
    found = agree(rubric, {"s0-0": "3", "s1-0": "NA", "s1-1": "NA"})
    assert (found.attained, found.next_level, found.target_attained) == ("Level 0", "Level 2", True)


def test_where_nothing_applies_nothing_is_attained_and_nothing_open() -> None:
    rubric = _sized(1, 1)
    found = agree(rubric, {row.id: "NA" for row in rubric.rows})
    assert (found.attained, found.next_level, found.target_attained, found.open) == (None, None, False, ())
    assert not found.is_provisional


def test_the_target_is_not_attained_while_a_level_below_is_open() -> None:
    rubric = _sized(1, 1, options=Options(target="k1"))
    assert not agree(rubric, {"s1-0": "4"}).target_attained
    assert agree(rubric, {"s1-0": "4", "s0-0": "NA"}).target_attained


def test_a_criterion_asks_for_nothing_at_a_level_without_statements_of_it() -> None:
    # Criterion 1 has statements at levels 0, 1, 2, 3; criterion 2 at 0 and 3 only.
    texts = {("c1", n) for n in range(4)} | {("c2", 0), ("c2", 3)}
    levels = tuple(Level(key=f"k{n}", label=f"Level {n}", rank=f"{n}") for n in range(4))
    statements = tuple(
        Statement(
            id=f"{criterion}-{n}", level=f"k{n}", rank=criterion, text=f"Do {criterion} {n}.", criterion=criterion
        )
        for criterion, n in sorted(texts)
    )
    named = tuple(Criterion(id=each, label=each, rank=each) for each in ("c1", "c2"))
    content = Content(soc="51-3011.00", document={}, levels=levels, statements=statements, criteria=named)
    snapshot = Snapshot(content=content, ref="test", version="v.1")
    rubric = make_rubric(snapshot, RubricKind.ANALYTIC, Options(share_required=1))
    found = agree(rubric, {"c1": "Level 2", "c2": "Level 0"})
    assert [each.statements for each in found.levels] == [2, 1, 1, 2]
    assert (found.attained, found.next_level, found.target_attained, found.open) == ("Level 2", "Level 3", True, ())


def test_a_weight_counts_in_the_score_and_not_in_the_share() -> None:
    rubric = _sized(2, kind=RubricKind.SINGLE_POINT, options=Options(weights={"s0-0": 3}, share_required=0.6))
    found = agree(rubric, {"s0-0": "Beyond", "s0-1": "Not yet"})
    assert (found.weighted_score, found.levels[0].share, found.attained) == (0.75, 0.5, None)


def test_a_share_of_a_row_asks_for_the_whole_row() -> None:
    rubric = _sized(20, options=Options(share_required=0.55))
    met = {row.id: "3" for row in rubric.rows[:11]}
    assert agree(rubric, met).attained == "Level 0"
    rubric = _sized(20, options=Options(share_required=0.56))
    assert agree(rubric, met).levels[0].still_to_meet == 1
