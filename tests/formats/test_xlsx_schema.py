"""Every workbook that is written, against the schemas of ECMA-376: what passes opens in Excel without a repair."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import ironcalc
import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from lexcurric.core.alignment.coverage import cover
from lexcurric.core.alignment.propose import Proposals
from lexcurric.core.alignment.records import AlignmentState, ItemKind, ListItem, onet_list
from lexcurric.core.alignment.releases import compare_releases
from lexcurric.core.alignment.report import alignment_report
from lexcurric.core.compare_frameworks import compare, named_sides
from lexcurric.core.comparison_report import comparison_report
from lexcurric.core.diff import diff
from lexcurric.core.model import Snapshot, replace
from lexcurric.core.provenance import provenance
from lexcurric.formats.xlsx_changes import write_changes
from lexcurric.formats.xlsx_decisions import write_decisions
from lexcurric.formats.xlsx_sheet import write_sheet
from lexcurric.formats.xlsx_tables import ALIGNMENT, COMPARISON, write_report
from tests.formats.rubrics import SAMPLES, bakers, made_up, write_rubric
from tests.formats.test_xlsx_changes import odd_pair
from tests.formats.test_xlsx_decisions import BASE, THEIRS, record
from tests.samples import release_of, sample_pair, snapshot


def _changes(pair: tuple[Snapshot, Snapshot]) -> Callable[[Path], None]:
    return lambda path: write_changes(diff(*pair), (provenance(pair[0]), provenance(pair[1])), path)


def _decisions(path: Path) -> None:
    base = snapshot(BASE)
    write_decisions(record(), (provenance(base), provenance(release_of(base, THEIRS))), path)


def _rubric(name: str) -> Callable[[Path], None]:
    return lambda path: write_rubric(SAMPLES[name](), path)


def _comparison(path: Path) -> None:
    sides = named_sides(odd_pair())
    write_report(comparison_report(compare(sides)), COMPARISON, provenance(sides[0].snapshot), path)


def _alignment(path: Path) -> None:
    old, new = odd_pair()
    lists = [
        onet_list(
            release,
            "11-1111.00",
            "Testers",
            [
                ListItem(code=str(at), label=each.text, kind=ItemKind.TASK)
                for at, each in enumerate(side.content.active)
            ],
        )
        for release, side in (("29.0", old), ("30.1", new))
    ]
    found = Proposals(old.content, lists[0]).every
    decided = [replace(each, state=AlignmentState.ACCEPTED) for each in found]
    coverage, news = cover(old.content, lists[1], decided), compare_releases(*lists, decided)
    write_report(alignment_report(old, lists[1], decided, coverage, news), ALIGNMENT, provenance(old), path)


FILES: dict[str, Callable[[Path], None]] = {
    "edit": lambda path: write_sheet(bakers(), path),
    "edit odd": lambda path: write_sheet(made_up(2, 0, 3, text='_x000D_ <b>&"{n}{m}" — \x01\r\n\ufffe do.'), path),
    "changes": _changes(sample_pair()),
    "changes odd": _changes(odd_pair()),
    "no changes": _changes((bakers(), bakers())),
    "decisions": _decisions,
    "comparison odd": _comparison,
    "alignment odd": _alignment,
    **{f"rubric {name}": _rubric(name) for name in SAMPLES},
}


@pytest.fixture(params=list(FILES))
def issued(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "file.xlsx"
    FILES[request.param](path)
    return path


def faults(path: Path) -> list[str]:
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


def test_every_part_is_as_the_schemas_say_and_other_programs_load_it(issued: Path) -> None:
    assert faults(issued) == []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        names = load_workbook(issued).sheetnames
    model = ironcalc.load_from_xlsx(str(issued), "en", "UTC")
    model.evaluate()
    assert [each["name"] for each in model.get_worksheets_properties()] == names


def test_the_same_content_gives_the_same_bytes(issued: Path, request: pytest.FixtureRequest) -> None:
    again = issued.with_name("again.xlsx")
    FILES[request.node.callspec.params["issued"]](again)
    assert again.read_bytes() == issued.read_bytes()


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("worksheets/sheet1", b"<dimension", b"<cols/><dimension"),
        ("worksheets/sheet1", b't="s"', b't="text"'),
        ("styles", b"<cellXfs", b"<dxfs/><cellXfs"),
        ("tables/table1", b"<tableColumn ", b"<column "),
        ("charts/chart1", b"<c:plotVisOnly", b"<c:plotVis"),
        ("workbook", b"<sheets>", b"<calcPr/><sheets>"),
    ],
)
def test_the_check_finds_what_is_out_of_place(part: str, old: bytes, new: bytes, tmp_path: Path) -> None:
    source, target = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    _rubric("bakers")(source)
    with zipfile.ZipFile(source) as good, zipfile.ZipFile(target, "w") as bad:
        for name in good.namelist():
            body = good.read(name)
            bad.writestr(name, body.replace(old, new) if name == f"xl/{part}.xml" else body)
    assert faults(target)
