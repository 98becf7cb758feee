"""What the alignment's screen shows of a list as a whole: coverage both ways, and what a newer release changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lexcurric.core.alignment.coverage import Covered
from lexcurric.core.alignment.records import KIND_WORDS
from lexcurric.core.alignment.report import place_of
from lexcurric.core.errors import EditError
from lexcurric.widgets.changes import words_value

if TYPE_CHECKING:
    from lexcurric.core.model import Content
    from lexcurric.workspace.aligning import Alignments
    from lexcurric.workspace.framework import Framework


def coverage_view(opened: Alignments, shown: Content, wanted: str = "") -> dict[str, Any]:
    """Coverage both ways, of one kind of thing, such as `task`, or of all."""
    record = opened.coverage.record
    kinds = [each for each in opened.list.kinds if wanted in ("", each.value)]
    return {
        "lines": list(record.lines),
        "kinds": [
            {
                "key": kind.value,
                "words": KIND_WORDS[kind][1],
                "counts": [record.counts(kind)[each] for each in Covered],
                "items": [
                    {
                        "code": each.item.code,
                        "label": each.item.label,
                        "note": each.item.note,
                        "covered": each.covered.value,
                        "places": [place_of(shown, one) for one in each.statements],
                    }
                    for each in record.of_kind(kind)
                ],
            }
            for kind in kinds
        ],
        "statements": {
            "counts": [record.statement_counts[each] for each in Covered],
            "alone": [
                {
                    "id": each.statement.id,
                    "place": place_of(shown, each.statement.id),
                    "text": each.statement.text,
                }
                for each in record.statements
                if each.covered is Covered.NO
            ],
        },
    }


def release_view(opened: Alignments, framework: Framework, shown: Content) -> dict[str, Any]:
    """What a newer release changed of what statements are aligned with. Raises EditError where there is none."""
    news = opened.news
    if news is None:
        raise EditError("there is no newer release to compare")
    return {
        "line": news.line,
        "kept": any(each.list == opened.list for each in framework.alignments),
        "changes": [
            {
                "what": each.fate.value,
                "kind": KIND_WORDS[each.kind][0],
                "code": each.code,
                "words": words_value(each.words),
                "why": each.why,
                "significance": each.significance.value if each.significance else "",
                "statements": [
                    {
                        "id": one.statement,
                        "place": place_of(shown, one.statement) or "retired",
                        "text": one.text,
                    }
                    for one in each.alignments
                ],
            }
            for each in news.changes
        ],
    }
