"""Lists of trainees as people keep them: any separator, any code page, any heading."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from lexcurric.core.errors import FileError
from lexcurric.formats.trainees import read_trainees

LISTS = {
    "comma.csv": ('Name,Group\nAna Ruiz,1\n"Li, Ben",2\n', "utf-8", ("Ana Ruiz", "Li, Ben")),
    "excel.csv": ("Group;Trainee\r\n1;José Núñez\r\n2;Ana Ruiz\r\n", "cp1252", ("José Núñez", "Ana Ruiz")),
    "bom.csv": ("Learner\nمريم\nÅsa\n", "utf-8-sig", ("مريم", "Åsa")),
    "unicode.txt": ("Name\nÅsa\n\n  Ben   Li \n", "utf-16", ("Åsa", "Ben Li")),
    "tabs.csv": ("First name\tLast name\nAna\tRuiz\nBen\t\n", "utf-16", ("Ana Ruiz", "Ben")),
    "no-mark.csv": ("Student\nAna\nBen\n", "utf-16-le", ("Ana", "Ben")),
    "big-end.csv": ("Student\nAna\nBen\n", "utf-16-be", ("Ana", "Ben")),
    "spanish.csv": ("Apellidos;Nombre\nRuiz Díaz;Ana\n", "utf-8", ("Ana Ruiz Díaz",)),
    "sep.csv": ("sep=|\nx|NOMBRE:\n1|Ana\n", "utf-8", ("Ana",)),
    "none.csv": ("Ana Ruiz,baker\nBen Li,baker\n", "utf-8", ("Ana Ruiz", "Ben Li")),
    "role.csv": ("Ana Ruiz;Student\nBen Li;Student\n", "utf-8", ("Ana Ruiz", "Ben Li")),
    "one.csv": ("Name\nRuiz, Ana\nRuiz, Ben\n", "utf-8", ("Ruiz, Ana", "Ruiz, Ben")),
    "lines.txt": ("Ruiz, Ana; x\n\n=HYPERLINK(1)\n+1\n", "utf-8", ("Ruiz, Ana; x", "=HYPERLINK(1)", "+1")),
    "twice.csv": ("Name\nAna\nAna\nAna (2)\n", "utf-8", ("Ana", "Ana (3)", "Ana (2)")),
}


@pytest.mark.parametrize("name", list(LISTS))
def test_a_list_is_read_as_its_keeper_means_it(name: str, tmp_path: Path) -> None:
    text, code, names = LISTS[name]
    path = tmp_path / name
    path.write_bytes(text.encode(code))
    assert read_trainees(path) == names


def test_the_first_sheet_of_a_workbook_is_read_texts_as_texts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["No.", "Full name"], [1, "Ana Ruiz"], [2, None], [3, 4711], [4, "x"]):
        sheet.append(row)
    sheet["B5"].value, sheet["B5"].data_type = "=1+1", "s"
    book.create_sheet("Other").append(["Name", "Nobody"])
    book.save(tmp_path / "list.xlsx")
    assert read_trainees(tmp_path / "list.xlsx") == ("Ana Ruiz", "4711", "=1+1")
    sheet["B3"] = "=B2"
    book.save(tmp_path / "list.xlsx")
    with pytest.raises(FileError, match=r"list\.xlsx: Sheet!A3: a formula stands here"):
        read_trainees(tmp_path / "list.xlsx")


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        (
            "a.csv",
            b"Name\nAna\nB\x07en\n" + b"x" * 201 + b"\n",
            r"2 problems: row 3, column 1: .*U\+0007.*row 4.* 201 ",
        ),
        ("a.csv", b"Name\n\n \n", "there is no name in the list"),
        ("a.txt", b"", "there is no name in the list"),
        ("a.csv", b"Name\nA\x81\xff\n", "found other bytes"),
        ("a.pdf", b"%PDF", r"expected a list of trainees as \.csv, \.xlsx or \.txt"),
        ("a.xlsx", b"Name\nAna\n", "this is not an Excel workbook"),
        ("a.csv", b"Name\n" + b"Ana\n" * 5001, "at most 5,000 rows"),
        ("a.csv", b"Name\n" + b"x" * 200_000, "not a CSV file"),
        ("a.csv", b"Name\n" + b" " * 5_000_000, "at most 5,000,000 bytes"),
    ],
)
def test_what_is_wrong_is_said_with_its_row(name: str, body: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(FileError, match=words) as caught:
        read_trainees(path)
    assert "\n" not in str(caught.value)


def test_a_workbook_that_is_a_trap_or_longer_than_is_read_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Names")
    for number in range(5001):
        sheet.append([f"Trainee {number}"])
    path = tmp_path / "long.xlsx"
    book.save(path)
    with pytest.raises(FileError, match="5,000"):
        read_trainees(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b" " * 49_000_000)
    with pytest.raises(FileError, match="harmful"):
        read_trainees(path)
    with pytest.raises(FileError, match="no such"):
        read_trainees(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(FileError, match="folder"):
        read_trainees(tmp_path / "folder.csv")
