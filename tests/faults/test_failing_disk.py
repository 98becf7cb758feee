"""The disk fails, fills up, or the program dies, at every single operation on a file that an action needs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.faults import shim
from tests.faults.conftest import Figures, Scale
from tests.faults.disturbed import TROUBLES
from tests.faults.story import KINDS


def test_trouble_at_any_operation_loses_nothing_and_says_so(
    home: Path, tmp_path: Path, scale: Scale, figures: Figures
) -> None:
    (tmp_path / "files").mkdir()
    library = shim.build(tmp_path)
    kinds = KINDS if scale.is_torture else ("edit", "save", "import")
    said = shim.run(library, home, "tests.faults.disturbed", str(home), ",".join(kinds), str(scale(3, 0)))
    found = [json.loads(line) for line in said.splitlines()]
    figures["tries"] = len(found)
    for each in found:
        figures[each["trouble"]] += 1
        figures["acknowledged"] += not each["said"]
        figures["lost"] += "lost" in each["wrong"]
        figures["corrupt"] += bool(each["wrong"])
    assert {each["trouble"] for each in found} == set(TROUBLES)
    assert [each for each in found if each["wrong"] or "\n" in each["said"] or "ANOTHER" in each["said"]] == []
    assert all("disk is full" in each["said"] for each in found if each["trouble"] == "disk full" and each["said"])


def test_trouble_at_any_operation_of_a_copy_or_upgrade_leaves_the_old_or_the_new(
    home: Path, tmp_path: Path, scale: Scale, figures: Figures
) -> None:
    said = shim.run(shim.build(tmp_path), home, "tests.faults.moves", str(home), str(scale(4, 150)))
    found = [json.loads(line) for line in said.splitlines()]
    figures["tries"] = len(found)
    for each in found:
        figures[f"{each['kind']} {each['trouble']}".lower()] += 1
        figures["corrupt"] += bool(each["wrong"])
    assert {(each["kind"], each["trouble"]) for each in found} == {
        (kind, trouble) for kind in ("Copy", "Upgrade") for trouble in ("killed", "disk full", "disk gone")
    }
    assert [each for each in found if each["wrong"] or "\n" in each["said"]] == []
