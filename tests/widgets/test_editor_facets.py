"""What narrows the editor's list, from Python: facets, and the short ways `level` and `tag`, which agree with them."""

from __future__ import annotations

from typing import Any

import pytest

import lexcurric as lx
from lexcurric.core.errors import LexcurricError
from lexcurric.core.model import Term, Vocabulary
from lexcurric.widgets.editor import Editor
from lexcurric.workspace.framework import Framework


@pytest.fixture
def framework() -> Framework:
    found = lx.open(":memory:", author="Ada").import_export(lx.sample_file())
    found.add_vocabularies(lx.sample_file("vocabularies.yaml"))
    return found


@pytest.fixture
def editor(framework: Framework) -> Editor:
    return lx.edit(framework)


def test_facets_are_set_by_the_names_that_people_use_and_kept_by_key(editor: Editor, framework: Framework) -> None:
    framework.set_criterion([framework.content.active[0].id], "Hygiene")
    editor.do_look()
    editor.refresh()
    editor.facets = {
        "level": ["Proficient", "advanced"],
        "skill": ["practical", ""],
        "criterion": ["Hygiene"],
        "note": [],
    }
    assert editor.facets == {"level": ["proficient", "advanced"], "skill": ["practical", ""], "criterion": ["Hygiene"]}
    editor.clear_filters()
    assert (editor.facets, editor.search, editor.level, editor.tag) == ({}, "", "", "")


@pytest.mark.parametrize(
    ("facets", "said"),
    [
        ({"shape": ["round"]}, "no facet 'shape'; there are level, criterion"),
        ({"level": ["mythical"]}, "no level 'mythical'"),
        ({"skill": ["juggling"]}, "the facet 'skill' has no value 'juggling'; it has '', 'interpersonal'"),
        ({"criterion": ["Nothing"]}, "the facet 'criterion' has no value 'Nothing'"),
        ({"finding": ["ugly"]}, "the facet 'finding' has no value 'ugly'"),
        ({"changed": ["often"]}, "the facet 'changed' has no value 'often'"),
        ({"note": ["maybe"]}, "the facet 'note' has no value 'maybe'; it has 'no', 'yes'"),
    ],
)
def test_a_facet_that_is_not_there_is_refused_in_words(editor: Editor, facets: dict[str, Any], said: str) -> None:
    with pytest.raises(LexcurricError, match=said):
        editor.facets = facets
    assert editor.facets == {}


@pytest.mark.parametrize(
    ("tag", "facets"),
    [
        ("skill:practical", {"skill": ["practical"]}),
        ("!skill", {"skill": [""]}),
        ("!", {"tags": ["none"]}),
        ("?", {"finding": ["error", "warning", "note"]}),
    ],
)
def test_the_short_ways_and_the_facets_agree_in_both_directions(
    editor: Editor, tag: str, facets: dict[str, list[str]]
) -> None:
    editor.level, editor.tag = "Proficient", tag
    assert editor.facets == {"level": ["proficient"], **facets}
    editor.facets = {}
    assert (editor.level, editor.tag) == ("", "")
    editor.facets = {**facets, "level": ["advanced"]}
    assert (editor.level, editor.tag) == ("advanced", tag)
    editor.tag = ""
    assert editor.facets == {"level": ["advanced"]}


def test_several_levels_or_tags_are_no_only_one(editor: Editor) -> None:
    editor.facets = {"level": ["emerging", "advanced"], "skill": ["practical", "judgment"]}
    assert (editor.level, editor.tag) == ("", "")
    editor.facets = {"skill": ["practical"], "tool": ["mixer"]}
    assert editor.tag == ""


def test_a_tag_that_is_not_there_is_refused_and_leaves_the_filters(editor: Editor) -> None:
    editor.tag = "!skill"
    for wrong in ("colour:red", "skill:juggling", "!colour"):
        with pytest.raises(LexcurricError, match=r"no facet 'colour'|has no value 'juggling'"):
            editor.tag = wrong
    assert (editor.tag, editor.facets) == ("!skill", {"skill": [""]})


def test_a_change_of_the_filters_can_be_observed(editor: Editor) -> None:
    heard: list[dict[str, list[str]]] = []
    editor.observe(lambda change: heard.append(change["new"]), "facets")
    editor.level = "emerging"
    assert heard == [{"level": ["emerging"]}]


def test_a_vocabulary_named_as_a_facet_of_another_kind_has_a_facet_of_its_own(
    editor: Editor, framework: Framework
) -> None:
    framework.add_vocabularies([Vocabulary(name="note", label="Note", terms=(Term(term="yes"), Term(term="high")))])
    editor.refresh()
    editor.tag = "note:high"
    assert editor.facets == {"tag:note": ["high"]}
    editor.facets = {"note": ["yes"]}
    assert editor.tag == ""


def test_what_was_chosen_stays_where_somebody_takes_it_away(editor: Editor, framework: Framework) -> None:
    first = framework.content.active[0].id
    framework.set_criterion([first], "Hygiene")
    editor.refresh()
    editor.facets = {"criterion": ["Hygiene"]}
    framework.undo()
    editor.refresh()
    editor.facets = {"criterion": ["Hygiene"], "level": ["emerging"]}
    assert editor.facets["criterion"] == ["Hygiene"]
