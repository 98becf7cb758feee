"""Reports and decisions by commands."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.formats.office import edited
from tests.samples import NEW, OLD
from tests.workspace.test_decision_files import answer

SOC = "51-3011.00"


def prepared(run: Run) -> str:
    """A workspace in which one statement was reworded; gives its id."""
    run("import", OLD)
    rows = json.loads(run("show", SOC, "--json").out)["statements"]
    flour: str = next(each["id"] for each in rows if each["text"].startswith("Flour"))
    run("edit", SOC, flour, "--text", "Flour — weigh and label.")
    return flour


def test_an_excel_report_needs_a_file_and_is_written_by_its_ending(run: Run) -> None:
    refused = run("diff", OLD, NEW, "--format", "xlsx")
    assert refused.code == 2
    assert refused.err == "lexcurric: an Excel report is a file: say where to write it, such as -o changes.xlsx\n"
    for name, more in (("a.xlsx", ()), ("b.bin", ("--format", "xlsx"))):
        assert run("diff", OLD, NEW, "-o", name, *more).code == 1
        assert Path(name).read_bytes().startswith(b"PK")
    assert Path("a.xlsx").read_bytes() == Path("b.bin").read_bytes()


def test_a_plan_is_saved_decided_in_the_workbook_and_merged(run: Run) -> None:
    flour = prepared(run)
    saved = run("merge", SOC, NEW, "--dry-run", "--save-decisions", "plan.xlsx")
    assert saved.code == 1
    assert "Wrote plan.xlsx; choose in the column Decision, then merge with --decisions plan.xlsx" in saved.out
    wording = "Flour — weigh to one percent, and label."
    path = edited(Path("plan.xlsx"), "Decisions", answer("Decision ID", f"statement/{flour}", "Edited", wording))
    done = run("merge", SOC, NEW, "--decisions", path)
    assert done.code == 0
    assert wording in " ".join(run("show", SOC).out.split())


def test_bad_cells_of_a_workbook_are_one_line_on_stderr(run: Run) -> None:
    prepared(run)
    run("merge", SOC, NEW, "--dry-run", "--save-decisions", "plan.xlsx")
    path = edited(Path("plan.xlsx"), "Decisions", answer("No", "", "perhaps"))
    refused = run("merge", SOC, NEW, "--decisions", path)
    assert refused.code == 2
    assert refused.err.startswith("lexcurric: edited-plan.xlsx: 22 problems: Decisions!G5: expected Your version,")
    assert refused.err.count("\n") == 1


def test_the_plan_is_written_as_a_page_or_as_text(run: Run) -> None:
    prepared(run)
    assert "Wrote plan.html" in run("merge", SOC, NEW, "--dry-run", "-o", "plan.html").out
    assert Path("plan.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    run("merge", SOC, NEW, "--dry-run", "-o", "plan.txt")
    assert Path("plan.txt").read_text(encoding="utf-8").startswith(f"{SOC}: merge of v.26.11")


def test_an_ending_that_names_no_report_is_refused(run: Run) -> None:
    prepared(run)
    for refused in (run("diff", OLD, NEW, "-o", "x.pdf"), run("merge", SOC, NEW, "--dry-run", "-o", "x.pdf")):
        assert refused.code == 2
        assert refused.err.startswith("lexcurric: x.pdf: no ")
        assert ".html" in refused.err
    assert not Path("x.pdf").exists()


def test_reasons_are_said_for_every_change_where_asked_for(run: Run) -> None:
    plain, more = run("diff", OLD, NEW), run("diff", OLD, NEW, "--reasons")
    assert plain.code == more.code == 1
    assert len(more.out) >= len(plain.out)
    run("diff", OLD, NEW, "--reasons", "-o", "changes.txt")
    assert Path("changes.txt").read_text(encoding="utf-8") == more.out
