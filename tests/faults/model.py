"""A framework as plain dictionaries: what a draft, its log and its versions must be after each action."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lexcurric.core.model import Content


@dataclass(frozen=True)
class Row:
    """One statement; `rank` is taken over from the program, and only has to change where the statement moves."""

    text: str
    level: str
    rank: str
    tags: frozenset[str] = frozenset()
    note: str = ""
    criterion: str | None = None
    active: bool = True
    replaced_by: tuple[str, ...] = ()
    comes_from: tuple[str, ...] = ()


@dataclass
class State:
    """All that a draft says, and the release that it has taken in (`base`)."""

    rows: dict[str, Row]
    levels: dict[str, str]
    context: str
    base: str = ""

    def copy(self) -> State:
        return State(dict(self.rows), dict(self.levels), self.context, self.base)

    def order(self, level: str) -> list[str]:
        """The active statements of a level, by id, in order."""
        found = [(row.rank, uid) for uid, row in self.rows.items() if row.level == level and row.active]
        return [uid for _, uid in sorted(found)]


def state_of(content: Content, base: str) -> State:
    """A content of the program as a state."""
    criteria = {each.id: each.label for each in content.criteria}
    rows = {
        each.id: Row(
            text=each.text,
            level=each.level,
            rank=each.rank,
            tags=frozenset(each.tags),
            note=each.note,
            criterion=criteria[each.criterion] if each.criterion else None,
            active=each.status.value == "active",
            replaced_by=each.replaced_by,
            comes_from=each.comes_from,
        )
        for each in content.statements
    }
    framework = content.document["framework"]
    assert isinstance(framework, dict)
    return State(rows, {each.key: each.label for each in content.levels}, str(framework["contextCovered"]), base)


@dataclass
class Entry:
    """One line of the log: which action, by whom, and the draft before and after it."""

    action: str
    author: str
    before: State
    after: State


@dataclass
class Model:
    """The draft, its log with what can be undone and redone, the versions, and what each person has seen last."""

    now: State
    log: list[Entry] = field(default_factory=list)
    done: list[Entry] = field(default_factory=list)
    undone: list[Entry] = field(default_factory=list)
    versions: dict[str, State] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    releases: dict[str, State] = field(default_factory=dict)
    seen: dict[str, State] = field(default_factory=dict)

    def clash(self, person: str, uids: list[str]) -> bool:
        """True where somebody else changed one of these statements since the person last looked."""
        seen = self.seen[person]
        return any(uid in seen.rows and uid in self.now.rows and seen.rows[uid] != self.now.rows[uid] for uid in uids)

    def write(self, action: str, person: str, after: State) -> bool:
        """One more edit; False where it changes nothing."""
        if after == self.now:
            return False
        entry = Entry(action, person, self.now.copy(), after.copy())
        self.log.append(entry)
        self.done.append(entry)
        self.undone.clear()
        self.now = after.copy()
        return True

    def undo(self, person: str) -> bool:
        if not self.done:
            return False
        self._step("undo", person, self.done, self.undone)
        return True

    def redo(self, person: str) -> bool:
        if not self.undone:
            return False
        self._step("redo", person, self.undone, self.done)
        return True

    def _step(self, action: str, person: str, take: list[Entry], give: list[Entry]) -> None:
        target = take.pop()
        give.append(target)
        after = (target.before if action == "undo" else target.after).copy()
        self.log.append(Entry(action, person, self.now.copy(), after.copy()))
        self.now = after

    def change(self, uid: str, **changes: object) -> State:
        """The draft with one statement changed."""
        after = self.now.copy()
        after.rows[uid] = replace(after.rows[uid], **changes)  # type: ignore[arg-type]
        return after


def merged(base: State, ours: State, theirs: State, side: str) -> tuple[dict[str, dict[str, object]], set[str]]:
    """
    What a merge must make of each statement (only the fields that are certain), and which must be asked about.

    One side changed: that is taken. Both changed alike: that. Both changed differently: asked, and `side` is taken.
    """
    wanted: dict[str, dict[str, object]] = {}
    asked: set[str] = set()
    for uid, our in ours.rows.items():
        old, new = base.rows.get(uid), theirs.rows.get(uid)
        # Tags, notes and criteria are the designer's own: a release has none.
        found: dict[str, object] = {"tags": our.tags, "note": our.note, "criterion": our.criterion}
        if old is None:
            found |= {"text": our.text, "active": our.active} if new is None else {}
        elif new is None:
            if our == old:
                found |= {"active": False, "text": our.text}
            elif our.active and our.text != old.text:
                asked.add(uid)
                found |= {"active": side == "ours", "text": our.text}
        elif new.text in (old.text, our.text):
            found |= {"text": our.text, "active": our.active}
        elif our.text == old.text:
            found |= {"text": new.text, "active": True} if our.active else {}
        elif our.active:
            asked.add(uid)
            found |= {"text": our.text if side == "ours" else new.text, "active": True}
        wanted[uid] = found
    for uid, new in theirs.rows.items():
        if uid not in ours.rows and uid not in base.rows:
            wanted[uid] = {"text": new.text, "active": True}
    return wanted, asked
