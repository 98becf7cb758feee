from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core import edits
from lexcurric.core.errors import EditError
from lexcurric.core.items import changed_items, content_of, items_of
from lexcurric.core.model import Content, Scope, Term, Vocabulary, replace
from tests.samples import content

A, B, C = "Bread — bake at dawn.", "Cakes — ice by hand.", "Ovens — clean weekly."


def wordings(found: Content) -> dict[str, list[str]]:
    return {key: [each.text for each in row] for key, row in found.by_level.items()}


def ids(found: Content) -> list[str]:
    return [each.id for each in found.active]


def test_rewording_keeps_id_tags_and_place() -> None:
    start = edits.tag(content([A, B]), [ids(content([A, B]))[0]], ["x:y"])
    found = edits.reword(start, ids(start)[0], "Bread — bake at noon. ")
    assert wordings(found) == {"l1": ["Bread — bake at noon.", B]}
    assert found.active[0].tags == ("x:y",)
    assert ids(found) == ids(start)


@pytest.mark.parametrize(("position", "expected"), [(1, [C, A, B]), (2, [A, C, B]), (None, [A, B, C]), (99, [A, B, C])])
def test_a_statement_is_added_where_it_is_wanted(position: int | None, expected: list[str]) -> None:
    found, fresh = edits.add(content([A, B]), "L1", C, position)
    assert wordings(found) == {"l1": expected}
    assert found.by_id[fresh.id].text == C


def test_moving_changes_no_other_statement() -> None:
    start = content([A, B], [C])
    found = edits.move(start, [ids(start)[0]], "l2", 1)
    assert wordings(found) == {"l1": [B], "l2": [A, C]}
    assert len(changed_items(items_of(start), items_of(found))) == 1


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 1), st.integers(1, 9)), max_size=25))
def test_moving_puts_each_where_it_is_told(moves: list[tuple[int, int, int]]) -> None:
    found = content([f"Thing {n} — do." for n in range(8)], [])
    rows = {"l1": list(ids(found)), "l2": []}
    names = ids(found)
    for which, level, position in moves:
        for row in rows.values():
            if names[which] in row:
                row.remove(names[which])
        rows[f"l{level + 1}"].insert(position - 1, names[which])
        found = edits.move(found, [names[which]], f"l{level + 1}", position)
    assert {key: [each.id for each in row] for key, row in found.by_level.items()} == rows


def test_several_statements_move_in_the_order_given() -> None:
    start = content([A, B], [C])
    first, second, third = ids(start)
    assert wordings(edits.move(start, [third, first], "l1", 1)) == {"l1": [C, A, B], "l2": []}
    assert wordings(edits.move(start, [second, first], "l2")) == {"l1": [], "l2": [C, B, A]}


def test_retiring_keeps_the_statement_and_reinstating_puts_it_back() -> None:
    start = content([A, B])
    found = edits.retire(start, [ids(start)[0]])
    assert wordings(found) == {"l1": [B]}
    assert [each.text for each in found.statements if not each.is_active] == [A]
    assert edits.reinstate(found, [ids(start)[0]]).sha256 == start.sha256


def test_a_split_retires_the_old_and_carries_its_tags_to_the_new() -> None:
    start = edits.assign_criterion(
        edits.tag(content([A, B]), [ids(content([A, B]))[0]], ["x:y"]), ids(content([A, B]))[:1], "Bread"
    )
    found, parts = edits.split(start, ids(start)[0], ["Bread — mix.", "Bread — bake."])
    assert wordings(found) == {"l1": ["Bread — mix.", "Bread — bake.", B]}
    old = found.by_id[ids(start)[0]]
    assert old.replaced_by == tuple(part.id for part in parts)
    for part in parts:
        assert found.by_id[part.id].tags == ("x:y",)
        assert found.by_id[part.id].comes_from == (old.id,)
        assert found.by_id[part.id].criterion == start.criteria[0].id


