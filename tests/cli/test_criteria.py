from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.samples import OLD

SOC = "51-3011.00"


@pytest.fixture
def ready(run: Run) -> Run:
    assert run("import", OLD, "-q").code == 0
    return run


def found(ready: Run) -> dict[str, dict]:
    return {row["label"]: row for row in json.loads(ready("criteria", "show", SOC, "--json").out)["rows"]}


def test_a_proposal_is_printed_with_its_reasons_and_changes_nothing(ready: Run) -> None:
    said = ready("criteria", "propose", SOC)
    assert said.code == 0
    assert "Staff (new)" in said.out
    assert " ".join(said.out.split()).count("most like") == 40 - said.out.count("Left loose")
    assert "Nothing is changed. Next: lexcurric criteria propose 51-3011.00 --accept" in said.out
    assert found(ready) == {}


def test_all_or_some_of_a_proposal_is_accepted_and_undone(ready: Run) -> None:
    assert ready("criteria", "propose", SOC, "--only", "staff", "--reason", "first").out.startswith("Accepted Staff.")
    assert list(found(ready)) == ["Staff"]
    said = ready("criteria", "propose", SOC, "--accept")
    assert "`lexcurric undo 51-3011.00` takes this back." in said.out
    assert len(found(ready)) > 8
    assert ready("criteria", "propose", SOC, "--accept").out.startswith("There is nothing to propose")
    ready("undo", SOC)
    assert list(found(ready)) == ["Staff"]


def test_the_answer_for_programs_has_the_evidence(ready: Run) -> None:
    value = json.loads(ready("criteria", "propose", SOC, "--json", "--count", "9").out)
    member = value["threads"][0]["members"][0]
    assert {"id", "why", "shares", "likeness", "next_best", "confidence"} <= member.keys()
    assert value["accepted"] == []


def test_the_matrix_says_what_is_done_and_what_is_missing(ready: Run) -> None:
    ready("criteria", "propose", SOC, "--accept", "-q")
    ready("criteria", "empty", SOC, "staff", "--level", "emerging", "--reason", "they learn first")
    said = ready("criteria", "show", SOC).out
    assert "9: coach" in said
    assert "[guides others]" in said
    assert "– they learn" in said
    assert "Missing: Staff: Developing\n" in said
    assert ready("criteria", "fill", SOC, "Staff", "--level", "emerging").code == 0
    assert "Missing: Staff: Emerging, Developing\n" in ready("criteria", "show", SOC).out
    written = ready("criteria", "show", SOC, "-o", "out/criteria.html")
    assert written.code == 0, written.err
    assert "<h3>Criteria: Bakers</h3>" in Path("out/criteria.html").read_text(encoding="utf-8")


def test_criteria_of_a_file_are_none(ready: Run) -> None:
    assert "40 statements have no criterion" in ready("criteria", "show", OLD).out


def test_every_action_on_criteria_is_a_command(ready: Run) -> None:
    ready("criteria", "propose", SOC, "--accept", "-q")
    rows = found(ready)
    coach = rows["Staff"]["cells"][2]["statements"][0]
    for arguments in (
        ("rename", SOC, "Staff", "--label", "People"),
        ("split", SOC, "People", coach[:8], "--label", "Coaching"),
        ("move", SOC, coach[:8], "--to", "people"),
        ("delete", SOC, "Coaching"),
        ("join", SOC, "Quality", "People", "--label", "Quality and people"),
        ("place", SOC, "Quality and people", "--position", "1"),
        ("add", SOC, "Steam"),
    ):
        said = ready("criteria", *arguments)
        assert said.code == 0, (arguments, said.err)
    after = found(ready)
    assert next(iter(after)) == "Quality and people"
    assert coach in after["Quality and people"]["cells"][2]["statements"]
    assert "Steam" in after
    assert not {"Staff", "People", "Quality", "Coaching"} & after.keys()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("rename", SOC, "Yeast", "--label", "X"), "no criterion 'Yeast' in 51-3011.00"),
        (("move", SOC, "12345678", "--to", "Yeast"), "no criterion 'Yeast' in 51-3011.00"),
        (("empty", SOC, "Yeast", "--level", "emerging"), "no criterion 'Yeast'"),
        (("propose", SOC, "--only", "Yeast"), "no thread 'Yeast' is proposed"),
        (("show", "nowhere"), "nowhere"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(ready: Run, arguments: tuple[str, ...], words: str) -> None:
    said = ready("criteria", *arguments)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert words in said.err
