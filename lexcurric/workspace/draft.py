"""The draft: reading it, and writing one edit at a time, signed, durable, and undoable."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from lexcurric.core import edits
from lexcurric.core.errors import StaleDraftError
from lexcurric.core.items import LINEAGE, ItemKey, changed_items, content_of, items_of
from lexcurric.core.json_text import canonical
from lexcurric.core.model import Content, Statement
from lexcurric.core.wording import quoted
from lexcurric.workspace.history import REDO, UNDO, UndoStacks, again, detail_of, inverse
from lexcurric.workspace.identity import agreeing
from lexcurric.workspace.snapshots import DRAFT

if TYPE_CHECKING:
    from pydantic import JsonValue

    from lexcurric.workspace.workspace import Workspace

RETRIES = 30
SET_UP = "set up"
"""What the program prepares for a designer is logged, and is not among what she can undo."""
_OWN_KINDS = (UNDO, REDO, "merge", "restore")

State = dict[ItemKey, str]
Changes = dict[ItemKey, str | None]


class Draft:
    """The draft of one framework, as this object last showed it (`seen`, `head`), and the way to change it."""

    def __init__(self, workspace: Workspace, soc: str) -> None:
        self.workspace, self.store, self.soc = workspace, workspace.store, soc
        self.head = 0
        self.seen: Content = self._load()

    def _load(self) -> Content:
        self.head = self.store.head(self.soc, DRAFT)
        self.seen = content_of(self.store.state(self.soc, DRAFT, self.head))
        return self.seen

    def refresh(self) -> Content:
        """The newest content."""
        return self.seen if self.store.head(self.soc, DRAFT) == self.head else self._load()

    def known(self, wanted: str) -> Statement:
        """A statement as it was last shown, so that an edit by somebody else in between is noticed."""
        return self.seen.by_id.get(wanted) or edits.find(self.refresh(), wanted)

    def act(
        self, action: str, what: str, reason: str, touched: list[str], change: Callable[[Content], Content]
    ) -> bool:
        """
        Saves what `change` makes of the newest content, as one edit; False if that is nothing.

        Raises StaleDraftError where somebody else changed a statement in `touched` since it was last shown.
        """
        seen = self.seen

        def changes(state: State) -> Changes:
            content = content_of(state)
            self._guard(seen, content, touched)
            return changed_items(state, items_of(change(content)) | {LINEAGE: state[LINEAGE]})

        return self.write(action, what, reason, changes)

    def _guard(self, seen: Content, now: Content, touched: list[str]) -> None:
        for each in touched:
            before, after = seen.by_id.get(each), now.by_id.get(each)
            if before is not None and after is not None and before != after:
                self.refresh()
                raise StaleDraftError(
                    f"{quoted(before.text)} was changed meanwhile by somebody else; it now reads “{after.text}” "
                    f"({after.level}, {after.status.value}). Nothing was written; look again, and repeat if you still "
                    "want to"
                )

    def write(
        self, action: str, what: str, reason: str, changes: Callable[[State], Changes], **detail: JsonValue
    ) -> bool:
        """Saves the changes that a state asks for as one edit, on the newest state; False if there are none."""
        from lexcurric.store.records import Commit

        kind = "import" if action == SET_UP else action if action in _OWN_KINDS else "edit"
        said = canonical({"action": action, "what": what, **detail})
        for attempt in range(RETRIES):
            head = self.store.head(self.soc, DRAFT)
            new = changes(self.store.state(self.soc, DRAFT, head))
            if not new:
                return False
            commit = Commit(kind, self.workspace.author, self.workspace.clock(), reason, said)
            try:
                self.store.commit(self.soc, DRAFT, head, new, commit)
            except StaleDraftError:
                if attempt == RETRIES - 1:
                    raise
                time.sleep(0.002 * attempt)
                continue
            self.refresh()
            return True
        return False

    def _stacks(self) -> UndoStacks:
        return UndoStacks(self.store.revisions(self.soc, DRAFT))

    def peek(self, direction: str) -> str | None:
        """What an undo or redo would be of."""
        stacks = self._stacks()
        waiting = stacks.done if direction == UNDO else stacks.undone
        return str(detail_of(waiting[-1])["what"]) if waiting else None

    def step(self, direction: str) -> str | None:
        """Undoes or redoes one edit, and says which; None if there is none."""
        stacks = self._stacks()
        waiting = stacks.done if direction == UNDO else stacks.undone
        if not waiting:
            return None
        target = waiting[-1]
        detail = detail_of(target)
        what = str(detail["what"])
        said = f"{'Undid' if direction == UNDO else 'Redid'}: {what}"
        with self.store.transaction():
            if "said" in detail:
                from lexcurric.workspace.corrections import say_again

                say_again(self.workspace, self.soc, detail["said"], undo=direction == UNDO, what=said)
            self.write(direction, said, "", self._step_of(target.rev, direction), target=target.rev)
        return what

    def _step_of(self, rev: int, direction: str) -> Callable[[State], Changes]:
        """What undoing or redoing a revision asks for; its statements have the ids that their release has now."""
        ends = [self.store.state(self.soc, DRAFT, rev - 1), self.store.state(self.soc, DRAFT, rev)]
        today = [agreeing(self.store, self.soc, each) for each in ends]
        if today == ends:
            step = (inverse if direction == UNDO else again)(self.store, self.soc, rev)
        else:
            step = changed_items(*(reversed(today) if direction == UNDO else today))

        def changes(state: State) -> Changes:
            start = agreeing(self.store, self.soc, state)
            wanted = {key: body for key, body in (start | step).items() if body is not None}
            return changed_items(state, wanted)

        return changes
