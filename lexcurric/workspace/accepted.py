"""Findings that designers let stand, kept with a framework as the files are that were issued."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lexcurric.core.checks import Accepted
from lexcurric.core.items import ACCEPTED
from lexcurric.core.json_text import canonical
from lexcurric.core.model import replace
from lexcurric.workspace.given import plain
from lexcurric.workspace.identity import UPSTREAM
from lexcurric.workspace.retry import reading, safely, together

if TYPE_CHECKING:
    from lexcurric.store.store import Store
    from lexcurric.workspace.workspace import Workspace


def accepted_of(store: Store, soc: str) -> tuple[Accepted, ...]:
    """Every finding of a framework that is accepted, oldest first."""
    if not store.has_framework(soc):
        return ()
    kept = reading(store, lambda: store.items_of_kind(soc, UPSTREAM, ACCEPTED))
    found = [Accepted.model_validate_json(body) for body in kept.values()]
    return tuple(sorted((each for each in found if not each.withdrawn), key=lambda each: (each.time, each.key)))


def keep_accepted(workspace: Workspace, soc: str, records: Sequence[Accepted], what: str, reason: str = "") -> None:
    """
    Writes acceptances, or withdrawn ones, as one revision of the line that releases are on.

    They are no content: a merge, a restore or an undo of the draft leaves them alone, and they hold in every version
    that has the wording.
    """
    from lexcurric.store.records import Commit

    store = workspace.store
    plain(reason, "the reason")
    bodies = {(ACCEPTED, each.key): canonical(each.model_dump(mode="json")) for each in records}
    detail = canonical({"action": ACCEPTED, "what": what})
    commit = Commit(ACCEPTED, workspace.author, workspace.clock(), reason, detail)

    def work() -> None:
        with together(store):
            store.hold(soc)
            store.commit(soc, UPSTREAM, store.head(soc, UPSTREAM), bodies, commit)

    # The same acceptance again only says the same: there is no need to look whether it landed.
    safely(store, work, None, what, soc)


def withdrawn(record: Accepted, author: str, time: str) -> Accepted:
    """The acceptance, taken back."""
    return replace(record, withdrawn=True, author=author, time=time)
