from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexcurric.core.errors import EditError, StaleDraftError, WorkspaceError
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import EXPORTS, NEW, OLD, ROOT, export_bytes


def first(framework: Framework) -> str:
    return framework.content.active[0].id


def test_the_statements_are_a_table_in_reading_order(framework: Framework) -> None:
    frame = framework.statements
    assert list(frame.columns)[:7] == ["id", "level", "position", "text", "criterion", "tags", "note"]
    assert len(frame) == 40
    assert frame["level"].unique().tolist() == ["emerging", "developing", "proficient", "advanced"]
    assert frame["position"].tolist() == list(range(1, 11)) * 4
    assert frame["id"].is_unique


def test_each_action_is_saved_at_once_and_logged_with_who_when_and_why(
    workspace: Workspace, framework: Framework
) -> None:
    framework.edit(first(framework), "Hands — wash.", "shorter")
    framework.tag(first(framework), "skill:practical")
    with open_workspace(workspace.url, "Bob") as other:
        log = other.framework(framework.soc).log
        assert other.framework(framework.soc).statements["text"][0] == "Hands — wash."
    assert log["author"].tolist() == ["Ada"] * 3
    assert log["action"].tolist() == ["import", "reword", "tag"]
    assert log["reason"].tolist() == ["", "shorter", ""]
    assert log["time"].is_monotonic_increasing


def test_undo_and_redo_outlive_a_closed_workspace(tmp_path: Path) -> None:
    place = tmp_path / "workspace.db"
    with open_workspace(place) as workspace:
        framework = workspace.import_export(OLD)
        before = framework.content.sha256
        framework.edit(first(framework), "Hands — wash.")
        framework.move(first(framework), "advanced")
        after = framework.content.sha256
    with open_workspace(place) as workspace:
        framework = workspace.framework("51-3011.00")
        assert framework.undo_label == "Moved “Hands — wash.” to Advanced"
        assert framework.undo().startswith("Moved")
        assert framework.undo().startswith("Reworded")
        assert framework.undo() is None
        assert framework.content.sha256 == before
    with open_workspace(place) as workspace:
        framework = workspace.framework("51-3011.00")
        assert framework.redo().startswith("Reworded")
        assert framework.redo().startswith("Moved")
        assert framework.redo() is None
        assert framework.content.sha256 == after


def test_an_edit_after_an_undo_leaves_nothing_to_redo(framework: Framework) -> None:
    framework.edit(first(framework), "Hands — wash.")
    framework.undo()
    framework.edit(first(framework), "Hands — scrub.")
    assert framework.redo() is None
    assert framework.log["undone"].tolist() == [False, True, False, False]


ACTIONS = [
    "reword",
    "move",
    "retire",
    "reinstate",
    "tag",
    "split",
    "join",
    "add",
    "undo",
    "redo",
    "criterion",
    "restore",
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 60), st.integers(0, 60)), max_size=14))
def test_undoing_everything_gives_the_import_back_and_redoing_gives_the_work_back(steps: list) -> None:
    with open_workspace(":memory:", "Ada") as workspace:
        framework = workspace.import_export(OLD)
        start = framework.content.sha256
        for step in steps:
            act(framework, *step)
        end = framework.content.sha256
        count = 0
        while framework.undo():
            count += 1
        assert framework.content.sha256 == start
        for _ in range(count):
            assert framework.redo()
        if not any(step[0] in ("undo", "redo") for step in steps):
            assert framework.content.sha256 == end
        assert workspace.verify() == []


def act(framework: Framework, action: str, which: int, how: int) -> None:
    """One action of a designer; what does not fit is refused in words and changes nothing."""
    every = [each.id for each in framework.content.statements]
    target, other = every[which % len(every)], every[how % len(every)]
    levels = [level.key for level in framework.levels]
    before = framework.content.sha256
    calls = {
        "reword": lambda: framework.edit(target, f"Thing {how} — do it {which} times."),
        "move": lambda: framework.move(target, levels[how % len(levels)], how % 12 + 1),
        "retire": lambda: framework.retire(target),
        "reinstate": lambda: framework.reinstate(target),
        "tag": lambda: framework.tag([target, other], f"tool:t{how % 3}"),
        "split": lambda: framework.split(target, [f"Part {how} — do.", f"Part {how} — check."]),
        "join": lambda: framework.join([target, other], f"Both {which} {how} — do."),
        "add": lambda: framework.add(levels[how % len(levels)], f"New {which} — do.", which % 12 + 1),
        "criterion": lambda: framework.set_criterion([target, other], f"Thread {how % 3}"),
        "restore": lambda: framework.restore("v.26.05"),
        "undo": framework.undo,
        "redo": framework.redo,
    }
    try:
        calls[action]()
    except EditError:
        assert framework.content.sha256 == before


