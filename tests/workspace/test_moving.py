from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.core.errors import FileError, WorkspaceError
from lexcurric.store.engine import open_store
from lexcurric.store.store import Commit, Store
from lexcurric.workspace import moving
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import NEW, OLD
from tests.store.test_moving import everything

SOC = "51-3011.00"
AT = "2026-05-15T12:40:50.419Z"


@pytest.fixture
def full(workspace: Workspace) -> Workspace:
    """Two releases, a correction, edits, a merge, an undo, versions with statuses, and a second framework."""
    fw = workspace.import_export(OLD)
    first, second, third = [each.id for each in fw.content.active][:3]
    fw.edit(first, "Hände — waschen 👩🏽‍🍳.", reason="kürzer")
    fw.tag([first, second], "skill:practical")
    fw.save("acme.1", "ours", status="published")
    workspace.import_export(NEW)
    fw.different(next(each.id for each in fw.content.active if each.text.startswith("Flour")), "another step")
    plan = fw.merge()
    plan.take_all("ours")
    plan.apply("autumn")
    fw.retire(third if third in fw.content.by_id else second)
    fw.undo()
    fw.save("acme.2", "merged")
    workspace.store.create_framework("Con./é", AT)
    workspace.store.commit("Con./é", "draft", 0, {("note", "a/b"): "null", ("note", "c"): '{"a": 1}'}, _commit())
    workspace.store.commit("Con./é", "draft", 1, {("note", "a/b"): None}, _commit())
    return workspace


def _commit() -> Commit:
    return Commit("edit", "Ada", AT)


def times(folder: Path) -> dict[str, int]:
    found = [each for each in folder.rglob("*") if each.is_file() and ".git" not in each.parts]
    return {str(each.relative_to(folder)): each.stat().st_mtime_ns for each in found}


def check_equal(store: Store, wanted: Store) -> None:
    assert everything(store) == everything(wanted)
    assert (store.uid, store.heads(), store.verify()) == (wanted.uid, wanted.heads(), [])
    with store.whole_history() as one, wanted.whole_history() as other:
        assert list(one.sources()) == list(other.sources())
        assert [one.history(soc) for soc in one.socs] == [other.history(soc) for soc in other.socs]


def test_a_workspace_goes_to_a_server_to_a_folder_and_back_to_a_file_with_all_its_history(
    full: Workspace, tmp_path: Path, other_postgresql_url: str
) -> None:
    back, folder = tmp_path / "back.db", tmp_path / "history"
    lx.copy(full.url, other_postgresql_url)
    assert lx.copy(other_postgresql_url, folder).fingerprint == full.fingerprint
    kept = lx.copy(folder, back)
    assert (kept.frameworks, kept.versions, kept.fingerprint) == (2, 4, full.fingerprint)
    with open_store(str(back)) as store:
        check_equal(store, full.store)
    with open_workspace(back, "Bob") as there:
        fw = there.framework(SOC)
        assert fw.undo()
        assert fw.redo()
        assert fw.corrections.to_dict("records") == full.framework(SOC).corrections.to_dict("records") != []
        assert there.verify() == []
        there.export(f"{SOC}@v.26.05", tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == OLD.read_bytes()


def test_a_folder_goes_to_a_server(full: Workspace, tmp_path: Path, other_postgresql_url: str) -> None:
    full.copy_to(tmp_path / "history")
    lx.copy(tmp_path / "history", other_postgresql_url)
    with open_store(other_postgresql_url) as store:
        check_equal(store, full.store)


def git(folder: Path, *words: str) -> str:
    names = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "core.quotepath=off"]
    return subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_what_is_written_again_is_what_is_new_and_git_shows_just_that(full: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "history"
    folder.mkdir()
    git(folder, "init", "-q")
    full.copy_to(folder)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "before")
    before = times(folder)
    assert full.copy_to(folder).added == 0
    assert times(folder) == before
    fw = full.framework(SOC)
    head = full.store.head(SOC, "draft")
    wanted = fw.content.active[3].id
    fw.edit(wanted, "Doors — open slowly.")
    assert full.copy_to(folder).added == 1
    changed = {name for name, time in times(folder).items() if before.get(name) != time}
    where = f"frameworks/{SOC}"
    assert changed == {f"{where}/draft/{head + 1:06}.json", f"{where}/statements.md", "workspace.json"}
    assert sorted(git(folder, "status", "--porcelain", "-uall").splitlines()) == [
        f" M {where}/statements.md",
        " M workspace.json",
        f"?? {where}/draft/{head + 1:06}.json",
    ]
    lines = git(folder, "diff", "-U0", f"{where}/statements.md").splitlines()
    shown = [each for each in lines if re.match(r"[-+]- ", each)]
    kinds = [re.sub(r"^([-+])- (Framework version|Content hash)?.*", r"\1\2", each) for each in shown]
    assert kinds[:2] == ["-", "+"]
    assert set(kinds[2:]) == {"-Framework version", "+Framework version", "-Content hash", "+Content hash"}
    assert shown[1] == f"+- Doors — open slowly. `{wanted[:8]}`"


