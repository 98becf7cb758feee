"""Which drives are of the network, by mount tables as they are on Linux, macOS and Windows."""

from __future__ import annotations

import warnings
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import psutil
import pytest

from lexcurric.core.errors import WorkspaceWarning
from lexcurric.store.engine import open_store
from lexcurric.store.places import Mount, find_kind, network_kind


def posix(*lines: tuple[str, str]) -> list[Mount]:
    return [Mount(PurePosixPath(at), kind) for at, kind in lines]


LINUX = posix(
    ("/", "overlay"),
    ("/proc", "proc"),
    ("/sys", "sysfs"),
    ("/home", "autofs"),
    ("/home", "nfs4"),
    ("/home/scratch", "xfs"),
    ("/home/ada/remote box", "fuse.sshfs"),
    ("/mnt/share", "cifs"),
    ("/mnt/c", "9p"),
    ("/data", "ext4"),
    ("/data/lake", "lustre"),
    ("/media/stick", "fuseblk"),
    ("/run/user/1000/doc", "fuse.portal"),
)
MAC = posix(
    ("/", "apfs"),
    ("/dev", "devfs"),
    ("/System/Volumes/Data", "apfs"),
    ("/Volumes/team", "smbfs"),
    ("/Volumes/old", "afpfs"),
    ("/Volumes/dav", "webdav"),
    ("/Volumes/stick", "exfat"),
    ("/System/Volumes/Data/home", "autofs"),
)
WINDOWS = [
    Mount(PureWindowsPath("C:\\"), "NTFS", "rw,fixed"),
    Mount(PureWindowsPath("D:\\"), "", "cdrom"),
    Mount(PureWindowsPath("E:\\"), "FAT32", "rw,removable"),
    Mount(PureWindowsPath("Z:\\"), "NTFS", "rw,remote"),
]


@pytest.mark.parametrize(
    ("mounts", "path", "kind"),
    [
        (LINUX, "/home/ada/data/workspace.db", "nfs4"),
        (LINUX, "/home", "nfs4"),
        (LINUX, "/homework/workspace.db", ""),
        (LINUX, "/home/scratch/workspace.db", ""),
        (LINUX, "/home/ada/remote box/workspace.db", "fuse.sshfs"),
        (LINUX, "/mnt/share/a/b/workspace.db", "cifs"),
        (LINUX, "/mnt/c/Users/ada/workspace.db", "9p"),
        (LINUX, "/data/workspace.db", ""),
        (LINUX, "/data/lake/workspace.db", "lustre"),
        (LINUX, "/media/stick/workspace.db", ""),
        (LINUX, "/tmp/workspace.db", ""),
        ([], "/tmp/workspace.db", ""),
        (MAC, "/Users/ada/workspace.db", ""),
        (MAC, "/Volumes/team/workspace.db", "smbfs"),
        (MAC, "/Volumes/old/workspace.db", "afpfs"),
        (MAC, "/Volumes/dav/workspace.db", "webdav"),
        (MAC, "/Volumes/stick/workspace.db", ""),
    ],
)
def test_the_longest_mount_point_above_the_file_decides(mounts: list[Mount], path: str, kind: str) -> None:
    assert find_kind(PurePosixPath(path), mounts) == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (r"C:\Users\Ada\workspace.db", ""),
        (r"E:\workspace.db", ""),
        (r"Z:\team\workspace.db", "a Windows network drive"),
        (r"z:\team\workspace.db", "a Windows network drive"),
        (r"\\server\share\workspace.db", "a Windows share"),
        (r"\\?\UNC\server\share\workspace.db", "a Windows share"),
        (r"\\?\C:\Users\Ada\workspace.db", ""),
        ("//server/share/workspace.db", "a Windows share"),
    ],
)
def test_network_drives_of_windows_have_letters_or_the_name_of_a_server(path: str, kind: str) -> None:
    assert find_kind(PureWindowsPath(path), WINDOWS) == kind


def test_this_machine_has_its_temporary_files_on_a_disk_of_its_own(tmp_path: Path) -> None:
    assert network_kind(tmp_path / "not there" / "workspace.db") == ""


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that the mount table says is on another machine; nothing else about it is special."""
    folder = tmp_path / "net"
    folder.mkdir()
    there = [("/", "ext4"), (str(folder), "nfs4")]
    table = [SimpleNamespace(mountpoint=at, fstype=kind, opts="rw") for at, kind in there]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: table)  # noqa: A006
    return folder


def test_opening_a_workspace_there_warns_once_for_each_file(network: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(network)
    for name in ("one.db", "two.db"):
        file = tmp_path / "link" / name
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default")
            for _ in range(3):
                open_store(str(file)).close()
        (warning,) = caught
        assert warning.category is WorkspaceWarning
        said = str(warning.message)
        assert said.startswith(f"the workspace {file} is on a network drive (nfs4)")
        assert "docs/team.md" in said
        shown = warnings.formatwarning(warning.message, warning.category, warning.filename, warning.lineno)
        assert shown == f"lexcurric:1: WorkspaceWarning: {said}\n"


def test_a_disk_of_this_machine_and_what_is_in_memory_warn_of_nothing(network: Path, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        open_store(str(tmp_path / "workspace.db")).close()
        open_store(":memory:").close()


def test_a_mount_table_that_cannot_be_read_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(all: bool) -> None:  # noqa: A002
        raise PermissionError("/proc/mounts")

    monkeypatch.setattr(psutil, "disk_partitions", refuse)
    assert network_kind(tmp_path) == ""


def test_every_name_of_a_file_system_is_written_as_it_is_looked_for() -> None:
    from lexcurric.store.places import NETWORK

    assert all(find_kind(PurePath("/x"), [Mount(PurePath("/"), kind.upper())]) == kind for kind in NETWORK)
