from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core import edits
from lexcurric.core.diff import Change, diff, find_reordered
from lexcurric.core.model import Content, Level, Snapshot, Statement, replace
from lexcurric.core.report import headline, sections
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


def test_another_level_is_substantive_whatever_the_words() -> None:
    old = snapshot([A, B], [C])
    first = old.content.active[0].id
    content = edits.move(edits.reword(old.content, first, "Breads — bake at dawn."), [first], "l2")
    (change,) = diff(old, edited(old, content)).statement_changes
    assert (change.kind, change.significance) == ("moved", "substantive")
    assert change.why == "another level; in the wording only: another form of a word: bread → breads"


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


def rekeyed(side: Snapshot, keys: dict[str, str]) -> Snapshot:
    """The same framework with its levels under other keys."""
    old = side.content
    levels = tuple(replace(each, key=keys.get(each.key, each.key)) for each in old.levels)
    statements = tuple(replace(each, level=keys.get(each.level, each.level)) for each in old.statements)
    return replace(side, content=replace(old, levels=levels, statements=statements), version="v.2", ref="v.2")


def test_a_level_under_another_key_is_one_change_and_moves_nothing() -> None:
    old = snapshot([A, B], [C, D])
    differences = diff(old, rekeyed(old, {"l1": "novice"}))
    assert [(each.pointer, each.old, each.new) for each in differences.metadata_changes] == [
        ("/framework/levels/novice", "l1", "novice"),
        ("/framework/version", "v.1", "v.2"),
    ]
    assert not differences.statement_changes
    assert differences.renamed_levels == {"l1": "novice"}
    said = headline(differences.metadata_changes[0], differences.levels)
    assert said == "Level L1: its key in the file is now novice, and was l1"


def test_changes_in_a_level_under_another_key_are_listed_there_only() -> None:
    old = snapshot([A, B], [C, D])
    new = rekeyed(old, {"l1": "novice", "l2": "master"})
    first, second, third, _ = (each.id for each in old.content.active)
    content = edits.move(new.content, [second], "novice", 1)
    content = edits.reword(content, third, "Ovens — clean daily.")
    content = edits.move(content, [first], "master", 1)
    differences = diff(old, replace(new, content=content))
    assert [(each.kind.value, each.old[0].level, each.new[0].level) for each in differences.statement_changes] == [
        ("moved", "l1", "master"),
        ("reworded", "l2", "master"),
    ]
    shown = [(section.title, len(section.changes), len(section.departures)) for section in sections(differences)]
    assert shown == [("L1", 0, 1), ("L2", 2, 0), ("About the framework", 3, 0)]


def test_a_removed_statement_is_listed_under_its_level_whatever_its_key() -> None:
    old = snapshot([A, B], [C])
    new = rekeyed(old, {"l1": "novice"})
    content = edits.retire(new.content, [old.content.active[0].id])
    (section, _) = sections(diff(old, replace(new, content=content)))
    assert (section.title, section.changes[0].kind) == ("L1", "removed")


def test_reordering_is_found_in_a_level_under_another_key() -> None:
    old = snapshot([A, B, C, D])
    new = rekeyed(old, {"l1": "novice"})
    content = edits.move(new.content, [old.content.active[3].id], "novice", 1)
    (change,) = diff(old, replace(new, content=content)).statement_changes
    assert (change.kind, change.text) == ("reordered", D)


def test_numbered_levels_that_a_new_one_pushes_up_keep_their_statements_in_place() -> None:
    old = snapshot([A, B], [C, D])
    new = rekeyed(old, {"l1": "l2", "l2": "l3"})
    entry = Level(key="l1", label="Entry", rank="0")
    content, _ = edits.add(replace(new.content, levels=(entry, *new.content.levels)), "l1", "Floors — sweep.")
    differences = diff(old, replace(new, content=content))
    (change,) = differences.statement_changes
    assert (change.kind, change.new[0].label) == ("added", "Entry")
    assert differences.renamed_levels == {"l1": "l2", "l2": "l3"}
    assert differences.levels == {"l1": "Entry", "l2": "L1", "l3": "L2"}


def test_a_statement_that_left_a_level_names_it_as_it_was_called_then() -> None:
    old = snapshot([A, B], [C])
    content = edits.move(edits.rename_level(old.content, "l1", "Novice"), [old.content.active[0].id], "l2")
    differences = diff(old, edited(old, content))
    assert headline(differences.statement_changes[0], differences.levels) == "Moved from L1 to L2"
    assert headline(differences.metadata_changes[0], differences.levels) == "Level L1 is now called Novice"


