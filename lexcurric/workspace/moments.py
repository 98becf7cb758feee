"""The draft as it stands at one revision, kept in memory so that an edit need not read it again."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakValueDictionary

from lexcurric.core.items import ItemKey, content_of, with_items
from lexcurric.core.model import Content

State = dict[ItemKey, str]
Changes = dict[ItemKey, str | None]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Moment:
    """
    The draft at revision `head`: its items, and the content that they say.

    `hash` is the revision's, which names all that was saved up to it; empty for what was never saved just so.
    """

    head: int
    state: State
    content: Content
    hash: str = ""

    @classmethod
    def of(cls, head: int, state: State, digest: str = "") -> Moment:
        """The moment with this state."""
        return cls(head, state, content_of(state), digest)

    def after(self, head: int, changes: Changes, digest: str = "") -> Moment:
        """The moment with these changes in it."""
        return Moment(head, stepped(self.state, changes), with_items(self.content, changes), digest)


Moments = WeakValueDictionary[tuple[str, str], Moment]
"""The moments that somebody in this process has at hand, by framework and hash: nobody has to read them again."""


def stepped(state: State, changes: Changes) -> State:
    """The state with these changes in it."""
    new = dict(state)
    for key, body in changes.items():
        if body is None:
            new.pop(key, None)
        else:
            new[key] = body
    return new
