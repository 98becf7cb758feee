"""The life of one statement: in the releases and in the draft, through splits and joins, with who, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lexcurric.core.wording import normal
from lexcurric.workspace.history import REDO, UNDO, detail_of
from lexcurric.workspace.identity import MATCH
from lexcurric.workspace.past import Body, Past
from lexcurric.workspace.times import shown_time

if TYPE_CHECKING:
    from lexcurric.store.records import Revision
    from lexcurric.store.store import Store

HISTORY_COLUMNS = ("time", "author", "line", "version", "id", "what", "reason", "level", "text", "tags", "status")
_SAID = {MATCH: "match corrected", "restore": "restored", "sheet": "edit sheet"}
_PREFIXED = (UNDO, REDO, "merge", *_SAID)
_PLACING = ("move", "sheet", UNDO, REDO)
"""The actions after which another order key means another place; a release has new keys throughout."""

Row = dict[str, Any]


def read_history(store: Store, soc: str, statement_id: str) -> list[Row]:
    """
    What happened to a statement, oldest first, one row an event, and to those that it comes from and goes on as: `id`
    says which.
    """
    past = Past(store, soc)
    family = past.family(statement_id)
    released = [row for place, each in enumerate(family) for row in _released(past, each, place)]
    drafted = [row for place, each in enumerate(family) for row in _drafted(past, each, place)]
    rows = _in_order(released) + _in_order(drafted)
    rows.sort(key=lambda row: str(row["when"]))
    return [{name: row[name] for name in HISTORY_COLUMNS} for row in rows]


def _in_order(rows: list[Row]) -> list[Row]:
    """The rows of one line by revision; none is before the one before it, whatever the clocks said."""
    rows.sort(key=lambda row: (row["rev"], row["place"]))
    latest = ""
    for row in rows:
        latest = row["when"] = max(latest, str(row["when"]))
    return rows


def _released(past: Past, statement_id: str, place: int) -> list[Row]:
    rows: list[Row] = []
    before: Body | None = None
    for version, revision, body in past.releases_of(statement_id):
        what = _what(past, before, body, "first seen")
        said = {"place": place, "id": statement_id, "line": "new export", "version": version.label, "what": what}
        rows += [_row(revision, said, before, body)] if what else []
        before = body
    return rows


def _drafted(past: Past, statement_id: str, place: int) -> list[Row]:
    rows: list[Row] = []
    before: Body | None = None
    known = False
    for revision, body in past.life(statement_id):
        action = str(detail_of(revision).get("action", revision.kind))
        what = _what(past, before, body, "brought back" if known else "added", with_order=action in _PLACING)
        if revision.kind != "import" and what:
            prefix = f"{_SAID.get(action, action)}: " if action in _PREFIXED else ""
            version = past.saved_in(revision.rev)
            said = {"place": place, "id": statement_id, "line": "your draft", "version": version, "what": prefix + what}
            rows.append(_row(revision, said, before, body))
        before, known = body, known or body is not None
    return rows


def _row(revision: Revision, said: Row, before: Body | None, after: Body | None) -> Row:
    shown = after or before or {}
    return said | {
        "when": revision.created_at,
        "rev": revision.rev,
        "time": shown_time(revision.created_at),
        "author": revision.author,
        "reason": revision.message,
        "level": shown.get("level", ""),
        "text": shown.get("text", ""),
        "tags": tuple(shown.get("tags", ())),
        "status": shown.get("status", "") if after else "not there",
    }


def _what(past: Past, before: Body | None, after: Body | None, is_new: str, *, with_order: bool = False) -> str:
    """What happened, in words; empty where nothing did that a reader would see."""
    if after is None:
        return "taken out"
    if before is None:
        return _began(past, after, is_new)
    said = []
    if before["text"] != after["text"]:
        said.append("reworded" if normal(before["text"]) != normal(after["text"]) else "spaces changed")
    if before["level"] != after["level"]:
        said.append(f"moved from {past.level(before['level'])} to {past.level(after['level'])}")
    elif before["rank"] != after["rank"] and with_order:
        said.append("moved within its level")
    if (before["status"], before["replaced_by"]) != (after["status"], after["replaced_by"]):
        said.append(_ended(past, after) if after["status"] == "retired" else "brought back")
    return "; ".join([*said, *_marked(past, before, after)])


def _marked(past: Past, before: Body, after: Body) -> list[str]:
    """What happened to tags, note and criterion."""
    came, gone = sorted(set(after["tags"]) - set(before["tags"])), sorted(set(before["tags"]) - set(after["tags"]))
    said = [f"tagged {', '.join(came)}"] if came else []
    said += [f"untagged {', '.join(gone)}"] if gone else []
    if before["note"] != after["note"]:
        said.append(f"note: {after['note']}" if after["note"] else "note taken away")
    put, was = after["criterion"], before["criterion"]
    if put != was:
        said.append(f"put under {past.criterion(put)}" if put else f"taken out of {past.criterion(was)}")
    if before["comes_from"] != after["comes_from"]:
        sources = _listed([past.name(each) for each in after["comes_from"]])
        said.append(f"comes from {sources}" if sources else "no longer comes from another")
    return said


def _began(past: Past, after: Body, is_new: str) -> str:
    sources = [past.name(each) for each in after["comes_from"]]
    if is_new == "brought back" or not sources:
        return is_new
    return f"split off from {sources[0]}" if len(sources) == 1 else f"joined from {_listed(sources)}"


def _ended(past: Past, after: Body) -> str:
    heirs = list(after["replaced_by"])
    if not heirs:
        return "retired"
    names = [past.name(each) for each in heirs]
    if len(heirs) > 1:
        return f"split into {_listed(names)}"
    others = [each for each in (past.newest(heirs[0]) or {}).get("comes_from", ()) if each != after["id"]]
    return (
        f"joined with {_listed(list(map(past.name, others)))} into {names[0]}" if others else f"continued by {names[0]}"
    )


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
