"""Statements on screen, many or few: a browser gets the first at once, the rest in parts, and then what changes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import traitlets

from lexcurric.core.carried import unlike
from lexcurric.core.model import Content, Statement
from lexcurric.widgets.live import Live

FIRST = 80
"""So many rows go with the widget itself: more than a screen shows."""
PART = 500
"""So many rows make a part of the rest."""
MANY = 1000
"""Where more statements than these change at once, browsers fetch all of them again."""

Row = dict[str, Any]


class Listed(Live):
    """
    A panel whose statements are held by the browser. `view` has all that is small; it is not sent as a whole either.

    A browser begins with `start` (what is there at that moment, with the first rows), asks for the rest (`do_load`),
    and then follows patches. Each patch leads from one stamp to the next: a browser that missed one begins again.
    """

    view = traitlets.Dict()
    start = traitlets.Int(0).tag(sync=True, to_json=lambda _value, panel: panel.begin())

    _shown: Content
    _stamp: int = 0
    _patches: list[dict[str, Any]]
    _is_acting: bool = False

    def make_row(self, content: Content, statement: Statement) -> Row:
        """What the screen shows of a statement, active or retired."""
        raise NotImplementedError

    def newest(self) -> Content:
        """The content as it is now."""
        raise NotImplementedError

    def hold(self, content: Content) -> None:
        """Shows this content from the start."""
        self._shown, self._stamp, self._patches = content, self._stamp + 1, []

    @property
    def rows(self) -> list[Row]:
        """What the screen shows of each active statement, in order."""
        return [self.make_row(self._shown, each) for each in self._shown.active]

    @property
    def retired_rows(self) -> list[Row]:
        """The same of each retired statement."""
        return [self.make_row(self._shown, each) for each in _retired(self._shown)]

    # To the browser

    def begin(self) -> dict[str, Any]:
        """What a browser begins with."""
        content = self._shown
        active = content.active
        is_whole = len(content.statements) <= FIRST
        return {
            "stamp": self._stamp,
            "view": self.make_view(),
            "order": {key: [each.id for each in row] for key, row in content.by_level.items()} if is_whole else None,
            "counts": {key: len(row) for key, row in content.by_level.items()},
            "rows": [self.make_row(content, each) for each in active[:FIRST]],
            "retired": self.retired_rows if is_whole else [],
            "gone": len(content.statements) - len(active),
        }

    def do_load(self, token: str) -> None:
        """Sends everything there is in parts, of the moment in which it was asked for, to the browser that asked."""
        parts = self._parts(token, self._shown, self._stamp)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            for each in parts:
                self.send(each)
            return
        self._send_on(loop, parts)

    def _send_on(self, loop: asyncio.AbstractEventLoop, parts: Iterator[dict[str, Any]]) -> None:
        part = next(parts, None)
        if part is not None and self.comm is not None:
            self.send(part)
            # What a designer does meanwhile comes first.
            loop.call_later(0.001, self._send_on, loop, parts)

    def _parts(self, token: str, content: Content, stamp: int) -> Iterator[dict[str, Any]]:
        order = {key: [each.id for each in row] for key, row in content.by_level.items()}
        yield {"part": {"token": token, "stamp": stamp, "order": order, "view": self.view}}
        statements = iter((*content.active, *_retired(content)))
        while some := list(islice(statements, PART)):
            yield {"part": {"token": token, "rows": [self.make_row(content, each) for each in some]}}
        yield {"part": {"token": token, "end": True}}

    def refresh(self) -> None:
        """Shows what is there now, whoever changed it."""
        before, self._shown = self._shown, self.newest()
        self.look_over(before, self._shown)
        self.tell(self._changes(before, self._shown))

    def look_over(self, before: Content, now: Content) -> None:
        """What a panel takes note of when other content is shown."""

    def tell(self, changes: dict[str, Any]) -> None:
        """Tells the browsers what has changed, also of the view; with the reply, where that is still to come."""
        view, old = self.make_view(), self.view
        said = {key: value for key, value in view.items() if key not in old or old[key] != value}
        if not said and not changes:
            return
        self.view = view
        self._stamp += 1
        self._patches.append({"from": self._stamp - 1, "to": self._stamp, "view": said, **changes})
        if not self._is_acting:
            self.send(self.beside())

    def tell_apart(self, name: str, values: Mapping[str, Any]) -> None:
        """
        Tells the browsers what is different of many statements, by their ids: `name` is the part of the row that it is.

        It goes in parts, and what a designer does meanwhile comes first.
        """
        keys = iter(values)
        parts = ({key: values[key] for key in some} for some in iter(lambda: list(islice(keys, PART)), []))
        self.tell({"part": [name, next(parts, {})]} if values else {})
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            for each in parts:
                self.tell({"part": [name, each]})
            return
        self._tell_on(loop, name, parts)

    def _tell_on(self, loop: asyncio.AbstractEventLoop, name: str, parts: Iterator[dict[str, Any]]) -> None:
        part = next(parts, None)
        if part is not None and self.comm is not None:
            self.tell({"part": [name, part]})
            loop.call_later(0.001, self._tell_on, loop, name, parts)

    def beside(self) -> dict[str, Any]:
        """The patches since the last message."""
        patches, self._patches = self._patches, []
        return {"patches": patches} if patches else {}

    def _receive(self, widget: Any, content: Any, buffers: Any) -> None:
        self._is_acting = True
        try:
            super()._receive(widget, content, buffers)
        finally:
            self._is_acting = False
        if self._patches:
            self.send(self.beside())

    def _changes(self, before: Content, now: Content) -> dict[str, Any]:
        """What has changed from one content to another: rows, which have gone, and where those stand that moved."""
        if before is now:
            return {}
        if before.soc != now.soc:
            return {"again": True}
        old, new = unlike(before, now)
        changed = {key: each for key, each in new.items() if old.get(key) != each}
        if before.criteria != now.criteria:
            names = {each.id for each in now.criteria if before.criterion_labels.get(each.id) not in (None, each.label)}
            changed |= {each.id: each for each in now.statements if each.criterion in names} if names else {}
        lost = [key for key in old if key not in now.by_id]
        if len(changed) + len(lost) > MANY or [each.key for each in before.levels] != [each.key for each in now.levels]:
            return {"again": True}
        if not changed and not lost:
            return {}
        places = [each for each in changed.values() if each.is_active and _moved(before.by_id.get(each.id), each)]
        return {
            "rows": [self.make_row(now, each) for each in changed.values()],
            "lost": lost,
            "places": sorted([each.level, now.positions[each.id], each.id] for each in places),
        }


def _retired(content: Content) -> list[Statement]:
    return [each for each in content.statements if not each.is_active]


def _moved(before: Statement | None, now: Statement) -> bool:
    return before is None or not before.is_active or (before.level, before.rank) != (now.level, now.rank)
