"""The board of criteria without a browser: a message in, a reply out, and one edit of the framework, or none."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.core.errors import LexcurricError
from lexcurric.widgets.criteria import CriteriaBoard
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace
from tests.samples import export_bytes

SOC = "51-3011.00"


@pytest.fixture
def workspace() -> Workspace:
    return lx.open(":memory:", author="Ada")


@pytest.fixture
def framework(workspace: Workspace) -> Framework:
    return workspace.import_export(lx.sample_file())


@pytest.fixture
def board(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> CriteriaBoard:
    """The board of a framework whose proposal was accepted as it is."""
    framework.propose_criteria(semantic=False).accept()
    return listening(lx.criteria(framework), monkeypatch)


def listening(board: CriteriaBoard, monkeypatch: pytest.MonkeyPatch) -> CriteriaBoard:
    replies: list[dict[str, Any]] = []
    monkeypatch.setattr(board, "send", lambda content, *_: replies.append(content))
    board.replies = replies
    return board


def ask(board: CriteriaBoard, action: str, **arguments: Any) -> dict[str, Any]:
    """What the browser gets for a message."""
    board._receive(board, {"id": 7, "action": action, "with": arguments}, [])
    reply: dict[str, Any] = board.replies[-1]
    return reply


def cell(framework: Framework, label: str, level: str) -> list[str]:
    row = next(each for each in framework.criteria if each.label == label)
    return list(next(each.statements for each in row.cells if each.level == level))


def row(board: CriteriaBoard, label: str) -> dict[str, Any]:
    return next(each for each in board.view["rows"] if each["label"] == label)


def test_a_statement_goes_to_another_criterion_and_level_as_one_edit(
    board: CriteriaBoard, framework: Framework
) -> None:
    moved = cell(framework, "Dough", "emerging")[0]
    revision = framework.revision
    loaves = row(board, "Loaves")["id"]
    assert ask(board, "put", ids=[moved], criterion=loaves, level="advanced", reason="harder than it looks")["ok"]
    assert moved in cell(framework, "Loaves", "advanced")
    assert framework.revision == revision + 1
    assert framework.log.iloc[-1]["reason"] == "harder than it looks"
    ask(board, "undo", what=board.view["undo"])
    assert moved in cell(framework, "Dough", "emerging")


def test_a_statement_that_passes_by_a_cell_left_empty_on_purpose_does_not_fill_it(
    board: CriteriaBoard, framework: Framework
) -> None:
    framework.leave_empty("Dough", "advanced", "nobody asks for it")
    framework.leave_empty("Loaves", "advanced", "nor for this")
    board.refresh()
    moved = cell(framework, "Dough", "emerging")[0]
    ask(board, "put", ids=[moved], criterion="Loaves", level="advanced")
    kept = {each.label: dict(each.empty) for each in framework.content.criteria}
    assert kept["Dough"] == {"advanced": "nobody asks for it"}
    assert kept["Loaves"] == {}


def test_a_criterion_that_is_gone_is_not_made_again_by_a_drop(
    board: CriteriaBoard, framework: Framework, workspace: Workspace
) -> None:
    loaves, moved = row(board, "Loaves")["id"], cell(framework, "Dough", "emerging")[0]
    workspace.framework(SOC).delete_criterion("Loaves")
    count = len(framework.content.criteria)
    reply = ask(board, "put", ids=[moved], criterion=loaves)
    assert not reply["ok"]
    assert len(framework.content.criteria) == count


def test_a_new_criterion_is_made_for_what_is_moved_unless_the_name_is_taken(
    board: CriteriaBoard, framework: Framework
) -> None:
    moved = cell(framework, "Dough", "emerging")[0]
    assert "already" in ask(board, "put", ids=[moved], criterion="Loaves", new=True)["error"]
    assert ask(board, "put", ids=[moved], criterion="Bench", level="emerging", new=True)["ok"]
    assert cell(framework, "Bench", "emerging") == [moved]


def test_a_name_that_somebody_else_gave_meanwhile_is_asked_about(
    board: CriteriaBoard, framework: Framework, workspace: Workspace
) -> None:
    found = row(board, "Loaves")["id"]
    workspace.framework(SOC).rename_criterion("Loaves", "Bread")
    board.refresh()
    reply = ask(board, "rename", criterion=found, label="Rolls", before="Loaves")
    assert reply["asks"]
    assert "“Bread”" in reply["error"]
    assert ask(board, "rename", criterion=found, label="Rolls", before="Bread")["ok"]
    assert "Rolls" in framework.criteria.labels


def test_rows_are_ordered_joined_split_added_and_deleted(board: CriteriaBoard, framework: Framework) -> None:
    labels = list(framework.criteria.labels)
    ask(board, "order", criterion=labels[2], position=1)
    assert framework.criteria.labels[0] == labels[2]
    ask(board, "join", criteria=["Dough", "Fermenting"], label="Dough and fermenting")
    assert board.picked == [row(board, "Dough and fermenting")["id"]]
    taken = cell(framework, "Dough and fermenting", "emerging")[:1]
    ask(board, "split", criterion="Dough and fermenting", ids=taken, label="Pieces")
    assert cell(framework, "Pieces", "emerging") == taken
    ask(board, "add", label="Steam")
    assert framework.criteria.labels[-1] == "Steam"
    assert ask(board, "delete", criterion="Steam")["said"] == "Took the criterion Steam away"
    assert "Steam" not in framework.criteria.labels


def test_a_cell_is_left_empty_with_its_reason_and_filled_again(board: CriteriaBoard, framework: Framework) -> None:
    label, level = framework.criteria.missing[0]
    ask(board, "empty", criterion=label, level=level, reason="not yet")
    shown = next(each for each in row(board, label)["cells"] if each["empty"])
    assert shown["reason"] == "not yet"
    ask(board, "fill", criterion=label, level=level)
    assert (label, level) in framework.criteria.missing


def test_each_cell_says_whether_it_asks_for_more_than_the_one_before(board: CriteriaBoard) -> None:
    grown = [(each["level"], each["growth"]) for each in row(board, "Staff")["cells"]]
    autonomy = {
        level: (one["word"], one["sign"]) for level, found in grown for one in found if one["name"] == "autonomy"
    }
    assert autonomy["proficient"] == ("guides others", "")
    assert autonomy["advanced"] == ("leads or designs for others", "more")


def test_what_is_less_than_before_is_marked(board: CriteriaBoard, framework: Framework) -> None:
    staff = cell(framework, "Staff", "advanced")[0]
    framework.edit(staff, "Staff training program — follow under direct supervision.")
    board.refresh()
    last = row(board, "Staff")["cells"][-1]["growth"]
    assert {(each["name"], each["sign"], each["than"]) for each in last} == {
        ("autonomy", "less", "Proficient"),
        ("demand", "less", "Proficient"),
    }
    assert len(row(board, "Staff")["flags"]) == 2


def test_a_proposal_is_changed_and_accepted_from_the_screen(
    framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = listening(lx.criteria(framework), monkeypatch)
    assert ask(board, "propose", count=0)["said"].startswith("12 criteria proposed")
    shown = board.view["proposal"]["threads"]
    assert [each["label"] for each in shown] == list(board.proposal.labels)
    assert shown[0]["members"][0]["why"][0].startswith("shares ")
    ask(board, "thread_rename", label="Loaves", new="Shaping")
    ask(board, "thread_join", labels=["Dough", "Fermenting"])
    ask(board, "thread_drop", label="Quality")
    moved = board.view["proposal"]["threads"][0]["members"][0]["id"]
    ask(board, "thread_move", ids=[moved], label="Shaping")
    assert framework.content.criteria == ()
    revision = framework.revision
    ask(board, "accept", labels=["Shaping"], reason="agreed with the bakers")
    ask(board, "accept", labels=[])
    assert board.view["proposal"] is None
    assert framework.revision == revision + 2
    assert moved in {each.id for each in framework.content.active if each.criterion == row(board, "Shaping")["id"]}
    ask(board, "undo", what=board.view["undo"])
    assert framework.criteria.labels == ("Shaping",)


def test_what_somebody_put_elsewhere_meanwhile_is_not_taken_by_an_accepted_proposal(
    framework: Framework, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = listening(lx.criteria(framework), monkeypatch)
    board.propose()
    first = board.proposal.threads[0]
    workspace.framework(SOC).set_criterion(first.members[0].id, "Mine")
    assert "was changed meanwhile" in ask(board, "accept", labels=[first.label])["error"]
    assert "under “Mine”" in ask(board, "accept", labels=[first.label])["error"]
    assert framework.criteria.labels == ("Mine",)
    assert first.label in board.proposal.labels


def test_without_anything_to_propose_the_reply_says_so(board: CriteriaBoard) -> None:
    assert "nothing to propose" in ask(board, "propose")["error"]
    assert board.proposal is None
    assert "choose Propose again" in ask(board, "accept", labels=[])["error"]


def test_what_is_on_screen_can_be_set_and_wrong_values_are_refused_in_words(
    board: CriteriaBoard, framework: Framework
) -> None:
    seen: list[Any] = []
    board.observe(lambda change: seen.append(change["new"]), "picked")
    board.picked = ["loaves"]
    assert seen == [[row(board, "Loaves")["id"]]]
    board.cell = ["Loaves", "Emerging"]
    assert board.cell == [row(board, "Loaves")["id"], "emerging"]
    found = framework.content.active[0].id
    board.selection = [found[:8]]
    assert board.selection == [found]
    for name, wrong in (("picked", ["No such"]), ("cell", ["Loaves"]), ("selection", ["nobody00"]), ("count", -1)):
        with pytest.raises(LexcurricError):
            setattr(board, name, wrong)
    ask(board, "delete", criterion="Loaves")
    assert (board.picked, board.cell) == ([], [])


def test_a_shared_notebook_shows_the_matrix(board: CriteriaBoard) -> None:
    assert repr(board) == "<CriteriaBoard of Bakers (51-3011.00): 12 criteria>"
    assert "Loaves" in board.static_html()
    assert "<script" not in board.static_html()


@pytest.fixture
def large(workspace: Workspace, tmp_path: Path) -> Framework:
    """A framework with more statements than a proposal is made of at once."""
    path = tmp_path / "large.json"
    things = ["Loaves", "Invoices", "Knives", "Dogs", "Pumps", "Letters", "Roofs", "Hives"]
    rows = [[f"{things[at % 8]} and {things[at // 8 % 8]} {at} — sort." for at in range(200)] for _ in range(4)]
    path.write_bytes(export_bytes(*rows, soc="11-0800.00"))
    return workspace.import_export(path)


async def ended(board: CriteriaBoard) -> list[dict[str, Any]]:
    """Waits until nothing is being proposed, and gives what the screen was told meanwhile."""
    told: list[dict[str, Any]] = []
    board.observe(lambda change: told.append(change["new"]), "progress")
    until = time.monotonic() + 60
    while board.progress["state"] == "busy" and time.monotonic() < until:
        await asyncio.sleep(0.05)
    return told


def test_of_many_statements_a_proposal_comes_while_the_kernel_answers(
    large: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = listening(lx.criteria(large), monkeypatch)
    assert "800 statements that takes about" in board.view["takes"]

    async def work() -> list[dict[str, Any]]:
        assert ask(board, "propose", count=0)["said"] == "Proposing criteria…"
        assert board.progress["state"] == "busy"
        assert "being proposed already" in ask(board, "propose", count=0)["error"]
        assert ask(board, "add", label="By hand")["ok"]
        assert board.proposal is None
        return await ended(board)

    told = asyncio.run(work())
    assert "criteria proposed" in told[-1]["said"]
    assert [each["done"] for each in told[:-1]] == sorted(each["done"] for each in told[:-1])
    assert large.content.criteria[0].label == "By hand"
    assert board.proposal is not None
    shown = board.view["proposal"]
    assert sum(len(each["members"]) for each in shown["threads"]) + len(shown["loose"]) == 800


def test_what_is_being_proposed_can_be_stopped_and_asked_for_again(
    large: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = listening(lx.criteria(large), monkeypatch)

    async def work() -> None:
        ask(board, "propose", count=0)
        assert ask(board, "stop")["said"] == "Stopped: nothing is proposed."
        assert board.progress["state"] == "idle"
        await asyncio.sleep(0.5)
        assert board.proposal is None
        ask(board, "propose", count=0)
        await ended(board)

    asyncio.run(work())
    assert board.proposal is not None


def test_what_goes_wrong_beside_the_kernel_is_said_in_words(large: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    large.propose_criteria(semantic=False).accept()
    board = listening(lx.criteria(large), monkeypatch)

    async def work() -> list[dict[str, Any]]:
        ask(board, "propose", count=0)
        return await ended(board)

    told = asyncio.run(work())
    assert told[-1] == {
        "state": "failed",
        "done": 0,
        "said": "Every statement has a criterion already: there is nothing to propose",
    }
