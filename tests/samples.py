"""Sample material for the tests: the bundled exports, the real one where it is at hand, and small ones made here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lexcurric.core.continuity import continue_from
from lexcurric.core.model import Content, Snapshot, replace
from lexcurric.formats.lex_json import parse_export, read_export

ROOT = Path(__file__).parent.parent
OLD = ROOT / "data" / "51-3011.00.v.26.05.json"
NEW = ROOT / "data" / "51-3011.00.v.26.11.json"
CHANGES = ROOT / "data" / "51-3011.00.v.26.05-to-v.26.11.changes.json"
SHARED = ROOT.parent / "shared"
REAL = SHARED / "exports" / "43-6012.00.v.26.05.json"

needs_real = pytest.mark.skipif(not REAL.exists(), reason="the real export is not beside this clone (../shared)")
EXPORTS = [OLD, NEW, pytest.param(REAL, marks=needs_real)]


def export_value(*levels: list[str], version: str = "v.1", soc: str = "11-1111.00", **more: Any) -> dict[str, Any]:
    """A small export: one list of wordings for each level, called L1, L2, …"""
    keyed = {f"l{n}": {"label": f"L{n}", "statements": list(texts)} for n, texts in enumerate(levels, start=1)}
    return {
        "schemaVersion": "1.0",
        "exportedAt": "2026-01-01T00:00:00.000Z",
        "occupation": {"soc": soc, "title": "Testers", "group": "Tests", "sector": "55", "jobZone": 3},
        "framework": {"version": version, "description": "", "contextCovered": "Tests.", "levels": keyed},
        "sources": {"onet": "v30.2 (CC BY 4.0)"},
        "attribution": "© the tests, CC BY 4.0",
        **more,
    }


def export_bytes(*levels: list[str], **more: Any) -> bytes:
    return json.dumps(export_value(*levels, **more), ensure_ascii=False, separators=(",", ":")).encode()


def snapshot(*levels: list[str], **more: Any) -> Snapshot:
    return parse_export(export_bytes(*levels, **more), "made-here.json").snapshot()


def content(*levels: list[str], **more: Any) -> Content:
    return snapshot(*levels, **more).content


def release_of(old: Snapshot, *levels: list[str], **more: Any) -> Snapshot:
    """A later release that continues `old`, its statements matched as an import does."""
    return continued(old, snapshot(*levels, **{"version": "v.2", **more}))


def continued(old: Snapshot, new: Snapshot) -> Snapshot:
    found = continue_from(old.content, new.content)
    return replace(new, **{name: getattr(found, name) for name in type(found).model_fields})


def sample_pair() -> tuple[Snapshot, Snapshot]:
    old = read_export(OLD).snapshot()
    return old, continued(old, read_export(NEW).snapshot())


def known_changes() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CHANGES.read_text(encoding="utf-8"))
    return found
