"""Merge cases that are files: see CONTRIBUTING. The release is matched as an import does, so these cases test the whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lexcurric.core import edits
from lexcurric.core.apply import apply_decisions
from lexcurric.core.continuity import continue_from
from lexcurric.core.decide import decide
from lexcurric.core.export import content_from_export
from lexcurric.core.merge import Side, prefer
from lexcurric.core.model import Content, Snapshot, replace
from tests.core.merge_actions import faults
from tests.samples import continued, export_value

CASES = sorted(Path(__file__).parent.parent.joinpath("files", "merge").glob("*--base.json"))


def read(path: Path, name: str) -> Any:
    return json.loads(Path(str(path).replace("--base", f"--{name}")).read_text(encoding="utf-8"))


def content_of(value: Any, version: str) -> Content:
    """Rows of wordings, or an object with `levels` (by key: label and wordings)."""
    if isinstance(value, list):
        return content_from_export(export_value(*value, version=version))
    raw = export_value(version=version)
    raw["framework"]["levels"] = {
        key: {"label": label, "statements": texts} for key, (label, texts) in value["levels"].items()
    }
    return content_from_export(raw)


def our_draft(base: Snapshot, value: Any) -> Content:
    """Our copy, its wordings matched to the base, with the tags, criteria and notes that the file gives by wording."""
    more = value if isinstance(value, dict) else {}
    found = continue_from(base.content, content_of(value, "v.1")).content
    ids = {each.text: each.id for each in found.active}
    for old, new in more.get("reworded", {}).items():
        found = edits.reword(found, ids[old], new)
    for old, parts in more.get("split", {}).items():
        found = edits.split(found, ids[old], parts)[0]
    for parts, whole in more.get("joined", []):
        found = edits.join(found, [ids[each] for each in parts], whole)[0]
    ids = {each.text: each.id for each in found.active}
    for text, tags in more.get("tags", {}).items():
        found = edits.tag(found, [ids[text]], tags)
    for text, label in more.get("criteria", {}).items():
        found = edits.assign_criterion(found, [ids[text]], label)
    for text, note in more.get("notes", {}).items():
        found = edits.annotate(found, ids[text], note)
    return found


def said(content: Content) -> dict[str, Any]:
    """What a merged file says: the levels, and what statements have on them."""
    labels = {each.id: each.label for each in content.criteria}
    return {
        "levels": {
            key: [content.level_label(key), [each.text for each in row]] for key, row in content.by_level.items()
        },
        "tags": {each.text: list(each.tags) for each in content.active if each.tags},
        "criteria": {each.text: labels[each.criterion] for each in content.active if each.criterion},
        "notes": {each.text: each.note for each in content.active if each.note},
    }


def outcome(path: Path) -> dict[str, Any]:
    """What comes out of a case: the conflicts, the proposals, and the content for each side taken in conflicts."""
    base = Snapshot(content=content_of(read(path, "base"), "v.1"), ref="base", version="v.1")
    mine = replace(base, content=our_draft(base, read(path, "ours")), version="v.1+draft", ref="draft")
    new = read(path, "theirs")
    version = new.get("version", "v.2") if isinstance(new, dict) else "v.2"
    release = continued(base, replace(base, content=content_of(new, version), version=version))
    if isinstance(new, dict) and "before" in new:
        # A release between the two, which both sides have taken in already.
        between = continued(base, replace(base, content=content_of(new["before"], "v.1b"), version="v.1b"))
        taken = prefer(decide(base, mine, between), Side.THEIRS)
        merged = apply_decisions(mine.content, between.content, taken, base=base.content)
        mine, base = replace(mine, content=merged), between
        release = continued(between, replace(base, content=content_of(new, version), version=version))
    decisions = decide(base, mine, release)
    found: dict[str, Any] = {"conflicts": sorted(each.conflict.value for each in decisions if each.conflict)}
    if proposals := [each.proposal for each in decisions if each.proposal]:
        found["proposals"] = proposals
    for side in (Side.OURS, Side.THEIRS):
        merged = apply_decisions(mine.content, release.content, prefer(decisions, side), base=base.content)
        assert not faults(merged)
        found[side.value] = said(merged)
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix("--base.json"))
def test_a_merge_case_comes_out_as_its_files_say(path: Path) -> None:
    found, wanted = outcome(path), read(path, "merged")
    for side in ("ours", "theirs"):
        if isinstance(wanted[side], list):
            found[side] = [texts for _, texts in found[side]["levels"].values()]
    assert found == wanted
