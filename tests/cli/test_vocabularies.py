from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.samples import NEW, OLD, ROOT

SOC = "51-3011.00"


def test_tagging_by_a_rule_shows_first_and_tags_then(run: Run) -> None:
    run("import", OLD)
    shown = run("tag", SOC, "--where", "oven", "--tag", "tool:oven", "--dry-run")
    assert (shown.code, "Would tag 7 statements with tool:oven." in shown.out) == (0, True)
    assert json.loads(run("coverage", SOC, "--json").out)["counts"] == {}
    assert "Tagged 7 statements" in run("tag", SOC, "--where", "oven", "--tag", "tool:oven").out
    assert sum(json.loads(run("coverage", SOC, "--json").out)["counts"]["tool:oven"].values()) == 7
    assert run("tag", SOC, "--tag", "tool:oven").code == 2
    assert run("tag", SOC, "--where", "(", "--regex", "--tag", "tool:oven").code != 0


def test_coverage_and_the_merge_say_what_lacks_a_required_tag(run: Run) -> None:
    run("import", OLD)
    assert run("vocabulary", SOC, ROOT / "data" / "vocabularies.yaml").code == 0
    run("tag", SOC, "--where", " ", "--tag", "skill:practical")
    assert "40 have none" in run("coverage", SOC, "--vocabulary", "skill").out
    run("tag", SOC, "--where", "—", "--tag", "skill:practical")
    assert "it is required." in run("coverage", SOC, "--vocabulary", "skill").out
    assert run("coverage", SOC, "-o", "out/coverage.xlsx").code == 0
    assert Path("out/coverage.xlsx").is_file()
    planned = run("merge", SOC, NEW, "--dry-run")
    assert (planned.out + planned.err).count("no `skill` tag, which is required.") == 1
    done = run("merge", SOC, NEW, "--prefer", "theirs")
    assert "in have no `skill` tag, which is required." in done.err


def test_suggestions_are_listed_and_accepted(run: Run) -> None:
    run("import", OLD)
    assert run("suggest-tags", SOC, "--vocabulary", "module").code != 0
    run("vocabulary", SOC, ROOT / "data" / "vocabularies.yaml")
    run("tag", SOC, "--where", "dough", "--tag", "module:m3")
    run("tag", SOC, "--where", "oven", "--tag", "module:m5")
    listed = json.loads(run("suggest-tags", SOC, "--vocabulary", "module", "--json").out)
    sure = [each for each in listed if each["confidence"] >= 0.6]
    assert 0 < len(sure) < len(listed)
    assert listed[0]["id"][:8] in run("suggest-tags", SOC, "--vocabulary", "module").out
    assert (
        f"Accepted tags of {len(sure)} statements" in run("suggest-tags", SOC, "--vocabulary", "module", "--accept").out
    )
    left = json.loads(run("suggest-tags", SOC, "--vocabulary", "module", "--json").out)
    assert not {each["id"] for each in left} & {each["id"] for each in sure}
