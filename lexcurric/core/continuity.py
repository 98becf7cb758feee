"""Continuity: a new release takes over the ids of what it continues, and keeps what it no longer has as retired."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import Field

from lexcurric.core.identity import statement_id
from lexcurric.core.match import Matching, PairKind, match
from lexcurric.core.model import Content, Record, Statement, StatementStatus, replace
from lexcurric.core.wording import normal

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


def continue_from(previous: Content, fresh: Content, *, meaning: Meaning | None = None) -> Continued:
    """
    The release `fresh`, its statements carrying the ids that they continue in `previous`.

    A split or a join gives new ids that name what they come from (`comes_from`), and retires the old (`replaced_by`).
    Statements of `previous` that are gone stay as retired ones, so nothing is lost and a later release may bring them
    back under their own id. `meaning` is as in `match`.
    """
    before, after = previous.active, fresh.active
    sides = [[(each.level, each.text) for each in side] for side in (before, after)]
    matching = match(*sides, meaning=meaning)
    return _Continuation(previous, before, after, matching).result(fresh)


class _Continuation:
    def __init__(
        self, previous: Content, before: tuple[Statement, ...], after: tuple[Statement, ...], matching: Matching
    ) -> None:
        self.previous, self.before, self.after, self.matching = previous, before, after, matching
        self.kept = {each.new: each for each in matching.found if each.kind in (PairKind.SAME, PairKind.REWORDED)}
        # A wording that a retired statement had last brings that statement back.
        self.wordings = {normal(each.text): each.id for each in previous.statements if not each.is_active}
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
            review=tuple(sorted({rows[pair[1]].id for pair in self.matching.review})),
        )

    def _continued(
        self, index: int, statement: Statement, taken: set[str], retired: Mapping[str, Statement]
    ) -> Statement:
        pair = self.kept.get(index)
        if pair is not None:
            old = self.before[pair.old]
            return replace(old, level=statement.level, rank=statement.rank, text=statement.text, replaced_by=())
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
