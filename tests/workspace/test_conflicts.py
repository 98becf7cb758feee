from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexcurric.core import edits
from lexcurric.core.errors import ConflictError, EditError, StaleDraftError
from lexcurric.core.model import Term, Vocabulary
from lexcurric.workspace.draft import Draft
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.samples import OLD

SOC = "51-3011.00"
TOOLS = Vocabulary(name="tool", open=True, terms=(Term(term="scale"),))
Pair = tuple[Framework, Framework]
Action = Callable[[Framework], object]


@pytest.fixture
def pair(store_url: str) -> Iterator[Pair]:
    """Two people with the same framework open; both have seen it as it is."""
    with open_workspace(store_url, "Ada") as one:
        ada = one.import_export(OLD)
        ada.add_vocabularies([TOOLS])
        with open_workspace(store_url, "Bob") as other:
            yield ada, other.framework(SOC)


def nth(framework: Framework, number: int) -> str:
    return framework.draft.seen.active[number].id


TWO_OF_ONE: list[tuple[str, Action, Action, str, str]] = [
    (
        "rewording",
        lambda fw: fw.edit(nth(fw, 0), "Hands — scrub."),
        lambda fw: fw.edit(nth(fw, 0), "Hands — wash."),
        "Hands — scrub.",
        "“Hands — wash.”",
    ),
    (
        "moving what was retagged",
        lambda fw: fw.tag(nth(fw, 0), "tool:scale"),
        lambda fw: fw.move(nth(fw, 0), "advanced"),
        "tagged tool:scale",
        "Moved",
    ),
    (
        "tagging",
        lambda fw: fw.tag(nth(fw, 0), "tool:scale"),
        lambda fw: fw.tag(nth(fw, 0), "tool:brush"),
        "tagged tool:scale",
        "Tagged",
    ),
    (
        "splitting what was retired",
        lambda fw: fw.retire(nth(fw, 0)),
        lambda fw: fw.split(nth(fw, 0), ["A — do.", "B — do."]),
        "retired",
        "Split",
    ),
    (
        "joining",
        lambda fw: fw.edit(nth(fw, 1), "X — do."),
        lambda fw: fw.join([nth(fw, 0), nth(fw, 1)], "Both — do."),
        "X — do.",
        "“Both — do.”",
    ),
    (
        "noting",
        lambda fw: fw.note(nth(fw, 0), "ask"),
        lambda fw: fw.note(nth(fw, 0), "tell"),
        "note: ask",
        "the note “tell”",
    ),
    (
        "criteria",
        lambda fw: fw.set_criterion(nth(fw, 0), "One"),
        lambda fw: fw.set_criterion(nth(fw, 0), "Two"),
        "under One",
        "Two",
    ),
    (
        "naming a level",
        lambda fw: fw.rename_level("emerging", "Beginner"),
        lambda fw: fw.rename_level("emerging", "Starter"),
        "Beginner",
        "“Starter”",
    ),
    (
        "metadata",
        lambda fw: fw.set_metadata("/framework/contextCovered", "Theirs."),
        lambda fw: fw.set_metadata("/framework/contextCovered", "Mine."),
        "Theirs.",
        "“Mine.”",
    ),
    (
        "vocabularies",
        lambda fw: fw.add_vocabularies([Vocabulary(name="tool", open=True, terms=(Term(term="oven"),))]),
        lambda fw: fw.add_vocabularies([Vocabulary(name="tool", open=True, terms=(Term(term="peel"),))]),
        "scale",
        "Set vocabularies tool",
    ),
    (
        "a change of several things",
        lambda fw: fw.edit(nth(fw, 1), "Hands — scrub."),
        lambda fw: fw.commit(
            "sheet",
            "Applied a sheet",
            "",
            lambda c: edits.reword(edits.reword(c, nth(fw, 0), "A — do."), nth(fw, 1), "B — do."),
        ),
        "Hands — scrub.",
        "Applied a sheet",
    ),
    (
        "restoring",
        lambda fw: fw.edit(nth(fw, 0), "Hands — scrub."),
        lambda fw: fw.restore("v.26.05"),
        "Hands — scrub.",
        "Restored v.26.05",
    ),
]


