"""What a correction does to releases and the draft, on every database: now, in later merges, and undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexcurric.core.errors import ConflictError, EditError, StaleDraftError
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.workspace.corrections.releases import (
    NEAR,
    NEW,
    OLD,
    PARTS,
    WHOLE,
    id_of,
    merged,
    release,
    taken_in,
    texts,
)


def test_a_correction_before_the_merge_makes_it_a_rewording(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    old, new = id_of(framework, OLD), id_of(framework, NEW, "v.2")
    framework.tag(old, "skill:practical")
    revision, versions = framework.revision, framework.versions
    assert framework.diff("v.1", "v.2").summary["removed"] == 1
    framework.same(old[:8], new[:8], "we call it so now")
    assert framework.revision == revision, "the draft has not taken that release in"
    assert framework.versions.equals(versions), "a version never changes"
    changed = framework.diff("v.1", "v.2")
    assert (changed.summary["reworded"], changed.summary["removed"], changed.summary["added"]) == (1, 0, 0)
    assert changed.changes[0].because == ("Ada said that these are the same: we call it so now",)
    plan = framework.merge()
    assert [each.field.value for each in plan.decisions] == ["wording"]
    plan.apply()
    assert (framework.statement(old).text, framework.statement(old).tags) == (NEW, ("skill:practical",))
    assert framework.merge().is_done
    assert workspace.verify() == []


def test_after_the_merge_two_become_one_with_all_that_was_on_both(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    old, new = id_of(framework, OLD), id_of(framework, NEW, "v.2")
    framework.tag(old, "skill:practical")
    framework.note(old, "Ask the baker.")
    framework.set_criterion(old, "Ovens")
    merged(framework)
    framework.edit(new, f"{NEW[:-1]} and alone.")
    framework.tag(new, "tool:match")
    framework.note(new, "Ours since May.")
    before = framework.content
    framework.same(old, new)
    row = framework.statement(old)
    assert row.text == f"{NEW[:-1]} and alone."
    assert row.tags == ("skill:practical", "tool:match")
    assert row.note == "Ask the baker.\nOurs since May."
    assert row.criterion == before.by_id[old].criterion
    gone = framework.statement(new)
    assert (gone.is_active, gone.replaced_by) == (False, (old,))
    assert framework.diff("v.2").summary["reworded"] == 1
    assert framework.undo_label == f"Said that “{NEW}” is the same as “{OLD}”"
    framework.undo()
    assert framework.content == before
    assert framework.corrections.empty
    assert id_of(framework, NEW, "v.2") == new
    framework.redo()
    assert framework.statement(old) == row
    assert len(framework.corrections) == 1
    assert id_of(framework, NEW, "v.2") == old
    assert workspace.verify() == []


def test_an_untouched_draft_equals_its_release_after_a_correction_too(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEAR])
    merged(framework)
    old = id_of(framework, NEAR)
    (said,) = framework.different(old)
    assert framework.version == "v.2"
    assert framework.content.sha256 == framework.snapshot("v.2").content.sha256
    assert (framework.statement(old).text, framework.statement(old).is_active) == (OLD, False)
    framework.forget(said)
    assert framework.version == "v.2"
    assert id_of(framework, NEAR) == old


def test_different_after_the_merge_gives_the_new_words_a_statement_of_their_own(
    workspace: Workspace, tmp_path: Path
) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEAR])
    old = id_of(framework, OLD)
    framework.tag(old, "skill:practical")
    merged(framework)
    framework.tag(old, "tool:peel")
    framework.edit(old, f"{NEAR} Ours.")
    framework.different(old, "another oven")
    fresh = framework.content.active[-1]
    assert (fresh.id != old, fresh.text, fresh.tags) == (True, f"{NEAR} Ours.", ("tool:peel",))
    gone = framework.statement(old)
    assert (gone.text, gone.is_active, gone.tags) == (OLD, False, ("skill:practical", "tool:peel"))
    assert id_of(framework, NEAR, "v.2") == fresh.id
    assert framework.diff("v.1", "v.2").summary["removed"] == 1
    assert framework.merge().is_done


def test_a_correction_holds_in_the_release_after_and_is_not_asked_again(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD, "Scales — read."], [NEW, "Scales — read out."])
    old, scales = id_of(framework, OLD), id_of(framework, "Scales — read.")
    framework.same(old, id_of(framework, NEW, "v.2"))
    framework.different(scales)
    apart = id_of(framework, "Scales — read out.", "v.2")
    merged(framework)
    framework.tag(old, "skill:practical")
    workspace.import_export(release(tmp_path, "v.3", f"{NEW} Twice.", "Scales — read out."))
    assert id_of(framework, f"{NEW} Twice.", "v.3") == old
    assert id_of(framework, "Scales — read out.", "v.3") == apart != scales
    plan = framework.merge()
    assert [(each.field.value, each.conflict) for each in plan.decisions] == [("wording", None)]
    plan.apply()
    assert framework.statement(old).tags == ("skill:practical",)
    assert len(framework.corrections) == 2
    assert workspace.import_file(release(tmp_path, "v.3", f"{NEW} Twice.", "Scales — read out.")).kind == "unchanged"


def test_a_correction_of_an_earlier_step_is_followed_by_every_release_since(
    workspace: Workspace, other: Workspace, tmp_path: Path
) -> None:
    """Said late or early, before or after a further release: two designers end with the same ids."""
    early = taken_in(other, tmp_path, [OLD, "Scales — read."], [NEAR, "Scales — read out."])
    early.different(id_of(early, NEAR, "v.2"))
    other.import_export(release(tmp_path, "v.3", NEAR, "Scales — read aloud."))
    late = taken_in(
        workspace, tmp_path, [OLD, "Scales — read."], [NEAR, "Scales — read out."], [NEAR, "Scales — read aloud."]
    )
    merged(late)
    wrong = id_of(late, NEAR)
    late.different(wrong)
    for label in ("v.1", "v.2", "v.3"):
        assert late.snapshot(label).content.sha256 == early.snapshot(label).content.sha256
    assert id_of(late, NEAR) == id_of(late, NEAR, "v.3") != wrong
    assert late.diff("v.2", "v.3").summary["reworded"] == 1
    assert late.history(id_of(late, NEAR))["text"].tolist() == [NEAR, NEAR]
    assert workspace.verify() == []


def test_words_given_to_another_statement_go_on_with_it_through_every_later_release(
    workspace: Workspace, tmp_path: Path
) -> None:
    """
    Found by the random machine: once the words are another's, what was said of a later step names nobody any more.

    The statement that had them is there, retired, in its words of old; so the later step was matched by likeness alone.
    """
    mail, third = "Mail — sort by room and number.", "Hot plates — switch off at closing."
    framework = taken_in(workspace, tmp_path, [OLD, mail], [], [NEW])
    old, other = id_of(framework, OLD, "v.1"), id_of(framework, mail, "v.1")
    framework.same(old, id_of(framework, NEW, "v.3"))
    workspace.import_export(release(tmp_path, "v.4", third))
    framework.same(old, id_of(framework, third, "v.4"))
    framework.same(other, old)
    assert [id_of(framework, NEW, "v.3"), id_of(framework, third, "v.4")] == [other, other]
    assert framework.snapshot("v.4").content.by_id[old].text == OLD
    assert workspace.verify() == []


def test_a_retired_statement_comes_back_in_other_words(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [], [NEW])
    old = id_of(framework, OLD, "v.1")
    framework.tag(old, "skill:practical")
    merged(framework)
    framework.same(old, id_of(framework, NEW))
    assert (framework.statement(old).text, framework.statement(old).tags) == (NEW, ("skill:practical",))
    assert id_of(framework, NEW, "v.3") == old
    assert not framework.snapshot("v.2").content.by_id[old].is_active


def test_a_wrong_split_becomes_a_rewording_and_an_addition_or_none_at_all(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [WHOLE], PARTS)
    whole = id_of(framework, WHOLE)
    framework.tag(whole, "skill:practical")
    merged(framework)
    parts = [id_of(framework, part) for part in PARTS]
    assert framework.statement(whole).replaced_by == tuple(parts)
    framework.same(whole, parts[0])
    assert framework.statement(whole).text == PARTS[0]
    assert framework.statement(parts[1]).comes_from == ()
    assert framework.diff("v.1", "v.2").summary["split"] == 0
    framework.undo()
    framework.different(whole)
    assert len(framework.corrections) == 2
    assert framework.statement(whole).replaced_by == ()
    assert {framework.statement(part).comes_from for part in parts} == {()}
    assert framework.diff("v.1", "v.2").summary["removed"] == 1
    framework.undo()
    framework.different(whole, other_id=parts[1])
    assert framework.statement(whole).text == PARTS[0]
    assert framework.statement(parts[1]).comes_from == ()


def test_a_wrong_join_is_taken_apart(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, PARTS, [WHOLE])
    first, second = (id_of(framework, part) for part in PARTS)
    merged(framework)
    joined = id_of(framework, WHOLE)
    framework.different(joined, other_id=first)
    assert framework.statement(second).text == WHOLE
    assert (framework.statement(first).is_active, framework.statement(first).replaced_by) == (False, ())


def test_two_that_were_taken_crosswise_are_put_right_in_one_step(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEAR, NEW])
    old = id_of(framework, OLD)
    framework.tag(old, "skill:practical")
    merged(framework)
    new = id_of(framework, NEW)
    framework.same(old, new)
    assert (framework.statement(old).text, framework.statement(old).tags) == (NEW, ("skill:practical",))
    near = framework.statement(id_of(framework, NEAR))
    assert (near.id != old, near.tags) == (True, ())
    assert framework.statement(new).replaced_by == (old,)


def test_what_the_designer_kept_or_left_out_is_kept(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD, "Scales — read."], [NEW, "Yeast — store cold."])
    old, scales = id_of(framework, OLD), id_of(framework, "Scales — read.")
    framework.edit(old, f"{OLD} Ours.")
    plan = framework.merge()
    yeast = id_of(framework, "Yeast — store cold.", "v.2")
    plan.take_all("ours")
    plan.take(yeast, "ours")
    plan.apply()
    framework.same(old, id_of(framework, NEW, "v.2"))
    assert framework.statement(old).text == f"{OLD} Ours.", "her own words stand against untouched new ones"
    framework.same(scales, yeast)
    assert not framework.statement(scales).is_active
    assert yeast not in framework.content.by_id


def test_undone_redone_and_restored_drafts_agree_with_the_release(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    old, new = id_of(framework, OLD), id_of(framework, NEW, "v.2")
    merged(framework)
    framework.edit(new, f"{NEW} Ours.")
    framework.save("acme.1")
    framework.undo()
    framework.undo()
    framework.same(old, new)
    framework.redo()
    assert texts(framework) == [NEW]
    assert framework.statement(old).text == NEW
    framework.redo()
    assert texts(framework) == [f"{NEW} Ours."]
    assert framework.statement(old).text == f"{NEW} Ours."
    framework.undo()
    framework.undo()
    assert texts(framework) == [OLD]
    framework.restore("acme.1")
    assert framework.statement(old).text == f"{NEW} Ours."
    assert not framework.diff("acme.1", "")
    framework.restore("v.2")
    assert framework.version == "v.2"
    assert workspace.verify() == []


def test_a_plan_made_before_a_correction_is_planned_again(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    plan = framework.merge()
    framework.same(id_of(framework, OLD), id_of(framework, NEW, "v.2"))
    with pytest.raises(StaleDraftError, match="a match was corrected"):
        plan.apply()
    framework.merge().apply()
    assert framework.statement(id_of(framework, NEW)).text == NEW


def test_the_life_of_a_statement_tells_of_the_correction(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    merged(framework)
    old = id_of(framework, OLD, "v.1")
    framework.edit(id_of(framework, NEW), f"{NEW} Ours.")
    framework.same(old, id_of(framework, NEW, "v.2"), "we call it so now")
    life = framework.history(old)
    assert life["line"].tolist().count("new export") == 2
    assert life.iloc[-1][["what", "reason"]].tolist() == [
        "match corrected: reworded; brought back",
        "we call it so now",
    ]
    assert framework.log.iloc[-1]["action"] == "match"


def test_what_somebody_else_said_of_a_match_is_not_overruled_unseen(
    workspace: Workspace, store_url: str, tmp_path: Path
) -> None:
    ada = taken_in(workspace, tmp_path, [OLD], [NEW])
    old, new = id_of(ada, OLD), id_of(ada, NEW, "v.2")
    with open_workspace(store_url, "Bob") as other:
        bob = other.framework(ada.soc)
        ada.same(old, new)
        assert id_of(ada, NEW, "v.2") == old
        with pytest.raises(
            ConflictError, match=r"Ada said that .* is the same as .*you wanted to say that .* another than"
        ):
            bob.different(old)
        assert ada.corrections["verdict"].tolist() == ["same"]
        bob.different(old)
        assert bob.corrections["verdict"].tolist() == ["different"]
        assert ada.corrections["verdict"].tolist() == ["different"]
        ada.same(old, id_of(ada, NEW, "v.2"))
        ada.undo()
        assert ada.corrections["verdict"].tolist() == ["same"]


def test_an_id_that_another_statement_has_taken_over_is_refused_in_words(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD, "Ledger — sign off daily."], [NEW])
    old, new, other = id_of(framework, OLD), id_of(framework, NEW, "v.2"), id_of(framework, "Ledger — sign off daily.")
    framework.same(old, new)
    with pytest.raises(EditError, match=r"has the id .* any more: it was said to be another one already"):
        framework.same(other, new)
    assert len(framework.corrections) == 1
