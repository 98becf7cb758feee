"""Files that come back: as issued, filled in, edited, or none of ours; and what was changed, by sheet and cell."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from lexcurric.core.errors import FileError
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.verify_file import FileState, verify_file
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.formats.office import through_libreoffice
from tests.samples import NEW, OLD
from tests.scored import place


def test_a_logged_rubric_is_as_issued_wherever_it_lies(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    path = framework.rubric(met_rating=2).to_excel(tmp_path / "a.xlsx")
    elsewhere = path.rename(tmp_path / "renamed.xlsx")
    found = verify_file(workspace, elsewhere)
    assert (found.state, found.version, found.is_good) == (FileState.AS_ISSUED, "v.26.05", True)
    assert found.logged is not None
    assert found.logged.file == "a.xlsx"


def test_a_rubric_that_was_filled_in_is_told_from_one_whose_statements_or_formulas_were_changed(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    path = framework.rubric(share_required=0.7).to_excel(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    score = book["Score"]
    name, rating, note = place(book, "Trainee"), place(book, "Rating"), place(book, "Evidence and comments")
    score[rating], score[note], score[name] = 3, "saw it twice", "T. Rainee"
    book.save(tmp_path / "filled.xlsx")
    found = verify_file(workspace, tmp_path / "filled.xlsx")
    assert (found.state, found.is_good) == (FileState.FILLED_IN, False)
    assert found.changes == (
        f"Score!{name} (filled in): (nothing) → T. Rainee",
        f"Score!{rating} (filled in): (nothing) → 3",
        f"Score!{note} (filled in): (nothing) → saw it twice",
    )
    text, status, other = place(book, "Statement", 9), place(book, "Status"), place(book, "Rating", 10)
    score[text], score[status], book["Start"]["D15"] = "Other words", "Met", 9
    score[other] = "=1+2"
    book.defined_names["MetRating"].attr_text = "Start!$D$18"
    book.create_sheet("Mine")
    book.save(tmp_path / "edited.xlsx")
    found = verify_file(workspace, tmp_path / "edited.xlsx")
    assert found.state is FileState.EDITED
    said = "\n".join(found.changes)
    for words in (
        f"Score!{text} (text): ",
        f"Score!{status} (formula): =IF(",
        "Start!D15 (text): ",
        f"Score!{other} (formula): (nothing) → =1+2",
        "MetRating (name): ",
        "Mine (sheet): (nothing) → Mine",
    ):
        assert words in said
    assert found.changes[-1].startswith(f"Score!{note} (filled in)")


def test_a_rubric_of_an_edited_draft_is_known_by_its_edit(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    first, second = framework.content.active[:2]
    framework.edit(first.id, text="Doors — open.")
    path = framework.rubric().to_excel(tmp_path / "a.xlsx")
    sheet = framework.sheet(tmp_path / "sheet.xlsx")
    framework.edit(second.id, text="Doors — close.")
    assert verify_file(workspace, sheet).state is FileState.AS_ISSUED
    book = openpyxl.load_workbook(path)
    rating = place(book, "Rating")
    book["Score"][rating] = 2
    book.save(path)
    found = verify_file(workspace, path)
    assert (found.version, found.state) == ("v.26.05+draft", FileState.FILLED_IN)
    assert found.changes == (f"Score!{rating} (filled in): (nothing) → 2",)
    framework.save("mine.1", "both")
    found = verify_file(workspace, sheet)
    assert found.overtaken is not None
    assert (found.is_good, found.overtaken.by, len(found.overtaken.changes)) == (False, "mine.1", 1)
    assert "Outdated: the edit sheet of v.26.05+draft is overtaken by mine.1" in found.to_text()


def test_a_rubric_of_a_release_that_was_matched_anew_since_is_still_as_issued(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    workspace.import_export(NEW)
    old, new = (framework.snapshot(label).content for label in ("v.26.05", "v.26.11"))
    path = framework.rubric(label="v.26.11").to_excel(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"other bytes"
    continued = [each for each in new.active if each.id in old.by_id and each.text != old.by_id[each.id].text]
    framework.different(continued[0].id)
    found = verify_file(workspace, path)
    assert (found.version, found.state) == ("v.26.11", FileState.SAVED_AGAIN)


def test_an_edit_sheet_is_held_against_the_version_it_was_made_of(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    path = framework.sheet(tmp_path / "sheet.xlsx")
    assert verify_file(workspace, path).state is FileState.AS_ISSUED
    book = openpyxl.load_workbook(path)
    sheet = book["Statements"]
    row = next(row for row in range(1, 30) if sheet.cell(row, 1).value == framework.content.active[0].id)
    book.save(tmp_path / "again.xlsx")
    assert verify_file(workspace, tmp_path / "again.xlsx").state is FileState.SAVED_AGAIN
    sheet.cell(row, 4).value = "Doors — open."
    book.save(tmp_path / "edited.xlsx")
    found = verify_file(workspace, tmp_path / "edited.xlsx")
    assert (found.state, len(found.changes)) == (FileState.EDITED, 1)
    assert found.changes[0].startswith(f"Statements!A{row} (reworded)")


def test_an_export_is_as_issued_saved_again_or_edited(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    assert verify_file(workspace, OLD).state is FileState.AS_ISSUED
    path = framework.export(tmp_path / "a.json")
    assert verify_file(workspace, path).logged is not None
    value = json.loads(path.read_text())
    path.write_text(json.dumps(value, indent=7))
    assert verify_file(workspace, path).state is FileState.SAVED_AGAIN
    level = next(iter(value["framework"]["levels"].values()))
    level["statements"][0] = "Doors — open."
    path.write_text(json.dumps(value))
    found = verify_file(workspace, path)
    assert (found.version, found.state) == ("v.26.05", FileState.EDITED)
    assert any("“Doors — open.”" in each for each in found.changes)


def test_files_that_are_none_of_ours_are_refused_in_one_line(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(FileError, match="expected a rubric or an edit sheet of lexcurric"):
        verify_file(workspace, tmp_path / "other.xlsx")
    workspace.diff(OLD, NEW).to_excel(tmp_path / "changes.xlsx")
    with pytest.raises(FileError, match="found a workbook of the kind changes"):
        verify_file(workspace, tmp_path / "changes.xlsx")
    with pytest.raises(FileError, match=r"an export of .*, and no version"):
        verify_file(workspace, NEW)
    with open_workspace(tmp_path / "other.db", "Ben") as other:
        theirs = other.import_export(OLD)
        theirs.retire(theirs.content.active[0].id)
        rubric = theirs.rubric().to_excel(tmp_path / "theirs.xlsx")
    with pytest.raises(FileError, match=r"made of 51-3011\.00 v\.26\.05\+draft .*no version or edit"):
        verify_file(workspace, rubric)
    with open_workspace(tmp_path / "empty.db", "Ben") as empty, pytest.raises(FileError, match="that framework is not"):
        verify_file(empty, rubric)


def test_a_rubric_and_a_sheet_that_libreoffice_saved_are_unchanged(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    for path in (framework.rubric().to_excel(tmp_path / "a.xlsx"), framework.sheet(tmp_path / "b.xlsx")):
        found = verify_file(workspace, through_libreoffice(path))
        assert (found.state, found.changes) == (FileState.SAVED_AGAIN, ())
