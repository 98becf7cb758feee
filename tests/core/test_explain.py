from __future__ import annotations

import pytest

from lexcurric.core.diff import diff
from lexcurric.core.explain import reasons, taken_because, unchanged
from lexcurric.core.merge import ConflictKind, Decision, DecisionField, Side
from lexcurric.core.model import replace
from lexcurric.core.review import Verdict, verdicts_for
from lexcurric.core.wording import normal
from tests.samples import release_of, sample_pair, snapshot


def test_what_stayed_is_everything_that_no_change_touches_by_level() -> None:
    old, new = sample_pair()
    found = diff(old, new)
    kept = unchanged(found, new.content)
    assert list(kept) == ["Emerging", "Developing", "Proficient", "Advanced"]
    assert sum(map(len, kept.values())) == found.summary["unchanged"]
    texts = {normal(each.text) for each in old.content.active}
    assert all(normal(each.text) in texts for row in kept.values() for each in row)


def test_reasons_come_as_labels_with_texts_on_one_line() -> None:
    old = snapshot(["Bread — bake at dawn.", "Ovens — clean weekly."])
    new = release_of(old, ["Bread — bake at dusk.", "Xylophones — tune."])
    first, second = new.content.active
    said = replace(new, reasons={first.id: ("one\nline",)}, similar={second.id: (old.content.active[1].id,)})
    levels = {"l1": "L1"}
    found = {each.text: [str(reason) for reason in reasons(each, levels)] for each in diff(old, said).statement_changes}
    assert found["Bread — bake at dusk."] == ["Taken to be the same: one line"]
    assert found["Xylophones — tune."] == ["Similar in the older version: L1, place 2: Ovens — clean weekly."]
    assert found["Ovens — clean weekly."] == []
    assert all(reasons(each, levels) == () for each in diff(old, said).metadata_changes)


@pytest.mark.parametrize(
    ("field", "take", "conflict", "said"),
    [
        (DecisionField.WORDING, None, ConflictKind.BOTH_REWORDED, "nothing is applied until a person chooses"),
        (DecisionField.WORDING, Side.OURS, ConflictKind.BOTH_REWORDED, "a person decided it"),
        (DecisionField.WORDING, Side.EDITED, None, "a person decided it"),
        (DecisionField.WORDING, Side.OURS, None, "a person decided it"),
        (DecisionField.WORDING, Side.THEIRS, None, "only the new export changed it"),
        (DecisionField.ORDER, Side.OURS, None, "you have an order of your own in this level"),
        (DecisionField.ADDED, Side.THEIRS, None, "only the new export has it"),
        (DecisionField.REMOVED, Side.THEIRS, None, "the new export no longer has it, and you left it as it was"),
    ],
)
def test_a_decision_says_why_it_takes_what_it_takes(
    field: DecisionField, take: Side | None, conflict: ConflictKind | None, said: str
) -> None:
    decision = Decision(id="x", field=field, subject="s", base="a", ours="a", theirs="b", take=take, conflict=conflict)
    assert taken_because(decision) == said


def test_a_wording_of_ones_own_is_offered_only_where_there_is_one_wording() -> None:
    for change in diff(*sample_pair()).statement_changes:
        assert (Verdict.EDITED in verdicts_for(change)) == (len(change.new) == 1)
