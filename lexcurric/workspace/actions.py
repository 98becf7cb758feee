"""Actions that need no open workspace, such as comparing two files, or matching two lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from lexcurric.core.match import Entry, Matching
from lexcurric.core.match import match as match_with_meaning
from lexcurric.semantic import wanted_meaning
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


def match(
    old: Sequence[Entry],
    new: Sequence[Entry],
    *,
    same: Iterable[tuple[int, int]] = (),
    different: Iterable[tuple[int, int]] = (),
    semantic: bool = False,
) -> Matching:
    """
    The matching of two lists of wordings, or of (level, wording) pairs, each in the order of its release.

    `same` and `different` are (old index, new index) pairs that a person has settled; they win over any evidence.
    Scores are probabilities, calibrated: of the pairs scored .8, eight in ten are right. With `semantic`, what the
    texts mean is weighed too; raises LexcurricError where the extra `semantic` is not installed.

    >>> match(["Dough — mix to a recipe.", "Ovens — load."], ["Ovens — load.", "Dough — mix to the recipe."]).pairs
    [(0, 1, 0.99, 'reworded'), (1, 0, 1.0, 'same')]
    """
    return match_with_meaning(old, new, same=same, different=different, meaning=wanted_meaning(semantic))
