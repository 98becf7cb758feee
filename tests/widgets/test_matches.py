"""Correcting matches on the screens of a diff and of a merge, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.core.errors import LexcurricError
from lexcurric.core.model import replace
from lexcurric.widgets.diff_review import DiffReview
from lexcurric.widgets.review import Review
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.views import Diff
from tests.samples import export_bytes
from tests.widgets.test_review import ask, listening

SOC = "11-1111.00"
REST = [f"Item {n} — handle with the tool number {n * 7}." for n in range(12)]
OVEN, RANGES = "Deck oven — load with proofed loaves.", "Ranges and burners — light safely."
SCALES, SCALES_NEW = "Scales — read to one gram.", "Scales — read out to one gram."
WHOLE = "Mail and faxes — sort by room and number, send and file the receipts of each."
PARTS = ["Mail — sort by room and number.", "Faxes — send and file the receipts of each."]


def import_two(workspace: lx.Workspace, folder: Path) -> Framework:
    """Two releases: one statement went and one came, one was reworded, one was split."""
    listed = {"v.1": [OVEN, SCALES, WHOLE], "v.2": [RANGES, SCALES_NEW, *PARTS]}
    for version, texts in listed.items():
        path = folder / f"{version}.json"
        path.write_bytes(export_bytes([*REST, *texts], version=version))
        framework = workspace.import_export(path)
    return framework


@pytest.fixture
def framework(tmp_path: Path) -> Iterator[Framework]:
    with lx.open(tmp_path / "workspace.db", author="A. Designer") as workspace:
        yield import_two(workspace, tmp_path)


@pytest.fixture
def screen(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> DiffReview:
    return listening(lx.review(framework.diff("v.1", "v.2")), monkeypatch)


@pytest.fixture
def review(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> Review:
    return listening(lx.review(framework.merge()), monkeypatch)


def row(widget: Any, text: str) -> dict[str, Any]:
    return next(each for each in widget.rows if text in str(each))


def kinds(widget: Any) -> list[str]:
    return sorted(each["kind"] for each in widget.rows if each["kind"] != "metadata")


def test_a_row_says_why_and_how_sure_in_words(framework: Framework) -> None:
    diff = framework.diff("v.1", "v.2")
    new = diff.new
    ids = {each.text: each.id for each in new.content.active}
    old = {each.text: each.id for each in diff.old.content.active}
    reasons = {ids[SCALES_NEW]: ("the same object: <b>Scales</b>",)}
    similar = {ids[RANGES]: (old[OVEN],), old[OVEN]: (ids[RANGES],)}
    found = DiffReview(Diff(diff.old, replace(new, reasons=reasons, similar=similar), diff.workspace))
    assert row(found, "Scales")["because"] == ["the same object: <b>Scales</b>"]
    assert row(found, "Scales")["sure"].endswith("% sure)")
    assert row(found, "Added")["similar"] == [{"id": old[OVEN], "where": "L1, place 13", "text": OVEN, "note": ""}]
    found.pairing = old[OVEN]
    assert found.view["options"][0]["note"] == "much alike"


def test_only_what_the_releases_took_to_continue_can_be_corrected(framework: Framework, screen: DiffReview) -> None:
    assert {each["kind"]: (bool(each["part"]), bool(each["pair"])) for each in screen.rows if "part" in each} == {
        "added": (False, True),
        "removed": (False, True),
        "reworded": (True, False),
        "split": (True, True),
    }
    framework.edit(framework.content.active[0].id, "Item 0 — by hand.")
    framework.add("l1", "Our own — statement.")
    own = lx.review(framework.diff())
    assert [(each["part"], each["pair"]) for each in own.rows] == [("", None), ("", None)]


def test_two_are_said_to_be_the_same_from_either_side_and_taken_back(framework: Framework, screen: DiffReview) -> None:
    removed, added = row(screen, "Removed"), row(screen, "Added")
    for this, other in ((removed, added), (added, removed)):
        screen.pairing = this["key"]
        assert other["pair"]["id"] in [each["id"] for each in screen.view["options"]]
        reply = ask(screen, "same", key=this["key"], other=other["pair"]["id"], reason="we call it so now")
        assert reply["said"] == f"Said that “{RANGES}” is the same as “{OVEN}”"
        assert screen.pairing == ""
        assert kinds(screen) == ["reworded", "reworded", "split"]
        assert row(screen, "Ranges")["because"] == ["A. Designer said that these are the same: we call it so now"]
        assert screen.view["undo_match"] == reply["said"]
        assert ask(screen, "undo_match")["said"] == f"Undid: {reply['said']}"
        assert kinds(screen) == ["added", "removed", "reworded", "split"]
        assert framework.corrections.empty
    assert ask(screen, "undo_match")["said"].startswith("There is no correction")


def test_a_wrong_rewording_and_a_wrong_split_are_taken_apart(screen: DiffReview) -> None:
    ask(screen, "different", key=row(screen, "Scales")["key"])
    assert kinds(screen) == ["added", "added", "removed", "removed", "split"]
    ask(screen, "different", key=row(screen, "Split")["key"])
    assert "split" not in kinds(screen)
    assert "and 1 more" in screen.view["undo_match"]
    ask(screen, "undo_match")
    ask(screen, "undo_match")
    assert kinds(screen) == ["added", "removed", "reworded", "split"]


def test_one_part_of_a_split_is_chosen_from_its_parts(screen: DiffReview) -> None:
    split = row(screen, "Split")
    screen.pairing = split["key"]
    assert [each["text"] for each in screen.view["options"]] == PARTS
    ask(screen, "same", key=split["key"], other=screen.view["options"][0]["id"])
    assert kinds(screen) == ["added", "added", "removed", "reworded", "reworded"]


def test_a_taken_one_is_offered_last_and_taking_back_brings_the_earlier_word_again(
    framework: Framework, screen: DiffReview
) -> None:
    screen.pairing = row(screen, "Removed")["key"]
    last = screen.view["options"][-1]
    assert last["text"] == SCALES_NEW
    assert last["note"] == f"now taken to continue “{SCALES}”"
    oven = screen.pairing
    ask(screen, "same", key=oven, other=row(screen, "Added")["pair"]["id"])
    scales = row(screen, "Scales")["key"]
    screen.different(scales)
    screen.same(scales, oven, "no: this one")
    assert framework.corrections[["verdict", "old"]].values.tolist() == [["different", SCALES], ["same", SCALES]]
    screen.undo_match()
    assert framework.corrections[["verdict", "old"]].values.tolist() == [["different", SCALES], ["same", OVEN]]
    screen.undo_match()
    assert kinds(screen) == ["reworded", "reworded", "split"]


def test_mistakes_are_said_in_words_and_the_screen_stays(screen: DiffReview) -> None:
    before = screen.rows
    assert "look again" in ask(screen, "different", key=row(screen, "Added")["key"])["error"]
    assert "look again" in ask(screen, "same", key="nonsense", other="x")["error"]
    assert "no statement" in ask(screen, "same", key=row(screen, "Removed")["key"], other="x")["error"].lower()
    assert screen.rows == before
    with pytest.raises(LexcurricError, match="no row"):
        screen.pairing = row(screen, "Scales")["key"]


def test_files_without_a_workspace_are_shown_and_not_corrected(framework: Framework, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    found = lx.review(Diff(*(framework.snapshot(label) for label in ("v.1", "v.2"))))
    assert not any(each.get("part") or each.get("pair") for each in found.rows)
    with pytest.raises(LexcurricError, match="without a workspace"):
        found.same("a", "b")


def test_a_correction_plans_the_merge_again_and_choices_hold(framework: Framework, review: Review) -> None:
    kept = row(review, "Scales")["key"]
    ask(review, "take", id=kept, side="ours")
    removed, added = (row(review, each) for each in ("/removed", "/added"))
    assert (removed["pair"]["side"], added["pair"]["side"]) == ("old", "new")
    review.pairing = removed["key"]
    assert review.view["options"][0]["id"] == added["pair"]["id"]
    reply = ask(review, "same", key=removed["key"], other=added["pair"]["id"])
    assert reply["ok"]
    assert [each["key"].rpartition("/")[2] for each in review.rows].count("wording") == 2
    assert review.states[kept]["take"] == "ours"
    assert review.view["undo"] == reply["said"]
    assert ask(review, "undo")["said"] == f"Undid: {reply['said']}"
    assert framework.corrections.empty
    ask(review, "different", key=kept)
    assert kept not in review.states
    ask(review, "apply")
    assert framework.corrections["verdict"].tolist() == ["different"]
    assert framework.merge().is_done


def test_a_match_corrected_elsewhere_makes_the_review_stale(framework: Framework, review: Review) -> None:
    framework.different(row(review, "Scales")["part"])
    ask(review, "look")
    assert review.view["stale"]
    assert "corrected" in ask(review, "apply")["error"]
    ask(review, "again")
    assert not review.view["stale"]
    assert ask(review, "apply")["ok"]


def test_a_file_is_corrected_before_it_is_imported(tmp_path: Path) -> None:
    with lx.open(tmp_path / "other.db") as workspace:
        for version, text in (("v.1", OVEN), ("v.2", RANGES)):
            (tmp_path / f"{version}.json").write_bytes(export_bytes([*REST, text], version=version))
        framework = workspace.import_export(tmp_path / "v.1.json")
        review = lx.review(framework.merge(tmp_path / "v.2.json"))
        removed, added = (row(review, each) for each in ("/removed", "/added"))
        review.do_same(removed["key"], added["pair"]["id"])
        assert [each["key"].rpartition("/")[2] for each in review.rows if "statement" in each["key"]] == ["wording"]
        assert framework.versions["label"].tolist() == ["v.1"]
        review.apply()
        assert framework.content.active[-1].text == RANGES
