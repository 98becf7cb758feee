"""The draft as it stands at one revision, kept in memory so that an edit need not read it again."""

from __future__ import annotations

from dataclasses import dataclass

from lexcurric.core.items import ItemKey, content_of, with_items
from lexcurric.core.model import Content

State = dict[ItemKey, str]
Changes = dict[ItemKey, str | None]


@dataclass(frozen=True, slots=True)
class Moment:
    """The draft at revision `head`: its items, and the content that they say."""

    head: int
    state: State
    content: Content

    @classmethod
    def of(cls, head: int, state: State) -> Moment:
        """The moment with this state."""
        return cls(head, state, content_of(state))

    def after(self, head: int, changes: Changes) -> Moment:
        """The moment with these changes in it."""
        return Moment(head, stepped(self.state, changes), with_items(self.content, changes))


def stepped(state: State, changes: Changes) -> State:
    """The state with these changes in it."""
    new = dict(state)
    for key, body in changes.items():
        if body is None:
            new.pop(key, None)
        else:
            new[key] = body
    return new