def test_a_level_that_came_or_went_is_said_so() -> None:
    old = snapshot([A, B], [C])
    new = replace(old.content, levels=old.content.levels[:1], statements=old.content.statements[:2])
    there, back = diff(old, edited(old, new)), diff(edited(old, new), old)
    assert "Level L2 removed" in [headline(each, there.levels) for each in there.metadata_changes]
    assert "Level L2 added" in [headline(each, back.levels) for each in back.metadata_changes]


def jumps(before: str, after: str) -> set[str]:
    """Which letters are said to have changed places within a level, when it held one row and holds another."""
    every = sorted({*before, *after})
    ids = {letter: f"id-{letter}" for letter in every}

    def row(letters: str) -> Content:
        return Content(
            soc="11-1111.00",
            document={},
            levels=(Level(key="l1", label="L1", rank="1"), Level(key="l2", label="L2", rank="2")),
            statements=tuple(
                Statement(
                    id=ids[each],
                    level="l1" if each in letters else "l2",
                    rank=f"{letters.find(each):03d}",
                    text=f"Thing {each} — do.",
                )
                for each in every
            ),
        )

    return {each.removeprefix("id-") for each in find_reordered(row(before), row(after))}


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        pytest.param("abcd", "abcd", "", id="nothing"),
        pytest.param("ab", "ba", "a", id="a tie: the one that stands later now"),
        pytest.param("abcdef", "efabcd", "ef", id="a block to the front: the smaller part moved"),
        pytest.param("abcdef", "cdefab", "ab", id="a block to the end"),
        pytest.param("abcdef", "defabc", "abc", id="halves exchanged: the later half"),
        pytest.param("abcdef", "axbycdef", "", id="some came in between"),
        pytest.param("axbycdef", "abcdef", "", id="some went from between"),
        pytest.param("abcdef", "xfabcy", "f", id="one jumped while others came and went"),
        pytest.param("abcde", "edcba", "dcba", id="turned round: one stays"),
    ],
)
def test_the_smallest_set_is_said_to_have_changed_places(before: str, after: str, moved: str) -> None:
    assert jumps(before, after) == set(moved)


def test_vocabularies_and_names_of_criteria_that_both_sides_have_are_compared() -> None:
    old = snapshot([A, B])
    first = old.content.active[0].id
    begun = edits.assign_criterion(edits.tag(old.content, [first], ["skill:practical"]), [first], "Baking")
    later = edits.tag(begun, [first], ["skill:theory"])
    criteria = tuple(replace(each, label="Bread") for each in later.criteria)
    vocabularies = tuple(replace(each, label="Kind of skill", open=False) for each in later.vocabularies)
    later = replace(later, criteria=criteria, vocabularies=vocabularies)
    differences = diff(edited(old, begun), edited(old, later))
    said = [(headline(each, differences.levels), each.old, each.new) for each in differences.metadata_changes]
    assert said == [
        ("Name of a criterion changed", "Baking", "Bread"),
        ("Vocabulary skill / label changed", "Skill", "Kind of skill"),
        ("Vocabulary skill / open changed", True, False),
        ("Vocabulary skill / terms changed", ["practical"], ["practical", "theory"]),
    ]
    # An export knows of neither, so a comparison with one says nothing of them.
    assert [each.fields for each in diff(old, edited(old, begun)).statement_changes] == [("tags", "criterion")]
    assert not diff(old, edited(old, begun)).metadata_changes


PUBLISHED = {
    "diff": {"schema", "old", "new", "summary", "changes"},
    "change": {"kind", "confidence", "review", "old", "new"},
    "place": {"id", "level", "position", "text"},
    "summary": [
        "unchanged",
        "reworded",
        "moved",
        "added",
        "removed",
        "split",
        "joined",
        "reordered",
        "retagged",
        "metadata",
    ],
}


def test_the_json_has_every_field_of_the_published_interface() -> None:
    value = json.loads(json.dumps(diff(*sample_pair()).to_json_value()))
    assert value["schema"] == "lexcurric/diff/1"
    assert value.keys() >= PUBLISHED["diff"]
    assert set(value["summary"]) == set(PUBLISHED["summary"])
    assert all({"ref", "version"} <= value[side].keys() for side in ("old", "new"))
    for change in value["changes"]:
        if change["kind"] == "metadata":
            assert change.keys() == {"kind", "pointer", "old", "new"}
            continue
        assert change.keys() >= PUBLISHED["change"]
        assert all(place.keys() >= PUBLISHED["place"] for place in (*change["old"], *change["new"]))
        assert all(mark in ("equal", "delete", "insert") for mark, _ in change.get("words", []))
        if change["kind"] == "reworded":
            assert change["significance"] in ("editorial", "substantive")
            assert change["words"]
