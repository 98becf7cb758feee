"""Undo and redo on a screen: whose edit it would be is said first, and somebody else's is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lexcurric.widgets.base import AskFirstError
from lexcurric.workspace.history import REDO, UNDO, detail_of
from lexcurric.workspace.undo import candidates, label_of

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.history import Step

_VERBS = {UNDO: "Undo", REDO: "Redo"}


class Steps:
    """The next undo and redo of a framework, as a screen shows them and carries them out."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._asked: dict[str, int] = {}

    def view(self) -> dict[str, str | None]:
        """What each would be of, and the words of its button, which begin with whose edit it is if it is another's."""
        found: dict[str, str | None] = {}
        for direction in (UNDO, REDO):
            step = self._next(direction)
            found[direction] = label_of(self._framework.draft, step) if step else None
            found[f"{direction}_words"] = self._words(direction, step)
            if step is None or step.revision.rev != self._asked.get(direction):
                self._asked.pop(direction, None)
        return found

    def take(self, direction: str) -> str | None:
        """Undoes or redoes one edit, and says which; None if there is none. Another's raises AskFirstError once."""
        step = self._next(direction)
        if step is not None and not step.is_of(self._me):
            self._ask(direction, step)
        self._asked.clear()
        return self._framework.undo() if direction == UNDO else self._framework.redo()

    @property
    def _me(self) -> str:
        return self._framework.workspace.author

    def _next(self, direction: str) -> Step | None:
        draft = self._framework.draft
        waiting = candidates(draft, direction, anyone=False)
        if not waiting:
            return None
        # As in `Draft.peek`: what a screen has named, its reader can mean.
        draft.named.add(waiting[0].revision.rev)
        return waiting[0]

    def _words(self, direction: str, step: Step | None) -> str:
        verb = _VERBS[direction]
        if step is None:
            return verb
        author, what = step.revision.author, detail_of(step.revision)["what"]
        return f"{verb}: {what}" if author == self._me else f"{verb} {author}'s: {what}"

    def _ask(self, direction: str, step: Step) -> None:
        revision = step.revision
        if self._asked.get(direction) == revision.rev:
            return
        self._asked = {direction: revision.rev}
        whose, what = f"{revision.author}'s", detail_of(revision)["what"]
        if direction == UNDO:
            raise AskFirstError(f"The last edit is {whose}: {what}. Press Undo again to take it back all the same.")
        raise AskFirstError(f"The edit to do again is {whose}: {what}. Press Redo again to do it all the same.")
