"""The vocabularies' screen without a browser: a message in, a reply out, and one edit of the framework, or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.core.errors import LexcurricError
from lexcurric.core.model import Vocabulary
from lexcurric.core.vocabulary import ink_on
from lexcurric.widgets.vocabularies import PALETTE, Vocabularies
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.incoming import FileKind
from lexcurric.workspace.workspace import Workspace

SOC = "51-3011.00"


@pytest.fixture
def workspace() -> Workspace:
    return lx.open(":memory:", author="Ada")


@pytest.fixture
def framework(workspace: Workspace) -> Framework:
    found = workspace.import_export(lx.sample_file())
    found.add_vocabularies(lx.sample_file("vocabularies.yaml"))
    return found


@pytest.fixture
def screen(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vocabularies]:
    made = lx.vocabularies(framework)
    replies: list[dict[str, Any]] = []
    monkeypatch.setattr(made, "send", lambda content, *_, **__: replies.append(content))
    made.replies = replies
    yield made
    made.close()


def ask(screen: Vocabularies, action: str, **arguments: Any) -> dict[str, Any]:
    """What the browser gets for a message."""
    screen._receive(screen, {"id": 7, "action": action, "with": arguments}, [])
    reply: dict[str, Any] = screen.replies[-1]
    return reply


def listed(framework: Framework, name: str) -> Vocabulary:
    found = framework.content.vocabulary(name)
    assert found is not None
    return found


def test_without_a_choice_the_first_list_is_looked_at(screen: Vocabularies, framework: Framework) -> None:
    assert screen.vocabulary == framework.vocabularies[0].name
    assert [each["name"] for each in screen.view["lists"]] == [each.name for each in framework.vocabularies]


def test_a_list_and_its_terms_are_made_changed_and_taken_back(screen: Vocabularies, framework: Framework) -> None:
    ask(screen, "add", label="Crew", scope="one", required=True, open=False)
    assert (screen.vocabulary, screen.view["terms"]) == ("crew", [])
    ask(
        screen, "add_term", vocabulary="crew", label="Night", colour="#1a237e", synonyms=["nights"], reason="two shifts"
    )
    ask(screen, "add_term", vocabulary="crew", label="Day")
    ask(screen, "move_term", vocabulary="crew", term="day", position=1)
    assert [(each["term"], each["ink"]) for each in screen.view["terms"]] == [("day", ""), ("night", "#ffffff")]
    assert framework.log.iloc[-3]["reason"] == "two shifts"
    ask(screen, "change_term", vocabulary="crew", term="night", new_term="late", label="Late shift")
    assert [each.term for each in listed(framework, "crew").terms] == ["day", "late"]
    ask(screen, "change", vocabulary="crew", name="shift", label="Shift", scope="many")
    assert (screen.vocabulary, listed(framework, "shift").scope) == ("shift", "many")
    ask(screen, "delete_term", vocabulary="shift", term="late")
    ask(screen, "delete", vocabulary="shift")
    assert framework.content.vocabulary("shift") is None
    assert screen.vocabulary == framework.vocabularies[0].name
    for _ in range(8):
        assert ask(screen, "undo", what=screen.view["undo"])["ok"]
    assert framework.content.vocabulary("crew") is None


def test_an_error_comes_back_in_words_and_nothing_is_changed(screen: Vocabularies, framework: Framework) -> None:
    framework.tag(framework.content.active[0].id, "skill:practical")
    screen.refresh()
    revision = framework.revision
    assert "1 statement carries Practical" in ask(screen, "delete_term", vocabulary="skill", term="practical")["error"]
    assert "A term needs a label" in ask(screen, "add_term", vocabulary="skill", label=" ")["error"]
    assert framework.revision == revision


def test_a_term_that_somebody_changed_meanwhile_is_asked_about(
    screen: Vocabularies, workspace: Workspace, framework: Framework
) -> None:
    before = {"label": "Practical", "description": listed(framework, "skill").terms[0].description}
    workspace.framework(SOC).change_term("skill", "practical", label="Hands-on")
    screen.refresh()
    reply = ask(screen, "change_term", vocabulary="skill", term="practical", label="Manual", before=before)
    assert reply["asks"]
    assert "“" in reply["error"]
    assert listed(framework, "skill").terms[0].label == "Hands-on"
    assert ask(screen, "change_term", vocabulary="skill", term="practical", label="Manual")["ok"]


def test_deprecating_a_term_replaces_it_on_the_statements_in_the_same_edit(
    screen: Vocabularies, framework: Framework
) -> None:
    first = framework.content.active[0].id
    framework.tag(first, "skill:practical")
    screen.refresh()
    ask(
        screen, "change_term", vocabulary="skill", term="practical", deprecated=True, replaced_by="judgment", replacing=True
    )  # fmt: skip
    assert framework.statement(first).tags == ("skill:judgment",)
    ask(screen, "undo", what=screen.view["undo"])
    assert framework.statement(first).tags == ("skill:practical",)


def test_the_coverage_counts_and_tags(screen: Vocabularies, framework: Framework) -> None:
    screen.vocabulary, screen.show = "skill", "coverage"
    first = framework.content.active[0].id
    ask(screen, "tag", id=first, tag="skill:practical", on=True)
    found = screen.view["coverage"]
    assert found["line"] == "Skill type: 1 of 40 statements have a tag; it is required, and 39 have none."
    assert found["counts"][0] == {"term": "practical", "by_level": [1, 0, 0, 0]}
    assert found["without"] == [9, 10, 10, 10]
    screen.untagged, screen.level = True, "Emerging"
    assert first not in [each["id"] for each in screen.view["coverage"]["rows"]]
    assert len(screen.view["coverage"]["rows"]) == 9
    ask(screen, "tag", id=first, tag="skill:practical", on=False)
    assert framework.statement(first).tags == ()


def test_a_file_is_looked_at_first_and_then_taken_in(
    screen: Vocabularies, framework: Framework, tmp_path: Path
) -> None:
    path = tmp_path / "lists.csv"
    path.write_text("vocabulary,term,label\ncrew,night,Night\n", encoding="utf-8")
    revision = framework.revision
    plan = screen.add(path)
    assert (plan.kind, screen.view["plan"]["can_take"], screen.pane) == (FileKind.VOCABULARY, True, "file")
    assert [each["what"] for each in screen.view["plan"]["lines"]] == ["New vocabulary"]
    assert framework.revision == revision
    assert ask(screen, "take", reason="from the plant")["ok"]
    assert listed(framework, "crew").has("night")
    assert screen.view["plan"] is None
    assert framework.log.iloc[-1]["reason"] == "from the plant"
    assert path.exists()


def test_a_file_of_something_else_is_refused(screen: Vocabularies, tmp_path: Path) -> None:
    assert screen.add(lx.sample_file()).sentence.startswith("This is something else")
    assert not screen.view["plan"]["can_take"]
    assert not ask(screen, "take")["ok"]
    ask(screen, "leave_file")
    assert screen.view["plan"] is None


def test_the_lists_are_downloaded_as_they_are_read_again(screen: Vocabularies, framework: Framework) -> None:
    import yaml

    offer = screen.view["files"][0]
    name, body = (offer["name"], screen._read(offer["key"])[1])
    assert name == "vocabularies.yaml"
    assert [each["name"] for each in yaml.safe_load(body)["vocabularies"]] == [
        each.name for each in framework.vocabularies
    ]


def test_every_colour_of_the_palette_has_readable_ink() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for colour in PALETTE:
        one, other = sorted([light(colour), light(ink_on(colour))])
        assert (other + 0.05) / (one + 0.05) >= 4.5, colour


def test_what_is_on_screen_can_be_set_and_wrong_values_are_refused_in_words(screen: Vocabularies) -> None:
    seen: list[Any] = []
    screen.observe(lambda change: seen.append(change["new"]), "vocabulary")
    screen.vocabulary = "Skill type"
    assert seen == ["skill"]
    screen.term = "practical"
    screen.vocabulary = "module"
    assert screen.term == ""
    for name, wrong in (("vocabulary", "nothing"), ("term", "practical"), ("level", "expert")):
        with pytest.raises(LexcurricError):
            setattr(screen, name, wrong)


def test_an_empty_framework_says_what_to_do(workspace: Workspace) -> None:
    made = lx.vocabularies(workspace.import_export(lx.sample_file()))
    assert (made.view["lists"], made.view["files"], made.vocabulary) == ([], [], "")
    assert repr(made) == "<Vocabularies of Bakers (51-3011.00): 0>"
    assert "&lt;Vocabularies" in made.static_html()
