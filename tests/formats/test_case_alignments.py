"""Alignments handed on: as CASE associations, and in CTDL-ASN, in the shape of the published files."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from lexcurric.core.alignment.records import AlignedList, Alignment, AlignmentState, ItemKind, ListItem, Relation
from lexcurric.core.model import replace
from lexcurric.formats.case_alignments import case_associations
from lexcurric.formats.ctdl_alignments import ctdl_alignments, ctdl_graph
from tests.samples import SHARED, content

CASE_SCHEMA = SHARED / "data" / "formats" / "case-1.1" / "official-case-v1p1-cfpackage.schema.json"
CTDL = SHARED / "data" / "formats" / "ctdl-asn"
SAMPLE = content(["Dough — mix.", "Ovens — load."])
FIRST, SECOND = (each.id for each in SAMPLE.active)
LIST = AlignedList(
    key="onet",
    title="O*NET 30.1 Database",
    url="https://www.onetcenter.org/database.html",
    licence="CC BY 4.0",
    credit="the credit",
    items=(ListItem(code="1", label="Mix.", kind=ItemKind.TASK),),
)


def made(statement: str, code: str, state: AlignmentState = AlignmentState.ACCEPTED, **more: Any) -> Alignment:
    return Alignment(
        statement=statement,
        list="onet",
        kind=ItemKind.TASK,
        code=code,
        state=state,
        label=f"Task {code}",
        author="Ada",
        time="2026-01-02T03:04:05.678Z",
        **more,
    )


ALL = [
    made(FIRST, "1", url="https://x.example/1", score=0.8, why=("both speak of “mix”",)),
    made(FIRST, "2", relation=Relation.EXACT),
    made(SECOND, "1", AlignmentState.REJECTED),
    made(SECOND, "3", AlignmentState.PROPOSED),
]


def test_only_accepted_ones_become_associations_with_the_credit() -> None:
    found = case_associations(SAMPLE, LIST, ALL, "https://case.example/ims/case/v1p1/")
    assert [each["associationType"] for each in found] == ["isRelatedTo", "exactMatchOf"]
    first: Any = found[0]
    assert first["originNodeURI"] == {
        "title": "Dough — mix.",
        "identifier": FIRST,
        "uri": f"https://case.example/ims/case/v1p1/CFItems/{FIRST}",
        "targetType": "CASE",
    }
    assert first["destinationNodeURI"] == {
        "title": "Task 1",
        "identifier": "1",
        "uri": "https://x.example/1",
        "targetType": "ext:onet-task",
    }
    assert first["extensions"]["lexcurric"]["credit"] == "the credit"
    assert case_associations(SAMPLE, LIST, ALL, "https://case.example/ims/case/v1p1") == found


def test_a_thing_without_an_address_gets_a_name_in_place_of_one() -> None:
    last: Any = case_associations(SAMPLE, LIST, [made(FIRST, "a b/ü")])[-1]
    assert last["destinationNodeURI"]["uri"] == "urn:lexcurric:onet:a%20b%2F%C3%BC"
    assert last["uri"] == f"urn:uuid:{last['identifier']}"


@pytest.mark.skipif(not CASE_SCHEMA.exists(), reason="the CASE 1.1 schema is not beside this clone (../shared)")
def test_associations_pass_the_schema_of_case_1_1() -> None:
    schema = json.loads(CASE_SCHEMA.read_bytes())
    part = {"$ref": "#/$defs/CFPckgAssociation", "$defs": schema["$defs"]}
    for key in ("", "https://case.example"):
        for each in case_associations(SAMPLE, LIST, ALL, key):
            jsonschema.Draft201909Validator(part).validate(each)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft201909Validator(part).validate({"identifier": "x"})


def test_ctdl_has_the_alignments_of_each_competency_and_the_credit_of_the_list() -> None:
    assert ctdl_alignments(LIST, ALL) == {
        FIRST: {"ceasn:alignTo": ["https://x.example/1"], "ceasn:exactAlignment": ["urn:lexcurric:onet:2"]}
    }
    graph: Any = ctdl_graph(SAMPLE, LIST, ALL)
    framework, *competencies = graph["@graph"]
    assert framework["ceasn:rights"] == {"en": "the credit"}
    assert framework["ceasn:source"] == [LIST.url]
    assert [each["ceterms:ctid"] for each in competencies] == [f"ce-{FIRST}"]
    assert competencies[0]["ceasn:isPartOf"] == [framework["@id"]]
    assert graph["@id"].endswith("/graph/" + framework["ceterms:ctid"])


@pytest.mark.skipif(not CTDL.exists(), reason="the CTDL-ASN files are not beside this clone (../shared)")
def test_competencies_are_of_the_shape_of_the_registry() -> None:
    known: Any = json.loads((CTDL / "onet-basic-skills.json").read_bytes())
    graph: Any = ctdl_graph(SAMPLE, LIST, ALL)
    assert graph["@context"] == known["@context"]
    schema = json.loads((CTDL / "competency.schema.json").read_bytes())
    definitions = schema["definitions"]
    names = {key for each in definitions.values() for key in each.get("properties", {})} | set(definitions)
    competency = graph["@graph"][1]
    assert {each for each in competency if each.startswith("ceasn:")} <= names
    for name in ("ceasn:alignTo", "ceasn:exactAlignment", "ceasn:isPartOf", "ceasn:competencyText"):
        part = {"$ref": f"#/definitions/{name}", "definitions": definitions}
        jsonschema.Draft4Validator(part).validate(competency[name])


def test_a_statement_that_is_no_more_is_left_out() -> None:
    gone = replace(ALL[0], statement="00000000-0000-0000-0000-000000000000")
    assert case_associations(SAMPLE, LIST, [gone]) == []
    assert len(ctdl_graph(SAMPLE, LIST, [gone])["@graph"]) == 1  # type: ignore[arg-type]
