"""Corrections of matches, on every database: now, in later merges, undone, and handed on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from lexcurric.core.errors import EditError, FileError, MergeError, StaleDraftError
from lexcurric.core.items import LINEAGE
from lexcurric.core.json_text import canonical
from lexcurric.workspace.draft import Edit
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import export_bytes

SOC = "11-1111.00"
REST = [f"Item {n} — handle with the tool number {n * 7}." for n in range(6)]
OLD = "Deck oven — load with proofed loaves."
NEW = "Ranges and burners — light safely."
NEAR = "Deck oven — load with the proofed loaves and steam."
WHOLE = "Mail and faxes — sort by room and number, send and file the receipts of each."
PARTS = ["Mail — sort by room and number.", "Faxes — send and file the receipts of each."]
_NAMES = count(1)


@pytest.fixture
def workspace(store_url: str) -> Iterator[Workspace]:
    with open_workspace(store_url, "Ada") as found:
        yield found


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Workspace]:
    """A colleague's workspace."""
    with open_workspace(tmp_path / "bob.db", "Bob") as found:
        yield found


def release(folder: Path, version: str, *texts: str) -> Path:
    path = folder / f"{version}-{next(_NAMES)}.json"
    path.write_bytes(export_bytes([*REST, *texts], version=version))
    return path


def taken_in(workspace: Workspace, folder: Path, *versions: list[str]) -> Framework:
    """The framework with these releases: v.1, v.2, … with the texts of each after those that stay."""
    for number, texts in enumerate(versions, start=1):
        framework = workspace.import_export(release(folder, f"v.{number}", *texts))
    return framework


def id_of(framework: Framework, text: str, label: str = "") -> str:
    content = framework.snapshot(label).content
    return next(each.id for each in content.active if each.text == text)


def texts(framework: Framework) -> list[str]:
    return [each.text for each in framework.content.active][len(REST) :]


def merged(framework: Framework) -> None:
    plan = framework.merge()
    plan.take_all("theirs")
    plan.apply()


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


def test_the_publishers_bytes_and_the_no_op_import_stay(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    framework.same(id_of(framework, OLD), id_of(framework, NEW, "v.2"))
    body = export_bytes([*REST, NEW], version="v.2")
    out = tmp_path / "out.json"
    assert workspace.export(f"{SOC}@v.2", out).read_bytes() == body
    again = workspace.import_file(release(tmp_path, "v.2", NEW))
    assert (again.kind.value, again.corrections) == ("unchanged", 0)
    merged(framework)
    assert framework.version == "v.2"
    assert workspace.export(SOC, out).read_bytes() == body
    assert workspace.import_file(out).kind.value == "unchanged"
    assert framework.versions["label"].tolist() == ["v.1", "v.2"]


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


def test_a_later_word_replaces_an_earlier_and_the_log_has_both(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD, "Scales — read."], [NEW, "Yeast — store cold."])
    old, scales = id_of(framework, OLD), id_of(framework, "Scales — read.")
    new = id_of(framework, NEW, "v.2")
    framework.same(old, new)
    framework.same(scales, old, "no: this one")
    assert framework.corrections[["verdict", "old_id", "reason"]].values.tolist() == [["same", scales, "no: this one"]]
    assert id_of(framework, NEW, "v.2") == scales
    framework.different(scales)
    assert framework.corrections["verdict"].tolist() == ["different"]
    assert id_of(framework, NEW, "v.2") == new
    framework.forget(framework.corrections["correction"][0])
    assert framework.corrections.empty
    from lexcurric.workspace.corrections import corrections_log

    said = [each.split(":")[0] for each in corrections_log(framework)["what"]]
    assert said.count("Said") == 3
    assert said[-1] == "Withdrawn"


def test_mistakes_are_said_in_words_and_change_nothing(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD])
    old = id_of(framework, OLD)
    with pytest.raises(EditError, match=r"both are in v\.1"):
        framework.same(old, framework.content.active[0].id)
    with pytest.raises(EditError, match="nothing to correct"):
        framework.different(old)
    workspace.import_export(release(tmp_path, "v.2", NEW))
    for call in (
        lambda: framework.same("00000000", id_of(framework, NEW, "v.2")),
        lambda: framework.different("00000000"),
        lambda: framework.forget("0000000000000000"),
    ):
        with pytest.raises(EditError, match=r"no (statement|correction)"):
            call()
    came = id_of(framework, NEW, "v.2")
    framework.same(old, came)
    # The id that the new statement had before is still on the designer's screen.
    for seen in (old, came, came[:8]):
        with pytest.raises(EditError, match="already the same"):
            framework.same(old, seen)
    with pytest.raises(EditError, match="'00000000'"):
        framework.same("00000000", came)
    assert len(framework.corrections) == 1
    assert framework.revision == 1


def test_a_plan_made_before_a_correction_is_planned_again(workspace: Workspace, tmp_path: Path) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    plan = framework.merge()
    framework.same(id_of(framework, OLD), id_of(framework, NEW, "v.2"))
    with pytest.raises(StaleDraftError, match="a match was corrected"):
        plan.apply()
    framework.merge().apply()
    assert framework.statement(id_of(framework, NEW)).text == NEW


