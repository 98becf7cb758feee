from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings

from lexcurric.core import edits
from lexcurric.core.diff import Change, ChangeKind, Differences, diff
from lexcurric.core.errors import PatchError
from lexcurric.core.levels import pair_levels
from lexcurric.core.model import Content, Snapshot, replace
from lexcurric.core.patch import apply_differences, invert, parse_differences
from lexcurric.workspace.views import Diff
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


@thorough
@given(pairs())
def test_a_framework_has_no_differences_from_itself(sides: tuple[Content, Content]) -> None:
    for each in sides:
        differences = diff(side(each), side(each))
        assert differences.is_empty
        assert differences.exact == ()
        assert apply_differences(each, differences) == each


def test_the_releases_of_the_sample_lead_to_each_other() -> None:
    old, new = sample_pair()
    differences = through_a_file(diff(old, new))
    assert apply_differences(old.content, differences).sha256 == new.content.sha256
    assert apply_differences(new.content, invert(differences)).sha256 == old.content.sha256


def test_what_nobody_sees_is_carried_and_not_shown() -> None:
    old = snapshot([A, B], note=None)
    new = continued(
        old, snapshot(["Bread\u00a0—  bake at dawn.", "\u200bCakes — ice by hand. "], number=1.0, note=None)
    )
    new = replace(new, content=replace(new.content, document={**new.content.document, "number": 1, "note": 0}))
    silent = diff(old, replace(new, content=replace(new.content, document=old.content.document)))
    assert silent.is_empty
    assert set(silent.summary.values()) == {0, 2}
    assert apply_differences(old.content, silent).active[0].text == "Bread\u00a0—  bake at dawn."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"more": None}),
        ({"more": None}, {"more": {}}),
        ({"more": {}}, {"more": {"a/b": {"~": [1, {"c": None}]}}}),
        ({"more": 1}, {"more": 1.0}),
        ({"more": 1}, {"more": True}),
        ({"more": [1, 2]}, {"more": [2, 1]}),
        ({"more": {"": "x"}}, {"more": {"": {"": "x"}}}),
    ],
)
def test_fields_that_the_schema_does_not_know_are_exact(before: dict[str, object], after: dict[str, object]) -> None:
    old, new = content([A], **before), content([A], **after)
    differences = through_a_file(diff(side(old), side(new)))
    assert apply_differences(old, differences).sha256 == new.sha256 != old.sha256
    assert apply_differences(new, invert(differences)).sha256 == old.sha256


def test_order_keys_stay_where_the_order_does() -> None:
    old = content([A, B, C, D])
    ids = [each.id for each in old.active]
    new = edits.move(old, [ids[3]], "l1", 1)
    made = apply_differences(old, diff(side(old), side(new)))
    assert [each.id for each in made.active] == [ids[3], *ids[:3]]
    assert [made.by_id[each].rank for each in ids[:3]] == [old.by_id[each].rank for each in ids[:3]]


def _changed(old: Content, place: int, **fields: object) -> Content:
    return edits.with_statements(old, replace(old.active[place], **fields))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda old: edits.reword(old, old.active[0].id, D), "the text of the statement “Flour — order in bulk.”"),
        (lambda old: _changed(old, 0, text="Bread —  bake at dawn."), "differs in spaces or invisible characters"),
        (lambda old: edits.move(old, [old.active[1].id], "l1", 1), "the order of the statements in the level L1"),
        (lambda old: edits.retire(old, [old.active[0].id]), "the status of the statement “Bread — bake at dawn.”"),
        (
            lambda old: edits.rename_level(old, "l2", "Master"),
            "the level l2 / label was expected to be “L2”, and is “Master”",
        ),
        (lambda old: edits.reword(old, old.active[2].id, D), "differs in something that the changes do not touch"),
        (lambda old: replace(old, statements=old.statements[1:]), "the statement “Bread — bake at dawn.”"),
    ],
)
def test_changes_that_do_not_fit_are_refused_in_words(spoil: object, said: str) -> None:
    old = content([A, B], [C])
    new = edits.rename_level(
        edits.retire(edits.reword(old, old.active[0].id, "Bread — bake at dusk."), []), "l2", "Expert"
    )
    new = edits.move(edits.retire(new, [new.active[0].id]), [new.active[1].id], "l2", 1)
    spoiled = spoil(old)
    with pytest.raises(PatchError) as caught:
        apply_differences(spoiled, diff(side(old), side(new, "v.2")))
    assert said in str(caught.value)
    assert str(caught.value).startswith("the changes from v.1 to v.2 do not fit this framework: ")
    assert "\n" not in str(caught.value)


def test_a_diff_that_knows_its_old_side_names_what_the_changes_do_not_touch() -> None:
    old = content([A, B], [C])
    view = Diff(side(old), side(edits.reword(old, old.active[0].id, "Bread — bake at dusk."), "v.2"))
    with pytest.raises(PatchError, match=r"“Flour — order in bulk\."):
        view.apply_to(edits.reword(old, old.active[2].id, D))
    assert view.apply_to(old).sha256 == view.new.content.sha256
    assert view.inverse().apply_to(view.apply_to(side(old))).sha256 == old.sha256


def test_a_file_that_somebody_altered_is_refused() -> None:
    old = content([A, B])
    value = diff(side(old), side(edits.reword(old, old.active[0].id, "Bread — bake at dusk."))).to_json_value()
    assert isinstance(value, dict)
    altered = json.dumps(value).replace('"Bread \\u2014 bake at dusk."', '"Bread \\u2014 burn."')
    with pytest.raises(PatchError, match="somebody altered them"):
        apply_differences(old, parse_differences(altered))
    del value["exact"]
    with pytest.raises(PatchError, match="make the diff again"):
        apply_differences(old, parse_differences(json.dumps(value)))


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"schema": "lexcurric/diff/2"}'])
def test_what_is_no_diff_is_said_so(text: str) -> None:
    with pytest.raises(PatchError, match="no diff of lexcurric"):
        parse_differences(text)


def test_a_deep_copy_is_applied_and_the_old_content_stays_as_it_was() -> None:
    old, new = sample_pair()
    before = old.content.model_dump_json()
    apply_differences(old.content, diff(old, new))
    assert old.content.model_dump_json() == before
