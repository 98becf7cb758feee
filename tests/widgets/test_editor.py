"""The editor without a browser: a message in, a reply out, and the framework changed, or not changed at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.core.errors import LexcurricError
from lexcurric.widgets.editor import Editor
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace

WORDING = "Sourdough starter — feed on schedule and record."


@pytest.fixture
def workspace() -> Workspace:
    return lx.open(":memory:", author="Ada")


@pytest.fixture
def framework(workspace: Workspace) -> Framework:
    found = workspace.import_export(lx.sample_file())
    found.add_vocabularies(lx.sample_file("vocabularies.yaml"))
    return found


@pytest.fixture
def editor(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> Editor:
    made = lx.edit(framework)
    replies: list[dict[str, Any]] = []
    monkeypatch.setattr(made, "send", lambda content, *_: replies.append(content))
    made.set_trait("pane", "")
    made.replies = replies
    return made


def ask(editor: Editor, action: str, **arguments: Any) -> dict[str, Any]:
    """What the browser gets for a message."""
    editor._receive(editor, {"id": 7, "action": action, "with": arguments}, [])
    reply: dict[str, Any] = editor.replies[-1]
    assert reply["id"] == 7
    return reply


def ids(framework: Framework, level: str = "emerging") -> list[str]:
    return [each.id for each in framework.content.by_level[level]]


def test_a_wording_is_saved_with_its_reason_and_the_screen_shows_it(editor: Editor, framework: Framework) -> None:
    first = ids(framework)[0]
    reply = ask(editor, "reword", id=first, text=WORDING, reason="clearer")
    assert reply["ok"]
    assert reply["said"].startswith("Reworded “Personal hygiene")
    assert framework.statement(first).text == WORDING
    assert framework.log.iloc[-1]["reason"] == "clearer"
    assert framework.log.iloc[-1]["author"] == "Ada"
    assert editor.rows[0]["text"] == WORDING
    assert editor.view["undo"] == reply["said"]


@pytest.mark.parametrize(
    ("action", "arguments", "what"),
    [
        ("move", {"level": "proficient"}, "Moved 2 statements to Proficient"),
        ("retire", {}, "Retired 2 statements"),
        ("tag", {"tags": ["skill:practical"]}, "Tagged 2 statements with skill:practical"),
        ("criterion", {"label": "Hygiene"}, "Put 2 statements under Hygiene"),
        ("join", {"text": WORDING}, "Joined 2 statements"),
        ("reorder", {"by": 1}, "Moved 2 statements to Emerging"),
    ],
)
def test_an_action_on_two_statements_is_one_edit_that_undo_takes_back(
    editor: Editor, framework: Framework, action: str, arguments: dict[str, Any], what: str
) -> None:
    before, edits = framework.content.sha256, len(framework.log)
    reply = ask(editor, action, ids=ids(framework)[:2], **arguments)
    assert (reply["ok"], reply["said"]) == (True, what)
    assert framework.content.sha256 != before
    assert len(framework.log) == edits + 1
    assert ask(editor, "undo")["said"] == f"Undid: {what}"
    assert framework.content.sha256 == before
    assert ask(editor, "redo")["said"] == f"Redid: {what}"


def test_split_join_and_add_select_what_came_of_them(editor: Editor, framework: Framework) -> None:
    first, second, *_ = ids(framework)
    ask(editor, "split", id=first, texts=["Hands — wash.", "Hair — cover."])
    assert [framework.statement(each).text for each in editor.selection] == ["Hands — wash.", "Hair — cover."]
    ask(editor, "join", ids=[*editor.selection, second], text="Hands and hair — wash and cover.")
    assert [framework.statement(each).text for each in editor.selection] == ["Hands and hair — wash and cover."]
    ask(editor, "add", level="advanced", text=WORDING, position=1)
    assert editor.selection == [ids(framework, "advanced")[0]]
    assert len(editor.retired_rows) == 4


def test_notes_tags_and_retired_statements_can_be_taken_back(editor: Editor, framework: Framework) -> None:
    first = ids(framework)[0]
    ask(editor, "note", id=first, text="Ask the hygiene officer")
    ask(editor, "tag", ids=[first], tags=["skill:practical"])
    ask(editor, "untag", ids=[first], tags=["skill:practical"])
    assert framework.statement(first).note == "Ask the hygiene officer"
    assert framework.statement(first).tags == ()
    ask(editor, "retire", ids=[first])
    assert first not in framework.content.positions
    ask(editor, "reinstate", ids=[first])
    assert framework.content.positions[first] == 1


@pytest.mark.parametrize(("by", "expected"), [(1, "dabce"), (-1, "abcde")])
def test_statements_go_up_and_down_past_one_neighbour(
    workspace: Workspace, tmp_path: Path, by: int, expected: str
) -> None:
    from tests.samples import export_bytes

    path = tmp_path / "letters.json"
    path.write_bytes(export_bytes(list("abcde")))
    framework = workspace.import_export(path)
    editor = lx.edit(framework)
    editor.act("reorder", {"ids": ids(framework, "l1")[:3], "by": by})
    assert "".join(framework.statements.text) == expected


@pytest.mark.parametrize(
    ("action", "arguments", "words"),
    [
        ("reword", {"text": "   "}, "A statement needs a wording"),
        ("split", {"texts": ["One — part."]}, "at least two wordings"),
        ("tag", {"tags": ["skill:juggling"]}, "is not in the vocabulary 'skill'"),
        ("move", {"level": "mythical"}, "No level 'mythical'"),
        ("dance", {}, "no action 'dance'"),
        ("note", {"unheard": 1}, "Unforeseen: TypeError"),
    ],
)
def test_an_error_comes_back_in_words_and_changes_nothing(
    editor: Editor, framework: Framework, action: str, arguments: dict[str, Any], words: str
) -> None:
    before, shown = framework.content.sha256, [editor.view, editor.rows]
    first = ids(framework)[0]
    target = {"ids": [first]} if action in ("tag", "move") else {"id": first}
    reply = ask(editor, action, **target, **arguments)
    assert not reply["ok"]
    assert words in reply["error"]
    assert framework.content.sha256 == before
    assert [editor.view, editor.rows] == shown


def test_statements_of_two_levels_are_not_reordered_together(editor: Editor, framework: Framework) -> None:
    reply = ask(editor, "reorder", ids=[ids(framework)[0], ids(framework, "advanced")[0]], by=1)
    assert "several levels" in reply["error"]


def test_an_edit_on_what_somebody_else_changed_is_refused_and_the_screen_shows_theirs(
    editor: Editor, framework: Framework
) -> None:
    first = ids(framework)[0]
    other = lx.edit(framework)
    other.act("reword", {"id": first, "text": "Theirs — came first."})
    assert "Theirs" not in str(editor.rows)
    reply = ask(editor, "reword", id=first, text=WORDING)
    assert not reply["ok"]
    assert "changed meanwhile by Ada (you, in another place)" in reply["error"]
    assert "Theirs — came first." in reply["error"]
    assert framework.statement(first).text == "Theirs — came first."
    assert editor.rows[0]["text"] == "Theirs — came first."
    assert ask(editor, "reword", id=first, text=WORDING)["ok"]


def test_reading_the_framework_in_a_cell_does_not_hide_that_the_screen_is_old(
    editor: Editor, framework: Framework
) -> None:
    first = ids(framework)[0]
    framework.edit(first, "Cell — was faster.")
    assert len(framework.statements) == 40
    assert "changed meanwhile" in ask(editor, "reword", id=first, text=WORDING)["error"]


def test_looking_again_shows_what_a_cell_changed(editor: Editor, framework: Framework) -> None:
    framework.edit(ids(framework)[0], WORDING)
    assert ask(editor, "look")["ok"]
    assert editor.rows[0]["text"] == WORDING


def test_every_property_can_be_read_and_set(editor: Editor, framework: Framework) -> None:
    first, second, *_ = ids(framework)
    editor.selection = [first[:8], second, second]
    assert editor.selection == [first, second]
    editor.level = "Proficient"
    assert editor.level == "proficient"
    editor.search, editor.tag, editor.show_retired = "dough", "!skill", True
    assert (editor.search, editor.tag, editor.show_retired) == ("dough", "!skill", True)
    with pytest.raises(LexcurricError, match="no level 'mythical'"):
        editor.level = "mythical"
    with pytest.raises(LexcurricError, match="begins with 'nothing'"):
        editor.selection = ["nothing"]


def test_another_framework_can_be_put_on_screen(editor: Editor, workspace: Workspace, tmp_path: Path) -> None:
    from tests.samples import export_bytes

    path = tmp_path / "testers.json"
    path.write_bytes(export_bytes(["One — try."], ["Two — try."]))
    editor.selection, editor.search = [editor.rows[0]["id"]], "dough"
    editor.framework = testers = workspace.import_export(path)
    assert editor.framework is testers
    assert editor.view["title"] == "Testers"
    assert (editor.selection, editor.search) == ([], "")


def test_retired_statements_leave_the_selection(editor: Editor, framework: Framework) -> None:
    first, second, *_ = ids(framework)
    editor.selection = [first, second]
    ask(editor, "retire", ids=[first])
    assert editor.selection == [second]


def test_findings_stand_beside_their_statement_and_the_rest_below(editor: Editor, framework: Framework) -> None:
    ask(editor, "reword", id=ids(framework)[0], text="No dash here")
    assert any("dash" in each["message"] for each in editor.rows[0]["findings"])
    assert any("Skill type" in each["where"] for each in editor.view["findings"])


def test_the_required_vocabulary_comes_first(editor: Editor) -> None:
    assert editor.view["vocabularies"][0]["name"] == "skill"


def test_a_saved_notebook_shows_the_level_matrix_and_a_repr_that_stays_the_same(editor: Editor) -> None:
    bundle = editor._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert "<table" in data["text/html"]
    assert repr(editor) == "<Editor of Bakers (51-3011.00): 40 statements>"


def test_tag_opens_the_tags_first(framework: Framework) -> None:
    assert lx.tag(framework).pane == "tag"


def test_without_a_framework_the_chosen_one_is_opened_and_without_any_said_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.samples import export_bytes

    monkeypatch.setenv("LEXCURRIC_WORKSPACE", str(tmp_path / "workspace.db"))
    with pytest.raises(LexcurricError, match="take an export in"):
        lx.edit()
    with lx.open() as workspace:
        workspace.import_export(lx.sample_file())
        assert lx.edit().framework.title == lx.history().framework.title == "Bakers"
        path = tmp_path / "testers.json"
        path.write_bytes(export_bytes(["One — try."]))
        workspace.import_export(path)
        workspace.preferences.set("framework", "11-1111.00")
    assert lx.tag().framework.title == "Testers"
    assert lx.tag().pane == "tag"


def test_a_message_that_comes_again_is_answered_again_and_not_done_again(editor: Editor, framework: Framework) -> None:
    message = {"id": "page-1", "action": "add", "with": {"level": "emerging", "text": WORDING}}
    for _ in range(2):
        editor._receive(editor, message, [])
    assert [(each["id"], each["ok"]) for each in editor.replies] == [("page-1", True)] * 2
    assert editor.replies[0]["said"] == editor.replies[1]["said"]
    assert framework.statements.text.tolist().count(WORDING) == 1
    assert ask(editor, "add", level="emerging", text=WORDING)["ok"]
    assert framework.statements.text.tolist().count(WORDING) == 2
