from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from lexcurric.core.export import check_export, content_from_export
from lexcurric.core.export import export_value as value_of
from lexcurric.core.json_text import read_json_text, rewrite
from tests.samples import EXPORTS, export_value


def changed(path: str, value: object) -> dict[str, Any]:
    """The small export with one place changed; `...` removes it."""
    export = copy.deepcopy(export_value(["A — do."], ["B — do."]))
    *way, last = path.split("/")[1:]
    place: Any = export
    for key in way:
        place = place[int(key) if isinstance(place, list) else key]
    if value is ...:
        del place[last]
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return export


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_an_export_goes_through_the_content_and_back_letter_for_letter(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    node, _ = read_json_text(text)
    value = node.plain()
    content = content_from_export(value)
    assert rewrite(text, node, value_of(content, value["framework"]["version"], value["exportedAt"])) == text


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("/schemaVersion", ..., "/schemaVersion: expected this field"),
        ("/schemaVersion", "2.0", "/schemaVersion: expected 1.x, found '2.0'"),
        ("/schemaVersion", 1, "/schemaVersion: expected a text, found a number"),
        ("/occupation", ..., "/occupation: expected this field"),
        ("/occupation", [], "/occupation: expected an object, found a list"),
        ("/occupation/soc", ..., "/occupation/soc: expected this field"),
        ("/occupation/soc", "a@b", "/occupation/soc: expected an occupation code"),
        ("/occupation/soc", "../../etc", "/occupation/soc: expected an occupation code"),
        ("/occupation/title", "", "/occupation/title: expected a text that is not empty"),
        ("/occupation/jobZone", "3", "/occupation/jobZone: expected a whole number, found a text"),
        ("/framework/version", None, "/framework/version: expected a text, found nothing (null)"),
        ("/framework/levels", {}, "/framework/levels: expected at least one level"),
        ("/framework/levels", [], "/framework/levels: expected an object, found a list"),
        ("/framework/levels/l1/label", ..., "/framework/levels/l1/label: expected this field"),
        ("/framework/levels/l1/statements", "A", "/framework/levels/l1/statements: expected a list, found a text"),
        (
            "/framework/levels/l2/statements/0",
            None,
            "/framework/levels/l2/statements/0: expected a text, found nothing",
        ),
        (
            "/framework/levels/l2/statements/0",
            {},
            "/framework/levels/l2/statements/0: expected a text, found an object",
        ),
        ("/sources", "x", "/sources: expected an object, found a text"),
    ],
)
def test_what_is_wrong_is_named_by_pointer_with_what_was_expected(path: str, value: object, expected: str) -> None:
    said = [str(problem) for problem in check_export(changed(path, value))]
    assert len(said) == 1
    assert said[0].startswith(expected)


def test_all_problems_are_said_at_once() -> None:
    export = changed("/framework/version", ...)
    del export["occupation"]["soc"]
    export["framework"]["levels"]["l1"]["statements"] = [1, "A — do.", None]
    assert [problem.where for problem in check_export(export)] == [
        "/occupation/soc",
        "/framework/version",
        "/framework/levels/l1/statements/0",
        "/framework/levels/l1/statements/2",
    ]


@pytest.mark.parametrize(
    "path", ["/exportedAt", "/sources", "/attribution", "/framework/description", "/occupation/jobZone"]
)
def test_a_field_that_nothing_needs_may_be_missing(path: str) -> None:
    assert check_export(changed(path, ...)) == []


@pytest.mark.parametrize("value", ["not an object", [], None, 3])
def test_a_json_value_that_is_no_object_is_refused(value: object) -> None:
    assert "expected an object" in str(check_export(value)[0])


def test_unknown_fields_are_kept_at_every_depth() -> None:
    export = export_value(["A — do."], x={"y": [1, {"z": None}]})
    export["framework"]["levels"]["l1"]["colour"] = "red"
    export["occupation"]["alias"] = ["a"]
    content = content_from_export(export)
    assert value_of(content, "v.1", export["exportedAt"]) == export


def test_equal_statements_both_survive_with_ids_of_their_own() -> None:
    content = content_from_export(export_value(["A — do.", "A — do."], ["A — do."]))
    assert len({statement.id for statement in content.active}) == 3


def test_two_people_who_read_the_same_export_have_the_same_ids() -> None:
    one = content_from_export(export_value(["A — do.", "B — do."]))
    other = content_from_export(export_value(["B\u00a0— do.", "A  — do."]))
    assert {each.id for each in one.active} == {each.id for each in other.active}


@pytest.mark.parametrize("count", [0, 1, 9, 11, 400])
def test_a_level_may_have_any_number_of_statements(count: int) -> None:
    content = content_from_export(export_value([f"Thing {n} — do." for n in range(count)], ["B — do."]))
    assert len(content.by_level["l1"]) == count
    assert [content.positions[each.id] for each in content.by_level["l1"]] == list(range(1, count + 1))
