"""Undo and redo: each person's own last edit, as it was before, with everything that others did since left alone."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

from pydantic import JsonValue

from lexcurric.core.errors import StaleDraftError
from lexcurric.core.items import ItemKey, changed_items
from lexcurric.core.json_text import canonical
from lexcurric.workspace import about
from lexcurric.workspace.conflicts import conflict
from lexcurric.workspace.draft import Draft, Edit
from lexcurric.workspace.history import UNDO, Step, UndoStacks, detail_of
from lexcurric.workspace.identity import DRAFT, agreeing, matched_revs
from lexcurric.workspace.moments import Changes, Moment, State, stepped
from lexcurric.workspace.retry import safely, together
from lexcurric.workspace.times import shown_time
from lexcurric.workspace.unseen import named, refuse_unseen

if TYPE_CHECKING:
    from lexcurric.store.records import Revision


def candidates(draft: Draft, direction: str, *, anyone: bool, stacks: UndoStacks | None = None) -> list[Step]:
    """
    What can be undone or redone, the next first: one's own edits.

    Where there is none of one's own, a file, which passes from hand to hand, gives everybody's; a server, where many
    work at once, only if asked for `anyone`. An edit that somebody else has built on is set aside once that was said.
    """
    stacks, me = stacks or draft.stacks(), draft.workspace.author
    own = stacks.waiting(direction, me, anyone=anyone)
    found = own or ([] if draft.store.is_server else stacks.waiting(direction, me, anyone=True))
    return [each for each in found if each.revision.rev not in draft.set_aside]


def label_of(draft: Draft, step: Step) -> str:
    """What an edit was, and whose if it is not one's own."""
    what, author = str(detail_of(step.revision)["what"]), step.revision.author
    return what if author == draft.workspace.author else f"{what} (by {author})"


def step(draft: Draft, direction: str, *, anyone: bool) -> str | None:
    """Undoes or redoes one edit, and says which; None if there is none. Raises ConflictError: see `_refuse_clash`."""
    uid = str(uuid.uuid4())

    def work() -> str | None:
        with together(draft.store):
            return _step(draft, direction, uid, anyone=anyone)

    def landed() -> str | None:
        found = draft.store.find_revision(draft.soc, DRAFT, uid)
        if found is None:
            return None
        draft.refresh()
        return str(detail_of(found)["of"])

    return safely(draft.store, work, landed, "an undo" if direction == UNDO else "a redo", draft.soc)


def _step(draft: Draft, direction: str, uid: str, *, anyone: bool) -> str | None:
    from lexcurric.workspace.corrections import say_again

    found = candidates(draft, direction, anyone=anyone)
    _refuse_unseen(draft, found, direction, anyone=anyone)
    for each in found:
        if each is not found[0]:
            refuse_unseen(draft, draft.newest(), "undone" if direction == UNDO else "redone", direction)
        label, said = label_of(draft, each), detail_of(each.revision).get("said")
        what = f"{'Undid' if direction == UNDO else 'Redid'}: {label}"
        if said is not None:
            say_again(draft.workspace, draft.soc, said, undo=direction == UNDO, what=what)
            draft.matches.look()
        detail: dict[str, JsonValue] = {"target": each.revision.rev, "of": label}
        edit = Edit(direction, what, mine=f"{direction}: {label}", uid=uid, detail=detail)
        way = _Way(draft, each, direction, edit)
        # What others have brought back to what it was already leaves nothing to do; then the one before it is meant.
        if draft.save(edit, way.changes) or said is not None:
            if not each.is_of(draft.workspace.author):
                # What somebody else built on an edit of one's own may be gone by this.
                draft.set_aside.clear()
            return label
    return None


def _refuse_unseen(draft: Draft, found: list[Step], direction: str, *, anyone: bool) -> None:
    """Raises StaleDraftError where another edit is next than was named or shown here: nobody can mean that."""
    unseen = draft.unseen()
    meant = draft.promised.pop((direction, anyone), None) or _expected(draft, unseen, direction, anyone=anyone)
    if not found or found[0].revision.rev == meant:
        return
    done = "undone" if direction == UNDO else "redone"
    draft.refresh()
    next_one = f"nothing was {done}; next is: {label_of(draft, found[0])}; look again, and repeat it if you want that"
    if not unseen:
        raise StaleDraftError(f"what was named is no longer the next to be {done}; {next_one}")
    later = [each for each in unseen if each.rev == found[0].revision.rev] or unseen[-1:]
    author, what = named(draft, later[0].author), detail_of(later[0])["what"]
    raise StaleDraftError(f"{author} saved meanwhile: {what}; {next_one}")


def _expected(draft: Draft, unseen: list[Revision], direction: str, *, anyone: bool) -> int | None:
    """The edit that would be next if nobody had saved since the draft was shown."""
    unknown = {each.rev for each in unseen} - draft.named
    known = [each for each in draft.store.revisions(draft.soc, DRAFT) if each.rev not in unknown] if unknown else None
    found = candidates(draft, direction, anyone=anyone, stacks=None if known is None else UndoStacks(known))
    return found[0].revision.rev if found else None


