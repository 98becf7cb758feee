"""The statuses that a version has had."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from lexcurric.store.tables import framework, version_status

if TYPE_CHECKING:
    from lexcurric.store.store import Store


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A status that a version got; the first came with the version."""

    label: str
    seq: int
    status: str
    author: str
    created_at: str


_STATUSES = (
    select(
        version_status.c.label,
        version_status.c.seq,
        version_status.c.status,
        version_status.c.author,
        version_status.c.created_at,
    )
    .join(framework, framework.c.id == version_status.c.framework_id)
    .where(framework.c.soc == bindparam("soc"))
    .order_by(version_status.c.label, version_status.c.seq)
)


def read_statuses(store: Store, soc: str) -> list[StatusRow]:
    """Every status that a version of a framework has had, by label, oldest first."""
    with store._session.reading() as connection:
        return [StatusRow(*row) for row in connection.execute(_STATUSES, {"soc": soc})]
