"""The rubric and its scores in plain Python."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core.errors import EditError
from lexcurric.core.model import Content, Level, Snapshot, Statement
from lexcurric.core.rubric import Options, Rubric, RubricKind, make_rubric, score

LABELS = ("Emerging", "Developing", "Proficient", "Advanced", "Expert", "Master")


def snapshot(*sizes: int, labels: tuple[str, ...] = LABELS) -> Snapshot:
    levels = tuple(Level(key=f"k{n}", label=labels[n], rank=f"{n:02d}") for n in range(len(sizes)))
    statements = tuple(
        Statement(id=f"s{n}-{m}", level=f"k{n}", rank=f"{m:04d}", text=f"Object {n} {m} — perform the task.")
        for n, size in enumerate(sizes)
        for m in range(size)
    )
    content = Content(soc="51-3011.00", document={}, levels=levels, statements=statements)
    return Snapshot(content=content, ref="test", version="v.1")


def rubric(*sizes: int, options: Options | None = None) -> Rubric:
    return make_rubric(snapshot(*sizes), options=options)


def rate(made: Rubric, value: int | str | None) -> dict[str, int | str | None]:
    return {row.id: value for row in made.rows}


def test_each_active_statement_has_a_row_with_a_reference_of_its_own() -> None:
    made = rubric(2, 3, 0, 1)
    assert [row.ref for row in made.rows] == ["E01", "E02", "D01", "D02", "D03", "A01"]
    assert made.levels == LABELS[:4]


def test_levels_whose_labels_begin_alike_have_different_references() -> None:
    made = make_rubric(snapshot(1, 1, 1, labels=("Skilled", "Senior", "Specialist")))
    assert [row.ref for row in made.rows] == ["S01", "SE01", "SP01"]


NUMBERED = ("EQF 2", "EQF 3", "EQF 4 – skilled work")


def test_levels_that_begin_alike_go_by_their_numbers() -> None:
    numbered = snapshot(1, 1, 1, labels=NUMBERED)
    assert [row.ref for row in make_rubric(numbered).rows] == ["E2-01", "E3-01", "E4-01"]
    for kind in (RubricKind.ANALYTIC, RubricKind.HOLISTIC):
        assert [rating.mark for rating in make_rubric(numbered, kind).scale] == ["E4", "E3", "E2", "NY", "NA"]


@pytest.mark.parametrize("labels", [("1 Novice", "2 Expert"), ("EQF 3", "EQF 3b"), ("EQF 3", "EQF")])
def test_numbers_that_are_not_needed_or_do_not_tell_levels_apart_are_left_aside(labels: tuple[str, ...]) -> None:
    prefixes = [row.ref.removesuffix("01") for row in make_rubric(snapshot(1, 1, labels=labels)).rows]
    assert len(set(prefixes)) == 2
    assert not any(char.isdigit() for prefix in prefixes for char in prefix)


def test_many_levels_that_begin_alike_are_marked_by_their_places() -> None:
    labels = ("Skilled", "Skilful", "Skill plus", "Skill extra", "Skills", "Skillset")
    scale = make_rubric(snapshot(*[1] * 6, labels=labels), RubricKind.HOLISTIC).scale
    assert [rating.mark for rating in scale] == ["L6", "L5", "L4", "L3", "L2", "L1", "NY", "NA"]


def test_a_holistic_rubric_has_no_weights() -> None:
    with pytest.raises(EditError, match="nothing in it has a weight"):
        make_rubric(snapshot(1, 1), RubricKind.HOLISTIC, Options(weights={"E01": 2}))


def test_two_levels_of_one_label_are_told_apart_by_their_keys() -> None:
    assert make_rubric(snapshot(1, 1, labels=("Basic", "Basic"))).levels == ("Basic (k0)", "Basic (k1)")


def test_nothing_rated_attains_nothing_and_is_provisional() -> None:
    result = score(rubric(2, 2), {})
    assert (result.attained, result.next_level, result.weighted_score) == (None, "Emerging", 0)
    assert result.is_provisional


def test_the_highest_ratings_attain_the_highest_level() -> None:
    made = rubric(2, 2, 2)
    result = score(made, rate(made, 4))
    assert (result.attained, result.next_level, result.weighted_score) == ("Proficient", None, 1)
    assert not result.is_provisional


def test_a_level_is_not_attained_while_one_below_is_open() -> None:
    made = rubric(1, 1)
    result = score(made, {"s1-0": 4})
    assert result.attained is None
    assert [level.still_to_meet for level in result.levels] == [1, 0]


def test_what_does_not_apply_is_left_out_and_what_is_blank_counts_as_not_met() -> None:
    result = score(rubric(4), {"s0-0": 3, "s0-1": 3, "s0-2": "NA"})
    assert (result.levels[0].left_out, result.levels[0].rated, result.rateable) == (1, 2, 3)
    assert math.isclose(result.levels[0].share, 2 / 3)


def test_a_level_of_which_nothing_applies_is_not_attained() -> None:
    made = rubric(2)
    assert score(made, rate(made, "NA")).attained is None


@pytest.mark.parametrize(("share", "needed"), [(0.7, 7), (0.8, 8), (0.75, 8), (1.0, 10), (0.0, 0)])
def test_the_number_still_to_meet_does_not_suffer_from_binary_fractions(share: float, needed: int) -> None:
    assert score(rubric(10, options=Options(share_required=share)), {}).levels[0].still_to_meet == needed


def test_a_rating_that_is_not_on_the_scale_is_refused_by_its_reference() -> None:
    with pytest.raises(ValueError, match="E01: expected one of 4, 3, 2, 1, 0, NA, found 7"):
        score(rubric(1), {"s0-0": 7})


@given(ratings=st.lists(st.sampled_from([None, "NA", 0, 1, 2, 3, 4]), min_size=6, max_size=6))
def test_a_better_rating_never_lowers_a_result(ratings: list[int | str | None]) -> None:
    made = rubric(2, 2, 2, options=Options(share_required=0.5))
    given_ratings = dict(zip((row.id for row in made.rows), ratings, strict=True))
    better = {key: 4 if isinstance(value, int) else value for key, value in given_ratings.items()}
    before, after = score(made, given_ratings), score(made, better)
    assert after.weighted_score >= before.weighted_score
    assert sum(level.attained for level in after.levels) >= sum(level.attained for level in before.levels)


@given(met=st.integers(0, 10), share=st.sampled_from([Fraction(n, 20) for n in range(21)]))
def test_attained_means_that_the_share_is_reached_exactly(met: int, share: Fraction) -> None:
    made = rubric(10, options=Options(share_required=float(share)))
    result = score(made, {f"s0-{n}": 3 for n in range(met)})
    assert result.levels[0].attained == (Fraction(met, 10) >= share)
