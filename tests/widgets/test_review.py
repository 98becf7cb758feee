"""The review of a merge and of a diff without a browser: a message in, a reply out, plan and workspace changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.bundled import SAMPLE_NEW, VOCABULARIES, sample_file
from lexcurric.core.errors import LexcurricError, MergeError, StaleDraftError
from lexcurric.widgets.diff_review import DiffReview
from lexcurric.widgets.review import Review
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace

SPLIT_TEXT = "Proofed loaves — score with a razor blade to our own pattern, then load into the deck oven with steam."


def statement(framework: Framework, begin: str) -> str:
    return next(each.id for each in framework.content.active if each.text.startswith(begin))


def edit_sample(workspace: Workspace) -> Framework:
    """The sample with edits that meet the new export's: reworded on both sides, retired, and edited before a split."""
    framework = workspace.import_export(sample_file())
    framework.add_vocabularies(sample_file(VOCABULARIES))
    flour = statement(framework, "Flour")
    framework.edit(flour, framework.statement(flour).text.replace("weigh ", "weigh and label ", 1), "Our house rule")
    framework.retire(statement(framework, "Ingredient cost"), "We do not cost batches")
    framework.edit(statement(framework, "Proofed loaves"), SPLIT_TEXT)
    framework.save("v.26.05-acme.1", "Acme's wording for the spring intake", "published")
    return framework


@pytest.fixture
def framework(tmp_path: Path) -> Iterator[Framework]:
    with lx.open(tmp_path / "workspace.db", author="A. Designer") as workspace:
        found = edit_sample(workspace)
        workspace.import_export(sample_file(SAMPLE_NEW))
        yield found


