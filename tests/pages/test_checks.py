"""The checks of printed pages find what is wrong with them, and nothing where nothing is."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from lexcurric.core.rubric import Rubric, RubricKind, make_rubric
from tests.formats.rubrics import bakers, write
from tests.pages.checks import Printed, check
from tests.pages.render import to_pdf

_ALONE = '<rowBreaks count="1" manualBreakCount="1"><brk id="8" max="16383" man="1"/></rowBreaks>'
pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice (LibreOffice) is not installed")


# What is spoilt, and how, as a pattern in the XML of a sheet and what takes its place; the problem that is to be found.
BAD = {
    "cut": ("sheet2", r'(<row r="9" [^>]*ht=)"[^"]*"', r'\1"16"', "C9 is cut"),
    "alone": ("sheet2", r"<rowBreaks.*</rowBreaks>", _ALONE, "row 8 of the table Scores stands alone"),
    "nameless": ("sheet2", r"<oddFooter>.*</oddFooter>", "<oddFooter>&amp;LNobody</oddFooter>", "says no attribution"),
    "numberless": (
        "sheet2",
        r"<oddFooter>.*</oddFooter>",
        "<oddFooter>&amp;LNobody</oddFooter>",
        "says no page number",
    ),
    "crowded": ("sheet1", r'(<col min="2" [^>]*width=)"[^"]*"', r'\1"20"', "is cut"),
}


def spoilt(path: Path, target: Path, sheet: str, pattern: str, instead: str) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    name = f"xl/worksheets/{sheet}.xml"
    text, count = re.subn(pattern, instead, parts[name].decode())
    assert count == 1
    with zipfile.ZipFile(target, "w") as archive:
        for part, data in (parts | {name: text.encode()}).items():
            archive.writestr(part, data)
    return target


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("pages")
    rubric: Rubric = make_rubric(bakers(), RubricKind.CHECKLIST)
    files = {"good": write(rubric, folder, "good.xlsx")}
    for name, (sheet, pattern, instead, _) in BAD.items():
        files[name] = spoilt(files["good"], folder / f"{name}.xlsx", sheet, pattern, instead)
    to_pdf(list(files.values()), folder)
    return {name: list(check(rubric, Printed(file, file.with_suffix(".pdf")))) for name, file in files.items()}


def test_a_good_workbook_has_nothing_wrong(found: dict[str, list[str]]) -> None:
    assert found["good"] == []


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_found(name: str, found: dict[str, list[str]]) -> None:
    assert any(BAD[name][-1] in problem for problem in found[name])
