"""SARIF against what the standard asks for (OASIS SARIF 2.1.0, section 3), as far as it is used here."""

from __future__ import annotations

import json

import jsonschema

from lexcurric.core.checks import Finding, Severity, accept, check
from lexcurric.core.model import Snapshot, replace
from lexcurric.formats.findings import findings_sarif, findings_text
from tests.samples import snapshot

# Required properties and closed sets of values, of the objects that are written.
MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "shortDescription": MESSAGE,
        "help": MESSAGE,
        "defaultConfiguration": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"enabled": {"type": "boolean"}, "level": LEVEL},
        },
    },
}
RESULT = {
    "type": "object",
    "required": ["message", "ruleId", "ruleIndex", "level", "locations", "partialFingerprints"],
    "additionalProperties": False,
    "properties": {
        "message": MESSAGE,
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "locations": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "physicalLocation": {
                        "type": "object",
                        "required": ["artifactLocation"],
                        "properties": {"artifactLocation": {"properties": {"uri": {"format": "uri-reference"}}}},
                    },
                    "logicalLocations": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "additionalProperties": False,
                            "properties": {
                                "name": {"type": "string"},
                                "fullyQualifiedName": {"type": "string"},
                                "kind": {"type": "string"},
                            },
                        },
                    },
                },
            },
        },
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        "properties": {"type": "object"},
        "suppressions": {
            "type": "array",
            "items": {
                "required": ["kind"],
                "additionalProperties": False,
                "properties": {
                    "kind": {"enum": ["inSource", "external"]},
                    "status": {"enum": ["accepted", "underReview", "rejected"]},
                    "justification": {"type": "string"},
                },
            },
        },
    },
}
LOG = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"enum": ["2.1.0"]},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {"rules": {"type": "array", "uniqueItems": True, "items": RULE}},
                            }
                        },
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": RESULT},
                },
            },
        },
    },
}


def checked() -> tuple[Snapshot, tuple[Finding, ...]]:
    made = snapshot(["Understand  <bread>.", "Bread — bake at dawn.", "Bread — bake at dawn."], [])
    (first, *_) = check(made.content)
    return made, check(made.content, accepted=[accept(first, made.content, "as it came", "Ada", "")])


def test_a_log_has_what_the_standard_asks_for() -> None:
    made, found = checked()
    log = json.loads(findings_sarif(found, made))
    jsonschema.Draft202012Validator(LOG, format_checker=jsonschema.FormatChecker()).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [each.rule for each in found]
    assert [each["partialFingerprints"]["lexcurricFinding/v1"] for each in run["results"]] == [e.key for e in found]
    first = run["results"][0]
    assert first["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "as it came"}]
    assert first["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "11-1111.00/L1/1"
    assert all("suppressions" not in each for each in run["results"][1:])


def test_a_file_and_a_framework_are_named_by_an_address() -> None:
    made, found = checked()
    for ref, uri in (
        ("a folder/new.json", "a%20folder/new.json"),
        ("C:\\x\\new.json", "file:///C:/x/new.json"),
        ("11-1111.00@v 1", "lexcurric:11-1111.00@v%201"),
    ):
        log = json.loads(findings_sarif(found, replace(made, ref=ref)))
        places = {
            each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in log["runs"][0]["results"]
        }
        assert places == {uri}


def test_the_text_names_each_statement_once_with_its_findings_and_their_keys() -> None:
    _, found = checked()
    text = findings_text(found, 200)
    assert text.count("Understand <bread>.") == 1
    for each in found:
        assert f"[{each.rule} {each.key}]" in text
    assert "(accepted: as it came)" in text
    assert Severity.WARNING.value in text
    assert max(map(len, findings_text(found, 60).splitlines())) <= 60
