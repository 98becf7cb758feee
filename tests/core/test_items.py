from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core import edits
from lexcurric.core.errors import EditError
from lexcurric.core.items import changed_content, changed_items, content_of, items_of, with_items
from lexcurric.core.model import Content, Term, Vocabulary, replace
from tests.samples import content

START = replace(
    content(["A — do.", "B — do.", "C — do."], ["D — do."], extra={"n": 1}),
    vocabularies=(Vocabulary(name="tool", open=True, terms=(Term(term="x"),)),),
)
STEPS = st.tuples(
    st.sampled_from(
        ["reword", "add", "move", "split", "join", "retire", "reinstate", "tag", "level", "meta", "criterion"]
    ),
    st.integers(0, 9),
)


def stepped(before: Content, step: tuple[str, int]) -> Content:
    action, number = step
    target = before.statements[number % len(before.statements)].id
    calls = {
        "reword": lambda: edits.reword(before, target, f"Thing {number} — do."),
        "add": lambda: edits.add(before, "l1", f"New {number} — do.", number)[0],
        "move": lambda: edits.move(before, [target], "l2", number),
        "split": lambda: edits.split(before, target, ["P — do.", f"Q{number} — do."])[0],
        "join": lambda: edits.join(before, [target, before.statements[0].id], f"J{number} — do.")[0],
        "retire": lambda: edits.retire(before, [target]),
        "reinstate": lambda: edits.reinstate(before, [target]),
        "tag": lambda: edits.tag(before, [target], [f"tool:t{number}"]),
        "level": lambda: edits.rename_level(before, "l1", f"L{number}"),
        "meta": lambda: edits.set_metadata(before, "/extra/n", [1, 1.0, True, "1"][number % 4]),
        "criterion": lambda: edits.assign_criterion(before, [target], f"C{number % 3}"),
    }
    try:
        return calls[action]()
    except EditError:
        return before


@given(steps=st.lists(STEPS, max_size=12))
def test_what_changed_is_found_without_writing_all_of_it_out_and_read_in_without_reading_all(steps: list) -> None:
    before = content_of(items_of(START))
    for step in steps:
        after = stepped(before, step)
        changes = changed_content(before, after)
        assert changes == changed_items(items_of(before), items_of(after))
        read = with_items(before, changes)
        assert read == content_of(items_of(after))
        back = changed_content(read, before)
        assert with_items(read, back) == before
        before = read


@given(steps=st.lists(STEPS, max_size=12), looked_at=st.booleans())
def test_what_is_carried_over_from_before_an_edit_is_what_would_be_found_anew(steps: list, looked_at: bool) -> None:
    before = content_of(items_of(START)) if looked_at else START
    for step in steps:
        after = stepped(before, step)
        for found in (after, with_items(before, changed_content(before, after))):
            anew = replace(found)
            assert found == anew
            assert (found.by_id, found.positions, found.active) == (anew.by_id, anew.positions, anew.active)
            assert list(found.by_level.items()) == list(anew.by_level.items())
            assert found.sha256 == anew.sha256
        before = after


def test_a_number_that_became_a_truth_value_is_a_change() -> None:
    changed = edits.set_metadata(START, "/extra/n", True)
    assert changed.document == START.document
    assert len(changed_content(START, changed)) == 1
