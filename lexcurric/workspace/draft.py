"""The draft: reading it, and writing one edit at a time, signed, durable, and never over somebody else's unseen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lexcurric.core import edits
from lexcurric.core.errors import EditError, StaleDraftError
from lexcurric.core.items import ItemKey, changed_content, changed_items
from lexcurric.core.json_text import canonical
from lexcurric.core.model import Content, Statement
from lexcurric.workspace import about
from lexcurric.workspace.about import About
from lexcurric.workspace.conflicts import conflict, differences
from lexcurric.workspace.given import plain
from lexcurric.workspace.history import REDO, UNDO, UndoStacks
from lexcurric.workspace.matches_seen import MatchesSeen
from lexcurric.workspace.moments import Changes, Moment, State
from lexcurric.workspace.retry import if_it_fails, reading, safely, together
from lexcurric.workspace.snapshots import DRAFT

if TYPE_CHECKING:
    from pydantic import JsonValue

    from lexcurric.store.records import Commit, Revision
    from lexcurric.workspace.workspace import Workspace

TRIES = 5
"""How often a writer tries to be the first; then it waits for its turn."""
FEW = 20
"""Up to so many edits of others are taken in one by one; for more, the whole draft is read."""
SET_UP = "set up"
"""What the program prepares for a designer is logged, and is not among what she can undo."""
_OWN_KINDS = (UNDO, REDO, "merge", "restore")


@dataclass(frozen=True, slots=True)
class Edit:
    """
    What is said of an edit: its action, in a sentence `what`, why, and further `detail`.

    `mine` is the text that its author wanted, for whoever has to choose; without it, `what`. `uid` names the edit, so
    that it is never saved twice; with `at`, it is of that revision or not at all.
    """

    action: str
    what: str
    reason: str = ""
    mine: str = ""
    uid: str = ""
    at: int | None = None
    detail: dict[str, JsonValue] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind of its revision."""
        if self.action == SET_UP:
            return "import"
        return self.action if self.action in _OWN_KINDS else "edit"


