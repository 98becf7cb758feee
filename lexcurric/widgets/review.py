"""Reviewing a merge before it is applied: each decision with its texts, kept as it is made; and reviewing a diff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.merge import Decision, DecisionField, Side, decide
from lexcurric.core.report import (
    PLEASE_LOOK,
    merge_headline,
    one_line,
    taken_words,
)
from lexcurric.core.wording import normal
from lexcurric.core.words import mark_words
from lexcurric.widgets.base import read_static
from lexcurric.widgets.changes import (
    LOOK,
    Listing,
    Row,
    words_value,
)
from lexcurric.workspace.draft import quoted
from lexcurric.workspace.merging import MergePlan
from lexcurric.workspace.views import Diff

if TYPE_CHECKING:
    pass

OPEN, DECIDED, AUTOMATIC = "open", "decided", "automatic"
_BUTTONS = {Side.OURS: "Keep mine", Side.THEIRS: "Take new", Side.BOTH: "Keep both", Side.EDITED: "Edit by hand"}
_DONE = {Side.OURS: "Kept mine", Side.THEIRS: "Took new", Side.BOTH: "Kept both", Side.EDITED: "Wrote by hand"}
_KINDS = {
    DecisionField.WORDING: "Reworded",
    DecisionField.LEVEL: "Moved",
    DecisionField.ORDER: "Reordered",
    DecisionField.ADDED: "Added",
    DecisionField.REMOVED: "Removed",
    DecisionField.CONTINUED: "Split or joined",
    DecisionField.TAGS: "Retagged",
    DecisionField.CRITERION: "Criterion",
    DecisionField.NOTE: "Note",
    DecisionField.LEVEL_REMOVED: "Level removed",
    DecisionField.METADATA: "About the framework",
}


class Review(Listing):
    """
    The decisions of a merge on screen, as in `Listing`; the filters are `open`, `decided`, `automatic`, `look` and the
    fields of decisions, the keys of `shown` are the decisions' ids.

    Each choice is kept at once in a file (`kept_in`), and holds when the same merge is reviewed again.

    - `plan`: the plan that is reviewed; `conflicts`: its decisions that are open.
    - `preview`: is it shown what will change?
    """

    _esm = read_static("common.js", "changes.js", "review.js")
    _css = read_static("common.css", "changes.css", "review.css")
    groups = {  # noqa: RUF012 - a ClassVar of the base class
        "State": {OPEN: "To decide", DECIDED: "Decided", AUTOMATIC: "Taken by itself"},
        "Kind": {str(field): label for field, label in _KINDS.items()},
        "Attention": {LOOK: PLEASE_LOOK},
    }

    preview = traitlets.Bool(False).tag(sync=True)

    def __init__(self, plan: MergePlan, **traits: Any) -> None:
        self._begin(plan)
        super().__init__(rows=_rows(plan))
        self._narrow()
        for name, value in traits.items():
            setattr(self, name, value)

    def _begin(self, plan: MergePlan) -> None:
        self.plan = plan
        self.result: Diff | None = None
        self._past: list[tuple[str, tuple[Decision, ...]]] = []
        self._proposed = {each.id: each.take for each in decide(plan.base, plan.ours, plan.theirs)}
        self.kept_in = _place(plan)
        self._notice = _load(plan, self.kept_in, self._proposed) if plan.decisions else ""
        self._states: dict[str, str] = {}
        self._seen: tuple[Decision, ...] = ()

    @property
    def conflicts(self) -> tuple[Decision, ...]:
        """The decisions that wait for a person."""
        return self.plan.conflicts

    @property
    def is_stale(self) -> bool:
        """True where the draft was edited since the merge was planned."""
        return self.result is None and self.plan.framework.revision != self.plan.revision

    # The screen

    def make_view(self) -> dict[str, Any]:
        """Where the review stands; the decisions' texts, which do not change, are in `rows`."""
        plan = self.plan
        conflicts = [each for each in plan.decisions if each.conflict]
        shown = self.preview and self.result is None and bool(plan.decisions)
        return {
            **self.counted(),
            "title": plan.ours.content.title,
            "soc": plan.framework.soc,
            "names": {"ours": plan.ours.version, "theirs": plan.theirs.version, "base": plan.base.version},
            "conflicts": len(conflicts),
            "open": len(plan.conflicts),
            "states": {each.id: self._state(each) for each in plan.decisions},
            "undo": self._past[-1][0] if self._past else "",
            "notice": self._notice,
            "stale": self.is_stale,
            "done": plan.is_done,
            "kept_in": str(self.kept_in),
            "preview": _shown(plan.preview()) if shown else None,
            "result": _shown(self.result) if self.result is not None else None,
            "can_undo": self.can_take_back,
        }

    def _state(self, decision: Decision) -> dict[str, Any]:
        written = decision.value or ""
        base = decision.base if isinstance(decision.base, str) else ""
        return {
            "take": str(decision.take or ""),
            "said": taken_words(decision),
            "headline": merge_headline(_in_words(self.plan, decision)),
            "value": written,
            "written": words_value(mark_words(one_line(base), one_line(written))) if written else [],
            "state": self._state_of(decision),
        }

    def _state_of(self, decision: Decision) -> str:
        if decision.is_open:
            return OPEN
        return DECIDED if decision.conflict or decision.take is not self._proposed.get(decision.id) else AUTOMATIC

    def traits_of(self, row: Row) -> set[str]:
        """The filters that a decision passes."""
        if self._seen is not self.plan.decisions:
            self._seen = self.plan.decisions
            self._states = {each.id: self._state_of(each) for each in self._seen}
        return {*row["traits"], self._states.get(row["key"], "")}

    @traitlets.observe("preview")
    def _previewed(self, _change: object) -> None:
        self.refresh()

    def static_html(self) -> str:
        """The plan, for where no kernel answers."""
        return self.plan._repr_html_()

    def __repr__(self) -> str:
        return f"<Review of {self.plan!r}>"

    # The actions

    def take(self, decision: str, side: str, text: str | None = None) -> str:
        """Chooses a side for one decision, keeps that in the file, and says what was chosen."""
        if text is not None and not normal(text):
            raise EditError("Write a wording first; Escape leaves it as it was")
        before = self.plan.decisions
        chosen = self.plan.take(decision, side, text)
        self._keep(f"{_DONE[Side(side)]}: {quoted(_name(chosen))}", before)
        return self._past[-1][0]

    def take_all(self, side: str) -> str:
        """Chooses one side for every open conflict, keeps that in the file, and says how many."""
        before, many = self.plan.decisions, len(self.conflicts)
        self.plan.take_all(side)
        self._keep(f"{_DONE[Side(side)]} for {many} open", before)
        return self._past[-1][0]

    def undo(self) -> str:
        """Takes the last choice back, and says which."""
        if not self._past:
            return "There is no choice to undo"
        label, decisions = self._past[-1]
        before, self.plan.decisions = self.plan.decisions, decisions
        self._save_or(before)
        self._past.pop()
        self.refresh()
        return f"Undid: {label}"

    def _keep(self, label: str, before: tuple[Decision, ...]) -> None:
        self._save_or(before)
        self._past.append((label, before))
        self.refresh()

    def _save_or(self, before: tuple[Decision, ...]) -> None:
        """Saves the decisions; where that fails, they are as before, so that the screen never promises too much."""
        try:
            self.plan.save(self.kept_in)
        except LexcurricError:
            self.plan.decisions = before
            raise

    def apply(self, message: str = "") -> Diff:
        """Does what the decisions say, as one edit of the draft, and gives what changed. See MergePlan.apply."""
        self.result = self.plan.apply(message)
        self.refresh()
        return self.result

    def plan_again(self) -> str:
        """Plans the merge on the draft as it stands now; saved decisions hold where their texts are the same."""
        old = self.plan
        self._begin(old.framework.merge(old.file.name if old.file else old.theirs.version))
        self.show_rows(_rows(self.plan))
        return "Planned again"

    @property
    def can_take_back(self) -> bool:
        """True while the merge that was applied here is the last edit of the draft."""
        return self.result is not None and self.plan.framework.undo_label == f"Merged {self.plan.theirs.version}"

    # What the browser asks for

    def do_look(self) -> None:
        """Shows what others changed; the screen asks for it when a designer comes back to it."""

    def do_take(self, id: str, side: str, text: str | None = None) -> str:  # noqa: A002 - the message's own word
        """Chooses a side for one decision."""
        return self.take(id, side, text)

    def do_take_all(self, side: str) -> str:
        """Chooses one side for every open conflict."""
        return self.take_all(side)

    def do_undo(self) -> str:
        """Takes the last choice back."""
        return self.undo()

    def do_again(self) -> str:
        """Plans the merge on the draft as it stands now."""
        return self.plan_again()

    def do_apply(self, message: str = "") -> str:
        """Does what the decisions say."""
        self.apply(message)
        return f"Merged {self.plan.theirs.version} into your draft"

    def do_take_back(self) -> str:
        """Undoes the merge that was applied here, and plans it again."""
        if not self.can_take_back:
            raise EditError("the draft was edited since; Undo in the editor takes back one edit after the other")
        said = self.plan.framework.undo()
        self.plan_again()
        return f"Undid: {said}"


