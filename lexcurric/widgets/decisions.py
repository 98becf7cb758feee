"""The decisions of a merge as rows of a screen, and the file that a designer's choices are kept in."""

from __future__ import annotations

import contextlib
from pathlib import Path

from lexcurric.core.diff import Change
from lexcurric.core.errors import FileError
from lexcurric.core.merge import Decision, DecisionField, Side
from lexcurric.core.merge_report import AS_ORIGINAL, NEEDS_SUBJECT, merge_sides
from lexcurric.core.model import replace
from lexcurric.core.report import PLEASE_LOOK, field_name, one_line
from lexcurric.core.wording import quoted
from lexcurric.core.words import Mark, Words, mark_words
from lexcurric.files import file_name
from lexcurric.widgets.changes import LOOK, Row, plain_words, words_value
from lexcurric.widgets.matches import Matches
from lexcurric.workspace.merging import MergePlan

_MATCHED = (
    DecisionField.WORDING,
    DecisionField.LEVEL,
    DecisionField.ADDED,
    DecisionField.REMOVED,
    DecisionField.CONTINUED,
)
_TEXTS = (DecisionField.WORDING, DecisionField.NOTE, DecisionField.METADATA)
_BUTTONS = {Side.OURS: "Keep mine", Side.THEIRS: "Take new", Side.BOTH: "Keep both", Side.EDITED: "Edit by hand"}


def decision_rows(plan: MergePlan, matches: Matches) -> list[Row]:
    """The decisions as the screen draws them: conflicts first, each part in reading order."""
    both = (plan.theirs.content, plan.ours.content)
    places = {each.id: place for content in both for place, each in enumerate(content.active)}

    def order(decision: Decision) -> tuple[bool, int]:
        found = [places[each] for each in (*decision.old_ids, *decision.new_ids) if each in places]
        return not decision.conflict, found[0] if found else len(places)

    listed = sorted(plan.decisions, key=order)
    said: set[int] = set()
    return [_row(plan, each) | _match(each, matches, said) for each in listed]


def change_behind(decision: Decision, matches: Matches) -> Change | None:
    """What the new export did that a decision is about, where that is a matter of which statement continues which."""
    if decision.field not in _MATCHED:
        return None
    own = decision.id.removeprefix("statement/").rpartition("/")[0]
    found = [matches.by_id.get(each) for each in (own, *decision.new_ids)]
    return next((each for each in found if each is not None), None)


def _match(decision: Decision, matches: Matches, said: set[int]) -> Row:
    """What a row says of the match behind it; of several decisions on one statement, the first says it."""
    change = change_behind(decision, matches)
    if change is None or id(change) in said:
        return {}
    said.add(id(change))
    return matches.about(change)


def _row(plan: MergePlan, decision: Decision) -> Row:
    wording = decision.proposal or (decision.theirs if isinstance(decision.theirs, str) else decision.ours)
    return {
        "key": decision.id,
        "section": "Conflicts" if decision.conflict else "What the new export brings",
        "where": _where(plan, decision),
        "subject": one_line(decision.subject) if decision.field in NEEDS_SUBJECT else "",
        "look": PLEASE_LOOK if decision.review else "",
        "sides": _sides(in_words(plan, decision), plan.levels),
        "inline": _inline(decision),
        "buttons": [{"side": str(side), "label": _label(decision, side)} for side in decision.sides],
        "draft": str(wording or ""),
        "traits": [str(decision.field), *([LOOK] if decision.review else [])],
    }


def _label(decision: Decision, side: Side) -> str:
    """What a button says; a wording with both changes is offered in the box, to be confirmed there."""
    if side is not Side.EDITED or not decision.conflict:
        return _BUTTONS[side]
    return "Edit by hand (both changes)" if decision.proposal else "Edit by hand (from the new export)"


def _where(plan: MergePlan, decision: Decision) -> str:
    for content, ids in ((plan.ours.content, decision.old_ids), (plan.theirs.content, decision.new_ids)):
        for each in ids:
            if each in content.positions:
                return f"{content.level_label(content.by_id[each].level)}, place {content.positions[each]}"
    return ""


