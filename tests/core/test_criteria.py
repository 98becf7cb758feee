"""Proposing criteria: what is put together, why, and what is left alone."""

from __future__ import annotations

import hashlib
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexcurric.core import edits
from lexcurric.core.criteria.editing import accept_threads
from lexcurric.core.criteria.families import families_of
from lexcurric.core.criteria.propose import Proposal, propose
from lexcurric.core.errors import EditError
from lexcurric.core.model import Content
from lexcurric.formats.lex_json import read_export
from tests.samples import EXPORTS, OLD, REAL, ROOT, content, needs_real

TRUTH = json.loads((ROOT / "benchmarks" / "truth" / "criteria.json").read_text(encoding="utf-8"))


def sample() -> Content:
    return read_export(OLD).snapshot().content


def places(found: Content) -> dict[str, str]:
    return {each.id: each.level[0].upper() + str(found.positions[each.id]) for each in found.active}


def groups(found: Content, proposal: Proposal) -> list[set[str]]:
    names = places(found)
    return [{names[member.id] for member in thread.members} for thread in proposal.threads]


def agreement(found: Content, proposal: Proposal, wanted: list[str]) -> float:
    """The F1 of the pairs of statements that stand together."""
    pairs = [
        {frozenset((a, b)) for row in rows for a in row for b in row if a < b}
        for rows in (groups(found, proposal), [set(row.split()) for row in wanted])
    ]
    return 2 * len(pairs[0] & pairs[1]) / (len(pairs[0]) + len(pairs[1]))


def test_a_thread_runs_through_the_levels_by_what_statements_are_about_and_not_by_their_place() -> None:
    found = content(
        ["Invoices — sort under supervision.", "Knives — wash under supervision.", "Dogs — walk under supervision."],
        ["Dogs and puppies — feed.", "Client invoices — check.", "Carving knives — sharpen."],
        ["Knives — choose for a kitchen.", "Kennel of dogs — run.", "Overdue invoices — settle."],
    )
    proposal = propose(found)
    by_word = {thread.label: [found.by_id[each.id].text for each in thread.members] for thread in proposal.threads}
    assert {
        label: [word for word in ("nvoice", "nives", "og") if all(word in text for text in texts)]
        for label, texts in by_word.items()
    } == {
        "Invoices": ["nvoice"],
        "Knives": ["nives"],
        "Dogs": ["og"],
    }
    assert proposal.loose == ()


@pytest.mark.parametrize("path", EXPORTS)
def test_every_statement_is_in_one_thread_or_loose_and_each_is_explained(path) -> None:
    found = read_export(path).snapshot().content
    proposal = propose(found)
    listed = [member.id for thread in proposal.threads for member in thread.members]
    listed += [each.id for each in proposal.loose]
    assert sorted(listed) == sorted(each.id for each in found.active)
    assert 5 <= len(proposal.threads) <= 12
    assert len({thread.label for thread in proposal.threads}) == len(proposal.threads)
    labels = {thread.label for thread in proposal.threads}
    for thread in proposal.threads:
        assert len(thread.members) > 1
        assert 0 < thread.confidence <= 1
        own = {each.id for each in thread.members}
        for member in thread.members:
            assert "most like" in member.why
            assert member.closest in own - {member.id}
            assert member.next_best in labels - {thread.label} | {""}
            assert member.shares
            for word in [each for each in member.shares if each.startswith("“")]:
                assert word[1:-1] in found.by_id[member.id].text.casefold()
    assert all(each.why for each in proposal.loose)


def test_the_same_content_gives_the_same_proposal() -> None:
    assert propose(sample()) == propose(sample())


@pytest.mark.parametrize(
    ("path", "least"), [(OLD, 0.5), pytest.param(REAL, 0.6, marks=needs_real)], ids=["bakers", "legal secretaries"]
)
def test_the_threads_agree_with_a_careful_reader(path, least: float) -> None:
    found = read_export(path).snapshot().content
    assert agreement(found, propose(found), TRUTH[path.name.removesuffix(".json")]) >= least


