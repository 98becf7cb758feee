"""What is collected from real workbooks of every kind and shape, against the scores and a second opinion."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lexcurric.core.cohort import Member
from lexcurric.core.rubric import Rubric, RubricKind, score
from lexcurric.formats.rubric.places import COHORT_HEADER_ROW, NAMES_ROW, Places
from lexcurric.formats.rubric.start import as_typed
from lexcurric.workspace.collecting import Cohort, collect
from tests.formats.filling import filled
from tests.formats.rubrics import write
from tests.formats.test_xlsx_rubric_office import recalculated
from tests.formats.test_xlsx_rubric_typed import draw, marked
from tests.formats.test_xlsx_rubric_typed import rubrics as small_and_large
from tests.formats.test_xlsx_rubric_values import rubrics as variants
from tests.rubric_opinion import agree

RUBRICS = [*small_and_large(), *variants(1), *variants(5), *variants(9)]
GROUP = ("Ana", "Bo", "Cy")


def fill(rubric: Rubric, folder: Path, start: int) -> tuple[Path, dict[str, dict[str, str]]]:
    """A workbook with a trainee on Score and others on Cohort, and their ratings by name."""
    places = Places(rubric)
    own = draw(rubric, start)
    trainee = places.inputs["InTrainee"].split("!")[1].replace("$", "")
    letter = places.letters["rating"]
    lines = {rubric.rows[line.at].id: line.row for line in places.first_lines}
    score_cells: dict[str, Any] = {f"{letter}{lines[key]}": as_typed(code) for key, code in own.items()}
    said = {"Zoë": own}
    cohort_cells: dict[str, Any] = {}
    rows = {row.id: at for at, row in enumerate(rubric.rows, start=COHORT_HEADER_ROW + 1)}
    for at, name in enumerate(GROUP[: places.cohort_size]):
        said[name] = draw(rubric, start + at + 1)
        column = places.cohort_letter(at)
        cohort_cells[f"{column}{NAMES_ROW}"] = name
        cohort_cells |= {f"{column}{rows[key]}": as_typed(mark) for key, mark in marked(rubric, said[name]).items()}
    for at in range(len(said) - 1, len(rubric.options.trainees)):
        cohort_cells[f"{places.cohort_letter(at)}{NAMES_ROW}"] = None
    cells = {places.sheets["score"]: score_cells | {trainee: "Zoë"}, places.sheets["cohort"]: cohort_cells}
    path = write(rubric, folder, "blank.xlsx")
    return filled(path, folder / "filled.xlsx", cells), said


def assert_member(member: Member, rubric: Rubric, ratings: dict[str, str]) -> None:
    expected = agree(rubric, dict(ratings))
    assert member.ratings == tuple(ratings.get(row.id) for row in rubric.rows)
    assert member.score == pytest.approx(expected.weighted_score)
    assert (member.rated, member.rateable) == (expected.rated, expected.rateable)
    assert [each.share for each in member.levels] == pytest.approx([each.share for each in expected.levels])
    assert [each.is_attained for each in member.levels] == [each.attained for each in expected.levels]
    assert member.target_attained == expected.target_attained
    # A label that cannot be a rating is known by the rating's name only.
    labels = [each.level for each in member.levels]
    places = [at for at, each in enumerate(expected.levels) if each.level in (expected.attained, expected.next_level)]
    attained = next((labels[at] for at in places if expected.levels[at].level == expected.attained), None)
    following = next((labels[at] for at in places if expected.levels[at].level == expected.next_level), None)
    assert (member.attained, member.next_level) == (attained, following)


@pytest.mark.parametrize("at", range(len(RUBRICS)))
def test_collecting_gives_what_the_ratings_give(at: int, tmp_path: Path) -> None:
    rubric = RUBRICS[at]
    path, said = fill(rubric, tmp_path, at)
    assert_cohort(collect(path), rubric, said, tmp_path)


@pytest.mark.parametrize("kind", RubricKind)
def test_so_it_does_after_a_trip_through_libreoffice(kind: RubricKind, tmp_path: Path) -> None:
    chosen = [rubric for rubric in RUBRICS if rubric.kind is kind]
    paths, expected = [], []
    for at, rubric in enumerate(chosen):
        folder = tmp_path / str(at)
        folder.mkdir()
        path, said = fill(rubric, folder, at)
        paths.append(path.rename(tmp_path / f"f{at}.xlsx"))
        expected.append(said)
    out = recalculated(paths, tmp_path)
    for rubric, path, said in zip(chosen, paths, expected, strict=True):
        assert_cohort(collect(out / path.name), rubric, said, tmp_path)


def assert_cohort(cohort: Cohort, rubric: Rubric, said: dict[str, dict[str, str]], folder: Path) -> None:
    assert cohort.problems == ()
    given = {name: ratings for name, ratings in said.items() if ratings}
    assert {each.name for each in cohort} == set(said) if len(rubric.rows) > 1 else set(given) <= set(said)
    for member in cohort:
        assert_member(member, rubric, said[member.name])
    with cohort.to_csv(folder / "cohort.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    frame, results = cohort.to_frame(), cohort.results_frame()
    assert len(listed) == len(frame) == len(cohort) * len(rubric.rows)
    for line, (_, row) in zip(listed, frame.iterrows(), strict=True):
        assert (line["trainee"], line["id"], line["status"]) == (row["trainee"], row["id"], row["status"])
        assert line["rating"] == ("" if pd.isna(row["rating"]) else row["rating"])
        assert (line["points"] == "") if pd.isna(row["points"]) else (float(line["points"]) == row["points"])
    for name, own in frame.groupby("trainee"):
        result = score(rubric, dict(said[str(name)]))
        assert sorted(own["status"]) == sorted(each.value for each in result.statuses)
    for member, (_, row) in zip(cohort, results.iterrows(), strict=True):
        assert (row["trainee"], row["score"], row["rated"]) == (member.name, member.score, member.rated)
        assert (row["level_attained"], row["target_attained"]) == (member.level_words, member.target_attained)
        assert row["to_rate"] == member.rateable - member.rated
        shares = [row[f"share met: {each.level}"] for each in member.levels]
        assert shares == [each.share for each in member.levels]
