"""Workbooks from outside: what is refused, how fast, and with which words."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from lexcurric.core.errors import FileError
from lexcurric.formats.sheet_back import read_sheet
from lexcurric.workbook.guard import check_workbook

SHEET = "xl/worksheets/sheet1.xml"
ROOT = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
BOMB = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def plain() -> bytes:
    book, target = Workbook(), io.BytesIO()
    book.worksheets[0]["A1"] = "hello"
    book.save(target)
    return target.getvalue()


def with_parts(**parts: bytes | str) -> bytes:
    """A workbook with these parts put in or replaced; `__` in a name stands for a slash."""
    target = io.BytesIO()
    new = {name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()}
    with zipfile.ZipFile(io.BytesIO(plain())) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            if name not in new:
                archive.writestr(name, old.read(name))
        for name, data in new.items():
            archive.writestr(name, data)
    return target.getvalue()


def sheet(xml: str | bytes) -> bytes:
    return with_parts(**{SHEET: xml})


def many_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 1000003}</v></c></row>' for n in range(1, 1_000_001))
    return sheet(f"{ROOT}<sheetData>{rows}</sheetData></worksheet>")


def much_text() -> bytes:
    return with_parts(xl__sharedStrings_dot_xml=b"a" * 300_000_000)


def many_parts() -> bytes:
    return with_parts(**{f"xl__media__{n}_dot_bin": b"x" for n in range(300)})


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "an entity bomb": (lambda: sheet(f"{BOMB}{ROOT}&b;</worksheet>"), "document type declaration"),
    "an entity that reads a file": (lambda: sheet(f"{XXE}{ROOT}&a;</worksheet>"), "document type declaration"),
    "a declaration in UTF-16": (
        lambda: sheet(f"{XXE}{ROOT}</worksheet>".encode("utf-16")),
        "document type declaration",
    ),
    "a million rows": (many_rows, "unpacks to more than|the file has"),
    "300 MB of text": (much_text, "unpacks to more than 50 MB"),
    "one part packed very well": (lambda: with_parts(xl__a_dot_xml=b"a" * 9_000_000), "packed more than 100 times"),
    "too many parts": (many_parts, "parts; at most 200"),
    "macros": (lambda: with_parts(xl__vbaProject_dot_bin=b"x"), "the workbook has macros"),
    "links to other files": (
        lambda: with_parts(xl__externalLinks__externalLink1_dot_xml="<a/>"),
        "links to other files",
    ),
    "a part that points outside": (lambda: with_parts(**{"xl/../../evil": b"x"}), "points outside the file"),
    "a part with an absolute name": (lambda: with_parts(**{"/etc/evil": b"x"}), "points outside the file"),
    "a truncated download": (lambda: plain()[:-400], "damaged or was not downloaded completely"),
    "a bit flipped inside": (lambda: plain()[:60] + b"\xff\xff\xff\xff" + plain()[64:], "damaged"),
    "a password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected with a password"),
    "no zip at all": (lambda: b"Statement;Level\n", "this is not an Excel workbook"),
    "nothing in it": (lambda: b"", "the file is empty"),
    "too many bytes": (lambda: b"PK\x03\x04" + b"\0" * 10_000_001, "at most 10 MB"),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_or_broken_file_is_refused_quickly_and_in_one_line(name: str, tmp_path: Path) -> None:
    make, words = HOSTILE[name]
    path = tmp_path / "book.xlsx"
    path.write_bytes(make())
    begin = time.process_time()
    with pytest.raises(FileError, match=words) as caught:
        read_sheet(path)
    assert time.process_time() - begin < 2
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_merged_cells_over_the_whole_sheet_cost_no_time(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    path.write_bytes(sheet(f'{ROOT}<dimension ref="A1:XFD1048576"/><sheetData/>{merged}</worksheet>'))
    begin = time.process_time()
    with pytest.raises(FileError, match="expected an edit sheet"):
        read_sheet(path)
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("book.xls", "old .xls format"),
        ("book.xlsm", "macros"),
        ("book.csv", "the name ends in .csv"),
        ("book", "the name ends in nothing"),
    ],
)
def test_another_kind_of_file_is_refused_by_its_name(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(plain())
    with pytest.raises(FileError, match=words):
        check_workbook(tmp_path / name)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="there is no such file"):
        check_workbook(tmp_path / "none.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(FileError, match="this is a folder"):
        check_workbook(tmp_path / "folder.xlsx")


def test_a_workbook_of_another_program_is_let_pass(tmp_path: Path) -> None:
    path = tmp_path / "Book.XLSX"
    path.write_bytes(plain())
    check_workbook(path)


def test_a_damaged_part_is_refused_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(with_parts(**{"xl/workbook.xml": "<workbook><"}))
    with pytest.raises(FileError, match="the workbook is damaged and cannot be read"):
        read_sheet(path)
