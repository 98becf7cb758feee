from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core.statement import parse_statement
from lexcurric.formats.lex_json import read_export
from tests.samples import EXPORTS


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_every_statement_of_an_export_follows_the_grammar_and_prints_back(path: Path) -> None:
    for statement in read_export(path).content.active:
        parsed = parse_statement(statement.text)
        assert str(parsed) == statement.text
        assert parsed.follows_grammar, statement.text
        assert parsed.object
        assert parsed.verbs


@given(st.text(max_size=60) | st.from_regex(r"\w+ — \w+(, \w+)*( and \w+)? .*\.", fullmatch=True))
def test_any_text_prints_back_letter_for_letter(text: str) -> None:
    assert str(parse_statement(text)) == text


@pytest.mark.parametrize(
    ("text", "verbs", "context"),
    [
        ("Mail — sort.", ("sort",), ""),
        ("Mail — sort and send by class.", ("sort", "send"), " by class"),
        ("Mail — sort, weigh, and send by class.", ("sort", "weigh", "send"), " by class"),
        ("Mail — sort, weigh and send by class.", ("sort", "weigh", "send"), " by class"),
        ("Mail — organize, retrieve, and version-control all.", ("organize", "retrieve", "version-control"), " all"),
        ("Guides — author and periodically revise to fit.", ("author", "revise"), " to fit"),
        ("Calls — manage professionally, applying care.", ("manage",), " professionally, applying care"),
        ("Calls — manage, applying care.", ("manage",), ", applying care"),
        ("Staff — forecast staffing, tools, and needs.", ("forecast",), " staffing, tools, and needs"),
        ("Risk — identify gaps and implement controls.", ("identify",), " gaps and implement controls"),
    ],
)
def test_the_action_verbs_are_told_from_the_context(text: str, verbs: tuple[str, ...], context: str) -> None:
    parsed = parse_statement(text)
    assert (parsed.verbs, parsed.context) == (verbs, context)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Understand dough.", "no dash"),
        ("Dough - mix.", "found “-”"),
        ("Dough – mix.", "found “–”"),
        ("Dough—mix.", "found “—”"),
        ("Dough — mix", "full stop"),
        (" — mix.", "object"),
        ("Dough — 3.", "action verb"),
        ("", "full stop"),
    ],
)
def test_what_does_not_follow_the_grammar_is_kept_and_said(text: str, problem: str) -> None:
    parsed = parse_statement(text)
    assert str(parsed) == text
    assert not parsed.follows_grammar
    assert any(problem in each for each in parsed.problems), parsed.problems