def test_threads_of_the_sample_that_nobody_would_dispute() -> None:
    found = sample()
    threads = {
        thread.label: rows for thread, rows in zip(propose(found).threads, groups(found, propose(found)), strict=True)
    }
    assert threads["Fermenting"] == {"D3", "D4", "A6"}
    assert threads["Staff"] == {"P9", "A3"}
    assert {"E1", "E8", "P4", "A5"} <= threads["Cleaning and hygiene"]
    assert {"E2", "E10", "A7"} <= threads["Flour and ingredients"]


def test_a_statement_that_fits_nowhere_is_left_loose_and_told_why() -> None:
    found = content(
        ["Invoices — sort.", "Zebra crossings — repaint."], ["Invoices and billing — check.", "Opera arias — hum."]
    )
    proposal = propose(found)
    assert [thread.label for thread in proposal.threads] == ["Invoices"]
    assert {found.by_id[each.id].text for each in proposal.loose} == {
        "Zebra crossings — repaint.",
        "Opera arias — hum.",
    }
    assert {each.why for each in proposal.loose} == {"no thread is about what it is about"}


def test_what_the_designer_has_put_under_criteria_stays_and_takes_more_in() -> None:
    found = sample()
    ids = {name: uid for uid, name in places(found).items()}
    own = edits.assign_criterion(found, [ids["P9"], ids["E1"]], "My people")
    proposal = propose(own)
    kept = next(each for each in proposal.threads if each.criterion is not None)
    assert kept.label == "My people"
    assert ids["A3"] in [each.id for each in kept.members]
    assert not {ids["P9"], ids["E1"]} & {each.id for thread in proposal.threads for each in thread.members}
    accepted = accept_threads(own, proposal.threads)
    under = {accepted.by_id[ids[each]].criterion for each in ("P9", "E1", "A3")}
    assert under == {own.criteria[0].id}


def test_two_criteria_of_the_designer_are_never_put_together() -> None:
    found = content(["Invoices — sort."], ["Invoices — check."], ["Invoices — settle."])
    first, second, third = (each.id for each in found.active)
    own = edits.assign_criterion(edits.assign_criterion(found, [first], "One"), [second], "Two")
    proposal = propose(own)
    assert [[member.id for member in thread.members] for thread in proposal.threads] == [[third]]
    assert proposal.threads[0].criterion in {each.id for each in own.criteria}


def test_a_new_thread_never_takes_a_name_that_is_there() -> None:
    found = content(["Invoices — sort.", "Old tools — oil."], ["Invoices — check."], ["Invoices — settle."])
    own = edits.assign_criterion(found, [found.active[1].id], "Invoices")
    proposal = propose(own)
    assert "Invoices" not in [each.label for each in proposal.threads if each.criterion is None]
    assert len(proposal.threads) == 1


def test_nothing_is_left_to_propose_once_all_is_accepted() -> None:
    found = sample()
    accepted = accept_threads(found, propose(found).threads)
    assert propose(accepted).threads == ()
    assert len(accepted.criteria) == len(propose(found).threads)


def test_a_number_of_criteria_is_aimed_at() -> None:
    counts = [len(propose(sample(), count=number).threads) for number in (8, 10, 14)]
    assert counts == sorted(counts)
    assert counts[0] <= 9
    assert counts[2] > 12
    with pytest.raises(EditError, match="expected 1 criterion or more, found 0"):
        propose(sample(), count=0)


@pytest.mark.parametrize(
    "levels",
    [
        [[]],
        [["Dough — mix."]],
        [["Dough — mix.", "Dough — mix."], []],
        [["no dash at all"], ["no dash at all either"]],
        [["— ."], ["…"], ["\u200b"]],
        [["Hygiene — wash."], [], ["Hygiene — teach."]],
    ],
)
def test_odd_frameworks_are_no_trouble(levels: list[list[str]]) -> None:
    found = content(*levels)
    proposal = propose(found)
    listed = [member.id for thread in proposal.threads for member in thread.members] + [
        each.id for each in proposal.loose
    ]
    assert sorted(listed) == sorted(each.id for each in found.active)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from([each.text for each in sample().active]), max_size=8), min_size=1, max_size=4))
