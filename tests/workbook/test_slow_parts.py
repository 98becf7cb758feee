"""Workbooks made to take the reader's time: long tags, comments and number formats, and sheets under odd names."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lexcurric.core.errors import FileError
from lexcurric.formats.sheet_back import read_sheet
from lexcurric.workspace.reading import Refused, read_chunk
from tests.workbook.test_guard import ROOT, SHEET, plain, sheet, with_parts
from tests.workbook.test_hostile import STYLES

SECONDS = 2
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="{}"/></Relationships>'
)


def dense(size: int) -> str:
    """Letters that are packed less than a hundred times, so that only their number is odd."""
    chance = random.Random(1)
    return "".join("".join(chance.choices("abcdefghijklmnop", k=1000)) * 13 for _ in range(size // 13_000))


def format_of(code: str) -> bytes:
    made = f'<numFmts count="1"><numFmt numFmtId="300" formatCode="{code}"/></numFmts>'
    return with_parts(xl__styles_dot_xml=STYLES.format(made))


def under_another_name(name: str, xml: str | bytes) -> bytes:
    relations = RELATIONS.format(name)
    return with_parts(**{"xl/_rels/workbook.xml.rels": relations, f"xl/{name}": xml})


ROWS = "".join(f"<row><c><v>{n * 7919 % 1000003}</v></c></row>" for n in range(120_000))
SLOW: dict[str, tuple[Callable[[], bytes], str]] = {
    "a tag of 20 MB": (lambda: sheet(f'{ROOT}<sheetData a="{dense(20_000_000)}"/></worksheet>'), "tag or text"),
    "a tag that never ends": (lambda: sheet(f"{ROOT}<{dense(5_000_000)}"), "tag or text"),
    "a text of 5 MB": (
        lambda: sheet(f'{ROOT}<sheetData><row><c t="str"><v>{dense(5_000_000)}</v></c></row></sheetData></worksheet>'),
        "tag or text",
    ),
    "a comment full of tags": (
        lambda: sheet(f"{ROOT}<sheetData><!-- {'<a> ' * 90_000} --></sheetData></worksheet>"),
        "long comment",
    ),
    "an instruction full of tags": (
        lambda: sheet(f"{ROOT}<sheetData><?a {'<a> ' * 90_000} ?></sheetData></worksheet>"),
        "long comment",
    ),
    "a number format of brackets": (lambda: format_of("[" * 1_900), "number format that is harmful"),
    "the same, as numbers": (lambda: format_of("&#91;" * 300), "number format that is harmful"),
    "a long number format": (lambda: format_of("0" * 90_000), "tag or text"),
    "many rows under another name": (
        lambda: under_another_name("rows.bin", f"{ROOT}<sheetData>{ROWS}</sheetData></worksheet>"),
        "has [0-9,]+ entries",
    ),
    "the same behind a mark": (
        lambda: under_another_name("rows.bin", b"\xef\xbb\xbf" + f"{ROOT}<sheetData>{ROWS}</sheetData>".encode()),
        "has [0-9,]+ entries",
    ),
    "many bytes of UTF-16": (
        lambda: sheet(f"{ROOT}{'<a/>'.join(str(n * 7919 % 1000003) for n in range(90_000))}".encode("utf-16")),
        "in UTF-16",
    ),
    "an encoding that is none": (
        lambda: sheet(f'<?xml version="1.0" encoding="rot13"?>{ROOT}<sheetData/></worksheet>'),
        "the workbook is damaged",
    ),
    "a part with two names": (lambda: plain().replace(SHEET.encode(), b"xl/worksheets/sheetX.xml", 1), "two names"),
}


@pytest.mark.parametrize("name", list(SLOW))
def test_a_workbook_that_takes_time_is_refused_at_once_at_every_door(name: str, tmp_path: Path) -> None:
    make, words = SLOW[name]
    path = tmp_path / "book.xlsx"
    path.write_bytes(make())
    begin = time.process_time()
    with pytest.raises(FileError, match=words) as caught:
        read_sheet(path)
    (found,) = read_chunk([path])
    assert time.process_time() - begin < SECONDS
    assert "\n" not in str(caught.value)
    assert isinstance(found, Refused)
    assert "broke down" not in found.what


def test_long_texts_and_formats_of_people_are_read(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    text = "語" * 32_767
    body = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
    code = "[Red][&lt;0]-#,##0.00 [$€-407];[Blue][&gt;=0]#,##0.00 [$€-407];[h]:mm;@"
    styles = f'<numFmts count="1"><numFmt numFmtId="300" formatCode="{code}"/></numFmts>'
    path.write_bytes(
        with_parts(
            **{SHEET: f"{ROOT}<sheetData>{body}</sheetData></worksheet>", "xl/styles.xml": STYLES.format(styles)}
        )
    )
    from lexcurric.workbook.cells import CellBook

    book = CellBook(path)
    assert book.rows(book.titles[0]) == {1: {1: text}}
