"""Coverage both ways: which things of a list no statement is about, and which statements are about none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

from lexcurric.core.alignment.records import (
    KIND_WORDS,
    AlignedList,
    Alignment,
    AlignmentState,
    ItemKind,
    ListItem,
)
from lexcurric.core.model import Content, Record, Statement


class Covered(StrEnum):
    """Whether a person has accepted an alignment, only the program proposes one, or there is none."""

    YES = "covered"
    PROPOSED = "proposed"
    NO = "not covered"


class CoveredItem(Record):
    """One thing of a list, and the statements that are about it, by id, those accepted first."""

    item: ListItem
    covered: Covered
    statements: tuple[str, ...] = ()
    accepted: int = 0
    proposed: tuple[str, ...] = ()
    """Those of the statements that only the program proposes."""
    levels: tuple[str, ...] = ()
    """The labels of the levels in which the statements stand, from the lowest up."""
    through: tuple[str, ...] = ()
    """For a work activity: the codes of the tasks and activities through which it is covered."""


class CoveredStatement(Record):
    """One statement, and what of the list it is about, by code, what was accepted first."""

    statement: Statement
    covered: Covered
    codes: tuple[str, ...] = ()
    accepted: int = 0


class Coverage(Record):
    """
    Coverage both ways: `items` has the whole list, in its order, `statements` every active one in reading order.

    A statement counts as covered where it is about anything but a technology or tool.
    """

    items: tuple[CoveredItem, ...]
    statements: tuple[CoveredStatement, ...]

    def of_kind(self, kind: ItemKind) -> tuple[CoveredItem, ...]:
        """The items of one kind."""
        return tuple(each for each in self.items if each.item.kind is kind)

    def counts(self, kind: ItemKind) -> dict[Covered, int]:
        """How many items of a kind are covered, proposed, and not covered."""
        return _counts(each.covered for each in self.of_kind(kind))

    @property
    def statement_counts(self) -> dict[Covered, int]:
        """How many statements are aligned, proposed, and not aligned."""
        return _counts(each.covered for each in self.statements)

    @property
    def lines(self) -> tuple[str, ...]:
        """The counts in sentences, the tasks first."""
        kinds = dict.fromkeys(each.item.kind for each in self.items)
        found = []
        for kind in kinds:
            counts = self.counts(kind)
            many = KIND_WORDS[kind][1]
            found.append(
                f"Of {sum(counts.values())} {many}, {_are(counts[Covered.YES])} covered, {counts[Covered.PROPOSED]} by "
                f"proposals only, {counts[Covered.NO]} by no statement."
            )
        counts = self.statement_counts
        found.append(
            f"Of {sum(counts.values())} statements, {_are(counts[Covered.YES])} aligned, {counts[Covered.PROPOSED]} by "
            f"proposals only, {counts[Covered.NO]} with nothing in the list."
        )
        return tuple(found)


def cover(content: Content, listed: AlignedList, alignments: Iterable[Alignment]) -> Coverage:
    """The coverage that these alignments give, accepted and proposed ones; rejected ones count as none."""
    place = {each.id: at for at, each in enumerate(content.active)}
    counting = [
        each
        for each in alignments
        if each.list == listed.key and each.state is not AlignmentState.REJECTED and each.statement in place
    ]
    by_item: dict[tuple[ItemKind, str], list[Alignment]] = defaultdict(list)
    by_statement: dict[str, list[Alignment]] = defaultdict(list)
    for each in sorted(counting, key=lambda one: (not one.is_accepted, place[one.statement], one.code)):
        by_item[each.kind, each.code].append(each)
        if each.kind not in (ItemKind.TECHNOLOGY, ItemKind.TOOL):
            by_statement[each.statement].append(each)
    return Coverage(
        items=tuple(_item(content, listed, each, by_item) for each in listed.items),
        statements=tuple(
            CoveredStatement(
                statement=each,
                covered=_covered(by_statement[each.id]),
                codes=tuple(dict.fromkeys(one.code for one in by_statement[each.id])),
                accepted=sum(one.is_accepted for one in by_statement[each.id]),
            )
            for each in content.active
        ),
    )


def _item(
    content: Content,
    listed: AlignedList,
    item: ListItem,
    by_item: dict[tuple[ItemKind, str], list[Alignment]],
) -> CoveredItem:
    own = by_item.get((item.kind, item.code), [])
    below = _below(listed, item) if item.kind in (ItemKind.DWA, ItemKind.ACTIVITY) else []
    through = [each for each in below if by_item.get((each.kind, each.code))]
    both = [*own, *(one for each in through for one in by_item[each.kind, each.code])]
    statements = tuple(dict.fromkeys(each.statement for each in sorted(both, key=lambda one: not one.is_accepted)))
    settled = {each.statement for each in both if each.is_accepted}
    keys = {content.by_id[each].level for each in statements}
    return CoveredItem(
        item=item,
        covered=_covered(both),
        statements=statements,
        accepted=sum(each.is_accepted for each in both),
        proposed=tuple(each for each in statements if each not in settled),
        levels=tuple(each.label for each in content.levels if each.key in keys),
        through=tuple(each.code for each in through),
    )


def _below(listed: AlignedList, item: ListItem) -> list[ListItem]:
    """What an activity is the sum of: the tasks under a detailed one, and all below a general one."""
    direct = [each for each in listed.items if item.code in each.links]
    if item.kind is not ItemKind.ACTIVITY:
        return direct
    deeper = [each for one in direct for each in listed.items if one.code in each.links]
    return list({(each.kind, each.code): each for each in (*direct, *deeper)}.values())


def _covered(alignments: Iterable[Alignment]) -> Covered:
    states = {each.state for each in alignments}
    if AlignmentState.ACCEPTED in states:
        return Covered.YES
    return Covered.PROPOSED if states else Covered.NO


def _are(count: int) -> str:
    return "1 is" if count == 1 else f"{count} are"


def _counts(found: Iterable[Covered]) -> dict[Covered, int]:
    listed = list(found)
    return {each: listed.count(each) for each in Covered}
