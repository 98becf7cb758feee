from __future__ import annotations

from pathlib import Path

import pytest

from lexcurric.core.checks import CheckSettings
from lexcurric.core.errors import EditError, FileError, WorkspaceError
from lexcurric.workspace.check_settings import read_settings, settings_text, write_settings
from lexcurric.workspace.checks import find_all
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import NEW, OLD, export_bytes

FAULTY = [
    "Bread\u200b — bake at dawn.",
    "Rolls —  bake at dawn , by hand.",
    "Cakes - ice by hand.",
    "Understand yeast in cold dough.",
    "Pies — fill.",
]


@pytest.fixture
def faulty(workspace: Workspace, tmp_path: Path) -> Framework:
    path = tmp_path / "faulty.json"
    path.write_bytes(export_bytes(FAULTY))
    return workspace.import_export(path)


def texts(framework: Framework) -> list[str]:
    return [each.text for each in framework.content.active]


def test_all_safe_repairs_are_one_edit_that_undo_takes_back(faulty: Framework) -> None:
    findings = faulty.check()
    assert findings.fix(reason="tidy") == 3
    assert texts(faulty)[:3] == ["Bread — bake at dawn.", "Rolls — bake at dawn, by hand.", "Cakes — ice by hand."]
    assert not any(each.fix for each in findings)
    assert faulty.log.iloc[-1]["reason"] == "tidy"
    assert faulty.undo() is not None
    assert texts(faulty) == FAULTY
    faulty.redo()
    assert faulty.check().fix() == 0


def test_one_finding_is_repaired_and_what_cannot_be_says_so(faulty: Framework) -> None:
    findings = faulty.check()
    (spaces,) = [each for each in findings if each.rule == "spaces"]
    assert findings.fix(spaces) == 1
    assert texts(faulty)[1] == "Rolls — bake at dawn , by hand."
    assert findings.fix("punctuation") == 1
    assert findings.fix("grammar") == 1
    assert texts(faulty)[2] == "Cakes — ice by hand."
    (verb,) = [each for each in findings if each.rule == "verb"]
    with pytest.raises(EditError, match="no safe repair"):
        findings.fix(verb)
    with pytest.raises(EditError, match="no finding 'zzz'"):
        findings.fix("zzz")


def test_an_accepted_finding_stays_accepted_until_its_statement_changes(
    faulty: Framework, workspace: Workspace
) -> None:
    findings = faulty.check()
    before = len(findings)
    (context,) = [each for each in findings if each.rule == "context"]
    with pytest.raises(EditError, match="say why"):
        findings.accept(context, " ")
    assert findings.accept(context.key[:8], "short on purpose") == 1
    assert len(findings) == before - 1
    assert findings.accepted[0].accepted == "short on purpose"
    again = workspace.framework(faulty.soc)
    assert context.key not in {each.key for each in again.check()}
    activity = workspace.activity()
    assert list(activity["action"])[-1] == "accepted"
    assert "short on purpose" in set(activity["reason"])
    again.edit(context.statement_id or "", "Pies — cool.")
    assert "context" in {each.rule for each in again.check()}
    again.undo()
    assert context.key not in {each.key for each in again.check()}
    later = again.check()
    assert later.unaccept(context) == 1
    assert context.key in {each.key for each in later}


def test_acceptances_live_through_merges_restores_and_moves_of_house(workspace: Workspace, tmp_path: Path) -> None:
    framework = workspace.import_export(OLD)
    findings = framework.check()
    kept = [each for each in findings if each.where.startswith("Advanced")][-1]
    findings.accept(kept, "one procedure")
    framework.save("mine")
    workspace.import_export(NEW)
    plan = framework.merge()
    plan.take_all("ours")
    plan.apply()
    assert kept.key in {each.key for each in framework.check().accepted}
    framework.restore("mine")
    framework.undo()
    framework.undo()
    assert kept.key in {each.key for each in framework.check().accepted}
    assert workspace.verify() == []
    workspace.copy_to(tmp_path / "folder")
    with open_workspace(tmp_path / "other.db") as other:
        pass
    from lexcurric.workspace.moving import copy

    (tmp_path / "other.db").unlink()
    copy(str(tmp_path / "folder"), str(tmp_path / "other.db"))
    with open_workspace(tmp_path / "other.db") as other:
        assert kept.key in {each.key for each in other.framework(framework.soc).check().accepted}
        assert other.verify() == []