def test_accepting_any_proposal_puts_just_its_statements_under_just_its_labels(levels: list[list[str]]) -> None:
    found = content(*levels)
    proposal = propose(found)
    accepted = accept_threads(found, proposal.threads)
    labels = {each.id: each.label for each in accepted.criteria}
    assert {each.id: labels[each.criterion] for each in accepted.active if each.criterion} == {
        member.id: thread.label for thread in proposal.threads for member in thread.members
    }
    crowd = max([4, *(-(-len(row) // 3) for row in found.by_level.values())])
    for thread in proposal.threads:
        at = [found.by_id[each.id].level for each in thread.members]
        assert max(map(at.count, at)) <= crowd


def test_a_family_takes_in_a_words_forms_and_not_words_that_only_look_like_it() -> None:
    assert families_of("invoicing") == families_of("invoices") == ("Costs and prices",)
    assert families_of("scrapping") == ("Waste and yield",)
    assert families_of("scrape") == ()


WORDS = [
    "bread",
    "dough",
    "invoices",
    "knives",
    "puppies",
    "contracts",
    "pumps",
    "gardens",
    "letters",
    "recipes",
    "budgets",
    "engines",
    "wounds",
    "lessons",
    "roofs",
    "samples",
    "tickets",
    "fabrics",
    "hives",
    "servers",
]
VERBS = ["Sort", "Check", "Settle", "Plan", "Record", "Repair", "Teach", "Compare"]
BESIDE = ["daily", "old", "shared", "frozen", "public", "broken", "small", "foreign", "seasonal"]


def large(count: int) -> Content:
    """Four levels of statements that share words in many ways, the same each time."""
    texts = [
        f"{VERBS[at * 7 % 8]} {BESIDE[at * 5 % 9]} {WORDS[at % 20]} and {WORDS[(at // 20 * 3 + at) % 20]} for "
        f"{BESIDE[at // 9 % 9]} {WORDS[at // 8 % 20]} of line {at // 40}."
        for at in range(count)
    ]
    return content(*[texts[level::4] for level in range(4)])


@pytest.mark.parametrize(("count", "wanted"), [(None, "7975a36cb517c58d"), (9, "d7ea4dc9df4325a3")])
def test_hundreds_of_statements_are_put_together_as_the_slow_way_did(count: int | None, wanted: str) -> None:
    """The digests are of what was proposed when every step looked at every pair."""
    found = large(300)
    proposal = propose(found, count=count)
    at = {each.id: place for place, each in enumerate(found.active)}
    listed = sorted(sorted(at[member.id] for member in thread.members) for thread in proposal.threads)
    assert hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:16] == wanted


def test_thousands_of_statements_take_seconds() -> None:
    found = large(2000)
    start = time.process_time()
    proposal = propose(found)
    assert time.process_time() - start < 15
    assert sum(len(each.members) for each in proposal.threads) + len(proposal.loose) == 2000


def test_who_watches_hears_how_far_it_is_and_can_stop_it() -> None:
    heard: list[float] = []
    propose(large(200), step=heard.append)
    assert heard == sorted(heard)
    assert heard[0] == 0
    assert 0.9 < heard[-1] < 1
    assert len(heard) > 100

    def stop(share: float) -> None:
        if share > 0.4:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        propose(large(200), step=stop)


def test_more_statements_than_memory_allows_are_refused_in_words_before_anything_is_compared() -> None:
    found = content([f"Thing {at} — sort." for at in range(8001)])
    with pytest.raises(EditError, match=r"for 8,000 statements at most.* has 8,001"):
        propose(found)
