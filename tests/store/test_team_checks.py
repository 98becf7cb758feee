"""Who accepts findings in a team: everybody but viewers, who see what others accepted."""

from __future__ import annotations

import pytest

from lexcurric.core.errors import NotAllowedError
from tests.store.teams import SOC, Team


def test_editors_accept_findings_and_viewers_are_refused_in_words(full_team: Team) -> None:
    with full_team.open("editor") as workspace:
        findings = workspace.framework(SOC).check()
        assert len(findings) > 1
        findings.accept(findings[0], "one procedure")
    with full_team.open("viewer") as workspace:
        findings = workspace.framework(SOC).check()
        assert [each.accepted for each in findings.accepted] == ["one procedure"]
        with pytest.raises(NotAllowedError):
            findings.accept(findings[0], "not mine to say")
        assert workspace.verify() == []
