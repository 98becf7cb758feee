"""The draft of a framework as it stands, for people who read the folder: a statement a line, so that git shows it."""

from __future__ import annotations

import re

from lexcurric.core.model import Content, Snapshot, Statement
from lexcurric.core.provenance import provenance

_SPECIAL = re.compile(r"[\\`*_<\[\]]")
_OWNER = ("Owner", "Source", "Credit", "Licence")
_LEFT_OUT = ("Date", "Statements", "Made with", "Occupation")


def render_statements(snapshot: Snapshot) -> str:
    """The statements by level, and where they come from, in Markdown; for reading only."""
    content = snapshot.content
    lines = [f"# {safe(content.title)} ({safe(content.soc)})", ""]
    lines += ["The draft as it stands, for reading; lexcurric writes this file anew, and never reads it."]
    for level in content.levels:
        rows = content.by_level[level.key]
        lines += ["", f"## {safe(level.label)}", "", *[line for each in rows for line in _statement(content, each)]]
    lines += ["", "## Where this comes from", "", *origin_lines(snapshot)]
    return "\n".join(lines) + "\n"


def origin_lines(snapshot: Snapshot) -> list[str]:
    """The version, its hash, the owner, the sources with their credit, and the licence, as a list."""
    return [f"- {label}: {safe(text)}" for label, text in provenance(snapshot).lines if label not in _LEFT_OUT]


def owner_lines(snapshot: Snapshot) -> list[str]:
    """Whose the statements are, and on what terms: what stays the same from edit to edit."""
    return [f"- {label}: {safe(text)}" for label, text in provenance(snapshot).lines if label.startswith(_OWNER)]


def _statement(content: Content, statement: Statement) -> list[str]:
    criterion = next((each.label for each in content.criteria if each.id == statement.criterion), "")
    more = [each for each in (criterion, *statement.tags) if each]
    tags = f" ({safe(', '.join(more))})" if more else ""
    note = [f"  - Note: {safe(statement.note)}"] if statement.note else []
    return [f"- {safe(statement.text)}{tags} `{statement.id[:8]}`", *note]


def safe(text: str) -> str:
    """The text in one line, with the signs of Markdown as plain signs."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))
