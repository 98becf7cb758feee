from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lexcurric.core.errors import FileError, LexcurricError, MergeError
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import NEW, OLD, export_bytes


def test_the_first_export_makes_the_framework_and_the_next_is_kept_beside_the_draft(workspace: Workspace) -> None:
    first = workspace.import_file(OLD)
    assert (first.kind.value, first.statements) == ("first", 40)
    framework = workspace.framework(first.soc)
    before = framework.content.sha256
    later = workspace.import_file(NEW)
    assert later.kind.value == "release"
    assert later.differences.summary["reworded"] == 10
    assert "lexcurric merge 51-3011.00 51-3011.00@v.26.11" in later.message
    assert framework.content.sha256 == before
    assert framework.versions["label"].tolist() == ["v.26.05", "v.26.11"]


def test_importing_what_is_there_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    framework = workspace.import_export(OLD)
    value = json.loads(OLD.read_bytes())
    value["exportedAt"] = "2027-01-01T00:00:00.000Z"
    value["framework"]["levels"]["emerging"]["statements"][0] = "\u200b" + value["framework"]["levels"]["emerging"][
        "statements"
    ][0].replace(" — ", "\u00a0—  ")
    shuffled = {key: value[key] for key in reversed(value)}
    for number, text in enumerate([json.dumps(value, indent=3), json.dumps(shuffled)]):
        path = tmp_path / f"{number}.json"
        path.write_text(text, encoding="utf-8")
        assert workspace.import_file(path).kind.value == "unchanged"
    framework.edit(framework.content.active[0].id, "Hands — wash.")
    framework.save("acme.1")
    for ref in ("51-3011.00@acme.1", "51-3011.00"):
        assert workspace.import_file(workspace.export(ref, tmp_path / "own.json")).kind.value == "unchanged"
    assert framework.versions["label"].tolist() == ["v.26.05", "acme.1"]


