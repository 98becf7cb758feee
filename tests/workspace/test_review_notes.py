"""Notes of a review: shared, of two made at once both are kept, and summed up for sign-off."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

import lexcurric as lx
from lexcurric.bundled import SAMPLE_SOC, sample_file
from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.provenance import provenance
from lexcurric.core.review_notes import Note, Signed
from lexcurric.core.sign_off import Line, sign_off_report
from lexcurric.core.words import Mark
from lexcurric.workspace.review_notes import FileNotes, WorkspaceNotes, comment_of, reviewers
from lexcurric.workspace.sign_off import SignOff


def test_two_reviewers_see_each_others_notes_and_none_is_lost(tmp_path: Path) -> None:
    place = tmp_path / "team.db"
    with lx.open(place, author="Ada") as first, lx.open(place, author="Bob") as second:
        first.import_export(sample_file())
        ada, bob = (WorkspaceNotes(each, SAMPLE_SOC, "diff/v.1/v.2") for each in (first, second))
        mine, theirs = ada.signed(), bob.signed()
        ada.write({"x": lambda note: note.commented(comment_of(mine, "Is that right?"))}, "Commented")
        found = bob.write({"x": lambda note: note.commented(comment_of(theirs, "It is.")).marked(theirs, "i")}, "Said")
        assert [each.text for each in found["x"].comments] == ["Is that right?", "It is."]
        assert ada.read() == found
        assert set(reviewers(found.values())) == {"Ada", "Bob"}
        assert WorkspaceNotes(first, SAMPLE_SOC, "diff/v.1/v.3").read() == {}


def test_a_mark_holds_while_the_texts_are_the_same() -> None:
    by = Signed(author="Ada", time="2026-11-30T10:00:00Z")
    note = Note(review="r", change="x").marked(by, "then")
    assert note.is_reviewed("then")
    assert not note.is_reviewed("now")
    assert note.marked(None, "then").is_empty


def test_notes_that_are_taken_back_are_gone_and_others_stay(tmp_path: Path) -> None:
    with lx.open(tmp_path / "w.db", author="Ada") as workspace:
        framework = workspace.import_export(sample_file())
        notes = WorkspaceNotes(workspace, framework.soc, "r")
        by = notes.signed()
        notes.write({"x": lambda note: note.flagged(by), "y": lambda note: note.marked(by, "i")}, "Marked")
        before = framework.content.sha256
        assert list(notes.write({"x": lambda note: note.flagged(None)}, "Took the flag back")) == ["y"]
        assert list(notes.read()) == ["y"]
        assert framework.content.sha256 == before
        assert workspace.verify() == []


def test_files_without_a_workspace_keep_their_notes_in_a_file(tmp_path: Path) -> None:
    notes = FileNotes(tmp_path / "notes.json", "diff/a/b", "Ada", lambda: "2026-11-30T10:00:00Z")
    by = notes.signed()
    assert notes.read() == {}
    notes.write({"x": lambda note: note.commented(comment_of(by, "<b>Why</b>?"))}, "Commented")
    assert FileNotes(notes.place, "diff/a/b", "Bob", notes.signed).read()["x"].comments[0].text == "<b>Why</b>?"
    with pytest.raises(EditError, match="control character"):
        comment_of(by, "a\x00b")


def test_a_summary_for_sign_off_says_who_what_and_what_is_open_in_every_form(tmp_path: Path) -> None:
    by = Signed(author="Ada", time="2026-11-30T10:00:00Z")
    note = Note(review="r", change="x").marked(by, "i").flagged(by).commented(comment_of(by, "<b>Ask</b> =1+1"))
    words = ((Mark.EQUAL, "Dough — "), (Mark.DELETE, "mix"), (Mark.INSERT, "blend"))
    lines = [
        Line("Emerging, place 1", "Reworded", words, "takes the new export", "editorial", is_reviewed=True, note=note),
        Line("Emerging, place 2", "Added", ((Mark.EQUAL, "Ovens — heat."),), "not decided", is_open=True),
    ]
    with lx.open(":memory:", author="Ada") as workspace:
        origin = provenance(workspace.import_export(sample_file()).snapshot())
    report = sign_off_report("Merge of v.2", lines, [by], by.time, [("Your version", origin)], ["3 are not tagged."])
    summary = SignOff(report, origin)
    assert summary.lines == (
        "1 of 2 reviewed on 2026-11-30 10:00 UTC.",
        "1 conflict is still to be decided.",
        "1 change is flagged for later.",
        "3 are not tagged.",
    )
    page = summary.write(tmp_path / "s.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;Ask&lt;/b&gt; =1+1" in page
    assert "<del" in page
    text = summary.write(tmp_path / "s.md").read_text(encoding="utf-8")
    assert "&lt;b&gt;Ask" in text
    assert "~~mix~~ **blend**" in text
    book = load_workbook(summary.write(tmp_path / "s.xlsx"))
    assert book["Comments"]["C5"].value == "<b>Ask</b> =1+1"
    assert book["Comments"]["C5"].data_type != "f"
    for origin_line in ("Credit", "licence"):
        assert origin_line in page or origin_line.capitalize() in page
    with pytest.raises(LexcurricError, match=r"\.html, \.md and \.xlsx"):
        summary.write(tmp_path / "s.pdf")
    assert "<b>Ask" not in summary._repr_html_()
