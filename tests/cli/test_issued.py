"""`rubric`, `stale` and `verify FILE`: what they print, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run
from tests.samples import NEW, OLD
from tests.scored import place

SOC = "51-3011.00"


@pytest.fixture
def issued(run: Run) -> Run:
    """The commands, where a rubric was written to `a.xlsx`."""
    assert run("import", OLD).code == 0
    assert run("rubric", SOC, "-o", "a.xlsx").code == 0
    return run


def test_stale_is_0_until_a_release_overtakes_a_rubric_then_1_with_the_changes(issued: Run) -> None:
    said = issued("stale")
    assert (said.code, said.out) == (0, "Nothing that was issued is overtaken.\n")
    assert json.loads(issued("stale", SOC, "--json").out) == []
    issued("import", NEW)
    said = issued("stale", SOC)
    assert said.code == 1
    first, *changes = said.out.splitlines()
    assert first == (
        "a.xlsx: the checklist rubric of v.26.05 is overtaken by v.26.11; 19 changes touch it, 12 of them affecting "
        "scoring."
    )
    assert len(changes) == 19
    assert sum("(affects scoring" in each for each in changes) == 12
    (value,) = json.loads(issued("stale", "--json").out)
    assert (value["overtaken_by"], len(value["changes"])) == ("v.26.11", 19)
    assert issued("stale", "99-9999.00").code == 2


def test_stale_says_a_list_of_rubrics_in_one_line(issued: Run) -> None:
    Path("t.txt").write_text("\n".join(f"Trainee {number}" for number in range(1, 41)))
    assert issued("rubric", SOC, "-o", "spring/", "--trainees", "t.txt").code == 0
    issued("import", NEW)
    said = issued("stale", SOC)
    assert said.code == 1
    heads = [line for line in said.out.splitlines() if not line.startswith("  ")]
    assert heads == [
        "a.xlsx: the checklist rubric of v.26.05 is overtaken by v.26.11; 19 changes touch it, 12 of them affecting scoring.",
        "spring/: 40 files; the checklist rubric of v.26.05 is overtaken by v.26.11; 19 changes touch it, 12 of them affecting "
        "scoring.",
    ]
    one, many = json.loads(issued("stale", SOC, "--json").out)
    assert (one["count"], one["files"], many["count"], len(many["files"])) == (1, ["a.xlsx"], 40, 40)


def test_verify_of_a_file_says_whether_it_is_as_issued_edited_or_outdated(issued: Run) -> None:
    said = issued("verify", "a.xlsx")
    assert said.code == 0
    assert said.out.startswith(f"a.xlsx: checklist rubric of {SOC} v.26.05, as issued.\nIssued by ")
    book = openpyxl.load_workbook("a.xlsx")
    rating = place(book, "Rating")
    book["Score"][rating] = 3
    book.save("b.xlsx")
    said = issued("verify", "b.xlsx")
    assert (said.code, said.out) == (
        1,
        f"b.xlsx: checklist rubric of {SOC} v.26.05, filled in, and otherwise as issued.\n"
        f"  Score!{rating} (filled in): (nothing) → 3\n",
    )
    value = json.loads(issued("verify", "b.xlsx", "--json").out)
    assert (value["state"], value["is_good"], value["outdated"]) == ("filled-in", False, None)
    issued("import", NEW)
    said = issued("verify", "a.xlsx")
    assert said.code == 1
    assert "Outdated: the checklist rubric of v.26.05 is overtaken by v.26.11; 19 changes" in said.out


def test_verify_of_what_is_none_of_ours_is_2_with_one_line(issued: Run) -> None:
    Path("notes.txt").write_text("hello")
    Path("old.db").write_bytes(b"")
    for name in ("notes.txt", "missing.xlsx", "old.db", "."):
        said = issued("verify", name)
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert issued("verify", "a.xlsx", "--write", "w.json").code == 2
    assert issued("verify", "a.xlsx", "-w", "none.db").code == 2
    assert not Path("none.db").exists()


def test_verify_without_a_file_is_of_the_workspace(issued: Run) -> None:
    assert issued("verify").out.startswith("The workspace is whole.\n")


def test_a_rubric_of_an_export_file_needs_no_workspace(run: Run) -> None:
    assert run("rubric", OLD, "-o", "a.xlsx").code == 0
    assert not Path("data").exists()
