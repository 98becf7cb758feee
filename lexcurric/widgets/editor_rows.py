"""What the statement editor shows of each statement, as plain JSON values."""

from __future__ import annotations

from typing import Any

from lexcurric.core.model import Content, Statement


def statement_row(content: Content, statement: Statement, beside: dict[str, Any]) -> dict[str, Any]:
    """A statement, as the list shows it; `beside` are its findings and what changed in it (see `Checked`)."""
    return {
        "id": statement.id,
        "level": statement.level,
        "position": content.positions.get(statement.id, 0),
        "text": statement.text,
        "tags": list(statement.tags),
        "criterion": content.criterion_labels.get(statement.criterion or "", ""),
        "note": statement.note,
        **beside,
    }


def retired_row(content: Content, statement: Statement) -> dict[str, Any]:
    """A retired statement, with what became of it."""
    heirs = [content.by_id[each] for each in statement.replaced_by if each in content.by_id]
    joined = any(len(each.comes_from) > 1 for each in heirs)
    many = f"Split into {len(heirs)}" if len(heirs) > 1 else "Continued by another"
    went = "Joined with others" if joined else many if heirs else "Retired"
    return {**statement_row(content, statement, {"findings": []}), "went": went}
