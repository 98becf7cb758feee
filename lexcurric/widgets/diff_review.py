"""Reviewing a diff: what changed, looked at, judged and commented, and which statement continues which."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core.diff import Change, MetadataChange
from lexcurric.core.errors import LexcurricError, WorkspaceError
from lexcurric.core.json_text import canonical
from lexcurric.core.judgments import changed_keys, judged_again
from lexcurric.core.report import headline, marks_of, one_line, side_names, value_text
from lexcurric.core.sign_off import Line
from lexcurric.core.words import Mark
from lexcurric.files import file_name
from lexcurric.widgets.base import read_static
from lexcurric.widgets.changes import CHANGE_GROUPS, LOOK, Row, change_head, change_rows, key_of
from lexcurric.widgets.live import Live
from lexcurric.widgets.matches import Matches
from lexcurric.widgets.reviewing import INLINE, REVIEW_GROUP, Reviewing
from lexcurric.workspace import judging
from lexcurric.workspace.preferences import user_name
from lexcurric.workspace.review_notes import FileNotes, Notebook, WorkspaceNotes
from lexcurric.workspace.workspace import now

if TYPE_CHECKING:
    from lexcurric.core.model import Snapshot
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.views import Diff


class DiffReview(Live, Reviewing):
    """
    The changes of a diff on screen, as in `Reviewing`; the filters are the kinds of change, `editorial`, `substantive`,
    `look`, `reviewed`, `unreviewed`, `flagged` and `commented`, the keys of `shown` statement ids and JSON pointers. A
    wrong match is corrected as in `Pairing`.

    What reviewers leave is kept with the framework in its workspace; of files without one, in `reviews/` in the current
    folder. Where one side is a draft, the screen follows what is saved.
    """

    _esm = read_static("common.js", "changes.js", "matches.js", "downloads.js", "reviewing.js", "diff.js")
    _css = read_static("common.css", "changes.css", "matches.css", "reviewing.css")
    groups = {"Review": REVIEW_GROUP, **CHANGE_GROUPS}  # noqa: RUF012 - a ClassVar of the base class

    def __init__(self, diff: Diff, **traits: Any) -> None:
        self.framework = _framework_of(diff)
        workspace = self.framework.workspace if self.framework is not None else None
        self.begin_reviewing(
            _notebook_of(diff, self.framework),
            workspace.url if workspace is not None else ":memory:",
            workspace.preferences if workspace is not None else None,
        )
        if self.framework is not None:
            self.follow(self.framework.workspace.framework(self.framework.soc))
        self._begin(diff)
        self.begin_pairing()
        super().__init__(
            rows=change_rows(diff, self.matches),
            inline=bool(self.preferences.get(INLINE, False)) if self.preferences is not None else False,
        )
        self.fill_states()
        self._narrow()
        for name, value in traits.items():
            setattr(self, name, value)

    def _begin(self, diff: Diff) -> None:
        self.diff = diff
        self.matches = Matches(diff.record, self.framework)
        held = self.framework
        self._judgments = judging.kept(held.workspace.store, held.soc) if held is not None else {}
        self._changes = {key_of(each): each for each in diff.record.changes}
        self._inputs = {key: _inputs(each) for key, each in self._changes.items()}

    def change_of(self, key: str) -> Change | None:
        """The change of statements that a row shows."""
        found = self._changes.get(key)
        return found if isinstance(found, Change) else None

    def show_matches_again(self) -> None:
        """Compares the same two sides again."""
        self._compare_again()

    def _compare_again(self) -> None:
        """Compares anew where the two sides can be read again; what is only here, such as a preview, stays."""
        if self.diff.workspace is None:
            return
        try:
            found = self.diff.workspace.diff(self.diff.old.ref, self.diff.new.ref)
        except LexcurricError:
            return
        if found.record == self.diff.record:
            return
        self._begin(found)
        with self.hold_sync():
            self.selected = [each for each in self.selected if each in self._changes]
            rows = change_rows(found, self.matches)
            if rows != self.rows:
                self.show_rows(rows)
            self.fill_states()
            self.refresh()

    @traitlets.observe("pairing")
    def _choosing(self, _change: object) -> None:
        self.refresh()

    def make_view(self) -> dict[str, Any]:
        """What stands above the changes."""
        return {
            **change_head(self.diff),
            **self.counted(),
            **self.pairing_view(),
            **self.reviewing_view(),
            "undo": self.past[-1].label if self.past else "",
            "news": self.news_view() if self.framework is not None else {"text": "", "more": "", "by": {}},
        }

    def traits_of(self, row: Row) -> set[str]:
        """The filters that a change passes."""
        return {*row["traits"], *self.traits_of_note(row["key"])}

    def static_html(self) -> str:
        """The report, for where no kernel answers."""
        return self.diff._repr_html_()

    def __repr__(self) -> str:
        return f"<DiffReview of {self.diff!r}>"

    # Reviewing

    def inputs_of(self, key: str) -> str:
        """What changes when the texts of a change do."""
        return self._inputs[key]

    def subject_of(self, key: str) -> str:
        """The statement, or the field of the framework."""
        change = self._changes[key]
        return change.text if isinstance(change, Change) else headline(change, self.diff.record.levels)

    def own_state(self, key: str) -> Row:
        """How a change is called now, and its significance."""
        change = self._changes[key]
        weight = change.significance if isinstance(change, Change) else None
        return {
            "headline": headline(change, self.diff.record.levels),
            "significance": str(weight or ""),
            "judged": change.judged if isinstance(change, Change) else "",
        }

    def judge_wordings(self, keys: Sequence[str], significance: str, reason: str) -> Callable[[], None]:
        """Keeps a judgment on rewordings, and gives what takes it back."""
        if self.framework is None:
            raise LexcurricError("these are files without a workspace: import them, and judge the changes there")
        workspace, soc = self.framework.workspace, self.framework.soc
        changes = [found for key in keys if (found := self.change_of(key)) is not None and found.significance]
        if not changes:
            raise LexcurricError("Nothing that is selected was reworded, so there is no rewording to judge")
        before = judging.kept(workspace.store, soc)
        about = [judging.judged_change(each) for each in changes]
        said = judging.say_or_take_back(workspace, soc, about, significance, reason)
        self._weigh()

        def back() -> None:
            judging.put_back(workspace, soc, [each.key for each in said], before)
            self._weigh()

        return back

    def _weigh(self) -> None:
        """Takes over what designers say of rewordings; the rows stay where they are."""
        if self.framework is None:
            return
        from lexcurric.workspace.views import Diff

        held = judging.kept(self.framework.workspace.store, self.framework.soc)
        keys = changed_keys(self._judgments, held)
        self._judgments = held
        if not keys:
            return
        fresh = judged_again(self.diff.record, held, keys)
        self.diff = Diff(self.diff.old, self.diff.new, self.diff.workspace, fresh)
        self.matches.differences = fresh
        before, self._changes = self._changes, {key_of(each): each for each in fresh.changes}
        moved = [key for key, each in self._changes.items() if each is not before[key]]
        known = {row["key"]: row for row in self.rows}
        for key in moved:
            known[key] |= _weight(self._changes[key], fresh.levels)
        self.move_states(moved)

    def line_of(self, row: Row) -> Line:
        """A change for the summary."""
        key = row["key"]
        change = self._changes[key]
        note = self.notes.get(key)
        state = self.own_state(key)
        weight = state["significance"] + (f", as {state['judged']} judged" if state["judged"] else "")
        return Line(
            where=row["section"],
            what=state["headline"],
            words=marks_of(change) or ((Mark.EQUAL, _text_of(change)),),
            outcome="",
            significance=weight,
            is_reviewed=self.is_reviewed(key),
            note=note,
        )

    def sides_of_review(self) -> tuple[str, tuple[Snapshot, Snapshot], tuple[str, str]]:
        """What the summary is called, its two sides, and what those are called."""
        old, new = side_names(self.diff.record)
        title = f"Review of the changes: {self.diff.record.title} ({self.diff.record.soc}), {old} to {new}"
        return title, (self.diff.old, self.diff.new), (old, new)

    # Following

    def do_look(self) -> None:
        """Shows what others changed; the screen asks for it when a designer comes back to it."""
        if any(map(_is_draft, (self.diff.old, self.diff.new))):
            self._compare_again()
        else:
            self._weigh()
        self.look_at_notes()

    def do_shown(self, view: str) -> None:
        """Begins to follow what others save, and gives a screen that is drawn only now all that was done."""
        self.send_moved()
        if self.framework is not None:
            super().do_shown(view)

    def do_hidden(self, view: str) -> None:
        """Follows no more once no browser shows this."""
        if self.framework is not None:
            super().do_hidden(view)

    def catch_up(self, action: str) -> None:
        """Takes note of what others have saved since the last action here."""
        if self.framework is not None:
            super().catch_up(action)


def _weight(change: Change | MetadataChange, levels: dict[str, str]) -> Row:
    """What a row says of a change that was judged."""
    weight = str(change.significance or "") if isinstance(change, Change) else ""
    look = isinstance(change, Change) and change.review
    traits = [each for each in (str(change.kind), weight, LOOK if look else "") if each]
    return {"headline": headline(change, levels), "significance": weight, "traits": traits}


def _text_of(change: Change | MetadataChange) -> str:
    if isinstance(change, MetadataChange):
        return f"{value_text(change.old)} → {value_text(change.new)}"
    return " / ".join(one_line(each.text) for each in change.new or change.old)


def _inputs(change: Change | MetadataChange) -> str:
    """16 hex digits that change when what happened does; which place a statement has got is not what happened."""
    if isinstance(change, MetadataChange):
        said: list[Any] = [change.pointer, change.old, change.new]
    else:
        sides = [
            [[each.id, each.level, each.text, list(each.tags)] for each in side] for side in (change.old, change.new)
        ]
        said = [change.kind.value, list(change.fields), *sides]
    return hashlib.sha256(canonical(said).encode()).hexdigest()[:16]


def _framework_of(diff: Diff) -> Framework | None:
    """The framework that a diff is of, where its workspace is open and has it."""
    try:
        return diff.workspace.framework(diff.record.soc) if diff.workspace is not None else None
    except WorkspaceError:
        return None


def _is_draft(side: Snapshot) -> bool:
    """True for the draft itself, which goes on; also while it says just what a version says."""
    return side.ref == side.content.soc


def _notebook_of(diff: Diff, framework: Framework | None) -> Notebook:
    """Where the notes on a diff are kept: under the versions that are compared; a draft is one thing as it goes on."""
    sides = ["draft" if _is_draft(each) else each.version or each.ref for each in (diff.old, diff.new)]
    if framework is not None:
        return WorkspaceNotes(framework.workspace, framework.soc, "/".join(("diff", framework.soc, *sides)))
    review = "/".join(("diff", diff.record.soc, *sides))
    place = (Path("reviews") / f"{file_name(*review.split('/'), 'notes')}.json").absolute()
    return FileNotes(place, review, user_name(), now)
