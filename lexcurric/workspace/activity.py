"""Who did what, and when, over all frameworks of a workspace."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import WorkspaceError
from lexcurric.core.items import ACCEPTED, DOCUMENT, ISSUED, JUDGMENT
from lexcurric.workspace.history import detail_of
from lexcurric.workspace.identity import DRAFT, MATCH, UPSTREAM
from lexcurric.workspace.times import shown_time

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.store.store import Store

COLUMNS = ("time", "author", "framework", "title", "action", "what", "reason")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?)?)?")
_WORDS = {"reword": "edit", MATCH: "match corrected", JUDGMENT: "judged"}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in UTC, with both its ends: `2026-11` or `2026-11-03` are the whole month or day."""

    since: str = ""
    until: str = ""

    def has(self, time: str) -> bool:
        """True for a stored time within it."""
        return (not self.since or time[: len(self.since)] >= self.since) and (
            not self.until or time[: len(self.until)] <= self.until
        )


def read_span(since: str = "", until: str = "", month: str = "") -> Span:
    """The stretch of time that a person wrote. Raises WorkspaceError for what is no day or month."""
    if month and (since or until or len(month) != len("2026-11")):
        raise WorkspaceError(f"give a month such as 2026-11 alone, or days with since and until; found {month!r}")
    return Span(_read_time(since or month), _read_time(until or month))


def _read_time(given: str) -> str:
    text = given.strip()
    if not text:
        return ""
    try:
        is_time = _DAY.fullmatch(text) is not None
        datetime.fromisoformat(f"{text}{'-01-01'[len(text) - 4 :] if len(text) < 10 else ''}")
    except ValueError:
        is_time = False
    if not is_time:
        raise WorkspaceError(f"expected a day such as 2026-11-03, or a month such as 2026-11, found {given!r}")
    return text.replace(" ", "T")


def read_activity(store: Store, span: Span, author: str = "") -> list[Row]:
    """What was done in a stretch of time, oldest first: imports, edits, undo, versions saved and moved along."""
    rows: list[Row] = []
    for soc in store.frameworks():
        found = [row for row in _of_framework(store, soc) if span.has(row["time"])]
        found = [row for row in found if not author or row["author"].casefold() == author.casefold()]
        if found:
            title = _title(store, soc)
            rows += [row | {"framework": soc, "title": title} for row in found]
    rows.sort(key=lambda row: str(row["time"]))
    return [{**row, "time": shown_time(row["time"])} for row in rows]


def activity_frame(rows: list[Row]) -> DataFrame:
    """The rows as a table: time, author, framework, title, action, what, reason."""
    from lexcurric.formats.frames import dicts_frame

    return dicts_frame(rows, COLUMNS)


def summary_frame(frame: DataFrame) -> DataFrame:
    """How often each author did each action: one row an author, a column an action, and their sum."""
    from pandas import crosstab

    table = crosstab(frame["author"], frame["action"])
    table.insert(0, "all", table.sum(axis=1))
    table = table.sort_values("all", ascending=False, kind="stable")
    table.columns.name = None
    return table.reset_index()


def _title(store: Store, soc: str) -> str:
    from lexcurric.core.items import content_of

    state = store.state(soc, DRAFT)
    return content_of({DOCUMENT: state[DOCUMENT]}).title if DOCUMENT in state else soc


def _of_framework(store: Store, soc: str) -> Iterator[Row]:
    said = set()
    for each in store.revisions(soc, DRAFT):
        detail = detail_of(each)
        action, what = str(detail.get("action", each.kind)), str(detail.get("what", ""))
        said.add((each.author, what))
        if action != "import":
            yield _row(each.created_at, each.author, _WORDS.get(action, action), what, each.message)
    for each in store.revisions(soc, UPSTREAM):
        if each.kind in (ISSUED, ACCEPTED, JUDGMENT):
            yield _row(
                each.created_at,
                each.author,
                _WORDS.get(each.kind, each.kind),
                detail_of(each).get("what", ""),
                each.message,
            )
        if each.kind != MATCH:
            continue
        # A correction is one act, however many releases and drafts follow it.
        what = str(json.loads(each.detail).get("what", ""))
        if (each.author, what) not in said:
            said.add((each.author, what))
            yield _row(each.created_at, each.author, _WORDS[MATCH], what, each.message)
    yield from _versions(store, soc)


def _versions(store: Store, soc: str) -> Iterator[Row]:
    for each in store.versions(soc):
        if each.line == UPSTREAM:
            yield _row(each.created_at, each.author, "import", f"Imported {each.label}", each.message)
        else:
            yield _row(each.created_at, each.author, "save", f"Saved version {each.label}", each.message)
    known = set()
    for label, status, author, created_at in store.statuses(soc):
        # The first status came with the version.
        if label in known:
            yield _row(created_at, author, "status", f"Made {label} {status}", "")
        known.add(label)


def _row(time: str, author: str, action: str, what: str, reason: str) -> Row:
    return {"time": time, "author": author, "action": action, "what": what, "reason": reason}