def in_words(plan: MergePlan, decision: Decision) -> Decision:
    """The decision with the names of criteria in place of their ids."""
    if decision.field is not DecisionField.CRITERION:
        return decision
    contents = (plan.theirs.content, plan.ours.content)
    names = {each.id: each.label for content in contents for each in content.criteria}
    sides = {name: getattr(decision, name) for name in ("base", "ours", "theirs")}
    return replace(decision, **{name: names.get(str(value), value) for name, value in sides.items()})


def _sides(decision: Decision, levels: dict[str, str]) -> list[Row]:
    """The texts, marked from the original; that one is left out where there is none, or your version equals it."""
    base, ours, theirs = (
        {"title": title, "note": "", "texts": [words_value(words) for words in texts]}
        for title, texts in merge_sides(decision, levels)[:3]
    )
    if decision.field is DecisionField.REMOVED and decision.ours is None:
        ours["texts"] = [plain_words("(retired)")]
    if ours["texts"] == [plain_words(AS_ORIGINAL)]:
        return [{**ours, "texts": base["texts"], "note": "as the original"}, theirs]
    if decision.base is not None:
        return [base, ours, theirs]
    if isinstance(decision.ours, str) and isinstance(decision.theirs, str):
        theirs["texts"] = [words_value(mark_words(one_line(decision.ours), one_line(decision.theirs)))]
        theirs["note"] = "marked against yours"
    return [ours, theirs]


def _inline(decision: Decision) -> Row | None:
    """Both sides in one text: what taking the new export would do to your version; None where there are not two."""
    ours, theirs = decision.ours, decision.theirs
    if decision.field not in _TEXTS or not (isinstance(ours, str) and isinstance(theirs, str)):
        return None
    title = "From your version to the new export" if ours != decision.base else "What the new export changes"
    return {"title": title, "words": words_value(mark_words(one_line(ours), one_line(theirs)))}


def words_of(decision: Decision) -> Words:
    """What a decision is about in one text: the new wording marked from the original, else what people know it by."""
    new = decision.value if decision.value is not None else decision.theirs
    if isinstance(decision.base, str) and isinstance(new, str):
        return mark_words(one_line(decision.base), one_line(new))
    return ((Mark.EQUAL, one_line(name_of(decision))),)


def name_of(decision: Decision) -> str:
    """What people know a decision by."""
    return field_name(decision.subject) if decision.field is DecisionField.METADATA else decision.subject


# The file that choices are kept in


def file_of(plan: MergePlan) -> Path:
    """`decisions/` beside the workspace's file, or in the current folder where the workspace is not a file."""
    url = plan.framework.workspace.url
    home = Path() if "://" in url or url == ":memory:" else Path(url).expanduser().parent
    return (home / "decisions" / f"{file_name('merge', plan.framework.soc, plan.theirs.version)}.json").absolute()


def load_choices(plan: MergePlan, place: Path, proposed: dict[str, Side | None]) -> str:
    """
    Takes over the choices kept earlier, but for those that a cell has made in this plan; says what did not fit.

    What was remembered from an earlier merge is older than the file.
    """
    if not place.exists():
        return ""
    own = {each.id: each for each in plan.decisions if each.take is not proposed[each.id] and not each.remembered}
    try:
        stale = plan.load(place)
    except FileError as error:
        return _put_aside(place, error)
    plan.decisions = tuple(own.get(each.id, each) for each in plan.decisions)
    if not stale:
        return ""
    named = ", ".join(quoted(each) for each in stale[:3]) + (" …" if len(stale) > 3 else "")
    many = f"{len(stale)} earlier choices no longer fit" if len(stale) > 1 else "An earlier choice no longer fits"
    return f"{many}, because a text has changed since: {named}. Please look at it again."


def _put_aside(place: Path, error: FileError) -> str:
    aside = place.with_suffix(".unreadable.json")
    with contextlib.suppress(OSError):
        place.replace(aside)
        return f"Your earlier choices could not be read, and are kept in {aside}. {error}"
    return f"Your earlier choices could not be read. {error}"
