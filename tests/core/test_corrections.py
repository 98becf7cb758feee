from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexcurric.core.continuity import continue_from
from lexcurric.core.corrections import Correction, find_different, find_same, newest, settle
from lexcurric.core.errors import EditError
from lexcurric.core.model import Content, replace
from lexcurric.core.wording import normal
from tests.samples import content

DOUGH = "Dough — mix to a recipe."
LOAVES = "Loaves — shape by hand."
OVEN = "Deck oven — load with loaves."
STOVE = "Ranges and burners — light safely."


def said(verdict: str, before: Content, old: str, new: str, **more: object) -> Correction:
    """A correction of two wordings; the old one is found in `before`."""
    found = next(each for each in before.statements if each.text == old)
    fields = {"author": "Ada", "time": "2026-01-01T00:00:00.000Z", **more}
    return Correction(verdict=verdict, old_id=found.id, old_text=normal(old), new_text=normal(new), **fields)


def ids(found: Content) -> dict[str, str]:
    return {each.text: each.id for each in found.active}


def test_same_pairs_what_no_score_would() -> None:
    before, fresh = content([DOUGH, OVEN]), content([DOUGH, STOVE])
    assert ids(continue_from(before, fresh).content)[STOVE] != ids(before)[OVEN]
    found = continue_from(before, fresh, [said("same", before, OVEN, STOVE, reason="new ovens")])
    assert ids(found.content)[STOVE] == ids(before)[OVEN]
    assert found.reasons[ids(before)[OVEN]] == ("Ada said that these are the same: new ovens",)
    assert found.review == ()


def test_different_parts_what_every_score_would_pair() -> None:
    before, after = content([DOUGH, LOAVES]), content([DOUGH, "Loaves — shape by hand neatly."])
    old = ids(before)[LOAVES]
    assert ids(continue_from(before, after).content)["Loaves — shape by hand neatly."] == old
    found = continue_from(before, after, [said("different", before, LOAVES, "Loaves — shape by hand neatly.")]).content
    assert found.active[1].id != old
    assert not found.by_id[old].is_active
    assert found.by_id[old].text == LOAVES


def test_same_brings_back_a_statement_that_an_earlier_release_dropped() -> None:
    first = content([DOUGH, OVEN])
    dropped = continue_from(first, content([DOUGH])).content
    found = continue_from(dropped, content([DOUGH, STOVE]), [said("same", first, OVEN, STOVE)]).content
    back = found.by_id[ids(first)[OVEN]]
    assert (back.text, back.is_active) == (STOVE, True)


def test_different_holds_against_a_wording_that_comes_back_and_against_a_first_wording() -> None:
    first = content([DOUGH, OVEN])
    dropped = continue_from(first, content([DOUGH])).content
    again = content([DOUGH, OVEN])
    assert ids(continue_from(dropped, again).content)[OVEN] == ids(first)[OVEN]
    found = continue_from(dropped, again, [said("different", first, OVEN, OVEN)]).content
    assert ids(found)[OVEN] != ids(first)[OVEN]


PARTS = ("Mail — sort by room and number.", "Faxes — send and file the receipts of each.")
WHOLE = "Mail and faxes — sort by room and number, send and file the receipts of each."


def test_one_part_of_a_split_that_is_the_same_leaves_a_rewording_and_an_addition() -> None:
    before, after = content([DOUGH, WHOLE]), content([DOUGH, *PARTS])
    split = continue_from(before, after).content
    assert {each.comes_from for each in split.active[1:]} == {(ids(before)[WHOLE],)}
    found = continue_from(before, after, [said("same", before, WHOLE, PARTS[0])]).content
    assert [each.comes_from for each in found.active] == [(), (), ()]
    assert ids(found)[PARTS[0]] == ids(before)[WHOLE]
    assert ids(found)[PARTS[1]] not in before.by_id


def test_one_part_of_a_split_that_is_different_leaves_the_other_as_a_rewording() -> None:
    before, after = content([DOUGH, WHOLE]), content([DOUGH, *PARTS])
    found = continue_from(before, after, [said("different", before, WHOLE, PARTS[1])]).content
    assert ids(found)[PARTS[0]] == ids(before)[WHOLE]
    assert ids(found)[PARTS[1]] != ids(before)[WHOLE]
    assert found.active[2].comes_from == ()
    both = [said("different", before, WHOLE, part) for part in PARTS]
    found = continue_from(before, after, both).content
    assert {each.comes_from for each in found.active} == {()}
    assert found.by_id[ids(before)[WHOLE]].replaced_by == ()


def test_one_source_of_a_join_that_is_different_leaves_the_other_as_a_rewording() -> None:
    before, after = content([DOUGH, *PARTS]), content([DOUGH, WHOLE])
    assert len(continue_from(before, after).content.active[1].comes_from) == 2
    found = continue_from(before, after, [said("different", before, PARTS[0], WHOLE)]).content
    assert ids(found)[WHOLE] == ids(before)[PARTS[1]]
    assert not found.by_id[ids(before)[PARTS[0]]].is_active