@pytest.mark.parametrize(
    ("theirs", "mine", "now", "wanted"), [each[1:] for each in TWO_OF_ONE], ids=[each[0] for each in TWO_OF_ONE]
)
def test_two_edits_of_one_thing_are_a_conflict_that_shows_both_and_who_and_when(
    theirs: Action, mine: Action, now: str, wanted: str, pair: Pair
) -> None:
    ada, bob = pair
    theirs(bob)
    saved = bob.content
    with pytest.raises(ConflictError) as raised:
        mine(ada)
    said, clash = str(raised.value), raised.value.clash
    assert "\n" not in said
    assert now in said
    assert wanted in said
    assert f"by Bob on {bob.log['time'].iloc[-1][:16]}" in said
    assert "Nothing was written" in said
    assert clash.author == "Bob"
    assert now in clash.theirs
    assert wanted in clash.mine
    assert clash.before != clash.theirs
    assert Draft(bob.workspace, SOC).seen == saved
    assert ada.draft.seen == saved


@pytest.mark.parametrize(
    "action",
    [each[2] for each in TWO_OF_ONE if "retired" not in each[0]],
    ids=[each[0] for each in TWO_OF_ONE if "retired" not in each[0]],
)
def test_after_a_conflict_the_newest_is_seen_and_repeating_the_action_lands(action: Action, pair: Pair) -> None:
    ada, bob = pair
    next(theirs for _, theirs, mine, *_ in TWO_OF_ONE if mine is action)(bob)
    with pytest.raises(ConflictError):
        action(ada)
    before = ada.revision
    action(ada)
    assert ada.revision == before + 1
    assert bob.revision == before + 1


@pytest.mark.parametrize("action", [each[2] for each in TWO_OF_ONE], ids=[each[0] for each in TWO_OF_ONE])
def test_what_both_wanted_alike_is_there_already_and_no_conflict(action: Action, pair: Pair) -> None:
    ada, bob = pair
    assert ada.content == bob.content
    action(bob)
    before = bob.revision
    action(ada)
    assert ada.revision == before
    ada.edit(nth(ada, 5), "Elsewhere — fine.")


APART: list[tuple[str, Action, Action]] = [
    ("statements", lambda fw: fw.edit(nth(fw, 0), "A — do."), lambda fw: fw.edit(nth(fw, 1), "B — do.")),
    (
        "new terms of an open vocabulary",
        lambda fw: fw.tag(nth(fw, 0), "tool:one"),
        lambda fw: fw.tag(nth(fw, 1), "tool:two"),
    ),
    ("new statements", lambda fw: fw.add("emerging", "A — do.", 1), lambda fw: fw.add("emerging", "A — do.", 1)),
    ("criteria", lambda fw: fw.set_criterion(nth(fw, 0), "One"), lambda fw: fw.set_criterion(nth(fw, 1), "One")),
    (
        "metadata",
        lambda fw: fw.set_metadata("/framework/contextCovered", "A"),
        lambda fw: fw.set_metadata("/framework/description", "B"),
    ),
    ("levels", lambda fw: fw.rename_level("emerging", "A"), lambda fw: fw.rename_level("advanced", "B")),
    ("places", lambda fw: fw.move(nth(fw, 0), "advanced", 1), lambda fw: fw.move(nth(fw, 1), "advanced", 1)),
]


@pytest.mark.parametrize(("theirs", "mine"), [each[1:] for each in APART], ids=[each[0] for each in APART])
def test_edits_of_different_things_both_land(theirs: Action, mine: Action, pair: Pair) -> None:
    ada, bob = pair
    start = ada.revision
    theirs(bob)
    mine(ada)
    assert bob.revision == start + 2
    assert ada.log["undone"].tolist() == [False] * (start + 2)
    assert bob.content == ada.content


def test_ones_own_edit_is_no_look_at_what_others_did(pair: Pair) -> None:
    ada, bob = pair
    bob.edit(nth(bob, 0), "Hands — scrub.")
    ada.edit(nth(ada, 1), "Elsewhere — fine.")
    with pytest.raises(ConflictError, match=r"Hands — scrub"):
        ada.edit(nth(ada, 0)[:8], "Hands — wash.")


def test_a_statement_that_others_took_out_is_a_conflict_too(pair: Pair) -> None:
    ada, bob = pair
    made = bob.add("emerging", "New — do.")
    assert made.id in ada.content.by_id
    bob.undo()
    with pytest.raises(ConflictError, match=r"“New — do.” was taken out by Bob"):
        ada.edit(made.id, "Newer — do.")
    with pytest.raises(EditError):
        ada.edit(made.id, "Newer — do.")


