"""Frameworks side by side, as tables, pages and workbooks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

import lexcurric as lx
from lexcurric.core.errors import LexcurricError
from lexcurric.workspace.framework import Framework
from tests.samples import NEW, OLD, REAL, export_bytes, needs_real


def agency(path: Path, *texts: str, title: str) -> Path:
    value = json.loads(export_bytes(list(texts), soc=f"99-{len(title):04}.00"))
    value["occupation"]["title"] = title
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_files_are_compared_without_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    one = agency(tmp_path / "one.json", "Dough — mix by hand.", "Ovens — load.", title="Bakers of A")
    two = agency(tmp_path / "two.json", "Ovens — load.", "Guests — greet kindly.", title="Bakers of the state B")
    found = lx.compare(one, two)
    assert found.names == ("Bakers of A", "Bakers of the state B")
    assert list(found.table["standing"]) == ["only here", "shared", "only there"]
    assert list(found.table.columns[:4]) == ["standing", "in_how_many", *found.names]
    assert found.matrix.iloc[0, 2] == "1 shared, 0 similar, 1 not in the other"
    assert not (tmp_path / "data").exists()
    html = found._repr_html_()
    assert "Guests — greet kindly." in html
    assert "© the tests" in html


def test_drafts_versions_and_files_stand_side_by_side(framework: Framework) -> None:
    framework.edit(framework.content.active[0].id, "Something wholly different — do.")
    found = lx.compare(framework, f"{framework.soc}@v.26.05", NEW, workspace=framework.workspace)
    assert len(found.names) == len(set(found.names)) == 3
    row = found.record.rows[0]
    assert (row.standing.value, len(row.places) >= 2) == ("similar", True)
    assert found.record.counts(0, 1).only_first == 0


def test_the_workbook_has_matrix_levels_table_and_whose_all_of_it_is(tmp_path: Path) -> None:
    found = lx.compare(OLD, NEW)
    book = load_workbook(found.to_excel(tmp_path / "c.xlsx"))
    names = [each for each in book.sheetnames if not each.startswith("_")]
    assert names == ["Overview", "Matrix", "Levels", "Side by side", "Similar", "Sources"]
    table = list(book["Side by side"].iter_rows(min_row=5, values_only=True))
    assert len([row for row in table if row[0]]) == len(found)
    said = [row[0] for row in book["Sources"].iter_rows(min_row=5, values_only=True)]
    assert sum("Owner of the statements" in str(each) for each in said) == 2
    page = found.write(tmp_path / "c.html").read_text(encoding="utf-8")
    assert "<ins>" in page
    assert "<del>" in page
    value = json.loads(found.write(tmp_path / "c.json").read_text(encoding="utf-8"))
    assert len(value["rows"]) == len(found)
    assert value["pairs"][0]["shared"] == 25


def test_the_same_comparison_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (lx.compare(OLD, NEW).to_excel(tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == two


def test_too_few_are_refused_in_words() -> None:
    with pytest.raises(LexcurricError, match="2 to 6 frameworks can be compared; 1 are named"):
        lx.compare(OLD)


@needs_real
def test_the_real_export_stands_beside_the_sample(tmp_path: Path) -> None:
    found = lx.compare(REAL, OLD, NEW)
    assert found.record.counts(0, 1).shared == 0
    assert found.record.counts(1, 2).shared == 25
    found.to_excel(tmp_path / "c.xlsx")
