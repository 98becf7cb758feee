from __future__ import annotations

from pathlib import Path

from lexcurric.workspace.workspace import open_workspace
from tests.onet_files import SOC, write_release
from tests.samples import NEW, OLD


def test_the_whole_job_is_the_same_on_every_database(store_url: str, tmp_path: Path) -> None:
    """Import, edit, tag, undo, save, take in a release, merge, save with two parents, and out again."""
    with open_workspace(store_url, "Ada") as workspace:
        framework = workspace.import_export(OLD)
        ids = [each.id for each in framework.content.active]
        framework.edit(ids[0], "Hands — wash.", "shorter")
        framework.tag(ids[:5], "skill:practical")
        framework.retire(ids[7])
        assert framework.undo().startswith("Retired")
        framework.save("acme.1", "ours", "published")
    with open_workspace(store_url, "Bob") as workspace:
        framework = workspace.framework("51-3011.00")
        assert framework.redo(anyone=True).startswith("Retired")
        framework.undo()
        workspace.import_export(NEW)
        plan = framework.merge()
        assert plan.conflicts == ()
        plan.apply("autumn")
        assert framework.save("acme.2").parents == ("acme.1", "v.26.11")
        assert framework.content.active[0].text == "Hands — wash."
        assert framework.log["author"].tolist() == ["Ada"] * 5 + ["Bob"] * 3
        assert workspace.export("51-3011.00@v.26.11", tmp_path / "out.json").read_bytes() == NEW.read_bytes()
        assert framework.history(ids[0])["what"].tolist()[1:] == ["reworded", "tagged skill:practical"]
        assert workspace.verify() == []


def test_alignments_are_kept_undone_and_merged_on_every_database(store_url: str, tmp_path: Path) -> None:
    onet = write_release(tmp_path / "db_30_1_text")
    with open_workspace(store_url, "Ada") as workspace:
        framework = workspace.import_export(OLD)
        count = framework.align(onet).accept("likely")
        framework.align(onet).reject("all")
    with open_workspace(store_url, "Bob") as workspace:
        framework = workspace.framework(SOC)
        assert sum(each.is_accepted for each in framework.alignments.records) == count
        workspace.import_export(NEW)
        framework.merge().apply("autumn")
        assert sum(each.is_accepted for each in framework.alignments.records) == count
        assert workspace.verify() == []
    with open_workspace(store_url, "Ada") as workspace:
        framework = workspace.framework(SOC)
        assert (framework.undo() or "").startswith("Rejected ")
        assert sum(each.is_accepted for each in framework.alignments.records) == count
        assert len(framework.align().proposals) > 0
        assert workspace.verify() == []


def test_edits_are_signed_with_the_login_where_nobody_gives_a_name(postgresql_url: str) -> None:
    with open_workspace(postgresql_url) as workspace:
        assert workspace.author == "lex"
    with open_workspace(postgresql_url, "Ada") as workspace:
        assert workspace.author == "Ada"