def test_a_merge_never_goes_over_an_edit_that_came_while_it_was_applied(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lexcurric.workspace import merging
    from tests.samples import NEW

    ada, bob = pair
    ada.workspace.import_file(NEW)
    plan = ada.merge()
    checked = merging.MergePlan._refuse_stale

    def then_bob_edits(self: merging.MergePlan) -> None:
        checked(self)
        bob.edit(nth(bob, 0), "Hands — scrub.")

    monkeypatch.setattr(merging.MergePlan, "_refuse_stale", then_bob_edits)
    with pytest.raises(StaleDraftError, match="nothing was written"):
        plan.apply()
    assert ada.content.active[0].text == "Hands — scrub."


# Undo and redo


def test_undo_takes_back_ones_own_last_edit_and_leaves_those_of_others(pair: Pair) -> None:
    ada, bob = pair
    ada.edit(nth(ada, 0), "Ada — first.")
    bob.edit(nth(bob, 1), "Bob — second.")
    assert ada.undo_label == ada.undo()
    texts = [each.text for each in ada.content.active[:2]]
    assert texts[0].startswith("Personal hygiene")
    assert texts[1] == "Bob — second."
    bob.edit(nth(bob, 2), "Bob — third.")
    assert ada.redo().startswith("Reworded")
    assert [each.text for each in ada.content.active[:3]] == ["Ada — first.", "Bob — second.", "Bob — third."]
    assert ada.log["undone"].tolist() == [False] * 7


def test_undo_of_what_somebody_changed_since_is_a_conflict_that_names_theirs(pair: Pair) -> None:
    ada, bob = pair
    ada.edit(nth(ada, 0), "Ada — first.")
    assert bob.content == ada.content
    bob.edit(nth(bob, 0), "Bob — better.")
    with pytest.raises(
        ConflictError, match=r"changed meanwhile by Bob .*Bob — better.*undo once more goes on with your edit before"
    ) as raised:
        ada.undo()
    assert raised.value.clash.before == "Ada — first."
    assert ada.content.active[0].text == "Bob — better."
    assert ada.undo(anyone=True) == "Reworded “Ada — first.” (by Bob)"
    assert ada.undo().startswith("Reworded")
    assert ada.content.active[0].text.startswith("Personal hygiene")


def test_who_has_nothing_to_undo_takes_back_anybodys_in_a_file_and_nobodys_on_a_server(pair: Pair) -> None:
    ada, bob = pair
    ada.edit(nth(ada, 0), "Ada — first.")
    assert bob.content == ada.content
    if bob.workspace.url.startswith("postgresql"):
        assert bob.undo_label is None
        assert bob.undo() is None
        assert bob.undo(anyone=True).endswith("(by Ada)")
    else:
        assert bob.undo_label.endswith("(by Ada)")
        assert bob.undo().endswith("(by Ada)")
    assert bob.redo().endswith("(by Ada)")
    assert bob.content.active[0].text == "Ada — first."


def test_an_edit_that_was_never_shown_is_not_undone_in_somebodys_name(pair: Pair) -> None:
    ada, bob = pair
    ada.edit(nth(ada, 0), "Ada — first.")
    with pytest.raises(StaleDraftError, match=r"Ada saved meanwhile: Reworded .*nothing was undone"):
        bob.undo(anyone=True)
    assert bob.undo(anyone=True).endswith("(by Ada)")
    ada.edit(nth(ada, 1), "Ada — second.")
    assert bob.draft.peek("undo", anyone=True) == bob.undo(anyone=True)


def test_undoing_keeps_the_criterion_and_the_terms_that_others_use_by_now(pair: Pair) -> None:
    ada, bob = pair
    ada.set_criterion(nth(ada, 0), "Hygiene")
    ada.tag(nth(ada, 0), "tool:brush")
    bob.set_criterion(nth(bob, 1), "Hygiene")
    bob.tag(nth(bob, 2), ["tool:brush", "tool:peel"])
    ada.undo()
    ada.undo()
    first, second, third = ada.content.active[:3]
    assert (first.criterion, first.tags) == (None, ())
    assert [each.label for each in ada.content.criteria if each.id == second.criterion] == ["Hygiene"]
    assert third.tags == ("tool:brush", "tool:peel")
    assert {"brush", "peel"} <= {each.term for each in ada.content.vocabulary("tool").terms}


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.booleans(), st.sampled_from(["edit", "edit", "undo", "redo"]), st.integers(0, 4)), max_size=25
    )
)
def test_undoing_all_of_ones_own_leaves_just_what_the_others_made(steps: list) -> None:
    with open_workspace(":memory:", "Ada") as workspace:
        ada = workspace.import_export(OLD)
        bob = Framework(type(workspace)(workspace.store, "Bob", workspace.clock), SOC)
        start = [each.text for each in ada.content.active]
        plain: dict[str, tuple[list, list]] = {"Ada": ([], []), "Bob": ([], [])}
        for is_ada, action, number in steps:
            framework, (done, undone) = (ada, plain["Ada"]) if is_ada else (bob, plain["Bob"])
            place = number if is_ada else number + 5
            if action == "edit":
                text = f"Thing {len(done)} {place} {framework.revision} — do."
                done.append((place, framework.content.active[place].text, text))
                undone.clear()
                framework.edit(nth(framework, place), text)
            elif action == "undo" and done:
                undone.append(done.pop())
                assert framework.undo() is not None
            elif action == "redo" and undone:
                done.append(undone.pop())
                assert framework.redo() is not None
        wanted = list(start)
        for place, _, text in [*plain["Ada"][0], *plain["Bob"][0]]:
            wanted[place] = text
        assert [each.text for each in ada.content.active] == wanted
        for _ in plain["Ada"][0]:
            ada.undo()
        assert [each.text for each in ada.content.active] == start[:5] + wanted[5:]
        assert workspace.verify() == []


