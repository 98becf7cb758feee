"""Small settings beside the workspace: kept, shared by two notebooks, and never a reason to fail."""

from __future__ import annotations

from pathlib import Path

import pytest

import lexcurric as lx
from lexcurric.workspace.preferences import NAME, Preferences


def test_a_setting_is_there_for_the_next_notebook(tmp_path: Path) -> None:
    place = tmp_path / "workspace.db"
    with lx.open(place) as one, lx.open(place) as other:
        one.preferences.set("editor/columns", ["tags", "note"])
        assert other.preferences.get("editor/columns") == ["tags", "note"]
        other.preferences.set("framework", "51-3011.00")
        assert one.preferences.get("editor/columns") == ["tags", "note"]
        other.preferences.set("framework", None)
        assert one.preferences.get("framework", "none") == "none"
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ""] == ["preferences"]


def test_in_memory_nothing_is_written_and_the_setting_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with lx.open(":memory:") as workspace:
        workspace.preferences.set("framework", "1")
        assert workspace.preferences.get("framework") == "1"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_right_counts_as_empty_and_is_written_anew(tmp_path: Path) -> None:
    for wrong in (b"", b"[]", b"{", b"\xff\xfe", b'{"name": '):
        found = Preferences(str(tmp_path / "workspace.db"))
        assert found.path is not None
        found.path.parent.mkdir(exist_ok=True)
        found.path.write_bytes(wrong)
        assert found.get("framework") is None
        found.set("framework", "1")
        assert found.get("framework") == "1"


def test_where_it_cannot_be_written_the_setting_holds_in_this_process(tmp_path: Path) -> None:
    (tmp_path / "preferences").write_text("a file where the folder should be")
    found = Preferences(str(tmp_path / "workspace.db"))
    found.set("framework", "1")
    assert found.get("framework") == "1"


def test_edits_are_signed_with_the_preferred_name(tmp_path: Path) -> None:
    place = tmp_path / "workspace.db"
    with lx.open(place) as workspace:
        workspace.preferences.set(NAME, "  Ana Ruiz ")
    with lx.open(place) as workspace:
        assert workspace.author == "Ana Ruiz"
        workspace.preferences.set(NAME, "bad\x00name")
    with lx.open(place) as workspace:
        assert "\x00" not in workspace.author
    with lx.open(place, author="Ben Li") as workspace:
        assert workspace.author == "Ben Li"
