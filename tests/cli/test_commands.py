from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.samples import EXPORTS, NEW, OLD

SOC = "51-3011.00"


def ids(run: Run, ref: str = SOC) -> list[str]:
    return [each["id"] for each in json.loads(run("show", ref, "--json").out)["statements"]]


def test_the_whole_job_by_commands(run: Run, tmp_path: Path) -> None:
    assert "Next: lexcurric import" in run("list").out
    assert run("import", OLD).code == 0
    first, second, third, *_ = ids(run)
    assert run("edit", SOC, first[:8], "--text", "Hands — wash.", "--reason", "shorter").code == 0
    assert run("tag", SOC, first, second, "--tag", "skill:practical").code == 0
    assert run("add", SOC, "--level", "emerging", "--text", "Doors — open.", "--position", 1).code == 0
    assert run("move", SOC, second, "--level", "developing").code == 0
    assert run("retire", SOC, third).code == 0
    assert run("undo", SOC).out.startswith("Undid: Retired")
    assert run("save", SOC, "--label", "acme.1", "--message", "ours", "--status", "published").code == 0
    assert "already there" in run("import", OLD).out
    assert "22 unchanged" in run("import", NEW).out
    assert run("merge", SOC, f"{SOC}@upstream", "--dry-run").code == 0
    done = run("merge", SOC, f"{SOC}@upstream", "--message", "autumn")
    assert (done.code, "Merged v.26.11" in done.out) == (0, True)
    assert run("save", SOC, "--label", "acme.2").out.rstrip().endswith("after acme.1 and v.26.11.")
    assert run("rubric", f"{SOC}@acme.2", "-o", "out/rubric.xlsx").code == 0
    assert run("sheet", SOC, "-o", "out/sheet.xlsx").code == 0
    assert "nothing changed" in run("apply", "out/sheet.xlsx", "--dry-run").out
    assert run("verify").code == 0
    assert [row["label"] for row in json.loads(run("versions", SOC, "--json").out)] == [
        "v.26.05",
        "acme.1",
        "v.26.11",
        "acme.2",
    ]
    assert "shorter" in run("log", SOC).out
    assert "reworded" in run("history", first).out
    assert Path("data/workspace.db").is_file()


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_an_export_comes_out_byte_for_byte(path: Path, run: Run) -> None:
    run("import", path)
    soc = path.name.split(".v")[0]
    for ref in (soc, f"{soc}@upstream", f"{soc}@{json.loads(path.read_bytes())['framework']['version']}"):
        assert run("export", ref, "--to", "lex-json", "-o", "out.json").code == 0
        assert Path("out.json").read_bytes() == path.read_bytes()


def test_diff_says_by_its_exit_code_whether_anything_changed(run: Run) -> None:
    assert run("diff", OLD, OLD).code == 0
    assert run("diff", OLD, NEW).code == 1
    assert run("diff", OLD, "none.json").code == 2
    assert not Path("data").exists()
    run("import", OLD)
    assert run("diff", SOC, f"{SOC}@v.26.05").code == 0
    for form, start in {
        "json": '{\n  "schema": "lexcurric/diff/1"',
        "html": "<!DOCTYPE html>",
        "md": "# ",
        "text": "Bakers",
    }.items():
        assert run("diff", OLD, NEW, "--format", form).out.lower().startswith(start.lower())
        run("diff", OLD, NEW, "--format", form, "-o", f"report.{form}")
        assert Path(f"report.{form}").read_text(encoding="utf-8").lower().startswith(start.lower())


def test_the_diff_json_holds_what_the_interface_names(run: Run) -> None:
    value = json.loads(run("diff", OLD, NEW, "--format", "json").out)
    assert set(value) >= {"schema", "old", "new", "summary", "changes"}
    assert set(value["summary"]) >= {
        "unchanged",
        "reworded",
        "moved",
        "added",
        "removed",
        "split",
        "joined",
        "reordered",
        "retagged",
        "metadata",
    }
    for change in value["changes"]:
        if change["kind"] == "metadata":
            assert set(change) == {"kind", "pointer", "old", "new"}
        else:
            assert set(change) >= {"kind", "confidence", "review", "old", "new"}
            assert all(set(place) >= {"id", "level", "position", "text"} for place in (*change["old"], *change["new"]))
            assert ("words" in change) == (change["kind"] == "reworded" or "significance" in change)


def test_a_conflict_is_listed_and_nothing_is_applied_until_it_is_decided(run: Run) -> None:
    run("import", OLD)
    flour = next(
        each["id"]
        for each in json.loads(run("show", SOC, "--json").out)["statements"]
        if each["text"].startswith("Flour")
    )
    run("edit", SOC, flour, "--text", "Flour — weigh and label.")
    refused = run("merge", SOC, NEW)
    assert refused.code == 1
    assert "1 conflict, so nothing was changed" in refused.out
    assert len(json.loads(run("versions", SOC, "--json").out)) == 1
    assert run("merge", SOC, NEW, "--dry-run", "--save-decisions", "decisions.json").code == 1
    value = json.loads(Path("decisions.json").read_text(encoding="utf-8"))
    for each in value["decisions"]:
        if each["take"] is None:
            each["take"] = "ours"
    Path("decisions.json").write_text(json.dumps(value), encoding="utf-8")
    assert run("merge", SOC, NEW, "--decisions", "decisions.json").code == 0
    assert "Flour — weigh and label." in run("show", SOC).out
    run("undo", SOC)
    assert run("merge", SOC, NEW, "--prefer", "theirs").code == 0
    assert "Flour — weigh and label." not in run("show", SOC).out


