"""Copies of a workbook for many names: each the same bytes as the workbook that is written by itself."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lexcurric.core.trainees import clean_name
from lexcurric.workbook.book import Book
from lexcurric.workbook.copies import Copies

Write = Callable[[str], bytes]
NAMES = [
    "Ana Ruiz",
    "José “Pepe” O'Brien & Söhne <x>",
    'a"b\\c',
    "مريم",
    "王小明",
    "\U0001f393 Zoë",
    "=1+1",
    "Trainee",
    "x" * 200,
    "_x000D_",
    "LxNameStandsHere",
    "",
]


def write_in(folder: Path, *, ascii_json: bool = False) -> Write:
    """Writes a workbook with the name in a cell, a formula's value, a property, and within JSON."""

    def write(name: str) -> bytes:
        book = Book(folder / "one.xlsx")
        sheet = book.sheet("Score", [20, 40])
        book.put(sheet, "A1", "Trainee", "Normal")
        book.put(sheet, "B1", name or None, "Normal")
        book.formula(sheet, "B2", "=B1", name, "Normal")
        facts = json.dumps({"trainee": name, "more": [name]}, ensure_ascii=ascii_json)
        book.put(sheet, "B3", facts, "Normal")
        book.property("options", facts)
        book.write("2026-01-01T00:00:00Z")
        return (folder / "one.xlsx").read_bytes()

    return write


@pytest.mark.parametrize("ascii_json", [False, True])
def test_a_copy_is_the_workbook_that_would_have_been_written(tmp_path: Path, ascii_json: bool) -> None:
    write = write_in(tmp_path, ascii_json=ascii_json)
    copies = Copies(write)
    assert copies.is_quick
    for name in NAMES:
        assert copies.of(name) == write(name), name
    book = openpyxl.load_workbook(io.BytesIO(copies.of(NAMES[1])))
    assert book["Score"]["B1"].value == NAMES[1]
    assert json.loads(book.custom_doc_props["options"].value)["more"] == [NAMES[1]]


def test_only_what_differs_is_written_anew(tmp_path: Path) -> None:
    write, calls = write_in(tmp_path), []

    def counted(name: str) -> bytes:
        calls.append(name)
        return write(name)

    copies = Copies(counted)
    made = len(calls)
    for number in range(200):
        copies.of(f"Trainee {number}")
    assert len(calls) == made <= 4
    assert copies.of("x" * 61) == write("x" * 61)
    assert len(calls) == made + 1


@pytest.mark.parametrize("level", [1, 4, 6, 9])
def test_a_name_that_the_list_of_shared_texts_has_already_is_not_put_there_twice(level: int) -> None:
    def write(name: str) -> bytes:
        texts = list(dict.fromkeys(["Trainee", "Sources & licence", name, "End"]))
        cells = "".join(f"<c t='s'><v>{texts.index(each)}</v></c>" for each in ("Trainee", name, "End"))
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo("xl/worksheets/sheet1.xml"), cells)
            archive.writestr(
                zipfile.ZipInfo("xl/sharedStrings.xml"),
                "".join(f"<si><t>{escape(each)}</t></si>" for each in texts),
                zipfile.ZIP_DEFLATED,
                level,
            )
        return file.getvalue()

    copies = Copies(write)
    assert copies.is_quick
    for name in ("Ana", "Trainee", "End", "Sources & licence"):
        assert copies.of(name) == write(name)


def test_where_the_name_changes_more_than_itself_each_workbook_is_written_by_itself(tmp_path: Path) -> None:
    write = write_in(tmp_path)

    def longer(name: str) -> bytes:
        return write(name + str(len(name)))

    copies = Copies(longer)
    assert not copies.is_quick
    assert copies.of("Ana") == longer("Ana") == write("Ana3")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Write, Copies]:
    write = write_in(tmp_path_factory.mktemp("copies"))
    return write, Copies(write)


@given(name=st.text(max_size=70))
@example(name="0" * 17)
@example(name="\x85")
@example(name="\ufffe")
@example(name="a\u2028b")
@example(name="&amp;")
@example(name='{"trainee": "", "more": [""]}')
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_gives_the_bytes_of_its_own_workbook(made: tuple[Write, Copies], name: str) -> None:
    try:
        name = clean_name(name)
    except ValueError:
        return
    write, copies = made
    assert copies.of(name) == write(name)
