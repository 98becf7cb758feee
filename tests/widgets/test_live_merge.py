"""A merge in the news is said to be one: nobody reworded what came with a release."""

from __future__ import annotations

import lexcurric as lx
from lexcurric.widgets.editor import Editor
from lexcurric.widgets.live import _with_means
from lexcurric.workspace.framework import Framework
from tests.widgets.test_live import ask, editor, mine, theirs  # noqa: F401


def test_what_a_merge_changed_is_said_to_come_by_merging(editor: Editor, theirs: Framework) -> None:  # noqa: F811
    theirs.workspace.import_export(lx.sample_file("51-3011.00.v.26.11.json"))
    plan = theirs.merge()
    plan.take_all("theirs")
    plan.apply()
    ask(editor, "look")
    news = editor.view["news"]
    many = len(news["by"])
    assert many > 1
    assert f"Bob changed {many} statements by merging v.26.11" in news["text"]
    assert {each["how"] for each in news["by"].values()} == {"by merging v.26.11"}
    changed = next(each for each in news["by"] if theirs.statement(each).is_active)
    theirs.edit(changed, "By hand — by Bob.")
    ask(editor, "look")
    news = editor.view["news"]
    assert news["by"][changed]["how"] == ""
    assert f"Bob changed {many} statements, {many - 1} by merging v.26.11" in news["text"]


def test_edits_by_hand_are_said_as_before() -> None:
    assert _with_means("Bob changed 2 statements", ["", ""]) == "Bob changed 2 statements"
    assert _with_means("A. Bo changed 1 statement. More", ["by restoring v.1"]) == (
        "A. Bo changed 1 statement by restoring v.1. More"
    )
