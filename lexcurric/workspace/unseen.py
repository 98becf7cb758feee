"""What others saved since a designer last looked, in words, for whoever would go on without knowing of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lexcurric.core.errors import StaleDraftError
from lexcurric.workspace.history import detail_of
from lexcurric.workspace.moments import Moment

if TYPE_CHECKING:
    from lexcurric.store.records import Revision
    from lexcurric.workspace.draft import Draft


def refuse_unseen(draft: Draft, now: Moment, done: str, action: str) -> None:
    """Raises StaleDraftError where others changed the draft since it was last shown; it counts as shown by that."""
    unseen = draft.changed_unseen(now)
    if unseen:
        draft.refresh()
        raise StaleDraftError(
            f"{said(draft, unseen)}; nothing was {done}; look again, and {action} if you still want to"
        )


def said(draft: Draft, unseen: Sequence[Revision]) -> str:
    """Who saved how many edits, and what the last of them was."""
    names = list(dict.fromkeys(named(draft, each.author) for each in unseen))
    what = str(detail_of(unseen[-1]).get("what", ""))
    many = (
        "1 edit since you last looked" if len(unseen) == 1 else f"{len(unseen)} edits since you last looked, the last"
    )
    return f"{' and '.join(names)} saved {many}: {what}"


def named(draft: Draft, author: str) -> str:
    """The name of whoever saved, with a word for one's own: another notebook, or somebody with the same name."""
    return f"{author} (you, in another place)" if author == draft.workspace.author else author
