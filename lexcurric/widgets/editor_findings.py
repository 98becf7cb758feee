"""What the editor shows of the checks: the rules in words, and the findings beside their statements."""

from __future__ import annotations

from typing import Any

from lexcurric.core.checks import RULES

RULE_NAMES = {
    "empty": "No wording",
    "grammar": "Not “Object — performance.”",
    "verb": "No verb to observe",
    "several": "Several performances",
    "context": "No condition or standard",
    "passive": "Passive voice",
    "invisible": "Invisible characters",
    "spaces": "Spare spaces",
    "punctuation": "Punctuation",
    "full-stop": "No full stop",
    "length": "Too short or too long",
    "reading": "Hard to read",
    "jargon": "Jargon",
    "inclusive": "Leaves people out",
    "spelling": "Spelling",
    "duplicate": "Twice the same",
    "near-duplicate": "Nearly the same",
    "level": "Empty level",
    "level-size": "Levels of unlike size",
    "required": "Required tag missing",
    "progression": "Progression goes back",
    "attribution": "No owner or source",
    "licence": "No licence",
    "sources-age": "Older source",
}
"""What a rule is called on screen."""


def rules_view() -> dict[str, dict[str, Any]]:
    """Each rule by its id, in the order that findings are listed: what it is called, why it is, and an example."""
    return {
        each.id: {"label": RULE_NAMES[each.id], "reason": each.reason, "bad": each.bad, "good": each.good}
        for each in RULES
    }
