from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from lexcurric.core.errors import StaleDraftError
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace
from tests.samples import export_bytes


def columns(sheet: object) -> tuple[int, dict[str, int]]:
    """The header row of the Statements sheet, and each column by name."""
    for row in sheet.iter_rows(max_row=12):
        names = {str(cell.value): cell.column for cell in row if cell.value}
        if "Statement ID" in names:
            return row[0].row, names
    raise AssertionError("no header row")


def test_an_untouched_sheet_asks_for_nothing(workspace: Workspace, framework: Framework, tmp_path: Path) -> None:
    framework.tag([each.id for each in framework.content.active[:5]], ["skill:practical", "tool:deck oven"])
    framework.set_criterion(framework.content.active[3].id, "Ovens, and more")
    plan = workspace.apply_sheet(framework.sheet(tmp_path / "sheet.xlsx"), dry_run=True)
    assert (len(plan), plan.problems) == (0, ())
    assert plan.apply() is False


def test_edits_in_the_sheet_become_one_edit_of_the_draft(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    path = framework.sheet(tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["Statements"]
    head, at = columns(sheet)
    ids = [each.id for each in framework.content.active]
    rows = {sheet.cell(row, at["Statement ID"]).value: row for row in range(head + 1, head + 41)}

    def put(which: str, column: str, value: object) -> None:
        sheet.cell(rows[which], at[column]).value = value

    put(ids[0], "Statement", "Hands — wash.")
    put(ids[1], "Tags (comma separated)", "skill:practical, tool:scale")
    put(ids[2], "Level", "Advanced")
    put(ids[3], "Status", "Remove")
    put(ids[4], "Note", "ask the union")
    put(ids[5], "Criterion", "Ovens")
    new = head + 41
    for column, value in {"Level": "Developing", "Statement": "Doors — open.", "Status": "New", "Position": 1}.items():
        sheet.cell(new, at[column]).value = value
    book.save(path)
    plan = workspace.apply_sheet(path, dry_run=True)
    assert sorted(each.kind.value for each in plan.changes) == [
        "added",
        "criterion",
        "moved",
        "noted",
        "removed",
        "retagged",
        "reworded",
    ]
    assert framework.revision == 1
    assert plan.apply("from the team") is True
    assert framework.revision == 2
    assert framework.statement(ids[0]).text == "Hands — wash."
    assert framework.statement(ids[1]).tags == ("skill:practical", "tool:scale")
    assert framework.statement(ids[2]).level == "advanced"
    assert not framework.statement(ids[3]).is_active
    assert framework.statement(ids[4]).note == "ask the union"
    assert [each.label for each in framework.content.criteria] == ["Ovens"]
    assert framework.content.by_level["developing"][0].text == "Doors — open."
    assert len(framework.statements) == 40
    assert len(workspace.apply_sheet(path, dry_run=True).changes) == 0
    framework.undo()
    assert framework.version == "v.26.05"


def test_a_sheet_read_before_another_edit_is_not_applied(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    plan = workspace.apply_sheet(framework.sheet(tmp_path / "sheet.xlsx"), dry_run=True)
    framework.add("emerging", "Doors — open.")
    with pytest.raises(StaleDraftError, match="read it again"):
        plan.apply()


def test_a_new_row_and_a_moved_one_get_the_places_that_were_asked_for(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    path = framework.sheet(tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["Statements"]
    head, at = columns(sheet)
    before = [each.id for each in framework.content.by_level["emerging"]]
    rows = {sheet.cell(row, at["Statement ID"]).value: row for row in range(head + 1, head + 41)}
    sheet.cell(rows[before[0]], at["Position"]).value = 3
    for column, value in {"Level": "Emerging", "Statement": "Doors — open.", "Status": "New", "Position": 2}.items():
        sheet.cell(head + 41, at[column]).value = value
    book.save(path)
    workspace.apply_sheet(path)
    after = framework.content.by_level["emerging"]
    assert [after[0].id, after[1].text, after[2].id] == [before[1], "Doors — open.", before[0]]


def test_a_statement_without_wording_and_a_tag_that_cannot_be_are_seen_before_anything_is_applied(
    workspace: Workspace, tmp_path: Path
) -> None:
    export = tmp_path / "in.json"
    export.write_bytes(export_bytes(["", "Pumps — fit.", " "], ["Valves — weld."]))
    framework = workspace.import_export(export)
    path = framework.sheet(tmp_path / "sheet.xlsx")
    plan = workspace.apply_sheet(path, dry_run=True)
    assert (len(plan), plan.problems) == (0, ())
    book = openpyxl.load_workbook(path)
    head, at = columns(book["Statements"])
    book["Statements"].cell(head + 2, at["Tags (comma separated)"]).value = "skill:a:b"
    book.save(path)
    (problem,) = workspace.apply_sheet(path, dry_run=True).problems
    assert "expected a tag such as" in problem.what
    assert problem.where.startswith("Statements!")
