from __future__ import annotations

from collections import Counter

import pytest

from lexcurric.core import edits
from lexcurric.core.demand import Bloom, Dave, Sense, Verb, demand_of, own_verbs
from lexcurric.core.demand.proposals import (
    accept_proposals,
    dismiss_proposals,
    propose_demand,
    proposed_tags,
    with_proposals,
)
from lexcurric.core.demand.words import COGNITIVE, PRACTICAL
from lexcurric.core.errors import EditError
from lexcurric.core.model import Vocabulary, replace
from tests.samples import content


def test_the_list_has_enough_verbs_each_with_a_demand_or_another_way_to_say_it() -> None:
    verbs = list(own_verbs())
    assert sum(any(sense.bloom for sense in each.senses) for each in verbs) >= 250
    assert sum(any(sense.dave for sense in each.senses) for each in verbs) >= 150
    for each in verbs:
        assert each.instead if not each.senses else all(sense.bloom or sense.dave for sense in each.senses), each
        # The sense that counts when no other is near.
        assert not each.senses or any(not sense.near for sense in each.senses), each


@pytest.mark.parametrize("table", [COGNITIVE, PRACTICAL])
def test_no_verb_stands_twice_on_a_scale(table: dict[str, str]) -> None:
    counts = Counter(verb for words in table.values() for verb in words.split())
    assert [verb for verb, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("text", "bloom", "dave"),
    [
        ("Case files — organize and label under supervision.", Bloom.APPLY, None),
        ("Trends in sales — identify from monthly reports.", Bloom.ANALYZE, None),
        ("Parts of the oven — identify on a drawing.", Bloom.REMEMBER, None),
        ("Castings — file to size.", None, Dave.PRECISE),
        ("Bread — mix, shape, and bake by hand.", Bloom.CREATE, Dave.PRECISE),
        ("Is able to independently bake bread.", None, Dave.MANIPULATE),
        ("Verifies invoices.", Bloom.EVALUATE, None),
        ("Understand yeast.", None, None),
        ("Yeast in cold dough.", None, None),
    ],
)
def test_the_demand_is_that_of_the_most_demanding_verb_in_the_sense_that_fits(
    text: str, bloom: Bloom | None, dave: Dave | None
) -> None:
    found = demand_of(text)
    assert (found.bloom, found.dave) == (bloom, dave), found.why


def test_the_reason_names_each_verb_and_its_sense() -> None:
    assert demand_of("Trends — identify, and flibber daily.").why == (
        "“identify” (find out by looking into it) asks for analyze; “flibber” is not in the list of verbs"
    )
    assert demand_of("Nothing.").why == "“Nothing” is not in the list of verbs"


def test_a_designer_changes_the_list() -> None:
    mine = own_verbs().with_changes({"plait": Verb(verb="plait", senses=(Sense(dave=Dave.PRECISE),)), "bake": None})
    assert demand_of("Dough — plait by hand.", mine).dave is Dave.PRECISE
    assert demand_of("Dough — bake by hand.", mine).uses[0].verb is None
    assert own_verbs().find("bake") is not None


def test_a_proposal_gives_the_reasons_of_its_own_scale() -> None:
    made = content(["Legal documents — draft and proofread."])
    assert [(each.scale, each.why) for each in propose_demand(made)] == [
        ("bloom", "“draft” asks for create; “proofread” asks for evaluate"),
        ("dave", "“draft” asks for articulate; “proofread” asks for nothing on this scale"),
    ]


def test_proposals_are_tags_that_say_so_until_they_are_accepted() -> None:
    made = content(["Bread — bake at dawn.", "Understand yeast.", "Prices — calculate per loaf."])
    proposals = propose_demand(made)
    assert [(each.statement_id, each.tag) for each in proposals] == [
        (made.active[2].id, "bloom-proposed:apply"),
        (made.active[0].id, "dave-proposed:manipulate"),
    ]
    assert all(each.why for each in proposals)
    tagged = with_proposals(made, proposals)
    assert tagged.active[2].tags == ("bloom-proposed:apply",)
    assert propose_demand(tagged) == ()
    accepted = accept_proposals(tagged, [made.active[2].id[:8]])
    assert accepted.active[2].tags == ("bloom:apply",)
    assert accepted.active[0].tags == ("dave-proposed:manipulate",)
    dismissed = dismiss_proposals(accepted)
    assert proposed_tags(dismissed) == {}
    assert dismissed.active[2].tags == ("bloom:apply",)


def test_a_statement_that_a_designer_tagged_is_left_alone_and_a_list_of_her_own_is_respected() -> None:
    made = edits.tag(content(["Prices — calculate per loaf."]), [content(["Prices — calculate per loaf."]).active[0].id],
                     ["bloom:analyze"])  # fmt: skip
    assert propose_demand(made, scales=["bloom"]) == ()
    closed = replace(content(["Prices — calculate per loaf."]), vocabularies=(Vocabulary(name="bloom"),))
    with pytest.raises(EditError, match="not in the vocabulary 'bloom'"):
        accept_proposals(with_proposals(closed, propose_demand(closed)))
    with pytest.raises(EditError, match="no scale 'solo'"):
        propose_demand(made, scales=["solo"])
