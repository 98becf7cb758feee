"""
A designer's actions on criteria, each a function from content to content.

Statements go under a criterion with `core.edits.assign_criterion`. Each function raises EditError, in words, where the
action does not fit; then nothing has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lexcurric.core.criteria.propose import Thread
from lexcurric.core.edits import (
    assign_criterion,
    find,
    find_level,
    move,
    with_criterion,
    with_statements,
    without_filled_marks,
)
from lexcurric.core.errors import EditError
from lexcurric.core.identity import first_ranks, rank_between, statement_id
from lexcurric.core.model import Content, Criterion, replace
from lexcurric.core.wording import normal

SHORTEST_ID = 8


def find_criterion(content: Content, wanted: str) -> Criterion:
    """The criterion with this label (in any case) or id; an id may be shortened to its first 8 characters."""
    name = normal(wanted).casefold()
    for criterion in content.criteria:
        if criterion.id == wanted or normal(criterion.label).casefold() == name:
            return criterion
    close = [each for each in content.criteria if len(wanted) >= SHORTEST_ID and each.id.startswith(wanted)]
    if len(close) == 1:
        return close[0]
    there = ", ".join(f"“{each.label}”" for each in content.criteria)
    more = f"; there is {there}" if there else "; there is none yet: lexcurric criteria propose makes a proposal"
    raise EditError(f"no criterion {wanted!r} in {content.soc}{more}")


def add_criterion(content: Content, label: str) -> tuple[Content, Criterion]:
    """A new criterion at the end, without statements, and the content with it."""
    _check_free(content, label)
    return with_criterion(content, label)


def put(
    content: Content, statements: Iterable[str], wanted: str | None, level: str = "", *, new: bool = False
) -> Content:
    """
    The statements stand in a cell of the matrix: under a criterion (`new` makes one of that name; None is none), and at
    a level, at its end if they were not there yet (without one, they stay at theirs).
    """
    found = [find(content, each) for each in statements]
    gone = next((each for each in found if not each.is_active), None)
    if gone is not None:
        raise EditError(f"statement {gone.id[:8]} is retired; bring it back first")
    criterion = None
    if wanted is not None:
        content, made = add_criterion(content, wanted) if new else (content, find_criterion(content, wanted))
        criterion = made.id
    # Marks of empty cells are looked at once both are done: in between, a statement stands in a cell that nobody meant.
    placed = with_statements(content, *[replace(each, criterion=criterion) for each in found])
    away = [each.id for each in found if level and each.level != find_level(content, level).key]
    return move(placed, away, level) if away else without_filled_marks(placed)


def rename_criterion(content: Content, wanted: str, label: str) -> Content:
    """The criterion is called `label`; its statements stay. To put two under one name, join them."""
    found = find_criterion(content, wanted)
    _check_free(content, label, found)
    return _with(content, replace(found, label=label.strip()))


def split_criterion(content: Content, wanted: str, statements: Iterable[str], label: str) -> tuple[Content, Criterion]:
    """These statements of a criterion go under a new one, which stands after it."""
    found = find_criterion(content, wanted)
    ids = [find(content, each).id for each in statements]
    foreign = [each for each in ids if content.by_id[each].criterion != found.id]
    if not ids or foreign:
        what = f"statement {foreign[0][:8]} is not under “{found.label}”" if foreign else "no statement is named"
        raise EditError(f"{what}; a split takes statements of one criterion out into a new one")
    _check_free(content, label)
    places = [each.id for each in content.criteria]
    at = places.index(found.id)
    after = content.criteria[at + 1].rank if at + 1 < len(places) else None
    rank = rank_between(found.rank, after)
    fresh = Criterion(
        id=statement_id(content.soc, f"criterion {label.strip()}", places), label=label.strip(), rank=rank
    )
    made = _sorted(replace(content, criteria=(*content.criteria, fresh)))
    moved = with_statements(made, *[replace(made.by_id[each], criterion=fresh.id) for each in ids])
    return moved, fresh


def join_criteria(content: Content, wanted: Sequence[str], label: str = "") -> Content:
    """
    The statements of several criteria are under the first one, called `label` if that is given; the others are gone.

    A cell stays empty on purpose where all of them leave it empty on purpose or have nothing to put there.
    """
    found = list(dict.fromkeys(find_criterion(content, each).id for each in wanted))
    if len(found) < 2:
        raise EditError("a join needs at least two different criteria")
    by_id = {each.id: each for each in content.criteria}
    first, gone = by_id[found[0]], set(found[1:])
    if label.strip():
        _check_free(content, label, *(by_id[each] for each in found))
    empty = {key: why for each in reversed(found) for key, why in by_id[each].empty.items()}
    kept = replace(first, empty=empty, label=label.strip() or first.label)
    return without_filled_marks(
        replace(
            content,
            criteria=tuple(kept if each.id == first.id else each for each in content.criteria if each.id not in gone),
            statements=tuple(
                replace(each, criterion=first.id) if each.criterion in gone else each for each in content.statements
            ),
        )
    )


def move_criterion(content: Content, wanted: str, position: int) -> Content:
    """The criterion is the row at this place of the rubric, counted from 1."""
    found = find_criterion(content, wanted)
    rest = [each for each in content.criteria if each.id != found.id]
    at = max(0, min(position - 1, len(rest)))
    before = rest[at - 1].rank if at else None
    after = rest[at].rank if at < len(rest) else None
    if before is not None and after is not None and before >= after:
        ranked = zip([*rest[:at], found, *rest[at:]], first_ranks(len(rest) + 1), strict=True)
        return replace(content, criteria=tuple(replace(each, rank=rank) for each, rank in ranked))
    rank = rank_between(before, after) if before or after else found.rank
    return _sorted(_with(content, replace(found, rank=rank)))


def delete_criterion(content: Content, wanted: str) -> Content:
    """The criterion is gone, and its statements are under none."""
    found = find_criterion(content, wanted)
    return replace(
        content,
        criteria=tuple(each for each in content.criteria if each.id != found.id),
        statements=tuple(
            replace(each, criterion=None) if each.criterion == found.id else each for each in content.statements
        ),
    )


def leave_empty(content: Content, wanted: str, level: str, reason: str = "") -> Content:
    """The criterion has no statement at this level, and is not to have one; `reason` says why."""
    found, key = find_criterion(content, wanted), find_level(content, level).key
    there = [each for each in content.by_level[key] if each.criterion == found.id]
    if there:
        count = f"{len(there)} statement{'s' if len(there) > 1 else ''}"
        raise EditError(f"“{found.label}” has {count} at {content.level_label(key)}; move them first")
    return _with(content, replace(found, empty=dict(found.empty) | {key: reason.strip()}))


def fill_again(content: Content, wanted: str, level: str) -> Content:
    """The cell is no longer empty on purpose: without a statement it counts as missing again."""
    found, key = find_criterion(content, wanted), find_level(content, level).key
    if key not in found.empty:
        raise EditError(f"“{found.label}” is not left empty on purpose at {content.level_label(key)}")
    return _with(content, replace(found, empty={each: why for each, why in found.empty.items() if each != key}))


def accept_threads(content: Content, threads: Iterable[Thread]) -> Content:
    """
    The statements of the threads are under the criteria proposed: those that are there, or new ones in their order.

    Raises EditError where a statement was put under another criterion since, or retired, so that nobody's work goes.
    """
    known = {each.id: each.label for each in content.criteria}
    for thread in threads:
        ids = [each.id for each in thread.members]
        taken = next((content.by_id[each] for each in ids if content.by_id[each].criterion not in (None, "")), None)
        if taken is not None:
            now = known.get(taken.criterion or "", "another criterion")
            raise EditError(f"statement {taken.id[:8]} was put under “{now}” since this was proposed; propose again")
        if thread.criterion is not None and thread.criterion not in known:
            raise EditError(f"the criterion “{thread.label}” is gone since this was proposed; propose again")
        label = known[thread.criterion] if thread.criterion is not None else thread.label
        content = assign_criterion(content, ids, label)
    return content


def _check_free(content: Content, label: str, *own: Criterion) -> None:
    if not label.strip():
        raise EditError("a criterion needs a name that is not empty")
    if "\0" in label:
        raise EditError("a criterion's name cannot hold a NUL character")
    mine = {each.id for each in own}
    same = [each for each in content.criteria if normal(each.label) == normal(label) and each.id not in mine]
    if same:
        raise EditError(f"there is a criterion “{same[0].label}” already; join the two, or take another name")


def _with(content: Content, changed: Criterion) -> Content:
    return replace(content, criteria=tuple(changed if each.id == changed.id else each for each in content.criteria))


def _sorted(content: Content) -> Content:
    return replace(content, criteria=tuple(sorted(content.criteria, key=lambda each: (each.rank, each.id))))
