"""The pages of the preview: what they hold, and that they are those that LibreOffice prints."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lexcurric.core.errors import EditError, FileError
from lexcurric.core.model import replace
from lexcurric.core.rubric import Options, Paper, Rubric, RubricKind, Theme, make_rubric
from lexcurric.formats.rubric import write_rubric
from lexcurric.workspace.rubric_preview import SHEETS, RubricPages
from tests.formats.rubrics import bakers
from tests.pages.cases import STEPS, in_levels, logo, with_criteria
from tests.pages.checks import Printed, PrintedSheet
from tests.pages.render import to_pdf

CASES: dict[str, tuple[RubricKind, Options]] = {
    **{kind.value: (kind, Options()) for kind in RubricKind},
    "letter": (RubricKind.CHECKLIST, Options(language="es", paper=Paper.LETTER, theme=Theme(name="green"))),
    "group": (RubricKind.SINGLE_POINT, Options(trainees=tuple(f"Trainee {n}" for n in range(1, 31)))),
}


def rubric_of(name: str) -> Rubric:
    kind, options = CASES[name]
    return make_rubric(with_criteria(bakers()), kind, options)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    """Each case as LibreOffice prints it."""
    missing = [each for each in ("soffice", "pdftotext") if shutil.which(each) is None]
    if missing:
        pytest.skip(f"{missing[0]} is not installed, so nothing is printed here")
    out = tmp_path_factory.mktemp("printed")
    files = [out / f"{name}.xlsx" for name in (*CASES, "six")]
    for path in files:
        write_rubric(six() if path.stem == "six" else rubric_of(path.stem), path)
    to_pdf(files, out)
    return {path.stem: Printed(path, path.with_suffix(".pdf")) for path in files}


def six() -> Rubric:
    return make_rubric(with_criteria(in_levels(STEPS)), RubricKind.ANALYTIC)


@pytest.mark.parametrize("name", [*CASES, "six"])
def test_a_sheet_has_the_pages_that_libreoffice_prints(name: str, printed: dict[str, Printed]) -> None:
    pages, real = RubricPages(six() if name == "six" else rubric_of(name)), printed[name]
    assert {each["title"]: each["pages"] for each in pages.sheets} == real.counts
    for key, sheet in zip(SHEETS, real.sheets, strict=True):
        found = PrintedSheet(sheet, real.pages_of(sheet))
        assert list(found.problems()) == []
        for at, (first, last) in enumerate(pages.rows(key)):
            # Only rows with a text can be found on a printed page.
            here = [row for row, page in found.page_of.items() if page == at]
            ours = [row for row in found.page_of if first <= row <= last]
            assert (here[0], here[-1]) == (ours[0], ours[-1]), f"{sheet.title}, page {at + 1}"


def test_every_page_can_be_drawn_and_says_its_number() -> None:
    pages = RubricPages(rubric_of("checklist"))
    whole = sum(each["pages"] for each in pages.sheets)
    numbers = [pages.page(key, at + 1)["footer"][1] for key in SHEETS for at in range(pages.count(key))]
    assert numbers == [f"Page {number} of {whole}" for number in range(1, whole + 1)]


def test_a_page_holds_the_cells_with_their_looks() -> None:
    page = RubricPages(rubric_of("checklist")).page("score", 1)
    head = next(row for row in page["rows"] if row["head"])
    assert [cell["text"] for cell in head["cells"]][:3] == ["Ref", "Level", "Criterion"]
    look = page["looks"][head["cells"][0]["look"]]
    assert (look["ground"], look["ink"], look["bold"]) == ("1F3864", "FFFFFF", True)
    first = next(row for row in page["rows"] if row["row"] == head["row"] + 1)
    texts = [cell["text"] for cell in first["cells"]]
    assert texts[0] == "E01"
    assert page["looks"][first["cells"][texts.index("To rate")]["look"]]["boxed"]
    assert next(cell for cell in first["cells"] if cell["text"] == "To rate")["ink"] == "5F6B76"


def test_the_head_of_a_table_is_repeated_on_its_next_pages() -> None:
    pages = RubricPages(rubric_of("checklist"))
    second = pages.page("score", 2)
    assert [(row["head"], row["repeated"]) for row in second["rows"]][:2] == [(True, True), (False, False)]


def test_charts_come_with_their_names_and_values_and_the_logo_as_a_picture() -> None:
    pages = RubricPages(rubric_of("checklist"), logo())
    chart = next(each for each in pages.page("summary", 1)["drawn"] if each["kind"] == "bars")
    assert chart["names"] == ["Emerging", "Developing", "Proficient", "Advanced"]
    assert chart["series"][0]["values"] == [0, 0, 0, 0]
    picture = next(each for each in pages.page("start", 1)["drawn"] if each["kind"] == "picture")
    assert picture["source"].startswith("data:image/png;base64,")
    assert (picture["width"], picture["height"]) == (112.5, 37.5)


def test_a_page_that_there_is_not_is_said() -> None:
    pages = RubricPages(rubric_of("holistic"))
    with pytest.raises(EditError, match="the sheet Start has pages 1 to 1; there is no 2"):
        pages.page("start", 2)
    with pytest.raises(EditError, match="no sheet 'first'; there is start, score"):
        pages.count("first")


def test_a_rubric_with_nothing_to_rate_has_no_pages() -> None:
    bare = bakers()
    empty = replace(bare, content=replace(bare.content, statements=()))
    with pytest.raises(FileError, match="has no active statement to rate"):
        RubricPages(make_rubric(empty))


def test_only_the_chosen_criteria_are_rated(tmp_path: Path) -> None:
    snapshot = with_criteria(bakers())
    rubric = make_rubric(snapshot, RubricKind.ANALYTIC, Options(criteria=("shaping", "c0")))
    assert [row.criterion for row in rubric.rows] == ["Mise en place", "Shaping"]
    assert rubric.loose == 0
    loose = make_rubric(snapshot, RubricKind.CHECKLIST, Options(criteria=("",)))
    assert {row.criterion for row in loose.rows} == {""}
    every = {row.id: row.ref for row in make_rubric(snapshot, RubricKind.CHECKLIST).rows}
    assert all(every[row.id] == row.ref for row in loose.rows)
    with pytest.raises(EditError, match="no criterion 'Icing'; there is Mise en place"):
        make_rubric(snapshot, RubricKind.CHECKLIST, Options(criteria=("Icing",)))
