"""The rubric workbook at work: its formulas against the scores in Python, in two engines, and its printed pages."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import ironcalc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from lexcurric.core.model import replace
from lexcurric.core.rubric import Rubric, RubricResult, Rules, make_rubric, score
from lexcurric.formats.rubric import write_rubric
from lexcurric.workbook.scoring import FIRST_ROW, LEVEL_HEADER_ROW
from tests.formats.rubrics import Ratings, bakers, made_up, weighted, write

# Layer 2: the formulas, calculated by IronCalc, against `score`.


class Sheet:
    """A rubric's workbook inside a calculation engine."""

    def __init__(self, rubric: Rubric, path: Path) -> None:
        self.rubric = rubric
        write_rubric(rubric, path)
        names = load_workbook(path).sheetnames
        self.start, self.score, self.summary = (names.index(name) for name in ("Start", "Score", "Summary"))
        self.model: Any = ironcalc.load_from_xlsx(str(path), "en", "UTC")
        self.rules_row = load_workbook(path).defined_names["MetRating"].attr_text.rsplit("$", 1)[1]

    def calculate(self, ratings: Ratings, rules: Rules) -> None:
        self.model.update_cell_with_number(self.start, int(self.rules_row), 3, rules.met_rating)
        self.model.update_cell_with_number(self.start, int(self.rules_row) + 1, 3, rules.share_required)
        for row, line in enumerate(self.rubric.rows, start=FIRST_ROW):
            rating = ratings.get(line.id)
            if rating is None:
                self.model.clear_cell_contents(self.score, row, 5)
            elif isinstance(rating, int):
                self.model.update_cell_with_number(self.score, row, 5, rating)
            else:
                self.model.update_cell_with_text(self.score, row, 5, rating)
        self.model.evaluate()

    def values(self, sheet: int, row: int, columns: range) -> list[Any]:
        return [self.model.get_cell_value(sheet, row, column) for column in columns]


def expected_rows(result: RubricResult, rules: Rules) -> list[list[Any]]:
    return [
        [
            *(each.level, step, each.statements, each.left_out, each.rated, each.met),
            *(pytest.approx(each.share), rules.share_required, each.still_to_meet, "Yes" if each.attained else "No"),
        ]
        for step, each in enumerate(result.levels, start=1)
    ]


def expected_top(rubric: Rubric, result: RubricResult) -> list[Any]:
    still = next((each.still_to_meet for each in result.levels if not each.attained), 0)
    provisional = " (provisional)" if result.is_provisional else ""
    return [
        result.attained or f"Below {rubric.levels[0]}",
        pytest.approx(result.weighted_score),
        f"{result.rated} of {result.rateable} rated{provisional}",
        result.next_level or "None: every level is attained",
        still,
    ]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheet]:
    folder = tmp_path_factory.mktemp("engines")
    made = {"four": make_rubric(bakers()), "three": make_rubric(made_up(4, 0, 7)), "weights": weighted()}
    made["six"] = make_rubric(made_up(3, 2, 5, 1, 1, 4))
    return {name: Sheet(rubric, folder / f"{name}.xlsx") for name, rubric in made.items()}


@pytest.mark.parametrize("name", ["three", "four", "six", "weights"])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_formulas_say_what_the_scores_in_python_say(
    name: str, engines: dict[str, Sheet], data: st.DataObject
) -> None:
    sheet = engines[name]
    usual: list[str | int | None] = data.draw(
        st.sampled_from([[4, 3, "NA"], [None, "NA", 0, 1, 2, 3, 4]]), label="ratings to draw from"
    )
    ratings = {row.id: data.draw(st.sampled_from(usual)) for row in sheet.rubric.rows}
    share = data.draw(st.sampled_from([0.0, 0.5, 2 / 3, 0.7, 0.75, 0.8, 0.9, 1.0]))
    rules = Rules(met_rating=data.draw(st.integers(0, 4)), share_required=share)
    sheet.calculate(ratings, rules)
    rubric = replace(sheet.rubric, rules=rules)
    result = score(rubric, ratings)
    rows = [
        sheet.values(sheet.summary, row, range(1, 11))
        for row in range(LEVEL_HEADER_ROW + 1, LEVEL_HEADER_ROW + 1 + len(rubric.levels))
    ]
    assert rows == expected_rows(result, rules)
    top = [sheet.model.get_cell_value(sheet.summary, row, 2) for row in range(5, 10)]
    assert top == expected_top(rubric, result)
    assert sheet.model.get_cell_value(sheet.score, 4, 9) == top[0]
    words = [sheet.model.get_cell_value(sheet.score, row, 6) for row in range(FIRST_ROW, FIRST_ROW + len(rubric.rows))]
    assert words == [_word(ratings[row.id], rules) for row in rubric.rows]


def _word(rating: str | int | None, rules: Rules) -> str:
    if rating is None:
        return "To rate"
    if isinstance(rating, str):
        return "Left out"
    return "Met" if rating >= rules.met_rating else "Not yet"


@pytest.mark.parametrize("wrong", [7, 2.5, -1, "x", "3 of 4"])
def test_a_rating_that_was_pasted_in_and_is_not_on_the_scale_counts_for_nothing(
    wrong: float | str, engines: dict[str, Sheet]
) -> None:
    sheet = engines["four"]
    sheet.calculate({}, Rules())
    put = sheet.model.update_cell_with_text if isinstance(wrong, str) else sheet.model.update_cell_with_number
    put(sheet.score, FIRST_ROW, 5, wrong)
    sheet.model.evaluate()
    assert sheet.model.get_cell_value(sheet.score, FIRST_ROW, 6) == "Check"
    assert sheet.model.get_cell_value(sheet.summary, 6, 2) == 0