def test_an_action_that_does_not_fit_writes_nothing(framework: Framework) -> None:
    revision = framework.revision
    for action in (
        lambda: framework.edit("nowhere1", "A — do."),
        lambda: framework.move(first(framework), "expert"),
        lambda: framework.edit(first(framework), "  "),
        lambda: framework.tag(first(framework), "a:b:c;"),
    ):
        with pytest.raises(EditError):
            action()
    assert framework.revision == revision
    framework.edit(first(framework), framework.content.active[0].text)
    assert framework.revision == revision


def test_somebody_elses_edit_of_the_same_statement_is_never_overwritten_unseen(
    workspace: Workspace, framework: Framework
) -> None:
    shown = first(framework)
    with open_workspace(workspace.url, "Bob") as other:
        theirs = other.framework(framework.soc)
        theirs.edit(first(theirs), "Hands — scrub.")
        theirs.edit(theirs.content.active[5].id, "Elsewhere — fine.")
    with pytest.raises(StaleDraftError, match="Hands — scrub"):
        framework.edit(shown, "Hands — wash.")
    with open_workspace(workspace.url, "Bob") as other:
        other.framework(framework.soc).tag(shown, "tool:brush")
    with pytest.raises(StaleDraftError, match="changed meanwhile"):
        framework.move(shown, "advanced")
    assert framework.content.active[0].text == "Hands — scrub."
    framework.edit(first(framework), "Hands — wash.")
    assert [each.text for each in framework.content.active if each.text.startswith(("Hands", "Elsewhere"))] == [
        "Hands — wash.",
        "Elsewhere — fine.",
    ]


def test_a_version_is_named_once_and_stays_what_it_is(framework: Framework) -> None:
    framework.edit(first(framework), "Hands — wash.")
    row = framework.save("acme.1", "ours")
    framework.edit(first(framework), "Hands — scrub.")
    assert framework.version == "acme.1+draft"
    assert framework.snapshot("acme.1").content.active[0].text == "Hands — wash."
    assert framework.snapshot("acme.1").content.sha256 == row.content_sha256
    assert row.parents == ("v.26.05",)
    with pytest.raises(WorkspaceError, match=r"try 'acme\.1\.2'"):
        framework.save("acme.1")
    for label in ("", " ", "a@b", "a/b", "upstream", "x+draft"):
        with pytest.raises(EditError, match="cannot be a version"):
            framework.save(label)


def test_publishing_a_version_supersedes_the_one_before(framework: Framework) -> None:
    framework.save("acme.1", status="published")
    framework.save("acme.2", status="published")
    framework.set_status("acme.2", "retired")
    assert framework.versions.set_index("label")["status"].to_dict() == {
        "v.26.05": "published",
        "acme.1": "superseded",
        "acme.2": "retired",
    }
    with pytest.raises(EditError, match="there are draft, published"):
        framework.set_status("acme.2", "final")


def test_restoring_makes_the_draft_equal_to_a_version_and_can_be_undone(framework: Framework) -> None:
    framework.edit(first(framework), "Hands — wash.")
    framework.add("emerging", "Doors — open.")
    edited = framework.content.sha256
    framework.restore("v.26.05", "start again")
    assert framework.content.sha256 == framework.snapshot("v.26.05").content.sha256
    assert framework.version == "v.26.05"
    framework.undo()
    assert framework.content.sha256 == edited


def test_the_history_of_a_statement_reaches_over_releases_and_edits(workspace: Workspace, framework: Framework) -> None:
    flour = next(each.id for each in framework.content.active if each.text.startswith("Flour, salt"))
    framework.edit(flour, "Flour — weigh.", "too long")
    framework.move(flour, "developing")
    framework.tag(flour, "tool:scale")
    workspace.import_export(NEW)
    framework.retire(flour, "for now")
    assert framework.history(flour)["what"].tolist() == [
        "first seen",
        "reworded",
        "moved from Emerging to Developing",
        "tagged tool:scale",
        "reworded",
        "retired",
    ]
    assert framework.history(flour)["line"].tolist()[0] == "new export"


