"""What a sheet that came back was made from: its framework, and the content that it was written of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.items import content_of
from lexcurric.core.model import Content
from lexcurric.core.sheet import SheetReading
from lexcurric.core.sheet_base import choose_base
from lexcurric.core.sheet_cells import text_check
from lexcurric.workspace.identity import DRAFT, content_hashes
from lexcurric.workspace.snapshots import version_snapshot

if TYPE_CHECKING:
    from lexcurric.store.store import Store
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.workspace import Workspace

_LOOKED_AT = 300
"""How many edits back the draft that a sheet was made of is looked for."""


def framework_of(workspace: Workspace, reading: SheetReading, path: Path) -> Framework:
    """
    The framework that a sheet is of: as its facts say, else the one that most of its rows are of.

    Raises FileError where the workspace does not have it, with what it has.
    """
    listed = workspace.store.frameworks()
    if reading.soc in listed:
        return workspace.framework(reading.soc)
    there = f"this workspace has {', '.join(listed[:10])}" if listed else "this workspace is empty"
    if reading.soc:
        what = f"the sheet is of {reading.soc} {reading.version}, and {there}"
        hint = "Name the workspace that it came from with -w, or import that framework first"
        raise FileError(str(path), [Problem("", what)], hint)
    known = {soc: _known(content_of(workspace.store.state(soc, DRAFT)), reading) for soc in listed}
    best = sorted(listed, key=lambda soc: known[soc], reverse=True)[:2]
    if not best or not known[best[0]] or (len(best) > 1 and known[best[0]] == known[best[1]]):
        what = f"nothing in the sheet says which framework it is of; {there}"
        hint = "Write a new edit sheet and copy your changes into it"
        raise FileError(str(path), [Problem("_lexcurric", what)], hint)
    return workspace.framework(best[0])


def _known(content: Content, reading: SheetReading) -> int:
    """How many rows a framework knows, by id or by wording."""
    texts = {text_check(each.text) for each in content.active}
    return sum(row.statement_id in content.by_id or text_check(row.text) in texts for row in reading.rows)


def find_base(store: Store, soc: str, reading: SheetReading) -> Content | None:
    """
    The content that a sheet was made from, by its hash, else the newest that all of its hidden checks agree with.

    A sheet that lost both is taken for one of the framework where that has never been anything else. Else None.
    """
    if reading.sha256:
        found = next((each for each in _candidates(store, soc) if each.sha256 == reading.sha256), None)
        return found or choose_base(reading.rows, _candidates(store, soc))
    if not any(row.row_check for row in reading.rows):
        return content_of(store.state(soc, DRAFT)) if store.head(soc, DRAFT) == 1 else None
    return choose_base(reading.rows, _candidates(store, soc))


def _candidates(store: Store, soc: str) -> Iterator[Content]:
    """What the framework has been: the draft now, then each version, then the draft edit by edit; newest first."""
    head, hashes = store.head(soc, DRAFT), content_hashes(store, soc)
    now = content_of(store.state(soc, DRAFT, head))
    yield now
    seen = {now.sha256}
    for version in reversed(store.versions(soc)):
        if hashes[version.label] not in seen:
            seen.add(hashes[version.label])
            yield version_snapshot(store, soc, version).content
    for rev in range(head - 1, max(0, head - _LOOKED_AT), -1):
        yield content_of(store.state(soc, DRAFT, rev))
