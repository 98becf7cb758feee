"""The decisions of a merge as a workbook: written, decided by another program, and read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from lexcurric.core.errors import FileError
from lexcurric.core.merge import Decision, MergeRecord, Side
from lexcurric.core.model import replace
from lexcurric.core.provenance import provenance
from lexcurric.core.sheet_cells import cell_text
from lexcurric.core.wording import normal
from lexcurric.formats.xlsx_decisions import SHEET_NAME, read_decisions, write_decisions
from lexcurric.workbook.review import FIRST_ROW, HEAD_ROW
from tests.formats.office import columns, edited, shuffle, through_libreoffice
from tests.formats.test_report_text import merge_record
from tests.samples import release_of, snapshot

SOC = "11-1111.00"
BASE = [
    "Loaves — unload from the oven with a peel and gloves, then space on racks.",
    "=Doughs — mix by hand.",
    "Ovens — clean weekly, and log it.",
    "Cakes — ice by hand.",
]
OURS = [
    "Loaves — unload with a peel and gloves, then space on cooling racks.",
    "=Doughs — mix +2 by machine.",
    "Ovens — clean weekly, and log it.",
    "Cakes — ice by hand.",
    "Scones — bake at dawn in a hot oven.",
]
THEIRS = [
    "Loaves — unload from the oven with a wide peel and gloves, then space on racks.",
    "=Doughs — mix -3 slowly.",
    "Ovens — clean daily, and log it.",
    "Scones — bake at dawn in the hot oven.",
]


def record() -> MergeRecord:
    """A merge with conflicts on wording (one with a suggestion), an addition on both sides, and plain changes."""
    return merge_record(snapshot(BASE), OURS, THEIRS)


def write(found: MergeRecord, path: Path) -> Path:
    base = snapshot(BASE)
    write_decisions(found, (provenance(base), provenance(release_of(base, THEIRS))), path)
    return path


@pytest.fixture
def issued(tmp_path: Path) -> Path:
    return write(record(), tmp_path / "plan.xlsx")


def read(path: Path) -> dict[str, tuple[Side | None, str | None, str]]:
    return {each.id: (each.take, each.value, inputs) for each, inputs in read_decisions(path, SOC)}


def as_planned(found: MergeRecord) -> dict[str, tuple[Side | None, str | None, str]]:
    return {each.id: (each.take, each.value, each.inputs) for each in found.decisions}


def row_of(sheet: Any, decision: Decision) -> int:
    at = columns(sheet, HEAD_ROW)["Decision ID"]
    return next(row for row in range(FIRST_ROW, sheet.max_row + 1) if sheet.cell(row, at).value == decision.id)


def decide(answers: dict[str, tuple[str, str | None]]) -> Any:
    """Fills in decision and wording, by the id of the decision."""

    def change(sheet: Any) -> None:
        at = columns(sheet, HEAD_ROW)
        for row in range(FIRST_ROW, sheet.max_row + 1):
            answer = answers.get(sheet.cell(row, at["Decision ID"]).value)
            if answer:
                sheet.cell(row, at["Decision"]).value = answer[0]
                if answer[1] is not None:
                    cell = sheet.cell(row, at["Edited wording"])
                    cell.value = answer[1]
                    cell.data_type = "s"

    return change


def open_ones() -> tuple[Decision, ...]:
    return record().conflicts


def test_conflicts_stand_first_with_three_sides_and_nothing_decided(issued: Path) -> None:
    sheet: Any = load_workbook(issued)[SHEET_NAME]
    at = columns(sheet, HEAD_ROW)
    states = [sheet.cell(row, at["State"]).value for row in range(FIRST_ROW, FIRST_ROW + len(record().decisions))]
    assert {each.removesuffix(". Please look") for each in states[: len(open_ones())]} == {"Conflicts to decide"}
    assert set(states[len(open_ones()) :]) == {"Will be taken from the new export"}
    row = row_of(sheet, open_ones()[0])
    assert [sheet.cell(row, at[name]).value for name in ("Original", "Decision")] == [BASE[0], None]
    for decision in record().decisions:
        word = sheet.cell(row_of(sheet, decision), at["Decision"]).value
        assert word == {None: None, Side.THEIRS: "New export", Side.OURS: "Your version"}[decision.take]


def test_each_row_offers_only_the_sides_that_it_has(issued: Path) -> None:
    book: Any = load_workbook(issued)
    sheet, lists = book[SHEET_NAME], book["Lists"]
    letter = sheet.cell(HEAD_ROW, columns(sheet, HEAD_ROW)["Decision"]).column_letter
    words = {Side.OURS: "Your version", Side.THEIRS: "New export", Side.BOTH: "Both", Side.EDITED: "Edited"}
    seen = set()
    for decision in record().decisions:
        cell = f"{letter}{row_of(sheet, decision)}"
        (rule,) = [each for each in sheet.data_validations.dataValidation if each.type == "list" and cell in each.sqref]
        offered = [each[0].value for each in lists[rule.formula1.removeprefix("Lists!")]]
        assert offered == [words[side] for side in decision.sides]
        seen.add(len(offered))
    assert seen == {2, 3}


def test_a_suggestion_stands_ready_but_is_not_taken_by_itself(issued: Path) -> None:
    (suggested,) = [each for each in open_ones() if each.proposal]
    sheet: Any = load_workbook(issued)[SHEET_NAME]
    at = columns(sheet, HEAD_ROW)
    assert sheet.cell(row_of(sheet, suggested), at["Edited wording"]).value == suggested.proposal
    assert read(issued)[suggested.id][0] is None
    other = read(edited(issued, SHEET_NAME, decide({suggested.id: ("Your version", None)})))
    assert other[suggested.id][:2] == (Side.OURS, None)
    confirmed = read(edited(issued, SHEET_NAME, decide({suggested.id: ("edited", None)})))
    assert confirmed[suggested.id][:2] == (Side.EDITED, suggested.proposal)


def test_an_untouched_workbook_says_what_the_plan_says(issued: Path) -> None:
    assert read(issued) == as_planned(record())


def test_a_decided_plan_goes_out_and_comes_back(tmp_path: Path) -> None:
    found = record()
    first, *_ = [each for each in found.conflicts if Side.EDITED in each.sides]
    taken = [each.taking(Side.EDITED, "=My wording — +1.") if each.id == first.id else each for each in found.decisions]
    taken = [each.taking(Side.BOTH) if Side.BOTH in each.sides else each for each in taken]
    taken = [each.taking(Side.OURS) if each.is_open else each for each in taken]
    decided = replace(found, decisions=tuple(taken))
    assert read(write(decided, tmp_path / "decided.xlsx")) == as_planned(decided)


def test_decisions_of_every_kind_come_back_also_through_libreoffice(issued: Path) -> None:
    both = next(each for each in open_ones() if Side.BOTH in each.sides)
    worded = [each for each in open_ones() if Side.EDITED in each.sides]
    answers = {
        both.id: ("Both", None),
        worded[0].id: ("new export", None),
        worded[1].id: ("Edited", "=Doughs — mix @x."),
    }
    path = edited(issued, SHEET_NAME, decide(answers))
    expected = as_planned(record())
    expected[both.id] = (Side.BOTH, None, both.inputs)
    expected[worded[0].id] = (Side.THEIRS, None, worded[0].inputs)
    expected[worded[1].id] = (Side.EDITED, "=Doughs — mix @x.", worded[1].inputs)
    assert read(path) == expected
    assert read(through_libreoffice(path)) == expected
    mixed = edited(path, SHEET_NAME, lambda sheet: shuffle(sheet, HEAD_ROW, HEAD_ROW + len(record().decisions)))
    assert read(mixed) == expected


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40).filter(lambda text: normal(cell_text(text)) and "\0" not in text))
@example("_x000D_ =1+1")
@example("_x005F_")
@example("\tone\r\ntwo  three \u00a0")
@example("'=1")
def test_any_wording_goes_out_and_comes_back_as_a_cell_can_hold_it(tmp_path: Path, text: str) -> None:
    found = record()
    first = next(each for each in found.conflicts if Side.EDITED in each.sides)
    taken = tuple(each.taking(Side.EDITED, text) if each.id == first.id else each for each in found.decisions)
    path = write(replace(found, decisions=taken), tmp_path / "any.xlsx")
    assert read(path)[first.id][:2] == (Side.EDITED, cell_text(text.strip()).strip())


def test_rows_that_are_gone_are_only_not_decided(issued: Path) -> None:
    path = edited(issued, SHEET_NAME, lambda sheet: sheet.delete_rows(FIRST_ROW, 2))
    assert len(read(path)) == len(record().decisions) - 2


def test_every_bad_cell_is_named_at_once(issued: Path) -> None:
    added = next(each for each in open_ones() if Side.BOTH in each.sides)

    def spoil(sheet: Any) -> None:
        at = columns(sheet, HEAD_ROW)
        sheet.cell(FIRST_ROW, at["Decision"]).value = "mine"
        sheet.cell(FIRST_ROW + 1, at["Edited wording"]).value = "Words without a decision"
        sheet.cell(row_of(sheet, added), at["Decision"]).value = "Edited"
        sheet.cell(FIRST_ROW + 3, at["Decision"]).value = "=A1"
        sheet.cell(FIRST_ROW + 4, at["Decision ID"]).value = sheet.cell(FIRST_ROW, at["Decision ID"]).value

    with pytest.raises(FileError) as raised:
        read(edited(issued, SHEET_NAME, spoil))
    places = [problem.where for problem in raised.value.problems]
    assert places == [f"Decisions!{place}" for place in ("G5", "H6", "G7", "G8", "G9")]
    said = str(raised.value)
    assert "expected Your version, New export or Edited, or nothing; found 'mine'" in said
    assert "expected Your version, New export or Both, or nothing; found 'Edited'" in said
    assert "a formula stands here" in said
    assert "this row is there twice (see Decisions!G5)" in said


def test_the_workbook_of_another_occupation_or_kind_is_refused(issued: Path) -> None:
    with pytest.raises(FileError, match=r"expected 99-9999.99, found 11-1111.00"):
        read_decisions(issued, "99-9999.99")

    def other(sheet: Any) -> None:
        for row in sheet.iter_rows():
            if row[0].value == "kind":
                row[1].value = "checklist"

    with pytest.raises(FileError, match="expected a workbook of merge decisions, found"):
        read_decisions(edited(issued, "_lexcurric", other), SOC)


def test_the_same_plan_gives_the_same_bytes(issued: Path, tmp_path: Path) -> None:
    assert write(record(), tmp_path / "again.xlsx").read_bytes() == issued.read_bytes()


def test_no_outside_text_is_a_formula_and_the_origin_goes_along(issued: Path) -> None:
    book: Any = load_workbook(issued)
    for sheet in book.worksheets:
        formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type in ("f", "e")]
        assert all("COUNTIF" in each or "SUM(" in each for each in formulas)
    text = " ".join(str(cell.value) for row in book["Sources"].iter_rows() for cell in row)
    assert "CC BY 4.0" in text
    assert snapshot(BASE).content.sha256 in text


def test_a_plan_without_decisions_is_a_workbook_too(tmp_path: Path) -> None:
    assert read(write(replace(record(), decisions=()), tmp_path / "empty.xlsx")) == {}


def test_a_field_with_odd_spaces_in_its_name_is_found_again(tmp_path: Path) -> None:
    base = snapshot(BASE, **{" own  field\u00a0": "a"})
    found = merge_record(base, BASE, BASE)
    decision = Decision.model_validate(
        {"id": "metadata/ own  field\u00a0", "field": "metadata", "subject": "/ own  field\u00a0", "take": "theirs"}
    )
    odd = replace(found, decisions=(decision,))
    assert read(write(odd, tmp_path / "odd.xlsx")) == as_planned(odd)
