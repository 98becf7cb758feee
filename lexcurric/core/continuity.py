"""Continuity: a new release takes over the ids of what it continues, and keeps what it no longer has as retired."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pydantic import Field

from lexcurric.core.corrections import Correction, Settled, settle
from lexcurric.core.identity import statement_id
from lexcurric.core.match import Matching, Pair, PairKind, match
from lexcurric.core.model import Content, Record, Statement, StatementStatus, replace
from lexcurric.core.wording import normal, quoted

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Meaning


class Continued(Record):
    """
    A release with its ids. `confidence` holds how sure each matched statement is (0 to 1, by its id in the release),
    `review` the ids that a person should look at, `reasons` why a statement is taken to continue another, in words, and
    `similar`, for a statement that came or went, the ids of those on the other side that are most alike.
    """

    content: Content
    confidence: dict[str, float]
    review: tuple[str, ...]
    reasons: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    similar: dict[str, tuple[str, ...]] = Field(default_factory=dict)


def continue_from(
    previous: Content,
    fresh: Content,
    corrections: Iterable[Correction] = (),
    *,
    meaning: Meaning | None = None,
) -> Continued:
    """
    The release `fresh`, its statements carrying the ids that they continue in `previous`.

    A split or a join gives new ids that name what they come from (`comes_from`), and retires the old (`replaced_by`).
    Statements of `previous` that are gone stay as retired ones, so nothing is lost and a later release may bring them
    back under their own id. `corrections` are what designers have said; they win over any score, and one that says
    "the same" brings back a retired statement too. `meaning` is as in `match`.
    """
    after = fresh.active
    settled = settle(previous.statements, after, corrections)
    brought_back = tuple(previous.by_id[old] for old, _ in settled.same if not previous.by_id[old].is_active)
    before = (*previous.active, *brought_back)
    places = {each.id: place for place, each in enumerate(before)}
    same = {places[old]: new for old, new in settled.same}
    apart = {(places[old], new) for old, new in settled.different if old in places}
    matching = match(
        [(each.level, each.text) for each in before],
        [(each.level, each.text) for each in after],
        same=same.items(),
        different=apart,
        meaning=meaning,
    )
    matching = replace(matching, found=_obedient(matching.found, same, apart))
    return _Continuation(previous, before, after, matching, settled).result(fresh)


def _obedient(found: tuple[Pair, ...], same: Mapping[int, int], apart: set[tuple[int, int]]) -> tuple[Pair, ...]:
    """
    The pairs without any that a designer has ruled out. What is left of a split or join with one part is a rewording.
    """
    news = set(same.values())
    kept = [
        each
        for each in found
        if (each.old, each.new) not in apart
        and (same.get(each.old) == each.new or (each.old not in same and each.new not in news))
    ]
    olds, parts = Counter(each.old for each in kept), Counter(each.new for each in kept)
    alone = {PairKind.SPLIT: lambda pair: olds[pair.old] == 1, PairKind.JOINED: lambda pair: parts[pair.new] == 1}
    return tuple(
        replace(each, kind=PairKind.REWORDED) if each.kind in alone and alone[each.kind](each) else each
        for each in kept
    )


class _Continuation:
    def __init__(
        self,
        previous: Content,
        before: tuple[Statement, ...],
        after: tuple[Statement, ...],
        matching: Matching,
        settled: Settled,
    ) -> None:
        self.previous, self.before, self.after, self.matching = previous, before, after, matching
        self.kept = {each.new: each for each in matching.found if each.kind in (PairKind.SAME, PairKind.REWORDED)}
        # A wording that a retired statement had last brings that statement back.
        self.wordings = {normal(each.text): each.id for each in previous.statements if not each.is_active}
        self.said, self.apart = settled.said, set(settled.different)
        self.sources: dict[int, list[int]] = defaultdict(list)
        for each in matching.found:
            if each.kind in (PairKind.SPLIT, PairKind.JOINED):
                self.sources[each.new].append(each.old)

    def result(self, fresh: Content) -> Continued:
        kept_ids = {self.before[pair.old].id for pair in self.kept.values()}
        active_ids = {each.id for each in self.before}
        retired = {each.id: each for each in self.previous.statements if not each.is_active}
        taken = set(kept_ids) | active_ids
        rows: list[Statement] = []
        for index, statement in enumerate(self.after):
            row = self._continued(index, statement, taken, retired)
            taken.add(row.id)
            rows.append(row)
        return Continued(
            content=replace(fresh, statements=(*rows, *self._retired(rows, kept_ids))),
            confidence=self._confidence(rows),
            review=tuple(sorted({rows[pair[1]].id for pair in self.matching.review if pair[1] not in self.said})),
            reasons=self._reasons(rows),
            similar=self._similar(rows),
        )

    def _continued(
        self, index: int, statement: Statement, taken: set[str], retired: Mapping[str, Statement]
    ) -> Statement:
        pair = self.kept.get(index)
        if pair is not None:
            now = {"level": statement.level, "rank": statement.rank, "text": statement.text}
            return replace(self.before[pair.old], status=StatementStatus.ACTIVE, replaced_by=(), **now)
        # Neither its wording of today nor its first one may bring it the id of what it is not.
        taken = taken | {old for old, new in self.apart if new == index}
        gone = self.wordings.get(normal(statement.text), "")
        found = gone if gone and gone not in taken else statement_id(self.previous.soc, statement.text, taken)
        sources = tuple(self.before[old].id for old in self.sources.get(index, ()))
        back = retired.get(found)
        comes_from = sources or (back.comes_from if back else ())
        return replace(statement, id=found, comes_from=comes_from)

    def _retired(self, rows: list[Statement], kept_ids: set[str]) -> list[Statement]:
        present = {each.id for each in rows}
        heirs: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            for source in row.comes_from:
                heirs[source].append(row.id)
        gone: list[Statement] = []
        for statement in self.previous.statements:
            if statement.id in present or statement.id in kept_ids:
                continue
            replaced_by = tuple(heirs.get(statement.id, ())) or statement.replaced_by
            gone.append(replace(statement, status=StatementStatus.RETIRED, replaced_by=replaced_by))
        return gone

    def _confidence(self, rows: list[Statement]) -> dict[str, float]:
        scores: dict[str, float] = {}
        for pair in self.matching.found:
            if pair.kind is not PairKind.SAME:
                found = rows[pair.new].id
                scores[found] = min(pair.score, scores.get(found, 1.0))
        return scores

    def _reasons(self, rows: list[Statement]) -> dict[str, tuple[str, ...]]:
        """Why each statement is taken to continue another: a designer's word, or what the matcher saw."""
        reasons: dict[str, list[str]] = defaultdict(list)
        for pair in self.matching.found:
            said = self.said.get(pair.new)
            reasons[rows[pair.new].id] += [said] if said else self._why(pair)
        return {found: tuple(dict.fromkeys(why)) for found, why in reasons.items() if why}

    def _why(self, pair: Pair) -> tuple[str, ...]:
        """What the matcher saw; of a split or join in one sentence for each part, which says whose it is."""
        parts = {PairKind.SPLIT: self.after[pair.new], PairKind.JOINED: self.before[pair.old]}
        if pair.kind not in parts or not pair.why:
            return pair.why
        return (f"{quoted(parts[pair.kind].text)}: {'; '.join(pair.why)}",)

    def _similar(self, rows: list[Statement]) -> dict[str, tuple[str, ...]]:
        """The statements of the other side that are most alike, but for those that a designer has ruled out."""
        similar: dict[str, list[str]] = defaultdict(list)
        for each in self.matching.similar:
            old, new = self.before[each.old].id, rows[each.new].id
            if (old, each.new) not in self.apart and old != new:
                similar[old].append(new)
                similar[new].append(old)
        return {found: tuple(dict.fromkeys(others)) for found, others in similar.items()}
