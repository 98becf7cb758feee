"""What people decided in the merges of a draft, as its history keeps it, so that nobody is asked the same twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import JsonValue

from lexcurric.core.merge import Decision
from lexcurric.workspace.snapshots import DRAFT

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework


def answer_of(decision: Decision) -> JsonValue:
    """What was taken, on which inputs, and what was written by hand."""
    said: list[JsonValue] = [decision.take.value if decision.take else "", decision.inputs]
    return said if decision.value is None else [*said, decision.value]


def earlier_answers(framework: Framework) -> dict[tuple[str, str], tuple[str, str | None]]:
    """What people decided in the merges of this draft, undone ones too; the latest answer to a question counts."""
    found: dict[tuple[str, str], tuple[str, str | None]] = {}
    for revision in framework.workspace.store.revisions(framework.soc, DRAFT):
        if revision.kind != "merge":
            continue
        detail = json.loads(revision.detail)
        for each in detail.get("chosen", ()):
            take, inputs, *written = detail["decisions"][each]
            found[each, inputs] = (take, written[0] if written else None)
    return found
