"""The labels that alignment is measured by: they fit the bundled sample, and the tasks where those are at hand."""

from __future__ import annotations

import csv

import pytest

from benchmarks.bench_align import TASKS, among_three, best_f1, read_tasks, recall_at, task_hash
from benchmarks.families import FETCHED, TRUTH
from lexcurric.formats.lex_json import read_export
from tests.samples import OLD

SOC = "51-3011.00"


def labels(soc: str) -> list[dict[str, str]]:
    with (TRUTH / f"onet-alignment-{soc}.tsv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, delimiter="\t"))


@pytest.mark.parametrize("soc", [SOC, "43-6012.00"])
def test_labels_hold_places_hashes_and_grades_and_no_texts(soc: str) -> None:
    rows = labels(soc)
    assert len(rows) >= 25
    assert len({(each["level"], each["position"], each["task"]) for each in rows}) == len(rows)
    assert {each["grade"] for each in rows} == {"1", "2"}
    assert all(len(each["task"]) == 12 and int(each["task"], 16) >= 0 for each in rows)


def test_labelled_places_are_statements_of_the_sample() -> None:
    levels = {key: len(row) for key, row in read_export(OLD).content.by_level.items()}
    assert all(1 <= int(each["position"]) <= levels[each["level"]] for each in labels(SOC))


@pytest.mark.skipif(not TASKS.exists(), reason="O*NET's tasks are not beside this clone (../shared)")
def test_labelled_tasks_are_those_of_the_occupation() -> None:
    known = {task_hash(each) for each in read_tasks(SOC, FETCHED / "nowhere")}
    assert {each["task"] for each in labels(SOC)} <= known


def test_the_measures_measure() -> None:
    import numpy as np

    score = np.array([[0.9, 0.2, 0.1, 0.0], [0.3, 0.8, 0.1, 0.7]])
    truth = np.array([[True, False, False, False], [True, True, False, False]])
    assert best_f1(score, truth) == pytest.approx(6 / 7)
    assert recall_at(score, truth, 0.9) == pytest.approx(2 / 3)
    assert among_three(score, truth) == 1.0
