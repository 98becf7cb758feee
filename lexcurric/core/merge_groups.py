"""
What belongs together in a merge: the splits and joins of both sides that share a statement, and what was added twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from lexcurric.core.diff import find_groups
from lexcurric.core.match import similarity
from lexcurric.core.model import Content, Statement, replace, sort_tags
from lexcurric.core.wording import content_stems, normal

NEAR = 0.5
"""
From this similarity on, what both sides added is offered as one: 96 of 100 O*NET tasks that were reworded are as near
to what they were, and of 1,247 tasks none is as near to another of its occupation.
"""


class Group(NamedTuple):
    """Statements of the base, and what they were split or joined into: on our side, on theirs, or on both."""

    olds: tuple[str, ...]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def asked(self) -> frozenset[str]:
        """What is decided with the group, where the two sides made something else of the same statements."""
        return frozenset() if set(self.ours) <= set(self.theirs) else frozenset(self.theirs)


def joint_groups(base: Content, ours: Content, theirs: Content) -> list[Group]:
    """The splits and joins of both sides; those that share a statement of the base are one group."""
    found: list[tuple[set[str], set[str], set[str]]] = []
    for content, side in ((ours, 1), (theirs, 2)):
        for olds, news in find_groups(base, content):
            fresh: tuple[set[str], set[str], set[str]] = (set(olds), set(), set())
            fresh[side].update(news)
            apart = []
            for each in found:
                if each[0] & fresh[0]:
                    fresh = (fresh[0] | each[0], fresh[1] | each[1], fresh[2] | each[2])
                else:
                    apart.append(each)
            found = [*apart, fresh]
    groups = [Group(_in_order(base, olds), _in_order(ours, mine), _in_order(theirs, new)) for olds, mine, new in found]
    place = {each.id: index for index, each in enumerate(base.active)}
    return sorted(groups, key=lambda group: place[group.olds[0]])


def _in_order(content: Content, ids: Iterable[str]) -> tuple[str, ...]:
    wanted = set(ids)
    return tuple(each.id for each in content.active if each.id in wanted)


def together(sources: Sequence[Statement]) -> Statement | None:
    """One statement with all that these have on them; None where there are none."""
    if not sources:
        return None
    return replace(
        sources[0],
        tags=sort_tags(tag for each in sources for tag in each.tags),
        note="\n".join(dict.fromkeys(each.note for each in sources if each.note)),
        criterion=next((each.criterion for each in sources if each.criterion), None),
    )


class Twin(NamedTuple):
    """A statement of ours that says nearly what one that theirs added says."""

    mine: str
    score: float


def find_twins(base: Content, ours: Content, theirs: Content, grouped: set[str]) -> dict[str, Twin]:
    """
    For each statement that theirs added (but for what splits and joins made) the one of ours that says nearly the same.

    That is one that we added, or reworded into it. The most alike come first, and each statement of ours stands once.
    """
    new = [each for each in theirs.active if each.id not in base.positions and each.id not in grouped]
    free = [each for each in ours.active if each.id not in grouped]
    own = [each for each in free if each.id not in theirs.by_id or _is_reworded(base, theirs, each)]
    scored: list[tuple[float, str, str]] = []
    found: dict[str, Twin] = {}
    for statement in new:
        mine = ours.by_id.get(statement.id)
        if mine is not None and mine.is_active:
            # One of ours that once had this wording has this id too, whatever it says now.
            if normal(mine.text) != normal(statement.text):
                found[statement.id] = Twin(mine.id, 1.0)
            continue
        scored += [(-score, each.id, statement.id) for score, each in _alike(base, own, statement)]
    taken = {each.mine for each in found.values()}
    for negative, own_id, their_id in sorted(scored):
        if own_id not in taken and their_id not in found:
            taken.add(own_id)
            found[their_id] = Twin(own_id, -negative)
    return found


def find_anticipated(base: Content, ours: Content, theirs: Content, taken: Collection[str]) -> dict[str, Statement]:
    """
    For each statement that theirs alone reworded, the one of ours (none of `taken`) that we added and that says nearly
    what it says now. The most alike come first, and each of ours stands once.
    """
    known = {*base.by_id, *theirs.by_id, *taken}
    own = [each for each in ours.active if each.id not in known]
    scored = []
    for new in theirs.active if own else ():
        mine = ours.by_id.get(new.id)
        if mine is not None and mine.is_active and _is_reworded(base, ours, new):
            scored += [(-score, new.id, each.id) for score, each in _alike(base, own, new, base.by_id[new.id])]
    found: dict[str, Statement] = {}
    placed: set[str] = set()
    for _, their_id, own_id in sorted(scored):
        if their_id not in found and own_id not in placed:
            found[their_id] = ours.by_id[own_id]
            placed.add(own_id)
    return found


def _is_reworded(base: Content, other: Content, changed: Statement) -> bool:
    """True where one side has changed a wording that the other left alone, or no longer has."""
    before, there = base.by_id.get(changed.id), other.by_id.get(changed.id)
    if before is None or not before.is_active or normal(before.text) == normal(changed.text):
        return False
    return there is None or not there.is_active or normal(there.text) == normal(before.text)


def _alike(
    base: Content, own: list[Statement], new: Statement, was: Statement | None = None
) -> list[tuple[float, Statement]]:
    """Which of ours say nearly what one of theirs does, and more nearly than ours, or theirs (`was`), did before."""
    found = []
    stems = set(content_stems(new.text))
    for mine in own:
        # Two wordings that share few words are not compared at length.
        theirs = set(content_stems(mine.text))
        if 4 * len(stems & theirs) < len(stems | theirs):
            continue
        score, before = similarity(mine.text, new.text), base.by_id.get(mine.id)
        closer = before is None or score > similarity(before.text, new.text)
        closer = closer and (was is None or score > similarity(mine.text, was.text))
        if score >= NEAR and closer:
            found.append((score, mine))
    return found