@pytest.fixture
def folder(full: Workspace, tmp_path: Path) -> Path:
    full.copy_to(tmp_path / "history")
    return tmp_path / "history"


EDITS = [
    (f"frameworks/{SOC}/draft/000002.json", "kürzer", "länger"),
    (f"frameworks/{SOC}/draft/000002.json", "waschen", "Waschen"),
    (f"frameworks/{SOC}/draft/000002.json", '"kind": "edit",', '"kind": "edit", "more": 1,'),
    (f"frameworks/{SOC}/draft/000002.json", "{", "<<<<<<< HEAD\n{"),
    (f"frameworks/{SOC}/upstream/000001.json", '"revision": 1', '"revision": 2'),
    (f"frameworks/{SOC}/versions/000002.json", "published", "draft"),
    (f"frameworks/{SOC}/versions/000002.json", "ours", "theirs"),
    (f"frameworks/{SOC}/framework.json", "2026", "2025"),
    ("workspace.json", OLD.name, "other.json"),
]


@pytest.mark.parametrize(("name", "old", "new"), EDITS)
def test_a_file_that_was_edited_by_hand_is_refused_by_its_name(
    name: str, old: str, new: str, folder: Path, tmp_path: Path
) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FileError, match="take the file back with git") as caught:
        lx.copy(folder, tmp_path / "back.db")
    assert caught.value.file == str(path)
    assert not list(tmp_path.glob("*back*"))


@pytest.mark.parametrize("name", [f"frameworks/{SOC}/draft/000002.json", "sources", "frameworks"])
def test_a_file_that_is_missing_is_named(name: str, folder: Path, tmp_path: Path) -> None:
    path = folder / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(FileError, match="no such file") as caught:
        lx.copy(folder, tmp_path / "back.db")
    assert caught.value.file.startswith(str(path))


def test_line_ends_of_windows_are_no_edit(folder: Path, full: Workspace, tmp_path: Path) -> None:
    for each in folder.rglob("*"):
        if each.is_file():
            each.write_bytes(each.read_bytes().replace(b"\n", b"\r\n"))
    assert full.copy_to(folder).added == 0
    assert lx.copy(folder, tmp_path / "back.db").fingerprint == full.fingerprint


