"""Texts that Excel would take for something else, in every workbook that goes out and comes back."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from lexcurric.core.errors import FileError
from lexcurric.workbook.fit import line_count
from lexcurric.workspace.verify_file import FileState, verify_file
from lexcurric.workspace.workspace import Workspace
from tests.samples import export_bytes

ODD = [
    '=HYPERLINK("http://example.org","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3 — do.",
    "@SUM(1+1)*cmd",
    "\tTab — lead.",
    "\uff1dcmd — full-width.",
    "#N/A",
    "TRUE",
    "007",
    "_x000D_ and _x0041_ — stay.",
    'R&D &L&R &"Arial" — file & keep.',
    "تدريب — يغسل اليدين قبل العمل.",
    "עברית — לשטוף ידיים, then wash.",
    "Emoji 👩‍🍳🥖 — bake 🔥 at dawn.",
    "洗手，然后戴上干净的手套，检查每一批面团的温度，并在工作表上记录结果，直到主管签字为止。",
]


def test_odd_texts_stay_texts_in_a_rubric_and_a_sheet_and_come_back_unchanged(
    workspace: Workspace, tmp_path: Path
) -> None:
    export = tmp_path / "export.json"
    export.write_bytes(export_bytes(ODD[:8], ODD[8:], title="R&D"))
    framework = workspace.import_export(export)
    wordings = [each.text for each in framework.content.active]
    rubric, sheet = framework.rubric().to_excel(tmp_path / "a.xlsx"), framework.sheet(tmp_path / "b.xlsx")
    for path, name, column in ((rubric, "Score", "C"), (sheet, "Statements", "D")):
        book = openpyxl.load_workbook(path)
        cells = [cell for cell in book[name][column] if cell.value is not None and cell.row > 4]
        found = {str(cell.value).replace("_x005F_", "_"): cell.data_type for cell in cells}
        assert {found[" ".join(each.split()) if each not in found else each] for each in wordings} == {"s"}
        book.save(tmp_path / f"again-{path.name}")
        assert verify_file(workspace, tmp_path / f"again-{path.name}").state is FileState.SAVED_AGAIN
    assert len(workspace.apply_sheet(tmp_path / "again-b.xlsx", dry_run=True)) == 0


def test_the_header_of_a_page_prints_an_ampersand_as_one(workspace: Workspace, tmp_path: Path) -> None:
    export = tmp_path / "export.json"
    value = export_bytes(["Doors — open."]).replace(b'"Testers"', b'"R&D &P &D testers"')
    export.write_bytes(value)
    path = workspace.import_export(export).rubric().to_excel(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    header = re.search(r"<oddHeader>(.*?)</oddHeader>", sheet)
    assert header is not None
    assert "R&amp;&amp;D &amp;&amp;P &amp;&amp;D testers" in header[1]


def test_wide_characters_get_as_many_lines_as_they_need() -> None:
    assert line_count("洗" * 40, 40) >= 2
    assert line_count("洗" * 200, 40) >= 9


def test_a_text_that_no_cell_holds_is_refused_before_anything_is_written(workspace: Workspace, tmp_path: Path) -> None:
    export = tmp_path / "export.json"
    export.write_bytes(export_bytes(["😀" * 16_384]))
    framework = workspace.import_export(export)
    for write in (framework.rubric().to_excel, framework.sheet):
        with pytest.raises(FileError, match=r"the text has 32,768 characters, and an Excel cell holds 32,767"):
            write(tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
    assert len(framework.issued) == 0