class Draft:
    """
    The draft of one framework and the way to change it.

    What was shown last (`seen`, `head`) grows by looking (`refresh`) and by one's own edits; what others saved since is
    not seen yet, and is not written over.
    """

    def __init__(self, workspace: Workspace, soc: str) -> None:
        self.workspace, self.store, self.soc = workspace, workspace.store, soc
        self._kept: Moment | None = None
        self._stacks = UndoStacks()
        self.named: set[int] = set()
        """The edits that were named as what could be undone or redone: those are known, whoever made them."""
        self._others = 0
        self.promised: dict[tuple[str, bool], int] = {}
        """The edit that was named last, by direction and whether anybody's was asked for: that one is meant."""
        self.set_aside: set[int] = set()
        """The edits that cannot be undone, since somebody else has built on them, once that was said."""
        self.matches = MatchesSeen(self.store, soc, workspace.author)
        self._seen = self.newest()

    @property
    def seen(self) -> Content:
        """The content as it was last shown."""
        return self._seen.content

    @property
    def head(self) -> int:
        """The revision that was last shown."""
        return self._seen.head

    def newest(self) -> Moment:
        """The draft as it is now; not yet shown to anybody by that."""
        return reading(self.store, self._read)

    def _read(self) -> Moment:
        head = self.store.head(self.soc, DRAFT)
        if self._kept is None or self._kept.head != head:
            self._kept = self._at(head)
        return self._kept

    def _at(self, head: int) -> Moment:
        """The draft at its newest revision: as somebody here has it at hand, or what came since, or all of it read."""
        digest = self.store.revision(self.soc, DRAFT, head).hash if head else ""
        found = self.workspace.moments.get((self.soc, digest))
        if found is not None:
            return found
        found = self._followed(head, digest) or Moment.of(head, self.store.state(self.soc, DRAFT, head), digest)
        self.workspace.moments[self.soc, digest] = found
        return found

    def _followed(self, head: int, digest: str) -> Moment | None:
        """The draft as it was read last with what was saved since, where that is little."""
        kept = self._kept
        if kept is None or not kept.hash or not 0 < head - kept.head <= FEW:
            return None
        if self.store.revision(self.soc, DRAFT, kept.head).hash != kept.hash:
            return None
        changes: Changes = {}
        for rev in range(kept.head + 1, head + 1):
            changes |= {(each.kind, each.uid): each.after for each in self.store.changes(self.soc, DRAFT, rev)}
        return kept.after(head, changes, digest)

    def unseen(self) -> list[Revision]:
        """The edits since the draft was last shown that were not made through this workspace."""
        listed = reading(self.store, lambda: self.store.revisions(self.soc, DRAFT, after=self.head))
        return [each for each in listed if (self.soc, each.rev) not in self.workspace.made]

    def changed_unseen(self, now: Moment) -> list[Revision]:
        """The unseen edits, where what they made of the draft is not what was last shown."""
        return [] if now.state == self._seen.state else [each for each in self.unseen() if each.rev <= now.head]

    @property
    def items(self) -> State:
        """The items as they were last shown, those beside the content too."""
        return self._seen.state

    @property
    def known_last(self) -> Moment:
        """The draft as it was written or read last, without asking whether that is the newest."""
        return self._kept or self.newest()

    def refresh(self) -> Content:
        """The newest content, which is seen by that."""
        self._seen = self.newest()
        return self.seen

    def known(self, wanted: str) -> Statement:
        """A statement as it was last shown, so that an edit by somebody else in between is noticed."""
        try:
            return edits.find(self.seen, wanted)
        except EditError:
            return edits.find(self.refresh(), wanted)

    # Writing

    def act(
        self,
        edit: Edit,
        concerned: About | None,
        change: Callable[[Content], Content],
    ) -> bool:
        """
        Saves what `change` makes of the newest content, as one edit; False if that is nothing.

        Raises ConflictError where somebody else changed what it is about since that was last shown, unless they made
        the same of it. Without `concerned`, it is about whatever it changes.
        """
        return self.save(edit, lambda now: self._changes(edit, now, concerned, change))

    def _changes(
        self, edit: Edit, now: Moment, concerned: About | None, change: Callable[[Content], Content]
    ) -> Changes:
        if now is not self._seen:
            wanted = _tried(change, self.seen)
            is_about = concerned or about.items(self._touched(now, wanted, change))
            clashes = differences(is_about, self.seen, now.content)
            if clashes and not self._is_done(is_about, now, wanted, change):
                raise self._clash(clashes, edit)
            if clashes:
                self._see(now, (each.item for pair in clashes for each in pair if each))
                return {}
        return changed_content(now.content, change(now.content))

    def _touched(self, now: Moment, wanted: Content | None, change: Callable[[Content], Content]) -> set[ItemKey]:
        after = _tried(change, now.content)
        mine = changed_content(self.seen, wanted) if wanted else {}
        return {*mine, *(changed_content(now.content, after) if after else {})}

    def _is_done(
        self, is_about: About, now: Moment, wanted: Content | None, change: Callable[[Content], Content]
    ) -> bool:
        """True where others made of it just what was wanted, or left nothing of it to do."""
        if wanted is not None and not differences(is_about, wanted, now.content):
            return True
        after = _tried(change, now.content)
        return after is not None and not changed_content(now.content, after)

    def _clash(self, clashes: list[tuple[about.Shown | None, about.Shown | None]], edit: Edit) -> StaleDraftError:
        error = conflict(self, clashes, edit.mine or edit.what, self.head)
        self.refresh()
        return error

    def become(self, edit: Edit, target: State) -> bool:
        """
        Makes the draft equal to a state, as one edit; False if it is that already.

        Raises ConflictError where that would take back what somebody else changed since it was last shown.
        """

        def changes(now: Moment) -> Changes:
            found = changed_items(now.state, target)
            unseen = {key for key in found if self._seen.state.get(key) != now.state.get(key)}
            clashes = differences(about.items(unseen), self.seen, now.content)
            if unseen and not clashes:
                key = next(iter(unseen))
                clashes = [(about.kept_in(key, self._seen.state.get(key)), about.kept_in(key, now.state.get(key)))]
            if clashes:
                raise self._clash(clashes, edit)
            return found

        return self.save(edit, changes)

    def write(self, edit: Edit, changes: Callable[[State], Changes]) -> bool:
        """
        Saves the changes that a state asks for as one edit, on the newest state; False if there are none.

        They are the caller's answer to whatever stands there: nobody's unseen change is looked for.
        """
        return self.save(edit, lambda now: changes(now.state))

    def put(self, edit: Edit, items: Changes) -> bool:
        """
        Makes these items, which are kept beside the content, say what is given, as one edit; False if they do already.

        Raises ConflictError where somebody else made another of one of them since that was last shown.
        """

        def changes(now: Moment) -> Changes:
            wanted = {key: body for key, body in items.items() if now.state.get(key) != body}
            pairs = [
                (about.kept_in(key, self._seen.state.get(key)), about.kept_in(key, now.state.get(key)))
                for key in wanted
                if key in items and now.state.get(key) != self._seen.state.get(key)
            ]
            clashes = [each for each in pairs if _differ(*each)]
            if clashes:
                raise self._clash(clashes, edit)
            return wanted

        return self.save(edit, changes)

    def save(self, edit: Edit, changes: Callable[[Moment], Changes]) -> bool:
        """
        Saves the changes that a moment asks for as one edit, on the newest one; False if there are none.

        A lost connection is waited for, and the edit then looked for before it is written again. Raises StaleDraftError
        where the draft is no longer at the revision that the edit is of.
        """
        from lexcurric.store.records import Commit, new_uid

        plain(edit.reason, "the reason")
        said = canonical({"action": edit.action, "what": edit.what, **edit.detail})
        uid = edit.uid or new_uid()
        commit = Commit(edit.kind, self.workspace.author, self.workspace.clock(), edit.reason, said, uid=uid)
        tried: list[tuple[Moment, Changes]] = []

        def landed() -> bool | None:
            found = self.store.find_revision(self.soc, DRAFT, uid)
            if found is not None and tried:
                self._keep(*tried[-1], found)
            return None if found is None else True

        def work() -> bool:
            return self._save(edit, commit, changes, tried)

        return safely(self.store, work, landed, edit.what, self.soc, lambda: bool(tried))

    def _save(
        self,
        edit: Edit,
        commit: Commit,
        changes: Callable[[Moment], Changes],
        tried: list[tuple[Moment, Changes]],
    ) -> bool:
        for attempt in range(TRIES):
            done = self._try(edit, commit, changes, tried)
            if done is not None:
                return done
            time.sleep(0.002 * attempt)
        with together(self.store):
            self.store.hold(self.soc)
            return bool(self._try(edit, commit, changes, tried))

    def _try(
        self,
        edit: Edit,
        commit: Commit,
        changes: Callable[[Moment], Changes],
        tried: list[tuple[Moment, Changes]],
    ) -> bool | None:
        """True if it was saved, False if nothing was to be saved, None if somebody was faster."""
        now = self._read()
        if edit.at is not None and now.head != edit.at:
            raise StaleDraftError(f"somebody else edited {self.soc} in between; nothing was written, look again")
        new = changes(now)
        if not new:
            return False
        tried.append((now, new))
        try:
            revision = self.store.commit(self.soc, DRAFT, now.head, new, commit)
        except StaleDraftError:
            return None
        if revision is None:
            return False
        self._keep(now, new, revision)
        return True

    def _keep(self, base: Moment, changes: Changes, revision: Revision) -> None:
        """Goes on from what was written, without reading it again; of what others did, nothing is seen by that."""
        before, new = self._seen, base.after(revision.rev, changes, revision.hash)
        self._kept = new
        self.workspace.moments[self.soc, new.hash] = new
        self.promised.clear()
        self.workspace.made.add((self.soc, revision.rev))
        if before is base:
            self._seen = new
        else:
            own = {key: body for key, body in changes.items() if before.state.get(key) == base.state.get(key)}
            self._seen = before.after(before.head, own)
        if_it_fails(self.store, lambda: self._go_back(before, revision.rev))

    def _see(self, now: Moment, keys: Iterable[ItemKey]) -> None:
        self._seen = self._seen.after(self._seen.head, {key: now.state.get(key) for key in keys})

    def _go_back(self, seen: Moment, rev: int) -> None:
        """Forgets what was kept in mind of edits that did not land after all."""
        self.workspace.made.discard((self.soc, rev))
        self._kept, self._stacks, self._seen = None, UndoStacks(), seen

    # Undoing

    def stacks(self) -> UndoStacks:
        """What can be undone and redone; only what came since the last time is read."""

        def read() -> UndoStacks:
            new = self.store.revisions(self.soc, DRAFT, after=self._stacks.rev)
            others = max((each.rev for each in new if each.author != self.workspace.author), default=0)
            if others > self._others:
                # What stood in the way may be gone.
                self._others = others
                self.set_aside.clear()
            self._stacks.read(new)
            return self._stacks

        if_it_fails(self.store, self._forget_stacks)
        return reading(self.store, read)

    def _forget_stacks(self) -> None:
        self._stacks = UndoStacks()

    def peek(self, direction: str, *, anyone: bool = False) -> str | None:
        """What an undo or redo would be of."""
        from lexcurric.workspace.undo import candidates, label_of

        waiting = candidates(self, direction, anyone=anyone)
        self.promised.pop((direction, anyone), None)
        if not waiting:
            return None
        self.named.add(waiting[0].revision.rev)
        self.promised[direction, anyone] = waiting[0].revision.rev
        return label_of(self, waiting[0])

    def step(self, direction: str, *, anyone: bool = False) -> str | None:
        """Undoes or redoes one edit, and says which; None if there is none."""
        from lexcurric.workspace.undo import step

        return step(self, direction, anyone=anyone)


def _differ(before: about.Shown | None, now: about.Shown | None) -> bool:
    return (before and before.value) != (now and now.value)


def _tried(change: Callable[[Content], Content], content: Content) -> Content | None:
    try:
        return change(content)
    except EditError:
        return None
