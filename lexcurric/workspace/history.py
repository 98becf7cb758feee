"""History: the log of a draft, what can be undone and redone, and the life of one statement."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lexcurric.core.items import ItemKey
from lexcurric.core.wording import normal
from lexcurric.workspace.identity import MATCH, matched_revs, releases_of
from lexcurric.workspace.snapshots import DRAFT, UPSTREAM
from lexcurric.workspace.times import shown_time as shown_time  # noqa: PLC0414 - known by this module's name

if TYPE_CHECKING:
    from lexcurric.store.records import Revision
    from lexcurric.store.store import Store

LOG_COLUMNS = ("edit", "time", "author", "action", "what", "reason", "undone")
HISTORY_COLUMNS = ("time", "author", "line", "version", "what", "reason", "level", "text", "tags", "status")
UNDO, REDO = "undo", "redo"
_SAID = {MATCH: "match corrected"}


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


@dataclass(frozen=True, slots=True)
class Step:
    """An edit that can be undone or redone, and who brought it to where it is: made it, undid it, or redid it."""

    revision: Revision
    by: str

    def is_of(self, author: str) -> bool:
        """True for an edit that this person made, or has undone or redone last."""
        return author in (self.revision.author, self.by)


class UndoStacks:
    """
    Which edits can be undone, and which redone, oldest first by revision: read from the log, so both outlive a closed
    notebook. A new edit leaves nothing to redo of what its author has undone; of what others have undone, it does.
    """

    def __init__(self, revisions: Iterable[Revision] = ()) -> None:
        self.rev = 0
        self.done: dict[int, Step] = {}
        self.undone: dict[int, Step] = {}
        self.read(revisions)

    def read(self, revisions: Iterable[Revision]) -> None:
        """Takes in the revisions that came after those read before."""
        for revision in revisions:
            self.rev = revision.rev
            if revision.kind == "import":
                continue
            target = int(detail_of(revision)["target"]) if revision.kind in (UNDO, REDO) else 0
            if revision.kind == UNDO and target in self.done:
                self.undone[target] = Step(self.done.pop(target).revision, revision.author)
            elif revision.kind == REDO and target in self.undone:
                self.done[target] = Step(self.undone.pop(target).revision, revision.author)
            else:
                self.done[revision.rev] = Step(revision, revision.author)
                self.undone = {rev: each for rev, each in self.undone.items() if each.by != revision.author}

    def waiting(self, direction: str, author: str, *, anyone: bool) -> list[Step]:
        """What would be undone or redone next, and after that: this person's, or with `anyone` everybody's."""
        steps = reversed((self.done if direction == UNDO else self.undone).values())
        return [each for each in steps if anyone or each.is_of(author)]


def read_log(store: Store, soc: str) -> list[LogEntry]:
    """Every edit of the draft, oldest first."""
    revisions = store.revisions(soc, DRAFT)
    in_force = UndoStacks(revisions).done
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
