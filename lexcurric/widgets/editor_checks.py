"""The findings of an editor: found while nothing else is to be done, so that neither a screen nor an edit waits."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from lexcurric.core import edits
from lexcurric.core.checks import Accepted, CheckSettings, Finding, check_in_steps, check_statement
from lexcurric.core.errors import LexcurricError
from lexcurric.core.model import replace
from lexcurric.workspace.accepted import accepted_of
from lexcurric.workspace.check_settings import find_settings, read_settings
from lexcurric.workspace.checks import with_newest

if TYPE_CHECKING:
    from lexcurric.core.model import Content
    from lexcurric.workspace.framework import Framework

SLICE = 0.006
"""So many seconds are worked at once; then whatever waits has its turn."""
SINGLY = 10
"""Of up to so many statements that changed at once, each is looked at by itself, ahead of the rest."""
AT_ONCE = 1000
"""Outside a kernel, where nothing else can be done meanwhile, more statements than these are not looked at."""


class Checks:
    """
    What the checks say of a framework's statements, as far as that is known yet.

    `changed` is told the ids of the statements of which something else is said than before, whenever
    some were looked at.
    """

    def __init__(self, framework: Framework, changed: Callable[[set[str]], None]) -> None:
        self._framework, self._changed = framework, changed
        self._by_id: dict[str, tuple[Finding, ...]] = {}
        self.whole: tuple[Finding, ...] = ()
        """The findings about the framework as a whole."""
        self.trouble = ""
        """Why nothing can be found, such as a settings file that cannot be read."""
        self.is_whole = False
        """Were all statements looked at since the last edit?"""
        self.settings, self.accepted = CheckSettings(), tuple[Accepted, ...]()
        """By what findings are found, and which of them were let stand."""
        self._task: asyncio.Task[None] | None = None

    def of(self, statement_id: str) -> tuple[Finding, ...]:
        """The findings about a statement; accepted ones too."""
        return self._by_id.get(statement_id, ())

    def find(self, key: str) -> Finding | None:
        """The finding with this key, if it is there."""
        every = (each for found in (*self._by_id.values(), self.whole) for each in found)
        return next((each for each in every if each.key == key), None)

    def of_wording(self, content: Content, text: str, statement_id: str = "", level: str = "") -> tuple[Finding, ...]:
        """The findings that a wording would have: of a statement, or without one as a new one of a level."""
        if statement_id:
            tried = edits.reword(content, statement_id, text)
        else:
            tried, statement = edits.add(content, level, text)
            statement_id = statement.id
        found = check_statement(tried, statement_id, self.settings, self.accepted)
        return tuple(each for each in found if not each.accepted)

    def look_at_accepted(self) -> None:
        """Takes note of what was accepted, or taken back, without looking at any statement."""
        try:
            self._read()
        except LexcurricError as error:
            self._stop(error)
            return
        reasons = {each.key: each.reason or "accepted" for each in self.accepted}

        def marked(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
            if all(each.accepted == reasons.get(each.key, "") for each in found):
                return found
            return tuple(replace(each, accepted=reasons.get(each.key, "")) for each in found)

        self.whole = marked(self.whole)
        self._put({key: marked(found) for key, found in self._by_id.items()})

    def look(self, content: Content, changed: Iterable[str] = ()) -> None:
        """Looks at this content from now on: first at what changed, and in a while at all of it."""
        self.close()
        self.is_whole = False
        ids = [each for each in changed if each in content.positions]
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            if len(content.statements) <= AT_ONCE:
                self._look_now(content)
            return
        self._task = loop.create_task(self._later(content, ids if len(ids) <= SINGLY else []))

    def _look_now(self, content: Content) -> None:
        try:
            self._take(self._steps(content))
        except LexcurricError as error:
            self._stop(error)

    def close(self) -> None:
        """Looks no further for now."""
        task, self._task = self._task, None
        if task is not None and not task.get_loop().is_closed():
            task.cancel()

    async def _later(self, content: Content, ids: list[str]) -> None:
        await asyncio.sleep(0)
        try:
            settings, accepted = self._read()
            for each in ids:
                self._put({each: check_statement(content, each, settings, accepted)})
                await asyncio.sleep(0)
            # Whoever goes on typing is not to wait for what has to begin again anyway.
            await asyncio.sleep(min(3.0, 0.2 + len(content.statements) / 2000))
            found_all: list[Finding] = []
            began = time.perf_counter()
            for step in check_in_steps(content, settings, accepted):
                if step is not None:
                    found_all.append(step)
                if time.perf_counter() - began > SLICE:
                    await asyncio.sleep(SLICE / 2)
                    began = time.perf_counter()
            self._take(iter(found_all))
        except LexcurricError as error:
            self._stop(error)

    def _read(self) -> tuple[CheckSettings, tuple[Accepted, ...]]:
        workspace, soc = self._framework.workspace, self._framework.soc
        self.settings = with_newest(read_settings(find_settings(workspace.url)), workspace, soc)
        self.accepted = accepted_of(workspace.store, soc)
        return self.settings, self.accepted

    def _steps(self, content: Content) -> Iterator[Finding | None]:
        settings, accepted = self._read()
        return check_in_steps(content, settings, accepted)

    def _take(self, steps: Iterator[Finding | None]) -> None:
        """Puts all that was found in the place of what was known."""
        try:
            found = [each for each in steps if each is not None]
        except LexcurricError as error:
            self._stop(error)
            return
        about: dict[str, list[Finding]] = defaultdict(list)
        for each in found:
            about[each.statement_id or ""].append(each)
        whole, self.trouble = tuple(about.pop("", ())), ""
        self.whole, self.is_whole = whole, True
        new = {key: tuple(each) for key, each in about.items()}
        self._put({**dict.fromkeys(self._by_id, ()), **new})

    def _put(self, found: dict[str, tuple[Finding, ...]]) -> None:
        other = {key for key, each in found.items() if self.of(key) != each}
        self._by_id = {key: each for key, each in {**self._by_id, **found}.items() if each}
        self._changed(other)

    def _stop(self, error: LexcurricError) -> None:
        self.trouble = f"The statements are not checked: {error}"
        self._by_id, known = {}, set(self._by_id)
        self.whole = ()
        self._changed(known)
