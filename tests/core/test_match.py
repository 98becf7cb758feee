from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexcurric.core.match import AUTOMATIC, CERTAIN, match
from lexcurric.core.matching.likeness import EVIDENCE
from lexcurric.core.matching.parts import PART_EVIDENCE
from lexcurric.core.matching.weights import LEARNED
from tests.samples import known_changes, sample_pair


def wordings(side: str) -> list[tuple[str, str]]:
    old, new = sample_pair()
    return [(each.level, each.text) for each in (old if side == "old" else new).content.active]


def test_the_sample_is_matched_as_its_authors_know_it() -> None:
    old, new = wordings("old"), wordings("new")
    matching = match(old, new)
    found = {(old[a][1], new[b][1], kind) for a, b, _, kind in matching.pairs if kind != "same"}
    expected = set()
    for change in known_changes()["changes"]:
        kind = {"moved": "reworded"}.get(change["kind"], change["kind"])
        if kind not in ("reworded", "split", "joined"):
            continue
        for before in change["old"]:
            for after in change["new"]:
                if before["text"] != after["text"]:
                    expected.add((before["text"], after["text"], kind))
    assert found == expected


def test_what_was_removed_and_added_in_the_sample_stays_without_a_partner() -> None:
    old, new = wordings("old"), wordings("new")
    matching = match(old, new)
    changes = known_changes()["changes"]
    assert {old[n][1] for n in matching.removed} == {c["old"][0]["text"] for c in changes if c["kind"] == "removed"}
    assert {new[n][1] for n in matching.added} == {c["new"][0]["text"] for c in changes if c["kind"] == "added"}


def test_every_index_is_paired_or_left_over_and_never_both() -> None:
    old, new = wordings("old"), wordings("new")
    matching = match(old, new)
    assert {a for a, *_ in matching.pairs} | set(matching.removed) == set(range(len(old)))
    assert {b for _, b, *_ in matching.pairs} | set(matching.added) == set(range(len(new)))
    assert not {a for a, *_ in matching.pairs} & set(matching.removed)


def test_equal_lists_match_one_to_one_in_any_order() -> None:
    old = wordings("old")
    new = old[:]
    random.Random(7).shuffle(new)
    matching = match(old, new)
    assert all(old[a] == new[b] and score == 1.0 and kind == "same" for a, b, score, kind in matching.pairs)
    assert len(matching.pairs) == len(old)


def test_spaces_and_invisible_characters_are_no_rewording() -> None:
    (pair,) = match(["Caf\u00e9 menus — plan."], [" Cafe\u0301\u00a0menus —  plan.\u200b"]).pairs
    assert pair == (0, 0, 1.0, "same")


def test_equal_statements_are_paired_within_their_level_first() -> None:
    old = [("a", "Ovens — clean."), ("b", "Ovens — clean.")]
    new = [("b", "Ovens — clean."), ("a", "Ovens — clean.")]
    assert [(a, b) for a, b, *_ in match(old, new).pairs] == [(0, 1), (1, 0)]


def test_lists_of_plain_texts_and_empty_lists_are_fine() -> None:
    assert match([], []).pairs == []
    assert match(["A — do."], []).removed == (0,)
    assert match([], ["A — do."]).added == (0,)
    assert match(["", "!"], ["!", ""]).pairs == [(0, 1, 1.0, "same"), (1, 0, 1.0, "same")]


def test_unrelated_statements_are_not_paired() -> None:
    matching = match(["Bread — bake in a deck oven."], ["Invoices — file by client and date."])
    assert matching.pairs == []


WORDS = [
    "dough",
    "oven",
    "recipe",
    "weigh",
    "mix",
    "bake",
    "cool",
    "label",
    "shift",
    "flour",
    "not",
    "5",
    "kg",
    "of",
    "the",
]
statements = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
lists = st.lists(st.tuples(st.sampled_from(["a", "b", ""]), statements), max_size=9)