# A plan's rows


def _rows(plan: MergePlan) -> list[Row]:
    """The decisions as the screen draws them: conflicts first, each part in reading order."""
    both = (plan.theirs.content, plan.ours.content)
    places = {each.id: place for content in both for place, each in enumerate(content.active)}

    def order(decision: Decision) -> tuple[bool, int]:
        found = [places[each] for each in (*decision.old_ids, *decision.new_ids) if each in places]
        return not decision.conflict, found[0] if found else len(places)

    return [_row(plan, each) for each in sorted(plan.decisions, key=order)]


def _row(plan: MergePlan, decision: Decision) -> Row:
    wording = decision.theirs if isinstance(decision.theirs, str) else decision.ours
    return {
        "key": decision.id,
        "section": "Conflicts" if decision.conflict else "What the new export brings",
        "where": _where(plan, decision),
        "subject": one_line(decision.subject) if decision.field in NEEDS_SUBJECT else "",
        "look": PLEASE_LOOK if decision.review else "",
        "sides": _sides(_in_words(plan, decision)),
        "buttons": [{"side": str(side), "label": _BUTTONS[side]} for side in decision.sides],
        "draft": str(wording or ""),
        "traits": [str(decision.field), *([LOOK] if decision.review else [])],
    }


def _where(plan: MergePlan, decision: Decision) -> str:
    for content, ids in ((plan.ours.content, decision.old_ids), (plan.theirs.content, decision.new_ids)):
        for each in ids:
            if each in content.positions:
                return f"{content.level_label(content.by_id[each].level)}, place {content.positions[each]}"
    return ""


