"""
What the checks found, as text, JSON and SARIF.

SARIF is the Static Analysis Results Interchange Format, version 2.1.0 (OASIS standard, 2020), which editors and code
hosts show. A statement is a logical location there, an accepted finding a suppressed one.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from lexcurric._version import __version__
from lexcurric.core.checks import RULES, Finding
from lexcurric.core.model import Snapshot

WIDTH = 100
SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_REASONS = {each.id: each.reason for each in RULES}


def findings_text(findings: Sequence[Finding], width: int = WIDTH, *, with_reasons: bool = False) -> str:
    """One block a statement, with its findings below it; the key of each is what `--accept` and `--fix` take."""
    blocks: dict[tuple[str, str], list[Finding]] = {}
    for each in findings:
        blocks.setdefault((each.where, each.text), []).append(each)
    lines = []
    for (where, text), group in blocks.items():
        statement = f" {group[0].statement_id[:8]}" if group[0].statement_id else ""
        lines.append(_filled(f"{where}{statement}: {' '.join(text.split())}" if text else where, "", "    ", width))
        for each in group:
            fixable = " (fix offered)" if each.fix else ""
            state = f" (accepted: {each.accepted})" if each.accepted else ""
            said = f"{each.severity.value}: {each.message}{fixable}{state} [{each.rule} {each.key}]"
            lines.append(_filled(said, "    ", "        ", width))
            if with_reasons:
                lines.append(_filled(_REASONS[each.rule], "        ", "        ", width))
    return "\n".join(lines)


def _filled(text: str, first: str, rest: str, width: int) -> str:
    return textwrap.fill(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def findings_json(findings: Sequence[Finding]) -> str:
    """A list of the findings, with each rule's reason."""
    return json.dumps(findings_value(findings), ensure_ascii=False, indent=2) + "\n"


def findings_value(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The findings as plain values."""
    return [{**each.model_dump(mode="json"), "reason": _REASONS[each.rule]} for each in findings]


def findings_sarif(findings: Sequence[Finding], snapshot: Snapshot) -> str:
    """A SARIF 2.1.0 log with one run; accepted findings are in it as suppressed results."""
    used = [each for each in RULES if any(each.id == finding.rule for finding in findings)]
    place = {each.id: index for index, each in enumerate(used)}
    log = {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "lexcurric",
                        "version": __version__,
                        "rules": [
                            {
                                "id": each.id,
                                "shortDescription": {"text": each.reason},
                                "help": {"text": _help(each.reason, each.bad, each.good)},
                                "defaultConfiguration": {"enabled": each.default_on, "level": each.severity.value},
                            }
                            for each in used
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(each, place[each.rule], snapshot) for each in findings],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _help(reason: str, bad: str, good: str) -> str:
    return f"{reason} Not: “{bad}” But: “{good}”" if bad else reason


def _result(finding: Finding, index: int, snapshot: Snapshot) -> dict[str, Any]:
    level, _, number = finding.where.rpartition(" ")
    names = [snapshot.content.soc, level, number] if finding.statement_id else [snapshot.content.soc, finding.where]
    logical: dict[str, Any] = {
        "name": finding.statement_id or finding.where,
        "fullyQualifiedName": "/".join(names),
        "kind": "statement" if finding.statement_id else "framework",
    }
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(snapshot.ref)}},
        "logicalLocations": [logical],
    }
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": finding.message},
        "locations": [location],
        "partialFingerprints": {"lexcurricFinding/v1": finding.key},
        "properties": {"statement": finding.text, "where": finding.where},
    }
    if finding.fix:
        result["properties"]["fix"] = finding.fix.model_dump(mode="json")
    if finding.accepted:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.accepted}]
    return result


def _uri(ref: str) -> str:
    """A file as a relative or absolute reference; a framework of a workspace as `lexcurric:SOC@LABEL`."""
    if ref.casefold().endswith(".json"):
        path = ref.replace("\\", "/")
        return ("file:///" if path[1:3] == ":/" else "") + quote(path, safe="/:" if path[1:3] == ":/" else "/")
    return "lexcurric:" + quote(ref, safe="@.+")
