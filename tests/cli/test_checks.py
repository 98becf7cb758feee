from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.samples import OLD, export_bytes

SOC = "11-1111.00"
CLEAN = ["Bread — bake at dawn.", "Cakes — ice by hand."]


def imported(run: Run, tmp_path: Path, *texts: str) -> None:
    (tmp_path / "made.json").write_bytes(export_bytes(list(texts)))
    assert run("import", "made.json").code == 0


def test_the_exit_code_says_whether_there_are_findings(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, *CLEAN)
    clean = run("check", SOC)
    assert (clean.code, clean.out) == (0, "Nothing to point out.\n")
    found = run("check", OLD)
    assert found.code == 1
    assert "[several " in found.out
    assert run("check").code == 2
    assert run("check", SOC, "--settings", "none.yaml").code == 2


def test_findings_are_fixed_accepted_and_taken_back(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, "Bread —  bake at dawn.", "Big fruit pies — fill.")
    fixed = run("check", SOC, "--fix", "--json")
    assert fixed.code == 1
    (context,) = json.loads(fixed.out)
    assert context["rule"] == "context"
    assert context["reason"]
    assert run("check", SOC, "--accept", context["key"]).code == 2
    accepted = run("check", SOC, "--accept", context["key"], "--reason", "short on purpose")
    assert accepted.code == 0
    assert "1 accepted" in accepted.out
    assert "short on purpose" in run("check", SOC, "--all").out
    assert run("check", f"{SOC}@v.1").code == 1
    assert run("check", SOC, "--unaccept", "context").code == 1
    assert run("undo", SOC).code == 0
    assert "[spaces " in run("check", SOC).out


def test_findings_are_written_in_other_forms(run: Run, tmp_path: Path) -> None:
    assert run("check", OLD, "--format", "sarif", "-o", "out.sarif").code == 1
    log = json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))
    assert log["version"] == "2.1.0"
    assert log["runs"][0]["results"]
    assert json.loads(run("check", OLD, "--format", "json").out)
    assert "rated" not in run("check", OLD).out.split("note:")[0]
    assert "A learner may manage one performance" in " ".join(run("check", OLD, "--reasons").out.split())


def test_rules_and_settings_are_shown(run: Run, tmp_path: Path) -> None:
    rules = run("check", "--rules")
    assert rules.code == 0
    assert "near-duplicate (note)" in rules.out
    assert "reading (note, off by default)" in rules.out
    assert {each["id"] for each in json.loads(run("check", "--rules", "--json").out)} >= {"verb", "spelling"}
    assert run("check", "--write-settings", "lexcurric-checks.yaml").code == 0
    assert run("check", "--write-settings", "lexcurric-checks.yaml").code == 2
    (tmp_path / "own.yaml").write_text("rules: {several: false}\n", encoding="utf-8")
    assert run("check", OLD, "--settings", "own.yaml").code == 0


def test_verbs_are_listed_told_and_proposed(run: Run, tmp_path: Path) -> None:
    listed = json.loads(run("verbs", "--list", "--json").out)
    assert len({each["verb"] for each in listed}) > 500
    told = json.loads(run("verbs", OLD, "--json").out)
    assert len(told) == 40
    assert "analyze" in run("verbs", OLD, "--profile").out
    imported(run, tmp_path, "Prices — calculate per loaf.", "Bread — bake at dawn.")
    proposed = json.loads(run("verbs", SOC, "--propose", "--json").out)["proposed"]
    assert {each["tag"] for each in proposed} == {"bloom-proposed:apply", "dave-proposed:manipulate"}
    assert "bloom-proposed:apply" in run("show", SOC).out
    assert run("verbs", SOC, "--accept", proposed[0]["statement_id"]).code == 0
    assert "bloom:apply" in run("show", SOC).out
    assert run("verbs", SOC, "--dismiss", "all").code == 0
    assert "proposed" not in run("show", SOC).out
    assert run("verbs", OLD, "--propose").code == 2
    assert run("verbs").code == 2