def test_options_of_every_command_may_stand_before_or_after_it(run: Run) -> None:
    run("-w", "here.db", "import", OLD)
    assert json.loads(run("list", "--workspace=here.db", "--json").out)[0]["soc"] == SOC
    assert run("import", OLD, "-q", "-w", "there.db").out == ""
    run("undo", SOC, "--author", "Bob", "-w", "here.db")
    first = ids_of(run, "here.db")[0]
    run("edit", SOC, first, "--text", "--json", "-w", "here.db", "--author", "Bob")
    assert json.loads(run("log", SOC, "--json", "-w", "here.db").out)[-1]["author"] == "Bob"
    assert "--json" in run("show", SOC, "-w", "here.db").out


def ids_of(run: Run, workspace: str) -> list[str]:
    return [each["id"] for each in json.loads(run("show", SOC, "--json", "-w", workspace).out)["statements"]]


def test_check_says_by_its_exit_code_whether_there_are_findings(run: Run, tmp_path: Path) -> None:
    assert run("check", NEW).code == 1
    run("import", OLD)
    first = ids(run)[0]
    run("edit", SOC, first, "--text", "Understand hygiene.")
    found = run("check", SOC)
    assert found.code == 1
    assert "expected “Object — performance.”" in found.out
    assert "“Understand” cannot be observed" in found.out
    assert json.loads(run("check", SOC, "--json").out)[0]["statement_id"] == first


def test_the_demo_writes_what_it_says(run: Run) -> None:
    done = run("demo", "--out", "exports/demo")
    assert done.code == 0
    written = [line.split("wrote ")[1] for line in done.out.splitlines() if "wrote " in line]
    assert len(written) == 18
    assert all(Path(each).stat().st_size > 500 for each in written)
    assert "byte for byte as it came in: yes" in done.out
    assert "history verified: whole" in done.out
    assert run("demo", "--out", "exports/demo").code == 0


def test_the_version_is_the_one_of_the_package(run: Run) -> None:
    assert run("--version").out == f"lexcurric {importlib.metadata.version('lexcurric')}\n"


def test_help_shows_every_command_each_with_an_example(run: Run) -> None:
    listed = run("--help").out
    for name in (
        *(
            "demo",
            "lab",
            "import",
            "list",
            "show",
            "log",
            "history",
            "edit",
            "add",
            "move",
            "retire",
            "split",
            "join",
            "tag",
        ),
        *(
            "untag",
            "undo",
            "redo",
            "save",
            "restore",
            "diff",
            "merge",
            "rubric",
            "sheet",
            "apply",
            "export",
            "check",
            "verify",
        ),
    ):
        assert name in listed
        assert f"Example: lexcurric {name}" in run(name, "--help").out, name


BAD = [
    ["nosuch"],
    ["edit"],
    ["edit", SOC],
    ["edit", SOC, "zzzzzzzz", "--text", "x"],
    ["edit", SOC, "zzzzzzzz"],
    ["move", SOC, "00000000", "--level", "x", "--position", "0"],
    ["save", SOC],
    ["save", SOC, "--label", "v.26.05"],
    ["save", SOC, "--label", "a/b"],
    ["save", SOC, "--label", "x", "--status", "final"],
    ["restore", SOC],
    ["restore", f"{SOC}@nope"],
    ["show", "99-9999.99"],
    ["show", f"{SOC}@nope"],
    ["show", "nope.json"],
    ["show", "/"],
    ["diff", "a"],
    ["diff", SOC, "99-9999.99"],
    ["diff", SOC, SOC, "--format", "pdf"],
    ["merge", SOC, "nope"],
    ["merge", SOC, "--decisions", "nope.json"],
    ["merge", SOC, "--prefer", "both"],
    ["rubric", SOC],
    ["rubric", SOC, "-o", "/proc/nope/x.xlsx"],
    ["rubric", SOC, "-o", "x.xlsx", "--kind", "square"],
    ["rubric", SOC, "-o", "x.xlsx", "--share", "7"],
    ["sheet", SOC, "-o", "/"],
    ["apply", "nope.xlsx"],
    ["apply", OLD],
    ["apply", "/"],
    ["export", SOC, "--to", "pdf", "-o", "x"],
    ["export", SOC, "-o", "/proc/x.json"],
    ["export", str(OLD), "-o", "x.json"],
    ["vocabulary", SOC, "nope.yaml"],
    ["vocabulary", SOC, OLD],
    ["history", "zzzzzzzz"],
    ["log", "zzzz"],
    ["import"],
    ["import", "."],
    ["import", "nope.json"],
    ["import", "/dev/null"],
    ["import", __file__],
    ["list", "-w", "/proc/nope.db"],
    ["list", "-w", "."],
    ["list", "-w", __file__],
    ["list", "-w", "postgresql://nobody:secret@127.0.0.1:1/none"],
    ["list", "-w", "mysql://x/y"],
    ["list", "--author", " "],
    ["demo", "--out", "/proc/nope"],
]


