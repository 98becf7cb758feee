from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from lexcurric.core import edits
from lexcurric.core.diff import Change, ChangeKind, Differences, diff
from lexcurric.core.errors import PatchError
from lexcurric.core.exact import find_leaves
from lexcurric.core.levels import pair_levels
from lexcurric.core.model import Content, Snapshot, replace
from lexcurric.core.patch import apply_differences, invert, parse_differences
from tests.core.edited import pairs
from tests.samples import content, continued, sample_pair, snapshot

A, B, C, D = "Bread — bake at dawn.", "Cakes — ice by hand.", "Ovens — clean weekly.", "Flour — order in bulk."
thorough = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def side(said: Content, version: str = "v.1") -> Snapshot:
    return Snapshot(content=said, ref=version, version=version)


def through_a_file(differences: Differences) -> Differences:
    return parse_differences(json.dumps(differences.to_json_value(), ensure_ascii=False, indent=2))


@thorough
@given(pairs())
def test_the_old_and_the_diff_give_the_new_and_the_inverse_gives_the_old(sides: tuple[Content, Content]) -> None:
    old, new = sides
    differences = diff(side(old), side(new, "v.2"))
    made = apply_differences(old, differences)
    assert made.sha256 == new.sha256
    assert [each.id for each in made.active] == [each.id for each in new.active]
    assert apply_differences(new, invert(differences)).sha256 == old.sha256
    assert apply_differences(made, invert(differences)).sha256 == old.sha256
    assert bool(differences.exact) == (old.sha256 != new.sha256)


@thorough
@given(pairs())
def test_a_diff_read_back_from_its_file_is_the_same_and_applies_the_same(sides: tuple[Content, Content]) -> None:
    old, new = sides
    differences = diff(side(old), side(new, "v.2"))
    read = through_a_file(differences)
    assert read == differences
    assert apply_differences(old, read).sha256 == new.sha256
    assert apply_differences(new, invert(read)).sha256 == old.sha256


@thorough
@given(pairs())
def test_the_inverse_reads_as_the_diff_the_other_way_round(sides: tuple[Content, Content]) -> None:
    old, new = sides
    inverse = invert(diff(side(old), side(new, "v.2")))
    back = diff(side(new, "v.2"), side(old))
    assert (inverse.old, inverse.new, inverse.title, inverse.soc) == (back.old, back.new, back.title, back.soc)
    assert list(inverse.levels.items()) == list(back.levels.items())
    assert inverse.renamed_levels == back.renamed_levels
    firm = ("added", "removed", "reworded", "moved", "split", "joined", "metadata")
    assert [inverse.summary[each] for each in firm] == [back.summary[each] for each in firm]
    assert set(map(str, inverse.exact or ())) == set(map(str, back.exact or ()))
    assert inverse.metadata_changes == back.metadata_changes
    # Which of two that changed places is said to have moved can differ; nothing else.
    assert _unordered(inverse) == _unordered(back)


def _unordered(differences: Differences) -> list[Change]:
    """The changes without what is said of order within a level."""
    found = []
    for each in differences.statement_changes:
        fields = tuple(field for field in each.fields if field != "order")
        kind = ChangeKind.RETAGGED if each.kind is ChangeKind.REORDERED else each.kind
        if fields or kind is not ChangeKind.RETAGGED:
            found.append(replace(each, fields=fields, kind=kind))
    return found


@thorough
@given(pairs())
def test_levels_are_paired_alike_from_both_sides(sides: tuple[Content, Content]) -> None:
    old, new = sides
    assert pair_levels(new, old) == {now: key for key, now in pair_levels(old, new).items()}
