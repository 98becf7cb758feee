from __future__ import annotations

from random import Random

import numpy as np

from lexcurric.core.matching.place import LEVEL_RANGE, ORDER_RANGE, place_evidence

COUNT = 40
NO_LEVELS = [""] * COUNT


def order(anchors: list[tuple[int, int]], *pairs: tuple[int, int]) -> list[float]:
    old, new = (np.array(side) for side in zip(*pairs, strict=True))
    return place_evidence((NO_LEVELS, NO_LEVELS), anchors, old, new).order.tolist()


def test_where_order_was_kept_the_same_place_speaks_for_a_pair_and_another_against() -> None:
    anchors = [(at, at) for at in range(COUNT) if at not in (10, 20)]
    here, elsewhere = order(anchors, (10, 10), (10, 20))
    assert here > 2
    assert elsewhere == ORDER_RANGE[0]


def test_a_statement_put_in_before_does_not_move_the_place() -> None:
    anchors = [(at, at + (at > 5)) for at in range(COUNT - 1) if at != 10]
    assert order(anchors, (10, 11))[0] > 2


def test_a_shuffled_release_makes_place_say_nothing() -> None:
    places = list(range(COUNT))
    Random(3).shuffle(places)
    anchors = [(at, place) for at, place in enumerate(places) if at != 10]
    evidence = place_evidence((NO_LEVELS, NO_LEVELS), anchors, np.array([10]), np.array([places[10]]))
    assert abs(evidence.order[0]) < 0.8
    assert evidence.order_tells < 0.5


def test_too_few_anchors_say_nothing() -> None:
    assert order([(0, 0), (1, 1)], (2, 2)) == [0.0]
    assert place_evidence((NO_LEVELS, NO_LEVELS), [], np.array([0]), np.array([0])).order.tolist() == [0.0]


def test_a_level_under_another_name_is_known_by_where_its_statements_went() -> None:
    before = ["emerging"] * 20 + ["developing"] * 20
    after = ["beginner"] * 20 + ["intermediate"] * 20
    anchors = [(at, at) for at in range(COUNT) if at not in (5, 25)]
    found = place_evidence((before, after), anchors, np.array([5, 5]), np.array([5, 25])).level
    assert found[0] > 0.4
    assert found[1] == LEVEL_RANGE[0]


def test_few_levels_say_less_than_many_sections() -> None:
    anchors = [(at, at) for at in range(COUNT) if at != 5]
    few = ["a"] * 20 + ["b"] * 20
    many = [f"section {at // 2}" for at in range(COUNT)]
    levels = [place_evidence((side, side), anchors, np.array([5]), np.array([5])).level[0] for side in (few, many)]
    assert levels[0] < 1 < levels[1]