@pytest.fixture
def review(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> Review:
    return listening(lx.review(framework.merge()), monkeypatch)


def listening(made: Review, monkeypatch: pytest.MonkeyPatch) -> Review:
    made.replies = []
    monkeypatch.setattr(made, "send", lambda content, *_: made.replies.append(content))
    return made


def ask(widget: Any, action: str, **arguments: Any) -> dict[str, Any]:
    """What the browser gets for a message."""
    widget._receive(widget, {"id": 7, "action": action, "with": arguments}, [])
    reply: dict[str, Any] = widget.replies[-1]
    assert reply["id"] == 7
    return reply


def first(review: Review) -> str:
    """The conflict of two wordings."""
    return next(each.id for each in review.conflicts if each.id.endswith("/wording"))


def test_conflicts_come_first_and_every_decision_has_its_texts_and_choices(review: Review) -> None:
    assert [row["section"] for row in review.rows].index("What the new export brings") == 3
    flour = next(row for row in review.rows if "Flour" in str(row["sides"]))
    assert [side["title"] for side in flour["sides"]] == ["Original", "Your version", "New export"]
    assert ["insert", "and label "] in flour["sides"][1]["texts"][0]
    assert [each["label"] for each in flour["buttons"]] == [
        "Keep mine",
        "Take new",
        "Edit by hand (from the new export)",
    ]
    split = next(row for row in review.rows if "our own pattern" in str(row["sides"]))
    assert [each["label"] for each in split["buttons"]] == ["Keep mine", "Take new", "Keep both"]
    assert "(retired)" in str(next(row for row in review.rows if "Ingredient cost" in str(row["sides"])))


def test_the_words_on_screen_are_those_of_designers(review: Review) -> None:
    states = [[each["headline"], each["said"]] for each in review.states.values()]
    rows = [[row["section"], row["sides"], [each["label"] for each in row["buttons"]]] for row in review.rows]
    assert not {"ours", "theirs", "base"} & set(re.findall(r"\w+", str([states, rows, review.view["facets"]])))


def test_a_choice_changes_the_plan_and_is_kept_beside_the_workspace(review: Review, tmp_path: Path) -> None:
    reply = ask(review, "take", id=first(review), side="theirs")
    assert reply["ok"]
    assert reply["said"].startswith("Took new for “")
    assert len(review.conflicts) == 2
    assert review.view["open"] == 2
    assert review.kept_in == tmp_path / "decisions" / "merge-51-3011.00-v.26.11.json"
    assert review.kept_in.exists()


def test_leaving_and_coming_back_loses_nothing(review: Review, framework: Framework) -> None:
    conflict = first(review)
    ask(review, "take", id=conflict, side="ours")
    automatic = next(row["key"] for row in review.rows if row["key"].endswith("/added"))
    ask(review, "take", id=automatic, side="ours")
    again = lx.review(framework.merge())
    assert again.states[conflict]["take"] == "ours"
    assert again.states[automatic] == review.states[automatic]
    assert again.states[automatic]["state"] == "decided"
    assert len(again.conflicts) == 2


def test_what_a_cell_has_chosen_holds_against_the_file(review: Review, framework: Framework) -> None:
    conflict = first(review)
    ask(review, "take", id=conflict, side="ours")
    plan = framework.merge()
    plan.take(conflict, "theirs")
    assert lx.review(plan).states[conflict]["take"] == "theirs"


def test_a_choice_on_a_text_that_changed_since_is_asked_for_again(review: Review, framework: Framework) -> None:
    ask(review, "take", id=first(review), side="ours")
    framework.edit(statement(framework, "Flour"), "Flour — weigh, and sign.")
    again = lx.review(framework.merge())
    assert len(again.conflicts) == 3
    assert "An earlier choice no longer fits" in again.view["notice"]


def test_a_file_of_choices_that_cannot_be_read_is_put_aside_and_said(review: Review, framework: Framework) -> None:
    ask(review, "take", id=first(review), side="ours")
    review.kept_in.write_text("{ no", encoding="utf-8")
    again = lx.review(framework.merge())
    assert len(again.conflicts) == 3
    assert "could not be read" in again.view["notice"]
    assert review.kept_in.with_suffix(".unreadable.json").read_text(encoding="utf-8") == "{ no"


def test_a_wording_written_by_hand_is_taken_and_an_empty_one_refused(review: Review, framework: Framework) -> None:
    conflict = first(review)
    refused = ask(review, "take", id=conflict, side="edited", text="  ")
    assert not refused["ok"]
    assert refused["error"].startswith("Write a wording first")
    assert len(review.conflicts) == 3
    assert ask(review, "take", id=conflict, side="edited", text="Flour — weigh <b>well</b>.")["ok"]
    assert review.states[conflict]["value"] == "Flour — weigh <b>well</b>."


def test_a_side_that_a_decision_does_not_have_comes_back_as_an_error(review: Review) -> None:
    assert not ask(review, "take", id=first(review), side="both")["ok"]
    assert not ask(review, "take", id="no such decision", side="ours")["ok"]
    assert not ask(review, "dance")["ok"]


def test_a_choice_that_cannot_be_kept_is_not_made(review: Review, tmp_path: Path) -> None:
    (tmp_path / "decisions").write_text("a file where the folder should be", encoding="utf-8")
    reply = ask(review, "take", id=first(review), side="ours")
    assert not reply["ok"]
    assert "cannot be written" in reply["error"]
    assert len(review.conflicts) == 3
    assert review.view["undo"] == ""


def test_all_open_are_decided_at_once_and_the_last_choice_undone(review: Review) -> None:
    ask(review, "take", id=first(review), side="theirs")
    assert ask(review, "take_all", side="ours")["said"] == "Kept mine for 2 open"
    assert review.conflicts == ()
    assert ask(review, "undo")["said"] == "Undid: Kept mine for 2 open"
    assert len(review.conflicts) == 2
    ask(review, "undo")
    assert len(review.conflicts) == 3
    assert ask(review, "undo")["said"] == "There is nothing to undo"


def test_deciding_changes_nothing_and_the_preview_says_what_applying_would(
    review: Review, framework: Framework
) -> None:
    before = framework.content
    review.preview = True
    assert review.view["preview"]["summary"] == "24 unchanged, 8 reworded (6 editorial, 2 substantive), " + (
        "2 moved (1 also reworded), 2 added, 2 removed, 1 joined, 1 reordered, 2 about the framework"
    )
    ask(review, "take_all", side="theirs")
    assert "1 split" in review.view["preview"]["summary"]
    assert framework.content == before


def test_applying_needs_every_conflict_decided_and_is_one_edit(review: Review, framework: Framework) -> None:
    assert "not decided yet" in ask(review, "apply")["error"]
    ask(review, "take_all", side="theirs")
    assert ask(review, "apply", message="Autumn")["said"] == "Merged v.26.11 into your draft"
    assert framework.log.iloc[-1]["what"] == "Merged v.26.11"
    assert framework.log.iloc[-1]["reason"] == "Autumn"
    assert "1 split" in review.view["result"]["summary"]
    assert framework.merge().is_done
    revision = framework.revision
    review.apply()
    assert framework.revision == revision
    assert lx.review(framework.merge()).view["done"]


def test_the_merge_is_undone_here_while_it_is_the_last_edit(review: Review, framework: Framework) -> None:
    before = framework.content
    ask(review, "take_all", side="theirs")
    ask(review, "apply")
    assert review.view["can_undo"]
    assert ask(review, "take_back")["said"] == "Undid: Merged v.26.11"
    assert framework.content == before
    assert review.conflicts == ()
    ask(review, "apply")
    framework.edit(statement(framework, "Flour"), "Flour — sieve.")
    assert not ask(review, "take_back")["ok"]


def test_no_choice_is_taken_back_once_the_merge_is_applied(review: Review) -> None:
    ask(review, "take_all", side="theirs")
    assert review.view["undo"]
    ask(review, "apply")
    before, kept = review.plan.decisions, review.kept_in.read_bytes()
    assert review.view["undo"] == ""
    assert "applied already" in ask(review, "undo")["error"]
    assert (review.plan.decisions, review.kept_in.read_bytes()) == (before, kept)


def test_what_is_no_side_is_said_in_words(review: Review) -> None:
    with pytest.raises(MergeError, match="no side 'nobody'"):
        review.plan.take_all("nobody")


def test_a_merge_that_is_undone_elsewhere_is_shown_for_review_again(review: Review, framework: Framework) -> None:
    ask(review, "take_all", side="theirs")
    ask(review, "apply")
    assert review.view["result"]
    framework.undo()
    ask(review, "look")
    assert review.view["result"] is None
    assert review.view["notice"].startswith("This merge was undone")
    assert len(review.plan) == 22


def test_an_edit_in_between_is_noticed_and_planning_again_keeps_the_choices(
    review: Review, framework: Framework
) -> None:
    ask(review, "take_all", side="ours")
    framework.edit(statement(framework, "Personal hygiene"), "Hygiene — keep to the rules.")
    ask(review, "look")
    assert review.view["stale"]
    assert "planned" in ask(review, "apply")["error"]
    with pytest.raises(StaleDraftError):
        review.apply()
    ask(review, "again")
    assert not review.view["stale"]
    assert review.conflicts == ()
    assert ask(review, "apply")["ok"]


def test_filters_count_and_can_be_read_and_set(review: Review) -> None:
    review.filter = ["open"]
    assert len(review.shown) == 3
    conflict = first(review)
    ask(review, "take", id=conflict, side="ours")
    assert conflict in review.shown, "the decision just made stays on screen"
    review.filter = ["decided"]
    assert review.shown == [conflict]
    review.filter = ["automatic", "level"]
    assert all(key.endswith("/level") for key in review.shown)
    review.filter = []
    review.search = "deck OVEN"
    assert len(review.shown) == 1
    review.search = ""
    review.shown = [conflict[:18]]
    assert review.shown == [conflict]
    with pytest.raises(LexcurricError, match="no filter 'nonsense'; there are open"):
        review.filter = ["nonsense"]


def test_a_diff_is_listed_by_level_and_narrowed_by_kind_and_significance(framework: Framework) -> None:
    found = lx.review(framework.diff("v.26.05", "v.26.11"))
    assert isinstance(found, DiffReview)
    sections = list(dict.fromkeys(row["section"] for row in found.rows))
    assert sections == ["Emerging", "Developing", "Proficient", "Advanced", "About the framework"]
    counts = {each["key"]: each["count"] for facet in found.view["facets"] for each in facet["options"]}
    assert counts["reworded"] == 10
    assert counts["metadata"] == 3
    assert counts["look"] == 2
    found.filter = ["reworded", "substantive"]
    assert len(found.shown) == 4
    counts = {each["key"]: each["count"] for facet in found.view["facets"] for each in facet["options"]}
    assert counts["editorial"] == 6, "a count says what choosing it too would show"
    found.filter = ["look"]
    assert len(found.shown) == 2


def test_a_diff_without_changes_and_what_is_neither_diff_nor_merge(framework: Framework) -> None:
    assert lx.review(framework.diff("v.26.05", "v.26.05")).view["summary"] == "No differences"
    with pytest.raises(LexcurricError, match="expected a merge plan or a diff, found str"):
        lx.review("v.26.05")


def test_a_shared_notebook_shows_the_report_without_a_kernel(review: Review, framework: Framework) -> None:
    assert "Both reworded" in str(review._repr_mimebundle_())
    assert "within one" in lx.review(framework.diff("v.26.05", "v.26.11")).static_html()
    assert repr(review) == f"<Review of {review.plan!r}>"


def test_a_file_that_was_not_imported_can_be_reviewed_and_planned_again(tmp_path: Path) -> None:
    with lx.open(tmp_path / "other.db") as workspace:
        framework = edit_sample(workspace)
        review = lx.review(framework.merge(sample_file(SAMPLE_NEW)))
        with pytest.raises(MergeError):
            review.apply()
        framework.edit(statement(framework, "Personal hygiene"), "Hygiene — keep to the rules.")
        review.plan_again()
        review.take_all("theirs")
        review.apply()
        assert framework.merge().is_done
