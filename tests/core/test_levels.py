from __future__ import annotations

import pytest

from lexcurric.core.levels import pair_levels
from lexcurric.core.model import Content, Level, Statement

Sides = dict[str, tuple[str, str]]


def framework(levels: Sides) -> Content:
    """Levels by key, each with a label and its statements as one letter each, which is their id too."""
    ranked = list(enumerate(levels.items()))
    return Content(
        soc="11-1111.00",
        document={},
        levels=tuple(Level(key=key, label=label, rank=str(place)) for place, (key, (label, _)) in ranked),
        statements=tuple(
            Statement(id=letter, level=key, rank=letter, text=f"Thing {letter} — do.")
            for _, (key, (_, letters)) in ranked
            for letter in letters
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        pytest.param({"a": ("A", "pq")}, {"a": ("A", "pq")}, {"a": "a"}, id="the same key"),
        pytest.param({"a": ("A", "pq")}, {"a": ("Z", "pq")}, {"a": "a"}, id="another name under the same key"),
        pytest.param({"a": ("Novice", "pq")}, {"n1": ("novice ", "")}, {"a": "n1"}, id="another key, the same name"),
        pytest.param({"a": ("A", "pqr")}, {"z": ("Z", "pqx")}, {"a": "z"}, id="both changed: by the statements"),
        pytest.param({"a": ("A", "pq")}, {"z": ("Z", "xy")}, {}, id="nothing in common"),
        pytest.param({"a": ("A", "pqrs")}, {"y": ("Y", "pq"), "z": ("Z", "rs")}, {}, id="half is no majority"),
        pytest.param({"a": ("A", "pqr")}, {"z": ("Z", "pxy")}, {}, id="one statement of several proves nothing"),
        pytest.param({"a": ("A", "p")}, {"z": ("Z", "p")}, {"a": "z"}, id="one statement that is all there is"),
        pytest.param(
            {"a": ("A", "pq"), "b": ("B", "rs")},
            {"z": ("Z", "pqrs")},
            {},
            id="two levels put together are neither",
        ),
        pytest.param(
            {"1": ("Basic", "pq"), "2": ("Expert", "rs")},
            {"1": ("Entry", "xy"), "2": ("Basic", "pq"), "3": ("Expert", "rs")},
            {"1": "2", "2": "3"},
            id="numbered keys moved up by a level that came",
        ),
        pytest.param(
            {"1": ("Basic", "pq"), "2": ("Expert", "rs")},
            {"1": ("Expert", "pq"), "2": ("Basic", "rs")},
            {"1": "1", "2": "2"},
            id="names exchanged, statements stay: the keys hold",
        ),
        pytest.param(
            {"a": ("Same", "pq"), "b": ("Same", "rs")},
            {"y": ("Same", "rs"), "z": ("Same", "pq")},
            {"a": "z", "b": "y"},
            id="a name that two levels have proves nothing",
        ),
        pytest.param(
            {"a": ("★", "pq"), "b": ("★★", "rs")},
            {"y": ("★", ""), "z": ("★★", "")},
            {"a": "y", "b": "z"},
            id="names without letters are compared as they stand",
        ),
    ],
)
def test_levels_are_paired(old: Sides, new: Sides, pairs: dict[str, str]) -> None:
    assert pair_levels(framework(old), framework(new)) == pairs
    assert pair_levels(framework(new), framework(old)) == {b: a for a, b in pairs.items()}


def test_a_level_is_paired_once() -> None:
    old = framework({"a": ("A", "pq"), "b": ("B", "rs")})
    new = framework({"b": ("A", ""), "c": ("B", "pqrs")})
    pairs = pair_levels(old, new)
    assert pairs == {"b": "b"}
    assert len(set(pairs.values())) == len(pairs)
