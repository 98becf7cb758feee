"""Places: is a file on a disk of this machine, or on a network drive, where SQLite's locks are not to be relied on?"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path, PurePath, PureWindowsPath
from typing import NamedTuple

from lexcurric.core.errors import WorkspaceWarning

NETWORK = frozenset(
    {
        "nfs", "nfs3", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afpfs", "9p", "webdav", "davfs", "davfs2", "afs",
        "ncpfs", "coda", "ceph", "glusterfs", "lustre", "beegfs", "gpfs", "panfs", "orangefs", "pvfs2", "wekafs",
        "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "fuse.glusterfs", "fuse.ceph", "fuse.ceph-fuse", "fuse.davfs2",
        "fuse.davfs", "fuse.gcsfuse", "fuse.blobfuse", "fuse.blobfuse2", "fuse.goofys", "fuse.juicefs", "fuse.mfs",
        "fuse.curlftpfs", "fuse.smbnetfs", "fuse.afpfs", "sshfs", "osxfuse.sshfs", "macfuse.sshfs",
    }
)  # fmt: skip
"""File systems that other machines use too, as mount tables name them."""
_SHARE, _DRIVE = "a Windows share", "a Windows network drive"
_shown: dict[str | tuple[str, type[Warning], int], int] = {}
"""What `warnings` keeps of what was said already, so that each file is warned about once."""


class Mount(NamedTuple):
    """A line of the mount table: where, which kind of file system, and its options."""

    at: PurePath
    kind: str
    options: str = ""


def network_kind(path: str | Path) -> str:
    """The kind of network drive that a path is on, such as `nfs4`; empty for a disk of this machine."""
    import psutil  # type: ignore[import-untyped]

    try:
        file = Path(path).resolve()
        mounts = [
            Mount(type(file)(each.mountpoint), each.fstype, each.opts) for each in psutil.disk_partitions(all=True)
        ]
    except (OSError, RuntimeError, psutil.Error):
        # Where nothing can be read about the disks, nothing can be said.
        return ""
    return find_kind(file, mounts)


def find_kind(path: PurePath, mounts: Iterable[Mount]) -> str:
    """
    The same by a mount table, in which a later line hides an earlier one at the same place.

    >>> from pathlib import PurePosixPath as P
    >>> find_kind(P("/home/ada/workspace.db"), [Mount(P("/"), "ext4"), Mount(P("/home"), "nfs4", "rw,vers=4.2")])
    'nfs4'
    """
    if _is_share(path):
        return _SHARE
    best = Mount(type(path)(), "")
    for mount in mounts:
        if path.is_relative_to(mount.at) and len(mount.at.parts) >= len(best.at.parts):
            best = mount
    if "remote" in best.options.split(","):
        return _DRIVE
    return best.kind.lower() if best.kind.lower() in NETWORK else ""


def _is_share(path: PurePath) -> bool:
    """True for a path on a server by its name: `\\\\server\\share`, which no mount table of Windows lists."""
    if not isinstance(path, PureWindowsPath):
        return False
    drive = path.drive.replace("/", "\\").upper()
    return drive.startswith("\\\\?\\UNC\\") or (
        drive.startswith("\\\\") and not drive.startswith(("\\\\?\\", "\\\\.\\"))
    )


def warn_if_on_network(file: Path, shown: str) -> None:
    """Warns, once for each file, where it is on a network drive; `shown` is how messages name it."""
    kind = network_kind(file)
    if not kind:
        return
    message = (
        f"the workspace {shown} is on a network drive ({kind}), where SQLite cannot keep two people from writing at "
        "once, which can damage it. Alone, with one notebook open at a time, this is fine; a team needs a PostgreSQL "
        "database: see docs/team.md"
    )
    # At no place of a source file, since that would be shown below the sentence.
    warnings.warn_explicit(message, WorkspaceWarning, "lexcurric", 1, registry=_shown)