def test_a_release_can_be_corrected_before_it_is_imported(workspace: Workspace, tmp_path: Path) -> None:
    from lexcurric.workspace.corrections import say_same

    framework = taken_in(workspace, tmp_path, [OLD])
    file = release(tmp_path, "v.2", NEW)
    plan = framework.merge(file)
    old = id_of(framework, OLD)
    say_same(framework, old, plan.theirs.content.active[-1].id, "", plan.theirs)
    assert framework.versions["label"].tolist() == ["v.1"]
    again = framework.merge(file)
    assert [each.field.value for each in again.decisions] == ["wording"]
    assert workspace.diff(f"{SOC}@v.1", file).summary["reworded"] == 1
    again.apply()
    assert framework.statement(old).text == NEW


def test_corrections_go_with_an_export_into_a_new_workspace(
    workspace: Workspace, other: Workspace, tmp_path: Path
) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    old = id_of(framework, OLD)
    framework.same(old, id_of(framework, NEW, "v.2"), "we call it so now")
    framework.edit(framework.content.active[0].id, "Hands — wash.")
    draft = framework.export(tmp_path / "draft.json")
    there = other.import_export(draft)
    assert there.corrections["reason"].tolist() == ["we call it so now"]
    other.import_export(release(tmp_path, "v.2", NEW))
    assert id_of(there, NEW, "v.2") == old
    assert other.verify() == []


def test_an_edited_copy_that_is_refused_says_how_to_take_its_corrections(
    workspace: Workspace, other: Workspace, tmp_path: Path
) -> None:
    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    there = taken_in(other, tmp_path, [OLD], [NEW])
    framework.same(id_of(framework, OLD), id_of(framework, NEW, "v.2"))
    framework.edit(framework.content.active[0].id, "Hands — wash.")
    draft = framework.export(tmp_path / "draft.json")
    with pytest.raises(MergeError, match="--take"):
        other.import_file(draft)
    from lexcurric.workspace.corrections import take_file

    assert len(take_file(there, draft)) == 1
    assert there.snapshot("v.2").content.sha256 == framework.snapshot("v.2").content.sha256
    assert take_file(there, draft) == []


def test_corrections_go_as_a_file_of_their_own_and_the_later_word_holds(
    workspace: Workspace, other: Workspace, tmp_path: Path
) -> None:
    from lexcurric.workspace.corrections import take_file, write_corrections

    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    there = taken_in(other, tmp_path, [OLD], [NEW])
    merged(there)
    old, new = id_of(framework, OLD), id_of(framework, NEW, "v.2")
    framework.same(old, new)
    path = write_corrections(framework, tmp_path / "matches.json")
    assert [each.verdict for each in take_file(there, path)] == ["same"]
    assert there.statement(old).text == NEW
    there.undo()
    assert there.corrections.empty
    assert take_file(there, path) == [], "taken back here, and later"
    assert take_file(framework, write_corrections(there, path))[0].withdrawn
    assert framework.corrections.empty
    assert id_of(framework, NEW, "v.2") == new
    value = json.loads(path.read_text(encoding="utf-8"))
    for broken, said in (
        ({**value, "soc": "99-9999.00"}, "expected 11-1111.00"),
        ({**value, "corrections": [{"verdict": "maybe"}]}, "/corrections/0/verdict"),
        ([], "matches"),
    ):
        path.write_text(json.dumps(broken), encoding="utf-8")
        with pytest.raises(FileError, match=said):
            take_file(framework, path)


def test_files_are_compared_with_the_corrections_that_they_carry(workspace: Workspace, tmp_path: Path) -> None:
    import lexcurric as lx

    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    framework.same(id_of(framework, OLD), id_of(framework, NEW, "v.2"))
    framework.edit(framework.content.active[0].id, "Item 0 — handle by hand.")
    draft = framework.export(tmp_path / "draft.json")
    found = lx.diff(draft, release(tmp_path, "v.2", NEW), workspace=None)
    assert found.summary["removed"] == 0


def test_corrections_hold_however_the_clock_goes(store_url: str, tmp_path: Path) -> None:
    times = iter(f"20{99 - n}-01-01T00:00:00.000Z" for n in range(90))
    with open_workspace(store_url, "Ada", clock=lambda: next(times)) as workspace:
        framework = taken_in(workspace, tmp_path, [OLD], [NEW])
        old, new = id_of(framework, OLD), id_of(framework, NEW, "v.2")
        framework.same(old, new)
        framework.different(old)
        assert framework.corrections["verdict"].tolist() == ["different"]
        framework.same(old, new)
        assert framework.corrections["verdict"].tolist() == ["same"]
        assert id_of(framework, NEW, "v.2") == old


def test_a_draft_of_an_older_program_follows_too(workspace: Workspace, tmp_path: Path) -> None:
    """Its lineage names the release, and no revision: that of the import is meant."""
    framework = taken_in(workspace, tmp_path, [OLD], [NEW])
    merged(framework)
    framework.draft.write(Edit("edit", "As it was"), lambda state: {LINEAGE: canonical({"label": "v.2"})})
    old = id_of(framework, OLD, "v.1")
    framework.same(old, id_of(framework, NEW))
    assert framework.statement(old).text == NEW


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
