from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core import edits
from lexcurric.core.diff import Change, diff, find_reordered
from lexcurric.core.model import Snapshot, replace
from lexcurric.core.wording import normal
from tests.samples import continued, known_changes, release_of, sample_pair, snapshot

A, B, C, D = "Bread — bake at dawn.", "Cakes — ice by hand.", "Ovens — clean weekly.", "Flour — order in bulk."


def edited(side: Snapshot, content: object) -> Snapshot:
    return replace(side, content=content, version="v.1+draft", ref="draft")


def side(places: tuple) -> list[tuple[str, int, str]]:
    return [(place.level, place.position, place.text) for place in places]


def test_the_sample_release_is_reported_as_its_authors_know_it() -> None:
    differences = diff(*sample_pair())
    known = known_changes()
    assert differences.summary == known["summary"]
    expected = []
    for each in known["changes"]:
        if each["kind"] == "metadata":
            expected.append(("metadata", each["pointer"], each["old"], each["new"]))
            continue
        sides = [
            [(p["level"], p["position"], p["text"]) for p in each[name]] if name in each else []
            for name in ("old", "new")
        ]
        expected.append((each["kind"], each.get("significance"), *sides))
    found = []
    for each in differences.changes:
        if isinstance(each, Change):
            found.append(
                (each.kind.value, each.significance and each.significance.value, side(each.old), side(each.new))
            )
        else:
            found.append((each.kind, each.pointer, each.old, each.new))
    assert sorted(map(repr, found)) == sorted(map(repr, expected))


def test_a_framework_does_not_differ_from_itself() -> None:
    old, _ = sample_pair()
    differences = diff(old, old)
    assert differences.is_empty
    assert differences.summary["unchanged"] == 40


def test_invisible_characters_spaces_and_time_stamps_are_no_change() -> None:
    old = snapshot([A, B])
    new = continued(
        old, snapshot(["Bread\u00a0—  bake at dawn.", "\u200bCakes — ice by hand. "], exportedAt="2027-01-01")
    )
    assert diff(old, new).is_empty


def test_what_only_slides_because_a_neighbour_came_or_went_is_not_reordered() -> None:
    old = snapshot([A, B, C])
    new = release_of(old, [D, B, C], version="v.1")
    assert diff(old, new).summary["reordered"] == 0


def test_one_statement_that_jumps_is_the_only_one_reordered() -> None:
    old = snapshot([A, B, C, D])
    new = release_of(old, [D, A, B, C], version="v.1")
    (change,) = diff(old, new).changes
    assert (change.kind, change.text) == ("reordered", D)


def test_moved_and_reworded_is_one_change_with_words() -> None:
    old = snapshot([A, B], [C])
    new = release_of(old, [B], [C, "Bread — bake at dusk."], version="v.1")
    (change,) = diff(old, new).changes
    assert change.kind == "moved"
    assert change.significance == "substantive"
    assert ("delete", "dawn") in [(mark.value, run) for mark, run in change.words]


def test_tags_criteria_and_notes_are_changes_too() -> None:
    old = snapshot([A, B])
    first = old.content.active[0].id
    tagged = edits.annotate(edits.tag(old.content, [first], ["skill:practical"]), first, "check")
    (change,) = diff(old, edited(old, tagged)).changes
    assert change.kind == "retagged"
    assert change.fields == ("tags", "note")


def test_a_split_and_a_join_in_the_draft_are_one_change_each() -> None:
    old = snapshot([A, B, C])
    first, second, third = (each.id for each in old.content.active)
    content, _ = edits.split(old.content, first, ["Bread — mix.", "Bread — bake."])
    content, _ = edits.join(content, [second, third], "Cakes and ovens — see to.")
    kinds = [(each.kind.value, len(each.old), len(each.new)) for each in diff(old, edited(old, content)).changes]
    assert kinds == [("split", 1, 2), ("joined", 2, 1)]


def test_a_split_of_a_part_is_still_a_split_of_the_whole() -> None:
    old = snapshot([A])
    content, parts = edits.split(old.content, old.content.active[0].id, ["Bread — mix.", "Bread — bake."])
    content, _ = edits.split(content, parts[1].id, ["Bread — prove.", "Bread — bake hot."])
    (change,) = diff(old, edited(old, content)).changes
    assert (change.kind.value, len(change.new)) == ("split", 3)


def test_the_one_part_that_is_left_of_a_split_is_a_rewording() -> None:
    old = snapshot([A, B])
    content, parts = edits.split(old.content, old.content.active[0].id, ["Bread — mix.", "Bread — bake at noon."])
    (change,) = diff(old, edited(old, edits.retire(content, [parts[0].id]))).changes
    assert (change.kind, change.old[0].text, change.new[0].text) == ("reworded", A, "Bread — bake at noon.")


def test_metadata_is_compared_field_by_field() -> None:
    old = snapshot([A], sources={"onet": "v30.2", "x": {"y": 1}})
    new = continued(old, snapshot([A], version="v.2", sources={"onet": "v31.0", "x": {"y": 1, "z": None}}, more=[1]))
    found = {each.pointer: (each.old, each.new) for each in diff(old, new).metadata_changes}
    assert found == {
        "/framework/version": ("v.1", "v.2"),
        "/sources/onet": ("v30.2", "v31.0"),
        "/more": (None, [1]),
    }


def test_words_joined_give_both_wordings() -> None:
    for change in diff(*sample_pair()).statement_changes:
        if change.words:
            old = "".join(run for mark, run in change.words if mark != "insert")
            new = "".join(run for mark, run in change.words if mark != "delete")
            assert (old, new) == (normal(change.old[0].text), normal(change.new[0].text))


@given(st.permutations(range(8)))
def test_the_kept_ones_are_in_order_and_as_many_as_can_be(order: list[int]) -> None:
    wordings = [f"Thing number {n} — handle with tool {n}{n}." for n in range(8)]
    old = snapshot(wordings)
    ids = [each.id for each in old.content.active]
    content = edits.move(old.content, [ids[n] for n in order], "l1")
    jumped = find_reordered(old.content, content)
    kept = [n for n in order if ids[n] not in jumped]
    assert kept == sorted(kept)
    longest = [1] * 8
    for here in range(8):
        longest[here] = 1 + max((longest[there] for there in range(here) if order[there] < order[here]), default=0)
    assert len(kept) == max(longest)