class _Way:
    """The way back from an edit (or forth again): what each item was, and what it has to be for that still."""

    def __init__(self, draft: Draft, step: Step, direction: str, edit: Edit) -> None:
        self.draft, self.revision, self.edit = draft, step.revision, edit
        self.left, self.wanted = self._ends(is_undo=direction == UNDO)

    def _ends(self, *, is_undo: bool) -> tuple[Changes, Changes]:
        """Each changed item as it must stand now, and as it is wanted; with the ids that their release has now."""
        store, soc, rev = self.draft.store, self.draft.soc, self.revision.rev
        if not matched_revs(store, soc):
            return self._as_written(is_undo=is_undo)
        ends = [store.state(soc, DRAFT, rev - 1), store.state(soc, DRAFT, rev)]
        today = [agreeing(store, soc, each) for each in ends]
        if today == ends:
            return self._as_written(is_undo=is_undo)
        now, then = reversed(today) if is_undo else today
        wanted = changed_items(now, then)
        return {key: now.get(key) for key in wanted}, wanted

    def _as_written(self, *, is_undo: bool) -> tuple[Changes, Changes]:
        changes = self.draft.store.changes(self.draft.soc, DRAFT, self.revision.rev)
        before: Changes = {(each.kind, each.uid): each.before for each in changes}
        after: Changes = {(each.kind, each.uid): each.after for each in changes}
        return (after, before) if is_undo else (before, after)

    def changes(self, now: Moment) -> Changes:
        """What has to be written to the draft as it is now."""
        start = agreeing(self.draft.store, self.draft.soc, now.state)
        wanted = dict(self.wanted)
        self._refuse_clash(now, start, wanted)
        for key in _still_in_use(start, wanted):
            del wanted[key]
        return changed_items(now.state, stepped(start, wanted))

    def _refuse_clash(self, now: Moment, start: State, wanted: Changes) -> None:
        """Raises ConflictError where somebody else has changed the same thing since: theirs would go, too."""
        others = [key for key in wanted if start.get(key) not in (self.left.get(key), wanted[key])]
        for key in others:
            apart = _apart(self.left.get(key), wanted[key], start.get(key)) if key[0] == "statement" else None
            if apart is not None:
                wanted[key] = apart
                continue
            later = self._others_change(key)
            if later is None:
                continue
            if key[0] == "vocabulary" and len(wanted) > 1:
                # A term that came with a tag: the tag goes, and the list stays as others have it now.
                del wanted[key]
                continue
            pair = (about.kept_in(key, self.left.get(key)), about.kept_in(key, start.get(key), now.content))
            author, time = later
            direction = self.edit.action
            hint = (
                f"edit it by hand if you want it as it was before {author} changed it ({shown_time(time)[:16]} UTC); "
                f"{direction} once more goes on with your edit before this one"
            )
            self.draft.set_aside.add(self.revision.rev)
            error = conflict(self.draft, [pair], self.edit.mine, self.revision.rev, hint)
            self.draft.refresh()
            raise error

    def _others_change(self, key: ItemKey) -> tuple[str, str] | None:
        """Who changed an item after this edit, other than its author, and when; the last of them."""
        history = self.draft.store.item_history(self.draft.soc, DRAFT, key)
        later = [each for each, _ in history if each.rev > self.revision.rev and each.author != self.revision.author]
        return (later[-1].author, later[-1].created_at) if later else None


_PLACE = ("level", "rank")
"""Fields that only make sense together."""


def _apart(left: str | None, wanted: str | None, now: str | None) -> str | None:
    """What now stands with only the fields of the step as wanted; None where others have changed one of those."""
    if left is None or wanted is None or now is None:
        return None
    one, two, three = (json.loads(each) for each in (left, wanted, now))
    mine = {name for name in one if one[name] != two.get(name)}
    theirs = {name for name in one if one[name] != three.get(name)}
    if mine & theirs or (mine & set(_PLACE) and theirs & set(_PLACE)):
        return None
    return canonical(three | {name: two[name] for name in mine})


def _still_in_use(start: State, wanted: Changes) -> list[ItemKey]:
    """The criteria and vocabularies of a step that statements, as they will be, need as they are."""
    going = [key for key in wanted if key[0] in ("criterion", "vocabulary")]
    if not going:
        return []
    statements = [json.loads(body) for (kind, _), body in stepped(start, wanted).items() if kind == "statement"]
    criteria = {each["criterion"] for each in statements}
    tags = {tag for each in statements for tag in each["tags"]}
    found = []
    for kind, uid in going:
        body = wanted[kind, uid]
        if kind == "criterion":
            is_needed = body is None and uid in criteria
        else:
            lost = _tags_of(uid, start.get((kind, uid))) - _tags_of(uid, body)
            is_needed = bool(lost & tags)
        if is_needed:
            found.append((kind, uid))
    return found


def _tags_of(name: str, body: str | None) -> set[str]:
    return {f"{name}:{each['term']}" for each in json.loads(body)["terms"]} if body else set()
