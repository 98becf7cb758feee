from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core.json_text import JsonSyntaxError, canonical, pointer, pointer_keys, read_json_text, rewrite

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=20
)
styles = st.sampled_from(
    [
        {"separators": (",", ":"), "ensure_ascii": False},
        {"separators": (", ", ": "), "ensure_ascii": True},
        {"indent": 2, "ensure_ascii": False},
        {"indent": "\t", "ensure_ascii": True},
    ]
)


@given(values, styles)
def test_a_text_reads_as_python_reads_it(value: object, style: dict[str, object]) -> None:
    text = json.dumps(value, **style)
    node, problems = read_json_text(text)
    assert canonical(node.plain()) == canonical(json.loads(text))
    assert problems == []


@given(values, styles)
def test_an_unchanged_value_is_written_letter_for_letter(value: object, style: dict[str, object]) -> None:
    text = "  \n" + json.dumps(value, **style) + "\n\n"
    node, _ = read_json_text(text)
    assert rewrite(text, node, node.plain()) == text


@given(values, values, styles)
def test_any_value_written_over_any_source_reads_back(old: object, new: object, style: dict[str, object]) -> None:
    text = json.dumps(old, **style)
    node, _ = read_json_text(text)
    assert canonical(json.loads(rewrite(text, node, new))) == canonical(new)


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ('{"n": 1.50, "a": [1,2]}', {"n": 1.5, "a": [1, 3]}, '{"n": 1.50, "a": [1,3]}'),
        ('{"a":"\\u2014","b":"x"}', {"a": "—", "b": "é"}, '{"a":"\\u2014","b":"\\u00e9"}'),
        (
            '{\n  "a": 1,\n  "b": 2\n}\n',
            {"a": 1, "b": 2, "c": [3]},
            '{\n  "a": 1,\n  "b": 2,\n  "c": [\n    3\n  ]\n}\n',
        ),
        ('{"b":1,"a":2}', {"a": 2, "b": 3}, '{"b":3,"a":2}'),
        ('{"a":1,"b":2}', {"b": 2}, '{"b":2}'),
        ('["x", "y"]', ["y"], '["y"]'),
    ],
)
def test_only_what_changed_is_written_anew(text: str, new: object, expected: str) -> None:
    assert rewrite(text, read_json_text(text)[0], new) == expected


def test_an_object_whose_order_counts_is_written_in_the_new_order() -> None:
    text = '{"x":{"levels":{"a":1,"b":2}}}'
    new = {"x": {"levels": {"b": 2, "c": 3, "a": 1}}}
    node = read_json_text(text)[0]
    assert rewrite(text, node, new, ["/x/levels"]) == '{"x":{"levels":{"b":2,"c":3,"a":1}}}'
    assert rewrite(text, node, {"x": {"levels": {"b": 2, "a": 1}}}) == text


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("", "line 1, column 1", "nothing"),
        ('{"a": 1', "line 1, column 8", "expected ',' or '}'"),
        ('{"a": "x', "line 1, column 7", "never ends"),
        ("[1, 2,]", "line 1, column 7", "expected a JSON value"),
        ("{'a': 1}", "line 1, column 2", "name in quotes"),
        ('{"a": NaN}', "line 1, column 7", "expected a JSON value"),
        ("[Infinity]", "line 1, column 2", "expected a JSON value"),
        ("[1e999]", "line 1, column 2", "too large"),
        ("[" + "1" * 5000 + "]", "line 1, column 2", "too large"),
        ('["a\nb"]', "line 1, column 4", "control character (U+000A)"),
        ('["a\0b"]', "line 1, column 4", "control character (U+0000)"),
        ("{}\n{}", "line 2, column 1", "end of the file"),
        ("[" * 100_000, "line 1, column 101", "nested deeper than 100"),
        ('{"a":' * 100_000, "line 1, column 501", "nested deeper than 100"),
    ],
)
def test_what_is_not_json_is_named_with_its_place(text: str, place: str, what: str) -> None:
    with pytest.raises(JsonSyntaxError) as raised:
        read_json_text(text)
    assert raised.value.problem.where == place
    assert what in raised.value.problem.what


def test_every_doubled_name_and_broken_character_is_reported_at_its_pointer() -> None:
    _, problems = read_json_text('{"a":1,"a":2,"b":{"c/d":1,"c/d":2},"e":"\\ud800","f":["\\u0000"]}')
    assert [problem.where for problem in problems] == ["/a", "/b/c~1d", "/e", "/f/0"]


@given(st.lists(texts | st.sampled_from(["a/b", "~", "~1", ""]), min_size=1, max_size=5))
def test_a_pointer_and_its_keys_are_inverse(keys: list[str]) -> None:
    assert pointer_keys(pointer(*keys)) == keys
