"""What reviewers do on the screen of a merge or a diff, without a browser: marks, flags, comments, judgments, bulk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.bundled import SAMPLE_NEW, sample_file
from lexcurric.core.errors import LexcurricError
from lexcurric.widgets.diff_review import DiffReview
from lexcurric.widgets.review import Review
from lexcurric.workspace.framework import Framework
from tests.widgets.test_review import ask, edit_sample, first, listening, statement


@pytest.fixture
def framework(tmp_path: Path) -> Iterator[Framework]:
    with lx.open(tmp_path / "workspace.db", author="A. Designer") as workspace:
        found = edit_sample(workspace)
        workspace.import_export(sample_file(SAMPLE_NEW))
        yield found


@pytest.fixture
def review(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> Review:
    return listening(lx.review(framework.merge()), monkeypatch)


@pytest.fixture
def compared(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> DiffReview:
    made: Any = listening(lx.review(framework.diff("v.26.05", "v.26.11")), monkeypatch)
    found: DiffReview = made
    return found


def keys(panel: Any, trait: str) -> list[str]:
    return [row["key"] for row in panel.rows if trait in panel.traits_of(row)]


def test_looking_and_deciding_both_count_as_reviewed_and_undo_takes_each_back(review: Review) -> None:
    assert review.progress == (0, 22)
    ask(review, "take", id=first(review), side="ours")
    assert review.progress == (1, 22)
    assert review.states[first_decided(review)]["by"]["author"] == "A. Designer"
    ask(review, "mark", keys=[review.rows[5]["key"], review.rows[6]["key"]])
    assert (review.view["reviewed"], review.view["every"]) == (3, 22)
    assert ask(review, "undo")["said"] == "Undid: Reviewed: 2 changes"
    assert ask(review, "undo")["said"].startswith("Undid: Kept mine for “Flour")
    assert review.progress == (0, 22)
    assert review.notes == {}


def first_decided(review: Review) -> str:
    return keys(review, "decided")[0]


def test_leaving_and_coming_back_loses_no_mark_flag_or_comment(review: Review, framework: Framework) -> None:
    one, other = review.rows[3]["key"], review.rows[4]["key"]
    ask(review, "mark", keys=[one])
    ask(review, "flag", keys=[other])
    ask(review, "comment", key=other, text="Is <b>this</b> ours?")
    again = lx.review(framework.merge())
    assert again.states[one]["reviewed"]
    assert again.states[other]["flag"]["author"] == "A. Designer"
    assert again.states[other]["comments"][0]["text"] == "Is <b>this</b> ours?"
    again.filter = ["flagged"]
    assert again.shown == [other]
    again.filter = ["commented", "reviewed"]
    assert set(again.shown) == {one, other}


def test_a_plain_diff_keeps_its_review_too_and_a_mark_ends_when_the_texts_change(framework: Framework) -> None:
    flour = statement(framework, "Flour")
    first_look = lx.review(framework.diff("v.26.05", ""))
    first_look.mark(flour)
    first_look.comment(flour, "House rule")
    assert lx.review(framework.diff("v.26.05", "")).states[flour]["reviewed"]
    framework.edit(flour, "Flour — weigh, and sign.")
    again = lx.review(framework.diff("v.26.05", ""))
    assert not again.states[flour]["reviewed"]
    assert again.states[flour]["comments"][0]["text"] == "House rule"


def test_one_side_for_several_is_one_step_and_says_for_how_many(review: Review) -> None:
    wanted = [row["key"] for row in review.rows]
    assert ask(review, "take_many", keys=wanted, side="both")["said"].startswith("Kept both for “Proofed")
    assert ask(review, "take_many", keys=wanted[:5], side="ours")["said"] == "Kept mine for 5 decisions"
    assert [review.states[key]["take"] for key in wanted[:5]] == ["ours"] * 5
    ask(review, "undo")
    ask(review, "undo")
    assert len(review.conflicts) == 3
    assert not ask(review, "take_many", keys=[], side="ours")["ok"]
    only_two = [row["key"] for row in review.rows if all(each["side"] != "both" for each in row["buttons"])]
    assert "None of the selected" in ask(review, "take_many", keys=only_two, side="both")["error"]


def test_a_selection_can_be_read_set_and_is_refused_in_words(review: Review) -> None:
    seen: list[Any] = []
    review.observe(lambda change: seen.append(change["new"]), "selected")
    review.selected = [review.rows[0]["key"]]
    assert seen == [[review.rows[0]["key"]]]
    with pytest.raises(LexcurricError, match="0 rows have a key"):
        review.selected = ["no such row"]


def test_only_what_moved_goes_to_the_browser(review: Review) -> None:
    sent: list[Any] = []
    review.observe(lambda change: sent.append(change["name"]), ["states", "rows", "shown"])
    ask(review, "take", id=first(review), side="ours")
    assert sent == []
    moved = [each["states"] for each in review.replies if "states" in each]
    assert [list(each) for each in moved] == [[first_decided(review)]]
    assert review.states[first_decided(review)]["take"] == "ours"


def test_a_judgment_made_in_a_merge_holds_in_the_diff_and_undo_takes_it_back(
    review: Review, compared: DiffReview, framework: Framework
) -> None:
    key = next(key for key in keys(review, "substantive") if key.endswith("/wording"))
    assert ask(review, "judge", keys=[key], significance="editorial")["said"].startswith("Editorial: “")
    assert review.states[key]["judged"] == "A. Designer"
    ask(compared, "look")
    same = next(each for each in keys(compared, "editorial") if each in key)
    assert "editorial, as A. Designer judged" in compared.states[same]["headline"]
    ask(review, "undo")
    assert review.states[key]["significance"] == "substantive"
    assert framework.judgments.empty
    added = keys(review, "added")[:1]
    assert "was reworded" in ask(review, "judge", keys=added, significance="editorial")["error"]
    assert "Nobody has judged this" in ask(review, "judge", keys=[key], significance="")["error"]


def test_a_colleague_sees_what_is_left_and_a_comment_of_hers_is_hers(
    review: Review, framework: Framework, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = review.rows[0]["key"]
    with lx.open(tmp_path / "workspace.db", author="Bob") as theirs:
        other = listening(lx.review(theirs.framework(framework.soc).merge()), monkeypatch)
        ask(review, "comment", key=key, text="Which scale?")
        ask(other, "look")
        comment = other.states[key]["comments"][0]
        assert (comment["author"], comment["own"]) == ("A. Designer", False)
        assert other.view["notes_news"] == "A. Designer left a comment"
        assert not ask(other, "uncomment", key=key, time=comment["time"])["ok"]
        ask(other, "comment", key=key, text="The small one.")
        assert not ask(other, "comment", key=key, text="  ")["ok"]
    ask(review, "look")
    assert [each["text"] for each in review.states[key]["comments"]] == ["Which scale?", "The small one."]
    ask(review, "undo")
    assert [each["text"] for each in review.states[key]["comments"]] == ["The small one."]


def test_a_summary_says_who_decided_what_and_what_is_open_and_its_files_are_offered(
    review: Review, tmp_path: Path
) -> None:
    ask(review, "take", id=first(review), side="edited", text="Flour — weigh.")
    ask(review, "flag", keys=[review.rows[0]["key"]])
    ask(review, "comment", key=review.rows[1]["key"], text="Ask the trainers")
    reply = ask(review, "summary")
    assert str(tmp_path / "reviews") in reply["said"]
    (offers,) = (each["summary"] for each in review.replies if "summary" in each)
    assert [each["name"] for each in offers] == [
        f"merge-51-3011.00-v.26.05-v.26.11{form}" for form in (".html", ".md", ".xlsx")
    ]
    text = (tmp_path / "reviews" / offers[1]["name"]).read_text(encoding="utf-8")
    for said in (
        "1 of 22 reviewed",
        "2 conflicts are still to be decided",
        "A. Designer",
        "Ask the trainers",
        "no \\`skill\\`",
    ):
        assert said in text
    ask(review, "download", key=offers[2]["key"])
    assert review.summary().lines[1] == "2 conflicts are still to be decided."


def test_a_diff_of_files_keeps_its_notes_in_a_file_and_says_why_it_keeps_no_judgment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    panel = lx.review(lx.diff(str(sample_file()), str(sample_file(SAMPLE_NEW))))
    key = keys(panel, "substantive")[0]
    panel.mark(key)
    assert lx.review(lx.diff(str(sample_file()), str(sample_file(SAMPLE_NEW)))).states[key]["reviewed"]
    with pytest.raises(LexcurricError, match="import them"):
        panel.judge(key, significance="editorial")
    assert len(panel.write_summary()) == 3


def test_a_diff_with_the_draft_follows_what_is_saved(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    panel: Any = listening(lx.review(framework.diff("v.26.05", "")), monkeypatch)
    framework.edit(statement(framework, "Personal hygiene"), "Hygiene — keep to the rules.")
    ask(panel, "look")
    assert "Hygiene — keep" in str(panel.rows)
    assert set(panel.states) == {row["key"] for row in panel.rows}


def test_dropping_one_statement_on_another_says_that_they_are_the_same(
    compared: DiffReview, framework: Framework
) -> None:
    went = next(row for row in compared.rows if row["kind"] == "removed")
    came = next(row for row in compared.rows if row["kind"] == "added")
    assert went["ends"]["new"] == came["ends"]["old"] == ""
    assert ask(compared, "pair", old=went["ends"]["old"], new=came["ends"]["new"])["ok"]
    assert len(framework.corrections) == 1
    assert ask(compared, "undo")["said"].startswith("Undid: Said that")
    assert framework.corrections.empty


def test_the_layout_is_remembered(review: Review, framework: Framework) -> None:
    assert not review.inline
    review.inline = True
    assert lx.review(framework.merge()).inline
    assert lx.review(framework.diff("v.26.05", "v.26.11")).inline


def test_without_a_plan_the_newest_release_is_planned_and_nothing_new_is_said(
    framework: Framework, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEXCURRIC_WORKSPACE", str(tmp_path / "workspace.db"))
    assert lx.review().plan.theirs.version == "v.26.11"
    plan = framework.merge()
    plan.take_all("ours")
    plan.apply()
    assert lx.review().view["done"]
