"""The alignment review without a browser: a message in, a reply out, and one edit of the framework, or none."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.core.errors import FileError, LexcurricError
from lexcurric.widgets.alignment import AlignmentReview
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.onet_archives import find_releases
from lexcurric.workspace.workspace import Workspace
from tests.onet_files import SOC, TASKS, write_release

CREDIT = "This page includes information from the O*NET 30.1 Database by the U.S. Department of Labor"


@pytest.fixture
def workspace() -> Workspace:
    return lx.open(":memory:", author="Ada")


@pytest.fixture
def framework(workspace: Workspace) -> Framework:
    return workspace.import_export(lx.sample_file())


@pytest.fixture
def onet(tmp_path: Path) -> Path:
    return write_release(tmp_path / "db_30_1_text")


@pytest.fixture
def review(framework: Framework, onet: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AlignmentReview]:
    made = listening(lx.align(framework, onet), monkeypatch)
    yield made
    made.close()


def listening(made: AlignmentReview, monkeypatch: pytest.MonkeyPatch) -> AlignmentReview:
    replies: list[dict[str, Any]] = []
    monkeypatch.setattr(made, "send", lambda content, *_, **__: replies.append(content))
    made.replies = replies
    return made


def ask(review: AlignmentReview, action: str, **arguments: Any) -> dict[str, Any]:
    """What the browser gets for a message."""
    review._receive(review, {"id": 7, "action": action, "with": arguments}, [])
    reply: dict[str, Any] = review.replies[-1]
    return reply


def line(review: AlignmentReview, code: str) -> dict[str, Any]:
    return next(each for card in review.view["cards"] for each in card["lines"] if each["code"] == code)


def states(framework: Framework) -> dict[str, str]:
    return {each.code: each.state.value for each in framework.alignments.records}


def test_looking_changes_nothing_and_says_why_and_how_sure(review: AlignmentReview, framework: Framework) -> None:
    assert len(framework.alignments) == 0
    found = line(review, "101")
    assert (found["kind"], found["state"], found["sure"]) == ("task", "proposed", "nearly certain")
    assert found["why"]
    assert any(CREDIT in text for _, text in review.view["list"]["lines"])


def test_a_decision_is_an_edit_with_its_reason_that_undo_takes_back(
    review: AlignmentReview, framework: Framework
) -> None:
    revision, first = framework.revision, line(review, "101")["ref"]
    waiting = review.view["waiting"]
    assert ask(review, "accept", refs=[first], reason="read with the baker")["ok"]
    assert (framework.revision, states(framework)) == (revision + 1, {"101": "accepted"})
    assert framework.log.iloc[-1]["reason"] == "read with the baker"
    assert (review.view["decided"], review.view["waiting"]) == (1, waiting - 1)
    ask(review, "undo", what=review.view["undo"])
    assert (states(framework), review.view["decided"]) == ({}, 0)


def test_what_is_rejected_or_the_same_thing_is_said_and_taken_back(
    review: AlignmentReview, framework: Framework
) -> None:
    review.filter = "all"
    ask(review, "reject", refs=[line(review, "102")["ref"]])
    ask(review, "accept", refs=[line(review, "104")["ref"]], exact=True)
    assert line(review, "102")["state"] == "rejected"
    assert (line(review, "104")["exact"], line(review, "104")["by"]) == (True, "Ada")
    ask(review, "take_back", refs=[line(review, "102")["ref"]])
    assert states(framework) == {"104": "accepted"}
    assert line(review, "102")["state"] == "proposed"


def test_all_that_is_sure_enough_is_accepted_as_one_edit(review: AlignmentReview, framework: Framework) -> None:
    revision = framework.revision
    review.confidence = 0.5
    many = next(count for number, _, count in review.view["sure"] if number == 0.5)
    assert many > 1
    ask(review, "accept_sure")
    assert (len(framework.alignments.records), framework.revision) == (many, revision + 1)
    review.confidence = 1.0
    assert "no proposal is that sure" in ask(review, "accept_sure")["error"].casefold()


def test_only_one_kind_is_accepted_where_one_is_shown(review: AlignmentReview, framework: Framework) -> None:
    review.kind = "dwa"
    review.confidence = 0.0
    ask(review, "accept_sure")
    assert {each.kind.value for each in framework.alignments.records} == {"dwa"}


def test_another_thing_is_searched_in_the_list_and_aligned_by_hand(
    review: AlignmentReview, framework: Framework
) -> None:
    statement = framework.content.active[-1].id
    review.finding = statement[:8]
    assert review.finding == statement
    assert len(review.found) > 3
    review.words = "delivery van"
    assert [each["code"] for each in review.found] == ["103"]
    ask(review, "add", statement=statement, code="103", kind="task")
    assert states(framework) == {"103": "accepted"}
    assert review.finding == ""


def test_the_lists_by_filter_agree_with_their_counts(review: AlignmentReview, framework: Framework) -> None:
    ask(review, "accept", refs=[line(review, "101")["ref"]])
    for key, _, count in review.view["filters"]:
        review.filter = key
        assert len(review.view["cards"]) == count, key
    review.filter = "nothing"
    assert all(not card["lines"] for card in review.view["cards"])
    assert all(len(card["nearest"]) <= 3 for card in review.view["cards"])
    review.filter, review.search = "all", "croissant butter"
    assert {each["code"] for card in review.view["cards"] for each in card["lines"]} >= {"102"}


def test_coverage_both_ways_agrees_with_the_core(review: AlignmentReview, framework: Framework) -> None:
    ask(review, "accept", refs=[line(review, "101")["ref"]])
    review.show = "coverage"
    tasks = next(each for each in review.view["coverage"]["kinds"] if each["key"] == "task")
    assert tasks["counts"] == [1, 2, 1]
    assert [each["code"] for each in tasks["items"] if each["covered"] == "not covered"] == ["103"]
    assert review.alignments is not None
    alone = list(review.alignments.coverage.not_aligned["id"])
    assert [each["id"] for each in review.view["coverage"]["statements"]["alone"]] == alone


def test_a_newer_release_says_what_changed_and_is_kept(
    review: AlignmentReview, framework: Framework, tmp_path: Path
) -> None:
    ask(review, "accept", refs=[line(review, "101")["ref"]])
    newer = {**TASKS, "101": ("Weigh flour, salt, sugar, and other ingredients on a scale.", "Core")}
    del newer["103"]
    assert ask(review, "open", source=str(write_release(tmp_path / "db_31_0_text", newer)))["ok"]
    assert review.show == "news"
    changes = {each["code"]: each for each in review.view["release"]["changes"]}
    assert changes["103"]["what"] == "gone"
    assert not review.view["release"]["kept"]
    assert [each["place"] for each in changes["101"]["statements"]] == ["Emerging 2"]
    ask(review, "keep")
    assert [each.list.release for each in framework.alignments] == ["31.0"]
    assert review.view["release"]["kept"]
    review.show, review.filter = "review", "look"
    assert "worded otherwise" in review.view["cards"][0]["lines"][0]["look"]


def test_what_is_handed_on_has_what_was_accepted_and_the_credit(review: AlignmentReview, tmp_path: Path) -> None:
    ask(review, "accept", refs=[line(review, "101")["ref"]])
    review.pane = "hand on"
    offers = {each["words"]: review._read(each["key"])[1] for each in review.view["files"]}
    assert [each["associationType"] for each in json.loads(offers["CASE 1.1 associations"])] == ["isRelatedTo"]
    for words, body in offers.items():
        assert body, words
        if words != "Workbook to review in Excel":
            assert b"Department of Labor" in body, words


def test_a_reviewed_workbook_is_taken_back_as_one_edit(
    review: AlignmentReview, framework: Framework, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    assert review.alignments is not None
    path = tmp_path / "back.xlsx"
    review.alignments.write(path)
    book = load_workbook(path)
    sheet = book["Alignments"]
    heads = {
        cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value in ("Decision", "Alignment")
    }
    row = next(
        cell.row for cells in sheet.iter_rows() for cell in cells if cell.column == heads["Alignment"] and ":101" in str(cell.value)
    )  # fmt: skip
    sheet.cell(row, heads["Decision"], "accept")
    book.save(path)
    came = review.kept_in / "in"
    came.mkdir()
    shutil.copy(path, came / "back.xlsx")
    review._came = [came / "back.xlsx"]
    assert ask(review, "take_workbook")["ok"]
    assert states(framework) == {"101": "accepted"}


def test_a_screen_without_a_list_asks_for_one(
    framework: Framework, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_release(tmp_path / "data" / "db_30_1_text")
    monkeypatch.chdir(tmp_path)
    made = listening(lx.align(framework), monkeypatch)
    assert (made.pane, made.view["list"]) == ("source", None)
    assert [each["name"] for each in made.view["source"]["found"]] == ["data/db_30_1_text"]
    assert "no such folder" in ask(made, "open", source=str(tmp_path / "none"))["error"]
    assert ask(made, "open", source=made.view["source"]["found"][0]["path"])["ok"]
    assert made.view["list"]["title"] == "O*NET 30.1 Database"
    assert repr(made) == "<AlignmentReview of Bakers (51-3011.00) with O*NET 30.1 Database>"
    assert "O*NET 30.1" in made.static_html()


def test_an_archive_and_the_files_one_by_one_are_read_as_the_folder_is(
    framework: Framework, onet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "db_30_1_text"), "zip", onet))
    made = listening(lx.align(framework, archive), monkeypatch)
    assert made.view["list"]["title"] == "O*NET 30.1 Database"
    other = listening(AlignmentReview(framework), monkeypatch)
    for at, each in enumerate(sorted(onet.iterdir())):
        place = other.kept_in / str(at)
        place.mkdir()
        shutil.copy(each, place / each.name)
        other._came = [*getattr(other, "_came", []), place / each.name]
    assert ask(other, "open_came", release="30.1")["ok"]
    assert other.view["waiting"] == made.view["waiting"]
    for each in (made, other):
        each.close()


def test_another_list_is_opened_beside_the_first_and_chosen_again(
    review: AlignmentReview, framework: Framework, tmp_path: Path
) -> None:
    ask(review, "accept", refs=[line(review, "101")["ref"]])
    path = tmp_path / "standards.csv"
    path.write_text("code;label\nB.1;Weigh dry ingredients on a bench scale\nB.2;Tax law\n", encoding="utf-8")
    ask(review, "open", source=str(path), name="State standards", licence="public domain", credit="State of X")
    assert review.view["kinds"] == [["item", "items"]]
    assert ["Credit", "State of X"] in review.view["list"]["lines"]
    review.pane = "source"
    assert review.view["source"]["kept"] == ["O*NET 30.1 Database"]
    ask(review, "open", name="O*NET 30.1 Database")
    assert review.view["decided"] == 1


def test_what_a_colleague_decided_meanwhile_is_a_conflict_and_then_shown(
    review: AlignmentReview, framework: Framework, onet: Path, tmp_path: Path
) -> None:
    first = line(review, "101")["ref"]
    ask(review, "accept", refs=[line(review, "102")["ref"]])
    framework.align(onet).reject(first)
    reply = ask(review, "accept", refs=[first])
    assert not reply["ok"]
    review.filter = "decided"
    assert line(review, "101")["state"] == "rejected"


def test_what_is_on_screen_can_be_set_and_wrong_values_are_refused_in_words(review: AlignmentReview) -> None:
    seen: list[Any] = []
    review.observe(lambda change: seen.append(change["new"]), "filter")
    review.filter = "all"
    assert seen == ["all"]
    first = line(review, "101")["ref"]
    review.selection = [first]
    ask(review, "reject", refs=review.selection)
    assert review.selection == []
    for name, wrong in (("kind", "skill"), ("selection", ["x:1"]), ("finding", "nobody00")):
        with pytest.raises(LexcurricError):
            setattr(review, name, wrong)


def test_releases_are_found_below_a_folder_and_hidden_ones_are_not(tmp_path: Path) -> None:
    write_release(tmp_path / "a" / "b" / "db_30_1_text")
    write_release(tmp_path / ".hidden" / "db_29_0_text")
    (tmp_path / "db_28_0_text.zip").write_bytes(b"")
    found = [each.relative_to(tmp_path).as_posix() for each in find_releases(tmp_path)]
    assert sorted(found) == ["a/b/db_30_1_text", "db_28_0_text.zip"]


def test_a_list_that_cannot_be_read_is_named_in_words(framework: Framework, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(FileError, match=r"notes\.csv"):
        lx.align(framework, tmp_path / "notes.csv")


def test_the_occupation_can_be_another_than_the_framework_s(framework: Framework, onet: Path) -> None:
    made = AlignmentReview(framework)
    made.open_source(onet, occupation="45-4021.00")
    assert made.view["list"]["title"].endswith("Fallers")
    assert framework.soc == SOC
