"""What stands beside the statements in the editor, from Python: findings with what to do about them, and changes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.core.checks import IDS, RULES
from lexcurric.core.errors import LexcurricError
from lexcurric.widgets import editor_findings
from lexcurric.widgets.editor import Editor
from lexcurric.workspace.framework import Framework
from tests.widgets.test_editor import ask, ids

SLIPS = "Hygiene rules - follow  by the chart , each day"


@pytest.fixture
def framework(tmp_path: Path) -> Framework:
    workspace = lx.open(str(tmp_path / "workspace.db"), author="Ada")
    found = workspace.import_export(lx.sample_file())
    found.add_vocabularies(lx.sample_file("vocabularies.yaml"))
    return found


@pytest.fixture
def editor(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> Editor:
    made = lx.edit(framework)
    replies: list[dict[str, Any]] = []
    monkeypatch.setattr(made, "send", lambda content, *_: replies.append(content))
    made.replies = replies
    return made


def found(editor: Editor, statement_id: str) -> dict[str, dict[str, Any]]:
    """The findings beside a statement, by their rule."""
    row = next(each for each in editor.rows if each["id"] == statement_id)
    return {each["rule"]: each for each in row["findings"]}


def change(editor: Editor, statement_id: str) -> Any:
    return next(each for each in editor.rows if each["id"] == statement_id)["change"]


def test_every_rule_has_a_name_for_people_and_every_repair_its_words() -> None:
    assert set(editor_findings.RULE_NAMES) == IDS
    assert {each.id for each in RULES if each.repair} == set(editor_findings.FIXES)


def test_a_safe_repair_is_one_named_edit_that_undo_takes_back(editor: Editor, framework: Framework) -> None:
    first = ids(framework)[0]
    framework.edit(first, SLIPS)
    editor.refresh()
    dash = found(editor, first)["grammar"]
    assert dash["fix"] == SLIPS.replace(" - ", " — ")
    reply = ask(editor, "fix", keys=[dash["key"]])
    assert reply["said"].startswith("Put the dash right: “Hygiene rules - follow")
    assert framework.statement(first).text == dash["fix"]
    assert "grammar" not in found(editor, first)
    ask(editor, "undo", what=editor.view["undo"])
    assert framework.statement(first).text == SLIPS


def test_all_of_a_kind_are_put_right_as_one_edit(editor: Editor, framework: Framework) -> None:
    for each in ids(framework)[:3]:
        framework.edit(each, framework.statement(each).text.rstrip("."))
    editor.refresh()
    before = len(framework.log)
    keys = [found(editor, each)["full-stop"]["key"] for each in ids(framework)[:3]]
    assert ask(editor, "fix", keys=keys)["said"] == "End with a full stop: 3 statements"
    assert len(framework.log) == before + 1
    assert all(framework.statement(each).text.endswith(".") for each in ids(framework)[:3])
    reply = ask(editor, "fix", keys=keys)
    assert not reply["ok"]
    assert "no longer found" in reply["error"]


def test_a_finding_is_let_stand_with_a_reason_until_the_wording_changes(editor: Editor, framework: Framework) -> None:
    third = ids(framework)[2]
    several = found(editor, third)["several"]
    revision = framework.revision
    refused = ask(editor, "accept", keys=[several["key"]], reason="  ")
    assert "say why" in refused["error"].lower()
    assert ask(editor, "accept", keys=[several["key"]], reason="one procedure")["said"] == "Accepted 1 finding"
    assert found(editor, third)["several"]["accepted"] == "one procedure"
    assert framework.revision == revision
    assert framework.check().accepted[0].key == several["key"]
    assert ask(editor, "unaccept", keys=[several["key"]])["ok"]
    assert "accepted" not in found(editor, third)["several"]
    ask(editor, "accept", keys=[several["key"]], reason="one procedure")
    ask(editor, "reword", id=third, text="Spiral mixer — load, close the guard, and run both speeds as shown.")
    assert "accepted" not in found(editor, third).get("several", {})


def test_a_finding_of_the_whole_framework_can_be_accepted_too(editor: Editor) -> None:
    required = next(each for each in editor.view["findings"] if each["rule"] == "required")
    assert ask(editor, "accept", keys=[required["key"]], reason="later")["ok"]
    assert next(each for each in editor.view["findings"] if each["rule"] == "required")["accepted"] == "later"


def test_a_rule_is_switched_off_and_on_in_the_settings_beside_the_workspace(
    editor: Editor, framework: Framework, tmp_path: Path
) -> None:
    third = ids(framework)[2]
    reply = ask(editor, "switch_rule", rule="several", on=False)
    assert reply["said"] == "Several performances: off, in lexcurric-checks.yaml"
    assert "several" not in found(editor, third)
    assert not editor.view["rules"]["several"]["on"]
    assert "several" not in framework.check().summary
    text = (tmp_path / "lexcurric-checks.yaml").read_text(encoding="utf-8")
    assert "  several: false" in text
    ask(editor, "switch_rule", rule="several", on=True)
    assert "several" in found(editor, third)
    assert (tmp_path / "lexcurric-checks.yaml").read_text(encoding="utf-8") == text.replace(
        "several: false", "several: true"
    )


def test_what_is_typed_is_looked_at_and_nothing_is_saved(editor: Editor, framework: Framework) -> None:
    first, revision = ids(framework)[0], framework.revision
    for with_these in ({"id": first}, {"level": "emerging"}):
        message = {"ask": 3, "about": "wording", "with": {"text": "Understand  hygiene", **with_these}}
        editor._receive(editor, message, [])
        answer = editor.replies[-1]
        assert answer["answer"] == 3
        rules = {each["rule"] for each in answer["with"]["findings"]}
        assert {"grammar", "spaces", "verb"} <= rules
    assert framework.revision == revision
    editor._receive(editor, {"ask": 4, "about": "wording", "with": {"text": "  ", "id": first}}, [])
    assert editor.replies[-1] == {"answer": 4, "with": {"findings": []}}


# What changed since a version


def test_since_a_version_words_places_and_newcomers_are_marked(editor: Editor, framework: Framework) -> None:
    first, second, third, *_ = ids(framework)
    framework.edit(first, framework.statement(first).text.replace("Personal", "Everyday"))
    framework.move([second], "proficient")
    framework.tag([third], "skill:practical")
    framework.retire([ids(framework, "advanced")[0]])
    added = framework.add("emerging", "Doors — open.")
    editor.refresh()
    assert change(editor, first) is None
    editor.since = "last"
    assert editor.since == "v.26.05"
    assert change(editor, first)["kinds"] == ["reworded"]
    assert [each for each in change(editor, first)["words"] if each[0] != "equal"] == [
        ["delete", "Personal"],
        ["insert", "Everyday"],
    ]
    assert change(editor, second) == {"kinds": ["moved"], "words": [], "origin": "from Emerging 2"}
    assert change(editor, third)["kinds"] == ["retagged"]
    assert change(editor, added.id)["kinds"] == ["added"]
    assert editor.view["gone"] == 1
    with pytest.raises(LexcurricError, match=r"no version 'v.0'; there are v\.26\.05"):
        editor.since = "v.0"
    editor.since = ""
    assert change(editor, first) is None


def test_the_marks_follow_each_edit_as_a_whole_comparison_would(editor: Editor, framework: Framework) -> None:
    editor.since = "v.26.05"
    one, two, three, four, *_ = ids(framework)
    steps: list[tuple[str, dict[str, Any]]] = [
        ("reword", {"id": one, "text": "Hygiene rules — follow each day."}),
        ("move", {"ids": [two], "level": "advanced"}),
        ("reorder", {"ids": [four], "by": -1}),
        ("split", {"id": three, "texts": ["Spiral mixer — load.", "Spiral mixer — run both speeds."]}),
        ("note", {"id": one, "text": "see Jo"}),
        ("undo", {}),
        ("retire", {"ids": [one]}),
    ]
    for action, arguments in steps:
        assert ask(editor, action, **arguments)["ok"]
        fresh = lx.edit(framework)
        fresh.since = "v.26.05"
        marks = [each["change"] for each in editor.rows]
        assert marks == [each["change"] for each in fresh.rows], action
        assert any(marks)


def test_in_a_kernel_findings_come_beside_other_work_and_those_of_an_edit_first(framework: Framework) -> None:
    first = ids(framework)[0]
    framework.edit(first, SLIPS)

    async def work() -> None:
        editor = lx.edit(framework)
        assert editor.view["looking"]
        assert editor.view["findings"] == []
        await looked(editor)
        assert "grammar" in found(editor, first)
        ask_of(editor, "reword", id=first, text="Hygiene rules — follow by the chart.")
        assert editor.view["looking"]
        while "grammar" in found(editor, first):
            await asyncio.sleep(0.01)
        assert editor.view["looking"]
        key = found(editor, ids(framework)[2])["several"]["key"]
        ask_of(editor, "accept", keys=[key], reason="one procedure")
        # What was accepted shows with the reply, not only when all were looked at.
        assert found(editor, ids(framework)[2])["several"]["accepted"] == "one procedure"
        await looked(editor)
        assert [each.key for each in editor._checks.whole] == [
            each.key for each in framework.check() if each.statement_id is None
        ]
        editor.close()

    asyncio.run(asyncio.wait_for(work(), 20))


async def looked(editor: Editor) -> None:
    while editor.view["looking"]:
        await asyncio.sleep(0.02)


def ask_of(editor: Editor, action: str, **arguments: Any) -> None:
    editor._receive(editor, {"id": 1, "action": action, "with": arguments}, [])


def test_without_a_version_there_is_no_filter_by_what_changed(editor: Editor) -> None:
    editor.since = "last"
    editor.facets = {"changed": ["reworded"], "level": ["emerging"]}
    editor.since = ""
    assert editor.facets == {"level": ["emerging"]}


def test_a_settings_file_that_cannot_be_read_is_said_and_the_editor_works_on(
    editor: Editor, framework: Framework, tmp_path: Path
) -> None:
    (tmp_path / "lexcurric-checks.yaml").write_text("rules: [", encoding="utf-8")
    assert ask(editor, "reword", id=ids(framework)[0], text=SLIPS)["ok"]
    assert "The statements are not checked" in editor.view["trouble"]
    assert not editor.view["looking"]
    fresh = lx.edit(framework)
    assert "lexcurric-checks.yaml" in fresh.view["trouble"]
