"""Criteria in a workspace: proposed, accepted, undone, kept through versions, releases, copies and other designers."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexcurric.core.errors import ConflictError, EditError, LexcurricError
from lexcurric.semantic import NEEDED
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.moving import copy
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import NEW, export_bytes


@pytest.fixture
def settled(framework: Framework) -> Framework:
    """The sample with all that is proposed accepted, and one cell left empty on purpose."""
    framework.propose_criteria(semantic=False).accept()
    framework.leave_empty("Staff", "Emerging", "beginners lead nobody")
    return framework


def test_a_proposal_changes_nothing_until_it_is_accepted_and_then_is_one_edit(framework: Framework) -> None:
    before = framework.content.sha256
    proposal = framework.propose_criteria()
    proposal.rename("Staff", "People")
    proposal.drop("Loaves")
    assert framework.content.sha256 == before
    accepted = proposal.accept(reason="for the trainers")
    assert "People" in accepted
    assert framework.criteria.labels == accepted
    assert framework.criteria.loose == 4
    assert framework.log.iloc[-1]["what"] == f"Accepted {len(accepted)} criteria, proposed for 36 statements"
    assert framework.undo().startswith("Accepted")
    assert framework.content.sha256 == before
    assert framework.redo().startswith("Accepted")
    assert framework.criteria.labels == accepted


def test_one_thread_is_accepted_alone_and_leaves_the_proposal(framework: Framework) -> None:
    proposal = framework.propose_criteria()
    count = len(proposal)
    assert proposal.accept("staff") == ("Staff",)
    assert (len(proposal), framework.criteria.labels) == (count - 1, ("Staff",))
    with pytest.raises(EditError, match="no thread 'staff' is proposed"):
        proposal.accept("staff")
    proposal.accept()
    with pytest.raises(EditError, match="there is no thread to accept"):
        proposal.accept()


def test_a_proposal_that_somebody_overtook_writes_nothing(workspace: Workspace, framework: Framework) -> None:
    proposal = framework.propose_criteria()
    member = next(each for each in proposal if each.label == "Staff").members[0].id
    with open_workspace(workspace.url, "Bob") as other:
        other.framework(framework.soc).set_criterion(member, "Bob's row")
    with pytest.raises((EditError, ConflictError)):
        proposal.accept()
    assert framework.criteria.labels == ("Bob's row",)


def test_the_matrix_counts_shows_and_escapes(settled: Framework) -> None:
    criteria = settled.criteria
    assert ("Staff", "Emerging") not in criteria.missing
    assert ("Staff", "Developing") in criteria.missing
    frame = criteria.to_frame()
    assert len(frame) == 4 * len(criteria)
    cell = frame[(frame["criterion"] == "Staff") & (frame["level"] == "emerging")].iloc[0]
    assert (bool(cell["left_empty"]), cell["reason"]) == (True, "beginners lead nobody")
    assert frame["autonomy"].dropna().between(1, 5).all()
    settled.rename_criterion("Staff", "<b>Staff & crew</b>")
    html = settled.criteria._repr_html_()
    assert "&lt;b&gt;Staff &amp; crew&lt;/b&gt;" in html
    assert "– beginners lead nobody" in html
    assert "missing" in html
    assert "verbs: to " in html


def test_the_page_has_every_statement_and_the_lines_on_its_origin(settled: Framework, tmp_path: Path) -> None:
    from html import escape

    page = settled.criteria.write(tmp_path / "criteria.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    for statement in settled.content.active:
        assert escape(statement.text.split(" — ")[1]) in page
    assert settled.content.sha256 in page
    assert "http-equiv" not in page
    assert "src=" not in page


def test_the_table_and_the_view_of_a_proposal_say_why(framework: Framework) -> None:
    proposal = framework.propose_criteria()
    frame = proposal.to_frame()
    assert len(frame) == 40
    assert frame["why"].str.len().gt(10).all()
    html = proposal._repr_html_()
    assert "nothing is changed until you accept" in html
    assert html.count("most like") == int(frame["criterion"].ne("").sum())


def test_empty_cells_are_undone_saved_restored_and_compared(settled: Framework) -> None:
    settled.save("v.1-rows", "criteria")
    settled.fill_again("Staff", "Emerging")
    assert ("Staff", "Emerging") in settled.criteria.missing
    changes = settled.diff("v.1-rows")
    assert [(each.old, each.new) for each in changes] == [("Staff: beginners lead nobody", None)]
    assert "Left empty on purpose at emerging" in changes.to_markdown()
    assert "Left empty on purpose at emerging" in changes.to_html()
    settled.undo()
    assert ("Staff", "Emerging") not in settled.criteria.missing
    settled.delete_criterion("Staff")
    settled.restore("v.1-rows")
    assert ("Staff", "Emerging") not in settled.criteria.missing
    assert not settled.diff("v.1-rows")


def test_criteria_outlive_a_new_release(settled: Framework) -> None:
    labels = settled.criteria.labels
    before = {each.id: each.criterion for each in settled.content.active}
    plan = settled.merge(NEW)
    plan.take("all", "theirs") if plan.conflicts else None
    plan.apply()
    assert settled.criteria.labels == labels
    assert ("Staff", "Emerging") not in settled.criteria.missing
    for statement in settled.content.active:
        if statement.id in before:
            assert statement.criterion == before[statement.id]
        sources = {before[each] for each in statement.comes_from if each in before}
        if len(sources) == 1:
            assert statement.criterion in sources


def test_a_copy_of_the_workspace_has_them_too(workspace: Workspace, settled: Framework, tmp_path: Path) -> None:
    copy(workspace.url, str(tmp_path / "folder"))
    copy(str(tmp_path / "folder"), str(tmp_path / "again.db"))
    with open_workspace(str(tmp_path / "again.db"), "Ada") as other:
        found = other.framework(settled.soc)
        assert found.content.sha256 == settled.content.sha256
        assert ("Staff", "Emerging") not in found.criteria.missing
        assert found.undo() == "Left Staff empty at Emerging"


def test_a_cell_left_empty_is_not_listed_as_missing_and_prints_a_dash(settled: Framework, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rubric = settled.rubric("analytic")
    notes = "\n".join(rubric.notes())
    assert "  Staff: Developing" in notes
    assert not any(each.criterion == "Staff" and each.level == "Emerging" for each in rubric.gaps)
    sheet = load_workbook(rubric.to_excel(tmp_path / "rubric.xlsx"))["Score"]
    row = next(row for row in sheet.iter_rows(values_only=True) if "Staff" in row)
    assert "–" in row


def test_two_designers_who_change_the_same_criterion_hear_of_it(workspace: Workspace, settled: Framework) -> None:
    assert settled.criteria
    with open_workspace(workspace.url, "Bob") as other:
        bob = other.framework(settled.soc)
        bob.rename_criterion("Staff", "People")
        with pytest.raises(ConflictError, match="the criterion Staff was changed meanwhile by Bob"):
            settled.rename_criterion("Staff", "Crew")
        assert settled.criteria.labels[-1] == "People"
        bob.leave_empty("Quality", "Emerging", "not yet")
        settled.rename_criterion("People", "Crew")
    assert settled.criteria.labels[-1] == "Crew"
    assert ("Quality", "Emerging") not in settled.criteria.missing


def test_every_action_is_one_edit_with_its_reason(settled: Framework) -> None:
    start = len(settled.log)
    staff = [each.id for each in settled.content.active if each.text.startswith(("Apprentices", "Staff"))]
    settled.add_criterion("Steam", "new oven")
    settled.split_criterion("Staff", staff[:1], "Coaching", "apart")
    settled.move_criterion("Coaching", 1, "first")
    settled.join_criteria(["Coaching", "Staff"], "People", "together")
    settled.delete_criterion("Steam", "no")
    log = settled.log.iloc[start:]
    assert log["reason"].tolist() == ["new oven", "apart", "first", "together", "no"]
    assert log["what"].tolist() == [
        "Added the criterion Steam",
        "Split Coaching off the criterion Staff",
        "Moved the criterion Coaching to place 1",
        "Joined the criteria Coaching, Staff",
        "Took the criterion Steam away",
    ]
    assert settled.criteria.labels[0] == "People"
    for _ in range(5):
        settled.undo()
    assert settled.criteria.labels[-1] == "Staff"


def test_an_unknown_criterion_or_level_is_said_and_nothing_is_written(settled: Framework) -> None:
    before = settled.revision
    for act in (
        lambda: settled.rename_criterion("Yeast", "X"),
        lambda: settled.leave_empty("Staff", "Nowhere"),
        lambda: settled.leave_empty("Staff", "Proficient"),
        lambda: settled.join_criteria(["Staff"]),
    ):
        with pytest.raises(EditError):
            act()
    assert settled.revision == before


def test_meaning_is_weighed_on_request(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(NEEDED[0])
    pytest.importorskip(NEEDED[1])
    by_words, by_meaning = framework.propose_criteria(semantic=False), framework.propose_criteria(semantic=True)
    assert by_words.record != by_meaning.record
    monkeypatch.setenv("LEXCURRIC_SEMANTIC", "1")
    assert framework.propose_criteria().record == by_meaning.record
    monkeypatch.setenv("LEXCURRIC_SEMANTIC", "perhaps")
    with pytest.raises(LexcurricError):
        framework.propose_criteria()


def test_a_framework_without_criteria_has_an_empty_matrix(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "small.json").write_bytes(export_bytes(["Dough — mix."]))
    framework = workspace.import_export(tmp_path / "small.json")
    assert (len(framework.criteria), framework.criteria.loose) == (0, 1)
    assert "No criterion yet" in framework.criteria._repr_html_()
    proposal = framework.propose_criteria()
    assert (len(proposal), len(proposal.loose)) == (0, 1)