def _in_words(plan: MergePlan, decision: Decision) -> Decision:
    """The decision with the names of levels and criteria in place of their keys."""
    contents = (plan.theirs.content, plan.ours.content)
    if decision.field is DecisionField.LEVEL:
        names = {each.key: each.label for content in contents for each in content.levels}
    elif decision.field is DecisionField.CRITERION:
        names = {each.id: each.label for content in contents for each in content.criteria}
    else:
        return decision
    sides = {name: getattr(decision, name) for name in ("base", "ours", "theirs")}
    return replace(decision, **{name: names.get(str(value), value) for name, value in sides.items()})


def _sides(decision: Decision) -> list[Row]:
    """The texts, marked from the original; that one is left out where there is none, or your version equals it."""
    base, ours, theirs = (
        {"title": title, "note": "", "texts": [words_value(words) for words in texts]}
        for title, texts in merge_sides(decision)[:3]
    )
    if ours["texts"] == [plain_words(AS_ORIGINAL)]:
        return [{**ours, "texts": base["texts"], "note": "as the original"}, theirs]
    if decision.base is not None:
        return [base, ours, theirs]
    if isinstance(decision.ours, str) and isinstance(decision.theirs, str):
        theirs["texts"] = [words_value(mark_words(one_line(decision.ours), one_line(decision.theirs)))]
        theirs["note"] = "marked against yours"
    return [ours, theirs]


def _name(decision: Decision) -> str:
    return field_name(decision.subject) if decision.field is DecisionField.METADATA else decision.subject


def _shown(diff: Diff) -> dict[str, Any]:
    return {**change_head(diff), "rows": change_rows(diff)}


# The file that choices are kept in


def _place(plan: MergePlan) -> Path:
    """`decisions/` beside the workspace's file, or in the current folder where the workspace is not a file."""
    url = plan.framework.workspace.url
    home = Path() if "://" in url or url == ":memory:" else Path(url).expanduser().parent
    return (home / "decisions" / f"{file_name('merge', plan.framework.soc, plan.theirs.version)}.json").absolute()


def _load(plan: MergePlan, place: Path, proposed: dict[str, Side | None]) -> str:
    """Takes over the choices kept earlier, but for those that a cell has made in this plan; says what did not fit."""
    if not place.exists():
        return ""
    own = {each.id: each for each in plan.decisions if each.take is not proposed[each.id]}
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


@overload
def review(what: MergePlan) -> Review: ...
@overload
def review(what: Diff) -> DiffReview: ...
def review(what: MergePlan | Diff) -> Review | DiffReview:
    """
    The screen for deciding a merge, or for reading a diff, to end a cell with.

    A merge's choices are kept at once in a file, and are there again in the next review of the same merge.
    """
    if isinstance(what, MergePlan):
        return Review(what)
    if isinstance(what, Diff):
        return DiffReview(what)
    raise LexcurricError(
        f"expected a merge plan or a diff, found {type(what).__name__}: lx.review(fw.merge()), lx.review(fw.diff())"
    )
