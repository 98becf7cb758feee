"""The commands `align` and `compare`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.onet_files import SOC, TASKS, write_release, write_required
from tests.samples import NEW, OLD

CREDIT = "This page includes information from the O*NET 30.1 Database"


@pytest.fixture
def onet(run: Run, tmp_path: Path) -> Path:
    assert run("import", OLD).code == 0
    return write_release(tmp_path / "db_30_1_text")


def test_coverage_and_proposals_are_shown_and_nothing_is_changed(run: Run, onet: Path) -> None:
    said = run("align", SOC, "--onet", onet)
    assert said.code == 0
    assert "Of 4 tasks, 0 are covered" in said.out
    assert f"  103  {TASKS['103'][0]}" in said.out
    assert CREDIT in said.out
    assert len(json.loads(run("log", SOC, "--json").out)) == 1


def test_decisions_are_saved_written_and_undone(run: Run, onet: Path) -> None:
    said = run("align", SOC, "--onet", onet, "--accept", "likely", "--reason", "read", "-o", "out/a.xlsx")
    assert (said.code, "Wrote out/a.xlsx" in said.out) == (0, True)
    assert Path("out/a.xlsx").exists()
    value = json.loads(run("align", SOC, "--json").out)
    done = [each["ref"] for each in value["alignments"] if each["state"] == "accepted"]
    assert len(done) >= 3
    assert value["list"]["Credit"].startswith(CREDIT)
    assert value["coverage"]["task"]["covered"] >= 2
    assert run("align", SOC, "--take-back", done[0]).code == 0
    assert run("align", SOC, "--reject", done[0]).code == 0
    again = json.loads(run("align", SOC, "--json").out)
    assert {each["state"] for each in again["alignments"] if each["ref"] == done[0]} == {"rejected"}
    for _ in range(3):
        assert run("undo", SOC).code == 0
    assert run("align", SOC).code == 2


def test_a_statement_is_aligned_by_hand(run: Run, onet: Path) -> None:
    statement = json.loads(run("show", SOC, "--json").out)["statements"][0]["id"]
    said = run("align", SOC, "--onet", onet, "--add", f"{statement[:8]}:103", "--exact", "--quiet")
    assert said.code == 0
    (kept,) = [
        each for each in json.loads(run("align", SOC, "--json").out)["alignments"] if each["state"] == "accepted"
    ]
    assert (kept["code"], kept["relation"], kept["score"]) == ("103", "exact", None)
    assert run("align", SOC, "--add", "103").err.startswith("lexcurric: --add wants STATEMENT:CODE")


def test_case_and_ctdl_are_written(run: Run, onet: Path) -> None:
    assert run("align", SOC, "--onet", onet, "--accept", ":101", "--case", "c.json", "--ctdl", "t.json").code == 0
    associations = json.loads(Path("c.json").read_text(encoding="utf-8"))
    assert {each["destinationNodeURI"]["identifier"] for each in associations} == {"101"}
    graph = json.loads(Path("t.json").read_text(encoding="utf-8"))
    assert graph["@graph"][0]["ceasn:rights"]["en"].startswith(CREDIT)


def test_a_newer_release_is_held_against_the_one_that_is_kept(run: Run, onet: Path, tmp_path: Path) -> None:
    run("align", SOC, "--onet", onet, "--accept", ":101")
    newer = write_required(tmp_path / "db_31_0_text", {"101": ("Weigh flour by eye.", "Core")})
    said = run("align", SOC, "--onet", newer)
    assert "O*NET 31.0 Database against O*NET 30.1 Database: 1 reworded" in said.out
    assert "What the newer release changes:" in said.out
    assert "Not in the folder, so not looked at: Technology Skills.txt" in said.err
    assert run("align", SOC, "--onet", newer, "--keep").out.startswith("Kept O*NET 31.0 Database.")


def test_another_list_is_aligned_with_its_licence(run: Run, onet: Path) -> None:
    Path("l.csv").write_text("code,label\nB,Weigh dry ingredients on a bench scale\n", encoding="utf-8")
    said = run(
        "align", SOC, "--list", "l.csv", "--name", "Ours", "--licence", "CC0", "--credit", "by us", "-o", "l.csv.txt"
    )
    assert said.code == 0
    assert said.out.rstrip().endswith("by us")
    assert "Licence of the list: CC0" in Path("l.csv.txt").read_text(encoding="utf-8")
    both = run("align", SOC, "--list", "l.csv", "--onet", onet)
    assert (both.code, both.err) == (2, "lexcurric: name one list: --onet or --list, not both\n")


def test_what_is_wrong_is_one_line(run: Run, onet: Path, tmp_path: Path) -> None:
    for arguments in (
        ("--onet", tmp_path / "nowhere"),
        ("--onet", onet, "--occupation", "51-0000.00"),
        ("--onet", onet, "--accept", "ffffffff"),
        (),
    ):
        said = run("align", SOC, *arguments)
        assert (said.code, said.err.count("\n")) == (2, 1), arguments


def test_frameworks_stand_side_by_side(run: Run) -> None:
    said = run("compare", OLD, NEW)
    assert said.code == 0
    assert said.out.startswith("25 shared, ")
    assert run("compare", OLD, NEW, "-o", "c.xlsx").out.startswith("Wrote c.xlsx")
    value = json.loads(run("compare", OLD, NEW, "--json").out)
    assert [each["statements"] for each in value["frameworks"]] == [40, 40]
    assert run("compare", OLD).code == 2
    assert not Path("data").exists()
    run("import", OLD)
    assert run("compare", f"{SOC}@v.26.05", SOC, NEW).code == 0