def test_the_values_in_the_file_are_those_of_a_trainee_who_is_not_rated(
    sample: tuple[Rubric, Any], tmp_path: Path
) -> None:
    rubric = sample[0]
    book: Any = load_workbook(write(rubric, tmp_path, "again.xlsx"), data_only=True)
    result, summary = score(rubric, {}), book["Summary"]
    rows = summary.iter_rows(min_row=LEVEL_HEADER_ROW + 1, max_row=LEVEL_HEADER_ROW + len(rubric.levels), max_col=10)
    assert [[cell.value for cell in row] for row in rows] == expected_rows(result, rubric.rules)
    assert [summary[f"B{row}"].value for row in range(5, 10)] == expected_top(rubric, result)
    assert {book["Score"][f"F{FIRST_ROW + at}"].value for at in range(len(rubric.rows))} == {"To rate"}
    model: Any = ironcalc.load_from_xlsx(str(tmp_path / "again.xlsx"), "en", "UTC")
    model.evaluate()
    for number, sheet in enumerate(sample[1].worksheets):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            calculated = model.get_cell_value(number, cell.row, cell.column)
            shown = book[sheet.title][cell.coordinate].value
            assert ("" if calculated is None else calculated) == ("" if shown is None else shown), cell.coordinate


# Layer 3: LibreOffice.


def soffice(kind: str, files: list[Path], folder: Path) -> Path:
    """Convert files in one call, under a profile of its own; gives the folder with the results."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("soffice (LibreOffice) is not installed, so nothing is recalculated or printed here")
    out = folder / f"out-{kind}"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return out


def cases(rubric: Rubric) -> dict[str, Ratings]:
    ids = [row.id for row in rubric.rows]
    mixed: list[int | str | None] = [4, 3, 3, "NA", 3, 4, 3, 3, 2, 3, 0, 1, None]
    return {
        "all-met": dict.fromkeys(ids, 4),
        "mixed": {each: mixed[at % len(mixed)] for at, each in enumerate(ids)},
        "first-level": {each: 3 if at < 9 else None for at, each in enumerate(ids)},
    }


def test_libreoffice_calculates_what_the_scores_in_python_say(tmp_path: Path) -> None:
    rubric = make_rubric(bakers())
    plain = write(rubric, tmp_path)
    files = []
    for name, ratings in cases(rubric).items():
        book: Any = load_workbook(plain)
        for row, line in enumerate(rubric.rows, start=FIRST_ROW):
            book["Score"][f"E{row}"].value = ratings[line.id]
        files.append(tmp_path / f"{name}.xlsx")
        book.save(files[-1])
    out = soffice("xlsx", files, tmp_path)
    for name, ratings in cases(rubric).items():
        book = load_workbook(out / f"{name}.xlsx", data_only=True)
        result, summary = score(rubric, ratings), book["Summary"]
        rows = summary.iter_rows(min_row=LEVEL_HEADER_ROW + 1, max_row=LEVEL_HEADER_ROW + 4, max_col=10)
        assert [[cell.value for cell in row] for row in rows] == expected_rows(result, rubric.rules)
        assert [summary[f"B{row}"].value for row in range(5, 10)] == expected_top(rubric, result)
        assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]


def many() -> Rubric:
    text = "Object {n} {m} — perform, measure, and record the work to the written standard, then report each deviation."
    snapshot = made_up(*[40] * 5, text=text)
    levels = tuple(replace(level, label=f"Level {n}") for n, level in enumerate(snapshot.content.levels, start=1))
    return make_rubric(replace(snapshot, content=replace(snapshot.content, levels=levels)))


def test_printed_pages_hold_every_statement_in_full_and_no_page_a_lone_row(tmp_path: Path) -> None:
    rubrics = {"bakers": make_rubric(bakers()), "many": many()}
    files = [write(rubric, tmp_path, f"{name}.xlsx") for name, rubric in rubrics.items()]
    out = soffice("pdf", files, tmp_path)
    for name, rubric in rubrics.items():
        command = ["pdftotext", "-layout", str(out / f"{name}.pdf"), "-"]
        pages = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\f")[:-1]
        raw = subprocess.run([*command[:1], *command[2:]], check=True, capture_output=True, text=True).stdout
        joined = " ".join(raw.split())
        assert [row.ref for row in rubric.rows if " ".join(row.text.split()) not in joined] == []
        assert f"Page 1 of {len(pages)}" in pages[0]
        counts = [len(re.findall(r"^\s*[A-Z0-9-]{1,4}\d\d\s", page, re.MULTILINE)) for page in pages]
        assert 1 not in counts
        assert sum(counts) == len(rubric.rows)
        assert all("Evidence" in page for page, count in zip(pages, counts, strict=True) if count)
    # Start, a page for each level, Summary, Sources.
    assert len(subprocess.run(["pdfinfo", str(out / "bakers.pdf")], check=True, capture_output=True).stdout) > 0
    bakers_pages = subprocess.run(
        ["pdftotext", str(out / "bakers.pdf"), "-"], check=True, capture_output=True, text=True
    )
    assert bakers_pages.stdout.count("\f") == 7
