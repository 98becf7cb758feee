"""A framework as plain dictionaries: what a draft, its log and its versions must be after each action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

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
    """
    All that a draft says, and the release that it has taken in (`base`): statements, names of levels, the terms that
    tags have had, and criteria with their ranks.
    """

    rows: dict[str, Row]
    levels: dict[str, str]
    context: str
    base: str = ""
    terms: tuple[str, ...] = ()
    criteria: dict[str, str] = field(default_factory=dict)

    def copy(self) -> State:
        return replace(self, rows=dict(self.rows), levels=dict(self.levels), criteria=dict(self.criteria))

    def order(self, level: str) -> list[str]:
        """The active statements of a level, by id, in order."""
        found = [(row.rank, uid) for uid, row in self.rows.items() if row.level == level and row.active]
        return [uid for _, uid in sorted(found)]

    def parts(self) -> dict[tuple[str, str], object]:
        """Everything that can be changed by itself, by what it is; the terms are one part."""
        found: dict[tuple[str, str], object] = {("row", uid): row for uid, row in self.rows.items()}
        found |= {("level", key): label for key, label in self.levels.items()}
        found |= {("criterion", label): rank for label, rank in self.criteria.items()}
        found |= {("context", ""): self.context, ("base", ""): self.base}
        return found | ({("terms", ""): self.terms} if self.terms else {})

    def with_part(self, key: tuple[str, str], value: object) -> None:
        """Sets one part, or takes it away."""
        kind, name = key
        if kind in ("context", "base", "terms"):
            setattr(self, kind, value if value is not None else ())
            return
        places: dict[str, dict[str, Any]] = {"row": self.rows, "level": self.levels, "criterion": self.criteria}
        if value is None:
            places[kind].pop(name, None)
        else:
            places[kind][name] = value


Part = tuple[str, str]


def changed_parts(old: State, new: State) -> set[Part]:
    """What differs between two states."""
    before, after = old.parts(), new.parts()
    return {key for key in before | after if before.get(key) != after.get(key)}


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
    return State(
        rows,
        {each.key: each.label for each in content.levels},
        str(framework["contextCovered"]),
        base,
        tuple(f"{each.name}:{term.term}" for each in content.vocabularies for term in each.terms),
        {each.label: each.rank for each in content.criteria},
    )


@dataclass
class Entry:
    """One line of the log: which action, by whom, and the draft before and after it."""

    action: str
    author: str
    before: State
    after: State


@dataclass(eq=False)
class Step:
    """An edit that can be undone or redone, and who brought it to where it is."""

    entry: Entry
    number: int
    by: str

    def is_of(self, person: str) -> bool:
        return person in (self.entry.author, self.by)


Change = Callable[[State], State | None]
"""What an action makes of a state; None where it must be refused."""


class ConflictDueError(Exception):
    """The model says that a person must be told, and nothing written."""


class RefusalDueError(Exception):
    """The model says that the action does not fit."""


@dataclass
class Model:
    """The draft, its log with what can be undone and redone, the versions, and what each person has seen last."""

    now: State
    is_file: bool
    log: list[Entry] = field(default_factory=list)
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    versions: dict[str, State] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    releases: dict[str, State] = field(default_factory=dict)
    seen: dict[str, tuple[int, State]] = field(default_factory=dict)
    set_aside: dict[str, set[int]] = field(default_factory=dict)
    heard: dict[str, int] = field(default_factory=dict)

    def look(self, person: str) -> None:
        self.seen[person] = (len(self.log), self.now.copy())

    def act(self, action: str, person: str, about: set[Part], change: Change) -> bool:
        """
        One more edit on the newest draft; False where it changes nothing.

        Raises ConflictDueError where somebody else changed what it is about since the person looked, unless just the same is
        there by now or nothing is left to do; RefusalDueError where it does not fit.
        """
        if any(kind == "row" and name not in self.seen[person][1].rows for kind, name in about):
            self.look(person)
        seen = self.seen[person][1]
        after = change(self.now)
        clashes = about & changed_parts(seen, self.now)
        if clashes:
            wanted = change(seen)
            if wanted is not None and not about & changed_parts(wanted, self.now):
                return False
            if after is not None and after == self.now:
                return False
            raise ConflictDueError
        if after is None:
            raise RefusalDueError
        return self.write(action, person, after)

    def write(self, action: str, person: str, after: State) -> bool:
        if after == self.now:
            return False
        entry = self._log(action, person, after)
        self.done.append(Step(entry, len(self.log), person))
        self.undone = [each for each in self.undone if each.by != person]
        return True

    def restore(self, person: str, target: State) -> bool:
        """Raises ConflictDueError where it would take back what the person has not seen."""
        if changed_parts(self.now, target) & changed_parts(self.seen[person][1], self.now):
            raise ConflictDueError
        return self.write("restore", person, target)

    def step(self, action: str, person: str, *, anyone: bool) -> bool:
        """Undo or redo: one's own last edit, anyone's if asked or, in a file, if there is none of one's own."""
        take, give = (self.done, self.undone) if action == "undo" else (self.undone, self.done)
        waiting = [each for each in reversed(take) if anyone or each.is_of(person)]
        aside = self._aside(person)
        for step in waiting or (list(reversed(take)) if self.is_file else []):
            if step.number in aside:
                continue
            if step.number > self.seen[person][0] and not step.is_of(person):
                raise ConflictDueError
            try:
                after = self._stepped(step, is_undo=action == "undo")
            except ConflictDueError:
                aside.add(step.number)
                raise
            if after != self.now:
                take.remove(step)
                give.append(Step(step.entry, step.number, person))
                self._log(action, person, after)
                if not step.is_of(person):
                    aside.clear()
                return True
        return False

    def _aside(self, person: str) -> set[int]:
        """What a person was told that it cannot be taken back; forgotten when somebody else has done something since."""
        newest = max((number for number, each in enumerate(self.log, 1) if each.author != person), default=0)
        if newest > self.heard.get(person, 0):
            self.set_aside[person] = set()
            self.heard[person] = newest
        return self.set_aside.setdefault(person, set())

    def _log(self, action: str, person: str, after: State) -> Entry:
        entry = Entry(action, person, self.now.copy(), after.copy())
        self.log.append(entry)
        self.now = after.copy()
        return entry

    def _stepped(self, step: Step, *, is_undo: bool) -> State:
        left, wanted = (step.entry.after, step.entry.before) if is_undo else (step.entry.before, step.entry.after)
        here, there, now = left.parts(), wanted.parts(), self.now.parts()
        keys = changed_parts(left, wanted)
        after = self.now.copy()
        for key in sorted(keys):
            apart = _apart(here.get(key), there.get(key), now.get(key))
            if apart is not None:
                after.with_part(key, apart)
                continue
            if now.get(key) not in (here.get(key), there.get(key)) and self._others_changed(key, step):
                if key[0] == "terms" and len(keys) > 1:
                    continue
                raise ConflictDueError
            after.with_part(key, there.get(key))
        # A term or criterion that statements use stays, whoever brought it.
        used_tags = {tag for row in after.rows.values() for tag in row.tags}
        if (set(self.now.terms) - set(after.terms)) & used_tags:
            after.terms = self.now.terms
        for label in {row.criterion for row in after.rows.values() if row.criterion} - after.criteria.keys():
            after.criteria[label] = self.now.criteria[label]
        return after

    def _others_changed(self, key: Part, step: Step) -> bool:
        later = self.log[step.number :]
        return any(each.author != step.entry.author and key in changed_parts(each.before, each.after) for each in later)


