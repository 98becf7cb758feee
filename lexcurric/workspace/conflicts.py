"""What two people made of the same thing: found before anything is written, and said with both texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lexcurric.core.errors import Clash, ConflictError
from lexcurric.workspace.about import About, Shown
from lexcurric.workspace.identity import DRAFT
from lexcurric.workspace.times import shown_time

if TYPE_CHECKING:
    from lexcurric.core.items import ItemKey
    from lexcurric.core.model import Content
    from lexcurric.store.records import Revision
    from lexcurric.workspace.draft import Draft

Pair = tuple[Shown | None, Shown | None]


def differences(about: About, before: Content, now: Content) -> list[Pair]:
    """What an action is about and is no longer as it was: as it stood, and as it stands (None: not there)."""
    old, new = about(before), about(now)
    pairs = [(old.get(name), new.get(name)) for name in dict.fromkeys([*old, *new])]
    return [(one, two) for one, two in pairs if _value(one) != _value(two)]


def _value(shown: Shown | None) -> object:
    return None if shown is None else (shown.value,)


def conflict(draft: Draft, pairs: list[Pair], mine: str, after: int, next_step: str = "") -> ConflictError:
    """The error that shows the first of these with both texts; `after` is the revision that was seen last."""
    before, theirs = pairs[0]
    known = before or theirs
    if known is None:
        raise ValueError("a conflict is about something")
    revision = changed_by(draft, known.item, after)
    author, time = (revision.author, revision.created_at) if revision else ("somebody else", "")
    me = draft.workspace.author
    who = (
        f"{author}{' (you, in another place)' if author == me else ''}{f' on {shown_time(time)[:16]}' if time else ''}"
    )
    more = f" (and {len(pairs) - 1} more)" if len(pairs) > 1 else ""
    happened = f"was changed meanwhile by {who}; it now reads {theirs}" if theirs else f"was taken out by {who}"
    end = "" if mine.endswith(".”") else "."
    message = (
        f"{known.subject}{more} {happened}, and you wanted: {mine}{end} Nothing was written; "
        f"{next_step or 'look again, and repeat it if you still want to'}"
    )
    is_other_text = before is None or theirs is None or before.text != theirs.text
    said = [("" if each is None else each.text if is_other_text else str(each)) for each in (before, theirs)]
    return ConflictError(message, Clash(known.subject, said[0], said[1], mine, author, time))


def changed_by(draft: Draft, item: ItemKey, after: int) -> Revision | None:
    """The last revision after one that changed an item, of somebody else if there is one."""
    found = [each for each, _ in draft.store.item_history(draft.soc, DRAFT, item) if each.rev > after]
    others = [each for each in found if each.author != draft.workspace.author]
    listed = others or found
    return listed[-1] if listed else None
