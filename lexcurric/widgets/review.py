"""Reviewing a merge before it is applied, each choice kept as it is made; and reviewing a diff."""

from __future__ import annotations

from typing import Any, overload

import traitlets

from lexcurric.core.diff import Change, diff
from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.merge import Decision, DecisionField, Side
from lexcurric.core.merge_report import merge_headline, taken_words
from lexcurric.core.report import PLEASE_LOOK, one_line
from lexcurric.core.wording import normal, quoted
from lexcurric.core.words import mark_words
from lexcurric.widgets.base import read_static
from lexcurric.widgets.changes import LOOK, DiffReview, Listing, Row, change_head, change_rows, words_value
from lexcurric.widgets.decisions import change_behind, decision_rows, file_of, in_words, load_choices, name_of
from lexcurric.widgets.live import Live
from lexcurric.widgets.matches import Matches, Pairing
from lexcurric.workspace.identity import kept_corrections
from lexcurric.workspace.merging import MergePlan
from lexcurric.workspace.views import Diff

OPEN, DECIDED, AUTOMATIC = "open", "decided", "automatic"
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
    DecisionField.LEVEL_KEYS: "Level keys",
    DecisionField.TAG_NAME: "Tag renamed",
    DecisionField.VOCABULARY: "Vocabulary",
    DecisionField.CRITERIA: "Criteria",
    DecisionField.METADATA: "About the framework",
}


class Review(Live, Pairing, Listing):
    """
    The decisions of a merge on screen, as in `Listing`; the filters are `open`, `decided`, `automatic`, `look` and the
    fields of decisions, the keys of `shown` are the decisions' ids. A wrong match is corrected as in `Pairing`.

    Each choice is kept at once in a file (`kept_in`), and holds when the same merge is reviewed again.

    - `plan`: the plan that is reviewed; `conflicts`: its decisions that are open.
    - `preview`: is it shown what will change?
    """

    _esm = read_static("common.js", "changes.js", "matches.js", "review.js")
    _css = read_static("common.css", "changes.css", "matches.css", "review.css")
    groups = {  # noqa: RUF012 - a ClassVar of the base class
        "State": {OPEN: "To decide", DECIDED: "Decided", AUTOMATIC: "Taken by itself"},
        "Attention": {LOOK: PLEASE_LOOK},
        "Kind": {str(field): label for field, label in _KINDS.items()},
    }

    preview = traitlets.Bool(False).tag(sync=True)

    def __init__(self, plan: MergePlan, **traits: Any) -> None:
        self._begin(plan)
        self.begin_pairing()
        super().__init__(rows=decision_rows(plan, self.matches))
        self._narrow()
        for name, value in traits.items():
            setattr(self, name, value)

    def _begin(self, plan: MergePlan) -> None:
        self.plan = plan
        self.follow(plan.framework.workspace.framework(plan.framework.soc))
        self.matches = Matches(diff(plan.base, plan.theirs), plan.framework, plan.theirs if plan.file else None)
        self.result: Diff | None = None
        self._past: list[tuple[str, tuple[Decision, ...]]] = []
        self._proposed = {each.id: each.take for each in plan.proposed}
        self.kept_in = file_of(plan)
        self._notice = load_choices(plan, self.kept_in, self._proposed) if plan.decisions else ""
        self._states: dict[str, str] = {}
        self._seen: tuple[Decision, ...] = ()

    @property
    def conflicts(self) -> tuple[Decision, ...]:
        """The decisions that wait for a person."""
        return self.plan.conflicts

    @property
    def is_stale(self) -> bool:
        """True where the draft was edited, or a match corrected, since the merge was planned."""
        framework, plan = self._eyes, self.plan
        if self.result is not None:
            return False
        said = kept_corrections(framework.workspace.store, framework.soc)
        return framework.revision != plan.revision or said != plan.corrections

    # The screen

    def make_view(self) -> dict[str, Any]:
        """Where the review stands; the decisions' texts, which do not change, are in `rows`."""
        plan = self.plan
        conflicts = [each for each in plan.decisions if each.conflict]
        shown = self.preview and self.result is None and bool(plan.decisions)
        return {
            **self.counted(),
            **self.pairing_view(),
            "title": plan.ours.content.title,
            "soc": plan.framework.soc,
            "news": self.news_view(),
            "names": {"ours": plan.ours.version, "theirs": plan.theirs.version, "base": plan.base.version},
            "conflicts": len(conflicts),
            "open": len(plan.conflicts),
            "states": {each.id: self._state(each) for each in plan.decisions},
            "undo": self._past[-1][0] if self._past else self.said[-1][0] if self.said else "",
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
            "headline": merge_headline(in_words(self.plan, decision), self.plan.levels),
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

    @traitlets.observe("preview", "pairing")
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
        self._keep(f"{_DONE[Side(side)]} for {quoted(name_of(chosen))}", before)
        return self._past[-1][0]

    def take_all(self, side: str) -> str:
        """Chooses one side for every open conflict, keeps that in the file, and says how many."""
        before, many = self.plan.decisions, len(self.conflicts)
        self.plan.take_all(side)
        self._keep(f"{_DONE[Side(side)]} for {many} open", before)
        return self._past[-1][0]

    def undo(self) -> str:
        """Takes the last choice, or correction of a match, back, and says which."""
        if not self._past:
            return self.undo_match() if self.said else "There is no choice to undo"
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
        """
        Does what the decisions say, as one edit of the draft, and gives what changed; a second time, does nothing more.

        Raises MergeError and StaleDraftError as MergePlan.apply does.
        """
        if self.result is not None:
            return self.result
        changed = self.plan.apply(message)
        self.result = None if self.plan.is_done else changed
        self.refresh()
        return changed

    def plan_again(self) -> str:
        """Plans the merge on the draft as it stands now; saved decisions hold where their texts are the same."""
        old = self.plan
        self._begin(old.framework.merge(old.file.name if old.file else old.theirs.version))
        self.set_trait("pairing", "")
        self.show_rows(decision_rows(self.plan, self.matches))
        return "Planned again"

    def change_of(self, key: str) -> Change | None:
        """What the new export did that a decision is about, where a match is behind it."""
        found = next((each for each in self.plan.decisions if each.id == key), None)
        return change_behind(found, self.matches) if found is not None else None

    def show_matches_again(self) -> None:
        """Plans the merge again on the corrected match; choices made hold where their texts are the same."""
        self.plan_again()

    @property
    def _is_in_draft(self) -> bool:
        framework = self.plan.framework
        return framework.workspace.diff_base(framework.soc) == self.plan.theirs.version

    @property
    def can_take_back(self) -> bool:
        """True while the merge that was applied here is the last edit of the draft."""
        return self.result is not None and self.plan.framework.undo_label == f"Merged {self.plan.theirs.version}"

    # What the browser asks for

    def do_look(self) -> None:
        """Shows what others changed; the screen asks for it when a designer comes back to it."""
        if self.result is not None and not self._is_in_draft:
            self.plan_again()
            self._notice = (
                "This merge was undone. Your choices are kept: look at them again, and apply it if you want to."
            )

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


def _shown(diff: Diff) -> dict[str, Any]:
    return {**change_head(diff), "rows": change_rows(diff)}


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
