"""Where the notes of a review are kept: with the framework in its workspace, or in a file where there is none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pydantic import TypeAdapter, ValidationError

from lexcurric.core.items import REVIEW_NOTE
from lexcurric.core.json_text import canonical
from lexcurric.core.review_notes import Comment, Note, Signed
from lexcurric.files import write_whole
from lexcurric.workspace.given import plain
from lexcurric.workspace.identity import UPSTREAM, kept_now
from lexcurric.workspace.retry import reading, safely, together

if TYPE_CHECKING:
    from lexcurric.workspace.workspace import Workspace

ByChange = dict[str, Note]
Work = Callable[[Note], Note]
_LISTED = TypeAdapter(tuple[Note, ...])


class Notebook(Protocol):
    """Where the notes of one review are kept."""

    review: str
    is_shared: bool

    def signed(self) -> Signed:
        """Who writes here, and the time."""

    def read(self) -> ByChange:
        """The notes, by change."""

    def write(self, work: Mapping[str, Work], what: str) -> ByChange:
        """Does something to the note of each of these changes as it stands now, and gives the notes."""


def comment_of(by: Signed, text: str) -> Comment:
    """A comment, signed. Raises EditError for control characters."""
    return Comment(author=by.author, time=by.time, text=plain(text.strip(), "the comment"))


class WorkspaceNotes:
    """Notes in a workspace: colleagues see them, and each is in the history."""

    is_shared = True

    def __init__(self, workspace: Workspace, soc: str, review: str) -> None:
        self._workspace, self._soc, self.review = workspace, soc, review

    def signed(self) -> Signed:
        """Who writes here, and the time."""
        return Signed(author=self._workspace.author, time=self._workspace.clock())

    def read(self) -> ByChange:
        """The notes, by change."""
        store = self._workspace.store
        state = reading(store, lambda: kept_now(store, self._soc))
        begin = self.review + "\n"
        bodies = [body for (kind, key), body in state.items() if kind == REVIEW_NOTE and key.startswith(begin)]
        return {each.change: each for each in map(Note.model_validate_json, bodies)}

    def write(self, work: Mapping[str, Work], what: str) -> ByChange:
        """Does something to the notes as they stand now: of two comments made at once, both are kept."""
        from lexcurric.store.records import Commit

        store, soc = self._workspace.store, self._soc
        commit = Commit(
            REVIEW_NOTE,
            self._workspace.author,
            self._workspace.clock(),
            detail=canonical({"action": REVIEW_NOTE, "what": what}),
        )

        def carry_out() -> ByChange:
            with together(store):
                store.hold(soc)
                after = _after(self.read(), work, self.review)
                bodies = {
                    (REVIEW_NOTE, note.key): None if note.is_empty else canonical(note.model_dump(mode="json"))
                    for note in (after[change] for change in work)
                }
                store.commit(soc, UPSTREAM, store.head(soc, UPSTREAM), bodies, commit)
            return after

        # Each piece of work is such that doing it again gives the same: a signature, a flag, a comment of its own time.
        return _kept(safely(store, carry_out, None, what, soc))


class FileNotes:
    """Notes in a file, for files that are compared without a workspace."""

    is_shared = False

    def __init__(self, place: Path, review: str, author: str, clock: Callable[[], str]) -> None:
        self.place, self.review, self._author, self._clock = place, review, author, clock

    def signed(self) -> Signed:
        """Who writes here, and the time."""
        return Signed(author=self._author, time=self._clock())

    def read(self) -> ByChange:
        """The notes, by change; none where the file is missing or is no such file."""
        try:
            listed = _LISTED.validate_json(self.place.read_bytes())
        except (OSError, ValidationError):
            return {}
        return {each.change: each for each in listed if each.review == self.review}

    def write(self, work: Mapping[str, Work], what: str) -> ByChange:
        """Does something to the notes as they stand now; `what` is for the log, which a file does not have."""
        after = _kept(_after(self.read(), work, self.review))
        value = [each.model_dump(mode="json") for each in after.values()]
        write_whole(self.place, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))
        return after


def _after(before: ByChange, work: Mapping[str, Work], review: str) -> ByChange:
    return before | {
        change: do(before.get(change) or Note(review=review, change=change)) for change, do in work.items()
    }


def _kept(notes: ByChange) -> ByChange:
    return {key: each for key, each in notes.items() if not each.is_empty}


def reviewers(notes: Iterable[Note]) -> dict[str, Signed]:
    """Who left something, each with the time of the last thing, in the order in which they did."""
    found: dict[str, Signed] = {}
    signed = [each for note in notes for each in (note.reviewed, note.flag, *note.comments) if each is not None]
    for each in sorted(signed, key=lambda one: one.time):
        found[each.author] = Signed(author=each.author, time=each.time)
    return found
