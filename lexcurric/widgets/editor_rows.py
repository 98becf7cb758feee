"""What the statement editor shows of each statement, as plain JSON values."""

from __future__ import annotations

from typing import Any

from lexcurric.core.checks import Finding
from lexcurric.core.model import Content, Statement, Vocabulary


def statement_row(content: Content, statement: Statement, findings: list[dict[str, Any]]) -> dict[str, Any]:
    """A statement, as the list shows it."""
    return {
        "id": statement.id,
        "level": statement.level,
        "position": content.positions.get(statement.id, 0),
        "text": statement.text,
        "tags": list(statement.tags),
        "criterion": content.criterion_labels.get(statement.criterion or "", ""),
        "note": statement.note,
        "findings": findings,
    }


def retired_row(content: Content, statement: Statement) -> dict[str, Any]:
    """A retired statement, with what became of it."""
    heirs = [content.by_id[each] for each in statement.replaced_by if each in content.by_id]
    joined = any(len(each.comes_from) > 1 for each in heirs)
    many = f"Split into {len(heirs)}" if len(heirs) > 1 else "Continued by another"
    went = "Joined with others" if joined else many if heirs else "Retired"
    return {**statement_row(content, statement, []), "went": went}


def vocabulary_view(vocabulary: Vocabulary) -> dict[str, Any]:
    """A vocabulary with its terms, as the filters and the pane of tags show it."""
    return {
        "name": vocabulary.name,
        "label": vocabulary.label or vocabulary.name,
        "required": vocabulary.required,
        "one": vocabulary.scope == "one",
        "open": vocabulary.open,
        "terms": [
            {
                "term": each.term,
                "label": each.label or each.term,
                "description": each.description,
                "colour": each.colour,
            }
            for each in vocabulary.terms
        ],
    }


def finding_row(finding: Finding) -> dict[str, Any]:
    """A finding, as it stands under its statement."""
    return {"rule": finding.rule, "severity": finding.severity.value, "message": finding.message}


def finding_line(finding: Finding) -> str:
    """A finding about the whole framework, in one line."""
    return f"{finding.where}: {finding.message}"