def test_a_correction_finds_its_statement_by_wording_where_nothing_has_that_id() -> None:
    before = content([DOUGH, OVEN])
    elsewhere = replace(before, statements=tuple(replace(each, id=f"other-{each.rank}") for each in before.statements))
    correction = said("same", before, OVEN, STOVE)
    found = continue_from(elsewhere, content([DOUGH, STOVE]), [correction]).content
    assert ids(found)[STOVE] == ids(elsewhere)[OVEN]
    reworded = replace(before, statements=tuple(replace(each, text=f"{each.text}!") for each in before.statements))
    assert settle(reworded.statements, content([STOVE]).active, [correction]).same == ()


def test_of_two_that_stand_against_each_other_the_later_holds() -> None:
    before = content([DOUGH, OVEN])
    first = said("same", before, OVEN, STOVE)
    later = said("different", before, OVEN, STOVE, time="2026-02-01T00:00:00.000Z", author="Bob")
    other = said("same", before, DOUGH, STOVE, time="2026-02-01T00:00:00.000Z")
    assert list(newest([later], [first]).values()) == [later]
    assert [each.withdrawn for each in newest([other, first]).values()] == [True, False]
    assert settle(before.statements, content([STOVE]).active, [other, first]).same == ((ids(before)[DOUGH], 0),)
    withdrawn = replace(first, withdrawn=True)
    assert list(newest([first, withdrawn]).values()) == [withdrawn]
    assert settle(before.statements, content([STOVE]).active, [withdrawn]).same == ()


def test_what_cannot_be_the_same_is_said_in_words() -> None:
    first = content([DOUGH, OVEN])
    second = continue_from(first, content([DOUGH, "Deck oven — load with the loaves.", STOVE])).content
    both, names = [first, second], ["v.1", "v.2"]
    oven, stove, dough = ids(first)[OVEN], ids(second)[STOVE], ids(first)[DOUGH]
    assert find_same(both, names, oven, stove) == [(oven, OVEN, STOVE)]
    for old, new, words in (
        ("nonsense", stove, "no statement has an id"),
        (oven, "nonsense", "in the newest release, v.2"),
        (oven, oven, "already the same"),
        (dough, stove, "stands in v.2 unchanged"),
        (dough, oven, "both are in v.1, side by side"),
        (stove, oven, "one was there before"),
    ):
        with pytest.raises(EditError, match=words):
            find_same(both, names, old, new)


def test_words_that_were_given_to_a_neighbour_can_be_given_to_the_one_that_went() -> None:
    first = content([DOUGH, OVEN, LOAVES])
    second = continue_from(first, content([DOUGH, STOVE]), [said("same", first, LOAVES, STOVE)]).content
    oven, loaves = ids(first)[OVEN], ids(first)[LOAVES]
    assert ids(second)[STOVE] == loaves
    assert find_same([first, second], ["v.1", "v.2"], oven, loaves) == [(oven, OVEN, STOVE)]


def test_what_is_not_taken_to_continue_anything_is_said_in_words() -> None:
    first = content([DOUGH, OVEN])
    second = continue_from(first, content([DOUGH, "Deck oven — load with the loaves.", STOVE])).content
    oven = ids(first)[OVEN]
    assert find_different([first, second], oven[:8]) == [(oven, OVEN, "Deck oven — load with the loaves.")]
    third = continue_from(second, content([DOUGH, "Deck oven — load with the loaves.", STOVE])).content
    assert find_different([first, second, third], oven) == [(oven, OVEN, "Deck oven — load with the loaves.")]
    for found in (ids(first)[DOUGH], ids(second)[STOVE]):
        with pytest.raises(EditError, match="nothing to correct"):
            find_different([first, second], found)
    with pytest.raises(EditError, match="was not taken to be the same as"):
        find_different([first, second], ids(first)[DOUGH], ids(second)[STOVE])


TEXTS = st.lists(
    st.sampled_from([DOUGH, LOAVES, OVEN, STOVE, WHOLE, *PARTS, f"{DOUGH[:-1]} twice.", "Mail — sort.", "x", "Y — z."]),
    min_size=1,
    max_size=6,
    unique=True,
)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, st.data())
def test_same_always_and_different_never_ends_with_that_id_whatever_the_scores(
    old: list[str], new: list[str], data: st.DataObject
) -> None:
    before, fresh = content(old), content(new)
    pairs = st.tuples(st.sampled_from(old), st.sampled_from(new))
    one = data.draw(pairs)
    apart = [each for each in data.draw(st.lists(pairs, max_size=4)) if each != one]
    corrections = [said("same", before, *one), *(said("different", before, *each) for each in apart)]
    found = continue_from(before, fresh, data.draw(st.permutations(corrections))).content
    known, now = ids(before), ids(found)
    assert now[one[1]] == known[one[0]]
    for was, is_now in apart:
        row = found.by_id[now[is_now]]
        assert row.id != known[was]
        assert known[was] not in row.comes_from
    assert len(found.by_id) == len(found.statements)
    assert {each.text for each in found.active} == set(new)
    assert set(before.by_id) <= set(found.by_id)
