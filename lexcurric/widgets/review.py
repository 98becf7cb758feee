"""Reviewing a merge before it is applied, each choice kept as it is made; and reviewing a diff."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, overload

import traitlets

from lexcurric.core.diff import Change, diff
from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.merge import Decision, DecisionField
from lexcurric.core.merge_report import merge_headline, taken_words
from lexcurric.core.report import PLEASE_LOOK, one_line
from lexcurric.core.sign_off import Line
from lexcurric.core.significance import Significance
from lexcurric.core.words import mark_words
from lexcurric.widgets.base import read_static
from lexcurric.widgets.changes import LOOK, Row, change_head, change_rows, words_value
from lexcurric.widgets.choosing import Choosing
from lexcurric.widgets.chosen import chosen_framework, with_the_choice
from lexcurric.widgets.decisions import change_behind, decision_rows, file_of, in_words, load_choices, name_of, words_of
from lexcurric.widgets.diff_review import DiffReview
from lexcurric.widgets.live import Live
from lexcurric.widgets.matches import Matches
from lexcurric.widgets.reviewing import INLINE, REVIEW_GROUP
from lexcurric.workspace import judging
from lexcurric.workspace.identity import kept_corrections
from lexcurric.workspace.merging import MergePlan
from lexcurric.workspace.review_notes import WorkspaceNotes
from lexcurric.workspace.snapshots import latest_upstream
from lexcurric.workspace.views import Diff

if TYPE_CHECKING:
    from lexcurric.core.model import Snapshot
    from lexcurric.workspace.framework import Framework

OPEN, DECIDED, AUTOMATIC = "open", "decided", "automatic"
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


class Review(Live, Choosing):
    """
    The decisions of a merge on screen, as in `Reviewing`; the filters are `open`, `decided`, `automatic`, `look`,
    `editorial`, `substantive`, `reviewed`, `unreviewed`, `flagged`, `commented` and the fields of decisions, the keys
    of `shown` are the decisions' ids. A wrong match is corrected as in `Pairing`.

    Each choice is kept at once in a file (`kept_in`), and holds when the same merge is reviewed again; what reviewers
    leave is kept with the framework, and colleagues see it.

    - `plan`: the plan that is reviewed; `conflicts`: its decisions that are open.
    - `preview`: is it shown what will change?
    """

    _esm = read_static(
        "common.js", "changes.js", "matches.js", "downloads.js", "reviewing.js", "review_cards.js", "review.js"
    )
    _css = read_static("common.css", "changes.css", "matches.css", "reviewing.css", "review.css")
    groups = {  # noqa: RUF012 - a ClassVar of the base class
        "State": {OPEN: "To decide", DECIDED: "Decided", AUTOMATIC: "Taken by itself"},
        "Review": REVIEW_GROUP,
        "Significance": {str(each): each.value.capitalize() for each in Significance},
        "Attention": {LOOK: PLEASE_LOOK},
        "Kind": {str(field): label for field, label in _KINDS.items()},
    }

    preview = traitlets.Bool(False).tag(sync=True)

    def __init__(self, plan: MergePlan, **traits: Any) -> None:
        workspace = plan.framework.workspace
        review = "/".join(("merge", plan.framework.soc, plan.base.version, plan.theirs.version))
        notebook = WorkspaceNotes(workspace, plan.framework.soc, review)
        self.begin_reviewing(notebook, workspace.url, workspace.preferences)
        self.begin_pairing()
        self._begin(plan)
        super().__init__(rows=decision_rows(plan, self.matches), inline=bool(workspace.preferences.get(INLINE, False)))
        self.fill_states()
        self._narrow()
        for name, value in traits.items():
            setattr(self, name, value)

    @property
    def framework(self) -> Framework:
        """The framework that a release is merged into; set it to review the merge of the newest into another."""
        return self.plan.framework

    @framework.setter
    def framework(self, framework: Framework) -> None:
        plan = framework.merge()
        self._begin_with(plan)
        with self.hold_sync():
            self.selected, self.pairing, self.preview = [], "", False
            self.filter, self.search = [], ""
            self.show_rows(decision_rows(plan, self.matches))
            self.fill_states()
            self.refresh()

    def _begin_with(self, plan: MergePlan) -> None:
        workspace, soc = plan.framework.workspace, plan.framework.soc
        review = "/".join(("merge", soc, plan.base.version, plan.theirs.version))
        self.begin_reviewing(WorkspaceNotes(workspace, soc, review), workspace.url, workspace.preferences)
        self.begin_pairing()
        self._begin(plan)

    def _begin(self, plan: MergePlan) -> None:
        self.plan = plan
        self.follow(plan.framework.workspace.framework(plan.framework.soc))
        self.matches = Matches(diff(plan.base, plan.theirs), plan.framework, plan.theirs if plan.file else None)
        self.result: Diff | None = None
        self.past = [each for each in self.past if each.lasts]
        self._proposed = {each.id: each.take for each in plan.proposed}
        self.kept_in = file_of(plan)
        self._notice = load_choices(plan, self.kept_in, self._proposed) if plan.decisions else ""
        self._seen: tuple[Decision, ...] = ()
        self._by_id: dict[str, Decision] = {}

    def _decision(self, key: str) -> Decision:
        """The decision with this id, as it stands."""
        if self._seen is not self.plan.decisions:
            self._seen = self.plan.decisions
            self._by_id = {each.id: each for each in self._seen}
        return self._by_id[key]

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
        """Where the review stands; the decisions' texts are in `rows`, what was done with each in `states`."""
        plan = self.plan
        shown = self.preview and self.result is None and bool(plan.decisions)
        return {
            **self.counted(),
            **self.pairing_view(),
            **self.reviewing_view(),
            "title": plan.ours.content.title,
            "soc": plan.framework.soc,
            "news": self.news_view(),
            "names": {"ours": plan.ours.version, "theirs": plan.theirs.version, "base": plan.base.version},
            "conflicts": sum(each.conflict is not None for each in plan.decisions),
            "open": len(plan.conflicts),
            "undo": self.past[-1].label if self.past and self.result is None else "",
            "notice": self._notice,
            "tag_notes": list(plan.tag_notes) if self.result is None else [],
            "stale": self.is_stale,
            "done": plan.is_done,
            "kept_in": str(self.kept_in),
            "preview": _shown(plan.preview()) if shown else None,
            "result": _shown(self.result) if self.result is not None else None,
            "can_undo": self.can_take_back,
        }

    def own_state(self, key: str) -> dict[str, Any]:
        """What was chosen for a decision, and what it says now."""
        decision = self._decision(key)
        written = decision.value or ""
        base = decision.base if isinstance(decision.base, str) else ""
        return {
            "take": str(decision.take or ""),
            "said": taken_words(decision),
            "headline": merge_headline(in_words(self.plan, decision), self.plan.levels),
            "value": written,
            "written": words_value(mark_words(one_line(base), one_line(written))) if written else [],
            "state": self._state_of(decision),
            "significance": str(decision.significance or ""),
            "judged": decision.judged,
            "why": one_line(decision.why),
        }

    def _state_of(self, decision: Decision) -> str:
        if decision.is_open:
            return OPEN
        return DECIDED if decision.conflict or decision.take is not self._proposed.get(decision.id) else AUTOMATIC

    def traits_of(self, row: Row) -> set[str]:
        """The filters that a decision passes."""
        decision = self._decision(row["key"])
        weight = {str(decision.significance)} if decision.significance else set[str]()
        return {*row["traits"], self._state_of(decision), *weight, *self.traits_of_note(row["key"])}

    @traitlets.observe("preview", "pairing")
    def _previewed(self, _change: object) -> None:
        self.refresh()

    def static_html(self) -> str:
        """The plan, for where no kernel answers."""
        return self.plan._repr_html_()

    def __repr__(self) -> str:
        return f"<Review of {self.plan!r}>"

    # Reviewing

    def was_decided(self, key: str) -> bool:
        """True where a person chose a side."""
        return self._state_of(self._decision(key)) == DECIDED

    def inputs_of(self, key: str) -> str:
        """What changes when one of the three sides does."""
        return self._decision(key).inputs

    def subject_of(self, key: str) -> str:
        """The statement, or the field of the framework."""
        return name_of(self._decision(key))

    def judge_wordings(self, keys: Sequence[str], significance: str, reason: str) -> Callable[[], None]:
        """Keeps a judgment on what the new export made of wordings, and gives what takes it back."""
        plan, workspace, soc = self.plan, self.plan.framework.workspace, self.plan.framework.soc
        wanted = [each for each in map(self._decision, keys) if each.significance]
        if not wanted:
            raise EditError("Nothing that is selected was reworded, so there is no rewording to judge")
        about = [judging.judged_decision(each, plan.base.content, plan.theirs.content) for each in wanted]
        before = judging.kept(workspace.store, soc)
        said = judging.say_or_take_back(workspace, soc, about, significance, reason)
        plan.weigh_again()

        def back() -> None:
            judging.put_back(workspace, soc, [each.key for each in said], before)
            self.move_states(self.plan.weigh_again())

        return back

    def line_of(self, row: Row) -> Line:
        """A decision for the summary."""
        decision = self._decision(row["key"])
        return Line(
            where=row["where"] or row["section"],
            what=merge_headline(in_words(self.plan, decision), self.plan.levels),
            words=words_of(decision),
            outcome=taken_words(decision),
            significance=(decision.significance or "") + (f", as {decision.judged} judged" if decision.judged else ""),
            is_open=decision.is_open,
            is_reviewed=self.is_reviewed(decision.id),
            note=self.notes.get(decision.id),
        )

    def sides_of_review(self) -> tuple[str, tuple[Snapshot, Snapshot], tuple[str, str]]:
        """What the summary is called, its two sides, and what those are called."""
        plan = self.plan
        title = f"Review of a merge: {plan.ours.content.title} ({plan.framework.soc}), {plan.theirs.version} into "
        names = f"Your version {plan.ours.version}", f"New export {plan.theirs.version}"
        return title + plan.ours.version, (plan.ours, plan.theirs), names

    def notes_for_summary(self) -> tuple[str, ...]:
        """What a required vocabulary asks for."""
        return self.plan.tag_notes

    # The actions

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
        with self.hold_sync():
            rows = decision_rows(self.plan, self.matches)
            known = {row["key"] for row in rows}
            self.selected = [each for each in self.selected if each in known]
            self.show_rows(rows)
            self.fill_states()
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
        elif self.result is None and self.plan.is_done and self._newest != self.plan.theirs.version:
            # There was nothing to merge until now.
            self.framework = self.plan.framework
        self.move_states(self.plan.weigh_again())
        self.look_at_notes()

    @property
    def _newest(self) -> str:
        return latest_upstream(self._eyes.workspace.store, self._eyes.soc).label

    def do_shown(self, view: str) -> None:
        """Begins to follow what others save, and gives a screen that is drawn only now all that was done."""
        self.send_moved()
        super().do_shown(view)

    def do_take(self, id: str, side: str, text: str | None = None) -> str:  # noqa: A002 - the message's own word
        """Chooses a side for one decision."""
        return self.take(id, side, text)

    def do_take_all(self, side: str) -> str:
        """Chooses one side for every open conflict."""
        return self.take_all(side)

    def do_take_many(self, keys: list[str], side: str) -> str:
        """Chooses one side for several decisions."""
        return self.take_many(keys, side)

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
def review(what: MergePlan | None = None) -> Review: ...
@overload
def review(what: Diff) -> DiffReview: ...
def review(what: MergePlan | Diff | None = None) -> Review | DiffReview:
    """
    The screen for deciding a merge, or for reading a diff, to end a cell with; without either, for merging the newest
    release into the framework that is worked on.

    A merge's choices are kept at once in a file, and are there again in the next review of the same merge.
    """
    if what is None:
        return with_the_choice(Review(chosen_framework().merge()))
    if isinstance(what, MergePlan):
        return Review(what)
    if isinstance(what, Diff):
        return DiffReview(what)
    raise LexcurricError(
        f"expected a merge plan or a diff, found {type(what).__name__}: lx.review(fw.merge()), lx.review(fw.diff())"
    )
