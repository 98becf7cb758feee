"""
Corrections: what a designer has said of two statements, for ever. It wins over any score, now and in later releases.

A correction names the old statement by its id and its wording, the new one by its wording. So it holds in every
workspace that takes in the same releases, and can be handed to a colleague in a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from pydantic import ConfigDict, Field

from lexcurric.core.errors import EditError
from lexcurric.core.identity import statement_id
from lexcurric.core.json_text import canonical
from lexcurric.core.model import Content, Record, Statement, replace
from lexcurric.core.wording import normal, quoted


class Verdict(StrEnum):
    """What was said: the new wording continues the old statement, or it does not."""

    SAME = "same"
    DIFFERENT = "different"


class Correction(Record):
    """
    What a designer said of an old statement and a new wording; both wordings in their normal form.

    `withdrawn` is True for one that was taken back, or that a later one stands against; it is kept, and has no effect.
    """

    verdict: Verdict = Field(strict=False)
    old_id: str
    old_text: str
    new_text: str
    author: str
    time: str
    reason: str = ""
    withdrawn: bool = False

    @property
    def key(self) -> str:
        """16 hex digits made of what it is about, whatever is said of it: the later word on the same pair counts."""
        said = canonical([self.old_id, self.old_text, self.new_text])
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def contradicts(self, other: Correction) -> bool:
        """True where only one of the two can be in force: one statement cannot go on as two, nor two as one."""
        if self.key == other.key:
            return self.verdict is not other.verdict
        both_same = self.verdict is other.verdict is Verdict.SAME
        if self.old_id == other.old_id:
            return both_same and self.old_text == other.old_text
        return both_same and self.new_text == other.new_text

    def __str__(self) -> str:
        word = "the same as" if self.verdict is Verdict.SAME else "another than"
        return f"{quoted(self.new_text)} is {word} {quoted(self.old_text)}"


class CorrectionFile(Record):
    """The corrections of one framework as a file: `lexcurric matches … -o FILE.json` writes it, `--take` reads it."""

    model_config = ConfigDict(populate_by_name=True, title="lexcurric corrections of matches")

    schema_: Literal["lexcurric/matches/1"] = Field(default="lexcurric/matches/1", alias="schema")
    soc: str
    corrections: tuple[Correction, ...]


class Settled(Record):
    """Pairs of an old statement's id and an index into the new statements: surely the same, surely different."""

    same: tuple[tuple[str, int], ...] = ()
    different: tuple[tuple[str, int], ...] = ()
    said: dict[int, str] = Field(default_factory=dict)
    """By index into the new statements: who said that it is the same, and why."""


def newest(*listed: Iterable[Correction]) -> dict[str, Correction]:
    """
    One correction for each pair, by its key, oldest first: of several, the one that was made last.

    Where two that stand against each other come together, such as those of two designers, the later one stays in force.
    """
    found: dict[str, Correction] = {}
    for each in sorted((each for part in listed for each in part), key=_order):
        found[each.key] = each
        if each.withdrawn:
            continue
        for key, other in found.items():
            if not other.withdrawn and each.contradicts(other):
                found[key] = replace(other, withdrawn=True)
    return found


def _order(correction: Correction) -> tuple[str, bool, str]:
    return correction.time, correction.withdrawn, canonical(correction.model_dump(mode="json"))


def settle(previous: Iterable[Statement], fresh: Sequence[Statement], corrections: Iterable[Correction]) -> Settled:
    """
    The pairs that corrections settle between a release's statements (retired ones too) and those of the next release.

    Each correction is about a statement that still has the wording of that time. Where two stand against each other,
    the later one counts.
    """
    olds, texts = list(previous), [normal(each.text) for each in fresh]
    same: dict[str, int] = {}
    apart: dict[tuple[str, int], None] = {}
    said: dict[int, str] = {}
    for each in sorted((each for each in corrections if not each.withdrawn), key=_order, reverse=True):
        old = _meant(olds, each)
        found = [index for index, text in enumerate(texts) if old is not None and text == each.new_text]
        if old is None or not found:
            continue
        if each.verdict is Verdict.DIFFERENT:
            apart |= {(old.id, index): None for index in found if same.get(old.id) != index}
            continue
        free = [index for index in found if index not in same.values() and (old.id, index) not in apart]
        if free and old.id not in same:
            same[old.id] = min(free, key=lambda index: fresh[index].level != old.level)
            said[same[old.id]] = _sentence(each)
    return Settled(same=tuple(same.items()), different=tuple(apart), said=said)


def _meant(olds: Sequence[Statement], correction: Correction) -> Statement | None:
    """The old statement: by its id, or by its wording where nothing has that id."""
    own = [each for each in olds if each.id == correction.old_id]
    worded = [each for each in own or olds if normal(each.text) == correction.old_text]
    return min(worded, key=lambda each: not each.is_active, default=None)


def _sentence(correction: Correction) -> str:
    return f"{correction.author} said that these are the same" + (f": {correction.reason}" if correction.reason else "")


# Finding what a designer means: two ids, and the release in which one came to be taken for the other


Pairs = list[tuple[str, str, str]]
"""Old id, old wording and new wording of each pair, in normal form."""


