"""Corrections as they are kept, on every database: in exports and files, the log, and whatever the clock says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lexcurric.core.errors import EditError, FileError, MergeError
from lexcurric.core.items import LINEAGE
from lexcurric.core.json_text import canonical
from lexcurric.workspace.draft import Edit
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import export_bytes
from tests.workspace.corrections.releases import (
    NEW,
    OLD,
    REST,
    SOC,
    id_of,
    merged,
    release,
    taken_in,
)


def test_the_publishers_bytes_and_the_no_op_import_stay(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    framework.same(id_of(framework, OLD), id_of(framework, NEW, "v.2"))
    body = export_bytes([*REST, NEW], version="v.2")
    out = tmp_path / "out.json"
    assert workspace.export(f"{SOC}@v.2", out).read_bytes() == body
    again = workspace.import_file(release(tmp_path, "v.2", NEW))
    assert (again.kind.value, again.corrections) == ("unchanged", 0)
    merged(framework)
    assert framework.version == "v.2"
    assert workspace.export(SOC, out).read_bytes() == body
    assert workspace.import_file(out).kind.value == "unchanged"
    assert framework.versions["label"].tolist() == ["v.1", "v.2"]


def test_a_later_word_replaces_an_earlier_and_the_log_has_both(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD, "Scales — read."], [NEW, "Yeast — store cold."])
    old, scales = id_of(framework, OLD), id_of(framework, "Scales — read.")
    new = id_of(framework, NEW, "v.2")
    framework.same(old, new)
    framework.same(scales, old, "no: this one")
    assert framework.corrections[["verdict", "old_id", "reason"]].values.tolist() == [["same", scales, "no: this one"]]
    assert id_of(framework, NEW, "v.2") == scales
    framework.different(scales)
    assert framework.corrections["verdict"].tolist() == ["different"]
    assert id_of(framework, NEW, "v.2") == new
    framework.forget(framework.corrections["correction"][0])
    assert framework.corrections.empty
    from lexcurric.workspace.corrections import corrections_log

    said = [each.split(":")[0] for each in corrections_log(framework)["what"]]
    assert said.count("Said") == 3
    assert said[-1] == "Withdrawn"


def test_mistakes_are_said_in_words_and_change_nothing(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD])
    old = id_of(framework, OLD)
    with pytest.raises(EditError, match=r"both are in v\.1"):
        framework.same(old, framework.content.active[0].id)
    with pytest.raises(EditError, match="nothing to correct"):
        framework.different(old)
    workspace.import_export(release(tmp_path, "v.2", NEW))
    for call in (
        lambda: framework.same("00000000", id_of(framework, NEW, "v.2")),
        lambda: framework.different("00000000"),
        lambda: framework.forget("0000000000000000"),
    ):
        with pytest.raises(EditError, match=r"no (statement|correction)"):
            call()
    came = id_of(framework, NEW, "v.2")
    framework.same(old, came)
    # The id that the new statement had before is still on the designer's screen.
    for seen in (old, came, came[:8]):
        with pytest.raises(EditError, match="already the same"):
            framework.same(old, seen)
    with pytest.raises(EditError, match="'00000000'"):
        framework.same("00000000", came)
    assert len(framework.corrections) == 1
    assert framework.revision == 1


def test_a_release_can_be_corrected_before_it_is_imported(workspace: Workspace, tmp_path: Path) -> None:
    from lexcurric.workspace.corrections import say_same

    framework = taken_in(workspace, tmp_path, [OLD])
    file = release(tmp_path, "v.2", NEW)
    plan = framework.merge(file)
    old = id_of(framework, OLD)
    say_same(framework, old, plan.theirs.content.active[-1].id, "", plan.theirs)
    assert framework.versions["label"].tolist() == ["v.1"]
    again = framework.merge(file)
    assert [each.field.value for each in again.decisions] == ["wording"]
    assert workspace.diff(f"{SOC}@v.1", file).summary["reworded"] == 1
    again.apply()
    assert framework.statement(old).text == NEW


def test_corrections_go_with_an_export_into_a_new_workspace(
    workspace: Workspace, other: Workspace, tmp_path: Path
) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    old = id_of(framework, OLD)
    framework.same(old, id_of(framework, NEW, "v.2"), "we call it so now")
    framework.edit(framework.content.active[0].id, "Hands — wash.")
    draft = framework.export(tmp_path / "draft.json")
    there = other.import_export(draft)
    assert there.corrections["reason"].tolist() == ["we call it so now"]
    other.import_export(release(tmp_path, "v.2", NEW))
    assert id_of(there, NEW, "v.2") == old
    assert other.verify() == []


def test_an_edited_copy_that_is_refused_says_how_to_take_its_corrections(
    workspace: Workspace, other: Workspace, tmp_path: Path
) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    there = taken_in(other, tmp_path, [OLD], [NEW])
    framework.same(id_of(framework, OLD), id_of(framework, NEW, "v.2"))
    framework.edit(framework.content.active[0].id, "Hands — wash.")
    draft = framework.export(tmp_path / "draft.json")
    with pytest.raises(MergeError, match="--take"):
        other.import_file(draft)
    from lexcurric.workspace.corrections import take_file

    assert len(take_file(there, draft)) == 1
    assert there.snapshot("v.2").content.sha256 == framework.snapshot("v.2").content.sha256
    assert take_file(there, draft) == []


def test_corrections_go_as_a_file_of_their_own_and_the_later_word_holds(
    workspace: Workspace, other: Workspace, tmp_path: Path
) -> None:
    from lexcurric.workspace.corrections import take_file, write_corrections

    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    there = taken_in(other, tmp_path, [OLD], [NEW])
    merged(there)
    old, new = id_of(framework, OLD), id_of(framework, NEW, "v.2")
    framework.same(old, new)
    path = write_corrections(framework, tmp_path / "matches.json")
    assert [each.verdict for each in take_file(there, path)] == ["same"]
    assert there.statement(old).text == NEW
    there.undo()
    assert there.corrections.empty
    assert take_file(there, path) == [], "taken back here, and later"
    assert take_file(framework, write_corrections(there, path))[0].withdrawn
    assert framework.corrections.empty
    assert id_of(framework, NEW, "v.2") == new
    value = json.loads(path.read_text(encoding="utf-8"))
    for broken, said in (
        ({**value, "soc": "99-9999.00"}, "expected 11-1111.00"),
        ({**value, "corrections": [{"verdict": "maybe"}]}, "/corrections/0/verdict"),
        ([], "matches"),
    ):
        path.write_text(json.dumps(broken), encoding="utf-8")
        with pytest.raises(FileError, match=said):
            take_file(framework, path)


def test_files_are_compared_with_the_corrections_that_they_carry(workspace: Workspace, tmp_path: Path) -> None:
    import lexcurric as lx

    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    framework.same(id_of(framework, OLD), id_of(framework, NEW, "v.2"))
    framework.edit(framework.content.active[0].id, "Item 0 — handle by hand.")
    draft = framework.export(tmp_path / "draft.json")
    found = lx.diff(draft, release(tmp_path, "v.2", NEW), workspace=None)
    assert found.summary["removed"] == 0


def test_corrections_hold_however_the_clock_goes(store_url: str, tmp_path: Path) -> None:
    times = iter(f"20{99 - n}-01-01T00:00:00.000Z" for n in range(90))
    with open_workspace(store_url, "Ada", clock=lambda: next(times)) as workspace:
        framework = taken_in(workspace, tmp_path, [OLD], [NEW])
        old, new = id_of(framework, OLD), id_of(framework, NEW, "v.2")
        framework.same(old, new)
        framework.different(old)
        assert framework.corrections["verdict"].tolist() == ["different"]
        framework.same(old, new)
        assert framework.corrections["verdict"].tolist() == ["same"]
        assert id_of(framework, NEW, "v.2") == old


def test_a_draft_of_an_older_program_follows_too(workspace: Workspace, tmp_path: Path) -> None:
    """Its lineage names the release, and no revision: that of the import is meant."""
    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    merged(framework)
    framework.draft.write(Edit("edit", "As it was"), lambda state: {LINEAGE: canonical({"label": "v.2"})})
    old = id_of(framework, OLD, "v.1")
    framework.same(old, id_of(framework, NEW))
    assert framework.statement(old).text == NEW
