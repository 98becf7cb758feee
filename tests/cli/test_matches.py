from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.samples import export_bytes

SOC = "11-1111.00"
REST = [f"Item {n} — handle with the tool number {n * 7}." for n in range(6)]
OLD, NEW = "Deck oven — load with proofed loaves.", "Ranges and burners — light safely."
NEAR = "Deck oven — load with the proofed loaves and steam."


def import_two(run: Run, old: str, new: str) -> tuple[str, str]:
    """Two releases in the workspace; the ids of their last statements."""
    found = []
    for version, text in (("v.1", old), ("v.2", new)):
        Path(f"{version}.json").write_bytes(export_bytes([*REST, text], version=version))
        assert run("import", f"{version}.json").code == 0
        shown = json.loads(run("show", f"{SOC}@{version}", "--json").out)
        found.append(shown["statements"][-1]["id"])
    return found[0], found[1]


def test_a_match_is_corrected_listed_and_taken_back(run: Run) -> None:
    old, new = import_two(run, OLD, NEW)
    assert run("matches", SOC).out.startswith("No match of 11-1111.00 was corrected")
    assert json.loads(run("matches", SOC, "--json").out) == []
    said = run("same", SOC, old[:8], new[:8], "--reason", "renamed")
    assert (said.code, said.out.startswith(f"Kept, for ever: “{NEW}” is the same as “{OLD}”")) == (0, True)
    (row,) = json.loads(run("matches", SOC, "--json").out)
    assert (row["verdict"], row["old"], row["new"], row["reason"]) == ("same", OLD, NEW, "renamed")
    assert "renamed" in run("matches", SOC).out
    assert json.loads(run("diff", f"{SOC}@v.1", f"{SOC}@v.2", "--json").out)["summary"]["reworded"] == 1
    assert run("forget", SOC, row["correction"]).out.startswith("Taken back: ")
    assert json.loads(run("diff", f"{SOC}@v.1", f"{SOC}@v.2", "--json").out)["summary"]["reworded"] == 0
    assert "Withdrawn" in run("matches", SOC, "--log").out


def test_a_wrong_match_is_taken_apart(run: Run) -> None:
    old, new = import_two(run, OLD, NEAR)
    assert old == new
    found = json.loads(run("different", SOC, old, "--json", "--reason", "another oven").out)
    assert [each["verdict"] for each in found["corrections"]] == ["different"]
    assert run("different", SOC, old).code == 2


def test_corrections_go_to_a_colleague_as_a_file(run: Run) -> None:
    old, new = import_two(run, OLD, NEW)
    run("same", SOC, old, new)
    assert run("matches", SOC, "-o", "out/matches.json").out.startswith("Wrote out/matches.json")
    for version in ("v.1", "v.2"):
        run("import", f"{version}.json", "-w", "bob.db")
    assert run("matches", SOC, "--take", "out/matches.json", "-w", "bob.db").out.startswith("Took over 1 correction")
    assert run("matches", SOC, "--take", "out/matches.json", "-w", "bob.db").out.startswith("Took over 0 corrections")
    assert json.loads(run("matches", SOC, "--json", "-w", "bob.db").out)[0]["verdict"] == "same"


def test_mistakes_are_one_line_and_exit_2(run: Run) -> None:
    old, _ = import_two(run, OLD, NEW)
    for words in (
        ("same", SOC, old, "00000000"),
        ("same", SOC, old),
        ("different", SOC, old),
        ("forget", SOC, "00000000"),
        ("matches", SOC, "--take", "nowhere.json"),
    ):
        said = run(*words)
        assert (said.code, said.err.count("\n"), said.out) == (2, 1, "")


def test_every_command_has_help_with_an_example(run: Run) -> None:
    for command in ("same", "different", "forget", "matches"):
        assert f"Example: lexcurric {command}" in " ".join(run(command, "--help").out.split())
