"""Who logs what was handed out in a team: everybody but viewers, whose files are written all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexcurric.core.errors import WorkspaceWarning
from tests.store.teams import SOC, Team


def test_editors_log_their_rubrics_and_viewers_are_told_that_theirs_are_not(full_team: Team, tmp_path: Path) -> None:
    with full_team.open("editor") as workspace:
        framework = workspace.framework(SOC)
        framework.rubric().to_excel(tmp_path / "editor.xlsx")
        framework.export(tmp_path / "editor.json")
    with full_team.open("viewer") as workspace:
        framework = workspace.framework(SOC)
        with pytest.warns(WorkspaceWarning, match="viewer.xlsx was written, but not logged as issued.*as a viewer"):
            framework.rubric(met_rating=2).to_excel(tmp_path / "viewer.xlsx")
        assert (tmp_path / "viewer.xlsx").exists()
        assert list(framework.issued["file"]) == ["editor.xlsx", "editor.json"]
        assert framework.stale() == []
        assert workspace.verify() == []
