"""The command `apply`: what it prints, its exit codes, and its answer for a program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.samples import OLD
from tests.workspace.sheet_hands import Hands

SOC = "51-3011.00"


@pytest.fixture
def hands(run: Run, tmp_path: Path) -> Hands:
    run("import", OLD)
    run("sheet", SOC, "-o", "sheet.xlsx")
    return Hands(tmp_path / "sheet.xlsx")


def ids(run: Run) -> list[str]:
    return [each["id"] for each in json.loads(run("show", SOC, "--json").out)["statements"]]


def test_a_clear_plan_ends_with_0_and_changes_nothing_until_it_is_applied(run: Run, hands: Hands) -> None:
    first = ids(run)[0]
    path = hands.put(first, text="Hands — wash.").save()
    dry = run("apply", path, "--dry-run")
    assert (dry.code, dry.err) == (0, "")
    assert "1 change to apply, nothing done yet" in dry.out
    assert "→ “Hands — wash.”" in dry.out
    assert "nothing of yours to undo" in run("undo", SOC).out
    done = run("apply", path, "--reason", "from the team")
    assert done.code == 0
    assert "applied 1 change; undo takes them back" in done.out
    again = run("apply", path, "--dry-run")
    assert (again.code, "nothing changed since v.26.05" in again.out) == (0, True)
    assert run("undo", SOC).out.startswith("Undid: Applied 1 change of edited-sheet.xlsx")


def test_missing_rows_alone_are_clear(run: Run, hands: Hands) -> None:
    hands.sheet.tables.clear()
    hands.sheet.delete_rows(hands.head + 1)
    dry = run("apply", hands.save(), "--dry-run")
    assert (dry.code, "row missing" in dry.out) == (0, True)


def test_a_problem_is_printed_once_and_stops_everything(run: Run, hands: Hands) -> None:
    first, second, *_ = ids(run)
    path = hands.put(first, position="x").put(second, text="Good — edit.").save()
    dry = run("apply", path, "--dry-run")
    assert (dry.code, dry.out.count("Statements!C5"), dry.err) == (1, 1, "")
    done = run("apply", path)
    assert (done.code, (done.out + done.err).count("Statements!C5")) == (2, 1)
    assert "nothing was changed. Put the problems right first" in done.err
    assert "nothing of yours to undo" in run("undo", SOC).out


def test_a_conflict_ends_with_1_and_is_taken_by_name(run: Run, hands: Hands) -> None:
    first, second, *_ = ids(run)
    run("edit", SOC, first, "--text", "Draft — said.")
    path = hands.put(first, text="Sheet — said.").put(second, note="n").save()
    dry = run("apply", path, "--dry-run")
    assert (dry.code, "conflict" in dry.out) == (1, True)
    assert run("apply", path, "--dry-run", "--take", "Statements!D5").code == 0
    assert run("apply", path, "--dry-run", "--take", "all").code == 0
    wrong = run("apply", path, "--take", "D9")
    assert (wrong.code, "there are Statements!D5" in wrong.err) == (2, True)
    assert run("apply", path).code == 1
    assert "Draft — said." in run("show", SOC).out
    assert run("apply", path, "--take", first[:8]).code == 0
    assert "Sheet — said." in run("show", SOC).out


def test_the_answer_for_a_program_has_all_of_the_plan(run: Run, hands: Hands) -> None:
    first, second, third, *_ = ids(run)
    run("edit", SOC, first, "--text", "Draft — said.")
    hands.put(first, text="Sheet — said.").put(second, note="n").put(third, status="Drop")
    del hands.book["Lists"]
    hands.sheet.cell(hands.head, 8).value = "Remarks"
    path = hands.save()
    dry = run("apply", path, "--dry-run", "--json")
    plan = json.loads(dry.out)
    assert dry.code == 1
    assert (plan["file"], plan["framework"], plan["version"]) == (str(path), SOC, "v.26.05")
    assert (plan["applied"], plan["clear"], plan["base_known"]) == (False, False, True)
    assert (plan["changes"], plan["reports"]) == (1, 1)
    assert [(each["kind"], each["cell"], each["applies"], each["open"]) for each in plan["events"]] == [
        ("conflict", "Statements!D5", False, True),
        ("noted", "Statements!H6", True, False),
    ]
    assert plan["events"][0]["asks"] == "reworded"
    (problem,) = plan["problems"]
    assert (problem["where"], problem["what"].startswith("expected Keep, Remove or New")) == ("Statements!G7", True)
    assert plan["notes"] == [{"where": "Statements!H4", "what": "the column headed 'Remarks' was read as Note"}]
    hands.put(third, status="Keep")
    done = run("apply", hands.save(), "--json")
    assert (done.code, json.loads(done.out)["applied"]) == (1, True)