# What is kept in mind


STEPS = st.tuples(
    st.sampled_from(
        ["edit", "move", "retire", "tag", "split", "add", "level", "meta", "undo", "redo", "restore", "look"]
    ),
    st.booleans(),
    st.integers(0, 30),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=20))
def test_what_is_kept_in_mind_is_always_what_a_fresh_look_reads_and_nothing_unseen_is_written_over(steps: list) -> None:
    with open_workspace(":memory:", "Ada") as workspace:
        ada = workspace.import_export(OLD)
        bob = Framework(type(workspace)(workspace.store, "Bob", workspace.clock), SOC)
        for action, is_ada, number in steps:
            act(ada if is_ada else bob, action, number)
            for each in (ada, bob):
                now, fresh = each.draft.newest(), Draft(workspace, SOC).newest()
                assert now == fresh
                assert now.state == workspace.store.state(SOC, "draft")
        assert workspace.verify() == []


def act(framework: Framework, action: str, number: int) -> None:
    """One action on what was seen; if it lands, whoever else changed the statement in between had been seen."""
    target = nth(framework, number % 3)
    before, now = framework.draft.seen.by_id[target], framework.draft.newest().content.by_id.get(target)
    calls: dict[str, Callable[[], object]] = {
        "edit": lambda: framework.edit(target, f"Thing {number} — do."),
        "move": lambda: framework.move(target, "advanced", number % 4 + 1),
        "retire": lambda: framework.retire(target),
        "tag": lambda: framework.tag(target, f"tool:t{number % 3}"),
        "split": lambda: framework.split(target, [f"A{number} — do.", "B — do."]),
        "add": lambda: framework.add("emerging", f"New {number % 3} — do.", number % 5 + 1),
        "level": lambda: framework.rename_level("emerging", f"Level {number % 3}"),
        "meta": lambda: framework.set_metadata("/framework/contextCovered", f"Here {number % 3}"),
        "undo": framework.undo,
        "redo": framework.redo,
        "restore": lambda: framework.restore("v.26.05"),
        "look": lambda: framework.content,
    }
    revision = framework.draft.newest().head
    try:
        calls[action]()
    except EditError:
        return
    except StaleDraftError:
        assert framework.draft.newest().head == revision
        return
    if action in ("edit", "move", "retire", "tag", "split") and framework.draft.newest().head > revision:
        assert before == now


# At the same time


def test_two_people_who_edit_at_the_same_time_lose_no_edit(pair: Pair) -> None:
    ada, bob = pair
    start = ada.revision
    numbers = {ada: range(20), bob: range(20, 40)}
    ids = [each.id for each in ada.content.active]
    errors: list[BaseException] = []

    def work(framework: Framework) -> None:
        try:
            for number in numbers[framework]:
                framework.edit(ids[number], f"Thing {number} — do.")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(each,)) for each in pair]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert errors == []
    assert [each.text for each in ada.content.active] == [f"Thing {number} — do." for number in range(40)]
    assert ada.revision == start + 40
    assert bob.content == ada.content


def test_of_two_who_edit_one_statement_at_the_same_time_one_is_told(pair: Pair) -> None:
    ada, bob = pair
    told: list[str] = []
    gate = threading.Barrier(2)

    def work(framework: Framework) -> None:
        for number in range(10):
            assert framework.content
            gate.wait()
            try:
                framework.edit(nth(framework, 0), f"{framework.workspace.author} {number} — do.")
            except ConflictError as error:
                told.append(error.clash.author)
            gate.wait()

    threads = [threading.Thread(target=work, args=(each,)) for each in pair]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(told) == 10
    assert ada.log["what"].str.startswith("Reworded").sum() == 10
    assert bob.content == ada.content