def test_a_join_takes_the_first_ones_place_and_all_tags() -> None:
    start = content([A], [B, C])
    _, second, third = ids(start)
    start = edits.tag(edits.tag(start, [second], ["x:y"]), [third], ["x:z"])
    found, joined = edits.join(start, [third, second], "Cakes and ovens — see to.")
    assert wordings(found) == {"l1": [A], "l2": ["Cakes and ovens — see to."]}
    assert found.by_id[joined.id].tags == ("x:y", "x:z")
    assert {each.id for each in found.statements if not each.is_active} == {second, third}


def test_a_join_with_an_earlier_one_of_its_level_stands_where_the_first_one_stood() -> None:
    start = content([A, B, C, "Pans — scrub."])
    first, _, third, _ = ids(start)
    found, _ = edits.join(start, [third, first], "Cakes and ovens — see to.")
    assert wordings(found) == {"l1": [B, "Cakes and ovens — see to.", "Pans — scrub."]}


def test_a_closed_vocabulary_takes_its_own_terms_only() -> None:
    skill = Vocabulary(name="skill", scope=Scope.ONE, terms=(Term(term="a"), Term(term="b")))
    start = replace(content([A]), vocabularies=(skill,))
    tagged = edits.tag(start, ids(start), ["skill:a"])
    assert edits.tag(tagged, ids(start), ["skill:b"]).active[0].tags == ("skill:b",)
    with pytest.raises(EditError, match="its terms are a, b"):
        edits.tag(start, ids(start), ["skill:c"])
    with pytest.raises(EditError, match="one 'skill' tag at most"):
        edits.tag(start, ids(start), ["skill:a", "skill:b"])


def test_a_new_term_joins_an_open_vocabulary() -> None:
    found = edits.tag(content([A]), ids(content([A])), ["tool:deck oven", "rush hour"])
    assert found.active[0].tags == ("tag:rush hour", "tool:deck oven")
    assert [(each.name, each.open, [term.term for term in each.terms]) for each in found.vocabularies] == [
        ("tool", True, ["deck oven"]),
        ("tag", True, ["rush hour"]),
    ]


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (lambda c: edits.reword(c, "00000000", A), "no statement has an id"),
        (lambda c: edits.reword(c, ids(c)[0], " \u200b"), "needs a wording"),
        (lambda c: edits.reword(c, ids(c)[0], "a\0b"), "NUL"),
        (lambda c: edits.add(c, "l9", A), "no level 'l9'"),
        (lambda c: edits.move(c, ids(c), "nowhere"), "the levels are l1"),
        (lambda c: edits.reword(edits.retire(c, ids(c)[:1]), ids(c)[0], A), "is retired"),
        (lambda c: edits.reinstate(c, ids(c)), "not retired"),
        (lambda c: edits.split(c, ids(c)[0], [A]), "at least two wordings"),
        (lambda c: edits.join(c, [ids(c)[0], ids(c)[0]], A), "two different statements"),
        (lambda c: edits.tag(c, ids(c), ["a,b:c"]), "expected a tag"),
        (lambda c: edits.set_metadata(c, "framework", 1), "JSON pointer"),
        (lambda c: edits.set_metadata(c, "/occupation/title/x", 1), "no place"),
        (lambda c: edits.rename_level(c, "l1", " "), "not empty"),
    ],
)
def test_an_action_that_does_not_fit_is_refused_in_words(action, said: str) -> None:
    with pytest.raises(EditError, match=said):
        action(content([A, B]))


def test_a_statement_is_found_by_the_first_eight_characters_of_its_id() -> None:
    start = content([A, B])
    assert edits.find(start, ids(start)[1][:8]).text == B
    with pytest.raises(EditError):
        edits.find(start, ids(start)[1][:7])


def test_content_and_items_are_inverse() -> None:
    start = edits.assign_criterion(
        edits.tag(content([A], [B, C]), ids(content([A], [B, C])), ["x:y"]), [ids(content([A], [B, C]))[0]], "Bread"
    )
    assert content_of(items_of(start)).sha256 == start.sha256
    assert changed_items(items_of(start), items_of(content_of(items_of(start)))) == {}
