"""Scales: what can be told apart when it is typed."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from lexcurric.core.rubric import LANGUAGES, Options, Rating, labels_of
from lexcurric.core.rubric.scales import level_scale, with_marks


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", range(1, 10))
def test_each_level_has_a_rating_of_its_own_whatever_it_is_called(count: int, language: str) -> None:
    words = labels_of(language)
    labels = [words.below_all.upper(), "na", "=1+1", "a*", "Level 5", "5", "Nivel 3", "", "a *", "+"][:count]
    scale = level_scale(labels, 1, words)
    assert len({each.code.casefold() for each in scale}) == len(scale) == count + 2
    assert len({each.mark.casefold() for each in scale}) == len(scale)
    assert [each.points for each in scale] == [*range(count, -1, -1), None]


def test_a_label_that_can_be_a_rating_stays_one() -> None:
    scale = level_scale(["Emerging", "Level 3", "Not yet", "na "], 2, labels_of("en"))
    assert [each.code for each in scale] == ["Level 4", "Level 3 (3)", "Level 3", "Emerging", "Not yet", "NA"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("3.0", "3"), ("2,50", "2.5"), ("2.5", "2.5"), ("0,0", "0"), ("10", "10"), ("01", "01"), ("3.", "3")],
)
def test_a_number_is_a_rating_as_programs_keep_it(given: str, kept: str) -> None:
    assert Rating(code=given, points=1).code == kept
    assert Rating(code="x", points=1, short=given).mark == kept


def test_two_spellings_of_a_number_are_one_rating() -> None:
    with pytest.raises(ValidationError, match="twice"):
        Options(scale=(Rating(code="2,5", points=2), Rating(code="2.5", points=1)))


@pytest.mark.parametrize(("first", "second"), [("g", "G"), ("part", "")])
def test_marks_that_cannot_be_told_apart_are_refused(first: str, second: str) -> None:
    with pytest.raises(ValidationError, match="another rating"):
        Options(scale=(Rating(code="Good", points=2, short=first), Rating(code="Part", points=1, short=second)))


@pytest.mark.parametrize("mark", ["*", ">1", "a?", " a"])
def test_a_mark_that_a_condition_would_read_otherwise_is_refused(mark: str) -> None:
    with pytest.raises(ValidationError, match="short text"):
        Rating(code="Good", points=1, short=mark)


def test_a_mark_that_is_made_is_not_one_that_was_chosen() -> None:
    scale = with_marks([Rating(code="Better", points=2), Rating(code="Lacking", points=0, short="B")])
    assert [each.mark for each in scale] == ["BE", "B"]
