"""What reviewers do on the screen of a diff or a merge: look, flag, comment, judge, select, and sum up for sign-off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import traitlets

from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.report import one_line
from lexcurric.core.review_notes import Comment, Note, Signed
from lexcurric.core.wording import normal, quoted
from lexcurric.widgets.changes import Row
from lexcurric.widgets.matches import Pairing
from lexcurric.widgets.summing_up import SummingUp
from lexcurric.workspace.preferences import Preferences, home_of
from lexcurric.workspace.review_notes import Notebook, Work, comment_of

if TYPE_CHECKING:
    from lexcurric.core.corrections import Correction

INLINE = "review/inline"
"""The setting that says whether changes are shown inline."""
REVIEW_GROUP = {
    "unreviewed": "Not reviewed",
    "reviewed": "Reviewed",
    "flagged": "For later",
    "commented": "With comments",
}


class Step(NamedTuple):
    """Something that was done on the screen, and what takes it back; `lasts` where that outlives another plan."""

    label: str
    back: Callable[[], object]
    lasts: bool = True


class Reviewing(SummingUp, Pairing):
    """
    A listing whose rows are reviewed. Each can be read and set, and the screen follows:

    - `selected`: the keys of the rows that a choice for several applies to.
    - `inline`: True shows each change as one text, False the two sides beside each other; remembered.

    `states` has, for each row, what changes on it while it is reviewed; `progress` how many rows are reviewed, of how
    many; `notes` what reviewers left. `mark`, `flag`, `comment` and `judge` leave something, `undo` takes it back.
    """

    selected = traitlets.List(traitlets.Unicode()).tag(sync=True)
    states = traitlets.Dict().tag(sync=True)
    inline = traitlets.Bool(False).tag(sync=True)

    _is_acting = False
    preferences: Preferences | None

    def begin_reviewing(self, notebook: Notebook, url: str, preferences: Preferences | None) -> None:
        """Starts with the notes that are there, and nothing to take back."""
        self.notebook, self.preferences = notebook, preferences
        self.home = home_of(url) or Path()
        self.notes: dict[str, Note] = notebook.read()
        self.past: list[Step] = []
        self._has_moved = False
        self._news_of_notes = ""

    def act(self, action: str, arguments: Mapping[str, Any]) -> str:
        """Carries out one action; the screen is drawn once, after it."""
        self._is_acting = True
        try:
            return super().act(action, arguments)
        finally:
            self._is_acting = False

    def refresh(self) -> None:
        """Shows what is there now."""
        if not self._is_acting:
            super().refresh()

    # What a panel of one kind of rows says

    def inputs_of(self, key: str) -> str:
        """What changes when a row is another: a mark holds while it stays."""
        raise NotImplementedError

    def subject_of(self, key: str) -> str:
        """What people know a row by."""
        raise NotImplementedError

    def own_state(self, key: str) -> Row:
        """What changes on a row, beside what reviewers leave."""
        raise NotImplementedError

    def judge_wordings(self, keys: Sequence[str], significance: str, reason: str) -> Callable[[], None]:
        """Keeps a judgment on rows, and gives what takes it back."""
        raise NotImplementedError

    def was_decided(self, key: str) -> bool:
        """True where a person decided something on a row: it counts as reviewed."""
        return False

    # Where the review stands

    def is_reviewed(self, key: str) -> bool:
        """True where somebody looked at the row as it is, or decided it."""
        note = self.notes.get(key)
        return self.was_decided(key) or (note is not None and note.is_reviewed(self.inputs_of(key)))

    @property
    def progress(self) -> tuple[int, int]:
        """How many rows are reviewed, of how many."""
        return sum(self.is_reviewed(row["key"]) for row in self.rows), len(self.rows)

    def state_of_row(self, key: str) -> Row:
        """All that changes on a row while it is reviewed."""
        note = self.notes.get(key)
        seen = note.reviewed if note is not None and note.is_reviewed(self.inputs_of(key)) else None
        return {
            **self.own_state(key),
            "reviewed": self.is_reviewed(key),
            "by": _shown(seen),
            "flag": _shown(note.flag if note else None),
            "comments": [_shown_comment(each, self.notebook.signed().author) for each in note.comments] if note else [],
        }

    def traits_of_note(self, key: str) -> set[str]:
        """The filters that a row passes for what reviewers did."""
        note = self.notes.get(key)
        found = {"reviewed" if self.is_reviewed(key) else "unreviewed"}
        found |= {"flagged"} if note is not None and note.flag is not None else set()
        return found | ({"commented"} if note is not None and note.comments else set())

    def reviewing_view(self) -> Row:
        """What the head of the screen needs."""
        done, every = self.progress
        return {
            "reviewed": done,
            "every": every,
            "flags": sum(each.flag is not None for each in self.notes.values()),
            "comments": sum(len(each.comments) for each in self.notes.values()),
            "shared": self.notebook.is_shared,
            "notes_news": self._news_of_notes,
        }

    def fill_states(self) -> None:
        """States for all rows, to be sent with them."""
        self._has_moved = False
        self.states = {row["key"]: self.state_of_row(row["key"]) for row in self.rows}

    def move_states(self, keys: Iterable[str]) -> None:
        """Tells the browser what is different on some rows, and nothing else."""
        known = self.states
        moved = {key: self.state_of_row(key) for key in dict.fromkeys(keys) if key in known}
        moved = {key: state for key, state in moved.items() if known[key] != state}
        if not moved:
            return
        # In place: a screen that is drawn later asks for all of it, the one that is there gets the difference.
        known.update(moved)
        self._has_moved = True
        self.send({"states": moved})

    def send_moved(self) -> None:
        """Sends all states, for a screen that is drawn only now."""
        if self._has_moved:
            self.send_state("states")

    def look_at_notes(self) -> None:
        """Shows what colleagues left meanwhile."""
        if not self.notebook.is_shared:
            return
        now = self.notebook.read()
        if now == self.notes:
            return
        moved = [key for key in {*now, *self.notes} if now.get(key) != self.notes.get(key)]
        me = self.notebook.signed().author
        authors = [
            comment.author
            for key in moved
            for comment in (now[key].comments if key in now else ())
            if comment.author != me and comment not in (self.notes[key].comments if key in self.notes else ())
        ]
        if authors:
            many = f"{len(authors)} comments" if len(authors) > 1 else "a comment"
            self._news_of_notes = f"{', '.join(dict.fromkeys(authors))} left {many}"
        self.notes = now
        self.move_states(moved)

    # The actions

    def keys_of(self, keys: Iterable[str]) -> list[str]:
        """Whole keys of rows that are there. Raises LexcurricError for others, and where there are none."""
        known = {row["key"] for row in self.rows}
        found = [each if each in known else self._whole(known, each) for each in keys]
        if not found:
            raise EditError("Nothing is selected: tick the changes that are meant first")
        return list(dict.fromkeys(found))

    def _whole(self, known: Iterable[str], wanted: str) -> str:
        found = [key for key in known if len(wanted) >= 8 and key.startswith(wanted)]
        if len(found) != 1:
            raise LexcurricError(f"{len(found)} rows have a key that begins with {wanted!r}; `.rows` lists the keys")
        return found[0]

    def named(self, keys: Sequence[str]) -> str:
        """What rows are called in a sentence."""
        return f"{len(keys)} changes" if len(keys) != 1 else quoted(self.subject_of(keys[0]))

    def mark(self, *keys: str, reviewed: bool = True) -> str:
        """Says that rows were looked at, or were not, and keeps that."""
        found = self.keys_of(keys)
        by = self.notebook.signed() if reviewed else None
        work = {key: partial(_marking, by=by, inputs=self.inputs_of(key)) for key in found}
        return self._leave(work, f"{'Reviewed' if reviewed else 'Not reviewed'}: {self.named(found)}", _mark_back)

    def flag(self, *keys: str, on: bool = True) -> str:
        """Puts rows off for later, or no longer, and keeps that."""
        found = self.keys_of(keys)
        by = self.notebook.signed() if on else None
        work = {key: partial(_flagging, by=by) for key in found}
        return self._leave(work, f"{'Flagged' if on else 'No longer flagged'}: {self.named(found)}", _flag_back)

    def comment(self, key: str, text: str) -> str:
        """Leaves a comment on a row, signed and kept; who reviews it next sees it."""
        (found,) = self.keys_of([key])
        if not normal(text):
            raise EditError("Write a comment first; Escape leaves it")
        said = comment_of(self.notebook.signed(), text)
        return self._leave(
            {found: lambda note: note.commented(said)},
            f"Commented on {self.named([found])}",
            lambda note, _before: note.without(said),
        )

    def uncomment(self, key: str, time: str) -> str:
        """Takes a comment of one's own off a row, by its time."""
        (found,) = self.keys_of([key])
        note, me = self.notes.get(found), self.notebook.signed().author
        said = next((each for each in (note.comments if note else ()) if each.time == time and each.author == me), None)
        if said is None:
            raise EditError("This comment is not there any more, or is somebody else's")
        return self._leave(
            {found: lambda note: note.without(said)},
            f"Took a comment off {self.named([found])}",
            lambda note, _before: note.commented(said),
        )

    def judge(self, *keys: str, significance: str, reason: str = "") -> str:
        """
        Says that rewordings are `editorial` or `substantive`, for every diff and merge; logged, and undone here.

        Without a significance, what was judged is taken back, and what is proposed holds again.
        """
        found = self.keys_of(keys)
        back = self.judge_wordings(found, significance, reason)
        label = f"{significance.capitalize() or 'As proposed'}: {self.named(found)}"
        self.past.append(Step(label, back))
        self.move_states(found)
        self.refresh()
        return label

    def _leave(self, work: Mapping[str, Work], label: str, back: Callable[[Note, Note], Note]) -> str:
        before = dict(self.notes)
        named = {key: partial(_naming, do=do, subject=one_line(self.subject_of(key))) for key, do in work.items()}
        self.notes = self.notebook.write(named, label)
        self.move_states(work)

        def undo() -> None:
            empty = Note(review=self.notebook.review, change="")
            again = {key: partial(_back_to, back=back, before=before.get(key, empty)) for key in work}
            self.notes = self.notebook.write(again, f"Took back: {label}")
            self.move_states(work)

        self.past.append(Step(label, undo))
        self.refresh()
        return label

    def undo(self) -> str:
        """Takes the last thing that was done on this screen back, and says which."""
        if not self.past:
            return "There is nothing to undo"
        step = self.past[-1]
        step.back()
        if self.past and self.past[-1] is step:
            self.past.pop()
        self.refresh()
        return f"Undid: {step.label}"

    def _follow(self, said: Sequence[Correction], before: Iterable[Correction]) -> str:
        label = super()._follow(said, before)
        self.past.append(Step(label, self.undo_match))
        return label

    def undo_match(self) -> str:
        """Takes back what was said last on this screen of matches, and says what."""
        label = self.said[-1][0] if self.said else ""
        answer = super().undo_match()
        at = next((at for at in reversed(range(len(self.past))) if self.past[at].label == label), None)
        if at is not None:
            del self.past[at]
        return answer

    # What the browser asks for

    def do_mark(self, keys: list[str], on: bool = True) -> str:
        """Says that rows were looked at, or were not."""
        return self.mark(*keys, reviewed=on)

    def do_flag(self, keys: list[str], on: bool = True) -> str:
        """Puts rows off for later, or no longer."""
        return self.flag(*keys, on=on)

    def do_comment(self, key: str, text: str) -> str:
        """Leaves a comment."""
        return self.comment(key, text)

    def do_uncomment(self, key: str, time: str) -> str:
        """Takes a comment back."""
        return self.uncomment(key, time)

    def do_judge(self, keys: list[str], significance: str, reason: str = "") -> str:
        """Says that rewordings are editorial or substantive."""
        return self.judge(*keys, significance=significance, reason=reason)

    def do_undo(self) -> str:
        """Takes the last thing back."""
        return self.undo()

    def do_pair(self, old: str, new: str) -> str:
        """Says that two statements, of which one was dropped on the other, are the same."""
        return self.same(old, new)

    # What follows by itself

    @traitlets.validate("selected")
    def _known_rows(self, proposal: Mapping[str, Any]) -> list[str]:
        known = {row["key"] for row in self.rows}
        return [each if each in known else self._whole(known, each) for each in dict.fromkeys(proposal["value"])]

    @traitlets.observe("inline")
    def _remember_layout(self, change: Mapping[str, Any]) -> None:
        if getattr(self, "preferences", None) is not None:
            self.preferences.set(INLINE, bool(change["new"]))  # type: ignore[union-attr]


def _shown(signed: Signed | None) -> Row | None:
    return {"author": signed.author, "time": signed.time} if signed is not None else None


def _shown_comment(comment: Comment, me: str) -> Row:
    return {"author": comment.author, "time": comment.time, "text": comment.text, "own": comment.author == me}


def _naming(note: Note, do: Work, subject: str) -> Note:
    from lexcurric.core.model import replace

    return do(replace(note, subject=subject))


def _marking(note: Note, by: Signed | None, inputs: str) -> Note:
    return note.marked(by, inputs)


def _flagging(note: Note, by: Signed | None) -> Note:
    return note.flagged(by)


def _mark_back(note: Note, before: Note) -> Note:
    return note.marked(before.reviewed, before.inputs)


def _flag_back(note: Note, before: Note) -> Note:
    return note.flagged(before.flag)


def _back_to(note: Note, back: Callable[[Note, Note], Note], before: Note) -> Note:
    return back(note, before)
