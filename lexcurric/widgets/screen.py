"""What the screens of one framework share: its own reader, a head with undo and redo, and news of what others save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import StaleDraftError
from lexcurric.core.model import Content
from lexcurric.widgets.live import Live
from lexcurric.widgets.stepping import Steps
from lexcurric.workspace.history import REDO, UNDO

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework


class Screen(Live):
    """A panel of one framework, drawn by `make_view` with `head_view` in it."""

    def attach(self, framework: Framework) -> None:
        """Shows this framework from now on, by a reader of its own: an edit by anybody else is then noticed."""
        self._framework = framework
        self._own = framework.workspace.framework(framework.soc)
        self._steps = Steps(self._own)
        self.follow(self._own)
        self._shown: Content = self._own.content

    @property
    def framework(self) -> Framework:
        """The framework on screen."""
        return self._framework

    @framework.setter
    def framework(self, framework: Framework) -> None:
        self.attach(framework)
        with self.hold_sync():
            self.begin_again()
            self.refresh()

    def begin_again(self) -> None:
        """Forgets what was chosen of another framework."""

    def head_view(self) -> dict[str, Any]:
        """What stands at the top: what this is, what can be undone, and what others did."""
        self._shown = content = self._own.content
        return {
            "title": content.title,
            "soc": content.soc,
            "about": f"{content.soc} · {self._own.version} · {len(content.active)} statements · you sign as "
            f"{self._own.workspace.author}",
            "levels": [{"key": each.key, "label": each.label} for each in content.levels],
            **self._steps.view(),
            "news": self.news_view(),
        }

    def do_undo(self, what: str = "") -> str:
        """Takes the last edit back: `what` it is on screen, so that nobody undoes what came in between."""
        if what and what != self._own.undo_label:
            raise StaleDraftError("Somebody edited at the same moment; look at what Undo would take back now")
        done = self._steps.take(UNDO)
        return f"Undid: {done}" if done else "There is nothing to undo"

    def do_redo(self) -> str:
        """Does the last undone edit again."""
        what = self._steps.take(REDO)
        return f"Redid: {what}" if what else "There is nothing to redo"

    def done(self) -> str:
        """What was just done, in words."""
        return self._own.undo_label or ""
