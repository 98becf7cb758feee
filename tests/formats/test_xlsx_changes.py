"""A diff as a workbook: written, reviewed by another program, and read back."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from lexcurric.core.diff import Change, diff
from lexcurric.core.errors import FileError
from lexcurric.core.model import Snapshot, replace
from lexcurric.core.provenance import provenance
from lexcurric.core.report import confidence_words
from lexcurric.core.review import Review, Verdict
from lexcurric.core.rubric import Paper
from lexcurric.core.words import Mark
from lexcurric.formats.xlsx_changes import SHEET_NAME, read_review, write_changes
from lexcurric.formats.xlsx_sheet import write_sheet
from lexcurric.workbook.review import FIRST_ROW, HEAD_ROW
from tests.formats.office import columns, edited, shuffle, through_libreoffice
from tests.samples import release_of, sample_pair, snapshot

ODD = (
    "=1+1 — do.",
    "+2 — do.",
    "@x — do.",
    "#N/A",
    "a\tb — c\x01d.",
    "_x000D_ — é.",
    "<b>|`x` — \u202ego.",
    "2026-05-15",
)
Row = dict[str, Any]


def odd_pair() -> tuple[Snapshot, Snapshot]:
    """Wordings that spreadsheet programs like to take for something else."""
    old = snapshot([*ODD, "Loaves — score.", "Tins — grease."], [], own="=HYPERLINK(1)")
    new = release_of(old, [f"{each} =Now" for each in ODD], ["Loaves — score by hand."], own="-2+3")
    because = {each.id: ("=because of <b>this</b>", "-they share “x”") for each in new.content.active}
    return old, replace(new, reasons=because)


def write(pair: tuple[Snapshot, Snapshot], path: Path, paper: Paper = Paper.A4) -> Path:
    write_changes(diff(*pair), (provenance(pair[0]), provenance(pair[1])), path, paper)
    return path


@pytest.fixture
def issued(tmp_path: Path) -> Path:
    return write(sample_pair(), tmp_path / "changes.xlsx")


def rows_of(path: Path) -> list[Row]:
    sheet: Any = load_workbook(path)[SHEET_NAME]
    names = [cell.value for cell in sheet[HEAD_ROW]]
    return [
        dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=FIRST_ROW, values_only=True) if row[0]
    ]


def said(reviews: tuple[Review, ...]) -> list[dict[str, Any]]:
    return [each.model_dump(exclude={"where"}) for each in reviews]


def test_there_is_one_row_a_change_with_both_sides_in_words(issued: Path) -> None:
    old, new = sample_pair()
    found = diff(old, new)
    rows = rows_of(issued)
    assert len(rows) == len(found.changes)
    for row, change in zip(rows, found.changes, strict=True):
        if isinstance(change, Change):
            assert row["Kind"].casefold() == change.kind.value
            assert (row["Significance"] or "").casefold() == (change.significance or "")
            assert (row["Older wording"] or "").split("\n") == [each.text for each in change.old] or not change.old
            assert (row["Newer wording"] or "").split("\n") == [each.text for each in change.new] or not change.new
            assert row["Look"] == ("Please look" if change.review else None)
        else:
            assert row["Kind"] == "About the framework"
    assert {row["How sure"] for row in rows} >= {"99 % sure", None}
    assert [row["How sure"] for row in rows] == [confidence_words(each) or None for each in found.changes]
    assert all(row["Why"] for row in rows)


def test_word_marks_are_struck_and_underlined(issued: Path) -> None:
    sheet: Any = load_workbook(issued, rich_text=True)[SHEET_NAME]
    at = columns(sheet, HEAD_ROW)["What changed"]
    for row, change in enumerate(diff(*sample_pair()).changes, start=FIRST_ROW):
        if isinstance(change, Change) and change.words:
            runs = sheet.cell(row, at).value
            struck = [run.text for run in runs if run.font.strike]
            lined = [run.text for run in runs if run.font.u == "single"]
            assert struck == [run for mark, run in change.words if mark is Mark.DELETE]
            assert lined == [run for mark, run in change.words if mark is Mark.INSERT]


def test_sheets_heads_protection_filters_and_print(issued: Path) -> None:
    book: Any = load_workbook(issued)
    assert book.sheetnames == ["Summary", SHEET_NAME, "How to review", "Sources", "Lists", "_lexcurric"]
    assert book["_lexcurric"].sheet_state == "veryHidden"
    for sheet in book.worksheets[:5]:
        assert sheet["A1"].style == "Heading 1"
        assert sheet["A2"].value
        assert sheet.protection.sheet
        assert not sheet.merged_cells.ranges
        assert sheet.page_setup.fitToWidth == 1
    sheet = book[SHEET_NAME]
    table = sheet.tables[SHEET_NAME]
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[HEAD_ROW]]
    assert table.autoFilter.ref == table.ref
    assert not sheet.protection.autoFilter
    assert sheet.freeze_panes == f"C{FIRST_ROW}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == f"${HEAD_ROW}:${HEAD_ROW}"
    assert "v.26.11 · acb19e6e" in sheet.oddHeader.right.text
    assert "CC BY 4.0" in sheet.oddFooter.left.text
    places = columns(sheet, HEAD_ROW)
    open_cells = {cell.column for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert open_cells == {places[name] for name in ("Decision", "Edited wording", "Comment", "Reviewer")}
    text = " ".join(str(cell.value) for row in book["Sources"].iter_rows() for cell in row)
    assert all(side.content.sha256 in text for side in sample_pair())


def test_letter_paper_where_it_is_wanted(tmp_path: Path) -> None:
    book: Any = load_workbook(write(sample_pair(), tmp_path / "letter.xlsx", Paper.LETTER))
    assert {sheet.page_setup.paperSize for sheet in book.worksheets[:5]} == {1}


def test_each_row_offers_only_the_decisions_that_it_has(issued: Path) -> None:
    sheet: Any = load_workbook(issued)[SHEET_NAME]
    lists: Any = load_workbook(issued)["Lists"]
    for row, change in enumerate(diff(*sample_pair()).changes, start=FIRST_ROW):
        cell = f"J{row}"
        (rule,) = [each for each in sheet.data_validations.dataValidation if each.type == "list" and cell in each.sqref]
        words = [each[0].value for each in lists[rule.formula1.removeprefix("Lists!")]]
        wordings = not isinstance(change, Change) or len(change.new) == 1
        assert words == ["Take the new", "Keep the old", *(["Edited"] if wordings else []), "To discuss"]


def test_the_same_diff_gives_the_same_bytes(issued: Path, tmp_path: Path) -> None:
    assert write(sample_pair(), tmp_path / "again.xlsx").read_bytes() == issued.read_bytes()


def test_outside_text_is_text_wherever_it_stands(tmp_path: Path) -> None:
    path = write(odd_pair(), tmp_path / "odd.xlsx")
    for sheet in load_workbook(path).worksheets:
        formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type in ("f", "e")]
        assert all("COUNTIF" in each or "SUM(" in each for each in formulas)
    rows = rows_of(path)
    assert next(row["Older wording"] for row in rows if row["Older wording"]).startswith("=1+1")
    assert "\u202e" not in str(rows)
    assert any("=because of <b>this</b>" in row["Why"] for row in rows)
    assert said(read_review(path).rows)


@pytest.mark.parametrize("pair", [sample_pair, odd_pair])
def test_an_untouched_workbook_reads_back_as_undecided(pair: Any, tmp_path: Path) -> None:
    old, new = pair()
    reading = read_review(write((old, new), tmp_path / "x.xlsx"))
    assert (reading.soc, reading.old_sha256, reading.new_sha256) == (
        old.content.soc,
        old.content.sha256,
        new.content.sha256,
    )
    assert all(each.is_empty for each in reading.rows)
    for review, change in zip(reading.rows, diff(old, new).changes, strict=True):
        if isinstance(change, Change):
            assert review.old_ids == tuple(each.id for each in change.old)
            assert review.new_ids == tuple(each.id for each in change.new)
        else:
            assert review.pointer == change.pointer


def review(sheet: Any) -> None:
    """What a person fills in: a decision of each kind, one with a wording that looks like a formula."""
    at = columns(sheet, HEAD_ROW)
    filled = {
        0: ("take the NEW", "", "fine", "Bo"),
        1: ("Edited", "=Flour — weigh.", "", ""),
        2: ("Keep the old", "", "", ""),
    }
    for row, cells in filled.items():
        for name, text in zip(("Decision", "Edited wording", "Comment", "Reviewer"), cells, strict=True):
            cell = sheet.cell(FIRST_ROW + row, at[name])
            cell.value = text or None
            if text:
                cell.data_type = "s"
    sheet.cell(FIRST_ROW + 7, at["Decision"]).value = "To discuss"


def test_a_reviewers_decisions_come_back_as_records(issued: Path) -> None:
    rows = read_review(edited(issued, SHEET_NAME, review)).rows
    first, second, third = rows[:3]
    assert (first.verdict, first.comment, first.reviewer) == (Verdict.TAKE_NEW, "fine", "Bo")
    assert (second.verdict, second.wording) == (Verdict.EDITED, "=Flour — weigh.")
    assert third.verdict is Verdict.KEEP_OLD
    assert rows[7].verdict is Verdict.DISCUSS
    assert [each.is_empty for each in rows].count(False) == 4


def test_a_trip_through_libreoffice_changes_nothing(issued: Path) -> None:
    path = edited(issued, SHEET_NAME, review)
    again = through_libreoffice(path)
    assert said(read_review(again).rows) == said(read_review(path).rows)
    sheet: Any = load_workbook(again)[SHEET_NAME]
    assert sheet.protection.sheet
    assert len([each for each in sheet.data_validations.dataValidation if each.type == "list"]) == 2
    summary: Any = load_workbook(again, data_only=True)["Summary"]
    counted = {row[0].value: row[1].value for row in summary.iter_rows() if row[0].value}
    assert [counted[each.value] for each in Verdict] == [1, 1, 1, 1]
    assert counted["Not decided"] == 18


def test_every_wording_is_in_print_in_full(issued: Path) -> None:
    pdf = through_libreoffice(issued, "pdf")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    assert "Page 1 of" in text
    assert text.count("Reviewer") >= 2
    words = set(text.split())
    for change in diff(*sample_pair()).changes:
        if isinstance(change, Change):
            for place in change.new:
                missing = [each for each in place.text.split() if each.strip(".,;") and not _printed(each, words)]
                assert missing == []


def _printed(word: str, words: set[str]) -> bool:
    return any(word.strip(".,;") in each for each in words)


def test_sorted_filtered_and_moved_it_is_still_understood(issued: Path) -> None:
    path = edited(issued, SHEET_NAME, review)
    last = HEAD_ROW + 22
    mixed = edited(path, SHEET_NAME, lambda sheet: shuffle(sheet, HEAD_ROW, last))
    expected = sorted(map(str, said(read_review(path).rows)))
    assert sorted(map(str, said(read_review(mixed).rows))) == expected


def test_every_bad_cell_is_named_at_once(issued: Path) -> None:
    def spoil(sheet: Any) -> None:
        at = columns(sheet, HEAD_ROW)
        sheet.cell(5, at["Decision"]).value = "maybe"
        sheet.cell(6, at["Edited wording"]).value = "Words without a decision"
        sheet.cell(7, at["Decision"]).value = "Edited"
        sheet.cell(8, at["Comment"]).value = "=1+1"
        sheet.cell(9, at["Change ID"]).value = sheet.cell(10, at["Change ID"]).value
        sheet.cell(11, at["Change ID"]).value = None
        sheet.cell(11, at["Decision"]).value = "Keep the old"
        sheet.cell(12, at["Decision"]).value = "Edited"

    with pytest.raises(FileError) as raised:
        read_review(edited(issued, SHEET_NAME, spoil))
    places = [problem.where for problem in raised.value.problems]
    assert places == [f"Changes!{place}" for place in ("J5", "K6", "K7", "L8", "J10", "J11", "J12")]
    assert "expected Take the new, Keep the old, Edited or To discuss, or nothing; found 'maybe'" in str(raised.value)


def test_other_files_are_refused_with_what_was_expected(tmp_path: Path, issued: Path) -> None:
    write_sheet(sample_pair()[0], tmp_path / "sheet.xlsx")
    with pytest.raises(FileError, match="expected a workbook of changes, found a workbook of the kind edit"):
        read_review(tmp_path / "sheet.xlsx")
    with pytest.raises(FileError, match="no such file"):
        read_review(tmp_path / "none.xlsx")

    def without_facts(sheet: Any) -> None:
        sheet.delete_rows(1, 20)

    with pytest.raises(FileError, match=r"the hidden sheet .* is gone"):
        read_review(edited(issued, "_lexcurric", without_facts))


def test_no_changes_make_a_workbook_too(tmp_path: Path) -> None:
    old, _ = sample_pair()
    path = write((old, old), tmp_path / "none.xlsx")
    assert read_review(path).rows == ()


def test_a_text_too_long_for_a_cell_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    old = snapshot(["Bread — bake."])
    with pytest.raises(FileError, match="an Excel cell holds"):
        write((old, release_of(old, ["Bread — " + "x" * 40_000])), tmp_path / "long.xlsx")
    assert not (tmp_path / "long.xlsx").exists()


def test_more_rows_than_are_read_back_are_not_written(tmp_path: Path) -> None:
    old, new = sample_pair()
    found = diff(old, new)
    many = replace(found, changes=found.changes * 300)
    with pytest.raises(FileError, match="at most 4,996 rows, and there are 6,600"):
        write_changes(many, (provenance(old), provenance(new)), tmp_path / "many.xlsx")
    assert not (tmp_path / "many.xlsx").exists()
