"""The command `collect`: what it says, writes and answers with."""

from __future__ import annotations

import json
import re
from pathlib import Path

from openpyxl import load_workbook

from lexcurric.core.rubric import make_rubric
from tests.cli.conftest import Run
from tests.formats.rubrics import bakers, write
from tests.samples import OLD
from tests.scored import fill_checklist

RUBRIC = make_rubric(bakers())


def scored(folder: Path) -> Path:
    """A folder with the checklists of two trainees."""
    source = write(RUBRIC, folder)
    (folder / "in").mkdir()
    for name, rating in (("Ann", 4), ("Bea", 1)):
        ratings = dict.fromkeys((row.id for row in RUBRIC.rows), rating)
        fill_checklist(source, folder / "in" / f"{name}.xlsx", ratings, name=name)
    return folder / "in"


def test_collect_writes_the_cohort_and_says_what_is_in_it(run: Run, tmp_path: Path) -> None:
    folder = scored(tmp_path)
    found = run("collect", folder, "-o", "out/cohort.xlsx", "--csv", "out/cohort.csv")
    assert (found.code, found.err) == (0, "")
    assert found.out.splitlines() == [
        "2 trainees from 2 files; no workspace was asked whether versions are outdated.",
        "  Below Emerging: 1",
        "  Advanced: 1",
        "Wrote out/cohort.xlsx and out/cohort.csv",
    ]
    assert load_workbook(tmp_path / "out" / "cohort.xlsx")["Summary"]["A5"].value == "Ann"
    assert len((tmp_path / "out" / "cohort.csv").read_text(encoding="utf-8-sig").splitlines()) == 81
    assert not (tmp_path / "data").exists()


def test_collect_looks_into_the_workspace_that_is_there(run: Run, tmp_path: Path) -> None:
    folder = scored(tmp_path)
    assert run("import", OLD).code == 0
    assert run("-q", "collect", folder, "-o", "c.xlsx").code == 0
    run("edit", "51-3011.00", RUBRIC.rows[0].id, "--text", "Hands — wash them before every batch.")
    run("save", "51-3011.00", "--label", "acme.1", "--message", "ours")
    found = run("collect", folder, "-o", "c.xlsx")
    assert found.code == 1
    assert "2 trainees scored on v.26.05 (Ann, Bea):" in found.out
    assert "is overtaken by acme.1" in found.out
    assert "Hands — wash them before every batch." in found.out


def test_collect_ends_with_1_where_something_has_to_be_looked_at(run: Run, tmp_path: Path) -> None:
    folder = scored(tmp_path)
    fill_checklist(tmp_path / "rubric.xlsx", folder / "cid.xlsx", {RUBRIC.rows[0].id: 2.5}, name="Cid")
    found = run("collect", folder, "-o", "c.xlsx")
    assert found.code == 1
    assert re.search(r"cid.xlsx: Score![DE]8: expected one of 4, 3, 2, 1, 0, NA, or nothing; found “2.5”", found.out)
    assert (tmp_path / "c.xlsx").exists()
    answer = run("--json", "collect", folder, "-o", "c.xlsx")
    said = json.loads(answer.out)
    assert (answer.code, said["schema"], said["is_good"]) == (1, "lexcurric/cohort/1", False)
    assert [each["trainee"] for each in said["trainees"]] == ["Ann", "Bea", "Cid"]
    assert [each["cell"][1:] for each in said["problems"]] == ["8"]
    assert said["trainees"][0]["share_met"]["Advanced"] == 1.0


def test_collect_ends_with_2_where_there_is_nobody(run: Run, tmp_path: Path) -> None:
    write(RUBRIC, tmp_path)
    for given, words in (("none.xlsx", "there is no such file"), ("rubric.xlsx", "no trainee was found")):
        found = run("collect", given, "-o", "c.xlsx")
        assert (found.code, found.out) == (2, "")
        assert words in found.err
        assert found.err.count("\n") == 1
    assert not (tmp_path / "c.xlsx").exists()
    assert run("-w", "none.db", "collect", "rubric.xlsx", "-o", "c.xlsx").code == 2
    assert not (tmp_path / "none.db").exists()
