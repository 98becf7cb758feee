"""A designer's judgment of a rewording: kept, used by every diff and merge, logged, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import lexcurric as lx
from lexcurric.bundled import SAMPLE_NEW, VOCABULARIES, sample_file
from lexcurric.core.diff import Change, ChangeKind
from lexcurric.core.errors import EditError
from lexcurric.core.significance import Significance
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.views import Diff

REASON = "The scale is the same one"


@pytest.fixture
def framework(tmp_path: Path) -> Iterator[Framework]:
    with lx.open(tmp_path / "workspace.db", author="Ada") as workspace:
        found = workspace.import_export(sample_file())
        workspace.import_export(sample_file(SAMPLE_NEW))
        yield found


def substantive(diff: Diff) -> Change:
    return next(each for each in diff.record.statement_changes if each.significance is Significance.SUBSTANTIVE)


def again(diff: Diff, change: Change) -> Change:
    """The same change in another diff, whichever way round."""
    ends = {change.old[0].text, change.new[0].text}
    return next(
        each
        for each in diff.record.statement_changes
        if each.old and each.new and {each.old[0].text, each.new[0].text} == ends
    )


def test_a_judgment_holds_in_diffs_either_way_round_and_in_every_report(framework: Framework) -> None:
    change = substantive(framework.diff("v.26.05", "v.26.11"))
    said = framework.judge(change, "editorial", REASON)
    found = framework.diff("v.26.05", "v.26.11")
    judged = again(found, change)
    assert (judged.significance, judged.judged, judged.why) == (Significance.EDITORIAL, "Ada", REASON)
    assert again(framework.diff("v.26.11", "v.26.05"), change).judged == "Ada"
    assert again(found.inverse(), change).why == REASON
    for text in (found.to_text(), found.to_html(), found.to_markdown(), found.to_json()):
        assert REASON in text
    assert "editorial, as Ada judged" in found.to_text()
    assert framework.judgments["judgment"].tolist() == [said.key]


def test_a_judgment_holds_in_a_merge_and_in_what_the_merge_changed(framework: Framework) -> None:
    framework.edit(framework.content.active[0].id, "Aprons — wash daily.")
    framework.save("acme.1")
    plan = framework.merge()
    decision = next(each for each in plan if each.significance is Significance.SUBSTANTIVE)
    plan.judge(decision, "editorial", REASON)
    assert next(each for each in plan if each.id == decision.id).judged == "Ada"
    assert next(each for each in framework.merge() if each.id == decision.id).significance is Significance.EDITORIAL
    assert REASON in plan.to_text()
    assert REASON in plan.to_html()
    assert REASON in plan.to_markdown()
    applied = plan.apply()
    assert [each.why for each in applied.record.statement_changes if each.judged] == [REASON]
    framework.save("acme.2")
    assert [each.why for each in framework.changed_by("acme.2").record.statement_changes if each.judged] == [REASON]


def test_a_judgment_is_taken_back_and_both_are_in_the_log(framework: Framework) -> None:
    change = substantive(framework.diff("v.26.05", "v.26.11"))
    said = framework.judge(change, "editorial", REASON)
    framework.withdraw(said.key[:8])
    found = again(framework.diff("v.26.05", "v.26.11"), change)
    assert (found.significance, found.judged) == (Significance.SUBSTANTIVE, "")
    assert framework.judgments.empty
    assert [each.split(":")[0] for each in framework.judgments_log["what"]] == ["Judged", "Took back"]
    assert "judged" in framework.workspace.activity()["action"].tolist()
    with pytest.raises(EditError, match="no judgment"):
        framework.withdraw(said)


def test_the_later_word_counts_and_outlives_a_new_release_an_undo_and_a_restart(
    framework: Framework, tmp_path: Path
) -> None:
    change = substantive(framework.diff("v.26.05", "v.26.11"))
    framework.judge(change, "editorial")
    framework.edit(framework.content.active[0].id, "Doughs — mix by hand.")
    framework.undo()
    framework.workspace.import_export(sample_file(SAMPLE_NEW))
    with lx.open(tmp_path / "workspace.db", author="Bob") as workspace:
        theirs = workspace.framework(framework.soc)
        assert again(theirs.diff("v.26.05", "v.26.11"), change).judged == "Ada"
        theirs.judge(change, "substantive", "No, it is another one")
    assert again(framework.diff("v.26.05", "v.26.11"), change).why == "No, it is another one"


def test_what_is_no_rewording_or_no_significance_is_refused_in_words(framework: Framework) -> None:
    diff = framework.diff("v.26.05", "v.26.11")
    added = next(each for each in diff.record.statement_changes if each.kind is ChangeKind.ADDED)
    with pytest.raises(EditError, match="was not reworded"):
        framework.judge(added, "editorial")
    with pytest.raises(EditError, match="editorial or substantive, not 'big'"):
        framework.judge(substantive(diff), "big")


def test_untagged_statements_are_named_in_every_form_of_the_plan(framework: Framework, tmp_path: Path) -> None:
    framework.add_vocabularies(sample_file(VOCABULARIES))
    plan = framework.merge()
    (note,) = plan.tag_notes
    assert note in plan.to_text().replace("\n  ", " ")
    for name in ("plan.html", "plan.md", "plan.json"):
        assert note.split("`")[0] in plan.write_report(tmp_path / name).read_text(encoding="utf-8")
    assert plan.load(tmp_path / "plan.json") == []
