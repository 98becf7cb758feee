"""Screens that follow what others save while they are open."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from contextvars import Context, copy_context
from functools import partial
from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import LexcurricError
from lexcurric.widgets.base import Panel
from lexcurric.workspace.history import detail_of
from lexcurric.workspace.news import News, Standing, news_between, standing
from lexcurric.workspace.snapshots import DRAFT

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework

_LOOKING = ("look", "shown", "hidden", "load")
_MEANS = {"merge": ("Merged ", "by merging "), "restore": ("Restored ", "by restoring ")}
"""The edits of many statements at once: how their sentence begins, and how a statement is said to come by them."""


class Live(Panel):
    """
    A panel of a framework that shows what anybody saves, within a second, while a browser shows it.

    `news` in the view says who changed what since the last action on this screen. Outside a kernel nothing is watched.
    """

    _views: frozenset[str] = frozenset()
    _end: Callable[[], None] | None = None
    _is_told = False
    _eyes: Framework
    _stood: Standing
    _since: Standing
    _news: News
    _means: dict[str, str]

    def follow(self, framework: Framework) -> None:
        """Follows a framework from now on, by an object that nobody else reads with."""
        self._unwatch()
        self._eyes = framework
        self._stood = self._since = standing(framework)
        self._tell(News(), self._stood)
        self._watch()

    def news_view(self) -> dict[str, Any]:
        """The news for the screen."""
        by = {
            key: {"author": author, "time": time, "how": self._means.get(time, "")}
            for key, (author, time) in self._news.by.items()
        }
        return {
            "text": _with_means(self._news.text, [each["how"] for each in by.values()]),
            "more": self._news.more,
            "by": by,
        }

    def catch_up(self, action: str) -> None:
        """Takes note of what others have saved since the last action here; what that action did is no news."""
        now = standing(self._eyes)
        if action not in _LOOKING:
            self._tell(news_between(self._eyes, self._stood, now, is_own=True), self._stood)
            self._since = now
        elif now.mark != self._stood.mark:
            self._tell(news_between(self._eyes, self._since, now, is_own=False), self._since)
        self._stood = now

    def _tell(self, news: News, since: Standing) -> None:
        """Keeps the news, with what was a merge or a restored version among it, by its time: nobody reworded that."""
        self._news, self._means = news, {}
        if not news.by:
            return
        for each in self._eyes.workspace.store.revisions(self._eyes.soc, DRAFT, since.revision):
            said = detail_of(each)
            begins, how = _MEANS.get(str(said.get("action")), ("", ""))
            if how:
                self._means[each.created_at] = how + str(said["what"]).removeprefix(begins)

    def do_look(self) -> None:
        """Shows what others changed; the screen asks for it when a designer comes back to it."""

    def do_shown(self, view: str) -> None:
        """Begins to follow what others save: a browser shows this panel now, in a view with this name."""
        self._views |= {view}
        self._watch()
        self.do_look()

    def do_hidden(self, view: str) -> None:
        """Follows no more once no browser shows this panel."""
        self._views -= {view}
        if not self._views:
            self._unwatch()

    def close(self) -> None:
        """Takes the panel off every screen."""
        self._views = frozenset()
        self._unwatch()
        super().close()

    # The kernel's own thread draws; the thread that watches only asks it to.

    def _watch(self) -> None:
        if self._end is not None or not self._views:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._end = self._eyes.workspace.watch(partial(self._hear, loop, copy_context()))

    def _unwatch(self) -> None:
        end, self._end = self._end, None
        if end is not None:
            end()

    def _hear(self, loop: asyncio.AbstractEventLoop, context: Context) -> None:
        if self._is_told:
            return
        self._is_told = True
        try:
            loop.call_soon_threadsafe(self._look_up, context=context.copy())
        except RuntimeError:
            # The kernel is going down.
            self._is_told = False

    def _look_up(self) -> None:
        self._is_told = False
        if self._end is None:
            return
        try:
            self.look_up()
        except LexcurricError:
            # Nobody asked for this; the next action on the screen says what is wrong.
            return

    def look_up(self) -> None:
        """Draws the screen anew where anything was saved to its framework since."""
        if standing(self._eyes).mark == self._stood.mark:
            return
        self.do_look()
        self.catch_up("look")
        self.refresh()


def _with_means(text: str, hows: list[str]) -> str:
    """The news, with how many of the changed statements came by a merge or a restored version."""
    many = len(hows)
    said = f"changed {many} statement{'' if many == 1 else 's'}"
    for how, count in Counter(filter(None, hows)).items():
        text = text.replace(said, f"{said} {how}" if count == many else f"{said}, {count} {how}", 1)
    return text