def test_findings_of_a_version_or_file_are_not_fixed(faulty: Framework, workspace: Workspace) -> None:
    faulty.save("mine")
    found = find_all(workspace.snapshot(f"{faulty.soc}@mine"), workspace)
    with pytest.raises(WorkspaceError, match="not the draft"):
        found.fix()


def test_settings_beside_the_workspace_are_found(faulty: Framework, tmp_path: Path) -> None:
    assert "length" not in faulty.check().summary
    (tmp_path / "lexcurric-checks.yaml").write_text("limits: {longest: 5}\nrules: {verb: off}\n", encoding="utf-8")
    assert "length" in faulty.check().summary
    assert "verb" not in faulty.check().summary
    assert "length" not in faulty.check(CheckSettings()).summary
    own = tmp_path / "own.json"
    own.write_text('{"jargon": {"yeast": "leaven"}}', encoding="utf-8")
    assert faulty.check(own).summary["jargon"] == 1


def test_the_settings_file_that_is_written_says_the_defaults_and_is_never_written_over(tmp_path: Path) -> None:
    path = write_settings(tmp_path / "lexcurric-checks.yaml")
    read = read_settings(path)
    from lexcurric.core.checks import RULES

    assert read == CheckSettings(rules={each.id: each.default_on for each in RULES})
    assert settings_text().isprintable() is False
    with pytest.raises(FileError, match="never written over"):
        write_settings(path)
    path.write_text("limits: {longest: many}\nspeling: us\n", encoding="utf-8")
    with pytest.raises(FileError, match="2 problems"):
        read_settings(path)
    path.write_text("rules: [", encoding="utf-8")
    with pytest.raises(FileError, match="line 1"):
        read_settings(path)


def test_words_that_yaml_takes_for_yes_and_no_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("jargon: {no: none, on: upon}\nverbs: {bake: false}\n", encoding="utf-8")
    assert read_settings(path).jargon == {"no": "none", "on": "upon"}


def test_a_newer_release_of_a_source_in_the_workspace_is_known(framework: Framework, workspace: Workspace) -> None:
    assert "sources-age" not in framework.check().summary
    workspace.import_export(NEW)
    (finding,) = [each for each in framework.check() if each.rule == "sources-age"]
    assert "v31.0" in finding.message


def test_findings_are_shown_beside_their_statements_and_escaped(faulty: Framework) -> None:
    faulty.edit(faulty.content.active[0].id, "<b>Bread</b> — understand, <script>.")
    html = faulty.check()._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    frame = faulty.check().to_frame()
    assert set(frame["rule"]) >= {"spaces", "grammar"}
    assert len(frame) == len(faulty.check())


def test_one_statement_is_checked_alone(faulty: Framework) -> None:
    whole = [each for each in faulty.check() if each.statement_id == faulty.content.active[1].id]
    assert list(faulty.check_statement(faulty.content.active[1].id)) == whole


def test_demand_is_proposed_accepted_dismissed_and_undone(faulty: Framework) -> None:
    proposals = faulty.propose_demand()
    assert proposals
    tags = {tag for each in faulty.content.active for tag in each.tags}
    assert tags
    assert all("-proposed:" in tag for tag in tags)
    assert faulty.propose_demand() == ()
    first = proposals[0].statement_id
    assert faulty.accept_demand([first]) == 1
    assert all("-proposed:" not in tag for tag in faulty.statement(first).tags)
    rest = faulty.dismiss_demand()
    assert rest == len({each.statement_id for each in proposals}) - 1
    assert faulty.propose_demand() == ()
    faulty.edit(proposals[-1].statement_id, "Loaves — design with care.")
    assert {each.statement_id for each in faulty.propose_demand()} == {proposals[-1].statement_id}
    for _ in range(5):
        faulty.undo()
    assert {tag for each in faulty.content.active for tag in each.tags} == set()


def test_the_demand_of_verbs_is_told_by_statement_and_by_level(framework: Framework) -> None:
    frame = framework.verbs()
    assert len(frame) == 40
    assert set(frame["bloom"]) >= {"apply", "evaluate", "create"}
    profile = framework.verbs(profile=True)
    assert list(profile["statements"]) == [10, 10, 10, 10]
    means = list(profile["mean"])
    assert means[0] < means[-1]