def test_a_folder_that_holds_something_else_is_left_alone(full: Workspace, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("Dear …")
    (tmp_path / "noted").mkdir()
    (tmp_path / "noted" / "workspace.json").write_text('{"schema": "x"}')
    (tmp_path / "newer").mkdir()
    (tmp_path / "newer" / "workspace.json").write_text('{"schema": "lexcurric/workspace/2"}')
    cases = {"other": r"holds something else already \(letter.txt\)", "noted": "another program", "newer": "Update"}
    for name, said in cases.items():
        with pytest.raises(FileError, match=said):
            full.copy_to(tmp_path / name)
    assert [each.name for each in other.iterdir()] == ["letter.txt"]
    with open_workspace(tmp_path / "second.db", "Bob") as second:
        second.import_export(OLD)
        before = times(folder)
        with pytest.raises(FileError, match="holds another workspace"):
            second.copy_to(folder)
        assert times(folder) == before
    with pytest.raises(WorkspaceError, match="holds no workspace"):
        lx.copy(other, tmp_path / "back.db")


def test_a_copy_that_went_its_own_way_does_not_write_over_the_other(full: Workspace, tmp_path: Path) -> None:
    """Both went on from the same edit: neither is lost, and the folder says so."""
    folder, twin = tmp_path / "history", tmp_path / "twin.db"
    full.backup(twin)
    fw = full.framework(SOC)
    fw.edit(fw.content.active[0].id, "Doors — open.")
    full.copy_to(folder)
    before = times(folder)
    with open_workspace(twin, "Bob") as other:
        with pytest.raises(
            WorkspaceError, match=r"holds edits of this workspace that are not in .*revision \d+ of draft"
        ):
            other.copy_to(folder)
        mine = other.framework(SOC)
        mine.edit(mine.content.active[0].id, "Doors — close.")
        with pytest.raises(WorkspaceError, match="holds edits of this workspace"):
            other.copy_to(folder)
    assert times(folder) == before


def killed_after(calls: int, old: str | Path, new: str | Path) -> None:
    """A process that copies, killed in the middle of writing its n-th file."""
    code = (
        "import os, sys, lexcurric as lx; from lexcurric.formats.history_folder import writing\n"
        "from pathlib import Path; left = [int(sys.argv[1])]\n"
        "def counted(real):\n"
        "    def give_name(old, new):\n"
        "        left[0] -= 1\n"
        "        if not left[0]: os.kill(os.getpid(), 9)\n"
        "        return real(old, new)\n"
        "    return give_name\n"
        "Path.replace, os.link = counted(Path.replace), counted(os.link); lx.copy(sys.argv[2], sys.argv[3])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(calls), str(old), str(new)], check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("calls", [1, 2, 5, 12])
def test_a_folder_whose_first_writing_was_killed_counts_for_nothing_and_is_written_again(
    calls: int, full: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "history"
    killed_after(calls, full.url, folder)
    with pytest.raises((FileError, WorkspaceError), match=r"not written to its end|holds no workspace"):
        lx.copy(folder, tmp_path / "back.db")
    full.copy_to(folder)
    assert not list(folder.rglob("*.part"))
    assert lx.copy(folder, tmp_path / "back.db").fingerprint == full.fingerprint


@pytest.mark.parametrize("calls", [1, 2, 3])
def test_a_folder_whose_second_writing_was_killed_is_the_old_one(
    calls: int, full: Workspace, folder: Path, tmp_path: Path
) -> None:
    before = full.fingerprint
    fw = full.framework(SOC)
    fw.edit(fw.content.active[0].id, "Doors — open.")
    killed_after(calls, full.url, folder)
    assert lx.copy(folder, tmp_path / "old.db").fingerprint == before
    full.copy_to(folder)
    assert lx.copy(folder, tmp_path / "new.db").fingerprint == full.fingerprint


def test_reading_back_that_was_killed_leaves_nothing(folder: Path, full: Workspace, tmp_path: Path) -> None:
    killed_after(1, folder, tmp_path / "back.db")
    assert not (tmp_path / "back.db").exists()
    assert lx.copy(folder, tmp_path / "back.db").fingerprint == full.fingerprint


@pytest.mark.parametrize("is_back", [False, True])
def test_a_copy_to_a_server_that_was_killed_leaves_nothing_there(
    is_back: bool, folder: Path, full: Workspace, other_postgresql_url: str
) -> None:
    old = str(folder if is_back else full.url)
    code = (
        "import os, sys, lexcurric as lx; from lexcurric.store import moving\n"
        "moving._find_equal = lambda *_: os.kill(os.getpid(), 9); lx.copy(sys.argv[1], sys.argv[2])"
    )
    done = subprocess.run([sys.executable, "-c", code, old, other_postgresql_url], check=False)
    assert done.returncode == -signal.SIGKILL
    with pytest.raises(WorkspaceError, match="there is no workspace at"):
        lx.copy(other_postgresql_url, folder.with_name("x.db"))
    assert lx.copy(old, other_postgresql_url).fingerprint == full.fingerprint


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk")
def test_a_full_disk_is_said_in_words(full: Workspace, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True, check=False
    ).returncode:
        pytest.skip("this machine lets nobody make a small disk")
    try:
        with pytest.raises(FileError, match="cannot be written: No space left on device"):
            full.copy_to(disk / "history")
        with pytest.raises(WorkspaceError, match=r"back.db .*(free some space|disk is full)"):
            full.copy_to(disk / "back.db")
        assert not (disk / "back.db").exists()
    finally:
        subprocess.run(["umount", disk], check=True)


def test_what_is_no_workspace_is_not_made_one_by_copying_it(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="there is no workspace at"):
        lx.copy(tmp_path / "none.db", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(WorkspaceError, match=r"both .* are folders"):
        lx.copy(tmp_path / "a", tmp_path / "b")


@pytest.mark.parametrize(
    ("where", "expected"),
    [("a.db", False), ("a/", True), ("a", True), ("a.db/", True), ("postgresql://h/d", False), (":memory:", False)],
)
def test_a_folder_is_told_from_a_file_by_its_name(where: str, expected: bool) -> None:
    assert moving.is_folder(where) is expected


@pytest.fixture
def twin(full: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    full.backup(tmp_path / "twin.db")
    with open_workspace(tmp_path / "twin.db", "Bob") as found:
        yield found


def test_a_backup_is_the_workspace_again(full: Workspace, twin: Workspace) -> None:
    check_equal(twin.store, full.store)
    with pytest.raises(WorkspaceError, match="nothing is ever copied over it"):
        full.backup(twin.url)
    with pytest.raises(WorkspaceError, match="a backup is one new file"):
        full.backup(Path(twin.url).parent)


def test_the_statements_are_written_for_people_with_their_owner(folder: Path) -> None:
    page = (folder / "frameworks" / SOC / "statements.md").read_text(encoding="utf-8")
    assert "\n- Hände — waschen 👩🏽‍🍳. (skill:practical) `" in page
    assert "- Owner of the statements: © 2026" in page
    assert "- Content hash (SHA-256): " in page
    assert "- Licence of the statements: © 2026" in (folder / "README.md").read_text(encoding="utf-8")
    assert json.loads((folder / "workspace.json").read_text(encoding="utf-8"))["schema"] == "lexcurric/workspace/1"


@pytest.mark.parametrize("is_server", [False, True])
def test_others_save_while_a_folder_is_written_which_is_of_the_moment_before(
    is_server: bool, full: Workspace, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = full.url
    if is_server:
        url = str(request.getfixturevalue("postgresql_url"))
        full.copy_to(url)
    wanted = full.fingerprint

    def tick(things: Any, title: str) -> Any:
        with open_workspace(url, "Bob") as other:
            fw = other.framework(SOC)
            fw.edit(fw.content.active[0].id, "Doors — open.")
        return things

    with open_store(url) as store:
        assert moving.copy_store(store, str(tmp_path / "history"), tick).fingerprint == wanted
        assert Workspace(store, "Ada").fingerprint != wanted
    assert lx.copy(tmp_path / "history", tmp_path / "back.db").fingerprint == wanted