def test_a_split_and_its_parts_know_each_other(framework: Framework) -> None:
    old = first(framework)
    framework.tag(old, "skill:practical")
    parts = framework.split(old, ["Hands — wash.", "Hair — cover."], "two things")
    assert [part.tags for part in parts] == [("skill:practical",)] * 2
    assert framework.retired["id"].tolist() == [old]
    joined = framework.join([part.id for part in parts], "Hands and hair — see to.")
    assert set(joined.comes_from) == {part.id for part in parts}
    assert len(framework.statements) == 40


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_an_untouched_framework_is_exported_byte_for_byte(path: Path, workspace: Workspace, tmp_path: Path) -> None:
    framework = workspace.import_export(path)
    for label in ("", framework.version):
        assert framework.export(tmp_path / "out.json", label).read_bytes() == path.read_bytes()
    framework.edit(first(framework), "Hands — wash.")
    assert framework.export(tmp_path / "out.json").read_bytes() != path.read_bytes()
    framework.undo()
    assert framework.export(tmp_path / "out.json").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("counts", [[3, 0, 5], [9, 10, 11, 12, 1, 2], [100, 100, 100, 100]])
def test_any_number_and_names_of_levels_go_through_the_whole_job(
    counts: list[int], workspace: Workspace, tmp_path: Path
) -> None:
    things = [
        [f"Item {level}-{n} — handle with the tool number {n * 7 + level}." for n in range(count)]
        for level, count in enumerate(counts)
    ]
    path = tmp_path / "in.json"
    path.write_bytes(export_bytes(*things, extra={"deep": [{"er": None}]}))
    framework = workspace.import_export(path)
    framework.edit(first(framework), "Item — changed.")
    framework.save("own.1")
    things[0][0] = "Item 0-0 — handle with care and the tool number 0."
    things[-1].append("Something else entirely — invent on a rainy day.")
    (tmp_path / "next.json").write_bytes(export_bytes(*things, version="v.2", extra={"deep": [{"er": None}]}))
    plan = framework.merge(tmp_path / "next.json")
    assert [each.conflict for each in plan.conflicts] == ["both reworded"]
    plan.take_all("ours")
    plan.apply()
    assert len(framework.statements) == sum(counts) + 1
    framework.rubric().to_excel(tmp_path / "rubric.xlsx")
    sheet = framework.sheet(tmp_path / "sheet.xlsx")
    assert len(workspace.apply_sheet(sheet, dry_run=True)) == 0


def test_a_cell_that_ends_with_a_framework_shows_the_level_matrix_escaped(framework: Framework) -> None:
    framework.edit(first(framework), "<script>alert(1)</script> — run.")
    html = framework._repr_html_()
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert "Emerging (10)" in html
    assert "51-3011.00" in framework.workspace._repr_html_()
    assert "E01" in framework.rubric()._repr_html_()


def test_a_statement_that_a_restore_took_away_still_has_its_history(framework: Framework) -> None:
    made = framework.add("emerging", "Doors — open.")
    framework.save("acme.1")
    framework.restore("upstream")
    assert framework.history(made.id[:8])["what"].tolist() == ["added", "restored: taken out"]
    assert framework.diff("acme.1", "").summary["removed"] == 1


def test_metadata_that_an_export_could_not_say_is_refused(framework: Framework) -> None:
    for pointer, value in (
        ("/schemaVersion", "3.0"),
        ("/occupation", None),
        ("/occupation/soc", "9"),
        ("/framework/levels/a", "x"),
    ):
        with pytest.raises(EditError):
            framework.set_metadata(pointer, value)
    framework.set_metadata("/framework/contextCovered", "Ours.")
    assert framework.diff().summary["metadata"] == 1


def test_a_diff_backwards_over_a_split_is_a_join(workspace: Workspace, framework: Framework) -> None:
    framework.split(first(framework), ["Hands — wash.", "Hair — cover."])
    framework.save("acme.1")
    assert framework.diff("v.26.05", "acme.1").summary["split"] == 1
    assert framework.diff("acme.1", "v.26.05").summary["joined"] == 1


def test_loading_a_vocabulary_again_keeps_the_terms_that_were_added_and_makes_no_edit(framework: Framework) -> None:
    framework.add_vocabularies(ROOT / "data" / "vocabularies.yaml")
    framework.tag(first(framework), "tool:dough hook")
    revision = framework.revision
    framework.add_vocabularies(ROOT / "data" / "vocabularies.yaml")
    assert framework.revision == revision
