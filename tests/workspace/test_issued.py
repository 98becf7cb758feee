"""Rubrics and exports that were handed out: logged once, kept through everything, and found when overtaken."""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import lexcurric as lx
from lexcurric.core.errors import WorkspaceWarning
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.issued import issued_of
from lexcurric.workspace.news import news_between, standing
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import NEW, OLD

SOC = "51-3011.00"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_rubric_and_an_export_are_logged_with_version_hashes_and_options(
    framework: Framework, tmp_path: Path
) -> None:
    rubric = framework.rubric(met_rating=2).to_excel(tmp_path / "a.xlsx")
    export = framework.export(tmp_path / "b.json")
    rows = framework.issued.to_dict(orient="records")
    assert [(each["file"], each["kind"], each["version"]) for each in rows] == [
        ("a.xlsx", "checklist", "v.26.05"),
        ("b.json", "export", "v.26.05"),
    ]
    assert [each["sha256"] for each in rows] == [digest(rubric), digest(export)]
    assert {each["content_sha256"] for each in rows} == {framework.content.sha256}
    assert rows[0]["options"] == {"met_rating": 2}
    assert {each["author"] for each in rows} == {"Ada"}
    assert framework.stale() == []
    assert framework.workspace.verify() == []


def test_the_same_bytes_are_logged_once_with_the_newest_place(framework: Framework, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        framework.rubric().to_excel(tmp_path / name)
    framework.rubric(share_required=0.5).to_excel(tmp_path / "c.xlsx")
    assert list(framework.issued["file"]) == ["b.xlsx", "c.xlsx"]


def test_a_draft_with_unsaved_changes_is_logged_as_such_and_stale_once_another_version_is_saved(
    framework: Framework, tmp_path: Path
) -> None:
    first, second = framework.content.active[:2]
    framework.edit(first.id, text="Doors — open.")
    framework.rubric().to_excel(tmp_path / "draft.xlsx")
    assert list(framework.issued["version"]) == ["v.26.05+draft"]
    framework.save("mine.1", "as handed out")
    assert framework.stale() == []
    framework.edit(second.id, text=second.text.replace(" — ", " – "))
    framework.save("mine.2", "a dash")
    (found,) = framework.stale()
    assert (found.by, found.affects_scoring, len(found.changes)) == ("mine.2", False, 1)
    assert found.sentence == (
        "the checklist rubric of v.26.05+draft is overtaken by mine.2; 1 change touches it, none of them affecting scoring"
    )
    framework.retire(first.id)
    framework.save("mine.3", "one less")
    (found,) = framework.stale()
    assert (found.by, found.affects_scoring) == ("mine.3", True)
    assert any(line.startswith("  removed (affects scoring) “Doors — open.”") for line in found.to_text().splitlines())


def test_a_new_release_overtakes_what_was_made_of_the_old_one_by_its_own_changes(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    framework.rubric().to_excel(tmp_path / "release.xlsx")
    framework.edit(framework.content.active[0].id, text="Doors — open.")
    framework.save("mine.1", "own words")
    framework.rubric().to_excel(tmp_path / "own.xlsx")
    workspace.import_export(NEW)
    release, own = framework.stale()
    assert (release.issued.file, release.by) == ("release.xlsx", "mine.1")
    # One's own rewording is not the release's doing.
    assert (own.issued.file, own.since, own.by) == ("own.xlsx", "v.26.05", "v.26.11")
    assert "Doors" not in own.to_text()
    assert {each.kind.value for each in own.changes} == {
        *("added", "removed", "reworded", "moved", "split", "joined", "reordered")
    }


def test_tags_and_notes_touch_an_export_and_no_rubric(framework: Framework, tmp_path: Path) -> None:
    framework.rubric().to_excel(tmp_path / "a.xlsx")
    framework.export(tmp_path / "b.json")
    framework.tag([framework.content.active[0].id], ["tool:oven"])
    framework.save("mine.1", "a tag")
    rubric, export = framework.stale()
    assert (rubric.changes, len(export.changes)) == ((), 1)
    assert not export.affects_scoring
    assert "no change touches it" in rubric.headline


def test_the_log_outlives_releases_corrections_undo_and_copies(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    framework.rubric().to_excel(tmp_path / "a.xlsx")
    workspace.import_export(NEW)
    framework.export(tmp_path / "b.json", "v.26.11")
    before = [framework.snapshot(label).content for label in ("v.26.05", "v.26.11")]
    continued = [
        each for each in before[1].active if each.id in before[0].by_id and each.text != before[0].by_id[each.id].text
    ]
    said = framework.different(continued[0].id)
    framework.export(tmp_path / "c.json")
    assert framework.snapshot("v.26.11").content != before[1]
    for each in said:
        framework.forget(each)
    assert framework.snapshot("v.26.11").content == before[1]
    framework.merge("v.26.11")
    assert list(framework.issued["file"]) == ["a.xlsx", "b.json", "c.json"]
    assert framework.snapshot("v.26.05").content == before[0]
    restored = [each for each in framework.log.to_dict(orient="records") if each["action"] == "issued"]
    assert restored == []
    framework.restore("v.26.11")
    assert framework.content.sha256 == before[1].sha256
    actions = workspace.activity()
    assert list(actions[actions["action"] == "issued"]["what"]) == [
        "Wrote the checklist rubric of v.26.05 to a.xlsx",
        "Wrote the export of v.26.11 to b.json",
        "Wrote the export of v.26.05 to c.json",
    ]
    assert workspace.verify() == []
    workspace.copy_to(str(tmp_path / "folder") + "/")
    lx.copy(tmp_path / "folder", tmp_path / "back.db")
    with open_workspace(tmp_path / "back.db") as back:
        assert issued_of(back.store, SOC) == issued_of(workspace.store, SOC)
        assert back.fingerprint == workspace.fingerprint


def test_writing_a_rubric_undoes_nothing_and_is_no_news_of_the_framework(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    first = framework.content.active[0]
    framework.edit(first.id, text="Doors — open.")
    before, revision = standing(framework), framework.revision
    framework.rubric().to_excel(tmp_path / "a.xlsx")
    assert framework.revision == revision
    assert news_between(framework, before, standing(framework), is_own=False).text == ""
    framework.undo()
    assert framework.statement(first.id).text == first.text
    assert len(framework.issued) == 1


def test_two_people_log_at_once_and_neither_is_lost(tmp_path: Path) -> None:
    place = tmp_path / "both.db"
    with open_workspace(place, "Ada") as ada, open_workspace(place, "Ben") as ben:
        first = ada.import_export(OLD)
        second = ben.framework(SOC)
        for number in range(3):
            first.rubric(share_required=0.1 + number / 10).to_excel(tmp_path / f"a{number}.xlsx")
            second.rubric(share_required=0.5 + number / 10).to_excel(tmp_path / f"b{number}.xlsx")
        assert sorted(first.issued["file"]) == [f"{who}{number}.xlsx" for who in "ab" for number in range(3)]


@contextmanager
def nobody(place: Path) -> Iterator[None]:
    """A `with` block in which the file may be read and not written."""
    place.chmod(0o444)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        place.chmod(0o644)


def test_a_read_only_workspace_still_writes_the_file_and_says_that_it_is_not_logged() -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "out").mkdir()
        (folder / "out").chmod(0o777)
        place = folder / "workspace.db"
        with open_workspace(place, "Ada") as workspace:
            workspace.import_export(OLD)
        with nobody(place), open_workspace(place, "Ada") as workspace:
            framework = workspace.framework(SOC)
            with pytest.warns(WorkspaceWarning, match=r"a\.xlsx was written, but not logged as issued.*read-only"):
                written = framework.rubric().to_excel(folder / "out" / "a.xlsx")
            assert written.stat().st_size > 1000
            assert len(framework.issued) == 0


def test_a_file_of_another_workspace_is_written_and_not_logged(workspace: Workspace, tmp_path: Path) -> None:
    from lexcurric.workspace.rubrics import RubricFile

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        RubricFile(workspace.snapshot(NEW), "checklist", workspace).to_excel(tmp_path / "a.xlsx")
    assert workspace.store.frameworks() == []


def test_what_stale_says_is_also_for_programs(framework: Framework, tmp_path: Path) -> None:
    framework.rubric().to_excel(tmp_path / "a.xlsx")
    framework.retire(framework.content.active[0].id)
    framework.save("mine.1", "one less")
    value = json.loads(json.dumps(framework.stale()[0].to_json_value()))
    assert (value["overtaken_by"], value["affects_scoring"], value["issued"]["file"]) == ("mine.1", True, "a.xlsx")
    assert value["changes"][0]["kind"] == "removed"