@settings(max_examples=150, deadline=None)
@given(lists, lists)
def test_whatever_the_lists_every_statement_is_paired_or_left_over(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    matching = match(old, new)
    assert {a for a, *_ in matching.pairs} | set(matching.removed) == set(range(len(old)))
    assert {b for _, b, *_ in matching.pairs} | set(matching.added) == set(range(len(new)))
    assert all(0 < score <= 1 for _, _, score, _ in matching.pairs)
    assert matching == match(old, new)
    # One to one, but for splits and joins, which share one side.
    single = [(a, b) for a, b, _, kind in matching.pairs if kind in ("same", "reworded")]
    assert len({a for a, _ in single}) == len({b for _, b in single}) == len(single)
    for kind, side in (("split", 0), ("joined", 1)):
        for whole in {pair[side] for pair in matching.pairs if pair[3] == kind}:
            assert sum(1 for pair in matching.pairs if pair[3] == kind and pair[side] == whole) >= 2


@settings(max_examples=100, deadline=None)
@given(lists, lists, st.data())
def test_what_a_person_settled_wins_over_any_evidence(
    old: list[tuple[str, str]], new: list[tuple[str, str]], data: st.DataObject
) -> None:
    if not old or not new:
        return
    a, b = data.draw(st.integers(0, len(old) - 1)), data.draw(st.integers(0, len(new) - 1))
    assert (a, b, CERTAIN) in {pair[:3] for pair in match(old, new, same=[(a, b)]).pairs}
    apart = match(old, new, different=[(a, b)])
    assert (a, b) not in {pair[:2] for pair in apart.pairs}
    assert (a, b) not in {(each.old, each.new) for each in apart.similar}


def test_a_reworded_pair_says_why() -> None:
    old, new = wordings("old"), wordings("new")
    for pair in match(old, new).found:
        assert bool(pair.why) == (pair.kind != "same")
    (only,) = match(["Ovens — clean."], ["Ovens — CLEAN"]).found
    assert only.why == ("the same words; only capitals or punctuation changed",)


def test_another_figure_or_a_negation_asks_a_person_to_look_however_alike_the_rest() -> None:
    base = "Cream fillings — hold below 5 °C in the walk-in cooler and log the temperature at each shift change."
    for changed in (base.replace("5 °C", "8 °C"), base.replace("hold", "do not hold")):
        matching = match([*wordings("old"), ("x", base)], [*wordings("old"), ("x", changed)])
        (pair,) = [each for each in matching.found if each.kind == "reworded"]
        assert pair.is_doubtful
        assert any(reason.startswith("but ") for reason in pair.why)
        assert [each[:2] for each in matching.review] == [(pair.old, pair.new)]


def test_another_statement_in_the_place_of_a_removed_one_is_not_its_rewording() -> None:
    old = wordings("old")
    strangers = [
        "Delivery vans — inspect tires, lights, and brakes before the morning route.",
        "Payroll records — reconcile with the time clock at the end of each month.",
        "Visitors — greet, sign in, and escort to the meeting room.",
    ]
    for place, stranger in zip((3, 17, 31), strangers, strict=True):
        new = [*old[:place], (old[place][0], stranger), *old[place + 1 :]]
        matching = match(old, new)
        assert matching.removed == (place,)
        assert matching.added == (place,)


def test_a_statement_that_moved_to_another_level_and_was_reworded_is_found() -> None:
    old = wordings("old")
    level, text = old[4]
    changed = text.replace(" — ", " and their records — ", 1)
    new = [*old[:4], *old[5:], ("advanced", changed)]
    assert (4, len(new) - 1) in {pair[:2] for pair in match(old, new).pairs}
    assert level != "advanced"


def test_sections_that_were_renumbered_and_shuffled_do_no_harm() -> None:
    old = [(f"s{at % 4}", text) for at, (_, text) in enumerate(wordings("old"))]
    changed = {at: text + " as agreed" for at, (_, text) in enumerate(old) if at % 5 == 0}
    new = [(f"s{(at * 7) % 4 + 4}", changed.get(at, text)) for at, (_, text) in enumerate(old)]
    order = list(range(len(new)))
    random.Random(5).shuffle(order)
    found = {(a, order[b]) for a, b, *_ in match(old, [new[at] for at in order]).pairs}
    assert found == {(at, at) for at in range(len(old))}


def test_left_overs_name_what_they_may_belong_to() -> None:
    old = [*wordings("old"), ("advanced", "Rye starters — refresh daily and judge by smell, volume, and acidity.")]
    near = [
        ("advanced", "Rye starters — refresh twice a day and judge by smell, volume, and acidity."),
        ("advanced", "Wheat starters — refresh weekly and judge by smell and acidity."),
    ]
    matching = match(old, [*wordings("old"), *near])
    assert (40, 40) in {pair[:2] for pair in matching.pairs}
    (offered,) = [each for each in matching.similar if each.new == 41]
    assert offered.old == 40
    assert 0 < offered.score < 1


def test_what_is_not_sure_is_for_a_person_to_look_at() -> None:
    matching = match(wordings("old"), wordings("new"))
    review = {pair[:2] for pair in matching.review}
    for pair in matching.found:
        if pair.kind in ("split", "joined") or (pair.kind == "reworded" and pair.score < AUTOMATIC):
            assert (pair.old, pair.new) in review
        elif not pair.is_doubtful:
            assert (pair.old, pair.new) not in review


def test_the_learned_numbers_fit_the_evidence() -> None:
    assert len(LEARNED.text) == len(EVIDENCE) + 1
    assert len(LEARNED.first) == len(LEARNED.second) == 8
    assert len(LEARNED.parts) == len(PART_EVIDENCE) + 1


@pytest.mark.parametrize("count", [450, 700])
def test_lists_too_long_to_compare_all_pairs_are_matched_alike(count: int) -> None:
    chance = random.Random(count)
    stock = [f"{word}{number}" for word in WORDS for number in range(60)]
    old = [" ".join(chance.choices(stock, k=12)) for _ in range(count)]
    new = [" ".join([*text.split()[:-2], *chance.choices(stock, k=2)]) for text in old]
    chance.shuffle(order := list(range(count)))
    found = {(a, order[b]) for a, b, *_ in match(old, [new[at] for at in order]).pairs}
    assert len(found & {(at, at) for at in range(count)}) >= 0.99 * count


@pytest.mark.parametrize("entry", [3, None, ("a",), ("a", 1), ["a", "b", "c"]])
def test_what_is_no_statement_is_said_so(entry: object) -> None:
    with pytest.raises(TypeError, match="expected a statement as text or as"):
        match([entry], ["Ovens — load."])  # type: ignore[list-item]


@pytest.mark.parametrize("count", [300, 460, 1_000])
def test_long_lists_of_few_words_are_matched_as_short_ones_are(count: int) -> None:
    objects = ["Valves", "Pumps", "Ovens", "Mixers", "Scales", "Racks", "Trays", "Belts", "Doors", "Fans"]
    verbs = ["label", "clean", "inspect", "repair", "replace", "test", "adjust", "oil", "drain", "seal"]
    ways = [
        "by hand",
        "with a tool",
        "before use",
        "after use",
        "each day",
        "each week",
        "in pairs",
        "by list",
        "at night",
        "on call",
    ]
    old = [f"{a} — {b} {c}." for a in objects for b in verbs for c in ways][:count]
    new = [text.replace(".", " and report to the lead.") for text in old]
    found = {pair[:2] for pair in match(old, new).pairs}
    assert len(found & {(at, at) for at in range(count)}) >= 0.95 * count


@pytest.mark.parametrize(("before", "after"), [("≥ 63 °C", "≤ 63 °C"), ("+5 °C", "-5 °C"), ("$50", "€50")])
def test_a_sign_that_changed_is_for_a_person_to_look_at(before: str, after: str) -> None:
    matching = match([f"Limits — keep to {before}."], [f"Limits — keep to {after}."])
    (pair,) = matching.found
    assert pair.is_doubtful
    assert matching.review == [(0, 0, pair.score, "reworded")]
