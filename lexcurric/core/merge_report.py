"""What every report of a merge says, in plain words: headlines, groups, and the texts of the three sides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from pydantic import JsonValue

from lexcurric.core.merge import EMPTY, LEVEL_ORDER, ConflictKind, Decision, DecisionField, MergeRecord, Side
from lexcurric.core.model import replace
from lexcurric.core.report import _fate, became, field_name, one_line, value_text
from lexcurric.core.words import Mark, Words, mark_words

AS_ORIGINAL = "(as the original)"
SAME_WORDING = "(the same wording)"
AS_BEFORE = "as you decided before"
PROPOSED = "Both changes"
Names = Mapping[str, str]
_NO_NAMES: Names = MappingProxyType({})
SIDE_NAMES = {"base": "Original", "ours": "Your version", "theirs": "New export"}
_CHOICES = {Side.OURS: "your version", Side.THEIRS: "the new export", Side.BOTH: "both", Side.EDITED: "write one"}
_STAY_OR_GO = "choose your version (it stays) or the new export (it is retired)"
_CONSEQUENCES = {
    ConflictKind.REWORDED_REMOVED: _STAY_OR_GO,
    ConflictKind.LEFT_OUT: _STAY_OR_GO,
    ConflictKind.REMOVED_REWORDED: "choose your version (it stays retired) or the new export (it comes back)",
    ConflictKind.SPLIT_REMOVED: "choose your version (your parts stay) or the new export (they are retired)",
    ConflictKind.RETIRED_ADDED: "choose your version (it stays retired) or the new export (it comes back)",
    ConflictKind.LEVEL_IN_USE: "choose your version (the level stays) or the new export (yours move with the others)",
    ConflictKind.TAG_IN_USE: "choose your version (they stay) or the new export (no statement has them any more)",
    ConflictKind.CRITERION_IN_USE: "choose your version (it stays) or the new export (no statement has it any more)",
    ConflictKind.ADDED_TWICE: "choose your version, the new export (yours is retired), or both",
    ConflictKind.ADDED_REWORDED: "choose your version (the other stays as it was), the new export (yours goes) or both",
    ConflictKind.REWORDED_ADDED: "choose your version, the new export (in place of your wording), or both",
}
_FRAME = (DecisionField.TAG_NAME, DecisionField.VOCABULARY, DecisionField.CRITERIA, DecisionField.LEVEL_KEYS)
NEEDS_SUBJECT = tuple(DecisionField(name) for name in ("level", "order", "tags", "criterion", "note"))
_MARKED = (DecisionField.WORDING, DecisionField.REMOVED, DecisionField.NOTE, DecisionField.METADATA)


def merge_groups(record: MergeRecord) -> tuple[tuple[str, tuple[Decision, ...]], ...]:
    """The decisions under their headings: open conflicts first, then decided ones, then what follows by itself."""
    settled = [each for each in record.decisions if each.take]
    plain = [each for each in settled if not each.conflict]
    groups = (
        ("Conflicts to decide", record.conflicts),
        ("Conflicts decided", tuple(each for each in settled if each.conflict)),
        ("Will be taken from the new export", tuple(each for each in plain if each.take is not Side.OURS)),
        ("Will stay as in your version", tuple(each for each in plain if each.take is Side.OURS)),
    )
    return tuple((title, decisions) for title, decisions in groups if decisions)


def merge_summary(record: MergeRecord) -> str:
    """How many decisions there are of each sort, on one line; `Nothing to merge` where there are none."""
    said = [f"{len(decisions)} {title[:1].lower()}{title[1:]}" for title, decisions in merge_groups(record)]
    return ", ".join(re.sub(r"^1 conflicts", "1 conflict", each) for each in said) or "Nothing to merge"


def merge_headline(decision: Decision, levels: Names = _NO_NAMES) -> str:
    """What a decision is about, and what to choose from while it is open; `levels` are the names of levels by key."""
    what = decision.conflict.value if decision.conflict else _merge_event(_named(decision, levels), levels)
    return one_line(what[:1].upper() + what[1:] + ("" if decision.take else f": {_choice(decision)}"))


def taken_words(decision: Decision) -> str:
    """The side that a decision takes, such as `takes the new export`, and whether that was decided before."""
    if decision.take is None:
        return "not decided"
    said = f"takes {_CHOICES[decision.take]}"
    if decision.field is DecisionField.TAGS and decision.take is Side.THEIRS:
        said = "takes what either side changed"
    elif decision.take is Side.EDITED:
        said = "takes the wording that you wrote"
    return f"{said}, {AS_BEFORE}" if decision.remembered else said


def _choice(decision: Decision) -> str:
    *some, last = [_CHOICES[each] for each in decision.sides]
    link = ", or " if len(some) > 1 else " or "
    return _CONSEQUENCES.get(decision.conflict or ConflictKind.BOTH_CHANGED, f"choose {', '.join(some)}{link}{last}")


def _merge_event(decision: Decision, levels: Names) -> str:
    field, sizes = decision.field, [len(each) if isinstance(each, list) else 1 for each in _three(decision)]
    if field is DecisionField.METADATA:
        return f"{field_name(decision.subject, dict(levels))} {_fate(decision.base, decision.theirs)}"
    if field in _FRAME:
        return _frame_event(decision)
    if field is DecisionField.CONTINUED:
        return f"{'split' if sizes[2] > sizes[0] else 'joined'}: {became(sizes[0], sizes[2])}"
    if field is DecisionField.LEVEL:
        return f"moved from {value_text(decision.base)} to {value_text(decision.theirs)}"
    if field is DecisionField.ORDER:
        return f"moved from place {value_text(decision.base)} to place {value_text(decision.theirs)}"
    whole = field in (DecisionField.ADDED, DecisionField.REMOVED, DecisionField.LEVEL_REMOVED)
    return "reworded" if field is DecisionField.WORDING else field.value if whole else f"{field.value} changed"


def _frame_event(decision: Decision) -> str:
    if decision.field is DecisionField.LEVEL_KEYS:
        return "levels have other keys; your statements follow, and your names of levels stay"
    if decision.field is DecisionField.TAG_NAME:
        return f"tag renamed: {value_text(decision.base)} is now {value_text(decision.theirs)}"
    if decision.field is DecisionField.CRITERIA and f"/{EMPTY}/" in decision.id:
        return f"criterion {decision.subject}{': no longer' if decision.theirs is None else ''}"
    what = "criterion" if decision.field is DecisionField.CRITERIA else "vocabulary"
    return f"{what} {decision.subject} {_fate(decision.base, decision.theirs)}"


def _three(decision: Decision) -> tuple[JsonValue, JsonValue, JsonValue]:
    return decision.base, decision.ours, decision.theirs


def _named(decision: Decision, levels: Names) -> Decision:
    """The decision with levels by name, where it is about which level something stands in, or about their order."""
    if decision.field is not DecisionField.LEVEL and decision.subject != LEVEL_ORDER:
        return decision
    return replace(
        decision, **dict(zip(SIDE_NAMES, (_by_name(each, levels) for each in _three(decision)), strict=True))
    )


def _by_name(value: JsonValue, levels: Names) -> JsonValue:
    if isinstance(value, list):
        return [_by_name(each, levels) for each in value]
    return levels.get(value, value) if isinstance(value, str) else value


def merge_sides(decision: Decision, levels: Names = _NO_NAMES) -> tuple[tuple[str, tuple[Words, ...]], ...]:
    """
    Each side's name with its texts as runs of words, marked against the original, or said to be as that is.

    `levels` are the names of levels by key.
    """
    decision, found = _named(decision, levels), []
    for (name, title), value in zip(SIDE_NAMES.items(), _three(decision), strict=True):
        if name != "base" and value is not None and value == decision.base:
            texts: tuple[Words, ...] = (((Mark.EQUAL, AS_ORIGINAL),),)
        elif _is_marked(decision, name) and isinstance(value, str) and isinstance(decision.base, str):
            texts = (mark_words(one_line(decision.base), one_line(value)),)
        else:
            items = value if isinstance(value, list) and value else [value]
            texts = tuple(((Mark.EQUAL, _value_of(decision, each)),) for each in items)
        if name == "ours" and decision.own:
            same = (((Mark.EQUAL, SAME_WORDING),),)
            also = tuple(((Mark.EQUAL, one_line(each)),) for each in decision.own)
            texts = (same if value == decision.base else texts) + also
        found.append((title, texts))
    if decision.proposal is not None and decision.is_open:
        found.append((PROPOSED, (mark_words(one_line(str(decision.base)), decision.proposal),)))
    if decision.value is not None:
        found.append(("Written", (((Mark.EQUAL, one_line(decision.value)),),)))
    return tuple(found)


def _is_marked(decision: Decision, side: str) -> bool:
    """True for what became of the original; what we added beside it did not come of it."""
    is_other = decision.conflict is ConflictKind.ADDED_REWORDED and side == "ours"
    return side != "base" and decision.field in _MARKED and not is_other


def _value_of(decision: Decision, value: JsonValue) -> str:
    if decision.field in (DecisionField.ADDED, DecisionField.REMOVED) and value is None:
        return "(not there)"
    return f"place {value}" if decision.field is DecisionField.ORDER else value_text(value)
