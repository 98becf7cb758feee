"""Writes the published JSON Schemas from the records that they describe: `make schemas`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lexcurric.core.corrections import CorrectionFile
from lexcurric.core.diff import Differences
from lexcurric.core.export import Export
from lexcurric.core.merge import MergeRecord

FOLDER = Path(__file__).parent / "schemas"


def schemas() -> dict[str, dict[str, Any]]:
    """Each schema by its file's name."""
    diff = Differences.model_json_schema(by_alias=True)
    # A change leaves out what it has nothing to say about.
    diff["$defs"]["Change"]["required"] = ["kind", "confidence", "review", "old", "new"]
    merge = MergeRecord.model_json_schema(by_alias=True)
    # The file says beside each decision what may be taken, and what the answer was given on.
    decision = merge["$defs"]["Decision"]["properties"]
    decision["sides"] = {"type": "array", "items": {"type": "string"}}
    decision["inputs"] = {"type": "string"}
    return {
        "export-1.schema.json": Export.model_json_schema(),
        "diff-1.schema.json": diff,
        "merge-1.schema.json": merge,
        "matches-1.schema.json": CorrectionFile.model_json_schema(by_alias=True),
    }


def rendered(schema: dict[str, Any]) -> str:
    """The text of a schema's file."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps({**head, **schema}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    for name, schema in schemas().items():
        FOLDER.joinpath(name).write_text(rendered(schema), encoding="utf-8")