def test_the_same_label_with_another_content_is_kept_under_a_label_of_its_own(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.import_export(OLD)
    value = json.loads(OLD.read_bytes())
    value["framework"]["levels"]["emerging"]["statements"].pop()
    (tmp_path / "short.json").write_text(json.dumps(value), encoding="utf-8")
    done = workspace.import_file(tmp_path / "short.json")
    assert done.version == "v.26.05~2"
    assert workspace.import_file(tmp_path / "short.json").kind.value == "unchanged"
    plan = workspace.framework("51-3011.00").merge()
    assert [each.conflict for each in plan.conflicts] == ["the new export may be cut off"]


def test_an_edited_copy_of_our_own_is_not_taken_for_a_release(workspace: Workspace, tmp_path: Path) -> None:
    framework = workspace.import_export(OLD)
    framework.edit(framework.content.active[0].id, "Hands — wash.")
    draft = framework.export(tmp_path / "draft.json")
    framework.edit(framework.content.active[0].id, "Hands — scrub.")
    with pytest.raises(MergeError, match=r"an edited copy of 51-3011\.00"):
        workspace.import_file(draft)
    assert len(framework.versions) == 1
    with open_workspace(":memory:", "Bob") as other:
        assert other.import_export(draft).content.active[0].text == "Hands — wash."


def test_an_older_release_after_a_newer_one_comes_with_a_warning(workspace: Workspace) -> None:
    workspace.import_export(NEW)
    done = workspace.import_file(OLD)
    assert "exported before v.26.11" in done.message


def test_a_wording_that_a_release_drops_and_a_later_one_brings_back_is_the_same_statement(
    workspace: Workspace, tmp_path: Path
) -> None:
    wordings = [f"Item {n} — handle with the tool number {n * 7}." for n in range(8)]
    reworded = [*wordings[:-1], "Item 7 — handle with care and the tool number 49."]
    for version, texts in (("v.1", wordings), ("v.2", reworded), ("v.3", wordings[:-1]), ("v.4", reworded)):
        path = tmp_path / f"{version}.json"
        path.write_bytes(export_bytes(texts, version=version))
        framework = workspace.import_export(path)
    assert framework.snapshot("v.4").content.active[-1].id == framework.snapshot("v.1").content.active[-1].id


def test_a_dry_run_writes_nothing(workspace: Workspace) -> None:
    assert workspace.import_file(OLD, dry_run=True).kind.value == "first"
    assert workspace.frameworks() == []
    workspace.import_export(OLD)
    assert workspace.import_file(NEW, dry_run=True).kind.value == "release"
    assert len(workspace.framework("51-3011.00").versions) == 1


def test_a_bad_file_leaves_the_workspace_untouched(workspace: Workspace, tmp_path: Path) -> None:
    workspace.import_export(OLD)
    before = (
        Path(workspace.url.removeprefix("sqlite:///")).read_bytes()
        if "://" in workspace.url
        else Path(workspace.url).read_bytes()
    )
    for name, body in {
        "a": b"",
        "b": NEW.read_bytes()[:3000],
        "c": b"[]",
        "d": NEW.read_bytes().replace(b'"label"', b'"lable"'),
    }.items():
        path = tmp_path / f"{name}.json"
        path.write_bytes(body)
        with pytest.raises(FileError):
            workspace.import_file(path)
    after = (
        Path(workspace.url.removeprefix("sqlite:///")).read_bytes()
        if "://" in workspace.url
        else Path(workspace.url).read_bytes()
    )
    assert after == before


def test_two_people_who_import_the_same_files_agree_on_every_id(tmp_path: Path) -> None:
    contents = []
    for name in ("ada", "bob"):
        with open_workspace(tmp_path / f"{name}.db", name) as workspace:
            framework = workspace.import_export(OLD)
            workspace.import_export(NEW)
            contents.append((framework.content.sha256, framework.snapshot("v.26.11").content.sha256))
    assert contents[0] == contents[1]


def test_a_statement_that_comes_back_later_has_its_id_again(workspace: Workspace, tmp_path: Path) -> None:
    wordings = [f"Item {n} — handle with the tool number {n * 7}." for n in range(8)]
    for version, texts in (("v.1", wordings), ("v.2", wordings[:-1]), ("v.3", wordings)):
        path = tmp_path / f"{version}.json"
        path.write_bytes(export_bytes(texts, version=version))
        framework = workspace.import_export(path)
    first, last = framework.snapshot("v.1").content, framework.snapshot("v.3").content
    assert [each.id for each in first.active] == [each.id for each in last.active]


def test_what_is_not_there_is_said_with_what_is(workspace: Workspace) -> None:
    workspace.import_export(OLD)
    for ask, said in (
        (lambda: workspace.framework("99-9999.99"), "There are 51-3011.00"),
        (lambda: workspace.snapshot("51-3011.00@v.9"), "there are v.26.05"),
        (lambda: workspace.find_statement("00000000"), "no statement"),
        (lambda: workspace.export("51-3011.00", "x.pdf", "pdf"), "there is lex-json"),
        (lambda: workspace.diff("51-3011.00", "nowhere.json"), "no such export file"),
    ):
        with pytest.raises(LexcurricError, match=said):
            ask()


def test_of_many_who_import_one_file_at_once_one_brings_it_and_all_others_hear_that_it_is_there(store_url: str) -> None:
    with open_workspace(store_url, "Ada"):
        pass
    for file, kind in ((OLD, "first"), (NEW, "release")):
        start = threading.Barrier(4)

        def bring(name: str, file: Path = file, start: threading.Barrier = start) -> str:
            with open_workspace(store_url, name) as workspace:
                start.wait(30)
                return workspace.import_file(file).kind.value

        with ThreadPoolExecutor(4) as people:
            found = list(people.map(bring, ["Ada", "Bob", "Cy", "Di"]))
        assert sorted(found) == sorted([kind, "unchanged", "unchanged", "unchanged"])
    with open_workspace(store_url, "Ada") as workspace:
        assert workspace.framework("51-3011.00").versions["label"].tolist() == ["v.26.05", "v.26.11"]
        assert workspace.verify() == []
