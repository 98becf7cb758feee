"""Actions that need no open workspace, such as comparing two files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lexcurric.workspace.snapshots import is_file_ref, read_sides
from lexcurric.workspace.views import Diff
from lexcurric.workspace.workspace import Workspace, default_workspace, open_workspace


def diff(old: Any, new: Any, workspace: Workspace | None = None) -> Diff:
    """
    What changed from one side to another: each an export file, a Framework, a Snapshot, or a REF into `workspace`.

    Files are compared with files without any workspace. Raises FileError and WorkspaceError as reading them does.
    """
    if workspace is not None:
        return workspace.diff(old, new)
    refs = [str(each) for each in (old, new) if isinstance(each, str | Path)]
    home = next((each.workspace for each in (old, new) if hasattr(each, "workspace")), None)
    if home is not None:
        return Diff(*read_sides(home, old, new), home)
    if all(is_file_ref(ref) for ref in refs):
        return Diff(*read_sides(None, old, new))
    with open_workspace(default_workspace()) as found:
        return found.diff(old, new)
