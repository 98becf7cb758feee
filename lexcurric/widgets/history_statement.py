"""One statement in the history: found by its words, whose each word is, and its life beside that of its relatives."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from lexcurric.core.diff import ancestors
from lexcurric.core.errors import LexcurricError
from lexcurric.core.report import one_line

if TYPE_CHECKING:
    from lexcurric.core.model import Content
    from lexcurric.workspace.framework import Framework

FOUND_SHOWN = 40
_SHOWN = ("time", "author", "line", "version", "what", "reason", "text", "status")


def found_statements(content: Content, words: str) -> dict[str, Any]:
    """The statements that have these words, in reading order, retired ones last; the first of them, and how many."""
    wanted = words.casefold().split()
    retired = [each for each in content.statements if not each.is_active]
    every = [each for each in (*content.active, *retired) if all(word in each.text.casefold() for word in wanted)]
    rows = [
        {
            "id": each.id,
            "text": one_line(each.text),
            "where": f"{content.level_label(each.level)}, place {content.positions[each.id]}"
            if each.is_active
            else "Retired",
        }
        for each in every[:FOUND_SHOWN]
    ]
    return {"rows": rows, "every": len(every)}


def statement_view(framework: Framework, statement_id: str) -> dict[str, Any]:
    """A statement with whose each word is, and the lives of it and of its relatives, each newest first."""
    content = framework.content
    lives: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in framework.history(statement_id).to_dict("records"):
        shown = {name: row[name] for name in _SHOWN}
        level = content.level_label(str(row["level"]))
        lives[str(row["id"])].insert(0, {**shown, "level": level, "tags": list(row["tags"])})
    order = [statement_id, *(each for each in lives if each != statement_id)]
    return {
        "id": statement_id,
        "text": _text_of(content, statement_id, lives[statement_id]),
        "blame": _blame(framework, statement_id),
        "lives": [
            {
                "id": each,
                "relation": _relation(content, statement_id, each),
                "text": _text_of(content, each, lives[each]),
                "events": lives[each],
            }
            for each in order
            if lives[each]
        ],
    }


def _text_of(content: Content, statement_id: str, events: list[dict[str, Any]]) -> str:
    """What a statement says in the draft; of one that is not in it, what it said last."""
    known = content.by_id.get(statement_id)
    return one_line(known.text if known is not None else str(events[0]["text"]) if events else "")


def _relation(content: Content, statement_id: str, other: str) -> str:
    """How a relative stands to the statement, in words for a heading."""
    own = content.by_id.get(statement_id)
    if other == statement_id:
        return "This statement"
    return (
        "It comes from"
        if own is not None and other in ancestors(content, own)
        else "It goes on as, or shares its beginning with"
    )


def _blame(framework: Framework, statement_id: str) -> list[dict[str, Any]]:
    """Runs of words, each with a number for who changed them last, when and how; empty where that is not known."""
    try:
        rows = framework.blame(statement_id).to_dict("records")
    except LexcurricError:
        return []
    numbers: dict[tuple[Any, ...], int] = {}
    found = []
    for row in rows:
        who = tuple(str(row[name]) for name in ("author", "time", "what", "version", "reason"))
        number = numbers.setdefault(who, len(numbers) + 1)
        found.append(
            {
                "words": row["words"],
                "number": number,
                **dict(zip(("author", "time", "what", "version", "reason"), who, strict=True)),
            }
        )
    return found
