"""OpenDocument sheets: as LibreOffice saves them, with what is repeated, formulas, and what is not let in."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import lexcurric as lx
from lexcurric.bundled import sample_file
from lexcurric.core.errors import FileError
from lexcurric.workbook import ods
from lexcurric.workbook.ods import read_ods
from lexcurric.workspace.incoming import plan_file
from tests.formats.office import through_libreoffice

_HEAD = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
_TAIL = "</office:spreadsheet></office:body></office:document-content>"


def made(path: Path, rows: str, kind: str = "application/vnd.oasis.opendocument.spreadsheet") -> Path:
    """A small OpenDocument sheet with these rows."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f'{_HEAD}<table:table table:name="S">{rows}</table:table>{_TAIL}')
    return path


def texts(path: Path) -> list[list[str]]:
    return [[each.text for each in row] for row in read_ods(path)[0].rows]


def test_what_is_repeated_counts_so_often_and_an_endless_rest_does_not(tmp_path: Path) -> None:
    rows = (
        '<table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>a</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="3"><text:p>3.00</text:p></table:table-cell>'
        "</table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>b<text:s text:c="2"/>c</text:p>'
        "<text:p>d</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    found = texts(made(tmp_path / "a.ods", rows))
    assert found[:3] == [["a", "a", "3"], ["b  c\nd"], ["b  c\nd"]]
    assert not any(found[3:])
    assert len(found) <= 5_000


def test_a_formula_is_a_fault_and_a_note_of_a_cell_is_not_its_text(tmp_path: Path) -> None:
    rows = (
        '<table:table-row><table:table-cell table:formula="of:=1+1" office:value="2"><text:p>2</text:p>'
        "</table:table-cell><table:table-cell><office:annotation><text:p>a note</text:p></office:annotation>"
        "<text:p>text</text:p></table:table-cell></table:table-row>"
    )
    first, second = read_ods(made(tmp_path / "a.ods", rows))[0].rows[0]
    assert (first.text, "formula" in first.fault, first.where) == ("", True, "S!A1")
    assert (second.text, second.fault, second.where) == ("text", "", "S!B1")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"no archive at all", "damaged"),
    ],
)
def test_a_damaged_file_is_said(tmp_path: Path, body: bytes, said: str) -> None:
    path = tmp_path / "a.ods"
    path.write_bytes(body)
    with pytest.raises(FileError, match=said):
        read_ods(path)


def test_another_kind_of_document_a_doctype_and_a_bomb_are_not_let_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileError, match="no OpenDocument sheet"):
        read_ods(made(tmp_path / "a.ods", "", "application/vnd.oasis.opendocument.text"))
    evil = tmp_path / "b.ods"
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(FileError, match="document type declaration"):
        read_ods(evil)
    many = "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>" * 9_100
    with pytest.raises(FileError, match="more than 9,000 filled rows"):
        read_ods(made(tmp_path / "c.ods", many))
    monkeypatch.setattr(ods, "MOST_UNPACKED", 100)
    with pytest.raises(FileError, match="unpacks to more"):
        read_ods(made(tmp_path / "d.ods", "<table:table-row/>" * 100))


def test_an_edit_sheet_that_libreoffice_saved_as_ods_comes_back(tmp_path: Path) -> None:
    with lx.open(":memory:", author="A. Designer") as workspace:
        framework = workspace.import_export(sample_file())
        sheet = framework.sheet(tmp_path / "edit.xlsx")
        untouched = through_libreoffice(sheet, "ods")
        assert plan_file(workspace, untouched).state.value == "nothing to do"
        book: Any = load_workbook(sheet)
        book["Statements"]["D5"].value = "Hygiene — keep to the rules."
        book.save(tmp_path / "changed.xlsx")
        plan = plan_file(workspace, through_libreoffice(tmp_path / "changed.xlsx", "ods"))
        assert plan.counts == (("reworded", 1),)
        plan.take("Back from Ann")
        assert framework.content.active[0].text == "Hygiene — keep to the rules."
