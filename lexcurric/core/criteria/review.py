"""
Changing a proposal before it is accepted, each a function from proposal to proposal; the framework stays as it is.

Threads are named by their label, in any case. Each raises EditError, in words, where the change does not fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lexcurric.core.criteria.propose import Loose, Member, Proposal, Thread
from lexcurric.core.errors import EditError
from lexcurric.core.model import replace
from lexcurric.core.wording import normal

BY_HAND = "put here by hand"
TAKEN_OUT = "taken out by hand"


def find_thread(proposal: Proposal, label: str) -> Thread:
    """The thread with this label."""
    wanted = normal(label).casefold()
    found = next((each for each in proposal.threads if normal(each.label).casefold() == wanted), None)
    if found is None:
        there = ", ".join(f"“{each.label}”" for each in proposal.threads) or "none left"
        raise EditError(f"no thread {label!r} is proposed; there is {there}")
    return found


def rename_thread(proposal: Proposal, label: str, new: str) -> Proposal:
    """The thread is called `new`; an existing criterion keeps its name until it is renamed itself."""
    thread = find_thread(proposal, label)
    if thread.criterion is not None:
        raise EditError(f"“{thread.label}” is a criterion that is there already; rename it with rename_criterion")
    _check_free(proposal, new, thread)
    return _with(proposal, thread, replace(thread, label=new.strip()))


def move_members(proposal: Proposal, ids: Iterable[str], label: str | None) -> Proposal:
    """The statements are in this thread, made if it is new; None leaves them loose. A thread without any is gone."""
    wanted = [_known(proposal, each) for each in ids]
    threads = [
        replace(each, members=tuple(member for member in each.members if member.id not in wanted))
        for each in proposal.threads
    ]
    loose = [each for each in proposal.loose if each.id not in wanted]
    if label is None:
        loose += [Loose(id=each, why=TAKEN_OUT) for each in wanted]
    else:
        if not label.strip():
            raise EditError("a thread needs a name that is not empty")
        fresh = [_by_hand(each, label) for each in wanted]
        name = normal(label).casefold()
        if any(normal(each.label).casefold() == name for each in threads):
            threads = [
                replace(each, members=(*each.members, *fresh)) if normal(each.label).casefold() == name else each
                for each in threads
            ]
        else:
            threads.append(Thread(label=label.strip(), members=tuple(fresh)))
    return Proposal(threads=tuple(each for each in threads if each.members), loose=tuple(loose))


def split_thread(proposal: Proposal, label: str, ids: Iterable[str], new: str) -> Proposal:
    """These members are a thread of their own, called `new`, after the one they were in."""
    thread = find_thread(proposal, label)
    wanted = [_known(proposal, each) for each in ids]
    parts = [tuple(each for each in thread.members if (each.id in wanted) is is_new) for is_new in (False, True)]
    if len(parts[1]) != len(set(wanted)) or not all(parts):
        raise EditError(f"a split takes some members of “{thread.label}” out, not all, and none of another thread")
    _check_free(proposal, new)
    pieces = (replace(thread, members=parts[0]), Thread(label=new.strip(), members=parts[1]))
    return replace(
        proposal, threads=tuple(part for each in proposal.threads for part in (pieces if each is thread else (each,)))
    )


def join_threads(proposal: Proposal, labels: Sequence[str], new: str = "") -> Proposal:
    """The threads are one, in the place of the first, called `new` if that is given."""
    found = [find_thread(proposal, each) for each in labels]
    if len({each.label for each in found}) < 2:
        raise EditError("a join needs at least two different threads")
    owned = [each for each in found if each.criterion is not None]
    if len(owned) > 1 or (owned and new.strip()):
        raise EditError("criteria that are there already are joined and renamed in the framework, not in a proposal")
    if new.strip():
        _check_free(proposal, new, *found)
    first = owned[0] if owned else found[0]
    members = tuple(member for each in dict.fromkeys(found) for member in each.members)
    joined = replace(first, members=members, label=new.strip() or first.label)
    threads = [
        joined if each is found[0] else each for each in proposal.threads if each is found[0] or each not in found
    ]
    return replace(proposal, threads=tuple(threads))


def drop_thread(proposal: Proposal, label: str) -> Proposal:
    """The thread is not proposed any more; its statements are loose."""
    thread = find_thread(proposal, label)
    return move_members(proposal, [each.id for each in thread.members], None)


def _known(proposal: Proposal, wanted: str) -> str:
    ids = [*(member.id for each in proposal.threads for member in each.members), *(each.id for each in proposal.loose)]
    found = [each for each in ids if each == wanted or (len(wanted) >= 8 and each.startswith(wanted))]
    if len(found) != 1:
        raise EditError(f"no statement {wanted!r} is in this proposal; what has a criterion is moved in the framework")
    return found[0]


def _by_hand(found: str, label: str) -> Member:
    return Member(
        id=found, likeness=1.0, closest=found, shares=(), confidence=1.0, why=f"{BY_HAND} (“{label.strip()}”)"
    )


def _check_free(proposal: Proposal, label: str, *own: Thread) -> None:
    if not label.strip():
        raise EditError("a thread needs a name that is not empty")
    name = normal(label).casefold()
    if any(normal(each.label).casefold() == name and each not in own for each in proposal.threads):
        raise EditError(f"a thread “{label.strip()}” is proposed already; join the two, or take another name")


def _with(proposal: Proposal, old: Thread, new: Thread) -> Proposal:
    return replace(proposal, threads=tuple(new if each is old else each for each in proposal.threads))
