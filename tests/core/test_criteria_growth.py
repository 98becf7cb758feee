"""How much a statement asks for: the words of autonomy, and the demand of verbs."""

from __future__ import annotations

import pytest

from lexcurric.core import edits
from lexcurric.core.criteria.editing import leave_empty
from lexcurric.core.criteria.growth import Autonomy, asked, asked_together, without_autonomy
from lexcurric.core.criteria.matrix import matrix_of
from tests.samples import content


@pytest.mark.parametrize(
    ("text", "step", "words"),
    [
        ("Files — label under direct attorney supervision.", Autonomy.SUPERVISED, "under direct attorney supervision"),
        ("Mixer — load while a baker watches.", Autonomy.SUPERVISED, "while a baker watches"),
        ("Dates — enter as directed by supervising staff.", Autonomy.SUPERVISED, "as directed by supervising staff"),
        ("Files — audit with minimal oversight across matters.", Autonomy.HELPED, "with minimal oversight"),
        ("Loaves — load on routine bakes.", Autonomy.HELPED, "on routine bakes"),
        ("Mixing — adjust independently to each lot.", Autonomy.INDEPENDENT, "independently"),
        ("Levain — feed without waiting to be told.", Autonomy.INDEPENDENT, "without waiting to be told"),
        ("Records — lead independently.", Autonomy.INDEPENDENT, "independently"),
        ("Apprentices — coach until unaided.", Autonomy.GUIDES, "coach"),
        ("Rollout — lead across the department.", Autonomy.LEADS, "lead"),
        ("Standards — enforce firm-wide.", Autonomy.LEADS, "enforce"),
        ("Ovens — load.", None, ""),
        ("no grammar here, under supervision", Autonomy.SUPERVISED, "under supervision"),
    ],
)
def test_the_words_of_autonomy_are_found(text: str, step: Autonomy | None, words: str) -> None:
    found = asked(text)
    assert (found.autonomy, found.words) == (step, words)


def test_verbs_have_a_step_and_the_highest_counts() -> None:
    assert asked("Forms — recognize and evaluate.").demand_word == "evaluate"
    assert asked("Forms — frobnicate.").demand == 0
    both = asked_together(["Forms — file under supervision.", "Forms — design independently."])
    assert (both.verbs, both.autonomy, both.demand_word) == (("file", "design"), Autonomy.INDEPENDENT, "create")


def test_the_words_of_autonomy_are_no_part_of_what_a_statement_is_about() -> None:
    assert "supervision" not in without_autonomy("by weight under direct supervision at a bench")
    assert "bench" in without_autonomy("by weight under direct supervision at a bench")


def test_a_level_that_asks_for_less_than_the_one_before_is_pointed_out() -> None:
    found = content(["Dough — mix independently."], ["Dough — shape."], ["Dough — weigh under supervision."])
    found = edits.assign_criterion(found, [each.id for each in found.active], "Dough")
    (row,) = matrix_of(found).rows
    assert row.flags == ("L3 asks for less autonomy than L1 (“under supervision” after “independently”)",)
    falling = content(["Dough — design."], ["Dough — recognize."])
    falling = edits.assign_criterion(falling, [each.id for each in falling.active], "Dough")
    assert matrix_of(falling).rows[0].flags == (
        "L2 asks for less of its verbs than L1 (remember: recognize after create: design)",
    )


def test_the_matrix_says_what_is_missing_what_is_meant_to_be_empty_and_what_is_loose() -> None:
    found = content(["Dough — mix.", "Ovens — load."], [], ["Dough — judge."])
    dough = [each.id for each in found.active if each.text.startswith("Dough")]
    matrix = matrix_of(edits.assign_criterion(found, dough, "Dough"))
    assert matrix.missing == (("Dough", "L2"),)
    assert (matrix.loose_count, matrix.loose[0].positions) == (1, (2,))
    assert [cell.positions for cell in matrix.rows[0].cells] == [(1,), (), (1,)]
    meant = matrix_of(leave_empty(edits.assign_criterion(found, dough, "Dough"), "dough", "L2", "too soon"))
    assert meant.missing == ()
    assert (meant.rows[0].cells[1].left_empty, meant.rows[0].cells[1].reason) == (True, "too soon")
    assert meant.to_json_value()["rows"][0]["cells"][1]["reason"] == "too soon"
