"""
What reviewers leave on the changes of a diff or the decisions of a merge, beside what is decided: looked at, flags,
comments.

A note is of one change in one review. That somebody looked at it holds while its texts stay (`inputs`); comments stay.
"""

from __future__ import annotations

from collections.abc import Mapping

from lexcurric.core.model import Record, replace


class Signed(Record):
    """Who did something, and when."""

    author: str
    time: str


class Comment(Signed):
    """What a reviewer says of a change."""

    text: str


class Note(Record):
    """
    What was left on one change: `review` names what is reviewed, `change` is the change in it, and `subject` what
    people know it by. `reviewed` is who looked at it last, with the `inputs` that were seen; `flag` who wants to come
    back to it.
    """

    review: str
    change: str
    subject: str = ""
    inputs: str = ""
    reviewed: Signed | None = None
    flag: Signed | None = None
    comments: tuple[Comment, ...] = ()

    @property
    def key(self) -> str:
        """What it is kept under."""
        return f"{self.review}\n{self.change}"

    @property
    def is_empty(self) -> bool:
        """True where nothing is left of it."""
        return self.reviewed is None and self.flag is None and not self.comments

    def is_reviewed(self, inputs: str) -> bool:
        """True where somebody looked at the change as it is now."""
        return self.reviewed is not None and self.inputs == inputs

    def marked(self, by: Signed | None, inputs: str) -> Note:
        """The note, with the change looked at, or not."""
        return replace(self, reviewed=by, inputs=inputs if by else "")

    def flagged(self, by: Signed | None) -> Note:
        """The note, with the change put off for later, or no longer."""
        return replace(self, flag=by)

    def commented(self, comment: Comment) -> Note:
        """The note with one comment more."""
        return replace(self, comments=(*self.comments, comment))

    def without(self, comment: Comment) -> Note:
        """The note without a comment."""
        return replace(self, comments=tuple(each for each in self.comments if each != comment))


Notes = Mapping[str, Note]
"""The notes of one review, by change."""