def _apart(left: object, wanted: object, now: object) -> Row | None:
    """A statement with only the fields of a step as wanted; None where others changed one of those, or nothing."""
    if not (isinstance(left, Row) and isinstance(wanted, Row) and isinstance(now, Row)) or now in (left, wanted):
        return None
    names = [each.name for each in fields(Row)]
    mine = {name for name in names if getattr(left, name) != getattr(wanted, name)}
    theirs = {name for name in names if getattr(left, name) != getattr(now, name)}
    if mine & theirs or (mine & {"level", "rank"} and theirs & {"level", "rank"}):
        return None
    return replace(now, **{name: getattr(wanted, name) for name in mine})


def merged(base: State, ours: State, theirs: State, side: str) -> tuple[dict[str, dict[str, object]], set[str]]:
    """
    What a merge must make of each statement (only the fields that are certain), and which must be asked about.

    One side changed: that is taken. Both changed alike: that. Both changed differently: asked, and `side` is taken.
    """
    wanted: dict[str, dict[str, object]] = {}
    asked: set[str] = set()
    for uid, our in ours.rows.items():
        # A release keeps what it no longer has as retired.
        old, new = _active(base, uid), _active(theirs, uid)
        # Tags, notes and criteria are the designer's own: a release has none.
        found: dict[str, object] = {"tags": our.tags, "note": our.note, "criterion": our.criterion}
        if side == "theirs" and (our.replaced_by or our.comes_from):
            # Where a split is taken back, the whole gets the notes and tags of its parts.
            found = {}
        if old is None:
            # A part of what we split or joined goes where the decision is for their whole.
            is_sure = new is None and uid not in base.rows and not (our.comes_from and side == "theirs")
            found |= {"text": our.text, "active": our.active} if is_sure else {}
        elif new is None:
            if our == old:
                found |= {"active": False, "text": our.text}
            elif our.active and our.text != old.text:
                asked.add(uid)
                found |= {"active": side == "ours", "text": our.text}
        elif new.text in (old.text, our.text):
            # What we split or joined comes back where their side is taken of the whole of it.
            is_sure = not our.replaced_by or side == "ours"
            found |= {"text": our.text, "active": our.active} if is_sure else {"text": our.text}
        elif our.text == old.text:
            found |= {"text": new.text, "active": True} if our.active else {}
        elif our.active:
            asked.add(uid)
            found |= {"text": our.text if side == "ours" else new.text, "active": True}
        wanted[uid] = found
    for uid, new in theirs.rows.items():
        if new.active and uid not in ours.rows and uid not in base.rows:
            wanted[uid] = {"text": new.text, "active": True}
    return wanted, asked


def _active(state: State, uid: str) -> Row | None:
    row = state.rows.get(uid)
    return row if row is not None and row.active else None
