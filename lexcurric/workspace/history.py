"""History: the log of a draft, what can be undone and redone, and the life of one statement."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lexcurric.core.items import ItemKey
from lexcurric.core.wording import normal
from lexcurric.workspace.identity import MATCH, matched_revs, releases_of
from lexcurric.workspace.snapshots import DRAFT, UPSTREAM

if TYPE_CHECKING:
    from lexcurric.store.records import Revision
    from lexcurric.store.store import Store

LOG_COLUMNS = ("edit", "time", "author", "action", "what", "reason", "undone")
HISTORY_COLUMNS = ("time", "author", "line", "version", "what", "reason", "level", "text", "tags", "status")
UNDO, REDO = "undo", "redo"
_SAID = {MATCH: "match corrected"}


def shown_time(time: str) -> str:
    """
    A stored time as tables show it, in UTC.

    >>> shown_time("2026-05-15T12:40:50.419Z")
    '2026-05-15 12:40:50'
    """
    return time[:19].replace("T", " ")


@dataclass(frozen=True)
class LogEntry:
    """One edit of the draft: `edit` counts from 1; `undone` is true for one that was taken back and not redone."""

    edit: int
    time: str
    author: str
    action: str
    what: str
    reason: str
    undone: bool


def detail_of(revision: Revision) -> dict[str, Any]:
    """What the workspace wrote beside a revision: its action, in words, and what it undoes."""
    found: dict[str, Any] = json.loads(revision.detail)
    return found


class UndoStacks:
    """Which edits can be undone, and which redone, read from the log: so both outlive a closed notebook."""

    def __init__(self, revisions: Sequence[Revision]) -> None:
        self.done: list[Revision] = []
        self.undone: list[Revision] = []
        by_rev = {each.rev: each for each in revisions}
        for revision in revisions:
            target = by_rev.get(int(detail_of(revision).get("target", 0)))
            if revision.kind == "import":
                continue
            if revision.kind == UNDO and target in self.done:
                self.done.remove(target)
                self.undone.append(target)
            elif revision.kind == REDO and target in self.undone:
                self.undone.remove(target)
                self.done.append(target)
            else:
                self.done.append(revision)
                self.undone.clear()


def inverse(store: Store, soc: str, rev: int) -> dict[ItemKey, str | None]:
    """The changes that take back a revision: each item as it was before."""
    return {(each.kind, each.uid): each.before for each in store.changes(soc, DRAFT, rev)}


def again(store: Store, soc: str, rev: int) -> dict[ItemKey, str | None]:
    """The changes that a revision made."""
    return {(each.kind, each.uid): each.after for each in store.changes(soc, DRAFT, rev)}


def read_log(store: Store, soc: str) -> list[LogEntry]:
    """Every edit of the draft, oldest first."""
    revisions = store.revisions(soc, DRAFT)
    in_force = {each.rev for each in UndoStacks(revisions).done}
    return [
        LogEntry(
            edit=each.rev,
            time=shown_time(each.created_at),
            author=each.author,
            action=str(detail_of(each).get("action", each.kind)),
            what=str(detail_of(each).get("what", "")),
            reason=each.message,
            undone=each.kind not in ("import", UNDO, REDO) and each.rev not in in_force,
        )
        for each in revisions
    ]


def read_history(store: Store, soc: str, statement_id: str) -> list[dict[str, object]]:
    """The life of one statement, oldest first: in the imported releases and in the draft, with who, when and why."""
    rows: list[dict[str, object]] = []
    for line in (UPSTREAM, DRAFT):
        before: dict[str, Any] | None = None
        labels = {each.rev: each.label for each in reversed(store.versions(soc)) if each.line == line}
        for revision, body in _bodies(store, soc, line, ("statement", statement_id)):
            if line == DRAFT and revision.kind == "import":
                before = json.loads(body) if body else None
                continue
            after = json.loads(body) if body else None
            shown = after or before or {}
            first = next((labels[rev] for rev in sorted(labels) if rev >= revision.rev), "")
            rows.append(
                {
                    "time": revision.created_at,
                    "author": revision.author,
                    "line": "new export" if line == UPSTREAM else "your draft",
                    "version": first,
                    "what": _what(before, after, revision),
                    "reason": revision.message,
                    "level": shown.get("level", ""),
                    "text": shown.get("text", ""),
                    "tags": tuple(shown.get("tags", ())),
                    "status": shown.get("status", "") if after else "not there",
                }
            )
            before = after
    rows.sort(key=lambda row: str(row["time"]))
    return [{**row, "time": shown_time(str(row["time"]))} for row in rows]


def _bodies(store: Store, soc: str, line: str, key: ItemKey) -> list[tuple[Revision, str | None]]:
    """What an item said from each revision on; in the releases, as they are matched now, and at their import."""
    if line == DRAFT:
        return store.item_history(soc, line, key)
    found: list[tuple[Revision, str | None]] = []
    revs = matched_revs(store, soc)
    for release in releases_of(store, soc):
        body = store.state(soc, UPSTREAM, revs.get(release.label, release.rev)).get(key)
        if body != (found[-1][1] if found else None):
            found.append((store.revision(soc, UPSTREAM, release.rev), body))
    return found


def _what(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, revision: Revision) -> str:
    action = detail_of(revision).get("action", revision.kind)
    prefix = f"{_SAID.get(action, action)}: " if action in (UNDO, REDO, "merge", "restore", *_SAID) else ""
    if after is None:
        return prefix + "taken back"
    if before is None:
        return prefix + (
            "continues " + ", ".join(each[:8] for each in after["comes_from"]) if after["comes_from"] else "first seen"
        )
    said = []
    if normal(before["text"]) != normal(after["text"]):
        said.append("reworded")
    if before["level"] != after["level"]:
        said.append(f"moved from {before['level']} to {after['level']}")
    elif before["rank"] != after["rank"]:
        said.append("reordered")
    if before["status"] != after["status"]:
        heirs = f", continued by {', '.join(each[:8] for each in after['replaced_by'])}" if after["replaced_by"] else ""
        said.append(("retired" if after["status"] == "retired" else "brought back") + heirs)
    came, gone = sorted(set(after["tags"]) - set(before["tags"])), sorted(set(before["tags"]) - set(after["tags"]))
    said += [f"tagged {', '.join(came)}"] if came else []
    said += [f"untagged {', '.join(gone)}"] if gone else []
    said += [f"{name} changed" for name in ("note", "criterion") if before[name] != after[name]]
    return prefix + ("; ".join(said) or "unchanged")
