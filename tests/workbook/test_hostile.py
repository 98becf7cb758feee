"""Odd and hostile workbooks at every door: refused or read within seconds and some memory, with one clear line."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples import OLD
from tests.workbook.test_guard import ROOT, SHEET, plain, sheet, with_parts

SECONDS, MEGABYTES = 10, 200
"""The aim is 2 seconds; the machine that runs the tests may be busy with others."""
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{}</sheets>{}</workbook>'
)
ONE = '<sheet name="S" sheetId="1" r:id="rId1"/>'
FORTY = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 41))
STYLES = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</styleSheet>'
READER = """
import sys, time
from pathlib import Path
from lexcurric.core.errors import FileError
from lexcurric.workspace.verify_file import verify_file
from lexcurric.workspace.workspace import open_workspace
from lexcurric.formats.sheet_back import read_sheet
from lexcurric.formats.xlsx_decisions import read_decisions
from lexcurric.workspace.decision_files import read_review
def peak():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]) / 1024
path = Path(sys.argv[1])
with open_workspace(":memory:", "Ada") as workspace:
    workspace.import_export(sys.argv[2])
    readers = [lambda: verify_file(workspace, path), lambda: read_sheet(path), lambda: read_review(path)]
    readers.append(lambda: read_decisions(path, "51-3011.00"))
    before = peak()
    for reader in readers:
        start = time.process_time()
        try:
            reader()
            said = "was read"
        except FileError as error:
            said = str(error)
        print(f"{time.process_time() - start:.3f} {peak() - before:.0f} {said}")
"""


def cells(rows: int, columns: int, *, numbered: bool = False) -> str:
    made = []
    for row in range(1, rows + 1):
        # Numbers that do not repeat keep the packing below what is refused at once.
        values = "".join(f"<c><v>{(row * 7919 + column * 104729) % 1000003}</v></c>" for column in range(columns))
        made.append(f'<row r="{row}">{values}</row>' if numbered else f"<row>{values}</row>")
    return f"{ROOT}<sheetData>{''.join(made)}</sheetData></worksheet>"


def merges(count: int) -> bytes:
    made = "".join(f'<mergeCell ref="A{n}:XFD{n + n * 7919 % 1009}"/>' for n in range(1, count + 1))
    return sheet(f"{ROOT}<sheetData/><mergeCells>{made}</mergeCells></worksheet>")


def formats(count: int) -> bytes:
    made = "".join(f'<xf numFmtId="{n * 7919 % 1000003}" fontId="0" fillId="0"/>' for n in range(count))
    return with_parts(xl__styles_dot_xml=STYLES.format(f"<cellXfs>{made}</cellXfs>"))


def names(count: int) -> bytes:
    made = "".join(f'<definedName name="n{n}">S!$A${n * 7919 % 1000003}</definedName>' for n in range(count))
    return with_parts(xl__workbook_dot_xml=BOOK.format(ONE, f"<definedNames>{made}</definedNames>"))


def forty(xml: str) -> bytes:
    return with_parts(**{"xl/workbook.xml": BOOK.format(FORTY, ""), SHEET: xml})


def open_document() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")
    return target.getvalue()


NONE_OF_OURS = "expected a"
ODD: dict[str, tuple[Callable[[], bytes], str]] = {
    "a million short rows": (lambda: sheet(cells(1_000_000, 1)), "more rows or cells than"),
    "one row of a million cells": (lambda: sheet(cells(1, 1_000_000)), "more rows or cells than"),
    "nearly as many cells as may be": (lambda: sheet(cells(4_900, 29)), NONE_OF_OURS),
    "one cell in the last corner": (
        lambda: sheet(
            f'{ROOT}<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
        ),
        NONE_OF_OURS,
    ),
    "a merged area over the sheet": (
        lambda: sheet(f'{ROOT}<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'),
        NONE_OF_OURS,
    ),
    "half a million merged areas": (lambda: merges(500_000), "entries; that is how harmful files look"),
    "half a million formats": (lambda: formats(500_000), "entries; that is how harmful files look"),
    "many names": (lambda: names(200_000), "entries; that is how harmful files look"),
    "forty sheets that are one part": (
        lambda: forty(cells(5_000, 1)),
        "more than 9,000 filled rows|hidden sheet with the version is not there",
    ),
    "forty sheets with one far cell": (
        lambda: forty(f'{ROOT}<sheetData><row r="5000"><c r="A5000"><v>1</v></c></row></sheetData></worksheet>'),
        NONE_OF_OURS,
    ),
    "a hidden end of the cells": (
        lambda: sheet(f"<!-- </sheetData> -->{cells(200_000, 1)}"),
        "entries; that is how harmful files look",
    ),
    "a sheet in another place": (
        lambda: with_parts(
            **{
                "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                'relationships/worksheet" Target="http://example.org/a.xml" TargetMode="External"/></Relationships>'
            }
        ),
        f"{NONE_OF_OURS}|no sheet that can be read",
    ),
    "an OpenDocument sheet by its content": (open_document, "an OpenDocument sheet under another name"),
    "a password": (
        lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 900
        ),
        "is protected with a password; take the password off",
    ),
    "an old workbook by its content": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900,
        "old .xls format, or protected with a password",
    ),
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc here to read the memory used from")
@pytest.mark.parametrize("name", list(ODD))
def test_every_reader_says_one_line_within_time_and_memory(name: str, tmp_path: Path) -> None:
    make, words = ODD[name]
    path = tmp_path / "book.xlsx"
    path.write_bytes(make())
    command = [sys.executable, "-c", READER, str(path), str(OLD)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    lines = done.stdout.splitlines()
    assert len(lines) == 4
    for line in lines:
        seconds, megabytes, said = line.split(" ", 2)
        assert re.search(words, said)
        assert said.startswith(str(path))
        assert float(seconds) < SECONDS
        assert float(megabytes) < MEGABYTES


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("~$book.xlsx", "only the mark that book.xlsx is open in Excel or LibreOffice"),
        (".~lock.book.xlsx#", "only the mark that book.xlsx is open in Excel or LibreOffice"),
        ("book.ods", r"this is an OpenDocument sheet \(\.ods\)"),
        ("book.xlsb", "may hold macros"),
        ("book.xlsx.exe", r"the name ends in \.exe"),
    ],
)
def test_other_names_are_refused_with_what_they_are(name: str, words: str, tmp_path: Path) -> None:
    from lexcurric.core.errors import FileError
    from lexcurric.workbook.guard import check_workbook

    (tmp_path / name).write_bytes(plain())
    with pytest.raises(FileError, match=words):
        check_workbook(tmp_path / name)