def find_same(releases: Sequence[Content], names: Sequence[str], old_id: str, new_id: str) -> Pairs:
    """
    The pair to be taken as one, then how the new statement went on from there to the newest release, step by step.

    `releases` are the imported ones in order, `names` what to call them. The new statement is one of the newest
    release, the old one was there before it came. Raises EditError, in words, where that cannot be.
    """
    old = _known(releases, old_id)
    new = _active_in(releases[-1], names[-1], new_id)
    if old == new:
        raise EditError(f"{quoted(releases[-1].by_id[new].text)} is already the same statement; nothing to correct")
    came = _came_with(releases, new) or _taken_over(releases, old, new)
    if not came:
        where = f"both are in {names[0]}, side by side" if old in releases[0].positions else "one was there before"
        raise EditError(f"these cannot be the same statement: {where}")
    before, after = releases[came - 1], releases[came]
    first = before.by_id.get(old)
    if first is None:
        raise EditError(
            f"these cannot be the same statement: {_name(releases, old)} was not there before {names[came]}"
        )
    if old in after.positions and old in before.positions and _same_words(first, after.by_id[old]):
        what = f"{quoted(first.text)} stands in {names[came]} unchanged, beside the other"
        raise EditError(f"these cannot be the same statement: {what}")
    texts = [normal(first.text), *(normal(each.by_id[new].text) for each in releases[came:])]
    return [(old, was, is_now) for was, is_now in pairwise(texts)]


def _taken_over(releases: Sequence[Content], old: str, new: str) -> int:
    """
    The index of the last release in which a statement of the first one was given the words that are to be another's.

    So it is where the words of one that went were taken for a rewording of its neighbour; 0 if there is none.
    """
    for index in range(len(releases) - 1, 0, -1):
        before, after = releases[index - 1], releases[index]
        if new not in before.positions or new not in after.positions:
            return 0
        if not _same_words(before.by_id[new], after.by_id[new]):
            return index if old in before.by_id and old not in after.positions else 0
    return 0


def find_different(releases: Sequence[Content], statement_id: str, other_id: str = "") -> Pairs:
    """
    The pairs to be taken apart: what a statement was taken to continue, or what was taken to continue it, where that
    happened last. Raises EditError, in words, where nothing of that kind did.
    """
    found, other = _known(releases, statement_id), _known(releases, other_id) if other_id else ""
    for before, after in zip(reversed(releases[:-1]), reversed(releases[1:]), strict=True):
        pairs = [(a, b) for a, b in _continued(before, after, found) if not other or {a, b} == {found, other} or a == b]
        if pairs:
            return [(a, normal(before.by_id[a].text), normal(after.by_id[b].text)) for a, b in pairs]
    what = _name(releases, found)
    if other:
        raise EditError(f"{what} was not taken to be the same as {_name(releases, other)}; nothing to correct")
    raise EditError(f"{what} was not taken to continue another wording; nothing to correct")


def _continued(before: Content, after: Content, found: str) -> list[tuple[str, str]]:
    """The pairs (old id, new id) by which a statement goes from one release to the next in other words."""
    here, there = before.by_id.get(found), after.by_id.get(found)
    if here is not None and there is not None and there.is_active:
        is_news = not here.is_active or not _same_words(here, there)
        return [(found, found)] if is_news else []
    if there is not None and there.is_active:
        return [(each, found) for each in there.comes_from if each in before.positions]
    if here is not None and here.is_active:
        came = [each for each in after.active if each.id not in before.positions]
        return [(found, each.id) for each in came if found in each.comes_from]
    return []


def _came_with(releases: Sequence[Content], found: str) -> int:
    """The index of the release with which an active statement of the newest one came, or came back."""
    index = len(releases) - 1
    while index and found in releases[index - 1].positions:
        index -= 1
    return index


def _same_words(first: Statement, second: Statement) -> bool:
    return normal(first.text) == normal(second.text)


def _known(releases: Sequence[Content], wanted: str) -> str:
    """The whole id of a statement that any of the releases has."""
    if any(wanted in release.by_id for release in releases):
        return wanted
    known: Mapping[str, str] = {each.id: each.text for release in releases for each in release.statements}
    if wanted in known:
        return wanted
    close = [each for each in known if len(wanted) >= 8 and each.startswith(wanted)]
    if len(close) == 1:
        return close[0]
    what = f"{len(close)} statements begin" if close else "no statement has an id that is or begins"
    raise EditError(f"{what} with {wanted!r} in the imported releases of {releases[-1].soc}")


def _active_in(newest_release: Content, name: str, wanted: str) -> str:
    found = [each.id for each in newest_release.active if each.id == wanted]
    found = found or [each.id for each in newest_release.active if len(wanted) >= 8 and each.id.startswith(wanted)]
    # An id that was on the screen before a correction: the one that its wording had when it was new.
    found = found or [
        each.id for each in newest_release.active if len(wanted) >= 8 and _had(newest_release, each, wanted)
    ]
    if len(found) != 1:
        what = f"{len(found)} statements begin" if found else "no statement has an id that is or begins"
        raise EditError(
            f"{what} with {wanted!r} in the newest release, {name}; the new statement must be one of its own"
        )
    return found[0]


def _had(release: Content, statement: Statement, wanted: str) -> bool:
    return statement_id(release.soc, statement.text).startswith(wanted)


def _name(releases: Sequence[Content], found: str) -> str:
    return quoted(next(each.by_id[found].text for each in reversed(releases) if found in each.by_id))