@pytest.mark.parametrize("arguments", BAD, ids=lambda each: " ".join(map(str, each))[:60])
def test_bad_input_gets_one_line_on_stderr_and_never_a_traceback(arguments: list, run: Run) -> None:
    run("import", OLD)
    answer = run(*arguments)
    assert answer.code == 2
    assert answer.err.startswith("lexcurric: ")
    assert answer.err.count("\n") == 1, answer.err
    assert "Traceback" not in answer.err + answer.out
    assert "unforeseen" not in answer.err
    assert "secret" not in answer.err


def test_blame_says_who_changed_which_words_of_a_statement_and_of_a_framework(run: Run) -> None:
    run("import", OLD)
    first = ids(run)[0]
    run("edit", SOC, first, "--text", "Hands — wash.", "--reason", "shorter", "--author", "Bob")
    shown = run("blame", first[:8]).out
    assert all(each in shown for each in ("Hands — wash.", "Bob", "edit 2", "shorter"))
    rows = json.loads(run("blame", first, "--json").out)
    assert [(row["words"], row["author"], row["edit"]) for row in rows] == [("Hands — wash.", "Bob", 2)]
    listed = run("blame", SOC).out
    assert f"{first[:8]}  Emerging 1: Hands — wash.\n          Bob, 20" in listed
    assert "the publisher, 2026-05-15 09:00, release v.26.05" in listed
    every = json.loads(run("blame", SOC, "--json").out)
    assert [row["edit"] for row in every] == [2] + [None] * 39
    assert run("blame", "nowhere1").code == 2


def test_history_tells_the_statements_apart_after_a_split(run: Run) -> None:
    run("import", OLD)
    first = ids(run)[0]
    run("split", SOC, first, "--text", "Hands — wash.", "--text", "Hair — cover.", "--reason", "two things")
    said = " ".join(run("history", first).out.split())
    assert f"{first[:8]} " in said
    assert "split into “Hands — wash.” and “Hair — cover.”" in said
    rows = json.loads(run("history", first, "--json").out)
    assert len({row["id"] for row in rows}) == 3


def test_one_ref_alone_shows_what_it_changed(run: Run) -> None:
    run("import", OLD)
    assert run("diff", SOC).code == 0
    first, second = ids(run)[:2]
    run("edit", SOC, first, "--text", "Hands — wash.")
    run("save", SOC, "--label", "acme.1")
    run("edit", SOC, second, "--text", "Benches — rinse.")
    assert [run("diff", ref).code for ref in (SOC, f"{SOC}@acme.1", f"{SOC}@edit:2")] == [1, 1, 1]
    assert "Benches" not in run("diff", f"{SOC}@acme.1").out
    assert "Hands" not in run("diff", SOC).out
    assert run("diff", f"{SOC}@edit:2", f"{SOC}@acme.1").code == 0
    first_release = run("diff", f"{SOC}@v.26.05")
    assert (first_release.code, "is the first" in first_release.err) == (2, True)
    assert "name a second file" in run("diff", OLD).err
    assert "Hands — wash." in run("show", f"{SOC}@edit:2").out
    assert "after edit 1 again" in run("restore", f"{SOC}@edit:1").out
    assert "Hands — wash." not in run("show", SOC).out


def test_activity_lists_who_did_what_and_sums_it_up(run: Run) -> None:
    run("import", OLD, "--author", "Ada")
    for number, each in enumerate(ids(run)[:3]):
        run("edit", SOC, each, "--text", f"Thing {number} — do.", "--author", "Bob")
    rows = json.loads(run("activity", "--json").out)
    assert [(row["author"], row["action"]) for row in rows] == [("Ada", "import")] + [("Bob", "edit")] * 3
    assert "Imported v.26.05" in run("activity", "--author", "Ada").out
    assert "Bob" not in run("activity", "--author", "Ada").out
    assert run("activity", "--summary").out == "Bob (3): 3 × edit\nAda (1): 1 × import\n"
    month = rows[0]["time"][:7]
    assert len(json.loads(run("activity", "--month", month, "--json").out)) == 4
    assert json.loads(run("activity", "--until", "2020-01-01", "--summary", "--json").out) == []
    assert run("activity", "--month", "last").code == 2


def test_undo_says_whose_edit_it_took_back(run: Run) -> None:
    run("import", OLD, "--author", "Ada")
    first = ids(run)[0]
    run("edit", SOC, first, "--text", "Hands — wash.", "--author", "Ada")
    assert run("undo", SOC, "--author", "Bob").out.endswith("(by Ada)\n")
    assert run("redo", SOC, "--anyone", "--author", "Cy").out.endswith("(by Ada)\n")
    run("undo", SOC, "--author", "Ada")
    assert run("undo", SOC, "--author", "Ada").out == "There is nothing of yours to undo.\n"
