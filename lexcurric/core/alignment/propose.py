"""Proposals: what statements may be aligned with, beside what was decided already. Deciding is a person's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from lexcurric.core.alignment.mentions import find_mentions
from lexcurric.core.alignment.records import (
    MENTIONED,
    WEIGHED,
    AlignedList,
    Alignment,
    AlignmentState,
    ItemKind,
    ListItem,
    Relation,
)
from lexcurric.core.alignment.weigh import PROPOSED, Weighed, weigh
from lexcurric.core.model import Content, Statement

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Meaning


class Proposals:
    """
    Everything that may be aligned: `decided` as it was, `proposed` by the program, `nearest` for whoever looks further.

    A pair that was accepted or rejected is not proposed again. A statement that came of a split or join inherits, as a
    proposal, what the statements it comes from were aligned with.
    """

    def __init__(
        self,
        content: Content,
        listed: AlignedList,
        decided: Iterable[Alignment] = (),
        meaning: Meaning | None = None,
        least: float = PROPOSED,
    ) -> None:
        self.content, self.list, self.least = content, listed, least
        self.decided = tuple(each for each in decided if each.list == listed.key)
        self._known = {each.key for each in self.decided}
        self._statements = content.active
        self._items: Mapping[ItemKind, Sequence[ListItem]] = {kind: listed.of_kind(kind) for kind in WEIGHED}
        texts = [each.text for each in self._statements]
        self._weighed = {
            kind: weigh(texts, [each.label for each in items], meaning) for kind, items in self._items.items() if items
        }
        self.proposed = tuple(self._propose())

    @property
    def every(self) -> tuple[Alignment, ...]:
        """What was decided and what is proposed, by statement in reading order, accepted first, the surest first."""
        place = {each.id: at for at, each in enumerate(self._statements)}
        order = {AlignmentState.ACCEPTED: 0, AlignmentState.PROPOSED: 1, AlignmentState.REJECTED: 2}
        kinds = {kind: at for at, kind in enumerate(ItemKind)}
        rows = [each for each in (*self.decided, *self.proposed) if each.statement in place]
        return tuple(
            sorted(
                rows,
                key=lambda each: (
                    place[each.statement],
                    kinds[each.kind],
                    order[each.state],
                    -(2.0 if each.score is None else each.score),
                    each.code,
                ),
            )
        )

    def nearest(self, statement_id: str, kind: ItemKind | None = None) -> list[Alignment]:
        """The three things that a statement is most likely about, however unlikely; for aligning by hand."""
        at = next((at for at, each in enumerate(self._statements) if each.id == statement_id), None)
        found = self._weighed.get(kind) if kind else next(iter(self._weighed.values()), None)
        if at is None or found is None:
            return []
        used = kind or next(iter(self._weighed))
        return [self._alignment(used, each) for each in found.nearest(at)]

    def _propose(self) -> list[Alignment]:
        found: dict[str, Alignment] = {}
        for kind, weighing in self._weighed.items():
            for each in weighing.above(self.least):
                made = self._alignment(kind, each)
                found[made.key] = made
        for made in (*self._mentioned(), *self._inherited()):
            found.setdefault(made.key, made)
        return [each for key, each in found.items() if key not in self._known]

    def _alignment(self, kind: ItemKind, pair: Weighed) -> Alignment:
        statement, item = self._statements[pair.statement], self._items[kind][pair.item]
        relation = Relation.EXACT if pair.is_same else Relation.RELATED
        return self.made(statement, item, score=pair.score, why=pair.why, relation=relation)

    def _mentioned(self) -> list[Alignment]:
        items = self.list.of_kind(*MENTIONED)
        return [
            self.made(statement, item, score=score, why=(f"it names “{name}”",))
            for statement in self._statements
            for item, score, name in find_mentions(statement.text, items)
        ]

    def _inherited(self) -> list[Alignment]:
        accepted: dict[str, list[Alignment]] = {}
        for each in self.decided:
            if each.is_accepted:
                accepted.setdefault(each.statement, []).append(each)
        found = []
        for statement in self._statements:
            for each in (one for old in statement.comes_from for one in accepted.get(old, ())):
                item = self.list.by_code.get((each.kind, each.code))
                if item is not None:
                    why = ("the statement that it comes from was aligned with it",)
                    found.append(self.made(statement, item, score=self.least, why=why))
        return found

    def made(
        self,
        statement: Statement,
        item: ListItem,
        *,
        score: float | None,
        why: tuple[str, ...] = (),
        relation: Relation = Relation.RELATED,
    ) -> Alignment:
        """A proposed alignment of a statement with a thing of the list; without a score it is by hand."""
        return Alignment(
            statement=statement.id,
            list=self.list.key,
            kind=item.kind,
            code=item.code,
            relation=relation,
            score=score,
            why=why,
            label=item.label,
            url=item.url,
            text=statement.text,
        )
